// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeAclsRequest {
  resourceTypeFilter: number
  resourceNameFilter: string | null
  patternTypeFilter: number
  principalFilter: string | null
  hostFilter: string | null
  operation: number
  permissionType: number
}

export interface DescribeAclsRequestInput {
  readonly resourceTypeFilter: number
  /** Left out: empty. */
  readonly resourceNameFilter?: string | null | undefined
  /** Default 3. */
  readonly patternTypeFilter?: number | undefined
  /** Left out: empty. */
  readonly principalFilter?: string | null | undefined
  /** Left out: empty. */
  readonly hostFilter?: string | null | undefined
  readonly operation: number
  readonly permissionType: number
}

export function decodeDescribeAclsRequest(reader: Reader, version: number): DescribeAclsRequest {
  if (version < 1 || version > 3) throw messageNotInVersion('DescribeAclsRequest', version, 1, 3)
  const flexible = version >= 2
  const resourceTypeFilter = reader.int8()
  const resourceNameFilter = flexible ? reader.compactNullableString() : reader.nullableString()
  const patternTypeFilter = reader.int8()
  const principalFilter = flexible ? reader.compactNullableString() : reader.nullableString()
  const hostFilter = flexible ? reader.compactNullableString() : reader.nullableString()
  const operation = reader.int8()
  const permissionType = reader.int8()
  if (flexible) reader.skipTaggedFields()
  return { resourceTypeFilter, resourceNameFilter, patternTypeFilter, principalFilter, hostFilter, operation, permissionType }
}

export function encodeDescribeAclsRequest(writer: Writer, input: DescribeAclsRequestInput, version: number): void {
  if (version < 1 || version > 3) throw messageNotInVersion('DescribeAclsRequest', version, 1, 3)
  const flexible = version >= 2
  writer.int8(input.resourceTypeFilter)
  const resourceNameFilter = input.resourceNameFilter === undefined ? '' : input.resourceNameFilter
  if (flexible) writer.compactNullableString(resourceNameFilter); else writer.nullableString(resourceNameFilter)
  writer.int8(input.patternTypeFilter ?? 3)
  const principalFilter = input.principalFilter === undefined ? '' : input.principalFilter
  if (flexible) writer.compactNullableString(principalFilter); else writer.nullableString(principalFilter)
  const hostFilter = input.hostFilter === undefined ? '' : input.hostFilter
  if (flexible) writer.compactNullableString(hostFilter); else writer.nullableString(hostFilter)
  writer.int8(input.operation)
  writer.int8(input.permissionType)
  if (flexible) writer.noTaggedFields()
}

export interface DescribeAclsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  resources: DescribeAclsResponseResource[]
}

export interface DescribeAclsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  readonly resources: readonly DescribeAclsResponseResourceInput[]
}

export interface DescribeAclsResponseResource {
  /** 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token. */
  resourceType: number
  resourceName: string
  patternType: number
  acls: DescribeAclsResponseAclDescription[]
}

export interface DescribeAclsResponseResourceInput {
  /** 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token. */
  readonly resourceType: number
  readonly resourceName: string
  /** Default 3. */
  readonly patternType?: number | undefined
  readonly acls: readonly DescribeAclsResponseAclDescriptionInput[]
}

export interface DescribeAclsResponseAclDescription {
  principal: string
  host: string
  operation: number
  permissionType: number
}

export interface DescribeAclsResponseAclDescriptionInput {
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

function decodeDescribeAclsResponseAclDescription(reader: Reader, version: number): DescribeAclsResponseAclDescription {
  const flexible = version >= 2
  const principal = flexible ? reader.compactString() : reader.string()
  const host = flexible ? reader.compactString() : reader.string()
  const operation = reader.int8()
  const permissionType = reader.int8()
  if (flexible) reader.skipTaggedFields()
  return { principal, host, operation, permissionType }
}

function encodeDescribeAclsResponseAclDescription(writer: Writer, input: DescribeAclsResponseAclDescriptionInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.principal); else writer.string(input.principal)
  if (flexible) writer.compactString(input.host); else writer.string(input.host)
  writer.int8(input.operation)
  writer.int8(input.permissionType)
  if (flexible) writer.noTaggedFields()
}

function decodeDescribeAclsResponseResource(reader: Reader, version: number): DescribeAclsResponseResource {
  const flexible = version >= 2
  const resourceType = reader.int8()
  const resourceName = flexible ? reader.compactString() : reader.string()
  const patternType = reader.int8()
  const acls: DescribeAclsResponseAclDescription[] = []
  {
    const count = flexible ? reader.compactArrayLength(5) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) acls.push(decodeDescribeAclsResponseAclDescription(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { resourceType, resourceName, patternType, acls }
}

function encodeDescribeAclsResponseResource(writer: Writer, input: DescribeAclsResponseResourceInput, version: number): void {
  const flexible = version >= 2
  writer.int8(input.resourceType)
  if (flexible) writer.compactString(input.resourceName); else writer.string(input.resourceName)
  writer.int8(input.patternType ?? 3)
  const acls = input.acls
  if (flexible) writer.compactArrayLength(acls.length); else writer.arrayLength(acls.length)
  for (const item of acls) encodeDescribeAclsResponseAclDescription(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeDescribeAclsResponse(reader: Reader, version: number): DescribeAclsResponse {
  if (version < 1 || version > 3) throw messageNotInVersion('DescribeAclsResponse', version, 1, 3)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  const resources: DescribeAclsResponseResource[] = []
  {
    const count = flexible ? reader.compactArrayLength(5) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) resources.push(decodeDescribeAclsResponseResource(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, resources }
}

export function encodeDescribeAclsResponse(writer: Writer, input: DescribeAclsResponseInput, version: number): void {
  if (version < 1 || version > 3) throw messageNotInVersion('DescribeAclsResponse', version, 1, 3)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  const resources = input.resources
  if (flexible) writer.compactArrayLength(resources.length); else writer.arrayLength(resources.length)
  for (const item of resources) encodeDescribeAclsResponseResource(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
