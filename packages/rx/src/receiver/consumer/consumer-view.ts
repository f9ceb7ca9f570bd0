/** What `doOnConsumer` hands out: the methods that do no harm to the stream, and a refusal for the rest. */
import { onlyThese } from '../../sender/producer-view.ts'
import { type TopicPartition, partitionKey } from '../../topic-partition.ts'
import type { ReceivingConsumer } from './consumer-port.ts'
import type { PartitionControl } from '../partitions/receiver-partition.ts'

export type ConsumerView = Pick<
  ReceivingConsumer<unknown, unknown>,
  | 'assignment' | 'subscription' | 'seek' | 'seekToBeginning' | 'seekToEnd' | 'position' | 'committed' | 'metrics' | 'partitionsFor' | 'listTopics'
  | 'pause' | 'resume' | 'offsetsForTimes' | 'beginningOffsets' | 'endOffsets' | 'currentLag'
> & {
  /** Paused by the application, or by back-pressure. */
  paused(): readonly TopicPartition[]
}

export interface ConsumerViewSource extends PartitionControl {
  paused(): readonly TopicPartition[]
}

export function consumerView(source: ConsumerViewSource): ConsumerView {
  const { consumer } = source
  const moved = <T>(partitions: readonly TopicPartition[], work: T): T => {
    for (const partition of partitions) source.moved(partition)
    return work
  }
  const allowed: ConsumerView = {
    assignment: () => consumer.assignment(),
    subscription: () => consumer.subscription(),
    seek: (partition, offset) => moved([partition], consumer.seek(partition, offset)),
    seekToBeginning: (partitions) => moved(partitions, consumer.seekToBeginning(partitions)),
    seekToEnd: (partitions) => moved(partitions, consumer.seekToEnd(partitions)),
    position: (partition) => consumer.position(partition),
    committed: (partitions) => consumer.committed(partitions),
    metrics: () => consumer.metrics(),
    partitionsFor: (topic) => consumer.partitionsFor(topic),
    listTopics: () => consumer.listTopics(),
    paused: () => source.paused(),
    pause: (partitions) => source.pausedByUser(partitions, true),
    resume: (partitions) => source.pausedByUser(partitions, false),
    offsetsForTimes: (wanted) => consumer.offsetsForTimes(wanted),
    beginningOffsets: (partitions) => consumer.beginningOffsets(partitions),
    endOffsets: (partitions) => consumer.endOffsets(partitions),
    currentLag: (partition) => consumer.currentLag(partition),
  }
  return onlyThese(allowed, 'doOnConsumer')
}

/** Those of `partitions` that are in `among`. */
export function intersection(partitions: readonly TopicPartition[], among: readonly TopicPartition[]): TopicPartition[] {
  const keys = new Set(among.map(partitionKey))
  return partitions.filter((partition) => keys.has(partitionKey(partition)))
}
