/**
 * KafkaReceiver of Reactor Kafka on RxJS. A receive opens its consumer when it is subscribed or iterated and closes it
 * when it ends; one receive at a time, any number one after the other (the next one waits until the last has left its
 * group). Each receive is an Observable (credits are the demand) and an AsyncIterable (true pull).
 */
import { KafkaError } from '@odradek/client'
import { Observable, type ObservableInput, type Subscriber, observeOn } from 'rxjs'
import { type Duration, toMs, wholeNumber } from '../duration.ts'
import { callable, objectWith } from '../given.ts'
import { mono } from '../mono.ts'
import type { TransactionManager } from '../sender/transaction-manager.ts'
import type { StreamWorld } from '../world.ts'
import { AtmostOnceIterator, observedHandler, uncommitted } from './drivers/atmost-once.ts'
import type { Mode } from './partitions/assigned-partition.ts'
import { clientConsumers } from './consumer/client-consumers.ts'
import type { ConsumerFactory } from './consumer/consumer-factory.ts'
import type { ConsumedRecord, RecordSlice } from './consumer/consumer-port.ts'
import { type ConsumerView, consumerView } from './consumer/consumer-view.ts'
import { Pulled, handled } from './drivers/pull.ts'
import { pushBatches, pushPolled } from './drivers/push.ts'
import { ReceiveStream, type RecordBatch } from './drivers/receive-stream.ts'
import type { ReceiverOptions } from './options/receiver-options.ts'
import type { ReceiverRecord } from './receiver-record.ts'
import { receiveObserver } from './receive-observation.ts'
import { Reception } from './reception.ts'
import { type ObserveReceive, autoAckBatch, manualBatch, manualRecords, pushRecords, transactionalBatch } from './drivers/records.ts'

export interface ReceiverStopOptions {
  /** Waits until what was delivered is acknowledged, for this long at most; without it, only commits what is. */
  readonly drain?: Duration | boolean
  /** Bounds the drain when `drain` is true. Default 30 s. */
  readonly timeout?: Duration
}

let receiverCount = 0

export class KafkaReceiver<K, V> {
  readonly #options: ReceiverOptions<K, V>
  readonly #factory: ConsumerFactory
  readonly #world: StreamWorld
  readonly #observe: ObserveReceive
  readonly #id: string
  #active: Reception<K, V> | undefined
  /** The end of the last receive. */
  #closed: Promise<void> = Promise.resolve()
  #endFailure: unknown

  private constructor(factory: ConsumerFactory, options: ReceiverOptions<K, V>) {
    this.#options = options
    this.#factory = factory
    this.#world = factory.world ?? options.resolve().kafka.world
    this.#observe = receiveObserver(options)
    this.#id = `${options.clientId() ?? 'odradek'}-${options.groupId() ?? 'no-group'}-${++receiverCount}`
  }

  static create<K, V>(options: ReceiverOptions<K, V>): KafkaReceiver<K, V>
  /** With consumers of another make: tests, mostly. */
  static create<K, V>(factory: ConsumerFactory, options: ReceiverOptions<K, V>): KafkaReceiver<K, V>
  static create<K, V>(...args: [ReceiverOptions<K, V>] | [ConsumerFactory, ReceiverOptions<K, V>]): KafkaReceiver<K, V> {
    const [factory, options] = args.length === 1 ? [clientConsumers, args[0]] : args
    objectWith('KafkaReceiver.create', options, 'ReceiverOptions, such as ReceiverOptions.of(kafka, topic)', 'resolve')
    return new KafkaReceiver(objectWith('KafkaReceiver.create', factory, 'a factory with a createConsumer method', 'createConsumer'), options)
  }

  /**
   * Records, each acknowledged or committed by the application. As an Observable it delivers as far as credit goes;
   * `prefetch` (polls) lowers the limit to that many times `max.poll.records`.
   */
  receive(prefetch?: number): ReceiveStream<ReceiverRecord<K, V>> {
    const options = this.#limited(prefetch)
    const observe = this.#observe
    return this.#stream<ReceiverRecord<K, V>>(
      (subscriber) => {
        const reception = this.#open('manual', options)
        const take = (record: ReceiverRecord<K, V>): boolean => {
          subscriber.next(record)
          return !subscriber.closed
        }
        return pushPolled(reception, subscriber, (slices) => pushRecords(reception, slices, observe, take))
      },
      () => new Pulled(() => this.#open('manual', this.#unlimited()), (reception, slices) => manualRecords(reception, slices, observe)),
    )
  }

  /** The records of a poll at a time, each acknowledged or committed by the application. */
  receiveBatch(prefetch?: number): ReceiveStream<RecordBatch<ReceiverRecord<K, V>>> {
    const options = this.#limited(prefetch)
    const observe = this.#observe
    return this.#stream<RecordBatch<ReceiverRecord<K, V>>>(
      (subscriber) => {
        const reception = this.#open('manual', options)
        return pushPolled(reception, subscriber, (slices) => {
          const batch = manualBatch(reception, slices, observe)
          if (batch !== undefined) subscriber.next(batch)
        })
      },
      () => new Pulled(() => this.#open('manual', this.#unlimited()), (reception, slices) => single(manualBatch(reception, slices, observe))),
    )
  }

  /**
   * The records of a poll at a time, acknowledged together when their stream has completed. As an Observable that is
   * when the last record was handed out: work that goes on after that is not waited for, so this is not at-least-once.
   * Iterated, it is: a batch is acknowledged when its loop has ended, or when the next batch is asked for.
   */
  receiveAutoAck(prefetch: number = 1): ReceiveStream<RecordBatch<ConsumedRecord<K, V>>> {
    wholeNumber('prefetch', prefetch, 1)
    const observe = this.#observe
    return this.#stream<RecordBatch<ConsumedRecord<K, V>>>(
      (subscriber) => {
        const reception = this.#open('auto', this.#options)
        return pushBatches(reception, subscriber, prefetch, (slices, over) => autoAckBatch(reception, slices, observe, over))
      },
      () => this.#batchByBatch((reception, slices) => autoAckBatch(reception, slices, observe, () => {}), 'auto'),
    )
  }

  /** One record at a time, committed before it is handed out: never seen twice, lost when the process dies with it. */
  receiveAtmostOnce(prefetch?: number): AsyncIterable<ConsumedRecord<K, V>>
  /**
   * The same into a handler, `concurrency` at work at a time; emits what the handlers answer. This is the Observable
   * form: a bare one could not wait for whoever is slow, and would commit records that nobody has begun.
   */
  receiveAtmostOnce<R>(handler: (record: ConsumedRecord<K, V>) => ObservableInput<R>, concurrency?: number): Observable<R>
  receiveAtmostOnce<R>(first?: number | ((record: ConsumedRecord<K, V>) => ObservableInput<R>), concurrency: number = 1): AsyncIterable<ConsumedRecord<K, V>> | Observable<R> {
    const open = (observe?: ObserveReceive): AtmostOnceIterator<K, V> => new AtmostOnceIterator(new Pulled(() => this.#open('atmost-once', this.#options), uncommitted), observe)
    if (typeof first !== 'function') return { [Symbol.asyncIterator]: () => open(this.#observe) }
    return handled(() => open(), observedHandler(this.#observe, first), wholeNumber('concurrency', concurrency, 1))
  }

  /**
   * One transaction per poll: when a batch is subscribed, a transaction begins; after its last record its offsets become
   * part of it; the application commits or aborts. No further poll until the batch has ended.
   */
  receiveExactlyOnce(manager: TransactionManager, prefetch: number = 1): ReceiveStream<RecordBatch<ConsumedRecord<K, V>>> {
    objectWith('receiveExactlyOnce', manager, 'the transactionManager() of a sender', 'begin')
    wholeNumber('prefetch', prefetch, 1)
    const observe = this.#observe
    const isOpen = (): boolean => manager.isOpen
    return this.#stream<RecordBatch<ConsumedRecord<K, V>>>(
      (subscriber) => {
        const reception = this.#open('exactly-once', this.#options, isOpen)
        subscriber.add(manager.onTransactionComplete(() => reception.changed()))
        return pushBatches(reception, subscriber, 1, (slices, over) => transactionalBatch(reception, slices, observe, manager, over))
      },
      () => this.#batchByBatch((reception, slices) => transactionalBatch(reception, slices, observe, manager, () => {}), 'exactly-once', isOpen),
    )
  }

  /**
   * Calls `work` with the consumer of the receive that is active: positions, pauses, look-ups; the rest is refused.
   * @throws KafkaError INVALID_ARGUMENT when there is none.
   */
  doOnConsumer<T>(work: (consumer: ConsumerView) => T | Promise<T>): Observable<T> {
    callable('doOnConsumer', work)
    return mono(async () => {
      const reception = this.#active
      if (reception === undefined) throw new KafkaError('INVALID_ARGUMENT', 'doOnConsumer needs a receive that is subscribed')
      await reception.start()
      return work(consumerView(reception))
    })
  }

  /**
   * Ends the active receive in order: no more records, what is acknowledged is committed, the group is left, the stream
   * completes. With `drain`, what was delivered may be acknowledged first. Resolves when the consumer is closed, also
   * when the receive has been unsubscribed before.
   * @throws KafkaError COMMIT_FAILED when something was acknowledged and could not be committed; the stream fails with
   * it, too. A rejection that nobody looks at does no harm: it has been logged.
   */
  stop(options: ReceiverStopOptions = {}): Promise<void> {
    const stopped = this.#stop(options)
    stopped.catch(() => {})
    return stopped
  }

  async #stop(options: ReceiverStopOptions): Promise<void> {
    objectWith('stop', options, '{ drain, timeout }')
    const reception = this.#active
    if (reception !== undefined && !reception.isClosing) {
      const drain = options.drain ?? false
      if (drain === false) void reception.close()
      else {
        reception.drain(toMs('drain', drain === true ? (options.timeout ?? 30_000) : drain))
        await reception.drained()
        void reception.close()
      }
    }
    await this.#closed
    if (this.#endFailure !== undefined) throw this.#endFailure
  }

  /** `stop` without a drain. */
  close(): Promise<void> {
    return this.stop()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop({ drain: true })
  }

  #open(mode: Mode, options: ReceiverOptions<K, V>, transactionOpen: () => boolean = () => false): Reception<K, V> {
    const before = this.#active
    if (before !== undefined && !before.isClosing) {
      throw new KafkaError('INVALID_ARGUMENT', 'this receiver has an active receive: end it first, or create another receiver')
    }
    // Where nothing says when a record is done, nothing may be used again.
    const acknowledges = mode === 'manual' || mode === 'auto'
    const consumer = this.#factory.createConsumer(acknowledges ? options : options.reuseBuffers(false))
    const reception = new Reception({ options, consumer, world: this.#world, mode, transactionOpen, after: this.#closed })
    try {
      options.consumerListener()?.consumerAdded?.(this.#id, consumer)
    } catch (error) {
      void reception.close()
      throw error
    }
    this.#active = reception
    this.#endFailure = undefined
    this.#closed = reception.closed.then(() => this.#removed(reception, options))
    return reception
  }

  #removed(reception: Reception<K, V>, options: ReceiverOptions<K, V>): void {
    if (this.#active === reception) {
      this.#active = undefined
      this.#endFailure = reception.endFailure
    }
    try {
      options.consumerListener()?.consumerRemoved?.(this.#id, reception.consumer)
    } catch (error) {
      this.#world.log.warn({ error: String(error) }, 'a consumer listener threw')
    }
  }

  #limited(prefetch: number | undefined): ReceiverOptions<K, V> {
    if (prefetch === undefined) return this.#options
    return this.#options.inFlight({ ...this.#options.inFlight(), records: wholeNumber('prefetch', prefetch, 1) * this.#options.maxPollRecords() })
  }

  /** Whoever pulls has room: demand is exact, and credit has nothing to add. */
  #unlimited(): ReceiverOptions<K, V> {
    const infinite = { records: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }
    return this.#options.inFlight({ ...infinite, perPartition: infinite })
  }

  #stream<T>(subscribe: (subscriber: Subscriber<T>) => () => void, iterate: () => AsyncIterator<T>): ReceiveStream<T> {
    const supplier = this.#options.schedulerSupplier()
    if (supplier === undefined) return new ReceiveStream<T>(subscribe, iterate)
    return new ReceiveStream<T>((subscriber) => new Observable<T>(subscribe).pipe(observeOn(supplier())).subscribe(subscriber), iterate)
  }

  /** Asking for the next batch ends the one before. */
  #batchByBatch<T>(
    batchOf: (reception: Reception<K, V>, slices: readonly RecordSlice<K, V>[]) => RecordBatch<T> | undefined, mode: Mode, transactionOpen?: () => boolean,
  ): AsyncIterator<RecordBatch<T>> {
    const pulled = new Pulled(() => this.#open(mode, this.#options, transactionOpen), (reception, slices) => single(batchOf(reception, slices)))
    let last: RecordBatch<T> | undefined
    return {
      next: async () => {
        await last?.finish()
        const step = await pulled.next()
        last = step.done === true ? undefined : step.value
        return step
      },
      return: () => pulled.return(),
    }
  }
}

function* single<T>(item: T | undefined): Generator<T, void> {
  if (item !== undefined) yield item
}
