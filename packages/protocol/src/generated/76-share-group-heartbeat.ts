// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ShareGroupHeartbeatRequest {
  groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  rackId: string | null
  subscribedTopicNames: TopicName[] | null
}

export interface ShareGroupHeartbeatRequestInput {
  readonly groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  readonly memberEpoch: number
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
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
  writer.compactString(input.groupId)
  writer.compactString(input.memberId)
  writer.int32(input.memberEpoch)
  const rackId = input.rackId ?? null
  writer.compactNullableString(rackId)
  const subscribedTopicNames = input.subscribedTopicNames ?? null
  writer.compactArrayLength(subscribedTopicNames === null ? -1 : subscribedTopicNames.length)
  if (subscribedTopicNames !== null) for (const item of subscribedTopicNames) writer.compactString(item)
  writer.noTaggedFields()
}

export interface ShareGroupHeartbeatResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string | null
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  /** How often the member is to send a heartbeat. */
  heartbeatIntervalMs: number
  assignment: ShareGroupHeartbeatResponseAssignment | null
}

export interface ShareGroupHeartbeatResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId?: string | null | undefined
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  readonly memberEpoch: number
  /** How often the member is to send a heartbeat. */
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
  writer.uuid(input.topicId)
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
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const memberId = input.memberId ?? null
  writer.compactNullableString(memberId)
  writer.int32(input.memberEpoch)
  writer.int32(input.heartbeatIntervalMs)
  const assignment = input.assignment ?? null
  if (assignment === null) {
    writer.int8(-1)
  } else {
    writer.int8(1)
    encodeShareGroupHeartbeatResponseAssignment(writer, assignment, version)
  }
  writer.noTaggedFields()
}
