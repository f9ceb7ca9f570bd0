/**
 * One `send`: takes records from the source, hands them to the producer, answers with results. Lives as long as its
 * subscription.
 *
 * Results cost one promise per batch, not per record: the records of this stream in one batch form a group, and the
 * group is answered when the batch is done. Invariants: at most `maxInFlight` records are accepted and not answered;
 * records are accepted in the order of the source; results of a partition come in offset order; after the stream ended,
 * nothing is taken from the source and nothing is emitted.
 */
import { type Accepted, type BatchReport, KafkaError, outcomeIn, type Topic } from '@odradek/client'
import type { Subscriber } from 'rxjs'
import type { Observation } from '../observation.ts'
import { shown } from '../given.ts'
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

/** A chain's records have no correlation metadata. */
type Record_<T> = ProducerRecord<unknown, unknown> & { correlationMetadata?(): T }

/** What is kept of the records of this stream in one batch, in the order of acceptance: not the records themselves. */
class Group<T> {
  readonly correlations: T[] = []
  readonly indexes: number[] = []
  readonly timestamps: number[] = []
  observations: (Observation | undefined)[] | undefined
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
  /** Something was accepted since open batches were last told to leave. */
  #isLingering = false
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
      this.#isLingering = true
      const waiting = this.#accept(record)
      if (waiting !== undefined) {
        waiting.then(() => this.#resume(), () => this.#resume())
        return
      }
    }
    this.#busy = false
    if (this.#ended) return
    // Nothing more can join the open batches from here, so lingering would only cost time.
    if (this.#isLingering && this.#inFlight >= maxInFlight) {
      this.#isLingering = false
      this.#producer.hurry()
    }
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
      if (typeof record !== 'object' || record === null) throw notARecord(record)
      const topic = this.#settings.typed(record.topic)
      let sent: unknown = record
      if (this.#settings.observe !== undefined) {
        const { partition, timestamp, key, value } = record
        const headers = headerList(record.headers)
        observation = this.#settings.observe(typeof topic === 'string' ? topic : topic.name, headers, record)
        sent = { partition: partition ?? undefined, timestamp: timestamp ?? undefined, key, value, headers }
      }
      const accepted = this.#producer.accept(topic, sent as never)
      if (accepted instanceof Promise) {
        return accepted.then((later) => this.#track(later, record, observation), (error: unknown) => this.#refused(error, record, observation))
      }
      this.#track(accepted, record, observation)
    } catch (error) {
      this.#refused(error, record, observation)
    }
    return undefined
  }

  #track(accepted: Accepted, record: Record_<T>, observation: Observation | undefined): void {
    const { batch } = accepted
    const group = batch === this.#lastBatch ? this.#lastGroup! : this.#groupOf(batch)
    group.correlations.push(record.correlationMetadata?.() as T)
    group.indexes.push(accepted.index)
    group.timestamps.push(accepted.timestamp)
    if (observation !== undefined) (group.observations ??= [])[group.indexes.length - 1] = observation
  }

  #groupOf(batch: Accepted['batch']): Group<T> {
    let group = this.#groups.get(batch)
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
    return group
  }

  #answered(batch: object, group: Group<T>, outcome: BatchReport | Error): void {
    this.#groups.delete(batch)
    if (this.#lastBatch === batch) this.#lastBatch = this.#lastGroup = undefined
    const failed = outcome instanceof Error
    const { correlations, indexes, timestamps, observations } = group
    observations?.forEach((observation, at) => {
      const own = failed ? outcomeIn(outcome, indexes[at]!) : undefined
      if (own instanceof Error) observation?.error(own)
      observation?.stop()
    })
    for (let at = 0; at < indexes.length && !this.#ended; at++) {
      this.#inFlight--
      const index = indexes[at]!
      const timestamp = timestamps[at]!
      const correlation = correlations[at]!
      if (!failed) {
        this.#subscriber.next(new SenderResult<T>(outcome, index, timestamp, correlation))
        continue
      }
      // A batch that failed may have records that fared otherwise.
      const own = outcomeIn(outcome, index)
      if (own instanceof Error) this.#emitFailure(new SenderResult<T>(own, index, timestamp, correlation), own)
      else this.#subscriber.next(new SenderResult<T>(own.report, own.index, timestamp, correlation))
    }
    if (!this.#ended) this.#pump()
  }

  #refused(error: unknown, record: Record_<T>, observation: Observation | undefined): void {
    observation?.error(error)
    observation?.stop()
    if (this.#ended) return
    this.#inFlight--
    const exception = error instanceof Error ? error : new KafkaError('FATAL', String(error), { cause: error })
    this.#emitFailure(new SenderResult<T>(exception, 0, -1, record?.correlationMetadata?.() as T), exception)
  }

  #emitFailure(result: SenderResult<T>, error: Error): void {
    // The failure that ends the stream is its error and no result besides.
    if (this.#settings.stopOnError || this.#settings.fatalException(error)) return this.#fail(error)
    this.#firstError ??= { error }
    this.#subscriber.next(result)
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

function notARecord(value: unknown): KafkaError {
  return new KafkaError('INVALID_ARGUMENT', `a record to send is an object, SenderRecord.of(topic, { key, value }) makes one; the source emitted ${shown(value)}`)
}

function headerList(headers: RecordHeaders | undefined): { key: string; value: unknown }[] {
  if (headers === undefined) return []
  if (Array.isArray(headers)) return [...(headers as readonly { key: string; value: unknown }[])]
  return Object.entries(headers).map(([key, value]) => ({ key, value }))
}
