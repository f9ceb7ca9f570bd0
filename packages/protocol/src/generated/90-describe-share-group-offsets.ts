// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeShareGroupOffsetsRequest {
  groups: DescribeShareGroupOffsetsRequestGroup[]
}

export interface DescribeShareGroupOffsetsRequestInput {
  readonly groups: readonly DescribeShareGroupOffsetsRequestGroupInput[]
}

export interface DescribeShareGroupOffsetsRequestGroup {
  groupId: GroupId
  topics: DescribeShareGroupOffsetsRequestTopic[] | null
}

export interface DescribeShareGroupOffsetsRequestGroupInput {
  readonly groupId: GroupId
  /** Left out: empty. */
  readonly topics?: readonly DescribeShareGroupOffsetsRequestTopicInput[] | null | undefined
}

export interface DescribeShareGroupOffsetsRequestTopic {
  topicName: TopicName
  partitions: number[]
}

export interface DescribeShareGroupOffsetsRequestTopicInput {
  readonly topicName: TopicName
  readonly partitions: readonly number[]
}

function decodeDescribeShareGroupOffsetsRequestTopic(reader: Reader, _version: number): DescribeShareGroupOffsetsRequestTopic {
  const topicName = reader.compactString()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topicName, partitions }
}

function encodeDescribeShareGroupOffsetsRequestTopic(writer: Writer, input: DescribeShareGroupOffsetsRequestTopicInput, _version: number): void {
  writer.compactString(input.topicName)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeDescribeShareGroupOffsetsRequestGroup(reader: Reader, version: number): DescribeShareGroupOffsetsRequestGroup {
  const groupId = reader.compactString()
  let topics: DescribeShareGroupOffsetsRequestTopic[] | null = []
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      topics = null
    } else {
      const items: DescribeShareGroupOffsetsRequestTopic[] = []
      for (let i = 0; i < count; i++) items.push(decodeDescribeShareGroupOffsetsRequestTopic(reader, version))
      topics = items
    }
  }
  reader.skipTaggedFields()
  return { groupId, topics }
}

function encodeDescribeShareGroupOffsetsRequestGroup(writer: Writer, input: DescribeShareGroupOffsetsRequestGroupInput, version: number): void {
  writer.compactString(input.groupId)
  const topics = input.topics === undefined ? [] : input.topics
  writer.compactArrayLength(topics === null ? -1 : topics.length)
  if (topics !== null) for (const item of topics) encodeDescribeShareGroupOffsetsRequestTopic(writer, item, version)
  writer.noTaggedFields()
}

export function decodeDescribeShareGroupOffsetsRequest(reader: Reader, version: number): DescribeShareGroupOffsetsRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('DescribeShareGroupOffsetsRequest', version, 0, 1)
  const groups: DescribeShareGroupOffsetsRequestGroup[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) groups.push(decodeDescribeShareGroupOffsetsRequestGroup(reader, version))
  }
  reader.skipTaggedFields()
  return { groups }
}

export function encodeDescribeShareGroupOffsetsRequest(writer: Writer, input: DescribeShareGroupOffsetsRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('DescribeShareGroupOffsetsRequest', version, 0, 1)
  const groups = input.groups
  writer.compactArrayLength(groups.length)
  for (const item of groups) encodeDescribeShareGroupOffsetsRequestGroup(writer, item, version)
  writer.noTaggedFields()
}

export interface DescribeShareGroupOffsetsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  groups: DescribeShareGroupOffsetsResponseGroup[]
}

export interface DescribeShareGroupOffsetsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly groups: readonly DescribeShareGroupOffsetsResponseGroupInput[]
}

export interface DescribeShareGroupOffsetsResponseGroup {
  groupId: GroupId
  topics: DescribeShareGroupOffsetsResponseTopic[]
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface DescribeShareGroupOffsetsResponseGroupInput {
  readonly groupId: GroupId
  readonly topics: readonly DescribeShareGroupOffsetsResponseTopicInput[]
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
}

export interface DescribeShareGroupOffsetsResponseTopic {
  topicName: TopicName
  topicId: Uuid
  partitions: DescribeShareGroupOffsetsResponsePartition[]
}

export interface DescribeShareGroupOffsetsResponseTopicInput {
  readonly topicName: TopicName
  readonly topicId: Uuid
  readonly partitions: readonly DescribeShareGroupOffsetsResponsePartitionInput[]
}

export interface DescribeShareGroupOffsetsResponsePartition {
  partitionIndex: number
  /** First offset. */
  startOffset: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** From version 1. */
  lag: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface DescribeShareGroupOffsetsResponsePartitionInput {
  readonly partitionIndex: number
  /** First offset. */
  readonly startOffset: number
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  /** From version 1. Default -1. */
  readonly lag?: number | undefined
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
}

function decodeDescribeShareGroupOffsetsResponsePartition(reader: Reader, version: number): DescribeShareGroupOffsetsResponsePartition {
  const partitionIndex = reader.int32()
  const startOffset = reader.int64()
  const leaderEpoch = reader.int32()
  const lag = version >= 1 ? reader.int64() : -1
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { partitionIndex, startOffset, leaderEpoch, lag, errorCode, errorMessage }
}

function encodeDescribeShareGroupOffsetsResponsePartition(writer: Writer, input: DescribeShareGroupOffsetsResponsePartitionInput, version: number): void {
  writer.int32(input.partitionIndex)
  writer.int64(input.startOffset)
  writer.int32(input.leaderEpoch)
  const lag = input.lag ?? -1
  if (version >= 1) {
    writer.int64(lag)
  }
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

function decodeDescribeShareGroupOffsetsResponseTopic(reader: Reader, version: number): DescribeShareGroupOffsetsResponseTopic {
  const topicName = reader.compactString()
  const topicId = reader.uuid()
  const partitions: DescribeShareGroupOffsetsResponsePartition[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) partitions.push(decodeDescribeShareGroupOffsetsResponsePartition(reader, version))
  }
  reader.skipTaggedFields()
  return { topicName, topicId, partitions }
}

function encodeDescribeShareGroupOffsetsResponseTopic(writer: Writer, input: DescribeShareGroupOffsetsResponseTopicInput, version: number): void {
  writer.compactString(input.topicName)
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeDescribeShareGroupOffsetsResponsePartition(writer, item, version)
  writer.noTaggedFields()
}

function decodeDescribeShareGroupOffsetsResponseGroup(reader: Reader, version: number): DescribeShareGroupOffsetsResponseGroup {
  const groupId = reader.compactString()
  const topics: DescribeShareGroupOffsetsResponseTopic[] = []
  {
    const count = reader.compactArrayLength(19)
    for (let i = 0; i < count; i++) topics.push(decodeDescribeShareGroupOffsetsResponseTopic(reader, version))
  }
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { groupId, topics, errorCode, errorMessage }
}

function encodeDescribeShareGroupOffsetsResponseGroup(writer: Writer, input: DescribeShareGroupOffsetsResponseGroupInput, version: number): void {
  writer.compactString(input.groupId)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDescribeShareGroupOffsetsResponseTopic(writer, item, version)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

export function decodeDescribeShareGroupOffsetsResponse(reader: Reader, version: number): DescribeShareGroupOffsetsResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('DescribeShareGroupOffsetsResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const groups: DescribeShareGroupOffsetsResponseGroup[] = []
  {
    const count = reader.compactArrayLength(6)
    for (let i = 0; i < count; i++) groups.push(decodeDescribeShareGroupOffsetsResponseGroup(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, groups }
}

export function encodeDescribeShareGroupOffsetsResponse(writer: Writer, input: DescribeShareGroupOffsetsResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('DescribeShareGroupOffsetsResponse', version, 0, 1)
  writer.int32(input.throttleTimeMs)
  const groups = input.groups
  writer.compactArrayLength(groups.length)
  for (const item of groups) encodeDescribeShareGroupOffsetsResponseGroup(writer, item, version)
  writer.noTaggedFields()
}
