// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface CreatePartitionsRequest {
  topics: CreatePartitionsRequestTopic[]
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  timeoutMs: number
  /** True: check everything and change nothing. */
  validateOnly: boolean
}

export interface CreatePartitionsRequestInput {
  readonly topics: readonly CreatePartitionsRequestTopicInput[]
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  readonly timeoutMs: number
  /** True: check everything and change nothing. */
  readonly validateOnly: boolean
}

export interface CreatePartitionsRequestTopic {
  name: TopicName
  /** Number of partitions that the topic is to have in all. */
  count: number
  assignments: CreatePartitionsRequestAssignment[] | null
}

export interface CreatePartitionsRequestTopicInput {
  readonly name: TopicName
  /** Number of partitions that the topic is to have in all. */
  readonly count: number
  /** Left out: empty. */
  readonly assignments?: readonly CreatePartitionsRequestAssignmentInput[] | null | undefined
}

export interface CreatePartitionsRequestAssignment {
  /** Broker ids of the replicas, preferred leader first. */
  brokerIds: BrokerId[]
}

export interface CreatePartitionsRequestAssignmentInput {
  /** Broker ids of the replicas, preferred leader first. */
  readonly brokerIds: readonly BrokerId[]
}

function decodeCreatePartitionsRequestAssignment(reader: Reader, version: number): CreatePartitionsRequestAssignment {
  const flexible = version >= 2
  const brokerIds: BrokerId[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) brokerIds.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { brokerIds }
}

function encodeCreatePartitionsRequestAssignment(writer: Writer, input: CreatePartitionsRequestAssignmentInput, version: number): void {
  const flexible = version >= 2
  const brokerIds = input.brokerIds
  if (flexible) writer.compactArrayLength(brokerIds.length); else writer.arrayLength(brokerIds.length)
  for (const item of brokerIds) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

function decodeCreatePartitionsRequestTopic(reader: Reader, version: number): CreatePartitionsRequestTopic {
  const flexible = version >= 2
  const name = flexible ? reader.compactString() : reader.string()
  const countValue = reader.int32()
  let assignments: CreatePartitionsRequestAssignment[] | null = []
  {
    const count = flexible ? reader.compactNullableArrayLength(2) : reader.nullableArrayLength(4)
    if (count < 0) {
      assignments = null
    } else {
      const items: CreatePartitionsRequestAssignment[] = []
      for (let i = 0; i < count; i++) items.push(decodeCreatePartitionsRequestAssignment(reader, version))
      assignments = items
    }
  }
  if (flexible) reader.skipTaggedFields()
  return { name, count: countValue, assignments }
}

function encodeCreatePartitionsRequestTopic(writer: Writer, input: CreatePartitionsRequestTopicInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  writer.int32(input.count)
  const assignments = input.assignments === undefined ? [] : input.assignments
  if (flexible) writer.compactArrayLength(assignments === null ? -1 : assignments.length); else writer.arrayLength(assignments === null ? -1 : assignments.length)
  if (assignments !== null) for (const item of assignments) encodeCreatePartitionsRequestAssignment(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeCreatePartitionsRequest(reader: Reader, version: number): CreatePartitionsRequest {
  if (version < 0 || version > 3) throw messageNotInVersion('CreatePartitionsRequest', version, 0, 3)
  const flexible = version >= 2
  const topics: CreatePartitionsRequestTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(7) : reader.arrayLength(10)
    for (let i = 0; i < count; i++) topics.push(decodeCreatePartitionsRequestTopic(reader, version))
  }
  const timeoutMs = reader.int32()
  const validateOnly = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { topics, timeoutMs, validateOnly }
}

export function encodeCreatePartitionsRequest(writer: Writer, input: CreatePartitionsRequestInput, version: number): void {
  if (version < 0 || version > 3) throw messageNotInVersion('CreatePartitionsRequest', version, 0, 3)
  const flexible = version >= 2
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeCreatePartitionsRequestTopic(writer, item, version)
  writer.int32(input.timeoutMs)
  writer.bool(input.validateOnly)
  if (flexible) writer.noTaggedFields()
}

export interface CreatePartitionsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  results: CreatePartitionsResponseTopicResult[]
}

export interface CreatePartitionsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly results: readonly CreatePartitionsResponseTopicResultInput[]
}

export interface CreatePartitionsResponseTopicResult {
  name: TopicName
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface CreatePartitionsResponseTopicResultInput {
  readonly name: TopicName
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
}

function decodeCreatePartitionsResponseTopicResult(reader: Reader, version: number): CreatePartitionsResponseTopicResult {
  const flexible = version >= 2
  const name = flexible ? reader.compactString() : reader.string()
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { name, errorCode, errorMessage }
}

function encodeCreatePartitionsResponseTopicResult(writer: Writer, input: CreatePartitionsResponseTopicResultInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  if (flexible) writer.noTaggedFields()
}

export function decodeCreatePartitionsResponse(reader: Reader, version: number): CreatePartitionsResponse {
  if (version < 0 || version > 3) throw messageNotInVersion('CreatePartitionsResponse', version, 0, 3)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const results: CreatePartitionsResponseTopicResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(5) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) results.push(decodeCreatePartitionsResponseTopicResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeCreatePartitionsResponse(writer: Writer, input: CreatePartitionsResponseInput, version: number): void {
  if (version < 0 || version > 3) throw messageNotInVersion('CreatePartitionsResponse', version, 0, 3)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  const results = input.results
  if (flexible) writer.compactArrayLength(results.length); else writer.arrayLength(results.length)
  for (const item of results) encodeCreatePartitionsResponseTopicResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
