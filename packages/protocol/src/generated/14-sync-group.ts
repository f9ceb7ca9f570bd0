// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface SyncGroupRequest {
  groupId: GroupId
  generationId: number
  memberId: string
  /** From version 3. */
  groupInstanceId: string | null
  /** From version 5. */
  protocolType: string | null
  /** From version 5. */
  protocolName: string | null
  assignments: SyncGroupRequestAssignment[]
}

export interface SyncGroupRequestInput {
  readonly groupId: GroupId
  readonly generationId: number
  readonly memberId: string
  /** From version 3. */
  readonly groupInstanceId?: string | null | undefined
  /** From version 5. */
  readonly protocolType?: string | null | undefined
  /** From version 5. */
  readonly protocolName?: string | null | undefined
  readonly assignments: readonly SyncGroupRequestAssignmentInput[]
}

export interface SyncGroupRequestAssignment {
  memberId: string
  assignment: Buffer
}

export interface SyncGroupRequestAssignmentInput {
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
  const memberId = input.memberId
  if (flexible) writer.compactString(memberId); else writer.string(memberId)
  const assignment = input.assignment
  if (flexible) writer.compactBytes(assignment); else writer.bytes(assignment)
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
  const groupId = input.groupId
  if (flexible) writer.compactString(groupId); else writer.string(groupId)
  const generationId = input.generationId
  writer.int32(generationId)
  const memberId = input.memberId
  if (flexible) writer.compactString(memberId); else writer.string(memberId)
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
  /** From version 1. */
  throttleTimeMs: number
  errorCode: number
  /** From version 5. */
  protocolType: string | null
  /** From version 5. */
  protocolName: string | null
  assignment: Buffer
}

export interface SyncGroupResponseInput {
  /** From version 1. */
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
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const protocolType = input.protocolType ?? null
  if (version >= 5) {
    writer.compactNullableString(protocolType)
  }
  const protocolName = input.protocolName ?? null
  if (version >= 5) {
    writer.compactNullableString(protocolName)
  }
  const assignment = input.assignment
  if (flexible) writer.compactBytes(assignment); else writer.bytes(assignment)
  if (flexible) writer.noTaggedFields()
}
