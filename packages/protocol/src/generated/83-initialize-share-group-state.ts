// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface InitializeShareGroupStateRequest {
  groupId: string
  topics: InitializeShareGroupStateRequestInitializeStateData[]
}

export interface InitializeShareGroupStateRequestInput {
  readonly groupId: string
  readonly topics: readonly InitializeShareGroupStateRequestInitializeStateDataInput[]
}

export interface InitializeShareGroupStateRequestInitializeStateData {
  topicId: Uuid
  partitions: InitializeShareGroupStateRequestPartitionData[]
}

export interface InitializeShareGroupStateRequestInitializeStateDataInput {
  readonly topicId: Uuid
  readonly partitions: readonly InitializeShareGroupStateRequestPartitionDataInput[]
}

export interface InitializeShareGroupStateRequestPartitionData {
  partition: number
  stateEpoch: number
  /** First offset. */
  startOffset: number
}

export interface InitializeShareGroupStateRequestPartitionDataInput {
  readonly partition: number
  readonly stateEpoch: number
  /** First offset. */
  readonly startOffset: number
}

function decodeInitializeShareGroupStateRequestPartitionData(reader: Reader, _version: number): InitializeShareGroupStateRequestPartitionData {
  const partition = reader.int32()
  const stateEpoch = reader.int32()
  const startOffset = reader.int64Saturating()
  reader.skipTaggedFields()
  return { partition, stateEpoch, startOffset }
}

function encodeInitializeShareGroupStateRequestPartitionData(writer: Writer, input: InitializeShareGroupStateRequestPartitionDataInput, _version: number): void {
  writer.int32(input.partition)
  writer.int32(input.stateEpoch)
  writer.int64(input.startOffset)
  writer.noTaggedFields()
}

function decodeInitializeShareGroupStateRequestInitializeStateData(reader: Reader, version: number): InitializeShareGroupStateRequestInitializeStateData {
  const topicId = reader.uuid()
  const partitions: InitializeShareGroupStateRequestPartitionData[] = []
  {
    const count = reader.compactArrayLength(17)
    for (let i = 0; i < count; i++) partitions.push(decodeInitializeShareGroupStateRequestPartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeInitializeShareGroupStateRequestInitializeStateData(writer: Writer, input: InitializeShareGroupStateRequestInitializeStateDataInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeInitializeShareGroupStateRequestPartitionData(writer, item, version)
  writer.noTaggedFields()
}

export function decodeInitializeShareGroupStateRequest(reader: Reader, version: number): InitializeShareGroupStateRequest {
  if (version !== 0) throw messageNotInVersion('InitializeShareGroupStateRequest', version, 0, 0)
  const groupId = reader.compactString()
  const topics: InitializeShareGroupStateRequestInitializeStateData[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topics.push(decodeInitializeShareGroupStateRequestInitializeStateData(reader, version))
  }
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeInitializeShareGroupStateRequest(writer: Writer, input: InitializeShareGroupStateRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('InitializeShareGroupStateRequest', version, 0, 0)
  writer.compactString(input.groupId)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeInitializeShareGroupStateRequestInitializeStateData(writer, item, version)
  writer.noTaggedFields()
}

export interface InitializeShareGroupStateResponse {
  results: InitializeShareGroupStateResponseInitializeStateResult[]
}

export interface InitializeShareGroupStateResponseInput {
  readonly results: readonly InitializeShareGroupStateResponseInitializeStateResultInput[]
}

export interface InitializeShareGroupStateResponseInitializeStateResult {
  topicId: Uuid
  partitions: InitializeShareGroupStateResponsePartitionResult[]
}

export interface InitializeShareGroupStateResponseInitializeStateResultInput {
  readonly topicId: Uuid
  readonly partitions: readonly InitializeShareGroupStateResponsePartitionResultInput[]
}

export interface InitializeShareGroupStateResponsePartitionResult {
  partition: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface InitializeShareGroupStateResponsePartitionResultInput {
  readonly partition: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
}

function decodeInitializeShareGroupStateResponsePartitionResult(reader: Reader, _version: number): InitializeShareGroupStateResponsePartitionResult {
  const partition = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { partition, errorCode, errorMessage }
}

function encodeInitializeShareGroupStateResponsePartitionResult(writer: Writer, input: InitializeShareGroupStateResponsePartitionResultInput, _version: number): void {
  writer.int32(input.partition)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

function decodeInitializeShareGroupStateResponseInitializeStateResult(reader: Reader, version: number): InitializeShareGroupStateResponseInitializeStateResult {
  const topicId = reader.uuid()
  const partitions: InitializeShareGroupStateResponsePartitionResult[] = []
  {
    const count = reader.compactArrayLength(8)
    for (let i = 0; i < count; i++) partitions.push(decodeInitializeShareGroupStateResponsePartitionResult(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeInitializeShareGroupStateResponseInitializeStateResult(writer: Writer, input: InitializeShareGroupStateResponseInitializeStateResultInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeInitializeShareGroupStateResponsePartitionResult(writer, item, version)
  writer.noTaggedFields()
}

export function decodeInitializeShareGroupStateResponse(reader: Reader, version: number): InitializeShareGroupStateResponse {
  if (version !== 0) throw messageNotInVersion('InitializeShareGroupStateResponse', version, 0, 0)
  const results: InitializeShareGroupStateResponseInitializeStateResult[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) results.push(decodeInitializeShareGroupStateResponseInitializeStateResult(reader, version))
  }
  reader.skipTaggedFields()
  return { results }
}

export function encodeInitializeShareGroupStateResponse(writer: Writer, input: InitializeShareGroupStateResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('InitializeShareGroupStateResponse', version, 0, 0)
  const results = input.results
  writer.compactArrayLength(results.length)
  for (const item of results) encodeInitializeShareGroupStateResponseInitializeStateResult(writer, item, version)
  writer.noTaggedFields()
}
