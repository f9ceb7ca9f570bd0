/**
 * Every znode path and every znode codec of the broker; nobody else writes a path or parses a znode. Layout and bytes
 * are those of Apache Kafka 3.9 in ZooKeeper mode (kafka.zk.ZkData), so that an ensemble can be shared with it.
 * Decoders give undefined for values that are not what they should be; callers say what that means.
 */
import type { BrokerId, Uuid } from '@odradek/protocol'
import { ZERO_UUID } from '@odradek/protocol'
import type { Endpoint } from '../services.ts'
import { javaPropertiesOrder, scalaImmutableOrder, scalaMutableOrder } from './jvm-map-order.ts'

export const paths = {
  clusterId: '/cluster/id',
  controller: '/controller',
  controllerEpoch: '/controller_epoch',
  brokers: '/brokers',
  brokerIds: '/brokers/ids',
  brokerId: (id: BrokerId): string => `/brokers/ids/${id}`,
  topics: '/brokers/topics',
  topic: (name: string): string => `/brokers/topics/${name}`,
  partitions: (topic: string): string => `/brokers/topics/${topic}/partitions`,
  partition: (topic: string, index: number): string => `/brokers/topics/${topic}/partitions/${index}`,
  partitionState: (topic: string, index: number): string => `/brokers/topics/${topic}/partitions/${index}/state`,
  deleteTopics: '/admin/delete_topics',
  deleteTopic: (name: string): string => `/admin/delete_topics/${name}`,
  feature: '/feature',
  reassignPartitions: '/admin/reassign_partitions',
  preferredReplicaElection: '/admin/preferred_replica_election',
  isrChanges: '/isr_change_notification',
  logDirEvents: '/log_dir_event_notification',
  producerIdBlock: '/latest_producer_id_block',
  config: (type: ConfigEntityType, sanitizedName: string): string => `/config/${type}/${sanitizedName}`,
  configType: (type: ConfigEntityType): string => `/config/${type}`,
  configChanges: '/config/changes',
  configChange: '/config/changes/config_change_',
} as const

export type ConfigEntityType = 'topics' | 'brokers' | 'clients' | 'users' | 'ips'

/** The entity whose settings hold for all entities of its type. */
export const DEFAULT_ENTITY = '<default>'

/** Made by every broker at start, parents first (ZkData.PersistentZkPaths). */
export const persistentRoots: readonly string[] = [
  '/consumers',
  '/brokers',
  '/brokers/ids',
  '/brokers/topics',
  '/config',
  '/config/changes',
  '/admin',
  '/admin/delete_topics',
  '/brokers/seqid',
  '/isr_change_notification',
  '/latest_producer_id_block',
  '/log_dir_event_notification',
  '/config/topics',
  '/config/clients',
  '/config/users',
  '/config/brokers',
  '/config/ips',
]

/** Of a partition nobody leads. */
export const NO_LEADER = -1
/** In UpdateMetadata: the topic is being deleted. */
export const LEADER_DURING_DELETE = -2

export interface PartitionAssignment {
  readonly replicas: readonly BrokerId[]
  readonly adding: readonly BrokerId[]
  readonly removing: readonly BrokerId[]
}

export interface TopicZnode {
  readonly id: Uuid
  /** By partition index. */
  readonly partitions: ReadonlyMap<number, PartitionAssignment>
}

export interface PartitionStateZnode {
  readonly leader: BrokerId
  readonly leaderEpoch: number
  readonly isr: readonly BrokerId[]
  /** Of the controller that wrote it. */
  readonly controllerEpoch: number
  /** After an unclean election, until the new leader has recovered. */
  readonly recovering: boolean
}

export interface BrokerZnode {
  readonly endpoints: readonly Endpoint[]
  readonly rack: string | null
}

export interface ProducerIdBlock {
  readonly brokerId: BrokerId
  readonly first: number
  /** Included. */
  readonly last: number
}

type Json = Record<string, unknown>

/** One JSON object whose keys stand in the order given. */
function object(keys: readonly string[], valueOf: (key: string) => string): string {
  return `{${keys.map((key) => `${JSON.stringify(key)}:${valueOf(key)}`).join(',')}}`
}

function encode(value: Json, order: (keys: readonly string[]) => string[] = (keys) => [...keys]): Buffer {
  const keys = order(Object.keys(value).filter((key) => value[key] !== undefined))
  return Buffer.from(object(keys, (key) => (value[key] instanceof Raw ? value[key].text : JSON.stringify(value[key]))))
}

/** JSON text to be put in as it is. */
class Raw {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

function decode(data: Uint8Array): Json | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
  } catch {
    return undefined
  }
}

const isIdList = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((id) => Number.isInteger(id))

// ---- cluster id, controller -----------------------------------------------------------------------------------

export function encodeClusterId(id: string): Buffer {
  return encode({ version: '1', id })
}

export function decodeClusterId(data: Uint8Array): string | undefined {
  const id = decode(data)?.['id']
  return typeof id === 'string' && id !== '' ? id : undefined
}

export function encodeController(brokerId: BrokerId, timestampMs: number): Buffer {
  return encode({ version: 2, brokerid: brokerId, timestamp: String(timestampMs), kraftControllerEpoch: -1 })
}

export function decodeController(data: Uint8Array): BrokerId | undefined {
  const id = decode(data)?.['brokerid']
  return typeof id === 'number' ? id : undefined
}

/** Finalized features: none, and the mechanism switched on, as Apache Kafka 3.9 begins. */
export function encodeNoFeatures(): Buffer {
  return encode({ features: {}, version: 2, status: 1 })
}

export function encodeControllerEpoch(epoch: number): Buffer {
  return Buffer.from(String(epoch))
}

export function decodeControllerEpoch(data: Uint8Array): number {
  const epoch = Number.parseInt(Buffer.from(data).toString('utf8'), 10)
  return Number.isSafeInteger(epoch) ? epoch : 0
}

// ---- brokers --------------------------------------------------------------------------------------------------

export function encodeBroker(broker: BrokerZnode, timestampMs: number): Buffer {
  // `host` and `port` are for clients of long ago, which spoke PLAINTEXT and nothing else
  // (KafkaServer.createBrokerInfo).
  const plain = broker.endpoints.find((endpoint) => endpoint.securityProtocol === 'PLAINTEXT')
  const value: Json = {
    version: 5,
    host: plain?.host ?? null,
    port: plain?.port ?? -1,
    endpoints: broker.endpoints.map(
      (endpoint) => `${endpoint.listenerName}://${hostInUrl(endpoint.host)}:${endpoint.port}`,
    ),
    jmx_port: -1,
    timestamp: String(timestampMs),
    rack: broker.rack ?? undefined,
    listener_security_protocol_map: Object.fromEntries(
      broker.endpoints.map((endpoint) => [endpoint.listenerName, endpoint.securityProtocol]),
    ),
    features: {},
  }
  return encode(value, (keys) => scalaMutableOrder(keys, 6))
}

export function decodeBroker(data: Uint8Array): BrokerZnode | undefined {
  const value = decode(data)
  const listed = value?.['endpoints']
  if (value === undefined || !Array.isArray(listed)) return undefined
  const protocols = (value['listener_security_protocol_map'] ?? {}) as Record<string, string>
  const endpoints: Endpoint[] = []
  for (const text of listed) {
    const match = /^([^:/]+):\/\/(?:\[([^\]]+)\]|([^:]*)):(-?\d+)$/.exec(String(text))
    if (match === null) return undefined
    const listenerName = match[1] as string
    const securityProtocol = (protocols[listenerName] ?? listenerName) as Endpoint['securityProtocol']
    endpoints.push({ listenerName, securityProtocol, host: match[2] ?? match[3] ?? '', port: Number(match[4]) })
  }
  const rack = value['rack']
  return { endpoints, rack: typeof rack === 'string' ? rack : null }
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

// ---- topics and partitions ------------------------------------------------------------------------------------

export function encodeTopic(topic: TopicZnode): Buffer {
  const field = (pick: (assignment: PartitionAssignment) => readonly BrokerId[], always: boolean): Raw => {
    const rows = new Map<string, readonly BrokerId[]>()
    for (const [index, assignment] of topic.partitions) {
      const ids = pick(assignment)
      if (always || ids.length > 0) rows.set(String(index), ids)
    }
    return new Raw(object(scalaMutableOrder([...rows.keys()]), (key) => `[${rows.get(key)?.join(',')}]`))
  }
  const value: Json = {
    version: 3,
    topic_id: topic.id === ZERO_UUID ? undefined : topic.id,
    partitions: field((assignment) => assignment.replicas, true),
    adding_replicas: field((assignment) => assignment.adding, false),
    removing_replicas: field((assignment) => assignment.removing, false),
  }
  // The map is made with the four others; the id is added.
  return encode(value, (keys) => scalaMutableOrder(keys, 4))
}

/** Versions 1 to 3. A topic of an old version has no id: the controller gives it one. */
export function decodeTopic(data: Uint8Array): TopicZnode | undefined {
  const value = decode(data)
  const listed = value?.['partitions']
  if (value === undefined || typeof listed !== 'object' || listed === null) return undefined
  const adding = (value['adding_replicas'] ?? {}) as Record<string, unknown>
  const removing = (value['removing_replicas'] ?? {}) as Record<string, unknown>
  const rows: [number, PartitionAssignment][] = []
  for (const [key, replicas] of Object.entries(listed)) {
    if (!/^\d+$/.test(key) || !isIdList(replicas)) return undefined
    const more = adding[key]
    const fewer = removing[key]
    rows.push([Number(key), { replicas, adding: isIdList(more) ? more : [], removing: isIdList(fewer) ? fewer : [] }])
  }
  const id = value['topic_id']
  return {
    id: typeof id === 'string' && id.length === 22 ? id : ZERO_UUID,
    partitions: new Map(rows.sort((a, b) => a[0] - b[0])),
  }
}

export function encodePartitionState(state: PartitionStateZnode): Buffer {
  const value: Json = {
    version: 1,
    leader: state.leader,
    leader_epoch: state.leaderEpoch,
    controller_epoch: state.controllerEpoch,
    isr: state.isr,
    leader_recovery_state: state.recovering ? 1 : undefined,
  }
  return encode(value, scalaImmutableOrder)
}

export function decodePartitionState(data: Uint8Array): PartitionStateZnode | undefined {
  const value = decode(data)
  if (value === undefined) return undefined
  const { leader, leader_epoch: leaderEpoch, isr, controller_epoch: controllerEpoch } = value
  if (typeof leader !== 'number' || typeof leaderEpoch !== 'number' || !isIdList(isr)) return undefined
  const epoch = typeof controllerEpoch === 'number' ? controllerEpoch : 0
  return { leader, leaderEpoch, isr, controllerEpoch: epoch, recovering: value['leader_recovery_state'] === 1 }
}

// ---- configuration --------------------------------------------------------------------------------------------

export function encodeConfig(settings: Readonly<Record<string, string>>): Buffer {
  const keys = javaPropertiesOrder(Object.keys(settings))
  return encode({ version: 1, config: new Raw(object(keys, (key) => JSON.stringify(settings[key]))) })
}

/** Empty for a znode without data. */
export function decodeConfig(data: Uint8Array): Record<string, string> | undefined {
  if (data.length === 0) return {}
  const config = decode(data)?.['config']
  if (typeof config !== 'object' || config === null) return undefined
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]))
}

/** `entityPath`: `topics/t`, `brokers/1`, `brokers/<default>`, `users/u/clients/c`, names sanitized. */
export function encodeConfigChange(entityPath: string): Buffer {
  return encode({ version: 2, entity_path: entityPath })
}

/** Versions 1 and 2. */
export function decodeConfigChange(data: Uint8Array): string | undefined {
  const value = decode(data)
  const path = value?.['entity_path']
  if (typeof path === 'string') return path
  const type = value?.['entity_type']
  const name = value?.['entity_name']
  return typeof type === 'string' && typeof name === 'string' ? `${type}/${name}` : undefined
}

// ---- producer ids ---------------------------------------------------------------------------------------------

export function encodeProducerIdBlock(block: ProducerIdBlock): Buffer {
  return encode({ version: 1, broker: block.brokerId, block_start: String(block.first), block_end: String(block.last) })
}

export function decodeProducerIdBlock(data: Uint8Array): ProducerIdBlock | undefined {
  const value = decode(data)
  const first = Number(value?.['block_start'])
  const last = Number(value?.['block_end'])
  if (value === undefined || !Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return undefined
  return { brokerId: Number(value['broker']), first, last }
}
