// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface StreamsGroupTargetAssignmentMetadataKey {
  groupId: string
}

export interface StreamsGroupTargetAssignmentMetadataKeyInput {
  readonly groupId: string
}

export function decodeStreamsGroupTargetAssignmentMetadataKey(reader: Reader, version: number): StreamsGroupTargetAssignmentMetadataKey {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTargetAssignmentMetadataKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeStreamsGroupTargetAssignmentMetadataKey(writer: Writer, input: StreamsGroupTargetAssignmentMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTargetAssignmentMetadataKey', version, 0, 0)
  writer.string(input.groupId)
}

export interface StreamsGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number
  assignmentTimestamp: number
}

export interface StreamsGroupTargetAssignmentMetadataValueInput {
  readonly assignmentEpoch: number
  /** Default 0. */
  readonly assignmentTimestamp?: number | undefined
}

export function decodeStreamsGroupTargetAssignmentMetadataValue(reader: Reader, version: number): StreamsGroupTargetAssignmentMetadataValue {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTargetAssignmentMetadataValue', version, 0, 0)
  const assignmentEpoch = reader.int32()
  let assignmentTimestamp: number = 0
  for (let left = reader.taggedFieldCount(); left > 0; left--) {
    const tag = reader.uvarint()
    const size = reader.uvarint()
    switch (tag) {
      case 0: {
        assignmentTimestamp = reader.int64Saturating()
        break
      }
      default:
        reader.skip(size)
    }
  }
  return { assignmentEpoch, assignmentTimestamp }
}

export function encodeStreamsGroupTargetAssignmentMetadataValue(writer: Writer, input: StreamsGroupTargetAssignmentMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTargetAssignmentMetadataValue', version, 0, 0)
  writer.int32(input.assignmentEpoch)
  const assignmentTimestamp = input.assignmentTimestamp ?? 0
  let tags = 0
  if (assignmentTimestamp !== 0) tags++
  writer.uvarint(tags)
  if (assignmentTimestamp !== 0) {
    const mark = writer.beginTagged(0)
    writer.int64(assignmentTimestamp)
    writer.endTagged(mark)
  }
}

export const streamsGroupTargetAssignmentMetadataKeyCodec: RecordCodec<StreamsGroupTargetAssignmentMetadataKey, StreamsGroupTargetAssignmentMetadataKeyInput> = {
  name: 'StreamsGroupTargetAssignmentMetadataKey', kind: 'key', recordType: 20,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupTargetAssignmentMetadataKey, encode: encodeStreamsGroupTargetAssignmentMetadataKey,
}

export const streamsGroupTargetAssignmentMetadataValueCodec: RecordCodec<StreamsGroupTargetAssignmentMetadataValue, StreamsGroupTargetAssignmentMetadataValueInput> = {
  name: 'StreamsGroupTargetAssignmentMetadataValue', kind: 'value', recordType: 20,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupTargetAssignmentMetadataValue, encode: encodeStreamsGroupTargetAssignmentMetadataValue,
}
