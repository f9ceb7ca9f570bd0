// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, ProducerId } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface AllocateProducerIdsRequest {
  brokerId: BrokerId
  brokerEpoch: number
}

export interface AllocateProducerIdsRequestInput {
  readonly brokerId: BrokerId
  /** Default -1. */
  readonly brokerEpoch?: number | undefined
}

export function decodeAllocateProducerIdsRequest(reader: Reader, version: number): AllocateProducerIdsRequest {
  if (version !== 0) throw messageNotInVersion('AllocateProducerIdsRequest', version, 0, 0)
  const brokerId = reader.int32()
  const brokerEpoch = reader.int64Saturating()
  reader.skipTaggedFields()
  return { brokerId, brokerEpoch }
}

export function encodeAllocateProducerIdsRequest(writer: Writer, input: AllocateProducerIdsRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('AllocateProducerIdsRequest', version, 0, 0)
  writer.int32(input.brokerId)
  writer.int64(input.brokerEpoch ?? -1)
  writer.noTaggedFields()
}

export interface AllocateProducerIdsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  producerIdStart: ProducerId
  producerIdLen: number
}

export interface AllocateProducerIdsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly producerIdStart: ProducerId
  readonly producerIdLen: number
}

export function decodeAllocateProducerIdsResponse(reader: Reader, version: number): AllocateProducerIdsResponse {
  if (version !== 0) throw messageNotInVersion('AllocateProducerIdsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const producerIdStart = reader.int64()
  const producerIdLen = reader.int32()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, producerIdStart, producerIdLen }
}

export function encodeAllocateProducerIdsResponse(writer: Writer, input: AllocateProducerIdsResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('AllocateProducerIdsResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  writer.int64(input.producerIdStart)
  writer.int32(input.producerIdLen)
  writer.noTaggedFields()
}
