// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import { ZERO_UUID } from '../../ids.ts'
import type { BrokerId, TopicName, Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion, tagNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface UpdateMetadataRequest {
  /** Broker id of the controller; -1 when unknown. */
  controllerId: BrokerId
  /** From version 8. */
  isKRaftController: boolean
  /** From version 8. */
  type: number
  controllerEpoch: number
  /** Epoch of the broker addressed (the czxid of its znode); it refuses another one. From version 5. */
  brokerEpoch: number
  /** Up to version 4. */
  ungroupedPartitionStates: UpdateMetadataRequestPartitionState[]
  /** From version 5. */
  topicStates: UpdateMetadataRequestTopicState[]
  liveBrokers: UpdateMetadataRequestBroker[]
}

export interface UpdateMetadataRequestInput {
  /** Broker id of the controller; -1 when unknown. */
  readonly controllerId: BrokerId
  /** From version 8. Default false. */
  readonly isKRaftController?: boolean | undefined
  /** From version 8. Default 0. */
  readonly type?: number | undefined
  readonly controllerEpoch: number
  /** Epoch of the broker addressed (the czxid of its znode); it refuses another one. From version 5. Default -1. */
  readonly brokerEpoch?: number | undefined
  /** Up to version 4. */
  readonly ungroupedPartitionStates?: readonly UpdateMetadataRequestPartitionStateInput[] | undefined
  /** From version 5. */
  readonly topicStates?: readonly UpdateMetadataRequestTopicStateInput[] | undefined
  readonly liveBrokers: readonly UpdateMetadataRequestBrokerInput[]
}

export interface UpdateMetadataRequestBroker {
  id: BrokerId
  /** Up to version 0. */
  v0Host: string
  /** Up to version 0. */
  v0Port: number
  /** From version 1. */
  endpoints: UpdateMetadataRequestEndpoint[]
  /** Rack of the broker; null when it has none. From version 2. */
  rack: string | null
}

export interface UpdateMetadataRequestBrokerInput {
  readonly id: BrokerId
  /** Up to version 0. */
  readonly v0Host?: string | undefined
  /** Up to version 0. */
  readonly v0Port?: number | undefined
  /** From version 1. */
  readonly endpoints?: readonly UpdateMetadataRequestEndpointInput[] | undefined
  /** Rack of the broker; null when it has none. From version 2. Left out: empty. */
  readonly rack?: string | null | undefined
}

export interface UpdateMetadataRequestEndpoint {
  port: number
  host: string
  /** From version 3. */
  listener: string
  securityProtocol: number
}

export interface UpdateMetadataRequestEndpointInput {
  readonly port: number
  readonly host: string
  /** From version 3. */
  readonly listener?: string | undefined
  readonly securityProtocol: number
}

export interface UpdateMetadataRequestTopicState {
  topicName: TopicName
  /** From version 7. */
  topicId: Uuid
  partitionStates: UpdateMetadataRequestPartitionState[]
}

export interface UpdateMetadataRequestTopicStateInput {
  readonly topicName: TopicName
  /** From version 7. */
  readonly topicId?: Uuid | undefined
  readonly partitionStates: readonly UpdateMetadataRequestPartitionStateInput[]
}

export interface UpdateMetadataRequestPartitionState {
  /** Up to version 4. */
  topicName: TopicName
  partitionIndex: number
  controllerEpoch: number
  leader: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  /** Broker ids that are in sync. */
  isr: BrokerId[]
  zkVersion: number
  /** Broker ids of the replicas, preferred leader first. */
  replicas: BrokerId[]
  /** Replicas whose broker or log directory is not there. From version 4. */
  offlineReplicas: BrokerId[]
}

export interface UpdateMetadataRequestPartitionStateInput {
  /** Up to version 4. */
  readonly topicName?: TopicName | undefined
  readonly partitionIndex: number
  readonly controllerEpoch: number
  readonly leader: BrokerId
  /** Epoch of the leader; -1 when unknown. */
  readonly leaderEpoch: number
  /** Broker ids that are in sync. */
  readonly isr: readonly BrokerId[]
  readonly zkVersion: number
  /** Broker ids of the replicas, preferred leader first. */
  readonly replicas: readonly BrokerId[]
  /** Replicas whose broker or log directory is not there. From version 4. */
  readonly offlineReplicas?: readonly BrokerId[] | undefined
}

function decodeUpdateMetadataRequestPartitionState(reader: Reader, version: number): UpdateMetadataRequestPartitionState {
  const flexible = version >= 6
  const topicName = version <= 4 ? reader.string() : ''
  const partitionIndex = reader.int32()
  const controllerEpoch = reader.int32()
  const leader = reader.int32()
  const leaderEpoch = reader.int32()
  const isr: BrokerId[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) isr.push(reader.int32())
  }
  const zkVersion = reader.int32()
  const replicas: BrokerId[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) replicas.push(reader.int32())
  }
  const offlineReplicas: BrokerId[] = []
  if (version >= 4) {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) offlineReplicas.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { topicName, partitionIndex, controllerEpoch, leader, leaderEpoch, isr, zkVersion, replicas, offlineReplicas }
}

function encodeUpdateMetadataRequestPartitionState(writer: Writer, input: UpdateMetadataRequestPartitionStateInput, version: number): void {
  const flexible = version >= 6
  const topicName = input.topicName ?? ''
  if (version <= 4) {
    writer.string(topicName)
  }
  writer.int32(input.partitionIndex)
  writer.int32(input.controllerEpoch)
  writer.int32(input.leader)
  writer.int32(input.leaderEpoch)
  const isr = input.isr
  if (flexible) writer.compactArrayLength(isr.length); else writer.arrayLength(isr.length)
  for (const item of isr) writer.int32(item)
  writer.int32(input.zkVersion)
  const replicas = input.replicas
  if (flexible) writer.compactArrayLength(replicas.length); else writer.arrayLength(replicas.length)
  for (const item of replicas) writer.int32(item)
  const offlineReplicas = input.offlineReplicas ?? []
  if (version >= 4) {
    if (flexible) writer.compactArrayLength(offlineReplicas.length); else writer.arrayLength(offlineReplicas.length)
    for (const item of offlineReplicas) writer.int32(item)
  }
  if (flexible) writer.noTaggedFields()
}

function decodeUpdateMetadataRequestTopicState(reader: Reader, version: number): UpdateMetadataRequestTopicState {
  const flexible = version >= 6
  const topicName = flexible ? reader.compactString() : reader.string()
  const topicId = version >= 7 ? reader.uuid() : ZERO_UUID
  const partitionStates: UpdateMetadataRequestPartitionState[] = []
  {
    const count = flexible ? reader.compactArrayLength(24) : reader.arrayLength(32)
    for (let i = 0; i < count; i++) partitionStates.push(decodeUpdateMetadataRequestPartitionState(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { topicName, topicId, partitionStates }
}

function encodeUpdateMetadataRequestTopicState(writer: Writer, input: UpdateMetadataRequestTopicStateInput, version: number): void {
  const flexible = version >= 6
  if (flexible) writer.compactString(input.topicName); else writer.string(input.topicName)
  const topicId = input.topicId ?? ZERO_UUID
  if (version >= 7) {
    writer.uuid(topicId)
  }
  const partitionStates = input.partitionStates
  if (flexible) writer.compactArrayLength(partitionStates.length); else writer.arrayLength(partitionStates.length)
  for (const item of partitionStates) encodeUpdateMetadataRequestPartitionState(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

function decodeUpdateMetadataRequestEndpoint(reader: Reader, version: number): UpdateMetadataRequestEndpoint {
  const flexible = version >= 6
  const port = reader.int32()
  const host = flexible ? reader.compactString() : reader.string()
  const listener = version >= 3 ? (flexible ? reader.compactString() : reader.string()) : ''
  const securityProtocol = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { port, host, listener, securityProtocol }
}

function encodeUpdateMetadataRequestEndpoint(writer: Writer, input: UpdateMetadataRequestEndpointInput, version: number): void {
  const flexible = version >= 6
  writer.int32(input.port)
  if (flexible) writer.compactString(input.host); else writer.string(input.host)
  const listener = input.listener ?? ''
  if (version >= 3) {
    if (flexible) writer.compactString(listener); else writer.string(listener)
  }
  writer.int16(input.securityProtocol)
  if (flexible) writer.noTaggedFields()
}

function decodeUpdateMetadataRequestBroker(reader: Reader, version: number): UpdateMetadataRequestBroker {
  const flexible = version >= 6
  const id = reader.int32()
  const v0Host = version <= 0 ? reader.string() : ''
  const v0Port = version <= 0 ? reader.int32() : 0
  const endpoints: UpdateMetadataRequestEndpoint[] = []
  if (version >= 1) {
    const count = flexible ? reader.compactArrayLength(9) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) endpoints.push(decodeUpdateMetadataRequestEndpoint(reader, version))
  }
  const rack = version >= 2 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : ''
  if (flexible) reader.skipTaggedFields()
  return { id, v0Host, v0Port, endpoints, rack }
}

function encodeUpdateMetadataRequestBroker(writer: Writer, input: UpdateMetadataRequestBrokerInput, version: number): void {
  const flexible = version >= 6
  writer.int32(input.id)
  const v0Host = input.v0Host ?? ''
  if (version <= 0) {
    writer.string(v0Host)
  }
  const v0Port = input.v0Port ?? 0
  if (version <= 0) {
    writer.int32(v0Port)
  }
  const endpoints = input.endpoints ?? []
  if (version >= 1) {
    if (flexible) writer.compactArrayLength(endpoints.length); else writer.arrayLength(endpoints.length)
    for (const item of endpoints) encodeUpdateMetadataRequestEndpoint(writer, item, version)
  }
  const rack = input.rack === undefined ? '' : input.rack
  if (version >= 2) {
    if (flexible) writer.compactNullableString(rack); else writer.nullableString(rack)
  }
  if (flexible) writer.noTaggedFields()
}

export function decodeUpdateMetadataRequest(reader: Reader, version: number): UpdateMetadataRequest {
  if (version < 0 || version > 8) throw messageNotInVersion('UpdateMetadataRequest', version, 0, 8)
  const flexible = version >= 6
  const controllerId = reader.int32()
  const isKRaftController = version >= 8 ? reader.bool() : false
  const controllerEpoch = reader.int32()
  const brokerEpoch = version >= 5 ? reader.int64Saturating() : -1
  const ungroupedPartitionStates: UpdateMetadataRequestPartitionState[] = []
  if (version <= 4) {
    const count = reader.arrayLength(30)
    for (let i = 0; i < count; i++) ungroupedPartitionStates.push(decodeUpdateMetadataRequestPartitionState(reader, version))
  }
  const topicStates: UpdateMetadataRequestTopicState[] = []
  if (version >= 5) {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topicStates.push(decodeUpdateMetadataRequestTopicState(reader, version))
  }
  const liveBrokers: UpdateMetadataRequestBroker[] = []
  {
    const count = flexible ? reader.compactArrayLength(7) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) liveBrokers.push(decodeUpdateMetadataRequestBroker(reader, version))
  }
  let type: number = 0
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          if (!(version >= 8)) throw tagNotInVersion('UpdateMetadataRequest', 0, version)
          type = reader.int8()
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { controllerId, isKRaftController, type, controllerEpoch, brokerEpoch, ungroupedPartitionStates, topicStates, liveBrokers }
}

export function encodeUpdateMetadataRequest(writer: Writer, input: UpdateMetadataRequestInput, version: number): void {
  if (version < 0 || version > 8) throw messageNotInVersion('UpdateMetadataRequest', version, 0, 8)
  const flexible = version >= 6
  writer.int32(input.controllerId)
  const isKRaftController = input.isKRaftController ?? false
  if (version >= 8) {
    writer.bool(isKRaftController)
  } else if (isKRaftController) throw fieldNotInVersion('UpdateMetadataRequest', 'isKRaftController', version)
  writer.int32(input.controllerEpoch)
  const brokerEpoch = input.brokerEpoch ?? -1
  if (version >= 5) {
    writer.int64(brokerEpoch)
  }
  const ungroupedPartitionStates = input.ungroupedPartitionStates ?? []
  if (version <= 4) {
    writer.arrayLength(ungroupedPartitionStates.length)
    for (const item of ungroupedPartitionStates) encodeUpdateMetadataRequestPartitionState(writer, item, version)
  } else if (ungroupedPartitionStates.length !== 0) throw fieldNotInVersion('UpdateMetadataRequest', 'ungroupedPartitionStates', version)
  const topicStates = input.topicStates ?? []
  if (version >= 5) {
    if (flexible) writer.compactArrayLength(topicStates.length); else writer.arrayLength(topicStates.length)
    for (const item of topicStates) encodeUpdateMetadataRequestTopicState(writer, item, version)
  } else if (topicStates.length !== 0) throw fieldNotInVersion('UpdateMetadataRequest', 'topicStates', version)
  const liveBrokers = input.liveBrokers
  if (flexible) writer.compactArrayLength(liveBrokers.length); else writer.arrayLength(liveBrokers.length)
  for (const item of liveBrokers) encodeUpdateMetadataRequestBroker(writer, item, version)
  const type = input.type ?? 0
  if (!(version >= 8) && type !== 0) throw fieldNotInVersion('UpdateMetadataRequest', 'type', version)
  if (flexible) {
    let tags = 0
    if (version >= 8 && type !== 0) tags++
    writer.uvarint(tags)
    if (version >= 8 && type !== 0) {
      const mark = writer.beginTagged(0)
      writer.int8(type)
      writer.endTagged(mark)
    }
  }
}

export interface UpdateMetadataResponse {
  errorCode: number
}

export interface UpdateMetadataResponseInput {
  readonly errorCode: number
}

export function decodeUpdateMetadataResponse(reader: Reader, version: number): UpdateMetadataResponse {
  if (version < 0 || version > 8) throw messageNotInVersion('UpdateMetadataResponse', version, 0, 8)
  const flexible = version >= 6
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { errorCode }
}

export function encodeUpdateMetadataResponse(writer: Writer, input: UpdateMetadataResponseInput, version: number): void {
  if (version < 0 || version > 8) throw messageNotInVersion('UpdateMetadataResponse', version, 0, 8)
  const flexible = version >= 6
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}
