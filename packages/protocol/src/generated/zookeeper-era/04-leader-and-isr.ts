// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../../ids.ts'
import type { BrokerId, TopicName, Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface LeaderAndIsrRequest {
  /** Broker id of the controller; -1 when unknown. */
  controllerId: BrokerId
  /** From version 7. */
  isKRaftController: boolean
  /** Epoch of the controller; brokers refuse an older one. */
  controllerEpoch: number
  /** Epoch of the broker addressed (the czxid of its znode); it refuses another one. From version 2. */
  brokerEpoch: number
  /** From version 5. */
  type: number
  /** Up to version 1. */
  ungroupedPartitionStates: LeaderAndIsrRequestPartitionState[]
  /** From version 2. */
  topicStates: LeaderAndIsrRequestTopicState[]
  liveLeaders: LeaderAndIsrRequestLiveLeader[]
}

export interface LeaderAndIsrRequestInput {
  /** Broker id of the controller; -1 when unknown. */
  readonly controllerId: BrokerId
  /** From version 7. Default false. */
  readonly isKRaftController?: boolean | undefined
  /** Epoch of the controller; brokers refuse an older one. */
  readonly controllerEpoch: number
  /** Epoch of the broker addressed (the czxid of its znode); it refuses another one. From version 2. Default -1. */
  readonly brokerEpoch?: number | undefined
  /** From version 5. */
  readonly type?: number | undefined
  /** Up to version 1. */
  readonly ungroupedPartitionStates?: readonly LeaderAndIsrRequestPartitionStateInput[] | undefined
  /** From version 2. */
  readonly topicStates?: readonly LeaderAndIsrRequestTopicStateInput[] | undefined
  readonly liveLeaders: readonly LeaderAndIsrRequestLiveLeaderInput[]
}

export interface LeaderAndIsrRequestLiveLeader {
  brokerId: BrokerId
  hostName: string
  port: number
}

export interface LeaderAndIsrRequestLiveLeaderInput {
  readonly brokerId: BrokerId
  readonly hostName: string
  readonly port: number
}

export interface LeaderAndIsrRequestTopicState {
  topicName: TopicName
  /** From version 5. */
  topicId: Uuid
  partitionStates: LeaderAndIsrRequestPartitionState[]
}

export interface LeaderAndIsrRequestTopicStateInput {
  readonly topicName: TopicName
  /** From version 5. */
  readonly topicId?: Uuid | undefined
  readonly partitionStates: readonly LeaderAndIsrRequestPartitionStateInput[]
}

export interface LeaderAndIsrRequestPartitionState {
  /** Up to version 1. */
  topicName: TopicName
  partitionIndex: number
  /** Epoch of the controller; brokers refuse an older one. */
  controllerEpoch: number
  leader: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** Broker ids that are in sync. */
  isr: BrokerId[]
  /** Version of the partition's state znode. */
  partitionEpoch: number
  /** Broker ids of the replicas, preferred leader first. */
  replicas: BrokerId[]
  /** From version 3. */
  addingReplicas: BrokerId[]
  /** From version 3. */
  removingReplicas: BrokerId[]
  /** From version 1. */
  isNew: boolean
  /** From version 6. */
  leaderRecoveryState: number
}

export interface LeaderAndIsrRequestPartitionStateInput {
  /** Up to version 1. */
  readonly topicName?: TopicName | undefined
  readonly partitionIndex: number
  /** Epoch of the controller; brokers refuse an older one. */
  readonly controllerEpoch: number
  readonly leader: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  /** Broker ids that are in sync. */
  readonly isr: readonly BrokerId[]
  /** Version of the partition's state znode. */
  readonly partitionEpoch: number
  /** Broker ids of the replicas, preferred leader first. */
  readonly replicas: readonly BrokerId[]
  /** From version 3. */
  readonly addingReplicas?: readonly BrokerId[] | undefined
  /** From version 3. */
  readonly removingReplicas?: readonly BrokerId[] | undefined
  /** From version 1. Default false. */
  readonly isNew?: boolean | undefined
  /** From version 6. Default 0. */
  readonly leaderRecoveryState?: number | undefined
}

function decodeLeaderAndIsrRequestPartitionState(reader: Reader, version: number): LeaderAndIsrRequestPartitionState {
  const flexible = version >= 4
  const topicName = version <= 1 ? reader.string() : ''
  const partitionIndex = reader.int32()
  const controllerEpoch = reader.int32()
  const leader = reader.int32()
  const leaderEpoch = reader.int32()
  const isr: BrokerId[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) isr.push(reader.int32())
  }
  const partitionEpoch = reader.int32()
  const replicas: BrokerId[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) replicas.push(reader.int32())
  }
  const addingReplicas: BrokerId[] = []
  if (version >= 3) {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) addingReplicas.push(reader.int32())
  }
  const removingReplicas: BrokerId[] = []
  if (version >= 3) {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) removingReplicas.push(reader.int32())
  }
  const isNew = version >= 1 ? reader.bool() : false
  const leaderRecoveryState = version >= 6 ? reader.int8() : 0
  if (flexible) reader.skipTaggedFields()
  return { topicName, partitionIndex, controllerEpoch, leader, leaderEpoch, isr, partitionEpoch, replicas, addingReplicas, removingReplicas, isNew, leaderRecoveryState }
}

function encodeLeaderAndIsrRequestPartitionState(writer: Writer, input: LeaderAndIsrRequestPartitionStateInput, version: number): void {
  const flexible = version >= 4
  const topicName = input.topicName ?? ''
  if (version <= 1) {
    writer.string(topicName)
  }
  writer.int32(input.partitionIndex)
  writer.int32(input.controllerEpoch)
  writer.int32(input.leader)
  writer.int32(input.leaderEpoch)
  const isr = input.isr
  if (flexible) writer.compactArrayLength(isr.length); else writer.arrayLength(isr.length)
  for (const item of isr) writer.int32(item)
  writer.int32(input.partitionEpoch)
  const replicas = input.replicas
  if (flexible) writer.compactArrayLength(replicas.length); else writer.arrayLength(replicas.length)
  for (const item of replicas) writer.int32(item)
  const addingReplicas = input.addingReplicas ?? []
  if (version >= 3) {
    if (flexible) writer.compactArrayLength(addingReplicas.length); else writer.arrayLength(addingReplicas.length)
    for (const item of addingReplicas) writer.int32(item)
  }
  const removingReplicas = input.removingReplicas ?? []
  if (version >= 3) {
    if (flexible) writer.compactArrayLength(removingReplicas.length); else writer.arrayLength(removingReplicas.length)
    for (const item of removingReplicas) writer.int32(item)
  }
  const isNew = input.isNew ?? false
  if (version >= 1) {
    writer.bool(isNew)
  }
  const leaderRecoveryState = input.leaderRecoveryState ?? 0
  if (version >= 6) {
    writer.int8(leaderRecoveryState)
  } else if (leaderRecoveryState !== 0) throw fieldNotInVersion('LeaderAndIsrRequestPartitionState', 'leaderRecoveryState', version)
  if (flexible) writer.noTaggedFields()
}

function decodeLeaderAndIsrRequestTopicState(reader: Reader, version: number): LeaderAndIsrRequestTopicState {
  const flexible = version >= 4
  const topicName = flexible ? reader.compactString() : reader.string()
  const topicId = version >= 5 ? reader.uuid() : ZERO_UUID
  const partitionStates: LeaderAndIsrRequestPartitionState[] = []
  {
    const count = flexible ? reader.compactArrayLength(26) : reader.arrayLength(29)
    for (let i = 0; i < count; i++) partitionStates.push(decodeLeaderAndIsrRequestPartitionState(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { topicName, topicId, partitionStates }
}

function encodeLeaderAndIsrRequestTopicState(writer: Writer, input: LeaderAndIsrRequestTopicStateInput, version: number): void {
  const flexible = version >= 4
  if (flexible) writer.compactString(input.topicName); else writer.string(input.topicName)
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 5) {
    writer.uuid(topicId)
  }
  const partitionStates = input.partitionStates
  if (flexible) writer.compactArrayLength(partitionStates.length); else writer.arrayLength(partitionStates.length)
  for (const item of partitionStates) encodeLeaderAndIsrRequestPartitionState(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

function decodeLeaderAndIsrRequestLiveLeader(reader: Reader, version: number): LeaderAndIsrRequestLiveLeader {
  const flexible = version >= 4
  const brokerId = reader.int32()
  const hostName = flexible ? reader.compactString() : reader.string()
  const port = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { brokerId, hostName, port }
}

function encodeLeaderAndIsrRequestLiveLeader(writer: Writer, input: LeaderAndIsrRequestLiveLeaderInput, version: number): void {
  const flexible = version >= 4
  writer.int32(input.brokerId)
  if (flexible) writer.compactString(input.hostName); else writer.string(input.hostName)
  writer.int32(input.port)
  if (flexible) writer.noTaggedFields()
}

export function decodeLeaderAndIsrRequest(reader: Reader, version: number): LeaderAndIsrRequest {
  if (version < 0 || version > 7) throw messageNotInVersion('LeaderAndIsrRequest', version, 0, 7)
  const flexible = version >= 4
  const controllerId = reader.int32()
  const isKRaftController = version >= 7 ? reader.bool() : false
  const controllerEpoch = reader.int32()
  const brokerEpoch = version >= 2 ? reader.int64Saturating() : -1
  const type = version >= 5 ? reader.int8() : 0
  const ungroupedPartitionStates: LeaderAndIsrRequestPartitionState[] = []
  if (version <= 1) {
    const count = reader.arrayLength(30)
    for (let i = 0; i < count; i++) ungroupedPartitionStates.push(decodeLeaderAndIsrRequestPartitionState(reader, version))
  }
  const topicStates: LeaderAndIsrRequestTopicState[] = []
  if (version >= 2) {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topicStates.push(decodeLeaderAndIsrRequestTopicState(reader, version))
  }
  const liveLeaders: LeaderAndIsrRequestLiveLeader[] = []
  {
    const count = flexible ? reader.compactArrayLength(10) : reader.arrayLength(10)
    for (let i = 0; i < count; i++) liveLeaders.push(decodeLeaderAndIsrRequestLiveLeader(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { controllerId, isKRaftController, controllerEpoch, brokerEpoch, type, ungroupedPartitionStates, topicStates, liveLeaders }
}

export function encodeLeaderAndIsrRequest(writer: Writer, input: LeaderAndIsrRequestInput, version: number): void {
  if (version < 0 || version > 7) throw messageNotInVersion('LeaderAndIsrRequest', version, 0, 7)
  const flexible = version >= 4
  writer.int32(input.controllerId)
  const isKRaftController = input.isKRaftController ?? false
  if (version >= 7) {
    writer.bool(isKRaftController)
  } else if (isKRaftController) throw fieldNotInVersion('LeaderAndIsrRequest', 'isKRaftController', version)
  writer.int32(input.controllerEpoch)
  const brokerEpoch = input.brokerEpoch ?? -1
  if (version >= 2) {
    writer.int64(brokerEpoch)
  }
  const type = input.type ?? 0
  if (version >= 5) {
    writer.int8(type)
  } else if (type !== 0) throw fieldNotInVersion('LeaderAndIsrRequest', 'type', version)
  const ungroupedPartitionStates = input.ungroupedPartitionStates ?? []
  if (version <= 1) {
    writer.arrayLength(ungroupedPartitionStates.length)
    for (const item of ungroupedPartitionStates) encodeLeaderAndIsrRequestPartitionState(writer, item, version)
  } else if (ungroupedPartitionStates.length !== 0) throw fieldNotInVersion('LeaderAndIsrRequest', 'ungroupedPartitionStates', version)
  const topicStates = input.topicStates ?? []
  if (version >= 2) {
    if (flexible) writer.compactArrayLength(topicStates.length); else writer.arrayLength(topicStates.length)
    for (const item of topicStates) encodeLeaderAndIsrRequestTopicState(writer, item, version)
  } else if (topicStates.length !== 0) throw fieldNotInVersion('LeaderAndIsrRequest', 'topicStates', version)
  const liveLeaders = input.liveLeaders
  if (flexible) writer.compactArrayLength(liveLeaders.length); else writer.arrayLength(liveLeaders.length)
  for (const item of liveLeaders) encodeLeaderAndIsrRequestLiveLeader(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface LeaderAndIsrResponse {
  errorCode: number
  /** Up to version 4. */
  partitionErrors: LeaderAndIsrResponsePartitionError[]
  /** From version 5. */
  topics: LeaderAndIsrResponseTopicError[]
}

export interface LeaderAndIsrResponseInput {
  readonly errorCode: number
  /** Up to version 4. */
  readonly partitionErrors?: readonly LeaderAndIsrResponsePartitionErrorInput[] | undefined
  /** From version 5. */
  readonly topics?: readonly LeaderAndIsrResponseTopicErrorInput[] | undefined
}

export interface LeaderAndIsrResponseTopicError {
  topicId: Uuid
  partitionErrors: LeaderAndIsrResponsePartitionError[]
}

export interface LeaderAndIsrResponseTopicErrorInput {
  readonly topicId: Uuid
  readonly partitionErrors: readonly LeaderAndIsrResponsePartitionErrorInput[]
}

export interface LeaderAndIsrResponsePartitionError {
  /** Up to version 4. */
  topicName: TopicName
  partitionIndex: number
  errorCode: number
}

export interface LeaderAndIsrResponsePartitionErrorInput {
  /** Up to version 4. */
  readonly topicName?: TopicName | undefined
  readonly partitionIndex: number
  readonly errorCode: number
}

function decodeLeaderAndIsrResponsePartitionError(reader: Reader, version: number): LeaderAndIsrResponsePartitionError {
  const flexible = version >= 4
  const topicName = version <= 4 ? (flexible ? reader.compactString() : reader.string()) : ''
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { topicName, partitionIndex, errorCode }
}

function encodeLeaderAndIsrResponsePartitionError(writer: Writer, input: LeaderAndIsrResponsePartitionErrorInput, version: number): void {
  const flexible = version >= 4
  const topicName = input.topicName ?? ''
  if (version <= 4) {
    if (flexible) writer.compactString(topicName); else writer.string(topicName)
  }
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}

function decodeLeaderAndIsrResponseTopicError(reader: Reader, version: number): LeaderAndIsrResponseTopicError {
  const topicId = reader.uuid()
  const partitionErrors: LeaderAndIsrResponsePartitionError[] = []
  {
    const count = reader.compactArrayLength(7)
    for (let i = 0; i < count; i++) partitionErrors.push(decodeLeaderAndIsrResponsePartitionError(reader, version))
  }
  reader.skipTaggedFields()
  return { topicId, partitionErrors }
}

function encodeLeaderAndIsrResponseTopicError(writer: Writer, input: LeaderAndIsrResponseTopicErrorInput, version: number): void {
  writer.uuid(input.topicId)
  const partitionErrors = input.partitionErrors
  writer.compactArrayLength(partitionErrors.length)
  for (const item of partitionErrors) encodeLeaderAndIsrResponsePartitionError(writer, item, version)
  writer.noTaggedFields()
}

export function decodeLeaderAndIsrResponse(reader: Reader, version: number): LeaderAndIsrResponse {
  if (version < 0 || version > 7) throw messageNotInVersion('LeaderAndIsrResponse', version, 0, 7)
  const flexible = version >= 4
  const errorCode = reader.int16()
  const partitionErrors: LeaderAndIsrResponsePartitionError[] = []
  if (version <= 4) {
    const count = flexible ? reader.compactArrayLength(8) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) partitionErrors.push(decodeLeaderAndIsrResponsePartitionError(reader, version))
  }
  const topics: LeaderAndIsrResponseTopicError[] = []
  if (version >= 5) {
    const count = reader.compactArrayLength(18)
    for (let i = 0; i < count; i++) topics.push(decodeLeaderAndIsrResponseTopicError(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { errorCode, partitionErrors, topics }
}

export function encodeLeaderAndIsrResponse(writer: Writer, input: LeaderAndIsrResponseInput, version: number): void {
  if (version < 0 || version > 7) throw messageNotInVersion('LeaderAndIsrResponse', version, 0, 7)
  const flexible = version >= 4
  writer.int16(input.errorCode)
  const partitionErrors = input.partitionErrors ?? []
  if (version <= 4) {
    if (flexible) writer.compactArrayLength(partitionErrors.length); else writer.arrayLength(partitionErrors.length)
    for (const item of partitionErrors) encodeLeaderAndIsrResponsePartitionError(writer, item, version)
  } else if (partitionErrors.length !== 0) throw fieldNotInVersion('LeaderAndIsrResponse', 'partitionErrors', version)
  const topics = input.topics ?? []
  if (version >= 5) {
    writer.compactArrayLength(topics.length)
    for (const item of topics) encodeLeaderAndIsrResponseTopicError(writer, item, version)
  } else if (topics.length !== 0) throw fieldNotInVersion('LeaderAndIsrResponse', 'topics', version)
  if (flexible) writer.noTaggedFields()
}
