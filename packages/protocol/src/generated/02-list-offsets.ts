// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListOffsetsRequest {
  /** Broker id of the follower that asks; -1 for a client. */
  replicaId: BrokerId
  /** 0: all records up to the high watermark. 1: up to the last stable offset (read_committed). From version 2. */
  isolationLevel: number
  topics: ListOffsetsRequestTopic[]
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. From version 10. */
  timeoutMs: number
}

export interface ListOffsetsRequestInput {
  /** Broker id of the follower that asks; -1 for a client. */
  readonly replicaId: BrokerId
  /** 0: all records up to the high watermark. 1: up to the last stable offset (read_committed). From version 2. */
  readonly isolationLevel?: number | undefined
  readonly topics: readonly ListOffsetsRequestTopicInput[]
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. From version 10. */
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
  /** Leader epoch that the sender knows; a broker at another one refuses. -1: no check (KIP-320). From version 4. */
  currentLeaderEpoch: number
  /** -1 latest, -2 earliest, -3 greatest, -4 earliest local, -5 last tiered, -6 next to tier. */
  timestamp: number
}

export interface ListOffsetsRequestPartitionInput {
  readonly partitionIndex: number
  /** Leader epoch that the sender knows; a broker at another one refuses. -1: no check (KIP-320). From version 4. Default -1. */
  readonly currentLeaderEpoch?: number | undefined
  /** -1 latest, -2 earliest, -3 greatest, -4 earliest local, -5 last tiered, -6 next to tier. */
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
  writer.int32(input.partitionIndex)
  const currentLeaderEpoch = input.currentLeaderEpoch ?? -1
  if (version >= 4) {
    writer.int32(currentLeaderEpoch)
  }
  writer.int64(input.timestamp)
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
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
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
  writer.int32(input.replicaId)
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
  /** How long the client should pause because of a quota; 0 when it need not. From version 2. */
  throttleTimeMs: number
  topics: ListOffsetsResponseTopicResponse[]
}

export interface ListOffsetsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 2. */
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
  /** Timestamp of the record found; -1 when none or not asked for. */
  timestamp: number
  /** Offset found; -1 when there is none. */
  offset: number
  /** Epoch of the leader; -1 when unknown. From version 4. */
  leaderEpoch: number
}

export interface ListOffsetsResponsePartitionResponseInput {
  readonly partitionIndex: number
  readonly errorCode: number
  /** Timestamp of the record found; -1 when none or not asked for. Default -1. */
  readonly timestamp?: number | undefined
  /** Offset found; -1 when there is none. Default -1. */
  readonly offset?: number | undefined
  /** Epoch of the leader; -1 when unknown. From version 4. Default -1. */
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
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  writer.int64(input.timestamp ?? -1)
  writer.int64(input.offset ?? -1)
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
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
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
