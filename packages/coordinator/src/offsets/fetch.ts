/**
 * OffsetFetch: committed offsets, whatever the state of the group. With `requireStable` a partition whose offset is
 * about to change answers UNSTABLE_OFFSET_COMMIT, and the client asks again (KIP-447).
 * Source: OffsetMetadataManager.java (fetchOffsets, fetchAllOffsets).
 */
import { ErrorCode, type Uuid } from '@odradek/protocol/internal'
import type { CommittedOffset } from '../records/coordinator-record.ts'
import type { AnswerPace } from '../runtime/ports.ts'
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

/** Of one partition's row besides its metadata, and of one topic's besides its name. */
const ROW_BYTES = 32

/** The room that the offsets of one answer share. An offset that is told again counts as that. */
export class OffsetRoom {
  readonly #pace: AnswerPace
  readonly #told: Set<CommittedOffset> = new Set()

  constructor(pace: AnswerPace) {
    this.#pace = pace
  }

  map: AnswerPace['map'] = (items, change) => this.#pace.map(items, change)

  hasRoomForTopic(name: string): boolean {
    return this.#pace.take(ROW_BYTES + 3 * name.length)
  }

  hasRoomFor(committed: CommittedOffset | undefined): boolean {
    if (committed === undefined) return this.#pace.take(ROW_BYTES)
    const again = this.#told.has(committed)
    this.#told.add(committed)
    return this.#pace.take(ROW_BYTES + 3 * committed.metadata.length, again)
  }
}

/** What no commit looks like. */
export function noOffset(partitionIndex: number, errorCode: number): FetchedPartition {
  return { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode }
}

/**
 * Offsets of the given topics, or of all that the group has (`null`). A group that does not exist has none. Undefined:
 * the answer has no room for them.
 */
export async function fetchOffsets(
  shard: Shard, groupId: string, topics: readonly TopicToFetch[] | null, requireStable: boolean, room: OffsetRoom,
): Promise<FetchedTopic[] | undefined> {
  let isFull = false
  const dead = shard.group(groupId)?.state === 'Dead'
  const read = (topic: string, partition: number): FetchedPartition => {
    if (requireStable && isUnstable(shard, groupId, topic, partition)) {
      return noOffset(partition, ErrorCode.UNSTABLE_OFFSET_COMMIT)
    }
    const committed = dead || isFull ? undefined : shard.offsets.committedOffset(groupId, topic, partition)
    if (!room.hasRoomFor(committed)) isFull = true
    return committed === undefined ? noOffset(partition, ErrorCode.NONE) : fetched(partition, committed)
  }
  if (topics !== null) {
    const found = await room.map(topics, async ({ name, topicId, errorCode, partitionIndexes }) => ({
      name,
      topicId,
      partitions: await room.map(isFull ? [] : partitionIndexes, (index) => {
        return errorCode === ErrorCode.NONE ? read(name, index) : noOffset(index, errorCode)
      }),
    }))
    return isFull ? undefined : found
  }
  const all = dead ? undefined : shard.offsets.committed(groupId)
  if (all === undefined) return []
  // In one step: what is told of a group is of one moment.
  const found: FetchedTopic[] = []
  for (const [name, partitions] of all.topics()) {
    if (isFull || !room.hasRoomForTopic(name)) return undefined
    found.push({ name, partitions: [...partitions.keys()].map((partition) => read(name, partition)) })
  }
  return isFull ? undefined : found
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
