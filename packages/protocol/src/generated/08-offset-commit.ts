// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../ids.ts'
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface OffsetCommitRequest {
  groupId: GroupId
  /** Generation of the classic group, or epoch of the member; -1 from a consumer that is no member. */
  generationIdOrMemberEpoch: number
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 7. */
  groupInstanceId: string | null
  /** Ignored since 2.1; -1. Up to version 4. */
  retentionTimeMs: number
  topics: OffsetCommitRequestTopic[]
}

export interface OffsetCommitRequestInput {
  readonly groupId: GroupId
  /** Generation of the classic group, or epoch of the member; -1 from a consumer that is no member. Default -1. */
  readonly generationIdOrMemberEpoch?: number | undefined
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 7. */
  readonly groupInstanceId?: string | null | undefined
  /** Ignored since 2.1; -1. Up to version 4. Default -1. */
  readonly retentionTimeMs?: number | undefined
  readonly topics: readonly OffsetCommitRequestTopicInput[]
}

export interface OffsetCommitRequestTopic {
  /** Up to version 9. */
  name: TopicName
  /** From version 10. */
  topicId: Uuid
  partitions: OffsetCommitRequestPartition[]
}

export interface OffsetCommitRequestTopicInput {
  /** Up to version 9. */
  readonly name?: TopicName | undefined
  /** From version 10. */
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly OffsetCommitRequestPartitionInput[]
}

export interface OffsetCommitRequestPartition {
  partitionIndex: number
  /** Offset of the next record to consume. */
  committedOffset: number
  /** Leader epoch of the last record consumed; -1 when unknown. From version 6. */
  committedLeaderEpoch: number
  /** What the committer stored with the offset; null and empty are not the same. */
  committedMetadata: string | null
}

export interface OffsetCommitRequestPartitionInput {
  readonly partitionIndex: number
  /** Offset of the next record to consume. */
  readonly committedOffset: number
  /** Leader epoch of the last record consumed; -1 when unknown. From version 6. Default -1. */
  readonly committedLeaderEpoch?: number | undefined
  /** What the committer stored with the offset; null and empty are not the same. Left out: empty. */
  readonly committedMetadata?: string | null | undefined
}

function decodeOffsetCommitRequestPartition(reader: Reader, version: number): OffsetCommitRequestPartition {
  const flexible = version >= 8
  const partitionIndex = reader.int32()
  const committedOffset = reader.int64Saturating()
  const committedLeaderEpoch = version >= 6 ? reader.int32() : -1
  const committedMetadata = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }
}

function encodeOffsetCommitRequestPartition(writer: Writer, input: OffsetCommitRequestPartitionInput, version: number): void {
  const flexible = version >= 8
  writer.int32(input.partitionIndex)
  writer.int64(input.committedOffset)
  const committedLeaderEpoch = input.committedLeaderEpoch ?? -1
  if (version >= 6) {
    writer.int32(committedLeaderEpoch)
  }
  const committedMetadata = input.committedMetadata === undefined ? '' : input.committedMetadata
  if (flexible) writer.compactNullableString(committedMetadata); else writer.nullableString(committedMetadata)
  if (flexible) writer.noTaggedFields()
}

function decodeOffsetCommitRequestTopic(reader: Reader, version: number): OffsetCommitRequestTopic {
  const flexible = version >= 8
  const name = version <= 9 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId = version >= 10 ? reader.uuid() : ZERO_UUID
  const partitions: OffsetCommitRequestPartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(18) : reader.arrayLength(14)
    for (let i = 0; i < count; i++) partitions.push(decodeOffsetCommitRequestPartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitions }
}

function encodeOffsetCommitRequestTopic(writer: Writer, input: OffsetCommitRequestTopicInput, version: number): void {
  const flexible = version >= 8
  const name = input.name ?? ''
  if (version <= 9) {
    if (flexible) writer.compactString(name); else writer.string(name)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeOffsetCommitRequestPartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeOffsetCommitRequest(reader: Reader, version: number): OffsetCommitRequest {
  if (version < 2 || version > 10) throw messageNotInVersion('OffsetCommitRequest', version, 2, 10)
  const flexible = version >= 8
  const groupId = flexible ? reader.compactString() : reader.string()
  const generationIdOrMemberEpoch = reader.int32()
  const memberId = flexible ? reader.compactString() : reader.string()
  const groupInstanceId = version >= 7 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const retentionTimeMs = version <= 4 ? reader.int64Saturating() : -1
  const topics: OffsetCommitRequestTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeOffsetCommitRequestTopic(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { groupId, generationIdOrMemberEpoch, memberId, groupInstanceId, retentionTimeMs, topics }
}

export function encodeOffsetCommitRequest(writer: Writer, input: OffsetCommitRequestInput, version: number): void {
  if (version < 2 || version > 10) throw messageNotInVersion('OffsetCommitRequest', version, 2, 10)
  const flexible = version >= 8
  if (flexible) writer.compactString(input.groupId); else writer.string(input.groupId)
  writer.int32(input.generationIdOrMemberEpoch ?? -1)
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 7) {
    if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  } else if (groupInstanceId !== null) throw fieldNotInVersion('OffsetCommitRequest', 'groupInstanceId', version)
  const retentionTimeMs = input.retentionTimeMs ?? -1
  if (version <= 4) {
    writer.int64(retentionTimeMs)
  }
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeOffsetCommitRequestTopic(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface OffsetCommitResponse {
  /** How long the client should pause because of a quota; 0 when it need not. From version 3. */
  throttleTimeMs: number
  topics: OffsetCommitResponseTopic[]
}

export interface OffsetCommitResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 3. */
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly OffsetCommitResponseTopicInput[]
}

export interface OffsetCommitResponseTopic {
  /** Up to version 9. */
  name: TopicName
  /** From version 10. */
  topicId: Uuid
  partitions: OffsetCommitResponsePartition[]
}

export interface OffsetCommitResponseTopicInput {
  /** Up to version 9. */
  readonly name?: TopicName | undefined
  /** From version 10. */
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly OffsetCommitResponsePartitionInput[]
}

export interface OffsetCommitResponsePartition {
  partitionIndex: number
  errorCode: number
}

export interface OffsetCommitResponsePartitionInput {
  readonly partitionIndex: number
  readonly errorCode: number
}

function decodeOffsetCommitResponsePartition(reader: Reader, version: number): OffsetCommitResponsePartition {
  const flexible = version >= 8
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, errorCode }
}

function encodeOffsetCommitResponsePartition(writer: Writer, input: OffsetCommitResponsePartitionInput, version: number): void {
  const flexible = version >= 8
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}

function decodeOffsetCommitResponseTopic(reader: Reader, version: number): OffsetCommitResponseTopic {
  const flexible = version >= 8
  const name = version <= 9 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId = version >= 10 ? reader.uuid() : ZERO_UUID
  const partitions: OffsetCommitResponsePartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(7) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) partitions.push(decodeOffsetCommitResponsePartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitions }
}

function encodeOffsetCommitResponseTopic(writer: Writer, input: OffsetCommitResponseTopicInput, version: number): void {
  const flexible = version >= 8
  const name = input.name ?? ''
  if (version <= 9) {
    if (flexible) writer.compactString(name); else writer.string(name)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeOffsetCommitResponsePartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeOffsetCommitResponse(reader: Reader, version: number): OffsetCommitResponse {
  if (version < 2 || version > 10) throw messageNotInVersion('OffsetCommitResponse', version, 2, 10)
  const flexible = version >= 8
  const throttleTimeMs = version >= 3 ? reader.int32() : 0
  const topics: OffsetCommitResponseTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeOffsetCommitResponseTopic(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeOffsetCommitResponse(writer: Writer, input: OffsetCommitResponseInput, version: number): void {
  if (version < 2 || version > 10) throw messageNotInVersion('OffsetCommitResponse', version, 2, 10)
  const flexible = version >= 8
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 3) {
    writer.int32(throttleTimeMs)
  }
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeOffsetCommitResponseTopic(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
