/**
 * Commits of one receive: which acknowledged offsets are due, one request at a time, and the retries.
 *
 * Invariants: an offset whose commit failed is due again unless a newer one of its partition is; every caller of
 * `commit` hears once, after the request that carries its offset; callers that come while a request is under way, or
 * before it has left, share the next one; a failed request keeps all its callers when it is tried again, except those
 * whose partition has gone meanwhile: they hear that. What could not be committed is told to whoever forgets or ends it.
 */
import { KafkaError } from '@odradek/client'
import type { StreamWorld, Timer } from '../../world.ts'
import type { TopicPartition, TopicPartitionOffset } from '../../topic-partition.ts'
import { isRetriableCommit } from '../consumer/consumer-port.ts'

export interface CommitSettings {
  /** Without a group there is nobody to commit to: what is acknowledged only gives its credit back. */
  readonly hasGroup: boolean
  /** 0: not by time. */
  readonly intervalMs: number
  /** 0: not by count. */
  readonly batchSize: number
  readonly maxAttempts: number
  readonly retryIntervalMs: number
}

export interface CommitHooks {
  readonly send: (offsets: readonly TopicPartitionOffset[]) => Promise<void>
  /** A commit that nobody waits for failed for good: the stream's error. */
  readonly failed: (error: unknown) => void
  /** True while a commit that failed waits to be tried again. */
  readonly retrying: (retrying: boolean) => void
}

/** Of the commits at the end of a receive, as in Reactor Kafka; none is begun when those before have taken this long. */
const LAST_ATTEMPTS = 3
const LAST_ATTEMPTS_MS = 30_000

/** A partition, with the offset that is to be committed; -1: none. The queue's to write. */
export interface Committable extends TopicPartition {
  readonly key: string
  /** Not ours any more: nothing of it is committed. */
  readonly isGone: boolean
  dueOffset: number
}

/** An offset that is to be committed. */
export interface Taken {
  readonly partition: Committable
  readonly offset: number
}


interface Caller {
  readonly of: Taken | undefined
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

export class CommitQueue {
  readonly #settings: CommitSettings
  readonly #hooks: CommitHooks
  readonly #world: StreamWorld
  /** Those with something acknowledged and not committed. */
  readonly #due = new Map<string, Committable>()
  /** Acknowledgements since the last request was put together. */
  #acknowledged = 0
  #callers: Caller[] = []
  /** What the request that is under way carries. */
  #underWay: readonly Taken[] = []
  #lastError: unknown
  #running: Promise<void> | undefined
  #scheduled = false
  #failures = 0
  #retry: Timer | undefined
  #interval: Timer | undefined
  #finishing = false
  /** An attempt failed for good: the loop ends although offsets are due. */
  #yield = false
  #closed = false

  constructor(settings: CommitSettings, world: StreamWorld, hooks: CommitHooks) {
    this.#settings = settings
    this.#world = world
    this.#hooks = hooks
  }

  start(): void {
    const { intervalMs } = this.#settings
    if (intervalMs <= 0 || !Number.isFinite(intervalMs)) return
    const again = (): void => {
      this.#interval = this.#world.scheduler.after(intervalMs, () => {
        this.#schedule()
        if (!this.#closed) again()
      }, { background: true })
    }
    again()
  }

  get isEmpty(): boolean {
    return this.#due.size === 0
  }

  /** An acknowledgement: `offset` is the next one to read. `count` is what it adds to the batch size. */
  acknowledged(partition: Committable, offset: number, count: number = 1): void {
    if (!this.#settings.hasGroup) return
    // The map is touched once per commit, not once per record.
    if (partition.dueOffset < 0) this.#due.set(partition.key, partition)
    partition.dueOffset = offset
    this.#count(count)
  }

  /** An acknowledgement behind a gap: it counts, but there is nothing new to commit. */
  deferred(): void {
    this.#count(1)
  }

  #count(count: number): void {
    this.#acknowledged += count
    const { batchSize } = this.#settings
    if (batchSize > 0 && this.#acknowledged >= batchSize) this.#schedule()
  }

  /** Everything acknowledged so far is committed when this resolves. `of`: whom it matters to. @throws what made it impossible. */
  commit(of?: Taken): Promise<void> {
    if (!this.#settings.hasGroup) return Promise.reject(new KafkaError('INVALID_CONFIG', "committing needs the property 'group.id'"))
    if (this.#closed) return Promise.reject(new KafkaError('CLOSED', 'the receive has ended, and with it its commits'))
    return new Promise<void>((resolve, reject) => {
      this.#callers.push({ of, resolve, reject })
      this.#schedule()
    })
  }

  /** Commits what is due now without waiting for anybody's turn; failures are the hooks' to hear. */
  async flush(): Promise<void> {
    this.#retry?.cancel()
    this.#retry = undefined
    await this.#run()
  }

  /** These are gone: nothing of them may be committed any more. Answers what was to be. */
  forget(partitions: readonly Committable[]): Taken[] {
    const unsaved: Taken[] = []
    for (const partition of partitions) {
      if (this.#due.get(partition.key) === partition) this.#due.delete(partition.key)
      if (partition.dueOffset >= 0) unsaved.push({ partition, offset: partition.dueOffset })
      partition.dueOffset = -1
    }
    const gone = new Set(partitions)
    this.#callers = this.#callers.filter(({ of, reject }) => {
      if (of === undefined || !gone.has(of.partition)) return true
      reject(tooLate(of.partition, of.offset))
      return false
    })
    return unsaved
  }

  /** Of what has been acknowledged and is not committed, the error; undefined when there is nothing. */
  lost(): KafkaError | undefined {
    const unsaved = [...this.#underWay, ...[...this.#due.values()].map((partition) => ({ partition, offset: partition.dueOffset }))]
    if (unsaved.length === 0) return undefined
    const which = unsaved.map(({ partition: { topic, partition }, offset }) => `${topic}-${partition} up to offset ${offset}`).join(', ')
    const cause = this.#lastError
    const why = cause === undefined ? 'there was no answer in time' : cause instanceof Error ? cause.message : String(cause)
    return new KafkaError('COMMIT_FAILED', `acknowledged and not committed: ${which} (${why}). These records are delivered again`, { cause })
  }

  /** The last commits, with a few attempts, however the retries stand. Never throws. */
  async finish(): Promise<void> {
    this.#finishing = true
    this.#interval?.cancel()
    const { clock } = this.#world
    const deadline = clock.monotonicMs() + LAST_ATTEMPTS_MS
    for (let attempt = 0; attempt < LAST_ATTEMPTS && (attempt === 0 || (!this.isEmpty && clock.monotonicMs() < deadline)); attempt++) {
      if (attempt > 0) await this.#world.scheduler.sleep(Math.min(this.#settings.retryIntervalMs, 100))
      await this.flush()
    }
    this.close()
  }

  /** No request leaves after this; who still waits is told that it is over. */
  close(): void {
    this.#closed = true
    this.#interval?.cancel()
    this.#retry?.cancel()
    for (const caller of this.#callers.splice(0)) caller.reject(new KafkaError('CLOSED', 'the receive ended before the offset was committed'))
  }

  #schedule(): void {
    if (this.#scheduled || this.#closed || this.#retry !== undefined) return
    this.#scheduled = true
    // Whoever asks in this turn shares the request.
    queueMicrotask(() => {
      this.#scheduled = false
      if (!this.#closed && this.#retry === undefined) void this.#run()
    })
  }

  /** One request after the other; answers when nothing is due or it has to wait for a retry. */
  #run(): Promise<void> {
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #loop(): Promise<void> {
    this.#yield = false
    while (!this.#closed && this.#retry === undefined && !this.#yield && (this.#due.size > 0 || this.#callers.length > 0)) {
      const taken = this.#take()
      const offsets = taken.map(({ partition: { topic, partition }, offset }) => ({ topic, partition, offset }))
      const callers = this.#callers
      this.#callers = []
      this.#acknowledged = 0
      this.#underWay = taken
      try {
        if (offsets.length > 0) await this.#hooks.send(offsets)
        this.#underWay = []
        this.#succeeded(offsets.length > 0, callers)
      } catch (error) {
        this.#underWay = []
        this.#lastError = error
        this.#failed(error, taken, callers)
      }
    }
  }

  #succeeded(sent: boolean, callers: readonly Caller[]): void {
    if (sent && this.#failures > 0) {
      this.#failures = 0
      this.#hooks.retrying(false)
    }
    for (const caller of callers) caller.resolve()
  }

  #take(): Taken[] {
    const taken: Taken[] = []
    for (const partition of this.#due.values()) {
      taken.push({ partition, offset: partition.dueOffset })
      partition.dueOffset = -1
    }
    this.#due.clear()
    return taken
  }

  #failed(error: unknown, taken: readonly Taken[], asked: readonly Caller[]): void {
    for (const { partition, offset } of taken) {
      if (this.#due.has(partition.key) || partition.isGone) continue
      partition.dueOffset = offset
      this.#due.set(partition.key, partition)
    }
    const callers = this.#stillHere(asked)
    if (this.#finishing) {
      // `finish` comes again by itself.
      this.#callers = [...callers, ...this.#callers]
      this.#yield = true
      return
    }
    if (isRetriableCommit(error) && ++this.#failures < this.#settings.maxAttempts && !this.#closed) {
      this.#callers = [...callers, ...this.#callers]
      this.#hooks.retrying(true)
      this.#retry = this.#world.scheduler.after(this.#settings.retryIntervalMs, () => {
        this.#retry = undefined
        void this.#run()
      })
      return
    }
    // What is due waits for the next occasion: a caller that came meanwhile, an acknowledgement, the interval.
    this.#yield = this.#callers.length === 0
    // The callers fail and may retry; without callers nobody would hear of it.
    if (this.#failures > 0) this.#hooks.retrying(false)
    this.#failures = 0
    for (const caller of callers) caller.reject(error)
    if (callers.length === 0) this.#hooks.failed(error)
  }
  /** Those whose partition went while their request failed hear of it. */
  #stillHere(callers: readonly Caller[]): Caller[] {
    return callers.filter(({ of, reject }) => {
      if (of === undefined || !of.partition.isGone || this.#due.has(of.partition.key)) return true
      reject(tooLate(of.partition, of.offset))
      return false
    })
  }
}

/** The error of a record whose partition has gone. */
export function tooLate({ topic, partition }: TopicPartition, offset: number): KafkaError {
  return new KafkaError('COMMIT_FAILED', `${topic}-${partition} was revoked, or moved, before offset ${offset} was committed: its owner reads it again`)
}
