// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface RenewDelegationTokenRequest {
  /** The delegation token itself. */
  hmac: Buffer
  renewPeriodMs: number
}

export interface RenewDelegationTokenRequestInput {
  /** The delegation token itself. */
  readonly hmac: Uint8Array
  readonly renewPeriodMs: number
}

export function decodeRenewDelegationTokenRequest(reader: Reader, version: number): RenewDelegationTokenRequest {
  if (version < 1 || version > 2) throw messageNotInVersion('RenewDelegationTokenRequest', version, 1, 2)
  const flexible = version >= 2
  const hmac = flexible ? reader.compactBytes() : reader.bytes()
  const renewPeriodMs = reader.int64Saturating()
  if (flexible) reader.skipTaggedFields()
  return { hmac, renewPeriodMs }
}

export function encodeRenewDelegationTokenRequest(writer: Writer, input: RenewDelegationTokenRequestInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('RenewDelegationTokenRequest', version, 1, 2)
  const flexible = version >= 2
  if (flexible) writer.compactBytes(input.hmac); else writer.bytes(input.hmac)
  writer.int64(input.renewPeriodMs)
  if (flexible) writer.noTaggedFields()
}

export interface RenewDelegationTokenResponse {
  errorCode: number
  expiryTimestampMs: number
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
}

export interface RenewDelegationTokenResponseInput {
  readonly errorCode: number
  readonly expiryTimestampMs: number
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
}

export function decodeRenewDelegationTokenResponse(reader: Reader, version: number): RenewDelegationTokenResponse {
  if (version < 1 || version > 2) throw messageNotInVersion('RenewDelegationTokenResponse', version, 1, 2)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const expiryTimestampMs = reader.int64()
  const throttleTimeMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, expiryTimestampMs, throttleTimeMs }
}

export function encodeRenewDelegationTokenResponse(writer: Writer, input: RenewDelegationTokenResponseInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('RenewDelegationTokenResponse', version, 1, 2)
  const flexible = version >= 2
  writer.int16(input.errorCode)
  writer.int64(input.expiryTimestampMs)
  writer.int32(input.throttleTimeMs)
  if (flexible) writer.noTaggedFields()
}
