/**
 * What the client knows of the cluster: brokers, and of each topic it was asked about the partitions and their
 * leaders. Plain state with no I/O: `cluster.ts` asks and calls `update`.
 *
 * Invariant: a partition's leader epoch never goes back while its topic keeps its id (KIP-320), so an answer from a
 * broker that lags cannot undo a newer one; what a broker says that cannot be is not taken over.
 */
import { ErrorCode, type MetadataResponse, ZERO_UUID } from '@odradek/protocol/internal'

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

/** Answers about topics that cannot be had are remembered for so many. */
const MAX_REMEMBERED_ERRORS = 10_000

export class Metadata {
  clusterId: string | null = null
  controllerId: number = -1
  #brokers = new Map<number, BrokerAddress>()
  #topics = new Map<string, TopicMetadata>()
  #namesById = new Map<string, string>()
  /** Topics whose last answer was an error, by name. */
  readonly topicErrors: Map<string, number> = new Map()
  #answeredAtMs = new Map<string, number>()

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

  /** Monotonic time of the last answer about the topic, an error included. */
  answeredAtMs(topic: string): number | undefined {
    return this.#answeredAtMs.get(topic)
  }

  /** The topic is known and each of its partitions has a leader. */
  isComplete(topic: string): boolean {
    return !this.topicErrors.has(topic) && (this.#topics.get(topic)?.partitions.every(({ leader }) => leader >= 0) ?? false)
  }

  forget(topic: string): void {
    this.topicErrors.delete(topic)
    this.#answeredAtMs.delete(topic)
    this.#drop(topic)
  }

  /** None of them is the cluster's any more: the bootstrap addresses are all that is left. */
  forgetBrokers(): void {
    this.#brokers.clear()
    this.controllerId = -1
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

  /** Left out when it is no address. */
  addBroker(broker: BrokerAddress): void {
    if (isAddress(broker)) this.#brokers.set(broker.nodeId, broker)
  }

  /** Takes an answer to a question about `asked`. True when it tells something new. */
  update(response: MetadataResponse, nowMs: number, asked: ReadonlySet<string> | 'all' = new Set()): boolean {
    let isNews = this.#setBrokers(response)
    this.clusterId = response.clusterId
    this.controllerId = response.controllerId
    const told = new Set<string>()
    for (const topic of response.topics) {
      const name = topic.name
      if (name === null) continue
      told.add(name)
      this.#answeredAtMs.set(name, nowMs)
      if (topic.errorCode === 0) {
        isNews = this.topicErrors.delete(name) || isNews
        isNews = this.#set(name, topic) || isNews
      } else {
        isNews = this.#setError(name, topic.errorCode) || isNews
        // A leader that is missing right now does not unmake the topic; anything else does.
        if (topic.partitions.length === 0) this.#drop(name)
      }
    }
    for (const name of asked === 'all' ? [...this.#topics.keys()] : asked) if (!told.has(name)) this.#missing(name, asked === 'all', nowMs)
    return isNews
  }

  /** The answer does not have it: it is no more. */
  #missing(name: string, isOfAll: boolean, nowMs: number): void {
    if (isOfAll) return this.forget(name)
    this.#answeredAtMs.set(name, nowMs)
    this.#setError(name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    this.#drop(name)
  }

  #setError(name: string, errorCode: number): boolean {
    const before = this.topicErrors.get(name)
    this.topicErrors.delete(name)
    this.topicErrors.set(name, errorCode)
    const [oldest] = this.topicErrors.keys()
    if (this.topicErrors.size > MAX_REMEMBERED_ERRORS && oldest !== undefined) this.forget(oldest)
    return before !== errorCode
  }

  #drop(name: string): void {
    const known = this.#topics.get(name)
    if (known === undefined) return
    this.#topics.delete(name)
    this.#namesById.delete(known.topicId)
  }

  #setBrokers(response: MetadataResponse): boolean {
    const addresses = response.brokers.filter(isAddress)
    if (addresses.length === 0) return false
    const before = this.#brokers
    this.#brokers = new Map(addresses.map(({ nodeId, host, port, rack }) => [nodeId, { nodeId, host, port, rack }]))
    const isSame = (one: BrokerAddress, other: BrokerAddress | undefined): boolean => one.host === other?.host && one.port === other.port
    return before.size !== this.#brokers.size || addresses.some((broker) => !isSame(broker, before.get(broker.nodeId)))
  }

  #set(name: string, topic: MetadataResponse['topics'][number]): boolean {
    const before = this.#topics.get(name)
    const sameTopic = before !== undefined && (before.topicId === topic.topicId || topic.topicId === ZERO_UUID)
    const partitions = listOf(topic.partitions).map((told) => {
      const known = sameTopic ? before.partitions[told.partition] : undefined
      return known !== undefined && told.leaderEpoch >= 0 && told.leaderEpoch < known.leaderEpoch ? known : told
    })
    if (before !== undefined) this.#namesById.delete(before.topicId)
    this.#topics.set(name, { name, topicId: topic.topicId, isInternal: topic.isInternal, partitions })
    if (topic.topicId !== ZERO_UUID) this.#namesById.set(topic.topicId, name)
    return !sameTopic || before.partitions.length !== partitions.length
      || partitions.some(({ leader, leaderEpoch }, index) => leader !== before.partitions[index]!.leader || leaderEpoch !== before.partitions[index]!.leaderEpoch)
  }
}

type ToldPartition = MetadataResponse['topics'][number]['partitions'][number]

/** By index, from 0 without a gap, whatever the broker says: what is no index is left out, what is missing has no leader. */
function listOf(told: readonly ToldPartition[]): PartitionMetadata[] {
  const byIndex = new Map<number, ToldPartition>()
  for (const one of told) if (one.partitionIndex >= 0 && one.partitionIndex < told.length) byIndex.set(one.partitionIndex, one)
  return Array.from(told, (_, partition) => {
    const one = byIndex.get(partition)
    if (one === undefined) return { partition, leader: -1, leaderEpoch: -1, replicas: [], isr: [], offlineReplicas: [], errorCode: ErrorCode.LEADER_NOT_AVAILABLE }
    const { leaderId: leader, leaderEpoch, replicaNodes: replicas, isrNodes: isr, offlineReplicas, errorCode } = one
    return { partition, leader, leaderEpoch, replicas, isr, offlineReplicas, errorCode }
  })
}

function isAddress({ nodeId, host, port }: BrokerAddress): boolean {
  return nodeId >= 0 && host !== '' && port > 0 && port < 65_536
}
