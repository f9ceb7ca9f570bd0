// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteShareGroupStateRequest {
  groupId: string
  topics: DeleteShareGroupStateRequestDeleteStateData[]
}

export interface DeleteShareGroupStateRequestInput {
  readonly groupId: string
  readonly topics: readonly DeleteShareGroupStateRequestDeleteStateDataInput[]
}

export interface DeleteShareGroupStateRequestDeleteStateData {
  topicId: Uuid
  partitions: DeleteShareGroupStateRequestPartitionData[]
}

export interface DeleteShareGroupStateRequestDeleteStateDataInput {
  readonly topicId: Uuid
  readonly partitions: readonly DeleteShareGroupStateRequestPartitionDataInput[]
}

export interface DeleteShareGroupStateRequestPartitionData {
  partition: number
}

export interface DeleteShareGroupStateRequestPartitionDataInput {
  readonly partition: number
}

function decodeDeleteShareGroupStateRequestPartitionData(reader: Reader, _version: number): DeleteShareGroupStateRequestPartitionData {
  const partition = reader.int32()
  reader.skipTaggedFields()
  return { partition }
}

function encodeDeleteShareGroupStateRequestPartitionData(writer: Writer, input: DeleteShareGroupStateRequestPartitionDataInput, _version: number): void {
  writer.int32(input.partition)
  writer.noTaggedFields()
}

function decodeDeleteShareGroupStateRequestDeleteStateData(reader: Reader, version: number): DeleteShareGroupStateRequestDeleteStateData {
  const topicId = reader.uuid()
  const partitions: DeleteShareGroupStateRequestPartitionData[] = []
  {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) partitions.push(decodeDeleteShareGroupStateRequestPartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeDeleteShareGroupStateRequestDeleteStateData(writer: Writer, input: DeleteShareGroupStateRequestDeleteStateDataInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeDeleteShareGroupStateRequestPartitionData(writer, item, version)
  writer.noTaggedFields()
}

export function decodeDeleteShareGroupStateRequest(reader: Reader, version: number): DeleteShareGroupStateRequest {
  if (version !== 0) throw messageNotInVersion('DeleteShareGroupStateRequest', version, 0, 0)
  const groupId = reader.compactString()
  const topics: DeleteShareGroupStateRequestDeleteStateData[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topics.push(decodeDeleteShareGroupStateRequestDeleteStateData(reader, version))
  }
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeDeleteShareGroupStateRequest(writer: Writer, input: DeleteShareGroupStateRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DeleteShareGroupStateRequest', version, 0, 0)
  writer.compactString(input.groupId)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDeleteShareGroupStateRequestDeleteStateData(writer, item, version)
  writer.noTaggedFields()
}

export interface DeleteShareGroupStateResponse {
  results: DeleteShareGroupStateResponseDeleteStateResult[]
}

export interface DeleteShareGroupStateResponseInput {
  readonly results: readonly DeleteShareGroupStateResponseDeleteStateResultInput[]
}

export interface DeleteShareGroupStateResponseDeleteStateResult {
  topicId: Uuid
  partitions: DeleteShareGroupStateResponsePartitionResult[]
}

export interface DeleteShareGroupStateResponseDeleteStateResultInput {
  readonly topicId: Uuid
  readonly partitions: readonly DeleteShareGroupStateResponsePartitionResultInput[]
}

export interface DeleteShareGroupStateResponsePartitionResult {
  partition: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface DeleteShareGroupStateResponsePartitionResultInput {
  readonly partition: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
}

function decodeDeleteShareGroupStateResponsePartitionResult(reader: Reader, _version: number): DeleteShareGroupStateResponsePartitionResult {
  const partition = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { partition, errorCode, errorMessage }
}

function encodeDeleteShareGroupStateResponsePartitionResult(writer: Writer, input: DeleteShareGroupStateResponsePartitionResultInput, _version: number): void {
  writer.int32(input.partition)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

function decodeDeleteShareGroupStateResponseDeleteStateResult(reader: Reader, version: number): DeleteShareGroupStateResponseDeleteStateResult {
  const topicId = reader.uuid()
  const partitions: DeleteShareGroupStateResponsePartitionResult[] = []
  {
    const count = reader.compactArrayLength(8)
    for (let i = 0; i < count; i++) partitions.push(decodeDeleteShareGroupStateResponsePartitionResult(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeDeleteShareGroupStateResponseDeleteStateResult(writer: Writer, input: DeleteShareGroupStateResponseDeleteStateResultInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeDeleteShareGroupStateResponsePartitionResult(writer, item, version)
  writer.noTaggedFields()
}

export function decodeDeleteShareGroupStateResponse(reader: Reader, version: number): DeleteShareGroupStateResponse {
  if (version !== 0) throw messageNotInVersion('DeleteShareGroupStateResponse', version, 0, 0)
  const results: DeleteShareGroupStateResponseDeleteStateResult[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) results.push(decodeDeleteShareGroupStateResponseDeleteStateResult(reader, version))
  }
  reader.skipTaggedFields()
  return { results }
}

export function encodeDeleteShareGroupStateResponse(writer: Writer, input: DeleteShareGroupStateResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DeleteShareGroupStateResponse', version, 0, 0)
  const results = input.results
  writer.compactArrayLength(results.length)
  for (const item of results) encodeDeleteShareGroupStateResponseDeleteStateResult(writer, item, version)
  writer.noTaggedFields()
}
