// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { ProducerId, TransactionalId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface EndTxnRequest {
  transactionalId: TransactionalId
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  producerEpoch: number
  /** True commits, false aborts. */
  committed: boolean
}

export interface EndTxnRequestInput {
  readonly transactionalId: TransactionalId
  /** Producer id; -1 when there is none. */
  readonly producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  readonly producerEpoch: number
  /** True commits, false aborts. */
  readonly committed: boolean
}

export function decodeEndTxnRequest(reader: Reader, version: number): EndTxnRequest {
  if (version < 0 || version > 5) throw messageNotInVersion('EndTxnRequest', version, 0, 5)
  const flexible = version >= 3
  const transactionalId = flexible ? reader.compactString() : reader.string()
  const producerId = reader.int64Saturating()
  const producerEpoch = reader.int16()
  const committed = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, producerId, producerEpoch, committed }
}

export function encodeEndTxnRequest(writer: Writer, input: EndTxnRequestInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('EndTxnRequest', version, 0, 5)
  const flexible = version >= 3
  if (flexible) writer.compactString(input.transactionalId); else writer.string(input.transactionalId)
  writer.int64(input.producerId)
  writer.int16(input.producerEpoch)
  writer.bool(input.committed)
  if (flexible) writer.noTaggedFields()
}

export interface EndTxnResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** Producer id; -1 when there is none. From version 5. */
  producerId: ProducerId
  /** Producer epoch; -1 when there is none. From version 5. */
  producerEpoch: number
}

export interface EndTxnResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** Producer id; -1 when there is none. From version 5. Default -1. */
  readonly producerId?: ProducerId | undefined
  /** Producer epoch; -1 when there is none. From version 5. Default -1. */
  readonly producerEpoch?: number | undefined
}

export function decodeEndTxnResponse(reader: Reader, version: number): EndTxnResponse {
  if (version < 0 || version > 5) throw messageNotInVersion('EndTxnResponse', version, 0, 5)
  const flexible = version >= 3
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const producerId = version >= 5 ? reader.int64() : -1
  const producerEpoch = version >= 5 ? reader.int16() : -1
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, producerId, producerEpoch }
}

export function encodeEndTxnResponse(writer: Writer, input: EndTxnResponseInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('EndTxnResponse', version, 0, 5)
  const flexible = version >= 3
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const producerId = input.producerId ?? -1
  if (version >= 5) {
    writer.int64(producerId)
  }
  const producerEpoch = input.producerEpoch ?? -1
  if (version >= 5) {
    writer.int16(producerEpoch)
  }
  if (flexible) writer.noTaggedFields()
}
