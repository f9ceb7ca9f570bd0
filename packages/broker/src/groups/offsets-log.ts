/**
 * The group coordinator's log: partitions of __consumer_offsets, written and read through the replica layer, so that
 * a commit counts when the high watermark has passed it, as any acks=all produce.
 */
import {
  BATCH_HEADER_SIZE, BatchBuilder, batchCrcIsValid, batchSizeInBytes, batchLastOffset, type ErrorName,
} from '@odradek/protocol/internal'
import type { EncodedRecord, PartitionWriter } from '@odradek/coordinator/internal'
import type { Clock, Scheduler } from '@odradek/platform'
import type { PartitionLog } from '@odradek/storage/internal'
import type { Partition } from '../replica/partition.ts'
import type { ReplicaManager } from '../replica/replica-manager.ts'
import type { Expiring, OffsetWaiter } from '../replica/waiting.ts'

export const OFFSETS_TOPIC = '__consumer_offsets'

const PRODUCE_VERSION = 13
const LOAD_STEP_BYTES = 1024 * 1024
const BATCH_OVERHEAD = 12

/** One append that waits until it is committed, or until `offsets.commit.timeout.ms`. */
class PendingAppend implements OffsetWaiter, Expiring {
  readonly deadlineMs: number
  done: boolean = false
  private readonly partition: Partition
  private readonly end: number
  private readonly replicas: ReplicaManager
  private readonly resolve: (error: ErrorName) => void
  private armed: boolean = false

  constructor(replicas: ReplicaManager, partition: Partition, end: number, deadlineMs: number, resolve: (error: ErrorName) => void) {
    this.replicas = replicas
    this.partition = partition
    this.end = end
    this.deadlineMs = deadlineMs
    this.resolve = resolve
  }

  /** 0: written. 1: committed. */
  reached(token: number): void {
    if (token === 1) return this.settle('NONE')
    if (!this.partition.isCommitted(this.end)) {
      this.armed = true
      this.replicas.deadlines.add(this)
    }
    this.partition.whenCommitted(this.end, this, 1)
  }

  failed(_token: number, error: ErrorName): void {
    this.settle(error)
  }

  expire(): void {
    this.armed = false
    this.partition.removeWaiter(this)
    this.settle('REQUEST_TIMED_OUT')
  }

  private settle(error: ErrorName): void {
    if (this.done) return
    this.done = true
    if (this.armed) this.replicas.deadlines.finished()
    this.resolve(error)
  }
}

export class OffsetsWriter implements PartitionWriter {
  private readonly replicas: ReplicaManager
  private readonly clock: Clock
  private readonly timeoutMs: () => number

  constructor(replicas: ReplicaManager, clock: Clock, timeoutMs: () => number) {
    this.replicas = replicas
    this.clock = clock
    this.timeoutMs = timeoutMs
  }

  append(index: number, leaderEpoch: number, records: readonly EncodedRecord[]): Promise<ErrorName> {
    const partition = this.replicas.partition(OFFSETS_TOPIC, index)
    // The coordinator's epoch and the append share one synchronous step.
    if (partition === undefined || partition.leaderEpoch !== leaderEpoch) return Promise.resolve('NOT_LEADER_OR_FOLLOWER')
    const builder = new BatchBuilder()
    const nowMs = this.clock.wallMs()
    for (const { key, value } of records) builder.append(key, value, undefined, nowMs)
    const result = partition.append(builder.build(), -1, 'coordinator', PRODUCE_VERSION)
    if (result.error !== undefined) return Promise.resolve(result.error)
    return new Promise((resolve) => {
      const deadlineMs = this.clock.monotonicMs() + this.timeoutMs()
      const pending = new PendingAppend(this.replicas, partition, result.lastOffset + 1, deadlineMs, resolve)
      partition.whenWritten(result.lastOffset + 1, pending, 0)
    })
  }
}

/**
 * What a new coordinator has to know, in chunks of whole batches: all that lay in the log when the leader's epoch
 * began, and what has been committed since. Ends only when the high watermark has passed the beginning of the epoch:
 * before that a later leader may lack a part of it, and what is not committed must not be shown to anybody. Each chunk
 * is borrowed until the next; between two, the loop gets a turn. Throws when the leadership ends meanwhile.
 */
export async function* offsetsLogChunks(partition: Partition, scheduler: Scheduler): AsyncGenerator<Buffer> {
  const { leadership } = partition
  if (leadership === undefined) throw new Error('NOT_LEADER_OR_FOLLOWER')
  const { log, startOffset } = leadership
  const passed = (step: 'whenWritten' | 'whenHighWatermark'): Promise<void> =>
    new Promise((resolve, reject) => {
      const failed = (_token: number, error: ErrorName): void => reject(new Error(error))
      partition[step](startOffset, { reached: () => resolve(), failed }, 0)
    })
  const reader = new ChunkReader(log, scheduler)
  // What was appended in an earlier epoch may still be on its way to the page cache.
  await passed('whenWritten')
  yield* reader.upTo(() => startOffset)
  await passed('whenHighWatermark')
  yield* reader.upTo(() => log.highWatermark)
}

/** Reads a log step by step; each chunk is borrowed until the next. */
class ChunkReader {
  /** Everything below has been read. */
  private offset: number
  private readonly log: PartitionLog
  private readonly scheduler: Scheduler
  private buffer: Buffer = Buffer.allocUnsafeSlow(0)

  constructor(log: PartitionLog, scheduler: Scheduler) {
    this.log = log
    this.scheduler = scheduler
    this.offset = log.logStartOffset
  }

  /** `bound` is asked anew at each step. */
  async *upTo(bound: () => number): AsyncGenerator<Buffer> {
    while (this.offset < bound()) {
      const chunk = this.step(bound())
      if (chunk.length > 0) yield chunk
      await new Promise<void>((resolve) => void this.scheduler.nextTurn(resolve))
    }
  }

  private step(bound: number): Buffer {
    const { log, offset } = this
    // A segment that is gone has been told of, and there is nothing in it to wait for. Damage may yet be undone.
    const behind = log.damage.isMissing(offset) ? log.segments.at(log.segments.floorIndex(offset) + 1) : undefined
    if (behind !== undefined) {
      this.offset = Math.min(behind.baseOffset, bound)
      return this.buffer.subarray(0, 0)
    }
    const read = log.read({ offset, maxBytes: LOAD_STEP_BYTES, bound, minOneMessage: true })
    if (read.error !== undefined) throw this.unreadable(offset, read.error)
    const { byteLength } = read.records
    if (byteLength > this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(Math.max(byteLength, LOAD_STEP_BYTES))
    const got = read.records.read(this.buffer, 0, 0, byteLength)
    if (got !== byteLength) throw this.unreadable(offset, 'its bytes are gone')
    const { end, next, isWrong } = wholeBatches(this.buffer, byteLength)
    // Its own offset may be any; what was read lies in one segment.
    if (isWrong) throw this.unreadable(end === 0 ? offset : next, 'a wrong CRC', read.nextOffset - 1)
    if (end === 0 && byteLength > 0) throw this.unreadable(offset, 'bytes that are no batch', read.nextOffset - 1)
    // Nothing but offsets without records may be left (compaction).
    this.offset = end === 0 ? bound : next
    return this.buffer.subarray(0, end)
  }

  private unreadable(offset: number, why: string, inFile: number = offset): Error {
    const { topic, partition, segments } = this.log
    const file = segments.floor(inFile)?.file.path
    return new Error(`${topic}-${partition} cannot be read at offset ${offset} (${file}): ${why}`)
  }
}

/** `isWrong`: the batch at `end` does not have the bytes that were written. */
function wholeBatches(buffer: Buffer, length: number): { end: number; next: number; isWrong: boolean } {
  let end = 0
  let next = 0
  while (end + BATCH_OVERHEAD <= length) {
    const size = batchSizeInBytes(buffer, end)
    if (end + size > length) break
    if (size < BATCH_HEADER_SIZE || !batchCrcIsValid(buffer, end)) return { end, next, isWrong: true }
    next = batchLastOffset(buffer, end) + 1
    end += size
  }
  return { end, next, isWrong: false }
}
