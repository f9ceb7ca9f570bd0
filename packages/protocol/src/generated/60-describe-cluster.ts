// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeClusterRequest {
  includeClusterAuthorizedOperations: boolean
  /** From version 1. */
  endpointType: number
  /** From version 2. */
  includeFencedBrokers: boolean
}

export interface DescribeClusterRequestInput {
  readonly includeClusterAuthorizedOperations: boolean
  /** From version 1. Default 1. */
  readonly endpointType?: number | undefined
  /** From version 2. */
  readonly includeFencedBrokers?: boolean | undefined
}

export function decodeDescribeClusterRequest(reader: Reader, version: number): DescribeClusterRequest {
  if (version < 0 || version > 2) throw messageNotInVersion('DescribeClusterRequest', version, 0, 2)
  const includeClusterAuthorizedOperations = reader.bool()
  const endpointType = version >= 1 ? reader.int8() : 1
  const includeFencedBrokers = version >= 2 ? reader.bool() : false
  reader.skipTaggedFields()
  return { includeClusterAuthorizedOperations, endpointType, includeFencedBrokers }
}

export function encodeDescribeClusterRequest(writer: Writer, input: DescribeClusterRequestInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('DescribeClusterRequest', version, 0, 2)
  writer.bool(input.includeClusterAuthorizedOperations)
  const endpointType = input.endpointType ?? 1
  if (version >= 1) {
    writer.int8(endpointType)
  } else if (endpointType !== 1) throw fieldNotInVersion('DescribeClusterRequest', 'endpointType', version)
  const includeFencedBrokers = input.includeFencedBrokers ?? false
  if (version >= 2) {
    writer.bool(includeFencedBrokers)
  } else if (includeFencedBrokers) throw fieldNotInVersion('DescribeClusterRequest', 'includeFencedBrokers', version)
  writer.noTaggedFields()
}

export interface DescribeClusterResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** From version 1. */
  endpointType: number
  /** Id of the cluster; null when unknown. */
  clusterId: string
  /** Broker id of the controller; -1 when unknown. */
  controllerId: BrokerId
  brokers: DescribeClusterResponseBroker[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. */
  clusterAuthorizedOperations: number
}

export interface DescribeClusterResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
  /** From version 1. Default 1. */
  readonly endpointType?: number | undefined
  /** Id of the cluster; null when unknown. */
  readonly clusterId: string
  /** Broker id of the controller; -1 when unknown. Default -1. */
  readonly controllerId?: BrokerId | undefined
  readonly brokers: readonly DescribeClusterResponseBrokerInput[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. Default -2147483648. */
  readonly clusterAuthorizedOperations?: number | undefined
}

export interface DescribeClusterResponseBroker {
  brokerId: BrokerId
  host: string
  port: number
  /** Rack of the broker; null when it has none. */
  rack: string | null
  /** From version 2. */
  isFenced: boolean
}

export interface DescribeClusterResponseBrokerInput {
  readonly brokerId: BrokerId
  readonly host: string
  readonly port: number
  /** Rack of the broker; null when it has none. */
  readonly rack?: string | null | undefined
  /** From version 2. */
  readonly isFenced?: boolean | undefined
}

function decodeDescribeClusterResponseBroker(reader: Reader, version: number): DescribeClusterResponseBroker {
  const brokerId = reader.int32()
  const host = reader.compactString()
  const port = reader.int32()
  const rack = reader.compactNullableString()
  const isFenced = version >= 2 ? reader.bool() : false
  reader.skipTaggedFields()
  return { brokerId, host, port, rack, isFenced }
}

function encodeDescribeClusterResponseBroker(writer: Writer, input: DescribeClusterResponseBrokerInput, version: number): void {
  writer.int32(input.brokerId)
  writer.compactString(input.host)
  writer.int32(input.port)
  const rack = input.rack ?? null
  writer.compactNullableString(rack)
  const isFenced = input.isFenced ?? false
  if (version >= 2) {
    writer.bool(isFenced)
  } else if (isFenced) throw fieldNotInVersion('DescribeClusterResponseBroker', 'isFenced', version)
  writer.noTaggedFields()
}

export function decodeDescribeClusterResponse(reader: Reader, version: number): DescribeClusterResponse {
  if (version < 0 || version > 2) throw messageNotInVersion('DescribeClusterResponse', version, 0, 2)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const endpointType = version >= 1 ? reader.int8() : 1
  const clusterId = reader.compactString()
  const controllerId = reader.int32()
  const brokers: DescribeClusterResponseBroker[] = []
  {
    const count = reader.compactArrayLength(11)
    for (let i = 0; i < count; i++) brokers.push(decodeDescribeClusterResponseBroker(reader, version))
  }
  const clusterAuthorizedOperations = reader.int32()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, endpointType, clusterId, controllerId, brokers, clusterAuthorizedOperations }
}

export function encodeDescribeClusterResponse(writer: Writer, input: DescribeClusterResponseInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('DescribeClusterResponse', version, 0, 2)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const endpointType = input.endpointType ?? 1
  if (version >= 1) {
    writer.int8(endpointType)
  } else if (endpointType !== 1) throw fieldNotInVersion('DescribeClusterResponse', 'endpointType', version)
  writer.compactString(input.clusterId)
  writer.int32(input.controllerId ?? -1)
  const brokers = input.brokers
  writer.compactArrayLength(brokers.length)
  for (const item of brokers) encodeDescribeClusterResponseBroker(writer, item, version)
  writer.int32(input.clusterAuthorizedOperations ?? -2147483648)
  writer.noTaggedFields()
}
