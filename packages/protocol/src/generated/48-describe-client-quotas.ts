// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeClientQuotasRequest {
  components: DescribeClientQuotasRequestComponentData[]
  strict: boolean
}

export interface DescribeClientQuotasRequestInput {
  readonly components: readonly DescribeClientQuotasRequestComponentDataInput[]
  readonly strict: boolean
}

export interface DescribeClientQuotasRequestComponentData {
  entityType: string
  matchType: number
  match: string | null
}

export interface DescribeClientQuotasRequestComponentDataInput {
  readonly entityType: string
  readonly matchType: number
  /** Left out: empty. */
  readonly match?: string | null | undefined
}

function decodeDescribeClientQuotasRequestComponentData(reader: Reader, version: number): DescribeClientQuotasRequestComponentData {
  const flexible = version >= 1
  const entityType = flexible ? reader.compactString() : reader.string()
  const matchType = reader.int8()
  const match = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { entityType, matchType, match }
}

function encodeDescribeClientQuotasRequestComponentData(writer: Writer, input: DescribeClientQuotasRequestComponentDataInput, version: number): void {
  const flexible = version >= 1
  if (flexible) writer.compactString(input.entityType); else writer.string(input.entityType)
  writer.int8(input.matchType)
  const match = input.match === undefined ? '' : input.match
  if (flexible) writer.compactNullableString(match); else writer.nullableString(match)
  if (flexible) writer.noTaggedFields()
}

export function decodeDescribeClientQuotasRequest(reader: Reader, version: number): DescribeClientQuotasRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('DescribeClientQuotasRequest', version, 0, 1)
  const flexible = version >= 1
  const components: DescribeClientQuotasRequestComponentData[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(5)
    for (let i = 0; i < count; i++) components.push(decodeDescribeClientQuotasRequestComponentData(reader, version))
  }
  const strict = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { components, strict }
}

export function encodeDescribeClientQuotasRequest(writer: Writer, input: DescribeClientQuotasRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('DescribeClientQuotasRequest', version, 0, 1)
  const flexible = version >= 1
  const components = input.components
  if (flexible) writer.compactArrayLength(components.length); else writer.arrayLength(components.length)
  for (const item of components) encodeDescribeClientQuotasRequestComponentData(writer, item, version)
  writer.bool(input.strict)
  if (flexible) writer.noTaggedFields()
}

export interface DescribeClientQuotasResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  entries: DescribeClientQuotasResponseEntryData[] | null
}

export interface DescribeClientQuotasResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  /** Left out: empty. */
  readonly entries?: readonly DescribeClientQuotasResponseEntryDataInput[] | null | undefined
}

export interface DescribeClientQuotasResponseEntryData {
  entity: DescribeClientQuotasResponseEntityData[]
  values: DescribeClientQuotasResponseValueData[]
}

export interface DescribeClientQuotasResponseEntryDataInput {
  readonly entity: readonly DescribeClientQuotasResponseEntityDataInput[]
  readonly values: readonly DescribeClientQuotasResponseValueDataInput[]
}

export interface DescribeClientQuotasResponseValueData {
  key: string
  value: number
}

export interface DescribeClientQuotasResponseValueDataInput {
  readonly key: string
  readonly value: number
}

export interface DescribeClientQuotasResponseEntityData {
  entityType: string
  entityName: string | null
}

export interface DescribeClientQuotasResponseEntityDataInput {
  readonly entityType: string
  /** Left out: empty. */
  readonly entityName?: string | null | undefined
}

function decodeDescribeClientQuotasResponseEntityData(reader: Reader, version: number): DescribeClientQuotasResponseEntityData {
  const flexible = version >= 1
  const entityType = flexible ? reader.compactString() : reader.string()
  const entityName = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { entityType, entityName }
}

function encodeDescribeClientQuotasResponseEntityData(writer: Writer, input: DescribeClientQuotasResponseEntityDataInput, version: number): void {
  const flexible = version >= 1
  if (flexible) writer.compactString(input.entityType); else writer.string(input.entityType)
  const entityName = input.entityName === undefined ? '' : input.entityName
  if (flexible) writer.compactNullableString(entityName); else writer.nullableString(entityName)
  if (flexible) writer.noTaggedFields()
}

function decodeDescribeClientQuotasResponseValueData(reader: Reader, version: number): DescribeClientQuotasResponseValueData {
  const flexible = version >= 1
  const key = flexible ? reader.compactString() : reader.string()
  const value = reader.float64()
  if (flexible) reader.skipTaggedFields()
  return { key, value }
}

function encodeDescribeClientQuotasResponseValueData(writer: Writer, input: DescribeClientQuotasResponseValueDataInput, version: number): void {
  const flexible = version >= 1
  if (flexible) writer.compactString(input.key); else writer.string(input.key)
  writer.float64(input.value)
  if (flexible) writer.noTaggedFields()
}

function decodeDescribeClientQuotasResponseEntryData(reader: Reader, version: number): DescribeClientQuotasResponseEntryData {
  const flexible = version >= 1
  const entity: DescribeClientQuotasResponseEntityData[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) entity.push(decodeDescribeClientQuotasResponseEntityData(reader, version))
  }
  const values: DescribeClientQuotasResponseValueData[] = []
  {
    const count = flexible ? reader.compactArrayLength(10) : reader.arrayLength(10)
    for (let i = 0; i < count; i++) values.push(decodeDescribeClientQuotasResponseValueData(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { entity, values }
}

function encodeDescribeClientQuotasResponseEntryData(writer: Writer, input: DescribeClientQuotasResponseEntryDataInput, version: number): void {
  const flexible = version >= 1
  const entity = input.entity
  if (flexible) writer.compactArrayLength(entity.length); else writer.arrayLength(entity.length)
  for (const item of entity) encodeDescribeClientQuotasResponseEntityData(writer, item, version)
  const values = input.values
  if (flexible) writer.compactArrayLength(values.length); else writer.arrayLength(values.length)
  for (const item of values) encodeDescribeClientQuotasResponseValueData(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeDescribeClientQuotasResponse(reader: Reader, version: number): DescribeClientQuotasResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('DescribeClientQuotasResponse', version, 0, 1)
  const flexible = version >= 1
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  let entries: DescribeClientQuotasResponseEntryData[] | null = []
  {
    const count = flexible ? reader.compactNullableArrayLength(3) : reader.nullableArrayLength(8)
    if (count < 0) {
      entries = null
    } else {
      const items: DescribeClientQuotasResponseEntryData[] = []
      for (let i = 0; i < count; i++) items.push(decodeDescribeClientQuotasResponseEntryData(reader, version))
      entries = items
    }
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, entries }
}

export function encodeDescribeClientQuotasResponse(writer: Writer, input: DescribeClientQuotasResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('DescribeClientQuotasResponse', version, 0, 1)
  const flexible = version >= 1
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  const entries = input.entries === undefined ? [] : input.entries
  if (flexible) writer.compactArrayLength(entries === null ? -1 : entries.length); else writer.arrayLength(entries === null ? -1 : entries.length)
  if (entries !== null) for (const item of entries) encodeDescribeClientQuotasResponseEntryData(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
