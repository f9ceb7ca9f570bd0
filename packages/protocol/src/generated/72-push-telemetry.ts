// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface PushTelemetryRequest {
  clientInstanceId: Uuid
  subscriptionId: number
  terminating: boolean
  compressionType: number
  metrics: Buffer
}

export interface PushTelemetryRequestInput {
  readonly clientInstanceId: Uuid
  readonly subscriptionId: number
  readonly terminating: boolean
  readonly compressionType: number
  readonly metrics: Uint8Array
}

export function decodePushTelemetryRequest(reader: Reader, version: number): PushTelemetryRequest {
  if (version !== 0) throw messageNotInVersion('PushTelemetryRequest', version, 0, 0)
  const clientInstanceId = reader.uuid()
  const subscriptionId = reader.int32()
  const terminating = reader.bool()
  const compressionType = reader.int8()
  const metrics = reader.compactBytes()
  reader.skipTaggedFields()
  return { clientInstanceId, subscriptionId, terminating, compressionType, metrics }
}

export function encodePushTelemetryRequest(writer: Writer, input: PushTelemetryRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('PushTelemetryRequest', version, 0, 0)
  const clientInstanceId = input.clientInstanceId
  writer.uuid(clientInstanceId)
  const subscriptionId = input.subscriptionId
  writer.int32(subscriptionId)
  const terminating = input.terminating
  writer.bool(terminating)
  const compressionType = input.compressionType
  writer.int8(compressionType)
  const metrics = input.metrics
  writer.compactBytes(metrics)
  writer.noTaggedFields()
}

export interface PushTelemetryResponse {
  throttleTimeMs: number
  errorCode: number
}

export interface PushTelemetryResponseInput {
  readonly throttleTimeMs: number
  readonly errorCode: number
}

export function decodePushTelemetryResponse(reader: Reader, version: number): PushTelemetryResponse {
  if (version !== 0) throw messageNotInVersion('PushTelemetryResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode }
}

export function encodePushTelemetryResponse(writer: Writer, input: PushTelemetryResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('PushTelemetryResponse', version, 0, 0)
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const errorCode = input.errorCode
  writer.int16(errorCode)
  writer.noTaggedFields()
}
