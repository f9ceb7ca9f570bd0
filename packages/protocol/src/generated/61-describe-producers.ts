// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { ProducerId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeProducersRequest {
  topics: DescribeProducersRequestTopicRequest[]
}

export interface DescribeProducersRequestInput {
  readonly topics: readonly DescribeProducersRequestTopicRequestInput[]
}

export interface DescribeProducersRequestTopicRequest {
  name: TopicName
  partitionIndexes: number[]
}

export interface DescribeProducersRequestTopicRequestInput {
  readonly name: TopicName
  readonly partitionIndexes: readonly number[]
}

function decodeDescribeProducersRequestTopicRequest(reader: Reader, _version: number): DescribeProducersRequestTopicRequest {
  const name = reader.compactString()
  const partitionIndexes: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitionIndexes.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { name, partitionIndexes }
}

function encodeDescribeProducersRequestTopicRequest(writer: Writer, input: DescribeProducersRequestTopicRequestInput, _version: number): void {
  writer.compactString(input.name)
  const partitionIndexes = input.partitionIndexes
  writer.compactArrayLength(partitionIndexes.length)
  for (const item of partitionIndexes) writer.int32(item)
  writer.noTaggedFields()
}

export function decodeDescribeProducersRequest(reader: Reader, version: number): DescribeProducersRequest {
  if (version !== 0) throw messageNotInVersion('DescribeProducersRequest', version, 0, 0)
  const topics: DescribeProducersRequestTopicRequest[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeDescribeProducersRequestTopicRequest(reader, version))
  }
  reader.skipTaggedFields()
  return { topics }
}

export function encodeDescribeProducersRequest(writer: Writer, input: DescribeProducersRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DescribeProducersRequest', version, 0, 0)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDescribeProducersRequestTopicRequest(writer, item, version)
  writer.noTaggedFields()
}

export interface DescribeProducersResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  topics: DescribeProducersResponseTopicResponse[]
}

export interface DescribeProducersResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly topics: readonly DescribeProducersResponseTopicResponseInput[]
}

export interface DescribeProducersResponseTopicResponse {
  name: TopicName
  partitions: DescribeProducersResponsePartitionResponse[]
}

export interface DescribeProducersResponseTopicResponseInput {
  readonly name: TopicName
  readonly partitions: readonly DescribeProducersResponsePartitionResponseInput[]
}

export interface DescribeProducersResponsePartitionResponse {
  partitionIndex: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  activeProducers: DescribeProducersResponseProducerState[]
}

export interface DescribeProducersResponsePartitionResponseInput {
  readonly partitionIndex: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  readonly activeProducers: readonly DescribeProducersResponseProducerStateInput[]
}

export interface DescribeProducersResponseProducerState {
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  producerEpoch: number
  lastSequence: number
  lastTimestamp: number
  /** Epoch of the transaction coordinator, against writers that have been replaced. */
  coordinatorEpoch: number
  currentTxnStartOffset: number
}

export interface DescribeProducersResponseProducerStateInput {
  /** Producer id; -1 when there is none. */
  readonly producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  readonly producerEpoch: number
  /** Default -1. */
  readonly lastSequence?: number | undefined
  /** Default -1. */
  readonly lastTimestamp?: number | undefined
  /** Epoch of the transaction coordinator, against writers that have been replaced. */
  readonly coordinatorEpoch: number
  /** Default -1. */
  readonly currentTxnStartOffset?: number | undefined
}

function decodeDescribeProducersResponseProducerState(reader: Reader, _version: number): DescribeProducersResponseProducerState {
  const producerId = reader.int64()
  const producerEpoch = reader.int32()
  const lastSequence = reader.int32()
  const lastTimestamp = reader.int64()
  const coordinatorEpoch = reader.int32()
  const currentTxnStartOffset = reader.int64()
  reader.skipTaggedFields()
  return { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnStartOffset }
}

function encodeDescribeProducersResponseProducerState(writer: Writer, input: DescribeProducersResponseProducerStateInput, _version: number): void {
  writer.int64(input.producerId)
  writer.int32(input.producerEpoch)
  writer.int32(input.lastSequence ?? -1)
  writer.int64(input.lastTimestamp ?? -1)
  writer.int32(input.coordinatorEpoch)
  writer.int64(input.currentTxnStartOffset ?? -1)
  writer.noTaggedFields()
}

function decodeDescribeProducersResponsePartitionResponse(reader: Reader, version: number): DescribeProducersResponsePartitionResponse {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const activeProducers: DescribeProducersResponseProducerState[] = []
  {
    const count = reader.compactArrayLength(37)
    for (let i = 0; i < count; i++) activeProducers.push(decodeDescribeProducersResponseProducerState(reader, version))
  }
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage, activeProducers }
}

function encodeDescribeProducersResponsePartitionResponse(writer: Writer, input: DescribeProducersResponsePartitionResponseInput, version: number): void {
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const activeProducers = input.activeProducers
  writer.compactArrayLength(activeProducers.length)
  for (const item of activeProducers) encodeDescribeProducersResponseProducerState(writer, item, version)
  writer.noTaggedFields()
}

function decodeDescribeProducersResponseTopicResponse(reader: Reader, version: number): DescribeProducersResponseTopicResponse {
  const name = reader.compactString()
  const partitions: DescribeProducersResponsePartitionResponse[] = []
  {
    const count = reader.compactArrayLength(9)
    for (let i = 0; i < count; i++) partitions.push(decodeDescribeProducersResponsePartitionResponse(reader, version))
  }
  reader.skipTaggedFields()
  return { name, partitions }
}

function encodeDescribeProducersResponseTopicResponse(writer: Writer, input: DescribeProducersResponseTopicResponseInput, version: number): void {
  writer.compactString(input.name)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeDescribeProducersResponsePartitionResponse(writer, item, version)
  writer.noTaggedFields()
}

export function decodeDescribeProducersResponse(reader: Reader, version: number): DescribeProducersResponse {
  if (version !== 0) throw messageNotInVersion('DescribeProducersResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const topics: DescribeProducersResponseTopicResponse[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeDescribeProducersResponseTopicResponse(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeDescribeProducersResponse(writer: Writer, input: DescribeProducersResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DescribeProducersResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDescribeProducersResponseTopicResponse(writer, item, version)
  writer.noTaggedFields()
}
