/** The consumer of `@odradek/client`, fitted to what a receiver needs. The receiver keeps its own credits and commits. */
import { type Consumer, type ConsumerBatch, type Deserializer, KafkaError, type Serde, bytesSerde } from '@odradek/client'
import { type TopicPartition, partitionKey } from '../../topic-partition.ts'
import type { ConsumerFactory } from './consumer-factory.ts'
import type { PartitionInfo, RebalanceEvents, ReceivingConsumer, RecordSlice } from './consumer-port.ts'
import type { ReceiverOptions } from '../options/receiver-options.ts'

/** The client's own credits are not wanted: whoever asks the consumer has room. */
const unlimited = { records: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER, perPartition: { records: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER } }

export const clientConsumers: ConsumerFactory = {
  createConsumer<K, V>(options: ReceiverOptions<K, V>): ReceivingConsumer<K, V> {
    const { kafka, consumer, typedTopics } = options.resolve()
    const made = kafka.consumer({
      ...consumer,
      autoCommit: false,
      inFlight: unlimited,
      revokeDrainMs: 0,
      onPoison: options.onDeserializationError(),
      reuseBuffers: options.reuseBuffers(),
    })
    for (const topic of typedTopics) made.core.topics.add(topic)
    return new ClientConsumer<K, V>(made, options.keyDeserializer(), options.valueDeserializer(), new Set(typedTopics.map(({ name }) => name)))
  },
}

type AnyDeserializer = Deserializer<unknown> | undefined

class ClientConsumer<K, V> implements ReceivingConsumer<K, V> {
  readonly #consumer: Consumer
  readonly #typed: Set<string>
  readonly #key: AnyDeserializer
  readonly #value: AnyDeserializer
  /** With `reuseBuffers`, by partition: what was handed over and is not done, in order. */
  readonly #lent = new Map<string, ConsumerBatch[]>()

  constructor(consumer: Consumer, key: AnyDeserializer, value: AnyDeserializer, typed: Set<string>) {
    this.#consumer = consumer
    this.#key = key
    this.#value = value
    this.#typed = typed
  }

  subscribe(topics: readonly string[] | RegExp, events: RebalanceEvents): void {
    if (!(topics instanceof RegExp)) this.#giveTypes(topics)
    this.#consumer.subscribe(topics, this.#listener(events))
  }

  async assign(partitions: readonly TopicPartition[], events: RebalanceEvents): Promise<void> {
    this.#giveTypes(partitions.map(({ topic }) => topic))
    this.#consumer.onRebalance(this.#listener(events))
    await this.#consumer.assign(partitions)
  }

  #listener(events: RebalanceEvents): Required<import('@odradek/client').RebalanceListener> {
    return {
      assigned: (partitions) => {
        this.#giveTypes(partitions.map(({ topic }) => topic))
        return events.assigned(partitions)
      },
      revoked: (partitions) => events.revoked(partitions),
      lost: (partitions) => events.lost(partitions),
    }
  }

  /** Topics that brought no types of their own are read with the deserializers of the options. */
  #giveTypes(topics: readonly string[]): void {
    if (this.#key === undefined && this.#value === undefined) return
    for (const name of topics) {
      if (this.#typed.has(name)) continue
      this.#typed.add(name)
      this.#consumer.core.topics.add({ name, key: readOnly(this.#key), value: readOnly(this.#value) })
    }
  }

  async poll(maxRecords: number, signal: AbortSignal): Promise<readonly RecordSlice<K, V>[]> {
    const { delivery } = this.#consumer.core
    if (delivery.isYieldDue) await delivery.yieldLoop()
    const slices: RecordSlice<K, V>[] = []
    while (!signal.aborted && !delivery.isEnded) {
      this.#take(slices, maxRecords)
      if (slices.length > 0) return slices
      await delivery.wait(signal).catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
    }
    return slices
  }

  #take(slices: RecordSlice<K, V>[], maxRecords: number): void {
    const { delivery } = this.#consumer.core
    let left = maxRecords
    try {
      while (left > 0) {
        const batch = delivery.takeBatch(left, true)
        if (batch === undefined) return
        if (this.#consumer.core.options.reuseBuffers) this.#lend(batch)
        else batch.ack()
        left -= batch.length
        slices.push({ topic: batch.topic, partition: batch.partition, records: batch.records as unknown as RecordSlice<K, V>['records'], bytes: sizeOf(batch.records), highWatermark: batch.highWatermark })
      }
    } catch (error) {
      // What was taken before the error is delivered first; asking again throws it again.
      if (slices.length === 0) throw error
    }
  }

  #lend(batch: ConsumerBatch): void {
    const key = partitionKey(batch)
    const before = this.#lent.get(key)
    // Sought elsewhere, or revoked and back: what was lent before is the garbage collector's.
    const goesOn = before !== undefined && (before.length === 0 || before[0]!.records[0]!.source.ledger === batch.records[0]!.source.ledger)
    if (goesOn) before.push(batch)
    else this.#lent.set(key, [batch])
  }

  done(partition: TopicPartition, offset: number): void {
    const lent = this.#lent.get(partitionKey(partition))
    while (lent !== undefined && lent.length > 0 && lent[0]!.lastOffset <= offset) lent.shift()!.ack()
  }

  keepAlive(): void {
    this.#consumer.core.delivery.activity++
  }

  async commit(offsets: Parameters<ReceivingConsumer<K, V>['commit']>[0]): Promise<void> {
    const { committer } = this.#consumer.core
    if (committer === undefined) throw new KafkaError('INVALID_CONFIG', 'committing needs a group.id')
    await committer.commit(offsets, { attempts: 1 })
  }

  assignment(): readonly TopicPartition[] {
    return this.#consumer.assignment()
  }

  subscription(): readonly string[] {
    return this.#consumer.core.subscribedTopics()
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#consumer.pause(partitions)
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#consumer.resume(partitions)
  }

  seek(partition: TopicPartition, offset: number): void {
    this.#consumer.seek(partition, offset)
  }

  async seekToBeginning(partitions: readonly TopicPartition[]): Promise<void> {
    await this.#consumer.seekToBeginning(partitions)
  }

  async seekToEnd(partitions: readonly TopicPartition[]): Promise<void> {
    await this.#consumer.seekToEnd(partitions)
  }

  /** In an assign listener there is no position yet: it is what the group committed, or where the reset policy begins. */
  async position(partition: TopicPartition): Promise<number> {
    const { core } = this.#consumer
    const state = core.assigned.get(partition)
    if (state === undefined || state.position >= 0 || !state.isLocating || state.resetTimestamp !== undefined) return this.#consumer.position(partition)
    const [committed] = core.committer === undefined ? [] : await core.committer.committed([partition])
    if (committed !== undefined) return committed.offset
    const [found] = core.options.autoOffsetReset === 'earliest' ? await this.beginningOffsets([partition]) : await this.endOffsets([partition])
    return found!.offset
  }

  committed(partitions: readonly TopicPartition[]): ReturnType<ReceivingConsumer<K, V>['committed']> {
    return this.#consumer.committed(partitions)
  }

  beginningOffsets(partitions: readonly TopicPartition[]): ReturnType<ReceivingConsumer<K, V>['beginningOffsets']> {
    return this.#consumer.beginningOffsets(partitions)
  }

  endOffsets(partitions: readonly TopicPartition[]): ReturnType<ReceivingConsumer<K, V>['endOffsets']> {
    return this.#consumer.endOffsets(partitions)
  }

  async offsetsForTimes(wanted: Parameters<ReceivingConsumer<K, V>['offsetsForTimes']>[0]): ReturnType<ReceivingConsumer<K, V>['offsetsForTimes']> {
    const found = await this.#consumer.offsetsForTimes(wanted)
    return found.map(({ topic, partition, offset, timestamp }) => (offset < 0 ? { topic, partition, offset: null } : { topic, partition, offset, timestamp }))
  }

  async partitionsFor(topic: string): Promise<readonly PartitionInfo[]> {
    const { partitions } = await this.#consumer.core.cluster.topic(topic)
    return partitions.map((partition) => ({ ...partition, topic }))
  }

  async listTopics(): Promise<Readonly<Record<string, readonly PartitionInfo[]>>> {
    const { cluster } = this.#consumer.core
    await cluster.refreshMetadata(null)
    const topics: Record<string, readonly PartitionInfo[]> = {}
    for (const name of cluster.metadata.topicNames()) {
      topics[name] = (cluster.metadata.topic(name)?.partitions ?? []).map((partition) => ({ ...partition, topic: name }))
    }
    return topics
  }

  currentLag({ topic, partition }: TopicPartition): number | undefined {
    const found = this.#consumer.lag().find((item) => item.topic === topic && item.partition === partition)
    return found === undefined || found.lag < 0 ? undefined : found.lag
  }

  metrics(): Readonly<Record<string, number>> {
    const assigned = [...this.#consumer.core.assigned]
    return {
      'assigned-partitions': assigned.length,
      'buffered-bytes': assigned.reduce((sum, { bufferedBytes }) => sum + bufferedBytes, 0),
      'records-lag-max': this.#consumer.lag().reduce((max, { lag }) => Math.max(max, lag), -1),
    }
  }

  groupMetadata(): ReturnType<ReceivingConsumer<K, V>['groupMetadata']> {
    return this.#consumer.groupMetadata()
  }

  async close(options: { readonly timeoutMs?: number }): Promise<void> {
    await this.#consumer.stop({ drain: false, ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }) })
  }
}

function sizeOf(records: readonly { readonly size: number }[]): number {
  let bytes = 0
  for (const record of records) bytes += record.size
  return bytes
}

function readOnly(deserializer: AnyDeserializer): Serde<unknown> {
  return {
    deserialize: (bytes, topic) => (deserializer ?? bytesSerde).deserialize(bytes, topic),
    serialize: () => {
      throw new KafkaError('UNSUPPORTED', 'a receiver does not write')
    },
  }
}
