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
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  transactionStates: DescribeTransactionsResponseTransactionState[]
}

export interface DescribeTransactionsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly transactionStates: readonly DescribeTransactionsResponseTransactionStateInput[]
}

export interface DescribeTransactionsResponseTransactionState {
  errorCode: number
  transactionalId: TransactionalId
  transactionState: string
  /** After this time without an end the coordinator aborts the transaction. */
  transactionTimeoutMs: number
  transactionStartTimeMs: number
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  producerEpoch: number
  topics: DescribeTransactionsResponseTopicData[]
}

export interface DescribeTransactionsResponseTransactionStateInput {
  readonly errorCode: number
  readonly transactionalId: TransactionalId
  readonly transactionState: string
  /** After this time without an end the coordinator aborts the transaction. */
  readonly transactionTimeoutMs: number
  readonly transactionStartTimeMs: number
  /** Producer id; -1 when there is none. */
  readonly producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
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
  writer.compactString(input.topic)
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
  writer.int16(input.errorCode)
  writer.compactString(input.transactionalId)
  writer.compactString(input.transactionState)
  writer.int32(input.transactionTimeoutMs)
  writer.int64(input.transactionStartTimeMs)
  writer.int64(input.producerId)
  writer.int16(input.producerEpoch)
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
  writer.int32(input.throttleTimeMs)
  const transactionStates = input.transactionStates
  writer.compactArrayLength(transactionStates.length)
  for (const item of transactionStates) encodeDescribeTransactionsResponseTransactionState(writer, item, version)
  writer.noTaggedFields()
}
