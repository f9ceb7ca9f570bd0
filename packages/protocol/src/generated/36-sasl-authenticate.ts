// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface SaslAuthenticateRequest {
  /** A message of the SASL mechanism. */
  authBytes: Buffer
}

export interface SaslAuthenticateRequestInput {
  /** A message of the SASL mechanism. */
  readonly authBytes: Uint8Array
}

export function decodeSaslAuthenticateRequest(reader: Reader, version: number): SaslAuthenticateRequest {
  if (version < 0 || version > 2) throw messageNotInVersion('SaslAuthenticateRequest', version, 0, 2)
  const flexible = version >= 2
  const authBytes = flexible ? reader.compactBytes() : reader.bytes()
  if (flexible) reader.skipTaggedFields()
  return { authBytes }
}

export function encodeSaslAuthenticateRequest(writer: Writer, input: SaslAuthenticateRequestInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('SaslAuthenticateRequest', version, 0, 2)
  const flexible = version >= 2
  if (flexible) writer.compactBytes(input.authBytes); else writer.bytes(input.authBytes)
  if (flexible) writer.noTaggedFields()
}

export interface SaslAuthenticateResponse {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** A message of the SASL mechanism. */
  authBytes: Buffer
  /** From version 1. */
  sessionLifetimeMs: number
}

export interface SaslAuthenticateResponseInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  /** A message of the SASL mechanism. */
  readonly authBytes: Uint8Array
  /** From version 1. Default 0. */
  readonly sessionLifetimeMs?: number | undefined
}

export function decodeSaslAuthenticateResponse(reader: Reader, version: number): SaslAuthenticateResponse {
  if (version < 0 || version > 2) throw messageNotInVersion('SaslAuthenticateResponse', version, 0, 2)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  const authBytes = flexible ? reader.compactBytes() : reader.bytes()
  const sessionLifetimeMs = version >= 1 ? reader.int64() : 0
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, authBytes, sessionLifetimeMs }
}

export function encodeSaslAuthenticateResponse(writer: Writer, input: SaslAuthenticateResponseInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('SaslAuthenticateResponse', version, 0, 2)
  const flexible = version >= 2
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  if (flexible) writer.compactBytes(input.authBytes); else writer.bytes(input.authBytes)
  const sessionLifetimeMs = input.sessionLifetimeMs ?? 0
  if (version >= 1) {
    writer.int64(sessionLifetimeMs)
  }
  if (flexible) writer.noTaggedFields()
}
