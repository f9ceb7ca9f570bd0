// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { ProducerId, TopicName, TransactionalId } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface AddPartitionsToTxnRequest {
  /** From brokers, which verify several at once. From version 4. */
  transactions: AddPartitionsToTxnRequestTransaction[]
  /** Up to version 3. */
  v3AndBelowTransactionalId: TransactionalId
  /** Up to version 3. */
  v3AndBelowProducerId: ProducerId
  /** Up to version 3. */
  v3AndBelowProducerEpoch: number
  /** Partitions of the one transaction that clients name. Up to version 3. */
  v3AndBelowTopics: AddPartitionsToTxnRequestTopic[]
}

export interface AddPartitionsToTxnRequestInput {
  /** From brokers, which verify several at once. From version 4. */
  readonly transactions?: readonly AddPartitionsToTxnRequestTransactionInput[] | undefined
  /** Up to version 3. */
  readonly v3AndBelowTransactionalId?: TransactionalId | undefined
  /** Up to version 3. */
  readonly v3AndBelowProducerId?: ProducerId | undefined
  /** Up to version 3. */
  readonly v3AndBelowProducerEpoch?: number | undefined
  /** Partitions of the one transaction that clients name. Up to version 3. */
  readonly v3AndBelowTopics?: readonly AddPartitionsToTxnRequestTopicInput[] | undefined
}

export interface AddPartitionsToTxnRequestTransaction {
  transactionalId: TransactionalId
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  producerEpoch: number
  /** True: the leader asks whether the partition is part of the transaction, and adds nothing (KIP-890). */
  verifyOnly: boolean
  topics: AddPartitionsToTxnRequestTopic[]
}

export interface AddPartitionsToTxnRequestTransactionInput {
  readonly transactionalId: TransactionalId
  /** Producer id; -1 when there is none. */
  readonly producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  readonly producerEpoch: number
  /** True: the leader asks whether the partition is part of the transaction, and adds nothing (KIP-890). Default false. */
  readonly verifyOnly?: boolean | undefined
  readonly topics: readonly AddPartitionsToTxnRequestTopicInput[]
}

export interface AddPartitionsToTxnRequestTopic {
  name: TopicName
  partitions: number[]
}

export interface AddPartitionsToTxnRequestTopicInput {
  readonly name: TopicName
  readonly partitions: readonly number[]
}

function decodeAddPartitionsToTxnRequestTopic(reader: Reader, version: number): AddPartitionsToTxnRequestTopic {
  const flexible = version >= 3
  const name = flexible ? reader.compactString() : reader.string()
  const partitions: number[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

function encodeAddPartitionsToTxnRequestTopic(writer: Writer, input: AddPartitionsToTxnRequestTopicInput, version: number): void {
  const flexible = version >= 3
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

function decodeAddPartitionsToTxnRequestTransaction(reader: Reader, version: number): AddPartitionsToTxnRequestTransaction {
  const transactionalId = reader.compactString()
  const producerId = reader.int64Saturating()
  const producerEpoch = reader.int16()
  const verifyOnly = reader.bool()
  const topics: AddPartitionsToTxnRequestTopic[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeAddPartitionsToTxnRequestTopic(reader, version))
  }
  reader.skipTaggedFields()
  return { transactionalId, producerId, producerEpoch, verifyOnly, topics }
}

function encodeAddPartitionsToTxnRequestTransaction(writer: Writer, input: AddPartitionsToTxnRequestTransactionInput, version: number): void {
  writer.compactString(input.transactionalId)
  writer.int64(input.producerId)
  writer.int16(input.producerEpoch)
  writer.bool(input.verifyOnly ?? false)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeAddPartitionsToTxnRequestTopic(writer, item, version)
  writer.noTaggedFields()
}

export function decodeAddPartitionsToTxnRequest(reader: Reader, version: number): AddPartitionsToTxnRequest {
  if (version < 0 || version > 5) throw messageNotInVersion('AddPartitionsToTxnRequest', version, 0, 5)
  const flexible = version >= 3
  const transactions: AddPartitionsToTxnRequestTransaction[] = []
  if (version >= 4) {
    const count = reader.compactArrayLength(14)
    for (let i = 0; i < count; i++) transactions.push(decodeAddPartitionsToTxnRequestTransaction(reader, version))
  }
  const v3AndBelowTransactionalId = version <= 3 ? (flexible ? reader.compactString() : reader.string()) : ''
  const v3AndBelowProducerId = version <= 3 ? reader.int64Saturating() : 0
  const v3AndBelowProducerEpoch = version <= 3 ? reader.int16() : 0
  const v3AndBelowTopics: AddPartitionsToTxnRequestTopic[] = []
  if (version <= 3) {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) v3AndBelowTopics.push(decodeAddPartitionsToTxnRequestTopic(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { transactions, v3AndBelowTransactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics }
}

export function encodeAddPartitionsToTxnRequest(writer: Writer, input: AddPartitionsToTxnRequestInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('AddPartitionsToTxnRequest', version, 0, 5)
  const flexible = version >= 3
  const transactions = input.transactions ?? []
  if (version >= 4) {
    writer.compactArrayLength(transactions.length)
    for (const item of transactions) encodeAddPartitionsToTxnRequestTransaction(writer, item, version)
  } else if (transactions.length !== 0) throw fieldNotInVersion('AddPartitionsToTxnRequest', 'transactions', version)
  const v3AndBelowTransactionalId = input.v3AndBelowTransactionalId ?? ''
  if (version <= 3) {
    if (flexible) writer.compactString(v3AndBelowTransactionalId); else writer.string(v3AndBelowTransactionalId)
  } else if (v3AndBelowTransactionalId !== '') throw fieldNotInVersion('AddPartitionsToTxnRequest', 'v3AndBelowTransactionalId', version)
  const v3AndBelowProducerId = input.v3AndBelowProducerId ?? 0
  if (version <= 3) {
    writer.int64(v3AndBelowProducerId)
  } else if (v3AndBelowProducerId !== 0) throw fieldNotInVersion('AddPartitionsToTxnRequest', 'v3AndBelowProducerId', version)
  const v3AndBelowProducerEpoch = input.v3AndBelowProducerEpoch ?? 0
  if (version <= 3) {
    writer.int16(v3AndBelowProducerEpoch)
  } else if (v3AndBelowProducerEpoch !== 0) throw fieldNotInVersion('AddPartitionsToTxnRequest', 'v3AndBelowProducerEpoch', version)
  const v3AndBelowTopics = input.v3AndBelowTopics ?? []
  if (version <= 3) {
    if (flexible) writer.compactArrayLength(v3AndBelowTopics.length); else writer.arrayLength(v3AndBelowTopics.length)
    for (const item of v3AndBelowTopics) encodeAddPartitionsToTxnRequestTopic(writer, item, version)
  } else if (v3AndBelowTopics.length !== 0) throw fieldNotInVersion('AddPartitionsToTxnRequest', 'v3AndBelowTopics', version)
  if (flexible) writer.noTaggedFields()
}

export interface AddPartitionsToTxnResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  /** From version 4. */
  errorCode: number
  /** From version 4. */
  resultsByTransaction: AddPartitionsToTxnResponseResult[]
  /** Up to version 3. */
  resultsByTopicV3AndBelow: AddPartitionsToTxnResponseTopicResult[]
}

export interface AddPartitionsToTxnResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  /** From version 4. */
  readonly errorCode?: number | undefined
  /** From version 4. */
  readonly resultsByTransaction?: readonly AddPartitionsToTxnResponseResultInput[] | undefined
  /** Up to version 3. */
  readonly resultsByTopicV3AndBelow?: readonly AddPartitionsToTxnResponseTopicResultInput[] | undefined
}

export interface AddPartitionsToTxnResponseResult {
  transactionalId: TransactionalId
  topicResults: AddPartitionsToTxnResponseTopicResult[]
}

export interface AddPartitionsToTxnResponseResultInput {
  readonly transactionalId: TransactionalId
  readonly topicResults: readonly AddPartitionsToTxnResponseTopicResultInput[]
}

export interface AddPartitionsToTxnResponseTopicResult {
  name: TopicName
  resultsByPartition: AddPartitionsToTxnResponsePartitionResult[]
}

export interface AddPartitionsToTxnResponseTopicResultInput {
  readonly name: TopicName
  readonly resultsByPartition: readonly AddPartitionsToTxnResponsePartitionResultInput[]
}

export interface AddPartitionsToTxnResponsePartitionResult {
  partitionIndex: number
  partitionErrorCode: number
}

export interface AddPartitionsToTxnResponsePartitionResultInput {
  readonly partitionIndex: number
  readonly partitionErrorCode: number
}

function decodeAddPartitionsToTxnResponsePartitionResult(reader: Reader, version: number): AddPartitionsToTxnResponsePartitionResult {
  const flexible = version >= 3
  const partitionIndex = reader.int32()
  const partitionErrorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, partitionErrorCode }
}

function encodeAddPartitionsToTxnResponsePartitionResult(writer: Writer, input: AddPartitionsToTxnResponsePartitionResultInput, version: number): void {
  const flexible = version >= 3
  writer.int32(input.partitionIndex)
  writer.int16(input.partitionErrorCode)
  if (flexible) writer.noTaggedFields()
}

function decodeAddPartitionsToTxnResponseTopicResult(reader: Reader, version: number): AddPartitionsToTxnResponseTopicResult {
  const flexible = version >= 3
  const name = flexible ? reader.compactString() : reader.string()
  const resultsByPartition: AddPartitionsToTxnResponsePartitionResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(7) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) resultsByPartition.push(decodeAddPartitionsToTxnResponsePartitionResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, resultsByPartition }
}

function encodeAddPartitionsToTxnResponseTopicResult(writer: Writer, input: AddPartitionsToTxnResponseTopicResultInput, version: number): void {
  const flexible = version >= 3
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const resultsByPartition = input.resultsByPartition
  if (flexible) writer.compactArrayLength(resultsByPartition.length); else writer.arrayLength(resultsByPartition.length)
  for (const item of resultsByPartition) encodeAddPartitionsToTxnResponsePartitionResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

function decodeAddPartitionsToTxnResponseResult(reader: Reader, version: number): AddPartitionsToTxnResponseResult {
  const transactionalId = reader.compactString()
  const topicResults: AddPartitionsToTxnResponseTopicResult[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topicResults.push(decodeAddPartitionsToTxnResponseTopicResult(reader, version))
  }
  reader.skipTaggedFields()
  return { transactionalId, topicResults }
}

function encodeAddPartitionsToTxnResponseResult(writer: Writer, input: AddPartitionsToTxnResponseResultInput, version: number): void {
  writer.compactString(input.transactionalId)
  const topicResults = input.topicResults
  writer.compactArrayLength(topicResults.length)
  for (const item of topicResults) encodeAddPartitionsToTxnResponseTopicResult(writer, item, version)
  writer.noTaggedFields()
}

export function decodeAddPartitionsToTxnResponse(reader: Reader, version: number): AddPartitionsToTxnResponse {
  if (version < 0 || version > 5) throw messageNotInVersion('AddPartitionsToTxnResponse', version, 0, 5)
  const flexible = version >= 3
  const throttleTimeMs = reader.int32()
  const errorCode = version >= 4 ? reader.int16() : 0
  const resultsByTransaction: AddPartitionsToTxnResponseResult[] = []
  if (version >= 4) {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) resultsByTransaction.push(decodeAddPartitionsToTxnResponseResult(reader, version))
  }
  const resultsByTopicV3AndBelow: AddPartitionsToTxnResponseTopicResult[] = []
  if (version <= 3) {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) resultsByTopicV3AndBelow.push(decodeAddPartitionsToTxnResponseTopicResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, resultsByTransaction, resultsByTopicV3AndBelow }
}

export function encodeAddPartitionsToTxnResponse(writer: Writer, input: AddPartitionsToTxnResponseInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('AddPartitionsToTxnResponse', version, 0, 5)
  const flexible = version >= 3
  writer.int32(input.throttleTimeMs)
  const errorCode = input.errorCode ?? 0
  if (version >= 4) {
    writer.int16(errorCode)
  }
  const resultsByTransaction = input.resultsByTransaction ?? []
  if (version >= 4) {
    writer.compactArrayLength(resultsByTransaction.length)
    for (const item of resultsByTransaction) encodeAddPartitionsToTxnResponseResult(writer, item, version)
  } else if (resultsByTransaction.length !== 0) throw fieldNotInVersion('AddPartitionsToTxnResponse', 'resultsByTransaction', version)
  const resultsByTopicV3AndBelow = input.resultsByTopicV3AndBelow ?? []
  if (version <= 3) {
    if (flexible) writer.compactArrayLength(resultsByTopicV3AndBelow.length); else writer.arrayLength(resultsByTopicV3AndBelow.length)
    for (const item of resultsByTopicV3AndBelow) encodeAddPartitionsToTxnResponseTopicResult(writer, item, version)
  } else if (resultsByTopicV3AndBelow.length !== 0) throw fieldNotInVersion('AddPartitionsToTxnResponse', 'resultsByTopicV3AndBelow', version)
  if (flexible) writer.noTaggedFields()
}
