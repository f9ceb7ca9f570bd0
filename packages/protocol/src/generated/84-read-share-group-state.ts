// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ReadShareGroupStateRequest {
  groupId: string
  topics: ReadShareGroupStateRequestReadStateData[]
}

export interface ReadShareGroupStateRequestInput {
  readonly groupId: string
  readonly topics: readonly ReadShareGroupStateRequestReadStateDataInput[]
}

export interface ReadShareGroupStateRequestReadStateData {
  topicId: Uuid
  partitions: ReadShareGroupStateRequestPartitionData[]
}

export interface ReadShareGroupStateRequestReadStateDataInput {
  readonly topicId: Uuid
  readonly partitions: readonly ReadShareGroupStateRequestPartitionDataInput[]
}

export interface ReadShareGroupStateRequestPartitionData {
  partition: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
}

export interface ReadShareGroupStateRequestPartitionDataInput {
  readonly partition: number
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
}

function decodeReadShareGroupStateRequestPartitionData(reader: Reader, _version: number): ReadShareGroupStateRequestPartitionData {
  const partition = reader.int32()
  const leaderEpoch = reader.int32()
  reader.skipTaggedFields()
  return { partition, leaderEpoch }
}

function encodeReadShareGroupStateRequestPartitionData(writer: Writer, input: ReadShareGroupStateRequestPartitionDataInput, _version: number): void {
  writer.int32(input.partition)
  writer.int32(input.leaderEpoch)
  writer.noTaggedFields()
}

function decodeReadShareGroupStateRequestReadStateData(reader: Reader, version: number): ReadShareGroupStateRequestReadStateData {
  const topicId = reader.uuid()
  const partitions: ReadShareGroupStateRequestPartitionData[] = []
  {
    const count = reader.compactArrayLength(9)
    for (let i = 0; i < count; i++) partitions.push(decodeReadShareGroupStateRequestPartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeReadShareGroupStateRequestReadStateData(writer: Writer, input: ReadShareGroupStateRequestReadStateDataInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeReadShareGroupStateRequestPartitionData(writer, item, version)
  writer.noTaggedFields()
}

export function decodeReadShareGroupStateRequest(reader: Reader, version: number): ReadShareGroupStateRequest {
  if (version !== 0) throw messageNotInVersion('ReadShareGroupStateRequest', version, 0, 0)
  const groupId = reader.compactString()
  const topics: ReadShareGroupStateRequestReadStateData[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topics.push(decodeReadShareGroupStateRequestReadStateData(reader, version))
  }
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeReadShareGroupStateRequest(writer: Writer, input: ReadShareGroupStateRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ReadShareGroupStateRequest', version, 0, 0)
  writer.compactString(input.groupId)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeReadShareGroupStateRequestReadStateData(writer, item, version)
  writer.noTaggedFields()
}

export interface ReadShareGroupStateResponse {
  results: ReadShareGroupStateResponseReadStateResult[]
}

export interface ReadShareGroupStateResponseInput {
  readonly results: readonly ReadShareGroupStateResponseReadStateResultInput[]
}

export interface ReadShareGroupStateResponseReadStateResult {
  topicId: Uuid
  partitions: ReadShareGroupStateResponsePartitionResult[]
}

export interface ReadShareGroupStateResponseReadStateResultInput {
  readonly topicId: Uuid
  readonly partitions: readonly ReadShareGroupStateResponsePartitionResultInput[]
}

export interface ReadShareGroupStateResponsePartitionResult {
  partition: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  stateEpoch: number
  /** First offset. */
  startOffset: number
  stateBatches: ReadShareGroupStateResponseStateBatch[]
}

export interface ReadShareGroupStateResponsePartitionResultInput {
  readonly partition: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  readonly stateEpoch: number
  /** First offset. */
  readonly startOffset: number
  readonly stateBatches: readonly ReadShareGroupStateResponseStateBatchInput[]
}

export interface ReadShareGroupStateResponseStateBatch {
  firstOffset: number
  lastOffset: number
  deliveryState: number
  deliveryCount: number
}

export interface ReadShareGroupStateResponseStateBatchInput {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly deliveryState: number
  readonly deliveryCount: number
}

function decodeReadShareGroupStateResponseStateBatch(reader: Reader, _version: number): ReadShareGroupStateResponseStateBatch {
  const firstOffset = reader.int64()
  const lastOffset = reader.int64()
  const deliveryState = reader.int8()
  const deliveryCount = reader.int16()
  reader.skipTaggedFields()
  return { firstOffset, lastOffset, deliveryState, deliveryCount }
}

function encodeReadShareGroupStateResponseStateBatch(writer: Writer, input: ReadShareGroupStateResponseStateBatchInput, _version: number): void {
  writer.int64(input.firstOffset)
  writer.int64(input.lastOffset)
  writer.int8(input.deliveryState)
  writer.int16(input.deliveryCount)
  writer.noTaggedFields()
}

function decodeReadShareGroupStateResponsePartitionResult(reader: Reader, version: number): ReadShareGroupStateResponsePartitionResult {
  const partition = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const stateEpoch = reader.int32()
  const startOffset = reader.int64()
  const stateBatches: ReadShareGroupStateResponseStateBatch[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) stateBatches.push(decodeReadShareGroupStateResponseStateBatch(reader, version))
  }
  reader.skipTaggedFields()
  return { partition, errorCode, errorMessage, stateEpoch, startOffset, stateBatches }
}

function encodeReadShareGroupStateResponsePartitionResult(writer: Writer, input: ReadShareGroupStateResponsePartitionResultInput, version: number): void {
  writer.int32(input.partition)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.int32(input.stateEpoch)
  writer.int64(input.startOffset)
  const stateBatches = input.stateBatches
  writer.compactArrayLength(stateBatches.length)
  for (const item of stateBatches) encodeReadShareGroupStateResponseStateBatch(writer, item, version)
  writer.noTaggedFields()
}

function decodeReadShareGroupStateResponseReadStateResult(reader: Reader, version: number): ReadShareGroupStateResponseReadStateResult {
  const topicId = reader.uuid()
  const partitions: ReadShareGroupStateResponsePartitionResult[] = []
  {
    const count = reader.compactArrayLength(21)
    for (let i = 0; i < count; i++) partitions.push(decodeReadShareGroupStateResponsePartitionResult(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeReadShareGroupStateResponseReadStateResult(writer: Writer, input: ReadShareGroupStateResponseReadStateResultInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeReadShareGroupStateResponsePartitionResult(writer, item, version)
  writer.noTaggedFields()
}

export function decodeReadShareGroupStateResponse(reader: Reader, version: number): ReadShareGroupStateResponse {
  if (version !== 0) throw messageNotInVersion('ReadShareGroupStateResponse', version, 0, 0)
  const results: ReadShareGroupStateResponseReadStateResult[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) results.push(decodeReadShareGroupStateResponseReadStateResult(reader, version))
  }
  reader.skipTaggedFields()
  return { results }
}

export function encodeReadShareGroupStateResponse(writer: Writer, input: ReadShareGroupStateResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ReadShareGroupStateResponse', version, 0, 0)
  const results = input.results
  writer.compactArrayLength(results.length)
  for (const item of results) encodeReadShareGroupStateResponseReadStateResult(writer, item, version)
  writer.noTaggedFields()
}
