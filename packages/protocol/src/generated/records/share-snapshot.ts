// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ShareSnapshotKey {
  groupId: string
  topicId: Uuid
  partition: number
}

export interface ShareSnapshotKeyInput {
  readonly groupId: string
  readonly topicId: Uuid
  readonly partition: number
}

export function decodeShareSnapshotKey(reader: Reader, version: number): ShareSnapshotKey {
  if (version !== 0) throw messageNotInVersion('ShareSnapshotKey', version, 0, 0)
  const groupId = reader.string()
  const topicId = reader.uuid()
  const partition = reader.int32()
  return { groupId, topicId, partition }
}

export function encodeShareSnapshotKey(writer: Writer, input: ShareSnapshotKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareSnapshotKey', version, 0, 0)
  writer.string(input.groupId)
  writer.uuid(input.topicId)
  writer.int32(input.partition)
}

export interface ShareSnapshotValue {
  snapshotEpoch: number
  stateEpoch: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** First offset. */
  startOffset: number
  deliveryCompleteCount: number
  createTimestamp: number
  writeTimestamp: number
  stateBatches: ShareSnapshotValueStateBatch[]
}

export interface ShareSnapshotValueInput {
  readonly snapshotEpoch: number
  readonly stateEpoch: number
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  /** First offset. */
  readonly startOffset: number
  /** Default -1. */
  readonly deliveryCompleteCount?: number | undefined
  readonly createTimestamp: number
  readonly writeTimestamp: number
  readonly stateBatches: readonly ShareSnapshotValueStateBatchInput[]
}

export interface ShareSnapshotValueStateBatch {
  firstOffset: number
  lastOffset: number
  deliveryState: number
  deliveryCount: number
}

export interface ShareSnapshotValueStateBatchInput {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly deliveryState: number
  readonly deliveryCount: number
}

function decodeShareSnapshotValueStateBatch(reader: Reader, _version: number): ShareSnapshotValueStateBatch {
  const firstOffset = reader.int64Saturating()
  const lastOffset = reader.int64Saturating()
  const deliveryState = reader.int8()
  const deliveryCount = reader.int16()
  reader.skipTaggedFields()
  return { firstOffset, lastOffset, deliveryState, deliveryCount }
}

function encodeShareSnapshotValueStateBatch(writer: Writer, input: ShareSnapshotValueStateBatchInput, _version: number): void {
  writer.int64(input.firstOffset)
  writer.int64(input.lastOffset)
  writer.int8(input.deliveryState)
  writer.int16(input.deliveryCount)
  writer.noTaggedFields()
}

export function decodeShareSnapshotValue(reader: Reader, version: number): ShareSnapshotValue {
  if (version !== 0) throw messageNotInVersion('ShareSnapshotValue', version, 0, 0)
  const snapshotEpoch = reader.int32()
  const stateEpoch = reader.int32()
  const leaderEpoch = reader.int32()
  const startOffset = reader.int64Saturating()
  const createTimestamp = reader.int64Saturating()
  const writeTimestamp = reader.int64Saturating()
  const stateBatches: ShareSnapshotValueStateBatch[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) stateBatches.push(decodeShareSnapshotValueStateBatch(reader, version))
  }
  let deliveryCompleteCount: number = -1
  for (let left = reader.taggedFieldCount(); left > 0; left--) {
    const tag = reader.uvarint()
    const size = reader.uvarint()
    switch (tag) {
      case 0: {
        deliveryCompleteCount = reader.int32()
        break
      }
      default:
        reader.skip(size)
    }
  }
  return { snapshotEpoch, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, createTimestamp, writeTimestamp, stateBatches }
}

export function encodeShareSnapshotValue(writer: Writer, input: ShareSnapshotValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareSnapshotValue', version, 0, 0)
  writer.int32(input.snapshotEpoch)
  writer.int32(input.stateEpoch)
  writer.int32(input.leaderEpoch)
  writer.int64(input.startOffset)
  writer.int64(input.createTimestamp)
  writer.int64(input.writeTimestamp)
  const stateBatches = input.stateBatches
  writer.compactArrayLength(stateBatches.length)
  for (const item of stateBatches) encodeShareSnapshotValueStateBatch(writer, item, version)
  const deliveryCompleteCount = input.deliveryCompleteCount ?? -1
  let tags = 0
  if (deliveryCompleteCount !== -1) tags++
  writer.uvarint(tags)
  if (deliveryCompleteCount !== -1) {
    const mark = writer.beginTagged(0)
    writer.int32(deliveryCompleteCount)
    writer.endTagged(mark)
  }
}

export const shareSnapshotKeyCodec: RecordCodec<ShareSnapshotKey, ShareSnapshotKeyInput> = {
  name: 'ShareSnapshotKey', kind: 'key', recordType: 0,
  versions: { min: 0, max: 0 },
  decode: decodeShareSnapshotKey, encode: encodeShareSnapshotKey,
}

export const shareSnapshotValueCodec: RecordCodec<ShareSnapshotValue, ShareSnapshotValueInput> = {
  name: 'ShareSnapshotValue', kind: 'value', recordType: 0,
  versions: { min: 0, max: 0 },
  decode: decodeShareSnapshotValue, encode: encodeShareSnapshotValue,
}
