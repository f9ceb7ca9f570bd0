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
  const brokerId = input.brokerId
  writer.int32(brokerId)
  writer.noTaggedFields()
}

export interface UnregisterBrokerResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
}

export interface UnregisterBrokerResponseInput {
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** Left out: empty. */
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
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}
