// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface CreateAclsRequest {
  creations: CreateAclsRequestAclCreation[]
}

export interface CreateAclsRequestInput {
  readonly creations: readonly CreateAclsRequestAclCreationInput[]
}

export interface CreateAclsRequestAclCreation {
  /** 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token. */
  resourceType: number
  resourceName: string
  resourcePatternType: number
  principal: string
  host: string
  operation: number
  permissionType: number
}

export interface CreateAclsRequestAclCreationInput {
  /** 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token. */
  readonly resourceType: number
  readonly resourceName: string
  /** Default 3. */
  readonly resourcePatternType?: number | undefined
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

function decodeCreateAclsRequestAclCreation(reader: Reader, version: number): CreateAclsRequestAclCreation {
  const flexible = version >= 2
  const resourceType = reader.int8()
  const resourceName = flexible ? reader.compactString() : reader.string()
  const resourcePatternType = reader.int8()
  const principal = flexible ? reader.compactString() : reader.string()
  const host = flexible ? reader.compactString() : reader.string()
  const operation = reader.int8()
  const permissionType = reader.int8()
  if (flexible) reader.skipTaggedFields()
  return { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType }
}

function encodeCreateAclsRequestAclCreation(writer: Writer, input: CreateAclsRequestAclCreationInput, version: number): void {
  const flexible = version >= 2
  writer.int8(input.resourceType)
  if (flexible) writer.compactString(input.resourceName); else writer.string(input.resourceName)
  writer.int8(input.resourcePatternType ?? 3)
  if (flexible) writer.compactString(input.principal); else writer.string(input.principal)
  if (flexible) writer.compactString(input.host); else writer.string(input.host)
  writer.int8(input.operation)
  writer.int8(input.permissionType)
  if (flexible) writer.noTaggedFields()
}

export function decodeCreateAclsRequest(reader: Reader, version: number): CreateAclsRequest {
  if (version < 1 || version > 3) throw messageNotInVersion('CreateAclsRequest', version, 1, 3)
  const flexible = version >= 2
  const creations: CreateAclsRequestAclCreation[] = []
  {
    const count = flexible ? reader.compactArrayLength(8) : reader.arrayLength(10)
    for (let i = 0; i < count; i++) creations.push(decodeCreateAclsRequestAclCreation(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { creations }
}

export function encodeCreateAclsRequest(writer: Writer, input: CreateAclsRequestInput, version: number): void {
  if (version < 1 || version > 3) throw messageNotInVersion('CreateAclsRequest', version, 1, 3)
  const flexible = version >= 2
  const creations = input.creations
  if (flexible) writer.compactArrayLength(creations.length); else writer.arrayLength(creations.length)
  for (const item of creations) encodeCreateAclsRequestAclCreation(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface CreateAclsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  results: CreateAclsResponseAclCreationResult[]
}

export interface CreateAclsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly results: readonly CreateAclsResponseAclCreationResultInput[]
}

export interface CreateAclsResponseAclCreationResult {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface CreateAclsResponseAclCreationResultInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
}

function decodeCreateAclsResponseAclCreationResult(reader: Reader, version: number): CreateAclsResponseAclCreationResult {
  const flexible = version >= 2
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage }
}

function encodeCreateAclsResponseAclCreationResult(writer: Writer, input: CreateAclsResponseAclCreationResultInput, version: number): void {
  const flexible = version >= 2
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  if (flexible) writer.noTaggedFields()
}

export function decodeCreateAclsResponse(reader: Reader, version: number): CreateAclsResponse {
  if (version < 1 || version > 3) throw messageNotInVersion('CreateAclsResponse', version, 1, 3)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const results: CreateAclsResponseAclCreationResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) results.push(decodeCreateAclsResponseAclCreationResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeCreateAclsResponse(writer: Writer, input: CreateAclsResponseInput, version: number): void {
  if (version < 1 || version > 3) throw messageNotInVersion('CreateAclsResponse', version, 1, 3)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  const results = input.results
  if (flexible) writer.compactArrayLength(results.length); else writer.arrayLength(results.length)
  for (const item of results) encodeCreateAclsResponseAclCreationResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
