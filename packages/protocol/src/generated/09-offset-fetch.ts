// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../ids.ts'
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion, nullNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface OffsetFetchRequest {
  /** Up to version 7. */
  groupId: GroupId
  /** Up to version 7. */
  topics: OffsetFetchRequestTopic[] | null
  /** From version 8. */
  groups: OffsetFetchRequestGroup[]
  /** True: refuse where transactional commits are pending, so that a transaction is not read twice. From version 7. */
  requireStable: boolean
}

export interface OffsetFetchRequestInput {
  /** Up to version 7. */
  readonly groupId?: GroupId | undefined
  /** Up to version 7. Left out: empty. */
  readonly topics?: readonly OffsetFetchRequestTopicInput[] | null | undefined
  /** From version 8. */
  readonly groups?: readonly OffsetFetchRequestGroupInput[] | undefined
  /** True: refuse where transactional commits are pending, so that a transaction is not read twice. From version 7. Default false. */
  readonly requireStable?: boolean | undefined
}

export interface OffsetFetchRequestGroup {
  groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. From version 9. */
  memberId: string | null
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). From version 9. */
  memberEpoch: number
  topics: OffsetFetchRequestTopics[] | null
}

export interface OffsetFetchRequestGroupInput {
  readonly groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. From version 9. */
  readonly memberId?: string | null | undefined
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). From version 9. Default -1. */
  readonly memberEpoch?: number | undefined
  /** Left out: empty. */
  readonly topics?: readonly OffsetFetchRequestTopicsInput[] | null | undefined
}

export interface OffsetFetchRequestTopics {
  /** Up to version 9. */
  name: TopicName
  /** From version 10. */
  topicId: Uuid
  partitionIndexes: number[]
}

export interface OffsetFetchRequestTopicsInput {
  /** Up to version 9. */
  readonly name?: TopicName | undefined
  /** From version 10. */
  readonly topicId?: Uuid | undefined
  readonly partitionIndexes: readonly number[]
}

export interface OffsetFetchRequestTopic {
  name: TopicName
  partitionIndexes: number[]
}

export interface OffsetFetchRequestTopicInput {
  readonly name: TopicName
  readonly partitionIndexes: readonly number[]
}

function decodeOffsetFetchRequestTopic(reader: Reader, version: number): OffsetFetchRequestTopic {
  const flexible = version >= 6
  const name = flexible ? reader.compactString() : reader.string()
  const partitionIndexes: number[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitionIndexes.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitionIndexes }
}

function encodeOffsetFetchRequestTopic(writer: Writer, input: OffsetFetchRequestTopicInput, version: number): void {
  const flexible = version >= 6
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const partitionIndexes = input.partitionIndexes
  if (flexible) writer.compactArrayLength(partitionIndexes.length); else writer.arrayLength(partitionIndexes.length)
  for (const item of partitionIndexes) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

function decodeOffsetFetchRequestTopics(reader: Reader, version: number): OffsetFetchRequestTopics {
  const name = version <= 9 ? reader.compactString() : ''
  const topicId = version >= 10 ? reader.uuid() : ZERO_UUID
  const partitionIndexes: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitionIndexes.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { name, topicId, partitionIndexes }
}

function encodeOffsetFetchRequestTopics(writer: Writer, input: OffsetFetchRequestTopicsInput, version: number): void {
  const name = input.name ?? ''
  if (version <= 9) {
    writer.compactString(name)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const partitionIndexes = input.partitionIndexes
  writer.compactArrayLength(partitionIndexes.length)
  for (const item of partitionIndexes) writer.int32(item)
  writer.noTaggedFields()
}

function decodeOffsetFetchRequestGroup(reader: Reader, version: number): OffsetFetchRequestGroup {
  const groupId = reader.compactString()
  const memberId = version >= 9 ? reader.compactNullableString() : null
  const memberEpoch = version >= 9 ? reader.int32() : -1
  let topics: OffsetFetchRequestTopics[] | null = []
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      topics = null
    } else {
      const items: OffsetFetchRequestTopics[] = []
      for (let i = 0; i < count; i++) items.push(decodeOffsetFetchRequestTopics(reader, version))
      topics = items
    }
  }
  reader.skipTaggedFields()
  return { groupId, memberId, memberEpoch, topics }
}

function encodeOffsetFetchRequestGroup(writer: Writer, input: OffsetFetchRequestGroupInput, version: number): void {
  writer.compactString(input.groupId)
  const memberId = input.memberId ?? null
  if (version >= 9) {
    writer.compactNullableString(memberId)
  }
  const memberEpoch = input.memberEpoch ?? -1
  if (version >= 9) {
    writer.int32(memberEpoch)
  }
  const topics = input.topics === undefined ? [] : input.topics
  writer.compactArrayLength(topics === null ? -1 : topics.length)
  if (topics !== null) for (const item of topics) encodeOffsetFetchRequestTopics(writer, item, version)
  writer.noTaggedFields()
}

export function decodeOffsetFetchRequest(reader: Reader, version: number): OffsetFetchRequest {
  if (version < 1 || version > 10) throw messageNotInVersion('OffsetFetchRequest', version, 1, 10)
  const flexible = version >= 6
  const groupId = version <= 7 ? (flexible ? reader.compactString() : reader.string()) : ''
  let topics: OffsetFetchRequestTopic[] | null = []
  if (version <= 7) {
    const count = flexible ? reader.compactNullableArrayLength(3) : (version >= 2 ? reader.nullableArrayLength(6) : reader.arrayLength(6))
    if (count < 0) {
      topics = null
    } else {
      const items: OffsetFetchRequestTopic[] = []
      for (let i = 0; i < count; i++) items.push(decodeOffsetFetchRequestTopic(reader, version))
      topics = items
    }
  }
  const groups: OffsetFetchRequestGroup[] = []
  if (version >= 8) {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) groups.push(decodeOffsetFetchRequestGroup(reader, version))
  }
  const requireStable = version >= 7 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { groupId, topics, groups, requireStable }
}

export function encodeOffsetFetchRequest(writer: Writer, input: OffsetFetchRequestInput, version: number): void {
  if (version < 1 || version > 10) throw messageNotInVersion('OffsetFetchRequest', version, 1, 10)
  const flexible = version >= 6
  const groupId = input.groupId ?? ''
  if (version <= 7) {
    if (flexible) writer.compactString(groupId); else writer.string(groupId)
  } else if (groupId !== '') throw fieldNotInVersion('OffsetFetchRequest', 'groupId', version)
  const topics = input.topics === undefined ? [] : input.topics
  if (version <= 7) {
    if (topics === null && !(version >= 2)) throw nullNotInVersion('OffsetFetchRequest', 'topics', version)
    if (flexible) writer.compactArrayLength(topics === null ? -1 : topics.length); else writer.arrayLength(topics === null ? -1 : topics.length)
    if (topics !== null) for (const item of topics) encodeOffsetFetchRequestTopic(writer, item, version)
  } else if ((topics === null || topics.length !== 0)) throw fieldNotInVersion('OffsetFetchRequest', 'topics', version)
  const groups = input.groups ?? []
  if (version >= 8) {
    writer.compactArrayLength(groups.length)
    for (const item of groups) encodeOffsetFetchRequestGroup(writer, item, version)
  } else if (groups.length !== 0) throw fieldNotInVersion('OffsetFetchRequest', 'groups', version)
  const requireStable = input.requireStable ?? false
  if (version >= 7) {
    writer.bool(requireStable)
  } else if (requireStable) throw fieldNotInVersion('OffsetFetchRequest', 'requireStable', version)
  if (flexible) writer.noTaggedFields()
}

export interface OffsetFetchResponse {
  /** How long the client should pause because of a quota; 0 when it need not. From version 3. */
  throttleTimeMs: number
  /** Up to version 7. */
  topics: OffsetFetchResponseTopic[]
  /** Versions 2 to 7. */
  errorCode: number
  /** From version 8. */
  groups: OffsetFetchResponseGroup[]
}

export interface OffsetFetchResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 3. */
  readonly throttleTimeMs?: number | undefined
  /** Up to version 7. */
  readonly topics?: readonly OffsetFetchResponseTopicInput[] | undefined
  /** Versions 2 to 7. Default 0. */
  readonly errorCode?: number | undefined
  /** From version 8. */
  readonly groups?: readonly OffsetFetchResponseGroupInput[] | undefined
}

export interface OffsetFetchResponseGroup {
  groupId: GroupId
  topics: OffsetFetchResponseTopics[]
  errorCode: number
}

export interface OffsetFetchResponseGroupInput {
  readonly groupId: GroupId
  readonly topics: readonly OffsetFetchResponseTopicsInput[]
  /** Default 0. */
  readonly errorCode?: number | undefined
}

export interface OffsetFetchResponseTopics {
  /** Up to version 9. */
  name: TopicName
  /** From version 10. */
  topicId: Uuid
  partitions: OffsetFetchResponsePartitions[]
}

export interface OffsetFetchResponseTopicsInput {
  /** Up to version 9. */
  readonly name?: TopicName | undefined
  /** From version 10. */
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly OffsetFetchResponsePartitionsInput[]
}

export interface OffsetFetchResponsePartitions {
  partitionIndex: number
  /** Offset of the next record to consume; -1 when nothing is committed. */
  committedOffset: number
  /** Leader epoch of the last record consumed; -1 when unknown. */
  committedLeaderEpoch: number
  metadata: string | null
  errorCode: number
}

export interface OffsetFetchResponsePartitionsInput {
  readonly partitionIndex: number
  /** Offset of the next record to consume; -1 when nothing is committed. */
  readonly committedOffset: number
  /** Leader epoch of the last record consumed; -1 when unknown. Default -1. */
  readonly committedLeaderEpoch?: number | undefined
  /** Left out: empty. */
  readonly metadata?: string | null | undefined
  readonly errorCode: number
}

export interface OffsetFetchResponseTopic {
  name: TopicName
  partitions: OffsetFetchResponsePartition[]
}

export interface OffsetFetchResponseTopicInput {
  readonly name: TopicName
  readonly partitions: readonly OffsetFetchResponsePartitionInput[]
}

export interface OffsetFetchResponsePartition {
  partitionIndex: number
  /** Offset of the next record to consume; -1 when nothing is committed. */
  committedOffset: number
  /** Leader epoch of the last record consumed; -1 when unknown. From version 5. */
  committedLeaderEpoch: number
  metadata: string | null
  errorCode: number
}

export interface OffsetFetchResponsePartitionInput {
  readonly partitionIndex: number
  /** Offset of the next record to consume; -1 when nothing is committed. */
  readonly committedOffset: number
  /** Leader epoch of the last record consumed; -1 when unknown. From version 5. Default -1. */
  readonly committedLeaderEpoch?: number | undefined
  /** Left out: empty. */
  readonly metadata?: string | null | undefined
  readonly errorCode: number
}

function decodeOffsetFetchResponsePartition(reader: Reader, version: number): OffsetFetchResponsePartition {
  const flexible = version >= 6
  const partitionIndex = reader.int32()
  const committedOffset = reader.int64()
  const committedLeaderEpoch = version >= 5 ? reader.int32() : -1
  const metadata = flexible ? reader.compactNullableString() : reader.nullableString()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode }
}

function encodeOffsetFetchResponsePartition(writer: Writer, input: OffsetFetchResponsePartitionInput, version: number): void {
  const flexible = version >= 6
  writer.int32(input.partitionIndex)
  writer.int64(input.committedOffset)
  const committedLeaderEpoch = input.committedLeaderEpoch ?? -1
  if (version >= 5) {
    writer.int32(committedLeaderEpoch)
  }
  const metadata = input.metadata === undefined ? '' : input.metadata
  if (flexible) writer.compactNullableString(metadata); else writer.nullableString(metadata)
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}

function decodeOffsetFetchResponseTopic(reader: Reader, version: number): OffsetFetchResponseTopic {
  const flexible = version >= 6
  const name = flexible ? reader.compactString() : reader.string()
  const partitions: OffsetFetchResponsePartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(20) : reader.arrayLength(16)
    for (let i = 0; i < count; i++) partitions.push(decodeOffsetFetchResponsePartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

function encodeOffsetFetchResponseTopic(writer: Writer, input: OffsetFetchResponseTopicInput, version: number): void {
  const flexible = version >= 6
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeOffsetFetchResponsePartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

function decodeOffsetFetchResponsePartitions(reader: Reader, _version: number): OffsetFetchResponsePartitions {
  const partitionIndex = reader.int32()
  const committedOffset = reader.int64()
  const committedLeaderEpoch = reader.int32()
  const metadata = reader.compactNullableString()
  const errorCode = reader.int16()
  reader.skipTaggedFields()
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode }
}

function encodeOffsetFetchResponsePartitions(writer: Writer, input: OffsetFetchResponsePartitionsInput, _version: number): void {
  writer.int32(input.partitionIndex)
  writer.int64(input.committedOffset)
  writer.int32(input.committedLeaderEpoch ?? -1)
  const metadata = input.metadata === undefined ? '' : input.metadata
  writer.compactNullableString(metadata)
  writer.int16(input.errorCode)
  writer.noTaggedFields()
}

function decodeOffsetFetchResponseTopics(reader: Reader, version: number): OffsetFetchResponseTopics {
  const name = version <= 9 ? reader.compactString() : ''
  const topicId = version >= 10 ? reader.uuid() : ZERO_UUID
  const partitions: OffsetFetchResponsePartitions[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) partitions.push(decodeOffsetFetchResponsePartitions(reader, version))
  }
  reader.skipTaggedFields()
  return { name, topicId, partitions }
}

function encodeOffsetFetchResponseTopics(writer: Writer, input: OffsetFetchResponseTopicsInput, version: number): void {
  const name = input.name ?? ''
  if (version <= 9) {
    writer.compactString(name)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeOffsetFetchResponsePartitions(writer, item, version)
  writer.noTaggedFields()
}

function decodeOffsetFetchResponseGroup(reader: Reader, version: number): OffsetFetchResponseGroup {
  const groupId = reader.compactString()
  const topics: OffsetFetchResponseTopics[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeOffsetFetchResponseTopics(reader, version))
  }
  const errorCode = reader.int16()
  reader.skipTaggedFields()
  return { groupId, topics, errorCode }
}

function encodeOffsetFetchResponseGroup(writer: Writer, input: OffsetFetchResponseGroupInput, version: number): void {
  writer.compactString(input.groupId)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeOffsetFetchResponseTopics(writer, item, version)
  writer.int16(input.errorCode ?? 0)
  writer.noTaggedFields()
}

export function decodeOffsetFetchResponse(reader: Reader, version: number): OffsetFetchResponse {
  if (version < 1 || version > 10) throw messageNotInVersion('OffsetFetchResponse', version, 1, 10)
  const flexible = version >= 6
  const throttleTimeMs = version >= 3 ? reader.int32() : 0
  const topics: OffsetFetchResponseTopic[] = []
  if (version <= 7) {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeOffsetFetchResponseTopic(reader, version))
  }
  const errorCode = version >= 2 && version <= 7 ? reader.int16() : 0
  const groups: OffsetFetchResponseGroup[] = []
  if (version >= 8) {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) groups.push(decodeOffsetFetchResponseGroup(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics, errorCode, groups }
}

export function encodeOffsetFetchResponse(writer: Writer, input: OffsetFetchResponseInput, version: number): void {
  if (version < 1 || version > 10) throw messageNotInVersion('OffsetFetchResponse', version, 1, 10)
  const flexible = version >= 6
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 3) {
    writer.int32(throttleTimeMs)
  }
  const topics = input.topics ?? []
  if (version <= 7) {
    if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
    for (const item of topics) encodeOffsetFetchResponseTopic(writer, item, version)
  } else if (topics.length !== 0) throw fieldNotInVersion('OffsetFetchResponse', 'topics', version)
  const errorCode = input.errorCode ?? 0
  if (version >= 2 && version <= 7) {
    writer.int16(errorCode)
  }
  const groups = input.groups ?? []
  if (version >= 8) {
    writer.compactArrayLength(groups.length)
    for (const item of groups) encodeOffsetFetchResponseGroup(writer, item, version)
  } else if (groups.length !== 0) throw fieldNotInVersion('OffsetFetchResponse', 'groups', version)
  if (flexible) writer.noTaggedFields()
}
