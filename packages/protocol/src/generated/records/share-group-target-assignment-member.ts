// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ShareGroupTargetAssignmentMemberKey {
  groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
}

export interface ShareGroupTargetAssignmentMemberKeyInput {
  readonly groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
}

export function decodeShareGroupTargetAssignmentMemberKey(reader: Reader, version: number): ShareGroupTargetAssignmentMemberKey {
  if (version !== 0) throw messageNotInVersion('ShareGroupTargetAssignmentMemberKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeShareGroupTargetAssignmentMemberKey(writer: Writer, input: ShareGroupTargetAssignmentMemberKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupTargetAssignmentMemberKey', version, 0, 0)
  writer.string(input.groupId)
  writer.string(input.memberId)
}

export interface ShareGroupTargetAssignmentMemberValue {
  topicPartitions: ShareGroupTargetAssignmentMemberValueTopicPartition[]
}

export interface ShareGroupTargetAssignmentMemberValueInput {
  readonly topicPartitions: readonly ShareGroupTargetAssignmentMemberValueTopicPartitionInput[]
}

export interface ShareGroupTargetAssignmentMemberValueTopicPartition {
  topicId: Uuid
  partitions: number[]
}

export interface ShareGroupTargetAssignmentMemberValueTopicPartitionInput {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function decodeShareGroupTargetAssignmentMemberValueTopicPartition(reader: Reader, _version: number): ShareGroupTargetAssignmentMemberValueTopicPartition {
  const topicId = reader.uuid()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeShareGroupTargetAssignmentMemberValueTopicPartition(writer: Writer, input: ShareGroupTargetAssignmentMemberValueTopicPartitionInput, _version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

export function decodeShareGroupTargetAssignmentMemberValue(reader: Reader, version: number): ShareGroupTargetAssignmentMemberValue {
  if (version !== 0) throw messageNotInVersion('ShareGroupTargetAssignmentMemberValue', version, 0, 0)
  const topicPartitions: ShareGroupTargetAssignmentMemberValueTopicPartition[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topicPartitions.push(decodeShareGroupTargetAssignmentMemberValueTopicPartition(reader, version))
  }
  reader.skipTaggedFields()
  return { topicPartitions }
}

export function encodeShareGroupTargetAssignmentMemberValue(writer: Writer, input: ShareGroupTargetAssignmentMemberValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupTargetAssignmentMemberValue', version, 0, 0)
  const topicPartitions = input.topicPartitions
  writer.compactArrayLength(topicPartitions.length)
  for (const item of topicPartitions) encodeShareGroupTargetAssignmentMemberValueTopicPartition(writer, item, version)
  writer.noTaggedFields()
}

export const shareGroupTargetAssignmentMemberKeyCodec: RecordCodec<ShareGroupTargetAssignmentMemberKey, ShareGroupTargetAssignmentMemberKeyInput> = {
  name: 'ShareGroupTargetAssignmentMemberKey', kind: 'key', recordType: 13,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupTargetAssignmentMemberKey, encode: encodeShareGroupTargetAssignmentMemberKey,
}

export const shareGroupTargetAssignmentMemberValueCodec: RecordCodec<ShareGroupTargetAssignmentMemberValue, ShareGroupTargetAssignmentMemberValueInput> = {
  name: 'ShareGroupTargetAssignmentMemberValue', kind: 'value', recordType: 13,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupTargetAssignmentMemberValue, encode: encodeShareGroupTargetAssignmentMemberValue,
}
