// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface RemoveRaftVoterRequest {
  /** Id of the cluster; null when unknown. */
  clusterId: string | null
  voterId: number
  voterDirectoryId: Uuid
}

export interface RemoveRaftVoterRequestInput {
  /** Id of the cluster; null when unknown. Left out: empty. */
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
  writer.int32(input.voterId)
  writer.uuid(input.voterDirectoryId)
  writer.noTaggedFields()
}

export interface RemoveRaftVoterResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface RemoveRaftVoterResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
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
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}
