/**
 * KafkaSender of Reactor Kafka on RxJS. One sender has one producer, made when it is first needed (a transactional one
 * at once) and shared by every `send`; senders are for sharing. A `send` that nobody subscribes to sends nothing.
 */
import { KafkaError, type Serde, type Serializer, type Topic } from '@odradek/client'
import { Observable, ReplaySubject, firstValueFrom, observeOn } from 'rxjs'
import { callable, objectWith } from '../given.ts'
import { drained, mono } from '../mono.ts'
import { type Observation, type ObservationCarrier, observe } from '../observation.ts'
import { type RecordSource, checkSource, openSource } from '../source.ts'
import { clientProducers } from './client-producers.ts'
import { KafkaOutbound } from './kafka-outbound.ts'
import type { ProducerFactory } from './producer-factory.ts'
import { type SendingProducer, type TransactionalProducer, isTransactional } from './producer-port.ts'
import { type ProducerView, producerView } from './producer-view.ts'
import type { SenderOptions } from './sender-options.ts'
import type { SenderRecord, SenderResult } from './sender-record.ts'
import { type SendSettings, SendStream } from './send-stream.ts'
import { TransactionManager, notTransactional } from './transaction-manager.ts'

let senderCount = 0

export class KafkaSender<K, V> {
  readonly #options: SenderOptions<K, V>
  readonly #factory: ProducerFactory
  readonly #settings: SendSettings
  readonly #transactions: TransactionManager | undefined
  readonly #id: string
  #producer: Promise<SendingProducer> | undefined
  #made: SendingProducer | undefined
  /** Made, and ready to send. */
  #ready: SendingProducer | undefined
  #closed: Promise<void> | undefined

  private constructor(factory: ProducerFactory, options: SenderOptions<K, V>) {
    this.#options = options
    this.#factory = factory
    this.#id = `${options.clientId() ?? 'odradek'}-sender-${++senderCount}`
    this.#settings = settingsOf(options)
    const transactionalId = options.transactionalId()
    if (transactionalId !== undefined && transactionalId !== '') {
      this.#transactions = new TransactionManager(transactionalId, () => this.#transactionalProducer(), options.scheduler())
      // Takes the transactional id now: whoever had it is fenced before the first record, not at it.
      this.#theProducer().catch(() => {})
    }
  }

  static create<K, V>(options: SenderOptions<K, V>): KafkaSender<K, V>
  /** With producers of another make: tests, mostly. */
  static create<K, V>(factory: ProducerFactory, options: SenderOptions<K, V>): KafkaSender<K, V>
  static create<K, V>(...args: [SenderOptions<K, V>] | [ProducerFactory, SenderOptions<K, V>]): KafkaSender<K, V> {
    const [factory, options] = args.length === 1 ? [clientProducers, args[0]] : args
    objectWith('KafkaSender.create', options, 'SenderOptions, such as SenderOptions.of(kafka)', 'resolve')
    return new KafkaSender(objectWith('KafkaSender.create', factory, 'a factory with a createProducer method', 'createProducer'), options)
  }

  /**
   * Sends a stream of records; emits one result per record, in offset order within a partition. Cold: each subscription
   * sends. Iterables are pulled `maxInFlight` ahead, however long they are; an Observable cannot wait, so it is buffered
   * (`SenderOptions.sourceBuffer`).
   * @throws KafkaError INVALID_ARGUMENT when `records` is none of them.
   */
  send<T = undefined>(records: RecordSource<SenderRecord<K, V, T>>): Observable<SenderResult<T>> {
    checkSource('send', records)
    const results = new Observable<SenderResult<T>>((subscriber) => {
      let stream: SendStream<T> | undefined
      const begin = (made: SendingProducer): void => {
        if (subscriber.closed) return
        stream = new SendStream<T>(made, this.#settings, subscriber)
        stream.start(records as RecordSource<never>)
      }
      const made = this.#theProducer()
      // At once when it can be: what a hot source emits right after the subscription is not lost.
      if (this.#ready !== undefined && this.#closed === undefined) begin(this.#ready)
      else made.then(begin, (error: unknown) => subscriber.error(error))
      return () => stream?.stop()
    })
    const scheduler = this.#options.scheduler()
    return scheduler === undefined ? results : results.pipe(observeOn(scheduler))
  }

  /** One record as a Promise. @throws what the stream of its result would fail with. */
  async sendRecord<T = undefined>(record: SenderRecord<K, V, T>): Promise<SenderResult<T>> {
    const result = await firstValueFrom(this.send([record]))
    const error = result.exception()
    if (error !== null) throw error
    return result
  }

  /**
   * One transaction per inner source, one after the other: begin, send, commit; abort when anything fails. Emits one
   * Observable of results per transaction, which completes when the transaction is committed.
   * @throws KafkaError INVALID_CONFIG without `transactional.id`.
   */
  sendTransactionally<T = undefined>(transactions: RecordSource<RecordSource<SenderRecord<K, V, T>>>): Observable<Observable<SenderResult<T>>> {
    const manager = this.transactionManager()
    checkSource('sendTransactionally', transactions)
    return new Observable<Observable<SenderResult<T>>>((subscriber) => {
      let wake: (() => void) | undefined
      const source = openSource(transactions, { ready: () => wake?.() }, this.#options.sourceBuffer())
      const run = async (): Promise<void> => {
        while (!subscriber.closed) {
          const waiting = new Promise<void>((resolve) => (wake = resolve))
          const records = source.take()
          if (records !== undefined) await this.#transaction(manager, records, (window) => subscriber.next(window))
          else if (source.failed) throw source.error
          else if (source.ended) return
          else await waiting
        }
      }
      run().then(() => subscriber.complete(), (error: unknown) => subscriber.error(error))
      return () => {
        source.stop()
        wake?.()
      }
    })
  }

  async #transaction<T>(
    manager: TransactionManager, records: RecordSource<SenderRecord<K, V, T>>, opened: (window: Observable<SenderResult<T>>) => void,
  ): Promise<void> {
    const window = new ReplaySubject<SenderResult<T>>()
    try {
      await drained(manager.begin())
      opened(window)
      const results = this.send(records)
      await new Promise<void>((resolve, reject) => {
        results.subscribe({ next: (result) => window.next(result), error: reject, complete: resolve })
      })
      await drained(manager.commit())
      window.complete()
    } catch (error) {
      await drained(manager.abort()).catch(() => {})
      window.error(error)
      throw error
    }
  }

  /** @throws KafkaError INVALID_CONFIG without `transactional.id`. */
  transactionManager(): TransactionManager {
    if (this.#transactions === undefined) throw notTransactional()
    return this.#transactions
  }

  /** A chain of sends that run one after the other, without results. */
  createOutbound(): KafkaOutbound<K, V> {
    return new KafkaOutbound<K, V>(this)
  }

  /** Calls `work` with the producer: `partitionsFor`, `metrics`, `flush`, `sendOffsetsToTransaction`; the rest is refused. */
  doOnProducer<T>(work: (producer: ProducerView) => T | Promise<T>): Observable<T> {
    callable('doOnProducer', work)
    return mono(async () => work(producerView(await this.#theProducer())))
  }

  /** Closes the producer after what is under way, within `closeTimeout`. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    // Not waited for: one that cannot take its transactional id gives up when it is closed.
    const made = this.#made
    if (made === undefined) return
    const timeoutMs = this.#options.closeTimeout()
    await made.close(Number.isFinite(timeoutMs) ? { timeoutMs } : {})
    this.#options.producerListener()?.producerRemoved?.(this.#id, made)
  }

  #theProducer(): Promise<SendingProducer> {
    if (this.#closed !== undefined) return Promise.reject(new KafkaError('CLOSED', 'the sender is closed'))
    this.#producer ??= this.#make()
    return this.#producer
  }

  async #make(): Promise<SendingProducer> {
    const producer = this.#factory.createProducer(this.#options)
    this.#made = producer
    this.#options.producerListener()?.producerAdded?.(this.#id, producer)
    if (this.#transactions !== undefined) {
      if (!isTransactional(producer)) throw new KafkaError('UNSUPPORTED', 'this producer has no transactions')
      await producer.initTransactions()
    }
    this.#ready = producer
    return producer
  }

  async #transactionalProducer(): Promise<TransactionalProducer> {
    return (await this.#theProducer()) as TransactionalProducer
  }
}

function settingsOf(options: SenderOptions<unknown, unknown>): SendSettings {
  const registry = options.observationRegistry()
  const clientId = options.clientId() ?? 'odradek'
  return {
    maxInFlight: options.maxInFlight(),
    stopOnError: options.stopOnError(),
    sourceBuffer: options.sourceBuffer(),
    fatalException: (error) => options.fatalException(error),
    typed: namedTopics(options.keySerializer(), options.valueSerializer()),
    observe:
      registry === undefined
        ? undefined
        : (topic, headers, record): Observation =>
            observe(registry, options.observationConvention(), {
              name: 'reactor.kafka.sender',
              kind: 'PRODUCER',
              contextualName: `${topic} publish`,
              topic,
              keyValues: { 'reactor.kafka.type': 'sender', 'reactor.kafka.client.id': clientId },
              carrier: headerCarrier(headers),
              record,
            }),
  }
}

function headerCarrier(headers: { key: string; value: unknown }[]): ObservationCarrier {
  return {
    get: (key) => {
      const value = headers.find((header) => header.key === key)?.value
      return value === undefined || value === null ? undefined : typeof value === 'string' ? value : Buffer.from(value as Uint8Array).toString()
    },
    set: (key, value) => {
      const found = headers.findIndex((header) => header.key === key)
      if (found >= 0) headers.splice(found, 1)
      headers.push({ key, value })
    },
    keys: () => headers.map((header) => header.key),
  }
}

/** Topics given by name get the serializers of the options; one object per name. */
function namedTopics(key: Serializer<unknown> | undefined, value: Serializer<unknown> | undefined): SendSettings['typed'] {
  if (key === undefined && value === undefined) return (topic) => topic
  const known = new Map<string, Topic<unknown, unknown>>()
  return <A, B>(topic: string | Topic<A, B>): string | Topic<A, B> => {
    if (typeof topic !== 'string') return topic
    let made = known.get(topic)
    if (made === undefined) known.set(topic, (made = { name: topic, key: writeOnly(key), value: writeOnly(value) }))
    return made as Topic<unknown, unknown> as Topic<A, B>
  }
}

function writeOnly(serializer: Serializer<unknown> | undefined): Serde<unknown> {
  return {
    serialize: (value, topic) => (serializer === undefined ? (value as string) : serializer.serialize(value, topic)),
    deserialize: () => {
      throw new KafkaError('UNSUPPORTED', 'a sender does not read')
    },
  }
}
