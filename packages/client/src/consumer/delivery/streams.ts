/**
 * How records come out: one by one, in batches, or into a handler. All of them pull from the same delivery; several may
 * run at a time and then share what comes.
 *
 * Invariant: a stream that cannot go on rejects; one whose consumer was stopped ends. With `ack: 'auto'` a record is
 * acknowledged when the next one is asked for, never before: one that was being worked on when the loop was left is
 * delivered again.
 */
import { aborted } from '../../abort.ts'
import { KafkaError } from '../../errors.ts'
import { processChannel } from '../channels.ts'
import type { Delivery } from './delivery.ts'
import type { ConsumerBatch, ConsumerRecord } from '../record.ts'

export interface StreamOptions {
  /**
   * 'auto' (default): asking for the next record, or batch, acknowledges the one before. 'manual': `ack()` does, in any
   * order; what is not acknowledged uses up credit (`inFlight`) and is not committed.
   */
  readonly ack?: 'auto' | 'manual'
  /** Ends the stream: the pending request is rejected with ABORTED. The consumer stays in its group. */
  readonly signal?: AbortSignal
}

export interface BatchStreamOptions extends StreamOptions {
  /** Default: the consumer's `maxBatchRecords`. */
  readonly maxRecords?: number
}

/** What both have in common. Not an async generator: those cost several turns of the microtask queue per record. */
abstract class PulledStream<T extends { ack(): void }> implements AsyncIterableIterator<T> {
  readonly #delivery: Delivery
  readonly #auto: boolean
  readonly #signal: AbortSignal | undefined
  #last: T | undefined
  #done = false

  constructor(delivery: Delivery, options: StreamOptions) {
    this.#delivery = delivery
    this.#auto = isAuto(options)
    this.#signal = options.signal
  }

  /** What there is now. */
  protected abstract take(): T | undefined

  next(): Promise<IteratorResult<T, undefined>> {
    const last = this.#last
    if (last !== undefined) {
      this.#last = undefined
      last.ack()
    }
    if (this.#done) return Promise.resolve({ done: true, value: undefined })
    if (this.#signal !== undefined && this.#signal.aborted) return Promise.reject(aborted(this.#signal))
    if (this.#delivery.isYieldDue) return this.#later()
    try {
      const taken = this.take()
      return taken === undefined ? this.#later() : Promise.resolve(this.#hand(taken))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  async #later(): Promise<IteratorResult<T, undefined>> {
    if (this.#delivery.isYieldDue) await this.#delivery.yieldLoop()
    for (;;) {
      // Left while this waited: what comes is for others.
      if (this.#done) return { done: true, value: undefined }
      const taken = this.take()
      if (taken !== undefined) return this.#hand(taken)
      if (this.#delivery.isEnded) {
        this.#done = true
        return { done: true, value: undefined }
      }
      await this.#delivery.wait(this.#signal)
    }
  }

  #hand(taken: T): IteratorResult<T, undefined> {
    if (this.#auto) {
      // Of requests that overlap each has asked for what comes after the one before.
      this.#last?.ack()
      this.#last = taken
    }
    return { done: false, value: taken }
  }

  /** The loop was left: what it was at is not acknowledged, and a request that waits ends. */
  return(): Promise<IteratorResult<T, undefined>> {
    if (!this.#done) {
      this.#done = true
      this.#delivery.wake()
    }
    this.#last = undefined
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.return().then(() => {})
  }
}

const isAuto = ({ ack = 'auto' }: StreamOptions): boolean => ack === 'auto'

/** One record at a time. */
export class RecordStream<K, V> extends PulledStream<ConsumerRecord<K, V>> {
  readonly #delivery: Delivery

  constructor(delivery: Delivery, options: StreamOptions) {
    super(delivery, options)
    this.#delivery = delivery
  }

  protected take(): ConsumerRecord<K, V> | undefined {
    return this.#delivery.takeRecord() as ConsumerRecord<K, V> | undefined
  }
}

/** Records of one partition at a time, as many as there are. */
export class BatchStream<K, V> extends PulledStream<ConsumerBatch<K, V>> {
  readonly #delivery: Delivery
  readonly #asOne: boolean
  readonly #maxRecords: number

  constructor(delivery: Delivery, options: BatchStreamOptions, maxRecords: number) {
    super(delivery, options)
    this.#delivery = delivery
    this.#asOne = isAuto(options)
    this.#maxRecords = options.maxRecords ?? maxRecords
    if (!(this.#maxRecords >= 1)) throw new KafkaError('INVALID_ARGUMENT', `maxRecords must be 1 or more, not ${this.#maxRecords}`)
  }

  protected take(): ConsumerBatch<K, V> | undefined {
    return this.#delivery.takeBatch(this.#maxRecords, this.#asOne) as ConsumerBatch<K, V> | undefined
  }
}

export interface EachOptions {
  /** Handlers at work at a time. Default 1. */
  readonly concurrency?: number
  /**
   * What is handled one after the other: records of a 'partition' (default), or records with the same 'key' of a
   * partition (records without a key count as one). Commits follow the slowest, without a gap.
   */
  readonly order?: 'partition' | 'key'
  /** Ends it in order: no new record is begun, those at work are waited for. */
  readonly signal?: AbortSignal
}

export type RecordHandler<K, V> = (record: ConsumerRecord<K, V>) => void | Promise<void>

interface ToldOfWork {
  readonly record: unknown
  readonly groupId: string | undefined
  run(work: () => void | Promise<void>): void | Promise<void>
}

/** A record is acknowledged when its handler is done. The first handler that throws ends it, with its error. */
export async function handleEach<K, V>(delivery: Delivery, handler: RecordHandler<K, V>, options: EachOptions): Promise<void> {
  const run = new HandlerRun(delivery, handler, options)
  await run.done()
}

class HandlerRun<K, V> {
  readonly #delivery: Delivery
  readonly #handler: RecordHandler<K, V>
  readonly #concurrency: number
  readonly #byKey: boolean
  readonly #signal: AbortSignal | undefined
  /** What waits behind a record at work, by lane; a lane is there while something of it is at work. */
  readonly #lanes = new Map<unknown, ConsumerRecord<K, V>[]>()
  #queued = 0
  #failure: { readonly error: unknown } | undefined
  #changed: () => void = () => {}

  constructor(delivery: Delivery, handler: RecordHandler<K, V>, options: EachOptions) {
    this.#delivery = delivery
    this.#handler = handler
    this.#concurrency = options.concurrency ?? 1
    this.#byKey = options.order === 'key'
    this.#signal = options.signal
    if (!(this.#concurrency >= 1)) throw new KafkaError('INVALID_ARGUMENT', `concurrency must be 1 or more, not ${this.#concurrency}`)
  }

  get #isOver(): boolean {
    return this.#failure !== undefined || this.#signal?.aborted === true
  }

  /** Room for one more. What waits in lanes is bounded too, so that a hot key does not fill the memory. */
  get #hasRoom(): boolean {
    return this.#lanes.size < this.#concurrency && this.#queued < this.#concurrency * 16
  }

  async done(): Promise<void> {
    const stop = (): void => this.#changed()
    this.#signal?.addEventListener('abort', stop, { once: true })
    try {
      while (!this.#isOver) {
        this.#takeAll()
        if (this.#isOver || this.#delivery.isEnded) break
        if (this.#delivery.isYieldDue) await this.#delivery.yieldLoop()
        else await this.#somethingNew()
      }
      while (this.#lanes.size > 0) await this.#change()
    } finally {
      this.#signal?.removeEventListener('abort', stop)
    }
    if (this.#failure !== undefined) throw this.#failure.error
  }

  /** Handlers that answer at once cost no promise and no turn. */
  #takeAll(): void {
    while (this.#hasRoom && !this.#isOver && !this.#delivery.isYieldDue) {
      const record = this.#delivery.takeRecord() as ConsumerRecord<K, V> | undefined
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
    if (!this.#byKey) return record.source.ledger
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
      this.#failure ??= { error }
    }
  }

  async #work(lane: unknown, first: ConsumerRecord<K, V>, started: Promise<void>): Promise<void> {
    const queue: ConsumerRecord<K, V>[] = []
    this.#lanes.set(lane, queue)
    let result: void | Promise<void> = started
    for (let record: ConsumerRecord<K, V> | undefined = first; record !== undefined;) {
      try {
        await result
        record.ack()
        record = this.#nextOf(queue)
        if (record !== undefined) result = this.#handle(record)
      } catch (error) {
        this.#failure ??= { error }
        record = undefined
      }
    }
    this.#queued -= queue.length
    this.#lanes.delete(lane)
    this.#changed()
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
