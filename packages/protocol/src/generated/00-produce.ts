// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../ids.ts'
import type { BrokerId, TopicName, TransactionalId, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import type { Records } from '../wire/records-source.ts'
import { fieldNotInVersion, messageNotInVersion, tagNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ProduceRequest {
  transactionalId: TransactionalId | null
  acks: number
  timeoutMs: number
  topicData: ProduceRequestTopicProduceData[]
}

export interface ProduceRequestInput {
  readonly transactionalId?: TransactionalId | null | undefined
  readonly acks: number
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
  records: Buffer | null
}

export interface ProduceRequestPartitionProduceDataInput {
  readonly index: number
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
  const index = input.index
  writer.int32(index)
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
  const acks = input.acks
  writer.int16(acks)
  const timeoutMs = input.timeoutMs
  writer.int32(timeoutMs)
  const topicData = input.topicData
  if (flexible) writer.compactArrayLength(topicData.length); else writer.arrayLength(topicData.length)
  for (const item of topicData) encodeProduceRequestTopicProduceData(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface ProduceResponse {
  responses: ProduceResponseTopicProduceResponse[]
  throttleTimeMs: number
  /** From version 10. */
  nodeEndpoints: ProduceResponseNodeEndpoint[]
}

export interface ProduceResponseInput {
  readonly responses: readonly ProduceResponseTopicProduceResponseInput[]
  /** Default 0. */
  readonly throttleTimeMs?: number | undefined
  /** From version 10. */
  readonly nodeEndpoints?: readonly ProduceResponseNodeEndpointInput[] | undefined
}

export interface ProduceResponseNodeEndpoint {
  nodeId: BrokerId
  host: string
  port: number
  rack: string | null
}

export interface ProduceResponseNodeEndpointInput {
  readonly nodeId: BrokerId
  readonly host: string
  readonly port: number
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
  baseOffset: number
  logAppendTimeMs: number
  /** From version 5. */
  logStartOffset: number
  /** From version 8. */
  recordErrors: ProduceResponseBatchIndexAndErrorMessage[]
  /** From version 8. */
  errorMessage: string | null
  /** From version 10. */
  currentLeader: ProduceResponseLeaderIdAndEpoch
}

export interface ProduceResponsePartitionProduceResponseInput {
  readonly index: number
  readonly errorCode: number
  readonly baseOffset: number
  /** Default -1. */
  readonly logAppendTimeMs?: number | undefined
  /** From version 5. Default -1. */
  readonly logStartOffset?: number | undefined
  /** From version 8. */
  readonly recordErrors?: readonly ProduceResponseBatchIndexAndErrorMessageInput[] | undefined
  /** From version 8. */
  readonly errorMessage?: string | null | undefined
  /** From version 10. */
  readonly currentLeader?: ProduceResponseLeaderIdAndEpochInput | undefined
}

export interface ProduceResponseLeaderIdAndEpoch {
  leaderId: BrokerId
  leaderEpoch: number
}

export interface ProduceResponseLeaderIdAndEpochInput {
  /** Default -1. */
  readonly leaderId?: BrokerId | undefined
  /** Default -1. */
  readonly leaderEpoch?: number | undefined
}

export interface ProduceResponseBatchIndexAndErrorMessage {
  batchIndex: number
  batchIndexErrorMessage: string | null
}

export interface ProduceResponseBatchIndexAndErrorMessageInput {
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
  const batchIndex = input.batchIndex
  writer.int32(batchIndex)
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
  const leaderId = input.leaderId ?? -1
  writer.int32(leaderId)
  const leaderEpoch = input.leaderEpoch ?? -1
  writer.int32(leaderEpoch)
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
  const index = input.index
  writer.int32(index)
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const baseOffset = input.baseOffset
  writer.int64(baseOffset)
  const logAppendTimeMs = input.logAppendTimeMs ?? -1
  writer.int64(logAppendTimeMs)
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
  const nodeId = input.nodeId
  writer.int32(nodeId)
  const host = input.host
  writer.compactString(host)
  const port = input.port
  writer.int32(port)
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
  const throttleTimeMs = input.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
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
