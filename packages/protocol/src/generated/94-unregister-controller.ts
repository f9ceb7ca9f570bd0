// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface UnregisterControllerRequest {
  /** Broker id of the controller; -1 when unknown. */
  controllerId: number
}

export interface UnregisterControllerRequestInput {
  /** Broker id of the controller; -1 when unknown. */
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
  writer.int32(input.controllerId)
  writer.noTaggedFields()
}

export interface UnregisterControllerResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface UnregisterControllerResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
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
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}
