/**
 * What is known to be damaged or missing in a log, and what readers are told of it: CORRUPT_MESSAGE, and one line in
 * the log for each segment. A reader gets around it by asking for a later offset.
 */
import {
  BASE_SEQUENCE_AT, BASE_TIMESTAMP_AT, BATCH_HEADER_SIZE, BATCH_LENGTH_AT, LAST_OFFSET_DELTA_AT, LOG_OVERHEAD, MAGIC_AT, MAGIC_V2,
  MAX_TIMESTAMP_AT, PRODUCER_EPOCH_AT, PRODUCER_ID_AT, setBaseOffset, setPartitionLeaderEpoch, updateBatchCrc,
} from '@odradek/protocol/internal'
import { putInt64 } from './index/safe-int64.ts'
import type { PartitionLog } from './partition-log.ts'
import type { Segment } from './segment.ts'

export interface Hole {
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/** Offsets that one batch can stand for. */
const MAX_SPAN = 0x40000000

/** A batch of no records for the offsets `[from, to)`. */
function emptyBatch(from: number, to: number, leaderEpoch: number): Buffer {
  const batch = Buffer.alloc(BATCH_HEADER_SIZE)
  setBaseOffset(batch, 0, from)
  batch.writeInt32BE(BATCH_HEADER_SIZE - LOG_OVERHEAD, BATCH_LENGTH_AT)
  setPartitionLeaderEpoch(batch, 0, leaderEpoch)
  batch[MAGIC_AT] = MAGIC_V2
  batch.writeInt32BE(to - from - 1, LAST_OFFSET_DELTA_AT)
  for (const at of [BASE_TIMESTAMP_AT, MAX_TIMESTAMP_AT, PRODUCER_ID_AT]) putInt64(batch, at, -1)
  batch.writeInt16BE(-1, PRODUCER_EPOCH_AT)
  batch.writeInt32BE(-1, BASE_SEQUENCE_AT)
  updateBatchCrc(batch, 0)
  return batch
}

export class LogDamage {
  readonly #log: PartitionLog
  /** Segments that are missing. */
  #holes: Hole[] = []
  readonly #told = new WeakSet<Segment>()
  /** An offset that the log is known to have reached before it was opened; beyond its end, where records are lost. */
  reachedEnd = 0

  constructor(log: PartitionLog) {
    this.#log = log
  }

  /** What was known before a log is opened is not known of what is opened. */
  clear(): void {
    this.#holes = []
    this.reachedEnd = 0
  }

  missing(hole: Hole): void {
    this.#holes.push(hole)
    this.tell('error', hole, 'a segment is missing: its records are lost')
  }

  isMissing(offset: number): boolean {
    return this.#holes.some(({ from, to }) => offset >= from && offset < to)
  }

  /** A reader has met it. */
  met(segment: Segment, offset: number): void {
    if (this.#told.has(segment)) return
    this.#told.add(segment)
    this.tell('error', { file: segment.file.path, offset }, 'a segment is damaged: what lies there cannot be read')
  }

  /**
   * Offsets that the log had reached are not given to other records, although theirs are lost: whoever read them before
   * would never see the new ones. A batch without records takes their place, as compaction leaves them. For a leader that
   * has nobody to fetch them from.
   */
  skipLost(leaderEpoch: number): void {
    const log = this.#log
    while (log.online && log.logEndOffset < this.reachedEnd) {
      const from = log.logEndOffset
      const to = Math.min(this.reachedEnd, from + MAX_SPAN)
      this.tell('warn', { from, to }, 'the offsets of lost records are not given again')
      if (log.appendAsFollower(emptyBatch(from, to, leaderEpoch)).error !== undefined) return
    }
  }

  tell(level: 'warn' | 'error', facts: object, message: string): void {
    const { topic, partition, environment } = this.#log
    environment.log[level]({ topic, partition, ...facts }, message)
  }
}
