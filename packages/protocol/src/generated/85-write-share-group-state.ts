// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface WriteShareGroupStateRequest {
  groupId: string
  topics: WriteShareGroupStateRequestWriteStateData[]
}

export interface WriteShareGroupStateRequestInput {
  readonly groupId: string
  readonly topics: readonly WriteShareGroupStateRequestWriteStateDataInput[]
}

export interface WriteShareGroupStateRequestWriteStateData {
  topicId: Uuid
  partitions: WriteShareGroupStateRequestPartitionData[]
}

export interface WriteShareGroupStateRequestWriteStateDataInput {
  readonly topicId: Uuid
  readonly partitions: readonly WriteShareGroupStateRequestPartitionDataInput[]
}

export interface WriteShareGroupStateRequestPartitionData {
  partition: number
  stateEpoch: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** First offset. */
  startOffset: number
  /** From version 1. */
  deliveryCompleteCount: number
  stateBatches: WriteShareGroupStateRequestStateBatch[]
}

export interface WriteShareGroupStateRequestPartitionDataInput {
  readonly partition: number
  readonly stateEpoch: number
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  /** First offset. */
  readonly startOffset: number
  /** From version 1. Default -1. */
  readonly deliveryCompleteCount?: number | undefined
  readonly stateBatches: readonly WriteShareGroupStateRequestStateBatchInput[]
}

export interface WriteShareGroupStateRequestStateBatch {
  firstOffset: number
  lastOffset: number
  deliveryState: number
  deliveryCount: number
}

export interface WriteShareGroupStateRequestStateBatchInput {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly deliveryState: number
  readonly deliveryCount: number
}

function decodeWriteShareGroupStateRequestStateBatch(reader: Reader, _version: number): WriteShareGroupStateRequestStateBatch {
  const firstOffset = reader.int64Saturating()
  const lastOffset = reader.int64Saturating()
  const deliveryState = reader.int8()
  const deliveryCount = reader.int16()
  reader.skipTaggedFields()
  return { firstOffset, lastOffset, deliveryState, deliveryCount }
}

function encodeWriteShareGroupStateRequestStateBatch(writer: Writer, input: WriteShareGroupStateRequestStateBatchInput, _version: number): void {
  writer.int64(input.firstOffset)
  writer.int64(input.lastOffset)
  writer.int8(input.deliveryState)
  writer.int16(input.deliveryCount)
  writer.noTaggedFields()
}

function decodeWriteShareGroupStateRequestPartitionData(reader: Reader, version: number): WriteShareGroupStateRequestPartitionData {
  const partition = reader.int32()
  const stateEpoch = reader.int32()
  const leaderEpoch = reader.int32()
  const startOffset = reader.int64Saturating()
  const deliveryCompleteCount = version >= 1 ? reader.int32() : -1
  const stateBatches: WriteShareGroupStateRequestStateBatch[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) stateBatches.push(decodeWriteShareGroupStateRequestStateBatch(reader, version))
  }
  reader.skipTaggedFields()
  return { partition, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches }
}

function encodeWriteShareGroupStateRequestPartitionData(writer: Writer, input: WriteShareGroupStateRequestPartitionDataInput, version: number): void {
  writer.int32(input.partition)
  writer.int32(input.stateEpoch)
  writer.int32(input.leaderEpoch)
  writer.int64(input.startOffset)
  const deliveryCompleteCount = input.deliveryCompleteCount ?? -1
  if (version >= 1) {
    writer.int32(deliveryCompleteCount)
  }
  const stateBatches = input.stateBatches
  writer.compactArrayLength(stateBatches.length)
  for (const item of stateBatches) encodeWriteShareGroupStateRequestStateBatch(writer, item, version)
  writer.noTaggedFields()
}

function decodeWriteShareGroupStateRequestWriteStateData(reader: Reader, version: number): WriteShareGroupStateRequestWriteStateData {
  const topicId = reader.uuid()
  const partitions: WriteShareGroupStateRequestPartitionData[] = []
  {
    const count = reader.compactArrayLength(22)
    for (let i = 0; i < count; i++) partitions.push(decodeWriteShareGroupStateRequestPartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeWriteShareGroupStateRequestWriteStateData(writer: Writer, input: WriteShareGroupStateRequestWriteStateDataInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeWriteShareGroupStateRequestPartitionData(writer, item, version)
  writer.noTaggedFields()
}

export function decodeWriteShareGroupStateRequest(reader: Reader, version: number): WriteShareGroupStateRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('WriteShareGroupStateRequest', version, 0, 1)
  const groupId = reader.compactString()
  const topics: WriteShareGroupStateRequestWriteStateData[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topics.push(decodeWriteShareGroupStateRequestWriteStateData(reader, version))
  }
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeWriteShareGroupStateRequest(writer: Writer, input: WriteShareGroupStateRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('WriteShareGroupStateRequest', version, 0, 1)
  writer.compactString(input.groupId)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeWriteShareGroupStateRequestWriteStateData(writer, item, version)
  writer.noTaggedFields()
}

export interface WriteShareGroupStateResponse {
  results: WriteShareGroupStateResponseWriteStateResult[]
}

export interface WriteShareGroupStateResponseInput {
  readonly results: readonly WriteShareGroupStateResponseWriteStateResultInput[]
}

export interface WriteShareGroupStateResponseWriteStateResult {
  topicId: Uuid
  partitions: WriteShareGroupStateResponsePartitionResult[]
}

export interface WriteShareGroupStateResponseWriteStateResultInput {
  readonly topicId: Uuid
  readonly partitions: readonly WriteShareGroupStateResponsePartitionResultInput[]
}

export interface WriteShareGroupStateResponsePartitionResult {
  partition: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface WriteShareGroupStateResponsePartitionResultInput {
  readonly partition: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
}

function decodeWriteShareGroupStateResponsePartitionResult(reader: Reader, _version: number): WriteShareGroupStateResponsePartitionResult {
  const partition = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { partition, errorCode, errorMessage }
}

function encodeWriteShareGroupStateResponsePartitionResult(writer: Writer, input: WriteShareGroupStateResponsePartitionResultInput, _version: number): void {
  writer.int32(input.partition)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

function decodeWriteShareGroupStateResponseWriteStateResult(reader: Reader, version: number): WriteShareGroupStateResponseWriteStateResult {
  const topicId = reader.uuid()
  const partitions: WriteShareGroupStateResponsePartitionResult[] = []
  {
    const count = reader.compactArrayLength(8)
    for (let i = 0; i < count; i++) partitions.push(decodeWriteShareGroupStateResponsePartitionResult(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeWriteShareGroupStateResponseWriteStateResult(writer: Writer, input: WriteShareGroupStateResponseWriteStateResultInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeWriteShareGroupStateResponsePartitionResult(writer, item, version)
  writer.noTaggedFields()
}

export function decodeWriteShareGroupStateResponse(reader: Reader, version: number): WriteShareGroupStateResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('WriteShareGroupStateResponse', version, 0, 1)
  const results: WriteShareGroupStateResponseWriteStateResult[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) results.push(decodeWriteShareGroupStateResponseWriteStateResult(reader, version))
  }
  reader.skipTaggedFields()
  return { results }
}

export function encodeWriteShareGroupStateResponse(writer: Writer, input: WriteShareGroupStateResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('WriteShareGroupStateResponse', version, 0, 1)
  const results = input.results
  writer.compactArrayLength(results.length)
  for (const item of results) encodeWriteShareGroupStateResponseWriteStateResult(writer, item, version)
  writer.noTaggedFields()
}
