// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ReadShareGroupStateSummaryRequest {
  groupId: string
  topics: ReadShareGroupStateSummaryRequestReadStateSummaryData[]
}

export interface ReadShareGroupStateSummaryRequestInput {
  readonly groupId: string
  readonly topics: readonly ReadShareGroupStateSummaryRequestReadStateSummaryDataInput[]
}

export interface ReadShareGroupStateSummaryRequestReadStateSummaryData {
  topicId: Uuid
  partitions: ReadShareGroupStateSummaryRequestPartitionData[]
}

export interface ReadShareGroupStateSummaryRequestReadStateSummaryDataInput {
  readonly topicId: Uuid
  readonly partitions: readonly ReadShareGroupStateSummaryRequestPartitionDataInput[]
}

export interface ReadShareGroupStateSummaryRequestPartitionData {
  partition: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
}

export interface ReadShareGroupStateSummaryRequestPartitionDataInput {
  readonly partition: number
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
}

function decodeReadShareGroupStateSummaryRequestPartitionData(reader: Reader, _version: number): ReadShareGroupStateSummaryRequestPartitionData {
  const partition = reader.int32()
  const leaderEpoch = reader.int32()
  reader.skipTaggedFields()
  return { partition, leaderEpoch }
}

function encodeReadShareGroupStateSummaryRequestPartitionData(writer: Writer, input: ReadShareGroupStateSummaryRequestPartitionDataInput, _version: number): void {
  writer.int32(input.partition)
  writer.int32(input.leaderEpoch)
  writer.noTaggedFields()
}

function decodeReadShareGroupStateSummaryRequestReadStateSummaryData(reader: Reader, version: number): ReadShareGroupStateSummaryRequestReadStateSummaryData {
  const topicId = reader.uuid()
  const partitions: ReadShareGroupStateSummaryRequestPartitionData[] = []
  {
    const count = reader.compactArrayLength(9)
    for (let i = 0; i < count; i++) partitions.push(decodeReadShareGroupStateSummaryRequestPartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeReadShareGroupStateSummaryRequestReadStateSummaryData(writer: Writer, input: ReadShareGroupStateSummaryRequestReadStateSummaryDataInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeReadShareGroupStateSummaryRequestPartitionData(writer, item, version)
  writer.noTaggedFields()
}

export function decodeReadShareGroupStateSummaryRequest(reader: Reader, version: number): ReadShareGroupStateSummaryRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('ReadShareGroupStateSummaryRequest', version, 0, 1)
  const groupId = reader.compactString()
  const topics: ReadShareGroupStateSummaryRequestReadStateSummaryData[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topics.push(decodeReadShareGroupStateSummaryRequestReadStateSummaryData(reader, version))
  }
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeReadShareGroupStateSummaryRequest(writer: Writer, input: ReadShareGroupStateSummaryRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('ReadShareGroupStateSummaryRequest', version, 0, 1)
  writer.compactString(input.groupId)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeReadShareGroupStateSummaryRequestReadStateSummaryData(writer, item, version)
  writer.noTaggedFields()
}

export interface ReadShareGroupStateSummaryResponse {
  results: ReadShareGroupStateSummaryResponseReadStateSummaryResult[]
}

export interface ReadShareGroupStateSummaryResponseInput {
  readonly results: readonly ReadShareGroupStateSummaryResponseReadStateSummaryResultInput[]
}

export interface ReadShareGroupStateSummaryResponseReadStateSummaryResult {
  topicId: Uuid
  partitions: ReadShareGroupStateSummaryResponsePartitionResult[]
}

export interface ReadShareGroupStateSummaryResponseReadStateSummaryResultInput {
  readonly topicId: Uuid
  readonly partitions: readonly ReadShareGroupStateSummaryResponsePartitionResultInput[]
}

export interface ReadShareGroupStateSummaryResponsePartitionResult {
  partition: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  stateEpoch: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** First offset. */
  startOffset: number
  /** From version 1. */
  deliveryCompleteCount: number
}

export interface ReadShareGroupStateSummaryResponsePartitionResultInput {
  readonly partition: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  readonly stateEpoch: number
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  /** First offset. */
  readonly startOffset: number
  /** From version 1. Default -1. */
  readonly deliveryCompleteCount?: number | undefined
}

function decodeReadShareGroupStateSummaryResponsePartitionResult(reader: Reader, version: number): ReadShareGroupStateSummaryResponsePartitionResult {
  const partition = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const stateEpoch = reader.int32()
  const leaderEpoch = reader.int32()
  const startOffset = reader.int64()
  const deliveryCompleteCount = version >= 1 ? reader.int32() : -1
  reader.skipTaggedFields()
  return { partition, errorCode, errorMessage, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount }
}

function encodeReadShareGroupStateSummaryResponsePartitionResult(writer: Writer, input: ReadShareGroupStateSummaryResponsePartitionResultInput, version: number): void {
  writer.int32(input.partition)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.int32(input.stateEpoch)
  writer.int32(input.leaderEpoch)
  writer.int64(input.startOffset)
  const deliveryCompleteCount = input.deliveryCompleteCount ?? -1
  if (version >= 1) {
    writer.int32(deliveryCompleteCount)
  }
  writer.noTaggedFields()
}

function decodeReadShareGroupStateSummaryResponseReadStateSummaryResult(reader: Reader, version: number): ReadShareGroupStateSummaryResponseReadStateSummaryResult {
  const topicId = reader.uuid()
  const partitions: ReadShareGroupStateSummaryResponsePartitionResult[] = []
  {
    const count = reader.compactArrayLength(24)
    for (let i = 0; i < count; i++) partitions.push(decodeReadShareGroupStateSummaryResponsePartitionResult(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeReadShareGroupStateSummaryResponseReadStateSummaryResult(writer: Writer, input: ReadShareGroupStateSummaryResponseReadStateSummaryResultInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeReadShareGroupStateSummaryResponsePartitionResult(writer, item, version)
  writer.noTaggedFields()
}

export function decodeReadShareGroupStateSummaryResponse(reader: Reader, version: number): ReadShareGroupStateSummaryResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('ReadShareGroupStateSummaryResponse', version, 0, 1)
  const results: ReadShareGroupStateSummaryResponseReadStateSummaryResult[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) results.push(decodeReadShareGroupStateSummaryResponseReadStateSummaryResult(reader, version))
  }
  reader.skipTaggedFields()
  return { results }
}

export function encodeReadShareGroupStateSummaryResponse(writer: Writer, input: ReadShareGroupStateSummaryResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('ReadShareGroupStateSummaryResponse', version, 0, 1)
  const results = input.results
  writer.compactArrayLength(results.length)
  for (const item of results) encodeReadShareGroupStateSummaryResponseReadStateSummaryResult(writer, item, version)
  writer.noTaggedFields()
}
