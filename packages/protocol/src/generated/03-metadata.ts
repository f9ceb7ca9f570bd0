// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../ids.ts'
import type { BrokerId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion, nullNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface MetadataRequest {
  /** Null for all topics, empty for none; in version 0 empty means all. */
  topics: MetadataRequestTopic[] | null
  /** True: topics that are missing may be created, if the broker allows it. From version 4. */
  allowAutoTopicCreation: boolean
  /** Versions 8 to 10. */
  includeClusterAuthorizedOperations: boolean
  /** From version 8. */
  includeTopicAuthorizedOperations: boolean
}

export interface MetadataRequestInput {
  /** Null for all topics, empty for none; in version 0 empty means all. Left out: empty. */
  readonly topics?: readonly MetadataRequestTopicInput[] | null | undefined
  /** True: topics that are missing may be created, if the broker allows it. From version 4. Default true. */
  readonly allowAutoTopicCreation?: boolean | undefined
  /** Versions 8 to 10. */
  readonly includeClusterAuthorizedOperations?: boolean | undefined
  /** From version 8. */
  readonly includeTopicAuthorizedOperations?: boolean | undefined
}

export interface MetadataRequestTopic {
  /** From version 10. */
  topicId: Uuid
  name: TopicName | null
}

export interface MetadataRequestTopicInput {
  /** From version 10. */
  readonly topicId?: Uuid | undefined
  /** Left out: empty. */
  readonly name?: TopicName | null | undefined
}

function decodeMetadataRequestTopic(reader: Reader, version: number): MetadataRequestTopic {
  const flexible = version >= 9
  const topicId = version >= 10 ? reader.uuid() : ZERO_UUID
  const name = flexible ? (version >= 10 ? reader.compactNullableString() : reader.compactString()) : reader.string()
  if (flexible) reader.skipTaggedFields()
  return { topicId, name }
}

function encodeMetadataRequestTopic(writer: Writer, input: MetadataRequestTopicInput, version: number): void {
  const flexible = version >= 9
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const name = input.name === undefined ? '' : input.name
  if (name === null && !(version >= 10)) throw nullNotInVersion('MetadataRequestTopic', 'name', version)
  if (flexible) writer.compactNullableString(name); else writer.nullableString(name)
  if (flexible) writer.noTaggedFields()
}

export function decodeMetadataRequest(reader: Reader, version: number): MetadataRequest {
  if (version < 0 || version > 13) throw messageNotInVersion('MetadataRequest', version, 0, 13)
  const flexible = version >= 9
  let topics: MetadataRequestTopic[] | null = []
  {
    const count = flexible ? reader.compactNullableArrayLength(2) : (version >= 1 ? reader.nullableArrayLength(2) : reader.arrayLength(2))
    if (count < 0) {
      topics = null
    } else {
      const items: MetadataRequestTopic[] = []
      for (let i = 0; i < count; i++) items.push(decodeMetadataRequestTopic(reader, version))
      topics = items
    }
  }
  const allowAutoTopicCreation = version >= 4 ? reader.bool() : true
  const includeClusterAuthorizedOperations = version >= 8 && version <= 10 ? reader.bool() : false
  const includeTopicAuthorizedOperations = version >= 8 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { topics, allowAutoTopicCreation, includeClusterAuthorizedOperations, includeTopicAuthorizedOperations }
}

export function encodeMetadataRequest(writer: Writer, input: MetadataRequestInput, version: number): void {
  if (version < 0 || version > 13) throw messageNotInVersion('MetadataRequest', version, 0, 13)
  const flexible = version >= 9
  const topics = input.topics === undefined ? [] : input.topics
  if (topics === null && !(version >= 1)) throw nullNotInVersion('MetadataRequest', 'topics', version)
  if (flexible) writer.compactArrayLength(topics === null ? -1 : topics.length); else writer.arrayLength(topics === null ? -1 : topics.length)
  if (topics !== null) for (const item of topics) encodeMetadataRequestTopic(writer, item, version)
  const allowAutoTopicCreation = input.allowAutoTopicCreation ?? true
  if (version >= 4) {
    writer.bool(allowAutoTopicCreation)
  } else if (!allowAutoTopicCreation) throw fieldNotInVersion('MetadataRequest', 'allowAutoTopicCreation', version)
  const includeClusterAuthorizedOperations = input.includeClusterAuthorizedOperations ?? false
  if (version >= 8 && version <= 10) {
    writer.bool(includeClusterAuthorizedOperations)
  } else if (includeClusterAuthorizedOperations) throw fieldNotInVersion('MetadataRequest', 'includeClusterAuthorizedOperations', version)
  const includeTopicAuthorizedOperations = input.includeTopicAuthorizedOperations ?? false
  if (version >= 8) {
    writer.bool(includeTopicAuthorizedOperations)
  } else if (includeTopicAuthorizedOperations) throw fieldNotInVersion('MetadataRequest', 'includeTopicAuthorizedOperations', version)
  if (flexible) writer.noTaggedFields()
}

export interface MetadataResponse {
  /** How long the client should pause because of a quota; 0 when it need not. From version 3. */
  throttleTimeMs: number
  brokers: MetadataResponseBroker[]
  /** Id of the cluster; null when unknown. From version 2. */
  clusterId: string | null
  /** Broker id of the controller; -1 when unknown. From version 1. */
  controllerId: BrokerId
  topics: MetadataResponseTopic[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. Versions 8 to 10. */
  clusterAuthorizedOperations: number
  /** From version 13. */
  errorCode: number
}

export interface MetadataResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 3. */
  readonly throttleTimeMs?: number | undefined
  readonly brokers: readonly MetadataResponseBrokerInput[]
  /** Id of the cluster; null when unknown. From version 2. */
  readonly clusterId?: string | null | undefined
  /** Broker id of the controller; -1 when unknown. From version 1. Default -1. */
  readonly controllerId?: BrokerId | undefined
  readonly topics: readonly MetadataResponseTopicInput[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. Versions 8 to 10. Default -2147483648. */
  readonly clusterAuthorizedOperations?: number | undefined
  /** From version 13. */
  readonly errorCode?: number | undefined
}

export interface MetadataResponseTopic {
  errorCode: number
  name: TopicName | null
  /** From version 10. */
  topicId: Uuid
  /** True for topics of the cluster's own, such as __consumer_offsets. From version 1. */
  isInternal: boolean
  partitions: MetadataResponsePartition[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. From version 8. */
  topicAuthorizedOperations: number
}

export interface MetadataResponseTopicInput {
  readonly errorCode: number
  /** Left out: empty. */
  readonly name?: TopicName | null | undefined
  /** From version 10. */
  readonly topicId?: Uuid | undefined
  /** True for topics of the cluster's own, such as __consumer_offsets. From version 1. Default false. */
  readonly isInternal?: boolean | undefined
  readonly partitions: readonly MetadataResponsePartitionInput[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. From version 8. Default -2147483648. */
  readonly topicAuthorizedOperations?: number | undefined
}

export interface MetadataResponsePartition {
  errorCode: number
  partitionIndex: number
  /** Broker id of the leader; -1 when there is none. */
  leaderId: BrokerId
  /** Epoch of the leader; -1 when unknown. From version 7. */
  leaderEpoch: number
  /** All replicas, preferred leader first. */
  replicaNodes: BrokerId[]
  /** Replicas that are in sync with the leader. */
  isrNodes: BrokerId[]
  /** Replicas whose broker or log directory is not there. From version 5. */
  offlineReplicas: BrokerId[]
}

export interface MetadataResponsePartitionInput {
  readonly errorCode: number
  readonly partitionIndex: number
  /** Broker id of the leader; -1 when there is none. */
  readonly leaderId: BrokerId
  /** Epoch of the leader; -1 when unknown. From version 7. Default -1. */
  readonly leaderEpoch?: number | undefined
  /** All replicas, preferred leader first. */
  readonly replicaNodes: readonly BrokerId[]
  /** Replicas that are in sync with the leader. */
  readonly isrNodes: readonly BrokerId[]
  /** Replicas whose broker or log directory is not there. From version 5. */
  readonly offlineReplicas?: readonly BrokerId[] | undefined
}

export interface MetadataResponseBroker {
  nodeId: BrokerId
  host: string
  port: number
  /** Rack of the broker; null when it has none. From version 1. */
  rack: string | null
}

export interface MetadataResponseBrokerInput {
  readonly nodeId: BrokerId
  readonly host: string
  readonly port: number
  /** Rack of the broker; null when it has none. From version 1. */
  readonly rack?: string | null | undefined
}

function decodeMetadataResponseBroker(reader: Reader, version: number): MetadataResponseBroker {
  const flexible = version >= 9
  const nodeId = reader.int32()
  const host = flexible ? reader.compactString() : reader.string()
  const port = reader.int32()
  const rack = version >= 1 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  if (flexible) reader.skipTaggedFields()
  return { nodeId, host, port, rack }
}

function encodeMetadataResponseBroker(writer: Writer, input: MetadataResponseBrokerInput, version: number): void {
  const flexible = version >= 9
  writer.int32(input.nodeId)
  if (flexible) writer.compactString(input.host); else writer.string(input.host)
  writer.int32(input.port)
  const rack = input.rack ?? null
  if (version >= 1) {
    if (flexible) writer.compactNullableString(rack); else writer.nullableString(rack)
  }
  if (flexible) writer.noTaggedFields()
}

function decodeMetadataResponsePartition(reader: Reader, version: number): MetadataResponsePartition {
  const flexible = version >= 9
  const errorCode = reader.int16()
  const partitionIndex = reader.int32()
  const leaderId = reader.int32()
  const leaderEpoch = version >= 7 ? reader.int32() : -1
  const replicaNodes: BrokerId[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) replicaNodes.push(reader.int32())
  }
  const isrNodes: BrokerId[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) isrNodes.push(reader.int32())
  }
  const offlineReplicas: BrokerId[] = []
  if (version >= 5) {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) offlineReplicas.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas }
}

function encodeMetadataResponsePartition(writer: Writer, input: MetadataResponsePartitionInput, version: number): void {
  const flexible = version >= 9
  writer.int16(input.errorCode)
  writer.int32(input.partitionIndex)
  writer.int32(input.leaderId)
  const leaderEpoch = input.leaderEpoch ?? -1
  if (version >= 7) {
    writer.int32(leaderEpoch)
  }
  const replicaNodes = input.replicaNodes
  if (flexible) writer.compactArrayLength(replicaNodes.length); else writer.arrayLength(replicaNodes.length)
  for (const item of replicaNodes) writer.int32(item)
  const isrNodes = input.isrNodes
  if (flexible) writer.compactArrayLength(isrNodes.length); else writer.arrayLength(isrNodes.length)
  for (const item of isrNodes) writer.int32(item)
  const offlineReplicas = input.offlineReplicas ?? []
  if (version >= 5) {
    if (flexible) writer.compactArrayLength(offlineReplicas.length); else writer.arrayLength(offlineReplicas.length)
    for (const item of offlineReplicas) writer.int32(item)
  }
  if (flexible) writer.noTaggedFields()
}

function decodeMetadataResponseTopic(reader: Reader, version: number): MetadataResponseTopic {
  const flexible = version >= 9
  const errorCode = reader.int16()
  const name = flexible ? (version >= 12 ? reader.compactNullableString() : reader.compactString()) : reader.string()
  const topicId = version >= 10 ? reader.uuid() : ZERO_UUID
  const isInternal = version >= 1 ? reader.bool() : false
  const partitions: MetadataResponsePartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(18) : reader.arrayLength(18)
    for (let i = 0; i < count; i++) partitions.push(decodeMetadataResponsePartition(reader, version))
  }
  const topicAuthorizedOperations = version >= 8 ? reader.int32() : -2147483648
  if (flexible) reader.skipTaggedFields()
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations }
}

function encodeMetadataResponseTopic(writer: Writer, input: MetadataResponseTopicInput, version: number): void {
  const flexible = version >= 9
  writer.int16(input.errorCode)
  const name = input.name === undefined ? '' : input.name
  if (name === null && !(version >= 12)) throw nullNotInVersion('MetadataResponseTopic', 'name', version)
  if (flexible) writer.compactNullableString(name); else writer.nullableString(name)
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const isInternal = input.isInternal ?? false
  if (version >= 1) {
    writer.bool(isInternal)
  }
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeMetadataResponsePartition(writer, item, version)
  const topicAuthorizedOperations = input.topicAuthorizedOperations ?? -2147483648
  if (version >= 8) {
    writer.int32(topicAuthorizedOperations)
  } else if (topicAuthorizedOperations !== -2147483648) throw fieldNotInVersion('MetadataResponseTopic', 'topicAuthorizedOperations', version)
  if (flexible) writer.noTaggedFields()
}

export function decodeMetadataResponse(reader: Reader, version: number): MetadataResponse {
  if (version < 0 || version > 13) throw messageNotInVersion('MetadataResponse', version, 0, 13)
  const flexible = version >= 9
  const throttleTimeMs = version >= 3 ? reader.int32() : 0
  const brokers: MetadataResponseBroker[] = []
  {
    const count = flexible ? reader.compactArrayLength(11) : reader.arrayLength(10)
    for (let i = 0; i < count; i++) brokers.push(decodeMetadataResponseBroker(reader, version))
  }
  const clusterId = version >= 2 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const controllerId = version >= 1 ? reader.int32() : -1
  const topics: MetadataResponseTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(10) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) topics.push(decodeMetadataResponseTopic(reader, version))
  }
  const clusterAuthorizedOperations = version >= 8 && version <= 10 ? reader.int32() : -2147483648
  const errorCode = version >= 13 ? reader.int16() : 0
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, brokers, clusterId, controllerId, topics, clusterAuthorizedOperations, errorCode }
}

export function encodeMetadataResponse(writer: Writer, input: MetadataResponseInput, version: number): void {
  if (version < 0 || version > 13) throw messageNotInVersion('MetadataResponse', version, 0, 13)
  const flexible = version >= 9
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 3) {
    writer.int32(throttleTimeMs)
  }
  const brokers = input.brokers
  if (flexible) writer.compactArrayLength(brokers.length); else writer.arrayLength(brokers.length)
  for (const item of brokers) encodeMetadataResponseBroker(writer, item, version)
  const clusterId = input.clusterId ?? null
  if (version >= 2) {
    if (flexible) writer.compactNullableString(clusterId); else writer.nullableString(clusterId)
  }
  const controllerId = input.controllerId ?? -1
  if (version >= 1) {
    writer.int32(controllerId)
  }
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeMetadataResponseTopic(writer, item, version)
  const clusterAuthorizedOperations = input.clusterAuthorizedOperations ?? -2147483648
  if (version >= 8 && version <= 10) {
    writer.int32(clusterAuthorizedOperations)
  } else if (clusterAuthorizedOperations !== -2147483648) throw fieldNotInVersion('MetadataResponse', 'clusterAuthorizedOperations', version)
  const errorCode = input.errorCode ?? 0
  if (version >= 13) {
    writer.int16(errorCode)
  }
  if (flexible) writer.noTaggedFields()
}
