// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import { ZERO_UUID } from '../../ids.ts'
import type { BrokerId, Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ControlRecordTypeSchema {
  /** 0 abort, 1 commit, 2 leader change, 3 snapshot header, 4 snapshot footer, 5 KRaft version, 6 voters. */
  type: number
}

export interface ControlRecordTypeSchemaInput {
  /** 0 abort, 1 commit, 2 leader change, 3 snapshot header, 4 snapshot footer, 5 KRaft version, 6 voters. */
  readonly type: number
}

export function decodeControlRecordTypeSchema(reader: Reader, version: number): ControlRecordTypeSchema {
  if (version !== 0) throw messageNotInVersion('ControlRecordTypeSchema', version, 0, 0)
  const type = reader.int16()
  return { type }
}

export function encodeControlRecordTypeSchema(writer: Writer, input: ControlRecordTypeSchemaInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ControlRecordTypeSchema', version, 0, 0)
  writer.int16(input.type)
}

export interface EndTxnMarker {
  /** Epoch of the transaction coordinator, against writers that have been replaced. */
  coordinatorEpoch: number
}

export interface EndTxnMarkerInput {
  /** Epoch of the transaction coordinator, against writers that have been replaced. */
  readonly coordinatorEpoch: number
}

export function decodeEndTxnMarker(reader: Reader, version: number): EndTxnMarker {
  if (version !== 0) throw messageNotInVersion('EndTxnMarker', version, 0, 0)
  const coordinatorEpoch = reader.int32()
  return { coordinatorEpoch }
}

export function encodeEndTxnMarker(writer: Writer, input: EndTxnMarkerInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('EndTxnMarker', version, 0, 0)
  writer.int32(input.coordinatorEpoch)
}

export interface KRaftVersionRecord {
  version: number
  kRaftVersion: number
}

export interface KRaftVersionRecordInput {
  readonly version: number
  readonly kRaftVersion: number
}

export function decodeKRaftVersionRecord(reader: Reader, version: number): KRaftVersionRecord {
  if (version !== 0) throw messageNotInVersion('KRaftVersionRecord', version, 0, 0)
  const versionValue = reader.int16()
  const kRaftVersion = reader.int16()
  reader.skipTaggedFields()
  return { version: versionValue, kRaftVersion }
}

export function encodeKRaftVersionRecord(writer: Writer, input: KRaftVersionRecordInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('KRaftVersionRecord', version, 0, 0)
  writer.int16(input.version)
  writer.int16(input.kRaftVersion)
  writer.noTaggedFields()
}

export interface LeaderChangeMessage {
  version: number
  /** Broker id of the leader; -1 when there is none. */
  leaderId: BrokerId
  voters: LeaderChangeMessageVoter[]
  grantingVoters: LeaderChangeMessageVoter[]
}

export interface LeaderChangeMessageInput {
  readonly version: number
  /** Broker id of the leader; -1 when there is none. */
  readonly leaderId: BrokerId
  readonly voters: readonly LeaderChangeMessageVoterInput[]
  readonly grantingVoters: readonly LeaderChangeMessageVoterInput[]
}

export interface LeaderChangeMessageVoter {
  voterId: number
  /** From version 1. */
  voterDirectoryId: Uuid
}

export interface LeaderChangeMessageVoterInput {
  readonly voterId: number
  /** From version 1. */
  readonly voterDirectoryId?: Uuid | undefined
}

function decodeLeaderChangeMessageVoter(reader: Reader, version: number): LeaderChangeMessageVoter {
  const voterId = reader.int32()
  const voterDirectoryId = version >= 1 ? reader.uuid() : ZERO_UUID
  reader.skipTaggedFields()
  return { voterId, voterDirectoryId }
}

function encodeLeaderChangeMessageVoter(writer: Writer, input: LeaderChangeMessageVoterInput, version: number): void {
  writer.int32(input.voterId)
  const voterDirectoryId = input.voterDirectoryId ?? ZERO_UUID
  if (version >= 1) {
    writer.uuid(voterDirectoryId)
  } else if (voterDirectoryId !== ZERO_UUID) throw fieldNotInVersion('LeaderChangeMessageVoter', 'voterDirectoryId', version)
  writer.noTaggedFields()
}

export function decodeLeaderChangeMessage(reader: Reader, version: number): LeaderChangeMessage {
  if (version < 0 || version > 1) throw messageNotInVersion('LeaderChangeMessage', version, 0, 1)
  const versionValue = reader.int16()
  const leaderId = reader.int32()
  const voters: LeaderChangeMessageVoter[] = []
  {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) voters.push(decodeLeaderChangeMessageVoter(reader, version))
  }
  const grantingVoters: LeaderChangeMessageVoter[] = []
  {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) grantingVoters.push(decodeLeaderChangeMessageVoter(reader, version))
  }
  reader.skipTaggedFields()
  return { version: versionValue, leaderId, voters, grantingVoters }
}

export function encodeLeaderChangeMessage(writer: Writer, input: LeaderChangeMessageInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('LeaderChangeMessage', version, 0, 1)
  writer.int16(input.version)
  writer.int32(input.leaderId)
  const voters = input.voters
  writer.compactArrayLength(voters.length)
  for (const item of voters) encodeLeaderChangeMessageVoter(writer, item, version)
  const grantingVoters = input.grantingVoters
  writer.compactArrayLength(grantingVoters.length)
  for (const item of grantingVoters) encodeLeaderChangeMessageVoter(writer, item, version)
  writer.noTaggedFields()
}

export interface SnapshotFooterRecord {
  version: number
}

export interface SnapshotFooterRecordInput {
  readonly version: number
}

export function decodeSnapshotFooterRecord(reader: Reader, version: number): SnapshotFooterRecord {
  if (version !== 0) throw messageNotInVersion('SnapshotFooterRecord', version, 0, 0)
  const versionValue = reader.int16()
  reader.skipTaggedFields()
  return { version: versionValue }
}

export function encodeSnapshotFooterRecord(writer: Writer, input: SnapshotFooterRecordInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('SnapshotFooterRecord', version, 0, 0)
  writer.int16(input.version)
  writer.noTaggedFields()
}

export interface SnapshotHeaderRecord {
  version: number
  lastContainedLogTimestamp: number
}

export interface SnapshotHeaderRecordInput {
  readonly version: number
  readonly lastContainedLogTimestamp: number
}

export function decodeSnapshotHeaderRecord(reader: Reader, version: number): SnapshotHeaderRecord {
  if (version !== 0) throw messageNotInVersion('SnapshotHeaderRecord', version, 0, 0)
  const versionValue = reader.int16()
  const lastContainedLogTimestamp = reader.int64Saturating()
  reader.skipTaggedFields()
  return { version: versionValue, lastContainedLogTimestamp }
}

export function encodeSnapshotHeaderRecord(writer: Writer, input: SnapshotHeaderRecordInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('SnapshotHeaderRecord', version, 0, 0)
  writer.int16(input.version)
  writer.int64(input.lastContainedLogTimestamp)
  writer.noTaggedFields()
}

export interface VotersRecord {
  version: number
  voters: VotersRecordVoter[]
}

export interface VotersRecordInput {
  readonly version: number
  readonly voters: readonly VotersRecordVoterInput[]
}

export interface VotersRecordVoter {
  voterId: BrokerId
  voterDirectoryId: Uuid
  endpoints: VotersRecordEndpoint[]
  kRaftVersionFeature: VotersRecordKRaftVersionFeature
}

export interface VotersRecordVoterInput {
  readonly voterId: BrokerId
  readonly voterDirectoryId: Uuid
  readonly endpoints: readonly VotersRecordEndpointInput[]
  readonly kRaftVersionFeature: VotersRecordKRaftVersionFeatureInput
}

export interface VotersRecordKRaftVersionFeature {
  minSupportedVersion: number
  maxSupportedVersion: number
}

export interface VotersRecordKRaftVersionFeatureInput {
  readonly minSupportedVersion: number
  readonly maxSupportedVersion: number
}

export interface VotersRecordEndpoint {
  name: string
  host: string
  port: number
}

export interface VotersRecordEndpointInput {
  readonly name: string
  readonly host: string
  readonly port: number
}

function decodeVotersRecordEndpoint(reader: Reader, _version: number): VotersRecordEndpoint {
  const name = reader.compactString()
  const host = reader.compactString()
  const port = reader.uint16()
  reader.skipTaggedFields()
  return { name, host, port }
}

function encodeVotersRecordEndpoint(writer: Writer, input: VotersRecordEndpointInput, _version: number): void {
  writer.compactString(input.name)
  writer.compactString(input.host)
  writer.uint16(input.port)
  writer.noTaggedFields()
}

function decodeVotersRecordKRaftVersionFeature(reader: Reader, _version: number): VotersRecordKRaftVersionFeature {
  const minSupportedVersion = reader.int16()
  const maxSupportedVersion = reader.int16()
  reader.skipTaggedFields()
  return { minSupportedVersion, maxSupportedVersion }
}

function encodeVotersRecordKRaftVersionFeature(writer: Writer, input: VotersRecordKRaftVersionFeatureInput, _version: number): void {
  writer.int16(input.minSupportedVersion)
  writer.int16(input.maxSupportedVersion)
  writer.noTaggedFields()
}

function decodeVotersRecordVoter(reader: Reader, version: number): VotersRecordVoter {
  const voterId = reader.int32()
  const voterDirectoryId = reader.uuid()
  const endpoints: VotersRecordEndpoint[] = []
  {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) endpoints.push(decodeVotersRecordEndpoint(reader, version))
  }
  const kRaftVersionFeature = decodeVotersRecordKRaftVersionFeature(reader, version)
  reader.skipTaggedFields()
  return { voterId, voterDirectoryId, endpoints, kRaftVersionFeature }
}

function encodeVotersRecordVoter(writer: Writer, input: VotersRecordVoterInput, version: number): void {
  writer.int32(input.voterId)
  writer.uuid(input.voterDirectoryId)
  const endpoints = input.endpoints
  writer.compactArrayLength(endpoints.length)
  for (const item of endpoints) encodeVotersRecordEndpoint(writer, item, version)
  encodeVotersRecordKRaftVersionFeature(writer, input.kRaftVersionFeature, version)
  writer.noTaggedFields()
}

export function decodeVotersRecord(reader: Reader, version: number): VotersRecord {
  if (version !== 0) throw messageNotInVersion('VotersRecord', version, 0, 0)
  const versionValue = reader.int16()
  const voters: VotersRecordVoter[] = []
  {
    const count = reader.compactArrayLength(27)
    for (let i = 0; i < count; i++) voters.push(decodeVotersRecordVoter(reader, version))
  }
  reader.skipTaggedFields()
  return { version: versionValue, voters }
}

export function encodeVotersRecord(writer: Writer, input: VotersRecordInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('VotersRecord', version, 0, 0)
  writer.int16(input.version)
  const voters = input.voters
  writer.compactArrayLength(voters.length)
  for (const item of voters) encodeVotersRecordVoter(writer, item, version)
  writer.noTaggedFields()
}

export const controlRecordTypeSchemaCodec: RecordCodec<ControlRecordTypeSchema, ControlRecordTypeSchemaInput> = {
  name: 'ControlRecordTypeSchema', kind: 'data', recordType: -1,
  versions: { min: 0, max: 0 },
  decode: decodeControlRecordTypeSchema, encode: encodeControlRecordTypeSchema,
}

export const endTxnMarkerCodec: RecordCodec<EndTxnMarker, EndTxnMarkerInput> = {
  name: 'EndTxnMarker', kind: 'data', recordType: -1,
  versions: { min: 0, max: 0 },
  decode: decodeEndTxnMarker, encode: encodeEndTxnMarker,
}

export const kRaftVersionRecordCodec: RecordCodec<KRaftVersionRecord, KRaftVersionRecordInput> = {
  name: 'KRaftVersionRecord', kind: 'data', recordType: -1,
  versions: { min: 0, max: 0 },
  decode: decodeKRaftVersionRecord, encode: encodeKRaftVersionRecord,
}

export const leaderChangeMessageCodec: RecordCodec<LeaderChangeMessage, LeaderChangeMessageInput> = {
  name: 'LeaderChangeMessage', kind: 'data', recordType: -1,
  versions: { min: 0, max: 1 },
  decode: decodeLeaderChangeMessage, encode: encodeLeaderChangeMessage,
}

export const snapshotFooterRecordCodec: RecordCodec<SnapshotFooterRecord, SnapshotFooterRecordInput> = {
  name: 'SnapshotFooterRecord', kind: 'data', recordType: -1,
  versions: { min: 0, max: 0 },
  decode: decodeSnapshotFooterRecord, encode: encodeSnapshotFooterRecord,
}

export const snapshotHeaderRecordCodec: RecordCodec<SnapshotHeaderRecord, SnapshotHeaderRecordInput> = {
  name: 'SnapshotHeaderRecord', kind: 'data', recordType: -1,
  versions: { min: 0, max: 0 },
  decode: decodeSnapshotHeaderRecord, encode: encodeSnapshotHeaderRecord,
}

export const votersRecordCodec: RecordCodec<VotersRecord, VotersRecordInput> = {
  name: 'VotersRecord', kind: 'data', recordType: -1,
  versions: { min: 0, max: 0 },
  decode: decodeVotersRecord, encode: encodeVotersRecord,
}
