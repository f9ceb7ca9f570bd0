// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface LeaveGroupRequest {
  groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. Up to version 2. */
  memberId: string
  /** From version 3. */
  members: LeaveGroupRequestMemberIdentity[]
}

export interface LeaveGroupRequestInput {
  readonly groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. Up to version 2. */
  readonly memberId?: string | undefined
  /** From version 3. */
  readonly members?: readonly LeaveGroupRequestMemberIdentityInput[] | undefined
}

export interface LeaveGroupRequestMemberIdentity {
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. */
  groupInstanceId: string | null
  /** Why the member leaves, for the log (KIP-800). From version 5. */
  reason: string | null
}

export interface LeaveGroupRequestMemberIdentityInput {
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. */
  readonly groupInstanceId?: string | null | undefined
  /** Why the member leaves, for the log (KIP-800). From version 5. */
  readonly reason?: string | null | undefined
}

function decodeLeaveGroupRequestMemberIdentity(reader: Reader, version: number): LeaveGroupRequestMemberIdentity {
  const flexible = version >= 4
  const memberId = flexible ? reader.compactString() : reader.string()
  const groupInstanceId = flexible ? reader.compactNullableString() : reader.nullableString()
  const reason = version >= 5 ? reader.compactNullableString() : null
  if (flexible) reader.skipTaggedFields()
  return { memberId, groupInstanceId, reason }
}

function encodeLeaveGroupRequestMemberIdentity(writer: Writer, input: LeaveGroupRequestMemberIdentityInput, version: number): void {
  const flexible = version >= 4
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  const reason = input.reason ?? null
  if (version >= 5) {
    writer.compactNullableString(reason)
  }
  if (flexible) writer.noTaggedFields()
}

export function decodeLeaveGroupRequest(reader: Reader, version: number): LeaveGroupRequest {
  if (version < 0 || version > 5) throw messageNotInVersion('LeaveGroupRequest', version, 0, 5)
  const flexible = version >= 4
  const groupId = flexible ? reader.compactString() : reader.string()
  const memberId = version <= 2 ? reader.string() : ''
  const members: LeaveGroupRequestMemberIdentity[] = []
  if (version >= 3) {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) members.push(decodeLeaveGroupRequestMemberIdentity(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { groupId, memberId, members }
}

export function encodeLeaveGroupRequest(writer: Writer, input: LeaveGroupRequestInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('LeaveGroupRequest', version, 0, 5)
  const flexible = version >= 4
  if (flexible) writer.compactString(input.groupId); else writer.string(input.groupId)
  const memberId = input.memberId ?? ''
  if (version <= 2) {
    writer.string(memberId)
  } else if (memberId !== '') throw fieldNotInVersion('LeaveGroupRequest', 'memberId', version)
  const members = input.members ?? []
  if (version >= 3) {
    if (flexible) writer.compactArrayLength(members.length); else writer.arrayLength(members.length)
    for (const item of members) encodeLeaveGroupRequestMemberIdentity(writer, item, version)
  } else if (members.length !== 0) throw fieldNotInVersion('LeaveGroupRequest', 'members', version)
  if (flexible) writer.noTaggedFields()
}

export interface LeaveGroupResponse {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  throttleTimeMs: number
  errorCode: number
  /** From version 3. */
  members: LeaveGroupResponseMemberResponse[]
}

export interface LeaveGroupResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  /** From version 3. */
  readonly members?: readonly LeaveGroupResponseMemberResponseInput[] | undefined
}

export interface LeaveGroupResponseMemberResponse {
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. */
  groupInstanceId: string | null
  errorCode: number
}

export interface LeaveGroupResponseMemberResponseInput {
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. Left out: empty. */
  readonly groupInstanceId?: string | null | undefined
  readonly errorCode: number
}

function decodeLeaveGroupResponseMemberResponse(reader: Reader, version: number): LeaveGroupResponseMemberResponse {
  const flexible = version >= 4
  const memberId = flexible ? reader.compactString() : reader.string()
  const groupInstanceId = flexible ? reader.compactNullableString() : reader.nullableString()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { memberId, groupInstanceId, errorCode }
}

function encodeLeaveGroupResponseMemberResponse(writer: Writer, input: LeaveGroupResponseMemberResponseInput, version: number): void {
  const flexible = version >= 4
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  const groupInstanceId = input.groupInstanceId === undefined ? '' : input.groupInstanceId
  if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}

export function decodeLeaveGroupResponse(reader: Reader, version: number): LeaveGroupResponse {
  if (version < 0 || version > 5) throw messageNotInVersion('LeaveGroupResponse', version, 0, 5)
  const flexible = version >= 4
  const throttleTimeMs = version >= 1 ? reader.int32() : 0
  const errorCode = reader.int16()
  const members: LeaveGroupResponseMemberResponse[] = []
  if (version >= 3) {
    const count = flexible ? reader.compactArrayLength(5) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) members.push(decodeLeaveGroupResponseMemberResponse(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, members }
}

export function encodeLeaveGroupResponse(writer: Writer, input: LeaveGroupResponseInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('LeaveGroupResponse', version, 0, 5)
  const flexible = version >= 4
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  writer.int16(input.errorCode)
  const members = input.members ?? []
  if (version >= 3) {
    if (flexible) writer.compactArrayLength(members.length); else writer.arrayLength(members.length)
    for (const item of members) encodeLeaveGroupResponseMemberResponse(writer, item, version)
  } else if (members.length !== 0) throw fieldNotInVersion('LeaveGroupResponse', 'members', version)
  if (flexible) writer.noTaggedFields()
}
