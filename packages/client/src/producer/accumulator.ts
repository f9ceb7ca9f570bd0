/**
 * Stage three: records become batches. Owns the queues and the memory credit; says which queues are ready. No I/O.
 *
 * A batch is closed when it is full, when `lingerMs` have passed, when memory ran out, on flush and on close; one that is
 * opened while somebody waits for memory, or for a flush, takes what comes in the same turn and lingers no longer. A large one
 * is then compressed off the loop, and holds back those behind it in its partition until it is. Linger is
 * the same for all batches, so their deadlines stand in the order of opening and one timer suffices.
 *
 * With compression a batch is full when it is estimated to be sent as `batchBytes`. Its buffer holds several times as
 * much then, and grows by doubling, with memory taken first and never waited for: who holds an open batch and waits
 * for memory waits for himself. Without memory to grow it is closed as it is.
 */
import type { Timer, Workers, World } from '@odradek/platform'
import type { CompressionName, HeaderToWrite } from '@odradek/protocol/internal'
import type { Bytes } from '../serde.ts'
import { CompressionEstimate } from './compression-estimate.ts'
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
  /** What a compressed batch may have at most before compression, when that is more than `batchBytes`. */
  readonly maxRequestBytes: number
  /** Where large batches are compressed; without it all are compressed on the loop. */
  readonly workers?: Workers | undefined
  /** Called when a queue became ready, at most once per turn of the loop. */
  readonly onReady: () => void
}

/** What a batch begins with at least. */
const LEAST_BYTES = 2048

/** A batch that compresses well takes no more of the memory than this share: others are to be under way while it fills. */
const LARGEST_SHARE = 8

export class Accumulator {
  readonly memory: MemoryCredit
  /** Queues with a closed batch in front. */
  readonly ready: Set<PartitionQueue> = new Set()
  readonly #options: AccumulatorOptions
  readonly #topics = new Map<string, PartitionQueue[]>()
  /** Open batches in the order of opening. */
  #opened: { queue: PartitionQueue; batch: PendingBatch }[] = []
  #lingerTimer: Timer | undefined
  /** Set while batches are open that are not to linger. */
  #hurryTimer: Timer | undefined
  #announced = false
  /** Batches that are not done. */
  readonly pending: Set<PendingBatch> = new Set()
  #flushing = 0
  /** Bytes of those of them that take no more records, before compression: what waits for the brokers or is under way. */
  closedBytes: number = 0
  /** With compression only. */
  readonly #estimate: CompressionEstimate | undefined
  /** No batch of several records has more than this before compression. */
  readonly plainLimit: number

  constructor(options: AccumulatorOptions) {
    this.#options = options
    this.memory = new MemoryCredit(options.bufferBytes, options.world)
    const { batchBytes, maxRequestBytes, bufferBytes, compression } = options
    this.#estimate = compression === 'none' ? undefined : new CompressionEstimate()
    this.plainLimit = compression === 'none' ? batchBytes : Math.max(batchBytes, Math.min(maxRequestBytes, Math.floor(bufferBytes / LARGEST_SHARE)))
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

  /** What bytes of records of a topic are about to take as sent. */
  bytesToSend(topic: string, recordBytes: number): number {
    return this.#estimate === undefined ? recordBytes : Math.ceil(recordBytes * this.#estimate.factor(topic))
  }

  /**
   * Appends to the open batch, or opens one when memory is there (`credited`: it was awaited and taken already). Who waits
   * for memory is not overtaken by a new batch; what has room already takes nothing from him.
   * Undefined: no memory; await `memory.take(bytesForNewBatch(...))` and call again with `credited`.
   */
  append(
    queue: PartitionQueue, key: Bytes, value: Bytes, headers: readonly HeaderToWrite[] | undefined, timestampMs: number,
    credited: number = 0,
  ): PendingBatch | undefined {
    const open = queue.open
    if (open !== undefined) {
      const obstacle = this.#estimate === undefined ? undefined : this.#obstacle(open, key, value, headers)
      if (obstacle === undefined && open.append(key, value, headers, timestampMs, this.plainLimit) >= 0) {
        if (credited > 0) this.memory.give(credited)
        if (this.#isFull(open)) this.#close(queue, open, 'full')
        return open
      }
      this.#close(queue, open, obstacle ?? 'full')
    }
    const reserve = credited > 0 ? credited : this.bytesForNewBatch(key, value, headers)
    if (credited === 0 && !this.memory.tryTake(reserve)) {
      this.closeAll('memory')
      return undefined
    }
    return this.#openBatch(queue, reserve, key, value, headers, timestampMs)
  }

  /** Why a batch that will be compressed takes this record no more; its buffer has room for it otherwise. */
  #obstacle(open: PendingBatch, key: Bytes, value: Bytes, headers: readonly HeaderToWrite[] | undefined): CloseReason | undefined {
    // As in Java the record itself counts as it is: what it compresses to is not known.
    if (open.recordCount > 0 && open.bytesToSend + sizeEstimate(key, value, headers) > this.#options.batchBytes) return 'full'
    const needed = open.bytesWith(key, value, headers)
    if (needed <= open.reservedBytes) {
      // Doubling on its own the buffer would grow past what was taken.
      if (2 * needed > open.reservedBytes) open.grow(open.reservedBytes)
      return undefined
    }
    const wanted = Math.max(needed, Math.min(2 * open.reservedBytes, this.plainLimit))
    if (!this.memory.tryTake(wanted - open.reservedBytes)) return 'memory'
    open.grow(wanted)
    return undefined
  }

  #isFull(batch: PendingBatch): boolean {
    return batch.bytes >= this.plainLimit || batch.bytesToSend >= this.#options.batchBytes
  }

  #openBatch(
    queue: PartitionQueue, reserve: number, key: Bytes, value: Bytes, headers: readonly HeaderToWrite[] | undefined, timestampMs: number,
  ): PendingBatch {
    const { compression, compressionLevel, world, lingerMs } = this.#options
    const nowMs = world.clock.monotonicMs()
    const { topic, partition } = queue
    // As large as the one before it, and half as much: a buffer for a full batch where few records come is only garbage.
    const initialBytes = Math.min(reserve, Math.max(LEAST_BYTES, Math.ceil(queue.lastBytes * 1.5)))
    const compressionFactor = this.#estimate?.factor(topic) ?? 1
    const batch = new PendingBatch({ topic, partition, compression, compressionLevel, capacityBytes: reserve, initialBytes, compressionFactor, nowMs })
    batch.append(key, value, headers, timestampMs, this.plainLimit)
    queue.batches.push(batch)
    this.pending.add(batch)
    if (this.#isFull(batch)) this.#close(queue, batch, 'full')
    else {
      this.#opened.push({ queue, batch })
      this.#lingerTimer ??= this.#startLinger(lingerMs)
      if (this.#flushing > 0) this.#hurry('flush')
      else if (this.memory.waiting > 0) this.#hurry('memory')
    }
    return batch
  }

  /** In the next turn: records that come together stay together. */
  #hurry(reason: CloseReason): void {
    this.#hurryTimer ??= this.#options.world.scheduler.nextTurn(() => this.closeAll(reason))
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
    this.#hurryTimer?.cancel()
    this.#lingerTimer = this.#hurryTimer = undefined
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

  /** The batch has the bytes that are sent: the estimate learns from them, and the memory of its records is free. */
  encoded(batch: PendingBatch): void {
    if (this.#estimate === undefined) return
    this.#estimate.observe(batch.topic, batch.compressedShare)
    const surplus = batch.shrink()
    if (surplus > 0 && this.pending.has(batch)) this.memory.give(surplus)
  }

  /** The broker found it too large: those to come are filled as if nothing compressed. */
  wasTooLarge(batch: PendingBatch): void {
    this.#estimate?.reset(batch.topic, batch.compressedShare)
  }

  /** The batch is answered or given up: its memory is free. */
  release(batch: PendingBatch): void {
    if (!this.pending.delete(batch)) return
    this.closedBytes -= batch.closedBytes
    this.memory.give(batch.heldBytes)
  }

  /** Closes what is open now and waits until it is done, well or not. Batches opened meanwhile linger for a turn. */
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
