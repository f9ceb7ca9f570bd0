/**
 * What the controller knows: brokers, topics, partitions, and what is under way with them. The znodes are the truth;
 * this is what they said when they were last read or written.
 *
 * Invariant: `replayWrite` is the only function that changes what a znode says, and it is called after the store has
 * taken the write. The rest (live brokers, who is shutting down, deletions under way) changes by events, in the
 * controller's queue.
 */
import type { BrokerId, Uuid } from '@odradek/protocol'
import { ZERO_UUID } from '@odradek/protocol'
import type { BrokerZnode, PartitionAssignment, PartitionStateZnode, TopicZnode } from '../znodes.ts'
import type { ZnodeWrite } from './writes.ts'

export interface BrokerRecord extends BrokerZnode {
  readonly id: BrokerId
  /** czxid of its znode. */
  readonly epoch: number
}

export interface PartitionRecord {
  readonly assignment: PartitionAssignment
  /** Undefined until the state znode has been made: a new partition. */
  readonly state: PartitionStateZnode | undefined
  /** zkVersion of the state znode: the partition epoch. */
  readonly version: number
}

export interface TopicRecord {
  readonly name: string
  id: Uuid
  /** zkVersion of the topic znode. */
  version: number
  readonly partitions: Map<number, PartitionRecord>
}

/** Replicas (`broker-partition`) that have not yet been deleted; undefined until the deletion has been ordered. */
export interface DeletionRecord {
  waitingFor: Set<string> | undefined
}

export interface PartitionRef {
  readonly topic: string
  readonly index: number
}

export class ControllerImage {
  readonly controllerId: BrokerId
  readonly controllerEpoch: number
  readonly brokers: Map<BrokerId, BrokerRecord> = new Map()
  /** Controlled shutdown has begun: alive, but nothing new is led there. */
  readonly shuttingDown: Set<BrokerId> = new Set()
  readonly topics: Map<string, TopicRecord> = new Map()
  readonly deletions: Map<string, DeletionRecord> = new Map()
  /** Replicas on failed disks, `topic-partition` by broker. */
  readonly failedReplicas: Map<BrokerId, Set<string>> = new Map()
  /** Partitions whose assignment is changing, by `topic-partition`. Derived from the topics. */
  readonly reassigning: Map<string, PartitionRef> = new Map()

  constructor(controllerId: BrokerId, controllerEpoch: number) {
    this.controllerId = controllerId
    this.controllerEpoch = controllerEpoch
  }

  partition(topic: string, index: number): PartitionRecord | undefined {
    return this.topics.get(topic)?.partitions.get(index)
  }

  /** Alive, not shutting down, and its disk is well: may lead and may join the in-sync replicas. */
  isOnline(broker: BrokerId, topic: string, index: number): boolean {
    return this.brokers.has(broker) && !this.shuttingDown.has(broker) && !this.hasFailed(broker, topic, index)
  }

  hasFailed(broker: BrokerId, topic: string, index: number): boolean {
    return this.failedReplicas.get(broker)?.has(`${topic}-${index}`) === true
  }

  setFailed(broker: BrokerId, topic: string, index: number): void {
    const failed = this.failedReplicas.get(broker) ?? new Set()
    this.failedReplicas.set(broker, failed.add(`${topic}-${index}`))
  }

  /**
   * Takes over a topic as its znode says, keeping what is known of its partitions. Returns the indexes that are new.
   */
  putTopic(name: string, znode: TopicZnode, version: number): number[] {
    let topic = this.topics.get(name)
    if (topic === undefined) {
      topic = { name, id: znode.id, version, partitions: new Map() }
      this.topics.set(name, topic)
    }
    topic.id = znode.id === ZERO_UUID ? topic.id : znode.id
    topic.version = version
    const added: number[] = []
    for (const [index, assignment] of znode.partitions) {
      const before = topic.partitions.get(index)
      if (before === undefined) added.push(index)
      topic.partitions.set(index, { assignment, state: before?.state, version: before?.version ?? -1 })
      if (isReassigning(assignment)) this.reassigning.set(`${name}-${index}`, { topic: name, index })
      else if (this.reassigning.size > 0) this.reassigning.delete(`${name}-${index}`)
    }
    return added
  }

  putState(topic: string, index: number, state: PartitionStateZnode, version: number): void {
    const partition = this.partition(topic, index)
    if (partition !== undefined) {
      this.topics.get(topic)?.partitions.set(index, { assignment: partition.assignment, state, version })
    }
  }

  /** What the store has just taken. `version` is the znode's new one. */
  replayWrite(write: ZnodeWrite, version: number): void {
    if (write.kind === 'partitionState') this.putState(write.topic, write.index, write.state, version)
    else if (write.kind === 'topic') {
      this.putTopic(write.topic, write.znode, version)
      for (const { index, state, expectedVersion } of write.states ?? []) {
        this.putState(write.topic, index, state, expectedVersion + 1)
      }
    } else if (write.kind === 'deleteTopic') {
      for (const index of this.topics.get(write.topic)?.partitions.keys() ?? [])
        this.reassigning.delete(`${write.topic}-${index}`)
      this.topics.delete(write.topic)
      this.deletions.delete(write.topic)
      for (const failed of this.failedReplicas.values()) {
        for (const key of failed) if (key.slice(0, key.lastIndexOf('-')) === write.topic) failed.delete(key)
      }
    }
  }

  *partitionsOf(broker: BrokerId): Generator<PartitionRef & { partition: PartitionRecord }> {
    for (const topic of this.topics.values()) {
      for (const [index, partition] of topic.partitions) {
        if (partition.assignment.replicas.includes(broker)) yield { topic: topic.name, index, partition }
      }
    }
  }

  *allPartitions(): Generator<PartitionRef & { partition: PartitionRecord }> {
    for (const topic of this.topics.values()) {
      for (const [index, partition] of topic.partitions) yield { topic: topic.name, index, partition }
    }
  }
}

export function isReassigning(assignment: PartitionAssignment): boolean {
  return assignment.adding.length > 0 || assignment.removing.length > 0
}

/** What the replicas will be when the reassignment is done. */
export function targetReplicas(assignment: PartitionAssignment): BrokerId[] {
  return assignment.replicas.filter((id) => !assignment.removing.includes(id))
}

/** What they were before it began. */
export function originReplicas(assignment: PartitionAssignment): BrokerId[] {
  return assignment.replicas.filter((id) => !assignment.adding.includes(id))
}
