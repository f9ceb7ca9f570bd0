// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface StreamsGroupMemberMetadataKey {
  groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
}

export interface StreamsGroupMemberMetadataKeyInput {
  readonly groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
}

export function decodeStreamsGroupMemberMetadataKey(reader: Reader, version: number): StreamsGroupMemberMetadataKey {
  if (version !== 0) throw messageNotInVersion('StreamsGroupMemberMetadataKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeStreamsGroupMemberMetadataKey(writer: Writer, input: StreamsGroupMemberMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupMemberMetadataKey', version, 0, 0)
  writer.string(input.groupId)
  writer.string(input.memberId)
}

export interface StreamsGroupMemberMetadataValue {
  /** Name of a static member (KIP-345); null for a dynamic one. */
  instanceId: string | null
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  rackId: string | null
  clientId: string
  clientHost: string
  /** How long the coordinator waits for the member to join again, or to give up partitions. */
  rebalanceTimeoutMs: number
  topologyEpoch: number
  processId: string
  userEndpoint: StreamsGroupMemberMetadataValueEndpoint | null
  clientTags: StreamsGroupMemberMetadataValueKeyValue[]
}

export interface StreamsGroupMemberMetadataValueInput {
  /** Name of a static member (KIP-345); null for a dynamic one. Left out: empty. */
  readonly instanceId?: string | null | undefined
  /** Rack of the client, for fetching from a nearby replica (KIP-392). Left out: empty. */
  readonly rackId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  /** How long the coordinator waits for the member to join again, or to give up partitions. Default -1. */
  readonly rebalanceTimeoutMs?: number | undefined
  readonly topologyEpoch: number
  readonly processId: string
  readonly userEndpoint?: StreamsGroupMemberMetadataValueEndpointInput | null | undefined
  readonly clientTags: readonly StreamsGroupMemberMetadataValueKeyValueInput[]
}

export interface StreamsGroupMemberMetadataValueKeyValue {
  key: string
  value: string
}

export interface StreamsGroupMemberMetadataValueKeyValueInput {
  readonly key: string
  readonly value: string
}

export interface StreamsGroupMemberMetadataValueEndpoint {
  host: string
  port: number
}

export interface StreamsGroupMemberMetadataValueEndpointInput {
  readonly host: string
  readonly port: number
}

function decodeStreamsGroupMemberMetadataValueEndpoint(reader: Reader, _version: number): StreamsGroupMemberMetadataValueEndpoint {
  const host = reader.compactString()
  const port = reader.uint16()
  reader.skipTaggedFields()
  return { host, port }
}

function encodeStreamsGroupMemberMetadataValueEndpoint(writer: Writer, input: StreamsGroupMemberMetadataValueEndpointInput, _version: number): void {
  writer.compactString(input.host)
  writer.uint16(input.port)
  writer.noTaggedFields()
}

function decodeStreamsGroupMemberMetadataValueKeyValue(reader: Reader, _version: number): StreamsGroupMemberMetadataValueKeyValue {
  const key = reader.compactString()
  const value = reader.compactString()
  reader.skipTaggedFields()
  return { key, value }
}

function encodeStreamsGroupMemberMetadataValueKeyValue(writer: Writer, input: StreamsGroupMemberMetadataValueKeyValueInput, _version: number): void {
  writer.compactString(input.key)
  writer.compactString(input.value)
  writer.noTaggedFields()
}

export function decodeStreamsGroupMemberMetadataValue(reader: Reader, version: number): StreamsGroupMemberMetadataValue {
  if (version !== 0) throw messageNotInVersion('StreamsGroupMemberMetadataValue', version, 0, 0)
  const instanceId = reader.compactNullableString()
  const rackId = reader.compactNullableString()
  const clientId = reader.compactString()
  const clientHost = reader.compactString()
  const rebalanceTimeoutMs = reader.int32()
  const topologyEpoch = reader.int32()
  const processId = reader.compactString()
  const userEndpoint = reader.int8() < 0 ? null : decodeStreamsGroupMemberMetadataValueEndpoint(reader, version)
  const clientTags: StreamsGroupMemberMetadataValueKeyValue[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) clientTags.push(decodeStreamsGroupMemberMetadataValueKeyValue(reader, version))
  }
  reader.skipTaggedFields()
  return { instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, topologyEpoch, processId, userEndpoint, clientTags }
}

export function encodeStreamsGroupMemberMetadataValue(writer: Writer, input: StreamsGroupMemberMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupMemberMetadataValue', version, 0, 0)
  const instanceId = input.instanceId === undefined ? '' : input.instanceId
  writer.compactNullableString(instanceId)
  const rackId = input.rackId === undefined ? '' : input.rackId
  writer.compactNullableString(rackId)
  writer.compactString(input.clientId)
  writer.compactString(input.clientHost)
  writer.int32(input.rebalanceTimeoutMs ?? -1)
  writer.int32(input.topologyEpoch)
  writer.compactString(input.processId)
  const userEndpoint = input.userEndpoint ?? null
  if (userEndpoint === null) {
    writer.int8(-1)
  } else {
    writer.int8(1)
    encodeStreamsGroupMemberMetadataValueEndpoint(writer, userEndpoint, version)
  }
  const clientTags = input.clientTags
  writer.compactArrayLength(clientTags.length)
  for (const item of clientTags) encodeStreamsGroupMemberMetadataValueKeyValue(writer, item, version)
  writer.noTaggedFields()
}

export const streamsGroupMemberMetadataKeyCodec: RecordCodec<StreamsGroupMemberMetadataKey, StreamsGroupMemberMetadataKeyInput> = {
  name: 'StreamsGroupMemberMetadataKey', kind: 'key', recordType: 19,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupMemberMetadataKey, encode: encodeStreamsGroupMemberMetadataKey,
}

export const streamsGroupMemberMetadataValueCodec: RecordCodec<StreamsGroupMemberMetadataValue, StreamsGroupMemberMetadataValueInput> = {
  name: 'StreamsGroupMemberMetadataValue', kind: 'value', recordType: 19,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupMemberMetadataValue, encode: encodeStreamsGroupMemberMetadataValue,
}
