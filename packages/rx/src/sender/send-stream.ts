/**
 * One `send`: takes records from the source, hands them to the producer, answers with results. Lives as long as its
 * subscription.
 *
 * Results cost one promise per batch, not per record: the records of this stream in one batch form a group, and the
 * group is answered when the batch is done. Invariants: at most `maxInFlight` records are accepted and not answered;
 * records are accepted in the order of the source; results of a partition come in offset order; after the stream ended,
 * nothing is taken from the source and nothing is emitted.
 */
import { type BatchReport, KafkaError, type Topic } from '@odradek/client'
import type { Subscriber } from 'rxjs'
import type { Observation } from '../observation.ts'
import { type PulledSource, type RecordSource, type SourceBuffer, openSource } from '../source.ts'
import type { SendingProducer } from './producer-port.ts'
import { type ProducerRecord, type RecordHeaders, SenderResult } from './sender-record.ts'

export interface SendSettings {
  readonly maxInFlight: number
  readonly stopOnError: boolean
  readonly sourceBuffer: SourceBuffer
  readonly fatalException: (error: unknown) => boolean
  /** Serdes of the options for topics that are given by name. */
  readonly typed: <K, V>(topic: string | Topic<K, V>) => string | Topic<K, V>
  readonly observe: ((topic: string, headers: { key: string; value: unknown }[], record: unknown) => Observation) | undefined
}

interface Correlated<T> {
  correlationMetadata(): T
}

type Record_<T> = ProducerRecord<unknown, unknown> & Partial<Correlated<T>>

/** Records of this stream in one batch, in the order of acceptance. */
class Group<T> {
  readonly correlations: T[] = []
  readonly indexes: number[] = []
  readonly timestamps: number[] = []
  readonly observations: (Observation | undefined)[] = []
}

export class SendStream<T> {
  readonly #producer: SendingProducer
  readonly #settings: SendSettings
  readonly #subscriber: Subscriber<SenderResult<T>>
  readonly #groups = new Map<object, Group<T>>()
  #source: PulledSource<Record_<T>> | undefined
  #lastBatch: object | undefined
  #lastGroup: Group<T> | undefined
  #inFlight = 0
  #firstError: { readonly error: unknown } | undefined
  #busy = false
  #ended = false

  constructor(producer: SendingProducer, settings: SendSettings, subscriber: Subscriber<SenderResult<T>>) {
    this.#producer = producer
    this.#settings = settings
    this.#subscriber = subscriber
  }

  start(source: RecordSource<Record_<T>>): void {
    const listener = {
      ready: (ready: PulledSource<unknown>): void => {
        this.#source = ready as PulledSource<Record_<T>>
        this.#pump()
      },
    }
    try {
      this.#source = openSource(source, listener, this.#settings.sourceBuffer)
    } catch (error) {
      return this.#fail(error)
    }
    if (this.#ended) this.#source.stop()
    else this.#pump()
  }

  /** Unsubscribed: what is accepted is still delivered, nobody hears of it. */
  stop(): void {
    this.#ended = true
    this.#source?.stop()
    this.#groups.clear()
  }

  #pump(): void {
    if (this.#busy || this.#source === undefined) return
    this.#busy = true
    const { maxInFlight } = this.#settings
    while (!this.#ended && this.#inFlight < maxInFlight) {
      const record = this.#source.take()
      if (record === undefined) break
      this.#inFlight++
      const waiting = this.#accept(record)
      if (waiting !== undefined) {
        waiting.then(() => this.#resume(), () => this.#resume())
        return
      }
    }
    this.#busy = false
    if (this.#ended) return
    // Nothing more can join the open batches from here, so lingering would only cost time.
    if (this.#inFlight >= maxInFlight) this.#producer.hurry()
    this.#finishIfDone()
  }

  #resume(): void {
    this.#busy = false
    if (!this.#ended) this.#pump()
  }

  /** A promise when the producer has to wait (metadata, memory, an asynchronous serializer): order demands that we do too. */
  #accept(record: Record_<T>): Promise<void> | undefined {
    let observation: Observation | undefined
    try {
      const { topic, observed } = this.#prepare(record)
      observation = observed?.observation
      const accepted = this.#producer.accept(topic, (observed?.record ?? record) as never)
      if (accepted instanceof Promise) {
        return accepted.then(
          ({ batch, index, timestamp }) => this.#track(batch, index, timestamp, record, observation),
          (error: unknown) => this.#refused(error, record, observation),
        )
      }
      this.#track(accepted.batch, accepted.index, accepted.timestamp, record, observation)
    } catch (error) {
      this.#refused(error, record, observation)
    }
    return undefined
  }

  #prepare(record: Record_<T>): { topic: string | Topic<unknown, unknown>; observed?: { record: unknown; observation: Observation } } {
    const topic = this.#settings.typed(record.topic)
    const { observe } = this.#settings
    if (observe === undefined) return { topic }
    const headers = headerList(record.headers)
    const observation = observe(typeof topic === 'string' ? topic : topic.name, headers, record)
    const { partition, timestamp, key, value } = record
    return { topic, observed: { observation, record: { partition: partition ?? undefined, timestamp: timestamp ?? undefined, key, value, headers } } }
  }

  #track(batch: { readonly done: Promise<BatchReport> }, index: number, timestamp: number, record: Record_<T>, observation: Observation | undefined): void {
    let group = batch === this.#lastBatch ? this.#lastGroup : this.#groups.get(batch)
    if (group === undefined) {
      const created = new Group<T>()
      group = created
      this.#groups.set(batch, created)
      batch.done.then(
        (report) => this.#answered(batch, created, report),
        (error: unknown) => this.#answered(batch, created, error as Error),
      )
    }
    this.#lastBatch = batch
    this.#lastGroup = group
    group.correlations.push(record.correlationMetadata?.() as T)
    group.indexes.push(index)
    group.timestamps.push(timestamp)
    if (observation !== undefined) group.observations[group.indexes.length - 1] = observation
  }

  #answered(batch: object, group: Group<T>, outcome: BatchReport | Error): void {
    this.#groups.delete(batch)
    if (this.#lastBatch === batch) this.#lastBatch = this.#lastGroup = undefined
    const failed = outcome instanceof Error
    for (const observation of group.observations) {
      if (failed) observation?.error(outcome)
      observation?.stop()
    }
    const count = group.indexes.length
    for (let at = 0; at < count && !this.#ended; at++) {
      this.#inFlight--
      this.#emit(new SenderResult(outcome, group.indexes[at]!, group.timestamps[at]!, group.correlations[at]!))
    }
    if (!this.#ended) this.#pump()
  }

  #refused(error: unknown, record: Record_<T>, observation: Observation | undefined): void {
    observation?.error(error)
    observation?.stop()
    if (this.#ended) return
    this.#inFlight--
    const exception = error instanceof Error ? error : new KafkaError('FATAL', String(error), { cause: error })
    this.#emit(new SenderResult(exception, 0, -1, record.correlationMetadata?.() as T))
  }

  #emit(result: SenderResult<T>): void {
    const error = result.exception()
    if (error === null) return this.#subscriber.next(result)
    this.#firstError ??= { error }
    this.#subscriber.next(result)
    if (this.#settings.stopOnError || this.#settings.fatalException(error)) this.#fail(error)
  }

  #finishIfDone(): void {
    const source = this.#source
    if (source === undefined || !source.ended || this.#ended) return
    // An error of the source is not held back until what is in flight is answered.
    if (source.failed) return this.#fail(source.error)
    if (this.#inFlight > 0) return
    if (this.#firstError !== undefined) return this.#fail(this.#firstError.error)
    this.#ended = true
    this.#subscriber.complete()
  }

  #fail(error: unknown): void {
    this.stop()
    this.#subscriber.error(error)
  }
}

function headerList(headers: RecordHeaders | undefined): { key: string; value: unknown }[] {
  if (headers === undefined) return []
  if (Array.isArray(headers)) return [...(headers as readonly { key: string; value: unknown }[])]
  return Object.entries(headers).map(([key, value]) => ({ key, value }))
}
