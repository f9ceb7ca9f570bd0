/** Sends and their four stages on `diagnostics_channel`. Nothing is built for a channel that nobody listens to. */
import { type Channel, channel } from 'node:diagnostics_channel'

/**
 * Per record, before it is serialized: `{ topic, record, headers }`. What a subscriber puts into `headers` (name to text)
 * travels with the record: a trace, for example.
 */
export const sendChannel: Channel = channel('odradek:producer:send')
/** Per record: `{ topic, bytes }`. */
export const serializeChannel: Channel = channel('odradek:producer:serialize')
/** Per record: `{ topic, partition }`. */
export const partitionChannel: Channel = channel('odradek:producer:partition')
/** Per batch, when it is drained: `{ topic, partition, records, bytes, closeReason, accumulateMs }`. */
export const accumulateChannel: Channel = channel('odradek:producer:accumulate')
/** Per batch, when it is done: `{ report }` or `{ topic, partition, records, error }`. */
export const dispatchChannel: Channel = channel('odradek:producer:dispatch')
