/**
 * Stage three: records become batches. Owns the queues and the memory credit; says which queues are ready. No I/O.
 *
 * A batch is closed when it is full, when `lingerMs` have passed, when memory ran out, on flush and on close; a large one
 * is then compressed off the loop, and holds back those behind it in its partition until it is. Linger is
 * the same for all batches, so their deadlines stand in the order of opening and one timer suffices.
 */
import type { Timer, Workers, World } from '@odradek/platform'
import type { CompressionName, HeaderToWrite } from '@odradek/protocol/internal'
import type { Bytes } from '../serde.ts'
import { MemoryCredit } from './memory-credit.ts'
import { PartitionQueue } from './partition-queue.ts'
import { type CloseReason, PendingBatch, sizeEstimate } from './pending-batch.ts'

/** A batch of this size takes longer to compress (gzip: a millisecond) than to be handed to another thread. */
const OFF_LOOP_BYTES = 65_536

export interface AccumulatorOptions {
  readonly world: Pick<World, 'clock' | 'scheduler'>
  readonly batchBytes: number
  readonly lingerMs: number
  readonly bufferBytes: number
  readonly compression: CompressionName
  readonly compressionLevel: number | undefined
  /** Where large batches are compressed; without it all are compressed on the loop. */
  readonly workers?: Workers | undefined
  /** Called when a queue became ready, at most once per turn of the loop. */
  readonly onReady: () => void
}

/** What a batch begins with at least. */
const LEAST_BYTES = 2048

export class Accumulator {
  readonly memory: MemoryCredit
  /** Queues with a closed batch in front. */
  readonly ready: Set<PartitionQueue> = new Set()
  readonly #options: AccumulatorOptions
  readonly #topics = new Map<string, PartitionQueue[]>()
  /** Open batches in the order of opening. */
  #opened: { queue: PartitionQueue; batch: PendingBatch }[] = []
  #lingerTimer: Timer | undefined
  #announced = false
  /** Batches that are not done. */
  readonly pending: Set<PendingBatch> = new Set()
  #flushing = 0
  /** Bytes of those of them that take no more records, before compression: what waits for the brokers or is under way. */
  closedBytes: number = 0

  constructor(options: AccumulatorOptions) {
    this.#options = options
    this.memory = new MemoryCredit(options.bufferBytes, options.world)
  }

  queues(topic: string): readonly PartitionQueue[] {
    return this.#topics.get(topic) ?? []
  }

  queue(topic: string, partition: number): PartitionQueue {
    let queues = this.#topics.get(topic)
    if (queues === undefined) this.#topics.set(topic, (queues = []))
    return (queues[partition] ??= new PartitionQueue(topic, partition))
  }

  /** Bytes of memory that a new batch with this record as its first takes. */
  bytesForNewBatch(key: Bytes, value: Bytes, headers: readonly HeaderToWrite[] | undefined): number {
    return Math.max(this.#options.batchBytes, sizeEstimate(key, value, headers) + 61)
  }

  /**
   * Appends to the open batch, or opens one when memory is there (`credited`: it was awaited and taken already).
   * Undefined: no memory; await `memory.take(bytesForNewBatch(...))` and call again with `credited`.
   */
  append(
    queue: PartitionQueue, key: Bytes, value: Bytes, headers: readonly HeaderToWrite[] | undefined, timestampMs: number,
    credited: number = 0,
  ): PendingBatch | undefined {
    if (credited === 0 && this.memory.waiting > 0) {
      // Others wait for memory: nobody overtakes them, not even into a batch that has room.
      this.closeAll('memory')
      return undefined
    }
    const open = queue.open
    if (open !== undefined) {
      if (open.append(key, value, headers, timestampMs, this.#options.batchBytes) >= 0) {
        if (credited > 0) this.memory.give(credited)
        if (open.bytes >= this.#options.batchBytes) this.#close(queue, open, 'full')
        return open
      }
      this.#close(queue, open, 'full')
    }
    const reserve = credited > 0 ? credited : this.bytesForNewBatch(key, value, headers)
    if (credited === 0 && !this.memory.tryTake(reserve)) {
      this.closeAll('memory')
      return undefined
    }
    return this.#openBatch(queue, reserve, key, value, headers, timestampMs)
  }

  #openBatch(
    queue: PartitionQueue, reserve: number, key: Bytes, value: Bytes, headers: readonly HeaderToWrite[] | undefined, timestampMs: number,
  ): PendingBatch {
    const { batchBytes, compression, compressionLevel, world, lingerMs } = this.#options
    const nowMs = world.clock.monotonicMs()
    const { topic, partition } = queue
    // As large as the one before it, and half as much: a buffer for a full batch where few records come is only garbage.
    const initialBytes = Math.min(reserve, Math.max(LEAST_BYTES, Math.ceil(queue.lastBytes * 1.5)))
    const batch = new PendingBatch({ topic, partition, compression, compressionLevel, capacityBytes: reserve, initialBytes, nowMs })
    batch.append(key, value, headers, timestampMs, batchBytes)
    queue.batches.push(batch)
    this.pending.add(batch)
    if (batch.bytes >= batchBytes) this.#close(queue, batch, 'full')
    else if (this.#flushing > 0) this.#close(queue, batch, 'flush')
    else {
      this.#opened.push({ queue, batch })
      this.#lingerTimer ??= this.#startLinger(lingerMs)
    }
    return batch
  }

  #startLinger(delayMs: number): Timer {
    const { scheduler } = this.#options.world
    const due = (): void => {
      this.#lingerTimer = undefined
      this.#closeDue()
    }
    return delayMs <= 0 ? scheduler.nextTurn(due) : scheduler.after(delayMs, due)
  }

  #closeDue(): void {
    const now = this.#options.world.clock.monotonicMs()
    let at = 0
    for (; at < this.#opened.length; at++) {
      const { queue, batch } = this.#opened[at]!
      if (batch.closeReason !== undefined) continue
      const remaining = batch.openedAtMs + this.#options.lingerMs - now
      // A timer may fire a fraction of a millisecond early.
      if (remaining > 0.5) {
        this.#lingerTimer = this.#startLinger(remaining)
        break
      }
      this.#close(queue, batch, 'linger')
    }
    this.#opened = this.#opened.slice(at)
  }

  #close(queue: PartitionQueue, batch: PendingBatch, reason: CloseReason): void {
    if (batch.closeReason !== undefined) return this.markReady(queue)
    batch.closeReason = reason
    batch.closedBytes = queue.lastBytes = batch.bytes
    this.closedBytes += batch.closedBytes
    const { workers, compression, compressionLevel } = this.#options
    if (workers === undefined || (compression !== 'gzip' && compression !== 'zstd') || batch.bytes < OFF_LOOP_BYTES) return this.markReady(queue)
    void batch.compressWith((records) => workers[compression](records, compressionLevel)).then(() => this.markReady(queue))
  }

  /** Closes every open batch; they go as soon as the brokers take them. */
  closeAll(reason: CloseReason): void {
    for (const { queue, batch } of this.#opened) if (batch.closeReason === undefined) this.#close(queue, batch, reason)
    this.#opened = []
    this.#lingerTimer?.cancel()
    this.#lingerTimer = undefined
  }

  markReady(queue: PartitionQueue): void {
    this.ready.add(queue)
    if (this.#announced) return
    this.#announced = true
    queueMicrotask(() => {
      this.#announced = false
      this.#options.onReady()
    })
  }

  /** The batch is answered or given up: its memory is free. */
  release(batch: PendingBatch): void {
    if (!this.pending.delete(batch)) return
    this.closedBytes -= batch.closedBytes
    this.memory.give(batch.reservedBytes)
  }

  /** Closes what is open now and waits until it is done, well or not. Batches opened meanwhile do not linger. */
  async flush(reason: CloseReason = 'flush'): Promise<void> {
    this.#flushing++
    try {
      this.closeAll(reason)
      await Promise.allSettled([...this.pending].map((batch) => batch.done))
    } finally {
      this.#flushing--
    }
  }
}
