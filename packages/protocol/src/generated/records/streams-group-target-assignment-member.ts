// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface StreamsGroupTargetAssignmentMemberKey {
  groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
}

export interface StreamsGroupTargetAssignmentMemberKeyInput {
  readonly groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
}

export function decodeStreamsGroupTargetAssignmentMemberKey(reader: Reader, version: number): StreamsGroupTargetAssignmentMemberKey {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTargetAssignmentMemberKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeStreamsGroupTargetAssignmentMemberKey(writer: Writer, input: StreamsGroupTargetAssignmentMemberKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTargetAssignmentMemberKey', version, 0, 0)
  writer.string(input.groupId)
  writer.string(input.memberId)
}

export interface StreamsGroupTargetAssignmentMemberValue {
  activeTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[]
  standbyTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[]
  warmupTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[]
}

export interface StreamsGroupTargetAssignmentMemberValueInput {
  readonly activeTasks: readonly StreamsGroupTargetAssignmentMemberValueTaskIdsInput[]
  readonly standbyTasks: readonly StreamsGroupTargetAssignmentMemberValueTaskIdsInput[]
  readonly warmupTasks: readonly StreamsGroupTargetAssignmentMemberValueTaskIdsInput[]
}

export interface StreamsGroupTargetAssignmentMemberValueTaskIds {
  subtopologyId: string
  partitions: number[]
}

export interface StreamsGroupTargetAssignmentMemberValueTaskIdsInput {
  readonly subtopologyId: string
  readonly partitions: readonly number[]
}

function decodeStreamsGroupTargetAssignmentMemberValueTaskIds(reader: Reader, _version: number): StreamsGroupTargetAssignmentMemberValueTaskIds {
  const subtopologyId = reader.compactString()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { subtopologyId, partitions }
}

function encodeStreamsGroupTargetAssignmentMemberValueTaskIds(writer: Writer, input: StreamsGroupTargetAssignmentMemberValueTaskIdsInput, _version: number): void {
  writer.compactString(input.subtopologyId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

export function decodeStreamsGroupTargetAssignmentMemberValue(reader: Reader, version: number): StreamsGroupTargetAssignmentMemberValue {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTargetAssignmentMemberValue', version, 0, 0)
  const activeTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) activeTasks.push(decodeStreamsGroupTargetAssignmentMemberValueTaskIds(reader, version))
  }
  const standbyTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) standbyTasks.push(decodeStreamsGroupTargetAssignmentMemberValueTaskIds(reader, version))
  }
  const warmupTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) warmupTasks.push(decodeStreamsGroupTargetAssignmentMemberValueTaskIds(reader, version))
  }
  reader.skipTaggedFields()
  return { activeTasks, standbyTasks, warmupTasks }
}

export function encodeStreamsGroupTargetAssignmentMemberValue(writer: Writer, input: StreamsGroupTargetAssignmentMemberValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTargetAssignmentMemberValue', version, 0, 0)
  const activeTasks = input.activeTasks
  writer.compactArrayLength(activeTasks.length)
  for (const item of activeTasks) encodeStreamsGroupTargetAssignmentMemberValueTaskIds(writer, item, version)
  const standbyTasks = input.standbyTasks
  writer.compactArrayLength(standbyTasks.length)
  for (const item of standbyTasks) encodeStreamsGroupTargetAssignmentMemberValueTaskIds(writer, item, version)
  const warmupTasks = input.warmupTasks
  writer.compactArrayLength(warmupTasks.length)
  for (const item of warmupTasks) encodeStreamsGroupTargetAssignmentMemberValueTaskIds(writer, item, version)
  writer.noTaggedFields()
}

export const streamsGroupTargetAssignmentMemberKeyCodec: RecordCodec<StreamsGroupTargetAssignmentMemberKey, StreamsGroupTargetAssignmentMemberKeyInput> = {
  name: 'StreamsGroupTargetAssignmentMemberKey', kind: 'key', recordType: 21,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupTargetAssignmentMemberKey, encode: encodeStreamsGroupTargetAssignmentMemberKey,
}

export const streamsGroupTargetAssignmentMemberValueCodec: RecordCodec<StreamsGroupTargetAssignmentMemberValue, StreamsGroupTargetAssignmentMemberValueInput> = {
  name: 'StreamsGroupTargetAssignmentMemberValue', kind: 'value', recordType: 21,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupTargetAssignmentMemberValue, encode: encodeStreamsGroupTargetAssignmentMemberValue,
}
