// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteRecordsRequest {
  topics: DeleteRecordsRequestTopic[]
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  timeoutMs: number
}

export interface DeleteRecordsRequestInput {
  readonly topics: readonly DeleteRecordsRequestTopicInput[]
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  readonly timeoutMs: number
}

export interface DeleteRecordsRequestTopic {
  name: TopicName
  partitions: DeleteRecordsRequestPartition[]
}

export interface DeleteRecordsRequestTopicInput {
  readonly name: TopicName
  readonly partitions: readonly DeleteRecordsRequestPartitionInput[]
}

export interface DeleteRecordsRequestPartition {
  partitionIndex: number
  /** Records before this offset go; -1 for all up to the high watermark. */
  offset: number
}

export interface DeleteRecordsRequestPartitionInput {
  readonly partitionIndex: number
  /** Records before this offset go; -1 for all up to the high watermark. */
  readonly offset: number
}

function decodeDeleteRecordsRequestPartition(reader: Reader, version: number): DeleteRecordsRequestPartition {
  const flexible = version >= 2
  const partitionIndex = reader.int32()
  const offset = reader.int64Saturating()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, offset }
}

function encodeDeleteRecordsRequestPartition(writer: Writer, input: DeleteRecordsRequestPartitionInput, version: number): void {
  const flexible = version >= 2
  writer.int32(input.partitionIndex)
  writer.int64(input.offset)
  if (flexible) writer.noTaggedFields()
}

function decodeDeleteRecordsRequestTopic(reader: Reader, version: number): DeleteRecordsRequestTopic {
  const flexible = version >= 2
  const name = flexible ? reader.compactString() : reader.string()
  const partitions: DeleteRecordsRequestPartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(13) : reader.arrayLength(12)
    for (let i = 0; i < count; i++) partitions.push(decodeDeleteRecordsRequestPartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

function encodeDeleteRecordsRequestTopic(writer: Writer, input: DeleteRecordsRequestTopicInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeDeleteRecordsRequestPartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeDeleteRecordsRequest(reader: Reader, version: number): DeleteRecordsRequest {
  if (version < 0 || version > 2) throw messageNotInVersion('DeleteRecordsRequest', version, 0, 2)
  const flexible = version >= 2
  const topics: DeleteRecordsRequestTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeDeleteRecordsRequestTopic(reader, version))
  }
  const timeoutMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { topics, timeoutMs }
}

export function encodeDeleteRecordsRequest(writer: Writer, input: DeleteRecordsRequestInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('DeleteRecordsRequest', version, 0, 2)
  const flexible = version >= 2
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeDeleteRecordsRequestTopic(writer, item, version)
  writer.int32(input.timeoutMs)
  if (flexible) writer.noTaggedFields()
}

export interface DeleteRecordsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  topics: DeleteRecordsResponseTopicResult[]
}

export interface DeleteRecordsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly topics: readonly DeleteRecordsResponseTopicResultInput[]
}

export interface DeleteRecordsResponseTopicResult {
  name: TopicName
  partitions: DeleteRecordsResponsePartitionResult[]
}

export interface DeleteRecordsResponseTopicResultInput {
  readonly name: TopicName
  readonly partitions: readonly DeleteRecordsResponsePartitionResultInput[]
}

export interface DeleteRecordsResponsePartitionResult {
  partitionIndex: number
  /** First offset that every replica still has. */
  lowWatermark: number
  errorCode: number
}

export interface DeleteRecordsResponsePartitionResultInput {
  readonly partitionIndex: number
  /** First offset that every replica still has. */
  readonly lowWatermark: number
  readonly errorCode: number
}

function decodeDeleteRecordsResponsePartitionResult(reader: Reader, version: number): DeleteRecordsResponsePartitionResult {
  const flexible = version >= 2
  const partitionIndex = reader.int32()
  const lowWatermark = reader.int64()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, lowWatermark, errorCode }
}

function encodeDeleteRecordsResponsePartitionResult(writer: Writer, input: DeleteRecordsResponsePartitionResultInput, version: number): void {
  const flexible = version >= 2
  writer.int32(input.partitionIndex)
  writer.int64(input.lowWatermark)
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}

function decodeDeleteRecordsResponseTopicResult(reader: Reader, version: number): DeleteRecordsResponseTopicResult {
  const flexible = version >= 2
  const name = flexible ? reader.compactString() : reader.string()
  const partitions: DeleteRecordsResponsePartitionResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(15) : reader.arrayLength(14)
    for (let i = 0; i < count; i++) partitions.push(decodeDeleteRecordsResponsePartitionResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

function encodeDeleteRecordsResponseTopicResult(writer: Writer, input: DeleteRecordsResponseTopicResultInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeDeleteRecordsResponsePartitionResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeDeleteRecordsResponse(reader: Reader, version: number): DeleteRecordsResponse {
  if (version < 0 || version > 2) throw messageNotInVersion('DeleteRecordsResponse', version, 0, 2)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const topics: DeleteRecordsResponseTopicResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeDeleteRecordsResponseTopicResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeDeleteRecordsResponse(writer: Writer, input: DeleteRecordsResponseInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('DeleteRecordsResponse', version, 0, 2)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeDeleteRecordsResponseTopicResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
