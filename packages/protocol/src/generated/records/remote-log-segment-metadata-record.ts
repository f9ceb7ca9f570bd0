// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface RemoteLogSegmentMetadataRecord {
  remoteLogSegmentId: RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry
  startOffset: number
  endOffset: number
  brokerId: number
  maxTimestampMs: number
  eventTimestampMs: number
  segmentLeaderEpochs: RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry[]
  segmentSizeInBytes: number
  customMetadata: Buffer | null
  remoteLogSegmentState: number
  txnIndexEmpty: boolean
}

export interface RemoteLogSegmentMetadataRecordInput {
  readonly remoteLogSegmentId: RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntryInput
  readonly startOffset: number
  readonly endOffset: number
  readonly brokerId: number
  readonly maxTimestampMs: number
  readonly eventTimestampMs: number
  readonly segmentLeaderEpochs: readonly RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntryInput[]
  readonly segmentSizeInBytes: number
  readonly customMetadata?: Uint8Array | null | undefined
  readonly remoteLogSegmentState: number
  readonly txnIndexEmpty?: boolean | undefined
}

export interface RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry {
  leaderEpoch: number
  offset: number
}

export interface RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntryInput {
  readonly leaderEpoch: number
  readonly offset: number
}

export interface RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry {
  topicIdPartition: RemoteLogSegmentMetadataRecordTopicIdPartitionEntry
  id: Uuid
}

export interface RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntryInput {
  readonly topicIdPartition: RemoteLogSegmentMetadataRecordTopicIdPartitionEntryInput
  readonly id: Uuid
}

export interface RemoteLogSegmentMetadataRecordTopicIdPartitionEntry {
  name: string
  id: Uuid
  partition: number
}

export interface RemoteLogSegmentMetadataRecordTopicIdPartitionEntryInput {
  readonly name: string
  readonly id: Uuid
  readonly partition: number
}

function decodeRemoteLogSegmentMetadataRecordTopicIdPartitionEntry(reader: Reader, _version: number): RemoteLogSegmentMetadataRecordTopicIdPartitionEntry {
  const name = reader.compactString()
  const id = reader.uuid()
  const partition = reader.int32()
  reader.skipTaggedFields()
  return { name, id, partition }
}

function encodeRemoteLogSegmentMetadataRecordTopicIdPartitionEntry(writer: Writer, input: RemoteLogSegmentMetadataRecordTopicIdPartitionEntryInput, _version: number): void {
  const name = input.name
  writer.compactString(name)
  const id = input.id
  writer.uuid(id)
  const partition = input.partition
  writer.int32(partition)
  writer.noTaggedFields()
}

function decodeRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(reader: Reader, version: number): RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry {
  const topicIdPartition = decodeRemoteLogSegmentMetadataRecordTopicIdPartitionEntry(reader, version)
  const id = reader.uuid()
  reader.skipTaggedFields()
  return { topicIdPartition, id }
}

function encodeRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(writer: Writer, input: RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntryInput, version: number): void {
  const topicIdPartition = input.topicIdPartition
  encodeRemoteLogSegmentMetadataRecordTopicIdPartitionEntry(writer, topicIdPartition, version)
  const id = input.id
  writer.uuid(id)
  writer.noTaggedFields()
}

function decodeRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(reader: Reader, _version: number): RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry {
  const leaderEpoch = reader.int32()
  const offset = reader.int64()
  reader.skipTaggedFields()
  return { leaderEpoch, offset }
}

function encodeRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(writer: Writer, input: RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntryInput, _version: number): void {
  const leaderEpoch = input.leaderEpoch
  writer.int32(leaderEpoch)
  const offset = input.offset
  writer.int64(offset)
  writer.noTaggedFields()
}

export function decodeRemoteLogSegmentMetadataRecord(reader: Reader, version: number): RemoteLogSegmentMetadataRecord {
  if (version !== 0) throw messageNotInVersion('RemoteLogSegmentMetadataRecord', version, 0, 0)
  const remoteLogSegmentId = decodeRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(reader, version)
  const startOffset = reader.int64()
  const endOffset = reader.int64()
  const brokerId = reader.int32()
  const maxTimestampMs = reader.int64()
  const eventTimestampMs = reader.int64()
  const segmentLeaderEpochs: RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry[] = []
  {
    const count = reader.compactArrayLength(13)
    for (let i = 0; i < count; i++) segmentLeaderEpochs.push(decodeRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(reader, version))
  }
  const segmentSizeInBytes = reader.int32()
  const customMetadata = reader.compactNullableBytes()
  const remoteLogSegmentState = reader.int8()
  let txnIndexEmpty: boolean = false
  for (let left = reader.taggedFieldCount(); left > 0; left--) {
    const tag = reader.uvarint()
    const size = reader.uvarint()
    switch (tag) {
      case 0: {
        txnIndexEmpty = reader.bool()
        break
      }
      default:
        reader.skip(size)
    }
  }
  return { remoteLogSegmentId, startOffset, endOffset, brokerId, maxTimestampMs, eventTimestampMs, segmentLeaderEpochs, segmentSizeInBytes, customMetadata, remoteLogSegmentState, txnIndexEmpty }
}

export function encodeRemoteLogSegmentMetadataRecord(writer: Writer, input: RemoteLogSegmentMetadataRecordInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('RemoteLogSegmentMetadataRecord', version, 0, 0)
  const remoteLogSegmentId = input.remoteLogSegmentId
  encodeRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(writer, remoteLogSegmentId, version)
  const startOffset = input.startOffset
  writer.int64(startOffset)
  const endOffset = input.endOffset
  writer.int64(endOffset)
  const brokerId = input.brokerId
  writer.int32(brokerId)
  const maxTimestampMs = input.maxTimestampMs
  writer.int64(maxTimestampMs)
  const eventTimestampMs = input.eventTimestampMs
  writer.int64(eventTimestampMs)
  const segmentLeaderEpochs = input.segmentLeaderEpochs
  writer.compactArrayLength(segmentLeaderEpochs.length)
  for (const item of segmentLeaderEpochs) encodeRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(writer, item, version)
  const segmentSizeInBytes = input.segmentSizeInBytes
  writer.int32(segmentSizeInBytes)
  const customMetadata = input.customMetadata ?? null
  writer.compactNullableBytes(customMetadata)
  const remoteLogSegmentState = input.remoteLogSegmentState
  writer.int8(remoteLogSegmentState)
  const txnIndexEmpty = input.txnIndexEmpty ?? false
  let tags = 0
  if (txnIndexEmpty) tags++
  writer.uvarint(tags)
  if (txnIndexEmpty) {
    const mark = writer.beginTagged(0)
    writer.bool(txnIndexEmpty)
    writer.endTagged(mark)
  }
}

export const remoteLogSegmentMetadataRecordCodec: RecordCodec<RemoteLogSegmentMetadataRecord, RemoteLogSegmentMetadataRecordInput> = {
  name: 'RemoteLogSegmentMetadataRecord', kind: 'metadata', recordType: 0, versions: { min: 0, max: 0 },
  decode: decodeRemoteLogSegmentMetadataRecord, encode: encodeRemoteLogSegmentMetadataRecord,
}
