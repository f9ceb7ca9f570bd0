// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { TopicName } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ConsumerProtocolAssignment {
  assignedPartitions: ConsumerProtocolAssignmentTopicPartition[]
  userData: Buffer | null
}

export interface ConsumerProtocolAssignmentInput {
  readonly assignedPartitions: readonly ConsumerProtocolAssignmentTopicPartitionInput[]
  readonly userData?: Uint8Array | null | undefined
}

export interface ConsumerProtocolAssignmentTopicPartition {
  topic: TopicName
  partitions: number[]
}

export interface ConsumerProtocolAssignmentTopicPartitionInput {
  readonly topic: TopicName
  readonly partitions: readonly number[]
}

function decodeConsumerProtocolAssignmentTopicPartition(reader: Reader, _version: number): ConsumerProtocolAssignmentTopicPartition {
  const topic = reader.string()
  const partitions: number[] = []
  {
    const count = reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  return { topic, partitions }
}

function encodeConsumerProtocolAssignmentTopicPartition(writer: Writer, input: ConsumerProtocolAssignmentTopicPartitionInput, _version: number): void {
  writer.string(input.topic)
  const partitions = input.partitions
  writer.arrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
}

export function decodeConsumerProtocolAssignment(reader: Reader, version: number): ConsumerProtocolAssignment {
  if (version < 0 || version > 3) throw messageNotInVersion('ConsumerProtocolAssignment', version, 0, 3)
  const assignedPartitions: ConsumerProtocolAssignmentTopicPartition[] = []
  {
    const count = reader.arrayLength(6)
    for (let i = 0; i < count; i++) assignedPartitions.push(decodeConsumerProtocolAssignmentTopicPartition(reader, version))
  }
  const userData = reader.nullableBytes()
  return { assignedPartitions, userData }
}

export function encodeConsumerProtocolAssignment(writer: Writer, input: ConsumerProtocolAssignmentInput, version: number): void {
  if (version < 0 || version > 3) throw messageNotInVersion('ConsumerProtocolAssignment', version, 0, 3)
  const assignedPartitions = input.assignedPartitions
  writer.arrayLength(assignedPartitions.length)
  for (const item of assignedPartitions) encodeConsumerProtocolAssignmentTopicPartition(writer, item, version)
  const userData = input.userData ?? null
  writer.nullableBytes(userData)
}

export interface ConsumerProtocolSubscription {
  topics: string[]
  userData: Buffer | null
  /** Partitions that the member holds now, for cooperative rebalancing. From version 1. */
  ownedPartitions: ConsumerProtocolSubscriptionTopicPartition[]
  /** Generation in which the owned partitions were assigned. From version 2. */
  generationId: number
  /** Rack of the client, for fetching from a nearby replica (KIP-392). From version 3. */
  rackId: string | null
}

export interface ConsumerProtocolSubscriptionInput {
  readonly topics: readonly string[]
  readonly userData?: Uint8Array | null | undefined
  /** Partitions that the member holds now, for cooperative rebalancing. From version 1. */
  readonly ownedPartitions?: readonly ConsumerProtocolSubscriptionTopicPartitionInput[] | undefined
  /** Generation in which the owned partitions were assigned. From version 2. Default -1. */
  readonly generationId?: number | undefined
  /** Rack of the client, for fetching from a nearby replica (KIP-392). From version 3. */
  readonly rackId?: string | null | undefined
}

export interface ConsumerProtocolSubscriptionTopicPartition {
  topic: TopicName
  partitions: number[]
}

export interface ConsumerProtocolSubscriptionTopicPartitionInput {
  readonly topic: TopicName
  readonly partitions: readonly number[]
}

function decodeConsumerProtocolSubscriptionTopicPartition(reader: Reader, _version: number): ConsumerProtocolSubscriptionTopicPartition {
  const topic = reader.string()
  const partitions: number[] = []
  {
    const count = reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  return { topic, partitions }
}

function encodeConsumerProtocolSubscriptionTopicPartition(writer: Writer, input: ConsumerProtocolSubscriptionTopicPartitionInput, _version: number): void {
  writer.string(input.topic)
  const partitions = input.partitions
  writer.arrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
}

export function decodeConsumerProtocolSubscription(reader: Reader, version: number): ConsumerProtocolSubscription {
  if (version < 0 || version > 3) throw messageNotInVersion('ConsumerProtocolSubscription', version, 0, 3)
  const topics: string[] = []
  {
    const count = reader.arrayLength(2)
    for (let i = 0; i < count; i++) topics.push(reader.string())
  }
  const userData = reader.nullableBytes()
  const ownedPartitions: ConsumerProtocolSubscriptionTopicPartition[] = []
  if (version >= 1) {
    const count = reader.arrayLength(6)
    for (let i = 0; i < count; i++) ownedPartitions.push(decodeConsumerProtocolSubscriptionTopicPartition(reader, version))
  }
  const generationId = version >= 2 ? reader.int32() : -1
  const rackId = version >= 3 ? reader.nullableString() : null
  return { topics, userData, ownedPartitions, generationId, rackId }
}

export function encodeConsumerProtocolSubscription(writer: Writer, input: ConsumerProtocolSubscriptionInput, version: number): void {
  if (version < 0 || version > 3) throw messageNotInVersion('ConsumerProtocolSubscription', version, 0, 3)
  const topics = input.topics
  writer.arrayLength(topics.length)
  for (const item of topics) writer.string(item)
  const userData = input.userData ?? null
  writer.nullableBytes(userData)
  const ownedPartitions = input.ownedPartitions ?? []
  if (version >= 1) {
    writer.arrayLength(ownedPartitions.length)
    for (const item of ownedPartitions) encodeConsumerProtocolSubscriptionTopicPartition(writer, item, version)
  }
  const generationId = input.generationId ?? -1
  if (version >= 2) {
    writer.int32(generationId)
  }
  const rackId = input.rackId ?? null
  if (version >= 3) {
    writer.nullableString(rackId)
  }
}

export const consumerProtocolAssignmentCodec: RecordCodec<ConsumerProtocolAssignment, ConsumerProtocolAssignmentInput> = {
  name: 'ConsumerProtocolAssignment', kind: 'data', recordType: -1,
  versions: { min: 0, max: 3 },
  decode: decodeConsumerProtocolAssignment, encode: encodeConsumerProtocolAssignment,
}

export const consumerProtocolSubscriptionCodec: RecordCodec<ConsumerProtocolSubscription, ConsumerProtocolSubscriptionInput> = {
  name: 'ConsumerProtocolSubscription', kind: 'data', recordType: -1,
  versions: { min: 0, max: 3 },
  decode: decodeConsumerProtocolSubscription, encode: encodeConsumerProtocolSubscription,
}
