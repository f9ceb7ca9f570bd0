// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface GetTelemetrySubscriptionsRequest {
  /** Uuid of the client instance for its metrics (KIP-714). */
  clientInstanceId: Uuid
}

export interface GetTelemetrySubscriptionsRequestInput {
  /** Uuid of the client instance for its metrics (KIP-714). */
  readonly clientInstanceId: Uuid
}

export function decodeGetTelemetrySubscriptionsRequest(reader: Reader, version: number): GetTelemetrySubscriptionsRequest {
  if (version !== 0) throw messageNotInVersion('GetTelemetrySubscriptionsRequest', version, 0, 0)
  const clientInstanceId = reader.uuid()
  reader.skipTaggedFields()
  return { clientInstanceId }
}

export function encodeGetTelemetrySubscriptionsRequest(writer: Writer, input: GetTelemetrySubscriptionsRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('GetTelemetrySubscriptionsRequest', version, 0, 0)
  writer.uuid(input.clientInstanceId)
  writer.noTaggedFields()
}

export interface GetTelemetrySubscriptionsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** Uuid of the client instance for its metrics (KIP-714). */
  clientInstanceId: Uuid
  subscriptionId: number
  acceptedCompressionTypes: number[]
  pushIntervalMs: number
  telemetryMaxBytes: number
  deltaTemporality: boolean
  requestedMetrics: string[]
}

export interface GetTelemetrySubscriptionsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** Uuid of the client instance for its metrics (KIP-714). */
  readonly clientInstanceId: Uuid
  readonly subscriptionId: number
  readonly acceptedCompressionTypes: readonly number[]
  readonly pushIntervalMs: number
  readonly telemetryMaxBytes: number
  readonly deltaTemporality: boolean
  readonly requestedMetrics: readonly string[]
}

export function decodeGetTelemetrySubscriptionsResponse(reader: Reader, version: number): GetTelemetrySubscriptionsResponse {
  if (version !== 0) throw messageNotInVersion('GetTelemetrySubscriptionsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const clientInstanceId = reader.uuid()
  const subscriptionId = reader.int32()
  const acceptedCompressionTypes: number[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) acceptedCompressionTypes.push(reader.int8())
  }
  const pushIntervalMs = reader.int32()
  const telemetryMaxBytes = reader.int32()
  const deltaTemporality = reader.bool()
  const requestedMetrics: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) requestedMetrics.push(reader.compactString())
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, clientInstanceId, subscriptionId, acceptedCompressionTypes, pushIntervalMs, telemetryMaxBytes, deltaTemporality, requestedMetrics }
}

export function encodeGetTelemetrySubscriptionsResponse(writer: Writer, input: GetTelemetrySubscriptionsResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('GetTelemetrySubscriptionsResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  writer.uuid(input.clientInstanceId)
  writer.int32(input.subscriptionId)
  const acceptedCompressionTypes = input.acceptedCompressionTypes
  writer.compactArrayLength(acceptedCompressionTypes.length)
  for (const item of acceptedCompressionTypes) writer.int8(item)
  writer.int32(input.pushIntervalMs)
  writer.int32(input.telemetryMaxBytes)
  writer.bool(input.deltaTemporality)
  const requestedMetrics = input.requestedMetrics
  writer.compactArrayLength(requestedMetrics.length)
  for (const item of requestedMetrics) writer.compactString(item)
  writer.noTaggedFields()
}
