// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupDescribeRequest {
  groupIds: GroupId[]
  includeAuthorizedOperations: boolean
}

export interface ConsumerGroupDescribeRequestInput {
  readonly groupIds: readonly GroupId[]
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
  const includeAuthorizedOperations = input.includeAuthorizedOperations
  writer.bool(includeAuthorizedOperations)
  writer.noTaggedFields()
}

export interface ConsumerGroupDescribeResponse {
  throttleTimeMs: number
  groups: ConsumerGroupDescribeResponseDescribedGroup[]
}

export interface ConsumerGroupDescribeResponseInput {
  readonly throttleTimeMs: number
  readonly groups: readonly ConsumerGroupDescribeResponseDescribedGroupInput[]
}

export interface ConsumerGroupDescribeResponseDescribedGroup {
  errorCode: number
  errorMessage: string | null
  groupId: GroupId
  groupState: string
  groupEpoch: number
  assignmentEpoch: number
  assignorName: string
  members: ConsumerGroupDescribeResponseMember[]
  authorizedOperations: number
}

export interface ConsumerGroupDescribeResponseDescribedGroupInput {
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly groupId: GroupId
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
  readonly members: readonly ConsumerGroupDescribeResponseMemberInput[]
  /** Default -2147483648. */
  readonly authorizedOperations?: number | undefined
}

export interface ConsumerGroupDescribeResponseMember {
  memberId: string
  instanceId: string | null
  rackId: string | null
  memberEpoch: number
  clientId: string
  clientHost: string
  subscribedTopicNames: TopicName[]
  subscribedTopicRegex: string | null
  assignment: ConsumerGroupDescribeResponseAssignment
  targetAssignment: ConsumerGroupDescribeResponseAssignment
  /** From version 1. */
  memberType: number
}

export interface ConsumerGroupDescribeResponseMemberInput {
  readonly memberId: string
  readonly instanceId?: string | null | undefined
  readonly rackId?: string | null | undefined
  readonly memberEpoch: number
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly TopicName[]
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
  const topicId = input.topicId
  writer.uuid(topicId)
  const topicName = input.topicName
  writer.compactString(topicName)
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
  const memberId = input.memberId
  writer.compactString(memberId)
  const instanceId = input.instanceId ?? null
  writer.compactNullableString(instanceId)
  const rackId = input.rackId ?? null
  writer.compactNullableString(rackId)
  const memberEpoch = input.memberEpoch
  writer.int32(memberEpoch)
  const clientId = input.clientId
  writer.compactString(clientId)
  const clientHost = input.clientHost
  writer.compactString(clientHost)
  const subscribedTopicNames = input.subscribedTopicNames
  writer.compactArrayLength(subscribedTopicNames.length)
  for (const item of subscribedTopicNames) writer.compactString(item)
  const subscribedTopicRegex = input.subscribedTopicRegex ?? null
  writer.compactNullableString(subscribedTopicRegex)
  const assignment = input.assignment
  encodeConsumerGroupDescribeResponseAssignment(writer, assignment, version)
  const targetAssignment = input.targetAssignment
  encodeConsumerGroupDescribeResponseAssignment(writer, targetAssignment, version)
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
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const groupId = input.groupId
  writer.compactString(groupId)
  const groupState = input.groupState
  writer.compactString(groupState)
  const groupEpoch = input.groupEpoch
  writer.int32(groupEpoch)
  const assignmentEpoch = input.assignmentEpoch
  writer.int32(assignmentEpoch)
  const assignorName = input.assignorName
  writer.compactString(assignorName)
  const members = input.members
  writer.compactArrayLength(members.length)
  for (const item of members) encodeConsumerGroupDescribeResponseMember(writer, item, version)
  const authorizedOperations = input.authorizedOperations ?? -2147483648
  writer.int32(authorizedOperations)
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
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const groups = input.groups
  writer.compactArrayLength(groups.length)
  for (const item of groups) encodeConsumerGroupDescribeResponseDescribedGroup(writer, item, version)
  writer.noTaggedFields()
}
