/**
 * Taking over partitions that the metadata store does not know: those of a directory that Apache Kafka has written, or of a
 * broker whose metadata is lost or older than its folders. They become topics of the store, with their ids, led by this
 * broker.
 *
 * The folders do not say what settings a topic had. Deleting too little can be mended and deleting too much cannot, so
 * an adopted topic keeps everything until somebody sets its retention; internal topics are known to be compacted.
 *
 * Invariants: what the store knows already stays as it is; the first election comes after every leader epoch in the logs.
 */
import type { BrokerId, Uuid } from '@odradek/protocol'
import { ZERO_UUID } from '@odradek/protocol'
import type { Random } from '@odradek/platform'
import type { ZnodeOp, ZnodeStore } from '@odradek/zookeeper/internal'
import { CLUSTER_METADATA_TOPIC, isInternalTopic, topicNameProblem } from './topic-names.ts'
import {
  NO_LEADER, decodePartitionState, decodeTopic, encodeConfig, encodePartitionState, encodeTopic, paths,
} from './znodes.ts'
import type { PartitionAssignment, TopicZnode } from './znodes.ts'

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
      /** Folders, `topic-index`, of an earlier topic whose name another one has in the store: they cannot be taken over. */
      readonly left: readonly string[]
    }
  | { readonly error: 'CONFLICTING_IDS' | 'STORE_UNAVAILABLE'; readonly message: string }

const NOTHING = Buffer.alloc(0)

interface FoundTopic {
  readonly name: string
  /** Undefined when no folder tells it. */
  readonly id: Uuid | undefined
  readonly epochs: ReadonlyMap<number, number>
}

/** What the store has of a topic. */
interface Known {
  readonly topic: { readonly znode: TopicZnode; readonly version: number } | undefined
  readonly hasConfig: boolean
}

/** Before the broker registers, on a store whose roots exist. All topics or, when anything is refused, a sentence. */
export async function adoptTopics(options: AdoptionOptions, found: readonly FoundPartition[]): Promise<Adoption> {
  const { store } = options
  const byName = gather(found)
  const ops: ZnodeOp[] = []
  const gaps: string[] = []
  const left: string[] = []
  let topics = 0
  let partitions = 0
  for (const [name, folders] of byName) {
    const known = await look(store, name)
    if (known === undefined) return unavailable(name)
    const mine = known.topic === undefined ? folders : folders.filter(({ topicId }) => isId(topicId, known.topic?.znode.id))
    for (const { index } of folders.filter((one) => !mine.includes(one))) left.push(`${name}-${index}`)
    const ids = new Set(mine.flatMap(({ topicId }) => (topicId === undefined || topicId === ZERO_UUID ? [] : topicId)))
    if (ids.size > 1) {
      return { error: 'CONFLICTING_IDS', message: `The folders of topic ${name} have different topic ids: ${[...ids].join(', ')}.` }
    }
    const before = known.topic?.znode.partitions.size ?? 0
    const epochs = new Map(mine.map(({ index, leaderEpoch }) => [index, leaderEpoch]))
    if (known.topic !== undefined) {
      const later = await laterEpochs(store, name, mine.filter(({ index }) => index < before))
      if (later === undefined) return unavailable(name)
      ops.push(...later)
    }
    const added = [...epochs.keys()].filter((index) => index >= before)
    if (added.length === 0) continue
    const size = Math.max(...added) + 1
    for (let index = before; index < size; index++) if (!epochs.has(index)) gaps.push(`${name}-${index}`)
    ops.push(...requestsFor(options, { name, id: [...ids][0], epochs }, known, size))
    if (known.topic === undefined) topics++
    partitions += added.length
  }
  if (ops.length === 0) return { error: undefined, topics, partitions, gaps, left }
  // All or nothing: a start that is cut short is simply tried again.
  const outcome = await store.multi(ops)
  if (outcome.error !== undefined)
    return { error: 'STORE_UNAVAILABLE', message: `The metadata store refused the topics: ${outcome.error}.` }
  return { error: undefined, topics, partitions, gaps, left }
}

const unavailable = (name: string): Adoption =>
  ({ error: 'STORE_UNAVAILABLE', message: `The metadata store does not tell about topic ${name}; start again.` })

/** A folder without an id (Apache Kafka before 2.8, or a crash right after its creation) is its name's. */
const isId = (found: Uuid | undefined, id: Uuid | undefined): boolean => found === undefined || found === ZERO_UUID || found === id

async function look(store: ZnodeStore, name: string): Promise<Known | undefined> {
  const [topic, config] = await Promise.all([store.get(paths.topic(name)), store.exists(paths.config('topics', name))])
  if (config.error !== undefined) return undefined
  const hasConfig = config.stat !== undefined
  if (topic.error === 'NONODE') return { topic: undefined, hasConfig }
  const znode = topic.error === undefined ? decodeTopic(topic.data) : undefined
  return topic.error === undefined && znode !== undefined ? { topic: { znode, version: topic.stat.version }, hasConfig } : undefined
}

/** Metadata may be older than the logs: an epoch that a log knows already shall not be given to another leader. */
async function laterEpochs(store: ZnodeStore, name: string, folders: readonly FoundPartition[]): Promise<ZnodeOp[] | undefined> {
  const ops: ZnodeOp[] = []
  for (const { index, leaderEpoch } of folders) {
    const path = paths.partitionState(name, index)
    const there = await store.get(path)
    // Created and not yet led by anybody.
    if (there.error === 'NONODE') continue
    const state = there.error === undefined ? decodePartitionState(there.data) : undefined
    if (there.error !== undefined || state === undefined) return undefined
    if (state.leaderEpoch >= leaderEpoch) continue
    ops.push({ op: 'set', path, data: encodePartitionState({ ...state, leaderEpoch }), version: there.stat.version })
  }
  return ops
}

function gather(found: readonly FoundPartition[]): Map<string, FoundPartition[]> {
  const byName = new Map<string, FoundPartition[]>()
  for (const one of found) {
    if (one.topic === CLUSTER_METADATA_TOPIC || topicNameProblem(one.topic) !== undefined) continue
    const folders = byName.get(one.topic)
    if (folders === undefined) byName.set(one.topic, [one])
    else folders.push(one)
  }
  return byName
}

function requestsFor({ brokerId, random }: AdoptionOptions, topic: FoundTopic, known: Known, size: number): ZnodeOp[] {
  const { name, epochs } = topic
  const before = known.topic?.znode.partitions ?? new Map<number, PartitionAssignment>()
  const added = Array.from({ length: size - before.size }, (_, at) => before.size + at)
  const partitions = new Map([...before, ...added.map((index): [number, PartitionAssignment] =>
    [index, { replicas: [brokerId], adding: [], removing: [] }])])
  const settings: Record<string, string> = isInternalTopic(name)
    ? { 'cleanup.policy': 'compact', 'compression.type': 'producer' }
    : { 'retention.ms': '-1' }
  const ops: ZnodeOp[] = []
  if (known.topic === undefined) {
    if (!known.hasConfig) ops.push({ op: 'create', path: paths.config('topics', name), data: encodeConfig(settings) })
    const data = encodeTopic({ id: topic.id ?? (random.uuid() as Uuid), partitions })
    ops.push({ op: 'create', path: paths.topic(name), data }, { op: 'create', path: paths.partitions(name), data: NOTHING })
  } else {
    const { znode, version } = known.topic
    ops.push({ op: 'set', path: paths.topic(name), data: encodeTopic({ id: znode.id, partitions }), version })
  }
  for (const index of added) {
    const leaderEpoch = Math.max(0, epochs.get(index) ?? 0)
    // Nobody leads it yet: the controller's election takes the epoch after this one.
    const state = { leader: NO_LEADER, leaderEpoch, isr: [brokerId], controllerEpoch: 0, recovering: false }
    ops.push({ op: 'create', path: paths.partition(name, index), data: NOTHING })
    ops.push({ op: 'create', path: paths.partitionState(name, index), data: encodePartitionState(state) })
  }
  return ops
}
