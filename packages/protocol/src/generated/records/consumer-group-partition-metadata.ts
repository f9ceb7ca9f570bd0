// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ConsumerGroupPartitionMetadataKey {
  groupId: string
}

export interface ConsumerGroupPartitionMetadataKeyInput {
  readonly groupId: string
}

export function decodeConsumerGroupPartitionMetadataKey(reader: Reader, version: number): ConsumerGroupPartitionMetadataKey {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupPartitionMetadataKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeConsumerGroupPartitionMetadataKey(writer: Writer, input: ConsumerGroupPartitionMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupPartitionMetadataKey', version, 0, 0)
  writer.string(input.groupId)
}

export interface ConsumerGroupPartitionMetadataValue {
  topics: ConsumerGroupPartitionMetadataValueTopicMetadata[]
}

export interface ConsumerGroupPartitionMetadataValueInput {
  readonly topics: readonly ConsumerGroupPartitionMetadataValueTopicMetadataInput[]
}

export interface ConsumerGroupPartitionMetadataValueTopicMetadata {
  topicId: Uuid
  topicName: string
  /** Number of partitions; -1 in a request for the broker's default. */
  numPartitions: number
  partitionMetadata: ConsumerGroupPartitionMetadataValuePartitionMetadata[]
}

export interface ConsumerGroupPartitionMetadataValueTopicMetadataInput {
  readonly topicId: Uuid
  readonly topicName: string
  /** Number of partitions; -1 in a request for the broker's default. */
  readonly numPartitions: number
  readonly partitionMetadata: readonly ConsumerGroupPartitionMetadataValuePartitionMetadataInput[]
}

export interface ConsumerGroupPartitionMetadataValuePartitionMetadata {
  partition: number
  racks: string[]
}

export interface ConsumerGroupPartitionMetadataValuePartitionMetadataInput {
  readonly partition: number
  readonly racks: readonly string[]
}

function decodeConsumerGroupPartitionMetadataValuePartitionMetadata(reader: Reader, _version: number): ConsumerGroupPartitionMetadataValuePartitionMetadata {
  const partition = reader.int32()
  const racks: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) racks.push(reader.compactString())
  }
  reader.skipTaggedFields()
  return { partition, racks }
}

function encodeConsumerGroupPartitionMetadataValuePartitionMetadata(writer: Writer, input: ConsumerGroupPartitionMetadataValuePartitionMetadataInput, _version: number): void {
  writer.int32(input.partition)
  const racks = input.racks
  writer.compactArrayLength(racks.length)
  for (const item of racks) writer.compactString(item)
  writer.noTaggedFields()
}

function decodeConsumerGroupPartitionMetadataValueTopicMetadata(reader: Reader, version: number): ConsumerGroupPartitionMetadataValueTopicMetadata {
  const topicId = reader.uuid()
  const topicName = reader.compactString()
  const numPartitions = reader.int32()
  const partitionMetadata: ConsumerGroupPartitionMetadataValuePartitionMetadata[] = []
  {
    const count = reader.compactArrayLength(6)
    for (let i = 0; i < count; i++) partitionMetadata.push(decodeConsumerGroupPartitionMetadataValuePartitionMetadata(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, topicName, numPartitions, partitionMetadata }
}

function encodeConsumerGroupPartitionMetadataValueTopicMetadata(writer: Writer, input: ConsumerGroupPartitionMetadataValueTopicMetadataInput, version: number): void {
  writer.uuid(input.topicId)
  writer.compactString(input.topicName)
  writer.int32(input.numPartitions)
  const partitionMetadata = input.partitionMetadata
  writer.compactArrayLength(partitionMetadata.length)
  for (const item of partitionMetadata) encodeConsumerGroupPartitionMetadataValuePartitionMetadata(writer, item, version)
  writer.noTaggedFields()
}

export function decodeConsumerGroupPartitionMetadataValue(reader: Reader, version: number): ConsumerGroupPartitionMetadataValue {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupPartitionMetadataValue', version, 0, 0)
  const topics: ConsumerGroupPartitionMetadataValueTopicMetadata[] = []
  {
    const count = reader.compactArrayLength(23)
    for (let i = 0; i < count; i++) topics.push(decodeConsumerGroupPartitionMetadataValueTopicMetadata(reader, version))
  }
  reader.skipTaggedFields()
  return { topics }
}

export function encodeConsumerGroupPartitionMetadataValue(writer: Writer, input: ConsumerGroupPartitionMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupPartitionMetadataValue', version, 0, 0)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeConsumerGroupPartitionMetadataValueTopicMetadata(writer, item, version)
  writer.noTaggedFields()
}

export const consumerGroupPartitionMetadataKeyCodec: RecordCodec<ConsumerGroupPartitionMetadataKey, ConsumerGroupPartitionMetadataKeyInput> = {
  name: 'ConsumerGroupPartitionMetadataKey', kind: 'key', recordType: 4,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupPartitionMetadataKey, encode: encodeConsumerGroupPartitionMetadataKey,
}

export const consumerGroupPartitionMetadataValueCodec: RecordCodec<ConsumerGroupPartitionMetadataValue, ConsumerGroupPartitionMetadataValueInput> = {
  name: 'ConsumerGroupPartitionMetadataValue', kind: 'value', recordType: 4,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupPartitionMetadataValue, encode: encodeConsumerGroupPartitionMetadataValue,
}
