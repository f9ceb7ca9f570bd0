// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ElectLeadersRequest {
  /** From version 1. */
  electionType: number
  topicPartitions: ElectLeadersRequestTopicPartitions[] | null
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  timeoutMs: number
}

export interface ElectLeadersRequestInput {
  /** From version 1. */
  readonly electionType?: number | undefined
  /** Left out: empty. */
  readonly topicPartitions?: readonly ElectLeadersRequestTopicPartitionsInput[] | null | undefined
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. Default 60000. */
  readonly timeoutMs?: number | undefined
}

export interface ElectLeadersRequestTopicPartitions {
  topic: TopicName
  partitions: number[]
}

export interface ElectLeadersRequestTopicPartitionsInput {
  readonly topic: TopicName
  readonly partitions: readonly number[]
}

function decodeElectLeadersRequestTopicPartitions(reader: Reader, version: number): ElectLeadersRequestTopicPartitions {
  const flexible = version >= 2
  const topic = flexible ? reader.compactString() : reader.string()
  const partitions: number[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { topic, partitions }
}

function encodeElectLeadersRequestTopicPartitions(writer: Writer, input: ElectLeadersRequestTopicPartitionsInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.topic); else writer.string(input.topic)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

export function decodeElectLeadersRequest(reader: Reader, version: number): ElectLeadersRequest {
  if (version < 0 || version > 2) throw messageNotInVersion('ElectLeadersRequest', version, 0, 2)
  const flexible = version >= 2
  const electionType = version >= 1 ? reader.int8() : 0
  let topicPartitions: ElectLeadersRequestTopicPartitions[] | null = []
  {
    const count = flexible ? reader.compactNullableArrayLength(3) : reader.nullableArrayLength(6)
    if (count < 0) {
      topicPartitions = null
    } else {
      const items: ElectLeadersRequestTopicPartitions[] = []
      for (let i = 0; i < count; i++) items.push(decodeElectLeadersRequestTopicPartitions(reader, version))
      topicPartitions = items
    }
  }
  const timeoutMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { electionType, topicPartitions, timeoutMs }
}

export function encodeElectLeadersRequest(writer: Writer, input: ElectLeadersRequestInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('ElectLeadersRequest', version, 0, 2)
  const flexible = version >= 2
  const electionType = input.electionType ?? 0
  if (version >= 1) {
    writer.int8(electionType)
  } else if (electionType !== 0) throw fieldNotInVersion('ElectLeadersRequest', 'electionType', version)
  const topicPartitions = input.topicPartitions === undefined ? [] : input.topicPartitions
  if (flexible) writer.compactArrayLength(topicPartitions === null ? -1 : topicPartitions.length); else writer.arrayLength(topicPartitions === null ? -1 : topicPartitions.length)
  if (topicPartitions !== null) for (const item of topicPartitions) encodeElectLeadersRequestTopicPartitions(writer, item, version)
  writer.int32(input.timeoutMs ?? 60000)
  if (flexible) writer.noTaggedFields()
}

export interface ElectLeadersResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  /** From version 1. */
  errorCode: number
  replicaElectionResults: ElectLeadersResponseReplicaElectionResult[]
}

export interface ElectLeadersResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  /** From version 1. */
  readonly errorCode?: number | undefined
  readonly replicaElectionResults: readonly ElectLeadersResponseReplicaElectionResultInput[]
}

export interface ElectLeadersResponseReplicaElectionResult {
  topic: TopicName
  partitionResult: ElectLeadersResponsePartitionResult[]
}

export interface ElectLeadersResponseReplicaElectionResultInput {
  readonly topic: TopicName
  readonly partitionResult: readonly ElectLeadersResponsePartitionResultInput[]
}

export interface ElectLeadersResponsePartitionResult {
  partitionId: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface ElectLeadersResponsePartitionResultInput {
  readonly partitionId: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
}

function decodeElectLeadersResponsePartitionResult(reader: Reader, version: number): ElectLeadersResponsePartitionResult {
  const flexible = version >= 2
  const partitionId = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { partitionId, errorCode, errorMessage }
}

function encodeElectLeadersResponsePartitionResult(writer: Writer, input: ElectLeadersResponsePartitionResultInput, version: number): void {
  const flexible = version >= 2
  writer.int32(input.partitionId)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  if (flexible) writer.noTaggedFields()
}

function decodeElectLeadersResponseReplicaElectionResult(reader: Reader, version: number): ElectLeadersResponseReplicaElectionResult {
  const flexible = version >= 2
  const topic = flexible ? reader.compactString() : reader.string()
  const partitionResult: ElectLeadersResponsePartitionResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(8) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) partitionResult.push(decodeElectLeadersResponsePartitionResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { topic, partitionResult }
}

function encodeElectLeadersResponseReplicaElectionResult(writer: Writer, input: ElectLeadersResponseReplicaElectionResultInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.topic); else writer.string(input.topic)
  const partitionResult = input.partitionResult
  if (flexible) writer.compactArrayLength(partitionResult.length); else writer.arrayLength(partitionResult.length)
  for (const item of partitionResult) encodeElectLeadersResponsePartitionResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeElectLeadersResponse(reader: Reader, version: number): ElectLeadersResponse {
  if (version < 0 || version > 2) throw messageNotInVersion('ElectLeadersResponse', version, 0, 2)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const errorCode = version >= 1 ? reader.int16() : 0
  const replicaElectionResults: ElectLeadersResponseReplicaElectionResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) replicaElectionResults.push(decodeElectLeadersResponseReplicaElectionResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, replicaElectionResults }
}

export function encodeElectLeadersResponse(writer: Writer, input: ElectLeadersResponseInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('ElectLeadersResponse', version, 0, 2)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  const errorCode = input.errorCode ?? 0
  if (version >= 1) {
    writer.int16(errorCode)
  } else if (errorCode !== 0) throw fieldNotInVersion('ElectLeadersResponse', 'errorCode', version)
  const replicaElectionResults = input.replicaElectionResults
  if (flexible) writer.compactArrayLength(replicaElectionResults.length); else writer.arrayLength(replicaElectionResults.length)
  for (const item of replicaElectionResults) encodeElectLeadersResponseReplicaElectionResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
