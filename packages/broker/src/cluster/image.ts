/**
 * What this broker knows of the cluster: an immutable image, replaced by each UpdateMetadata of the controller
 * (ZkMetadataCache). Readers take `current()` once and work on it; it never changes under them.
 *
 * Invariants: an image is internally consistent (ids and names agree); what a topic's image holds is shared between
 * successive images as long as it did not change.
 */
import type { BrokerId, TopicName, Uuid } from '@odradek/protocol'
import { ZERO_UUID } from '@odradek/protocol'
import type { Endpoint } from '../services.ts'
import type { UpdateMetadataRequest } from './controller-channel.ts'
import { SharedMap } from './shared-map.ts'
import { LEADER_DURING_DELETE } from './znodes.ts'

export interface PartitionImage {
  readonly index: number
  /** -1: none. */
  readonly leader: BrokerId
  readonly leaderEpoch: number
  readonly partitionEpoch: number
  readonly isr: readonly BrokerId[]
  readonly replicas: readonly BrokerId[]
  /** Replicas whose broker or disk is gone. */
  readonly offline: readonly BrokerId[]
}

export interface TopicImage {
  readonly id: Uuid
  readonly name: TopicName
  /** By index, ascending; without gaps unless an update is still on its way. */
  readonly partitions: readonly PartitionImage[]
}

export interface BrokerImage {
  readonly id: BrokerId
  readonly rack: string | null
  readonly endpoints: readonly Endpoint[]
}

export interface ClusterImage {
  /** -1: none known. */
  readonly controllerId: BrokerId
  /** Alive ones. */
  readonly brokers: ReadonlyMap<BrokerId, BrokerImage>
  readonly topics: ReadonlyMap<string, TopicImage>
  readonly topicById: ReadonlyMap<Uuid, TopicImage>
}

export const emptyImage: ClusterImage = {
  controllerId: -1,
  brokers: new Map(),
  topics: new Map(),
  topicById: new Map(),
}

/** The partition, or undefined. */
export function partitionOf(topic: TopicImage | undefined, index: number): PartitionImage | undefined {
  const partition = topic?.partitions[index]
  return partition?.index === index ? partition : topic?.partitions.find((one) => one.index === index)
}

export interface MetadataChange {
  readonly image: ClusterImage
  readonly deletedTopics: readonly TopicImage[]
}

const protocolNames = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const

/** Kafka's number of a security protocol. */
export function securityProtocolId(protocol: Endpoint['securityProtocol']): number {
  return protocolNames.indexOf(protocol)
}

export class MetadataCache {
  private image: ClusterImage = emptyImage
  private topics: SharedMap<string, TopicImage> = SharedMap.empty()
  private topicById: SharedMap<Uuid, TopicImage> = SharedMap.empty()
  private readonly listeners = new Set<(change: MetadataChange) => void>()

  current(): ClusterImage {
    return this.image
  }

  /** Called after every change. Returns how to stop. */
  onChange(listener: (change: MetadataChange) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  /** Applies what the controller says: the brokers whole, the topics it names (ZkMetadataCache.updateMetadata). */
  update(request: UpdateMetadataRequest): void {
    const deletedTopics: TopicImage[] = []
    if (request.topicStates.length > 0) {
      const byName = new Map<string, TopicImage | undefined>()
      const byId = new Map<Uuid, TopicImage | undefined>()
      for (const state of request.topicStates) {
        const before = byName.has(state.topicName) ? byName.get(state.topicName) : this.topics.get(state.topicName)
        const after = updatedTopic(before, state)
        if (before !== undefined && before.id !== after?.id && before.id !== ZERO_UUID) byId.set(before.id, undefined)
        byName.set(state.topicName, after)
        if (after === undefined && before !== undefined) deletedTopics.push(before)
        if (after !== undefined && after.id !== ZERO_UUID) byId.set(after.id, after)
      }
      this.topics = this.topics.with(byName)
      this.topicById = this.topicById.with(byId)
    }
    const { topics, topicById } = this
    this.image = { controllerId: request.controllerId, brokers: brokersOf(request), topics, topicById }
    for (const listener of this.listeners) listener({ image: this.image, deletedTopics })
  }
}

type TopicState = UpdateMetadataRequest['topicStates'][number]

/** Undefined when the topic is being deleted. */
function updatedTopic(before: TopicImage | undefined, state: TopicState): TopicImage | undefined {
  if (state.partitionStates.some((partition) => partition.leader === LEADER_DURING_DELETE)) return undefined
  // another id: the topic of that name was deleted and made anew, nothing of the old one holds
  const sameTopic =
    before !== undefined && (before.id === state.topicId || before.id === ZERO_UUID || state.topicId === ZERO_UUID)
  const id = state.topicId === ZERO_UUID && sameTopic ? before.id : state.topicId
  const partitions = sameTopic ? [...before.partitions] : []
  for (const update of state.partitionStates) {
    const partition: PartitionImage = {
      index: update.partitionIndex,
      leader: update.leader,
      leaderEpoch: update.leaderEpoch,
      partitionEpoch: update.zkVersion,
      isr: update.isr,
      replicas: update.replicas,
      offline: update.offlineReplicas,
    }
    const expected = Math.min(partition.index, partitions.length)
    const at =
      (partitions[expected - 1]?.index ?? -1) < partition.index &&
      (partitions[expected]?.index ?? Infinity) >= partition.index
        ? expected
        : partitions.findIndex((one) => one.index >= partition.index)
    if (at === -1 || at === partitions.length) partitions.push(partition)
    else partitions.splice(at, partitions[at]?.index === partition.index ? 1 : 0, partition)
  }
  return { id, name: state.topicName, partitions }
}

function brokersOf(request: UpdateMetadataRequest): ReadonlyMap<BrokerId, BrokerImage> {
  return new Map(
    request.liveBrokers.map((broker) => [
      broker.id,
      {
        id: broker.id,
        rack: broker.rack,
        endpoints: broker.endpoints.map(({ listener, host, port, securityProtocol }) => ({
          listenerName: listener,
          host,
          port,
          securityProtocol: protocolNames[securityProtocol] ?? 'PLAINTEXT',
        })),
      },
    ]),
  )
}
