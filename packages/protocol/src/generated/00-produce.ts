// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../ids.ts'
import type { BrokerId, TopicName, TransactionalId, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import type { Records } from '../wire/records-source.ts'
import { fieldNotInVersion, messageNotInVersion, tagNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ProduceRequest {
  /** Null unless the records belong to a transaction. */
  transactionalId: TransactionalId | null
  /** 0: no answer at all. 1: when the leader has the records. -1: when all in-sync replicas have them. */
  acks: number
  /** How long to wait for in-sync replicas when acks is -1. */
  timeoutMs: number
  topicData: ProduceRequestTopicProduceData[]
}

export interface ProduceRequestInput {
  /** Null unless the records belong to a transaction. */
  readonly transactionalId?: TransactionalId | null | undefined
  /** 0: no answer at all. 1: when the leader has the records. -1: when all in-sync replicas have them. */
  readonly acks: number
  /** How long to wait for in-sync replicas when acks is -1. */
  readonly timeoutMs: number
  readonly topicData: readonly ProduceRequestTopicProduceDataInput[]
}

export interface ProduceRequestTopicProduceData {
  /** Up to version 12. */
  name: TopicName
  /** From version 13. */
  topicId: Uuid
  partitionData: ProduceRequestPartitionProduceData[]
}

export interface ProduceRequestTopicProduceDataInput {
  /** Up to version 12. */
  readonly name?: TopicName | undefined
  /** From version 13. */
  readonly topicId?: Uuid | undefined
  readonly partitionData: readonly ProduceRequestPartitionProduceDataInput[]
}

export interface ProduceRequestPartitionProduceData {
  index: number
  /** Record batches. */
  records: Buffer | null
}

export interface ProduceRequestPartitionProduceDataInput {
  readonly index: number
  /** Record batches. */
  readonly records?: Records | null | undefined
}

function decodeProduceRequestPartitionProduceData(reader: Reader, version: number): ProduceRequestPartitionProduceData {
  const flexible = version >= 9
  const index = reader.int32()
  const records = flexible ? reader.compactNullableBytes() : reader.nullableBytes()
  if (flexible) reader.skipTaggedFields()
  return { index, records }
}

function encodeProduceRequestPartitionProduceData(writer: Writer, input: ProduceRequestPartitionProduceDataInput, version: number): void {
  const flexible = version >= 9
  writer.int32(input.index)
  const records = input.records ?? null
  if (flexible) writer.compactRecords(records); else writer.records(records)
  if (flexible) writer.noTaggedFields()
}

function decodeProduceRequestTopicProduceData(reader: Reader, version: number): ProduceRequestTopicProduceData {
  const flexible = version >= 9
  const name = version <= 12 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId = version >= 13 ? reader.uuid() : ZERO_UUID
  const partitionData: ProduceRequestPartitionProduceData[] = []
  {
    const count = flexible ? reader.compactArrayLength(6) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) partitionData.push(decodeProduceRequestPartitionProduceData(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitionData }
}

function encodeProduceRequestTopicProduceData(writer: Writer, input: ProduceRequestTopicProduceDataInput, version: number): void {
  const flexible = version >= 9
  const name = input.name ?? ''
  if (version <= 12) {
    if (flexible) writer.compactString(name); else writer.string(name)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 13) {
    writer.uuid(topicId)
  }
  const partitionData = input.partitionData
  if (flexible) writer.compactArrayLength(partitionData.length); else writer.arrayLength(partitionData.length)
  for (const item of partitionData) encodeProduceRequestPartitionProduceData(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeProduceRequest(reader: Reader, version: number): ProduceRequest {
  if (version < 3 || version > 13) throw messageNotInVersion('ProduceRequest', version, 3, 13)
  const flexible = version >= 9
  const transactionalId = flexible ? reader.compactNullableString() : reader.nullableString()
  const acks = reader.int16()
  const timeoutMs = reader.int32()
  const topicData: ProduceRequestTopicProduceData[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topicData.push(decodeProduceRequestTopicProduceData(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, acks, timeoutMs, topicData }
}

export function encodeProduceRequest(writer: Writer, input: ProduceRequestInput, version: number): void {
  if (version < 3 || version > 13) throw messageNotInVersion('ProduceRequest', version, 3, 13)
  const flexible = version >= 9
  const transactionalId = input.transactionalId ?? null
  if (flexible) writer.compactNullableString(transactionalId); else writer.nullableString(transactionalId)
  writer.int16(input.acks)
  writer.int32(input.timeoutMs)
  const topicData = input.topicData
  if (flexible) writer.compactArrayLength(topicData.length); else writer.arrayLength(topicData.length)
  for (const item of topicData) encodeProduceRequestTopicProduceData(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface ProduceResponse {
  responses: ProduceResponseTopicProduceResponse[]
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  /** Where the leaders named above are found (KIP-951). From version 10. */
  nodeEndpoints: ProduceResponseNodeEndpoint[]
}

export interface ProduceResponseInput {
  readonly responses: readonly ProduceResponseTopicProduceResponseInput[]
  /** How long the client should pause because of a quota; 0 when it need not. Default 0. */
  readonly throttleTimeMs?: number | undefined
  /** Where the leaders named above are found (KIP-951). From version 10. */
  readonly nodeEndpoints?: readonly ProduceResponseNodeEndpointInput[] | undefined
}

export interface ProduceResponseNodeEndpoint {
  nodeId: BrokerId
  host: string
  port: number
  /** Rack of the broker; null when it has none. */
  rack: string | null
}

export interface ProduceResponseNodeEndpointInput {
  readonly nodeId: BrokerId
  readonly host: string
  readonly port: number
  /** Rack of the broker; null when it has none. */
  readonly rack?: string | null | undefined
}

export interface ProduceResponseTopicProduceResponse {
  /** Up to version 12. */
  name: TopicName
  /** From version 13. */
  topicId: Uuid
  partitionResponses: ProduceResponsePartitionProduceResponse[]
}

export interface ProduceResponseTopicProduceResponseInput {
  /** Up to version 12. */
  readonly name?: TopicName | undefined
  /** From version 13. */
  readonly topicId?: Uuid | undefined
  readonly partitionResponses: readonly ProduceResponsePartitionProduceResponseInput[]
}

export interface ProduceResponsePartitionProduceResponse {
  index: number
  errorCode: number
  /** Offset of the first record written; -1 on an error. */
  baseOffset: number
  /** Time the broker gave the records where the topic wants that; otherwise -1. */
  logAppendTimeMs: number
  /** First offset the partition still holds; -1 when unknown. From version 5. */
  logStartOffset: number
  /** Records that caused the batch to be dropped (KIP-467). From version 8. */
  recordErrors: ProduceResponseBatchIndexAndErrorMessage[]
  /** More about the error for people; null when there is nothing more to say. From version 8. */
  errorMessage: string | null
  /** Who leads now, where the request reached somebody else (KIP-951). From version 10. */
  currentLeader: ProduceResponseLeaderIdAndEpoch
}

export interface ProduceResponsePartitionProduceResponseInput {
  readonly index: number
  readonly errorCode: number
  /** Offset of the first record written; -1 on an error. */
  readonly baseOffset: number
  /** Time the broker gave the records where the topic wants that; otherwise -1. Default -1. */
  readonly logAppendTimeMs?: number | undefined
  /** First offset the partition still holds; -1 when unknown. From version 5. Default -1. */
  readonly logStartOffset?: number | undefined
  /** Records that caused the batch to be dropped (KIP-467). From version 8. */
  readonly recordErrors?: readonly ProduceResponseBatchIndexAndErrorMessageInput[] | undefined
  /** More about the error for people; null when there is nothing more to say. From version 8. */
  readonly errorMessage?: string | null | undefined
  /** Who leads now, where the request reached somebody else (KIP-951). From version 10. */
  readonly currentLeader?: ProduceResponseLeaderIdAndEpochInput | undefined
}

export interface ProduceResponseLeaderIdAndEpoch {
  /** Broker id of the leader; -1 when there is none. */
  leaderId: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
}

export interface ProduceResponseLeaderIdAndEpochInput {
  /** Broker id of the leader; -1 when there is none. Default -1. */
  readonly leaderId?: BrokerId | undefined
  /** Epoch of the leader; -1 when unknown. Default -1. */
  readonly leaderEpoch?: number | undefined
}

export interface ProduceResponseBatchIndexAndErrorMessage {
  /** Index of the record within the batch. */
  batchIndex: number
  batchIndexErrorMessage: string | null
}

export interface ProduceResponseBatchIndexAndErrorMessageInput {
  /** Index of the record within the batch. */
  readonly batchIndex: number
  readonly batchIndexErrorMessage?: string | null | undefined
}

function decodeProduceResponseBatchIndexAndErrorMessage(reader: Reader, version: number): ProduceResponseBatchIndexAndErrorMessage {
  const flexible = version >= 9
  const batchIndex = reader.int32()
  const batchIndexErrorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { batchIndex, batchIndexErrorMessage }
}

function encodeProduceResponseBatchIndexAndErrorMessage(writer: Writer, input: ProduceResponseBatchIndexAndErrorMessageInput, version: number): void {
  const flexible = version >= 9
  writer.int32(input.batchIndex)
  const batchIndexErrorMessage = input.batchIndexErrorMessage ?? null
  if (flexible) writer.compactNullableString(batchIndexErrorMessage); else writer.nullableString(batchIndexErrorMessage)
  if (flexible) writer.noTaggedFields()
}

function decodeProduceResponseLeaderIdAndEpoch(reader: Reader, _version: number): ProduceResponseLeaderIdAndEpoch {
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  reader.skipTaggedFields()
  return { leaderId, leaderEpoch }
}

function encodeProduceResponseLeaderIdAndEpoch(writer: Writer, input: ProduceResponseLeaderIdAndEpochInput, _version: number): void {
  writer.int32(input.leaderId ?? -1)
  writer.int32(input.leaderEpoch ?? -1)
  writer.noTaggedFields()
}

function decodeProduceResponsePartitionProduceResponse(reader: Reader, version: number): ProduceResponsePartitionProduceResponse {
  const flexible = version >= 9
  const index = reader.int32()
  const errorCode = reader.int16()
  const baseOffset = reader.int64()
  const logAppendTimeMs = reader.int64()
  const logStartOffset = version >= 5 ? reader.int64() : -1
  const recordErrors: ProduceResponseBatchIndexAndErrorMessage[] = []
  if (version >= 8) {
    const count = flexible ? reader.compactArrayLength(6) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) recordErrors.push(decodeProduceResponseBatchIndexAndErrorMessage(reader, version))
  }
  const errorMessage = version >= 8 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  let currentLeader: ProduceResponseLeaderIdAndEpoch = defaultProduceResponseLeaderIdAndEpoch()
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          if (!(version >= 10)) throw tagNotInVersion('ProduceResponsePartitionProduceResponse', 0, version)
          currentLeader = decodeProduceResponseLeaderIdAndEpoch(reader, version)
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { index, errorCode, baseOffset, logAppendTimeMs, logStartOffset, recordErrors, errorMessage, currentLeader }
}

function encodeProduceResponsePartitionProduceResponse(writer: Writer, input: ProduceResponsePartitionProduceResponseInput, version: number): void {
  const flexible = version >= 9
  writer.int32(input.index)
  writer.int16(input.errorCode)
  writer.int64(input.baseOffset)
  writer.int64(input.logAppendTimeMs ?? -1)
  const logStartOffset = input.logStartOffset ?? -1
  if (version >= 5) {
    writer.int64(logStartOffset)
  }
  const recordErrors = input.recordErrors ?? []
  if (version >= 8) {
    if (flexible) writer.compactArrayLength(recordErrors.length); else writer.arrayLength(recordErrors.length)
    for (const item of recordErrors) encodeProduceResponseBatchIndexAndErrorMessage(writer, item, version)
  }
  const errorMessage = input.errorMessage ?? null
  if (version >= 8) {
    if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  }
  const currentLeader = input.currentLeader
  if (!(version >= 10) && currentLeader !== undefined && !isDefaultProduceResponseLeaderIdAndEpoch(currentLeader)) throw fieldNotInVersion('ProduceResponsePartitionProduceResponse', 'currentLeader', version)
  if (flexible) {
    let tags = 0
    if (version >= 10 && currentLeader !== undefined && !isDefaultProduceResponseLeaderIdAndEpoch(currentLeader)) tags++
    writer.uvarint(tags)
    if (version >= 10 && currentLeader !== undefined && !isDefaultProduceResponseLeaderIdAndEpoch(currentLeader)) {
      const mark = writer.beginTagged(0)
      encodeProduceResponseLeaderIdAndEpoch(writer, currentLeader, version)
      writer.endTagged(mark)
    }
  }
}

function decodeProduceResponseTopicProduceResponse(reader: Reader, version: number): ProduceResponseTopicProduceResponse {
  const flexible = version >= 9
  const name = version <= 12 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId = version >= 13 ? reader.uuid() : ZERO_UUID
  const partitionResponses: ProduceResponsePartitionProduceResponse[] = []
  {
    const count = flexible ? reader.compactArrayLength(33) : reader.arrayLength(22)
    for (let i = 0; i < count; i++) partitionResponses.push(decodeProduceResponsePartitionProduceResponse(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitionResponses }
}

function encodeProduceResponseTopicProduceResponse(writer: Writer, input: ProduceResponseTopicProduceResponseInput, version: number): void {
  const flexible = version >= 9
  const name = input.name ?? ''
  if (version <= 12) {
    if (flexible) writer.compactString(name); else writer.string(name)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 13) {
    writer.uuid(topicId)
  }
  const partitionResponses = input.partitionResponses
  if (flexible) writer.compactArrayLength(partitionResponses.length); else writer.arrayLength(partitionResponses.length)
  for (const item of partitionResponses) encodeProduceResponsePartitionProduceResponse(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

function decodeProduceResponseNodeEndpoint(reader: Reader, _version: number): ProduceResponseNodeEndpoint {
  const nodeId = reader.int32()
  const host = reader.compactString()
  const port = reader.int32()
  const rack = reader.compactNullableString()
  reader.skipTaggedFields()
  return { nodeId, host, port, rack }
}

function encodeProduceResponseNodeEndpoint(writer: Writer, input: ProduceResponseNodeEndpointInput, _version: number): void {
  writer.int32(input.nodeId)
  writer.compactString(input.host)
  writer.int32(input.port)
  const rack = input.rack ?? null
  writer.compactNullableString(rack)
  writer.noTaggedFields()
}

export function decodeProduceResponse(reader: Reader, version: number): ProduceResponse {
  if (version < 3 || version > 13) throw messageNotInVersion('ProduceResponse', version, 3, 13)
  const flexible = version >= 9
  const responses: ProduceResponseTopicProduceResponse[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) responses.push(decodeProduceResponseTopicProduceResponse(reader, version))
  }
  const throttleTimeMs = reader.int32()
  let nodeEndpoints: ProduceResponseNodeEndpoint[] = []
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          if (!(version >= 10)) throw tagNotInVersion('ProduceResponse', 0, version)
          nodeEndpoints = []
          const count = reader.compactArrayLength(11)
          for (let i = 0; i < count; i++) nodeEndpoints.push(decodeProduceResponseNodeEndpoint(reader, version))
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { responses, throttleTimeMs, nodeEndpoints }
}

export function encodeProduceResponse(writer: Writer, input: ProduceResponseInput, version: number): void {
  if (version < 3 || version > 13) throw messageNotInVersion('ProduceResponse', version, 3, 13)
  const flexible = version >= 9
  const responses = input.responses
  if (flexible) writer.compactArrayLength(responses.length); else writer.arrayLength(responses.length)
  for (const item of responses) encodeProduceResponseTopicProduceResponse(writer, item, version)
  writer.int32(input.throttleTimeMs ?? 0)
  const nodeEndpoints = input.nodeEndpoints ?? []
  if (!(version >= 10) && nodeEndpoints.length !== 0) throw fieldNotInVersion('ProduceResponse', 'nodeEndpoints', version)
  if (flexible) {
    let tags = 0
    if (version >= 10 && nodeEndpoints.length !== 0) tags++
    writer.uvarint(tags)
    if (version >= 10 && nodeEndpoints.length !== 0) {
      const mark = writer.beginTagged(0)
      writer.compactArrayLength(nodeEndpoints.length)
      for (const item of nodeEndpoints) encodeProduceResponseNodeEndpoint(writer, item, version)
      writer.endTagged(mark)
    }
  }
}

function defaultProduceResponseLeaderIdAndEpoch(): ProduceResponseLeaderIdAndEpoch {
  return { leaderId: -1, leaderEpoch: -1 }
}

function isDefaultProduceResponseLeaderIdAndEpoch(input: ProduceResponseLeaderIdAndEpochInput): boolean {
  return !((input.leaderId ?? -1) !== -1) && !((input.leaderEpoch ?? -1) !== -1)
}
