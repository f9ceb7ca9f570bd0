// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ShareGroupDescribeRequest {
  groupIds: GroupId[]
  /** True: also say which operations the principal may perform. */
  includeAuthorizedOperations: boolean
}

export interface ShareGroupDescribeRequestInput {
  readonly groupIds: readonly GroupId[]
  /** True: also say which operations the principal may perform. */
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
  writer.bool(input.includeAuthorizedOperations)
  writer.noTaggedFields()
}

export interface ShareGroupDescribeResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  groups: ShareGroupDescribeResponseDescribedGroup[]
}

export interface ShareGroupDescribeResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly groups: readonly ShareGroupDescribeResponseDescribedGroupInput[]
}

export interface ShareGroupDescribeResponseDescribedGroup {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  groupId: GroupId
  groupState: string
  groupEpoch: number
  assignmentEpoch: number
  assignorName: string
  members: ShareGroupDescribeResponseMember[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. */
  authorizedOperations: number
}

export interface ShareGroupDescribeResponseDescribedGroupInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  readonly groupId: GroupId
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
  readonly members: readonly ShareGroupDescribeResponseMemberInput[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. Default -2147483648. */
  readonly authorizedOperations?: number | undefined
}

export interface ShareGroupDescribeResponseMember {
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  rackId: string | null
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  clientId: string
  clientHost: string
  subscribedTopicNames: TopicName[]
  assignment: ShareGroupDescribeResponseAssignment
}

export interface ShareGroupDescribeResponseMemberInput {
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  readonly rackId?: string | null | undefined
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
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
  writer.uuid(input.topicId)
  writer.compactString(input.topicName)
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
  writer.compactString(input.memberId)
  const rackId = input.rackId ?? null
  writer.compactNullableString(rackId)
  writer.int32(input.memberEpoch)
  writer.compactString(input.clientId)
  writer.compactString(input.clientHost)
  const subscribedTopicNames = input.subscribedTopicNames
  writer.compactArrayLength(subscribedTopicNames.length)
  for (const item of subscribedTopicNames) writer.compactString(item)
  encodeShareGroupDescribeResponseAssignment(writer, input.assignment, version)
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
  for (const item of members) encodeShareGroupDescribeResponseMember(writer, item, version)
  writer.int32(input.authorizedOperations ?? -2147483648)
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
  writer.int32(input.throttleTimeMs)
  const groups = input.groups
  writer.compactArrayLength(groups.length)
  for (const item of groups) encodeShareGroupDescribeResponseDescribedGroup(writer, item, version)
  writer.noTaggedFields()
}
