/**
 * The consumer's face. Records are pulled: `for await` over `records()` or `batches()`, or a handler with `each`.
 * Everything that waits takes a signal; a consumer that cannot go on rejects what is pulled from it.
 */
import { abortable, checkSignal } from '../abort.ts'
import type { PartitionRef } from '../admin/by-leader.ts'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { answerForeignNames } from '../elsewhere.ts'
import { KafkaError } from '../errors.ts'
import { checkCall } from './arguments.ts'
import type { PartitionMetadata, TopicMetadata } from '../metadata.ts'
import type { Bytes, Deserializer } from '../serde.ts'
import type { ConsumerMetrics } from '../telemetry/metrics.ts'
import type { CommitOptions, OffsetToCommit } from './positions/committer.ts'
import { ConsumerCore, type ConsumerState } from './core.ts'
import { EARLIEST, LATEST } from './positions/offset-reset.ts'
import type { ResolvedConsumerOptions } from './options.ts'
import type { PartitionState } from './positions/partition-state.ts'
import type { DeadLetterSend } from './delivery/poison.ts'
import type { FoundOffset } from './positions/positions.ts'
import { type EachOptions, handleEach, type RecordHandler } from './delivery/handlers.ts'
import { BatchStream, type BatchStreamOptions, RecordStream, type StreamOptions } from './delivery/streams.ts'
import type { AnyTopic } from './delivery/topics.ts'
import type { RebalanceListener } from './membership/rebalance-listener.ts'
import { type RunOptions, TopicHandlers, type TopicHandlerOptions } from './run.ts'
import type { StopOptions } from './shutdown.ts'
import type { SubscriptionSpec } from './membership/subscribed-topics.ts'

/** What to subscribe to: names, typed topics, a pattern matched here, or one that the broker matches (RE2 syntax, KIP-848). */
export type SubscriptionTarget = string | AnyTopic | RegExp | { readonly serverPattern: string } | readonly (string | AnyTopic)[]

/** The type of the keys of what is subscribed to. */
export type RecordKey<T> = T extends readonly (infer E)[] ? RecordKey<E> : T extends { readonly key: Deserializer<infer K> } ? Read<K> : Buffer | null
/** The type of the values of what is subscribed to. */
export type RecordValue<T> = T extends readonly (infer E)[] ? RecordValue<E> : T extends { readonly value: Deserializer<infer V> } ? Read<V> : Buffer | null
/** Bytes are written in several forms and read as Buffers; what has a type of its own is read as that. */
export type Read<V> = [V] extends [Bytes] ? ([Bytes] extends [V] ? Buffer | null : V) : V

export interface ManualPartition extends PartitionRef {
  /** Where to begin; what the group committed, or `autoOffsetReset`, when absent. */
  readonly offset?: number
}

export interface PartitionLag extends PartitionRef {
  readonly position: number
  /** Where readers of this isolation level can get to, as of the last fetch; -1 before the first. */
  readonly endOffset: number
  /** Records behind; -1 when not known yet. */
  readonly lag: number
}

export interface LagOptions extends WaitOptions {
  /** Asks the brokers where the partitions end. */
  readonly refresh?: boolean
}

/** What a transaction needs to commit this group's offsets. */
export interface GroupMetadata {
  readonly groupId: string
  readonly memberId: string
  readonly generationId: number
  readonly groupInstanceId: string | null
}

/** A consumer with the types of what it subscribed to. It is the same consumer: streams of both share the records. */
export interface TypedStreams<K, V> extends AsyncIterable<import('./record.ts').ConsumerRecord<K, V>> {
  records(options?: StreamOptions): RecordStream<K, V>
  batches(options?: BatchStreamOptions): BatchStream<K, V>
  each(handler: RecordHandler<K, V>, options?: EachOptions<K, V>): Promise<void>
}

export class Consumer implements TypedStreams<Buffer | null, Buffer | null> {
  /** @internal What the other packages of this repository build on. */
  readonly core: ConsumerCore
  readonly #handlers = new TopicHandlers()

  /** @internal `kafka.consumer()` makes them. */
  constructor(cluster: Cluster, options: ResolvedConsumerOptions, deadLetter: DeadLetterSend, onClose: () => Promise<void> = () => cluster.close()) {
    this.core = new ConsumerCore(cluster, options, deadLetter, onClose)
  }

  /**
   * Joins the group for these topics; again: changes the subscription. Answers the consumer with the topics' types.
   * @throws KafkaError INVALID_CONFIG without a group, CLOSED.
   */
  subscribe<const T extends SubscriptionTarget>(target: T, listener?: RebalanceListener): TypedStreams<RecordKey<T>, RecordValue<T>> {
    checkCall('subscribe', target, listener)
    this.core.checkOpen()
    const { options } = this.core
    if (options.groupId === undefined) throw new KafkaError('INVALID_CONFIG', 'subscribe needs a groupId; without a group use assign')
    if (listener !== undefined) this.core.listeners.add(listener)
    const spec = specOf(target)
    if ('serverPattern' in spec && options.protocol !== 'consumer') {
      throw new KafkaError('INVALID_CONFIG', "a serverPattern needs protocol 'consumer'; with the classic one use a RegExp")
    }
    for (const topic of Array.isArray(target) ? target : [target]) if (isTopic(topic)) this.core.topics.add(topic)
    this.core.subscribe(spec)
    return this as unknown as TypedStreams<RecordKey<T>, RecordValue<T>>
  }

  /** Reads these partitions, without group membership; with a `groupId` offsets are committed. Again: replaces them. */
  async assign(
    partitions: readonly (ManualPartition | (Omit<ManualPartition, 'topic'> & { readonly topic: AnyTopic }))[], options: { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    checkCall('assign', partitions, options)
    this.core.checkOpen()
    checkSignal(options.signal)
    if (this.core.subscribed.isActive) throw new KafkaError('INVALID_ARGUMENT', 'assign: this consumer has subscribed, and its group assigns')
    const items = partitions.map(({ topic, ...rest }) => {
      if (typeof topic !== 'string') this.core.topics.add(topic)
      return { ...rest, topic: typeof topic === 'string' ? topic : topic.name }
    })
    const starts: RebalanceListener = {
      assigned: () => {
        for (const item of items) {
          const state = this.core.assigned.get(item)
          if (state !== undefined && item.offset !== undefined && state.position < 0) this.core.seek(state, item.offset, -1)
        }
      },
    }
    this.core.listeners.add(starts)
    await abortable(this.core.assignManually(items).finally(() => this.core.listeners.delete(starts)), options.signal)
    this.core.checkOpen()
  }

  /** One record after the other. With `ack: 'auto'` (default) each is acknowledged when the next is asked for. */
  records(options: StreamOptions = {}): RecordStream<Buffer | null, Buffer | null> {
    checkCall('records', options)
    return new RecordStream(this.core.delivery, options)
  }

  /** Records of one partition at a time: the fastest way. */
  batches(options: BatchStreamOptions = {}): BatchStream<Buffer | null, Buffer | null> {
    checkCall('batches', options)
    return new BatchStream(this.core.delivery, options, this.core.options.maxBatchRecords)
  }

  /**
   * Runs the handler for every record until the consumer stops, the signal aborts, or a handler throws and `onError` has
   * nothing better to do. When it resolves or rejects no handler runs any more.
   */
  async each(handler: RecordHandler<Buffer | null, Buffer | null>, options: EachOptions = {}): Promise<void> {
    checkCall('each', handler, options)
    return handleEach(this.core.delivery, handler, options)
  }

  /**
   * What is to be done with the records of a topic: `run` does it, and subscribes to the topics that have a handler.
   * @throws KafkaError INVALID_ARGUMENT.
   */
  on<const T extends string | AnyTopic>(
    topic: T, handler: RecordHandler<RecordKey<T>, RecordValue<T>>, options: TopicHandlerOptions<RecordKey<T>, RecordValue<T>> = {},
  ): this {
    checkCall('on', topic, handler, options)
    this.#handlers.add(topic, handler as RecordHandler<unknown, unknown> as RecordHandler<Buffer | null, Buffer | null>, options as TopicHandlerOptions)
    return this
  }

  /**
   * `each` over the handlers that were given to `on`, or over a function in kafkajs's shape (`eachMessage`, `eachBatch`).
   * It ends as `each` does: it does not resolve before the consumer stops.
   * @throws KafkaError INVALID_ARGUMENT when there is nothing to do, and what ended it.
   */
  async run(options: RunOptions = {}): Promise<void> {
    checkCall('run', options)
    this.core.checkOpen()
    await this.#handlers.run(this, options)
  }

  [Symbol.asyncIterator](): RecordStream<Buffer | null, Buffer | null> {
    return this.records()
  }

  /** Told of partitions that come and go. Answers a function that ends it. */
  onRebalance(listener: RebalanceListener): () => void {
    checkCall('onRebalance', listener)
    this.core.listeners.add(listener)
    return () => this.core.listeners.delete(listener)
  }

  /** Topics subscribed to now; with a pattern, those that match. */
  subscription(): readonly string[] {
    return this.core.subscribed.names()
  }

  /** Partitions of a topic and their leaders. @throws KafkaError UNKNOWN_TOPIC_OR_PARTITION, TIMEOUT. */
  async partitionsFor(topic: string, options: WaitOptions = {}): Promise<readonly PartitionMetadata[]> {
    checkCall('partitionsFor', topic, options)
    return (await this.core.cluster.topic(topic, { ...options, autoCreate: false })).partitions
  }

  /** Every topic that may be seen, with its partitions. */
  async listTopics(options: WaitOptions = {}): Promise<readonly TopicMetadata[]> {
    checkCall('listTopics', options)
    const { cluster } = this.core
    await cluster.fetchMetadata(null, options)
    return cluster.metadata.topicNames().flatMap((name) => cluster.metadata.topic(name) ?? [])
  }

  assignment(): readonly PartitionRef[] {
    return this.core.assigned.refs()
  }

  /**
   * Commits: without offsets, everything that is acknowledged without a gap; with offsets, exactly these.
   * @throws KafkaError UNKNOWN_TOPIC_OR_PARTITION, REBALANCE_IN_PROGRESS, FENCED_INSTANCE_ID, TIMEOUT, ...
   */
  async commit(offsets?: readonly OffsetToCommit[], options: CommitOptions = {}): Promise<void> {
    checkCall('commit', offsets, options)
    this.core.checkOpen()
    const { committer } = this.core
    if (committer === undefined) throw new KafkaError('INVALID_CONFIG', 'commit needs a groupId')
    if (offsets === undefined) await this.core.commitAcknowledged(options)
    else await committer.commit(offsets, options)
  }

  /** What the group has committed; partitions without a commit are left out. Default: the assigned ones. */
  async committed(partitions: readonly PartitionRef[] = this.assignment(), options: CommitOptions = {}): Promise<readonly OffsetToCommit[]> {
    checkCall('committed', partitions, options)
    const { committer } = this.core
    if (committer === undefined) throw new KafkaError('INVALID_CONFIG', 'committed needs a groupId')
    return committer.committed(partitions, options)
  }

  /** The next offset that will be delivered; waits until it is known. */
  async position(partition: PartitionRef, options: WaitOptions = {}): Promise<number> {
    checkCall('position', partition, options)
    return this.core.cluster.within(`position of ${partition.topic}-${partition.partition}`, options, async (signal) => {
      const state = this.#state(partition)
      await this.core.place(state)
      while (state.position < 0 || state.isLocating) {
        this.core.checkOpen()
        if (state.isGone) throw notAssigned(partition)
        await this.core.cluster.options.world.scheduler.sleep(10, { signal })
      }
      return state.position
    })
  }

  /** Stops delivery and fetching of these; they stay assigned, and paused, also across rebalances that leave them here. */
  pause(partitions: readonly PartitionRef[] = this.assignment()): void {
    checkCall('pause', partitions)
    this.core.setPaused(this.#states(partitions), true)
  }

  resume(partitions: readonly PartitionRef[] = this.assignment()): void {
    checkCall('resume', partitions)
    this.core.setPaused(this.#states(partitions), false)
  }

  paused(): readonly PartitionRef[] {
    return [...this.core.assigned].filter(({ pausedByUser }) => pausedByUser).map(({ topic, partition }) => ({ topic, partition }))
  }

  /** The next record of the partition is the one at `offset`. What is in flight of it can no longer be acknowledged. */
  seek(partition: PartitionRef, offset: number): void {
    checkCall('seek', partition, offset)
    this.core.seek(this.#state(partition), offset, -1)
  }

  /** Goes to the first record at or after the time, or to the end when there is none. */
  async seekToTime(partitions: readonly PartitionRef[], timestampMs: number, options: WaitOptions = {}): Promise<void> {
    checkCall('seekToTime', partitions, timestampMs, options)
    await this.core.cluster.within('seekToTime', options, () => Promise.all(this.#states(partitions).map((state) => this.core.seekToTime(state, timestampMs))))
  }

  async seekToBeginning(partitions: readonly PartitionRef[] = this.assignment(), options: WaitOptions = {}): Promise<void> {
    checkCall('seekToBeginning', partitions, options)
    return this.seekToTime(partitions, EARLIEST, options)
  }

  async seekToEnd(partitions: readonly PartitionRef[] = this.assignment(), options: WaitOptions = {}): Promise<void> {
    checkCall('seekToEnd', partitions, options)
    return this.seekToTime(partitions, LATEST, options)
  }

  /** Per partition, how far behind the end the position is, by what the last fetch told; `refresh` asks the brokers. */
  lag(): readonly PartitionLag[]
  lag(options: LagOptions & { readonly refresh: true }): Promise<readonly PartitionLag[]>
  lag(options?: LagOptions): readonly PartitionLag[] | Promise<readonly PartitionLag[]> {
    checkCall('lag', options)
    if (options?.refresh === true) return this.#lagNow({ timeoutMs: options.timeoutMs, signal: options.signal })
    const committedOnly = this.core.options.isolation === 'read_committed'
    return [...this.core.assigned].map((state) => lagOf(state, committedOnly ? state.lastStableOffset : state.highWatermark))
  }

  async #lagNow(options: WaitOptions): Promise<readonly PartitionLag[]> {
    const ends = await this.endOffsets(this.assignment(), options)
    return ends.flatMap((end) => {
      const state = this.core.assigned.get(end)
      return state === undefined ? [] : [lagOf(state, end.offset)]
    })
  }

  /** What this consumer has counted so far: a snapshot, no request is made. */
  metrics(): ConsumerMetrics {
    const { cluster, delivery, assigned, committer, rebalances } = this.core
    const lags = this.lag().map(({ lag }) => lag).filter((lag) => lag >= 0)
    return {
      ...cluster.counters.snapshot(),
      records: delivery.recordsTaken,
      recordsInFlight: [...assigned].reduce((sum, { tracker }) => sum + tracker.records, 0),
      partitions: assigned.size,
      lag: lags.length === 0 ? -1 : lags.reduce((sum, lag) => sum + lag, 0),
      lagMax: Math.max(-1, ...lags),
      rebalances,
      commits: committer?.commits ?? 0,
      failedCommits: committer?.failedCommits ?? 0,
    }
  }

  async beginningOffsets(partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly (PartitionRef & FoundOffset)[]> {
    checkCall('beginningOffsets', partitions, options)
    return this.offsetsForTimes(partitions.map((partition) => ({ ...partition, timestamp: EARLIEST })), options)
  }

  async endOffsets(partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly (PartitionRef & FoundOffset)[]> {
    checkCall('endOffsets', partitions, options)
    return this.offsetsForTimes(partitions.map((partition) => ({ ...partition, timestamp: LATEST })), options)
  }

  /** The first offset at or after each time; -1 where there is none. @throws KafkaError of the first that failed for good, TIMEOUT, ABORTED. */
  async offsetsForTimes(
    wishes: readonly (PartitionRef & { readonly timestamp: number })[], options: WaitOptions = {},
  ): Promise<readonly (PartitionRef & FoundOffset)[]> {
    checkCall('offsetsForTimes', wishes, options)
    return this.core.cluster.retrying('ListOffsets', options, async () => {
      const results = await this.core.positions.offsetsForTimes(wishes)
      return wishes.map(({ topic, partition }) => {
        const found = results.get(`${topic}-${partition}`)
        if (found === undefined || found instanceof KafkaError) throw found ?? notAssigned({ topic, partition })
        return { topic, partition, ...found }
      })
    })
  }

  /** For `producer.sendOffsets` in a transaction. */
  groupMetadata(): GroupMetadata {
    const { groupId } = this.core.options
    if (groupId === undefined) throw new KafkaError('INVALID_CONFIG', 'this consumer has no group')
    const { memberId, generation, groupInstanceId } = this.core.identity
    return { groupId, memberId, generationId: generation, groupInstanceId }
  }

  /**
   * Ends it: streams end after what they are at, revoke listeners are called, acknowledged offsets are committed
   * (`autoCommit`), the group is left. What is at work may be finished before, and is committed; see `StopOptions.drain`.
   * Never takes longer than `timeoutMs`. `close` and `await using` are the same.
   * @throws KafkaError COMMIT_FAILED when acknowledged records could not be committed, or what a revoke listener threw;
   *   everything else was done then. ABORTED.
   */
  stop(options: StopOptions = {}): Promise<void> {
    try {
      checkCall('stop', options)
    } catch (error) {
      return Promise.reject(error as KafkaError)
    }
    return this.core.stop(options)
  }

  /** The same as `stop`. */
  close(options: StopOptions = {}): Promise<void> {
    return this.stop(options)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  get state(): ConsumerState {
    return this.core.state
  }

  /** When somebody last asked for records, or acknowledged some: milliseconds since 1970, to about a second; -1 before. */
  get lastActivity(): number {
    return this.core.lastActivityMs
  }

  /**
   * Resolves when the consumer has been stopped, rejects with what ended it: the error after which it could not go on,
   * or what `stop` rejected with. Nobody has to look at it.
   */
  get closed(): Promise<void> {
    return this.core.shutdown.closed
  }

  #state(partition: PartitionRef): PartitionState {
    const state = this.core.assigned.get(partition)
    if (state === undefined) throw notAssigned(partition)
    return state
  }

  #states(partitions: readonly PartitionRef[]): PartitionState[] {
    return partitions.map((partition) => this.#state(partition))
  }
}

answerForeignNames(Consumer.prototype, 'consumer', {
  connect: 'there is nothing to connect: asking for records does',
  disconnect: 'write stop()',
  commitOffsets: "write commit([{ topic: 'orders', partition: 0, offset: 5 }])",
  describeGroup: "write kafka.admin().describeGroups(['billing'])",
})

function lagOf({ topic, partition, position }: PartitionState, endOffset: number): PartitionLag {
  return { topic, partition, position, endOffset, lag: endOffset < 0 || position < 0 ? -1 : Math.max(0, endOffset - position) }
}

function notAssigned({ topic, partition }: PartitionRef): KafkaError {
  return new KafkaError('INVALID_ARGUMENT', `${topic}-${partition} is not assigned to this consumer`)
}

function isTopic(target: unknown): target is AnyTopic {
  return typeof target === 'object' && target !== null && 'name' in target && 'value' in target
}

function specOf(target: SubscriptionTarget): SubscriptionSpec {
  if (target instanceof RegExp) return { pattern: target }
  if (typeof target === 'object' && 'serverPattern' in target) return { serverPattern: target.serverPattern }
  const list = (Array.isArray(target) ? target : [target]) as readonly (string | AnyTopic)[]
  const names = [...new Set(list.map((item) => (typeof item === 'string' ? item : item.name)))]
  return { names }
}
