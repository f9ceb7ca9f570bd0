// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface StreamsGroupHeartbeatRequest {
  groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  endpointInformationEpoch: number
  /** Name of a static member (KIP-345); null for a dynamic one. */
  instanceId: string | null
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  rackId: string | null
  /** How long the coordinator waits for the member to join again, or to give up partitions. */
  rebalanceTimeoutMs: number
  topology: StreamsGroupHeartbeatRequestTopology | null
  activeTasks: StreamsGroupHeartbeatRequestTaskIds[] | null
  standbyTasks: StreamsGroupHeartbeatRequestTaskIds[] | null
  warmupTasks: StreamsGroupHeartbeatRequestTaskIds[] | null
  processId: string | null
  userEndpoint: StreamsGroupHeartbeatRequestEndpoint | null
  clientTags: StreamsGroupHeartbeatRequestKeyValue[] | null
  taskOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null
  taskEndOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null
  shutdownApplication: boolean
}

export interface StreamsGroupHeartbeatRequestInput {
  readonly groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  readonly memberEpoch: number
  readonly endpointInformationEpoch: number
  /** Name of a static member (KIP-345); null for a dynamic one. */
  readonly instanceId?: string | null | undefined
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  readonly rackId?: string | null | undefined
  /** How long the coordinator waits for the member to join again, or to give up partitions. Default -1. */
  readonly rebalanceTimeoutMs?: number | undefined
  readonly topology?: StreamsGroupHeartbeatRequestTopologyInput | null | undefined
  readonly activeTasks?: readonly StreamsGroupHeartbeatRequestTaskIdsInput[] | null | undefined
  readonly standbyTasks?: readonly StreamsGroupHeartbeatRequestTaskIdsInput[] | null | undefined
  readonly warmupTasks?: readonly StreamsGroupHeartbeatRequestTaskIdsInput[] | null | undefined
  readonly processId?: string | null | undefined
  readonly userEndpoint?: StreamsGroupHeartbeatRequestEndpointInput | null | undefined
  readonly clientTags?: readonly StreamsGroupHeartbeatRequestKeyValueInput[] | null | undefined
  readonly taskOffsets?: readonly StreamsGroupHeartbeatRequestTaskOffsetInput[] | null | undefined
  readonly taskEndOffsets?: readonly StreamsGroupHeartbeatRequestTaskOffsetInput[] | null | undefined
  /** Default false. */
  readonly shutdownApplication?: boolean | undefined
}

export interface StreamsGroupHeartbeatRequestTopology {
  epoch: number
  subtopologies: StreamsGroupHeartbeatRequestSubtopology[]
}

export interface StreamsGroupHeartbeatRequestTopologyInput {
  readonly epoch: number
  readonly subtopologies: readonly StreamsGroupHeartbeatRequestSubtopologyInput[]
}

export interface StreamsGroupHeartbeatRequestSubtopology {
  subtopologyId: string
  sourceTopics: TopicName[]
  sourceTopicRegex: string[]
  stateChangelogTopics: StreamsGroupHeartbeatRequestTopicInfo[]
  repartitionSinkTopics: TopicName[]
  repartitionSourceTopics: StreamsGroupHeartbeatRequestTopicInfo[]
  copartitionGroups: StreamsGroupHeartbeatRequestCopartitionGroup[]
}

export interface StreamsGroupHeartbeatRequestSubtopologyInput {
  readonly subtopologyId: string
  readonly sourceTopics: readonly TopicName[]
  readonly sourceTopicRegex: readonly string[]
  readonly stateChangelogTopics: readonly StreamsGroupHeartbeatRequestTopicInfoInput[]
  readonly repartitionSinkTopics: readonly TopicName[]
  readonly repartitionSourceTopics: readonly StreamsGroupHeartbeatRequestTopicInfoInput[]
  readonly copartitionGroups: readonly StreamsGroupHeartbeatRequestCopartitionGroupInput[]
}

export interface StreamsGroupHeartbeatRequestCopartitionGroup {
  sourceTopics: number[]
  sourceTopicRegex: number[]
  repartitionSourceTopics: number[]
}

export interface StreamsGroupHeartbeatRequestCopartitionGroupInput {
  readonly sourceTopics: readonly number[]
  readonly sourceTopicRegex: readonly number[]
  readonly repartitionSourceTopics: readonly number[]
}

export interface StreamsGroupHeartbeatRequestTaskIds {
  subtopologyId: string
  partitions: number[]
}

export interface StreamsGroupHeartbeatRequestTaskIdsInput {
  readonly subtopologyId: string
  readonly partitions: readonly number[]
}

export interface StreamsGroupHeartbeatRequestTaskOffset {
  subtopologyId: string
  partition: number
  offset: number
}

export interface StreamsGroupHeartbeatRequestTaskOffsetInput {
  readonly subtopologyId: string
  readonly partition: number
  readonly offset: number
}

export interface StreamsGroupHeartbeatRequestEndpoint {
  host: string
  port: number
}

export interface StreamsGroupHeartbeatRequestEndpointInput {
  readonly host: string
  readonly port: number
}

export interface StreamsGroupHeartbeatRequestTopicInfo {
  name: TopicName
  partitions: number
  /** Copies of each partition; -1 in a request for the broker's default. */
  replicationFactor: number
  topicConfigs: StreamsGroupHeartbeatRequestKeyValue[]
}

export interface StreamsGroupHeartbeatRequestTopicInfoInput {
  readonly name: TopicName
  readonly partitions: number
  /** Copies of each partition; -1 in a request for the broker's default. */
  readonly replicationFactor: number
  readonly topicConfigs: readonly StreamsGroupHeartbeatRequestKeyValueInput[]
}

export interface StreamsGroupHeartbeatRequestKeyValue {
  key: string
  value: string
}

export interface StreamsGroupHeartbeatRequestKeyValueInput {
  readonly key: string
  readonly value: string
}

function decodeStreamsGroupHeartbeatRequestKeyValue(reader: Reader, _version: number): StreamsGroupHeartbeatRequestKeyValue {
  const key = reader.compactString()
  const value = reader.compactString()
  reader.skipTaggedFields()
  return { key, value }
}

function encodeStreamsGroupHeartbeatRequestKeyValue(writer: Writer, input: StreamsGroupHeartbeatRequestKeyValueInput, _version: number): void {
  writer.compactString(input.key)
  writer.compactString(input.value)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatRequestTopicInfo(reader: Reader, version: number): StreamsGroupHeartbeatRequestTopicInfo {
  const name = reader.compactString()
  const partitions = reader.int32()
  const replicationFactor = reader.int16()
  const topicConfigs: StreamsGroupHeartbeatRequestKeyValue[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topicConfigs.push(decodeStreamsGroupHeartbeatRequestKeyValue(reader, version))
  }
  reader.skipTaggedFields()
  return { name, partitions, replicationFactor, topicConfigs }
}

function encodeStreamsGroupHeartbeatRequestTopicInfo(writer: Writer, input: StreamsGroupHeartbeatRequestTopicInfoInput, version: number): void {
  writer.compactString(input.name)
  writer.int32(input.partitions)
  writer.int16(input.replicationFactor)
  const topicConfigs = input.topicConfigs
  writer.compactArrayLength(topicConfigs.length)
  for (const item of topicConfigs) encodeStreamsGroupHeartbeatRequestKeyValue(writer, item, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatRequestEndpoint(reader: Reader, _version: number): StreamsGroupHeartbeatRequestEndpoint {
  const host = reader.compactString()
  const port = reader.uint16()
  reader.skipTaggedFields()
  return { host, port }
}

function encodeStreamsGroupHeartbeatRequestEndpoint(writer: Writer, input: StreamsGroupHeartbeatRequestEndpointInput, _version: number): void {
  writer.compactString(input.host)
  writer.uint16(input.port)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatRequestTaskOffset(reader: Reader, _version: number): StreamsGroupHeartbeatRequestTaskOffset {
  const subtopologyId = reader.compactString()
  const partition = reader.int32()
  const offset = reader.int64Saturating()
  reader.skipTaggedFields()
  return { subtopologyId, partition, offset }
}

function encodeStreamsGroupHeartbeatRequestTaskOffset(writer: Writer, input: StreamsGroupHeartbeatRequestTaskOffsetInput, _version: number): void {
  writer.compactString(input.subtopologyId)
  writer.int32(input.partition)
  writer.int64(input.offset)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatRequestTaskIds(reader: Reader, _version: number): StreamsGroupHeartbeatRequestTaskIds {
  const subtopologyId = reader.compactString()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { subtopologyId, partitions }
}

function encodeStreamsGroupHeartbeatRequestTaskIds(writer: Writer, input: StreamsGroupHeartbeatRequestTaskIdsInput, _version: number): void {
  writer.compactString(input.subtopologyId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatRequestCopartitionGroup(reader: Reader, _version: number): StreamsGroupHeartbeatRequestCopartitionGroup {
  const sourceTopics: number[] = []
  {
    const count = reader.compactArrayLength(2)
    for (let i = 0; i < count; i++) sourceTopics.push(reader.int16())
  }
  const sourceTopicRegex: number[] = []
  {
    const count = reader.compactArrayLength(2)
    for (let i = 0; i < count; i++) sourceTopicRegex.push(reader.int16())
  }
  const repartitionSourceTopics: number[] = []
  {
    const count = reader.compactArrayLength(2)
    for (let i = 0; i < count; i++) repartitionSourceTopics.push(reader.int16())
  }
  reader.skipTaggedFields()
  return { sourceTopics, sourceTopicRegex, repartitionSourceTopics }
}

function encodeStreamsGroupHeartbeatRequestCopartitionGroup(writer: Writer, input: StreamsGroupHeartbeatRequestCopartitionGroupInput, _version: number): void {
  const sourceTopics = input.sourceTopics
  writer.compactArrayLength(sourceTopics.length)
  for (const item of sourceTopics) writer.int16(item)
  const sourceTopicRegex = input.sourceTopicRegex
  writer.compactArrayLength(sourceTopicRegex.length)
  for (const item of sourceTopicRegex) writer.int16(item)
  const repartitionSourceTopics = input.repartitionSourceTopics
  writer.compactArrayLength(repartitionSourceTopics.length)
  for (const item of repartitionSourceTopics) writer.int16(item)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatRequestSubtopology(reader: Reader, version: number): StreamsGroupHeartbeatRequestSubtopology {
  const subtopologyId = reader.compactString()
  const sourceTopics: TopicName[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) sourceTopics.push(reader.compactString())
  }
  const sourceTopicRegex: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) sourceTopicRegex.push(reader.compactString())
  }
  const stateChangelogTopics: StreamsGroupHeartbeatRequestTopicInfo[] = []
  {
    const count = reader.compactArrayLength(9)
    for (let i = 0; i < count; i++) stateChangelogTopics.push(decodeStreamsGroupHeartbeatRequestTopicInfo(reader, version))
  }
  const repartitionSinkTopics: TopicName[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) repartitionSinkTopics.push(reader.compactString())
  }
  const repartitionSourceTopics: StreamsGroupHeartbeatRequestTopicInfo[] = []
  {
    const count = reader.compactArrayLength(9)
    for (let i = 0; i < count; i++) repartitionSourceTopics.push(decodeStreamsGroupHeartbeatRequestTopicInfo(reader, version))
  }
  const copartitionGroups: StreamsGroupHeartbeatRequestCopartitionGroup[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) copartitionGroups.push(decodeStreamsGroupHeartbeatRequestCopartitionGroup(reader, version))
  }
  reader.skipTaggedFields()
  return { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups }
}

function encodeStreamsGroupHeartbeatRequestSubtopology(writer: Writer, input: StreamsGroupHeartbeatRequestSubtopologyInput, version: number): void {
  writer.compactString(input.subtopologyId)
  const sourceTopics = input.sourceTopics
  writer.compactArrayLength(sourceTopics.length)
  for (const item of sourceTopics) writer.compactString(item)
  const sourceTopicRegex = input.sourceTopicRegex
  writer.compactArrayLength(sourceTopicRegex.length)
  for (const item of sourceTopicRegex) writer.compactString(item)
  const stateChangelogTopics = input.stateChangelogTopics
  writer.compactArrayLength(stateChangelogTopics.length)
  for (const item of stateChangelogTopics) encodeStreamsGroupHeartbeatRequestTopicInfo(writer, item, version)
  const repartitionSinkTopics = input.repartitionSinkTopics
  writer.compactArrayLength(repartitionSinkTopics.length)
  for (const item of repartitionSinkTopics) writer.compactString(item)
  const repartitionSourceTopics = input.repartitionSourceTopics
  writer.compactArrayLength(repartitionSourceTopics.length)
  for (const item of repartitionSourceTopics) encodeStreamsGroupHeartbeatRequestTopicInfo(writer, item, version)
  const copartitionGroups = input.copartitionGroups
  writer.compactArrayLength(copartitionGroups.length)
  for (const item of copartitionGroups) encodeStreamsGroupHeartbeatRequestCopartitionGroup(writer, item, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatRequestTopology(reader: Reader, version: number): StreamsGroupHeartbeatRequestTopology {
  const epoch = reader.int32()
  const subtopologies: StreamsGroupHeartbeatRequestSubtopology[] = []
  {
    const count = reader.compactArrayLength(8)
    for (let i = 0; i < count; i++) subtopologies.push(decodeStreamsGroupHeartbeatRequestSubtopology(reader, version))
  }
  reader.skipTaggedFields()
  return { epoch, subtopologies }
}

function encodeStreamsGroupHeartbeatRequestTopology(writer: Writer, input: StreamsGroupHeartbeatRequestTopologyInput, version: number): void {
  writer.int32(input.epoch)
  const subtopologies = input.subtopologies
  writer.compactArrayLength(subtopologies.length)
  for (const item of subtopologies) encodeStreamsGroupHeartbeatRequestSubtopology(writer, item, version)
  writer.noTaggedFields()
}

export function decodeStreamsGroupHeartbeatRequest(reader: Reader, version: number): StreamsGroupHeartbeatRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('StreamsGroupHeartbeatRequest', version, 0, 1)
  const groupId = reader.compactString()
  const memberId = reader.compactString()
  const memberEpoch = reader.int32()
  const endpointInformationEpoch = reader.int32()
  const instanceId = reader.compactNullableString()
  const rackId = reader.compactNullableString()
  const rebalanceTimeoutMs = reader.int32()
  const topology = reader.int8() < 0 ? null : decodeStreamsGroupHeartbeatRequestTopology(reader, version)
  let activeTasks: StreamsGroupHeartbeatRequestTaskIds[] | null = null
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      activeTasks = null
    } else {
      const items: StreamsGroupHeartbeatRequestTaskIds[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatRequestTaskIds(reader, version))
      activeTasks = items
    }
  }
  let standbyTasks: StreamsGroupHeartbeatRequestTaskIds[] | null = null
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      standbyTasks = null
    } else {
      const items: StreamsGroupHeartbeatRequestTaskIds[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatRequestTaskIds(reader, version))
      standbyTasks = items
    }
  }
  let warmupTasks: StreamsGroupHeartbeatRequestTaskIds[] | null = null
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      warmupTasks = null
    } else {
      const items: StreamsGroupHeartbeatRequestTaskIds[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatRequestTaskIds(reader, version))
      warmupTasks = items
    }
  }
  const processId = reader.compactNullableString()
  const userEndpoint = reader.int8() < 0 ? null : decodeStreamsGroupHeartbeatRequestEndpoint(reader, version)
  let clientTags: StreamsGroupHeartbeatRequestKeyValue[] | null = null
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      clientTags = null
    } else {
      const items: StreamsGroupHeartbeatRequestKeyValue[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatRequestKeyValue(reader, version))
      clientTags = items
    }
  }
  let taskOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null = null
  {
    const count = reader.compactNullableArrayLength(14)
    if (count < 0) {
      taskOffsets = null
    } else {
      const items: StreamsGroupHeartbeatRequestTaskOffset[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatRequestTaskOffset(reader, version))
      taskOffsets = items
    }
  }
  let taskEndOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null = null
  {
    const count = reader.compactNullableArrayLength(14)
    if (count < 0) {
      taskEndOffsets = null
    } else {
      const items: StreamsGroupHeartbeatRequestTaskOffset[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatRequestTaskOffset(reader, version))
      taskEndOffsets = items
    }
  }
  const shutdownApplication = reader.bool()
  reader.skipTaggedFields()
  return { groupId, memberId, memberEpoch, endpointInformationEpoch, instanceId, rackId, rebalanceTimeoutMs, topology, activeTasks, standbyTasks, warmupTasks, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, shutdownApplication }
}

export function encodeStreamsGroupHeartbeatRequest(writer: Writer, input: StreamsGroupHeartbeatRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('StreamsGroupHeartbeatRequest', version, 0, 1)
  writer.compactString(input.groupId)
  writer.compactString(input.memberId)
  writer.int32(input.memberEpoch)
  writer.int32(input.endpointInformationEpoch)
  const instanceId = input.instanceId ?? null
  writer.compactNullableString(instanceId)
  const rackId = input.rackId ?? null
  writer.compactNullableString(rackId)
  writer.int32(input.rebalanceTimeoutMs ?? -1)
  const topology = input.topology ?? null
  if (topology === null) {
    writer.int8(-1)
  } else {
    writer.int8(1)
    encodeStreamsGroupHeartbeatRequestTopology(writer, topology, version)
  }
  const activeTasks = input.activeTasks ?? null
  writer.compactArrayLength(activeTasks === null ? -1 : activeTasks.length)
  if (activeTasks !== null) for (const item of activeTasks) encodeStreamsGroupHeartbeatRequestTaskIds(writer, item, version)
  const standbyTasks = input.standbyTasks ?? null
  writer.compactArrayLength(standbyTasks === null ? -1 : standbyTasks.length)
  if (standbyTasks !== null) for (const item of standbyTasks) encodeStreamsGroupHeartbeatRequestTaskIds(writer, item, version)
  const warmupTasks = input.warmupTasks ?? null
  writer.compactArrayLength(warmupTasks === null ? -1 : warmupTasks.length)
  if (warmupTasks !== null) for (const item of warmupTasks) encodeStreamsGroupHeartbeatRequestTaskIds(writer, item, version)
  const processId = input.processId ?? null
  writer.compactNullableString(processId)
  const userEndpoint = input.userEndpoint ?? null
  if (userEndpoint === null) {
    writer.int8(-1)
  } else {
    writer.int8(1)
    encodeStreamsGroupHeartbeatRequestEndpoint(writer, userEndpoint, version)
  }
  const clientTags = input.clientTags ?? null
  writer.compactArrayLength(clientTags === null ? -1 : clientTags.length)
  if (clientTags !== null) for (const item of clientTags) encodeStreamsGroupHeartbeatRequestKeyValue(writer, item, version)
  const taskOffsets = input.taskOffsets ?? null
  writer.compactArrayLength(taskOffsets === null ? -1 : taskOffsets.length)
  if (taskOffsets !== null) for (const item of taskOffsets) encodeStreamsGroupHeartbeatRequestTaskOffset(writer, item, version)
  const taskEndOffsets = input.taskEndOffsets ?? null
  writer.compactArrayLength(taskEndOffsets === null ? -1 : taskEndOffsets.length)
  if (taskEndOffsets !== null) for (const item of taskEndOffsets) encodeStreamsGroupHeartbeatRequestTaskOffset(writer, item, version)
  writer.bool(input.shutdownApplication ?? false)
  writer.noTaggedFields()
}

export interface StreamsGroupHeartbeatResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  memberEpoch: number
  /** How often the member is to send a heartbeat. */
  heartbeatIntervalMs: number
  /** Up to version 0. */
  acceptableRecoveryLagLegacy: number
  taskOffsetIntervalMs: number
  /** From version 1. */
  acceptableRecoveryLag: number
  status: StreamsGroupHeartbeatResponseStatus[] | null
  activeTasks: StreamsGroupHeartbeatResponseTaskIds[] | null
  standbyTasks: StreamsGroupHeartbeatResponseTaskIds[] | null
  warmupTasks: StreamsGroupHeartbeatResponseTaskIds[] | null
  /** From version 1. */
  topologyDescriptionRequired: boolean
  endpointInformationEpoch: number
  partitionsByUserEndpoint: StreamsGroupHeartbeatResponseEndpointToPartitions[] | null
}

export interface StreamsGroupHeartbeatResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member). */
  readonly memberEpoch: number
  /** How often the member is to send a heartbeat. */
  readonly heartbeatIntervalMs: number
  /** Up to version 0. */
  readonly acceptableRecoveryLagLegacy?: number | undefined
  readonly taskOffsetIntervalMs: number
  /** From version 1. Default -1. */
  readonly acceptableRecoveryLag?: number | undefined
  /** Left out: empty. */
  readonly status?: readonly StreamsGroupHeartbeatResponseStatusInput[] | null | undefined
  readonly activeTasks?: readonly StreamsGroupHeartbeatResponseTaskIdsInput[] | null | undefined
  readonly standbyTasks?: readonly StreamsGroupHeartbeatResponseTaskIdsInput[] | null | undefined
  readonly warmupTasks?: readonly StreamsGroupHeartbeatResponseTaskIdsInput[] | null | undefined
  /** From version 1. Default false. */
  readonly topologyDescriptionRequired?: boolean | undefined
  readonly endpointInformationEpoch: number
  readonly partitionsByUserEndpoint?: readonly StreamsGroupHeartbeatResponseEndpointToPartitionsInput[] | null | undefined
}

export interface StreamsGroupHeartbeatResponseEndpointToPartitions {
  userEndpoint: StreamsGroupHeartbeatResponseEndpoint
  activePartitions: StreamsGroupHeartbeatResponseTopicPartition[]
  standbyPartitions: StreamsGroupHeartbeatResponseTopicPartition[]
}

export interface StreamsGroupHeartbeatResponseEndpointToPartitionsInput {
  readonly userEndpoint: StreamsGroupHeartbeatResponseEndpointInput
  readonly activePartitions: readonly StreamsGroupHeartbeatResponseTopicPartitionInput[]
  readonly standbyPartitions: readonly StreamsGroupHeartbeatResponseTopicPartitionInput[]
}

export interface StreamsGroupHeartbeatResponseEndpoint {
  host: string
  port: number
}

export interface StreamsGroupHeartbeatResponseEndpointInput {
  readonly host: string
  readonly port: number
}

export interface StreamsGroupHeartbeatResponseTaskIds {
  subtopologyId: string
  partitions: number[]
}

export interface StreamsGroupHeartbeatResponseTaskIdsInput {
  readonly subtopologyId: string
  readonly partitions: readonly number[]
}

export interface StreamsGroupHeartbeatResponseTopicPartition {
  topic: TopicName
  partitions: number[]
}

export interface StreamsGroupHeartbeatResponseTopicPartitionInput {
  readonly topic: TopicName
  readonly partitions: readonly number[]
}

export interface StreamsGroupHeartbeatResponseStatus {
  statusCode: number
  statusDetail: string
}

export interface StreamsGroupHeartbeatResponseStatusInput {
  readonly statusCode: number
  readonly statusDetail: string
}

function decodeStreamsGroupHeartbeatResponseStatus(reader: Reader, _version: number): StreamsGroupHeartbeatResponseStatus {
  const statusCode = reader.int8()
  const statusDetail = reader.compactString()
  reader.skipTaggedFields()
  return { statusCode, statusDetail }
}

function encodeStreamsGroupHeartbeatResponseStatus(writer: Writer, input: StreamsGroupHeartbeatResponseStatusInput, _version: number): void {
  writer.int8(input.statusCode)
  writer.compactString(input.statusDetail)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatResponseTopicPartition(reader: Reader, _version: number): StreamsGroupHeartbeatResponseTopicPartition {
  const topic = reader.compactString()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topic, partitions }
}

function encodeStreamsGroupHeartbeatResponseTopicPartition(writer: Writer, input: StreamsGroupHeartbeatResponseTopicPartitionInput, _version: number): void {
  writer.compactString(input.topic)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatResponseTaskIds(reader: Reader, _version: number): StreamsGroupHeartbeatResponseTaskIds {
  const subtopologyId = reader.compactString()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { subtopologyId, partitions }
}

function encodeStreamsGroupHeartbeatResponseTaskIds(writer: Writer, input: StreamsGroupHeartbeatResponseTaskIdsInput, _version: number): void {
  writer.compactString(input.subtopologyId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatResponseEndpoint(reader: Reader, _version: number): StreamsGroupHeartbeatResponseEndpoint {
  const host = reader.compactString()
  const port = reader.uint16()
  reader.skipTaggedFields()
  return { host, port }
}

function encodeStreamsGroupHeartbeatResponseEndpoint(writer: Writer, input: StreamsGroupHeartbeatResponseEndpointInput, _version: number): void {
  writer.compactString(input.host)
  writer.uint16(input.port)
  writer.noTaggedFields()
}

function decodeStreamsGroupHeartbeatResponseEndpointToPartitions(reader: Reader, version: number): StreamsGroupHeartbeatResponseEndpointToPartitions {
  const userEndpoint = decodeStreamsGroupHeartbeatResponseEndpoint(reader, version)
  const activePartitions: StreamsGroupHeartbeatResponseTopicPartition[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) activePartitions.push(decodeStreamsGroupHeartbeatResponseTopicPartition(reader, version))
  }
  const standbyPartitions: StreamsGroupHeartbeatResponseTopicPartition[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) standbyPartitions.push(decodeStreamsGroupHeartbeatResponseTopicPartition(reader, version))
  }
  reader.skipTaggedFields()
  return { userEndpoint, activePartitions, standbyPartitions }
}

function encodeStreamsGroupHeartbeatResponseEndpointToPartitions(writer: Writer, input: StreamsGroupHeartbeatResponseEndpointToPartitionsInput, version: number): void {
  encodeStreamsGroupHeartbeatResponseEndpoint(writer, input.userEndpoint, version)
  const activePartitions = input.activePartitions
  writer.compactArrayLength(activePartitions.length)
  for (const item of activePartitions) encodeStreamsGroupHeartbeatResponseTopicPartition(writer, item, version)
  const standbyPartitions = input.standbyPartitions
  writer.compactArrayLength(standbyPartitions.length)
  for (const item of standbyPartitions) encodeStreamsGroupHeartbeatResponseTopicPartition(writer, item, version)
  writer.noTaggedFields()
}

export function decodeStreamsGroupHeartbeatResponse(reader: Reader, version: number): StreamsGroupHeartbeatResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('StreamsGroupHeartbeatResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const memberId = reader.compactString()
  const memberEpoch = reader.int32()
  const heartbeatIntervalMs = reader.int32()
  const acceptableRecoveryLagLegacy = version <= 0 ? reader.int32() : 0
  const taskOffsetIntervalMs = reader.int32()
  const acceptableRecoveryLag = version >= 1 ? reader.int64() : -1
  let status: StreamsGroupHeartbeatResponseStatus[] | null = []
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      status = null
    } else {
      const items: StreamsGroupHeartbeatResponseStatus[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatResponseStatus(reader, version))
      status = items
    }
  }
  let activeTasks: StreamsGroupHeartbeatResponseTaskIds[] | null = null
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      activeTasks = null
    } else {
      const items: StreamsGroupHeartbeatResponseTaskIds[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatResponseTaskIds(reader, version))
      activeTasks = items
    }
  }
  let standbyTasks: StreamsGroupHeartbeatResponseTaskIds[] | null = null
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      standbyTasks = null
    } else {
      const items: StreamsGroupHeartbeatResponseTaskIds[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatResponseTaskIds(reader, version))
      standbyTasks = items
    }
  }
  let warmupTasks: StreamsGroupHeartbeatResponseTaskIds[] | null = null
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      warmupTasks = null
    } else {
      const items: StreamsGroupHeartbeatResponseTaskIds[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatResponseTaskIds(reader, version))
      warmupTasks = items
    }
  }
  const topologyDescriptionRequired = version >= 1 ? reader.bool() : false
  const endpointInformationEpoch = reader.int32()
  let partitionsByUserEndpoint: StreamsGroupHeartbeatResponseEndpointToPartitions[] | null = null
  {
    const count = reader.compactNullableArrayLength(7)
    if (count < 0) {
      partitionsByUserEndpoint = null
    } else {
      const items: StreamsGroupHeartbeatResponseEndpointToPartitions[] = []
      for (let i = 0; i < count; i++) items.push(decodeStreamsGroupHeartbeatResponseEndpointToPartitions(reader, version))
      partitionsByUserEndpoint = items
    }
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, acceptableRecoveryLagLegacy, taskOffsetIntervalMs, acceptableRecoveryLag, status, activeTasks, standbyTasks, warmupTasks, topologyDescriptionRequired, endpointInformationEpoch, partitionsByUserEndpoint }
}

export function encodeStreamsGroupHeartbeatResponse(writer: Writer, input: StreamsGroupHeartbeatResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('StreamsGroupHeartbeatResponse', version, 0, 1)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.compactString(input.memberId)
  writer.int32(input.memberEpoch)
  writer.int32(input.heartbeatIntervalMs)
  const acceptableRecoveryLagLegacy = input.acceptableRecoveryLagLegacy ?? 0
  if (version <= 0) {
    writer.int32(acceptableRecoveryLagLegacy)
  } else if (acceptableRecoveryLagLegacy !== 0) throw fieldNotInVersion('StreamsGroupHeartbeatResponse', 'acceptableRecoveryLagLegacy', version)
  writer.int32(input.taskOffsetIntervalMs)
  const acceptableRecoveryLag = input.acceptableRecoveryLag ?? -1
  if (version >= 1) {
    writer.int64(acceptableRecoveryLag)
  }
  const status = input.status === undefined ? [] : input.status
  writer.compactArrayLength(status === null ? -1 : status.length)
  if (status !== null) for (const item of status) encodeStreamsGroupHeartbeatResponseStatus(writer, item, version)
  const activeTasks = input.activeTasks ?? null
  writer.compactArrayLength(activeTasks === null ? -1 : activeTasks.length)
  if (activeTasks !== null) for (const item of activeTasks) encodeStreamsGroupHeartbeatResponseTaskIds(writer, item, version)
  const standbyTasks = input.standbyTasks ?? null
  writer.compactArrayLength(standbyTasks === null ? -1 : standbyTasks.length)
  if (standbyTasks !== null) for (const item of standbyTasks) encodeStreamsGroupHeartbeatResponseTaskIds(writer, item, version)
  const warmupTasks = input.warmupTasks ?? null
  writer.compactArrayLength(warmupTasks === null ? -1 : warmupTasks.length)
  if (warmupTasks !== null) for (const item of warmupTasks) encodeStreamsGroupHeartbeatResponseTaskIds(writer, item, version)
  const topologyDescriptionRequired = input.topologyDescriptionRequired ?? false
  if (version >= 1) {
    writer.bool(topologyDescriptionRequired)
  } else if (topologyDescriptionRequired) throw fieldNotInVersion('StreamsGroupHeartbeatResponse', 'topologyDescriptionRequired', version)
  writer.int32(input.endpointInformationEpoch)
  const partitionsByUserEndpoint = input.partitionsByUserEndpoint ?? null
  writer.compactArrayLength(partitionsByUserEndpoint === null ? -1 : partitionsByUserEndpoint.length)
  if (partitionsByUserEndpoint !== null) for (const item of partitionsByUserEndpoint) encodeStreamsGroupHeartbeatResponseEndpointToPartitions(writer, item, version)
  writer.noTaggedFields()
}
