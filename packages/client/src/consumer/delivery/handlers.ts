/**
 * Records into a handler: `each`. Records of one lane (a partition, or a key of one) are handled one after the other,
 * lanes beside each other.
 *
 * Invariants: a record is acknowledged when its handler is done; when `each` resolves or rejects no handler runs any
 * more, and what it took and did not finish comes again. One that ends begins nothing new.
 */
import { KafkaError } from '../../errors.ts'
import { processChannel } from '../channels.ts'
import { asHandler } from './callers.ts'
import { checkErrorPolicy, decide, type ErrorPolicy } from './error-policy.ts'
import type { Delivery } from './delivery.ts'
import type { Ledger } from './ledger.ts'
import type { ConsumerRecord } from '../record.ts'

export interface EachOptions<K = Buffer | null, V = Buffer | null> {
  /** Handlers at work at a time. Default 1. */
  readonly concurrency?: number
  /**
   * What is handled one after the other: records of a 'partition' (default), or records with the same 'key' of a
   * partition (records without a key count as one). Commits follow the slowest, without a gap.
   */
  readonly order?: 'partition' | 'key'
  /** Ends it in order: no new record is begun, those at work are waited for. */
  readonly signal?: AbortSignal
  /** What happens when the handler throws. Absent: `each` rejects with that, and the record comes again. */
  readonly onError?: ErrorPolicy<K, V>
}

/** A policy for each topic that has one of its own. */
export type TopicPolicies = ReadonlyMap<string, ErrorPolicy>

export type RecordHandler<K, V> = (record: ConsumerRecord<K, V>) => void | Promise<void>

interface ToldOfWork {
  readonly record: unknown
  readonly groupId: string | undefined
  run(work: () => void | Promise<void>): void | Promise<void>
}

/** A record is acknowledged when its handler is done. The first handler that throws for good ends it, with its error. */
export async function handleEach<K, V>(
  delivery: Delivery, handler: RecordHandler<K, V>, options: EachOptions<K, V>, policies?: TopicPolicies,
): Promise<void> {
  const run = new HandlerRun(delivery, handler, options, policies)
  await asHandler(delivery, run.owner, () => run.queued, () => run.done())
}

class HandlerRun<K, V> {
  readonly #delivery: Delivery
  readonly #handler: RecordHandler<K, V>
  readonly #concurrency: number
  readonly #byKey: boolean
  readonly #signal: AbortSignal | undefined
  readonly #onError: ErrorPolicy<K, V> | undefined
  readonly #policies: TopicPolicies | undefined
  /** What it takes is known by this. */
  readonly owner: number
  /** What waits behind a record at work, by lane; a lane is there while something of it is at work. */
  readonly #lanes = new Map<unknown, ConsumerRecord<K, V>[]>()
  #queued = 0
  #failure: { readonly error: unknown } | undefined
  #changed: () => void = () => {}

  constructor(delivery: Delivery, handler: RecordHandler<K, V>, options: EachOptions<K, V>, policies: TopicPolicies | undefined) {
    this.#delivery = delivery
    this.#handler = handler
    this.#concurrency = options.concurrency ?? 1
    this.#byKey = options.order === 'key'
    this.#signal = options.signal
    this.#onError = options.onError
    this.#policies = policies
    checkErrorPolicy(options.onError)
    this.owner = delivery.returns.newOwner()
    if (!(this.#concurrency >= 1)) throw new KafkaError('INVALID_ARGUMENT', `concurrency must be 1 or more, not ${this.#concurrency}`)
  }

  get #isOver(): boolean {
    return this.#failure !== undefined || this.#delivery.isEnded || this.#delivery.error !== undefined || this.#signal?.aborted === true
  }

  /** Records that wait in lanes. */
  get queued(): number {
    return this.#queued
  }

  /** Room for one more. What waits in lanes is bounded too, so that a hot key does not fill the memory. */
  get #hasRoom(): boolean {
    return this.#lanes.size < this.#concurrency && this.#queued < this.#concurrency * 16
  }

  async done(): Promise<void> {
    const stop = (): void => {
      this.#changed()
      this.#delivery.wake()
    }
    this.#signal?.addEventListener('abort', stop, { once: true })
    try {
      while (!this.#isOver) await this.#goOn()
      while (this.#lanes.size > 0) await this.#change()
    } finally {
      this.#signal?.removeEventListener('abort', stop)
    }
    this.#delivery.returns.of(this.owner)
    if (this.#failure !== undefined) throw this.#failure.error
    if (this.#delivery.error !== undefined) throw this.#delivery.error
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
    this.#delivery.wake()
  }

  async #goOn(): Promise<void> {
    try {
      this.#takeAll()
      if (this.#isOver) return
      if (this.#delivery.isYieldDue) await this.#delivery.yieldLoop()
      else await this.#somethingNew()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Handlers that answer at once cost no promise and no turn. */
  #takeAll(): void {
    while (this.#hasRoom && !this.#isOver && !this.#delivery.isYieldDue) {
      const record = this.#delivery.takeRecord(this.owner) as ConsumerRecord<K, V> | undefined
      if (record === undefined) return
      this.#begin(record)
    }
  }

  /** More records, a handler that is done, or the signal. */
  async #somethingNew(): Promise<void> {
    if (!this.#hasRoom) return this.#change()
    const waiting = new AbortController()
    await Promise.race([this.#delivery.wait(waiting.signal).catch(() => {}), this.#change()])
    waiting.abort()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => (this.#changed = resolve))
  }

  #handle(record: ConsumerRecord<K, V>): void | Promise<void> {
    if (!processChannel.hasSubscribers) return this.#handler(record)
    const told: ToldOfWork = { record, groupId: this.#delivery.groupId, run: (work) => work() }
    processChannel.publish(told)
    return told.run(() => this.#handler(record))
  }

  /** Records of one lane are handled one after the other. */
  #lane(record: ConsumerRecord<K, V>): unknown {
    if (!this.#byKey) return record.source.ledger.lane
    return `${record.topic}/${record.partition}/${record.rawKey?.toString('latin1') ?? ''}`
  }

  #begin(record: ConsumerRecord<K, V>): void {
    const lane = this.#lane(record)
    const behind = this.#lanes.get(lane)
    if (behind !== undefined) {
      behind.push(record)
      this.#queued++
      return
    }
    try {
      const result = this.#handle(record)
      if (result === undefined) record.ack()
      else void this.#work(lane, record, result)
    } catch (error) {
      void this.#work(lane, record, Promise.reject(error))
    }
  }

  async #work(lane: unknown, first: ConsumerRecord<K, V>, started: void | Promise<void>): Promise<void> {
    const queue: ConsumerRecord<K, V>[] = []
    this.#lanes.set(lane, queue)
    let result = started
    try {
      for (let record: ConsumerRecord<K, V> | undefined = first; record !== undefined;) {
        const policy = this.#policyOf(record)
        let isDone = true
        if (policy === undefined) await result
        else isDone = await this.#untilDone(policy, record, result)
        const isAcknowledged = isDone && record.ack()
        if ((isDone && !isAcknowledged && isRefused(record)) || record.source.ledger.isPaused) this.#giveBack(queue)
        record = this.#nextOf(queue)
        if (record !== undefined) result = this.#called(record)
      }
    } catch (error) {
      this.#fail(error)
    }
    // What is left in the queue was taken, and is not begun any more: it comes again when all are done.
    this.#lanes.delete(lane)
    this.#changed()
  }

  #called(record: ConsumerRecord<K, V>): void | Promise<void> {
    try {
      return this.#handle(record)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  #policyOf(record: ConsumerRecord<K, V>): ErrorPolicy<K, V> | undefined {
    return (this.#policies?.get(record.topic) as ErrorPolicy<K, V> | undefined) ?? this.#onError
  }

  /** False: it ended, or the record was taken away, before the record was done. @throws what ends it. */
  async #untilDone(policy: ErrorPolicy<K, V>, record: ConsumerRecord<K, V>, started: void | Promise<void>): Promise<boolean> {
    let result = started
    for (let attempt = 1; ; attempt++) {
      try {
        await result
        return true
      } catch (error) {
        const decision = await decide(policy, error, record, attempt, this.#delivery.poison.send)
        if (decision === 'done') return true
        if (!(await this.#pause(record, decision.retryInMs))) return false
      }
      result = this.#called(record)
    }
  }

  /** False where it makes no sense to go on. Whoever pauses is there: the member keeps its place in the group. */
  async #pause({ source: { ledger } }: ConsumerRecord<K, V>, ms: number): Promise<boolean> {
    const early = new AbortController()
    let isUp = false
    const up = this.#delivery.world.scheduler.sleep(ms, { signal: early.signal }).then(() => void (isUp = true), () => {})
    this.#delivery.pauses++
    try {
      while (!isUp && !this.#isOver && ledger.isLive) await Promise.race([up, this.#delivery.changed()])
    } finally {
      this.#delivery.pauses--
      early.abort()
    }
    return !this.#isOver && ledger.isLive
  }

  /** What waits behind a record that its handler refused comes after it; what is of a paused partition, when it goes on. */
  #giveBack(queue: ConsumerRecord<K, V>[]): void {
    const behind = new Map<Ledger, Set<number>>()
    for (const record of queue.splice(0)) {
      const { ledger: account } = record.source
      behind.set(account, (behind.get(account) ?? new Set()).add(record.offset))
      this.#queued--
    }
    for (const [account, offsets] of behind) account.giveBack(offsets)
  }

  #nextOf(queue: ConsumerRecord<K, V>[]): ConsumerRecord<K, V> | undefined {
    while (!this.#isOver) {
      const record = queue.shift()
      if (record === undefined) return undefined
      this.#queued--
      // Revoked while it waited: it is somebody else's now.
      if (record.source.ledger.isLive) return record
    }
    return undefined
  }
}

function isRefused({ offset, source: { ledger } }: ConsumerRecord<unknown, unknown>): boolean {
  return ledger.refused?.has(offset) === true
}
