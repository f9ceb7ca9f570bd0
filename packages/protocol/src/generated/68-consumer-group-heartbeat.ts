// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupHeartbeatRequest {
  groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  /** Name of a static member (KIP-345); null for a dynamic one. */
  instanceId: string | null
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  rackId: string | null
  /** How long the coordinator waits for the member to join again, or to give up partitions. */
  rebalanceTimeoutMs: number
  subscribedTopicNames: TopicName[] | null
  /** Regular expression of topics; null for none or unchanged. From version 1. */
  subscribedTopicRegex: string | null
  /** Assignor that the member prefers; null for none or unchanged. */
  serverAssignor: string | null
  topicPartitions: ConsumerGroupHeartbeatRequestTopicPartitions[] | null
}

export interface ConsumerGroupHeartbeatRequestInput {
  readonly groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  readonly memberEpoch: number
  /** Name of a static member (KIP-345); null for a dynamic one. */
  readonly instanceId?: string | null | undefined
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  readonly rackId?: string | null | undefined
  /** How long the coordinator waits for the member to join again, or to give up partitions. Default -1. */
  readonly rebalanceTimeoutMs?: number | undefined
  readonly subscribedTopicNames?: readonly TopicName[] | null | undefined
  /** Regular expression of topics; null for none or unchanged. From version 1. */
  readonly subscribedTopicRegex?: string | null | undefined
  /** Assignor that the member prefers; null for none or unchanged. */
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
  writer.uuid(input.topicId)
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
  writer.compactString(input.groupId)
  writer.compactString(input.memberId)
  writer.int32(input.memberEpoch)
  const instanceId = input.instanceId ?? null
  writer.compactNullableString(instanceId)
  const rackId = input.rackId ?? null
  writer.compactNullableString(rackId)
  writer.int32(input.rebalanceTimeoutMs ?? -1)
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
  assignment: ConsumerGroupHeartbeatResponseAssignment | null
}

export interface ConsumerGroupHeartbeatResponseInput {
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
  writer.uuid(input.topicId)
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
    encodeConsumerGroupHeartbeatResponseAssignment(writer, assignment, version)
  }
  writer.noTaggedFields()
}
