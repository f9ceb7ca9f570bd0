/**
 * The one table of configuration keys: every broker and topic key of Apache Kafka 3.9 with its type, limits, default
 * and update mode, the defaults that Apache Kafka 4.0 changed, and our own keys under `odradek.`.
 */
import type { BrokerKeyRow, TopicKeyRow, ValueOf } from './definition.ts'
import { clusterKeys } from './keys-cluster.ts'
import { coordinationKeys } from './keys-coordination.ts'
import { logKeys } from './keys-log.ts'
import { odradekKeys } from './keys-odradek.ts'
import { securityKeys } from './keys-security.ts'
import { serverKeys } from './keys-server.ts'
import { topicKeys } from './keys-topic.ts'
import { unservedKeys } from './keys-unserved.ts'

type BrokerKeys = typeof serverKeys & typeof logKeys & typeof clusterKeys & typeof coordinationKeys &
  typeof securityKeys & typeof unservedKeys & typeof odradekKeys
type TopicKeys = typeof topicKeys

/** `'log.segment.bytes'` and all the others. */
export type BrokerKey = keyof BrokerKeys
export type BrokerValue<K extends BrokerKey> = ValueOf<BrokerKeys[K]>

export type TopicKey = keyof TopicKeys
export type TopicValue<K extends TopicKey> = ValueOf<TopicKeys[K]>

/** Broker rows by key, in alphabetical order within each group. */
export const brokerKeys: ReadonlyMap<string, BrokerKeyRow> = new Map<string, BrokerKeyRow>([
  ...Object.entries(serverKeys),
  ...Object.entries(logKeys),
  ...Object.entries(clusterKeys),
  ...Object.entries(coordinationKeys),
  ...Object.entries(securityKeys),
  ...Object.entries(unservedKeys),
  ...Object.entries(odradekKeys),
])

export const topicKeyRows: ReadonlyMap<string, TopicKeyRow> = new Map<string, TopicKeyRow>(Object.entries(topicKeys))

/** The groups of broker keys as the reference lists them. */
export const brokerKeyGroups: readonly (readonly [title: string, keys: readonly string[]])[] = [
  ['Listeners, connections, general', Object.keys(serverKeys)],
  ['The log', Object.keys(logKeys)],
  ['Replication, controller, ZooKeeper', Object.keys(clusterKeys)],
  ['Groups, offsets, transactions', Object.keys(coordinationKeys)],
  ['Odradek\'s own', Object.keys(odradekKeys)],
  ['Security', Object.keys(securityKeys)],
  ['Parts of Apache Kafka that do not exist here', Object.keys(unservedKeys)],
]

/**
 * Keys that set the same thing, the stronger first; the numbers turn a value into the unit of the first.
 * Source: DynamicBrokerConfig.brokerConfigSynonyms, KafkaConfig (logRetentionTimeMillis, logRollTimeMillis).
 */
export const brokerSynonyms: Readonly<Record<string, readonly (readonly [key: BrokerKey, factor: number])[]>> = {
  'log.retention.ms': [['log.retention.ms', 1], ['log.retention.minutes', 60_000], ['log.retention.hours', 3_600_000]],
  'log.roll.ms': [['log.roll.ms', 1], ['log.roll.hours', 3_600_000]],
  'log.roll.jitter.ms': [['log.roll.jitter.ms', 1], ['log.roll.jitter.hours', 3_600_000]],
  'log.flush.interval.ms': [['log.flush.interval.ms', 1], ['log.flush.scheduler.interval.ms', 1]],
  'log.dirs': [['log.dirs', 1], ['log.dir', 1]],
  'broker.id': [['broker.id', 1], ['node.id', 1]],
}
