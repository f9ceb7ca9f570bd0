/**
 * How records come out: one by one, or in batches. All streams pull from the same delivery; several may run at a time
 * and then share what comes. What a stream hands out is its own until it is acknowledged.
 *
 * Invariants: a stream that cannot go on rejects; one whose consumer was stopped ends. With `ack: 'auto'` a record is
 * acknowledged when the next one is asked for, never before: one that was being worked on when the loop was left comes
 * again at once. With `ack: 'manual'` whoever has records may acknowledge them after the loop, too: they come again
 * when something is asked of the consumer, or when it stops.
 */
import { aborted } from '../../abort.ts'
import { LoopMark } from './callers.ts'
import type { Delivery } from './delivery.ts'
import type { ConsumerBatch, ConsumerRecord } from '../record.ts'

export interface StreamOptions {
  /**
   * 'auto' (default): asking for the next record, or batch, acknowledges the one before. 'manual': `ack()` does, in any
   * order; what is not acknowledged uses up credit (`inFlight`) and is not committed.
   *
   * A stream may be left (`break`, `return`, an exception in the loop, its signal). 'auto': the record, or batch, that
   * it was at comes again, unless it was acknowledged by hand. 'manual': what it handed out may still be acknowledged,
   * until this or another stream, or `each`, asks for records, or the consumer stops: then the rest comes again.
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
export abstract class PulledStream<T extends { ack(): void }> implements AsyncIterableIterator<T> {
  readonly #delivery: Delivery
  readonly #auto: boolean
  readonly #signal: AbortSignal | undefined
  /** What it hands out is known by this. */
  readonly #owner: number
  #last: T | undefined
  #done = false
  /** It rejected, so the loop over it is over; but it may be asked again. */
  #hasRejected = false
  readonly #mark = new LoopMark()
  /** Requests whose code is still to be marked. */
  #toMark = 2

  /** @internal */
  constructor(delivery: Delivery, options: StreamOptions) {
    this.#delivery = delivery
    this.#auto = isAuto(options)
    this.#signal = options.signal
    this.#owner = delivery.returns.newOwner()
  }

  /** What there is now. */
  protected abstract take(owner: number): T | undefined

  /** Entries of the account that what was handed out last takes up. */
  protected get atWork(): number {
    return 1
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const last = this.#last
    if (last !== undefined) {
      this.#last = undefined
      last.ack()
    }
    if (this.#done) return Promise.resolve({ done: true, value: undefined })
    if (this.#toMark > 0) this.#markCaller()
    if (this.#hasRejected || this.#delivery.isYieldDue) return this.#later()
    if (this.#signal !== undefined && this.#signal.aborted) return Promise.reject(this.#rejected(aborted(this.#signal)))
    try {
      const taken = this.take(this.#owner)
      return taken === undefined ? this.#later() : Promise.resolve(this.#hand(taken))
    } catch (error) {
      return Promise.reject(this.#rejected(error))
    }
  }

  #markCaller(): void {
    this.#toMark--
    this.#mark.set(this.#delivery, this.#owner, () => this.atWork)
  }

  async #later(): Promise<IteratorResult<T, undefined>> {
    if (this.#hasRejected) {
      this.#hasRejected = false
      this.#delivery.returns.stay(this.#owner)
    }
    try {
      if (this.#delivery.isYieldDue) await this.#delivery.yieldLoop()
      for (;;) {
        // Left while this waited: what comes is for others.
        if (this.#done) return { done: true, value: undefined }
        if (this.#signal?.aborted === true) throw aborted(this.#signal)
        const taken = this.take(this.#owner)
        if (taken !== undefined) return this.#hand(taken)
        if (this.#delivery.isEnded) {
          this.#done = true
          return { done: true, value: undefined }
        }
        await this.#delivery.wait(this.#signal)
      }
    } catch (error) {
      throw this.#rejected(error)
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

  /** A loop ends with this and says no more. */
  #rejected(error: unknown): unknown {
    this.#hasRejected = true
    this.#leave()
    return error
  }

  #leave(): void {
    if (this.#auto) this.#delivery.returns.of(this.#owner)
    else this.#delivery.returns.leave(this.#owner)
  }

  /** The loop was left: what it was at comes again, and a request that waits ends. */
  return(): Promise<IteratorResult<T, undefined>> {
    if (!this.#done) {
      this.#done = true
      this.#delivery.wake()
    }
    this.#last = undefined
    this.#mark.clear()
    this.#leave()
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

  /** @internal */
  constructor(delivery: Delivery, options: StreamOptions) {
    super(delivery, options)
    this.#delivery = delivery
  }

  protected take(owner: number): ConsumerRecord<K, V> | undefined {
    return this.#delivery.takeRecord(owner) as ConsumerRecord<K, V> | undefined
  }
}

/** Records of one partition at a time, as many as there are. */
export class BatchStream<K, V> extends PulledStream<ConsumerBatch<K, V>> {
  readonly #delivery: Delivery
  readonly #asOne: boolean
  readonly #maxRecords: number
  #atWork = 1

  /** @internal */
  constructor(delivery: Delivery, options: BatchStreamOptions, maxRecords: number) {
    super(delivery, options)
    this.#delivery = delivery
    this.#asOne = isAuto(options)
    this.#maxRecords = options.maxRecords ?? maxRecords
  }

  protected take(owner: number): ConsumerBatch<K, V> | undefined {
    const batch = this.#delivery.takeBatch(this.#maxRecords, this.#asOne, owner) as ConsumerBatch<K, V> | undefined
    if (batch !== undefined && !this.#asOne) this.#atWork = batch.length
    return batch
  }

  protected override get atWork(): number {
    return this.#atWork
  }
}
