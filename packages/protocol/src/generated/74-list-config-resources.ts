// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListConfigResourcesRequest {
  /** From version 1. */
  resourceTypes: number[]
}

export interface ListConfigResourcesRequestInput {
  /** From version 1. */
  readonly resourceTypes?: readonly number[] | undefined
}

export function decodeListConfigResourcesRequest(reader: Reader, version: number): ListConfigResourcesRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('ListConfigResourcesRequest', version, 0, 1)
  const resourceTypes: number[] = []
  if (version >= 1) {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) resourceTypes.push(reader.int8())
  }
  reader.skipTaggedFields()
  return { resourceTypes }
}

export function encodeListConfigResourcesRequest(writer: Writer, input: ListConfigResourcesRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('ListConfigResourcesRequest', version, 0, 1)
  const resourceTypes = input.resourceTypes ?? []
  if (version >= 1) {
    writer.compactArrayLength(resourceTypes.length)
    for (const item of resourceTypes) writer.int8(item)
  } else if (resourceTypes.length !== 0) throw fieldNotInVersion('ListConfigResourcesRequest', 'resourceTypes', version)
  writer.noTaggedFields()
}

export interface ListConfigResourcesResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  configResources: ListConfigResourcesResponseConfigResource[]
}

export interface ListConfigResourcesResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly configResources: readonly ListConfigResourcesResponseConfigResourceInput[]
}

export interface ListConfigResourcesResponseConfigResource {
  resourceName: string
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. From version 1. */
  resourceType: number
}

export interface ListConfigResourcesResponseConfigResourceInput {
  readonly resourceName: string
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. From version 1. Default 16. */
  readonly resourceType?: number | undefined
}

function decodeListConfigResourcesResponseConfigResource(reader: Reader, version: number): ListConfigResourcesResponseConfigResource {
  const resourceName = reader.compactString()
  const resourceType = version >= 1 ? reader.int8() : 16
  reader.skipTaggedFields()
  return { resourceName, resourceType }
}

function encodeListConfigResourcesResponseConfigResource(writer: Writer, input: ListConfigResourcesResponseConfigResourceInput, version: number): void {
  writer.compactString(input.resourceName)
  const resourceType = input.resourceType ?? 16
  if (version >= 1) {
    writer.int8(resourceType)
  }
  writer.noTaggedFields()
}

export function decodeListConfigResourcesResponse(reader: Reader, version: number): ListConfigResourcesResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('ListConfigResourcesResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const configResources: ListConfigResourcesResponseConfigResource[] = []
  {
    const count = reader.compactArrayLength(2)
    for (let i = 0; i < count; i++) configResources.push(decodeListConfigResourcesResponseConfigResource(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, configResources }
}

export function encodeListConfigResourcesResponse(writer: Writer, input: ListConfigResourcesResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('ListConfigResourcesResponse', version, 0, 1)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const configResources = input.configResources
  writer.compactArrayLength(configResources.length)
  for (const item of configResources) encodeListConfigResourcesResponseConfigResource(writer, item, version)
  writer.noTaggedFields()
}
