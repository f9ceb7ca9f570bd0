/**
 * Checks a request for more partitions and settles where their replicas go (ZkAdminManager.createPartitions). Pure.
 */
import type { BrokerId } from '@odradek/protocol'
import type { TopicRecord } from './controller/controller-image.ts'
import { isReassigning } from './controller/controller-image.ts'
import type { ClusterImage } from './image.ts'
import { assignReplicas } from './replica-assignment.ts'
import { MAX_PARTITIONS, replicaListProblem, replicationProblem } from './topic-spec.ts'
import type { Problem } from './topic-spec.ts'
import type { TopicZnode } from './znodes.ts'

export interface NewPartitionsSpec {
  readonly name: string
  /** Of partitions in the end. */
  readonly count: number
  /** Replicas of each new partition; null to have them chosen. */
  readonly assignments: readonly (readonly BrokerId[])[] | null
}

export function settleNewPartitions(
  spec: NewPartitionsSpec,
  topic: TopicRecord,
  image: ClusterImage,
): { readonly error: undefined; readonly znode: TopicZnode } | Problem {
  const before = new Map([...topic.partitions].map(([index, { assignment }]) => [index, assignment]))
  const old = before.size
  if ([...before.values()].some(isReassigning)) {
    return {
      error: 'REASSIGNMENT_IN_PROGRESS',
      message: `A partition reassignment is in progress for the topic '${spec.name}'.`,
    }
  }
  const wrongCount = countProblem(spec, old)
  if (wrongCount !== undefined) return { error: 'INVALID_PARTITIONS', message: wrongCount }
  const factor = before.get(0)?.replicas.length ?? 1
  const added =
    spec.assignments === null
      ? choose(spec.count - old, old, factor, before.get(0)?.replicas ?? [], image)
      : manual(spec, old, factor, image)
  if ('error' in added) return added
  for (const [at, replicas] of added.entries()) before.set(old + at, { replicas, adding: [], removing: [] })
  return { error: undefined, znode: { id: topic.id, partitions: before } }
}

function countProblem(spec: NewPartitionsSpec, old: number): string | undefined {
  if (spec.count === old) return `Topic already has ${old} partitions.`
  if (spec.count < old)
    return `Topic currently has ${old} partitions, which is higher than the requested ${spec.count}.`
  return spec.count > MAX_PARTITIONS ? `Number of partitions must not exceed ${MAX_PARTITIONS}.` : undefined
}

function choose(
  count: number,
  firstPartition: number,
  factor: number,
  ofFirst: readonly BrokerId[],
  image: ClusterImage,
): BrokerId[][] | Problem {
  const brokers = [...image.brokers.values()].sort((a, b) => a.id - b.id)
  const wrong = replicationProblem(factor, brokers.length)
  if (wrong !== undefined) return wrong
  // It goes on where the first partition began, so that the whole topic stays evenly spread.
  const start = Math.max(
    0,
    brokers.findIndex(({ id }) => id >= (ofFirst[0] ?? 0)),
  )
  return assignReplicas(brokers, count, factor, { index: start, shift: start, partition: firstPartition })
}

const invalid = (message: string): Problem => ({ error: 'INVALID_REPLICA_ASSIGNMENT', message })

function manual(
  spec: NewPartitionsSpec,
  old: number,
  factor: number,
  image: ClusterImage,
): (readonly BrokerId[])[] | Problem {
  const assignments = spec.assignments ?? []
  if (assignments.length !== spec.count - old) {
    return invalid(
      `Increasing the number of partitions by ${spec.count - old} but ${assignments.length} assignments provided.`,
    )
  }
  for (const [at, ids] of assignments.entries()) {
    const wrong = replicaListProblem(ids, image, old + at)
    if (wrong !== undefined) return invalid(wrong)
    if (ids.length !== factor) {
      return invalid(
        `Inconsistent replication factor between partitions, partition 0 has ${factor} while partition ${old + at} has ${ids.length}.`,
      )
    }
  }
  return [...assignments]
}
