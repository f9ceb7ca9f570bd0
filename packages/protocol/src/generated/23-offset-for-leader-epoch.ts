// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface OffsetForLeaderEpochRequest {
  /** Broker id of the follower that asks; -1 for a client. From version 3. */
  replicaId: BrokerId
  topics: OffsetForLeaderEpochRequestOffsetForLeaderTopic[]
}

export interface OffsetForLeaderEpochRequestInput {
  /** Broker id of the follower that asks; -1 for a client. From version 3. Default -2. */
  readonly replicaId?: BrokerId | undefined
  readonly topics: readonly OffsetForLeaderEpochRequestOffsetForLeaderTopicInput[]
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  topic: TopicName
  partitions: OffsetForLeaderEpochRequestOffsetForLeaderPartition[]
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderTopicInput {
  readonly topic: TopicName
  readonly partitions: readonly OffsetForLeaderEpochRequestOffsetForLeaderPartitionInput[]
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  partition: number
  /** Leader epoch that the sender knows; a broker at another one refuses. -1: no check (KIP-320). */
  currentLeaderEpoch: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderPartitionInput {
  readonly partition: number
  /** Leader epoch that the sender knows; a broker at another one refuses. -1: no check (KIP-320). Default -1. */
  readonly currentLeaderEpoch?: number | undefined
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
}

function decodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(reader: Reader, version: number): OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  const flexible = version >= 4
  const partition = reader.int32()
  const currentLeaderEpoch = reader.int32()
  const leaderEpoch = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { partition, currentLeaderEpoch, leaderEpoch }
}

function encodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(writer: Writer, input: OffsetForLeaderEpochRequestOffsetForLeaderPartitionInput, version: number): void {
  const flexible = version >= 4
  writer.int32(input.partition)
  writer.int32(input.currentLeaderEpoch ?? -1)
  writer.int32(input.leaderEpoch)
  if (flexible) writer.noTaggedFields()
}

function decodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(reader: Reader, version: number): OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  const flexible = version >= 4
  const topic = flexible ? reader.compactString() : reader.string()
  const partitions: OffsetForLeaderEpochRequestOffsetForLeaderPartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(13) : reader.arrayLength(12)
    for (let i = 0; i < count; i++) partitions.push(decodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { topic, partitions }
}

function encodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(writer: Writer, input: OffsetForLeaderEpochRequestOffsetForLeaderTopicInput, version: number): void {
  const flexible = version >= 4
  if (flexible) writer.compactString(input.topic); else writer.string(input.topic)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeOffsetForLeaderEpochRequest(reader: Reader, version: number): OffsetForLeaderEpochRequest {
  if (version < 2 || version > 4) throw messageNotInVersion('OffsetForLeaderEpochRequest', version, 2, 4)
  const flexible = version >= 4
  const replicaId = version >= 3 ? reader.int32() : -2
  const topics: OffsetForLeaderEpochRequestOffsetForLeaderTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { replicaId, topics }
}

export function encodeOffsetForLeaderEpochRequest(writer: Writer, input: OffsetForLeaderEpochRequestInput, version: number): void {
  if (version < 2 || version > 4) throw messageNotInVersion('OffsetForLeaderEpochRequest', version, 2, 4)
  const flexible = version >= 4
  const replicaId = input.replicaId ?? -2
  if (version >= 3) {
    writer.int32(replicaId)
  }
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface OffsetForLeaderEpochResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  topics: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[]
}

export interface OffsetForLeaderEpochResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetForLeaderEpochResponseOffsetForLeaderTopicResultInput[]
}

export interface OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  topic: TopicName
  partitions: OffsetForLeaderEpochResponseEpochEndOffset[]
}

export interface OffsetForLeaderEpochResponseOffsetForLeaderTopicResultInput {
  readonly topic: TopicName
  readonly partitions: readonly OffsetForLeaderEpochResponseEpochEndOffsetInput[]
}

export interface OffsetForLeaderEpochResponseEpochEndOffset {
  errorCode: number
  partition: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** Offset at which the epoch ends; -1 when unknown. */
  endOffset: number
}

export interface OffsetForLeaderEpochResponseEpochEndOffsetInput {
  readonly errorCode: number
  readonly partition: number
  /** Epoch of the leader; -1 when unknown. Default -1. */
  readonly leaderEpoch?: number | undefined
  /** Offset at which the epoch ends; -1 when unknown. Default -1. */
  readonly endOffset?: number | undefined
}

function decodeOffsetForLeaderEpochResponseEpochEndOffset(reader: Reader, version: number): OffsetForLeaderEpochResponseEpochEndOffset {
  const flexible = version >= 4
  const errorCode = reader.int16()
  const partition = reader.int32()
  const leaderEpoch = reader.int32()
  const endOffset = reader.int64()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, partition, leaderEpoch, endOffset }
}

function encodeOffsetForLeaderEpochResponseEpochEndOffset(writer: Writer, input: OffsetForLeaderEpochResponseEpochEndOffsetInput, version: number): void {
  const flexible = version >= 4
  writer.int16(input.errorCode)
  writer.int32(input.partition)
  writer.int32(input.leaderEpoch ?? -1)
  writer.int64(input.endOffset ?? -1)
  if (flexible) writer.noTaggedFields()
}

function decodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(reader: Reader, version: number): OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  const flexible = version >= 4
  const topic = flexible ? reader.compactString() : reader.string()
  const partitions: OffsetForLeaderEpochResponseEpochEndOffset[] = []
  {
    const count = flexible ? reader.compactArrayLength(19) : reader.arrayLength(18)
    for (let i = 0; i < count; i++) partitions.push(decodeOffsetForLeaderEpochResponseEpochEndOffset(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { topic, partitions }
}

function encodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(writer: Writer, input: OffsetForLeaderEpochResponseOffsetForLeaderTopicResultInput, version: number): void {
  const flexible = version >= 4
  if (flexible) writer.compactString(input.topic); else writer.string(input.topic)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeOffsetForLeaderEpochResponseEpochEndOffset(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeOffsetForLeaderEpochResponse(reader: Reader, version: number): OffsetForLeaderEpochResponse {
  if (version < 2 || version > 4) throw messageNotInVersion('OffsetForLeaderEpochResponse', version, 2, 4)
  const flexible = version >= 4
  const throttleTimeMs = reader.int32()
  const topics: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeOffsetForLeaderEpochResponse(writer: Writer, input: OffsetForLeaderEpochResponseInput, version: number): void {
  if (version < 2 || version > 4) throw messageNotInVersion('OffsetForLeaderEpochResponse', version, 2, 4)
  const flexible = version >= 4
  writer.int32(input.throttleTimeMs)
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
