// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { ProducerId, TopicName } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

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
}

export interface WriteTxnMarkersRequestWritableTxnMarkerTopic {
  name: TopicName
  partitionIndexes: number[]
}

export interface WriteTxnMarkersRequestWritableTxnMarkerTopicInput {
  readonly name: TopicName
  readonly partitionIndexes: readonly number[]
}

function decodeWriteTxnMarkersRequestWritableTxnMarkerTopic(reader: Reader, version: number): WriteTxnMarkersRequestWritableTxnMarkerTopic {
  const flexible = version >= 1
  const name = flexible ? reader.compactString() : reader.string()
  const partitionIndexes: number[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitionIndexes.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitionIndexes }
}

function encodeWriteTxnMarkersRequestWritableTxnMarkerTopic(writer: Writer, input: WriteTxnMarkersRequestWritableTxnMarkerTopicInput, version: number): void {
  const flexible = version >= 1
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const partitionIndexes = input.partitionIndexes
  if (flexible) writer.compactArrayLength(partitionIndexes.length); else writer.arrayLength(partitionIndexes.length)
  for (const item of partitionIndexes) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

function decodeWriteTxnMarkersRequestWritableTxnMarker(reader: Reader, version: number): WriteTxnMarkersRequestWritableTxnMarker {
  const flexible = version >= 1
  const producerId = reader.int64Saturating()
  const producerEpoch = reader.int16()
  const transactionResult = reader.bool()
  const topics: WriteTxnMarkersRequestWritableTxnMarkerTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeWriteTxnMarkersRequestWritableTxnMarkerTopic(reader, version))
  }
  const coordinatorEpoch = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { producerId, producerEpoch, transactionResult, topics, coordinatorEpoch }
}

function encodeWriteTxnMarkersRequestWritableTxnMarker(writer: Writer, input: WriteTxnMarkersRequestWritableTxnMarkerInput, version: number): void {
  const flexible = version >= 1
  writer.int64(input.producerId)
  writer.int16(input.producerEpoch)
  writer.bool(input.transactionResult)
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeWriteTxnMarkersRequestWritableTxnMarkerTopic(writer, item, version)
  writer.int32(input.coordinatorEpoch)
  if (flexible) writer.noTaggedFields()
}

export function decodeWriteTxnMarkersRequest(reader: Reader, version: number): WriteTxnMarkersRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('WriteTxnMarkersRequest', version, 0, 1)
  const flexible = version >= 1
  const markers: WriteTxnMarkersRequestWritableTxnMarker[] = []
  {
    const count = flexible ? reader.compactArrayLength(17) : reader.arrayLength(19)
    for (let i = 0; i < count; i++) markers.push(decodeWriteTxnMarkersRequestWritableTxnMarker(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { markers }
}

export function encodeWriteTxnMarkersRequest(writer: Writer, input: WriteTxnMarkersRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('WriteTxnMarkersRequest', version, 0, 1)
  const flexible = version >= 1
  const markers = input.markers
  if (flexible) writer.compactArrayLength(markers.length); else writer.arrayLength(markers.length)
  for (const item of markers) encodeWriteTxnMarkersRequestWritableTxnMarker(writer, item, version)
  if (flexible) writer.noTaggedFields()
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

function decodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(reader: Reader, version: number): WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  const flexible = version >= 1
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, errorCode }
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(writer: Writer, input: WriteTxnMarkersResponseWritableTxnMarkerPartitionResultInput, version: number): void {
  const flexible = version >= 1
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}

function decodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(reader: Reader, version: number): WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  const flexible = version >= 1
  const name = flexible ? reader.compactString() : reader.string()
  const partitions: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(7) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) partitions.push(decodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(writer: Writer, input: WriteTxnMarkersResponseWritableTxnMarkerTopicResultInput, version: number): void {
  const flexible = version >= 1
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

function decodeWriteTxnMarkersResponseWritableTxnMarkerResult(reader: Reader, version: number): WriteTxnMarkersResponseWritableTxnMarkerResult {
  const flexible = version >= 1
  const producerId = reader.int64()
  const topics: WriteTxnMarkersResponseWritableTxnMarkerTopicResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { producerId, topics }
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerResult(writer: Writer, input: WriteTxnMarkersResponseWritableTxnMarkerResultInput, version: number): void {
  const flexible = version >= 1
  writer.int64(input.producerId)
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeWriteTxnMarkersResponse(reader: Reader, version: number): WriteTxnMarkersResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('WriteTxnMarkersResponse', version, 0, 1)
  const flexible = version >= 1
  const markers: WriteTxnMarkersResponseWritableTxnMarkerResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(10) : reader.arrayLength(12)
    for (let i = 0; i < count; i++) markers.push(decodeWriteTxnMarkersResponseWritableTxnMarkerResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { markers }
}

export function encodeWriteTxnMarkersResponse(writer: Writer, input: WriteTxnMarkersResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('WriteTxnMarkersResponse', version, 0, 1)
  const flexible = version >= 1
  const markers = input.markers
  if (flexible) writer.compactArrayLength(markers.length); else writer.arrayLength(markers.length)
  for (const item of markers) encodeWriteTxnMarkersResponseWritableTxnMarkerResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
