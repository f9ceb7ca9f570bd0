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
  const includeClusterAuthorizedOperations = input.includeClusterAuthorizedOperations
  writer.bool(includeClusterAuthorizedOperations)
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
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  /** From version 1. */
  endpointType: number
  clusterId: string
  controllerId: BrokerId
  brokers: DescribeClusterResponseBroker[]
  clusterAuthorizedOperations: number
}

export interface DescribeClusterResponseInput {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  /** From version 1. Default 1. */
  readonly endpointType?: number | undefined
  readonly clusterId: string
  /** Default -1. */
  readonly controllerId?: BrokerId | undefined
  readonly brokers: readonly DescribeClusterResponseBrokerInput[]
  /** Default -2147483648. */
  readonly clusterAuthorizedOperations?: number | undefined
}

export interface DescribeClusterResponseBroker {
  brokerId: BrokerId
  host: string
  port: number
  rack: string | null
  /** From version 2. */
  isFenced: boolean
}

export interface DescribeClusterResponseBrokerInput {
  readonly brokerId: BrokerId
  readonly host: string
  readonly port: number
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
  const brokerId = input.brokerId
  writer.int32(brokerId)
  const host = input.host
  writer.compactString(host)
  const port = input.port
  writer.int32(port)
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
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const endpointType = input.endpointType ?? 1
  if (version >= 1) {
    writer.int8(endpointType)
  } else if (endpointType !== 1) throw fieldNotInVersion('DescribeClusterResponse', 'endpointType', version)
  const clusterId = input.clusterId
  writer.compactString(clusterId)
  const controllerId = input.controllerId ?? -1
  writer.int32(controllerId)
  const brokers = input.brokers
  writer.compactArrayLength(brokers.length)
  for (const item of brokers) encodeDescribeClusterResponseBroker(writer, item, version)
  const clusterAuthorizedOperations = input.clusterAuthorizedOperations ?? -2147483648
  writer.int32(clusterAuthorizedOperations)
  writer.noTaggedFields()
}
