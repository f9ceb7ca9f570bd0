/** What every log of one manager shares. */
import type { Clock, FileSystem, Log, Random, Scheduler } from '@odradek/platform'
import type { CalmClock } from './calm-clock.ts'
import type { FilePool } from './file-pool.ts'
import type { IndexCache } from './index/entry-index.ts'
import type { LogManagerSettings } from './settings.ts'

export interface StorageEnvironment {
  readonly fs: FileSystem
  readonly clock: Clock
  /** For what a jump of the wall clock must not destroy. */
  readonly calmClock: CalmClock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly log: Log
  readonly pool: FilePool
  readonly indexes: IndexCache
  readonly settings: LogManagerSettings
  readonly syncs: SyncPermits
}

/**
 * How many logs may be syncing at the same time: each holds a descriptor meanwhile, and the thread pool behind works on
 * a few only. First come, first served.
 */
export class SyncPermits {
  readonly #limit: () => number
  readonly #waiting: (() => void)[] = []
  #taken = 0

  constructor(limit: () => number) {
    this.#limit = limit
  }

  async with(work: () => Promise<void>): Promise<void> {
    if (this.#taken >= this.#limit()) await new Promise<void>((resolve) => void this.#waiting.push(resolve))
    this.#taken++
    try {
      await work()
    } finally {
      this.#taken--
      if (this.#taken < this.#limit()) this.#waiting.shift()?.()
    }
  }
}

/** Work in rounds, one at a time: whoever asks while one runs shares the next with all others who do. */
export class Rounds {
  readonly #work: () => Promise<void>
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  /** Resolves at the end of a round that began after the call. */
  run(): Promise<void> {
    // Between the end of a round and the beginning of the next one that is asked for there is a moment without any.
    if (this.#next !== undefined) return this.#next
    const running = this.#running
    if (running === undefined) return this.#start()
    const next = (): Promise<void> => {
      this.#next = undefined
      return this.#start()
    }
    this.#next = running.then(next, next)
    return this.#next
  }

  #start(): Promise<void> {
    const round = this.#work().finally(() => {
      if (this.#running === round) this.#running = undefined
    })
    this.#running = round
    return round
  }
}

/** Does `work` for all items, `limit` at the same time. */
export async function inParallel<T>(items: Iterable<T>, limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: limit }, worker))
}

/** Long work was given up, for whoever wanted it stops. */
export class WorkStopped extends Error {
  override readonly name = 'WorkStopped'
}

/**
 * Long work in slices: `await slices.pause()` gives other work a turn of the loop when this slice has lasted long
 * enough, and costs a clock reading otherwise. Where nobody wants the work any more, a pause throws WorkStopped.
 */
export class Slices {
  readonly #environment: Pick<StorageEnvironment, 'clock' | 'scheduler'>
  readonly #sliceMs: number
  readonly #isStopped: () => boolean
  #startedMs: number

  constructor(
    environment: Pick<StorageEnvironment, 'clock' | 'scheduler'>, sliceMs: number = 8,
    isStopped: () => boolean = () => false,
  ) {
    this.#environment = environment
    this.#sliceMs = sliceMs
    this.#isStopped = isStopped
    this.#startedMs = environment.clock.monotonicMs()
  }

  /** Whether a pause is due; lets callers skip the await. */
  get due(): boolean {
    return this.#environment.clock.monotonicMs() - this.#startedMs >= this.#sliceMs
  }

  async pause(): Promise<void> {
    if (!this.due) return
    await new Promise<void>((resolve) => this.#environment.scheduler.nextTurn(resolve))
    this.#startedMs = this.#environment.clock.monotonicMs()
    if (this.#isStopped()) throw new WorkStopped('the work was given up')
  }
}
