/**
 * A produce request whose batches are being appended, one after the other: waits until they are written (acks=1) or
 * committed (acks=all) and completes the answer. Owned by nobody but the queues it stands in.
 *
 * No promise and no closure per request or partition: the request itself is the waiter, its tokens say which
 * partition and which step. The request's bytes are borrowed by the logs until they are written, so they are given
 * back at that moment, answered or not.
 */
import { ErrorCode, type ErrorName, type ProduceResponseInput } from '@odradek/protocol/internal'
import type { AppendSuccess } from '@odradek/storage/internal'
import { requestLimits } from '../limits/request-limits.ts'
import type { RequestContext } from '../services.ts'
import type { Partition } from './partition.ts'
import { MAX_WAIT_MS, type Deadlines, type Expiring, type OffsetWaiter } from './waiting.ts'

export interface PartitionAnswer {
  index: number
  errorCode: number
  baseOffset: number
  logAppendTimeMs: number
  logStartOffset: number
  recordErrors?: { batchIndex: number; batchIndexErrorMessage: string | null }[]
  errorMessage?: string | null
  currentLeader?: { leaderId: number; leaderEpoch: number }
}

/** An answer that says nothing but an error. */
export function failedPartition(index: number, error: ErrorName, message?: string): PartitionAnswer {
  const answer: PartitionAnswer = { index, errorCode: ErrorCode[error], baseOffset: -1, logAppendTimeMs: -1, logStartOffset: -1 }
  if (message !== undefined) answer.errorMessage = message
  return answer
}

export class PendingProduce implements OffsetWaiter, Expiring {
  deadlineMs: number = 0
  done: boolean = false
  /** Bytes that are left for naming records that broke a rule. */
  recordNamesRoomBytes: number = requestLimits.namedRecordBytes.limit
  private readonly context: RequestContext
  private readonly response: ProduceResponseInput
  private readonly acks: number
  private readonly timeoutMs: number
  private readonly deadlines: Deadlines
  private readonly partitions: Partition[] = []
  private readonly answers: PartitionAnswer[] = []
  private readonly ends: number[] = []
  private readonly settled: boolean[] = []
  /** The partitions that are still to be added count as one more, here and in `unwritten`. */
  private unsettled: number = 1
  private unwritten: number = 1
  private adding: boolean = true
  private waitsForOthers: boolean = false
  private armed: boolean = false
  private anyFailed: boolean = false
  /** The request's bytes are retained. */
  private isKept: boolean = false
  /** A log failed with the bytes perhaps still in its queue: nobody else may write over them. */
  private mayBeRead: boolean = false

  constructor(context: RequestContext, response: ProduceResponseInput, acks: number, timeoutMs: number, deadlines: Deadlines) {
    this.context = context
    this.response = response
    this.acks = acks
    this.timeoutMs = timeoutMs
    this.deadlines = deadlines
  }

  /**
   * Waits for an accepted append; `answer` is part of the response. In the step of the append: a turn of the loop later
   * the log may have told already what it has written.
   */
  add(partition: Partition, appended: AppendSuccess, answer: PartitionAnswer): void {
    const at = this.partitions.length
    const end = appended.lastOffset + 1
    this.partitions.push(partition)
    this.answers.push(answer)
    this.ends.push(end)
    this.settled.push(false)
    this.unsettled++
    this.unwritten++
    partition.whenWritten(end, this, at * 2)
  }

  /** Some partition was refused before it came to an append. */
  refuse(): void {
    this.anyFailed = true
  }

  /** The bytes are needed when the handler has returned. To be called before. */
  keep(): void {
    if (this.isKept) return
    this.isKept = true
    this.context.retain()
  }

  /** All partitions are added: it completes as soon as nothing is waited for, which may be at once. */
  start(): void {
    this.adding = false
    if (this.partitions.length > 0) this.keep()
    this.unsettled--
    // acks=0 is not answered: the next request of the connection goes on at once.
    if (this.acks === 0 || this.unsettled === 0) this.complete()
    else if (this.waitsForOthers) this.arm()
    this.oneWritten()
  }

  /** Even tokens: the bytes of partition token/2 are written. Odd ones: they are committed. */
  reached(token: number): void {
    const at = token >> 1
    if ((token & 1) === 0) {
      this.oneWritten()
      if (this.acks === -1 && !this.done) {
        const partition = this.partitions[at] as Partition
        const end = this.ends[at] as number
        partition.whenCommitted(end, this, token | 1)
        if (!this.done && !partition.isCommitted(end)) this.waitForOthers()
        return
      }
    }
    this.settle(at)
  }

  failed(token: number, error: ErrorName): void {
    const at = token >> 1
    if ((token & 1) === 0) {
      this.mayBeRead = true
      this.oneWritten()
    }
    this.anyFailed = true
    if (!this.done) blame(this.answers[at] as PartitionAnswer, error)
    else if (this.acks === 0) this.context.abandon('a produce request with acks=0 failed')
    this.settle(at)
  }

  private oneWritten(): void {
    this.unwritten--
    if (this.unwritten > 0 || !this.isKept) return
    this.isKept = false
    if (this.mayBeRead) this.context.drop()
    else this.context.release()
  }

  /** From here on the wait is for other brokers, and therefore has an end: not before it is known what for. */
  private waitForOthers(): void {
    this.waitsForOthers = true
    if (!this.adding) this.arm()
  }

  private arm(): void {
    if (this.armed) return
    this.armed = true
    this.deadlineMs = this.context.receivedAtMs + Math.min(Math.max(0, this.timeoutMs), MAX_WAIT_MS)
    this.deadlines.add(this)
    this.context.onAbandoned(() => this.forget())
  }

  private settle(at: number): void {
    if (this.done || this.settled[at] === true) return
    this.settled[at] = true
    this.unsettled--
    if (this.unsettled > 0) return
    if (this.armed) this.deadlines.finished()
    this.complete()
  }

  /** What is not committed by now may still be, one day: the answer says that nobody knows. */
  expire(): void {
    for (let at = 0; at < this.partitions.length; at++) {
      if (this.settled[at] === true) continue
      ;(this.partitions[at] as Partition).removeWaiter(this)
      blame(this.answers[at] as PartitionAnswer, 'REQUEST_TIMED_OUT')
    }
    this.complete()
  }

  private forget(): void {
    if (this.done) return
    this.done = true
    this.deadlines.finished()
    for (const partition of this.partitions) partition.removeWaiter(this)
  }

  private complete(): void {
    this.done = true
    if (this.acks !== 0) this.context.complete(this.response)
    // The only way to tell a client that wants no answers (KafkaApis.sendResponseCallback).
    else if (this.anyFailed) this.context.abandon('a produce request with acks=0 failed')
    else this.context.complete(undefined)
  }
}

function blame(answer: PartitionAnswer, error: ErrorName): void {
  answer.errorCode = ErrorCode[error]
  answer.baseOffset = -1
  answer.logAppendTimeMs = -1
  answer.logStartOffset = -1
}
