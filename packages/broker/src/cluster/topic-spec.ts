/**
 * Checks what a client wants a topic to be, and settles what it left open (ZkAdminManager.createTopics,
 * AdminZkClient.validateTopicCreate). Pure.
 */
import type { BrokerId } from '@odradek/protocol'
import type { ErrorName } from '@odradek/protocol/internal'
import type { BrokerConfig } from '../config/broker-config.ts'
import { validateTopicConfigs } from '../config/topic-config.ts'
import type { ClusterImage } from './image.ts'
import { assignReplicas } from './replica-assignment.ts'
import { CLUSTER_METADATA_TOPIC, collisionKey, mayCollide, topicNameProblem } from './topic-names.ts'

export interface TopicSpec {
  readonly name: string
  /** -1: the broker's default. */
  readonly partitions: number
  /** -1: the broker's default. */
  readonly replicationFactor: number
  /** Replicas by partition index; empty to have them chosen. */
  readonly assignments: readonly { readonly partitionIndex: number; readonly brokerIds: readonly BrokerId[] }[]
  readonly configs: readonly { readonly name: string; readonly value: string | null }[]
}

export interface Problem {
  readonly error: ErrorName
  readonly message: string
}

export interface SettledSpec {
  readonly error: undefined
  readonly name: string
  /** Replicas by partition index, without gaps. */
  readonly replicas: readonly (readonly BrokerId[])[]
  readonly configs: Readonly<Record<string, string>>
}

export interface SpecSurroundings {
  readonly image: ClusterImage
  readonly config: BrokerConfig
  /** Uniform integer in [0, bound). */
  readonly random: (bound: number) => number
  /** Names that take part in collisions: those with '.' or '_'. */
  readonly collisions: ReadonlyMap<string, string>
}

const problem = (error: ErrorName, message: string): Problem => ({ error, message })

export function settleTopic(spec: TopicSpec, around: SpecSurroundings): SettledSpec | Problem {
  const badName = topicNameProblem(spec.name)
  if (badName !== undefined) return problem('INVALID_TOPIC_EXCEPTION', badName)
  if (spec.name === CLUSTER_METADATA_TOPIC) {
    return problem('INVALID_REQUEST', `Creation of internal topic ${CLUSTER_METADATA_TOPIC} is prohibited.`)
  }
  if (around.image.topics.has(spec.name)) return problem('TOPIC_ALREADY_EXISTS', `Topic '${spec.name}' already exists.`)
  const other = mayCollide(spec.name) ? around.collisions.get(collisionKey(spec.name)) : undefined
  if (other !== undefined && other !== spec.name) {
    return problem('INVALID_TOPIC_EXCEPTION', `Topic '${spec.name}' collides with existing topics: ${other}`)
  }
  const configs = settleConfigs(spec, around.config)
  if ('error' in configs) return configs
  const replicas = settleReplicas(spec, around)
  return 'error' in replicas
    ? replicas
    : { error: undefined, name: spec.name, replicas: replicas.replicas, configs: configs.configs }
}

function settleConfigs(spec: TopicSpec, config: BrokerConfig): { configs: Record<string, string> } | Problem {
  const configs: Record<string, string> = {}
  for (const { name, value } of spec.configs) {
    if (value === null) return problem('INVALID_CONFIG', `Null value not supported for topic configs: ${name}`)
    configs[name] = value
  }
  const wrong = validateTopicConfigs(config, configs)
  return wrong === undefined ? { configs } : problem('INVALID_CONFIG', wrong)
}

function settleReplicas(spec: TopicSpec, around: SpecSurroundings): { replicas: (readonly BrokerId[])[] } | Problem {
  const brokers = [...around.image.brokers.values()].sort((a, b) => a.id - b.id)
  if (spec.assignments.length > 0) {
    if (spec.partitions !== -1 || spec.replicationFactor !== -1) {
      return problem(
        'INVALID_REQUEST',
        'Both numPartitions or replicationFactor and replicasAssignments were set. ' +
          'Both cannot be used at the same time.',
      )
    }
    return settleManual(spec.assignments, around.image)
  }
  const partitions = spec.partitions === -1 ? around.config.get('num.partitions') : spec.partitions
  const factor =
    spec.replicationFactor === -1 ? around.config.get('default.replication.factor') : spec.replicationFactor
  if (partitions <= 0) return problem('INVALID_PARTITIONS', 'Number of partitions must be larger than 0.')
  if (partitions > MAX_PARTITIONS)
    return problem('INVALID_PARTITIONS', `Number of partitions must not exceed ${MAX_PARTITIONS}.`)
  const wrong = replicationProblem(factor, brokers.length)
  if (wrong !== undefined) return wrong
  const start = { index: around.random(brokers.length), shift: around.random(brokers.length), partition: 0 }
  return { replicas: assignReplicas(brokers, partitions, factor, start) }
}

/** A request of a few bytes must not take the broker's memory; a topic of this many partitions helps nobody. */
export const MAX_PARTITIONS = 100_000

export function replicationProblem(factor: number, brokers: number): Problem | undefined {
  if (factor <= 0) return problem('INVALID_REPLICATION_FACTOR', 'Replication factor must be larger than 0.')
  if (factor > brokers) {
    return problem(
      'INVALID_REPLICATION_FACTOR',
      `Replication factor: ${factor} larger than available brokers: ${brokers}.`,
    )
  }
  return undefined
}

const invalid = (message: string): Problem => problem('INVALID_REPLICA_ASSIGNMENT', message)

function settleManual(
  assignments: TopicSpec['assignments'],
  image: ClusterImage,
): { replicas: (readonly BrokerId[])[] } | Problem {
  const replicas: (readonly BrokerId[])[] = []
  for (const { partitionIndex, brokerIds } of assignments) {
    if (partitionIndex < 0 || partitionIndex >= assignments.length || replicas[partitionIndex] !== undefined) {
      return invalid('Partitions should be a consecutive 0-based integer sequence.')
    }
    const wrong = replicaListProblem(brokerIds, image, partitionIndex)
    if (wrong !== undefined) return invalid(wrong)
    replicas[partitionIndex] = brokerIds
  }
  const sizes = new Set(replicas.map((ids) => ids.length))
  return sizes.size > 1 ? invalid('All partitions should have the same number of replicas.') : { replicas }
}

export function replicaListProblem(
  brokerIds: readonly BrokerId[],
  image: ClusterImage,
  partition: number,
): string | undefined {
  if (brokerIds.length === 0) return `The manual partition assignment of partition ${partition} has no replicas.`
  if (new Set(brokerIds).size !== brokerIds.length) {
    return `Duplicate replica assignment found in partition ${partition}: ${brokerIds.join(',')}.`
  }
  const unknown = brokerIds.find((id) => !image.brokers.has(id))
  return unknown === undefined
    ? undefined
    : `The manual partition assignment includes broker ${unknown}, but no such broker is registered.`
}
