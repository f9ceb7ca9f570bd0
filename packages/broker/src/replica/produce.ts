/**
 * A produce request after its batches have been appended: waits until they are written (acks=1) or committed
 * (acks=all) and completes the answer. Owned by nobody but the queues it stands in.
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
  private unsettled: number = 0
  private unwritten: number = 0
  private armed: boolean = false
  private anyFailed: boolean = false
  /** The request's bytes are retained, and given back in these ways. */
  private retained: 'no' | 'release' | 'drop' = 'no'

  constructor(context: RequestContext, response: ProduceResponseInput, acks: number, timeoutMs: number, deadlines: Deadlines) {
    this.context = context
    this.response = response
    this.acks = acks
    this.timeoutMs = timeoutMs
    this.deadlines = deadlines
  }

  /** Remembers an accepted append; `answer` is already part of the response. */
  add(partition: Partition, appended: AppendSuccess, answer: PartitionAnswer): void {
    this.partitions.push(partition)
    this.answers.push(answer)
    this.ends.push(appended.lastOffset + 1)
    this.settled.push(false)
  }

  /** Some partition was refused before it came to an append. */
  refuse(): void {
    this.anyFailed = true
  }

  /** Begins to wait. Completes at once when nothing was appended. */
  start(): void {
    const count = this.partitions.length
    this.unsettled = count
    this.unwritten = count
    if (count > 0) {
      this.context.retain()
      this.retained = 'release'
    }
    // acks=0 is not answered: the next request of the connection goes on at once.
    if (this.acks === 0 || count === 0) this.complete()
    for (let at = 0; at < count; at++) {
      ;(this.partitions[at] as Partition).whenWritten(this.ends[at] as number, this, at * 2)
    }
  }

  /** Even tokens: the bytes of partition token/2 are written. Odd ones: they are committed. */
  reached(token: number): void {
    const at = token >> 1
    if ((token & 1) === 0) {
      this.oneWritten()
      if (this.acks === -1 && !this.done) {
        const partition = this.partitions[at] as Partition
        const end = this.ends[at] as number
        if (!partition.isCommitted(end)) this.arm()
        return partition.whenCommitted(end, this, token | 1)
      }
    }
    this.settle(at)
  }

  failed(token: number, error: ErrorName): void {
    const at = token >> 1
    // The log may still hold the bytes in its queue: they go to the garbage collector instead of back to the pool.
    if ((token & 1) === 0) {
      if (this.retained === 'release') this.retained = 'drop'
      this.oneWritten()
    }
    this.anyFailed = true
    if (!this.done) blame(this.answers[at] as PartitionAnswer, error)
    else if (this.acks === 0) this.context.abandon('a produce request with acks=0 failed')
    this.settle(at)
  }

  private oneWritten(): void {
    this.unwritten--
    if (this.unwritten > 0) return
    if (this.retained === 'release') this.context.release()
    else if (this.retained === 'drop') this.context.drop()
    this.retained = 'no'
  }

  /** From here on the wait is for other brokers, and therefore has an end. */
  private arm(): void {
    if (this.armed) return
    this.armed = true
    this.deadlineMs = this.context.receivedAtMs + Math.min(Math.max(0, this.timeoutMs), MAX_WAIT_MS)
    this.context.onAbandoned(() => this.forget())
    this.deadlines.add(this)
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
