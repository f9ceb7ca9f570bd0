// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteAclsRequest {
  filters: DeleteAclsRequestFilter[]
}

export interface DeleteAclsRequestInput {
  readonly filters: readonly DeleteAclsRequestFilterInput[]
}

export interface DeleteAclsRequestFilter {
  resourceTypeFilter: number
  resourceNameFilter: string | null
  patternTypeFilter: number
  principalFilter: string | null
  hostFilter: string | null
  operation: number
  permissionType: number
}

export interface DeleteAclsRequestFilterInput {
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

function decodeDeleteAclsRequestFilter(reader: Reader, version: number): DeleteAclsRequestFilter {
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

function encodeDeleteAclsRequestFilter(writer: Writer, input: DeleteAclsRequestFilterInput, version: number): void {
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

export function decodeDeleteAclsRequest(reader: Reader, version: number): DeleteAclsRequest {
  if (version < 1 || version > 3) throw messageNotInVersion('DeleteAclsRequest', version, 1, 3)
  const flexible = version >= 2
  const filters: DeleteAclsRequestFilter[] = []
  {
    const count = flexible ? reader.compactArrayLength(8) : reader.arrayLength(10)
    for (let i = 0; i < count; i++) filters.push(decodeDeleteAclsRequestFilter(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { filters }
}

export function encodeDeleteAclsRequest(writer: Writer, input: DeleteAclsRequestInput, version: number): void {
  if (version < 1 || version > 3) throw messageNotInVersion('DeleteAclsRequest', version, 1, 3)
  const flexible = version >= 2
  const filters = input.filters
  if (flexible) writer.compactArrayLength(filters.length); else writer.arrayLength(filters.length)
  for (const item of filters) encodeDeleteAclsRequestFilter(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface DeleteAclsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  filterResults: DeleteAclsResponseFilterResult[]
}

export interface DeleteAclsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly filterResults: readonly DeleteAclsResponseFilterResultInput[]
}

export interface DeleteAclsResponseFilterResult {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  matchingAcls: DeleteAclsResponseMatchingAcl[]
}

export interface DeleteAclsResponseFilterResultInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  readonly matchingAcls: readonly DeleteAclsResponseMatchingAclInput[]
}

export interface DeleteAclsResponseMatchingAcl {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token. */
  resourceType: number
  resourceName: string
  patternType: number
  principal: string
  host: string
  operation: number
  permissionType: number
}

export interface DeleteAclsResponseMatchingAclInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  /** 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token. */
  readonly resourceType: number
  readonly resourceName: string
  /** Default 3. */
  readonly patternType?: number | undefined
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

function decodeDeleteAclsResponseMatchingAcl(reader: Reader, version: number): DeleteAclsResponseMatchingAcl {
  const flexible = version >= 2
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  const resourceType = reader.int8()
  const resourceName = flexible ? reader.compactString() : reader.string()
  const patternType = reader.int8()
  const principal = flexible ? reader.compactString() : reader.string()
  const host = flexible ? reader.compactString() : reader.string()
  const operation = reader.int8()
  const permissionType = reader.int8()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, resourceType, resourceName, patternType, principal, host, operation, permissionType }
}

function encodeDeleteAclsResponseMatchingAcl(writer: Writer, input: DeleteAclsResponseMatchingAclInput, version: number): void {
  const flexible = version >= 2
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  writer.int8(input.resourceType)
  if (flexible) writer.compactString(input.resourceName); else writer.string(input.resourceName)
  writer.int8(input.patternType ?? 3)
  if (flexible) writer.compactString(input.principal); else writer.string(input.principal)
  if (flexible) writer.compactString(input.host); else writer.string(input.host)
  writer.int8(input.operation)
  writer.int8(input.permissionType)
  if (flexible) writer.noTaggedFields()
}

function decodeDeleteAclsResponseFilterResult(reader: Reader, version: number): DeleteAclsResponseFilterResult {
  const flexible = version >= 2
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  const matchingAcls: DeleteAclsResponseMatchingAcl[] = []
  {
    const count = flexible ? reader.compactArrayLength(11) : reader.arrayLength(14)
    for (let i = 0; i < count; i++) matchingAcls.push(decodeDeleteAclsResponseMatchingAcl(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, matchingAcls }
}

function encodeDeleteAclsResponseFilterResult(writer: Writer, input: DeleteAclsResponseFilterResultInput, version: number): void {
  const flexible = version >= 2
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  const matchingAcls = input.matchingAcls
  if (flexible) writer.compactArrayLength(matchingAcls.length); else writer.arrayLength(matchingAcls.length)
  for (const item of matchingAcls) encodeDeleteAclsResponseMatchingAcl(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeDeleteAclsResponse(reader: Reader, version: number): DeleteAclsResponse {
  if (version < 1 || version > 3) throw messageNotInVersion('DeleteAclsResponse', version, 1, 3)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const filterResults: DeleteAclsResponseFilterResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(5) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) filterResults.push(decodeDeleteAclsResponseFilterResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, filterResults }
}

export function encodeDeleteAclsResponse(writer: Writer, input: DeleteAclsResponseInput, version: number): void {
  if (version < 1 || version > 3) throw messageNotInVersion('DeleteAclsResponse', version, 1, 3)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  const filterResults = input.filterResults
  if (flexible) writer.compactArrayLength(filterResults.length); else writer.arrayLength(filterResults.length)
  for (const item of filterResults) encodeDeleteAclsResponseFilterResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
