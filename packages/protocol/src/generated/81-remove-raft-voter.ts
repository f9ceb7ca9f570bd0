// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface RemoveRaftVoterRequest {
  clusterId: string | null
  voterId: number
  voterDirectoryId: Uuid
}

export interface RemoveRaftVoterRequestInput {
  /** Left out: empty. */
  readonly clusterId?: string | null | undefined
  readonly voterId: number
  readonly voterDirectoryId: Uuid
}

export function decodeRemoveRaftVoterRequest(reader: Reader, version: number): RemoveRaftVoterRequest {
  if (version !== 0) throw messageNotInVersion('RemoveRaftVoterRequest', version, 0, 0)
  const clusterId = reader.compactNullableString()
  const voterId = reader.int32()
  const voterDirectoryId = reader.uuid()
  reader.skipTaggedFields()
  return { clusterId, voterId, voterDirectoryId }
}

export function encodeRemoveRaftVoterRequest(writer: Writer, input: RemoveRaftVoterRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('RemoveRaftVoterRequest', version, 0, 0)
  const clusterId = input.clusterId === undefined ? '' : input.clusterId
  writer.compactNullableString(clusterId)
  const voterId = input.voterId
  writer.int32(voterId)
  const voterDirectoryId = input.voterDirectoryId
  writer.uuid(voterDirectoryId)
  writer.noTaggedFields()
}

export interface RemoveRaftVoterResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
}

export interface RemoveRaftVoterResponseInput {
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** Left out: empty. */
  readonly errorMessage?: string | null | undefined
}

export function decodeRemoveRaftVoterResponse(reader: Reader, version: number): RemoveRaftVoterResponse {
  if (version !== 0) throw messageNotInVersion('RemoveRaftVoterResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage }
}

export function encodeRemoveRaftVoterResponse(writer: Writer, input: RemoveRaftVoterResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('RemoveRaftVoterResponse', version, 0, 0)
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}
