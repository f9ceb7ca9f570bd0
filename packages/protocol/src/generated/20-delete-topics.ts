// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../ids.ts'
import type { TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion, nullNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteTopicsRequest {
  /** From version 6. */
  topics: DeleteTopicsRequestDeleteTopicState[]
  /** Up to version 5. */
  topicNames: TopicName[]
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  timeoutMs: number
}

export interface DeleteTopicsRequestInput {
  /** From version 6. */
  readonly topics?: readonly DeleteTopicsRequestDeleteTopicStateInput[] | undefined
  /** Up to version 5. */
  readonly topicNames?: readonly TopicName[] | undefined
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  readonly timeoutMs: number
}

export interface DeleteTopicsRequestDeleteTopicState {
  name: TopicName | null
  topicId: Uuid
}

export interface DeleteTopicsRequestDeleteTopicStateInput {
  readonly name?: TopicName | null | undefined
  readonly topicId: Uuid
}

function decodeDeleteTopicsRequestDeleteTopicState(reader: Reader, _version: number): DeleteTopicsRequestDeleteTopicState {
  const name = reader.compactNullableString()
  const topicId = reader.uuid()
  reader.skipTaggedFields()
  return { name, topicId }
}

function encodeDeleteTopicsRequestDeleteTopicState(writer: Writer, input: DeleteTopicsRequestDeleteTopicStateInput, _version: number): void {
  const name = input.name ?? null
  writer.compactNullableString(name)
  writer.uuid(input.topicId)
  writer.noTaggedFields()
}

export function decodeDeleteTopicsRequest(reader: Reader, version: number): DeleteTopicsRequest {
  if (version < 1 || version > 6) throw messageNotInVersion('DeleteTopicsRequest', version, 1, 6)
  const flexible = version >= 4
  const topics: DeleteTopicsRequestDeleteTopicState[] = []
  if (version >= 6) {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topics.push(decodeDeleteTopicsRequestDeleteTopicState(reader, version))
  }
  const topicNames: TopicName[] = []
  if (version <= 5) {
    const count = flexible ? reader.compactArrayLength(1) : reader.arrayLength(2)
    for (let i = 0; i < count; i++) topicNames.push(flexible ? reader.compactString() : reader.string())
  }
  const timeoutMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { topics, topicNames, timeoutMs }
}

export function encodeDeleteTopicsRequest(writer: Writer, input: DeleteTopicsRequestInput, version: number): void {
  if (version < 1 || version > 6) throw messageNotInVersion('DeleteTopicsRequest', version, 1, 6)
  const flexible = version >= 4
  const topics = input.topics ?? []
  if (version >= 6) {
    writer.compactArrayLength(topics.length)
    for (const item of topics) encodeDeleteTopicsRequestDeleteTopicState(writer, item, version)
  } else if (topics.length !== 0) throw fieldNotInVersion('DeleteTopicsRequest', 'topics', version)
  const topicNames = input.topicNames ?? []
  if (version <= 5) {
    if (flexible) writer.compactArrayLength(topicNames.length); else writer.arrayLength(topicNames.length)
    for (const item of topicNames) {
      if (flexible) writer.compactString(item); else writer.string(item)
    }
  }
  writer.int32(input.timeoutMs)
  if (flexible) writer.noTaggedFields()
}

export interface DeleteTopicsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  responses: DeleteTopicsResponseDeletableTopicResult[]
}

export interface DeleteTopicsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly responses: readonly DeleteTopicsResponseDeletableTopicResultInput[]
}

export interface DeleteTopicsResponseDeletableTopicResult {
  name: TopicName | null
  /** From version 6. */
  topicId: Uuid
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. From version 5. */
  errorMessage: string | null
}

export interface DeleteTopicsResponseDeletableTopicResultInput {
  /** Left out: empty. */
  readonly name?: TopicName | null | undefined
  /** From version 6. */
  readonly topicId?: Uuid | undefined
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. From version 5. */
  readonly errorMessage?: string | null | undefined
}

function decodeDeleteTopicsResponseDeletableTopicResult(reader: Reader, version: number): DeleteTopicsResponseDeletableTopicResult {
  const flexible = version >= 4
  const name = flexible ? (version >= 6 ? reader.compactNullableString() : reader.compactString()) : reader.string()
  const topicId = version >= 6 ? reader.uuid() : ZERO_UUID
  const errorCode = reader.int16()
  const errorMessage = version >= 5 ? reader.compactNullableString() : null
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, errorCode, errorMessage }
}

function encodeDeleteTopicsResponseDeletableTopicResult(writer: Writer, input: DeleteTopicsResponseDeletableTopicResultInput, version: number): void {
  const flexible = version >= 4
  const name = input.name === undefined ? '' : input.name
  if (name === null && !(version >= 6)) throw nullNotInVersion('DeleteTopicsResponseDeletableTopicResult', 'name', version)
  if (flexible) writer.compactNullableString(name); else writer.nullableString(name)
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 6) {
    writer.uuid(topicId)
  }
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  if (version >= 5) {
    writer.compactNullableString(errorMessage)
  }
  if (flexible) writer.noTaggedFields()
}

export function decodeDeleteTopicsResponse(reader: Reader, version: number): DeleteTopicsResponse {
  if (version < 1 || version > 6) throw messageNotInVersion('DeleteTopicsResponse', version, 1, 6)
  const flexible = version >= 4
  const throttleTimeMs = reader.int32()
  const responses: DeleteTopicsResponseDeletableTopicResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) responses.push(decodeDeleteTopicsResponseDeletableTopicResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, responses }
}

export function encodeDeleteTopicsResponse(writer: Writer, input: DeleteTopicsResponseInput, version: number): void {
  if (version < 1 || version > 6) throw messageNotInVersion('DeleteTopicsResponse', version, 1, 6)
  const flexible = version >= 4
  writer.int32(input.throttleTimeMs)
  const responses = input.responses
  if (flexible) writer.compactArrayLength(responses.length); else writer.arrayLength(responses.length)
  for (const item of responses) encodeDeleteTopicsResponseDeletableTopicResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
