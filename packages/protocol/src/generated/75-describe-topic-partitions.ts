// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeTopicPartitionsRequest {
  topics: DescribeTopicPartitionsRequestTopicRequest[]
  responsePartitionLimit: number
  cursor: DescribeTopicPartitionsRequestCursor | null
}

export interface DescribeTopicPartitionsRequestInput {
  readonly topics: readonly DescribeTopicPartitionsRequestTopicRequestInput[]
  /** Default 2000. */
  readonly responsePartitionLimit?: number | undefined
  readonly cursor?: DescribeTopicPartitionsRequestCursorInput | null | undefined
}

export interface DescribeTopicPartitionsRequestCursor {
  topicName: TopicName
  partitionIndex: number
}

export interface DescribeTopicPartitionsRequestCursorInput {
  readonly topicName: TopicName
  readonly partitionIndex: number
}

export interface DescribeTopicPartitionsRequestTopicRequest {
  name: TopicName
}

export interface DescribeTopicPartitionsRequestTopicRequestInput {
  readonly name: TopicName
}

function decodeDescribeTopicPartitionsRequestTopicRequest(reader: Reader, _version: number): DescribeTopicPartitionsRequestTopicRequest {
  const name = reader.compactString()
  reader.skipTaggedFields()
  return { name }
}

function encodeDescribeTopicPartitionsRequestTopicRequest(writer: Writer, input: DescribeTopicPartitionsRequestTopicRequestInput, _version: number): void {
  writer.compactString(input.name)
  writer.noTaggedFields()
}

function decodeDescribeTopicPartitionsRequestCursor(reader: Reader, _version: number): DescribeTopicPartitionsRequestCursor {
  const topicName = reader.compactString()
  const partitionIndex = reader.int32()
  reader.skipTaggedFields()
  return { topicName, partitionIndex }
}

function encodeDescribeTopicPartitionsRequestCursor(writer: Writer, input: DescribeTopicPartitionsRequestCursorInput, _version: number): void {
  writer.compactString(input.topicName)
  writer.int32(input.partitionIndex)
  writer.noTaggedFields()
}

export function decodeDescribeTopicPartitionsRequest(reader: Reader, version: number): DescribeTopicPartitionsRequest {
  if (version !== 0) throw messageNotInVersion('DescribeTopicPartitionsRequest', version, 0, 0)
  const topics: DescribeTopicPartitionsRequestTopicRequest[] = []
  {
    const count = reader.compactArrayLength(2)
    for (let i = 0; i < count; i++) topics.push(decodeDescribeTopicPartitionsRequestTopicRequest(reader, version))
  }
  const responsePartitionLimit = reader.int32()
  const cursor = reader.int8() < 0 ? null : decodeDescribeTopicPartitionsRequestCursor(reader, version)
  reader.skipTaggedFields()
  return { topics, responsePartitionLimit, cursor }
}

export function encodeDescribeTopicPartitionsRequest(writer: Writer, input: DescribeTopicPartitionsRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DescribeTopicPartitionsRequest', version, 0, 0)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDescribeTopicPartitionsRequestTopicRequest(writer, item, version)
  writer.int32(input.responsePartitionLimit ?? 2000)
  const cursor = input.cursor ?? null
  if (cursor === null) {
    writer.int8(-1)
  } else {
    writer.int8(1)
    encodeDescribeTopicPartitionsRequestCursor(writer, cursor, version)
  }
  writer.noTaggedFields()
}

export interface DescribeTopicPartitionsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  topics: DescribeTopicPartitionsResponseTopic[]
  nextCursor: DescribeTopicPartitionsResponseCursor | null
}

export interface DescribeTopicPartitionsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly topics: readonly DescribeTopicPartitionsResponseTopicInput[]
  readonly nextCursor?: DescribeTopicPartitionsResponseCursorInput | null | undefined
}

export interface DescribeTopicPartitionsResponseCursor {
  topicName: TopicName
  partitionIndex: number
}

export interface DescribeTopicPartitionsResponseCursorInput {
  readonly topicName: TopicName
  readonly partitionIndex: number
}

export interface DescribeTopicPartitionsResponseTopic {
  errorCode: number
  name: TopicName | null
  topicId: Uuid
  /** True for topics of the cluster's own, such as __consumer_offsets. */
  isInternal: boolean
  partitions: DescribeTopicPartitionsResponsePartition[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. */
  topicAuthorizedOperations: number
}

export interface DescribeTopicPartitionsResponseTopicInput {
  readonly errorCode: number
  /** Left out: empty. */
  readonly name?: TopicName | null | undefined
  readonly topicId: Uuid
  /** True for topics of the cluster's own, such as __consumer_offsets. Default false. */
  readonly isInternal?: boolean | undefined
  readonly partitions: readonly DescribeTopicPartitionsResponsePartitionInput[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. Default -2147483648. */
  readonly topicAuthorizedOperations?: number | undefined
}

export interface DescribeTopicPartitionsResponsePartition {
  errorCode: number
  partitionIndex: number
  /** Broker id of the leader; -1 when there is none. */
  leaderId: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** All replicas, preferred leader first. */
  replicaNodes: BrokerId[]
  /** Replicas that are in sync with the leader. */
  isrNodes: BrokerId[]
  eligibleLeaderReplicas: BrokerId[] | null
  lastKnownElr: BrokerId[] | null
  /** Replicas whose broker or log directory is not there. */
  offlineReplicas: BrokerId[]
}

export interface DescribeTopicPartitionsResponsePartitionInput {
  readonly errorCode: number
  readonly partitionIndex: number
  /** Broker id of the leader; -1 when there is none. */
  readonly leaderId: BrokerId
  /** Epoch of the leader; -1 when unknown. Default -1. */
  readonly leaderEpoch?: number | undefined
  /** All replicas, preferred leader first. */
  readonly replicaNodes: readonly BrokerId[]
  /** Replicas that are in sync with the leader. */
  readonly isrNodes: readonly BrokerId[]
  readonly eligibleLeaderReplicas?: readonly BrokerId[] | null | undefined
  readonly lastKnownElr?: readonly BrokerId[] | null | undefined
  /** Replicas whose broker or log directory is not there. */
  readonly offlineReplicas: readonly BrokerId[]
}

function decodeDescribeTopicPartitionsResponsePartition(reader: Reader, _version: number): DescribeTopicPartitionsResponsePartition {
  const errorCode = reader.int16()
  const partitionIndex = reader.int32()
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  const replicaNodes: BrokerId[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) replicaNodes.push(reader.int32())
  }
  const isrNodes: BrokerId[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) isrNodes.push(reader.int32())
  }
  let eligibleLeaderReplicas: BrokerId[] | null = null
  {
    const count = reader.compactNullableArrayLength(4)
    if (count < 0) {
      eligibleLeaderReplicas = null
    } else {
      const items: BrokerId[] = []
      for (let i = 0; i < count; i++) items.push(reader.int32())
      eligibleLeaderReplicas = items
    }
  }
  let lastKnownElr: BrokerId[] | null = null
  {
    const count = reader.compactNullableArrayLength(4)
    if (count < 0) {
      lastKnownElr = null
    } else {
      const items: BrokerId[] = []
      for (let i = 0; i < count; i++) items.push(reader.int32())
      lastKnownElr = items
    }
  }
  const offlineReplicas: BrokerId[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) offlineReplicas.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, eligibleLeaderReplicas, lastKnownElr, offlineReplicas }
}

function encodeDescribeTopicPartitionsResponsePartition(writer: Writer, input: DescribeTopicPartitionsResponsePartitionInput, _version: number): void {
  writer.int16(input.errorCode)
  writer.int32(input.partitionIndex)
  writer.int32(input.leaderId)
  writer.int32(input.leaderEpoch ?? -1)
  const replicaNodes = input.replicaNodes
  writer.compactArrayLength(replicaNodes.length)
  for (const item of replicaNodes) writer.int32(item)
  const isrNodes = input.isrNodes
  writer.compactArrayLength(isrNodes.length)
  for (const item of isrNodes) writer.int32(item)
  const eligibleLeaderReplicas = input.eligibleLeaderReplicas ?? null
  writer.compactArrayLength(eligibleLeaderReplicas === null ? -1 : eligibleLeaderReplicas.length)
  if (eligibleLeaderReplicas !== null) for (const item of eligibleLeaderReplicas) writer.int32(item)
  const lastKnownElr = input.lastKnownElr ?? null
  writer.compactArrayLength(lastKnownElr === null ? -1 : lastKnownElr.length)
  if (lastKnownElr !== null) for (const item of lastKnownElr) writer.int32(item)
  const offlineReplicas = input.offlineReplicas
  writer.compactArrayLength(offlineReplicas.length)
  for (const item of offlineReplicas) writer.int32(item)
  writer.noTaggedFields()
}

function decodeDescribeTopicPartitionsResponseTopic(reader: Reader, version: number): DescribeTopicPartitionsResponseTopic {
  const errorCode = reader.int16()
  const name = reader.compactNullableString()
  const topicId = reader.uuid()
  const isInternal = reader.bool()
  const partitions: DescribeTopicPartitionsResponsePartition[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) partitions.push(decodeDescribeTopicPartitionsResponsePartition(reader, version))
  }
  const topicAuthorizedOperations = reader.int32()
  reader.skipTaggedFields()
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations }
}

function encodeDescribeTopicPartitionsResponseTopic(writer: Writer, input: DescribeTopicPartitionsResponseTopicInput, version: number): void {
  writer.int16(input.errorCode)
  const name = input.name === undefined ? '' : input.name
  writer.compactNullableString(name)
  writer.uuid(input.topicId)
  writer.bool(input.isInternal ?? false)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeDescribeTopicPartitionsResponsePartition(writer, item, version)
  writer.int32(input.topicAuthorizedOperations ?? -2147483648)
  writer.noTaggedFields()
}

function decodeDescribeTopicPartitionsResponseCursor(reader: Reader, _version: number): DescribeTopicPartitionsResponseCursor {
  const topicName = reader.compactString()
  const partitionIndex = reader.int32()
  reader.skipTaggedFields()
  return { topicName, partitionIndex }
}

function encodeDescribeTopicPartitionsResponseCursor(writer: Writer, input: DescribeTopicPartitionsResponseCursorInput, _version: number): void {
  writer.compactString(input.topicName)
  writer.int32(input.partitionIndex)
  writer.noTaggedFields()
}

export function decodeDescribeTopicPartitionsResponse(reader: Reader, version: number): DescribeTopicPartitionsResponse {
  if (version !== 0) throw messageNotInVersion('DescribeTopicPartitionsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const topics: DescribeTopicPartitionsResponseTopic[] = []
  {
    const count = reader.compactArrayLength(26)
    for (let i = 0; i < count; i++) topics.push(decodeDescribeTopicPartitionsResponseTopic(reader, version))
  }
  const nextCursor = reader.int8() < 0 ? null : decodeDescribeTopicPartitionsResponseCursor(reader, version)
  reader.skipTaggedFields()
  return { throttleTimeMs, topics, nextCursor }
}

export function encodeDescribeTopicPartitionsResponse(writer: Writer, input: DescribeTopicPartitionsResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DescribeTopicPartitionsResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDescribeTopicPartitionsResponseTopic(writer, item, version)
  const nextCursor = input.nextCursor ?? null
  if (nextCursor === null) {
    writer.int8(-1)
  } else {
    writer.int8(1)
    encodeDescribeTopicPartitionsResponseCursor(writer, nextCursor, version)
  }
  writer.noTaggedFields()
}
