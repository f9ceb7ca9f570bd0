/** A partition as a listener sees it (`ReceiverPartition` of Reactor Kafka): where it stands, and moving it. */
import type { TopicPartition } from '../../topic-partition.ts'
import type { ReceivingConsumer } from '../consumer/consumer-port.ts'

/** Told of what a partition was made to do. */
export interface PartitionControl {
  readonly consumer: ReceivingConsumer<unknown, unknown>
  /** The position was moved: what is outstanding of the partition no longer counts. */
  moved(partition: TopicPartition): void
  pausedByUser(partitions: readonly TopicPartition[], paused: boolean): void
  /** The rebalance waits for this, so that a listener need not. */
  pending<T>(work: Promise<T>): Promise<T>
}

export class ReceiverPartition {
  readonly #partition: TopicPartition
  readonly #control: PartitionControl

  constructor(partition: TopicPartition, control: PartitionControl) {
    this.#partition = { topic: partition.topic, partition: partition.partition }
    this.#control = control
  }

  topicPartition(): TopicPartition {
    return this.#partition
  }

  seekToBeginning(): Promise<void> {
    return this.#move(this.#control.consumer.seekToBeginning([this.#partition]))
  }

  seekToEnd(): Promise<void> {
    return this.#move(this.#control.consumer.seekToEnd([this.#partition]))
  }

  /** @throws KafkaError INVALID_ARGUMENT when it is no offset. */
  seek(offset: number): void {
    this.#control.consumer.seek(this.#partition, offset)
    this.#control.moved(this.#partition)
  }

  /** The first record at or after the time; the end when there is none. */
  seekToTimestamp(timestampMs: number): Promise<void> {
    const { consumer } = this.#control
    const search = async (): Promise<void> => {
      const [found] = await consumer.offsetsForTimes([{ ...this.#partition, timestamp: timestampMs }])
      if (found === undefined || found.offset === null) return this.seekToEnd()
      return this.seek(found.offset)
    }
    return this.#control.pending(search())
  }

  /** The next offset that will be delivered. */
  position(): Promise<number> {
    return this.#control.consumer.position(this.#partition)
  }

  async beginningOffset(): Promise<number> {
    const [found] = await this.#control.consumer.beginningOffsets([this.#partition])
    return found?.offset ?? -1
  }

  async endOffset(): Promise<number> {
    const [found] = await this.#control.consumer.endOffsets([this.#partition])
    return found?.offset ?? -1
  }

  pause(): void {
    this.#control.pausedByUser([this.#partition], true)
  }

  resume(): void {
    this.#control.pausedByUser([this.#partition], false)
  }

  #move(work: Promise<void>): Promise<void> {
    this.#control.moved(this.#partition)
    return this.#control.pending(work)
  }
}
