// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { ProducerId, TransactionalId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListTransactionsRequest {
  stateFilters: string[]
  producerIdFilters: ProducerId[]
  /** From version 1. */
  durationFilter: number
  /** From version 2. */
  transactionalIdPattern: string | null
}

export interface ListTransactionsRequestInput {
  readonly stateFilters: readonly string[]
  readonly producerIdFilters: readonly ProducerId[]
  /** From version 1. Default -1. */
  readonly durationFilter?: number | undefined
  /** From version 2. */
  readonly transactionalIdPattern?: string | null | undefined
}

export function decodeListTransactionsRequest(reader: Reader, version: number): ListTransactionsRequest {
  if (version < 0 || version > 2) throw messageNotInVersion('ListTransactionsRequest', version, 0, 2)
  const stateFilters: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) stateFilters.push(reader.compactString())
  }
  const producerIdFilters: ProducerId[] = []
  {
    const count = reader.compactArrayLength(8)
    for (let i = 0; i < count; i++) producerIdFilters.push(reader.int64Saturating())
  }
  const durationFilter = version >= 1 ? reader.int64Saturating() : -1
  const transactionalIdPattern = version >= 2 ? reader.compactNullableString() : null
  reader.skipTaggedFields()
  return { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern }
}

export function encodeListTransactionsRequest(writer: Writer, input: ListTransactionsRequestInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('ListTransactionsRequest', version, 0, 2)
  const stateFilters = input.stateFilters
  writer.compactArrayLength(stateFilters.length)
  for (const item of stateFilters) writer.compactString(item)
  const producerIdFilters = input.producerIdFilters
  writer.compactArrayLength(producerIdFilters.length)
  for (const item of producerIdFilters) writer.int64(item)
  const durationFilter = input.durationFilter ?? -1
  if (version >= 1) {
    writer.int64(durationFilter)
  } else if (durationFilter !== -1) throw fieldNotInVersion('ListTransactionsRequest', 'durationFilter', version)
  const transactionalIdPattern = input.transactionalIdPattern ?? null
  if (version >= 2) {
    writer.compactNullableString(transactionalIdPattern)
  } else if (transactionalIdPattern !== null) throw fieldNotInVersion('ListTransactionsRequest', 'transactionalIdPattern', version)
  writer.noTaggedFields()
}

export interface ListTransactionsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  unknownStateFilters: string[]
  transactionStates: ListTransactionsResponseTransactionState[]
}

export interface ListTransactionsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly unknownStateFilters: readonly string[]
  readonly transactionStates: readonly ListTransactionsResponseTransactionStateInput[]
}

export interface ListTransactionsResponseTransactionState {
  transactionalId: TransactionalId
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  transactionState: string
}

export interface ListTransactionsResponseTransactionStateInput {
  readonly transactionalId: TransactionalId
  /** Producer id; -1 when there is none. */
  readonly producerId: ProducerId
  readonly transactionState: string
}

function decodeListTransactionsResponseTransactionState(reader: Reader, _version: number): ListTransactionsResponseTransactionState {
  const transactionalId = reader.compactString()
  const producerId = reader.int64()
  const transactionState = reader.compactString()
  reader.skipTaggedFields()
  return { transactionalId, producerId, transactionState }
}

function encodeListTransactionsResponseTransactionState(writer: Writer, input: ListTransactionsResponseTransactionStateInput, _version: number): void {
  writer.compactString(input.transactionalId)
  writer.int64(input.producerId)
  writer.compactString(input.transactionState)
  writer.noTaggedFields()
}

export function decodeListTransactionsResponse(reader: Reader, version: number): ListTransactionsResponse {
  if (version < 0 || version > 2) throw messageNotInVersion('ListTransactionsResponse', version, 0, 2)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const unknownStateFilters: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) unknownStateFilters.push(reader.compactString())
  }
  const transactionStates: ListTransactionsResponseTransactionState[] = []
  {
    const count = reader.compactArrayLength(11)
    for (let i = 0; i < count; i++) transactionStates.push(decodeListTransactionsResponseTransactionState(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, unknownStateFilters, transactionStates }
}

export function encodeListTransactionsResponse(writer: Writer, input: ListTransactionsResponseInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('ListTransactionsResponse', version, 0, 2)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const unknownStateFilters = input.unknownStateFilters
  writer.compactArrayLength(unknownStateFilters.length)
  for (const item of unknownStateFilters) writer.compactString(item)
  const transactionStates = input.transactionStates
  writer.compactArrayLength(transactionStates.length)
  for (const item of transactionStates) encodeListTransactionsResponseTransactionState(writer, item, version)
  writer.noTaggedFields()
}
