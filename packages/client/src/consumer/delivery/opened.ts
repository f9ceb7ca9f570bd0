/**
 * What compressed batches take once they are open, over all partitions of a consumer: a few kilobytes may become
 * hundreds of megabytes, and partitions take turns.
 *
 * Invariant: another batch is opened only while what is open takes less than the limit, or when whoever has it open
 * cannot go on now (paused, out of credit): then waiting for that would be for ever.
 */
import type { Workers } from '@odradek/platform'
import type { FetchedData } from '../fetching/fetched-data.ts'
import type { PartitionState } from '../positions/partition-state.ts'

/** Batches decompressed off the loop at a time: as many as libuv has threads. What each will take is not known before. */
const AT_A_TIME = 4

export class Opened {
  readonly #limitBytes: number
  readonly #holders = new Set<PartitionState>()
  readonly #preparing = new Set<Promise<void>>()

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  /** The partition's first data was read from, or prepared: looks whether it has a batch open. */
  note(state: PartitionState): void {
    if (heldBy(state) > 0) this.#holders.add(state)
    else if (this.#holders.size > 0) this.#holders.delete(state)
  }

  /** The partition has a batch open and is to come to its end before others open theirs. */
  goesFirst(state: PartitionState): boolean {
    return this.#holders.has(state) && this.#isFull()
  }

  /** Others, whose turn will come, have open what there is room for. */
  isCrowdedOut(state: PartitionState): boolean {
    if (this.#holders.size === 0 || !this.#isFull()) return false
    for (const holder of this.#holders) if (holder !== state && holder.isQueued && holder.isDeliverable) return true
    return false
  }

  /** Resolves when the next batch of the data can be opened, or when it is worth to ask again; undefined: now. */
  prepare(state: PartitionState, data: FetchedData, workers: Workers): Promise<void> | undefined {
    if (!data.isLargeNext) return undefined
    if (this.#preparing.size >= AT_A_TIME) return Promise.race(this.#preparing)
    const work = data.prepare(workers).then(() => {
      this.#preparing.delete(work)
      this.note(state)
    })
    this.#preparing.add(work)
    return work
  }

  #isFull(): boolean {
    let bytes = 0
    for (const holder of this.#holders) {
      const held = heldBy(holder)
      if (held === 0) this.#holders.delete(holder)
      bytes += held
    }
    return bytes >= this.#limitBytes
  }
}

const heldBy = (state: PartitionState): number => state.fetched[0]?.decompressedBytes ?? 0
