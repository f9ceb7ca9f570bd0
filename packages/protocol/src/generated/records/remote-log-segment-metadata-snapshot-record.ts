// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface RemoteLogSegmentMetadataSnapshotRecord {
  segmentId: Uuid
  /** First offset. */
  startOffset: number
  endOffset: number
  brokerId: number
  maxTimestampMs: number
  eventTimestampMs: number
  segmentLeaderEpochs: RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry[]
  segmentSizeInBytes: number
  customMetadata: Buffer | null
  remoteLogSegmentState: number
  txnIndexEmpty: boolean
}

export interface RemoteLogSegmentMetadataSnapshotRecordInput {
  readonly segmentId: Uuid
  /** First offset. */
  readonly startOffset: number
  readonly endOffset: number
  readonly brokerId: number
  readonly maxTimestampMs: number
  readonly eventTimestampMs: number
  readonly segmentLeaderEpochs: readonly RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntryInput[]
  readonly segmentSizeInBytes: number
  readonly customMetadata?: Uint8Array | null | undefined
  readonly remoteLogSegmentState: number
  readonly txnIndexEmpty?: boolean | undefined
}

export interface RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry {
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  offset: number
}

export interface RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntryInput {
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  readonly offset: number
}

function decodeRemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry(reader: Reader, _version: number): RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry {
  const leaderEpoch = reader.int32()
  const offset = reader.int64Saturating()
  reader.skipTaggedFields()
  return { leaderEpoch, offset }
}

function encodeRemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry(writer: Writer, input: RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntryInput, _version: number): void {
  writer.int32(input.leaderEpoch)
  writer.int64(input.offset)
  writer.noTaggedFields()
}

export function decodeRemoteLogSegmentMetadataSnapshotRecord(reader: Reader, version: number): RemoteLogSegmentMetadataSnapshotRecord {
  if (version !== 0) throw messageNotInVersion('RemoteLogSegmentMetadataSnapshotRecord', version, 0, 0)
  const segmentId = reader.uuid()
  const startOffset = reader.int64Saturating()
  const endOffset = reader.int64Saturating()
  const brokerId = reader.int32()
  const maxTimestampMs = reader.int64Saturating()
  const eventTimestampMs = reader.int64Saturating()
  const segmentLeaderEpochs: RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry[] = []
  {
    const count = reader.compactArrayLength(13)
    for (let i = 0; i < count; i++) segmentLeaderEpochs.push(decodeRemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry(reader, version))
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
  return { segmentId, startOffset, endOffset, brokerId, maxTimestampMs, eventTimestampMs, segmentLeaderEpochs, segmentSizeInBytes, customMetadata, remoteLogSegmentState, txnIndexEmpty }
}

export function encodeRemoteLogSegmentMetadataSnapshotRecord(writer: Writer, input: RemoteLogSegmentMetadataSnapshotRecordInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('RemoteLogSegmentMetadataSnapshotRecord', version, 0, 0)
  writer.uuid(input.segmentId)
  writer.int64(input.startOffset)
  writer.int64(input.endOffset)
  writer.int32(input.brokerId)
  writer.int64(input.maxTimestampMs)
  writer.int64(input.eventTimestampMs)
  const segmentLeaderEpochs = input.segmentLeaderEpochs
  writer.compactArrayLength(segmentLeaderEpochs.length)
  for (const item of segmentLeaderEpochs) encodeRemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry(writer, item, version)
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

export const remoteLogSegmentMetadataSnapshotRecordCodec: RecordCodec<RemoteLogSegmentMetadataSnapshotRecord, RemoteLogSegmentMetadataSnapshotRecordInput> = {
  name: 'RemoteLogSegmentMetadataSnapshotRecord', kind: 'metadata', recordType: 3,
  versions: { min: 0, max: 0 },
  decode: decodeRemoteLogSegmentMetadataSnapshotRecord, encode: encodeRemoteLogSegmentMetadataSnapshotRecord,
}
