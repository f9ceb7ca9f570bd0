/**
 * The thin part that does: hands events to a shard, carries out the effects of each turn, and brings the outcome of
 * appends back as new turns. Owns the timers of the shard's groups.
 *
 * Invariants: nothing awaits between a decision and its append; records are replayed when, and only when, the writer
 * says they are in the log; after `close` nothing reaches the shard any more and every parked request has its answer.
 */
import type { ErrorName } from '@odradek/protocol/internal'
import { isInLogDespite } from '../append-errors.ts'
import { expireDue, postponeDeadlines } from '../classic/deadlines.ts'
import { ClassicGroup } from '../classic/group.ts'
import { NEVER } from '../classic/member.ts'
import type { GroupConfig } from '../config.ts'
import type { CoordinatorRecord } from '../records/coordinator-record.ts'
import { encodeRecord, type EncodedRecord } from '../records/record-codec.ts'
import type { CoordinatorTimer, PartitionWriter, TimerHandle } from './ports.ts'
import { Shard } from './shard.ts'
import { Turn, type Append, type Timed, type TurnSources } from './turn.ts'

/** What the records of an append cost in the batch besides key and value, at most. */
const RECORD_OVERHEAD_BYTES = 32

export interface RunnerOptions extends TurnSources {
  readonly writer: PartitionWriter
  readonly timer: CoordinatorTimer
  readonly clock: { wallMs(): number, monotonicMs(): number }
  /** Called when a timer fired late: the process did not run, and not for the shard's sake. */
  readonly stalled: () => void
}

interface GroupTimer {
  readonly handle: TimerHandle
  readonly dueMs: number
}

export class ShardRunner {
  readonly shard: Shard
  /** Epoch of the leadership; goes into every append, where the log checks it. */
  leaderEpoch: number
  readonly #options: RunnerOptions
  readonly #timers: Map<Timed, GroupTimer> = new Map()
  readonly #pending: Set<Append> = new Set()
  #closed = false

  constructor(shard: Shard, leaderEpoch: number, options: RunnerOptions) {
    this.shard = shard
    this.leaderEpoch = leaderEpoch
    this.#options = options
  }

  /** Appends that wait for the high watermark. */
  get pendingAppends(): number {
    return this.#pending.size
  }

  /** Whether a group's timer is set; false for every group after `close`. */
  get timersSet(): number {
    return this.#timers.size
  }

  /** Puts one event to the shard and carries out what it asks for. Returns what the event returns. */
  run<Result>(event: (turn: Turn) => Result): Result {
    const { clock } = this.#options
    const turn = new Turn(this.#options, clock.monotonicMs(), clock.wallMs())
    try {
      return event(turn)
    } finally {
      // Also after an exception, which is a bug in one decision: what was decided before it stands.
      this.#carryOut(turn)
    }
  }

  /** Moves every deadline back: for `byMs` nobody could reach this process, so nobody may time out for it. */
  postpone(byMs: number): void {
    // Timers stay as they are: one that fires too early looks, finds nothing due, and is set anew.
    for (const group of this.shard.groups.values()) {
      postponeDeadlines(group, byMs)
      if (group.wakeAtMs !== NEVER) group.wakeAtMs += byMs
    }
  }

  /** Ends the shard: parked requests are answered, timers cancelled, outcomes of pending appends no longer awaited. */
  close(): void {
    if (this.#closed) return
    this.run((turn) => {
      this.shard.unloaded(turn)
      for (const append of this.#pending) append.written(turn, 'NOT_LEADER_OR_FOLLOWER')
      turn.dropAppends()
    })
    this.#pending.clear()
    this.#closed = true
    for (const { handle } of this.#timers.values()) handle.cancel()
    this.#timers.clear()
  }

  #carryOut(turn: Turn): void {
    for (const append of turn.appends) this.#append(append, turn.config)
    for (const answer of turn.answers) answer()
    for (const timed of turn.touched) this.#setTimer(timed)
  }

  #append(append: Append, config: GroupConfig): void {
    const refusal = this.#refusalOf(append, config)
    if (refusal !== undefined) {
      this.#end(append, refusal)
      return
    }
    const records = encodedWithin(append.records, config.maxAppendBytes)
    if (records === undefined) {
      this.#end(append, 'RECORD_LIST_TOO_LARGE')
      return
    }
    this.#pending.add(append)
    this.#write(records).then(
      (error) => this.#end(append, error),
      (reason: unknown) => {
        this.#options.log.error({ reason }, 'writing to __consumer_offsets threw')
        this.#end(append, 'UNKNOWN_SERVER_ERROR')
      },
    )
  }

  #refusalOf(append: Append, config: GroupConfig): ErrorName | undefined {
    if (this.#closed) return 'NOT_LEADER_OR_FOLLOWER'
    if (append.records.length === 0) return 'NONE'
    return this.#pending.size >= config.maxPendingAppends ? 'COORDINATOR_NOT_AVAILABLE' : undefined
  }

  /** A writer that throws instead of rejecting is treated alike. */
  async #write(records: readonly EncodedRecord[]): Promise<ErrorName> {
    return this.#options.writer.append(this.shard.partition, this.leaderEpoch, records)
  }

  #end(append: Append, error: ErrorName): void {
    const awaited = this.#pending.delete(append)
    if (this.#closed && awaited) return
    this.#runUnasked((turn) => {
      if (awaited && (error === 'NONE' || isInLogDespite(error))) {
        for (const record of append.records) this.shard.replay(record)
      }
      append.written(turn, error)
    })
  }

  /** An event that nobody waits for: a bug in it is told to the log, and the other groups go on. */
  #runUnasked(event: (turn: Turn) => void): void {
    try {
      this.run(event)
    } catch (error) {
      this.#options.log.error({ error, partition: this.shard.partition }, 'a group decision failed')
    }
  }

  #setTimer(timed: Timed): void {
    if (this.#closed) return
    const current = this.#timers.get(timed)
    if (current?.dueMs === timed.wakeAtMs) return
    current?.handle.cancel()
    this.#timers.delete(timed)
    if (timed.wakeAtMs === NEVER) return
    const delayMs = Math.max(0, Math.ceil(timed.wakeAtMs - this.#options.clock.monotonicMs()))
    const handle = this.#options.timer.after(delayMs, () => this.#fire(timed))
    this.#timers.set(timed, { handle, dueMs: timed.wakeAtMs })
  }

  #fire(timed: Timed): void {
    this.#timers.delete(timed)
    if (this.#closed || !(timed instanceof ClassicGroup)) return
    const lateMs = this.#options.clock.monotonicMs() - timed.wakeAtMs
    if (lateMs > this.#options.config().stallToleranceMs) this.#options.stalled()
    this.#runUnasked((turn) => {
      expireDue(turn, timed)
      this.shard.dropIfIdle(turn, timed)
    })
  }
}

/** Undefined as soon as they are too many: what is refused is not encoded to its end. */
function encodedWithin(records: readonly CoordinatorRecord[], maxBytes: number): EncodedRecord[] | undefined {
  const encoded: EncodedRecord[] = []
  let bytes = 0
  for (const record of records) {
    const one = encodeRecord(record)
    bytes += RECORD_OVERHEAD_BYTES + one.key.length + (one.value?.length ?? 0)
    if (bytes > maxBytes) return undefined
    encoded.push(one)
  }
  return encoded
}
