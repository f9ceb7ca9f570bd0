// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ShareGroupTargetAssignmentMetadataKey {
  groupId: string
}

export interface ShareGroupTargetAssignmentMetadataKeyInput {
  readonly groupId: string
}

export function decodeShareGroupTargetAssignmentMetadataKey(reader: Reader, version: number): ShareGroupTargetAssignmentMetadataKey {
  if (version !== 0) throw messageNotInVersion('ShareGroupTargetAssignmentMetadataKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeShareGroupTargetAssignmentMetadataKey(writer: Writer, input: ShareGroupTargetAssignmentMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupTargetAssignmentMetadataKey', version, 0, 0)
  writer.string(input.groupId)
}

export interface ShareGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number
  assignmentTimestamp: number
}

export interface ShareGroupTargetAssignmentMetadataValueInput {
  readonly assignmentEpoch: number
  /** Default 0. */
  readonly assignmentTimestamp?: number | undefined
}

export function decodeShareGroupTargetAssignmentMetadataValue(reader: Reader, version: number): ShareGroupTargetAssignmentMetadataValue {
  if (version !== 0) throw messageNotInVersion('ShareGroupTargetAssignmentMetadataValue', version, 0, 0)
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

export function encodeShareGroupTargetAssignmentMetadataValue(writer: Writer, input: ShareGroupTargetAssignmentMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupTargetAssignmentMetadataValue', version, 0, 0)
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

export const shareGroupTargetAssignmentMetadataKeyCodec: RecordCodec<ShareGroupTargetAssignmentMetadataKey, ShareGroupTargetAssignmentMetadataKeyInput> = {
  name: 'ShareGroupTargetAssignmentMetadataKey', kind: 'key', recordType: 12,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupTargetAssignmentMetadataKey, encode: encodeShareGroupTargetAssignmentMetadataKey,
}

export const shareGroupTargetAssignmentMetadataValueCodec: RecordCodec<ShareGroupTargetAssignmentMetadataValue, ShareGroupTargetAssignmentMetadataValueInput> = {
  name: 'ShareGroupTargetAssignmentMetadataValue', kind: 'value', recordType: 12,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupTargetAssignmentMetadataValue, encode: encodeShareGroupTargetAssignmentMetadataValue,
}
