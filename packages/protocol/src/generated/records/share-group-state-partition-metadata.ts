// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ShareGroupStatePartitionMetadataKey {
  groupId: string
}

export interface ShareGroupStatePartitionMetadataKeyInput {
  readonly groupId: string
}

export function decodeShareGroupStatePartitionMetadataKey(reader: Reader, version: number): ShareGroupStatePartitionMetadataKey {
  if (version !== 0) throw messageNotInVersion('ShareGroupStatePartitionMetadataKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeShareGroupStatePartitionMetadataKey(writer: Writer, input: ShareGroupStatePartitionMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupStatePartitionMetadataKey', version, 0, 0)
  writer.string(input.groupId)
}

export interface ShareGroupStatePartitionMetadataValue {
  initializingTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[]
  initializedTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[]
  deletingTopics: ShareGroupStatePartitionMetadataValueTopicInfo[]
}

export interface ShareGroupStatePartitionMetadataValueInput {
  readonly initializingTopics: readonly ShareGroupStatePartitionMetadataValueTopicPartitionsInfoInput[]
  readonly initializedTopics: readonly ShareGroupStatePartitionMetadataValueTopicPartitionsInfoInput[]
  readonly deletingTopics: readonly ShareGroupStatePartitionMetadataValueTopicInfoInput[]
}

export interface ShareGroupStatePartitionMetadataValueTopicInfo {
  topicId: Uuid
  topicName: string
}

export interface ShareGroupStatePartitionMetadataValueTopicInfoInput {
  readonly topicId: Uuid
  readonly topicName: string
}

export interface ShareGroupStatePartitionMetadataValueTopicPartitionsInfo {
  topicId: Uuid
  topicName: string
  partitions: number[]
}

export interface ShareGroupStatePartitionMetadataValueTopicPartitionsInfoInput {
  readonly topicId: Uuid
  readonly topicName: string
  readonly partitions: readonly number[]
}

function decodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(reader: Reader, _version: number): ShareGroupStatePartitionMetadataValueTopicPartitionsInfo {
  const topicId = reader.uuid()
  const topicName = reader.compactString()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topicId, topicName, partitions }
}

function encodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(writer: Writer, input: ShareGroupStatePartitionMetadataValueTopicPartitionsInfoInput, _version: number): void {
  writer.uuid(input.topicId)
  writer.compactString(input.topicName)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeShareGroupStatePartitionMetadataValueTopicInfo(reader: Reader, _version: number): ShareGroupStatePartitionMetadataValueTopicInfo {
  const topicId = reader.uuid()
  const topicName = reader.compactString()
  reader.skipTaggedFields()
  return { topicId, topicName }
}

function encodeShareGroupStatePartitionMetadataValueTopicInfo(writer: Writer, input: ShareGroupStatePartitionMetadataValueTopicInfoInput, _version: number): void {
  writer.uuid(input.topicId)
  writer.compactString(input.topicName)
  writer.noTaggedFields()
}

export function decodeShareGroupStatePartitionMetadataValue(reader: Reader, version: number): ShareGroupStatePartitionMetadataValue {
  if (version !== 0) throw messageNotInVersion('ShareGroupStatePartitionMetadataValue', version, 0, 0)
  const initializingTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[] = []
  {
    const count = reader.compactArrayLength(19)
    for (let i = 0; i < count; i++) initializingTopics.push(decodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(reader, version))
  }
  const initializedTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[] = []
  {
    const count = reader.compactArrayLength(19)
    for (let i = 0; i < count; i++) initializedTopics.push(decodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(reader, version))
  }
  const deletingTopics: ShareGroupStatePartitionMetadataValueTopicInfo[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) deletingTopics.push(decodeShareGroupStatePartitionMetadataValueTopicInfo(reader, version))
  }
  reader.skipTaggedFields()
  return { initializingTopics, initializedTopics, deletingTopics }
}

export function encodeShareGroupStatePartitionMetadataValue(writer: Writer, input: ShareGroupStatePartitionMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupStatePartitionMetadataValue', version, 0, 0)
  const initializingTopics = input.initializingTopics
  writer.compactArrayLength(initializingTopics.length)
  for (const item of initializingTopics) encodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(writer, item, version)
  const initializedTopics = input.initializedTopics
  writer.compactArrayLength(initializedTopics.length)
  for (const item of initializedTopics) encodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(writer, item, version)
  const deletingTopics = input.deletingTopics
  writer.compactArrayLength(deletingTopics.length)
  for (const item of deletingTopics) encodeShareGroupStatePartitionMetadataValueTopicInfo(writer, item, version)
  writer.noTaggedFields()
}

export const shareGroupStatePartitionMetadataKeyCodec: RecordCodec<ShareGroupStatePartitionMetadataKey, ShareGroupStatePartitionMetadataKeyInput> = {
  name: 'ShareGroupStatePartitionMetadataKey', kind: 'key', recordType: 15,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupStatePartitionMetadataKey, encode: encodeShareGroupStatePartitionMetadataKey,
}

export const shareGroupStatePartitionMetadataValueCodec: RecordCodec<ShareGroupStatePartitionMetadataValue, ShareGroupStatePartitionMetadataValueInput> = {
  name: 'ShareGroupStatePartitionMetadataValue', kind: 'value', recordType: 15,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupStatePartitionMetadataValue, encode: encodeShareGroupStatePartitionMetadataValue,
}
