// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface FindCoordinatorRequest {
  /** Up to version 3. */
  key: string
  /** 0 group, 1 transactional id, 2 share partition. From version 1. */
  keyType: number
  /** From version 4. */
  coordinatorKeys: string[]
}

export interface FindCoordinatorRequestInput {
  /** Up to version 3. */
  readonly key?: string | undefined
  /** 0 group, 1 transactional id, 2 share partition. From version 1. Default 0. */
  readonly keyType?: number | undefined
  /** From version 4. */
  readonly coordinatorKeys?: readonly string[] | undefined
}

export function decodeFindCoordinatorRequest(reader: Reader, version: number): FindCoordinatorRequest {
  if (version < 0 || version > 6) throw messageNotInVersion('FindCoordinatorRequest', version, 0, 6)
  const flexible = version >= 3
  const key = version <= 3 ? (flexible ? reader.compactString() : reader.string()) : ''
  const keyType = version >= 1 ? reader.int8() : 0
  const coordinatorKeys: string[] = []
  if (version >= 4) {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) coordinatorKeys.push(reader.compactString())
  }
  if (flexible) reader.skipTaggedFields()
  return { key, keyType, coordinatorKeys }
}

export function encodeFindCoordinatorRequest(writer: Writer, input: FindCoordinatorRequestInput, version: number): void {
  if (version < 0 || version > 6) throw messageNotInVersion('FindCoordinatorRequest', version, 0, 6)
  const flexible = version >= 3
  const key = input.key ?? ''
  if (version <= 3) {
    if (flexible) writer.compactString(key); else writer.string(key)
  } else if (key !== '') throw fieldNotInVersion('FindCoordinatorRequest', 'key', version)
  const keyType = input.keyType ?? 0
  if (version >= 1) {
    writer.int8(keyType)
  } else if (keyType !== 0) throw fieldNotInVersion('FindCoordinatorRequest', 'keyType', version)
  const coordinatorKeys = input.coordinatorKeys ?? []
  if (version >= 4) {
    writer.compactArrayLength(coordinatorKeys.length)
    for (const item of coordinatorKeys) writer.compactString(item)
  } else if (coordinatorKeys.length !== 0) throw fieldNotInVersion('FindCoordinatorRequest', 'coordinatorKeys', version)
  if (flexible) writer.noTaggedFields()
}

export interface FindCoordinatorResponse {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  throttleTimeMs: number
  /** Up to version 3. */
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. Versions 1 to 3. */
  errorMessage: string | null
  /** Up to version 3. */
  nodeId: BrokerId
  /** Up to version 3. */
  host: string
  /** Up to version 3. */
  port: number
  /** From version 4. */
  coordinators: FindCoordinatorResponseCoordinator[]
}

export interface FindCoordinatorResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  readonly throttleTimeMs?: number | undefined
  /** Up to version 3. */
  readonly errorCode?: number | undefined
  /** More about the error for people; null when there is nothing more to say. Versions 1 to 3. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  /** Up to version 3. */
  readonly nodeId?: BrokerId | undefined
  /** Up to version 3. */
  readonly host?: string | undefined
  /** Up to version 3. */
  readonly port?: number | undefined
  /** From version 4. */
  readonly coordinators?: readonly FindCoordinatorResponseCoordinatorInput[] | undefined
}

export interface FindCoordinatorResponseCoordinator {
  key: string
  nodeId: BrokerId
  host: string
  port: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface FindCoordinatorResponseCoordinatorInput {
  readonly key: string
  readonly nodeId: BrokerId
  readonly host: string
  readonly port: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
}

function decodeFindCoordinatorResponseCoordinator(reader: Reader, _version: number): FindCoordinatorResponseCoordinator {
  const key = reader.compactString()
  const nodeId = reader.int32()
  const host = reader.compactString()
  const port = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { key, nodeId, host, port, errorCode, errorMessage }
}

function encodeFindCoordinatorResponseCoordinator(writer: Writer, input: FindCoordinatorResponseCoordinatorInput, _version: number): void {
  writer.compactString(input.key)
  writer.int32(input.nodeId)
  writer.compactString(input.host)
  writer.int32(input.port)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

export function decodeFindCoordinatorResponse(reader: Reader, version: number): FindCoordinatorResponse {
  if (version < 0 || version > 6) throw messageNotInVersion('FindCoordinatorResponse', version, 0, 6)
  const flexible = version >= 3
  const throttleTimeMs = version >= 1 ? reader.int32() : 0
  const errorCode = version <= 3 ? reader.int16() : 0
  const errorMessage = version >= 1 && version <= 3 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : ''
  const nodeId = version <= 3 ? reader.int32() : 0
  const host = version <= 3 ? (flexible ? reader.compactString() : reader.string()) : ''
  const port = version <= 3 ? reader.int32() : 0
  const coordinators: FindCoordinatorResponseCoordinator[] = []
  if (version >= 4) {
    const count = reader.compactArrayLength(14)
    for (let i = 0; i < count; i++) coordinators.push(decodeFindCoordinatorResponseCoordinator(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, nodeId, host, port, coordinators }
}

export function encodeFindCoordinatorResponse(writer: Writer, input: FindCoordinatorResponseInput, version: number): void {
  if (version < 0 || version > 6) throw messageNotInVersion('FindCoordinatorResponse', version, 0, 6)
  const flexible = version >= 3
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const errorCode = input.errorCode ?? 0
  if (version <= 3) {
    writer.int16(errorCode)
  } else if (errorCode !== 0) throw fieldNotInVersion('FindCoordinatorResponse', 'errorCode', version)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  if (version >= 1 && version <= 3) {
    if (flexible) writer.compactNullableString(errorMessage); else writer.nullableString(errorMessage)
  }
  const nodeId = input.nodeId ?? 0
  if (version <= 3) {
    writer.int32(nodeId)
  } else if (nodeId !== 0) throw fieldNotInVersion('FindCoordinatorResponse', 'nodeId', version)
  const host = input.host ?? ''
  if (version <= 3) {
    if (flexible) writer.compactString(host); else writer.string(host)
  } else if (host !== '') throw fieldNotInVersion('FindCoordinatorResponse', 'host', version)
  const port = input.port ?? 0
  if (version <= 3) {
    writer.int32(port)
  } else if (port !== 0) throw fieldNotInVersion('FindCoordinatorResponse', 'port', version)
  const coordinators = input.coordinators ?? []
  if (version >= 4) {
    writer.compactArrayLength(coordinators.length)
    for (const item of coordinators) encodeFindCoordinatorResponseCoordinator(writer, item, version)
  } else if (coordinators.length !== 0) throw fieldNotInVersion('FindCoordinatorResponse', 'coordinators', version)
  if (flexible) writer.noTaggedFields()
}
