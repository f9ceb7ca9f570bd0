// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface StreamsGroupDescribeRequest {
  groupIds: GroupId[]
  /** True: also say which operations the principal may perform. */
  includeAuthorizedOperations: boolean
  /** From version 1. */
  includeTopologyDescription: boolean
}

export interface StreamsGroupDescribeRequestInput {
  readonly groupIds: readonly GroupId[]
  /** True: also say which operations the principal may perform. */
  readonly includeAuthorizedOperations: boolean
  /** From version 1. Default false. */
  readonly includeTopologyDescription?: boolean | undefined
}

export function decodeStreamsGroupDescribeRequest(reader: Reader, version: number): StreamsGroupDescribeRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('StreamsGroupDescribeRequest', version, 0, 1)
  const groupIds: GroupId[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) groupIds.push(reader.compactString())
  }
  const includeAuthorizedOperations = reader.bool()
  const includeTopologyDescription = version >= 1 ? reader.bool() : false
  reader.skipTaggedFields()
  return { groupIds, includeAuthorizedOperations, includeTopologyDescription }
}

export function encodeStreamsGroupDescribeRequest(writer: Writer, input: StreamsGroupDescribeRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('StreamsGroupDescribeRequest', version, 0, 1)
  const groupIds = input.groupIds
  writer.compactArrayLength(groupIds.length)
  for (const item of groupIds) writer.compactString(item)
  writer.bool(input.includeAuthorizedOperations)
  const includeTopologyDescription = input.includeTopologyDescription ?? false
  if (version >= 1) {
    writer.bool(includeTopologyDescription)
  } else if (includeTopologyDescription) throw fieldNotInVersion('StreamsGroupDescribeRequest', 'includeTopologyDescription', version)
  writer.noTaggedFields()
}

export interface StreamsGroupDescribeResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  groups: StreamsGroupDescribeResponseDescribedGroup[]
}

export interface StreamsGroupDescribeResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly groups: readonly StreamsGroupDescribeResponseDescribedGroupInput[]
}

export interface StreamsGroupDescribeResponseDescribedGroup {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  groupId: GroupId
  groupState: string
  groupEpoch: number
  assignmentEpoch: number
  topology: StreamsGroupDescribeResponseTopology | null
  members: StreamsGroupDescribeResponseMember[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. */
  authorizedOperations: number
  /** From version 1. */
  topologyDescription: StreamsGroupDescribeResponseTopologyDescription | null
  /** From version 1. */
  topologyDescriptionStatus: number
  /** From version 1. */
  assignorName: string | null
}

export interface StreamsGroupDescribeResponseDescribedGroupInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  readonly groupId: GroupId
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly topology?: StreamsGroupDescribeResponseTopologyInput | null | undefined
  readonly members: readonly StreamsGroupDescribeResponseMemberInput[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. Default -2147483648. */
  readonly authorizedOperations?: number | undefined
  /** From version 1. */
  readonly topologyDescription?: StreamsGroupDescribeResponseTopologyDescriptionInput | null | undefined
  /** From version 1. Default 0. */
  readonly topologyDescriptionStatus?: number | undefined
  /** From version 1. */
  readonly assignorName?: string | null | undefined
}

export interface StreamsGroupDescribeResponseMember {
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  /** Name of a static member (KIP-345); null for a dynamic one. */
  instanceId: string | null
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  rackId: string | null
  clientId: string
  clientHost: string
  topologyEpoch: number
  processId: string
  userEndpoint: StreamsGroupDescribeResponseEndpoint | null
  clientTags: StreamsGroupDescribeResponseKeyValue[]
  taskOffsets: StreamsGroupDescribeResponseTaskOffset[]
  taskEndOffsets: StreamsGroupDescribeResponseTaskOffset[]
  assignment: StreamsGroupDescribeResponseAssignment
  targetAssignment: StreamsGroupDescribeResponseAssignment
  isClassic: boolean
}

export interface StreamsGroupDescribeResponseMemberInput {
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  readonly memberEpoch: number
  /** Name of a static member (KIP-345); null for a dynamic one. */
  readonly instanceId?: string | null | undefined
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  readonly rackId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  readonly topologyEpoch: number
  readonly processId: string
  readonly userEndpoint?: StreamsGroupDescribeResponseEndpointInput | null | undefined
  readonly clientTags: readonly StreamsGroupDescribeResponseKeyValueInput[]
  readonly taskOffsets: readonly StreamsGroupDescribeResponseTaskOffsetInput[]
  readonly taskEndOffsets: readonly StreamsGroupDescribeResponseTaskOffsetInput[]
  readonly assignment: StreamsGroupDescribeResponseAssignmentInput
  readonly targetAssignment: StreamsGroupDescribeResponseAssignmentInput
  readonly isClassic: boolean
}

export interface StreamsGroupDescribeResponseTopology {
  epoch: number
  subtopologies: StreamsGroupDescribeResponseSubtopology[] | null
}

export interface StreamsGroupDescribeResponseTopologyInput {
  readonly epoch: number
  readonly subtopologies?: readonly StreamsGroupDescribeResponseSubtopologyInput[] | null | undefined
}

export interface StreamsGroupDescribeResponseSubtopology {
  subtopologyId: string
  sourceTopics: TopicName[]
  repartitionSinkTopics: TopicName[]
  stateChangelogTopics: StreamsGroupDescribeResponseTopicInfo[]
  repartitionSourceTopics: StreamsGroupDescribeResponseTopicInfo[]
}

export interface StreamsGroupDescribeResponseSubtopologyInput {
  readonly subtopologyId: string
  readonly sourceTopics: readonly TopicName[]
  readonly repartitionSinkTopics: readonly TopicName[]
  readonly stateChangelogTopics: readonly StreamsGroupDescribeResponseTopicInfoInput[]
  readonly repartitionSourceTopics: readonly StreamsGroupDescribeResponseTopicInfoInput[]
}

export interface StreamsGroupDescribeResponseTopologyDescription {
  subtopologies: StreamsGroupDescribeResponseTopologyDescriptionSubtopology[]
  globalStores: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore[]
}

export interface StreamsGroupDescribeResponseTopologyDescriptionInput {
  readonly subtopologies: readonly StreamsGroupDescribeResponseTopologyDescriptionSubtopologyInput[]
  readonly globalStores: readonly StreamsGroupDescribeResponseTopologyDescriptionGlobalStoreInput[]
}

export interface StreamsGroupDescribeResponseTopologyDescriptionGlobalStore {
  source: StreamsGroupDescribeResponseTopologyDescriptionNode
  processor: StreamsGroupDescribeResponseTopologyDescriptionNode
}

export interface StreamsGroupDescribeResponseTopologyDescriptionGlobalStoreInput {
  readonly source: StreamsGroupDescribeResponseTopologyDescriptionNodeInput
  readonly processor: StreamsGroupDescribeResponseTopologyDescriptionNodeInput
}

export interface StreamsGroupDescribeResponseTopologyDescriptionSubtopology {
  subtopologyId: string
  nodes: StreamsGroupDescribeResponseTopologyDescriptionNode[]
}

export interface StreamsGroupDescribeResponseTopologyDescriptionSubtopologyInput {
  readonly subtopologyId: string
  readonly nodes: readonly StreamsGroupDescribeResponseTopologyDescriptionNodeInput[]
}

export interface StreamsGroupDescribeResponseTopologyDescriptionNode {
  name: string
  nodeType: number
  sourceTopics: TopicName[]
  sinkTopic: TopicName | null
  stores: string[]
  successors: string[]
}

export interface StreamsGroupDescribeResponseTopologyDescriptionNodeInput {
  readonly name: string
  readonly nodeType: number
  readonly sourceTopics: readonly TopicName[]
  readonly sinkTopic?: TopicName | null | undefined
  readonly stores: readonly string[]
  readonly successors: readonly string[]
}

export interface StreamsGroupDescribeResponseTopicInfo {
  name: TopicName
  partitions: number
  /** Copies of each partition; -1 in a request for the broker's default. */
  replicationFactor: number
  topicConfigs: StreamsGroupDescribeResponseKeyValue[]
}

export interface StreamsGroupDescribeResponseTopicInfoInput {
  readonly name: TopicName
  readonly partitions: number
  /** Copies of each partition; -1 in a request for the broker's default. */
  readonly replicationFactor: number
  readonly topicConfigs: readonly StreamsGroupDescribeResponseKeyValueInput[]
}

export interface StreamsGroupDescribeResponseKeyValue {
  key: string
  value: string
}

export interface StreamsGroupDescribeResponseKeyValueInput {
  readonly key: string
  readonly value: string
}

export interface StreamsGroupDescribeResponseAssignment {
  activeTasks: StreamsGroupDescribeResponseTaskIds[]
  standbyTasks: StreamsGroupDescribeResponseTaskIds[]
  warmupTasks: StreamsGroupDescribeResponseTaskIds[]
}

export interface StreamsGroupDescribeResponseAssignmentInput {
  readonly activeTasks: readonly StreamsGroupDescribeResponseTaskIdsInput[]
  readonly standbyTasks: readonly StreamsGroupDescribeResponseTaskIdsInput[]
  readonly warmupTasks: readonly StreamsGroupDescribeResponseTaskIdsInput[]
}

export interface StreamsGroupDescribeResponseTaskIds {
  subtopologyId: string
  partitions: number[]
}

export interface StreamsGroupDescribeResponseTaskIdsInput {
  readonly subtopologyId: string
  readonly partitions: readonly number[]
}

export interface StreamsGroupDescribeResponseTaskOffset {
  subtopologyId: string
  partition: number
  offset: number
}

export interface StreamsGroupDescribeResponseTaskOffsetInput {
  readonly subtopologyId: string
  readonly partition: number
  readonly offset: number
}

export interface StreamsGroupDescribeResponseEndpoint {
  host: string
  port: number
}

export interface StreamsGroupDescribeResponseEndpointInput {
  readonly host: string
  readonly port: number
}

function decodeStreamsGroupDescribeResponseEndpoint(reader: Reader, _version: number): StreamsGroupDescribeResponseEndpoint {
  const host = reader.compactString()
  const port = reader.uint16()
  reader.skipTaggedFields()
  return { host, port }
}

function encodeStreamsGroupDescribeResponseEndpoint(writer: Writer, input: StreamsGroupDescribeResponseEndpointInput, _version: number): void {
  writer.compactString(input.host)
  writer.uint16(input.port)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseTaskOffset(reader: Reader, _version: number): StreamsGroupDescribeResponseTaskOffset {
  const subtopologyId = reader.compactString()
  const partition = reader.int32()
  const offset = reader.int64()
  reader.skipTaggedFields()
  return { subtopologyId, partition, offset }
}

function encodeStreamsGroupDescribeResponseTaskOffset(writer: Writer, input: StreamsGroupDescribeResponseTaskOffsetInput, _version: number): void {
  writer.compactString(input.subtopologyId)
  writer.int32(input.partition)
  writer.int64(input.offset)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseTaskIds(reader: Reader, _version: number): StreamsGroupDescribeResponseTaskIds {
  const subtopologyId = reader.compactString()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { subtopologyId, partitions }
}

function encodeStreamsGroupDescribeResponseTaskIds(writer: Writer, input: StreamsGroupDescribeResponseTaskIdsInput, _version: number): void {
  writer.compactString(input.subtopologyId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseAssignment(reader: Reader, version: number): StreamsGroupDescribeResponseAssignment {
  const activeTasks: StreamsGroupDescribeResponseTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) activeTasks.push(decodeStreamsGroupDescribeResponseTaskIds(reader, version))
  }
  const standbyTasks: StreamsGroupDescribeResponseTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) standbyTasks.push(decodeStreamsGroupDescribeResponseTaskIds(reader, version))
  }
  const warmupTasks: StreamsGroupDescribeResponseTaskIds[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) warmupTasks.push(decodeStreamsGroupDescribeResponseTaskIds(reader, version))
  }
  reader.skipTaggedFields()
  return { activeTasks, standbyTasks, warmupTasks }
}

function encodeStreamsGroupDescribeResponseAssignment(writer: Writer, input: StreamsGroupDescribeResponseAssignmentInput, version: number): void {
  const activeTasks = input.activeTasks
  writer.compactArrayLength(activeTasks.length)
  for (const item of activeTasks) encodeStreamsGroupDescribeResponseTaskIds(writer, item, version)
  const standbyTasks = input.standbyTasks
  writer.compactArrayLength(standbyTasks.length)
  for (const item of standbyTasks) encodeStreamsGroupDescribeResponseTaskIds(writer, item, version)
  const warmupTasks = input.warmupTasks
  writer.compactArrayLength(warmupTasks.length)
  for (const item of warmupTasks) encodeStreamsGroupDescribeResponseTaskIds(writer, item, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseKeyValue(reader: Reader, _version: number): StreamsGroupDescribeResponseKeyValue {
  const key = reader.compactString()
  const value = reader.compactString()
  reader.skipTaggedFields()
  return { key, value }
}

function encodeStreamsGroupDescribeResponseKeyValue(writer: Writer, input: StreamsGroupDescribeResponseKeyValueInput, _version: number): void {
  writer.compactString(input.key)
  writer.compactString(input.value)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseTopicInfo(reader: Reader, version: number): StreamsGroupDescribeResponseTopicInfo {
  const name = reader.compactString()
  const partitions = reader.int32()
  const replicationFactor = reader.int16()
  const topicConfigs: StreamsGroupDescribeResponseKeyValue[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topicConfigs.push(decodeStreamsGroupDescribeResponseKeyValue(reader, version))
  }
  reader.skipTaggedFields()
  return { name, partitions, replicationFactor, topicConfigs }
}

function encodeStreamsGroupDescribeResponseTopicInfo(writer: Writer, input: StreamsGroupDescribeResponseTopicInfoInput, version: number): void {
  writer.compactString(input.name)
  writer.int32(input.partitions)
  writer.int16(input.replicationFactor)
  const topicConfigs = input.topicConfigs
  writer.compactArrayLength(topicConfigs.length)
  for (const item of topicConfigs) encodeStreamsGroupDescribeResponseKeyValue(writer, item, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseTopologyDescriptionNode(reader: Reader, _version: number): StreamsGroupDescribeResponseTopologyDescriptionNode {
  const name = reader.compactString()
  const nodeType = reader.int8()
  const sourceTopics: TopicName[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) sourceTopics.push(reader.compactString())
  }
  const sinkTopic = reader.compactNullableString()
  const stores: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) stores.push(reader.compactString())
  }
  const successors: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) successors.push(reader.compactString())
  }
  reader.skipTaggedFields()
  return { name, nodeType, sourceTopics, sinkTopic, stores, successors }
}

function encodeStreamsGroupDescribeResponseTopologyDescriptionNode(writer: Writer, input: StreamsGroupDescribeResponseTopologyDescriptionNodeInput, _version: number): void {
  writer.compactString(input.name)
  writer.int8(input.nodeType)
  const sourceTopics = input.sourceTopics
  writer.compactArrayLength(sourceTopics.length)
  for (const item of sourceTopics) writer.compactString(item)
  const sinkTopic = input.sinkTopic ?? null
  writer.compactNullableString(sinkTopic)
  const stores = input.stores
  writer.compactArrayLength(stores.length)
  for (const item of stores) writer.compactString(item)
  const successors = input.successors
  writer.compactArrayLength(successors.length)
  for (const item of successors) writer.compactString(item)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseTopologyDescriptionSubtopology(reader: Reader, version: number): StreamsGroupDescribeResponseTopologyDescriptionSubtopology {
  const subtopologyId = reader.compactString()
  const nodes: StreamsGroupDescribeResponseTopologyDescriptionNode[] = []
  {
    const count = reader.compactArrayLength(7)
    for (let i = 0; i < count; i++) nodes.push(decodeStreamsGroupDescribeResponseTopologyDescriptionNode(reader, version))
  }
  reader.skipTaggedFields()
  return { subtopologyId, nodes }
}

function encodeStreamsGroupDescribeResponseTopologyDescriptionSubtopology(writer: Writer, input: StreamsGroupDescribeResponseTopologyDescriptionSubtopologyInput, version: number): void {
  writer.compactString(input.subtopologyId)
  const nodes = input.nodes
  writer.compactArrayLength(nodes.length)
  for (const item of nodes) encodeStreamsGroupDescribeResponseTopologyDescriptionNode(writer, item, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(reader: Reader, version: number): StreamsGroupDescribeResponseTopologyDescriptionGlobalStore {
  const source = decodeStreamsGroupDescribeResponseTopologyDescriptionNode(reader, version)
  const processor = decodeStreamsGroupDescribeResponseTopologyDescriptionNode(reader, version)
  reader.skipTaggedFields()
  return { source, processor }
}

function encodeStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(writer: Writer, input: StreamsGroupDescribeResponseTopologyDescriptionGlobalStoreInput, version: number): void {
  encodeStreamsGroupDescribeResponseTopologyDescriptionNode(writer, input.source, version)
  encodeStreamsGroupDescribeResponseTopologyDescriptionNode(writer, input.processor, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseTopologyDescription(reader: Reader, version: number): StreamsGroupDescribeResponseTopologyDescription {
  const subtopologies: StreamsGroupDescribeResponseTopologyDescriptionSubtopology[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) subtopologies.push(decodeStreamsGroupDescribeResponseTopologyDescriptionSubtopology(reader, version))
  }
  const globalStores: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore[] = []
  {
    const count = reader.compactArrayLength(15)
    for (let i = 0; i < count; i++) globalStores.push(decodeStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(reader, version))
  }
  reader.skipTaggedFields()
  return { subtopologies, globalStores }
}

function encodeStreamsGroupDescribeResponseTopologyDescription(writer: Writer, input: StreamsGroupDescribeResponseTopologyDescriptionInput, version: number): void {
  const subtopologies = input.subtopologies
  writer.compactArrayLength(subtopologies.length)
  for (const item of subtopologies) encodeStreamsGroupDescribeResponseTopologyDescriptionSubtopology(writer, item, version)
  const globalStores = input.globalStores
  writer.compactArrayLength(globalStores.length)
  for (const item of globalStores) encodeStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(writer, item, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseSubtopology(reader: Reader, version: number): StreamsGroupDescribeResponseSubtopology {
  const subtopologyId = reader.compactString()
  const sourceTopics: TopicName[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) sourceTopics.push(reader.compactString())
  }
  const repartitionSinkTopics: TopicName[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) repartitionSinkTopics.push(reader.compactString())
  }
  const stateChangelogTopics: StreamsGroupDescribeResponseTopicInfo[] = []
  {
    const count = reader.compactArrayLength(9)
    for (let i = 0; i < count; i++) stateChangelogTopics.push(decodeStreamsGroupDescribeResponseTopicInfo(reader, version))
  }
  const repartitionSourceTopics: StreamsGroupDescribeResponseTopicInfo[] = []
  {
    const count = reader.compactArrayLength(9)
    for (let i = 0; i < count; i++) repartitionSourceTopics.push(decodeStreamsGroupDescribeResponseTopicInfo(reader, version))
  }
  reader.skipTaggedFields()
  return { subtopologyId, sourceTopics, repartitionSinkTopics, stateChangelogTopics, repartitionSourceTopics }
}

function encodeStreamsGroupDescribeResponseSubtopology(writer: Writer, input: StreamsGroupDescribeResponseSubtopologyInput, version: number): void {
  writer.compactString(input.subtopologyId)
  const sourceTopics = input.sourceTopics
  writer.compactArrayLength(sourceTopics.length)
  for (const item of sourceTopics) writer.compactString(item)
  const repartitionSinkTopics = input.repartitionSinkTopics
  writer.compactArrayLength(repartitionSinkTopics.length)
  for (const item of repartitionSinkTopics) writer.compactString(item)
  const stateChangelogTopics = input.stateChangelogTopics
  writer.compactArrayLength(stateChangelogTopics.length)
  for (const item of stateChangelogTopics) encodeStreamsGroupDescribeResponseTopicInfo(writer, item, version)
  const repartitionSourceTopics = input.repartitionSourceTopics
  writer.compactArrayLength(repartitionSourceTopics.length)
  for (const item of repartitionSourceTopics) encodeStreamsGroupDescribeResponseTopicInfo(writer, item, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseTopology(reader: Reader, version: number): StreamsGroupDescribeResponseTopology {
  const epoch = reader.int32()
  let subtopologies: StreamsGroupDescribeResponseSubtopology[] | null = null
  {
    const count = reader.compactNullableArrayLength(6)
    if (count < 0) {
      subtopologies = null
    } else {
      const items: StreamsGroupDescribeResponseSubtopology[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupDescribeResponseSubtopology(reader, version))
      subtopologies = items
    }
  }
  reader.skipTaggedFields()
  return { epoch, subtopologies }
}

function encodeStreamsGroupDescribeResponseTopology(writer: Writer, input: StreamsGroupDescribeResponseTopologyInput, version: number): void {
  writer.int32(input.epoch)
  const subtopologies = input.subtopologies ?? null
  writer.compactArrayLength(subtopologies === null ? -1 : subtopologies.length)
  if (subtopologies !== null) for (const item of subtopologies) encodeStreamsGroupDescribeResponseSubtopology(writer, item, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseMember(reader: Reader, version: number): StreamsGroupDescribeResponseMember {
  const memberId = reader.compactString()
  const memberEpoch = reader.int32()
  const instanceId = reader.compactNullableString()
  const rackId = reader.compactNullableString()
  const clientId = reader.compactString()
  const clientHost = reader.compactString()
  const topologyEpoch = reader.int32()
  const processId = reader.compactString()
  const userEndpoint = reader.int8() < 0 ? null : decodeStreamsGroupDescribeResponseEndpoint(reader, version)
  const clientTags: StreamsGroupDescribeResponseKeyValue[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) clientTags.push(decodeStreamsGroupDescribeResponseKeyValue(reader, version))
  }
  const taskOffsets: StreamsGroupDescribeResponseTaskOffset[] = []
  {
    const count = reader.compactArrayLength(14)
    for (let i = 0; i < count; i++) taskOffsets.push(decodeStreamsGroupDescribeResponseTaskOffset(reader, version))
  }
  const taskEndOffsets: StreamsGroupDescribeResponseTaskOffset[] = []
  {
    const count = reader.compactArrayLength(14)
    for (let i = 0; i < count; i++) taskEndOffsets.push(decodeStreamsGroupDescribeResponseTaskOffset(reader, version))
  }
  const assignment = decodeStreamsGroupDescribeResponseAssignment(reader, version)
  const targetAssignment = decodeStreamsGroupDescribeResponseAssignment(reader, version)
  const isClassic = reader.bool()
  reader.skipTaggedFields()
  return { memberId, memberEpoch, instanceId, rackId, clientId, clientHost, topologyEpoch, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, assignment, targetAssignment, isClassic }
}

function encodeStreamsGroupDescribeResponseMember(writer: Writer, input: StreamsGroupDescribeResponseMemberInput, version: number): void {
  writer.compactString(input.memberId)
  writer.int32(input.memberEpoch)
  const instanceId = input.instanceId ?? null
  writer.compactNullableString(instanceId)
  const rackId = input.rackId ?? null
  writer.compactNullableString(rackId)
  writer.compactString(input.clientId)
  writer.compactString(input.clientHost)
  writer.int32(input.topologyEpoch)
  writer.compactString(input.processId)
  const userEndpoint = input.userEndpoint ?? null
  if (userEndpoint === null) {
    writer.int8(-1)
  } else {
    writer.int8(1)
    encodeStreamsGroupDescribeResponseEndpoint(writer, userEndpoint, version)
  }
  const clientTags = input.clientTags
  writer.compactArrayLength(clientTags.length)
  for (const item of clientTags) encodeStreamsGroupDescribeResponseKeyValue(writer, item, version)
  const taskOffsets = input.taskOffsets
  writer.compactArrayLength(taskOffsets.length)
  for (const item of taskOffsets) encodeStreamsGroupDescribeResponseTaskOffset(writer, item, version)
  const taskEndOffsets = input.taskEndOffsets
  writer.compactArrayLength(taskEndOffsets.length)
  for (const item of taskEndOffsets) encodeStreamsGroupDescribeResponseTaskOffset(writer, item, version)
  encodeStreamsGroupDescribeResponseAssignment(writer, input.assignment, version)
  encodeStreamsGroupDescribeResponseAssignment(writer, input.targetAssignment, version)
  writer.bool(input.isClassic)
  writer.noTaggedFields()
}

function decodeStreamsGroupDescribeResponseDescribedGroup(reader: Reader, version: number): StreamsGroupDescribeResponseDescribedGroup {
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const groupId = reader.compactString()
  const groupState = reader.compactString()
  const groupEpoch = reader.int32()
  const assignmentEpoch = reader.int32()
  const topology = reader.int8() < 0 ? null : decodeStreamsGroupDescribeResponseTopology(reader, version)
  const members: StreamsGroupDescribeResponseMember[] = []
  {
    const count = reader.compactArrayLength(28)
    for (let i = 0; i < count; i++) members.push(decodeStreamsGroupDescribeResponseMember(reader, version))
  }
  const authorizedOperations = reader.int32()
  const topologyDescription = version >= 1 ? (reader.int8() < 0 ? null : decodeStreamsGroupDescribeResponseTopologyDescription(reader, version)) : null
  const topologyDescriptionStatus = version >= 1 ? reader.int8() : 0
  const assignorName = version >= 1 ? reader.compactNullableString() : null
  reader.skipTaggedFields()
  return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, topology, members, authorizedOperations, topologyDescription, topologyDescriptionStatus, assignorName }
}

function encodeStreamsGroupDescribeResponseDescribedGroup(writer: Writer, input: StreamsGroupDescribeResponseDescribedGroupInput, version: number): void {
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.compactString(input.groupId)
  writer.compactString(input.groupState)
  writer.int32(input.groupEpoch)
  writer.int32(input.assignmentEpoch)
  const topology = input.topology ?? null
  if (topology === null) {
    writer.int8(-1)
  } else {
    writer.int8(1)
    encodeStreamsGroupDescribeResponseTopology(writer, topology, version)
  }
  const members = input.members
  writer.compactArrayLength(members.length)
  for (const item of members) encodeStreamsGroupDescribeResponseMember(writer, item, version)
  writer.int32(input.authorizedOperations ?? -2147483648)
  const topologyDescription = input.topologyDescription ?? null
  if (version >= 1) {
    if (topologyDescription === null) {
      writer.int8(-1)
    } else {
      writer.int8(1)
      encodeStreamsGroupDescribeResponseTopologyDescription(writer, topologyDescription, version)
    }
  } else if (topologyDescription !== null) throw fieldNotInVersion('StreamsGroupDescribeResponseDescribedGroup', 'topologyDescription', version)
  const topologyDescriptionStatus = input.topologyDescriptionStatus ?? 0
  if (version >= 1) {
    writer.int8(topologyDescriptionStatus)
  } else if (topologyDescriptionStatus !== 0) throw fieldNotInVersion('StreamsGroupDescribeResponseDescribedGroup', 'topologyDescriptionStatus', version)
  const assignorName = input.assignorName ?? null
  if (version >= 1) {
    writer.compactNullableString(assignorName)
  }
  writer.noTaggedFields()
}

export function decodeStreamsGroupDescribeResponse(reader: Reader, version: number): StreamsGroupDescribeResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('StreamsGroupDescribeResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const groups: StreamsGroupDescribeResponseDescribedGroup[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) groups.push(decodeStreamsGroupDescribeResponseDescribedGroup(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, groups }
}

export function encodeStreamsGroupDescribeResponse(writer: Writer, input: StreamsGroupDescribeResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('StreamsGroupDescribeResponse', version, 0, 1)
  writer.int32(input.throttleTimeMs)
  const groups = input.groups
  writer.compactArrayLength(groups.length)
  for (const item of groups) encodeStreamsGroupDescribeResponseDescribedGroup(writer, item, version)
  writer.noTaggedFields()
}
