/** The four stages on `diagnostics_channel`. Nothing is built for a channel that nobody listens to. */
import { type Channel, channel } from 'node:diagnostics_channel'

/** Per record: `{ topic, bytes }`. */
export const serializeChannel: Channel = channel('odradek:producer:serialize')
/** Per record: `{ topic, partition }`. */
export const partitionChannel: Channel = channel('odradek:producer:partition')
/** Per batch, when it is drained: `{ topic, partition, records, bytes, closeReason, accumulateMs }`. */
export const accumulateChannel: Channel = channel('odradek:producer:accumulate')
/** Per batch, when it is done: `{ report }` or `{ topic, partition, records, error }`. */
export const dispatchChannel: Channel = channel('odradek:producer:dispatch')
