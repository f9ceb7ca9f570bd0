// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { ProducerId, TopicName, TransactionalId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeTransactionsRequest {
  transactionalIds: TransactionalId[]
}

export interface DescribeTransactionsRequestInput {
  readonly transactionalIds: readonly TransactionalId[]
}

export function decodeDescribeTransactionsRequest(reader: Reader, version: number): DescribeTransactionsRequest {
  if (version !== 0) throw messageNotInVersion('DescribeTransactionsRequest', version, 0, 0)
  const transactionalIds: TransactionalId[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) transactionalIds.push(reader.compactString())
  }
  reader.skipTaggedFields()
  return { transactionalIds }
}

export function encodeDescribeTransactionsRequest(writer: Writer, input: DescribeTransactionsRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DescribeTransactionsRequest', version, 0, 0)
  const transactionalIds = input.transactionalIds
  writer.compactArrayLength(transactionalIds.length)
  for (const item of transactionalIds) writer.compactString(item)
  writer.noTaggedFields()
}

export interface DescribeTransactionsResponse {
  throttleTimeMs: number
  transactionStates: DescribeTransactionsResponseTransactionState[]
}

export interface DescribeTransactionsResponseInput {
  readonly throttleTimeMs: number
  readonly transactionStates: readonly DescribeTransactionsResponseTransactionStateInput[]
}

export interface DescribeTransactionsResponseTransactionState {
  errorCode: number
  transactionalId: TransactionalId
  transactionState: string
  transactionTimeoutMs: number
  transactionStartTimeMs: number
  producerId: ProducerId
  producerEpoch: number
  topics: DescribeTransactionsResponseTopicData[]
}

export interface DescribeTransactionsResponseTransactionStateInput {
  readonly errorCode: number
  readonly transactionalId: TransactionalId
  readonly transactionState: string
  readonly transactionTimeoutMs: number
  readonly transactionStartTimeMs: number
  readonly producerId: ProducerId
  readonly producerEpoch: number
  readonly topics: readonly DescribeTransactionsResponseTopicDataInput[]
}

export interface DescribeTransactionsResponseTopicData {
  topic: TopicName
  partitions: number[]
}

export interface DescribeTransactionsResponseTopicDataInput {
  readonly topic: TopicName
  readonly partitions: readonly number[]
}

function decodeDescribeTransactionsResponseTopicData(reader: Reader, _version: number): DescribeTransactionsResponseTopicData {
  const topic = reader.compactString()
  const partitions: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { topic, partitions }
}

function encodeDescribeTransactionsResponseTopicData(writer: Writer, input: DescribeTransactionsResponseTopicDataInput, _version: number): void {
  const topic = input.topic
  writer.compactString(topic)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  writer.noTaggedFields()
}

function decodeDescribeTransactionsResponseTransactionState(reader: Reader, version: number): DescribeTransactionsResponseTransactionState {
  const errorCode = reader.int16()
  const transactionalId = reader.compactString()
  const transactionState = reader.compactString()
  const transactionTimeoutMs = reader.int32()
  const transactionStartTimeMs = reader.int64()
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  const topics: DescribeTransactionsResponseTopicData[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeDescribeTransactionsResponseTopicData(reader, version))
  }
  reader.skipTaggedFields()
  return { errorCode, transactionalId, transactionState, transactionTimeoutMs, transactionStartTimeMs, producerId, producerEpoch, topics }
}

function encodeDescribeTransactionsResponseTransactionState(writer: Writer, input: DescribeTransactionsResponseTransactionStateInput, version: number): void {
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const transactionalId = input.transactionalId
  writer.compactString(transactionalId)
  const transactionState = input.transactionState
  writer.compactString(transactionState)
  const transactionTimeoutMs = input.transactionTimeoutMs
  writer.int32(transactionTimeoutMs)
  const transactionStartTimeMs = input.transactionStartTimeMs
  writer.int64(transactionStartTimeMs)
  const producerId = input.producerId
  writer.int64(producerId)
  const producerEpoch = input.producerEpoch
  writer.int16(producerEpoch)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDescribeTransactionsResponseTopicData(writer, item, version)
  writer.noTaggedFields()
}

export function decodeDescribeTransactionsResponse(reader: Reader, version: number): DescribeTransactionsResponse {
  if (version !== 0) throw messageNotInVersion('DescribeTransactionsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const transactionStates: DescribeTransactionsResponseTransactionState[] = []
  {
    const count = reader.compactArrayLength(28)
    for (let i = 0; i < count; i++) transactionStates.push(decodeDescribeTransactionsResponseTransactionState(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, transactionStates }
}

export function encodeDescribeTransactionsResponse(writer: Writer, input: DescribeTransactionsResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DescribeTransactionsResponse', version, 0, 0)
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const transactionStates = input.transactionStates
  writer.compactArrayLength(transactionStates.length)
  for (const item of transactionStates) encodeDescribeTransactionsResponseTransactionState(writer, item, version)
  writer.noTaggedFields()
}
