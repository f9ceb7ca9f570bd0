/**
 * Options of a KafkaSender: immutable, every setter answers new options. Names and defaults of Reactor Kafka 1.3.23.
 * Without an argument a method is the getter.
 */
import { type ClientOptions, type Kafka, KafkaError, type ProducerOptions, type Serializer, createKafka } from '@odradek/client'
import type { SchedulerLike } from 'rxjs'
import { type Duration, toMs, wholeNumber } from '../duration.ts'
import { hashOf, same } from '../equality.ts'
import { flag, objectWith } from '../given.ts'
import type { ObservationConvention, ObservationRegistry } from '../observation.ts'
import { type Properties, type PropertyValue, plainProperties, producerSettings, serializerProperty, tellIgnored } from '../properties.ts'
import { type SourceBuffer, checkBuffer } from '../source.ts'
import type { SendingProducer } from './producer-port.ts'

/** Called when a sender opens or closes its producer: metrics, mostly. */
export interface ProducerListener {
  producerAdded?(id: string, producer: SendingProducer): void
  producerRemoved?(id: string, producer: SendingProducer): void
}

interface Fields {
  readonly kafka: Kafka | undefined
  readonly properties: Properties
  readonly keySerializer: Serializer<never> | undefined
  readonly valueSerializer: Serializer<never> | undefined
  readonly scheduler: SchedulerLike | undefined
  readonly maxInFlight: number
  readonly stopOnError: boolean
  readonly closeTimeoutMs: number
  readonly producerListener: ProducerListener | undefined
  readonly observationRegistry: ObservationRegistry | undefined
  readonly observationConvention: ObservationConvention | undefined
  readonly sourceBuffer: SourceBuffer
}

const defaults: Fields = {
  kafka: undefined,
  properties: {},
  keySerializer: undefined,
  valueSerializer: undefined,
  scheduler: undefined,
  maxInFlight: 256,
  stopOnError: true,
  closeTimeoutMs: Number.POSITIVE_INFINITY,
  producerListener: undefined,
  observationRegistry: undefined,
  observationConvention: undefined,
  sourceBuffer: {},
}

export class SenderOptions<K = unknown, V = unknown> {
  readonly #fields: Fields

  private constructor(fields: Fields) {
    this.#fields = fields
  }

  /** Producer properties under Kafka's keys (`bootstrap.servers`, `acks`, ...); more can follow. */
  static create<K = unknown, V = unknown>(properties: Properties = {}): SenderOptions<K, V> {
    return new SenderOptions<K, V>({
      ...defaults,
      properties: { ...plainProperties(properties) },
      keySerializer: serializerProperty(properties, 'key.serializer'),
      valueSerializer: serializerProperty(properties, 'value.serializer'),
    })
  }

  /** Over a client that exists: its addresses, security and world. Properties of the connection are then not taken. */
  static of<K = unknown, V = unknown>(kafka: Kafka, properties: Properties = {}): SenderOptions<K, V> {
    objectWith('SenderOptions.of', kafka, 'what createKafka answered', 'producer')
    return SenderOptions.create<K, V>(properties).#with({ kafka })
  }

  #with(changes: Partial<Fields>): SenderOptions<K, V> {
    return new SenderOptions<K, V>({ ...this.#fields, ...changes })
  }

  producerProperties(): Properties {
    return { ...this.#fields.properties }
  }

  /** Keys of the properties that have no meaning here and are passed over. @throws KafkaError INVALID_CONFIG for a value that does not fit. */
  ignoredProperties(): readonly string[] {
    return producerSettings(this.#fields.properties).ignored
  }

  producerProperty(name: string): PropertyValue
  producerProperty(name: string, value: PropertyValue): SenderOptions<K, V>
  producerProperty(...args: [name: string, value?: PropertyValue]): PropertyValue | SenderOptions<K, V> {
    const [name, value] = args
    if (args.length === 1) return this.#fields.properties[name]
    const changed = this.#with({ properties: { ...this.#fields.properties, [name]: value } })
    if (name === 'key.serializer') return changed.#with({ keySerializer: serializerProperty({ [name]: value }, name) })
    if (name === 'value.serializer') return changed.#with({ valueSerializer: serializerProperty({ [name]: value }, name) })
    return changed
  }

  keySerializer(): Serializer<K> | undefined {
    return this.#fields.keySerializer as Serializer<K> | undefined
  }

  withKeySerializer<T extends K>(serializer: Serializer<T>): SenderOptions<T, V> {
    return this.#with({ keySerializer: objectWith('withKeySerializer', serializer, 'an object with a serialize method', 'serialize') as Serializer<never> }) as unknown as SenderOptions<T, V>
  }

  valueSerializer(): Serializer<V> | undefined {
    return this.#fields.valueSerializer as Serializer<V> | undefined
  }

  withValueSerializer<T extends V>(serializer: Serializer<T>): SenderOptions<K, T> {
    return this.#with({ valueSerializer: objectWith('withValueSerializer', serializer, 'an object with a serialize method', 'serialize') as Serializer<never> }) as unknown as SenderOptions<K, T>
  }

  /** Where results are delivered. Undefined (default): where the producer's answer arrived, Reactor's immediate scheduler. */
  scheduler(): SchedulerLike | undefined
  scheduler(scheduler: SchedulerLike): SenderOptions<K, V>
  scheduler(scheduler?: SchedulerLike): SchedulerLike | undefined | SenderOptions<K, V> {
    return scheduler === undefined ? this.#fields.scheduler : this.#with({ scheduler: objectWith('scheduler', scheduler, 'a scheduler of RxJS', 'schedule') })
  }

  /** Records of one `send` that are accepted and whose result is not delivered yet. Default 256. */
  maxInFlight(): number
  maxInFlight(count: number): SenderOptions<K, V>
  maxInFlight(count?: number): number | SenderOptions<K, V> {
    return count === undefined ? this.#fields.maxInFlight : this.#with({ maxInFlight: wholeNumber('maxInFlight', count, 1) })
  }

  /** True (default): the first failure fails the stream. False: every record is tried, then the stream fails with the first failure. */
  stopOnError(): boolean
  stopOnError(stop: boolean): SenderOptions<K, V>
  stopOnError(stop?: boolean): boolean | SenderOptions<K, V> {
    return stop === undefined ? this.#fields.stopOnError : this.#with({ stopOnError: flag('stopOnError', stop) })
  }

  /** How long `close` waits for what is under way. Default: as long as it takes. */
  closeTimeout(): number
  closeTimeout(timeout: Duration): SenderOptions<K, V>
  closeTimeout(timeout?: Duration): number | SenderOptions<K, V> {
    return timeout === undefined ? this.#fields.closeTimeoutMs : this.#with({ closeTimeoutMs: toMs('closeTimeout', timeout) })
  }

  producerListener(): ProducerListener | undefined
  producerListener(listener: ProducerListener): SenderOptions<K, V>
  producerListener(listener?: ProducerListener): ProducerListener | undefined | SenderOptions<K, V> {
    return listener === undefined ? this.#fields.producerListener : this.#with({ producerListener: objectWith('producerListener', listener, '{ producerAdded, producerRemoved }') })
  }

  withObservation(registry: ObservationRegistry, convention?: ObservationConvention): SenderOptions<K, V> {
    objectWith('withObservation', registry, 'a registry with a start method', 'start')
    return this.#with({ observationRegistry: registry, observationConvention: convention })
  }

  observationRegistry(): ObservationRegistry | undefined {
    return this.#fields.observationRegistry
  }

  observationConvention(): ObservationConvention | undefined {
    return this.#fields.observationConvention
  }

  /**
   * What happens to an Observable that emits faster than records are accepted (iterables are pulled and wait).
   * @throws KafkaError INVALID_ARGUMENT.
   */
  sourceBuffer(): SourceBuffer
  sourceBuffer(buffer: SourceBuffer): SenderOptions<K, V>
  sourceBuffer(buffer?: SourceBuffer): SourceBuffer | SenderOptions<K, V> {
    return buffer === undefined ? this.#fields.sourceBuffer : this.#with({ sourceBuffer: checkBuffer(buffer) })
  }

  isTransactional(): boolean {
    const id = this.transactionalId()
    return id !== undefined && id !== ''
  }

  clientId(): string | undefined {
    return textOf(this.#fields.properties['client.id']) ?? this.#fields.kafka?.options.clientId
  }

  transactionalId(): string | undefined {
    return textOf(this.#fields.properties['transactional.id'])
  }

  bootstrapServers(): readonly string[] {
    const given = this.#fields.kafka?.options.brokers ?? (this.#fields.properties['bootstrap.servers'] as string | readonly string[] | undefined)
    if (given === undefined) return []
    return typeof given === 'string' ? given.split(',') : given
  }

  /** Whether an error leaves the producer unusable, so that the stream ends whatever `stopOnError` says. */
  fatalException(error: unknown): boolean {
    return error instanceof KafkaError && fatalCodes.has(error.code)
  }

  /** Equal properties and settings; listeners, schedulers and clients are compared by identity. */
  equals(other: unknown): boolean {
    return other instanceof SenderOptions && same(this.#fields, (other as SenderOptions<K, V>).#fields)
  }

  /** Equal options have equal hash codes. */
  hashCode(): number {
    const { properties, maxInFlight, stopOnError } = this.#fields
    return hashOf(properties, maxInFlight, stopOnError)
  }

  /** The client to make producers of, and their options. @throws KafkaError INVALID_CONFIG. */
  resolve(): { readonly kafka: Kafka; readonly producer: ProducerOptions & { readonly transactionalId?: string; readonly transactionTimeoutMs?: number } } {
    const { properties } = this.#fields
    const { client, producer, ignored } = producerSettings(properties)
    const kafka = this.#fields.kafka ?? clientOf(client)
    tellIgnored(kafka.world.log, properties, ignored)
    return { kafka, producer }
  }
}

/** AuthenticationException and ProducerFencedException, as in Reactor Kafka. */
const fatalCodes: ReadonlySet<string> = new Set(['AUTHENTICATION_FAILED', 'SASL_AUTHENTICATION_FAILED', 'PRODUCER_FENCED'])

export function clientOf(client: Partial<ClientOptions>): Kafka {
  if (client.brokers === undefined) throw new KafkaError('INVALID_CONFIG', 'bootstrap.servers: give at least one host:port')
  return createKafka(client as ClientOptions)
}

function textOf(value: PropertyValue): string | undefined {
  return value === undefined ? undefined : String(value)
}
