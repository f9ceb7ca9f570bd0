// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ConsumerGroupMemberMetadataKey {
  groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
}

export interface ConsumerGroupMemberMetadataKeyInput {
  readonly groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
}

export function decodeConsumerGroupMemberMetadataKey(reader: Reader, version: number): ConsumerGroupMemberMetadataKey {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupMemberMetadataKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeConsumerGroupMemberMetadataKey(writer: Writer, input: ConsumerGroupMemberMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupMemberMetadataKey', version, 0, 0)
  writer.string(input.groupId)
  writer.string(input.memberId)
}

export interface ConsumerGroupMemberMetadataValue {
  /** Name of a static member (KIP-345); null for a dynamic one. */
  instanceId: string | null
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  rackId: string | null
  clientId: string
  clientHost: string
  subscribedTopicNames: string[]
  /** Regular expression of topics; null for none or unchanged. */
  subscribedTopicRegex: string | null
  /** How long the coordinator waits for the member to join again, or to give up partitions. */
  rebalanceTimeoutMs: number
  /** Assignor that the member prefers; null for none or unchanged. */
  serverAssignor: string | null
  classicMemberMetadata: ConsumerGroupMemberMetadataValueClassicMemberMetadata | null
}

export interface ConsumerGroupMemberMetadataValueInput {
  /** Name of a static member (KIP-345); null for a dynamic one. Left out: empty. */
  readonly instanceId?: string | null | undefined
  /** Rack of the client, for fetching from a nearby replica (KIP-392). Left out: empty. */
  readonly rackId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly string[]
  /** Regular expression of topics; null for none or unchanged. Left out: empty. */
  readonly subscribedTopicRegex?: string | null | undefined
  /** How long the coordinator waits for the member to join again, or to give up partitions. Default -1. */
  readonly rebalanceTimeoutMs?: number | undefined
  /** Assignor that the member prefers; null for none or unchanged. Left out: empty. */
  readonly serverAssignor?: string | null | undefined
  readonly classicMemberMetadata?: ConsumerGroupMemberMetadataValueClassicMemberMetadataInput | null | undefined
}

export interface ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  /** Silence after which the coordinator takes the member for dead. */
  sessionTimeoutMs: number
  supportedProtocols: ConsumerGroupMemberMetadataValueClassicProtocol[]
}

export interface ConsumerGroupMemberMetadataValueClassicMemberMetadataInput {
  /** Silence after which the coordinator takes the member for dead. */
  readonly sessionTimeoutMs: number
  readonly supportedProtocols: readonly ConsumerGroupMemberMetadataValueClassicProtocolInput[]
}

export interface ConsumerGroupMemberMetadataValueClassicProtocol {
  name: string
  metadata: Buffer
}

export interface ConsumerGroupMemberMetadataValueClassicProtocolInput {
  readonly name: string
  readonly metadata: Uint8Array
}

function decodeConsumerGroupMemberMetadataValueClassicProtocol(reader: Reader, _version: number): ConsumerGroupMemberMetadataValueClassicProtocol {
  const name = reader.compactString()
  const metadata = reader.compactBytes()
  reader.skipTaggedFields()
  return { name, metadata }
}

function encodeConsumerGroupMemberMetadataValueClassicProtocol(writer: Writer, input: ConsumerGroupMemberMetadataValueClassicProtocolInput, _version: number): void {
  writer.compactString(input.name)
  writer.compactBytes(input.metadata)
  writer.noTaggedFields()
}

function decodeConsumerGroupMemberMetadataValueClassicMemberMetadata(reader: Reader, version: number): ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  const sessionTimeoutMs = reader.int32()
  const supportedProtocols: ConsumerGroupMemberMetadataValueClassicProtocol[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) supportedProtocols.push(decodeConsumerGroupMemberMetadataValueClassicProtocol(reader, version))
  }
  reader.skipTaggedFields()
  return { sessionTimeoutMs, supportedProtocols }
}

function encodeConsumerGroupMemberMetadataValueClassicMemberMetadata(writer: Writer, input: ConsumerGroupMemberMetadataValueClassicMemberMetadataInput, version: number): void {
  writer.int32(input.sessionTimeoutMs)
  const supportedProtocols = input.supportedProtocols
  writer.compactArrayLength(supportedProtocols.length)
  for (const item of supportedProtocols) encodeConsumerGroupMemberMetadataValueClassicProtocol(writer, item, version)
  writer.noTaggedFields()
}

export function decodeConsumerGroupMemberMetadataValue(reader: Reader, version: number): ConsumerGroupMemberMetadataValue {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupMemberMetadataValue', version, 0, 0)
  const instanceId = reader.compactNullableString()
  const rackId = reader.compactNullableString()
  const clientId = reader.compactString()
  const clientHost = reader.compactString()
  const subscribedTopicNames: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) subscribedTopicNames.push(reader.compactString())
  }
  const subscribedTopicRegex = reader.compactNullableString()
  const rebalanceTimeoutMs = reader.int32()
  const serverAssignor = reader.compactNullableString()
  let classicMemberMetadata: ConsumerGroupMemberMetadataValueClassicMemberMetadata | null = defaultConsumerGroupMemberMetadataValueClassicMemberMetadata()
  for (let left = reader.taggedFieldCount(); left > 0; left--) {
    const tag = reader.uvarint()
    const size = reader.uvarint()
    switch (tag) {
      case 0: {
        classicMemberMetadata = reader.int8() <= 0 ? null : decodeConsumerGroupMemberMetadataValueClassicMemberMetadata(reader, version)
        break
      }
      default:
        reader.skip(size)
    }
  }
  return { instanceId, rackId, clientId, clientHost, subscribedTopicNames, subscribedTopicRegex, rebalanceTimeoutMs, serverAssignor, classicMemberMetadata }
}

export function encodeConsumerGroupMemberMetadataValue(writer: Writer, input: ConsumerGroupMemberMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupMemberMetadataValue', version, 0, 0)
  const instanceId = input.instanceId === undefined ? '' : input.instanceId
  writer.compactNullableString(instanceId)
  const rackId = input.rackId === undefined ? '' : input.rackId
  writer.compactNullableString(rackId)
  writer.compactString(input.clientId)
  writer.compactString(input.clientHost)
  const subscribedTopicNames = input.subscribedTopicNames
  writer.compactArrayLength(subscribedTopicNames.length)
  for (const item of subscribedTopicNames) writer.compactString(item)
  const subscribedTopicRegex = input.subscribedTopicRegex === undefined ? '' : input.subscribedTopicRegex
  writer.compactNullableString(subscribedTopicRegex)
  writer.int32(input.rebalanceTimeoutMs ?? -1)
  const serverAssignor = input.serverAssignor === undefined ? '' : input.serverAssignor
  writer.compactNullableString(serverAssignor)
  const classicMemberMetadata = input.classicMemberMetadata
  let tags = 0
  if (classicMemberMetadata !== undefined && (classicMemberMetadata === null || !isDefaultConsumerGroupMemberMetadataValueClassicMemberMetadata(classicMemberMetadata))) tags++
  writer.uvarint(tags)
  if (classicMemberMetadata !== undefined && (classicMemberMetadata === null || !isDefaultConsumerGroupMemberMetadataValueClassicMemberMetadata(classicMemberMetadata))) {
    const mark = writer.beginTagged(0)
    if (classicMemberMetadata === null) {
      writer.int8(0)
    } else {
      writer.int8(1)
      encodeConsumerGroupMemberMetadataValueClassicMemberMetadata(writer, classicMemberMetadata, version)
    }
    writer.endTagged(mark)
  }
}

function defaultConsumerGroupMemberMetadataValueClassicMemberMetadata(): ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  return { sessionTimeoutMs: 0, supportedProtocols: [] }
}

function isDefaultConsumerGroupMemberMetadataValueClassicMemberMetadata(input: ConsumerGroupMemberMetadataValueClassicMemberMetadataInput): boolean {
  return !(input.sessionTimeoutMs !== 0) && !(input.supportedProtocols.length !== 0)
}

export const consumerGroupMemberMetadataKeyCodec: RecordCodec<ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataKeyInput> = {
  name: 'ConsumerGroupMemberMetadataKey', kind: 'key', recordType: 5,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupMemberMetadataKey, encode: encodeConsumerGroupMemberMetadataKey,
}

export const consumerGroupMemberMetadataValueCodec: RecordCodec<ConsumerGroupMemberMetadataValue, ConsumerGroupMemberMetadataValueInput> = {
  name: 'ConsumerGroupMemberMetadataValue', kind: 'value', recordType: 5,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupMemberMetadataValue, encode: encodeConsumerGroupMemberMetadataValue,
}
