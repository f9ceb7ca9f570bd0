/**
 * What the receiver needs of a consumer: the surface of the Java client's Consumer, with Promises. `client-consumers.ts`
 * fits the client to it; tests bring one that fails and rebalances on command.
 */
import type { KafkaError } from '@odradek/client'
import type { ConsumerGroupMetadata } from '../../sender/producer-port.ts'
import type { OffsetAndMetadata, TopicPartition, TopicPartitionOffset } from '../../topic-partition.ts'

/** A record as it was fetched (`ConsumerRecord` of the Java client). */
export interface ConsumedRecord<K, V> {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Milliseconds. */
  readonly timestamp: number
  readonly timestampType: 'CreateTime' | 'LogAppendTime'
  readonly leaderEpoch: number
  readonly key: K
  readonly value: V
  readonly headers: readonly { readonly key: string; readonly value: Buffer | null }[]
  /** Bytes, about. */
  readonly size: number
}

/** Records of one partition, in offset order, at least one. */
export interface RecordSlice<K, V> {
  readonly topic: string
  readonly partition: number
  readonly records: readonly ConsumedRecord<K, V>[]
  /** Of all of them, about. */
  readonly bytes: number
  /** High watermark when they were fetched; -1 when unknown. */
  readonly highWatermark: number
}

/** Called in the course of a rebalance, and awaited. What is thrown is the error of the waiting poll. */
export interface RebalanceEvents {
  assigned(partitions: readonly TopicPartition[]): Promise<void>
  /** Still ours: commits go out. */
  revoked(partitions: readonly TopicPartition[]): Promise<void>
  /** Somebody else's already. */
  lost(partitions: readonly TopicPartition[]): Promise<void>
}

export interface PartitionInfo extends TopicPartition {
  readonly leader: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
}

export interface OffsetAndTimestamp {
  readonly offset: number
  readonly timestamp: number
}

export interface ReceivingConsumer<K, V> {
  /** Joins the group and stays in it, whether somebody polls or not. */
  subscribe(topics: readonly string[] | RegExp, events: RebalanceEvents): void
  assign(partitions: readonly TopicPartition[], events: RebalanceEvents): Promise<void>
  /** Waits for records; empty when `signal` was aborted. @throws KafkaError when the consumer cannot go on. */
  poll(maxRecords: number, signal: AbortSignal): Promise<readonly RecordSlice<K, V>[]>
  /** Records of the partition up to `offset` will not be looked at again (`reuseBuffers`). */
  done?(partition: TopicPartition, offset: number): void
  /** Somebody is there, although nobody polls: the member keeps its place in the group. */
  keepAlive(): void
  /** One attempt. @throws KafkaError, retriable or not. */
  commit(offsets: readonly TopicPartitionOffset[]): Promise<void>
  assignment(): readonly TopicPartition[]
  subscription(): readonly string[]
  /** What was fetched of a paused partition is kept and not delivered. */
  pause(partitions: readonly TopicPartition[]): void
  resume(partitions: readonly TopicPartition[]): void
  seek(partition: TopicPartition, offset: number): void
  seekToBeginning(partitions: readonly TopicPartition[]): Promise<void>
  seekToEnd(partitions: readonly TopicPartition[]): Promise<void>
  position(partition: TopicPartition): Promise<number>
  committed(partitions: readonly TopicPartition[]): Promise<readonly (TopicPartition & OffsetAndMetadata)[]>
  beginningOffsets(partitions: readonly TopicPartition[]): Promise<readonly TopicPartitionOffset[]>
  endOffsets(partitions: readonly TopicPartition[]): Promise<readonly TopicPartitionOffset[]>
  offsetsForTimes(wanted: readonly (TopicPartition & { readonly timestamp: number })[]): Promise<readonly (TopicPartition & (OffsetAndTimestamp | { readonly offset: null }))[]>
  partitionsFor(topic: string): Promise<readonly PartitionInfo[]>
  listTopics(): Promise<Readonly<Record<string, readonly PartitionInfo[]>>>
  currentLag(partition: TopicPartition): number | undefined
  metrics(): Readonly<Record<string, number>>
  groupMetadata(): ConsumerGroupMetadata
  /** Within `timeoutMs`, when it is given. @throws KafkaError when it did not end in order. */
  close(options: { readonly timeoutMs?: number }): Promise<void>
}

/** Retriable commit failures: what may pass by itself, and a rebalance that is under way. */
export function isRetriableCommit(error: unknown): boolean {
  const { code, retriable, cause } = error as Partial<KafkaError>
  if (retriable === true || code === 'REBALANCE_IN_PROGRESS') return true
  return code === 'TIMEOUT' && cause !== undefined && isRetriableCommit(cause)
}
