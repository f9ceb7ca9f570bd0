/**
 * How much may be delivered and not acknowledged: what plays the part of demand. Pure; the accounts of the partitions
 * say how much of it each has.
 */
import type { InFlightOptions } from '@odradek/client'
import type { PartitionAccount } from './partition-account.ts'

const MIB = 1_048_576

export class Credit {
  records: number = 0
  bytes: number = 0
  /** Acknowledged behind a gap, over all partitions. */
  deferred: number = 0
  readonly #maxRecords: number
  readonly #maxBytes: number
  readonly #partitionRecords: number
  readonly #partitionBytes: number

  constructor(limits: InFlightOptions) {
    const perPartition = typeof limits.perPartition === 'number' ? { records: limits.perPartition } : limits.perPartition
    this.#maxRecords = limits.records ?? 10_000
    this.#maxBytes = limits.bytes ?? 64 * MIB
    this.#partitionRecords = perPartition?.records ?? 1000
    this.#partitionBytes = perPartition?.bytes ?? 16 * MIB
  }

  take(records: number, bytes: number): void {
    this.records += records
    // Bytes are averages: what rounding leaves over goes when nothing is outstanding.
    this.bytes = this.records === 0 ? 0 : this.bytes + bytes
  }

  get available(): number {
    return this.bytes >= this.#maxBytes ? 0 : Math.max(0, this.#maxRecords - this.records)
  }

  /** Enough came back to ask for more: not for every single record. */
  get isWorthwhile(): boolean {
    return this.available >= worthwhile(this.#maxRecords)
  }

  isStarved(account: PartitionAccount): boolean {
    return account.records >= this.#partitionRecords || account.bytes >= this.#partitionBytes
  }

  /** Fed again: with some distance, so that a partition is not stopped and started for every record. */
  isFed(account: PartitionAccount): boolean {
    return account.records <= this.#partitionRecords - worthwhile(this.#partitionRecords) && account.bytes < this.#partitionBytes
  }
}

function worthwhile(limit: number): number {
  return Math.min(500, Math.max(1, Math.floor(limit / 16)))
}
