// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupDescribeRequest {
  groupIds: GroupId[]
  /** True: also say which operations the principal may perform. */
  includeAuthorizedOperations: boolean
}

export interface ConsumerGroupDescribeRequestInput {
  readonly groupIds: readonly GroupId[]
  /** True: also say which operations the principal may perform. */
  readonly includeAuthorizedOperations: boolean
}

export function decodeConsumerGroupDescribeRequest(reader: Reader, version: number): ConsumerGroupDescribeRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('ConsumerGroupDescribeRequest', version, 0, 1)
  const groupIds: GroupId[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) groupIds.push(reader.compactString())
  }
  const includeAuthorizedOperations = reader.bool()
  reader.skipTaggedFields()
  return { groupIds, includeAuthorizedOperations }
}

export function encodeConsumerGroupDescribeRequest(writer: Writer, input: ConsumerGroupDescribeRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('ConsumerGroupDescribeRequest', version, 0, 1)
  const groupIds = input.groupIds
  writer.compactArrayLength(groupIds.length)
  for (const item of groupIds) writer.compactString(item)
  writer.bool(input.includeAuthorizedOperations)
  writer.noTaggedFields()
}

export interface ConsumerGroupDescribeResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  groups: ConsumerGroupDescribeResponseDescribedGroup[]
}

export interface ConsumerGroupDescribeResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly groups: readonly ConsumerGroupDescribeResponseDescribedGroupInput[]
}

export interface ConsumerGroupDescribeResponseDescribedGroup {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  groupId: GroupId
  groupState: string
  groupEpoch: number
  assignmentEpoch: number
  assignorName: string
  members: ConsumerGroupDescribeResponseMember[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. */
  authorizedOperations: number
}

export interface ConsumerGroupDescribeResponseDescribedGroupInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  readonly groupId: GroupId
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
  readonly members: readonly ConsumerGroupDescribeResponseMemberInput[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. Default -2147483648. */
  readonly authorizedOperations?: number | undefined
}

export interface ConsumerGroupDescribeResponseMember {
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. */
  instanceId: string | null
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  rackId: string | null
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  clientId: string
  clientHost: string
  subscribedTopicNames: TopicName[]
  /** Regular expression of topics; null for none or unchanged. */
  subscribedTopicRegex: string | null
  assignment: ConsumerGroupDescribeResponseAssignment
  targetAssignment: ConsumerGroupDescribeResponseAssignment
  /** From version 1. */
  memberType: number
}

export interface ConsumerGroupDescribeResponseMemberInput {
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. */
  readonly instanceId?: string | null | undefined
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  readonly rackId?: string | null | undefined
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  readonly memberEpoch: number
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly TopicName[]
  /** Regular expression of topics; null for none or unchanged. */
  readonly subscribedTopicRegex?: string | null | undefined
  readonly assignment: ConsumerGroupDescribeResponseAssignmentInput
  readonly targetAssignment: ConsumerGroupDescribeResponseAssignmentInput
  /** From version 1. Default -1. */
  readonly memberType?: number | undefined
}

export interface ConsumerGroupDescribeResponseAssignment {
  topicPartitions: ConsumerGroupDescribeResponseTopicPartitions[]
}

export interface ConsumerGroupDescribeResponseAssignmentInput {
  readonly topicPartitions: readonly ConsumerGroupDescribeResponseTopicPartitionsInput[]
}

export interface ConsumerGroupDescribeResponseTopicPartitions {
  topicId: Uuid
  topicName: TopicName
  partitions: number[]
}

export interface ConsumerGroupDescribeResponseTopicPartitionsInput {
  readonly topicId: Uuid
  readonly topicName: TopicName
  readonly partitions: readonly number[]
}

function decodeConsumerGroupDescribeResponseTopicPartitions(reader: Reader, _version: number): ConsumerGroupDescribeResponseTopicPartitions {
  const topicId = reader.uuid()
  const topicName = reader.compactString()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topicId, topicName, partitions }
}

function encodeConsumerGroupDescribeResponseTopicPartitions(writer: Writer, input: ConsumerGroupDescribeResponseTopicPartitionsInput, _version: number): void {
  writer.uuid(input.topicId)
  writer.compactString(input.topicName)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeConsumerGroupDescribeResponseAssignment(reader: Reader, version: number): ConsumerGroupDescribeResponseAssignment {
  const topicPartitions: ConsumerGroupDescribeResponseTopicPartitions[] = []
  {
    const count = reader.compactArrayLength(19)
    for (let i = 0; i < count; i++) topicPartitions.push(decodeConsumerGroupDescribeResponseTopicPartitions(reader, version))
  }
  reader.skipTaggedFields()
  return { topicPartitions }
}

function encodeConsumerGroupDescribeResponseAssignment(writer: Writer, input: ConsumerGroupDescribeResponseAssignmentInput, version: number): void {
  const topicPartitions = input.topicPartitions
  writer.compactArrayLength(topicPartitions.length)
  for (const item of topicPartitions) encodeConsumerGroupDescribeResponseTopicPartitions(writer, item, version)
  writer.noTaggedFields()
}

function decodeConsumerGroupDescribeResponseMember(reader: Reader, version: number): ConsumerGroupDescribeResponseMember {
  const memberId = reader.compactString()
  const instanceId = reader.compactNullableString()
  const rackId = reader.compactNullableString()
  const memberEpoch = reader.int32()
  const clientId = reader.compactString()
  const clientHost = reader.compactString()
  const subscribedTopicNames: TopicName[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) subscribedTopicNames.push(reader.compactString())
  }
  const subscribedTopicRegex = reader.compactNullableString()
  const assignment = decodeConsumerGroupDescribeResponseAssignment(reader, version)
  const targetAssignment = decodeConsumerGroupDescribeResponseAssignment(reader, version)
  const memberType = version >= 1 ? reader.int8() : -1
  reader.skipTaggedFields()
  return { memberId, instanceId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, subscribedTopicRegex, assignment, targetAssignment, memberType }
}

function encodeConsumerGroupDescribeResponseMember(writer: Writer, input: ConsumerGroupDescribeResponseMemberInput, version: number): void {
  writer.compactString(input.memberId)
  const instanceId = input.instanceId ?? null
  writer.compactNullableString(instanceId)
  const rackId = input.rackId ?? null
  writer.compactNullableString(rackId)
  writer.int32(input.memberEpoch)
  writer.compactString(input.clientId)
  writer.compactString(input.clientHost)
  const subscribedTopicNames = input.subscribedTopicNames
  writer.compactArrayLength(subscribedTopicNames.length)
  for (const item of subscribedTopicNames) writer.compactString(item)
  const subscribedTopicRegex = input.subscribedTopicRegex ?? null
  writer.compactNullableString(subscribedTopicRegex)
  encodeConsumerGroupDescribeResponseAssignment(writer, input.assignment, version)
  encodeConsumerGroupDescribeResponseAssignment(writer, input.targetAssignment, version)
  const memberType = input.memberType ?? -1
  if (version >= 1) {
    writer.int8(memberType)
  }
  writer.noTaggedFields()
}

function decodeConsumerGroupDescribeResponseDescribedGroup(reader: Reader, version: number): ConsumerGroupDescribeResponseDescribedGroup {
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const groupId = reader.compactString()
  const groupState = reader.compactString()
  const groupEpoch = reader.int32()
  const assignmentEpoch = reader.int32()
  const assignorName = reader.compactString()
  const members: ConsumerGroupDescribeResponseMember[] = []
  {
    const count = reader.compactArrayLength(16)
    for (let i = 0; i < count; i++) members.push(decodeConsumerGroupDescribeResponseMember(reader, version))
  }
  const authorizedOperations = reader.int32()
  reader.skipTaggedFields()
  return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, assignorName, members, authorizedOperations }
}

function encodeConsumerGroupDescribeResponseDescribedGroup(writer: Writer, input: ConsumerGroupDescribeResponseDescribedGroupInput, version: number): void {
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.compactString(input.groupId)
  writer.compactString(input.groupState)
  writer.int32(input.groupEpoch)
  writer.int32(input.assignmentEpoch)
  writer.compactString(input.assignorName)
  const members = input.members
  writer.compactArrayLength(members.length)
  for (const item of members) encodeConsumerGroupDescribeResponseMember(writer, item, version)
  writer.int32(input.authorizedOperations ?? -2147483648)
  writer.noTaggedFields()
}

export function decodeConsumerGroupDescribeResponse(reader: Reader, version: number): ConsumerGroupDescribeResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('ConsumerGroupDescribeResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const groups: ConsumerGroupDescribeResponseDescribedGroup[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) groups.push(decodeConsumerGroupDescribeResponseDescribedGroup(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, groups }
}

export function encodeConsumerGroupDescribeResponse(writer: Writer, input: ConsumerGroupDescribeResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('ConsumerGroupDescribeResponse', version, 0, 1)
  writer.int32(input.throttleTimeMs)
  const groups = input.groups
  writer.compactArrayLength(groups.length)
  for (const item of groups) encodeConsumerGroupDescribeResponseDescribedGroup(writer, item, version)
  writer.noTaggedFields()
}
