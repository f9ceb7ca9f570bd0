// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ConsumerGroupTargetAssignmentMemberKey {
  groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
}

export interface ConsumerGroupTargetAssignmentMemberKeyInput {
  readonly groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
}

export function decodeConsumerGroupTargetAssignmentMemberKey(reader: Reader, version: number): ConsumerGroupTargetAssignmentMemberKey {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupTargetAssignmentMemberKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeConsumerGroupTargetAssignmentMemberKey(writer: Writer, input: ConsumerGroupTargetAssignmentMemberKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupTargetAssignmentMemberKey', version, 0, 0)
  writer.string(input.groupId)
  writer.string(input.memberId)
}

export interface ConsumerGroupTargetAssignmentMemberValue {
  topicPartitions: ConsumerGroupTargetAssignmentMemberValueTopicPartition[]
}

export interface ConsumerGroupTargetAssignmentMemberValueInput {
  readonly topicPartitions: readonly ConsumerGroupTargetAssignmentMemberValueTopicPartitionInput[]
}

export interface ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  topicId: Uuid
  partitions: number[]
}

export interface ConsumerGroupTargetAssignmentMemberValueTopicPartitionInput {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function decodeConsumerGroupTargetAssignmentMemberValueTopicPartition(reader: Reader, _version: number): ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  const topicId = reader.uuid()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeConsumerGroupTargetAssignmentMemberValueTopicPartition(writer: Writer, input: ConsumerGroupTargetAssignmentMemberValueTopicPartitionInput, _version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

export function decodeConsumerGroupTargetAssignmentMemberValue(reader: Reader, version: number): ConsumerGroupTargetAssignmentMemberValue {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupTargetAssignmentMemberValue', version, 0, 0)
  const topicPartitions: ConsumerGroupTargetAssignmentMemberValueTopicPartition[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topicPartitions.push(decodeConsumerGroupTargetAssignmentMemberValueTopicPartition(reader, version))
  }
  reader.skipTaggedFields()
  return { topicPartitions }
}

export function encodeConsumerGroupTargetAssignmentMemberValue(writer: Writer, input: ConsumerGroupTargetAssignmentMemberValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupTargetAssignmentMemberValue', version, 0, 0)
  const topicPartitions = input.topicPartitions
  writer.compactArrayLength(topicPartitions.length)
  for (const item of topicPartitions) encodeConsumerGroupTargetAssignmentMemberValueTopicPartition(writer, item, version)
  writer.noTaggedFields()
}

export const consumerGroupTargetAssignmentMemberKeyCodec: RecordCodec<ConsumerGroupTargetAssignmentMemberKey, ConsumerGroupTargetAssignmentMemberKeyInput> = {
  name: 'ConsumerGroupTargetAssignmentMemberKey', kind: 'key', recordType: 7,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupTargetAssignmentMemberKey, encode: encodeConsumerGroupTargetAssignmentMemberKey,
}

export const consumerGroupTargetAssignmentMemberValueCodec: RecordCodec<ConsumerGroupTargetAssignmentMemberValue, ConsumerGroupTargetAssignmentMemberValueInput> = {
  name: 'ConsumerGroupTargetAssignmentMemberValue', kind: 'value', recordType: 7,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupTargetAssignmentMemberValue, encode: encodeConsumerGroupTargetAssignmentMemberValue,
}
