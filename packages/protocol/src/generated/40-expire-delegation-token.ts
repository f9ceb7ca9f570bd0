// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ExpireDelegationTokenRequest {
  hmac: Buffer
  expiryTimePeriodMs: number
}

export interface ExpireDelegationTokenRequestInput {
  readonly hmac: Uint8Array
  readonly expiryTimePeriodMs: number
}

export function decodeExpireDelegationTokenRequest(reader: Reader, version: number): ExpireDelegationTokenRequest {
  if (version < 1 || version > 2) throw messageNotInVersion('ExpireDelegationTokenRequest', version, 1, 2)
  const flexible = version >= 2
  const hmac = flexible ? reader.compactBytes() : reader.bytes()
  const expiryTimePeriodMs = reader.int64Saturating()
  if (flexible) reader.skipTaggedFields()
  return { hmac, expiryTimePeriodMs }
}

export function encodeExpireDelegationTokenRequest(writer: Writer, input: ExpireDelegationTokenRequestInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('ExpireDelegationTokenRequest', version, 1, 2)
  const flexible = version >= 2
  const hmac = input.hmac
  if (flexible) writer.compactBytes(hmac); else writer.bytes(hmac)
  const expiryTimePeriodMs = input.expiryTimePeriodMs
  writer.int64(expiryTimePeriodMs)
  if (flexible) writer.noTaggedFields()
}

export interface ExpireDelegationTokenResponse {
  errorCode: number
  expiryTimestampMs: number
  throttleTimeMs: number
}

export interface ExpireDelegationTokenResponseInput {
  readonly errorCode: number
  readonly expiryTimestampMs: number
  readonly throttleTimeMs: number
}

export function decodeExpireDelegationTokenResponse(reader: Reader, version: number): ExpireDelegationTokenResponse {
  if (version < 1 || version > 2) throw messageNotInVersion('ExpireDelegationTokenResponse', version, 1, 2)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const expiryTimestampMs = reader.int64()
  const throttleTimeMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, expiryTimestampMs, throttleTimeMs }
}

export function encodeExpireDelegationTokenResponse(writer: Writer, input: ExpireDelegationTokenResponseInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('ExpireDelegationTokenResponse', version, 1, 2)
  const flexible = version >= 2
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const expiryTimestampMs = input.expiryTimestampMs
  writer.int64(expiryTimestampMs)
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  if (flexible) writer.noTaggedFields()
}
