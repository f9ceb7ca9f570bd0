// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, GroupId, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ShareAcknowledgeRequest {
  groupId: GroupId | null
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string | null
  shareSessionEpoch: number
  /** From version 2. */
  isRenewAck: boolean
  topics: ShareAcknowledgeRequestAcknowledgeTopic[]
}

export interface ShareAcknowledgeRequestInput {
  readonly groupId?: GroupId | null | undefined
  /** Id of the member within its group; empty before the first join of a classic member. Left out: empty. */
  readonly memberId?: string | null | undefined
  readonly shareSessionEpoch: number
  /** From version 2. Default false. */
  readonly isRenewAck?: boolean | undefined
  readonly topics: readonly ShareAcknowledgeRequestAcknowledgeTopicInput[]
}

export interface ShareAcknowledgeRequestAcknowledgeTopic {
  topicId: Uuid
  partitions: ShareAcknowledgeRequestAcknowledgePartition[]
}

export interface ShareAcknowledgeRequestAcknowledgeTopicInput {
  readonly topicId: Uuid
  readonly partitions: readonly ShareAcknowledgeRequestAcknowledgePartitionInput[]
}

export interface ShareAcknowledgeRequestAcknowledgePartition {
  partitionIndex: number
  acknowledgementBatches: ShareAcknowledgeRequestAcknowledgementBatch[]
}

export interface ShareAcknowledgeRequestAcknowledgePartitionInput {
  readonly partitionIndex: number
  readonly acknowledgementBatches: readonly ShareAcknowledgeRequestAcknowledgementBatchInput[]
}

export interface ShareAcknowledgeRequestAcknowledgementBatch {
  firstOffset: number
  lastOffset: number
  acknowledgeTypes: number[]
}

export interface ShareAcknowledgeRequestAcknowledgementBatchInput {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly acknowledgeTypes: readonly number[]
}

function decodeShareAcknowledgeRequestAcknowledgementBatch(reader: Reader, _version: number): ShareAcknowledgeRequestAcknowledgementBatch {
  const firstOffset = reader.int64Saturating()
  const lastOffset = reader.int64Saturating()
  const acknowledgeTypes: number[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) acknowledgeTypes.push(reader.int8())
  }
  reader.skipTaggedFields()
  return { firstOffset, lastOffset, acknowledgeTypes }
}

function encodeShareAcknowledgeRequestAcknowledgementBatch(writer: Writer, input: ShareAcknowledgeRequestAcknowledgementBatchInput, _version: number): void {
  writer.int64(input.firstOffset)
  writer.int64(input.lastOffset)
  const acknowledgeTypes = input.acknowledgeTypes
  writer.compactArrayLength(acknowledgeTypes.length)
  for (const item of acknowledgeTypes) writer.int8(item)
  writer.noTaggedFields()
}

function decodeShareAcknowledgeRequestAcknowledgePartition(reader: Reader, version: number): ShareAcknowledgeRequestAcknowledgePartition {
  const partitionIndex = reader.int32()
  const acknowledgementBatches: ShareAcknowledgeRequestAcknowledgementBatch[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) acknowledgementBatches.push(decodeShareAcknowledgeRequestAcknowledgementBatch(reader, version))
  }
  reader.skipTaggedFields()
  return { partitionIndex, acknowledgementBatches }
}

function encodeShareAcknowledgeRequestAcknowledgePartition(writer: Writer, input: ShareAcknowledgeRequestAcknowledgePartitionInput, version: number): void {
  writer.int32(input.partitionIndex)
  const acknowledgementBatches = input.acknowledgementBatches
  writer.compactArrayLength(acknowledgementBatches.length)
  for (const item of acknowledgementBatches) encodeShareAcknowledgeRequestAcknowledgementBatch(writer, item, version)
  writer.noTaggedFields()
}

function decodeShareAcknowledgeRequestAcknowledgeTopic(reader: Reader, version: number): ShareAcknowledgeRequestAcknowledgeTopic {
  const topicId = reader.uuid()
  const partitions: ShareAcknowledgeRequestAcknowledgePartition[] = []
  {
    const count = reader.compactArrayLength(6)
    for (let i = 0; i < count; i++) partitions.push(decodeShareAcknowledgeRequestAcknowledgePartition(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeShareAcknowledgeRequestAcknowledgeTopic(writer: Writer, input: ShareAcknowledgeRequestAcknowledgeTopicInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeShareAcknowledgeRequestAcknowledgePartition(writer, item, version)
  writer.noTaggedFields()
}

export function decodeShareAcknowledgeRequest(reader: Reader, version: number): ShareAcknowledgeRequest {
  if (version < 1 || version > 2) throw messageNotInVersion('ShareAcknowledgeRequest', version, 1, 2)
  const groupId = reader.compactNullableString()
  const memberId = reader.compactNullableString()
  const shareSessionEpoch = reader.int32()
  const isRenewAck = version >= 2 ? reader.bool() : false
  const topics: ShareAcknowledgeRequestAcknowledgeTopic[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topics.push(decodeShareAcknowledgeRequestAcknowledgeTopic(reader, version))
  }
  reader.skipTaggedFields()
  return { groupId, memberId, shareSessionEpoch, isRenewAck, topics }
}

export function encodeShareAcknowledgeRequest(writer: Writer, input: ShareAcknowledgeRequestInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('ShareAcknowledgeRequest', version, 1, 2)
  const groupId = input.groupId ?? null
  writer.compactNullableString(groupId)
  const memberId = input.memberId === undefined ? '' : input.memberId
  writer.compactNullableString(memberId)
  writer.int32(input.shareSessionEpoch)
  const isRenewAck = input.isRenewAck ?? false
  if (version >= 2) {
    writer.bool(isRenewAck)
  } else if (isRenewAck) throw fieldNotInVersion('ShareAcknowledgeRequest', 'isRenewAck', version)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeShareAcknowledgeRequestAcknowledgeTopic(writer, item, version)
  writer.noTaggedFields()
}

export interface ShareAcknowledgeResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** From version 2. */
  acquisitionLockTimeoutMs: number
  responses: ShareAcknowledgeResponseTopicResponse[]
  /** Where the leaders named above are found (KIP-951). */
  nodeEndpoints: ShareAcknowledgeResponseNodeEndpoint[]
}

export interface ShareAcknowledgeResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  /** From version 2. */
  readonly acquisitionLockTimeoutMs?: number | undefined
  readonly responses: readonly ShareAcknowledgeResponseTopicResponseInput[]
  /** Where the leaders named above are found (KIP-951). */
  readonly nodeEndpoints: readonly ShareAcknowledgeResponseNodeEndpointInput[]
}

export interface ShareAcknowledgeResponseNodeEndpoint {
  nodeId: BrokerId
  host: string
  port: number
  /** Rack of the broker; null when it has none. */
  rack: string | null
}

export interface ShareAcknowledgeResponseNodeEndpointInput {
  readonly nodeId: BrokerId
  readonly host: string
  readonly port: number
  /** Rack of the broker; null when it has none. */
  readonly rack?: string | null | undefined
}

export interface ShareAcknowledgeResponseTopicResponse {
  topicId: Uuid
  partitions: ShareAcknowledgeResponsePartitionData[]
}

export interface ShareAcknowledgeResponseTopicResponseInput {
  readonly topicId: Uuid
  readonly partitions: readonly ShareAcknowledgeResponsePartitionDataInput[]
}

export interface ShareAcknowledgeResponsePartitionData {
  partitionIndex: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** Who leads now, where the request reached somebody else (KIP-951). */
  currentLeader: ShareAcknowledgeResponseLeaderIdAndEpoch
}

export interface ShareAcknowledgeResponsePartitionDataInput {
  readonly partitionIndex: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  /** Who leads now, where the request reached somebody else (KIP-951). */
  readonly currentLeader: ShareAcknowledgeResponseLeaderIdAndEpochInput
}

export interface ShareAcknowledgeResponseLeaderIdAndEpoch {
  /** Broker id of the leader; -1 when there is none. */
  leaderId: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
}

export interface ShareAcknowledgeResponseLeaderIdAndEpochInput {
  /** Broker id of the leader; -1 when there is none. */
  readonly leaderId: number
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
}

function decodeShareAcknowledgeResponseLeaderIdAndEpoch(reader: Reader, _version: number): ShareAcknowledgeResponseLeaderIdAndEpoch {
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  reader.skipTaggedFields()
  return { leaderId, leaderEpoch }
}

function encodeShareAcknowledgeResponseLeaderIdAndEpoch(writer: Writer, input: ShareAcknowledgeResponseLeaderIdAndEpochInput, _version: number): void {
  writer.int32(input.leaderId)
  writer.int32(input.leaderEpoch)
  writer.noTaggedFields()
}

function decodeShareAcknowledgeResponsePartitionData(reader: Reader, version: number): ShareAcknowledgeResponsePartitionData {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const currentLeader = decodeShareAcknowledgeResponseLeaderIdAndEpoch(reader, version)
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage, currentLeader }
}

function encodeShareAcknowledgeResponsePartitionData(writer: Writer, input: ShareAcknowledgeResponsePartitionDataInput, version: number): void {
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  encodeShareAcknowledgeResponseLeaderIdAndEpoch(writer, input.currentLeader, version)
  writer.noTaggedFields()
}

function decodeShareAcknowledgeResponseTopicResponse(reader: Reader, version: number): ShareAcknowledgeResponseTopicResponse {
  const topicId = reader.uuid()
  const partitions: ShareAcknowledgeResponsePartitionData[] = []
  {
    const count = reader.compactArrayLength(17)
    for (let i = 0; i < count; i++) partitions.push(decodeShareAcknowledgeResponsePartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeShareAcknowledgeResponseTopicResponse(writer: Writer, input: ShareAcknowledgeResponseTopicResponseInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeShareAcknowledgeResponsePartitionData(writer, item, version)
  writer.noTaggedFields()
}

function decodeShareAcknowledgeResponseNodeEndpoint(reader: Reader, _version: number): ShareAcknowledgeResponseNodeEndpoint {
  const nodeId = reader.int32()
  const host = reader.compactString()
  const port = reader.int32()
  const rack = reader.compactNullableString()
  reader.skipTaggedFields()
  return { nodeId, host, port, rack }
}

function encodeShareAcknowledgeResponseNodeEndpoint(writer: Writer, input: ShareAcknowledgeResponseNodeEndpointInput, _version: number): void {
  writer.int32(input.nodeId)
  writer.compactString(input.host)
  writer.int32(input.port)
  const rack = input.rack ?? null
  writer.compactNullableString(rack)
  writer.noTaggedFields()
}

export function decodeShareAcknowledgeResponse(reader: Reader, version: number): ShareAcknowledgeResponse {
  if (version < 1 || version > 2) throw messageNotInVersion('ShareAcknowledgeResponse', version, 1, 2)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const acquisitionLockTimeoutMs = version >= 2 ? reader.int32() : 0
  const responses: ShareAcknowledgeResponseTopicResponse[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) responses.push(decodeShareAcknowledgeResponseTopicResponse(reader, version))
  }
  const nodeEndpoints: ShareAcknowledgeResponseNodeEndpoint[] = []
  {
    const count = reader.compactArrayLength(11)
    for (let i = 0; i < count; i++) nodeEndpoints.push(decodeShareAcknowledgeResponseNodeEndpoint(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints }
}

export function encodeShareAcknowledgeResponse(writer: Writer, input: ShareAcknowledgeResponseInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('ShareAcknowledgeResponse', version, 1, 2)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const acquisitionLockTimeoutMs = input.acquisitionLockTimeoutMs ?? 0
  if (version >= 2) {
    writer.int32(acquisitionLockTimeoutMs)
  }
  const responses = input.responses
  writer.compactArrayLength(responses.length)
  for (const item of responses) encodeShareAcknowledgeResponseTopicResponse(writer, item, version)
  const nodeEndpoints = input.nodeEndpoints
  writer.compactArrayLength(nodeEndpoints.length)
  for (const item of nodeEndpoints) encodeShareAcknowledgeResponseNodeEndpoint(writer, item, version)
  writer.noTaggedFields()
}
