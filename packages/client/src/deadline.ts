/**
 * What a caller waits at most: one time limit and one signal for all the steps of a call. Owned by the call.
 *
 * Invariants: whatever is waited for, the wait ends when the time is up or the signal aborts, with TIMEOUT or ABORTED;
 * what is abandoned then is told by `signal`, and its outcome is nobody's any more; after `end` there is no timer and no
 * listener.
 */
import type { Clock, Scheduler, Timer } from '@odradek/platform'
import { aborted, checkSignal } from './abort.ts'
import { KafkaError } from './errors.ts'

const LONGEST_MS = 0x7fffffff

export interface DeadlineOptions {
  /** For the message: what did not succeed. */
  readonly what: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

export class Deadline {
  readonly #world: { readonly clock: Clock; readonly scheduler: Scheduler }
  readonly #options: DeadlineOptions
  readonly #atMs: number
  readonly #over = new AbortController()
  readonly #failed: Promise<never>
  readonly #onAbort: () => void
  readonly #timer: Timer
  #failure: KafkaError | undefined
  /** What went wrong last, for the one who is told that time is up. */
  last: KafkaError | undefined

  /** @throws KafkaError ABORTED when the signal has aborted already. */
  constructor(world: { readonly clock: Clock; readonly scheduler: Scheduler }, options: DeadlineOptions) {
    const { signal, timeoutMs } = options
    checkSignal(signal)
    this.#world = world
    this.#options = options
    this.#atMs = world.clock.monotonicMs() + timeoutMs
    let fail!: (error: KafkaError) => void
    this.#failed = new Promise<never>((_, reject) => {
      fail = reject
    })
    this.#failed.catch(() => {})
    const over = (error: KafkaError): void => {
      this.#failure = error
      fail(error)
      this.#over.abort(error)
    }
    this.#onAbort = () => over(aborted(signal))
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    this.#timer = world.scheduler.after(Math.max(0, Math.min(timeoutMs, LONGEST_MS)), () => over(this.timeUp()))
  }

  /** Aborts when the wait is over without success: for what is begun on the caller's behalf. */
  get signal(): AbortSignal {
    return this.#over.signal
  }

  /** Why the wait is over; undefined while it is not. */
  get failure(): KafkaError | undefined {
    return this.#failure
  }

  get remainingMs(): number {
    return this.#atMs - this.#world.clock.monotonicMs()
  }

  /** TIMEOUT, with what went wrong last as its cause. */
  timeUp(): KafkaError {
    const { what, timeoutMs } = this.#options
    const { last } = this
    const why = last === undefined ? 'no answer came' : `last: ${last.message}`
    return new KafkaError('TIMEOUT', `${what}: no success within ${Math.round(timeoutMs)} ms; ${why}`, { cause: last, retriable: true })
  }

  /** The promise, for as long as there is time. */
  race<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#failed])
  }

  end(): void {
    this.#timer.cancel()
    this.#options.signal?.removeEventListener('abort', this.#onAbort)
  }
}

/** One wait with a limit. @throws KafkaError TIMEOUT, ABORTED, or what the work throws. */
export async function within<T>(
  world: { readonly clock: Clock; readonly scheduler: Scheduler }, options: DeadlineOptions, work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new Deadline(world, options)
  try {
    return await deadline.race(work(deadline.signal))
  } finally {
    deadline.end()
  }
}

/** The same options for a call of several steps: `timeoutMs` is what is left when it is looked at. */
export function withTimeLeft<Options extends { readonly timeoutMs?: number | undefined }>(clock: Clock, options: Options): Options {
  const { timeoutMs } = options
  if (timeoutMs === undefined) return options
  const atMs = clock.monotonicMs() + timeoutMs
  return Object.defineProperty({ ...options }, 'timeoutMs', { enumerable: true, get: () => Math.max(1, Math.ceil(atMs - clock.monotonicMs())) })
}
