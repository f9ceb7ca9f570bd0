// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface SyncGroupRequest {
  groupId: GroupId
  /** Generation of the group; -1 from a consumer that is no member. */
  generationId: number
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 3. */
  groupInstanceId: string | null
  /** From version 5. */
  protocolType: string | null
  /** From version 5. */
  protocolName: string | null
  assignments: SyncGroupRequestAssignment[]
}

export interface SyncGroupRequestInput {
  readonly groupId: GroupId
  /** Generation of the group; -1 from a consumer that is no member. */
  readonly generationId: number
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 3. */
  readonly groupInstanceId?: string | null | undefined
  /** From version 5. */
  readonly protocolType?: string | null | undefined
  /** From version 5. */
  readonly protocolName?: string | null | undefined
  readonly assignments: readonly SyncGroupRequestAssignmentInput[]
}

export interface SyncGroupRequestAssignment {
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  assignment: Buffer
}

export interface SyncGroupRequestAssignmentInput {
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  readonly assignment: Uint8Array
}

function decodeSyncGroupRequestAssignment(reader: Reader, version: number): SyncGroupRequestAssignment {
  const flexible = version >= 4
  const memberId = flexible ? reader.compactString() : reader.string()
  const assignment = flexible ? reader.compactBytes() : reader.bytes()
  if (flexible) reader.skipTaggedFields()
  return { memberId, assignment }
}

function encodeSyncGroupRequestAssignment(writer: Writer, input: SyncGroupRequestAssignmentInput, version: number): void {
  const flexible = version >= 4
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  if (flexible) writer.compactBytes(input.assignment); else writer.bytes(input.assignment)
  if (flexible) writer.noTaggedFields()
}

export function decodeSyncGroupRequest(reader: Reader, version: number): SyncGroupRequest {
  if (version < 0 || version > 5) throw messageNotInVersion('SyncGroupRequest', version, 0, 5)
  const flexible = version >= 4
  const groupId = flexible ? reader.compactString() : reader.string()
  const generationId = reader.int32()
  const memberId = flexible ? reader.compactString() : reader.string()
  const groupInstanceId = version >= 3 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const protocolType = version >= 5 ? reader.compactNullableString() : null
  const protocolName = version >= 5 ? reader.compactNullableString() : null
  const assignments: SyncGroupRequestAssignment[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) assignments.push(decodeSyncGroupRequestAssignment(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { groupId, generationId, memberId, groupInstanceId, protocolType, protocolName, assignments }
}

export function encodeSyncGroupRequest(writer: Writer, input: SyncGroupRequestInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('SyncGroupRequest', version, 0, 5)
  const flexible = version >= 4
  if (flexible) writer.compactString(input.groupId); else writer.string(input.groupId)
  writer.int32(input.generationId)
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 3) {
    if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  } else if (groupInstanceId !== null) throw fieldNotInVersion('SyncGroupRequest', 'groupInstanceId', version)
  const protocolType = input.protocolType ?? null
  if (version >= 5) {
    writer.compactNullableString(protocolType)
  }
  const protocolName = input.protocolName ?? null
  if (version >= 5) {
    writer.compactNullableString(protocolName)
  }
  const assignments = input.assignments
  if (flexible) writer.compactArrayLength(assignments.length); else writer.arrayLength(assignments.length)
  for (const item of assignments) encodeSyncGroupRequestAssignment(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface SyncGroupResponse {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  throttleTimeMs: number
  errorCode: number
  /** From version 5. */
  protocolType: string | null
  /** From version 5. */
  protocolName: string | null
  assignment: Buffer
}

export interface SyncGroupResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  /** From version 5. */
  readonly protocolType?: string | null | undefined
  /** From version 5. */
  readonly protocolName?: string | null | undefined
  readonly assignment: Uint8Array
}

export function decodeSyncGroupResponse(reader: Reader, version: number): SyncGroupResponse {
  if (version < 0 || version > 5) throw messageNotInVersion('SyncGroupResponse', version, 0, 5)
  const flexible = version >= 4
  const throttleTimeMs = version >= 1 ? reader.int32() : 0
  const errorCode = reader.int16()
  const protocolType = version >= 5 ? reader.compactNullableString() : null
  const protocolName = version >= 5 ? reader.compactNullableString() : null
  const assignment = flexible ? reader.compactBytes() : reader.bytes()
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, protocolType, protocolName, assignment }
}

export function encodeSyncGroupResponse(writer: Writer, input: SyncGroupResponseInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('SyncGroupResponse', version, 0, 5)
  const flexible = version >= 4
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  writer.int16(input.errorCode)
  const protocolType = input.protocolType ?? null
  if (version >= 5) {
    writer.compactNullableString(protocolType)
  }
  const protocolName = input.protocolName ?? null
  if (version >= 5) {
    writer.compactNullableString(protocolName)
  }
  if (flexible) writer.compactBytes(input.assignment); else writer.bytes(input.assignment)
  if (flexible) writer.noTaggedFields()
}
