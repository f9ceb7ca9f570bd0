/**
 * What the client knows of the cluster: brokers, and of each topic it was asked about the partitions and their
 * leaders. Plain state with no I/O: `cluster.ts` asks and calls `update`.
 *
 * Invariant: a partition's leader epoch never goes back while its topic keeps its id (KIP-320), so an answer from a
 * broker that lags cannot undo a newer one.
 */
import { type MetadataResponse, ZERO_UUID } from '@odradek/protocol/internal'

export interface BrokerAddress {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

export interface PartitionMetadata {
  readonly partition: number
  /** -1 while there is none. */
  readonly leader: number
  readonly leaderEpoch: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
  readonly offlineReplicas: readonly number[]
  readonly errorCode: number
}

export interface TopicMetadata {
  readonly name: string
  readonly topicId: string
  readonly isInternal: boolean
  /** By index; a hole cannot be. */
  readonly partitions: readonly PartitionMetadata[]
}

export class Metadata {
  clusterId: string | null = null
  controllerId: number = -1
  /** Monotonic time of the last answer. */
  updatedAtMs: number = Number.NEGATIVE_INFINITY
  #brokers = new Map<number, BrokerAddress>()
  #topics = new Map<string, TopicMetadata>()
  #namesById = new Map<string, string>()
  /** Topics whose last answer was an error, by name. */
  readonly topicErrors: Map<string, number> = new Map()

  brokers(): readonly BrokerAddress[] {
    return [...this.#brokers.values()]
  }

  broker(nodeId: number): BrokerAddress | undefined {
    return this.#brokers.get(nodeId)
  }

  topic(name: string): TopicMetadata | undefined {
    return this.#topics.get(name)
  }

  topicName(topicId: string): string | undefined {
    return this.#namesById.get(topicId)
  }

  topicNames(): readonly string[] {
    return [...this.#topics.keys()]
  }

  partition(topic: string, partition: number): PartitionMetadata | undefined {
    return this.#topics.get(topic)?.partitions[partition]
  }

  forget(topic: string): void {
    const known = this.#topics.get(topic)
    if (known === undefined) return
    this.#topics.delete(topic)
    this.#namesById.delete(known.topicId)
  }

  /** A newer leader told by a Produce or Fetch answer (KIP-951). */
  leaderChanged(topic: string, partition: number, leader: number, leaderEpoch: number): void {
    const known = this.#topics.get(topic)
    const before = known?.partitions[partition]
    if (known === undefined || before === undefined || leaderEpoch <= before.leaderEpoch) return
    const partitions = [...known.partitions]
    partitions[partition] = { ...before, leader, leaderEpoch, errorCode: 0 }
    this.#topics.set(topic, { ...known, partitions })
  }

  addBroker(broker: BrokerAddress): void {
    this.#brokers.set(broker.nodeId, broker)
  }

  update(response: MetadataResponse, nowMs: number): void {
    if (response.brokers.length > 0) {
      this.#brokers = new Map(response.brokers.map(({ nodeId, host, port, rack }) => [nodeId, { nodeId, host, port, rack }]))
    }
    this.clusterId = response.clusterId
    this.controllerId = response.controllerId
    this.updatedAtMs = nowMs
    for (const topic of response.topics) {
      const name = topic.name
      if (name === null) continue
      if (topic.errorCode !== 0) {
        this.topicErrors.set(name, topic.errorCode)
        // A leader that is missing right now does not unmake the topic; anything else does.
        if (topic.partitions.length === 0) this.forget(name)
        continue
      }
      this.topicErrors.delete(name)
      this.#set(name, topic)
    }
  }

  #set(name: string, topic: MetadataResponse['topics'][number]): void {
    const before = this.#topics.get(name)
    const sameTopic = before !== undefined && (before.topicId === topic.topicId || topic.topicId === ZERO_UUID)
    const partitions: PartitionMetadata[] = []
    for (const told of topic.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex)) {
      const known = sameTopic ? before.partitions[told.partitionIndex] : undefined
      const isOlder = known !== undefined && told.leaderEpoch >= 0 && told.leaderEpoch < known.leaderEpoch
      partitions[told.partitionIndex] = isOlder
        ? known
        : {
            partition: told.partitionIndex,
            leader: told.leaderId,
            leaderEpoch: told.leaderEpoch,
            replicas: told.replicaNodes,
            isr: told.isrNodes,
            offlineReplicas: told.offlineReplicas,
            errorCode: told.errorCode,
          }
    }
    if (before !== undefined) this.#namesById.delete(before.topicId)
    this.#topics.set(name, { name, topicId: topic.topicId, isInternal: topic.isInternal, partitions })
    if (topic.topicId !== ZERO_UUID) this.#namesById.set(topic.topicId, name)
  }
}
