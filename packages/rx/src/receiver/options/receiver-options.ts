/**
 * Options of a KafkaReceiver: immutable, every setter answers new options. Names and defaults of Reactor Kafka 1.3.23.
 * Without an argument a method is the getter. Durations are milliseconds or text such as '5s'; getters answer
 * milliseconds.
 */
import { type ConsumerOptions, type Deserializer, type InFlightOptions, type Kafka, KafkaError, type PoisonPolicy, type Topic } from '@odradek/client'
import type { SchedulerLike } from 'rxjs'
import { type Duration, toMs, wholeNumber } from '../../duration.ts'
import { hashOf, same } from '../../equality.ts'
import { callable, flag, objectWith } from '../../given.ts'
import type { ObservationConvention, ObservationRegistry } from '../../observation.ts'
import { type Properties, type PropertyValue, consumerSettings, deserializerProperty, plainProperties, tellIgnored } from '../../properties.ts'
import { clientOf } from '../../sender/sender-options.ts'
import type { TopicPartition } from '../../topic-partition.ts'
import type { ReceivingConsumer } from '../consumer/consumer-port.ts'
import { type AnyTopic, type SubscribedTopic, checkLimits, checkPartitions, checkPolicy, checkTopics, isTopic } from './receiver-arguments.ts'
import type { ReceiverPartition } from '../partitions/receiver-partition.ts'

/** Called with the partitions that come or go; a promise is awaited before the rebalance goes on. */
export type PartitionListener = (partitions: readonly ReceiverPartition[]) => void | Promise<void>

/** Called when a receive opens or closes its consumer: metrics, mostly. */
export interface ConsumerListener {
  consumerAdded?(id: string, consumer: ReceivingConsumer<unknown, unknown>): void
  consumerRemoved?(id: string, consumer: ReceivingConsumer<unknown, unknown>): void
}

interface Fields {
  readonly kafka: Kafka | undefined
  readonly properties: Properties
  readonly keyDeserializer: Deserializer<unknown> | undefined
  readonly valueDeserializer: Deserializer<unknown> | undefined
  readonly pollTimeoutMs: number
  readonly closeTimeoutMs: number
  readonly assignListeners: readonly PartitionListener[]
  readonly revokeListeners: readonly PartitionListener[]
  readonly assignment: readonly TopicPartition[] | undefined
  readonly topics: readonly SubscribedTopic[] | undefined
  readonly pattern: RegExp | undefined
  readonly commitIntervalMs: number
  readonly commitBatchSize: number
  readonly atmostOnceCommitAheadSize: number
  readonly maxCommitAttempts: number
  readonly commitRetryIntervalMs: number
  readonly maxDeferredCommits: number
  readonly maxDelayRebalanceMs: number
  readonly commitIntervalDuringDelayMs: number
  readonly pauseAllAfterRebalance: boolean
  readonly schedulerSupplier: (() => SchedulerLike) | undefined
  readonly consumerListener: ConsumerListener | undefined
  readonly observationRegistry: ObservationRegistry | undefined
  readonly observationConvention: ObservationConvention | undefined
  readonly inFlight: InFlightOptions
  readonly reuseBuffers: boolean
  readonly onDeserializationError: PoisonPolicy
}

const defaults: Fields = {
  kafka: undefined,
  properties: {},
  keyDeserializer: undefined,
  valueDeserializer: undefined,
  pollTimeoutMs: 100,
  closeTimeoutMs: Number.POSITIVE_INFINITY,
  assignListeners: [],
  revokeListeners: [],
  assignment: undefined,
  topics: undefined,
  pattern: undefined,
  commitIntervalMs: 5000,
  commitBatchSize: 0,
  atmostOnceCommitAheadSize: 0,
  maxCommitAttempts: 100,
  commitRetryIntervalMs: 500,
  maxDeferredCommits: 0,
  maxDelayRebalanceMs: 60_000,
  commitIntervalDuringDelayMs: 100,
  pauseAllAfterRebalance: false,
  schedulerSupplier: undefined,
  consumerListener: undefined,
  observationRegistry: undefined,
  observationConvention: undefined,
  inFlight: {},
  reuseBuffers: false,
  onDeserializationError: 'fail',
}

/** The type of the keys of a typed topic. */
export type KeyOf<T> = T extends { readonly key: Deserializer<infer K> } ? K : never
/** The type of the values of a typed topic. */
export type ValueOf<T> = T extends { readonly value: Deserializer<infer V> } ? V : never

export class ReceiverOptions<K = Buffer | null, V = Buffer | null> {
  readonly #fields: Fields

  private constructor(fields: Fields) {
    this.#fields = fields
  }

  /** Consumer properties under Kafka's keys (`bootstrap.servers`, `group.id`, ...); more can follow. */
  static create<K = Buffer | null, V = Buffer | null>(properties: Properties = {}): ReceiverOptions<K, V> {
    return new ReceiverOptions<K, V>({
      ...defaults,
      properties: { ...plainProperties(properties), 'enable.auto.commit': 'false' },
      keyDeserializer: deserializerProperty(properties, 'key.deserializer'),
      valueDeserializer: deserializerProperty(properties, 'value.deserializer'),
    })
  }

  /** Over a client that exists. With a typed topic: subscribed to it, with its types. */
  static of<K = Buffer | null, V = Buffer | null>(kafka: Kafka, properties?: Properties): ReceiverOptions<K, V>
  static of<K, V>(kafka: Kafka, topic: Topic<K, V>, properties?: Properties): ReceiverOptions<K, V>
  static of(kafka: Kafka, first: Properties | AnyTopic = {}, properties: Properties = {}): ReceiverOptions<unknown, unknown> {
    objectWith('ReceiverOptions.of', kafka, 'what createKafka answered', 'consumer')
    if (!isTopic(first)) return ReceiverOptions.create<unknown, unknown>(first).#with({ kafka })
    return ReceiverOptions.create<unknown, unknown>(properties).#with({ kafka, topics: [first] })
  }

  #with(changes: Partial<Fields>): ReceiverOptions<K, V> {
    return new ReceiverOptions<K, V>({ ...this.#fields, ...changes })
  }

  consumerProperties(): Properties {
    return { ...this.#fields.properties }
  }

  /** Keys of the properties that have no meaning here and are passed over. @throws KafkaError INVALID_CONFIG for a value that does not fit. */
  ignoredProperties(): readonly string[] {
    return consumerSettings(this.#fields.properties).ignored
  }

  /** `enable.auto.commit` stays false whatever is set: the receiver commits what is acknowledged. */
  consumerProperty(name: string): PropertyValue
  consumerProperty(name: string, value: PropertyValue): ReceiverOptions<K, V>
  consumerProperty(...args: [name: string, value?: PropertyValue]): PropertyValue | ReceiverOptions<K, V> {
    const [name, value] = args
    if (args.length === 1) return this.#fields.properties[name]
    const changed = this.#with({ properties: { ...this.#fields.properties, [name]: value, 'enable.auto.commit': 'false' } })
    if (name === 'key.deserializer') return changed.#with({ keyDeserializer: deserializerProperty({ [name]: value }, name) })
    if (name === 'value.deserializer') return changed.#with({ valueDeserializer: deserializerProperty({ [name]: value }, name) })
    return changed
  }

  keyDeserializer(): Deserializer<K> | undefined {
    return this.#fields.keyDeserializer as Deserializer<K> | undefined
  }

  withKeyDeserializer<T>(deserializer: Deserializer<T>): ReceiverOptions<T, V> {
    return this.#with({ keyDeserializer: objectWith('withKeyDeserializer', deserializer, 'an object with a deserialize method', 'deserialize') as Deserializer<unknown> }) as unknown as ReceiverOptions<T, V>
  }

  valueDeserializer(): Deserializer<V> | undefined {
    return this.#fields.valueDeserializer as Deserializer<V> | undefined
  }

  withValueDeserializer<T>(deserializer: Deserializer<T>): ReceiverOptions<K, T> {
    return this.#with({ valueDeserializer: objectWith('withValueDeserializer', deserializer, 'an object with a deserialize method', 'deserialize') as Deserializer<unknown> }) as unknown as ReceiverOptions<K, T>
  }

  /** Kept for its name: a poll here waits for records as long as there is demand, and wakes at once when there is new. */
  pollTimeout(): number
  pollTimeout(timeout: Duration): ReceiverOptions<K, V>
  pollTimeout(timeout?: Duration): number | ReceiverOptions<K, V> {
    return timeout === undefined ? this.#fields.pollTimeoutMs : this.#with({ pollTimeoutMs: toMs('pollTimeout', timeout) })
  }

  /** Bounds the end of a receive: last commit and leaving the group. Default: as long as it takes. */
  closeTimeout(): number
  closeTimeout(timeout: Duration): ReceiverOptions<K, V>
  closeTimeout(timeout?: Duration): number | ReceiverOptions<K, V> {
    return timeout === undefined ? this.#fields.closeTimeoutMs : this.#with({ closeTimeoutMs: toMs('closeTimeout', timeout) })
  }

  /** Called before any record of the partitions is delivered; seeking is allowed. What it throws is the stream's error. */
  addAssignListener(listener: PartitionListener): ReceiverOptions<K, V> {
    return this.#with({ assignListeners: [...this.#fields.assignListeners, callable('addAssignListener', listener)] })
  }

  addRevokeListener(listener: PartitionListener): ReceiverOptions<K, V> {
    return this.#with({ revokeListeners: [...this.#fields.revokeListeners, callable('addRevokeListener', listener)] })
  }

  clearAssignListeners(): ReceiverOptions<K, V> {
    return this.#with({ assignListeners: [] })
  }

  clearRevokeListeners(): ReceiverOptions<K, V> {
    return this.#with({ revokeListeners: [] })
  }

  assignListeners(): readonly PartitionListener[] {
    return this.#fields.assignListeners
  }

  revokeListeners(): readonly PartitionListener[] {
    return this.#fields.revokeListeners
  }

  /** These partitions, without group membership. Replaces a subscription. */
  assignment(): readonly TopicPartition[] | undefined
  assignment(partitions: readonly TopicPartition[]): ReceiverOptions<K, V>
  assignment(partitions?: readonly TopicPartition[]): readonly TopicPartition[] | undefined | ReceiverOptions<K, V> {
    if (partitions === undefined) return this.#fields.assignment
    return this.#with({ assignment: checkPartitions(partitions), topics: undefined, pattern: undefined })
  }

  /** Topics by name or typed, or a pattern. Replaces an assignment. */
  subscription<T extends AnyTopic>(topics: readonly T[]): ReceiverOptions<KeyOf<T>, ValueOf<T>>
  subscription(topics: readonly SubscribedTopic[] | RegExp): ReceiverOptions<K, V>
  subscription(topics: readonly SubscribedTopic[] | RegExp): unknown {
    if (topics instanceof RegExp) return this.#with({ pattern: topics, topics: undefined, assignment: undefined })
    return this.#with({ topics: checkTopics(topics), pattern: undefined, assignment: undefined })
  }

  subscriptionTopics(): readonly string[] | undefined {
    return this.#fields.topics?.map((topic) => (typeof topic === 'string' ? topic : topic.name))
  }

  subscriptionPattern(): RegExp | undefined {
    return this.#fields.pattern
  }

  /** Acknowledged offsets are committed this often. Default 5,000; 0 turns it off. */
  commitInterval(): number
  commitInterval(interval: Duration): ReceiverOptions<K, V>
  commitInterval(interval?: Duration): number | ReceiverOptions<K, V> {
    return interval === undefined ? this.#fields.commitIntervalMs : this.#with({ commitIntervalMs: toMs('commitInterval', interval) })
  }

  /** Acknowledged offsets are committed when there are this many. Default 0: off. With an interval, what comes first. */
  commitBatchSize(): number
  commitBatchSize(size: number): ReceiverOptions<K, V>
  commitBatchSize(size?: number): number | ReceiverOptions<K, V> {
    return size === undefined ? this.#fields.commitBatchSize : this.#with({ commitBatchSize: wholeNumber('commitBatchSize', size, 0) })
  }

  /** At most once: how far ahead of the delivered record may be committed, and so be lost on a crash. Default 0. */
  atmostOnceCommitAheadSize(): number
  atmostOnceCommitAheadSize(size: number): ReceiverOptions<K, V>
  atmostOnceCommitAheadSize(size?: number): number | ReceiverOptions<K, V> {
    if (size === undefined) return this.#fields.atmostOnceCommitAheadSize
    return this.#with({ atmostOnceCommitAheadSize: wholeNumber('atmostOnceCommitAheadSize', size, 0) })
  }

  /** Consecutive failures of commits, all retriable, before one is given up. Default 100. */
  maxCommitAttempts(): number
  maxCommitAttempts(attempts: number): ReceiverOptions<K, V>
  maxCommitAttempts(attempts?: number): number | ReceiverOptions<K, V> {
    return attempts === undefined ? this.#fields.maxCommitAttempts : this.#with({ maxCommitAttempts: wholeNumber('maxCommitAttempts', attempts, 1) })
  }

  /** Pause before a failed commit is tried again. Default 500. */
  commitRetryInterval(): number
  commitRetryInterval(interval: Duration): ReceiverOptions<K, V>
  commitRetryInterval(interval?: Duration): number | ReceiverOptions<K, V> {
    return interval === undefined ? this.#fields.commitRetryIntervalMs : this.#with({ commitRetryIntervalMs: toMs('commitRetryInterval', interval) })
  }

  /** Above 0: records are acknowledged one by one, in any order; this many may wait behind gaps before delivery stops. */
  maxDeferredCommits(): number
  maxDeferredCommits(count: number): ReceiverOptions<K, V>
  maxDeferredCommits(count?: number): number | ReceiverOptions<K, V> {
    return count === undefined ? this.#fields.maxDeferredCommits : this.#with({ maxDeferredCommits: wholeNumber('maxDeferredCommits', count, 0) })
  }

  /** How long partitions that go away wait for what is being processed. Default 60,000; below `max.poll.interval.ms`. */
  maxDelayRebalance(): number
  maxDelayRebalance(delay: Duration): ReceiverOptions<K, V>
  maxDelayRebalance(delay?: Duration): number | ReceiverOptions<K, V> {
    return delay === undefined ? this.#fields.maxDelayRebalanceMs : this.#with({ maxDelayRebalanceMs: toMs('maxDelayRebalance', delay) })
  }

  /** How often acknowledged offsets are committed during that wait. Default 100. */
  commitIntervalDuringDelay(): number
  commitIntervalDuringDelay(interval: Duration): ReceiverOptions<K, V>
  commitIntervalDuringDelay(interval?: Duration): number | ReceiverOptions<K, V> {
    return interval === undefined ? this.#fields.commitIntervalDuringDelayMs : this.#with({ commitIntervalDuringDelayMs: toMs('commitIntervalDuringDelay', interval) })
  }

  /** When anything was paused by the application, everything is after a rebalance. Default false. */
  pauseAllAfterRebalance(): boolean
  pauseAllAfterRebalance(pauseAll: boolean): ReceiverOptions<K, V>
  pauseAllAfterRebalance(pauseAll?: boolean): boolean | ReceiverOptions<K, V> {
    return pauseAll === undefined ? this.#fields.pauseAllAfterRebalance : this.#with({ pauseAllAfterRebalance: flag('pauseAllAfterRebalance', pauseAll) })
  }

  /** Where records are delivered. Undefined (default): where they arrived. There is one thread; this is about turns. */
  schedulerSupplier(): (() => SchedulerLike) | undefined
  schedulerSupplier(supplier: () => SchedulerLike): ReceiverOptions<K, V>
  schedulerSupplier(supplier?: () => SchedulerLike): (() => SchedulerLike) | undefined | ReceiverOptions<K, V> {
    return supplier === undefined ? this.#fields.schedulerSupplier : this.#with({ schedulerSupplier: callable('schedulerSupplier', supplier) })
  }

  consumerListener(): ConsumerListener | undefined
  consumerListener(listener: ConsumerListener): ReceiverOptions<K, V>
  consumerListener(listener?: ConsumerListener): ConsumerListener | undefined | ReceiverOptions<K, V> {
    return listener === undefined ? this.#fields.consumerListener : this.#with({ consumerListener: objectWith('consumerListener', listener, '{ consumerAdded, consumerRemoved }') })
  }

  withObservation(registry: ObservationRegistry, convention?: ObservationConvention): ReceiverOptions<K, V> {
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
   * Bounds of what an Observable delivers ahead of acknowledgements: the demand that RxJS has no signal for. Default
   * 10,000 records and 64 MiB over all partitions, 1,000 and 16 MiB of each.
   */
  inFlight(): InFlightOptions
  inFlight(limits: InFlightOptions): ReceiverOptions<K, V>
  inFlight(limits?: InFlightOptions): InFlightOptions | ReceiverOptions<K, V> {
    return limits === undefined ? this.#fields.inFlight : this.#with({ inFlight: checkLimits(limits) })
  }

  /**
   * The memory of what was fetched is used again once all of it is acknowledged: faster, by much for large records. Keys,
   * values and headers that are Buffers are then valid until their record is acknowledged or committed, and those of
   * `receiveAutoAck` until their batch has ended: copy what you keep. Later, looking at a record throws and a Buffer that
   * was kept becomes empty; never is it another's. Without effect on `receiveAtmostOnce` and `receiveExactlyOnce`. Default false.
   */
  reuseBuffers(): boolean
  reuseBuffers(reuse: boolean): ReceiverOptions<K, V>
  reuseBuffers(reuse?: boolean): boolean | ReceiverOptions<K, V> {
    return reuse === undefined ? this.#fields.reuseBuffers : this.#with({ reuseBuffers: flag('reuseBuffers', reuse) })
  }

  /** What happens to a record that does not decode. Default 'fail': it is the stream's error. */
  onDeserializationError(): PoisonPolicy
  onDeserializationError(policy: PoisonPolicy): ReceiverOptions<K, V>
  onDeserializationError(policy?: PoisonPolicy): PoisonPolicy | ReceiverOptions<K, V> {
    return policy === undefined ? this.#fields.onDeserializationError : this.#with({ onDeserializationError: checkPolicy(policy) })
  }

  groupId(): string | undefined {
    return textOf(this.#fields.properties['group.id'])
  }

  /** Sets `group.id`. */
  group(groupId: string): ReceiverOptions<K, V> {
    return this.consumerProperty('group.id', groupId)
  }

  heartbeatInterval(): number {
    return Number(this.#fields.properties['heartbeat.interval.ms'] ?? 3000)
  }

  /** `max.poll.records`: records of one poll, and so of one batch. Default 500. */
  maxPollRecords(): number {
    return wholeNumber('max.poll.records', Number(this.#fields.properties['max.poll.records'] ?? 500), 1)
  }

  clientId(): string | undefined {
    return textOf(this.#fields.properties['client.id']) ?? this.#fields.kafka?.options.clientId
  }

  bootstrapServers(): readonly string[] {
    const given = this.#fields.kafka?.options.brokers ?? (this.#fields.properties['bootstrap.servers'] as string | readonly string[] | undefined)
    if (given === undefined) return []
    return typeof given === 'string' ? given.split(',') : given
  }

  /** How the options subscribe a consumer: what `receive` calls first. @throws KafkaError INVALID_CONFIG without subscription. */
  subscriber(events: Parameters<ReceivingConsumer<K, V>['subscribe']>[1]): (consumer: ReceivingConsumer<K, V>) => Promise<void> {
    const { assignment, topics, pattern } = this.#fields
    if (assignment !== undefined) return (consumer) => consumer.assign(assignment, events)
    const target = topics === undefined ? pattern : this.subscriptionTopics()
    if (target === undefined) throw new KafkaError('INVALID_CONFIG', 'the receiver has no subscription: give subscription(...) or assignment(...)')
    return async (consumer) => consumer.subscribe(target, events)
  }

  /** Equal properties, subscription and settings; listeners and functions are compared by identity. */
  equals(other: unknown): boolean {
    if (!(other instanceof ReceiverOptions)) return false
    return same(this.#fields, (other as ReceiverOptions<K, V>).#fields)
  }

  /** Equal options have equal hash codes. */
  hashCode(): number {
    const { properties, assignment, commitBatchSize, commitIntervalMs, maxDeferredCommits } = this.#fields
    return hashOf(properties, assignment, this.subscriptionTopics(), commitBatchSize, commitIntervalMs, maxDeferredCommits)
  }

  /** The client to make a consumer of, its options, and the typed topics. @throws KafkaError INVALID_CONFIG. */
  resolve(): { readonly kafka: Kafka; readonly consumer: ConsumerOptions; readonly typedTopics: readonly AnyTopic[] } {
    const { properties } = this.#fields
    const { client, side, ignored } = consumerSettings(properties)
    const { maxPollRecords: _polled, ...consumer } = side
    const kafka = this.#fields.kafka ?? clientOf(client)
    tellIgnored(kafka.world.log, properties, ignored)
    return {
      kafka,
      consumer,
      typedTopics: this.#fields.topics?.filter(isTopic) ?? [],
    }
  }
}

function textOf(value: PropertyValue): string | undefined {
  return value === undefined ? undefined : String(value)
}
