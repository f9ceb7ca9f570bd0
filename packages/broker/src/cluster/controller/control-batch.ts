/**
 * Gathers what the brokers must hear after a change and makes the requests of it
 * (AbstractControllerBrokerRequestBatch): LeaderAndIsr to the replicas concerned, then UpdateMetadata to everybody,
 * then StopReplica. Pure; reads the image when `requests` is called, so that what is sent is what holds then.
 */
import type { BrokerId } from '@odradek/protocol'
import { ZERO_UUID } from '@odradek/protocol'
import type { LeaderAndIsrRequest, StopReplicaRequest, UpdateMetadataRequest } from '../controller-channel.ts'
import { securityProtocolId } from '../image.ts'
import { LEADER_DURING_DELETE, NO_LEADER } from '../znodes.ts'
import type { ControllerImage, PartitionRecord } from './controller-image.ts'

/** Partitions in one request: a large topic must not hold up the loop of the one who applies it. */
const PARTITIONS_PER_REQUEST = 1000

/** Leader epoch of a StopReplica for a topic that is being deleted: it passes whatever the replica's epoch. */
export const EPOCH_DURING_DELETE = -2

export type ControlRequest =
  | { readonly to: BrokerId; readonly type: 'leaderAndIsr'; readonly request: LeaderAndIsrRequest }
  | { readonly to: BrokerId; readonly type: 'updateMetadata'; readonly request: UpdateMetadataRequest }
  | { readonly to: BrokerId; readonly type: 'stopReplica'; readonly request: StopReplicaRequest }

interface Stop {
  readonly topic: string
  readonly index: number
  readonly leaderEpoch: number
  readonly deletePartition: boolean
}

type Marked = Map<string, Set<number>>

export class ControlBatch {
  private readonly image: ControllerImage
  private readonly leaderAndIsr = new Map<BrokerId, Marked>()
  private readonly fresh: Marked = new Map()
  private readonly metadata: Marked = new Map()
  private readonly metadataTo = new Set<BrokerId>()
  private readonly stops = new Map<BrokerId, Stop[]>()

  constructor(image: ControllerImage) {
    this.image = image
  }

  /** The partition's replicas (or only `brokers`) hear its state, and everybody its metadata. */
  partitionChanged(
    topic: string,
    index: number,
    options: { isNew?: boolean; brokers?: readonly BrokerId[] } = {},
  ): void {
    const partition = this.image.partition(topic, index)
    if (partition?.state === undefined) return
    for (const id of options.brokers ?? partition.assignment.replicas) {
      if (!this.image.brokers.has(id)) continue
      const marked = this.leaderAndIsr.get(id) ?? new Map()
      this.leaderAndIsr.set(id, marked)
      mark(marked, topic, index)
    }
    if (options.isNew) mark(this.fresh, topic, index)
    this.metadataChanged(topic, index)
  }

  /** Everybody hears the partition's metadata. */
  metadataChanged(topic: string, index: number): void {
    mark(this.metadata, topic, index)
    this.brokersChanged()
  }

  /** Everybody (or only `brokers`) hears who is alive. */
  brokersChanged(brokers: Iterable<BrokerId> = this.image.brokers.keys()): void {
    for (const id of brokers) this.metadataTo.add(id)
  }

  stopReplica(broker: BrokerId, stop: Stop): void {
    const stops = this.stops.get(broker) ?? []
    this.stops.set(broker, stops)
    stops.push(stop)
  }

  requests(): ControlRequest[] {
    const out: ControlRequest[] = []
    for (const [to, marked] of this.leaderAndIsr) {
      for (const part of parts(marked))
        out.push({ to, type: 'leaderAndIsr', request: this.leaderAndIsrRequest(to, part) })
    }
    const metadataParts = this.metadata.size === 0 ? [this.metadata] : parts(this.metadata)
    for (const to of this.metadataTo) {
      for (const part of metadataParts)
        out.push({ to, type: 'updateMetadata', request: this.updateMetadataRequest(to, part) })
    }
    for (const [to, stops] of this.stops) {
      for (let at = 0; at < stops.length; at += PARTITIONS_PER_REQUEST) {
        const request = this.stopReplicaRequest(to, stops.slice(at, at + PARTITIONS_PER_REQUEST))
        out.push({ to, type: 'stopReplica', request })
      }
    }
    return out.filter(({ to }) => this.image.brokers.has(to))
  }

  private envelope(to: BrokerId): {
    controllerId: BrokerId
    isKRaftController: boolean
    controllerEpoch: number
    brokerEpoch: number
  } {
    return {
      controllerId: this.image.controllerId,
      isKRaftController: false,
      controllerEpoch: this.image.controllerEpoch,
      brokerEpoch: this.image.brokers.get(to)?.epoch ?? -1,
    }
  }

  private leaderAndIsrRequest(to: BrokerId, marked: Marked): LeaderAndIsrRequest {
    const leaders = new Set<BrokerId>()
    const topicStates = [...marked].map(([topicName, indexes]) => ({
      topicName,
      topicId: this.image.topics.get(topicName)?.id ?? ZERO_UUID,
      partitionStates: [...indexes].flatMap((index) => {
        const partition = this.image.partition(topicName, index)
        if (partition?.state === undefined) return []
        const { state, assignment } = partition
        leaders.add(state.leader)
        return [
          {
            topicName,
            partitionIndex: index,
            controllerEpoch: state.controllerEpoch,
            leader: state.leader,
            leaderEpoch: state.leaderEpoch,
            isr: [...state.isr],
            partitionEpoch: partition.version,
            replicas: [...assignment.replicas],
            addingReplicas: [...assignment.adding],
            removingReplicas: [...assignment.removing],
            isNew: this.fresh.get(topicName)?.has(index) ?? false,
            leaderRecoveryState: state.recovering ? 1 : 0,
          },
        ]
      }),
    }))
    const liveLeaders = [...leaders].flatMap((id) => {
      const endpoint = this.image.brokers.get(id)?.endpoints[0]
      return endpoint === undefined ? [] : [{ brokerId: id, hostName: endpoint.host, port: endpoint.port }]
    })
    return { ...this.envelope(to), type: 0, ungroupedPartitionStates: [], topicStates, liveLeaders }
  }

  private updateMetadataRequest(to: BrokerId, marked: Marked): UpdateMetadataRequest {
    const topicStates = [...marked].map(([topicName, indexes]) => ({
      topicName,
      topicId: this.image.topics.get(topicName)?.id ?? ZERO_UUID,
      partitionStates: [...indexes].flatMap((index) => {
        const partition = this.image.partition(topicName, index)
        return partition?.state === undefined && !this.image.deletions.has(topicName)
          ? []
          : [this.metadataState(topicName, index, partition)]
      }),
    }))
    const liveBrokers = [...this.image.brokers.values()].map((broker) => ({
      id: broker.id,
      v0Host: '',
      v0Port: 0,
      rack: broker.rack,
      endpoints: broker.endpoints.map(({ host, port, listenerName, securityProtocol }) => ({
        host,
        port,
        listener: listenerName,
        securityProtocol: securityProtocolId(securityProtocol),
      })),
    }))
    return { ...this.envelope(to), type: 0, ungroupedPartitionStates: [], topicStates, liveBrokers }
  }

  private metadataState(
    topicName: string,
    partitionIndex: number,
    partition: PartitionRecord | undefined,
  ): UpdateMetadataRequest['topicStates'][number]['partitionStates'][number] {
    const state = partition?.state
    const replicas = [...(partition?.assignment.replicas ?? [])]
    const offlineReplicas = replicas.filter(
      (id) => !this.image.brokers.has(id) || this.image.hasFailed(id, topicName, partitionIndex),
    )
    const leader = this.image.deletions.has(topicName) ? LEADER_DURING_DELETE : (state?.leader ?? NO_LEADER)
    return {
      topicName,
      partitionIndex,
      controllerEpoch: state?.controllerEpoch ?? this.image.controllerEpoch,
      leader,
      leaderEpoch: state?.leaderEpoch ?? 0,
      isr: [...(state?.isr ?? [])],
      zkVersion: partition?.version ?? -1,
      replicas,
      offlineReplicas,
    }
  }

  private stopReplicaRequest(to: BrokerId, stops: readonly Stop[]): StopReplicaRequest {
    const byTopic = new Map<string, Stop[]>()
    for (const stop of stops) {
      const ofTopic = byTopic.get(stop.topic)
      if (ofTopic === undefined) byTopic.set(stop.topic, [stop])
      else ofTopic.push(stop)
    }
    const topicStates = [...byTopic].map(([topicName, ofTopic]) => ({
      topicName,
      partitionStates: ofTopic.map(({ index, leaderEpoch, deletePartition }) => ({
        partitionIndex: index,
        leaderEpoch,
        deletePartition,
      })),
    }))
    return { ...this.envelope(to), deletePartitions: false, ungroupedPartitions: [], topics: [], topicStates }
  }
}

function mark(marked: Marked, topic: string, index: number): void {
  const indexes = marked.get(topic)
  if (indexes === undefined) marked.set(topic, new Set([index]))
  else indexes.add(index)
}

/** The same in portions of bounded size. */
function parts(marked: Marked): Marked[] {
  const out: Marked[] = []
  let part: Marked = new Map()
  let room = PARTITIONS_PER_REQUEST
  for (const [topic, indexes] of marked) {
    for (const index of indexes) {
      if (room-- === 0) {
        out.push(part)
        part = new Map()
        room = PARTITIONS_PER_REQUEST - 1
      }
      mark(part, topic, index)
    }
  }
  if (part.size > 0) out.push(part)
  return out
}
