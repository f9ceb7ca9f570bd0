/** A received record with the handle that acknowledges it (`ReceiverRecord`, `ReceiverOffset` of Reactor Kafka). */
import type { Observable } from 'rxjs'
import { mono } from '../mono.ts'
import type { TopicPartition } from '../topic-partition.ts'
import type { ConsumedRecord } from './consumer/consumer-port.ts'

/** Where acknowledgements go: the receive that delivered the record. */
export interface Acknowledgements {
  acknowledge(record: ConsumedRecord<unknown, unknown>): void
  commit(record: ConsumedRecord<unknown, unknown>): Promise<void>
}

export class ReceiverOffset {
  readonly #record: ConsumedRecord<unknown, unknown>
  readonly #owner: Acknowledgements

  constructor(record: ConsumedRecord<unknown, unknown>, owner: Acknowledgements) {
    this.#record = record
    this.#owner = owner
  }

  topicPartition(): TopicPartition {
    const { topic, partition } = this.#record
    return { topic, partition }
  }

  offset(): number {
    return this.#record.offset
  }

  /**
   * The record is done, and with it everything before it in its partition (unless `maxDeferredCommits` is set): it will
   * be committed, and its credit comes back. Idempotent; too late after the partition was revoked, and then without effect.
   */
  acknowledge(): void {
    this.#owner.acknowledge(this.#record)
  }

  /**
   * Acknowledges, then commits everything acknowledged, of all partitions. Cold: nothing happens without a
   * subscription; `retry()` commits again.
   */
  commit(): Observable<void> {
    return mono(() => this.#owner.commit(this.#record))
  }
}

export class ReceiverRecord<K, V> implements ConsumedRecord<K, V> {
  readonly #record: ConsumedRecord<K, V>
  readonly #owner: Acknowledgements

  constructor(record: ConsumedRecord<K, V>, owner: Acknowledgements) {
    this.#record = record
    this.#owner = owner
  }

  get topic(): string {
    return this.#record.topic
  }

  get partition(): number {
    return this.#record.partition
  }

  get offset(): number {
    return this.#record.offset
  }

  get timestamp(): number {
    return this.#record.timestamp
  }

  get timestampType(): 'CreateTime' | 'LogAppendTime' {
    return this.#record.timestampType
  }

  get leaderEpoch(): number {
    return this.#record.leaderEpoch
  }

  get key(): K {
    return this.#record.key
  }

  get value(): V {
    return this.#record.value
  }

  get headers(): readonly { readonly key: string; readonly value: Buffer | null }[] {
    return this.#record.headers
  }

  get size(): number {
    return this.#record.size
  }

  receiverOffset(): ReceiverOffset {
    return new ReceiverOffset(this.#record, this.#owner)
  }
}
