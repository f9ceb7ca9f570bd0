// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListPartitionReassignmentsRequest {
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  timeoutMs: number
  topics: ListPartitionReassignmentsRequestTopics[] | null
}

export interface ListPartitionReassignmentsRequestInput {
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. Default 60000. */
  readonly timeoutMs?: number | undefined
  readonly topics?: readonly ListPartitionReassignmentsRequestTopicsInput[] | null | undefined
}

export interface ListPartitionReassignmentsRequestTopics {
  name: TopicName
  partitionIndexes: number[]
}

export interface ListPartitionReassignmentsRequestTopicsInput {
  readonly name: TopicName
  readonly partitionIndexes: readonly number[]
}

function decodeListPartitionReassignmentsRequestTopics(reader: Reader, _version: number): ListPartitionReassignmentsRequestTopics {
  const name = reader.compactString()
  const partitionIndexes: number[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) partitionIndexes.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { name, partitionIndexes }
}

function encodeListPartitionReassignmentsRequestTopics(writer: Writer, input: ListPartitionReassignmentsRequestTopicsInput, _version: number): void {
  writer.compactString(input.name)
  const partitionIndexes = input.partitionIndexes
  writer.compactArrayLength(partitionIndexes.length)
  for (const item of partitionIndexes) writer.int32(item)
  writer.noTaggedFields()
}

export function decodeListPartitionReassignmentsRequest(reader: Reader, version: number): ListPartitionReassignmentsRequest {
  if (version !== 0) throw messageNotInVersion('ListPartitionReassignmentsRequest', version, 0, 0)
  const timeoutMs = reader.int32()
  let topics: ListPartitionReassignmentsRequestTopics[] | null = null
  {
    const count = reader.compactNullableArrayLength(3)
    if (count < 0) {
      topics = null
    } else {
      const items: ListPartitionReassignmentsRequestTopics[] = []
      for (let i = 0; i < count; i++) items.push(decodeListPartitionReassignmentsRequestTopics(reader, version))
      topics = items
    }
  }
  reader.skipTaggedFields()
  return { timeoutMs, topics }
}

export function encodeListPartitionReassignmentsRequest(writer: Writer, input: ListPartitionReassignmentsRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ListPartitionReassignmentsRequest', version, 0, 0)
  writer.int32(input.timeoutMs ?? 60000)
  const topics = input.topics ?? null
  writer.compactArrayLength(topics === null ? -1 : topics.length)
  if (topics !== null) for (const item of topics) encodeListPartitionReassignmentsRequestTopics(writer, item, version)
  writer.noTaggedFields()
}

export interface ListPartitionReassignmentsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  topics: ListPartitionReassignmentsResponseOngoingTopicReassignment[]
}

export interface ListPartitionReassignmentsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  readonly topics: readonly ListPartitionReassignmentsResponseOngoingTopicReassignmentInput[]
}

export interface ListPartitionReassignmentsResponseOngoingTopicReassignment {
  name: TopicName
  partitions: ListPartitionReassignmentsResponseOngoingPartitionReassignment[]
}

export interface ListPartitionReassignmentsResponseOngoingTopicReassignmentInput {
  readonly name: TopicName
  readonly partitions: readonly ListPartitionReassignmentsResponseOngoingPartitionReassignmentInput[]
}

export interface ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  partitionIndex: number
  /** Broker ids of the replicas, preferred leader first. */
  replicas: BrokerId[]
  addingReplicas: BrokerId[]
  removingReplicas: BrokerId[]
}

export interface ListPartitionReassignmentsResponseOngoingPartitionReassignmentInput {
  readonly partitionIndex: number
  /** Broker ids of the replicas, preferred leader first. */
  readonly replicas: readonly BrokerId[]
  readonly addingReplicas: readonly BrokerId[]
  readonly removingReplicas: readonly BrokerId[]
}

function decodeListPartitionReassignmentsResponseOngoingPartitionReassignment(reader: Reader, _version: number): ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  const partitionIndex = reader.int32()
  const replicas: BrokerId[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) replicas.push(reader.int32())
  }
  const addingReplicas: BrokerId[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) addingReplicas.push(reader.int32())
  }
  const removingReplicas: BrokerId[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) removingReplicas.push(reader.int32())
  }
  reader.skipTaggedFields()
  return { partitionIndex, replicas, addingReplicas, removingReplicas }
}

function encodeListPartitionReassignmentsResponseOngoingPartitionReassignment(writer: Writer, input: ListPartitionReassignmentsResponseOngoingPartitionReassignmentInput, _version: number): void {
  writer.int32(input.partitionIndex)
  const replicas = input.replicas
  writer.compactArrayLength(replicas.length)
  for (const item of replicas) writer.int32(item)
  const addingReplicas = input.addingReplicas
  writer.compactArrayLength(addingReplicas.length)
  for (const item of addingReplicas) writer.int32(item)
  const removingReplicas = input.removingReplicas
  writer.compactArrayLength(removingReplicas.length)
  for (const item of removingReplicas) writer.int32(item)
  writer.noTaggedFields()
}

function decodeListPartitionReassignmentsResponseOngoingTopicReassignment(reader: Reader, version: number): ListPartitionReassignmentsResponseOngoingTopicReassignment {
  const name = reader.compactString()
  const partitions: ListPartitionReassignmentsResponseOngoingPartitionReassignment[] = []
  {
    const count = reader.compactArrayLength(8)
    for (let i = 0; i < count; i++) partitions.push(decodeListPartitionReassignmentsResponseOngoingPartitionReassignment(reader, version))
  }
  reader.skipTaggedFields()
  return { name, partitions }
}

function encodeListPartitionReassignmentsResponseOngoingTopicReassignment(writer: Writer, input: ListPartitionReassignmentsResponseOngoingTopicReassignmentInput, version: number): void {
  writer.compactString(input.name)
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeListPartitionReassignmentsResponseOngoingPartitionReassignment(writer, item, version)
  writer.noTaggedFields()
}

export function decodeListPartitionReassignmentsResponse(reader: Reader, version: number): ListPartitionReassignmentsResponse {
  if (version !== 0) throw messageNotInVersion('ListPartitionReassignmentsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const topics: ListPartitionReassignmentsResponseOngoingTopicReassignment[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeListPartitionReassignmentsResponseOngoingTopicReassignment(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, topics }
}

export function encodeListPartitionReassignmentsResponse(writer: Writer, input: ListPartitionReassignmentsResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ListPartitionReassignmentsResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeListPartitionReassignmentsResponseOngoingTopicReassignment(writer, item, version)
  writer.noTaggedFields()
}
