/** What `doOnProducer` hands out: the methods that do no harm to the streams of the sender, and a refusal for the rest. */
import { KafkaError, type PartitionMetadata } from '@odradek/client'
import type { TopicPartitionOffset } from '../topic-partition.ts'
import { type ConsumerGroupMetadata, type SendingProducer, isTransactional } from './producer-port.ts'

/** `PartitionInfo` of the Java client. */
export interface PartitionInfo extends PartitionMetadata {
  readonly topic: string
}

export interface ProducerView {
  /** @throws KafkaError UNKNOWN_TOPIC_OR_PARTITION, INVALID_TOPIC_EXCEPTION. */
  partitionsFor(topic: string): Promise<readonly PartitionInfo[]>
  metrics(): Readonly<Record<string, number>>
  flush(): Promise<void>
  sendOffsetsToTransaction(offsets: readonly TopicPartitionOffset[], group: ConsumerGroupMetadata): Promise<void>
}

export function producerView(producer: SendingProducer): ProducerView {
  const allowed: ProducerView = {
    partitionsFor: async (topic) => (await producer.partitionsFor(topic)).map((partition) => ({ ...partition, topic })),
    metrics: () => ({ 'buffer-available-bytes': producer.availableBytes }),
    flush: () => producer.flush(),
    sendOffsetsToTransaction: (offsets, group) => {
      if (!isTransactional(producer)) throw new KafkaError('INVALID_CONFIG', 'Transactions are not enabled')
      return producer.sendOffsetsToTransaction(offsets, group)
    },
  }
  return onlyThese(allowed, 'doOnProducer')
}

/** Methods that are not there answer with a sentence instead of `undefined is not a function`. */
export function onlyThese<T extends object>(allowed: T, where: string): T {
  return new Proxy(allowed, {
    get(target, name, receiver) {
      // A Promise that resolves with the view asks for `then`.
      if (typeof name === 'symbol' || name === 'then' || name in target) return Reflect.get(target, name, receiver) as unknown
      return () => {
        throw new KafkaError('UNSUPPORTED', `${name} is not supported in ${where}; allowed are ${Object.keys(target).join(', ')}`)
      }
    },
  })
}
