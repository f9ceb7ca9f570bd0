/** Topic calls of the admin: create, delete, list, describe, grow, delete records. */
import {
  CreatePartitionsApi, CreateTopicsApi, DeleteRecordsApi, DeleteTopicsApi, DescribeTopicPartitionsApi, type DescribeTopicPartitionsRequestInput,
  type DescribeTopicPartitionsResponse, ErrorCode, ZERO_UUID,
} from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import type { TopicMetadata } from '../metadata.ts'
import { configValue, listOf, names as namesOf, onlyFields, orNull, recordOf, text, whole, withFields } from './arguments.ts'
import { byLeader, forEachLeader } from './by-leader.ts'
import { finalError } from './replicas.ts'

export interface NewTopic {
  readonly name: string
  /** -1 (default): the broker's `num.partitions`. */
  readonly partitions?: number
  /** -1 (default): the broker's `default.replication.factor`. */
  readonly replicationFactor?: number
  /** Replicas by partition, instead of the two above. */
  readonly assignments?: readonly (readonly number[])[]
  readonly configs?: Readonly<Record<string, string | number | boolean | null>>
}

const newTopics = listOf(onlyFields({ name: text }, {
  partitions: whole, replicationFactor: whole, assignments: listOf(listOf(whole)), configs: recordOf(orNull(configValue)),
}))

export interface CreatedTopic {
  readonly name: string
  readonly topicId: string
  readonly partitions: number
  readonly replicationFactor: number
}

export async function createTopics(
  cluster: Cluster, topics: readonly NewTopic[], options: WaitOptions & { readonly validateOnly?: boolean } = {},
): Promise<readonly CreatedTopic[]> {
  newTopics(topics, 'createTopics: topics')
  const timeoutMs = options.timeoutMs ?? 30_000
  const response = await cluster.sendWithRetries(() => 'controller', CreateTopicsApi, {
    topics: topics.map((topic) => ({
      name: topic.name,
      numPartitions: topic.assignments === undefined ? (topic.partitions ?? -1) : -1,
      replicationFactor: topic.assignments === undefined ? (topic.replicationFactor ?? -1) : -1,
      assignments: (topic.assignments ?? []).map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds: [...brokerIds] })),
      configs: Object.entries(topic.configs ?? {}).map(([name, value]) => ({ name, value: value === null ? null : String(value) })),
    })),
    timeoutMs,
    validateOnly: options.validateOnly ?? false,
  }, (answer) => {
    for (const topic of answer.topics) {
      if (topic.errorCode !== 0) throw protocolError(topic.errorCode, `create topic ${topic.name}`, topic.errorMessage)
    }
  }, { ...options, timeoutMs })
  return response.topics.map(({ name, topicId, numPartitions, replicationFactor }) => ({ name, topicId, partitions: numPartitions, replicationFactor }))
}

/** @throws KafkaError UNKNOWN_TOPIC_OR_PARTITION at once for a name that the controller does not know. */
export async function deleteTopics(cluster: Cluster, names: readonly string[], options: WaitOptions = {}): Promise<void> {
  namesOf(names, 'deleteTopics: names')
  const timeoutMs = options.timeoutMs ?? 30_000
  await cluster.sendWithRetries(() => 'controller', DeleteTopicsApi, {
    topicNames: [],
    topics: names.map((name) => ({ name, topicId: ZERO_UUID })),
    timeoutMs,
  }, (answer) => {
    for (const topic of answer.responses) {
      if (topic.errorCode !== 0) throw finalError(topic.errorCode, `delete topic ${topic.name ?? ''}`, topic.errorMessage)
    }
  }, { ...options, timeoutMs })
  for (const name of names) cluster.metadata.forget(name)
}

export async function listTopics(cluster: Cluster, options: WaitOptions & { readonly internal?: boolean } = {}): Promise<readonly TopicMetadata[]> {
  await cluster.fetchMetadata(null, options)
  return cluster.metadata
    .topicNames()
    .map((name) => cluster.metadata.topic(name)!)
    .filter((topic) => options.internal === true || !topic.isInternal)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

export async function describeTopic(cluster: Cluster, name: string, options: WaitOptions = {}): Promise<TopicMetadata> {
  text(name, 'describeTopic: name')
  await cluster.fetchMetadata([name], options)
  const topic = cluster.metadata.topic(name)
  if (topic === undefined) throw protocolError(cluster.metadata.topicErrors.get(name) ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `topic ${name}`)
  return topic
}

export async function createPartitions(
  cluster: Cluster, topics: Readonly<Record<string, number>>, options: WaitOptions & { readonly validateOnly?: boolean } = {},
): Promise<void> {
  recordOf(whole)(topics, 'createPartitions: topics')
  const timeoutMs = options.timeoutMs ?? 30_000
  await cluster.sendWithRetries(() => 'controller', CreatePartitionsApi, {
    topics: Object.entries(topics).map(([name, count]) => ({ name, count, assignments: null })),
    timeoutMs,
    validateOnly: options.validateOnly ?? false,
  }, (answer) => {
    for (const topic of answer.results) {
      if (topic.errorCode !== 0) throw finalError(topic.errorCode, `partitions of ${topic.name}`, topic.errorMessage)
    }
  }, { ...options, timeoutMs })
}

export interface PartitionOffset {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

const partitionOffsets = listOf(withFields({ topic: text, partition: whole, offset: whole }))

/** Deletes records below the given offsets (-1: up to the high watermark). Answers the new log start offsets. */
export async function deleteRecords(cluster: Cluster, before: readonly PartitionOffset[], options: WaitOptions = {}): Promise<readonly PartitionOffset[]> {
  partitionOffsets(before, 'deleteRecords: before')
  // By partition: one that was done is asked for again when another of its broker failed.
  const results = new Map<string, PartitionOffset>()
  await forEachLeader(cluster, before, options, async (node, wanted) => {
    const response = await cluster.send(node, DeleteRecordsApi, {
      topics: byLeader.group(wanted).map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, offset }) => ({ partitionIndex: partition, offset })),
      })),
      timeoutMs: options.timeoutMs ?? 30_000,
    })
    for (const topic of response.topics) {
      for (const { partitionIndex, lowWatermark, errorCode } of topic.partitions) {
        if (errorCode !== 0) throw protocolError(errorCode, `delete records of ${topic.name}-${partitionIndex}`)
        results.set(`${topic.name}-${partitionIndex}`, { topic: topic.name, partition: partitionIndex, offset: lowWatermark })
      }
    }
  })
  return [...results.values()]
}

export interface DescribedPartition {
  readonly topic: string
  readonly partition: number
  /** -1 when there is none. */
  readonly leader: number
  readonly leaderEpoch: number
  readonly replicas: readonly number[]
  readonly inSyncReplicas: readonly number[]
  /** May become leader though not in sync (KIP-966); null when the broker does not know of such. */
  readonly eligibleLeaderReplicas: readonly number[] | null
  readonly lastKnownEligibleLeaderReplicas: readonly number[] | null
  readonly offlineReplicas: readonly number[]
}

/** Partitions page by page (KIP-966), for topics with very many. @throws KafkaError UNSUPPORTED by brokers before 3.8, or those of ZooKeeper. */
export async function describeTopicPartitions(
  cluster: Cluster, names: readonly string[], options: WaitOptions & { readonly pageSize?: number } = {},
): Promise<readonly DescribedPartition[]> {
  namesOf(names, 'describeTopicPartitions: names')
  const found: DescribedPartition[] = []
  let cursor: { readonly topicName: string; readonly partitionIndex: number } | null = null
  do {
    const request: DescribeTopicPartitionsRequestInput = { topics: names.toSorted().map((name) => ({ name })), responsePartitionLimit: options.pageSize ?? 2000, cursor }
    const response: DescribeTopicPartitionsResponse = await cluster.sendWithRetries(() => 'any', DescribeTopicPartitionsApi, request, ({ topics }) => {
      for (const { errorCode, name } of topics) if (errorCode !== 0) throw finalError(errorCode, `partitions of ${name ?? ''}`, null)
    }, options)
    for (const { name, partitions } of response.topics) {
      for (const p of partitions) {
        found.push({
          topic: name ?? '', partition: p.partitionIndex, leader: p.leaderId, leaderEpoch: p.leaderEpoch, replicas: p.replicaNodes, inSyncReplicas: p.isrNodes,
          eligibleLeaderReplicas: p.eligibleLeaderReplicas, lastKnownEligibleLeaderReplicas: p.lastKnownElr, offlineReplicas: p.offlineReplicas,
        })
      }
    }
    cursor = response.nextCursor
  } while (cursor !== null)
  return found
}
