/** Where replicas lie and who leads: log directories, elections, reassignments. */
import {
  AlterPartitionReassignmentsApi, AlterReplicaLogDirsApi, DescribeLogDirsApi, ElectLeadersApi, ErrorCode, ListPartitionReassignmentsApi,
} from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { KafkaError, protocolError } from '../errors.ts'
import { byLeader, type PartitionRef } from './by-leader.ts'

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
  const brokers = options.brokers ?? cluster.metadata.brokers().map(({ nodeId }) => nodeId)
  const answers = await Promise.all(brokers.map(async (brokerId) => {
    const response = await cluster.sendWithRetries(() => brokerId, DescribeLogDirsApi, { topics }, ({ errorCode }) => {
      if (errorCode !== 0) throw protocolError(errorCode, `log directories of broker ${brokerId}`)
    }, options)
    return response.results.map((directory) => ({
      brokerId,
      path: directory.logDir,
      error: directory.errorCode === 0 ? undefined : protocolError(directory.errorCode, `${directory.logDir} of broker ${brokerId}`),
      totalBytes: directory.totalBytes,
      usableBytes: directory.usableBytes,
      replicas: directory.topics.flatMap(({ name, partitions }) => partitions.map((replica) => ({
        topic: name, partition: replica.partitionIndex, sizeBytes: replica.partitionSize, offsetLag: replica.offsetLag, isFuture: replica.isFutureKey,
      }))),
    }))
  }))
  return answers.flat()
}

/** Moves replicas of one broker into a directory of it. */
export async function alterReplicaLogDirectories(
  cluster: Cluster, brokerId: number, moves: readonly (PartitionRef & { readonly path: string })[], options: WaitOptions = {},
): Promise<void> {
  await cluster.fetchMetadata([], options)
  const paths = [...new Set(moves.map(({ path }) => path))]
  const dirs = paths.map((path) => ({
    path,
    topics: byLeader.group(moves.filter((move) => move.path === path)).map(([name, list]) => ({ name, partitions: list.map(({ partition }) => partition) })),
  }))
  await cluster.sendWithRetries(() => brokerId, AlterReplicaLogDirsApi, { dirs }, ({ results }) => {
    for (const { topicName, partitions } of results) {
      for (const { partitionIndex, errorCode } of partitions) if (errorCode !== 0) throw protocolError(errorCode, `move ${topicName}-${partitionIndex} on broker ${brokerId}`)
    }
  }, options)
}

/**
 * Elects leaders of the partitions (default: of all). Answers those that got one now; the rest had the right one.
 * @throws KafkaError PREFERRED_LEADER_NOT_AVAILABLE, ELIGIBLE_LEADERS_NOT_AVAILABLE, ... of the first that failed.
 */
export async function electLeaders(
  cluster: Cluster, kind: 'preferred' | 'unclean', partitions?: readonly PartitionRef[], options: WaitOptions = {},
): Promise<readonly PartitionRef[]> {
  const timeoutMs = options.timeoutMs ?? 30_000
  const topicPartitions = partitions === undefined ? null
    : byLeader.group(partitions).map(([topic, list]) => ({ topic, partitions: list.map(({ partition }) => partition) }))
  const response = await cluster.sendWithRetries(() => 'controller', ElectLeadersApi, { electionType: kind === 'preferred' ? 0 : 1, topicPartitions, timeoutMs }, (answer) => {
    if (answer.errorCode !== 0) throw protocolError(answer.errorCode, 'elect leaders')
    for (const { topic, partitionResult } of answer.replicaElectionResults) {
      for (const { partitionId, errorCode, errorMessage } of partitionResult) {
        if (errorCode !== 0 && errorCode !== ErrorCode.ELECTION_NOT_NEEDED) throw finalError(errorCode, `leader of ${topic}-${partitionId}`, errorMessage)
      }
    }
  }, { ...options, timeoutMs })
  return response.replicaElectionResults.flatMap(({ topic, partitionResult }) =>
    partitionResult.filter(({ errorCode }) => errorCode === 0).map(({ partitionId }) => ({ topic, partition: partitionId })))
}

/** An answer of the controller about a thing that is not there: asking again does not make it. */
export function finalError(errorCode: number, context: string, said: string | null | undefined): KafkaError {
  const error = protocolError(errorCode, context, said)
  if (errorCode !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION && errorCode !== ErrorCode.UNKNOWN_TOPIC_ID) return error
  return new KafkaError(error.code, error.message, { errorCode })
}

/** New replicas, the preferred leader first; null cancels a reassignment under way. */
export interface Reassignment extends PartitionRef {
  readonly replicas: readonly number[] | null
}

export async function alterPartitionReassignments(cluster: Cluster, changes: readonly Reassignment[], options: WaitOptions = {}): Promise<void> {
  const timeoutMs = options.timeoutMs ?? 30_000
  await cluster.sendWithRetries(() => 'controller', AlterPartitionReassignmentsApi, {
    timeoutMs,
    topics: byLeader.group(changes).map(([name, list]) => ({
      name, partitions: list.map(({ partition, replicas }) => ({ partitionIndex: partition, replicas: replicas === null ? null : [...replicas] })),
    })),
  }, (answer) => {
    if (answer.errorCode !== 0) throw protocolError(answer.errorCode, 'reassign partitions', answer.errorMessage)
    for (const { name, partitions } of answer.responses) {
      for (const { partitionIndex, errorCode, errorMessage } of partitions) if (errorCode !== 0) throw finalError(errorCode, `reassign ${name}-${partitionIndex}`, errorMessage)
    }
  }, { ...options, timeoutMs })
}

export interface OngoingReassignment extends PartitionRef {
  readonly replicas: readonly number[]
  readonly adding: readonly number[]
  readonly removing: readonly number[]
}

/** Reassignments under way, of the partitions or of all. */
export async function listPartitionReassignments(cluster: Cluster, partitions?: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly OngoingReassignment[]> {
  const timeoutMs = options.timeoutMs ?? 30_000
  const topics = partitions === undefined ? null
    : byLeader.group(partitions).map(([name, list]) => ({ name, partitionIndexes: list.map(({ partition }) => partition) }))
  const response = await cluster.sendWithRetries(() => 'controller', ListPartitionReassignmentsApi, { timeoutMs, topics }, (answer) => {
    if (answer.errorCode !== 0) throw finalError(answer.errorCode, 'reassignments', answer.errorMessage)
  }, { ...options, timeoutMs })
  return response.topics.flatMap(({ name, partitions: list }) => list.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => ({
    topic: name, partition: partitionIndex, replicas, adding: addingReplicas, removing: removingReplicas,
  })))
}
