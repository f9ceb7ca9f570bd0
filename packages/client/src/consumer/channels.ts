/** What the consumer tells on `diagnostics_channel`. Nothing is built for a channel that nobody listens to. */
import { type Channel, channel } from 'node:diagnostics_channel'

/** Per Fetch answer: `{ node, partitions, bytes, requestMs }`. */
export const fetchChannel: Channel = channel('odradek:consumer:fetch')
/** Per commit: `{ groupId, offsets, commitMs }`, with `error` when it failed. */
export const commitChannel: Channel = channel('odradek:consumer:commit')
/** Per change of the assignment: `{ groupId, memberId, generation, kind: 'assigned' | 'revoked' | 'lost', partitions }`. */
export const rebalanceChannel: Channel = channel('odradek:consumer:rebalance')
/**
 * Per record that a handler of `each` is called with: `{ record, groupId, run }`. A subscriber may put a function around
 * the work: `run = (work) => around(() => run(work))`.
 */
export const processChannel: Channel = channel('odradek:consumer:process')
/** Per delivery: `{ topic, partition, firstOffset, lastOffset, records }`. */
export const deliverChannel: Channel = channel('odradek:consumer:deliver')
