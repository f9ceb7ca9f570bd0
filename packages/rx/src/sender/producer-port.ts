/**
 * What the sender needs of a producer. The client's `Producer` fits the first interface; a transactional producer adds
 * the second. A `ProducerFactory` (`producer-factory.ts`) may bring any object that fits, which is how tests inject failures.
 */
import type { Accepted, PartitionMetadata, ProducerRecord, Topic } from '@odradek/client'
import type { TopicPartitionOffset } from '../topic-partition.ts'

export interface SendingProducer {
  /** Accepts one record in order; the batch it lies in says when it is delivered. May throw or reject for this record only. */
  accept<K, V>(topic: string | Topic<K, V>, record: ProducerRecord<K, V>): Accepted | Promise<Accepted>
  /** Sends open batches without waiting for `linger.ms`. */
  hurry(): void
  flush(): Promise<void>
  partitionsFor(topic: string): Promise<readonly PartitionMetadata[]>
  /** Waits for what is under way, `timeoutMs` at most when given. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>
  readonly availableBytes: number
}

/** Whose offsets a transaction commits (`ConsumerGroupMetadata` of the Java client). */
export interface ConsumerGroupMetadata {
  readonly groupId: string
  readonly generationId?: number
  readonly memberId?: string
  readonly groupInstanceId?: string | null
}

export interface TransactionalProducer extends SendingProducer {
  /** Takes the transactional id, fencing whoever had it and aborting what they left open. */
  initTransactions(): Promise<void>
  beginTransaction(): void | Promise<void>
  sendOffsetsToTransaction(offsets: readonly TopicPartitionOffset[], group: ConsumerGroupMetadata): Promise<void>
  /** Delivers everything accepted, then commits. */
  commitTransaction(): Promise<void>
  abortTransaction(): Promise<void>
}

export function isTransactional(producer: SendingProducer): producer is TransactionalProducer {
  return typeof (producer as Partial<TransactionalProducer>).beginTransaction === 'function'
}
