// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, TopicName } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface StopReplicaRequest {
  /** Broker id of the controller; -1 when unknown. */
  controllerId: BrokerId
  /** From version 4. */
  isKRaftController: boolean
  controllerEpoch: number
  /** Epoch of the broker addressed (the czxid of its znode); it refuses another one. From version 1. */
  brokerEpoch: number
  /** Up to version 2. */
  deletePartitions: boolean
  /** Up to version 0. */
  ungroupedPartitions: StopReplicaRequestPartitionV0[]
  /** Versions 1 to 2. */
  topics: StopReplicaRequestTopicV1[]
  /** From version 3. */
  topicStates: StopReplicaRequestTopicState[]
}

export interface StopReplicaRequestInput {
  /** Broker id of the controller; -1 when unknown. */
  readonly controllerId: BrokerId
  /** From version 4. Default false. */
  readonly isKRaftController?: boolean | undefined
  readonly controllerEpoch: number
  /** Epoch of the broker addressed (the czxid of its znode); it refuses another one. From version 1. Default -1. */
  readonly brokerEpoch?: number | undefined
  /** Up to version 2. */
  readonly deletePartitions?: boolean | undefined
  /** Up to version 0. */
  readonly ungroupedPartitions?: readonly StopReplicaRequestPartitionV0Input[] | undefined
  /** Versions 1 to 2. */
  readonly topics?: readonly StopReplicaRequestTopicV1Input[] | undefined
  /** From version 3. */
  readonly topicStates?: readonly StopReplicaRequestTopicStateInput[] | undefined
}

export interface StopReplicaRequestTopicState {
  topicName: TopicName
  partitionStates: StopReplicaRequestPartitionState[]
}

export interface StopReplicaRequestTopicStateInput {
  readonly topicName: TopicName
  readonly partitionStates: readonly StopReplicaRequestPartitionStateInput[]
}

export interface StopReplicaRequestPartitionState {
  partitionIndex: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  deletePartition: boolean
}

export interface StopReplicaRequestPartitionStateInput {
  readonly partitionIndex: number
  /** Epoch of the leader; -1 when unknown. Default -1. */
  readonly leaderEpoch?: number | undefined
  readonly deletePartition: boolean
}

export interface StopReplicaRequestTopicV1 {
  name: TopicName
  partitionIndexes: number[]
}

export interface StopReplicaRequestTopicV1Input {
  readonly name: TopicName
  readonly partitionIndexes: readonly number[]
}

export interface StopReplicaRequestPartitionV0 {
  topicName: TopicName
  partitionIndex: number
}

export interface StopReplicaRequestPartitionV0Input {
  readonly topicName: TopicName
  readonly partitionIndex: number
}

function decodeStopReplicaRequestPartitionV0(reader: Reader, _version: number): StopReplicaRequestPartitionV0 {
  const topicName = reader.string()
  const partitionIndex = reader.int32()
  return { topicName, partitionIndex }
}

function encodeStopReplicaRequestPartitionV0(writer: Writer, input: StopReplicaRequestPartitionV0Input, _version: number): void {
  writer.string(input.topicName)
  writer.int32(input.partitionIndex)
}

function decodeStopReplicaRequestTopicV1(reader: Reader, version: number): StopReplicaRequestTopicV1 {
  const flexible = version >= 2
  const name = flexible ? reader.compactString() : reader.string()
  const partitionIndexes: number[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitionIndexes.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitionIndexes }
}

function encodeStopReplicaRequestTopicV1(writer: Writer, input: StopReplicaRequestTopicV1Input, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const partitionIndexes = input.partitionIndexes
  if (flexible) writer.compactArrayLength(partitionIndexes.length); else writer.arrayLength(partitionIndexes.length)
  for (const item of partitionIndexes) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

function decodeStopReplicaRequestPartitionState(reader: Reader, _version: number): StopReplicaRequestPartitionState {
  const partitionIndex = reader.int32()
  const leaderEpoch = reader.int32()
  const deletePartition = reader.bool()
  reader.skipTaggedFields()
  return { partitionIndex, leaderEpoch, deletePartition }
}

function encodeStopReplicaRequestPartitionState(writer: Writer, input: StopReplicaRequestPartitionStateInput, _version: number): void {
  writer.int32(input.partitionIndex)
  writer.int32(input.leaderEpoch ?? -1)
  writer.bool(input.deletePartition)
  writer.noTaggedFields()
}

function decodeStopReplicaRequestTopicState(reader: Reader, version: number): StopReplicaRequestTopicState {
  const topicName = reader.compactString()
  const partitionStates: StopReplicaRequestPartitionState[] = []
  {
    const count = reader.compactArrayLength(10)
    for (let i = 0; i < count; i++) partitionStates.push(decodeStopReplicaRequestPartitionState(reader, version))
  }
  reader.skipTaggedFields()
  return { topicName, partitionStates }
}

function encodeStopReplicaRequestTopicState(writer: Writer, input: StopReplicaRequestTopicStateInput, version: number): void {
  writer.compactString(input.topicName)
  const partitionStates = input.partitionStates
  writer.compactArrayLength(partitionStates.length)
  for (const item of partitionStates) encodeStopReplicaRequestPartitionState(writer, item, version)
  writer.noTaggedFields()
}

export function decodeStopReplicaRequest(reader: Reader, version: number): StopReplicaRequest {
  if (version < 0 || version > 4) throw messageNotInVersion('StopReplicaRequest', version, 0, 4)
  const flexible = version >= 2
  const controllerId = reader.int32()
  const isKRaftController = version >= 4 ? reader.bool() : false
  const controllerEpoch = reader.int32()
  const brokerEpoch = version >= 1 ? reader.int64Saturating() : -1
  const deletePartitions = version <= 2 ? reader.bool() : false
  const ungroupedPartitions: StopReplicaRequestPartitionV0[] = []
  if (version <= 0) {
    const count = reader.arrayLength(6)
    for (let i = 0; i < count; i++) ungroupedPartitions.push(decodeStopReplicaRequestPartitionV0(reader, version))
  }
  const topics: StopReplicaRequestTopicV1[] = []
  if (version >= 1 && version <= 2) {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeStopReplicaRequestTopicV1(reader, version))
  }
  const topicStates: StopReplicaRequestTopicState[] = []
  if (version >= 3) {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topicStates.push(decodeStopReplicaRequestTopicState(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { controllerId, isKRaftController, controllerEpoch, brokerEpoch, deletePartitions, ungroupedPartitions, topics, topicStates }
}

export function encodeStopReplicaRequest(writer: Writer, input: StopReplicaRequestInput, version: number): void {
  if (version < 0 || version > 4) throw messageNotInVersion('StopReplicaRequest', version, 0, 4)
  const flexible = version >= 2
  writer.int32(input.controllerId)
  const isKRaftController = input.isKRaftController ?? false
  if (version >= 4) {
    writer.bool(isKRaftController)
  } else if (isKRaftController) throw fieldNotInVersion('StopReplicaRequest', 'isKRaftController', version)
  writer.int32(input.controllerEpoch)
  const brokerEpoch = input.brokerEpoch ?? -1
  if (version >= 1) {
    writer.int64(brokerEpoch)
  }
  const deletePartitions = input.deletePartitions ?? false
  if (version <= 2) {
    writer.bool(deletePartitions)
  } else if (deletePartitions) throw fieldNotInVersion('StopReplicaRequest', 'deletePartitions', version)
  const ungroupedPartitions = input.ungroupedPartitions ?? []
  if (version <= 0) {
    writer.arrayLength(ungroupedPartitions.length)
    for (const item of ungroupedPartitions) encodeStopReplicaRequestPartitionV0(writer, item, version)
  } else if (ungroupedPartitions.length !== 0) throw fieldNotInVersion('StopReplicaRequest', 'ungroupedPartitions', version)
  const topics = input.topics ?? []
  if (version >= 1 && version <= 2) {
    if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
    for (const item of topics) encodeStopReplicaRequestTopicV1(writer, item, version)
  } else if (topics.length !== 0) throw fieldNotInVersion('StopReplicaRequest', 'topics', version)
  const topicStates = input.topicStates ?? []
  if (version >= 3) {
    writer.compactArrayLength(topicStates.length)
    for (const item of topicStates) encodeStopReplicaRequestTopicState(writer, item, version)
  } else if (topicStates.length !== 0) throw fieldNotInVersion('StopReplicaRequest', 'topicStates', version)
  if (flexible) writer.noTaggedFields()
}

export interface StopReplicaResponse {
  errorCode: number
  partitionErrors: StopReplicaResponsePartitionError[]
}

export interface StopReplicaResponseInput {
  readonly errorCode: number
  readonly partitionErrors: readonly StopReplicaResponsePartitionErrorInput[]
}

export interface StopReplicaResponsePartitionError {
  topicName: TopicName
  partitionIndex: number
  errorCode: number
}

export interface StopReplicaResponsePartitionErrorInput {
  readonly topicName: TopicName
  readonly partitionIndex: number
  readonly errorCode: number
}

function decodeStopReplicaResponsePartitionError(reader: Reader, version: number): StopReplicaResponsePartitionError {
  const flexible = version >= 2
  const topicName = flexible ? reader.compactString() : reader.string()
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { topicName, partitionIndex, errorCode }
}

function encodeStopReplicaResponsePartitionError(writer: Writer, input: StopReplicaResponsePartitionErrorInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.topicName); else writer.string(input.topicName)
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}

export function decodeStopReplicaResponse(reader: Reader, version: number): StopReplicaResponse {
  if (version < 0 || version > 4) throw messageNotInVersion('StopReplicaResponse', version, 0, 4)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const partitionErrors: StopReplicaResponsePartitionError[] = []
  {
    const count = flexible ? reader.compactArrayLength(8) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) partitionErrors.push(decodeStopReplicaResponsePartitionError(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { errorCode, partitionErrors }
}

export function encodeStopReplicaResponse(writer: Writer, input: StopReplicaResponseInput, version: number): void {
  if (version < 0 || version > 4) throw messageNotInVersion('StopReplicaResponse', version, 0, 4)
  const flexible = version >= 2
  writer.int16(input.errorCode)
  const partitionErrors = input.partitionErrors
  if (flexible) writer.compactArrayLength(partitionErrors.length); else writer.arrayLength(partitionErrors.length)
  for (const item of partitionErrors) encodeStopReplicaResponsePartitionError(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
