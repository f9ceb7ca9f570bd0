// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterShareGroupOffsetsRequest {
  groupId: GroupId
  topics: AlterShareGroupOffsetsRequestTopic[]
}

export interface AlterShareGroupOffsetsRequestInput {
  readonly groupId: GroupId
  readonly topics: readonly AlterShareGroupOffsetsRequestTopicInput[]
}

export interface AlterShareGroupOffsetsRequestTopic {
  topicName: TopicName
  partitions: AlterShareGroupOffsetsRequestPartition[]
}

export interface AlterShareGroupOffsetsRequestTopicInput {
  readonly topicName: TopicName
  readonly partitions: readonly AlterShareGroupOffsetsRequestPartitionInput[]
}

export interface AlterShareGroupOffsetsRequestPartition {
  partitionIndex: number
  /** First offset. */
  startOffset: number
}

export interface AlterShareGroupOffsetsRequestPartitionInput {
  readonly partitionIndex: number
  /** First offset. */
  readonly startOffset: number
}

function decodeAlterShareGroupOffsetsRequestPartition(reader: Reader, _version: number): AlterShareGroupOffsetsRequestPartition {
  const partitionIndex = reader.int32()
  const startOffset = reader.int64Saturating()
  reader.skipTaggedFields()
  return { partitionIndex, startOffset }
}

function encodeAlterShareGroupOffsetsRequestPartition(writer: Writer, input: AlterShareGroupOffsetsRequestPartitionInput, _version: number): void {
  writer.int32(input.partitionIndex)
  writer.int64(input.startOffset)
  writer.noTaggedFields()
}

function decodeAlterShareGroupOffsetsRequestTopic(reader: Reader, version: number): AlterShareGroupOffsetsRequestTopic {
  const topicName = reader.compactString()
  const partitions: AlterShareGroupOffsetsRequestPartition[] = []
  {
    const count = reader.compactArrayLength(13)
    for (let i = 0; i < count; i++) partitions.push(decodeAlterShareGroupOffsetsRequestPartition(reader, version))
  }
  reader.skipTaggedFields()
  return { topicName, partitions }
}

function encodeAlterShareGroupOffsetsRequestTopic(writer: Writer, input: AlterShareGroupOffsetsRequestTopicInput, version: number): void {
  writer.compactString(input.topicName)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeAlterShareGroupOffsetsRequestPartition(writer, item, version)
  writer.noTaggedFields()
}

export function decodeAlterShareGroupOffsetsRequest(reader: Reader, version: number): AlterShareGroupOffsetsRequest {
  if (version !== 0) throw messageNotInVersion('AlterShareGroupOffsetsRequest', version, 0, 0)
  const groupId = reader.compactString()
  const topics: AlterShareGroupOffsetsRequestTopic[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeAlterShareGroupOffsetsRequestTopic(reader, version))
  }
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeAlterShareGroupOffsetsRequest(writer: Writer, input: AlterShareGroupOffsetsRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('AlterShareGroupOffsetsRequest', version, 0, 0)
  writer.compactString(input.groupId)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeAlterShareGroupOffsetsRequestTopic(writer, item, version)
  writer.noTaggedFields()
}

export interface AlterShareGroupOffsetsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  responses: AlterShareGroupOffsetsResponseTopic[]
}

export interface AlterShareGroupOffsetsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  readonly responses: readonly AlterShareGroupOffsetsResponseTopicInput[]
}

export interface AlterShareGroupOffsetsResponseTopic {
  topicName: TopicName
  topicId: Uuid
  partitions: AlterShareGroupOffsetsResponsePartition[]
}

export interface AlterShareGroupOffsetsResponseTopicInput {
  readonly topicName: TopicName
  readonly topicId: Uuid
  readonly partitions: readonly AlterShareGroupOffsetsResponsePartitionInput[]
}

export interface AlterShareGroupOffsetsResponsePartition {
  partitionIndex: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface AlterShareGroupOffsetsResponsePartitionInput {
  readonly partitionIndex: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
}

function decodeAlterShareGroupOffsetsResponsePartition(reader: Reader, _version: number): AlterShareGroupOffsetsResponsePartition {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage }
}

function encodeAlterShareGroupOffsetsResponsePartition(writer: Writer, input: AlterShareGroupOffsetsResponsePartitionInput, _version: number): void {
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

function decodeAlterShareGroupOffsetsResponseTopic(reader: Reader, version: number): AlterShareGroupOffsetsResponseTopic {
  const topicName = reader.compactString()
  const topicId = reader.uuid()
  const partitions: AlterShareGroupOffsetsResponsePartition[] = []
  {
    const count = reader.compactArrayLength(8)
    for (let i = 0; i < count; i++) partitions.push(decodeAlterShareGroupOffsetsResponsePartition(reader, version))
  }
  reader.skipTaggedFields()
  return { topicName, topicId, partitions }
}

function encodeAlterShareGroupOffsetsResponseTopic(writer: Writer, input: AlterShareGroupOffsetsResponseTopicInput, version: number): void {
  writer.compactString(input.topicName)
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeAlterShareGroupOffsetsResponsePartition(writer, item, version)
  writer.noTaggedFields()
}

export function decodeAlterShareGroupOffsetsResponse(reader: Reader, version: number): AlterShareGroupOffsetsResponse {
  if (version !== 0) throw messageNotInVersion('AlterShareGroupOffsetsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const responses: AlterShareGroupOffsetsResponseTopic[] = []
  {
    const count = reader.compactArrayLength(19)
    for (let i = 0; i < count; i++) responses.push(decodeAlterShareGroupOffsetsResponseTopic(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, responses }
}

export function encodeAlterShareGroupOffsetsResponse(writer: Writer, input: AlterShareGroupOffsetsResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('AlterShareGroupOffsetsResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const responses = input.responses
  writer.compactArrayLength(responses.length)
  for (const item of responses) encodeAlterShareGroupOffsetsResponseTopic(writer, item, version)
  writer.noTaggedFields()
}
