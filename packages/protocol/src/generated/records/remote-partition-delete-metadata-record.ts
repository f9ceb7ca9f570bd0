// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface RemotePartitionDeleteMetadataRecord {
  topicIdPartition: RemotePartitionDeleteMetadataRecordTopicIdPartitionEntry
  brokerId: number
  eventTimestampMs: number
  remotePartitionDeleteState: number
}

export interface RemotePartitionDeleteMetadataRecordInput {
  readonly topicIdPartition: RemotePartitionDeleteMetadataRecordTopicIdPartitionEntryInput
  readonly brokerId: number
  readonly eventTimestampMs: number
  readonly remotePartitionDeleteState: number
}

export interface RemotePartitionDeleteMetadataRecordTopicIdPartitionEntry {
  name: string
  id: Uuid
  partition: number
}

export interface RemotePartitionDeleteMetadataRecordTopicIdPartitionEntryInput {
  readonly name: string
  readonly id: Uuid
  readonly partition: number
}

function decodeRemotePartitionDeleteMetadataRecordTopicIdPartitionEntry(reader: Reader, _version: number): RemotePartitionDeleteMetadataRecordTopicIdPartitionEntry {
  const name = reader.compactString()
  const id = reader.uuid()
  const partition = reader.int32()
  reader.skipTaggedFields()
  return { name, id, partition }
}

function encodeRemotePartitionDeleteMetadataRecordTopicIdPartitionEntry(writer: Writer, input: RemotePartitionDeleteMetadataRecordTopicIdPartitionEntryInput, _version: number): void {
  writer.compactString(input.name)
  writer.uuid(input.id)
  writer.int32(input.partition)
  writer.noTaggedFields()
}

export function decodeRemotePartitionDeleteMetadataRecord(reader: Reader, version: number): RemotePartitionDeleteMetadataRecord {
  if (version !== 0) throw messageNotInVersion('RemotePartitionDeleteMetadataRecord', version, 0, 0)
  const topicIdPartition = decodeRemotePartitionDeleteMetadataRecordTopicIdPartitionEntry(reader, version)
  const brokerId = reader.int32()
  const eventTimestampMs = reader.int64Saturating()
  const remotePartitionDeleteState = reader.int8()
  reader.skipTaggedFields()
  return { topicIdPartition, brokerId, eventTimestampMs, remotePartitionDeleteState }
}

export function encodeRemotePartitionDeleteMetadataRecord(writer: Writer, input: RemotePartitionDeleteMetadataRecordInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('RemotePartitionDeleteMetadataRecord', version, 0, 0)
  encodeRemotePartitionDeleteMetadataRecordTopicIdPartitionEntry(writer, input.topicIdPartition, version)
  writer.int32(input.brokerId)
  writer.int64(input.eventTimestampMs)
  writer.int8(input.remotePartitionDeleteState)
  writer.noTaggedFields()
}

export const remotePartitionDeleteMetadataRecordCodec: RecordCodec<RemotePartitionDeleteMetadataRecord, RemotePartitionDeleteMetadataRecordInput> = {
  name: 'RemotePartitionDeleteMetadataRecord', kind: 'metadata', recordType: 2,
  versions: { min: 0, max: 0 },
  decode: decodeRemotePartitionDeleteMetadataRecord, encode: encodeRemotePartitionDeleteMetadataRecord,
}
