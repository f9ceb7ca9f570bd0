// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ExpireDelegationTokenRequest {
  /** The delegation token itself. */
  hmac: Buffer
  expiryTimePeriodMs: number
}

export interface ExpireDelegationTokenRequestInput {
  /** The delegation token itself. */
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
  if (flexible) writer.compactBytes(input.hmac); else writer.bytes(input.hmac)
  writer.int64(input.expiryTimePeriodMs)
  if (flexible) writer.noTaggedFields()
}

export interface ExpireDelegationTokenResponse {
  errorCode: number
  expiryTimestampMs: number
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
}

export interface ExpireDelegationTokenResponseInput {
  readonly errorCode: number
  readonly expiryTimestampMs: number
  /** How long the client should pause because of a quota; 0 when it need not. */
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
  writer.int16(input.errorCode)
  writer.int64(input.expiryTimestampMs)
  writer.int32(input.throttleTimeMs)
  if (flexible) writer.noTaggedFields()
}
