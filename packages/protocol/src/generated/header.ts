// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../api.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface RequestHeader {
  requestApiKey: number
  /** Version of the API in which request and response are written. */
  requestApiVersion: number
  /** Number that comes back with the response. */
  correlationId: number
  /** Name that the client gives itself, for logs and quotas. */
  clientId: string | null
}

export interface RequestHeaderInput {
  readonly requestApiKey: number
  /** Version of the API in which request and response are written. */
  readonly requestApiVersion: number
  /** Number that comes back with the response. */
  readonly correlationId: number
  /** Name that the client gives itself, for logs and quotas. Left out: empty. */
  readonly clientId?: string | null | undefined
}

export function decodeRequestHeader(reader: Reader, version: number): RequestHeader {
  if (version < 1 || version > 2) throw messageNotInVersion('RequestHeader', version, 1, 2)
  const flexible = version >= 2
  const requestApiKey = reader.int16()
  const requestApiVersion = reader.int16()
  const correlationId = reader.int32()
  const clientId = reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { requestApiKey, requestApiVersion, correlationId, clientId }
}

export function encodeRequestHeader(writer: Writer, input: RequestHeaderInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('RequestHeader', version, 1, 2)
  const flexible = version >= 2
  writer.int16(input.requestApiKey)
  writer.int16(input.requestApiVersion)
  writer.int32(input.correlationId)
  const clientId = input.clientId === undefined ? '' : input.clientId
  writer.nullableString(clientId)
  if (flexible) writer.noTaggedFields()
}

export interface ResponseHeader {
  /** Number of the request that is answered. */
  correlationId: number
}

export interface ResponseHeaderInput {
  /** Number of the request that is answered. */
  readonly correlationId: number
}

export function decodeResponseHeader(reader: Reader, version: number): ResponseHeader {
  if (version < 0 || version > 1) throw messageNotInVersion('ResponseHeader', version, 0, 1)
  const flexible = version >= 1
  const correlationId = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { correlationId }
}

export function encodeResponseHeader(writer: Writer, input: ResponseHeaderInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('ResponseHeader', version, 0, 1)
  const flexible = version >= 1
  writer.int32(input.correlationId)
  if (flexible) writer.noTaggedFields()
}

export const requestHeaderCodec: RecordCodec<RequestHeader, RequestHeaderInput> = {
  name: 'RequestHeader', kind: 'header', recordType: -1,
  versions: { min: 1, max: 2 },
  decode: decodeRequestHeader, encode: encodeRequestHeader,
}

export const responseHeaderCodec: RecordCodec<ResponseHeader, ResponseHeaderInput> = {
  name: 'ResponseHeader', kind: 'header', recordType: -1,
  versions: { min: 0, max: 1 },
  decode: decodeResponseHeader, encode: encodeResponseHeader,
}
