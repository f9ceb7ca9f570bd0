// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface HeartbeatRequest {
  groupId: GroupId
  /** Generation of the group; -1 from a consumer that is no member. */
  generationId: number
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 3. */
  groupInstanceId: string | null
}

export interface HeartbeatRequestInput {
  readonly groupId: GroupId
  /** Generation of the group; -1 from a consumer that is no member. */
  readonly generationId: number
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 3. */
  readonly groupInstanceId?: string | null | undefined
}

export function decodeHeartbeatRequest(reader: Reader, version: number): HeartbeatRequest {
  if (version < 0 || version > 4) throw messageNotInVersion('HeartbeatRequest', version, 0, 4)
  const flexible = version >= 4
  const groupId = flexible ? reader.compactString() : reader.string()
  const generationId = reader.int32()
  const memberId = flexible ? reader.compactString() : reader.string()
  const groupInstanceId = version >= 3 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  if (flexible) reader.skipTaggedFields()
  return { groupId, generationId, memberId, groupInstanceId }
}

export function encodeHeartbeatRequest(writer: Writer, input: HeartbeatRequestInput, version: number): void {
  if (version < 0 || version > 4) throw messageNotInVersion('HeartbeatRequest', version, 0, 4)
  const flexible = version >= 4
  if (flexible) writer.compactString(input.groupId); else writer.string(input.groupId)
  writer.int32(input.generationId)
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 3) {
    if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  } else if (groupInstanceId !== null) throw fieldNotInVersion('HeartbeatRequest', 'groupInstanceId', version)
  if (flexible) writer.noTaggedFields()
}

export interface HeartbeatResponse {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  throttleTimeMs: number
  errorCode: number
}

export interface HeartbeatResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
}

export function decodeHeartbeatResponse(reader: Reader, version: number): HeartbeatResponse {
  if (version < 0 || version > 4) throw messageNotInVersion('HeartbeatResponse', version, 0, 4)
  const flexible = version >= 4
  const throttleTimeMs = version >= 1 ? reader.int32() : 0
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode }
}

export function encodeHeartbeatResponse(writer: Writer, input: HeartbeatResponseInput, version: number): void {
  if (version < 0 || version > 4) throw messageNotInVersion('HeartbeatResponse', version, 0, 4)
  const flexible = version >= 4
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}
