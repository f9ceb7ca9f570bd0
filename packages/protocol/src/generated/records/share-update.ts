// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ShareUpdateKey {
  groupId: string
  topicId: Uuid
  partition: number
}

export interface ShareUpdateKeyInput {
  readonly groupId: string
  readonly topicId: Uuid
  readonly partition: number
}

export function decodeShareUpdateKey(reader: Reader, version: number): ShareUpdateKey {
  if (version !== 0) throw messageNotInVersion('ShareUpdateKey', version, 0, 0)
  const groupId = reader.string()
  const topicId = reader.uuid()
  const partition = reader.int32()
  return { groupId, topicId, partition }
}

export function encodeShareUpdateKey(writer: Writer, input: ShareUpdateKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareUpdateKey', version, 0, 0)
  writer.string(input.groupId)
  writer.uuid(input.topicId)
  writer.int32(input.partition)
}

export interface ShareUpdateValue {
  snapshotEpoch: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** First offset. */
  startOffset: number
  deliveryCompleteCount: number
  stateBatches: ShareUpdateValueStateBatch[]
}

export interface ShareUpdateValueInput {
  readonly snapshotEpoch: number
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  /** First offset. */
  readonly startOffset: number
  /** Default -1. */
  readonly deliveryCompleteCount?: number | undefined
  readonly stateBatches: readonly ShareUpdateValueStateBatchInput[]
}

export interface ShareUpdateValueStateBatch {
  firstOffset: number
  lastOffset: number
  deliveryState: number
  deliveryCount: number
}

export interface ShareUpdateValueStateBatchInput {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly deliveryState: number
  readonly deliveryCount: number
}

function decodeShareUpdateValueStateBatch(reader: Reader, _version: number): ShareUpdateValueStateBatch {
  const firstOffset = reader.int64Saturating()
  const lastOffset = reader.int64Saturating()
  const deliveryState = reader.int8()
  const deliveryCount = reader.int16()
  reader.skipTaggedFields()
  return { firstOffset, lastOffset, deliveryState, deliveryCount }
}

function encodeShareUpdateValueStateBatch(writer: Writer, input: ShareUpdateValueStateBatchInput, _version: number): void {
  writer.int64(input.firstOffset)
  writer.int64(input.lastOffset)
  writer.int8(input.deliveryState)
  writer.int16(input.deliveryCount)
  writer.noTaggedFields()
}

export function decodeShareUpdateValue(reader: Reader, version: number): ShareUpdateValue {
  if (version !== 0) throw messageNotInVersion('ShareUpdateValue', version, 0, 0)
  const snapshotEpoch = reader.int32()
  const leaderEpoch = reader.int32()
  const startOffset = reader.int64Saturating()
  const stateBatches: ShareUpdateValueStateBatch[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) stateBatches.push(decodeShareUpdateValueStateBatch(reader, version))
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
  return { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches }
}

export function encodeShareUpdateValue(writer: Writer, input: ShareUpdateValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareUpdateValue', version, 0, 0)
  writer.int32(input.snapshotEpoch)
  writer.int32(input.leaderEpoch)
  writer.int64(input.startOffset)
  const stateBatches = input.stateBatches
  writer.compactArrayLength(stateBatches.length)
  for (const item of stateBatches) encodeShareUpdateValueStateBatch(writer, item, version)
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

export const shareUpdateKeyCodec: RecordCodec<ShareUpdateKey, ShareUpdateKeyInput> = {
  name: 'ShareUpdateKey', kind: 'key', recordType: 1,
  versions: { min: 0, max: 0 },
  decode: decodeShareUpdateKey, encode: encodeShareUpdateKey,
}

export const shareUpdateValueCodec: RecordCodec<ShareUpdateValue, ShareUpdateValueInput> = {
  name: 'ShareUpdateValue', kind: 'value', recordType: 1,
  versions: { min: 0, max: 0 },
  decode: decodeShareUpdateValue, encode: encodeShareUpdateValue,
}
