// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import { ZERO_UUID } from '../../ids.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface OffsetCommitKey {
  /** Group id. */
  group: string
  topic: string
  partition: number
}

export interface OffsetCommitKeyInput {
  /** Group id. */
  readonly group: string
  readonly topic: string
  readonly partition: number
}

export function decodeOffsetCommitKey(reader: Reader, version: number): OffsetCommitKey {
  if (version !== 0) throw messageNotInVersion('OffsetCommitKey', version, 0, 0)
  const group = reader.string()
  const topic = reader.string()
  const partition = reader.int32()
  return { group, topic, partition }
}

export function encodeOffsetCommitKey(writer: Writer, input: OffsetCommitKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('OffsetCommitKey', version, 0, 0)
  writer.string(input.group)
  writer.string(input.topic)
  writer.int32(input.partition)
}

export interface OffsetCommitValue {
  offset: number
  /** From version 3. */
  leaderEpoch: number
  metadata: string
  /** When the offset was committed. */
  commitTimestamp: number
  /** When the offset expires, set by a client of version 1; otherwise -1. Version 1. */
  expireTimestamp: number
  /** From version 4. */
  topicId: Uuid
}

export interface OffsetCommitValueInput {
  readonly offset: number
  /** From version 3. Default -1. */
  readonly leaderEpoch?: number | undefined
  readonly metadata: string
  /** When the offset was committed. */
  readonly commitTimestamp: number
  /** When the offset expires, set by a client of version 1; otherwise -1. Version 1. Default -1. */
  readonly expireTimestamp?: number | undefined
  /** From version 4. */
  readonly topicId?: Uuid | undefined
}

export function decodeOffsetCommitValue(reader: Reader, version: number): OffsetCommitValue {
  if (version < 0 || version > 4) throw messageNotInVersion('OffsetCommitValue', version, 0, 4)
  const flexible = version >= 4
  const offset = reader.int64Saturating()
  const leaderEpoch = version >= 3 ? reader.int32() : -1
  const metadata = flexible ? reader.compactString() : reader.string()
  const commitTimestamp = reader.int64Saturating()
  const expireTimestamp = version === 1 ? reader.int64Saturating() : -1
  let topicId: Uuid = ZERO_UUID
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          topicId = reader.uuid()
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId }
}

export function encodeOffsetCommitValue(writer: Writer, input: OffsetCommitValueInput, version: number): void {
  if (version < 0 || version > 4) throw messageNotInVersion('OffsetCommitValue', version, 0, 4)
  const flexible = version >= 4
  writer.int64(input.offset)
  const leaderEpoch = input.leaderEpoch ?? -1
  if (version >= 3) {
    writer.int32(leaderEpoch)
  }
  if (flexible) writer.compactString(input.metadata); else writer.string(input.metadata)
  writer.int64(input.commitTimestamp)
  const expireTimestamp = input.expireTimestamp ?? -1
  if (version === 1) {
    writer.int64(expireTimestamp)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (flexible) {
    let tags = 0
    if (topicId !== ZERO_UUID) tags++
    writer.uvarint(tags)
    if (topicId !== ZERO_UUID) {
      const mark = writer.beginTagged(0)
      writer.uuid(topicId)
      writer.endTagged(mark)
    }
  }
}

export const offsetCommitKeyCodec: RecordCodec<OffsetCommitKey, OffsetCommitKeyInput> = {
  name: 'OffsetCommitKey', kind: 'key', recordType: 1,
  versions: { min: 0, max: 0 },
  decode: decodeOffsetCommitKey, encode: encodeOffsetCommitKey,
}

export const offsetCommitValueCodec: RecordCodec<OffsetCommitValue, OffsetCommitValueInput> = {
  name: 'OffsetCommitValue', kind: 'value', recordType: 1,
  versions: { min: 0, max: 4 },
  decode: decodeOffsetCommitValue, encode: encodeOffsetCommitValue,
}
