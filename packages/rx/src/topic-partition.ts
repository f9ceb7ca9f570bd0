/** Partitions and offsets by value, under the names of the Java client. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

export interface OffsetAndMetadata {
  /** Of the next record to read. */
  readonly offset: number
  readonly leaderEpoch?: number
  readonly metadata?: string
}

export interface TopicPartitionOffset extends TopicPartition, OffsetAndMetadata {}

/** Text that identifies a partition in a Map; partition first, so that no topic name can be mistaken. */
export function partitionKey(of: TopicPartition): string {
  return `${of.partition}/${of.topic}`
}

export function samePartition(a: TopicPartition, b: TopicPartition): boolean {
  return a.partition === b.partition && a.topic === b.topic
}
