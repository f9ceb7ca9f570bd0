/**
 * OffsetCommit: who may commit (G1), and the answer that waits for the log (G5).
 * Source: OffsetMetadataManager.java (commitOffset), ClassicGroup.java (validateOffsetCommit).
 */
import {
  ErrorCode, type ErrorName, type OffsetCommitRequest, type OffsetCommitRequestPartition, type OffsetCommitRequestTopic,
  type OffsetCommitResponseInput,
} from '@odradek/protocol/internal'
import { offsetWriteError } from '../append-errors.ts'
import type { ClassicGroup } from '../classic/group.ts'
import { memberFence } from '../classic/membership.ts'
import { renewSession } from '../classic/sessions.ts'
import type { OffsetRecord } from '../records/coordinator-record.ts'
import type { Shard } from '../runtime/shard.ts'
import type { Ticket, Turn } from '../runtime/turn.ts'

/** A topic of the request with its name found; `error` when the cluster does not know it. */
export interface TopicToCommit {
  readonly name: string
  readonly error: ErrorName
  /**
   * Partitions that did not exist when the request came: their offsets are refused one by one. Nobody looks again: one
   * that is made while the others are written would be answered as committed, and is not.
   */
  readonly missing: ReadonlySet<number>
  readonly request: OffsetCommitRequestTopic
}

/** From this version on a missing group has an error of its own. */
const GROUP_ID_NOT_FOUND_FROM = 9
/** The request asks for no retention of its own. */
const DEFAULT_RETENTION = -1

/** Decides a commit. The ticket is answered now if nothing is to be written, else when the offsets are committed. */
export function commitOffsets(
  turn: Turn, shard: Shard, apiVersion: number, request: OffsetCommitRequest, topics: readonly TopicToCommit[],
  ticket: Ticket<OffsetCommitResponseInput>,
): void {
  const refusal = refusalOf(shard.group(request.groupId), request, apiVersion)
  if (refusal !== undefined) {
    turn.answer(ticket, responseOf(topics, () => refusal))
    return
  }
  const group = shard.groupOrNew(turn, request.groupId)
  // A commit keeps the session alive as a heartbeat does.
  if (group.state === 'Stable' || group.state === 'PreparingRebalance') renewSession(turn, group, request.memberId)
  const records = recordsOf(turn, request, topics)
  const { offsetMetadataMaxBytes } = turn.config
  const answer = (later: Turn, error: ErrorName): void => {
    later.answer(ticket, responseOf(topics, (partition) => problemOf(partition, offsetMetadataMaxBytes) ?? error))
  }
  if (records.length === 0) {
    answer(turn, 'NONE')
    shard.dropIfIdle(turn, group)
    return
  }
  for (const { topic, partition } of records) shard.offsets.countInFlight(request.groupId, topic, partition, 1)
  turn.append({
    records,
    written: (later, error) => {
      for (const { topic, partition } of records) shard.offsets.countInFlight(request.groupId, topic, partition, -1)
      if (error !== 'NONE') shard.dropIfIdle(later, group)
      answer(later, offsetWriteError(error))
    },
  })
}

/** Why the commit is refused as a whole, or undefined. */
function refusalOf(
  group: ClassicGroup | undefined, request: OffsetCommitRequest, apiVersion: number,
): ErrorName | undefined {
  const generation = request.generationIdOrMemberEpoch
  if (group === undefined) {
    if (generation < 0) return undefined // uses Kafka for its offsets only: the group begins with this commit
    return apiVersion >= GROUP_ID_NOT_FOUND_FROM ? 'GROUP_ID_NOT_FOUND' : 'ILLEGAL_GENERATION'
  }
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE'
  if (generation < 0 && group.state === 'Empty') return undefined
  if (generation < 0 && request.memberId === '' && request.groupInstanceId === null) return 'UNKNOWN_MEMBER_ID'
  const fence = memberFence(group, request.memberId, request.groupInstanceId)
  if (fence !== undefined) return fence
  if (generation !== group.generation) return 'ILLEGAL_GENERATION'
  // The member knows of the new generation, but not of its assignment: what it commits belongs to the old one. While
  // members gather the old generation's commits are welcome, that is what the time is for.
  return group.state === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : undefined
}

/** What keeps one partition's offset from being written, whatever becomes of the others. */
function problemOf(partition: OffsetCommitRequestPartition, offsetMetadataMaxBytes: number): ErrorName | undefined {
  if ((partition.committedMetadata?.length ?? 0) > offsetMetadataMaxBytes) return 'OFFSET_METADATA_TOO_LARGE'
  // Read from a number of 64 bits: what is beyond these would come back as another one. No log holds such an offset, and
  // this error is the one that every client takes for final.
  const { committedOffset } = partition
  return Math.abs(committedOffset) >= Number.MAX_SAFE_INTEGER ? 'INVALID_COMMIT_OFFSET_SIZE' : undefined
}

function expiryOf(request: OffsetCommitRequest, wallMs: number): number {
  if (request.retentionTimeMs === DEFAULT_RETENTION) return -1
  return Math.min(wallMs + request.retentionTimeMs, Number.MAX_SAFE_INTEGER)
}

function recordsOf(turn: Turn, request: OffsetCommitRequest, topics: readonly TopicToCommit[]): OffsetRecord[] {
  const records: OffsetRecord[] = []
  const expireTimestampMs = expiryOf(request, turn.wallMs)
  for (const topic of topics) {
    if (topic.error !== 'NONE') continue
    for (const partition of topic.request.partitions) {
      if (problemOf(partition, turn.config.offsetMetadataMaxBytes) !== undefined || topic.missing.has(partition.partitionIndex)) continue
      records.push({
        kind: 'offset',
        group: request.groupId,
        topic: topic.name,
        partition: partition.partitionIndex,
        value: {
          offset: partition.committedOffset,
          leaderEpoch: partition.committedLeaderEpoch,
          metadata: partition.committedMetadata ?? '',
          commitTimestampMs: turn.wallMs,
          expireTimestampMs,
          topicId: null,
        },
      })
    }
  }
  return records
}

/** The response with one error per partition; that of the topic comes first, then that of a partition that is not there. */
export function responseOf(
  topics: readonly TopicToCommit[], errorOf: (partition: OffsetCommitRequestPartition) => ErrorName,
): OffsetCommitResponseInput {
  return {
    topics: topics.map(({ name, error, missing, request }) => ({
      name,
      topicId: request.topicId,
      partitions: request.partitions.map((partition) => ({
        partitionIndex: partition.partitionIndex,
        errorCode: ErrorCode[error !== 'NONE' ? error : missing.has(partition.partitionIndex) ? 'UNKNOWN_TOPIC_OR_PARTITION' : errorOf(partition)],
      })),
    })),
  }
}
