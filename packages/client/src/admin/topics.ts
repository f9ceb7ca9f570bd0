/** Topic calls of the admin: create, delete, list, describe, grow, delete records. */
import {
  CreatePartitionsApi, CreateTopicsApi, type CreateTopicsRequestInput, DeleteRecordsApi, type DeleteRecordsRequestInput, type DeleteRecordsResponse, DeleteTopicsApi,
  DescribeTopicPartitionsApi, type DescribeTopicPartitionsRequestInput, type DescribeTopicPartitionsResponse, ErrorCode, ZERO_UUID,
} from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError, toKafkaError } from '../errors.ts'
import type { TopicMetadata } from '../metadata.ts'
import { describeConfigs } from './configs.ts'
import { forEachOf, resultsOfEach } from './each.ts'
import { type AdminResult, finalError, valuesOf } from './outcomes.ts'
import { byLeader, nameOfPartition } from './by-leader.ts'
import { toLeader, toOne } from './routes.ts'

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

export interface CreateTopicsOptions extends WaitOptions {
  readonly validateOnly?: boolean
  /** A topic that exists is no failure: it is answered as it is, with `existed` true. Default false. */
  readonly ifNotExists?: boolean
}

export interface CreatedTopic {
  readonly name: string
  readonly topicId: string
  readonly partitions: number
  readonly replicationFactor: number
  /** It was there before (only with `ifNotExists`): nothing was done to it. */
  readonly existed: boolean
  /** In what a topic that existed differs from what was asked for, a sentence each. */
  readonly differences: readonly string[]
}

export async function createTopics(cluster: Cluster, topics: readonly NewTopic[], options: CreateTopicsOptions = {}): Promise<readonly CreatedTopic[]> {
  const results: readonly AdminResult<CreatedTopic | 'existed'>[] = await resultsOfEach(cluster, {
    what: 'createTopics', verb: 'create topic', items: topics, nameOf: ({ name }) => name, options, changes: true, route: toOne(cluster, 'controller'), api: CreateTopicsApi,
    request: (items, timeoutMs) => ({ topics: items.map(creation), timeoutMs, validateOnly: options.validateOnly ?? false }),
    take: (response, answer) => {
      for (const { name, topicId, numPartitions, replicationFactor, errorCode, errorMessage } of response.topics) {
        const topic = answer.named(name)
        if (errorCode === 0) answer.done(topic, { name, topicId, partitions: numPartitions, replicationFactor, existed: false, differences: [] })
        else if (errorCode === ErrorCode.TOPIC_ALREADY_EXISTS && options.ifNotExists === true) answer.done(topic, 'existed')
        else answer.refused(topic, errorCode, errorMessage)
      }
    },
  })
  return valuesOf('createTopics', await Promise.all(results.map((result, at) => withExisting(cluster, topics[at]!, result, options))))
}

function creation({ name, partitions, replicationFactor, assignments, configs }: NewTopic): CreateTopicsRequestInput['topics'][number] {
  return {
    name,
    numPartitions: assignments === undefined ? (partitions ?? -1) : -1,
    replicationFactor: assignments === undefined ? (replicationFactor ?? -1) : -1,
    assignments: (assignments ?? []).map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds: [...brokerIds] })),
    configs: Object.entries(configs ?? {}).map(([key, value]) => ({ name: key, value: value === null ? null : String(value) })),
  }
}

/** A topic that was there before is looked at. */
async function withExisting(
  cluster: Cluster, wanted: NewTopic, result: AdminResult<CreatedTopic | 'existed'>, options: WaitOptions,
): Promise<AdminResult<CreatedTopic>> {
  if (result.value !== 'existed') return { ...result, value: result.value }
  try {
    // Who was asked may hear of it a moment later than the controller.
    const { name, topicId, partitions } = await cluster.topic(wanted.name, options)
    const replicationFactor = partitions[0]?.replicas.length ?? -1
    const differences = await differencesTo(cluster, wanted, { partitions: partitions.length, replicationFactor }, options)
    return { ...result, value: { name, topicId, partitions: partitions.length, replicationFactor, existed: true, differences } }
  } catch (error) {
    return { ...result, value: undefined, error: toKafkaError(error, `look at topic ${wanted.name}`) }
  }
}

/** In what a topic that exists differs from what was asked for. */
async function differencesTo(
  cluster: Cluster, wanted: NewTopic, found: { readonly partitions: number; readonly replicationFactor: number }, options: WaitOptions,
): Promise<readonly string[]> {
  const partitions = wanted.assignments?.length ?? wanted.partitions ?? -1
  const replicationFactor = wanted.assignments?.[0]?.length ?? wanted.replicationFactor ?? -1
  const differences: string[] = []
  if (partitions >= 0 && partitions !== found.partitions) differences.push(`it has ${found.partitions} partition(s), not ${partitions}`)
  if (replicationFactor >= 0 && replicationFactor !== found.replicationFactor) differences.push(`it has ${found.replicationFactor} replica(s), not ${replicationFactor}`)
  const configs = Object.entries(wanted.configs ?? {})
  if (configs.length === 0) return differences
  const entries = await describeConfigs(cluster, { type: 'topic', name: wanted.name }, { timeoutMs: options.timeoutMs, signal: options.signal, keys: configs.map(([key]) => key) }).catch((error: unknown) => {
    differences.push(`its configuration cannot be read: ${toKafkaError(error, 'describeConfigs').code}`)
    return undefined
  })
  for (const [key, value] of entries === undefined ? [] : configs) {
    const entry = entries?.find(({ name }) => name === key)
    if (entry === undefined) differences.push(`it has no ${key}`)
    else if (value !== null && entry.value !== String(value)) differences.push(`${key} is ${entry.value ?? 'not set'}, not ${value}`)
  }
  return differences
}

export interface DeleteOptions extends WaitOptions {
  /** What is not there is no failure. Default false. */
  readonly ifExists?: boolean
}

/**
 * Answers the names of those that were deleted now: all, but for those that were not there with `ifExists`.
 * @throws AdminError UNKNOWN_TOPIC_OR_PARTITION at once for a name that the controller does not know.
 */
export async function deleteTopics(cluster: Cluster, names: readonly string[], options: DeleteOptions = {}): Promise<readonly string[]> {
  const deleted: readonly (string | undefined)[] = await forEachOf(cluster, {
    what: 'deleteTopics', verb: 'delete topic', items: [...new Set(names)], nameOf: (name) => name, options, changes: true, route: toOne(cluster, 'controller'), api: DeleteTopicsApi,
    request: (items, timeoutMs) => ({ topicNames: [], topics: items.map((name) => ({ name, topicId: ZERO_UUID })), timeoutMs }),
    take: (response, answer) => {
      for (const { name, errorCode, errorMessage } of response.responses) {
        const topic = answer.named(name ?? '')
        if (errorCode === 0) answer.done(topic, topic)
        else if (errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION && options.ifExists === true) answer.done(topic, undefined)
        else answer.refused(topic, errorCode, errorMessage)
        if (errorCode === 0 && topic !== undefined) cluster.metadata.forget(topic)
      }
    },
  })
  return deleted.filter((name) => name !== undefined)
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
  await cluster.fetchMetadata([name], options)
  const topic = cluster.metadata.topic(name)
  if (topic === undefined) throw protocolError(cluster.metadata.topicErrors.get(name) ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `topic ${name}`)
  return topic
}

export async function createPartitions(
  cluster: Cluster, topics: Readonly<Record<string, number>>, options: WaitOptions & { readonly validateOnly?: boolean } = {},
): Promise<void> {
  await forEachOf(cluster, {
    what: 'createPartitions', verb: 'partitions of', items: Object.entries(topics), nameOf: ([name]) => name, options, changes: true,
    route: toOne(cluster, 'controller'), api: CreatePartitionsApi,
    request: (items, timeoutMs) => ({ topics: items.map(([name, count]) => ({ name, count, assignments: null })), timeoutMs, validateOnly: options.validateOnly ?? false }),
    take: (response, answer) => {
      for (const { name, errorCode, errorMessage } of response.results) {
        if (errorCode === 0) answer.done(answer.named(name), undefined)
        else answer.refused(answer.named(name), errorCode, errorMessage)
      }
    },
  })
}

export interface PartitionOffset {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** Deletes records below the given offsets (-1: up to the high watermark). Answers the new log start offsets, in their order. */
export async function deleteRecords(cluster: Cluster, before: readonly PartitionOffset[], options: WaitOptions = {}): Promise<readonly PartitionOffset[]> {
  return forEachOf<PartitionOffset, PartitionOffset, DeleteRecordsRequestInput, DeleteRecordsResponse>(cluster, {
    what: 'deleteRecords', verb: 'delete records of', items: before, nameOf: nameOfPartition, options, changes: true,
    route: toLeader(cluster, 'delete records of', options), api: DeleteRecordsApi,
    request: (items, timeoutMs) => ({
      topics: byLeader.group(items).map(([name, partitions]) => ({ name, partitions: partitions.map(({ partition, offset }) => ({ partitionIndex: partition, offset })) })),
      timeoutMs,
    }),
    take: (response, answer) => {
      for (const { name: topic, partitions } of response.topics) {
        for (const { partitionIndex: partition, lowWatermark, errorCode } of partitions) {
          const item = answer.named(nameOfPartition({ topic, partition }))
          if (errorCode === 0) answer.done(item, { topic, partition, offset: lowWatermark })
          else answer.refused(item, errorCode)
        }
      }
    },
  })
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
