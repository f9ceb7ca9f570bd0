// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface OffsetDeleteRequest {
  groupId: GroupId
  topics: OffsetDeleteRequestTopic[]
}

export interface OffsetDeleteRequestInput {
  readonly groupId: GroupId
  readonly topics: readonly OffsetDeleteRequestTopicInput[]
}

export interface OffsetDeleteRequestTopic {
  name: TopicName
  partitions: OffsetDeleteRequestPartition[]
}

export interface OffsetDeleteRequestTopicInput {
  readonly name: TopicName
  readonly partitions: readonly OffsetDeleteRequestPartitionInput[]
}

export interface OffsetDeleteRequestPartition {
  partitionIndex: number
}

export interface OffsetDeleteRequestPartitionInput {
  readonly partitionIndex: number
}

function decodeOffsetDeleteRequestPartition(reader: Reader, _version: number): OffsetDeleteRequestPartition {
  const partitionIndex = reader.int32()
  return { partitionIndex }
}

function encodeOffsetDeleteRequestPartition(writer: Writer, input: OffsetDeleteRequestPartitionInput, _version: number): void {
  writer.int32(input.partitionIndex)
}

function decodeOffsetDeleteRequestTopic(reader: Reader, version: number): OffsetDeleteRequestTopic {
  const name = reader.string()
  const partitions: OffsetDeleteRequestPartition[] = []
  {
    const count = reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(decodeOffsetDeleteRequestPartition(reader, version))
  }
  return { name, partitions }
}

function encodeOffsetDeleteRequestTopic(writer: Writer, input: OffsetDeleteRequestTopicInput, version: number): void {
  writer.string(input.name)
  const partitions = input.partitions
  writer.arrayLength(partitions.length)
  for (const item of partitions) encodeOffsetDeleteRequestPartition(writer, item, version)
}

export function decodeOffsetDeleteRequest(reader: Reader, version: number): OffsetDeleteRequest {
  if (version !== 0) throw messageNotInVersion('OffsetDeleteRequest', version, 0, 0)
  const groupId = reader.string()
  const topics: OffsetDeleteRequestTopic[] = []
  {
    const count = reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeOffsetDeleteRequestTopic(reader, version))
  }
  return { groupId, topics }
}

export function encodeOffsetDeleteRequest(writer: Writer, input: OffsetDeleteRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('OffsetDeleteRequest', version, 0, 0)
  writer.string(input.groupId)
  const topics = input.topics
  writer.arrayLength(topics.length)
  for (const item of topics) encodeOffsetDeleteRequestTopic(writer, item, version)
}

export interface OffsetDeleteResponse {
  errorCode: number
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  topics: OffsetDeleteResponseTopic[]
}

export interface OffsetDeleteResponseInput {
  readonly errorCode: number
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetDeleteResponseTopicInput[]
}

export interface OffsetDeleteResponseTopic {
  name: TopicName
  partitions: OffsetDeleteResponsePartition[]
}

export interface OffsetDeleteResponseTopicInput {
  readonly name: TopicName
  readonly partitions: readonly OffsetDeleteResponsePartitionInput[]
}

export interface OffsetDeleteResponsePartition {
  partitionIndex: number
  errorCode: number
}

export interface OffsetDeleteResponsePartitionInput {
  readonly partitionIndex: number
  readonly errorCode: number
}

function decodeOffsetDeleteResponsePartition(reader: Reader, _version: number): OffsetDeleteResponsePartition {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  return { partitionIndex, errorCode }
}

function encodeOffsetDeleteResponsePartition(writer: Writer, input: OffsetDeleteResponsePartitionInput, _version: number): void {
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
}

function decodeOffsetDeleteResponseTopic(reader: Reader, version: number): OffsetDeleteResponseTopic {
  const name = reader.string()
  const partitions: OffsetDeleteResponsePartition[] = []
  {
    const count = reader.arrayLength(6)
    for (let i = 0; i < count; i++) partitions.push(decodeOffsetDeleteResponsePartition(reader, version))
  }
  return { name, partitions }
}

function encodeOffsetDeleteResponseTopic(writer: Writer, input: OffsetDeleteResponseTopicInput, version: number): void {
  writer.string(input.name)
  const partitions = input.partitions
  writer.arrayLength(partitions.length)
  for (const item of partitions) encodeOffsetDeleteResponsePartition(writer, item, version)
}

export function decodeOffsetDeleteResponse(reader: Reader, version: number): OffsetDeleteResponse {
  if (version !== 0) throw messageNotInVersion('OffsetDeleteResponse', version, 0, 0)
  const errorCode = reader.int16()
  const throttleTimeMs = reader.int32()
  const topics: OffsetDeleteResponseTopic[] = []
  {
    const count = reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeOffsetDeleteResponseTopic(reader, version))
  }
  return { errorCode, throttleTimeMs, topics }
}

export function encodeOffsetDeleteResponse(writer: Writer, input: OffsetDeleteResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('OffsetDeleteResponse', version, 0, 0)
  writer.int16(input.errorCode)
  writer.int32(input.throttleTimeMs)
  const topics = input.topics
  writer.arrayLength(topics.length)
  for (const item of topics) encodeOffsetDeleteResponseTopic(writer, item, version)
}
