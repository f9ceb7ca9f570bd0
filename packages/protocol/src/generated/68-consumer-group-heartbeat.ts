// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupHeartbeatRequest {
  groupId: GroupId
  memberId: string
  memberEpoch: number
  instanceId: string | null
  rackId: string | null
  rebalanceTimeoutMs: number
  subscribedTopicNames: TopicName[] | null
  /** From version 1. */
  subscribedTopicRegex: string | null
  serverAssignor: string | null
  topicPartitions: ConsumerGroupHeartbeatRequestTopicPartitions[] | null
}

export interface ConsumerGroupHeartbeatRequestInput {
  readonly groupId: GroupId
  readonly memberId: string
  readonly memberEpoch: number
  readonly instanceId?: string | null | undefined
  readonly rackId?: string | null | undefined
  /** Default -1. */
  readonly rebalanceTimeoutMs?: number | undefined
  readonly subscribedTopicNames?: readonly TopicName[] | null | undefined
  /** From version 1. */
  readonly subscribedTopicRegex?: string | null | undefined
  readonly serverAssignor?: string | null | undefined
  readonly topicPartitions?: readonly ConsumerGroupHeartbeatRequestTopicPartitionsInput[] | null | undefined
}

export interface ConsumerGroupHeartbeatRequestTopicPartitions {
  topicId: Uuid
  partitions: number[]
}

export interface ConsumerGroupHeartbeatRequestTopicPartitionsInput {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function decodeConsumerGroupHeartbeatRequestTopicPartitions(reader: Reader, _version: number): ConsumerGroupHeartbeatRequestTopicPartitions {
  const topicId = reader.uuid()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeConsumerGroupHeartbeatRequestTopicPartitions(writer: Writer, input: ConsumerGroupHeartbeatRequestTopicPartitionsInput, _version: number): void {
  const topicId = input.topicId
  writer.uuid(topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

export function decodeConsumerGroupHeartbeatRequest(reader: Reader, version: number): ConsumerGroupHeartbeatRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('ConsumerGroupHeartbeatRequest', version, 0, 1)
  const groupId = reader.compactString()
  const memberId = reader.compactString()
  const memberEpoch = reader.int32()
  const instanceId = reader.compactNullableString()
  const rackId = reader.compactNullableString()
  const rebalanceTimeoutMs = reader.int32()
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
  const subscribedTopicRegex = version >= 1 ? reader.compactNullableString() : null
  const serverAssignor = reader.compactNullableString()
  let topicPartitions: ConsumerGroupHeartbeatRequestTopicPartitions[] | null = null
  {
    const count = reader.compactNullableArrayLength(18)
    if (count < 0) {
      topicPartitions = null
    } else {
      const items: ConsumerGroupHeartbeatRequestTopicPartitions[] = []
      for (let i = 0; i < count; i++) items.push(decodeConsumerGroupHeartbeatRequestTopicPartitions(reader, version))
      topicPartitions = items
    }
  }
  reader.skipTaggedFields()
  return { groupId, memberId, memberEpoch, instanceId, rackId, rebalanceTimeoutMs, subscribedTopicNames, subscribedTopicRegex, serverAssignor, topicPartitions }
}

export function encodeConsumerGroupHeartbeatRequest(writer: Writer, input: ConsumerGroupHeartbeatRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('ConsumerGroupHeartbeatRequest', version, 0, 1)
  const groupId = input.groupId
  writer.compactString(groupId)
  const memberId = input.memberId
  writer.compactString(memberId)
  const memberEpoch = input.memberEpoch
  writer.int32(memberEpoch)
  const instanceId = input.instanceId ?? null
  writer.compactNullableString(instanceId)
  const rackId = input.rackId ?? null
  writer.compactNullableString(rackId)
  const rebalanceTimeoutMs = input.rebalanceTimeoutMs ?? -1
  writer.int32(rebalanceTimeoutMs)
  const subscribedTopicNames = input.subscribedTopicNames ?? null
  writer.compactArrayLength(subscribedTopicNames === null ? -1 : subscribedTopicNames.length)
  if (subscribedTopicNames !== null) for (const item of subscribedTopicNames) writer.compactString(item)
  const subscribedTopicRegex = input.subscribedTopicRegex ?? null
  if (version >= 1) {
    writer.compactNullableString(subscribedTopicRegex)
  } else if (subscribedTopicRegex !== null) throw fieldNotInVersion('ConsumerGroupHeartbeatRequest', 'subscribedTopicRegex', version)
  const serverAssignor = input.serverAssignor ?? null
  writer.compactNullableString(serverAssignor)
  const topicPartitions = input.topicPartitions ?? null
  writer.compactArrayLength(topicPartitions === null ? -1 : topicPartitions.length)
  if (topicPartitions !== null) for (const item of topicPartitions) encodeConsumerGroupHeartbeatRequestTopicPartitions(writer, item, version)
  writer.noTaggedFields()
}

export interface ConsumerGroupHeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  memberId: string | null
  memberEpoch: number
  heartbeatIntervalMs: number
  assignment: ConsumerGroupHeartbeatResponseAssignment | null
}

export interface ConsumerGroupHeartbeatResponseInput {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly memberId?: string | null | undefined
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly assignment?: ConsumerGroupHeartbeatResponseAssignmentInput | null | undefined
}

export interface ConsumerGroupHeartbeatResponseAssignment {
  topicPartitions: ConsumerGroupHeartbeatResponseTopicPartitions[]
}

export interface ConsumerGroupHeartbeatResponseAssignmentInput {
  readonly topicPartitions: readonly ConsumerGroupHeartbeatResponseTopicPartitionsInput[]
}

export interface ConsumerGroupHeartbeatResponseTopicPartitions {
  topicId: Uuid
  partitions: number[]
}

export interface ConsumerGroupHeartbeatResponseTopicPartitionsInput {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function decodeConsumerGroupHeartbeatResponseTopicPartitions(reader: Reader, _version: number): ConsumerGroupHeartbeatResponseTopicPartitions {
  const topicId = reader.uuid()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeConsumerGroupHeartbeatResponseTopicPartitions(writer: Writer, input: ConsumerGroupHeartbeatResponseTopicPartitionsInput, _version: number): void {
  const topicId = input.topicId
  writer.uuid(topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeConsumerGroupHeartbeatResponseAssignment(reader: Reader, version: number): ConsumerGroupHeartbeatResponseAssignment {
  const topicPartitions: ConsumerGroupHeartbeatResponseTopicPartitions[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topicPartitions.push(decodeConsumerGroupHeartbeatResponseTopicPartitions(reader, version))
  }
  reader.skipTaggedFields()
  return { topicPartitions }
}

function encodeConsumerGroupHeartbeatResponseAssignment(writer: Writer, input: ConsumerGroupHeartbeatResponseAssignmentInput, version: number): void {
  const topicPartitions = input.topicPartitions
  writer.compactArrayLength(topicPartitions.length)
  for (const item of topicPartitions) encodeConsumerGroupHeartbeatResponseTopicPartitions(writer, item, version)
  writer.noTaggedFields()
}

export function decodeConsumerGroupHeartbeatResponse(reader: Reader, version: number): ConsumerGroupHeartbeatResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('ConsumerGroupHeartbeatResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const memberId = reader.compactNullableString()
  const memberEpoch = reader.int32()
  const heartbeatIntervalMs = reader.int32()
  const assignment = reader.int8() < 0 ? null : decodeConsumerGroupHeartbeatResponseAssignment(reader, version)
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment }
}

export function encodeConsumerGroupHeartbeatResponse(writer: Writer, input: ConsumerGroupHeartbeatResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('ConsumerGroupHeartbeatResponse', version, 0, 1)
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
    encodeConsumerGroupHeartbeatResponseAssignment(writer, assignment, version)
  }
  writer.noTaggedFields()
}
