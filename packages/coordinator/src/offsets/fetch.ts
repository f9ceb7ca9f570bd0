/**
 * OffsetFetch: committed offsets, whatever the state of the group. With `requireStable` a partition whose offset is
 * about to change answers UNSTABLE_OFFSET_COMMIT, and the client asks again (KIP-447).
 * Source: OffsetMetadataManager.java (fetchOffsets, fetchAllOffsets).
 */
import { ErrorCode, type Uuid } from '@odradek/protocol/internal'
import type { CommittedOffset } from '../records/coordinator-record.ts'
import type { Shard } from '../runtime/shard.ts'

/** Partitions of a topic that is known by name. */
export interface TopicToFetch {
  readonly name: string
  readonly topicId?: Uuid | undefined
  /** An error for all partitions: the topic is not known. */
  readonly errorCode: number
  readonly partitionIndexes: readonly number[]
}

export interface FetchedPartition {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch: number
  readonly metadata: string
  readonly errorCode: number
}

export interface FetchedTopic {
  readonly name: string
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly FetchedPartition[]
}

/** What no commit looks like. */
export function noOffset(partitionIndex: number, errorCode: number): FetchedPartition {
  return { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode }
}

/** Offsets of the given topics, or of all that the group has (`null`). A group that does not exist has none. */
export function fetchOffsets(
  shard: Shard, groupId: string, topics: readonly TopicToFetch[] | null, requireStable: boolean,
): FetchedTopic[] {
  const dead = shard.group(groupId)?.state === 'Dead'
  const read = (topic: string, partition: number): FetchedPartition => {
    if (requireStable && isUnstable(shard, groupId, topic, partition)) {
      return noOffset(partition, ErrorCode.UNSTABLE_OFFSET_COMMIT)
    }
    const committed = dead ? undefined : shard.offsets.committedOffset(groupId, topic, partition)
    return committed === undefined ? noOffset(partition, ErrorCode.NONE) : fetched(partition, committed)
  }
  if (topics !== null) {
    return topics.map(({ name, topicId, errorCode, partitionIndexes }) => ({
      name,
      topicId,
      partitions: partitionIndexes.map((index) => {
        return errorCode === ErrorCode.NONE ? read(name, index) : noOffset(index, errorCode)
      }),
    }))
  }
  const all = dead ? undefined : shard.offsets.committed(groupId)
  if (all === undefined) return []
  return [...all.topics()].map(([name, partitions]) => ({
    name,
    partitions: [...partitions.keys()].map((partition) => read(name, partition)),
  }))
}

function isUnstable(shard: Shard, groupId: string, topic: string, partition: number): boolean {
  return shard.offsets.isInFlight(groupId, topic, partition) || shard.offsets.isInTransaction(groupId, topic, partition)
}

function fetched(partitionIndex: number, committed: CommittedOffset): FetchedPartition {
  return {
    partitionIndex,
    committedOffset: committed.offset,
    committedLeaderEpoch: committed.leaderEpoch,
    metadata: committed.metadata,
    errorCode: ErrorCode.NONE,
  }
}
