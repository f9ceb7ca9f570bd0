// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../../ids.ts'
import type { BrokerId, TopicName, Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface AlterPartitionRequest {
  brokerId: BrokerId
  /** Epoch of the leader's broker (the czxid of its znode). */
  brokerEpoch: number
  topics: AlterPartitionRequestTopicData[]
}

export interface AlterPartitionRequestInput {
  readonly brokerId: BrokerId
  /** Epoch of the leader's broker (the czxid of its znode). Default -1. */
  readonly brokerEpoch?: number | undefined
  readonly topics: readonly AlterPartitionRequestTopicDataInput[]
}

export interface AlterPartitionRequestTopicData {
  /** Up to version 1. */
  topicName: TopicName
  /** From version 2. */
  topicId: Uuid
  partitions: AlterPartitionRequestPartitionData[]
}

export interface AlterPartitionRequestTopicDataInput {
  /** Up to version 1. */
  readonly topicName?: TopicName | undefined
  /** From version 2. */
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly AlterPartitionRequestPartitionDataInput[]
}

export interface AlterPartitionRequestPartitionData {
  partitionIndex: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** Up to version 2. */
  newIsr: BrokerId[]
  /** From version 3. */
  newIsrWithEpochs: AlterPartitionRequestBrokerState[]
  /** From version 1. */
  leaderRecoveryState: number
  /** Version of the partition's state that the change is based on. */
  partitionEpoch: number
}

export interface AlterPartitionRequestPartitionDataInput {
  readonly partitionIndex: number
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  /** Up to version 2. */
  readonly newIsr?: readonly BrokerId[] | undefined
  /** From version 3. */
  readonly newIsrWithEpochs?: readonly AlterPartitionRequestBrokerStateInput[] | undefined
  /** From version 1. Default 0. */
  readonly leaderRecoveryState?: number | undefined
  /** Version of the partition's state that the change is based on. */
  readonly partitionEpoch: number
}

export interface AlterPartitionRequestBrokerState {
  brokerId: BrokerId
  /** Epoch of the leader's broker (the czxid of its znode). */
  brokerEpoch: number
}

export interface AlterPartitionRequestBrokerStateInput {
  readonly brokerId: BrokerId
  /** Epoch of the leader's broker (the czxid of its znode). Default -1. */
  readonly brokerEpoch?: number | undefined
}

function decodeAlterPartitionRequestBrokerState(reader: Reader, _version: number): AlterPartitionRequestBrokerState {
  const brokerId = reader.int32()
  const brokerEpoch = reader.int64Saturating()
  reader.skipTaggedFields()
  return { brokerId, brokerEpoch }
}

function encodeAlterPartitionRequestBrokerState(writer: Writer, input: AlterPartitionRequestBrokerStateInput, _version: number): void {
  writer.int32(input.brokerId)
  writer.int64(input.brokerEpoch ?? -1)
  writer.noTaggedFields()
}

function decodeAlterPartitionRequestPartitionData(reader: Reader, version: number): AlterPartitionRequestPartitionData {
  const partitionIndex = reader.int32()
  const leaderEpoch = reader.int32()
  const newIsr: BrokerId[] = []
  if (version <= 2) {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) newIsr.push(reader.int32())
  }
  const newIsrWithEpochs: AlterPartitionRequestBrokerState[] = []
  if (version >= 3) {
    const count = reader.compactArrayLength(13)
    for (let i = 0; i < count; i++) newIsrWithEpochs.push(decodeAlterPartitionRequestBrokerState(reader, version))
  }
  const leaderRecoveryState = version >= 1 ? reader.int8() : 0
  const partitionEpoch = reader.int32()
  reader.skipTaggedFields()
  return { partitionIndex, leaderEpoch, newIsr, newIsrWithEpochs, leaderRecoveryState, partitionEpoch }
}

function encodeAlterPartitionRequestPartitionData(writer: Writer, input: AlterPartitionRequestPartitionDataInput, version: number): void {
  writer.int32(input.partitionIndex)
  writer.int32(input.leaderEpoch)
  const newIsr = input.newIsr ?? []
  if (version <= 2) {
    writer.compactArrayLength(newIsr.length)
    for (const item of newIsr) writer.int32(item)
  } else if (newIsr.length !== 0) throw fieldNotInVersion('AlterPartitionRequestPartitionData', 'newIsr', version)
  const newIsrWithEpochs = input.newIsrWithEpochs ?? []
  if (version >= 3) {
    writer.compactArrayLength(newIsrWithEpochs.length)
    for (const item of newIsrWithEpochs) encodeAlterPartitionRequestBrokerState(writer, item, version)
  } else if (newIsrWithEpochs.length !== 0) throw fieldNotInVersion('AlterPartitionRequestPartitionData', 'newIsrWithEpochs', version)
  const leaderRecoveryState = input.leaderRecoveryState ?? 0
  if (version >= 1) {
    writer.int8(leaderRecoveryState)
  } else if (leaderRecoveryState !== 0) throw fieldNotInVersion('AlterPartitionRequestPartitionData', 'leaderRecoveryState', version)
  writer.int32(input.partitionEpoch)
  writer.noTaggedFields()
}

function decodeAlterPartitionRequestTopicData(reader: Reader, version: number): AlterPartitionRequestTopicData {
  const topicName = version <= 1 ? reader.compactString() : ''
  const topicId = version >= 2 ? reader.uuid() : ZERO_UUID
  const partitions: AlterPartitionRequestPartitionData[] = []
  {
    const count = reader.compactArrayLength(14)
    for (let i = 0; i < count; i++) partitions.push(decodeAlterPartitionRequestPartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicName, topicId, partitions }
}

function encodeAlterPartitionRequestTopicData(writer: Writer, input: AlterPartitionRequestTopicDataInput, version: number): void {
  const topicName = input.topicName ?? ''
  if (version <= 1) {
    writer.compactString(topicName)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 2) {
    writer.uuid(topicId)
  }
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeAlterPartitionRequestPartitionData(writer, item, version)
  writer.noTaggedFields()
}

export function decodeAlterPartitionRequest(reader: Reader, version: number): AlterPartitionRequest {
  if (version < 0 || version > 3) throw messageNotInVersion('AlterPartitionRequest', version, 0, 3)
  const brokerId = reader.int32()
  const brokerEpoch = reader.int64Saturating()
  const topics: AlterPartitionRequestTopicData[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeAlterPartitionRequestTopicData(reader, version))
  }
  reader.skipTaggedFields()
  return { brokerId, brokerEpoch, topics }
}

export function encodeAlterPartitionRequest(writer: Writer, input: AlterPartitionRequestInput, version: number): void {
  if (version < 0 || version > 3) throw messageNotInVersion('AlterPartitionRequest', version, 0, 3)
  writer.int32(input.brokerId)
  writer.int64(input.brokerEpoch ?? -1)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeAlterPartitionRequestTopicData(writer, item, version)
  writer.noTaggedFields()
}

export interface AlterPartitionResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  topics: AlterPartitionResponseTopicData[]
}

export interface AlterPartitionResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly topics: readonly AlterPartitionResponseTopicDataInput[]
}

export interface AlterPartitionResponseTopicData {
  /** Up to version 1. */
  topicName: TopicName
  /** From version 2. */
  topicId: Uuid
  partitions: AlterPartitionResponsePartitionData[]
}

export interface AlterPartitionResponseTopicDataInput {
  /** Up to version 1. */
  readonly topicName?: TopicName | undefined
  /** From version 2. */
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly AlterPartitionResponsePartitionDataInput[]
}

export interface AlterPartitionResponsePartitionData {
  partitionIndex: number
  errorCode: number
  /** Broker id of the leader; -1 when there is none. */
  leaderId: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** Broker ids that are in sync. */
  isr: BrokerId[]
  /** From version 1. */
  leaderRecoveryState: number
  partitionEpoch: number
}

export interface AlterPartitionResponsePartitionDataInput {
  readonly partitionIndex: number
  readonly errorCode: number
  /** Broker id of the leader; -1 when there is none. */
  readonly leaderId: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  /** Broker ids that are in sync. */
  readonly isr: readonly BrokerId[]
  /** From version 1. Default 0. */
  readonly leaderRecoveryState?: number | undefined
  readonly partitionEpoch: number
}

function decodeAlterPartitionResponsePartitionData(reader: Reader, version: number): AlterPartitionResponsePartitionData {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  const isr: BrokerId[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) isr.push(reader.int32())
  }
  const leaderRecoveryState = version >= 1 ? reader.int8() : 0
  const partitionEpoch = reader.int32()
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, leaderId, leaderEpoch, isr, leaderRecoveryState, partitionEpoch }
}

function encodeAlterPartitionResponsePartitionData(writer: Writer, input: AlterPartitionResponsePartitionDataInput, version: number): void {
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  writer.int32(input.leaderId)
  writer.int32(input.leaderEpoch)
  const isr = input.isr
  writer.compactArrayLength(isr.length)
  for (const item of isr) writer.int32(item)
  const leaderRecoveryState = input.leaderRecoveryState ?? 0
  if (version >= 1) {
    writer.int8(leaderRecoveryState)
  }
  writer.int32(input.partitionEpoch)
  writer.noTaggedFields()
}

function decodeAlterPartitionResponseTopicData(reader: Reader, version: number): AlterPartitionResponseTopicData {
  const topicName = version <= 1 ? reader.compactString() : ''
  const topicId = version >= 2 ? reader.uuid() : ZERO_UUID
  const partitions: AlterPartitionResponsePartitionData[] = []
  {
    const count = reader.compactArrayLength(20)
    for (let i = 0; i < count; i++) partitions.push(decodeAlterPartitionResponsePartitionData(reader, version))
  }
  reader.skipTaggedFields()
  return { topicName, topicId, partitions }
}

function encodeAlterPartitionResponseTopicData(writer: Writer, input: AlterPartitionResponseTopicDataInput, version: number): void {
  const topicName = input.topicName ?? ''
  if (version <= 1) {
    writer.compactString(topicName)
  }
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 2) {
    writer.uuid(topicId)
  }
  const partitions = input.partitions
  writer.compactArrayLength(partitions.length)
  for (const item of partitions) encodeAlterPartitionResponsePartitionData(writer, item, version)
  writer.noTaggedFields()
}

export function decodeAlterPartitionResponse(reader: Reader, version: number): AlterPartitionResponse {
  if (version < 0 || version > 3) throw messageNotInVersion('AlterPartitionResponse', version, 0, 3)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const topics: AlterPartitionResponseTopicData[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topics.push(decodeAlterPartitionResponseTopicData(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, topics }
}

export function encodeAlterPartitionResponse(writer: Writer, input: AlterPartitionResponseInput, version: number): void {
  if (version < 0 || version > 3) throw messageNotInVersion('AlterPartitionResponse', version, 0, 3)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) encodeAlterPartitionResponseTopicData(writer, item, version)
  writer.noTaggedFields()
}
