// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ConsumerGroupTargetAssignmentMetadataKey {
  groupId: string
}

export interface ConsumerGroupTargetAssignmentMetadataKeyInput {
  readonly groupId: string
}

export function decodeConsumerGroupTargetAssignmentMetadataKey(reader: Reader, version: number): ConsumerGroupTargetAssignmentMetadataKey {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupTargetAssignmentMetadataKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeConsumerGroupTargetAssignmentMetadataKey(writer: Writer, input: ConsumerGroupTargetAssignmentMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupTargetAssignmentMetadataKey', version, 0, 0)
  writer.string(input.groupId)
}

export interface ConsumerGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number
  assignmentTimestamp: number
}

export interface ConsumerGroupTargetAssignmentMetadataValueInput {
  readonly assignmentEpoch: number
  /** Default 0. */
  readonly assignmentTimestamp?: number | undefined
}

export function decodeConsumerGroupTargetAssignmentMetadataValue(reader: Reader, version: number): ConsumerGroupTargetAssignmentMetadataValue {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupTargetAssignmentMetadataValue', version, 0, 0)
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

export function encodeConsumerGroupTargetAssignmentMetadataValue(writer: Writer, input: ConsumerGroupTargetAssignmentMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupTargetAssignmentMetadataValue', version, 0, 0)
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

export const consumerGroupTargetAssignmentMetadataKeyCodec: RecordCodec<ConsumerGroupTargetAssignmentMetadataKey, ConsumerGroupTargetAssignmentMetadataKeyInput> = {
  name: 'ConsumerGroupTargetAssignmentMetadataKey', kind: 'key', recordType: 6,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupTargetAssignmentMetadataKey, encode: encodeConsumerGroupTargetAssignmentMetadataKey,
}

export const consumerGroupTargetAssignmentMetadataValueCodec: RecordCodec<ConsumerGroupTargetAssignmentMetadataValue, ConsumerGroupTargetAssignmentMetadataValueInput> = {
  name: 'ConsumerGroupTargetAssignmentMetadataValue', kind: 'value', recordType: 6,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupTargetAssignmentMetadataValue, encode: encodeConsumerGroupTargetAssignmentMetadataValue,
}
