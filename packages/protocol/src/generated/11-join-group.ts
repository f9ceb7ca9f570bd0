// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion, nullNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface JoinGroupRequest {
  groupId: GroupId
  sessionTimeoutMs: number
  /** From version 1. */
  rebalanceTimeoutMs: number
  memberId: string
  /** From version 5. */
  groupInstanceId: string | null
  protocolType: string
  protocols: JoinGroupRequestProtocol[]
  /** From version 8. */
  reason: string | null
}

export interface JoinGroupRequestInput {
  readonly groupId: GroupId
  readonly sessionTimeoutMs: number
  /** From version 1. Default -1. */
  readonly rebalanceTimeoutMs?: number | undefined
  readonly memberId: string
  /** From version 5. */
  readonly groupInstanceId?: string | null | undefined
  readonly protocolType: string
  readonly protocols: readonly JoinGroupRequestProtocolInput[]
  /** From version 8. */
  readonly reason?: string | null | undefined
}

export interface JoinGroupRequestProtocol {
  name: string
  metadata: Buffer
}

export interface JoinGroupRequestProtocolInput {
  readonly name: string
  readonly metadata: Uint8Array
}

function decodeJoinGroupRequestProtocol(reader: Reader, version: number): JoinGroupRequestProtocol {
  const flexible = version >= 6
  const name = flexible ? reader.compactString() : reader.string()
  const metadata = flexible ? reader.compactBytes() : reader.bytes()
  if (flexible) reader.skipTaggedFields()
  return { name, metadata }
}

function encodeJoinGroupRequestProtocol(writer: Writer, input: JoinGroupRequestProtocolInput, version: number): void {
  const flexible = version >= 6
  const name = input.name
  if (flexible) writer.compactString(name); else writer.string(name)
  const metadata = input.metadata
  if (flexible) writer.compactBytes(metadata); else writer.bytes(metadata)
  if (flexible) writer.noTaggedFields()
}

export function decodeJoinGroupRequest(reader: Reader, version: number): JoinGroupRequest {
  if (version < 0 || version > 9) throw messageNotInVersion('JoinGroupRequest', version, 0, 9)
  const flexible = version >= 6
  const groupId = flexible ? reader.compactString() : reader.string()
  const sessionTimeoutMs = reader.int32()
  const rebalanceTimeoutMs = version >= 1 ? reader.int32() : -1
  const memberId = flexible ? reader.compactString() : reader.string()
  const groupInstanceId = version >= 5 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const protocolType = flexible ? reader.compactString() : reader.string()
  const protocols: JoinGroupRequestProtocol[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) protocols.push(decodeJoinGroupRequestProtocol(reader, version))
  }
  const reason = version >= 8 ? reader.compactNullableString() : null
  if (flexible) reader.skipTaggedFields()
  return { groupId, sessionTimeoutMs, rebalanceTimeoutMs, memberId, groupInstanceId, protocolType, protocols, reason }
}

export function encodeJoinGroupRequest(writer: Writer, input: JoinGroupRequestInput, version: number): void {
  if (version < 0 || version > 9) throw messageNotInVersion('JoinGroupRequest', version, 0, 9)
  const flexible = version >= 6
  const groupId = input.groupId
  if (flexible) writer.compactString(groupId); else writer.string(groupId)
  const sessionTimeoutMs = input.sessionTimeoutMs
  writer.int32(sessionTimeoutMs)
  const rebalanceTimeoutMs = input.rebalanceTimeoutMs ?? -1
  if (version >= 1) {
    writer.int32(rebalanceTimeoutMs)
  }
  const memberId = input.memberId
  if (flexible) writer.compactString(memberId); else writer.string(memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 5) {
    if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  } else if (groupInstanceId !== null) throw fieldNotInVersion('JoinGroupRequest', 'groupInstanceId', version)
  const protocolType = input.protocolType
  if (flexible) writer.compactString(protocolType); else writer.string(protocolType)
  const protocols = input.protocols
  if (flexible) writer.compactArrayLength(protocols.length); else writer.arrayLength(protocols.length)
  for (const item of protocols) encodeJoinGroupRequestProtocol(writer, item, version)
  const reason = input.reason ?? null
  if (version >= 8) {
    writer.compactNullableString(reason)
  }
  if (flexible) writer.noTaggedFields()
}

export interface JoinGroupResponse {
  /** From version 2. */
  throttleTimeMs: number
  errorCode: number
  generationId: number
  /** From version 7. */
  protocolType: string | null
  protocolName: string | null
  leader: string
  /** From version 9. */
  skipAssignment: boolean
  memberId: string
  members: JoinGroupResponseMember[]
}

export interface JoinGroupResponseInput {
  /** From version 2. */
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  /** Default -1. */
  readonly generationId?: number | undefined
  /** From version 7. */
  readonly protocolType?: string | null | undefined
  /** Left out: empty. */
  readonly protocolName?: string | null | undefined
  readonly leader: string
  /** From version 9. Default false. */
  readonly skipAssignment?: boolean | undefined
  readonly memberId: string
  readonly members: readonly JoinGroupResponseMemberInput[]
}

export interface JoinGroupResponseMember {
  memberId: string
  /** From version 5. */
  groupInstanceId: string | null
  metadata: Buffer
}

export interface JoinGroupResponseMemberInput {
  readonly memberId: string
  /** From version 5. */
  readonly groupInstanceId?: string | null | undefined
  readonly metadata: Uint8Array
}

function decodeJoinGroupResponseMember(reader: Reader, version: number): JoinGroupResponseMember {
  const flexible = version >= 6
  const memberId = flexible ? reader.compactString() : reader.string()
  const groupInstanceId = version >= 5 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const metadata = flexible ? reader.compactBytes() : reader.bytes()
  if (flexible) reader.skipTaggedFields()
  return { memberId, groupInstanceId, metadata }
}

function encodeJoinGroupResponseMember(writer: Writer, input: JoinGroupResponseMemberInput, version: number): void {
  const flexible = version >= 6
  const memberId = input.memberId
  if (flexible) writer.compactString(memberId); else writer.string(memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 5) {
    if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  }
  const metadata = input.metadata
  if (flexible) writer.compactBytes(metadata); else writer.bytes(metadata)
  if (flexible) writer.noTaggedFields()
}

export function decodeJoinGroupResponse(reader: Reader, version: number): JoinGroupResponse {
  if (version < 0 || version > 9) throw messageNotInVersion('JoinGroupResponse', version, 0, 9)
  const flexible = version >= 6
  const throttleTimeMs = version >= 2 ? reader.int32() : 0
  const errorCode = reader.int16()
  const generationId = reader.int32()
  const protocolType = version >= 7 ? reader.compactNullableString() : null
  const protocolName = flexible ? (version >= 7 ? reader.compactNullableString() : reader.compactString()) : reader.string()
  const leader = flexible ? reader.compactString() : reader.string()
  const skipAssignment = version >= 9 ? reader.bool() : false
  const memberId = flexible ? reader.compactString() : reader.string()
  const members: JoinGroupResponseMember[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) members.push(decodeJoinGroupResponseMember(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, generationId, protocolType, protocolName, leader, skipAssignment, memberId, members }
}

export function encodeJoinGroupResponse(writer: Writer, input: JoinGroupResponseInput, version: number): void {
  if (version < 0 || version > 9) throw messageNotInVersion('JoinGroupResponse', version, 0, 9)
  const flexible = version >= 6
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 2) {
    writer.int32(throttleTimeMs)
  }
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const generationId = input.generationId ?? -1
  writer.int32(generationId)
  const protocolType = input.protocolType ?? null
  if (version >= 7) {
    writer.compactNullableString(protocolType)
  }
  const protocolName = input.protocolName === undefined ? '' : input.protocolName
  if (protocolName === null && !(version >= 7)) throw nullNotInVersion('JoinGroupResponse', 'protocolName', version)
  if (flexible) writer.compactNullableString(protocolName); else writer.nullableString(protocolName)
  const leader = input.leader
  if (flexible) writer.compactString(leader); else writer.string(leader)
  const skipAssignment = input.skipAssignment ?? false
  if (version >= 9) {
    writer.bool(skipAssignment)
  } else if (skipAssignment) throw fieldNotInVersion('JoinGroupResponse', 'skipAssignment', version)
  const memberId = input.memberId
  if (flexible) writer.compactString(memberId); else writer.string(memberId)
  const members = input.members
  if (flexible) writer.compactArrayLength(members.length); else writer.arrayLength(members.length)
  for (const item of members) encodeJoinGroupResponseMember(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
