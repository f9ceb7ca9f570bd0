// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListOffsetsRequest {
  replicaId: BrokerId
  /** From version 2. */
  isolationLevel: number
  topics: ListOffsetsRequestTopic[]
  /** From version 10. */
  timeoutMs: number
}

export interface ListOffsetsRequestInput {
  readonly replicaId: BrokerId
  /** From version 2. */
  readonly isolationLevel?: number | undefined
  readonly topics: readonly ListOffsetsRequestTopicInput[]
  /** From version 10. */
  readonly timeoutMs?: number | undefined
}

export interface ListOffsetsRequestTopic {
  name: TopicName
  partitions: ListOffsetsRequestPartition[]
}

export interface ListOffsetsRequestTopicInput {
  readonly name: TopicName
  readonly partitions: readonly ListOffsetsRequestPartitionInput[]
}

export interface ListOffsetsRequestPartition {
  partitionIndex: number
  /** From version 4. */
  currentLeaderEpoch: number
  timestamp: number
}

export interface ListOffsetsRequestPartitionInput {
  readonly partitionIndex: number
  /** From version 4. Default -1. */
  readonly currentLeaderEpoch?: number | undefined
  readonly timestamp: number
}

function decodeListOffsetsRequestPartition(reader: Reader, version: number): ListOffsetsRequestPartition {
  const flexible = version >= 6
  const partitionIndex = reader.int32()
  const currentLeaderEpoch = version >= 4 ? reader.int32() : -1
  const timestamp = reader.int64Saturating()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, currentLeaderEpoch, timestamp }
}

function encodeListOffsetsRequestPartition(writer: Writer, input: ListOffsetsRequestPartitionInput, version: number): void {
  const flexible = version >= 6
  const partitionIndex = input.partitionIndex
  writer.int32(partitionIndex)
  const currentLeaderEpoch = input.currentLeaderEpoch ?? -1
  if (version >= 4) {
    writer.int32(currentLeaderEpoch)
  }
  const timestamp = input.timestamp
  writer.int64(timestamp)
  if (flexible) writer.noTaggedFields()
}

function decodeListOffsetsRequestTopic(reader: Reader, version: number): ListOffsetsRequestTopic {
  const flexible = version >= 6
  const name = flexible ? reader.compactString() : reader.string()
  const partitions: ListOffsetsRequestPartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(17) : reader.arrayLength(12)
    for (let i = 0; i < count; i++) partitions.push(decodeListOffsetsRequestPartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

function encodeListOffsetsRequestTopic(writer: Writer, input: ListOffsetsRequestTopicInput, version: number): void {
  const flexible = version >= 6
  const name = input.name
  if (flexible) writer.compactString(name); else writer.string(name)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeListOffsetsRequestPartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeListOffsetsRequest(reader: Reader, version: number): ListOffsetsRequest {
  if (version < 1 || version > 11) throw messageNotInVersion('ListOffsetsRequest', version, 1, 11)
  const flexible = version >= 6
  const replicaId = reader.int32()
  const isolationLevel = version >= 2 ? reader.int8() : 0
  const topics: ListOffsetsRequestTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeListOffsetsRequestTopic(reader, version))
  }
  const timeoutMs = version >= 10 ? reader.int32() : 0
  if (flexible) reader.skipTaggedFields()
  return { replicaId, isolationLevel, topics, timeoutMs }
}

export function encodeListOffsetsRequest(writer: Writer, input: ListOffsetsRequestInput, version: number): void {
  if (version < 1 || version > 11) throw messageNotInVersion('ListOffsetsRequest', version, 1, 11)
  const flexible = version >= 6
  const replicaId = input.replicaId
  writer.int32(replicaId)
  const isolationLevel = input.isolationLevel ?? 0
  if (version >= 2) {
    writer.int8(isolationLevel)
  } else if (isolationLevel !== 0) throw fieldNotInVersion('ListOffsetsRequest', 'isolationLevel', version)
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeListOffsetsRequestTopic(writer, item, version)
  const timeoutMs = input.timeoutMs ?? 0
  if (version >= 10) {
    writer.int32(timeoutMs)
  }
  if (flexible) writer.noTaggedFields()
}

export interface ListOffsetsResponse {
  /** From version 2. */
  throttleTimeMs: number
  topics: ListOffsetsResponseTopicResponse[]
}

export interface ListOffsetsResponseInput {
  /** From version 2. */
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly ListOffsetsResponseTopicResponseInput[]
}

export interface ListOffsetsResponseTopicResponse {
  name: TopicName
  partitions: ListOffsetsResponsePartitionResponse[]
}

export interface ListOffsetsResponseTopicResponseInput {
  readonly name: TopicName
  readonly partitions: readonly ListOffsetsResponsePartitionResponseInput[]
}

export interface ListOffsetsResponsePartitionResponse {
  partitionIndex: number
  errorCode: number
  timestamp: number
  offset: number
  /** From version 4. */
  leaderEpoch: number
}

export interface ListOffsetsResponsePartitionResponseInput {
  readonly partitionIndex: number
  readonly errorCode: number
  /** Default -1. */
  readonly timestamp?: number | undefined
  /** Default -1. */
  readonly offset?: number | undefined
  /** From version 4. Default -1. */
  readonly leaderEpoch?: number | undefined
}

function decodeListOffsetsResponsePartitionResponse(reader: Reader, version: number): ListOffsetsResponsePartitionResponse {
  const flexible = version >= 6
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const timestamp = reader.int64()
  const offset = reader.int64()
  const leaderEpoch = version >= 4 ? reader.int32() : -1
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, errorCode, timestamp, offset, leaderEpoch }
}

function encodeListOffsetsResponsePartitionResponse(writer: Writer, input: ListOffsetsResponsePartitionResponseInput, version: number): void {
  const flexible = version >= 6
  const partitionIndex = input.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const timestamp = input.timestamp ?? -1
  writer.int64(timestamp)
  const offset = input.offset ?? -1
  writer.int64(offset)
  const leaderEpoch = input.leaderEpoch ?? -1
  if (version >= 4) {
    writer.int32(leaderEpoch)
  } else if (leaderEpoch !== -1) throw fieldNotInVersion('ListOffsetsResponsePartitionResponse', 'leaderEpoch', version)
  if (flexible) writer.noTaggedFields()
}

function decodeListOffsetsResponseTopicResponse(reader: Reader, version: number): ListOffsetsResponseTopicResponse {
  const flexible = version >= 6
  const name = flexible ? reader.compactString() : reader.string()
  const partitions: ListOffsetsResponsePartitionResponse[] = []
  {
    const count = flexible ? reader.compactArrayLength(27) : reader.arrayLength(22)
    for (let i = 0; i < count; i++) partitions.push(decodeListOffsetsResponsePartitionResponse(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

function encodeListOffsetsResponseTopicResponse(writer: Writer, input: ListOffsetsResponseTopicResponseInput, version: number): void {
  const flexible = version >= 6
  const name = input.name
  if (flexible) writer.compactString(name); else writer.string(name)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeListOffsetsResponsePartitionResponse(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeListOffsetsResponse(reader: Reader, version: number): ListOffsetsResponse {
  if (version < 1 || version > 11) throw messageNotInVersion('ListOffsetsResponse', version, 1, 11)
  const flexible = version >= 6
  const throttleTimeMs = version >= 2 ? reader.int32() : 0
  const topics: ListOffsetsResponseTopicResponse[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeListOffsetsResponseTopicResponse(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeListOffsetsResponse(writer: Writer, input: ListOffsetsResponseInput, version: number): void {
  if (version < 1 || version > 11) throw messageNotInVersion('ListOffsetsResponse', version, 1, 11)
  const flexible = version >= 6
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 2) {
    writer.int32(throttleTimeMs)
  }
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeListOffsetsResponseTopicResponse(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
