// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ShareGroupHeartbeatRequest {
  groupId: GroupId
  memberId: string
  memberEpoch: number
  rackId: string | null
  subscribedTopicNames: TopicName[] | null
}

export interface ShareGroupHeartbeatRequestInput {
  readonly groupId: GroupId
  readonly memberId: string
  readonly memberEpoch: number
  readonly rackId?: string | null | undefined
  readonly subscribedTopicNames?: readonly TopicName[] | null | undefined
}

export function decodeShareGroupHeartbeatRequest(reader: Reader, version: number): ShareGroupHeartbeatRequest {
  if (version !== 1) throw messageNotInVersion('ShareGroupHeartbeatRequest', version, 1, 1)
  const groupId = reader.compactString()
  const memberId = reader.compactString()
  const memberEpoch = reader.int32()
  const rackId = reader.compactNullableString()
  let subscribedTopicNames: TopicName[] | null = null
  {
    const count = reader.compactNullableArrayLength(1)
    if (count < 0) {
      subscribedTopicNames = null
    } else {
      const items: TopicName[] = []
      for (let i = 0; i < count; i++) items.push(reader.compactString())
      subscribedTopicNames = items
    }
  }
  reader.skipTaggedFields()
  return { groupId, memberId, memberEpoch, rackId, subscribedTopicNames }
}

export function encodeShareGroupHeartbeatRequest(writer: Writer, input: ShareGroupHeartbeatRequestInput, version: number): void {
  if (version !== 1) throw messageNotInVersion('ShareGroupHeartbeatRequest', version, 1, 1)
  const groupId = input.groupId
  writer.compactString(groupId)
  const memberId = input.memberId
  writer.compactString(memberId)
  const memberEpoch = input.memberEpoch
  writer.int32(memberEpoch)
  const rackId = input.rackId ?? null
  writer.compactNullableString(rackId)
  const subscribedTopicNames = input.subscribedTopicNames ?? null
  writer.compactArrayLength(subscribedTopicNames === null ? -1 : subscribedTopicNames.length)
  if (subscribedTopicNames !== null) for (const item of subscribedTopicNames) writer.compactString(item)
  writer.noTaggedFields()
}

export interface ShareGroupHeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  memberId: string | null
  memberEpoch: number
  heartbeatIntervalMs: number
  assignment: ShareGroupHeartbeatResponseAssignment | null
}

export interface ShareGroupHeartbeatResponseInput {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly memberId?: string | null | undefined
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly assignment?: ShareGroupHeartbeatResponseAssignmentInput | null | undefined
}

export interface ShareGroupHeartbeatResponseAssignment {
  topicPartitions: ShareGroupHeartbeatResponseTopicPartitions[]
}

export interface ShareGroupHeartbeatResponseAssignmentInput {
  readonly topicPartitions: readonly ShareGroupHeartbeatResponseTopicPartitionsInput[]
}

export interface ShareGroupHeartbeatResponseTopicPartitions {
  topicId: Uuid
  partitions: number[]
}

export interface ShareGroupHeartbeatResponseTopicPartitionsInput {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function decodeShareGroupHeartbeatResponseTopicPartitions(reader: Reader, _version: number): ShareGroupHeartbeatResponseTopicPartitions {
  const topicId = reader.uuid()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeShareGroupHeartbeatResponseTopicPartitions(writer: Writer, input: ShareGroupHeartbeatResponseTopicPartitionsInput, _version: number): void {
  const topicId = input.topicId
  writer.uuid(topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeShareGroupHeartbeatResponseAssignment(reader: Reader, version: number): ShareGroupHeartbeatResponseAssignment {
  const topicPartitions: ShareGroupHeartbeatResponseTopicPartitions[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topicPartitions.push(decodeShareGroupHeartbeatResponseTopicPartitions(reader, version))
  }
  reader.skipTaggedFields()
  return { topicPartitions }
}

function encodeShareGroupHeartbeatResponseAssignment(writer: Writer, input: ShareGroupHeartbeatResponseAssignmentInput, version: number): void {
  const topicPartitions = input.topicPartitions
  writer.compactArrayLength(topicPartitions.length)
  for (const item of topicPartitions) encodeShareGroupHeartbeatResponseTopicPartitions(writer, item, version)
  writer.noTaggedFields()
}

export function decodeShareGroupHeartbeatResponse(reader: Reader, version: number): ShareGroupHeartbeatResponse {
  if (version !== 1) throw messageNotInVersion('ShareGroupHeartbeatResponse', version, 1, 1)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const memberId = reader.compactNullableString()
  const memberEpoch = reader.int32()
  const heartbeatIntervalMs = reader.int32()
  const assignment = reader.int8() < 0 ? null : decodeShareGroupHeartbeatResponseAssignment(reader, version)
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment }
}

export function encodeShareGroupHeartbeatResponse(writer: Writer, input: ShareGroupHeartbeatResponseInput, version: number): void {
  if (version !== 1) throw messageNotInVersion('ShareGroupHeartbeatResponse', version, 1, 1)
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const memberId = input.memberId ?? null
  writer.compactNullableString(memberId)
  const memberEpoch = input.memberEpoch
  writer.int32(memberEpoch)
  const heartbeatIntervalMs = input.heartbeatIntervalMs
  writer.int32(heartbeatIntervalMs)
  const assignment = input.assignment ?? null
  if (assignment === null) {
    writer.int8(-1)
  } else {
    writer.int8(1)
    encodeShareGroupHeartbeatResponseAssignment(writer, assignment, version)
  }
  writer.noTaggedFields()
}
