// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../../ids.ts'
import type { BrokerId, ProducerId, TopicName, Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import type { Records } from '../../wire/records-source.ts'
import { fieldNotInVersion, messageNotInVersion, tagNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface FetchRequest {
  /** Id of the cluster; null when unknown. From version 12. */
  clusterId: string | null
  /** Broker id of the follower that asks; -1 for a client. Up to version 14. */
  replicaId: BrokerId
  /** Who asks, from a follower (KIP-903). From version 15. */
  replicaState: FetchRequestReplicaState
  /** How long to wait until minBytes are there. */
  maxWaitMs: number
  /** Answer at once when this much is there. */
  minBytes: number
  /** Most bytes of the answer; a first batch that is larger comes nevertheless. From version 3. */
  maxBytes: number
  /** 0: all records up to the high watermark. 1: up to the last stable offset (read_committed). From version 4. */
  isolationLevel: number
  /** Fetch session (KIP-227); 0 for none or a new one. From version 7. */
  sessionId: number
  /** Epoch of the fetch session; 0 begins one, -1 goes without. From version 7. */
  sessionEpoch: number
  topics: FetchRequestTopic[]
  /** Partitions to take out of the fetch session. From version 7. */
  forgottenTopicsData: FetchRequestForgottenTopic[]
  /** Rack of the client, for fetching from a nearby replica (KIP-392). From version 11. */
  rackId: string
}

export interface FetchRequestInput {
  /** Id of the cluster; null when unknown. From version 12. */
  readonly clusterId?: string | null | undefined
  /** Broker id of the follower that asks; -1 for a client. Up to version 14. Default -1. */
  readonly replicaId?: BrokerId | undefined
  /** Who asks, from a follower (KIP-903). From version 15. */
  readonly replicaState?: FetchRequestReplicaStateInput | undefined
  /** How long to wait until minBytes are there. */
  readonly maxWaitMs: number
  /** Answer at once when this much is there. */
  readonly minBytes: number
  /** Most bytes of the answer; a first batch that is larger comes nevertheless. From version 3. Default 2147483647. */
  readonly maxBytes?: number | undefined
  /** 0: all records up to the high watermark. 1: up to the last stable offset (read_committed). From version 4. Default 0. */
  readonly isolationLevel?: number | undefined
  /** Fetch session (KIP-227); 0 for none or a new one. From version 7. Default 0. */
  readonly sessionId?: number | undefined
  /** Epoch of the fetch session; 0 begins one, -1 goes without. From version 7. Default -1. */
  readonly sessionEpoch?: number | undefined
  readonly topics: readonly FetchRequestTopicInput[]
  /** Partitions to take out of the fetch session. From version 7. */
  readonly forgottenTopicsData?: readonly FetchRequestForgottenTopicInput[] | undefined
  /** Rack of the client, for fetching from a nearby replica (KIP-392). From version 11. */
  readonly rackId?: string | undefined
}

export interface FetchRequestForgottenTopic {
  /** Up to version 12. */
  topic: TopicName
  /** From version 13. */
  topicId: Uuid
  partitions: number[]
}

export interface FetchRequestForgottenTopicInput {
  /** Up to version 12. */
  readonly topic?: TopicName | undefined
  /** From version 13. */
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly number[]
}

export interface FetchRequestTopic {
  /** Up to version 12. */
  topic: TopicName
  /** From version 13. */
  topicId: Uuid
  partitions: FetchRequestPartition[]
}

export interface FetchRequestTopicInput {
  /** Up to version 12. */
  readonly topic?: TopicName | undefined
  /** From version 13. */
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly FetchRequestPartitionInput[]
}

export interface FetchRequestPartition {
  partition: number
  /** Leader epoch that the sender knows; a broker at another one refuses. -1: no check (KIP-320). From version 9. */
  currentLeaderEpoch: number
  fetchOffset: number
  /** Leader epoch of the follower's last record; -1 when it has none (KIP-595). From version 12. */
  lastFetchedEpoch: number
  /** First offset of the follower's log; -1 from a consumer. From version 5. */
  logStartOffset: number
  /** Most bytes of this partition; a first batch that is larger comes nevertheless. */
  partitionMaxBytes: number
  /** Log directory of the follower. From version 17. */
  replicaDirectoryId: Uuid
}

export interface FetchRequestPartitionInput {
  readonly partition: number
  /** Leader epoch that the sender knows; a broker at another one refuses. -1: no check (KIP-320). From version 9. Default -1. */
  readonly currentLeaderEpoch?: number | undefined
  readonly fetchOffset: number
  /** Leader epoch of the follower's last record; -1 when it has none (KIP-595). From version 12. Default -1. */
  readonly lastFetchedEpoch?: number | undefined
  /** First offset of the follower's log; -1 from a consumer. From version 5. Default -1. */
  readonly logStartOffset?: number | undefined
  /** Most bytes of this partition; a first batch that is larger comes nevertheless. */
  readonly partitionMaxBytes: number
  /** Log directory of the follower. From version 17. */
  readonly replicaDirectoryId?: Uuid | undefined
}

export interface FetchRequestReplicaState {
  /** Broker id of the follower that asks; -1 for a client. */
  replicaId: BrokerId
  /** Broker epoch of the follower; -1 when unknown. */
  replicaEpoch: number
}

export interface FetchRequestReplicaStateInput {
  /** Broker id of the follower that asks; -1 for a client. Default -1. */
  readonly replicaId?: BrokerId | undefined
  /** Broker epoch of the follower; -1 when unknown. Default -1. */
  readonly replicaEpoch?: number | undefined
}

function decodeFetchRequestReplicaState(reader: Reader, _version: number): FetchRequestReplicaState {
  const replicaId = reader.int32()
  const replicaEpoch = reader.int64Saturating()
  reader.skipTaggedFields()
  return { replicaId, replicaEpoch }
}

function encodeFetchRequestReplicaState(writer: Writer, input: FetchRequestReplicaStateInput, _version: number): void {
  writer.int32(input.replicaId ?? -1)
  writer.int64(input.replicaEpoch ?? -1)
  writer.noTaggedFields()
}

function decodeFetchRequestPartition(reader: Reader, version: number): FetchRequestPartition {
  const flexible = version >= 12
  const partition = reader.int32()
  const currentLeaderEpoch = version >= 9 ? reader.int32() : -1
  const fetchOffset = reader.int64Saturating()
  const lastFetchedEpoch = version >= 12 ? reader.int32() : -1
  const logStartOffset = version >= 5 ? reader.int64Saturating() : -1
  const partitionMaxBytes = reader.int32()
  let replicaDirectoryId: Uuid = ZERO_UUID
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          if (!(version >= 17)) throw tagNotInVersion('FetchRequestPartition', 0, version)
          replicaDirectoryId = reader.uuid()
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { partition, currentLeaderEpoch, fetchOffset, lastFetchedEpoch, logStartOffset, partitionMaxBytes, replicaDirectoryId }
}

function encodeFetchRequestPartition(writer: Writer, input: FetchRequestPartitionInput, version: number): void {
  const flexible = version >= 12
  writer.int32(input.partition)
  const currentLeaderEpoch = input.currentLeaderEpoch ?? -1
  if (version >= 9) {
    writer.int32(currentLeaderEpoch)
  }
  writer.int64(input.fetchOffset)
  const lastFetchedEpoch = input.lastFetchedEpoch ?? -1
  if (version >= 12) {
    writer.int32(lastFetchedEpoch)
  } else if (lastFetchedEpoch !== -1) throw fieldNotInVersion('FetchRequestPartition', 'lastFetchedEpoch', version)
  const logStartOffset = input.logStartOffset ?? -1
  if (version >= 5) {
    writer.int64(logStartOffset)
  }
  writer.int32(input.partitionMaxBytes)
  const replicaDirectoryId = input.replicaDirectoryId ?? ZERO_UUID
  if (flexible) {
    let tags = 0
    if (version >= 17 && replicaDirectoryId !== ZERO_UUID) tags++
    writer.uvarint(tags)
    if (version >= 17 && replicaDirectoryId !== ZERO_UUID) {
      const mark = writer.beginTagged(0)
      writer.uuid(replicaDirectoryId)
      writer.endTagged(mark)
    }
  }
}

function decodeFetchRequestTopic(reader: Reader, version: number): FetchRequestTopic {
  const flexible = version >= 12
  const topic = version <= 12 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId = version >= 13 ? reader.uuid() : ZERO_UUID
  const partitions: FetchRequestPartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(33) : reader.arrayLength(16)
    for (let i = 0; i < count; i++) partitions.push(decodeFetchRequestPartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { topic, topicId, partitions }
}

function encodeFetchRequestTopic(writer: Writer, input: FetchRequestTopicInput, version: number): void {
  const flexible = version >= 12
  const topic = input.topic ?? ''
  if (version <= 12) {
    if (flexible) writer.compactString(topic); else writer.string(topic)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 13) {
    writer.uuid(topicId)
  }
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeFetchRequestPartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

function decodeFetchRequestForgottenTopic(reader: Reader, version: number): FetchRequestForgottenTopic {
  const flexible = version >= 12
  const topic = version <= 12 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId = version >= 13 ? reader.uuid() : ZERO_UUID
  const partitions: number[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { topic, topicId, partitions }
}

function encodeFetchRequestForgottenTopic(writer: Writer, input: FetchRequestForgottenTopicInput, version: number): void {
  const flexible = version >= 12
  const topic = input.topic ?? ''
  if (version <= 12) {
    if (flexible) writer.compactString(topic); else writer.string(topic)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 13) {
    writer.uuid(topicId)
  }
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

export function decodeFetchRequest(reader: Reader, version: number): FetchRequest {
  if (version < 0 || version > 17) throw messageNotInVersion('FetchRequest', version, 0, 17)
  const flexible = version >= 12
  const replicaId = version <= 14 ? reader.int32() : -1
  const maxWaitMs = reader.int32()
  const minBytes = reader.int32()
  const maxBytes = version >= 3 ? reader.int32() : 2147483647
  const isolationLevel = version >= 4 ? reader.int8() : 0
  const sessionId = version >= 7 ? reader.int32() : 0
  const sessionEpoch = version >= 7 ? reader.int32() : -1
  const topics: FetchRequestTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeFetchRequestTopic(reader, version))
  }
  const forgottenTopicsData: FetchRequestForgottenTopic[] = []
  if (version >= 7) {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) forgottenTopicsData.push(decodeFetchRequestForgottenTopic(reader, version))
  }
  const rackId = version >= 11 ? (flexible ? reader.compactString() : reader.string()) : ''
  let clusterId: string | null = null
  let replicaState: FetchRequestReplicaState = defaultFetchRequestReplicaState()
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          clusterId = reader.compactNullableString()
          break
        }
        case 1: {
          if (!(version >= 15)) throw tagNotInVersion('FetchRequest', 1, version)
          replicaState = decodeFetchRequestReplicaState(reader, version)
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { clusterId, replicaId, replicaState, maxWaitMs, minBytes, maxBytes, isolationLevel, sessionId, sessionEpoch, topics, forgottenTopicsData, rackId }
}

export function encodeFetchRequest(writer: Writer, input: FetchRequestInput, version: number): void {
  if (version < 0 || version > 17) throw messageNotInVersion('FetchRequest', version, 0, 17)
  const flexible = version >= 12
  const replicaId = input.replicaId ?? -1
  if (version <= 14) {
    writer.int32(replicaId)
  } else if (replicaId !== -1) throw fieldNotInVersion('FetchRequest', 'replicaId', version)
  writer.int32(input.maxWaitMs)
  writer.int32(input.minBytes)
  const maxBytes = input.maxBytes ?? 2147483647
  if (version >= 3) {
    writer.int32(maxBytes)
  }
  const isolationLevel = input.isolationLevel ?? 0
  if (version >= 4) {
    writer.int8(isolationLevel)
  }
  const sessionId = input.sessionId ?? 0
  if (version >= 7) {
    writer.int32(sessionId)
  }
  const sessionEpoch = input.sessionEpoch ?? -1
  if (version >= 7) {
    writer.int32(sessionEpoch)
  }
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeFetchRequestTopic(writer, item, version)
  const forgottenTopicsData = input.forgottenTopicsData ?? []
  if (version >= 7) {
    if (flexible) writer.compactArrayLength(forgottenTopicsData.length); else writer.arrayLength(forgottenTopicsData.length)
    for (const item of forgottenTopicsData) encodeFetchRequestForgottenTopic(writer, item, version)
  } else if (forgottenTopicsData.length !== 0) throw fieldNotInVersion('FetchRequest', 'forgottenTopicsData', version)
  const rackId = input.rackId ?? ''
  if (version >= 11) {
    if (flexible) writer.compactString(rackId); else writer.string(rackId)
  }
  const clusterId = input.clusterId ?? null
  const replicaState = input.replicaState
  if (!(version >= 15) && replicaState !== undefined && !isDefaultFetchRequestReplicaState(replicaState)) throw fieldNotInVersion('FetchRequest', 'replicaState', version)
  if (flexible) {
    let tags = 0
    if (clusterId !== null) tags++
    if (version >= 15 && replicaState !== undefined && !isDefaultFetchRequestReplicaState(replicaState)) tags++
    writer.uvarint(tags)
    if (clusterId !== null) {
      const mark = writer.beginTagged(0)
      writer.compactString(clusterId)
      writer.endTagged(mark)
    }
    if (version >= 15 && replicaState !== undefined && !isDefaultFetchRequestReplicaState(replicaState)) {
      const mark = writer.beginTagged(1)
      encodeFetchRequestReplicaState(writer, replicaState, version)
      writer.endTagged(mark)
    }
  }
}

function defaultFetchRequestReplicaState(): FetchRequestReplicaState {
  return { replicaId: -1, replicaEpoch: -1 }
}

function isDefaultFetchRequestReplicaState(input: FetchRequestReplicaStateInput): boolean {
  return !((input.replicaId ?? -1) !== -1) && !((input.replicaEpoch ?? -1) !== -1)
}

export interface FetchResponse {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  throttleTimeMs: number
  /** From version 7. */
  errorCode: number
  /** Fetch session; 0 when there is none. From version 7. */
  sessionId: number
  responses: FetchResponseableTopicResponse[]
  /** Where the leaders named above are found (KIP-951). From version 16. */
  nodeEndpoints: FetchResponseNodeEndpoint[]
}

export interface FetchResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  readonly throttleTimeMs?: number | undefined
  /** From version 7. */
  readonly errorCode?: number | undefined
  /** Fetch session; 0 when there is none. From version 7. Default 0. */
  readonly sessionId?: number | undefined
  readonly responses: readonly FetchResponseableTopicResponseInput[]
  /** Where the leaders named above are found (KIP-951). From version 16. */
  readonly nodeEndpoints?: readonly FetchResponseNodeEndpointInput[] | undefined
}

export interface FetchResponseNodeEndpoint {
  nodeId: BrokerId
  host: string
  port: number
  /** Rack of the broker; null when it has none. */
  rack: string | null
}

export interface FetchResponseNodeEndpointInput {
  readonly nodeId: BrokerId
  readonly host: string
  readonly port: number
  /** Rack of the broker; null when it has none. */
  readonly rack?: string | null | undefined
}

export interface FetchResponseableTopicResponse {
  /** Up to version 12. */
  topic: TopicName
  /** From version 13. */
  topicId: Uuid
  partitions: FetchResponsePartitionData[]
}

export interface FetchResponseableTopicResponseInput {
  /** Up to version 12. */
  readonly topic?: TopicName | undefined
  /** From version 13. */
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly FetchResponsePartitionDataInput[]
}

export interface FetchResponsePartitionData {
  partitionIndex: number
  errorCode: number
  /** Offset up to which consumers may read. */
  highWatermark: number
  /** Offset before which every transaction is decided; -1 when unknown. From version 4. */
  lastStableOffset: number
  /** First offset the partition still holds; -1 when unknown. From version 5. */
  logStartOffset: number
  /** To a follower whose log differs: last epoch and end offset the leader shares; -1 when none. From version 12. */
  divergingEpoch: FetchResponseEpochEndOffset
  /** Who leads now, where the request reached somebody else (KIP-951). From version 12. */
  currentLeader: FetchResponseLeaderIdAndEpoch
  /** From version 12. */
  snapshotId: FetchResponseSnapshotId
  /** Aborted transactions whose records a read_committed consumer must drop. From version 4. */
  abortedTransactions: FetchResponseAbortedTransaction[] | null
  /** Replica to fetch from instead; -1 to stay with the leader. From version 11. */
  preferredReadReplica: BrokerId
  /** Record batches from the one that holds the wanted offset on; the last one may be cut off. */
  records: Buffer | null
}

export interface FetchResponsePartitionDataInput {
  readonly partitionIndex: number
  readonly errorCode: number
  /** Offset up to which consumers may read. */
  readonly highWatermark: number
  /** Offset before which every transaction is decided; -1 when unknown. From version 4. Default -1. */
  readonly lastStableOffset?: number | undefined
  /** First offset the partition still holds; -1 when unknown. From version 5. Default -1. */
  readonly logStartOffset?: number | undefined
  /** To a follower whose log differs: last epoch and end offset the leader shares; -1 when none. From version 12. */
  readonly divergingEpoch?: FetchResponseEpochEndOffsetInput | undefined
  /** Who leads now, where the request reached somebody else (KIP-951). From version 12. */
  readonly currentLeader?: FetchResponseLeaderIdAndEpochInput | undefined
  /** From version 12. */
  readonly snapshotId?: FetchResponseSnapshotIdInput | undefined
  /** Aborted transactions whose records a read_committed consumer must drop. From version 4. Left out: empty. */
  readonly abortedTransactions?: readonly FetchResponseAbortedTransactionInput[] | null | undefined
  /** Replica to fetch from instead; -1 to stay with the leader. From version 11. Default -1. */
  readonly preferredReadReplica?: BrokerId | undefined
  /** Record batches from the one that holds the wanted offset on; the last one may be cut off. */
  readonly records?: Records | null | undefined
}

export interface FetchResponseAbortedTransaction {
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  /** First offset of the aborted transaction in this partition. */
  firstOffset: number
}

export interface FetchResponseAbortedTransactionInput {
  /** Producer id; -1 when there is none. */
  readonly producerId: ProducerId
  /** First offset of the aborted transaction in this partition. */
  readonly firstOffset: number
}

export interface FetchResponseSnapshotId {
  endOffset: number
  epoch: number
}

export interface FetchResponseSnapshotIdInput {
  /** Default -1. */
  readonly endOffset?: number | undefined
  /** Default -1. */
  readonly epoch?: number | undefined
}

export interface FetchResponseLeaderIdAndEpoch {
  /** Broker id of the leader; -1 when there is none. */
  leaderId: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
}

export interface FetchResponseLeaderIdAndEpochInput {
  /** Broker id of the leader; -1 when there is none. Default -1. */
  readonly leaderId?: BrokerId | undefined
  /** Epoch of the leader; -1 when unknown. Default -1. */
  readonly leaderEpoch?: number | undefined
}

export interface FetchResponseEpochEndOffset {
  epoch: number
  endOffset: number
}

export interface FetchResponseEpochEndOffsetInput {
  /** Default -1. */
  readonly epoch?: number | undefined
  /** Default -1. */
  readonly endOffset?: number | undefined
}

function decodeFetchResponseEpochEndOffset(reader: Reader, _version: number): FetchResponseEpochEndOffset {
  const epoch = reader.int32()
  const endOffset = reader.int64()
  reader.skipTaggedFields()
  return { epoch, endOffset }
}

function encodeFetchResponseEpochEndOffset(writer: Writer, input: FetchResponseEpochEndOffsetInput, _version: number): void {
  writer.int32(input.epoch ?? -1)
  writer.int64(input.endOffset ?? -1)
  writer.noTaggedFields()
}

function decodeFetchResponseLeaderIdAndEpoch(reader: Reader, _version: number): FetchResponseLeaderIdAndEpoch {
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  reader.skipTaggedFields()
  return { leaderId, leaderEpoch }
}

function encodeFetchResponseLeaderIdAndEpoch(writer: Writer, input: FetchResponseLeaderIdAndEpochInput, _version: number): void {
  writer.int32(input.leaderId ?? -1)
  writer.int32(input.leaderEpoch ?? -1)
  writer.noTaggedFields()
}

function decodeFetchResponseSnapshotId(reader: Reader, _version: number): FetchResponseSnapshotId {
  const endOffset = reader.int64()
  const epoch = reader.int32()
  reader.skipTaggedFields()
  return { endOffset, epoch }
}

function encodeFetchResponseSnapshotId(writer: Writer, input: FetchResponseSnapshotIdInput, _version: number): void {
  writer.int64(input.endOffset ?? -1)
  writer.int32(input.epoch ?? -1)
  writer.noTaggedFields()
}

function decodeFetchResponseAbortedTransaction(reader: Reader, version: number): FetchResponseAbortedTransaction {
  const flexible = version >= 12
  const producerId = reader.int64()
  const firstOffset = reader.int64()
  if (flexible) reader.skipTaggedFields()
  return { producerId, firstOffset }
}

function encodeFetchResponseAbortedTransaction(writer: Writer, input: FetchResponseAbortedTransactionInput, version: number): void {
  const flexible = version >= 12
  writer.int64(input.producerId)
  writer.int64(input.firstOffset)
  if (flexible) writer.noTaggedFields()
}

function decodeFetchResponsePartitionData(reader: Reader, version: number): FetchResponsePartitionData {
  const flexible = version >= 12
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const highWatermark = reader.int64()
  const lastStableOffset = version >= 4 ? reader.int64() : -1
  const logStartOffset = version >= 5 ? reader.int64() : -1
  let abortedTransactions: FetchResponseAbortedTransaction[] | null = []
  if (version >= 4) {
    const count = flexible ? reader.compactNullableArrayLength(17) : reader.nullableArrayLength(16)
    if (count < 0) {
      abortedTransactions = null
    } else {
      const items: FetchResponseAbortedTransaction[] = []
      for (let i = 0; i < count; i++) items.push(decodeFetchResponseAbortedTransaction(reader, version))
      abortedTransactions = items
    }
  }
  const preferredReadReplica = version >= 11 ? reader.int32() : -1
  const records = flexible ? reader.compactNullableBytes() : reader.nullableBytes()
  let divergingEpoch: FetchResponseEpochEndOffset = defaultFetchResponseEpochEndOffset()
  let currentLeader: FetchResponseLeaderIdAndEpoch = defaultFetchResponseLeaderIdAndEpoch()
  let snapshotId: FetchResponseSnapshotId = defaultFetchResponseSnapshotId()
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          divergingEpoch = decodeFetchResponseEpochEndOffset(reader, version)
          break
        }
        case 1: {
          currentLeader = decodeFetchResponseLeaderIdAndEpoch(reader, version)
          break
        }
        case 2: {
          snapshotId = decodeFetchResponseSnapshotId(reader, version)
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { partitionIndex, errorCode, highWatermark, lastStableOffset, logStartOffset, divergingEpoch, currentLeader, snapshotId, abortedTransactions, preferredReadReplica, records }
}

function encodeFetchResponsePartitionData(writer: Writer, input: FetchResponsePartitionDataInput, version: number): void {
  const flexible = version >= 12
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  writer.int64(input.highWatermark)
  const lastStableOffset = input.lastStableOffset ?? -1
  if (version >= 4) {
    writer.int64(lastStableOffset)
  }
  const logStartOffset = input.logStartOffset ?? -1
  if (version >= 5) {
    writer.int64(logStartOffset)
  }
  const abortedTransactions = input.abortedTransactions === undefined ? [] : input.abortedTransactions
  if (version >= 4) {
    if (flexible) writer.compactArrayLength(abortedTransactions === null ? -1 : abortedTransactions.length); else writer.arrayLength(abortedTransactions === null ? -1 : abortedTransactions.length)
    if (abortedTransactions !== null) for (const item of abortedTransactions) encodeFetchResponseAbortedTransaction(writer, item, version)
  }
  const preferredReadReplica = input.preferredReadReplica ?? -1
  if (version >= 11) {
    writer.int32(preferredReadReplica)
  } else if (preferredReadReplica !== -1) throw fieldNotInVersion('FetchResponsePartitionData', 'preferredReadReplica', version)
  const records = input.records ?? null
  if (flexible) writer.compactRecords(records); else writer.records(records)
  const divergingEpoch = input.divergingEpoch
  if (!(version >= 12) && divergingEpoch !== undefined && !isDefaultFetchResponseEpochEndOffset(divergingEpoch)) throw fieldNotInVersion('FetchResponsePartitionData', 'divergingEpoch', version)
  const currentLeader = input.currentLeader
  if (!(version >= 12) && currentLeader !== undefined && !isDefaultFetchResponseLeaderIdAndEpoch(currentLeader)) throw fieldNotInVersion('FetchResponsePartitionData', 'currentLeader', version)
  const snapshotId = input.snapshotId
  if (!(version >= 12) && snapshotId !== undefined && !isDefaultFetchResponseSnapshotId(snapshotId)) throw fieldNotInVersion('FetchResponsePartitionData', 'snapshotId', version)
  if (flexible) {
    let tags = 0
    if (divergingEpoch !== undefined && !isDefaultFetchResponseEpochEndOffset(divergingEpoch)) tags++
    if (currentLeader !== undefined && !isDefaultFetchResponseLeaderIdAndEpoch(currentLeader)) tags++
    if (snapshotId !== undefined && !isDefaultFetchResponseSnapshotId(snapshotId)) tags++
    writer.uvarint(tags)
    if (divergingEpoch !== undefined && !isDefaultFetchResponseEpochEndOffset(divergingEpoch)) {
      const mark = writer.beginTagged(0)
      encodeFetchResponseEpochEndOffset(writer, divergingEpoch, version)
      writer.endTagged(mark)
    }
    if (currentLeader !== undefined && !isDefaultFetchResponseLeaderIdAndEpoch(currentLeader)) {
      const mark = writer.beginTagged(1)
      encodeFetchResponseLeaderIdAndEpoch(writer, currentLeader, version)
      writer.endTagged(mark)
    }
    if (snapshotId !== undefined && !isDefaultFetchResponseSnapshotId(snapshotId)) {
      const mark = writer.beginTagged(2)
      encodeFetchResponseSnapshotId(writer, snapshotId, version)
      writer.endTagged(mark)
    }
  }
}

function decodeFetchResponseableTopicResponse(reader: Reader, version: number): FetchResponseableTopicResponse {
  const flexible = version >= 12
  const topic = version <= 12 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId = version >= 13 ? reader.uuid() : ZERO_UUID
  const partitions: FetchResponsePartitionData[] = []
  {
    const count = flexible ? reader.compactArrayLength(37) : reader.arrayLength(18)
    for (let i = 0; i < count; i++) partitions.push(decodeFetchResponsePartitionData(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { topic, topicId, partitions }
}

function encodeFetchResponseableTopicResponse(writer: Writer, input: FetchResponseableTopicResponseInput, version: number): void {
  const flexible = version >= 12
  const topic = input.topic ?? ''
  if (version <= 12) {
    if (flexible) writer.compactString(topic); else writer.string(topic)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 13) {
    writer.uuid(topicId)
  }
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeFetchResponsePartitionData(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

function decodeFetchResponseNodeEndpoint(reader: Reader, _version: number): FetchResponseNodeEndpoint {
  const nodeId = reader.int32()
  const host = reader.compactString()
  const port = reader.int32()
  const rack = reader.compactNullableString()
  reader.skipTaggedFields()
  return { nodeId, host, port, rack }
}

function encodeFetchResponseNodeEndpoint(writer: Writer, input: FetchResponseNodeEndpointInput, _version: number): void {
  writer.int32(input.nodeId)
  writer.compactString(input.host)
  writer.int32(input.port)
  const rack = input.rack ?? null
  writer.compactNullableString(rack)
  writer.noTaggedFields()
}

export function decodeFetchResponse(reader: Reader, version: number): FetchResponse {
  if (version < 0 || version > 17) throw messageNotInVersion('FetchResponse', version, 0, 17)
  const flexible = version >= 12
  const throttleTimeMs = version >= 1 ? reader.int32() : 0
  const errorCode = version >= 7 ? reader.int16() : 0
  const sessionId = version >= 7 ? reader.int32() : 0
  const responses: FetchResponseableTopicResponse[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) responses.push(decodeFetchResponseableTopicResponse(reader, version))
  }
  let nodeEndpoints: FetchResponseNodeEndpoint[] = []
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          if (!(version >= 16)) throw tagNotInVersion('FetchResponse', 0, version)
          nodeEndpoints = []
          const count = reader.compactArrayLength(11)
          for (let i = 0; i < count; i++) nodeEndpoints.push(decodeFetchResponseNodeEndpoint(reader, version))
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { throttleTimeMs, errorCode, sessionId, responses, nodeEndpoints }
}

export function encodeFetchResponse(writer: Writer, input: FetchResponseInput, version: number): void {
  if (version < 0 || version > 17) throw messageNotInVersion('FetchResponse', version, 0, 17)
  const flexible = version >= 12
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const errorCode = input.errorCode ?? 0
  if (version >= 7) {
    writer.int16(errorCode)
  }
  const sessionId = input.sessionId ?? 0
  if (version >= 7) {
    writer.int32(sessionId)
  } else if (sessionId !== 0) throw fieldNotInVersion('FetchResponse', 'sessionId', version)
  const responses = input.responses
  if (flexible) writer.compactArrayLength(responses.length); else writer.arrayLength(responses.length)
  for (const item of responses) encodeFetchResponseableTopicResponse(writer, item, version)
  const nodeEndpoints = input.nodeEndpoints ?? []
  if (!(version >= 16) && nodeEndpoints.length !== 0) throw fieldNotInVersion('FetchResponse', 'nodeEndpoints', version)
  if (flexible) {
    let tags = 0
    if (version >= 16 && nodeEndpoints.length !== 0) tags++
    writer.uvarint(tags)
    if (version >= 16 && nodeEndpoints.length !== 0) {
      const mark = writer.beginTagged(0)
      writer.compactArrayLength(nodeEndpoints.length)
      for (const item of nodeEndpoints) encodeFetchResponseNodeEndpoint(writer, item, version)
      writer.endTagged(mark)
    }
  }
}

function defaultFetchResponseSnapshotId(): FetchResponseSnapshotId {
  return { endOffset: -1, epoch: -1 }
}

function isDefaultFetchResponseSnapshotId(input: FetchResponseSnapshotIdInput): boolean {
  return !((input.endOffset ?? -1) !== -1) && !((input.epoch ?? -1) !== -1)
}

function defaultFetchResponseLeaderIdAndEpoch(): FetchResponseLeaderIdAndEpoch {
  return { leaderId: -1, leaderEpoch: -1 }
}

function isDefaultFetchResponseLeaderIdAndEpoch(input: FetchResponseLeaderIdAndEpochInput): boolean {
  return !((input.leaderId ?? -1) !== -1) && !((input.leaderEpoch ?? -1) !== -1)
}

function defaultFetchResponseEpochEndOffset(): FetchResponseEpochEndOffset {
  return { epoch: -1, endOffset: -1 }
}

function isDefaultFetchResponseEpochEndOffset(input: FetchResponseEpochEndOffsetInput): boolean {
  return !((input.epoch ?? -1) !== -1) && !((input.endOffset ?? -1) !== -1)
}
