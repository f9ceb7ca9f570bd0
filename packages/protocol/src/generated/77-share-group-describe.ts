// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ShareGroupDescribeRequest {
  groupIds: GroupId[]
  includeAuthorizedOperations: boolean
}

export interface ShareGroupDescribeRequestInput {
  readonly groupIds: readonly GroupId[]
  readonly includeAuthorizedOperations: boolean
}

export function decodeShareGroupDescribeRequest(reader: Reader, version: number): ShareGroupDescribeRequest {
  if (version !== 1) throw messageNotInVersion('ShareGroupDescribeRequest', version, 1, 1)
  const groupIds: GroupId[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) groupIds.push(reader.compactString())
  }
  const includeAuthorizedOperations = reader.bool()
  reader.skipTaggedFields()
  return { groupIds, includeAuthorizedOperations }
}

export function encodeShareGroupDescribeRequest(writer: Writer, input: ShareGroupDescribeRequestInput, version: number): void {
  if (version !== 1) throw messageNotInVersion('ShareGroupDescribeRequest', version, 1, 1)
  const groupIds = input.groupIds
  writer.compactArrayLength(groupIds.length)
  for (const item of groupIds) writer.compactString(item)
  const includeAuthorizedOperations = input.includeAuthorizedOperations
  writer.bool(includeAuthorizedOperations)
  writer.noTaggedFields()
}

export interface ShareGroupDescribeResponse {
  throttleTimeMs: number
  groups: ShareGroupDescribeResponseDescribedGroup[]
}

export interface ShareGroupDescribeResponseInput {
  readonly throttleTimeMs: number
  readonly groups: readonly ShareGroupDescribeResponseDescribedGroupInput[]
}

export interface ShareGroupDescribeResponseDescribedGroup {
  errorCode: number
  errorMessage: string | null
  groupId: GroupId
  groupState: string
  groupEpoch: number
  assignmentEpoch: number
  assignorName: string
  members: ShareGroupDescribeResponseMember[]
  authorizedOperations: number
}

export interface ShareGroupDescribeResponseDescribedGroupInput {
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly groupId: GroupId
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
  readonly members: readonly ShareGroupDescribeResponseMemberInput[]
  /** Default -2147483648. */
  readonly authorizedOperations?: number | undefined
}

export interface ShareGroupDescribeResponseMember {
  memberId: string
  rackId: string | null
  memberEpoch: number
  clientId: string
  clientHost: string
  subscribedTopicNames: TopicName[]
  assignment: ShareGroupDescribeResponseAssignment
}

export interface ShareGroupDescribeResponseMemberInput {
  readonly memberId: string
  readonly rackId?: string | null | undefined
  readonly memberEpoch: number
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly TopicName[]
  readonly assignment: ShareGroupDescribeResponseAssignmentInput
}

export interface ShareGroupDescribeResponseAssignment {
  topicPartitions: ShareGroupDescribeResponseTopicPartitions[]
}

export interface ShareGroupDescribeResponseAssignmentInput {
  readonly topicPartitions: readonly ShareGroupDescribeResponseTopicPartitionsInput[]
}

export interface ShareGroupDescribeResponseTopicPartitions {
  topicId: Uuid
  topicName: TopicName
  partitions: number[]
}

export interface ShareGroupDescribeResponseTopicPartitionsInput {
  readonly topicId: Uuid
  readonly topicName: TopicName
  readonly partitions: readonly number[]
}

function decodeShareGroupDescribeResponseTopicPartitions(reader: Reader, _version: number): ShareGroupDescribeResponseTopicPartitions {
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

function encodeShareGroupDescribeResponseTopicPartitions(writer: Writer, input: ShareGroupDescribeResponseTopicPartitionsInput, _version: number): void {
  const topicId = input.topicId
  writer.uuid(topicId)
  const topicName = input.topicName
  writer.compactString(topicName)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeShareGroupDescribeResponseAssignment(reader: Reader, version: number): ShareGroupDescribeResponseAssignment {
  const topicPartitions: ShareGroupDescribeResponseTopicPartitions[] = []
  {
    const count = reader.compactArrayLength(19)
    for (let i = 0; i < count; i++) topicPartitions.push(decodeShareGroupDescribeResponseTopicPartitions(reader, version))
  }
  reader.skipTaggedFields()
  return { topicPartitions }
}

function encodeShareGroupDescribeResponseAssignment(writer: Writer, input: ShareGroupDescribeResponseAssignmentInput, version: number): void {
  const topicPartitions = input.topicPartitions
  writer.compactArrayLength(topicPartitions.length)
  for (const item of topicPartitions) encodeShareGroupDescribeResponseTopicPartitions(writer, item, version)
  writer.noTaggedFields()
}

function decodeShareGroupDescribeResponseMember(reader: Reader, version: number): ShareGroupDescribeResponseMember {
  const memberId = reader.compactString()
  const rackId = reader.compactNullableString()
  const memberEpoch = reader.int32()
  const clientId = reader.compactString()
  const clientHost = reader.compactString()
  const subscribedTopicNames: TopicName[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) subscribedTopicNames.push(reader.compactString())
  }
  const assignment = decodeShareGroupDescribeResponseAssignment(reader, version)
  reader.skipTaggedFields()
  return { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assignment }
}

function encodeShareGroupDescribeResponseMember(writer: Writer, input: ShareGroupDescribeResponseMemberInput, version: number): void {
  const memberId = input.memberId
  writer.compactString(memberId)
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
  const assignment = input.assignment
  encodeShareGroupDescribeResponseAssignment(writer, assignment, version)
  writer.noTaggedFields()
}

function decodeShareGroupDescribeResponseDescribedGroup(reader: Reader, version: number): ShareGroupDescribeResponseDescribedGroup {
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const groupId = reader.compactString()
  const groupState = reader.compactString()
  const groupEpoch = reader.int32()
  const assignmentEpoch = reader.int32()
  const assignorName = reader.compactString()
  const members: ShareGroupDescribeResponseMember[] = []
  {
    const count = reader.compactArrayLength(12)
    for (let i = 0; i < count; i++) members.push(decodeShareGroupDescribeResponseMember(reader, version))
  }
  const authorizedOperations = reader.int32()
  reader.skipTaggedFields()
  return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, assignorName, members, authorizedOperations }
}

function encodeShareGroupDescribeResponseDescribedGroup(writer: Writer, input: ShareGroupDescribeResponseDescribedGroupInput, version: number): void {
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
  for (const item of members) encodeShareGroupDescribeResponseMember(writer, item, version)
  const authorizedOperations = input.authorizedOperations ?? -2147483648
  writer.int32(authorizedOperations)
  writer.noTaggedFields()
}

export function decodeShareGroupDescribeResponse(reader: Reader, version: number): ShareGroupDescribeResponse {
  if (version !== 1) throw messageNotInVersion('ShareGroupDescribeResponse', version, 1, 1)
  const throttleTimeMs = reader.int32()
  const groups: ShareGroupDescribeResponseDescribedGroup[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) groups.push(decodeShareGroupDescribeResponseDescribedGroup(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, groups }
}

export function encodeShareGroupDescribeResponse(writer: Writer, input: ShareGroupDescribeResponseInput, version: number): void {
  if (version !== 1) throw messageNotInVersion('ShareGroupDescribeResponse', version, 1, 1)
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const groups = input.groups
  writer.compactArrayLength(groups.length)
  for (const item of groups) encodeShareGroupDescribeResponseDescribedGroup(writer, item, version)
  writer.noTaggedFields()
}
