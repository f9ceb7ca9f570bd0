/** Who is asked about a thing: the controller, any broker, a broker by its id, a partition's leader, a coordinator. */
import { ErrorCode } from '@odradek/protocol/internal'
import type { Cluster, CoordinatorType, WaitOptions } from '../cluster.ts'
import { KafkaError, protocolError, toKafkaError } from '../errors.ts'
import type { PartitionRef } from './by-leader.ts'
import { type Route, UNKNOWN_GRACE_MS } from './each.ts'

/** All at one place, which is asked for anew when a request failed. */
export function toOne(cluster: Cluster, destination: 'any' | 'controller'): Route<unknown> {
  return {
    find: async () => () => destination,
    renew: () => cluster.refreshMetadata([]).catch(() => {}),
  }
}

/** Each at the broker that it names; 'any' where it names none. */
export function toBroker<Item>(cluster: Cluster, nodeOf: (item: Item) => number | 'any', options: WaitOptions): Route<Item> {
  const { clock } = cluster.options.world
  const graceEndsMs = clock.monotonicMs() + UNKNOWN_GRACE_MS
  return {
    async find(items, remainingMs) {
      const isKnown = (node: number | 'any'): boolean => node === 'any' || cluster.metadata.broker(node) !== undefined
      if (!items.every((item) => isKnown(nodeOf(item)))) await cluster.fetchMetadata([], { ...options, timeoutMs: remainingMs })
      return (item) => {
        const node = nodeOf(item)
        if (isKnown(node)) return node
        const ids = cluster.metadata.brokers().map(({ nodeId }) => nodeId).join(', ')
        return new KafkaError('BROKER_NOT_AVAILABLE', `the cluster has no broker ${node} at the moment; it has ${ids}`, { errorCode: ErrorCode.BROKER_NOT_AVAILABLE, retriable: clock.monotonicMs() < graceEndsMs })
      }
    },
    renew: () => cluster.refreshMetadata([]).catch(() => {}),
  }
}

/** What a question to each of some brokers is made of: the things it is about are the brokers. */
export function eachBroker(cluster: Cluster, options: WaitOptions, brokers: readonly number[] = cluster.metadata.brokers().map(({ nodeId }) => nodeId)): {
  readonly items: readonly number[]; readonly nameOf: (nodeId: number) => string; readonly options: WaitOptions; readonly changes: false; readonly route: Route<number>
} {
  return { items: brokers, nameOf: (nodeId) => `broker ${nodeId}`, options, changes: false, route: toBroker(cluster, (nodeId) => nodeId, options) }
}

/** Each at the leader of its partition. */
export function toLeader<Item extends PartitionRef>(cluster: Cluster, verb: string, options: WaitOptions): Route<Item> {
  const { clock } = cluster.options.world
  const graceEndsMs = clock.monotonicMs() + UNKNOWN_GRACE_MS
  const topicsOf = (items: readonly Item[]): readonly string[] => [...new Set(items.map(({ topic }) => topic))]
  const unknown = (item: Item, why: string, errorCode: number): KafkaError => {
    const error = protocolError(errorCode, `${verb} ${item.topic}-${item.partition}`, why)
    const isFinal = errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION && clock.monotonicMs() >= graceEndsMs
    return isFinal ? new KafkaError(error.code, error.message, { errorCode }) : error
  }
  return {
    async find(items, remainingMs) {
      const topics = topicsOf(items)
      if (topics.some((topic) => cluster.metadata.topic(topic) === undefined)) await cluster.fetchMetadata(topics, { ...options, timeoutMs: remainingMs })
      return (item) => {
        const topic = cluster.metadata.topic(item.topic)
        if (topic === undefined) {
          const errorCode = cluster.metadata.topicErrors.get(item.topic) ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
          return unknown(item, errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION ? `there is no topic "${item.topic}"` : '', errorCode)
        }
        const partition = topic.partitions[item.partition]
        if (partition === undefined) return unknown(item, `the topic has ${topic.partitions.length} partition(s), counted from 0`, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
        return partition.leader >= 0 ? partition.leader : protocolError(ErrorCode.LEADER_NOT_AVAILABLE, `${verb} ${item.topic}-${item.partition}`)
      }
    },
    renew: (left) => cluster.refreshMetadata(topicsOf(left)).catch(() => {}),
  }
}

/** Each at the coordinator of its group or transactional id. */
export function toCoordinator<Item>(cluster: Cluster, type: CoordinatorType, keyOf: (item: Item) => string, options: WaitOptions): Route<Item> {
  return {
    async find(items, remainingMs) {
      const found = new Map<string, number | KafkaError>()
      await Promise.all([...new Set(items.map(keyOf))].map(async (key) => {
        found.set(key, await cluster.coordinator(type, key, { ...options, timeoutMs: remainingMs }).catch((error: unknown) => toKafkaError(error, `coordinator of ${type} ${key}`)))
      }))
      return (item) => found.get(keyOf(item))!
    },
    renew(left) {
      for (const item of left) cluster.forgetCoordinator(type, keyOf(item))
      return cluster.refreshMetadata([]).catch(() => {})
    },
  }
}
