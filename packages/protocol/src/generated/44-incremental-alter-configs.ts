// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface IncrementalAlterConfigsRequest {
  resources: IncrementalAlterConfigsRequestAlterConfigsResource[]
  /** True: check everything and change nothing. */
  validateOnly: boolean
}

export interface IncrementalAlterConfigsRequestInput {
  readonly resources: readonly IncrementalAlterConfigsRequestAlterConfigsResourceInput[]
  /** True: check everything and change nothing. */
  readonly validateOnly: boolean
}

export interface IncrementalAlterConfigsRequestAlterConfigsResource {
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  resourceType: number
  resourceName: string
  /** Configuration keys and values. */
  configs: IncrementalAlterConfigsRequestAlterableConfig[]
}

export interface IncrementalAlterConfigsRequestAlterConfigsResourceInput {
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  readonly resourceType: number
  readonly resourceName: string
  /** Configuration keys and values. */
  readonly configs: readonly IncrementalAlterConfigsRequestAlterableConfigInput[]
}

export interface IncrementalAlterConfigsRequestAlterableConfig {
  name: string
  configOperation: number
  value: string | null
}

export interface IncrementalAlterConfigsRequestAlterableConfigInput {
  readonly name: string
  readonly configOperation: number
  /** Left out: empty. */
  readonly value?: string | null | undefined
}

function decodeIncrementalAlterConfigsRequestAlterableConfig(reader: Reader, version: number): IncrementalAlterConfigsRequestAlterableConfig {
  const flexible = version >= 1
  const name = flexible ? reader.compactString() : reader.string()
  const configOperation = reader.int8()
  const value = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { name, configOperation, value }
}

function encodeIncrementalAlterConfigsRequestAlterableConfig(writer: Writer, input: IncrementalAlterConfigsRequestAlterableConfigInput, version: number): void {
  const flexible = version >= 1
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  writer.int8(input.configOperation)
  const value = input.value === undefined ? '' : input.value
  if (flexible) writer.compactNullableString(value); else writer.nullableString(value)
  if (flexible) writer.noTaggedFields()
}

function decodeIncrementalAlterConfigsRequestAlterConfigsResource(reader: Reader, version: number): IncrementalAlterConfigsRequestAlterConfigsResource {
  const flexible = version >= 1
  const resourceType = reader.int8()
  const resourceName = flexible ? reader.compactString() : reader.string()
  const configs: IncrementalAlterConfigsRequestAlterableConfig[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(5)
    for (let i = 0; i < count; i++) configs.push(decodeIncrementalAlterConfigsRequestAlterableConfig(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { resourceType, resourceName, configs }
}

function encodeIncrementalAlterConfigsRequestAlterConfigsResource(writer: Writer, input: IncrementalAlterConfigsRequestAlterConfigsResourceInput, version: number): void {
  const flexible = version >= 1
  writer.int8(input.resourceType)
  if (flexible) writer.compactString(input.resourceName); else writer.string(input.resourceName)
  const configs = input.configs
  if (flexible) writer.compactArrayLength(configs.length); else writer.arrayLength(configs.length)
  for (const item of configs) encodeIncrementalAlterConfigsRequestAlterableConfig(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeIncrementalAlterConfigsRequest(reader: Reader, version: number): IncrementalAlterConfigsRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('IncrementalAlterConfigsRequest', version, 0, 1)
  const flexible = version >= 1
  const resources: IncrementalAlterConfigsRequestAlterConfigsResource[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(7)
    for (let i = 0; i < count; i++) resources.push(decodeIncrementalAlterConfigsRequestAlterConfigsResource(reader, version))
  }
  const validateOnly = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { resources, validateOnly }
}

export function encodeIncrementalAlterConfigsRequest(writer: Writer, input: IncrementalAlterConfigsRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('IncrementalAlterConfigsRequest', version, 0, 1)
  const flexible = version >= 1
  const resources = input.resources
  if (flexible) writer.compactArrayLength(resources.length); else writer.arrayLength(resources.length)
  for (const item of resources) encodeIncrementalAlterConfigsRequestAlterConfigsResource(writer, item, version)
  writer.bool(input.validateOnly)
  if (flexible) writer.noTaggedFields()
}

export interface IncrementalAlterConfigsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  responses: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[]
}

export interface IncrementalAlterConfigsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly responses: readonly IncrementalAlterConfigsResponseAlterConfigsResourceResponseInput[]
}

export interface IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  resourceType: number
  resourceName: string
}

export interface IncrementalAlterConfigsResponseAlterConfigsResourceResponseInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  readonly resourceType: number
  readonly resourceName: string
}

function decodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(reader: Reader, version: number): IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  const flexible = version >= 1
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  const resourceType = reader.int8()
  const resourceName = flexible ? reader.compactString() : reader.string()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, resourceType, resourceName }
}

function encodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(writer: Writer, input: IncrementalAlterConfigsResponseAlterConfigsResourceResponseInput, version: number): void {
  const flexible = version >= 1
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  writer.int8(input.resourceType)
  if (flexible) writer.compactString(input.resourceName); else writer.string(input.resourceName)
  if (flexible) writer.noTaggedFields()
}

export function decodeIncrementalAlterConfigsResponse(reader: Reader, version: number): IncrementalAlterConfigsResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('IncrementalAlterConfigsResponse', version, 0, 1)
  const flexible = version >= 1
  const throttleTimeMs = reader.int32()
  const responses: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[] = []
  {
    const count = flexible ? reader.compactArrayLength(6) : reader.arrayLength(7)
    for (let i = 0; i < count; i++) responses.push(decodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, responses }
}

export function encodeIncrementalAlterConfigsResponse(writer: Writer, input: IncrementalAlterConfigsResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('IncrementalAlterConfigsResponse', version, 0, 1)
  const flexible = version >= 1
  writer.int32(input.throttleTimeMs)
  const responses = input.responses
  if (flexible) writer.compactArrayLength(responses.length); else writer.arrayLength(responses.length)
  for (const item of responses) encodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
