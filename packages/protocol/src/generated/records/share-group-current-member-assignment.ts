// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ShareGroupCurrentMemberAssignmentKey {
  groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
}

export interface ShareGroupCurrentMemberAssignmentKeyInput {
  readonly groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
}

export function decodeShareGroupCurrentMemberAssignmentKey(reader: Reader, version: number): ShareGroupCurrentMemberAssignmentKey {
  if (version !== 0) throw messageNotInVersion('ShareGroupCurrentMemberAssignmentKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeShareGroupCurrentMemberAssignmentKey(writer: Writer, input: ShareGroupCurrentMemberAssignmentKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupCurrentMemberAssignmentKey', version, 0, 0)
  writer.string(input.groupId)
  writer.string(input.memberId)
}

export interface ShareGroupCurrentMemberAssignmentValue {
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  assignedPartitions: ShareGroupCurrentMemberAssignmentValueTopicPartitions[]
}

export interface ShareGroupCurrentMemberAssignmentValueInput {
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  readonly memberEpoch: number
  readonly previousMemberEpoch: number
  readonly state: number
  readonly assignedPartitions: readonly ShareGroupCurrentMemberAssignmentValueTopicPartitionsInput[]
}

export interface ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: Uuid
  partitions: number[]
}

export interface ShareGroupCurrentMemberAssignmentValueTopicPartitionsInput {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function decodeShareGroupCurrentMemberAssignmentValueTopicPartitions(reader: Reader, _version: number): ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  const topicId = reader.uuid()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeShareGroupCurrentMemberAssignmentValueTopicPartitions(writer: Writer, input: ShareGroupCurrentMemberAssignmentValueTopicPartitionsInput, _version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

export function decodeShareGroupCurrentMemberAssignmentValue(reader: Reader, version: number): ShareGroupCurrentMemberAssignmentValue {
  if (version !== 0) throw messageNotInVersion('ShareGroupCurrentMemberAssignmentValue', version, 0, 0)
  const memberEpoch = reader.int32()
  const previousMemberEpoch = reader.int32()
  const state = reader.int8()
  const assignedPartitions: ShareGroupCurrentMemberAssignmentValueTopicPartitions[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) assignedPartitions.push(decodeShareGroupCurrentMemberAssignmentValueTopicPartitions(reader, version))
  }
  reader.skipTaggedFields()
  return { memberEpoch, previousMemberEpoch, state, assignedPartitions }
}

export function encodeShareGroupCurrentMemberAssignmentValue(writer: Writer, input: ShareGroupCurrentMemberAssignmentValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupCurrentMemberAssignmentValue', version, 0, 0)
  writer.int32(input.memberEpoch)
  writer.int32(input.previousMemberEpoch)
  writer.int8(input.state)
  const assignedPartitions = input.assignedPartitions
  writer.compactArrayLength(assignedPartitions.length)
  for (const item of assignedPartitions) encodeShareGroupCurrentMemberAssignmentValueTopicPartitions(writer, item, version)
  writer.noTaggedFields()
}

export const shareGroupCurrentMemberAssignmentKeyCodec: RecordCodec<ShareGroupCurrentMemberAssignmentKey, ShareGroupCurrentMemberAssignmentKeyInput> = {
  name: 'ShareGroupCurrentMemberAssignmentKey', kind: 'key', recordType: 14,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupCurrentMemberAssignmentKey, encode: encodeShareGroupCurrentMemberAssignmentKey,
}

export const shareGroupCurrentMemberAssignmentValueCodec: RecordCodec<ShareGroupCurrentMemberAssignmentValue, ShareGroupCurrentMemberAssignmentValueInput> = {
  name: 'ShareGroupCurrentMemberAssignmentValue', kind: 'value', recordType: 14,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupCurrentMemberAssignmentValue, encode: encodeShareGroupCurrentMemberAssignmentValue,
}
