// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface UnregisterControllerRequest {
  controllerId: number
}

export interface UnregisterControllerRequestInput {
  readonly controllerId: number
}

export function decodeUnregisterControllerRequest(reader: Reader, version: number): UnregisterControllerRequest {
  if (version !== 0) throw messageNotInVersion('UnregisterControllerRequest', version, 0, 0)
  const controllerId = reader.int32()
  reader.skipTaggedFields()
  return { controllerId }
}

export function encodeUnregisterControllerRequest(writer: Writer, input: UnregisterControllerRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('UnregisterControllerRequest', version, 0, 0)
  const controllerId = input.controllerId
  writer.int32(controllerId)
  writer.noTaggedFields()
}

export interface UnregisterControllerResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
}

export interface UnregisterControllerResponseInput {
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** Left out: empty. */
  readonly errorMessage?: string | null | undefined
}

export function decodeUnregisterControllerResponse(reader: Reader, version: number): UnregisterControllerResponse {
  if (version !== 0) throw messageNotInVersion('UnregisterControllerResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage }
}

export function encodeUnregisterControllerResponse(writer: Writer, input: UnregisterControllerResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('UnregisterControllerResponse', version, 0, 0)
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}
