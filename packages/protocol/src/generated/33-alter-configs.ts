// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterConfigsRequest {
  resources: AlterConfigsRequestResource[]
  /** True: check everything and change nothing. */
  validateOnly: boolean
}

export interface AlterConfigsRequestInput {
  readonly resources: readonly AlterConfigsRequestResourceInput[]
  /** True: check everything and change nothing. */
  readonly validateOnly: boolean
}

export interface AlterConfigsRequestResource {
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  resourceType: number
  resourceName: string
  /** Configuration keys and values. */
  configs: AlterConfigsRequestAlterableConfig[]
}

export interface AlterConfigsRequestResourceInput {
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  readonly resourceType: number
  readonly resourceName: string
  /** Configuration keys and values. */
  readonly configs: readonly AlterConfigsRequestAlterableConfigInput[]
}

export interface AlterConfigsRequestAlterableConfig {
  name: string
  value: string | null
}

export interface AlterConfigsRequestAlterableConfigInput {
  readonly name: string
  /** Left out: empty. */
  readonly value?: string | null | undefined
}

function decodeAlterConfigsRequestAlterableConfig(reader: Reader, version: number): AlterConfigsRequestAlterableConfig {
  const flexible = version >= 2
  const name = flexible ? reader.compactString() : reader.string()
  const value = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { name, value }
}

function encodeAlterConfigsRequestAlterableConfig(writer: Writer, input: AlterConfigsRequestAlterableConfigInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const value = input.value === undefined ? '' : input.value
  if (flexible) writer.compactNullableString(value); else writer.nullableString(value)
  if (flexible) writer.noTaggedFields()
}

function decodeAlterConfigsRequestResource(reader: Reader, version: number): AlterConfigsRequestResource {
  const flexible = version >= 2
  const resourceType = reader.int8()
  const resourceName = flexible ? reader.compactString() : reader.string()
  const configs: AlterConfigsRequestAlterableConfig[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) configs.push(decodeAlterConfigsRequestAlterableConfig(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { resourceType, resourceName, configs }
}

function encodeAlterConfigsRequestResource(writer: Writer, input: AlterConfigsRequestResourceInput, version: number): void {
  const flexible = version >= 2
  writer.int8(input.resourceType)
  if (flexible) writer.compactString(input.resourceName); else writer.string(input.resourceName)
  const configs = input.configs
  if (flexible) writer.compactArrayLength(configs.length); else writer.arrayLength(configs.length)
  for (const item of configs) encodeAlterConfigsRequestAlterableConfig(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeAlterConfigsRequest(reader: Reader, version: number): AlterConfigsRequest {
  if (version < 0 || version > 2) throw messageNotInVersion('AlterConfigsRequest', version, 0, 2)
  const flexible = version >= 2
  const resources: AlterConfigsRequestResource[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(7)
    for (let i = 0; i < count; i++) resources.push(decodeAlterConfigsRequestResource(reader, version))
  }
  const validateOnly = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { resources, validateOnly }
}

export function encodeAlterConfigsRequest(writer: Writer, input: AlterConfigsRequestInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('AlterConfigsRequest', version, 0, 2)
  const flexible = version >= 2
  const resources = input.resources
  if (flexible) writer.compactArrayLength(resources.length); else writer.arrayLength(resources.length)
  for (const item of resources) encodeAlterConfigsRequestResource(writer, item, version)
  writer.bool(input.validateOnly)
  if (flexible) writer.noTaggedFields()
}

export interface AlterConfigsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  responses: AlterConfigsResponseResourceResponse[]
}

export interface AlterConfigsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly responses: readonly AlterConfigsResponseResourceResponseInput[]
}

export interface AlterConfigsResponseResourceResponse {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  resourceType: number
  resourceName: string
}

export interface AlterConfigsResponseResourceResponseInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  readonly resourceType: number
  readonly resourceName: string
}

function decodeAlterConfigsResponseResourceResponse(reader: Reader, version: number): AlterConfigsResponseResourceResponse {
  const flexible = version >= 2
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  const resourceType = reader.int8()
  const resourceName = flexible ? reader.compactString() : reader.string()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, resourceType, resourceName }
}

function encodeAlterConfigsResponseResourceResponse(writer: Writer, input: AlterConfigsResponseResourceResponseInput, version: number): void {
  const flexible = version >= 2
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  writer.int8(input.resourceType)
  if (flexible) writer.compactString(input.resourceName); else writer.string(input.resourceName)
  if (flexible) writer.noTaggedFields()
}

export function decodeAlterConfigsResponse(reader: Reader, version: number): AlterConfigsResponse {
  if (version < 0 || version > 2) throw messageNotInVersion('AlterConfigsResponse', version, 0, 2)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const responses: AlterConfigsResponseResourceResponse[] = []
  {
    const count = flexible ? reader.compactArrayLength(6) : reader.arrayLength(7)
    for (let i = 0; i < count; i++) responses.push(decodeAlterConfigsResponseResourceResponse(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, responses }
}

export function encodeAlterConfigsResponse(writer: Writer, input: AlterConfigsResponseInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('AlterConfigsResponse', version, 0, 2)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  const responses = input.responses
  if (flexible) writer.compactArrayLength(responses.length); else writer.arrayLength(responses.length)
  for (const item of responses) encodeAlterConfigsResponseResourceResponse(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
