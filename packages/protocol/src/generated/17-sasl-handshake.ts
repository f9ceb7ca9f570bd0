// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface SaslHandshakeRequest {
  /** Name of the SASL mechanism, or its number where SCRAM credentials are managed. */
  mechanism: string
}

export interface SaslHandshakeRequestInput {
  /** Name of the SASL mechanism, or its number where SCRAM credentials are managed. */
  readonly mechanism: string
}

export function decodeSaslHandshakeRequest(reader: Reader, version: number): SaslHandshakeRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('SaslHandshakeRequest', version, 0, 1)
  const mechanism = reader.string()
  return { mechanism }
}

export function encodeSaslHandshakeRequest(writer: Writer, input: SaslHandshakeRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('SaslHandshakeRequest', version, 0, 1)
  writer.string(input.mechanism)
}

export interface SaslHandshakeResponse {
  errorCode: number
  mechanisms: string[]
}

export interface SaslHandshakeResponseInput {
  readonly errorCode: number
  readonly mechanisms: readonly string[]
}

export function decodeSaslHandshakeResponse(reader: Reader, version: number): SaslHandshakeResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('SaslHandshakeResponse', version, 0, 1)
  const errorCode = reader.int16()
  const mechanisms: string[] = []
  {
    const count = reader.arrayLength(2)
    for (let i = 0; i < count; i++) mechanisms.push(reader.string())
  }
  return { errorCode, mechanisms }
}

export function encodeSaslHandshakeResponse(writer: Writer, input: SaslHandshakeResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('SaslHandshakeResponse', version, 0, 1)
  writer.int16(input.errorCode)
  const mechanisms = input.mechanisms
  writer.arrayLength(mechanisms.length)
  for (const item of mechanisms) writer.string(item)
}
