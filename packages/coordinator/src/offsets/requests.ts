/**
 * The version differences of OffsetCommit and OffsetFetch: topics by name or by id, one group or many, errors at the
 * top or per partition.
 */
import {
  ErrorCode, ZERO_UUID, type ErrorName, type OffsetCommitRequest, type OffsetCommitRequestTopic, type OffsetFetchRequest, type OffsetFetchRequestGroup,
  type OffsetFetchResponseInput,
} from '@odradek/protocol/internal'
import type { AnswerPace, TopicDirectory } from '../runtime/ports.ts'
import type { Shard } from '../runtime/shard.ts'
import type { TopicToCommit } from './commit.ts'
import { fetchOffsets, noOffset, OffsetRoom, type FetchedTopic, type TopicToFetch } from './fetch.ts'

/** From this version on topics are named by id. */
const TOPIC_IDS_FROM = 10
/** From this version on many groups may be asked for at once. */
const BATCHED_FROM = 8
/** From this version on an error of the whole group has its own place. */
const TOP_LEVEL_ERROR_FROM = 2

/** Finds the names of the topics to commit for, and those that do not exist. */
export function topicsToCommit(
  request: OffsetCommitRequest, apiVersion: number, topics: TopicDirectory | undefined,
): TopicToCommit[] {
  return request.topics.map((topic): TopicToCommit => {
    if (apiVersion >= TOPIC_IDS_FROM) {
      const name = topics?.nameOf(topic.topicId)
      return { name: name ?? '', error: name === undefined ? 'UNKNOWN_TOPIC_ID' : 'NONE', request: topic, missing: missingOf(name, topic, topics) }
    }
    const error = topics === undefined || topics.exists(topic.name) ? 'NONE' : 'UNKNOWN_TOPIC_OR_PARTITION'
    return { name: topic.name, error, request: topic, missing: missingOf(topic.name, topic, topics) }
  })
}

const NONE_MISSING: ReadonlySet<number> = new Set()

function missingOf(
  name: string | undefined, { partitions }: OffsetCommitRequestTopic, topics: TopicDirectory | undefined,
): ReadonlySet<number> {
  if (topics === undefined || name === undefined) return NONE_MISSING
  const missing = partitions.filter(({ partitionIndex }) => !topics.hasPartition(name, partitionIndex))
  return missing.length === 0 ? NONE_MISSING : new Set(missing.map(({ partitionIndex }) => partitionIndex))
}

/** Answers an OffsetFetch of any version. */
export async function fetchResponse(
  request: OffsetFetchRequest, apiVersion: number, shardOf: (groupId: string) => Shard | ErrorName,
  topics: TopicDirectory | undefined, pace: AnswerPace,
): Promise<OffsetFetchResponseInput> {
  const room = new OffsetRoom(pace)
  if (apiVersion >= BATCHED_FROM) {
    const { requireStable } = request
    return { groups: await pace.map(request.groups, (group) => fetchGroup(group, apiVersion, requireStable, shardOf, topics, room)) }
  }
  const shard = shardOf(request.groupId)
  let error: ErrorName = 'INVALID_REQUEST'
  if (typeof shard !== 'string') {
    const wanted = request.topics === null ? null : request.topics.map((topic) => byName(topic))
    const found = await fetchOffsets(shard, request.groupId, wanted, request.requireStable, room)
    const now = shardOf(request.groupId)
    if (now !== shard) error = movedError(now)
    else if (found !== undefined) return { errorCode: ErrorCode.NONE, topics: found }
  } else error = shard
  if (apiVersion >= TOP_LEVEL_ERROR_FROM) return { errorCode: ErrorCode[error], topics: [] }
  return {
    topics: await pace.map(request.topics ?? [], async ({ name, partitionIndexes }) => ({
      name,
      partitions: await pace.map(partitionIndexes, (index) => noOffset(index, ErrorCode[error])),
    })),
  }
}

/** The group was given up, and perhaps taken over again, while its offsets were read: what was read may be old. */
function movedError(now: Shard | ErrorName): ErrorName {
  return typeof now === 'string' ? now : 'NOT_COORDINATOR'
}

async function fetchGroup(
  group: OffsetFetchRequestGroup, apiVersion: number, requireStable: boolean,
  shardOf: (groupId: string) => Shard | ErrorName, topics: TopicDirectory | undefined, room: OffsetRoom,
): Promise<NonNullable<OffsetFetchResponseInput['groups']>[number]> {
  const { groupId } = group
  const shard = shardOf(groupId)
  if (typeof shard === 'string') return { groupId, errorCode: ErrorCode[shard], topics: [] }
  const byId = apiVersion >= TOPIC_IDS_FROM
  const wanted = group.topics === null ? null : group.topics.map((topic): TopicToFetch => {
    if (!byId) return byName(topic)
    const name = topics?.nameOf(topic.topicId)
    const errorCode = name === undefined ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.NONE
    return { name: name ?? '', topicId: topic.topicId, errorCode, partitionIndexes: topic.partitionIndexes }
  })
  const found = await fetchOffsets(shard, groupId, wanted, requireStable, room)
  const now = shardOf(groupId)
  if (now !== shard) return { groupId, errorCode: ErrorCode[movedError(now)], topics: [] }
  if (found === undefined) return { groupId, errorCode: ErrorCode.INVALID_REQUEST, topics: [] }
  return { groupId, errorCode: ErrorCode.NONE, topics: byId ? withIds(found, topics) : found }
}

function byName(topic: { name: string, partitionIndexes: readonly number[] }): TopicToFetch {
  return { name: topic.name, errorCode: ErrorCode.NONE, partitionIndexes: topic.partitionIndexes }
}

/** When all offsets are asked for, topics without an id (deleted ones) cannot be named and are left out. */
function withIds(found: readonly FetchedTopic[], topics: TopicDirectory | undefined): FetchedTopic[] {
  return found.flatMap((topic) => {
    const topicId = topic.topicId ?? topics?.idOf(topic.name)
    return topicId === undefined || topicId === ZERO_UUID && topic.name !== '' ? [] : [{ ...topic, topicId }]
  })
}
