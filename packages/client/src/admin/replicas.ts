/** Where replicas lie and who leads: log directories, elections, reassignments. */
import {
  AlterPartitionReassignmentsApi, AlterReplicaLogDirsApi, DescribeLogDirsApi, type DescribeLogDirsResponse, ElectLeadersApi, ErrorCode, ListPartitionReassignmentsApi,
} from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { type KafkaError, protocolError } from '../errors.ts'
import { forEachOf } from './each.ts'
import { finalError } from './outcomes.ts'
import { byLeader, nameOfPartition, type PartitionRef } from './by-leader.ts'
import { eachBroker, toBroker, toOne } from './routes.ts'

export interface LogDirectory {
  readonly brokerId: number
  readonly path: string
  /** Undefined while it works. */
  readonly error: KafkaError | undefined
  /** Of its volume; -1 when the broker does not say. */
  readonly totalBytes: number
  readonly usableBytes: number
  readonly replicas: readonly (PartitionRef & { readonly sizeBytes: number; readonly offsetLag: number; readonly isFuture: boolean })[]
}

/** Directories of the brokers (default: of all), with their replicas; with `partitions` only these. */
export async function describeLogDirectories(
  cluster: Cluster, options: WaitOptions & { readonly brokers?: readonly number[]; readonly partitions?: readonly PartitionRef[] } = {},
): Promise<readonly LogDirectory[]> {
  await cluster.fetchMetadata([], options)
  const topics = options.partitions === undefined ? null
    : byLeader.group(options.partitions).map(([topic, list]) => ({ topic, partitions: list.map(({ partition }) => partition) }))
  const answers: readonly (readonly LogDirectory[])[] = await forEachOf(cluster, {
    ...eachBroker(cluster, options, options.brokers), what: 'describeLogDirectories', verb: 'log directories of', api: DescribeLogDirsApi,
    request: () => ({ topics }),
    take: ({ errorCode, results }, answer) => {
      const brokerId = answer.items[0]!
      if (errorCode === 0) answer.done(brokerId, results.map((directory) => directoryOf(brokerId, directory)))
      else answer.refused(brokerId, errorCode)
    },
  })
  return answers.flat()
}

function directoryOf(brokerId: number, directory: DescribeLogDirsResponse['results'][number]): LogDirectory {
  return {
    brokerId,
    path: directory.logDir,
    error: directory.errorCode === 0 ? undefined : protocolError(directory.errorCode, `${directory.logDir} of broker ${brokerId}`),
    totalBytes: directory.totalBytes,
    usableBytes: directory.usableBytes,
    replicas: directory.topics.flatMap(({ name, partitions }) => partitions.map((replica) => ({
      topic: name, partition: replica.partitionIndex, sizeBytes: replica.partitionSize, offsetLag: replica.offsetLag, isFuture: replica.isFutureKey,
    }))),
  }
}

/** Moves replicas of one broker into a directory of it. */
export async function alterReplicaLogDirectories(
  cluster: Cluster, brokerId: number, moves: readonly (PartitionRef & { readonly path: string })[], options: WaitOptions = {},
): Promise<void> {
  await forEachOf(cluster, {
    what: 'alterReplicaLogDirectories', verb: `move on broker ${brokerId}`, items: moves, nameOf: nameOfPartition, options, changes: true,
    route: toBroker(cluster, () => brokerId, options), api: AlterReplicaLogDirsApi,
    request: (items) => ({
      dirs: [...new Set(items.map(({ path }) => path))].map((path) => ({
        path,
        topics: byLeader.group(items.filter((move) => move.path === path)).map(([name, list]) => ({ name, partitions: list.map(({ partition }) => partition) })),
      })),
    }),
    take: ({ results }, answer) => {
      for (const { topicName: topic, partitions } of results) {
        for (const { partitionIndex: partition, errorCode } of partitions) {
          const item = answer.named(nameOfPartition({ topic, partition }))
          if (errorCode === 0) answer.done(item, undefined)
          else answer.refused(item, errorCode)
        }
      }
    },
  })
}

/**
 * Elects leaders of the partitions (default: of all). Answers those that got one now; the rest had the right one.
 * @throws AdminError PREFERRED_LEADER_NOT_AVAILABLE, ELIGIBLE_LEADERS_NOT_AVAILABLE, ...
 */
export async function electLeaders(
  cluster: Cluster, kind: 'preferred' | 'unclean', partitions?: readonly PartitionRef[], options: WaitOptions = {},
): Promise<readonly PartitionRef[]> {
  const all = partitions ?? await everyPartition(cluster, options)
  const elected: readonly (PartitionRef | undefined)[] = await forEachOf(cluster, {
    what: 'electLeaders', verb: 'leader of', items: all, nameOf: nameOfPartition, options, changes: true, route: toOne(cluster, 'controller'), api: ElectLeadersApi,
    request: (items, timeoutMs) => ({
      electionType: kind === 'preferred' ? 0 : 1,
      topicPartitions: byLeader.group(items).map(([topic, list]) => ({ topic, partitions: list.map(({ partition }) => partition) })),
      timeoutMs,
    }),
    take: ({ errorCode, replicaElectionResults }, answer) => {
      if (errorCode !== 0) for (const item of answer.items) answer.refused(item, errorCode)
      for (const { topic, partitionResult } of replicaElectionResults) {
        for (const { partitionId: partition, errorCode: code, errorMessage } of partitionResult) {
          const item = answer.named(nameOfPartition({ topic, partition }))
          if (code === 0) answer.done(item, { topic, partition })
          else if (code === ErrorCode.ELECTION_NOT_NEEDED) answer.done(item, undefined)
          else answer.refused(item, code, errorMessage)
        }
      }
    },
  })
  return elected.filter((one) => one !== undefined)
}

async function everyPartition(cluster: Cluster, options: WaitOptions): Promise<readonly PartitionRef[]> {
  await cluster.fetchMetadata(null, options)
  return cluster.metadata.topicNames().flatMap((topic) => cluster.metadata.topic(topic)!.partitions.map(({ partition }) => ({ topic, partition })))
}

/** New replicas, the preferred leader first; null cancels a reassignment under way. */
export interface Reassignment extends PartitionRef {
  readonly replicas: readonly number[] | null
}

export async function alterPartitionReassignments(cluster: Cluster, changes: readonly Reassignment[], options: WaitOptions = {}): Promise<void> {
  await forEachOf(cluster, {
    what: 'alterPartitionReassignments', verb: 'reassign', items: changes, nameOf: nameOfPartition, options, changes: true,
    route: toOne(cluster, 'controller'), api: AlterPartitionReassignmentsApi,
    request: (items, timeoutMs) => ({
      timeoutMs,
      topics: byLeader.group(items).map(([name, list]) => ({
        name, partitions: list.map(({ partition, replicas }) => ({ partitionIndex: partition, replicas: replicas === null ? null : [...replicas] })),
      })),
    }),
    take: ({ errorCode, errorMessage, responses }, answer) => {
      if (errorCode !== 0) for (const item of answer.items) answer.refused(item, errorCode, errorMessage)
      for (const { name: topic, partitions } of responses) {
        for (const { partitionIndex: partition, errorCode: code, errorMessage: said } of partitions) {
          const item = answer.named(nameOfPartition({ topic, partition }))
          if (code === 0) answer.done(item, undefined)
          else answer.refused(item, code, said)
        }
      }
    },
  })
}

export interface OngoingReassignment extends PartitionRef {
  readonly replicas: readonly number[]
  readonly adding: readonly number[]
  readonly removing: readonly number[]
}

/** Reassignments under way, of the partitions or of all. */
export async function listPartitionReassignments(cluster: Cluster, partitions?: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly OngoingReassignment[]> {
  const timeoutMs = Math.floor(Math.min(options.timeoutMs ?? cluster.options.defaultTimeoutMs, cluster.options.requestTimeoutMs))
  const topics = partitions === undefined ? null
    : byLeader.group(partitions).map(([name, list]) => ({ name, partitionIndexes: list.map(({ partition }) => partition) }))
  const response = await cluster.sendWithRetries(() => 'controller', ListPartitionReassignmentsApi, { timeoutMs, topics }, (answer) => {
    if (answer.errorCode !== 0) throw finalError(answer.errorCode, 'reassignments', answer.errorMessage)
  }, options)
  return response.topics.flatMap(({ name, partitions: list }) => list.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => ({
    topic: name, partition: partitionIndex, replicas, adding: addingReplicas, removing: removingReplicas,
  })))
}
