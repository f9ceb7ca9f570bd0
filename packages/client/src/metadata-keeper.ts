/**
 * Who asks for metadata, and when: the only place that sends Metadata requests. Owned by a `Cluster`; producer, consumer
 * and admin say what they want to know or what proved stale.
 *
 * Invariants: one request is under way at a time; wishes that come meanwhile share the next one; a topic that was asked
 * about is not asked about again before the back-off is over, which doubles (KIP-580) while the answers bring nothing
 * new, so that a partition without a leader, a topic that does not exist and a broker that is behind cost one request a
 * back-off, whoever waits for them. Only a topic that is new, or a caller who wants the state of now (`isFresh`) of
 * topics that are well, does not wait. Topics in use are asked about again when they are `metadataMaxAgeMs` old, and
 * forgotten when nobody used them for five minutes.
 */
import type { Timer } from '@odradek/platform'
import { ErrorCode, type MetadataRequestInput, type MetadataResponse } from '@odradek/protocol/internal'
import { closedError } from './connection/connections.ts'
import { KafkaError, protocolError, toKafkaError } from './errors.ts'
import type { Metadata } from './metadata.ts'
import type { ResolvedOptions } from './options.ts'
import { backoffMs } from './retry.ts'

/** Apache Kafka's metadata.max.idle.ms. */
const MAX_IDLE_MS = 300_000

export interface RefreshOptions {
  /** Topics that are missing may be created, if the broker allows it. Default false. */
  readonly autoCreate?: boolean
  /** The answer is to be from after this call, and is not put off for topics that are well. Default false. */
  readonly isFresh?: boolean
}

/** One request and those who wait for it. */
interface Round {
  topics: Set<string> | 'all'
  readonly autoCreate: boolean
  isFresh: boolean
  readonly done: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: KafkaError) => void
}

export class MetadataKeeper {
  readonly #options: ResolvedOptions
  readonly #metadata: Metadata
  readonly #ask: (request: MetadataRequestInput) => Promise<MetadataResponse>
  #running: Round | undefined
  /** What comes next, for those that may create topics and those that must not. */
  readonly #waiting = new Map<boolean, Round>()
  /** Rounds in a row that failed, and that brought nothing new. */
  #failures = 0
  #fruitless = 0
  #notBeforeMs = 0
  #wake: Timer | undefined
  /** Monotonic time of the last use, by topic. */
  readonly #used = new Map<string, number>()
  #age: Timer | undefined
  #closed = false

  constructor(options: ResolvedOptions, metadata: Metadata, ask: (request: MetadataRequestInput) => Promise<MetadataResponse>) {
    this.#options = options
    this.#metadata = metadata
    this.#ask = ask
  }

  /** Asks for the topics (null: all), now or when the back-off is over. @throws KafkaError when the request failed. */
  refresh(topics: readonly string[] | null, { autoCreate = false, isFresh = false }: RefreshOptions = {}): Promise<void> {
    if (this.#closed) return Promise.reject(closedError())
    if (!isFresh && this.#running !== undefined && this.#running.autoCreate === autoCreate && covers(this.#running, topics)) return this.#running.done
    const round = this.#next(autoCreate)
    if (topics === null) round.topics = 'all'
    else if (round.topics !== 'all') for (const topic of topics) round.topics.add(topic)
    round.isFresh ||= isFresh
    this.#run()
    return round.done
  }

  /** The topic is being used: it is kept fresh. */
  use(topic: string): void {
    if (this.#closed) return
    this.#used.set(topic, this.#nowMs)
    if (this.#age === undefined) this.#watchAge()
  }

  /** Topics that were used lately. */
  get usedTopics(): readonly string[] {
    return [...this.#used.keys()]
  }

  close(): void {
    this.#closed = true
    this.#wake?.cancel()
    this.#age?.cancel()
    for (const round of [this.#running, ...this.#waiting.values()]) round?.reject(closedError())
    this.#waiting.clear()
    this.#used.clear()
  }

  get #nowMs(): number {
    return this.#options.world.clock.monotonicMs()
  }

  #next(autoCreate: boolean): Round {
    const waiting = this.#waiting.get(autoCreate)
    if (waiting !== undefined) return waiting
    let resolve!: () => void
    let reject!: (error: KafkaError) => void
    const done = new Promise<void>((settled, failed) => {
      resolve = settled
      reject = failed
    })
    // Who waits sees it fail; that nobody does is no failure of its own.
    done.catch(() => {})
    const round: Round = { topics: new Set(), autoCreate, isFresh: false, done, resolve, reject }
    this.#waiting.set(autoCreate, round)
    return round
  }

  /** Sends what may be sent now; else comes back when it may. */
  #run(): void {
    if (this.#running !== undefined || this.#closed) return
    for (const [key, round] of this.#waiting) {
      if (!this.#mayAsk(round)) continue
      this.#waiting.delete(key)
      this.#running = round
      void this.#exchange(round)
      return
    }
    if (this.#waiting.size === 0) return
    this.#wake?.cancel()
    this.#wake = this.#options.world.scheduler.after(Math.max(1, this.#notBeforeMs - this.#nowMs), () => this.#run())
  }

  #mayAsk({ topics, isFresh }: Round): boolean {
    if (this.#nowMs >= this.#notBeforeMs) return true
    if (this.#failures > 0) return false
    if (topics === 'all') return isFresh
    if (topics.size === 0) return isFresh
    const isNew = (topic: string): boolean => this.#metadata.answeredAtMs(topic) === undefined
    const isWell = (topic: string): boolean => this.#metadata.isComplete(topic)
    return [...topics].some(isNew) || (isFresh && [...topics].every(isWell))
  }

  async #exchange(round: Round): Promise<void> {
    const { topics, autoCreate } = round
    try {
      const response = await this.#ask({
        topics: topics === 'all' ? null : [...topics].map((name) => ({ name })),
        allowAutoTopicCreation: autoCreate,
      })
      if (response.errorCode === ErrorCode.REBOOTSTRAP_REQUIRED) throw this.#lost()
      if (response.errorCode !== 0) throw protocolError(response.errorCode, 'Metadata')
      this.#answered(round, response)
      round.resolve()
    } catch (thrown) {
      this.#failures++
      this.#notBeforeMs = this.#nowMs + this.#backoffMs(this.#failures)
      round.reject(toKafkaError(thrown, 'Metadata'))
    }
    this.#running = undefined
    this.#run()
  }

  /** The bootstrap addresses are asked again (KIP-1102). */
  #lost(): KafkaError {
    this.#metadata.forgetBrokers()
    return new KafkaError('REBOOTSTRAP_REQUIRED', 'Metadata: the brokers that were known are none of the cluster any more', { errorCode: ErrorCode.REBOOTSTRAP_REQUIRED, retriable: true })
  }

  #answered({ topics, isFresh }: Round, response: MetadataResponse): void {
    const now = this.#nowMs
    // After a while of quiet a question is a new one.
    if (now > this.#notBeforeMs + this.#options.retryBackoffMaxMs) this.#fruitless = 0
    const isNews = this.#metadata.update(response, now, topics)
    this.#failures = 0
    if (isNews) this.#fruitless = 0
    // Who only looks does not make those wait whom something is missing.
    else if (!isFresh) this.#fruitless++
    if (!isFresh || now >= this.#notBeforeMs) this.#notBeforeMs = now + this.#backoffMs(this.#fruitless + 1)
  }

  #backoffMs(attempt: number): number {
    const { retryBackoffMs, retryBackoffMaxMs, world } = this.#options
    return backoffMs(attempt, { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs }, world.random)
  }

  /** Comes when the oldest answer about a topic in use is too old. */
  #watchAge(): void {
    const { metadataMaxAgeMs, world, retryBackoffMs } = this.#options
    const now = this.#nowMs
    let oldest = now
    for (const topic of this.#used.keys()) oldest = Math.min(oldest, this.#metadata.answeredAtMs(topic) ?? now)
    const dueInMs = Math.min(oldest + metadataMaxAgeMs - now, MAX_IDLE_MS)
    this.#age = world.scheduler.after(Math.max(retryBackoffMs, dueInMs), () => void this.#aged(), { background: true })
  }

  async #aged(): Promise<void> {
    const now = this.#nowMs
    for (const [topic, usedAtMs] of this.#used) {
      if (now - usedAtMs < MAX_IDLE_MS) continue
      this.#used.delete(topic)
      this.#metadata.forget(topic)
    }
    const isOld = (topic: string): boolean => now - (this.#metadata.answeredAtMs(topic) ?? now) >= this.#options.metadataMaxAgeMs
    const topics = this.usedTopics
    if (topics.some(isOld)) await this.refresh(topics, { isFresh: true }).catch(() => {})
    this.#age = undefined
    if (this.#used.size > 0 && !this.#closed) this.#watchAge()
  }
}

function covers(round: Round, topics: readonly string[] | null): boolean {
  const asked = round.topics
  return asked === 'all' || (topics !== null && topics.every((topic) => asked.has(topic)))
}
