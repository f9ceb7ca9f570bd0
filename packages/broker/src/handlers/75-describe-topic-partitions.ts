/**
 * DescribeTopicPartitions (75), version 0. Topics by name in alphabetical order, at most so many partitions at once;
 * the cursor says where the next request goes on. No names: all topics (KIP-966,
 * DescribeTopicPartitionsRequestHandler).
 */
import { DescribeTopicPartitionsApi, ErrorCode } from '@odradek/protocol/internal'
import type { DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponseInput } from '@odradek/protocol/internal'
import { ZERO_UUID } from '@odradek/protocol'
import type { ClusterImage, PartitionImage, TopicImage } from '../cluster/image.ts'
import { isInternalTopic, topicNameProblem } from '../cluster/topic-names.ts'
import type { Handler } from '../services.ts'
import { topicOperations } from './authorized-operations.ts'

type TopicResponse = DescribeTopicPartitionsResponseInput['topics'][number]
type Cursor = { readonly topicName: string; readonly partitionIndex: number }

export const describeTopicPartitions: Handler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponseInput> = {
  api: DescribeTopicPartitionsApi,
  versions: { min: 0, max: 0 },
  handle(context, request, broker) {
    if (!isUsable(request)) return refused(request)
    const most = Math.min(broker.config.get('max.request.partition.size.limit'), request.responsePartitionLimit)
    return page(broker.metadata.current(), context.connection.listenerName, request, Math.max(1, most))
  },
}

/** The cursor names one of the topics that are asked for, and a partition. */
function isUsable({ topics, cursor }: DescribeTopicPartitionsRequest): boolean {
  if (cursor === null) return true
  return cursor.partitionIndex >= 0 && (topics.length === 0 || topics.some(({ name }) => name === cursor.topicName))
}

function refused({ topics }: DescribeTopicPartitionsRequest): DescribeTopicPartitionsResponseInput {
  const rows = topics.map(({ name }): TopicResponse => ({ errorCode: ErrorCode.INVALID_REQUEST, name, topicId: ZERO_UUID, isInternal: false, partitions: [] }))
  return { throttleTimeMs: 0, topics: rows, nextCursor: null }
}

function page(
  image: ClusterImage,
  listener: string,
  request: DescribeTopicPartitionsRequest,
  limit: number,
): DescribeTopicPartitionsResponseInput {
  const { cursor } = request
  const everything = request.topics.length === 0
  const asked = everything ? [...image.topics.keys()] : [...new Set(request.topics.map(({ name }) => name))]
  const names = asked.filter((name) => cursor === null || name >= cursor.topicName).sort(byCodeUnits)
  let room = limit
  const topics: TopicResponse[] = []
  let nextCursor: Cursor | null = null
  for (const name of names) {
    const topic = image.topics.get(name)
    if (topic === undefined) {
      // Gone since the page before: only a topic that was asked for by name is worth an error.
      if (!everything) topics.push(missing(name))
      continue
    }
    if (room === 0) {
      nextCursor = { topicName: name, partitionIndex: 0 }
      break
    }
    const from = cursor?.topicName === name ? cursor.partitionIndex : 0
    const shown = topic.partitions.slice(from, from + room)
    room -= shown.length
    topics.push(described(image, listener, topic, shown))
    if (from + shown.length < topic.partitions.length) {
      nextCursor = { topicName: name, partitionIndex: from + shown.length }
      break
    }
  }
  return { throttleTimeMs: 0, topics, nextCursor }
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function missing(name: string): TopicResponse {
  const errorCode =
    topicNameProblem(name) === undefined ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION
  return { errorCode, name, topicId: ZERO_UUID, isInternal: isInternalTopic(name), partitions: [], topicAuthorizedOperations: topicOperations }
}

function described(
  image: ClusterImage,
  listener: string,
  topic: TopicImage,
  shown: readonly PartitionImage[],
): TopicResponse {
  return {
    errorCode: ErrorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    topicAuthorizedOperations: topicOperations,
    partitions: shown.map(({ index, leader, leaderEpoch, replicas, isr, offline }) => {
      const endpoints = image.brokers.get(leader)?.endpoints
      const reachable = endpoints?.some(({ listenerName }) => listenerName === listener) === true
      const unreachable = endpoints === undefined ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.LISTENER_NOT_FOUND
      return {
        errorCode: reachable ? ErrorCode.NONE : unreachable,
        partitionIndex: index,
        leaderId: reachable ? leader : -1,
        leaderEpoch,
        replicaNodes: replicas,
        isrNodes: isr,
        eligibleLeaderReplicas: [],
        lastKnownElr: [],
        offlineReplicas: offline,
      }
    }),
  }
}
