// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface RemoteLogSegmentMetadataUpdateRecord {
  remoteLogSegmentId: RemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry
  brokerId: number
  eventTimestampMs: number
  customMetadata: Buffer | null
  remoteLogSegmentState: number
}

export interface RemoteLogSegmentMetadataUpdateRecordInput {
  readonly remoteLogSegmentId: RemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntryInput
  readonly brokerId: number
  readonly eventTimestampMs: number
  readonly customMetadata?: Uint8Array | null | undefined
  readonly remoteLogSegmentState: number
}

export interface RemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry {
  topicIdPartition: RemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry
  id: Uuid
}

export interface RemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntryInput {
  readonly topicIdPartition: RemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntryInput
  readonly id: Uuid
}

export interface RemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry {
  name: string
  id: Uuid
  partition: number
}

export interface RemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntryInput {
  readonly name: string
  readonly id: Uuid
  readonly partition: number
}

function decodeRemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry(reader: Reader, _version: number): RemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry {
  const name = reader.compactString()
  const id = reader.uuid()
  const partition = reader.int32()
  reader.skipTaggedFields()
  return { name, id, partition }
}

function encodeRemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry(writer: Writer, input: RemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntryInput, _version: number): void {
  writer.compactString(input.name)
  writer.uuid(input.id)
  writer.int32(input.partition)
  writer.noTaggedFields()
}

function decodeRemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry(reader: Reader, version: number): RemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry {
  const topicIdPartition = decodeRemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry(reader, version)
  const id = reader.uuid()
  reader.skipTaggedFields()
  return { topicIdPartition, id }
}

function encodeRemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry(writer: Writer, input: RemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntryInput, version: number): void {
  encodeRemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry(writer, input.topicIdPartition, version)
  writer.uuid(input.id)
  writer.noTaggedFields()
}

export function decodeRemoteLogSegmentMetadataUpdateRecord(reader: Reader, version: number): RemoteLogSegmentMetadataUpdateRecord {
  if (version !== 0) throw messageNotInVersion('RemoteLogSegmentMetadataUpdateRecord', version, 0, 0)
  const remoteLogSegmentId = decodeRemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry(reader, version)
  const brokerId = reader.int32()
  const eventTimestampMs = reader.int64Saturating()
  const customMetadata = reader.compactNullableBytes()
  const remoteLogSegmentState = reader.int8()
  reader.skipTaggedFields()
  return { remoteLogSegmentId, brokerId, eventTimestampMs, customMetadata, remoteLogSegmentState }
}

export function encodeRemoteLogSegmentMetadataUpdateRecord(writer: Writer, input: RemoteLogSegmentMetadataUpdateRecordInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('RemoteLogSegmentMetadataUpdateRecord', version, 0, 0)
  encodeRemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry(writer, input.remoteLogSegmentId, version)
  writer.int32(input.brokerId)
  writer.int64(input.eventTimestampMs)
  const customMetadata = input.customMetadata ?? null
  writer.compactNullableBytes(customMetadata)
  writer.int8(input.remoteLogSegmentState)
  writer.noTaggedFields()
}

export const remoteLogSegmentMetadataUpdateRecordCodec: RecordCodec<RemoteLogSegmentMetadataUpdateRecord, RemoteLogSegmentMetadataUpdateRecordInput> = {
  name: 'RemoteLogSegmentMetadataUpdateRecord', kind: 'metadata', recordType: 1,
  versions: { min: 0, max: 0 },
  decode: decodeRemoteLogSegmentMetadataUpdateRecord, encode: encodeRemoteLogSegmentMetadataUpdateRecord,
}
