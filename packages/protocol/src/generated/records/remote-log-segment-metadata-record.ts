// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface RemoteLogSegmentMetadataRecord {
  remoteLogSegmentId: RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry
  /** First offset. */
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
  /** First offset. */
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
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  offset: number
}

export interface RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntryInput {
  /** Epoch of the leader; -1 when unknown. */
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
  writer.compactString(input.name)
  writer.uuid(input.id)
  writer.int32(input.partition)
  writer.noTaggedFields()
}

function decodeRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(reader: Reader, version: number): RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry {
  const topicIdPartition = decodeRemoteLogSegmentMetadataRecordTopicIdPartitionEntry(reader, version)
  const id = reader.uuid()
  reader.skipTaggedFields()
  return { topicIdPartition, id }
}

function encodeRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(writer: Writer, input: RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntryInput, version: number): void {
  encodeRemoteLogSegmentMetadataRecordTopicIdPartitionEntry(writer, input.topicIdPartition, version)
  writer.uuid(input.id)
  writer.noTaggedFields()
}

function decodeRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(reader: Reader, _version: number): RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry {
  const leaderEpoch = reader.int32()
  const offset = reader.int64Saturating()
  reader.skipTaggedFields()
  return { leaderEpoch, offset }
}

function encodeRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(writer: Writer, input: RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntryInput, _version: number): void {
  writer.int32(input.leaderEpoch)
  writer.int64(input.offset)
  writer.noTaggedFields()
}

export function decodeRemoteLogSegmentMetadataRecord(reader: Reader, version: number): RemoteLogSegmentMetadataRecord {
  if (version !== 0) throw messageNotInVersion('RemoteLogSegmentMetadataRecord', version, 0, 0)
  const remoteLogSegmentId = decodeRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(reader, version)
  const startOffset = reader.int64Saturating()
  const endOffset = reader.int64Saturating()
  const brokerId = reader.int32()
  const maxTimestampMs = reader.int64Saturating()
  const eventTimestampMs = reader.int64Saturating()
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
  encodeRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(writer, input.remoteLogSegmentId, version)
  writer.int64(input.startOffset)
  writer.int64(input.endOffset)
  writer.int32(input.brokerId)
  writer.int64(input.maxTimestampMs)
  writer.int64(input.eventTimestampMs)
  const segmentLeaderEpochs = input.segmentLeaderEpochs
  writer.compactArrayLength(segmentLeaderEpochs.length)
  for (const item of segmentLeaderEpochs) encodeRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(writer, item, version)
  writer.int32(input.segmentSizeInBytes)
  const customMetadata = input.customMetadata ?? null
  writer.compactNullableBytes(customMetadata)
  writer.int8(input.remoteLogSegmentState)
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
  name: 'RemoteLogSegmentMetadataRecord', kind: 'metadata', recordType: 0,
  versions: { min: 0, max: 0 },
  decode: decodeRemoteLogSegmentMetadataRecord, encode: encodeRemoteLogSegmentMetadataRecord,
}
