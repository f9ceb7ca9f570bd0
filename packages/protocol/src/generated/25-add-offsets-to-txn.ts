// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, ProducerId, TransactionalId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface AddOffsetsToTxnRequest {
  transactionalId: TransactionalId
  /** Producer id; -1 when there is none. */
  producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  producerEpoch: number
  groupId: GroupId
}

export interface AddOffsetsToTxnRequestInput {
  readonly transactionalId: TransactionalId
  /** Producer id; -1 when there is none. */
  readonly producerId: ProducerId
  /** Producer epoch; -1 when there is none. */
  readonly producerEpoch: number
  readonly groupId: GroupId
}

export function decodeAddOffsetsToTxnRequest(reader: Reader, version: number): AddOffsetsToTxnRequest {
  if (version < 0 || version > 4) throw messageNotInVersion('AddOffsetsToTxnRequest', version, 0, 4)
  const flexible = version >= 3
  const transactionalId = flexible ? reader.compactString() : reader.string()
  const producerId = reader.int64Saturating()
  const producerEpoch = reader.int16()
  const groupId = flexible ? reader.compactString() : reader.string()
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, producerId, producerEpoch, groupId }
}

export function encodeAddOffsetsToTxnRequest(writer: Writer, input: AddOffsetsToTxnRequestInput, version: number): void {
  if (version < 0 || version > 4) throw messageNotInVersion('AddOffsetsToTxnRequest', version, 0, 4)
  const flexible = version >= 3
  if (flexible) writer.compactString(input.transactionalId); else writer.string(input.transactionalId)
  writer.int64(input.producerId)
  writer.int16(input.producerEpoch)
  if (flexible) writer.compactString(input.groupId); else writer.string(input.groupId)
  if (flexible) writer.noTaggedFields()
}

export interface AddOffsetsToTxnResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
}

export interface AddOffsetsToTxnResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
}

export function decodeAddOffsetsToTxnResponse(reader: Reader, version: number): AddOffsetsToTxnResponse {
  if (version < 0 || version > 4) throw messageNotInVersion('AddOffsetsToTxnResponse', version, 0, 4)
  const flexible = version >= 3
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode }
}

export function encodeAddOffsetsToTxnResponse(writer: Writer, input: AddOffsetsToTxnResponseInput, version: number): void {
  if (version < 0 || version > 4) throw messageNotInVersion('AddOffsetsToTxnResponse', version, 0, 4)
  const flexible = version >= 3
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}
