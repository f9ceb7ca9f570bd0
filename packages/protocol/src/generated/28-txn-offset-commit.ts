// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../ids.ts'
import type { GroupId, ProducerId, TopicName, TransactionalId, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface TxnOffsetCommitRequest {
  transactionalId: TransactionalId
  groupId: GroupId
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  producerEpoch: number
  /** Generation of the classic group, or epoch of the member; -1 from a consumer that is no member. From version 3. */
  generationIdOrMemberEpoch: number
  /** Id of the member within its group; empty before the first join of a classic member. From version 3. */
  memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 3. */
  groupInstanceId: string | null
  topics: TxnOffsetCommitRequestTopic[]
}

export interface TxnOffsetCommitRequestInput {
  readonly transactionalId: TransactionalId
  readonly groupId: GroupId
  /** Producer id; -1 when there is none. */
  readonly producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  readonly producerEpoch: number
  /** Generation of the classic group, or epoch of the member; -1 from a consumer that is no member. From version 3. Default -1. */
  readonly generationIdOrMemberEpoch?: number | undefined
  /** Id of the member within its group; empty before the first join of a classic member. From version 3. */
  readonly memberId?: string | undefined
  /** Name of a static member (KIP-345); null for a dynamic one. From version 3. */
  readonly groupInstanceId?: string | null | undefined
  readonly topics: readonly TxnOffsetCommitRequestTopicInput[]
}

export interface TxnOffsetCommitRequestTopic {
  /** Up to version 5. */
  name: TopicName
  /** From version 6. */
  topicId: Uuid
  partitions: TxnOffsetCommitRequestPartition[]
}

export interface TxnOffsetCommitRequestTopicInput {
  /** Up to version 5. */
  readonly name?: TopicName | undefined
  /** From version 6. */
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly TxnOffsetCommitRequestPartitionInput[]
}

export interface TxnOffsetCommitRequestPartition {
  partitionIndex: number
  committedOffset: number
  /** Leader epoch of the last record consumed; -1 when unknown. From version 2. */
  committedLeaderEpoch: number
  /** What the committer stored with the offset; null and empty are not the same. */
  committedMetadata: string | null
}

export interface TxnOffsetCommitRequestPartitionInput {
  readonly partitionIndex: number
  readonly committedOffset: number
  /** Leader epoch of the last record consumed; -1 when unknown. From version 2. Default -1. */
  readonly committedLeaderEpoch?: number | undefined
  /** What the committer stored with the offset; null and empty are not the same. Left out: empty. */
  readonly committedMetadata?: string | null | undefined
}

function decodeTxnOffsetCommitRequestPartition(reader: Reader, version: number): TxnOffsetCommitRequestPartition {
  const flexible = version >= 3
  const partitionIndex = reader.int32()
  const committedOffset = reader.int64Saturating()
  const committedLeaderEpoch = version >= 2 ? reader.int32() : -1
  const committedMetadata = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }
}

function encodeTxnOffsetCommitRequestPartition(writer: Writer, input: TxnOffsetCommitRequestPartitionInput, version: number): void {
  const flexible = version >= 3
  writer.int32(input.partitionIndex)
  writer.int64(input.committedOffset)
  const committedLeaderEpoch = input.committedLeaderEpoch ?? -1
  if (version >= 2) {
    writer.int32(committedLeaderEpoch)
  }
  const committedMetadata = input.committedMetadata === undefined ? '' : input.committedMetadata
  if (flexible) writer.compactNullableString(committedMetadata); else writer.nullableString(committedMetadata)
  if (flexible) writer.noTaggedFields()
}

function decodeTxnOffsetCommitRequestTopic(reader: Reader, version: number): TxnOffsetCommitRequestTopic {
  const flexible = version >= 3
  const name = version <= 5 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId = version >= 6 ? reader.uuid() : ZERO_UUID
  const partitions: TxnOffsetCommitRequestPartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(18) : reader.arrayLength(14)
    for (let i = 0; i < count; i++) partitions.push(decodeTxnOffsetCommitRequestPartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitions }
}

function encodeTxnOffsetCommitRequestTopic(writer: Writer, input: TxnOffsetCommitRequestTopicInput, version: number): void {
  const flexible = version >= 3
  const name = input.name ?? ''
  if (version <= 5) {
    if (flexible) writer.compactString(name); else writer.string(name)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 6) {
    writer.uuid(topicId)
  }
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeTxnOffsetCommitRequestPartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeTxnOffsetCommitRequest(reader: Reader, version: number): TxnOffsetCommitRequest {
  if (version < 0 || version > 6) throw messageNotInVersion('TxnOffsetCommitRequest', version, 0, 6)
  const flexible = version >= 3
  const transactionalId = flexible ? reader.compactString() : reader.string()
  const groupId = flexible ? reader.compactString() : reader.string()
  const producerId = reader.int64Saturating()
  const producerEpoch = reader.int16()
  const generationIdOrMemberEpoch = version >= 3 ? reader.int32() : -1
  const memberId = version >= 3 ? reader.compactString() : ''
  const groupInstanceId = version >= 3 ? reader.compactNullableString() : null
  const topics: TxnOffsetCommitRequestTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeTxnOffsetCommitRequestTopic(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, groupId, producerId, producerEpoch, generationIdOrMemberEpoch, memberId, groupInstanceId, topics }
}

export function encodeTxnOffsetCommitRequest(writer: Writer, input: TxnOffsetCommitRequestInput, version: number): void {
  if (version < 0 || version > 6) throw messageNotInVersion('TxnOffsetCommitRequest', version, 0, 6)
  const flexible = version >= 3
  if (flexible) writer.compactString(input.transactionalId); else writer.string(input.transactionalId)
  if (flexible) writer.compactString(input.groupId); else writer.string(input.groupId)
  writer.int64(input.producerId)
  writer.int16(input.producerEpoch)
  const generationIdOrMemberEpoch = input.generationIdOrMemberEpoch ?? -1
  if (version >= 3) {
    writer.int32(generationIdOrMemberEpoch)
  } else if (generationIdOrMemberEpoch !== -1) throw fieldNotInVersion('TxnOffsetCommitRequest', 'generationIdOrMemberEpoch', version)
  const memberId = input.memberId ?? ''
  if (version >= 3) {
    writer.compactString(memberId)
  } else if (memberId !== '') throw fieldNotInVersion('TxnOffsetCommitRequest', 'memberId', version)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 3) {
    writer.compactNullableString(groupInstanceId)
  } else if (groupInstanceId !== null) throw fieldNotInVersion('TxnOffsetCommitRequest', 'groupInstanceId', version)
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeTxnOffsetCommitRequestTopic(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface TxnOffsetCommitResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  topics: TxnOffsetCommitResponseTopic[]
}

export interface TxnOffsetCommitResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly topics: readonly TxnOffsetCommitResponseTopicInput[]
}

export interface TxnOffsetCommitResponseTopic {
  /** Up to version 5. */
  name: TopicName
  /** From version 6. */
  topicId: Uuid
  partitions: TxnOffsetCommitResponsePartition[]
}

export interface TxnOffsetCommitResponseTopicInput {
  /** Up to version 5. */
  readonly name?: TopicName | undefined
  /** From version 6. */
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly TxnOffsetCommitResponsePartitionInput[]
}

export interface TxnOffsetCommitResponsePartition {
  partitionIndex: number
  errorCode: number
}

export interface TxnOffsetCommitResponsePartitionInput {
  readonly partitionIndex: number
  readonly errorCode: number
}

function decodeTxnOffsetCommitResponsePartition(reader: Reader, version: number): TxnOffsetCommitResponsePartition {
  const flexible = version >= 3
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, errorCode }
}

function encodeTxnOffsetCommitResponsePartition(writer: Writer, input: TxnOffsetCommitResponsePartitionInput, version: number): void {
  const flexible = version >= 3
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}

function decodeTxnOffsetCommitResponseTopic(reader: Reader, version: number): TxnOffsetCommitResponseTopic {
  const flexible = version >= 3
  const name = version <= 5 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId = version >= 6 ? reader.uuid() : ZERO_UUID
  const partitions: TxnOffsetCommitResponsePartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(7) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) partitions.push(decodeTxnOffsetCommitResponsePartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitions }
}

function encodeTxnOffsetCommitResponseTopic(writer: Writer, input: TxnOffsetCommitResponseTopicInput, version: number): void {
  const flexible = version >= 3
  const name = input.name ?? ''
  if (version <= 5) {
    if (flexible) writer.compactString(name); else writer.string(name)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 6) {
    writer.uuid(topicId)
  }
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeTxnOffsetCommitResponsePartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeTxnOffsetCommitResponse(reader: Reader, version: number): TxnOffsetCommitResponse {
  if (version < 0 || version > 6) throw messageNotInVersion('TxnOffsetCommitResponse', version, 0, 6)
  const flexible = version >= 3
  const throttleTimeMs = reader.int32()
  const topics: TxnOffsetCommitResponseTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeTxnOffsetCommitResponseTopic(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeTxnOffsetCommitResponse(writer: Writer, input: TxnOffsetCommitResponseInput, version: number): void {
  if (version < 0 || version > 6) throw messageNotInVersion('TxnOffsetCommitResponse', version, 0, 6)
  const flexible = version >= 3
  writer.int32(input.throttleTimeMs)
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeTxnOffsetCommitResponseTopic(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
