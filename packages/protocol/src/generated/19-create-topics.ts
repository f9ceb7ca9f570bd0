// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../ids.ts'
import type { BrokerId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface CreateTopicsRequest {
  topics: CreateTopicsRequestCreatableTopic[]
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  timeoutMs: number
  /** True: check everything and change nothing. */
  validateOnly: boolean
}

export interface CreateTopicsRequestInput {
  readonly topics: readonly CreateTopicsRequestCreatableTopicInput[]
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. Default 60000. */
  readonly timeoutMs?: number | undefined
  /** True: check everything and change nothing. Default false. */
  readonly validateOnly?: boolean | undefined
}

export interface CreateTopicsRequestCreatableTopic {
  name: TopicName
  /** Number of partitions; -1 in a request for the broker's default. */
  numPartitions: number
  /** Copies of each partition; -1 in a request for the broker's default. */
  replicationFactor: number
  /** Replicas of each partition, when the client chooses them itself; otherwise empty. */
  assignments: CreateTopicsRequestCreatableReplicaAssignment[]
  /** Configuration keys and values. */
  configs: CreateTopicsRequestCreatableTopicConfig[]
}

export interface CreateTopicsRequestCreatableTopicInput {
  readonly name: TopicName
  /** Number of partitions; -1 in a request for the broker's default. */
  readonly numPartitions: number
  /** Copies of each partition; -1 in a request for the broker's default. */
  readonly replicationFactor: number
  /** Replicas of each partition, when the client chooses them itself; otherwise empty. */
  readonly assignments: readonly CreateTopicsRequestCreatableReplicaAssignmentInput[]
  /** Configuration keys and values. */
  readonly configs: readonly CreateTopicsRequestCreatableTopicConfigInput[]
}

export interface CreateTopicsRequestCreatableTopicConfig {
  name: string
  value: string | null
}

export interface CreateTopicsRequestCreatableTopicConfigInput {
  readonly name: string
  /** Left out: empty. */
  readonly value?: string | null | undefined
}

export interface CreateTopicsRequestCreatableReplicaAssignment {
  partitionIndex: number
  /** Broker ids of the replicas, preferred leader first. */
  brokerIds: BrokerId[]
}

export interface CreateTopicsRequestCreatableReplicaAssignmentInput {
  readonly partitionIndex: number
  /** Broker ids of the replicas, preferred leader first. */
  readonly brokerIds: readonly BrokerId[]
}

function decodeCreateTopicsRequestCreatableReplicaAssignment(reader: Reader, version: number): CreateTopicsRequestCreatableReplicaAssignment {
  const flexible = version >= 5
  const partitionIndex = reader.int32()
  const brokerIds: BrokerId[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) brokerIds.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, brokerIds }
}

function encodeCreateTopicsRequestCreatableReplicaAssignment(writer: Writer, input: CreateTopicsRequestCreatableReplicaAssignmentInput, version: number): void {
  const flexible = version >= 5
  writer.int32(input.partitionIndex)
  const brokerIds = input.brokerIds
  if (flexible) writer.compactArrayLength(brokerIds.length); else writer.arrayLength(brokerIds.length)
  for (const item of brokerIds) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

function decodeCreateTopicsRequestCreatableTopicConfig(reader: Reader, version: number): CreateTopicsRequestCreatableTopicConfig {
  const flexible = version >= 5
  const name = flexible ? reader.compactString() : reader.string()
  const value = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { name, value }
}

function encodeCreateTopicsRequestCreatableTopicConfig(writer: Writer, input: CreateTopicsRequestCreatableTopicConfigInput, version: number): void {
  const flexible = version >= 5
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const value = input.value === undefined ? '' : input.value
  if (flexible) writer.compactNullableString(value); else writer.nullableString(value)
  if (flexible) writer.noTaggedFields()
}

function decodeCreateTopicsRequestCreatableTopic(reader: Reader, version: number): CreateTopicsRequestCreatableTopic {
  const flexible = version >= 5
  const name = flexible ? reader.compactString() : reader.string()
  const numPartitions = reader.int32()
  const replicationFactor = reader.int16()
  const assignments: CreateTopicsRequestCreatableReplicaAssignment[] = []
  {
    const count = flexible ? reader.compactArrayLength(6) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) assignments.push(decodeCreateTopicsRequestCreatableReplicaAssignment(reader, version))
  }
  const configs: CreateTopicsRequestCreatableTopicConfig[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) configs.push(decodeCreateTopicsRequestCreatableTopicConfig(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, numPartitions, replicationFactor, assignments, configs }
}

function encodeCreateTopicsRequestCreatableTopic(writer: Writer, input: CreateTopicsRequestCreatableTopicInput, version: number): void {
  const flexible = version >= 5
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  writer.int32(input.numPartitions)
  writer.int16(input.replicationFactor)
  const assignments = input.assignments
  if (flexible) writer.compactArrayLength(assignments.length); else writer.arrayLength(assignments.length)
  for (const item of assignments) encodeCreateTopicsRequestCreatableReplicaAssignment(writer, item, version)
  const configs = input.configs
  if (flexible) writer.compactArrayLength(configs.length); else writer.arrayLength(configs.length)
  for (const item of configs) encodeCreateTopicsRequestCreatableTopicConfig(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeCreateTopicsRequest(reader: Reader, version: number): CreateTopicsRequest {
  if (version < 2 || version > 7) throw messageNotInVersion('CreateTopicsRequest', version, 2, 7)
  const flexible = version >= 5
  const topics: CreateTopicsRequestCreatableTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(10) : reader.arrayLength(16)
    for (let i = 0; i < count; i++) topics.push(decodeCreateTopicsRequestCreatableTopic(reader, version))
  }
  const timeoutMs = reader.int32()
  const validateOnly = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { topics, timeoutMs, validateOnly }
}

export function encodeCreateTopicsRequest(writer: Writer, input: CreateTopicsRequestInput, version: number): void {
  if (version < 2 || version > 7) throw messageNotInVersion('CreateTopicsRequest', version, 2, 7)
  const flexible = version >= 5
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeCreateTopicsRequestCreatableTopic(writer, item, version)
  writer.int32(input.timeoutMs ?? 60000)
  writer.bool(input.validateOnly ?? false)
  if (flexible) writer.noTaggedFields()
}

export interface CreateTopicsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  topics: CreateTopicsResponseCreatableTopicResult[]
}

export interface CreateTopicsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly topics: readonly CreateTopicsResponseCreatableTopicResultInput[]
}

export interface CreateTopicsResponseCreatableTopicResult {
  name: TopicName
  /** From version 7. */
  topicId: Uuid
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** From version 5. */
  topicConfigErrorCode: number
  /** Number of partitions; -1 in a request for the broker's default. From version 5. */
  numPartitions: number
  /** Copies of each partition; -1 in a request for the broker's default. From version 5. */
  replicationFactor: number
  /** Configuration keys and values. From version 5. */
  configs: CreateTopicsResponseCreatableTopicConfigs[] | null
}

export interface CreateTopicsResponseCreatableTopicResultInput {
  readonly name: TopicName
  /** From version 7. */
  readonly topicId?: Uuid | undefined
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  /** From version 5. */
  readonly topicConfigErrorCode?: number | undefined
  /** Number of partitions; -1 in a request for the broker's default. From version 5. Default -1. */
  readonly numPartitions?: number | undefined
  /** Copies of each partition; -1 in a request for the broker's default. From version 5. Default -1. */
  readonly replicationFactor?: number | undefined
  /** Configuration keys and values. From version 5. Left out: empty. */
  readonly configs?: readonly CreateTopicsResponseCreatableTopicConfigsInput[] | null | undefined
}

export interface CreateTopicsResponseCreatableTopicConfigs {
  name: string
  value: string | null
  readOnly: boolean
  /** Where the value comes from: 1 topic, 2 broker, 3 all brokers, 4 start of the broker, 5 default. */
  configSource: number
  /** True: the value is a secret and not told. */
  isSensitive: boolean
}

export interface CreateTopicsResponseCreatableTopicConfigsInput {
  readonly name: string
  /** Left out: empty. */
  readonly value?: string | null | undefined
  readonly readOnly: boolean
  /** Where the value comes from: 1 topic, 2 broker, 3 all brokers, 4 start of the broker, 5 default. Default -1. */
  readonly configSource?: number | undefined
  /** True: the value is a secret and not told. */
  readonly isSensitive: boolean
}

function decodeCreateTopicsResponseCreatableTopicConfigs(reader: Reader, _version: number): CreateTopicsResponseCreatableTopicConfigs {
  const name = reader.compactString()
  const value = reader.compactNullableString()
  const readOnly = reader.bool()
  const configSource = reader.int8()
  const isSensitive = reader.bool()
  reader.skipTaggedFields()
  return { name, value, readOnly, configSource, isSensitive }
}

function encodeCreateTopicsResponseCreatableTopicConfigs(writer: Writer, input: CreateTopicsResponseCreatableTopicConfigsInput, _version: number): void {
  writer.compactString(input.name)
  const value = input.value === undefined ? '' : input.value
  writer.compactNullableString(value)
  writer.bool(input.readOnly)
  writer.int8(input.configSource ?? -1)
  writer.bool(input.isSensitive)
  writer.noTaggedFields()
}

function decodeCreateTopicsResponseCreatableTopicResult(reader: Reader, version: number): CreateTopicsResponseCreatableTopicResult {
  const flexible = version >= 5
  const name = flexible ? reader.compactString() : reader.string()
  const topicId = version >= 7 ? reader.uuid() : ZERO_UUID
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  const numPartitions = version >= 5 ? reader.int32() : -1
  const replicationFactor = version >= 5 ? reader.int16() : -1
  let configs: CreateTopicsResponseCreatableTopicConfigs[] | null = []
  if (version >= 5) {
    const count = reader.compactNullableArrayLength(6)
    if (count < 0) {
      configs = null
    } else {
      const items: CreateTopicsResponseCreatableTopicConfigs[] = []
      for (let i = 0; i < count; i++) items.push(decodeCreateTopicsResponseCreatableTopicConfigs(reader, version))
      configs = items
    }
  }
  let topicConfigErrorCode: number = 0
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          topicConfigErrorCode = reader.int16()
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { name, topicId, errorCode, errorMessage, topicConfigErrorCode, numPartitions, replicationFactor, configs }
}

function encodeCreateTopicsResponseCreatableTopicResult(writer: Writer, input: CreateTopicsResponseCreatableTopicResultInput, version: number): void {
  const flexible = version >= 5
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 7) {
    writer.uuid(topicId)
  }
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  const numPartitions = input.numPartitions ?? -1
  if (version >= 5) {
    writer.int32(numPartitions)
  }
  const replicationFactor = input.replicationFactor ?? -1
  if (version >= 5) {
    writer.int16(replicationFactor)
  }
  const configs = input.configs === undefined ? [] : input.configs
  if (version >= 5) {
    writer.compactArrayLength(configs === null ? -1 : configs.length)
    if (configs !== null) for (const item of configs) encodeCreateTopicsResponseCreatableTopicConfigs(writer, item, version)
  }
  const topicConfigErrorCode = input.topicConfigErrorCode ?? 0
  if (flexible) {
    let tags = 0
    if (topicConfigErrorCode !== 0) tags++
    writer.uvarint(tags)
    if (topicConfigErrorCode !== 0) {
      const mark = writer.beginTagged(0)
      writer.int16(topicConfigErrorCode)
      writer.endTagged(mark)
    }
  }
}

export function decodeCreateTopicsResponse(reader: Reader, version: number): CreateTopicsResponse {
  if (version < 2 || version > 7) throw messageNotInVersion('CreateTopicsResponse', version, 2, 7)
  const flexible = version >= 5
  const throttleTimeMs = reader.int32()
  const topics: CreateTopicsResponseCreatableTopicResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(12) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeCreateTopicsResponseCreatableTopicResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeCreateTopicsResponse(writer: Writer, input: CreateTopicsResponseInput, version: number): void {
  if (version < 2 || version > 7) throw messageNotInVersion('CreateTopicsResponse', version, 2, 7)
  const flexible = version >= 5
  writer.int32(input.throttleTimeMs)
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeCreateTopicsResponseCreatableTopicResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
