// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface PushTelemetryRequest {
  /** Uuid of the client instance for its metrics (KIP-714). */
  clientInstanceId: Uuid
  subscriptionId: number
  terminating: boolean
  compressionType: number
  metrics: Buffer
}

export interface PushTelemetryRequestInput {
  /** Uuid of the client instance for its metrics (KIP-714). */
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
  writer.uuid(input.clientInstanceId)
  writer.int32(input.subscriptionId)
  writer.bool(input.terminating)
  writer.int8(input.compressionType)
  writer.compactBytes(input.metrics)
  writer.noTaggedFields()
}

export interface PushTelemetryResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
}

export interface PushTelemetryResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
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
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  writer.noTaggedFields()
}
