// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface GroupMetadataKey {
  group: string
}

export interface GroupMetadataKeyInput {
  readonly group: string
}

export function decodeGroupMetadataKey(reader: Reader, version: number): GroupMetadataKey {
  if (version !== 0) throw messageNotInVersion('GroupMetadataKey', version, 0, 0)
  const group = reader.string()
  return { group }
}

export function encodeGroupMetadataKey(writer: Writer, input: GroupMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('GroupMetadataKey', version, 0, 0)
  writer.string(input.group)
}

export interface GroupMetadataValue {
  protocolType: string
  generation: number
  /** Assignor that the members agreed on; null when the group is empty. */
  protocol: string | null
  leader: string | null
  /** When the group came into its state; -1 when unknown. From version 2. */
  currentStateTimestamp: number
  members: GroupMetadataValueMemberMetadata[]
}

export interface GroupMetadataValueInput {
  readonly protocolType: string
  readonly generation: number
  /** Assignor that the members agreed on; null when the group is empty. Left out: empty. */
  readonly protocol?: string | null | undefined
  /** Left out: empty. */
  readonly leader?: string | null | undefined
  /** When the group came into its state; -1 when unknown. From version 2. Default -1. */
  readonly currentStateTimestamp?: number | undefined
  readonly members: readonly GroupMetadataValueMemberMetadataInput[]
}

export interface GroupMetadataValueMemberMetadata {
  memberId: string
  /** From version 3. */
  groupInstanceId: string | null
  clientId: string
  clientHost: string
  /** From version 1. */
  rebalanceTimeout: number
  sessionTimeout: number
  /** The member's metadata for the chosen assignor. */
  subscription: Buffer
  assignment: Buffer
}

export interface GroupMetadataValueMemberMetadataInput {
  readonly memberId: string
  /** From version 3. */
  readonly groupInstanceId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  /** From version 1. Default -1. */
  readonly rebalanceTimeout?: number | undefined
  readonly sessionTimeout: number
  /** The member's metadata for the chosen assignor. */
  readonly subscription: Uint8Array
  readonly assignment: Uint8Array
}

function decodeGroupMetadataValueMemberMetadata(reader: Reader, version: number): GroupMetadataValueMemberMetadata {
  const flexible = version >= 4
  const memberId = flexible ? reader.compactString() : reader.string()
  const groupInstanceId = version >= 3 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const clientId = flexible ? reader.compactString() : reader.string()
  const clientHost = flexible ? reader.compactString() : reader.string()
  const rebalanceTimeout = version >= 1 ? reader.int32() : -1
  const sessionTimeout = reader.int32()
  const subscription = flexible ? reader.compactBytes() : reader.bytes()
  const assignment = flexible ? reader.compactBytes() : reader.bytes()
  if (flexible) reader.skipTaggedFields()
  return { memberId, groupInstanceId, clientId, clientHost, rebalanceTimeout, sessionTimeout, subscription, assignment }
}

function encodeGroupMetadataValueMemberMetadata(writer: Writer, input: GroupMetadataValueMemberMetadataInput, version: number): void {
  const flexible = version >= 4
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 3) {
    if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  }
  if (flexible) writer.compactString(input.clientId); else writer.string(input.clientId)
  if (flexible) writer.compactString(input.clientHost); else writer.string(input.clientHost)
  const rebalanceTimeout = input.rebalanceTimeout ?? -1
  if (version >= 1) {
    writer.int32(rebalanceTimeout)
  }
  writer.int32(input.sessionTimeout)
  if (flexible) writer.compactBytes(input.subscription); else writer.bytes(input.subscription)
  if (flexible) writer.compactBytes(input.assignment); else writer.bytes(input.assignment)
  if (flexible) writer.noTaggedFields()
}

export function decodeGroupMetadataValue(reader: Reader, version: number): GroupMetadataValue {
  if (version < 0 || version > 4) throw messageNotInVersion('GroupMetadataValue', version, 0, 4)
  const flexible = version >= 4
  const protocolType = flexible ? reader.compactString() : reader.string()
  const generation = reader.int32()
  const protocol = flexible ? reader.compactNullableString() : reader.nullableString()
  const leader = flexible ? reader.compactNullableString() : reader.nullableString()
  const currentStateTimestamp = version >= 2 ? reader.int64Saturating() : -1
  const members: GroupMetadataValueMemberMetadata[] = []
  {
    const count = flexible ? reader.compactArrayLength(15) : reader.arrayLength(18)
    for (let i = 0; i < count; i++) members.push(decodeGroupMetadataValueMemberMetadata(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { protocolType, generation, protocol, leader, currentStateTimestamp, members }
}

export function encodeGroupMetadataValue(writer: Writer, input: GroupMetadataValueInput, version: number): void {
  if (version < 0 || version > 4) throw messageNotInVersion('GroupMetadataValue', version, 0, 4)
  const flexible = version >= 4
  if (flexible) writer.compactString(input.protocolType); else writer.string(input.protocolType)
  writer.int32(input.generation)
  const protocol = input.protocol === undefined ? '' : input.protocol
  if (flexible) writer.compactNullableString(protocol); else writer.nullableString(protocol)
  const leader = input.leader === undefined ? '' : input.leader
  if (flexible) writer.compactNullableString(leader); else writer.nullableString(leader)
  const currentStateTimestamp = input.currentStateTimestamp ?? -1
  if (version >= 2) {
    writer.int64(currentStateTimestamp)
  }
  const members = input.members
  if (flexible) writer.compactArrayLength(members.length); else writer.arrayLength(members.length)
  for (const item of members) encodeGroupMetadataValueMemberMetadata(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export const groupMetadataKeyCodec: RecordCodec<GroupMetadataKey, GroupMetadataKeyInput> = {
  name: 'GroupMetadataKey', kind: 'key', recordType: 2,
  versions: { min: 0, max: 0 },
  decode: decodeGroupMetadataKey, encode: encodeGroupMetadataKey,
}

export const groupMetadataValueCodec: RecordCodec<GroupMetadataValue, GroupMetadataValueInput> = {
  name: 'GroupMetadataValue', kind: 'value', recordType: 2,
  versions: { min: 0, max: 4 },
  decode: decodeGroupMetadataValue, encode: encodeGroupMetadataValue,
}
