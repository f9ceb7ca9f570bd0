// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { ProducerId, TransactionalId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface InitProducerIdRequest {
  /** Null for a producer that is only idempotent. */
  transactionalId: TransactionalId | null
  /** After this time without an end the coordinator aborts the transaction. */
  transactionTimeoutMs: number
  /** Producer id; -1 when there is none. From version 3. */
  producerId: ProducerId
  /** Producer epoch; -1 when there is none. From version 3. */
  producerEpoch: number
  /** True: an outside coordinator decides the transaction (KIP-939). From version 6. */
  enable2Pc: boolean
  /** True: take up a prepared transaction instead of aborting it (KIP-939). From version 6. */
  keepPreparedTxn: boolean
}

export interface InitProducerIdRequestInput {
  /** Null for a producer that is only idempotent. Left out: empty. */
  readonly transactionalId?: TransactionalId | null | undefined
  /** After this time without an end the coordinator aborts the transaction. */
  readonly transactionTimeoutMs: number
  /** Producer id; -1 when there is none. From version 3. Default -1. */
  readonly producerId?: ProducerId | undefined
  /** Producer epoch; -1 when there is none. From version 3. Default -1. */
  readonly producerEpoch?: number | undefined
  /** True: an outside coordinator decides the transaction (KIP-939). From version 6. Default false. */
  readonly enable2Pc?: boolean | undefined
  /** True: take up a prepared transaction instead of aborting it (KIP-939). From version 6. Default false. */
  readonly keepPreparedTxn?: boolean | undefined
}

export function decodeInitProducerIdRequest(reader: Reader, version: number): InitProducerIdRequest {
  if (version < 0 || version > 6) throw messageNotInVersion('InitProducerIdRequest', version, 0, 6)
  const flexible = version >= 2
  const transactionalId = flexible ? reader.compactNullableString() : reader.nullableString()
  const transactionTimeoutMs = reader.int32()
  const producerId = version >= 3 ? reader.int64Saturating() : -1
  const producerEpoch = version >= 3 ? reader.int16() : -1
  const enable2Pc = version >= 6 ? reader.bool() : false
  const keepPreparedTxn = version >= 6 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, transactionTimeoutMs, producerId, producerEpoch, enable2Pc, keepPreparedTxn }
}

export function encodeInitProducerIdRequest(writer: Writer, input: InitProducerIdRequestInput, version: number): void {
  if (version < 0 || version > 6) throw messageNotInVersion('InitProducerIdRequest', version, 0, 6)
  const flexible = version >= 2
  const transactionalId = input.transactionalId === undefined ? '' : input.transactionalId
  if (flexible) writer.compactNullableString(transactionalId); else writer.nullableString(transactionalId)
  writer.int32(input.transactionTimeoutMs)
  const producerId = input.producerId ?? -1
  if (version >= 3) {
    writer.int64(producerId)
  } else if (producerId !== -1) throw fieldNotInVersion('InitProducerIdRequest', 'producerId', version)
  const producerEpoch = input.producerEpoch ?? -1
  if (version >= 3) {
    writer.int16(producerEpoch)
  } else if (producerEpoch !== -1) throw fieldNotInVersion('InitProducerIdRequest', 'producerEpoch', version)
  const enable2Pc = input.enable2Pc ?? false
  if (version >= 6) {
    writer.bool(enable2Pc)
  } else if (enable2Pc) throw fieldNotInVersion('InitProducerIdRequest', 'enable2Pc', version)
  const keepPreparedTxn = input.keepPreparedTxn ?? false
  if (version >= 6) {
    writer.bool(keepPreparedTxn)
  } else if (keepPreparedTxn) throw fieldNotInVersion('InitProducerIdRequest', 'keepPreparedTxn', version)
  if (flexible) writer.noTaggedFields()
}

export interface InitProducerIdResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  producerEpoch: number
  /** From version 6. */
  ongoingTxnProducerId: ProducerId
  /** From version 6. */
  ongoingTxnProducerEpoch: number
}

export interface InitProducerIdResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** Producer id; -1 when there is none. Default -1. */
  readonly producerId?: ProducerId | undefined
  /** Producer epoch; -1 when there is none. */
  readonly producerEpoch: number
  /** From version 6. Default -1. */
  readonly ongoingTxnProducerId?: ProducerId | undefined
  /** From version 6. Default -1. */
  readonly ongoingTxnProducerEpoch?: number | undefined
}

export function decodeInitProducerIdResponse(reader: Reader, version: number): InitProducerIdResponse {
  if (version < 0 || version > 6) throw messageNotInVersion('InitProducerIdResponse', version, 0, 6)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  const ongoingTxnProducerId = version >= 6 ? reader.int64() : -1
  const ongoingTxnProducerEpoch = version >= 6 ? reader.int16() : -1
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, producerId, producerEpoch, ongoingTxnProducerId, ongoingTxnProducerEpoch }
}

export function encodeInitProducerIdResponse(writer: Writer, input: InitProducerIdResponseInput, version: number): void {
  if (version < 0 || version > 6) throw messageNotInVersion('InitProducerIdResponse', version, 0, 6)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  writer.int64(input.producerId ?? -1)
  writer.int16(input.producerEpoch)
  const ongoingTxnProducerId = input.ongoingTxnProducerId ?? -1
  if (version >= 6) {
    writer.int64(ongoingTxnProducerId)
  } else if (ongoingTxnProducerId !== -1) throw fieldNotInVersion('InitProducerIdResponse', 'ongoingTxnProducerId', version)
  const ongoingTxnProducerEpoch = input.ongoingTxnProducerEpoch ?? -1
  if (version >= 6) {
    writer.int16(ongoingTxnProducerEpoch)
  } else if (ongoingTxnProducerEpoch !== -1) throw fieldNotInVersion('InitProducerIdResponse', 'ongoingTxnProducerEpoch', version)
  if (flexible) writer.noTaggedFields()
}
