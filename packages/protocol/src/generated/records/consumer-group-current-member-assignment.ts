// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ConsumerGroupCurrentMemberAssignmentKey {
  groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
}

export interface ConsumerGroupCurrentMemberAssignmentKeyInput {
  readonly groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
}

export function decodeConsumerGroupCurrentMemberAssignmentKey(reader: Reader, version: number): ConsumerGroupCurrentMemberAssignmentKey {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupCurrentMemberAssignmentKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeConsumerGroupCurrentMemberAssignmentKey(writer: Writer, input: ConsumerGroupCurrentMemberAssignmentKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupCurrentMemberAssignmentKey', version, 0, 0)
  writer.string(input.groupId)
  writer.string(input.memberId)
}

export interface ConsumerGroupCurrentMemberAssignmentValue {
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  assignedPartitions: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[]
  partitionsPendingRevocation: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[]
}

export interface ConsumerGroupCurrentMemberAssignmentValueInput {
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  readonly memberEpoch: number
  readonly previousMemberEpoch: number
  readonly state: number
  readonly assignedPartitions: readonly ConsumerGroupCurrentMemberAssignmentValueTopicPartitionsInput[]
  readonly partitionsPendingRevocation: readonly ConsumerGroupCurrentMemberAssignmentValueTopicPartitionsInput[]
}

export interface ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: Uuid
  partitions: number[]
  assignmentEpochs: number[] | null
}

export interface ConsumerGroupCurrentMemberAssignmentValueTopicPartitionsInput {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
  /** Left out: empty. */
  readonly assignmentEpochs?: readonly number[] | null | undefined
}

function decodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(reader: Reader, _version: number): ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  const topicId = reader.uuid()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  let assignmentEpochs: number[] | null = []
  for (let left = reader.taggedFieldCount(); left > 0; left--) {
    const tag = reader.uvarint()
    const size = reader.uvarint()
    switch (tag) {
      case 0: {
        const count = reader.compactNullableArrayLength(4)
        if (count < 0) {
          assignmentEpochs = null
        } else {
          const items: number[] = []
          for (let i = 0; i < count; i++) items.push(reader.int32())
          assignmentEpochs = items
        }
        break
      }
      default:
        reader.skip(size)
    }
  }
  return { topicId, partitions, assignmentEpochs }
}

function encodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(writer: Writer, input: ConsumerGroupCurrentMemberAssignmentValueTopicPartitionsInput, _version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  const assignmentEpochs = input.assignmentEpochs === undefined ? [] : input.assignmentEpochs
  let tags = 0
  if ((assignmentEpochs === null || assignmentEpochs.length !== 0)) tags++
  writer.uvarint(tags)
  if ((assignmentEpochs === null || assignmentEpochs.length !== 0)) {
    const mark = writer.beginTagged(0)
    writer.compactArrayLength(assignmentEpochs === null ? -1 : assignmentEpochs.length)
    if (assignmentEpochs !== null) for (const item of assignmentEpochs) writer.int32(item)
    writer.endTagged(mark)
  }
}

export function decodeConsumerGroupCurrentMemberAssignmentValue(reader: Reader, version: number): ConsumerGroupCurrentMemberAssignmentValue {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupCurrentMemberAssignmentValue', version, 0, 0)
  const memberEpoch = reader.int32()
  const previousMemberEpoch = reader.int32()
  const state = reader.int8()
  const assignedPartitions: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) assignedPartitions.push(decodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(reader, version))
  }
  const partitionsPendingRevocation: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) partitionsPendingRevocation.push(decodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(reader, version))
  }
  reader.skipTaggedFields()
  return { memberEpoch, previousMemberEpoch, state, assignedPartitions, partitionsPendingRevocation }
}

export function encodeConsumerGroupCurrentMemberAssignmentValue(writer: Writer, input: ConsumerGroupCurrentMemberAssignmentValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupCurrentMemberAssignmentValue', version, 0, 0)
  writer.int32(input.memberEpoch)
  writer.int32(input.previousMemberEpoch)
  writer.int8(input.state)
  const assignedPartitions = input.assignedPartitions
  writer.compactArrayLength(assignedPartitions.length)
  for (const item of assignedPartitions) encodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(writer, item, version)
  const partitionsPendingRevocation = input.partitionsPendingRevocation
  writer.compactArrayLength(partitionsPendingRevocation.length)
  for (const item of partitionsPendingRevocation) encodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(writer, item, version)
  writer.noTaggedFields()
}

export const consumerGroupCurrentMemberAssignmentKeyCodec: RecordCodec<ConsumerGroupCurrentMemberAssignmentKey, ConsumerGroupCurrentMemberAssignmentKeyInput> = {
  name: 'ConsumerGroupCurrentMemberAssignmentKey', kind: 'key', recordType: 8,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupCurrentMemberAssignmentKey, encode: encodeConsumerGroupCurrentMemberAssignmentKey,
}

export const consumerGroupCurrentMemberAssignmentValueCodec: RecordCodec<ConsumerGroupCurrentMemberAssignmentValue, ConsumerGroupCurrentMemberAssignmentValueInput> = {
  name: 'ConsumerGroupCurrentMemberAssignmentValue', kind: 'value', recordType: 8,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupCurrentMemberAssignmentValue, encode: encodeConsumerGroupCurrentMemberAssignmentValue,
}
