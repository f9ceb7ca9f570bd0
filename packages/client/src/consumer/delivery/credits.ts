/**
 * How much may be delivered and not acknowledged, over all partitions of a consumer. A partition's own share is kept
 * by its AckTracker and the limits here. Pure.
 *
 * Invariant: what is taken is given back exactly once, by an acknowledgement or when the partition goes away.
 */
import type { AckTracker } from './ack-tracker.ts'

export interface CreditLimits {
  readonly records: number
  readonly bytes: number
  readonly partitionRecords: number
  readonly partitionBytes: number
}

export class Credits {
  readonly limits: CreditLimits
  usedRecords: number = 0
  usedBytes: number = 0

  constructor(limits: CreditLimits) {
    this.limits = limits
  }

  /** Whether all partitions together have used up what there is. */
  get isExhausted(): boolean {
    return this.usedRecords >= this.limits.records || this.usedBytes >= this.limits.bytes
  }

  /** Records that may be delivered of this partition now. Bytes may be exceeded by one delivery: its size is known after. */
  available(tracker: AckTracker): number {
    const { records, bytes, partitionRecords, partitionBytes } = this.limits
    if (this.usedBytes >= bytes || tracker.bytes >= partitionBytes) return 0
    const left = records - this.usedRecords
    const ofPartition = partitionRecords - tracker.records
    return left < ofPartition ? Math.max(left, 0) : Math.max(ofPartition, 0)
  }

  take(records: number, bytes: number): void {
    this.usedRecords += records
    this.usedBytes += bytes
  }

  give(records: number, bytes: number): void {
    this.usedRecords -= records
    this.usedBytes -= bytes
  }
}
