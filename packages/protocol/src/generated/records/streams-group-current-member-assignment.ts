// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface StreamsGroupCurrentMemberAssignmentKey {
  groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
}

export interface StreamsGroupCurrentMemberAssignmentKeyInput {
  readonly groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
}

export function decodeStreamsGroupCurrentMemberAssignmentKey(reader: Reader, version: number): StreamsGroupCurrentMemberAssignmentKey {
  if (version !== 0) throw messageNotInVersion('StreamsGroupCurrentMemberAssignmentKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeStreamsGroupCurrentMemberAssignmentKey(writer: Writer, input: StreamsGroupCurrentMemberAssignmentKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupCurrentMemberAssignmentKey', version, 0, 0)
  writer.string(input.groupId)
  writer.string(input.memberId)
}

export interface StreamsGroupCurrentMemberAssignmentValue {
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  activeTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  standbyTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  warmupTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  activeTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  standbyTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  warmupTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
}

export interface StreamsGroupCurrentMemberAssignmentValueInput {
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  readonly memberEpoch: number
  readonly previousMemberEpoch: number
  readonly state: number
  readonly activeTasks: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly standbyTasks: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly warmupTasks: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly activeTasksPendingRevocation: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly standbyTasksPendingRevocation: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly warmupTasksPendingRevocation: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
}

export interface StreamsGroupCurrentMemberAssignmentValueTaskIds {
  subtopologyId: string
  partitions: number[]
  assignmentEpochs: number[] | null
}

export interface StreamsGroupCurrentMemberAssignmentValueTaskIdsInput {
  readonly subtopologyId: string
  readonly partitions: readonly number[]
  /** Left out: empty. */
  readonly assignmentEpochs?: readonly number[] | null | undefined
}

function decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader: Reader, _version: number): StreamsGroupCurrentMemberAssignmentValueTaskIds {
  const subtopologyId = reader.compactString()
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
  return { subtopologyId, partitions, assignmentEpochs }
}

function encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer: Writer, input: StreamsGroupCurrentMemberAssignmentValueTaskIdsInput, _version: number): void {
  writer.compactString(input.subtopologyId)
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

export function decodeStreamsGroupCurrentMemberAssignmentValue(reader: Reader, version: number): StreamsGroupCurrentMemberAssignmentValue {
  if (version !== 0) throw messageNotInVersion('StreamsGroupCurrentMemberAssignmentValue', version, 0, 0)
  const memberEpoch = reader.int32()
  const previousMemberEpoch = reader.int32()
  const state = reader.int8()
  const activeTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) activeTasks.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version))
  }
  const standbyTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) standbyTasks.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version))
  }
  const warmupTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) warmupTasks.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version))
  }
  const activeTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) activeTasksPendingRevocation.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version))
  }
  const standbyTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) standbyTasksPendingRevocation.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version))
  }
  const warmupTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) warmupTasksPendingRevocation.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version))
  }
  reader.skipTaggedFields()
  return { memberEpoch, previousMemberEpoch, state, activeTasks, standbyTasks, warmupTasks, activeTasksPendingRevocation, standbyTasksPendingRevocation, warmupTasksPendingRevocation }
}

export function encodeStreamsGroupCurrentMemberAssignmentValue(writer: Writer, input: StreamsGroupCurrentMemberAssignmentValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupCurrentMemberAssignmentValue', version, 0, 0)
  writer.int32(input.memberEpoch)
  writer.int32(input.previousMemberEpoch)
  writer.int8(input.state)
  const activeTasks = input.activeTasks
  writer.compactArrayLength(activeTasks.length)
  for (const item of activeTasks) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, item, version)
  const standbyTasks = input.standbyTasks
  writer.compactArrayLength(standbyTasks.length)
  for (const item of standbyTasks) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, item, version)
  const warmupTasks = input.warmupTasks
  writer.compactArrayLength(warmupTasks.length)
  for (const item of warmupTasks) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, item, version)
  const activeTasksPendingRevocation = input.activeTasksPendingRevocation
  writer.compactArrayLength(activeTasksPendingRevocation.length)
  for (const item of activeTasksPendingRevocation) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, item, version)
  const standbyTasksPendingRevocation = input.standbyTasksPendingRevocation
  writer.compactArrayLength(standbyTasksPendingRevocation.length)
  for (const item of standbyTasksPendingRevocation) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, item, version)
  const warmupTasksPendingRevocation = input.warmupTasksPendingRevocation
  writer.compactArrayLength(warmupTasksPendingRevocation.length)
  for (const item of warmupTasksPendingRevocation) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, item, version)
  writer.noTaggedFields()
}

export const streamsGroupCurrentMemberAssignmentKeyCodec: RecordCodec<StreamsGroupCurrentMemberAssignmentKey, StreamsGroupCurrentMemberAssignmentKeyInput> = {
  name: 'StreamsGroupCurrentMemberAssignmentKey', kind: 'key', recordType: 22,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupCurrentMemberAssignmentKey, encode: encodeStreamsGroupCurrentMemberAssignmentKey,
}

export const streamsGroupCurrentMemberAssignmentValueCodec: RecordCodec<StreamsGroupCurrentMemberAssignmentValue, StreamsGroupCurrentMemberAssignmentValueInput> = {
  name: 'StreamsGroupCurrentMemberAssignmentValue', kind: 'value', recordType: 22,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupCurrentMemberAssignmentValue, encode: encodeStreamsGroupCurrentMemberAssignmentValue,
}
