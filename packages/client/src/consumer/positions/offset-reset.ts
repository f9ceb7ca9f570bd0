/** Where to begin when there is no usable offset: names and durations (KIP-1106), as specs for ListOffsets. */
import { KafkaError } from '../../errors.ts'

/**
 * 'earliest', 'latest', 'none' (then the iterator is rejected), or `{ byDurationMs }`: the first record that is not
 * older than that.
 */
export type OffsetReset = 'earliest' | 'latest' | 'none' | { readonly byDurationMs: number }

export const EARLIEST = -2
export const LATEST = -1

/** The timestamp to ask ListOffsets for. @throws KafkaError NO_OFFSET with the policy 'none'. */
export function resetTimestamp(policy: OffsetReset, nowWallMs: number, context: string): number {
  if (policy === 'earliest') return EARLIEST
  if (policy === 'latest') return LATEST
  if (policy === 'none') {
    throw new KafkaError('NO_OFFSET', `${context}: there is no offset to go on from and autoOffsetReset is 'none'; seek, or choose another policy`)
  }
  return Math.max(0, nowWallMs - policy.byDurationMs)
}
