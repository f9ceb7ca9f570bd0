/**
 * The end of a consumer, the same by `stop`, `close` and dispose: nothing new is handed out; what is at work may be
 * finished; what is acknowledged is committed; the group is left; connections are closed.
 *
 * Invariants: it ends within its time, whatever brokers and listeners do; a commit that was lost makes it reject, after
 * everything else was done; asked for twice it happens once.
 */
import type { Timer, World } from '@odradek/platform'
import { abortable } from '../abort.ts'
import { KafkaError, toKafkaError } from '../errors.ts'
import type { Caller } from './delivery/callers.ts'
import type { Departed, DepartureLimits } from './membership/departure.ts'

export interface StopOptions {
  /**
   * What was handed out and is at work may be finished: handlers, the record that a loop is at, records of a loop with
   * `ack: 'manual'` that was not left. Asked for in such a loop or handler, the record that this is at is not waited
   * for; asked for in a rebalance listener, the promise resolves at once, and `closed` says when it is done. `false`:
   * nothing is waited for, and what is at work comes again. Default true.
   */
  readonly drain?: boolean
  /** Bounds all of it; one that is asked for later, and is over sooner, too. Default 30,000. */
  readonly timeoutMs?: number
  /** Ends the wait; the consumer goes on stopping. */
  readonly signal?: AbortSignal
}

export interface ShutdownHost {
  readonly world: World
  /** Nothing is handed out from here on. */
  halt(): void
  /** Whoever waits for records at work looks again. */
  wake(): void
  depart(limits: DepartureLimits): Promise<Departed>
  leave(): Promise<void>
  /** Something is acknowledged that the group does not know. */
  isDirty(): boolean
  close(): Promise<void>
}

/** Of the time limit, at most, kept for the commit and for leaving. */
const RESERVE_MS = 5000
/** Who does not hear that a member leaves finds out by the session timeout. */
const LEAVE_MS = 5000
/** Closing is begun in any case. */
const CLOSE_MS = 50

export class Shutdown {
  /** Resolves when the consumer has been stopped; rejects with what ended it. Nobody has to look. */
  readonly closed: Promise<void>
  #settle!: { readonly resolve: () => void; readonly reject: (error: KafkaError) => void }
  readonly #host: ShutdownHost
  #closing: Promise<void> | undefined
  #isHurried = false
  #deadlineMs = Number.POSITIVE_INFINITY
  /** Ends the drain of who is in more of a hurry than those before. */
  #hurry: Timer | undefined
  /** Code that may wait for the end. */
  readonly callers: Caller[] = []
  isBegun: boolean = false
  isDone: boolean = false

  constructor(host: ShutdownHost) {
    this.#host = host
    this.closed = new Promise((resolve, reject) => (this.#settle = { resolve, reject }))
    this.closed.catch(() => {})
  }

  /** It ended by itself. */
  failed(error: KafkaError): void {
    this.#settle.reject(error)
  }

  /** `caller`: the stream, or listener, in whose code this is. @throws KafkaError COMMIT_FAILED, or what a listener threw. */
  stop(options: StopOptions, caller: Caller | undefined): Promise<void> {
    if (options.drain === false) this.#isHurried = true
    if (caller !== undefined && !caller.isListener) this.callers.push(caller)
    if (this.#closing === undefined) {
      this.isBegun = true
      this.#closing = this.#stop(options)
      // `void consumer.stop()` ends no process: it is logged, and `closed` rejects.
      this.#closing.catch(() => {})
    } else if (options.timeoutMs !== undefined) this.#endBy(options.timeoutMs)
    this.#host.wake()
    if (caller?.isListener === true) return Promise.resolve()
    return abortable(this.#closing, options.signal)
  }

  #endBy(timeoutMs: number): void {
    const { clock, scheduler } = this.#host.world
    const deadlineMs = clock.monotonicMs() + timeoutMs
    if (this.isDone || deadlineMs >= this.#deadlineMs) return
    this.#deadlineMs = deadlineMs
    this.#hurry?.cancel()
    this.#hurry = scheduler.after(timeoutMs - reserveOf(timeoutMs), () => {
      this.#isHurried = true
      this.#host.wake()
    })
  }

  async #stop({ timeoutMs = 30_000 }: StopOptions): Promise<void> {
    const { clock, log } = this.#host.world
    this.#deadlineMs = clock.monotonicMs() + timeoutMs
    const left = (): number => Math.max(0, this.#deadlineMs - clock.monotonicMs())
    const failures: KafkaError[] = []
    this.#host.halt()
    const inTime = await this.#within(timeoutMs, this.#leave(timeoutMs, left, failures), failures)
    if (!inTime && this.#host.isDirty()) failures.unshift(lostCommit(new KafkaError('TIMEOUT', `there was no time left of ${timeoutMs} ms`, { retriable: true })))
    await this.#within(Math.max(left(), CLOSE_MS), this.#host.close(), failures)
    this.isDone = true
    this.#hurry?.cancel()
    for (const { code, message } of failures) log.error({ code, error: message }, 'the consumer was stopped, and not everything went well')
    const [first] = failures
    if (first === undefined) return this.#settle.resolve()
    this.#settle.reject(first)
    throw first
  }

  async #leave(timeoutMs: number, left: () => number, failures: KafkaError[]): Promise<void> {
    const { uncommitted, thrown } = await this.#host.depart({
      drainMs: Math.max(0, left() - reserveOf(timeoutMs)),
      // A little less than there is, so that the broker's word is told.
      commitMs: () => Math.max(0, left() - Math.min(500, timeoutMs / 10)),
      callers: this.callers,
      isHurried: () => this.#isHurried,
    })
    if (uncommitted !== undefined) failures.push(lostCommit(uncommitted))
    if (thrown !== undefined) failures.push(thrown)
    await this.#within(Math.min(LEAVE_MS, left()), this.#host.leave(), failures)
  }

  /** False when it took longer: it goes on, and nobody waits. */
  async #within(ms: number, work: Promise<void>, failures: KafkaError[]): Promise<boolean> {
    const timeUp = new AbortController()
    const done = work.then(() => true, (error: unknown) => {
      failures.push(toKafkaError(error, 'the end of the consumer'))
      return true
    })
    const late = this.#host.world.scheduler.sleep(ms, { signal: timeUp.signal }).then(() => false, () => true)
    const inTime = await Promise.race([done, late])
    timeUp.abort()
    return inTime
  }
}

function reserveOf(timeoutMs: number): number {
  return Math.min(RESERVE_MS, timeoutMs / 4)
}

function lostCommit(cause: KafkaError): KafkaError {
  return new KafkaError('COMMIT_FAILED', `the consumer was stopped, but records that it had acknowledged could not be committed: ${cause.message}`, { cause })
}
