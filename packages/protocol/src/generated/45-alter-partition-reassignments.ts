// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterPartitionReassignmentsRequest {
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  timeoutMs: number
  /** From version 1. */
  allowReplicationFactorChange: boolean
  topics: AlterPartitionReassignmentsRequestReassignableTopic[]
}

export interface AlterPartitionReassignmentsRequestInput {
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. Default 60000. */
  readonly timeoutMs?: number | undefined
  /** From version 1. Default true. */
  readonly allowReplicationFactorChange?: boolean | undefined
  readonly topics: readonly AlterPartitionReassignmentsRequestReassignableTopicInput[]
}

export interface AlterPartitionReassignmentsRequestReassignableTopic {
  name: TopicName
  partitions: AlterPartitionReassignmentsRequestReassignablePartition[]
}

export interface AlterPartitionReassignmentsRequestReassignableTopicInput {
  readonly name: TopicName
  readonly partitions: readonly AlterPartitionReassignmentsRequestReassignablePartitionInput[]
}

export interface AlterPartitionReassignmentsRequestReassignablePartition {
  partitionIndex: number
  /** Broker ids of the replicas, preferred leader first. */
  replicas: BrokerId[] | null
}

export interface AlterPartitionReassignmentsRequestReassignablePartitionInput {
  readonly partitionIndex: number
  /** Broker ids of the replicas, preferred leader first. */
  readonly replicas?: readonly BrokerId[] | null | undefined
}

function decodeAlterPartitionReassignmentsRequestReassignablePartition(reader: Reader, _version: number): AlterPartitionReassignmentsRequestReassignablePartition {
  const partitionIndex = reader.int32()
  let replicas: BrokerId[] | null = null
  {
    const count = reader.compactNullableArrayLength(4)
    if (count < 0) {
      replicas = null
    } else {
      const items: BrokerId[] = []
      for (let i = 0; i < count; i++) items.push(reader.int32())
      replicas = items
    }
  }
  reader.skipTaggedFields()
  return { partitionIndex, replicas }
}

function encodeAlterPartitionReassignmentsRequestReassignablePartition(writer: Writer, input: AlterPartitionReassignmentsRequestReassignablePartitionInput, _version: number): void {
  writer.int32(input.partitionIndex)
  const replicas = input.replicas ?? null
  writer.compactArrayLength(replicas === null ? -1 : replicas.length)
  if (replicas !== null) for (const item of replicas) writer.int32(item)
  writer.noTaggedFields()
}

function decodeAlterPartitionReassignmentsRequestReassignableTopic(reader: Reader, version: number): AlterPartitionReassignmentsRequestReassignableTopic {
  const name = reader.compactString()
  const partitions: AlterPartitionReassignmentsRequestReassignablePartition[] = []
  {
    const count = reader.compactArrayLength(6)
    for (let i = 0; i < count; i++) partitions.push(decodeAlterPartitionReassignmentsRequestReassignablePartition(reader, version))
  }
  reader.skipTaggedFields()
  return { name, partitions }
}

function encodeAlterPartitionReassignmentsRequestReassignableTopic(writer: Writer, input: AlterPartitionReassignmentsRequestReassignableTopicInput, version: number): void {
  writer.compactString(input.name)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeAlterPartitionReassignmentsRequestReassignablePartition(writer, item, version)
  writer.noTaggedFields()
}

export function decodeAlterPartitionReassignmentsRequest(reader: Reader, version: number): AlterPartitionReassignmentsRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('AlterPartitionReassignmentsRequest', version, 0, 1)
  const timeoutMs = reader.int32()
  const allowReplicationFactorChange = version >= 1 ? reader.bool() : true
  const topics: AlterPartitionReassignmentsRequestReassignableTopic[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeAlterPartitionReassignmentsRequestReassignableTopic(reader, version))
  }
  reader.skipTaggedFields()
  return { timeoutMs, allowReplicationFactorChange, topics }
}

export function encodeAlterPartitionReassignmentsRequest(writer: Writer, input: AlterPartitionReassignmentsRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('AlterPartitionReassignmentsRequest', version, 0, 1)
  writer.int32(input.timeoutMs ?? 60000)
  const allowReplicationFactorChange = input.allowReplicationFactorChange ?? true
  if (version >= 1) {
    writer.bool(allowReplicationFactorChange)
  } else if (!allowReplicationFactorChange) throw fieldNotInVersion('AlterPartitionReassignmentsRequest', 'allowReplicationFactorChange', version)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeAlterPartitionReassignmentsRequestReassignableTopic(writer, item, version)
  writer.noTaggedFields()
}

export interface AlterPartitionReassignmentsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  /** From version 1. */
  allowReplicationFactorChange: boolean
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  responses: AlterPartitionReassignmentsResponseReassignableTopicResponse[]
}

export interface AlterPartitionReassignmentsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  /** From version 1. Default true. */
  readonly allowReplicationFactorChange?: boolean | undefined
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  readonly responses: readonly AlterPartitionReassignmentsResponseReassignableTopicResponseInput[]
}

export interface AlterPartitionReassignmentsResponseReassignableTopicResponse {
  name: TopicName
  partitions: AlterPartitionReassignmentsResponseReassignablePartitionResponse[]
}

export interface AlterPartitionReassignmentsResponseReassignableTopicResponseInput {
  readonly name: TopicName
  readonly partitions: readonly AlterPartitionReassignmentsResponseReassignablePartitionResponseInput[]
}

export interface AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  partitionIndex: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface AlterPartitionReassignmentsResponseReassignablePartitionResponseInput {
  readonly partitionIndex: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
}

function decodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(reader: Reader, _version: number): AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage }
}

function encodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(writer: Writer, input: AlterPartitionReassignmentsResponseReassignablePartitionResponseInput, _version: number): void {
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

function decodeAlterPartitionReassignmentsResponseReassignableTopicResponse(reader: Reader, version: number): AlterPartitionReassignmentsResponseReassignableTopicResponse {
  const name = reader.compactString()
  const partitions: AlterPartitionReassignmentsResponseReassignablePartitionResponse[] = []
  {
    const count = reader.compactArrayLength(8)
    for (let i = 0; i < count; i++) partitions.push(decodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(reader, version))
  }
  reader.skipTaggedFields()
  return { name, partitions }
}

function encodeAlterPartitionReassignmentsResponseReassignableTopicResponse(writer: Writer, input: AlterPartitionReassignmentsResponseReassignableTopicResponseInput, version: number): void {
  writer.compactString(input.name)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(writer, item, version)
  writer.noTaggedFields()
}

export function decodeAlterPartitionReassignmentsResponse(reader: Reader, version: number): AlterPartitionReassignmentsResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('AlterPartitionReassignmentsResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const allowReplicationFactorChange = version >= 1 ? reader.bool() : true
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const responses: AlterPartitionReassignmentsResponseReassignableTopicResponse[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) responses.push(decodeAlterPartitionReassignmentsResponseReassignableTopicResponse(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, allowReplicationFactorChange, errorCode, errorMessage, responses }
}

export function encodeAlterPartitionReassignmentsResponse(writer: Writer, input: AlterPartitionReassignmentsResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('AlterPartitionReassignmentsResponse', version, 0, 1)
  writer.int32(input.throttleTimeMs)
  const allowReplicationFactorChange = input.allowReplicationFactorChange ?? true
  if (version >= 1) {
    writer.bool(allowReplicationFactorChange)
  }
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  const responses = input.responses
  writer.compactArrayLength(responses.length)
  for (const item of responses) encodeAlterPartitionReassignmentsResponseReassignableTopicResponse(writer, item, version)
  writer.noTaggedFields()
}
