/**
 * Taking over a data directory that Apache Kafka (or a broker whose metadata is lost) has written: the folders become
 * topics of an empty store, with their ids, led by this broker.
 *
 * The folders do not say what settings a topic had. Deleting too little can be mended and deleting too much cannot, so
 * an adopted topic keeps everything until somebody sets its retention; internal topics are known to be compacted.
 *
 * Invariants: a store that has topics is never touched; the first election comes after every leader epoch in the logs.
 */
import type { BrokerId, Uuid } from '@odradek/protocol'
import { ZERO_UUID } from '@odradek/protocol'
import type { Random } from '@odradek/platform'
import type { ZnodeOp, ZnodeStore } from '@odradek/zookeeper/internal'
import { CLUSTER_METADATA_TOPIC, isInternalTopic, topicNameProblem } from './topic-names.ts'
import { decodeTopic, encodeConfig, encodePartitionState, encodeTopic, NO_LEADER, paths } from './znodes.ts'

export interface FoundPartition {
  readonly topic: string
  readonly index: number
  /** From partition.metadata; undefined or zero when there was none. */
  readonly topicId: Uuid | undefined
  /** The latest in its log; -1 when it has none. */
  readonly leaderEpoch: number
}

export interface AdoptionOptions {
  readonly store: ZnodeStore
  readonly brokerId: BrokerId
  readonly random: Random
}

export type Adoption =
  | {
      readonly error: undefined
      readonly topics: number
      readonly partitions: number
      /** Partitions without a folder, `topic-index`: they are made, empty. */
      readonly gaps: readonly string[]
    }
  | { readonly error: 'STORE_NOT_EMPTY' | 'CONFLICTING_IDS' | 'STORE_UNAVAILABLE'; readonly message: string }

const NOTHING = Buffer.alloc(0)

interface FoundTopic {
  readonly name: string
  readonly id: Uuid
  readonly epochs: ReadonlyMap<number, number>
}

/** Before the broker registers, on a store whose roots exist. All topics or, when anything is refused, a sentence. */
export async function adoptTopics(options: AdoptionOptions, found: readonly FoundPartition[]): Promise<Adoption> {
  const { store } = options
  const there = await store.children(paths.topics)
  if (there.error !== undefined)
    return { error: 'STORE_UNAVAILABLE', message: `The metadata store does not answer: ${there.error}.` }
  const topics = gather(options, found)
  if (!Array.isArray(topics)) return topics
  if (there.names.length > 0) {
    // Started like this before: everything has been taken over.
    const known = await Promise.all(
      topics.map(async ({ name }) => {
        const znode = await store.get(paths.topic(name))
        const id = znode.error === undefined ? decodeTopic(znode.data)?.id : undefined
        return found.every((one) => one.topic !== name || one.topicId === id)
      }),
    )
    if (known.every(Boolean)) return { error: undefined, topics: 0, partitions: 0, gaps: [] }
    return {
      error: 'STORE_NOT_EMPTY',
      message: `The metadata store has ${there.names.length} topics already; nothing was taken over.`,
    }
  }
  const gaps: string[] = []
  const requests = topics.map((topic) => {
    const size = Math.max(...topic.epochs.keys()) + 1
    for (let index = 0; index < size; index++) if (!topic.epochs.has(index)) gaps.push(`${topic.name}-${index}`)
    return requestsFor(options.brokerId, topic, size)
  })
  // All or nothing: a start that is cut short is simply tried again.
  const outcome = await store.multi(requests.flat())
  if (outcome.error !== undefined)
    return { error: 'STORE_UNAVAILABLE', message: `The metadata store refused the topics: ${outcome.error}.` }
  return {
    error: undefined,
    topics: topics.length,
    partitions: topics.reduce((sum, { epochs }) => sum + epochs.size, 0),
    gaps,
  }
}

function gather(options: AdoptionOptions, found: readonly FoundPartition[]): FoundTopic[] | Adoption {
  const byName = new Map<string, { ids: Set<Uuid>; epochs: Map<number, number> }>()
  for (const { topic, index, topicId, leaderEpoch } of found) {
    if (topic === CLUSTER_METADATA_TOPIC || topicNameProblem(topic) !== undefined) continue
    const row = byName.get(topic) ?? { ids: new Set(), epochs: new Map() }
    byName.set(topic, row)
    row.epochs.set(index, leaderEpoch)
    if (topicId !== undefined && topicId !== ZERO_UUID) row.ids.add(topicId)
  }
  const topics: FoundTopic[] = []
  for (const [name, { ids, epochs }] of byName) {
    if (ids.size > 1) {
      return {
        error: 'CONFLICTING_IDS',
        message: `The folders of topic ${name} have different topic ids: ${[...ids].join(', ')}.`,
      }
    }
    topics.push({ name, id: [...ids][0] ?? (options.random.uuid() as Uuid), epochs })
  }
  return topics
}

function requestsFor(brokerId: BrokerId, topic: FoundTopic, size: number): ZnodeOp[] {
  const { name, id, epochs } = topic
  const partitions = new Map(
    Array.from({ length: size }, (_, index) => [index, { replicas: [brokerId], adding: [], removing: [] }]),
  )
  const settings: Record<string, string> = isInternalTopic(name)
    ? { 'cleanup.policy': 'compact', 'compression.type': 'producer' }
    : { 'retention.ms': '-1' }
  const first: ZnodeOp[] = [
    { op: 'create', path: paths.config('topics', name), data: encodeConfig(settings) },
    { op: 'create', path: paths.topic(name), data: encodeTopic({ id, partitions }) },
    { op: 'create', path: paths.partitions(name), data: NOTHING },
  ]
  const states = Array.from({ length: size }, (_, index): ZnodeOp[] => {
    const leaderEpoch = Math.max(0, epochs.get(index) ?? 0)
    // Nobody leads it yet: the controller's election takes the epoch after this one.
    const state = { leader: NO_LEADER, leaderEpoch, isr: [brokerId], controllerEpoch: 0, recovering: false }
    return [
      { op: 'create', path: paths.partition(name, index), data: NOTHING },
      { op: 'create', path: paths.partitionState(name, index), data: encodePartitionState(state) },
    ]
  })
  return [...first, ...states.flat()]
}
