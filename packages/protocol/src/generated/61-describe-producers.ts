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
  const name = input.name
  writer.compactString(name)
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
  throttleTimeMs: number
  topics: DescribeProducersResponseTopicResponse[]
}

export interface DescribeProducersResponseInput {
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
  errorMessage: string | null
  activeProducers: DescribeProducersResponseProducerState[]
}

export interface DescribeProducersResponsePartitionResponseInput {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly activeProducers: readonly DescribeProducersResponseProducerStateInput[]
}

export interface DescribeProducersResponseProducerState {
  producerId: ProducerId
  producerEpoch: number
  lastSequence: number
  lastTimestamp: number
  coordinatorEpoch: number
  currentTxnStartOffset: number
}

export interface DescribeProducersResponseProducerStateInput {
  readonly producerId: ProducerId
  readonly producerEpoch: number
  /** Default -1. */
  readonly lastSequence?: number | undefined
  /** Default -1. */
  readonly lastTimestamp?: number | undefined
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
  const producerId = input.producerId
  writer.int64(producerId)
  const producerEpoch = input.producerEpoch
  writer.int32(producerEpoch)
  const lastSequence = input.lastSequence ?? -1
  writer.int32(lastSequence)
  const lastTimestamp = input.lastTimestamp ?? -1
  writer.int64(lastTimestamp)
  const coordinatorEpoch = input.coordinatorEpoch
  writer.int32(coordinatorEpoch)
  const currentTxnStartOffset = input.currentTxnStartOffset ?? -1
  writer.int64(currentTxnStartOffset)
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
  const partitionIndex = input.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = input.errorCode
  writer.int16(errorCode)
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
  const name = input.name
  writer.compactString(name)
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
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDescribeProducersResponseTopicResponse(writer, item, version)
  writer.noTaggedFields()
}
