// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeConfigsRequest {
  resources: DescribeConfigsRequestResource[]
  includeSynonyms: boolean
  /** From version 3. */
  includeDocumentation: boolean
}

export interface DescribeConfigsRequestInput {
  readonly resources: readonly DescribeConfigsRequestResourceInput[]
  /** Default false. */
  readonly includeSynonyms?: boolean | undefined
  /** From version 3. Default false. */
  readonly includeDocumentation?: boolean | undefined
}

export interface DescribeConfigsRequestResource {
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  resourceType: number
  resourceName: string
  configurationKeys: string[] | null
}

export interface DescribeConfigsRequestResourceInput {
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  readonly resourceType: number
  readonly resourceName: string
  /** Left out: empty. */
  readonly configurationKeys?: readonly string[] | null | undefined
}

function decodeDescribeConfigsRequestResource(reader: Reader, version: number): DescribeConfigsRequestResource {
  const flexible = version >= 4
  const resourceType = reader.int8()
  const resourceName = flexible ? reader.compactString() : reader.string()
  let configurationKeys: string[] | null = []
  {
    const count = flexible ? reader.compactNullableArrayLength(1) : reader.nullableArrayLength(2)
    if (count < 0) {
      configurationKeys = null
    } else {
      const items: string[] = []
      for (let i = 0; i < count; i++) items.push(flexible ? reader.compactString() : reader.string())
      configurationKeys = items
    }
  }
  if (flexible) reader.skipTaggedFields()
  return { resourceType, resourceName, configurationKeys }
}

function encodeDescribeConfigsRequestResource(writer: Writer, input: DescribeConfigsRequestResourceInput, version: number): void {
  const flexible = version >= 4
  writer.int8(input.resourceType)
  if (flexible) writer.compactString(input.resourceName); else writer.string(input.resourceName)
  const configurationKeys = input.configurationKeys === undefined ? [] : input.configurationKeys
  if (flexible) writer.compactArrayLength(configurationKeys === null ? -1 : configurationKeys.length); else writer.arrayLength(configurationKeys === null ? -1 : configurationKeys.length)
  if (configurationKeys !== null) for (const item of configurationKeys) {
    if (flexible) writer.compactString(item); else writer.string(item)
  }
  if (flexible) writer.noTaggedFields()
}

export function decodeDescribeConfigsRequest(reader: Reader, version: number): DescribeConfigsRequest {
  if (version < 1 || version > 4) throw messageNotInVersion('DescribeConfigsRequest', version, 1, 4)
  const flexible = version >= 4
  const resources: DescribeConfigsRequestResource[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(7)
    for (let i = 0; i < count; i++) resources.push(decodeDescribeConfigsRequestResource(reader, version))
  }
  const includeSynonyms = reader.bool()
  const includeDocumentation = version >= 3 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { resources, includeSynonyms, includeDocumentation }
}

export function encodeDescribeConfigsRequest(writer: Writer, input: DescribeConfigsRequestInput, version: number): void {
  if (version < 1 || version > 4) throw messageNotInVersion('DescribeConfigsRequest', version, 1, 4)
  const flexible = version >= 4
  const resources = input.resources
  if (flexible) writer.compactArrayLength(resources.length); else writer.arrayLength(resources.length)
  for (const item of resources) encodeDescribeConfigsRequestResource(writer, item, version)
  writer.bool(input.includeSynonyms ?? false)
  const includeDocumentation = input.includeDocumentation ?? false
  if (version >= 3) {
    writer.bool(includeDocumentation)
  } else if (includeDocumentation) throw fieldNotInVersion('DescribeConfigsRequest', 'includeDocumentation', version)
  if (flexible) writer.noTaggedFields()
}

export interface DescribeConfigsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  results: DescribeConfigsResponseResult[]
}

export interface DescribeConfigsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly results: readonly DescribeConfigsResponseResultInput[]
}

export interface DescribeConfigsResponseResult {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  resourceType: number
  resourceName: string
  /** Configuration keys and values. */
  configs: DescribeConfigsResponseResourceResult[]
}

export interface DescribeConfigsResponseResultInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  /** 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  readonly resourceType: number
  readonly resourceName: string
  /** Configuration keys and values. */
  readonly configs: readonly DescribeConfigsResponseResourceResultInput[]
}

export interface DescribeConfigsResponseResourceResult {
  name: string
  value: string | null
  readOnly: boolean
  /** Where the value comes from: 1 topic, 2 broker, 3 all brokers, 4 start of the broker, 5 default. */
  configSource: number
  /** True: the value is a secret and not told. */
  isSensitive: boolean
  synonyms: DescribeConfigsResponseSynonym[]
  /** From version 3. */
  configType: number
  /** From version 3. */
  documentation: string | null
}

export interface DescribeConfigsResponseResourceResultInput {
  readonly name: string
  /** Left out: empty. */
  readonly value?: string | null | undefined
  readonly readOnly: boolean
  /** Where the value comes from: 1 topic, 2 broker, 3 all brokers, 4 start of the broker, 5 default. Default -1. */
  readonly configSource?: number | undefined
  /** True: the value is a secret and not told. */
  readonly isSensitive: boolean
  readonly synonyms: readonly DescribeConfigsResponseSynonymInput[]
  /** From version 3. Default 0. */
  readonly configType?: number | undefined
  /** From version 3. Left out: empty. */
  readonly documentation?: string | null | undefined
}

export interface DescribeConfigsResponseSynonym {
  name: string
  value: string | null
  source: number
}

export interface DescribeConfigsResponseSynonymInput {
  readonly name: string
  /** Left out: empty. */
  readonly value?: string | null | undefined
  readonly source: number
}

function decodeDescribeConfigsResponseSynonym(reader: Reader, version: number): DescribeConfigsResponseSynonym {
  const flexible = version >= 4
  const name = flexible ? reader.compactString() : reader.string()
  const value = flexible ? reader.compactNullableString() : reader.nullableString()
  const source = reader.int8()
  if (flexible) reader.skipTaggedFields()
  return { name, value, source }
}

function encodeDescribeConfigsResponseSynonym(writer: Writer, input: DescribeConfigsResponseSynonymInput, version: number): void {
  const flexible = version >= 4
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const value = input.value === undefined ? '' : input.value
  if (flexible) writer.compactNullableString(value); else writer.nullableString(value)
  writer.int8(input.source)
  if (flexible) writer.noTaggedFields()
}

function decodeDescribeConfigsResponseResourceResult(reader: Reader, version: number): DescribeConfigsResponseResourceResult {
  const flexible = version >= 4
  const name = flexible ? reader.compactString() : reader.string()
  const value = flexible ? reader.compactNullableString() : reader.nullableString()
  const readOnly = reader.bool()
  const configSource = reader.int8()
  const isSensitive = reader.bool()
  const synonyms: DescribeConfigsResponseSynonym[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(5)
    for (let i = 0; i < count; i++) synonyms.push(decodeDescribeConfigsResponseSynonym(reader, version))
  }
  const configType = version >= 3 ? reader.int8() : 0
  const documentation = version >= 3 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : ''
  if (flexible) reader.skipTaggedFields()
  return { name, value, readOnly, configSource, isSensitive, synonyms, configType, documentation }
}

function encodeDescribeConfigsResponseResourceResult(writer: Writer, input: DescribeConfigsResponseResourceResultInput, version: number): void {
  const flexible = version >= 4
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const value = input.value === undefined ? '' : input.value
  if (flexible) writer.compactNullableString(value); else writer.nullableString(value)
  writer.bool(input.readOnly)
  writer.int8(input.configSource ?? -1)
  writer.bool(input.isSensitive)
  const synonyms = input.synonyms
  if (flexible) writer.compactArrayLength(synonyms.length); else writer.arrayLength(synonyms.length)
  for (const item of synonyms) encodeDescribeConfigsResponseSynonym(writer, item, version)
  const configType = input.configType ?? 0
  if (version >= 3) {
    writer.int8(configType)
  }
  const documentation = input.documentation === undefined ? '' : input.documentation
  if (version >= 3) {
    if (flexible) writer.compactNullableString(documentation); else writer.nullableString(documentation)
  }
  if (flexible) writer.noTaggedFields()
}

function decodeDescribeConfigsResponseResult(reader: Reader, version: number): DescribeConfigsResponseResult {
  const flexible = version >= 4
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  const resourceType = reader.int8()
  const resourceName = flexible ? reader.compactString() : reader.string()
  const configs: DescribeConfigsResponseResourceResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(9) : reader.arrayLength(11)
    for (let i = 0; i < count; i++) configs.push(decodeDescribeConfigsResponseResourceResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, resourceType, resourceName, configs }
}

function encodeDescribeConfigsResponseResult(writer: Writer, input: DescribeConfigsResponseResultInput, version: number): void {
  const flexible = version >= 4
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  writer.int8(input.resourceType)
  if (flexible) writer.compactString(input.resourceName); else writer.string(input.resourceName)
  const configs = input.configs
  if (flexible) writer.compactArrayLength(configs.length); else writer.arrayLength(configs.length)
  for (const item of configs) encodeDescribeConfigsResponseResourceResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeDescribeConfigsResponse(reader: Reader, version: number): DescribeConfigsResponse {
  if (version < 1 || version > 4) throw messageNotInVersion('DescribeConfigsResponse', version, 1, 4)
  const flexible = version >= 4
  const throttleTimeMs = reader.int32()
  const results: DescribeConfigsResponseResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(7) : reader.arrayLength(11)
    for (let i = 0; i < count; i++) results.push(decodeDescribeConfigsResponseResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeDescribeConfigsResponse(writer: Writer, input: DescribeConfigsResponseInput, version: number): void {
  if (version < 1 || version > 4) throw messageNotInVersion('DescribeConfigsResponse', version, 1, 4)
  const flexible = version >= 4
  writer.int32(input.throttleTimeMs)
  const results = input.results
  if (flexible) writer.compactArrayLength(results.length); else writer.arrayLength(results.length)
  for (const item of results) encodeDescribeConfigsResponseResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
