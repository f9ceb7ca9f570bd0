// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { ProducerId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface WriteTxnMarkersRequest {
  markers: WriteTxnMarkersRequestWritableTxnMarker[]
}

export interface WriteTxnMarkersRequestInput {
  readonly markers: readonly WriteTxnMarkersRequestWritableTxnMarkerInput[]
}

export interface WriteTxnMarkersRequestWritableTxnMarker {
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  producerEpoch: number
  /** True: committed. */
  transactionResult: boolean
  topics: WriteTxnMarkersRequestWritableTxnMarkerTopic[]
  /** Epoch of the coordinator; a partition refuses markers of an older one. */
  coordinatorEpoch: number
  /** From version 2. */
  transactionVersion: number
}

export interface WriteTxnMarkersRequestWritableTxnMarkerInput {
  /** Producer id; -1 when there is none. */
  readonly producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  readonly producerEpoch: number
  /** True: committed. */
  readonly transactionResult: boolean
  readonly topics: readonly WriteTxnMarkersRequestWritableTxnMarkerTopicInput[]
  /** Epoch of the coordinator; a partition refuses markers of an older one. */
  readonly coordinatorEpoch: number
  /** From version 2. Default 0. */
  readonly transactionVersion?: number | undefined
}

export interface WriteTxnMarkersRequestWritableTxnMarkerTopic {
  name: TopicName
  partitionIndexes: number[]
}

export interface WriteTxnMarkersRequestWritableTxnMarkerTopicInput {
  readonly name: TopicName
  readonly partitionIndexes: readonly number[]
}

function decodeWriteTxnMarkersRequestWritableTxnMarkerTopic(reader: Reader, _version: number): WriteTxnMarkersRequestWritableTxnMarkerTopic {
  const name = reader.compactString()
  const partitionIndexes: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitionIndexes.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { name, partitionIndexes }
}

function encodeWriteTxnMarkersRequestWritableTxnMarkerTopic(writer: Writer, input: WriteTxnMarkersRequestWritableTxnMarkerTopicInput, _version: number): void {
  writer.compactString(input.name)
  const partitionIndexes = input.partitionIndexes
  writer.compactArrayLength(partitionIndexes.length)
  for (const item of partitionIndexes) writer.int32(item)
  writer.noTaggedFields()
}

function decodeWriteTxnMarkersRequestWritableTxnMarker(reader: Reader, version: number): WriteTxnMarkersRequestWritableTxnMarker {
  const producerId = reader.int64Saturating()
  const producerEpoch = reader.int16()
  const transactionResult = reader.bool()
  const topics: WriteTxnMarkersRequestWritableTxnMarkerTopic[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeWriteTxnMarkersRequestWritableTxnMarkerTopic(reader, version))
  }
  const coordinatorEpoch = reader.int32()
  const transactionVersion = version >= 2 ? reader.int8() : 0
  reader.skipTaggedFields()
  return { producerId, producerEpoch, transactionResult, topics, coordinatorEpoch, transactionVersion }
}

function encodeWriteTxnMarkersRequestWritableTxnMarker(writer: Writer, input: WriteTxnMarkersRequestWritableTxnMarkerInput, version: number): void {
  writer.int64(input.producerId)
  writer.int16(input.producerEpoch)
  writer.bool(input.transactionResult)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeWriteTxnMarkersRequestWritableTxnMarkerTopic(writer, item, version)
  writer.int32(input.coordinatorEpoch)
  const transactionVersion = input.transactionVersion ?? 0
  if (version >= 2) {
    writer.int8(transactionVersion)
  }
  writer.noTaggedFields()
}

export function decodeWriteTxnMarkersRequest(reader: Reader, version: number): WriteTxnMarkersRequest {
  if (version < 1 || version > 2) throw messageNotInVersion('WriteTxnMarkersRequest', version, 1, 2)
  const markers: WriteTxnMarkersRequestWritableTxnMarker[] = []
  {
    const count = reader.compactArrayLength(17)
    for (let i = 0; i < count; i++) markers.push(decodeWriteTxnMarkersRequestWritableTxnMarker(reader, version))
  }
  reader.skipTaggedFields()
  return { markers }
}

export function encodeWriteTxnMarkersRequest(writer: Writer, input: WriteTxnMarkersRequestInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('WriteTxnMarkersRequest', version, 1, 2)
  const markers = input.markers
  writer.compactArrayLength(markers.length)
  for (const item of markers) encodeWriteTxnMarkersRequestWritableTxnMarker(writer, item, version)
  writer.noTaggedFields()
}

export interface WriteTxnMarkersResponse {
  markers: WriteTxnMarkersResponseWritableTxnMarkerResult[]
}

export interface WriteTxnMarkersResponseInput {
  readonly markers: readonly WriteTxnMarkersResponseWritableTxnMarkerResultInput[]
}

export interface WriteTxnMarkersResponseWritableTxnMarkerResult {
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  topics: WriteTxnMarkersResponseWritableTxnMarkerTopicResult[]
}

export interface WriteTxnMarkersResponseWritableTxnMarkerResultInput {
  /** Producer id; -1 when there is none. */
  readonly producerId: ProducerId
  readonly topics: readonly WriteTxnMarkersResponseWritableTxnMarkerTopicResultInput[]
}

export interface WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  name: TopicName
  partitions: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[]
}

export interface WriteTxnMarkersResponseWritableTxnMarkerTopicResultInput {
  readonly name: TopicName
  readonly partitions: readonly WriteTxnMarkersResponseWritableTxnMarkerPartitionResultInput[]
}

export interface WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  partitionIndex: number
  errorCode: number
}

export interface WriteTxnMarkersResponseWritableTxnMarkerPartitionResultInput {
  readonly partitionIndex: number
  readonly errorCode: number
}

function decodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(reader: Reader, _version: number): WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  reader.skipTaggedFields()
  return { partitionIndex, errorCode }
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(writer: Writer, input: WriteTxnMarkersResponseWritableTxnMarkerPartitionResultInput, _version: number): void {
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  writer.noTaggedFields()
}

function decodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(reader: Reader, version: number): WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  const name = reader.compactString()
  const partitions: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[] = []
  {
    const count = reader.compactArrayLength(7)
    for (let i = 0; i < count; i++) partitions.push(decodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(reader, version))
  }
  reader.skipTaggedFields()
  return { name, partitions }
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(writer: Writer, input: WriteTxnMarkersResponseWritableTxnMarkerTopicResultInput, version: number): void {
  writer.compactString(input.name)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(writer, item, version)
  writer.noTaggedFields()
}

function decodeWriteTxnMarkersResponseWritableTxnMarkerResult(reader: Reader, version: number): WriteTxnMarkersResponseWritableTxnMarkerResult {
  const producerId = reader.int64()
  const topics: WriteTxnMarkersResponseWritableTxnMarkerTopicResult[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(reader, version))
  }
  reader.skipTaggedFields()
  return { producerId, topics }
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerResult(writer: Writer, input: WriteTxnMarkersResponseWritableTxnMarkerResultInput, version: number): void {
  writer.int64(input.producerId)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(writer, item, version)
  writer.noTaggedFields()
}

export function decodeWriteTxnMarkersResponse(reader: Reader, version: number): WriteTxnMarkersResponse {
  if (version < 1 || version > 2) throw messageNotInVersion('WriteTxnMarkersResponse', version, 1, 2)
  const markers: WriteTxnMarkersResponseWritableTxnMarkerResult[] = []
  {
    const count = reader.compactArrayLength(10)
    for (let i = 0; i < count; i++) markers.push(decodeWriteTxnMarkersResponseWritableTxnMarkerResult(reader, version))
  }
  reader.skipTaggedFields()
  return { markers }
}

export function encodeWriteTxnMarkersResponse(writer: Writer, input: WriteTxnMarkersResponseInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('WriteTxnMarkersResponse', version, 1, 2)
  const markers = input.markers
  writer.compactArrayLength(markers.length)
  for (const item of markers) encodeWriteTxnMarkersResponseWritableTxnMarkerResult(writer, item, version)
  writer.noTaggedFields()
}
