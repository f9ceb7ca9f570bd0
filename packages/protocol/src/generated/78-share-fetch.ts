// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, GroupId, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import type { Records } from '../wire/records-source.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ShareFetchRequest {
  groupId: GroupId | null
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string | null
  shareSessionEpoch: number
  maxWaitMs: number
  minBytes: number
  maxBytes: number
  maxRecords: number
  batchSize: number
  /** From version 2. */
  shareAcquireMode: number
  /** From version 2. */
  isRenewAck: boolean
  topics: ShareFetchRequestFetchTopic[]
  forgottenTopicsData: ShareFetchRequestForgottenTopic[]
}

export interface ShareFetchRequestInput {
  readonly groupId?: GroupId | null | undefined
  /** Id of the member within its group; empty before the first join of a classic member. Left out: empty. */
  readonly memberId?: string | null | undefined
  readonly shareSessionEpoch: number
  readonly maxWaitMs: number
  readonly minBytes: number
  /** Default 2147483647. */
  readonly maxBytes?: number | undefined
  readonly maxRecords: number
  readonly batchSize: number
  /** From version 2. Default 0. */
  readonly shareAcquireMode?: number | undefined
  /** From version 2. Default false. */
  readonly isRenewAck?: boolean | undefined
  readonly topics: readonly ShareFetchRequestFetchTopicInput[]
  readonly forgottenTopicsData: readonly ShareFetchRequestForgottenTopicInput[]
}

export interface ShareFetchRequestForgottenTopic {
  topicId: Uuid
  partitions: number[]
}

export interface ShareFetchRequestForgottenTopicInput {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

export interface ShareFetchRequestFetchTopic {
  topicId: Uuid
  partitions: ShareFetchRequestFetchPartition[]
}

export interface ShareFetchRequestFetchTopicInput {
  readonly topicId: Uuid
  readonly partitions: readonly ShareFetchRequestFetchPartitionInput[]
}

export interface ShareFetchRequestFetchPartition {
  partitionIndex: number
  /** In no version. */
  partitionMaxBytes: number
  acknowledgementBatches: ShareFetchRequestAcknowledgementBatch[]
}

export interface ShareFetchRequestFetchPartitionInput {
  readonly partitionIndex: number
  /** In no version. */
  readonly partitionMaxBytes?: number | undefined
  readonly acknowledgementBatches: readonly ShareFetchRequestAcknowledgementBatchInput[]
}

export interface ShareFetchRequestAcknowledgementBatch {
  firstOffset: number
  lastOffset: number
  acknowledgeTypes: number[]
}

export interface ShareFetchRequestAcknowledgementBatchInput {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly acknowledgeTypes: readonly number[]
}

function decodeShareFetchRequestAcknowledgementBatch(reader: Reader, _version: number): ShareFetchRequestAcknowledgementBatch {
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

function encodeShareFetchRequestAcknowledgementBatch(writer: Writer, input: ShareFetchRequestAcknowledgementBatchInput, _version: number): void {
  writer.int64(input.firstOffset)
  writer.int64(input.lastOffset)
  const acknowledgeTypes = input.acknowledgeTypes
  writer.compactArrayLength(acknowledgeTypes.length)
  for (const item of acknowledgeTypes) writer.int8(item)
  writer.noTaggedFields()
}

function decodeShareFetchRequestFetchPartition(reader: Reader, version: number): ShareFetchRequestFetchPartition {
  const partitionIndex = reader.int32()
  const partitionMaxBytes: number = 0
  const acknowledgementBatches: ShareFetchRequestAcknowledgementBatch[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) acknowledgementBatches.push(decodeShareFetchRequestAcknowledgementBatch(reader, version))
  }
  reader.skipTaggedFields()
  return { partitionIndex, partitionMaxBytes, acknowledgementBatches }
}

function encodeShareFetchRequestFetchPartition(writer: Writer, input: ShareFetchRequestFetchPartitionInput, version: number): void {
  writer.int32(input.partitionIndex)
  const partitionMaxBytes = input.partitionMaxBytes ?? 0
  if (partitionMaxBytes !== 0) throw fieldNotInVersion('ShareFetchRequestFetchPartition', 'partitionMaxBytes', version)
  const acknowledgementBatches = input.acknowledgementBatches
  writer.compactArrayLength(acknowledgementBatches.length)
  for (const item of acknowledgementBatches) encodeShareFetchRequestAcknowledgementBatch(writer, item, version)
  writer.noTaggedFields()
}

function decodeShareFetchRequestFetchTopic(reader: Reader, version: number): ShareFetchRequestFetchTopic {
  const topicId = reader.uuid()
  const partitions: ShareFetchRequestFetchPartition[] = []
  {
    const count = reader.compactArrayLength(6)
    for (let i = 0; i < count; i++) partitions.push(decodeShareFetchRequestFetchPartition(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeShareFetchRequestFetchTopic(writer: Writer, input: ShareFetchRequestFetchTopicInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeShareFetchRequestFetchPartition(writer, item, version)
  writer.noTaggedFields()
}

function decodeShareFetchRequestForgottenTopic(reader: Reader, _version: number): ShareFetchRequestForgottenTopic {
  const topicId = reader.uuid()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeShareFetchRequestForgottenTopic(writer: Writer, input: ShareFetchRequestForgottenTopicInput, _version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

export function decodeShareFetchRequest(reader: Reader, version: number): ShareFetchRequest {
  if (version < 1 || version > 2) throw messageNotInVersion('ShareFetchRequest', version, 1, 2)
  const groupId = reader.compactNullableString()
  const memberId = reader.compactNullableString()
  const shareSessionEpoch = reader.int32()
  const maxWaitMs = reader.int32()
  const minBytes = reader.int32()
  const maxBytes = reader.int32()
  const maxRecords = reader.int32()
  const batchSize = reader.int32()
  const shareAcquireMode = version >= 2 ? reader.int8() : 0
  const isRenewAck = version >= 2 ? reader.bool() : false
  const topics: ShareFetchRequestFetchTopic[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topics.push(decodeShareFetchRequestFetchTopic(reader, version))
  }
  const forgottenTopicsData: ShareFetchRequestForgottenTopic[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) forgottenTopicsData.push(decodeShareFetchRequestForgottenTopic(reader, version))
  }
  reader.skipTaggedFields()
  return { groupId, memberId, shareSessionEpoch, maxWaitMs, minBytes, maxBytes, maxRecords, batchSize, shareAcquireMode, isRenewAck, topics, forgottenTopicsData }
}

export function encodeShareFetchRequest(writer: Writer, input: ShareFetchRequestInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('ShareFetchRequest', version, 1, 2)
  const groupId = input.groupId ?? null
  writer.compactNullableString(groupId)
  const memberId = input.memberId === undefined ? '' : input.memberId
  writer.compactNullableString(memberId)
  writer.int32(input.shareSessionEpoch)
  writer.int32(input.maxWaitMs)
  writer.int32(input.minBytes)
  writer.int32(input.maxBytes ?? 2147483647)
  writer.int32(input.maxRecords)
  writer.int32(input.batchSize)
  const shareAcquireMode = input.shareAcquireMode ?? 0
  if (version >= 2) {
    writer.int8(shareAcquireMode)
  }
  const isRenewAck = input.isRenewAck ?? false
  if (version >= 2) {
    writer.bool(isRenewAck)
  } else if (isRenewAck) throw fieldNotInVersion('ShareFetchRequest', 'isRenewAck', version)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeShareFetchRequestFetchTopic(writer, item, version)
  const forgottenTopicsData = input.forgottenTopicsData
  writer.compactArrayLength(forgottenTopicsData.length)
  for (const item of forgottenTopicsData) encodeShareFetchRequestForgottenTopic(writer, item, version)
  writer.noTaggedFields()
}

export interface ShareFetchResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  acquisitionLockTimeoutMs: number
  responses: ShareFetchResponseableTopicResponse[]
  /** Where the leaders named above are found (KIP-951). */
  nodeEndpoints: ShareFetchResponseNodeEndpoint[]
}

export interface ShareFetchResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  readonly acquisitionLockTimeoutMs: number
  readonly responses: readonly ShareFetchResponseableTopicResponseInput[]
  /** Where the leaders named above are found (KIP-951). */
  readonly nodeEndpoints: readonly ShareFetchResponseNodeEndpointInput[]
}

export interface ShareFetchResponseNodeEndpoint {
  nodeId: BrokerId
  host: string
  port: number
  /** Rack of the broker; null when it has none. */
  rack: string | null
}

export interface ShareFetchResponseNodeEndpointInput {
  readonly nodeId: BrokerId
  readonly host: string
  readonly port: number
  /** Rack of the broker; null when it has none. */
  readonly rack?: string | null | undefined
}

export interface ShareFetchResponseableTopicResponse {
  topicId: Uuid
  partitions: ShareFetchResponsePartitionData[]
}

export interface ShareFetchResponseableTopicResponseInput {
  readonly topicId: Uuid
  readonly partitions: readonly ShareFetchResponsePartitionDataInput[]
}

export interface ShareFetchResponsePartitionData {
  partitionIndex: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  acknowledgeErrorCode: number
  acknowledgeErrorMessage: string | null
  /** Who leads now, where the request reached somebody else (KIP-951). */
  currentLeader: ShareFetchResponseLeaderIdAndEpoch
  /** Record batches. */
  records: Buffer
  acquiredRecords: ShareFetchResponseAcquiredRecords[]
}

export interface ShareFetchResponsePartitionDataInput {
  readonly partitionIndex: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  readonly acknowledgeErrorCode: number
  readonly acknowledgeErrorMessage?: string | null | undefined
  /** Who leads now, where the request reached somebody else (KIP-951). */
  readonly currentLeader: ShareFetchResponseLeaderIdAndEpochInput
  /** Record batches. */
  readonly records: Records
  readonly acquiredRecords: readonly ShareFetchResponseAcquiredRecordsInput[]
}

export interface ShareFetchResponseAcquiredRecords {
  firstOffset: number
  lastOffset: number
  deliveryCount: number
}

export interface ShareFetchResponseAcquiredRecordsInput {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly deliveryCount: number
}

export interface ShareFetchResponseLeaderIdAndEpoch {
  /** Broker id of the leader; -1 when there is none. */
  leaderId: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
}

export interface ShareFetchResponseLeaderIdAndEpochInput {
  /** Broker id of the leader; -1 when there is none. */
  readonly leaderId: number
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
}

function decodeShareFetchResponseLeaderIdAndEpoch(reader: Reader, _version: number): ShareFetchResponseLeaderIdAndEpoch {
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  reader.skipTaggedFields()
  return { leaderId, leaderEpoch }
}

function encodeShareFetchResponseLeaderIdAndEpoch(writer: Writer, input: ShareFetchResponseLeaderIdAndEpochInput, _version: number): void {
  writer.int32(input.leaderId)
  writer.int32(input.leaderEpoch)
  writer.noTaggedFields()
}

function decodeShareFetchResponseAcquiredRecords(reader: Reader, _version: number): ShareFetchResponseAcquiredRecords {
  const firstOffset = reader.int64()
  const lastOffset = reader.int64()
  const deliveryCount = reader.int16()
  reader.skipTaggedFields()
  return { firstOffset, lastOffset, deliveryCount }
}

function encodeShareFetchResponseAcquiredRecords(writer: Writer, input: ShareFetchResponseAcquiredRecordsInput, _version: number): void {
  writer.int64(input.firstOffset)
  writer.int64(input.lastOffset)
  writer.int16(input.deliveryCount)
  writer.noTaggedFields()
}

function decodeShareFetchResponsePartitionData(reader: Reader, version: number): ShareFetchResponsePartitionData {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const acknowledgeErrorCode = reader.int16()
  const acknowledgeErrorMessage = reader.compactNullableString()
  const currentLeader = decodeShareFetchResponseLeaderIdAndEpoch(reader, version)
  const records = reader.compactBytes()
  const acquiredRecords: ShareFetchResponseAcquiredRecords[] = []
  {
    const count = reader.compactArrayLength(19)
    for (let i = 0; i < count; i++) acquiredRecords.push(decodeShareFetchResponseAcquiredRecords(reader, version))
  }
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage, acknowledgeErrorCode, acknowledgeErrorMessage, currentLeader, records, acquiredRecords }
}

function encodeShareFetchResponsePartitionData(writer: Writer, input: ShareFetchResponsePartitionDataInput, version: number): void {
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.int16(input.acknowledgeErrorCode)
  const acknowledgeErrorMessage = input.acknowledgeErrorMessage ?? null
  writer.compactNullableString(acknowledgeErrorMessage)
  encodeShareFetchResponseLeaderIdAndEpoch(writer, input.currentLeader, version)
  writer.compactRecords(input.records)
  const acquiredRecords = input.acquiredRecords
  writer.compactArrayLength(acquiredRecords.length)
  for (const item of acquiredRecords) encodeShareFetchResponseAcquiredRecords(writer, item, version)
  writer.noTaggedFields()
}

function decodeShareFetchResponseableTopicResponse(reader: Reader, version: number): ShareFetchResponseableTopicResponse {
  const topicId = reader.uuid()
  const partitions: ShareFetchResponsePartitionData[] = []
  {
    const count = reader.compactArrayLength(22)
    for (let i = 0; i < count; i++) partitions.push(decodeShareFetchResponsePartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitions }
}

function encodeShareFetchResponseableTopicResponse(writer: Writer, input: ShareFetchResponseableTopicResponseInput, version: number): void {
  writer.uuid(input.topicId)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeShareFetchResponsePartitionData(writer, item, version)
  writer.noTaggedFields()
}

function decodeShareFetchResponseNodeEndpoint(reader: Reader, _version: number): ShareFetchResponseNodeEndpoint {
  const nodeId = reader.int32()
  const host = reader.compactString()
  const port = reader.int32()
  const rack = reader.compactNullableString()
  reader.skipTaggedFields()
  return { nodeId, host, port, rack }
}

function encodeShareFetchResponseNodeEndpoint(writer: Writer, input: ShareFetchResponseNodeEndpointInput, _version: number): void {
  writer.int32(input.nodeId)
  writer.compactString(input.host)
  writer.int32(input.port)
  const rack = input.rack ?? null
  writer.compactNullableString(rack)
  writer.noTaggedFields()
}

export function decodeShareFetchResponse(reader: Reader, version: number): ShareFetchResponse {
  if (version < 1 || version > 2) throw messageNotInVersion('ShareFetchResponse', version, 1, 2)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const acquisitionLockTimeoutMs = reader.int32()
  const responses: ShareFetchResponseableTopicResponse[] = []
  {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) responses.push(decodeShareFetchResponseableTopicResponse(reader, version))
  }
  const nodeEndpoints: ShareFetchResponseNodeEndpoint[] = []
  {
    const count = reader.compactArrayLength(11)
    for (let i = 0; i < count; i++) nodeEndpoints.push(decodeShareFetchResponseNodeEndpoint(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints }
}

export function encodeShareFetchResponse(writer: Writer, input: ShareFetchResponseInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('ShareFetchResponse', version, 1, 2)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.int32(input.acquisitionLockTimeoutMs)
  const responses = input.responses
  writer.compactArrayLength(responses.length)
  for (const item of responses) encodeShareFetchResponseableTopicResponse(writer, item, version)
  const nodeEndpoints = input.nodeEndpoints
  writer.compactArrayLength(nodeEndpoints.length)
  for (const item of nodeEndpoints) encodeShareFetchResponseNodeEndpoint(writer, item, version)
  writer.noTaggedFields()
}
