// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterClientQuotasRequest {
  entries: AlterClientQuotasRequestEntryData[]
  /** True: check everything and change nothing. */
  validateOnly: boolean
}

export interface AlterClientQuotasRequestInput {
  readonly entries: readonly AlterClientQuotasRequestEntryDataInput[]
  /** True: check everything and change nothing. */
  readonly validateOnly: boolean
}

export interface AlterClientQuotasRequestEntryData {
  entity: AlterClientQuotasRequestEntityData[]
  ops: AlterClientQuotasRequestOpData[]
}

export interface AlterClientQuotasRequestEntryDataInput {
  readonly entity: readonly AlterClientQuotasRequestEntityDataInput[]
  readonly ops: readonly AlterClientQuotasRequestOpDataInput[]
}

export interface AlterClientQuotasRequestOpData {
  key: string
  value: number
  remove: boolean
}

export interface AlterClientQuotasRequestOpDataInput {
  readonly key: string
  readonly value: number
  readonly remove: boolean
}

export interface AlterClientQuotasRequestEntityData {
  entityType: string
  entityName: string | null
}

export interface AlterClientQuotasRequestEntityDataInput {
  readonly entityType: string
  /** Left out: empty. */
  readonly entityName?: string | null | undefined
}

function decodeAlterClientQuotasRequestEntityData(reader: Reader, version: number): AlterClientQuotasRequestEntityData {
  const flexible = version >= 1
  const entityType = flexible ? reader.compactString() : reader.string()
  const entityName = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { entityType, entityName }
}

function encodeAlterClientQuotasRequestEntityData(writer: Writer, input: AlterClientQuotasRequestEntityDataInput, version: number): void {
  const flexible = version >= 1
  if (flexible) writer.compactString(input.entityType); else writer.string(input.entityType)
  const entityName = input.entityName === undefined ? '' : input.entityName
  if (flexible) writer.compactNullableString(entityName); else writer.nullableString(entityName)
  if (flexible) writer.noTaggedFields()
}

function decodeAlterClientQuotasRequestOpData(reader: Reader, version: number): AlterClientQuotasRequestOpData {
  const flexible = version >= 1
  const key = flexible ? reader.compactString() : reader.string()
  const value = reader.float64()
  const remove = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { key, value, remove }
}

function encodeAlterClientQuotasRequestOpData(writer: Writer, input: AlterClientQuotasRequestOpDataInput, version: number): void {
  const flexible = version >= 1
  if (flexible) writer.compactString(input.key); else writer.string(input.key)
  writer.float64(input.value)
  writer.bool(input.remove)
  if (flexible) writer.noTaggedFields()
}

function decodeAlterClientQuotasRequestEntryData(reader: Reader, version: number): AlterClientQuotasRequestEntryData {
  const flexible = version >= 1
  const entity: AlterClientQuotasRequestEntityData[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) entity.push(decodeAlterClientQuotasRequestEntityData(reader, version))
  }
  const ops: AlterClientQuotasRequestOpData[] = []
  {
    const count = flexible ? reader.compactArrayLength(11) : reader.arrayLength(11)
    for (let i = 0; i < count; i++) ops.push(decodeAlterClientQuotasRequestOpData(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { entity, ops }
}

function encodeAlterClientQuotasRequestEntryData(writer: Writer, input: AlterClientQuotasRequestEntryDataInput, version: number): void {
  const flexible = version >= 1
  const entity = input.entity
  if (flexible) writer.compactArrayLength(entity.length); else writer.arrayLength(entity.length)
  for (const item of entity) encodeAlterClientQuotasRequestEntityData(writer, item, version)
  const ops = input.ops
  if (flexible) writer.compactArrayLength(ops.length); else writer.arrayLength(ops.length)
  for (const item of ops) encodeAlterClientQuotasRequestOpData(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeAlterClientQuotasRequest(reader: Reader, version: number): AlterClientQuotasRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('AlterClientQuotasRequest', version, 0, 1)
  const flexible = version >= 1
  const entries: AlterClientQuotasRequestEntryData[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) entries.push(decodeAlterClientQuotasRequestEntryData(reader, version))
  }
  const validateOnly = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { entries, validateOnly }
}

export function encodeAlterClientQuotasRequest(writer: Writer, input: AlterClientQuotasRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('AlterClientQuotasRequest', version, 0, 1)
  const flexible = version >= 1
  const entries = input.entries
  if (flexible) writer.compactArrayLength(entries.length); else writer.arrayLength(entries.length)
  for (const item of entries) encodeAlterClientQuotasRequestEntryData(writer, item, version)
  writer.bool(input.validateOnly)
  if (flexible) writer.noTaggedFields()
}

export interface AlterClientQuotasResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  entries: AlterClientQuotasResponseEntryData[]
}

export interface AlterClientQuotasResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly entries: readonly AlterClientQuotasResponseEntryDataInput[]
}

export interface AlterClientQuotasResponseEntryData {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  entity: AlterClientQuotasResponseEntityData[]
}

export interface AlterClientQuotasResponseEntryDataInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  readonly entity: readonly AlterClientQuotasResponseEntityDataInput[]
}

export interface AlterClientQuotasResponseEntityData {
  entityType: string
  entityName: string | null
}

export interface AlterClientQuotasResponseEntityDataInput {
  readonly entityType: string
  /** Left out: empty. */
  readonly entityName?: string | null | undefined
}

function decodeAlterClientQuotasResponseEntityData(reader: Reader, version: number): AlterClientQuotasResponseEntityData {
  const flexible = version >= 1
  const entityType = flexible ? reader.compactString() : reader.string()
  const entityName = flexible ? reader.compactNullableString() : reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { entityType, entityName }
}

function encodeAlterClientQuotasResponseEntityData(writer: Writer, input: AlterClientQuotasResponseEntityDataInput, version: number): void {
  const flexible = version >= 1
  if (flexible) writer.compactString(input.entityType); else writer.string(input.entityType)
  const entityName = input.entityName === undefined ? '' : input.entityName
  if (flexible) writer.compactNullableString(entityName); else writer.nullableString(entityName)
  if (flexible) writer.noTaggedFields()
}

function decodeAlterClientQuotasResponseEntryData(reader: Reader, version: number): AlterClientQuotasResponseEntryData {
  const flexible = version >= 1
  const errorCode = reader.int16()
  const errorMessage = flexible ? reader.compactNullableString() : reader.nullableString()
  const entity: AlterClientQuotasResponseEntityData[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) entity.push(decodeAlterClientQuotasResponseEntityData(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, entity }
}

function encodeAlterClientQuotasResponseEntryData(writer: Writer, input: AlterClientQuotasResponseEntryDataInput, version: number): void {
  const flexible = version >= 1
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  const entity = input.entity
  if (flexible) writer.compactArrayLength(entity.length); else writer.arrayLength(entity.length)
  for (const item of entity) encodeAlterClientQuotasResponseEntityData(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeAlterClientQuotasResponse(reader: Reader, version: number): AlterClientQuotasResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('AlterClientQuotasResponse', version, 0, 1)
  const flexible = version >= 1
  const throttleTimeMs = reader.int32()
  const entries: AlterClientQuotasResponseEntryData[] = []
  {
    const count = flexible ? reader.compactArrayLength(5) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) entries.push(decodeAlterClientQuotasResponseEntryData(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, entries }
}

export function encodeAlterClientQuotasResponse(writer: Writer, input: AlterClientQuotasResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('AlterClientQuotasResponse', version, 0, 1)
  const flexible = version >= 1
  writer.int32(input.throttleTimeMs)
  const entries = input.entries
  if (flexible) writer.compactArrayLength(entries.length); else writer.arrayLength(entries.length)
  for (const item of entries) encodeAlterClientQuotasResponseEntryData(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
