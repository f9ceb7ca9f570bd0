// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, ProducerId, TransactionalId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface AddOffsetsToTxnRequest {
  transactionalId: TransactionalId
  producerId: ProducerId
  producerEpoch: number
  groupId: GroupId
}

export interface AddOffsetsToTxnRequestInput {
  readonly transactionalId: TransactionalId
  readonly producerId: ProducerId
  readonly producerEpoch: number
  readonly groupId: GroupId
}

export function decodeAddOffsetsToTxnRequest(reader: Reader, version: number): AddOffsetsToTxnRequest {
  if (version < 0 || version > 4) throw messageNotInVersion('AddOffsetsToTxnRequest', version, 0, 4)
  const flexible = version >= 3
  const transactionalId = flexible ? reader.compactString() : reader.string()
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  const groupId = flexible ? reader.compactString() : reader.string()
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, producerId, producerEpoch, groupId }
}

export function encodeAddOffsetsToTxnRequest(writer: Writer, input: AddOffsetsToTxnRequestInput, version: number): void {
  if (version < 0 || version > 4) throw messageNotInVersion('AddOffsetsToTxnRequest', version, 0, 4)
  const flexible = version >= 3
  const transactionalId = input.transactionalId
  if (flexible) writer.compactString(transactionalId); else writer.string(transactionalId)
  const producerId = input.producerId
  writer.int64(producerId)
  const producerEpoch = input.producerEpoch
  writer.int16(producerEpoch)
  const groupId = input.groupId
  if (flexible) writer.compactString(groupId); else writer.string(groupId)
  if (flexible) writer.noTaggedFields()
}

export interface AddOffsetsToTxnResponse {
  throttleTimeMs: number
  errorCode: number
}

export interface AddOffsetsToTxnResponseInput {
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
  const throttleTimeMs = input.throttleTimeMs
  writer.int32(throttleTimeMs)
  const errorCode = input.errorCode
  writer.int16(errorCode)
  if (flexible) writer.noTaggedFields()
}
