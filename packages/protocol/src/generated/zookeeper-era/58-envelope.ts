// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface EnvelopeRequest {
  requestData: Buffer
  requestPrincipal: Buffer | null
  clientHostAddress: Buffer
}

export interface EnvelopeRequestInput {
  readonly requestData: Uint8Array
  /** Left out: empty. */
  readonly requestPrincipal?: Uint8Array | null | undefined
  readonly clientHostAddress: Uint8Array
}

export function decodeEnvelopeRequest(reader: Reader, version: number): EnvelopeRequest {
  if (version !== 0) throw messageNotInVersion('EnvelopeRequest', version, 0, 0)
  const requestData = reader.compactBytes()
  const requestPrincipal = reader.compactNullableBytes()
  const clientHostAddress = reader.compactBytes()
  reader.skipTaggedFields()
  return { requestData, requestPrincipal, clientHostAddress }
}

export function encodeEnvelopeRequest(writer: Writer, input: EnvelopeRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('EnvelopeRequest', version, 0, 0)
  writer.compactBytes(input.requestData)
  const requestPrincipal = input.requestPrincipal === undefined ? Buffer.alloc(0) : input.requestPrincipal
  writer.compactNullableBytes(requestPrincipal)
  writer.compactBytes(input.clientHostAddress)
  writer.noTaggedFields()
}

export interface EnvelopeResponse {
  responseData: Buffer | null
  errorCode: number
}

export interface EnvelopeResponseInput {
  readonly responseData?: Uint8Array | null | undefined
  readonly errorCode: number
}

export function decodeEnvelopeResponse(reader: Reader, version: number): EnvelopeResponse {
  if (version !== 0) throw messageNotInVersion('EnvelopeResponse', version, 0, 0)
  const responseData = reader.compactNullableBytes()
  const errorCode = reader.int16()
  reader.skipTaggedFields()
  return { responseData, errorCode }
}

export function encodeEnvelopeResponse(writer: Writer, input: EnvelopeResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('EnvelopeResponse', version, 0, 0)
  const responseData = input.responseData ?? null
  writer.compactNullableBytes(responseData)
  writer.int16(input.errorCode)
  writer.noTaggedFields()
}
