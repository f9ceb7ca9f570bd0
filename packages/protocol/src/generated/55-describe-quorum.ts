// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../ids.ts'
import type { BrokerId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeQuorumRequest {
  topics: DescribeQuorumRequestTopicData[]
}

export interface DescribeQuorumRequestInput {
  readonly topics: readonly DescribeQuorumRequestTopicDataInput[]
}

export interface DescribeQuorumRequestTopicData {
  topicName: TopicName
  partitions: DescribeQuorumRequestPartitionData[]
}

export interface DescribeQuorumRequestTopicDataInput {
  readonly topicName: TopicName
  readonly partitions: readonly DescribeQuorumRequestPartitionDataInput[]
}

export interface DescribeQuorumRequestPartitionData {
  partitionIndex: number
}

export interface DescribeQuorumRequestPartitionDataInput {
  readonly partitionIndex: number
}

function decodeDescribeQuorumRequestPartitionData(reader: Reader, _version: number): DescribeQuorumRequestPartitionData {
  const partitionIndex = reader.int32()
  reader.skipTaggedFields()
  return { partitionIndex }
}

function encodeDescribeQuorumRequestPartitionData(writer: Writer, input: DescribeQuorumRequestPartitionDataInput, _version: number): void {
  writer.int32(input.partitionIndex)
  writer.noTaggedFields()
}

function decodeDescribeQuorumRequestTopicData(reader: Reader, version: number): DescribeQuorumRequestTopicData {
  const topicName = reader.compactString()
  const partitions: DescribeQuorumRequestPartitionData[] = []
  {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) partitions.push(decodeDescribeQuorumRequestPartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicName, partitions }
}

function encodeDescribeQuorumRequestTopicData(writer: Writer, input: DescribeQuorumRequestTopicDataInput, version: number): void {
  writer.compactString(input.topicName)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeDescribeQuorumRequestPartitionData(writer, item, version)
  writer.noTaggedFields()
}

export function decodeDescribeQuorumRequest(reader: Reader, version: number): DescribeQuorumRequest {
  if (version < 0 || version > 2) throw messageNotInVersion('DescribeQuorumRequest', version, 0, 2)
  const topics: DescribeQuorumRequestTopicData[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeDescribeQuorumRequestTopicData(reader, version))
  }
  reader.skipTaggedFields()
  return { topics }
}

export function encodeDescribeQuorumRequest(writer: Writer, input: DescribeQuorumRequestInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('DescribeQuorumRequest', version, 0, 2)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDescribeQuorumRequestTopicData(writer, item, version)
  writer.noTaggedFields()
}

export interface DescribeQuorumResponse {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. From version 2. */
  errorMessage: string | null
  topics: DescribeQuorumResponseTopicData[]
  /** From version 2. */
  nodes: DescribeQuorumResponseNode[]
}

export interface DescribeQuorumResponseInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. From version 2. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  readonly topics: readonly DescribeQuorumResponseTopicDataInput[]
  /** From version 2. */
  readonly nodes?: readonly DescribeQuorumResponseNodeInput[] | undefined
}

export interface DescribeQuorumResponseNode {
  nodeId: BrokerId
  listeners: DescribeQuorumResponseListener[]
}

export interface DescribeQuorumResponseNodeInput {
  readonly nodeId: BrokerId
  readonly listeners: readonly DescribeQuorumResponseListenerInput[]
}

export interface DescribeQuorumResponseListener {
  name: string
  host: string
  port: number
}

export interface DescribeQuorumResponseListenerInput {
  readonly name: string
  readonly host: string
  readonly port: number
}

export interface DescribeQuorumResponseTopicData {
  topicName: TopicName
  partitions: DescribeQuorumResponsePartitionData[]
}

export interface DescribeQuorumResponseTopicDataInput {
  readonly topicName: TopicName
  readonly partitions: readonly DescribeQuorumResponsePartitionDataInput[]
}

export interface DescribeQuorumResponsePartitionData {
  partitionIndex: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. From version 2. */
  errorMessage: string | null
  /** Broker id of the leader; -1 when there is none. */
  leaderId: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** Offset up to which consumers may read. */
  highWatermark: number
  currentVoters: DescribeQuorumResponseReplicaState[]
  observers: DescribeQuorumResponseReplicaState[]
}

export interface DescribeQuorumResponsePartitionDataInput {
  readonly partitionIndex: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. From version 2. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  /** Broker id of the leader; -1 when there is none. */
  readonly leaderId: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  /** Offset up to which consumers may read. */
  readonly highWatermark: number
  readonly currentVoters: readonly DescribeQuorumResponseReplicaStateInput[]
  readonly observers: readonly DescribeQuorumResponseReplicaStateInput[]
}

export interface DescribeQuorumResponseReplicaState {
  /** Broker id of the follower that asks; -1 for a client. */
  replicaId: BrokerId
  /** From version 2. */
  replicaDirectoryId: Uuid
  logEndOffset: number
  /** From version 1. */
  lastFetchTimestamp: number
  /** From version 1. */
  lastCaughtUpTimestamp: number
}

export interface DescribeQuorumResponseReplicaStateInput {
  /** Broker id of the follower that asks; -1 for a client. */
  readonly replicaId: BrokerId
  /** From version 2. */
  readonly replicaDirectoryId?: Uuid | undefined
  readonly logEndOffset: number
  /** From version 1. Default -1. */
  readonly lastFetchTimestamp?: number | undefined
  /** From version 1. Default -1. */
  readonly lastCaughtUpTimestamp?: number | undefined
}

function decodeDescribeQuorumResponseReplicaState(reader: Reader, version: number): DescribeQuorumResponseReplicaState {
  const replicaId = reader.int32()
  const replicaDirectoryId = version >= 2 ? reader.uuid() : ZERO_UUID
  const logEndOffset = reader.int64()
  const lastFetchTimestamp = version >= 1 ? reader.int64() : -1
  const lastCaughtUpTimestamp = version >= 1 ? reader.int64() : -1
  reader.skipTaggedFields()
  return { replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp }
}

function encodeDescribeQuorumResponseReplicaState(writer: Writer, input: DescribeQuorumResponseReplicaStateInput, version: number): void {
  writer.int32(input.replicaId)
  const replicaDirectoryId = input.replicaDirectoryId ?? ZERO_UUID
  if (version >= 2) {
    writer.uuid(replicaDirectoryId)
  } else if (replicaDirectoryId !== ZERO_UUID) throw fieldNotInVersion('DescribeQuorumResponseReplicaState', 'replicaDirectoryId', version)
  writer.int64(input.logEndOffset)
  const lastFetchTimestamp = input.lastFetchTimestamp ?? -1
  if (version >= 1) {
    writer.int64(lastFetchTimestamp)
  }
  const lastCaughtUpTimestamp = input.lastCaughtUpTimestamp ?? -1
  if (version >= 1) {
    writer.int64(lastCaughtUpTimestamp)
  }
  writer.noTaggedFields()
}

function decodeDescribeQuorumResponsePartitionData(reader: Reader, version: number): DescribeQuorumResponsePartitionData {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = version >= 2 ? reader.compactNullableString() : ''
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  const highWatermark = reader.int64()
  const currentVoters: DescribeQuorumResponseReplicaState[] = []
  {
    const count = reader.compactArrayLength(13)
    for (let i = 0; i < count; i++) currentVoters.push(decodeDescribeQuorumResponseReplicaState(reader, version))
  }
  const observers: DescribeQuorumResponseReplicaState[] = []
  {
    const count = reader.compactArrayLength(13)
    for (let i = 0; i < count; i++) observers.push(decodeDescribeQuorumResponseReplicaState(reader, version))
  }
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage, leaderId, leaderEpoch, highWatermark, currentVoters, observers }
}

function encodeDescribeQuorumResponsePartitionData(writer: Writer, input: DescribeQuorumResponsePartitionDataInput, version: number): void {
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (version >= 2) {
    writer.compactNullableString(errorMessage)
  }
  writer.int32(input.leaderId)
  writer.int32(input.leaderEpoch)
  writer.int64(input.highWatermark)
  const currentVoters = input.currentVoters
  writer.compactArrayLength(currentVoters.length)
  for (const item of currentVoters) encodeDescribeQuorumResponseReplicaState(writer, item, version)
  const observers = input.observers
  writer.compactArrayLength(observers.length)
  for (const item of observers) encodeDescribeQuorumResponseReplicaState(writer, item, version)
  writer.noTaggedFields()
}

function decodeDescribeQuorumResponseTopicData(reader: Reader, version: number): DescribeQuorumResponseTopicData {
  const topicName = reader.compactString()
  const partitions: DescribeQuorumResponsePartitionData[] = []
  {
    const count = reader.compactArrayLength(25)
    for (let i = 0; i < count; i++) partitions.push(decodeDescribeQuorumResponsePartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicName, partitions }
}

function encodeDescribeQuorumResponseTopicData(writer: Writer, input: DescribeQuorumResponseTopicDataInput, version: number): void {
  writer.compactString(input.topicName)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeDescribeQuorumResponsePartitionData(writer, item, version)
  writer.noTaggedFields()
}

function decodeDescribeQuorumResponseListener(reader: Reader, _version: number): DescribeQuorumResponseListener {
  const name = reader.compactString()
  const host = reader.compactString()
  const port = reader.uint16()
  reader.skipTaggedFields()
  return { name, host, port }
}

function encodeDescribeQuorumResponseListener(writer: Writer, input: DescribeQuorumResponseListenerInput, _version: number): void {
  writer.compactString(input.name)
  writer.compactString(input.host)
  writer.uint16(input.port)
  writer.noTaggedFields()
}

function decodeDescribeQuorumResponseNode(reader: Reader, version: number): DescribeQuorumResponseNode {
  const nodeId = reader.int32()
  const listeners: DescribeQuorumResponseListener[] = []
  {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) listeners.push(decodeDescribeQuorumResponseListener(reader, version))
  }
  reader.skipTaggedFields()
  return { nodeId, listeners }
}

function encodeDescribeQuorumResponseNode(writer: Writer, input: DescribeQuorumResponseNodeInput, version: number): void {
  writer.int32(input.nodeId)
  const listeners = input.listeners
  writer.compactArrayLength(listeners.length)
  for (const item of listeners) encodeDescribeQuorumResponseListener(writer, item, version)
  writer.noTaggedFields()
}

export function decodeDescribeQuorumResponse(reader: Reader, version: number): DescribeQuorumResponse {
  if (version < 0 || version > 2) throw messageNotInVersion('DescribeQuorumResponse', version, 0, 2)
  const errorCode = reader.int16()
  const errorMessage = version >= 2 ? reader.compactNullableString() : ''
  const topics: DescribeQuorumResponseTopicData[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeDescribeQuorumResponseTopicData(reader, version))
  }
  const nodes: DescribeQuorumResponseNode[] = []
  if (version >= 2) {
    const count = reader.compactArrayLength(6)
    for (let i = 0; i < count; i++) nodes.push(decodeDescribeQuorumResponseNode(reader, version))
  }
  reader.skipTaggedFields()
  return { errorCode, errorMessage, topics, nodes }
}

export function encodeDescribeQuorumResponse(writer: Writer, input: DescribeQuorumResponseInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('DescribeQuorumResponse', version, 0, 2)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (version >= 2) {
    writer.compactNullableString(errorMessage)
  }
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDescribeQuorumResponseTopicData(writer, item, version)
  const nodes = input.nodes ?? []
  if (version >= 2) {
    writer.compactArrayLength(nodes.length)
    for (const item of nodes) encodeDescribeQuorumResponseNode(writer, item, version)
  } else if (nodes.length !== 0) throw fieldNotInVersion('DescribeQuorumResponse', 'nodes', version)
  writer.noTaggedFields()
}
