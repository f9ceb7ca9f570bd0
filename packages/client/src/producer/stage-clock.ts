/**
 * Times the first two stages. A reading of the clock costs about as much as either of them, so a sample of the records
 * is timed: one of sixteen, and the first after a batch was opened, so that every batch of a slow producer has times of
 * its own. A batch shows the slowest of its records that were timed; the latest time known where none of them was.
 */
import type { Clock } from '@odradek/platform'
import type { PendingBatch } from './pending-batch.ts'

const ONE_OF = 16

export class StageClock {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  #untilNext = 0
  #serializeMs = 0
  #partitionMs = 0
  /** When the partitioner of the record at hand began; -1 when it is not timed. */
  #partitioningAt = -1
  #isTimed = false

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock
  }

  /** Before a record is serialized. Answers when that was, -1 for a record that is not timed. */
  start(): number {
    if (this.#untilNext-- > 0) return -1
    this.#untilNext = ONE_OF - 1
    return this.#clock.monotonicMs()
  }

  /** Serialized; the partitioner is asked in this turn. */
  serialized(startedAt: number): void {
    this.#isTimed = startedAt >= 0
    if (!this.#isTimed) return
    this.#partitioningAt = this.#clock.monotonicMs()
    this.#serializeMs = this.#partitioningAt - startedAt
  }

  partitioned(): void {
    if (this.#isTimed && this.#partitioningAt >= 0) this.#partitionMs = this.#clock.monotonicMs() - this.#partitioningAt
    this.#partitioningAt = -1
  }

  /** The record is in this batch. */
  accepted(batch: PendingBatch): void {
    const { timings } = batch
    if (batch.recordCount === 1) {
      timings.serializeMs = this.#serializeMs
      timings.partitionMs = this.#partitionMs
      this.#untilNext = 0
    } else if (this.#isTimed) {
      timings.serializeMs = Math.max(timings.serializeMs, this.#serializeMs)
      timings.partitionMs = Math.max(timings.partitionMs, this.#partitionMs)
    }
    this.#isTimed = false
  }
}
