// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion, nullNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface JoinGroupRequest {
  groupId: GroupId
  /** Silence after which the coordinator takes the member for dead. */
  sessionTimeoutMs: number
  /** How long the coordinator waits for the member to join again, or to give up partitions. From version 1. */
  rebalanceTimeoutMs: number
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 5. */
  groupInstanceId: string | null
  /** What the group is for: "consumer", "connect" and so on. */
  protocolType: string
  /** Assignors that the member offers, best liked first, each with the member's metadata. */
  protocols: JoinGroupRequestProtocol[]
  /** Why the member joins again, for the log (KIP-800). From version 8. */
  reason: string | null
}

export interface JoinGroupRequestInput {
  readonly groupId: GroupId
  /** Silence after which the coordinator takes the member for dead. */
  readonly sessionTimeoutMs: number
  /** How long the coordinator waits for the member to join again, or to give up partitions. From version 1. Default -1. */
  readonly rebalanceTimeoutMs?: number | undefined
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 5. */
  readonly groupInstanceId?: string | null | undefined
  /** What the group is for: "consumer", "connect" and so on. */
  readonly protocolType: string
  /** Assignors that the member offers, best liked first, each with the member's metadata. */
  readonly protocols: readonly JoinGroupRequestProtocolInput[]
  /** Why the member joins again, for the log (KIP-800). From version 8. */
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
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  if (flexible) writer.compactBytes(input.metadata); else writer.bytes(input.metadata)
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
  if (flexible) writer.compactString(input.groupId); else writer.string(input.groupId)
  writer.int32(input.sessionTimeoutMs)
  const rebalanceTimeoutMs = input.rebalanceTimeoutMs ?? -1
  if (version >= 1) {
    writer.int32(rebalanceTimeoutMs)
  }
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 5) {
    if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  } else if (groupInstanceId !== null) throw fieldNotInVersion('JoinGroupRequest', 'groupInstanceId', version)
  if (flexible) writer.compactString(input.protocolType); else writer.string(input.protocolType)
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
  /** How long the client should pause because of a quota; 0 when it need not. From version 2. */
  throttleTimeMs: number
  errorCode: number
  /** Generation of the group; -1 from a consumer that is no member. */
  generationId: number
  /** From version 7. */
  protocolType: string | null
  protocolName: string | null
  /** Member that is to make the assignment. */
  leader: string
  /** True: the leader (a returning static member) makes no new assignment (KIP-814). From version 9. */
  skipAssignment: boolean
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** All members with their metadata, for the leader; empty for the others. */
  members: JoinGroupResponseMember[]
}

export interface JoinGroupResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 2. */
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  /** Generation of the group; -1 from a consumer that is no member. Default -1. */
  readonly generationId?: number | undefined
  /** From version 7. */
  readonly protocolType?: string | null | undefined
  /** Left out: empty. */
  readonly protocolName?: string | null | undefined
  /** Member that is to make the assignment. */
  readonly leader: string
  /** True: the leader (a returning static member) makes no new assignment (KIP-814). From version 9. Default false. */
  readonly skipAssignment?: boolean | undefined
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** All members with their metadata, for the leader; empty for the others. */
  readonly members: readonly JoinGroupResponseMemberInput[]
}

export interface JoinGroupResponseMember {
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 5. */
  groupInstanceId: string | null
  metadata: Buffer
}

export interface JoinGroupResponseMemberInput {
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 5. */
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
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 5) {
    if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  }
  if (flexible) writer.compactBytes(input.metadata); else writer.bytes(input.metadata)
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
  writer.int16(input.errorCode)
  writer.int32(input.generationId ?? -1)
  const protocolType = input.protocolType ?? null
  if (version >= 7) {
    writer.compactNullableString(protocolType)
  }
  const protocolName = input.protocolName === undefined ? '' : input.protocolName
  if (protocolName === null && !(version >= 7)) throw nullNotInVersion('JoinGroupResponse', 'protocolName', version)
  if (flexible) writer.compactNullableString(protocolName); else writer.nullableString(protocolName)
  if (flexible) writer.compactString(input.leader); else writer.string(input.leader)
  const skipAssignment = input.skipAssignment ?? false
  if (version >= 9) {
    writer.bool(skipAssignment)
  } else if (skipAssignment) throw fieldNotInVersion('JoinGroupResponse', 'skipAssignment', version)
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  const members = input.members
  if (flexible) writer.compactArrayLength(members.length); else writer.arrayLength(members.length)
  for (const item of members) encodeJoinGroupResponseMember(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
