// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface LegacyOffsetCommitKey {
  group: string
  topic: string
  partition: number
}

export interface LegacyOffsetCommitKeyInput {
  readonly group: string
  readonly topic: string
  readonly partition: number
}

export function decodeLegacyOffsetCommitKey(reader: Reader, version: number): LegacyOffsetCommitKey {
  if (version !== 0) throw messageNotInVersion('LegacyOffsetCommitKey', version, 0, 0)
  const group = reader.string()
  const topic = reader.string()
  const partition = reader.int32()
  return { group, topic, partition }
}

export function encodeLegacyOffsetCommitKey(writer: Writer, input: LegacyOffsetCommitKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('LegacyOffsetCommitKey', version, 0, 0)
  writer.string(input.group)
  writer.string(input.topic)
  writer.int32(input.partition)
}

export interface LegacyOffsetCommitValue {
  offset: number
  metadata: string
  commitTimestamp: number
}

export interface LegacyOffsetCommitValueInput {
  readonly offset: number
  readonly metadata: string
  readonly commitTimestamp: number
}

export function decodeLegacyOffsetCommitValue(reader: Reader, version: number): LegacyOffsetCommitValue {
  if (version !== 0) throw messageNotInVersion('LegacyOffsetCommitValue', version, 0, 0)
  const offset = reader.int64Saturating()
  const metadata = reader.string()
  const commitTimestamp = reader.int64Saturating()
  return { offset, metadata, commitTimestamp }
}

export function encodeLegacyOffsetCommitValue(writer: Writer, input: LegacyOffsetCommitValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('LegacyOffsetCommitValue', version, 0, 0)
  writer.int64(input.offset)
  writer.string(input.metadata)
  writer.int64(input.commitTimestamp)
}

export const legacyOffsetCommitKeyCodec: RecordCodec<LegacyOffsetCommitKey, LegacyOffsetCommitKeyInput> = {
  name: 'LegacyOffsetCommitKey', kind: 'key', recordType: 0,
  versions: { min: 0, max: 0 },
  decode: decodeLegacyOffsetCommitKey, encode: encodeLegacyOffsetCommitKey,
}

export const legacyOffsetCommitValueCodec: RecordCodec<LegacyOffsetCommitValue, LegacyOffsetCommitValueInput> = {
  name: 'LegacyOffsetCommitValue', kind: 'value', recordType: 0,
  versions: { min: 0, max: 0 },
  decode: decodeLegacyOffsetCommitValue, encode: encodeLegacyOffsetCommitValue,
}
