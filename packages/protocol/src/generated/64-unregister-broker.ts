// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface UnregisterBrokerRequest {
  brokerId: BrokerId
}

export interface UnregisterBrokerRequestInput {
  readonly brokerId: BrokerId
}

export function decodeUnregisterBrokerRequest(reader: Reader, version: number): UnregisterBrokerRequest {
  if (version !== 0) throw messageNotInVersion('UnregisterBrokerRequest', version, 0, 0)
  const brokerId = reader.int32()
  reader.skipTaggedFields()
  return { brokerId }
}

export function encodeUnregisterBrokerRequest(writer: Writer, input: UnregisterBrokerRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('UnregisterBrokerRequest', version, 0, 0)
  writer.int32(input.brokerId)
  writer.noTaggedFields()
}

export interface UnregisterBrokerResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface UnregisterBrokerResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
}

export function decodeUnregisterBrokerResponse(reader: Reader, version: number): UnregisterBrokerResponse {
  if (version !== 0) throw messageNotInVersion('UnregisterBrokerResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage }
}

export function encodeUnregisterBrokerResponse(writer: Writer, input: UnregisterBrokerResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('UnregisterBrokerResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}
