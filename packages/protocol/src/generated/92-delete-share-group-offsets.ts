// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName, Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteShareGroupOffsetsRequest {
  groupId: GroupId
  topics: DeleteShareGroupOffsetsRequestTopic[]
}

export interface DeleteShareGroupOffsetsRequestInput {
  readonly groupId: GroupId
  readonly topics: readonly DeleteShareGroupOffsetsRequestTopicInput[]
}

export interface DeleteShareGroupOffsetsRequestTopic {
  topicName: TopicName
}

export interface DeleteShareGroupOffsetsRequestTopicInput {
  readonly topicName: TopicName
}

function decodeDeleteShareGroupOffsetsRequestTopic(reader: Reader, _version: number): DeleteShareGroupOffsetsRequestTopic {
  const topicName = reader.compactString()
  reader.skipTaggedFields()
  return { topicName }
}

function encodeDeleteShareGroupOffsetsRequestTopic(writer: Writer, input: DeleteShareGroupOffsetsRequestTopicInput, _version: number): void {
  writer.compactString(input.topicName)
  writer.noTaggedFields()
}

export function decodeDeleteShareGroupOffsetsRequest(reader: Reader, version: number): DeleteShareGroupOffsetsRequest {
  if (version !== 0) throw messageNotInVersion('DeleteShareGroupOffsetsRequest', version, 0, 0)
  const groupId = reader.compactString()
  const topics: DeleteShareGroupOffsetsRequestTopic[] = []
  {
    const count = reader.compactArrayLength(2)
    for (let i = 0; i < count; i++) topics.push(decodeDeleteShareGroupOffsetsRequestTopic(reader, version))
  }
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeDeleteShareGroupOffsetsRequest(writer: Writer, input: DeleteShareGroupOffsetsRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DeleteShareGroupOffsetsRequest', version, 0, 0)
  writer.compactString(input.groupId)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeDeleteShareGroupOffsetsRequestTopic(writer, item, version)
  writer.noTaggedFields()
}

export interface DeleteShareGroupOffsetsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  responses: DeleteShareGroupOffsetsResponseTopic[]
}

export interface DeleteShareGroupOffsetsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  readonly responses: readonly DeleteShareGroupOffsetsResponseTopicInput[]
}

export interface DeleteShareGroupOffsetsResponseTopic {
  topicName: TopicName
  topicId: Uuid
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface DeleteShareGroupOffsetsResponseTopicInput {
  readonly topicName: TopicName
  readonly topicId: Uuid
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
}

function decodeDeleteShareGroupOffsetsResponseTopic(reader: Reader, _version: number): DeleteShareGroupOffsetsResponseTopic {
  const topicName = reader.compactString()
  const topicId = reader.uuid()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { topicName, topicId, errorCode, errorMessage }
}

function encodeDeleteShareGroupOffsetsResponseTopic(writer: Writer, input: DeleteShareGroupOffsetsResponseTopicInput, _version: number): void {
  writer.compactString(input.topicName)
  writer.uuid(input.topicId)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

export function decodeDeleteShareGroupOffsetsResponse(reader: Reader, version: number): DeleteShareGroupOffsetsResponse {
  if (version !== 0) throw messageNotInVersion('DeleteShareGroupOffsetsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const responses: DeleteShareGroupOffsetsResponseTopic[] = []
  {
    const count = reader.compactArrayLength(21)
    for (let i = 0; i < count; i++) responses.push(decodeDeleteShareGroupOffsetsResponseTopic(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, responses }
}

export function encodeDeleteShareGroupOffsetsResponse(writer: Writer, input: DeleteShareGroupOffsetsResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DeleteShareGroupOffsetsResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const responses = input.responses
  writer.compactArrayLength(responses.length)
  for (const item of responses) encodeDeleteShareGroupOffsetsResponseTopic(writer, item, version)
  writer.noTaggedFields()
}
