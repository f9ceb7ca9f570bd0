// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface TransactionLogKey {
  transactionalId: string
}

export interface TransactionLogKeyInput {
  readonly transactionalId: string
}

export function decodeTransactionLogKey(reader: Reader, version: number): TransactionLogKey {
  if (version !== 0) throw messageNotInVersion('TransactionLogKey', version, 0, 0)
  const transactionalId = reader.string()
  return { transactionalId }
}

export function encodeTransactionLogKey(writer: Writer, input: TransactionLogKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('TransactionLogKey', version, 0, 0)
  writer.string(input.transactionalId)
}

export interface TransactionLogValue {
  /** Producer id; -1 when there is none. */
  producerId: number
  /** From version 1. */
  previousProducerId: number
  /** From version 1. */
  nextProducerId: number
  /** Producer epoch; -1 when there is none. */
  producerEpoch: number
  /** From version 1. */
  nextProducerEpoch: number
  /** After this time without an end the coordinator aborts the transaction. */
  transactionTimeoutMs: number
  /** 0 empty, 1 ongoing, 2/3 prepare commit/abort, 4/5 complete commit/abort, 6 dead, 7 fencing. */
  transactionStatus: number
  /** Partitions of the transaction; null when it is empty. */
  transactionPartitions: TransactionLogValuePartitionsSchema[] | null
  transactionLastUpdateTimestampMs: number
  transactionStartTimestampMs: number
  /** Version of the transaction protocol that the client speaks. From version 1. */
  clientTransactionVersion: number
}

export interface TransactionLogValueInput {
  /** Producer id; -1 when there is none. */
  readonly producerId: number
  /** From version 1. Default -1. */
  readonly previousProducerId?: number | undefined
  /** From version 1. Default -1. */
  readonly nextProducerId?: number | undefined
  /** Producer epoch; -1 when there is none. */
  readonly producerEpoch: number
  /** From version 1. Default -1. */
  readonly nextProducerEpoch?: number | undefined
  /** After this time without an end the coordinator aborts the transaction. */
  readonly transactionTimeoutMs: number
  /** 0 empty, 1 ongoing, 2/3 prepare commit/abort, 4/5 complete commit/abort, 6 dead, 7 fencing. */
  readonly transactionStatus: number
  /** Partitions of the transaction; null when it is empty. Left out: empty. */
  readonly transactionPartitions?: readonly TransactionLogValuePartitionsSchemaInput[] | null | undefined
  readonly transactionLastUpdateTimestampMs: number
  readonly transactionStartTimestampMs: number
  /** Version of the transaction protocol that the client speaks. From version 1. Default 0. */
  readonly clientTransactionVersion?: number | undefined
}

export interface TransactionLogValuePartitionsSchema {
  topic: string
  partitionIds: number[]
}

export interface TransactionLogValuePartitionsSchemaInput {
  readonly topic: string
  readonly partitionIds: readonly number[]
}

function decodeTransactionLogValuePartitionsSchema(reader: Reader, version: number): TransactionLogValuePartitionsSchema {
  const flexible = version >= 1
  const topic = flexible ? reader.compactString() : reader.string()
  const partitionIds: number[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitionIds.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { topic, partitionIds }
}

function encodeTransactionLogValuePartitionsSchema(writer: Writer, input: TransactionLogValuePartitionsSchemaInput, version: number): void {
  const flexible = version >= 1
  if (flexible) writer.compactString(input.topic); else writer.string(input.topic)
  const partitionIds = input.partitionIds
  if (flexible) writer.compactArrayLength(partitionIds.length); else writer.arrayLength(partitionIds.length)
  for (const item of partitionIds) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

export function decodeTransactionLogValue(reader: Reader, version: number): TransactionLogValue {
  if (version < 0 || version > 1) throw messageNotInVersion('TransactionLogValue', version, 0, 1)
  const flexible = version >= 1
  const producerId = reader.int64Saturating()
  const producerEpoch = reader.int16()
  const transactionTimeoutMs = reader.int32()
  const transactionStatus = reader.int8()
  let transactionPartitions: TransactionLogValuePartitionsSchema[] | null = []
  {
    const count = flexible ? reader.compactNullableArrayLength(3) : reader.nullableArrayLength(6)
    if (count < 0) {
      transactionPartitions = null
    } else {
      const items: TransactionLogValuePartitionsSchema[] = []
      for (let i = 0; i < count; i++) items.push(decodeTransactionLogValuePartitionsSchema(reader, version))
      transactionPartitions = items
    }
  }
  const transactionLastUpdateTimestampMs = reader.int64Saturating()
  const transactionStartTimestampMs = reader.int64Saturating()
  let previousProducerId: number = -1
  let nextProducerId: number = -1
  let nextProducerEpoch: number = -1
  let clientTransactionVersion: number = 0
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          previousProducerId = reader.int64Saturating()
          break
        }
        case 1: {
          nextProducerId = reader.int64Saturating()
          break
        }
        case 3: {
          nextProducerEpoch = reader.int16()
          break
        }
        case 2: {
          clientTransactionVersion = reader.int16()
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { producerId, previousProducerId, nextProducerId, producerEpoch, nextProducerEpoch, transactionTimeoutMs, transactionStatus, transactionPartitions, transactionLastUpdateTimestampMs, transactionStartTimestampMs, clientTransactionVersion }
}

export function encodeTransactionLogValue(writer: Writer, input: TransactionLogValueInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('TransactionLogValue', version, 0, 1)
  const flexible = version >= 1
  writer.int64(input.producerId)
  writer.int16(input.producerEpoch)
  writer.int32(input.transactionTimeoutMs)
  writer.int8(input.transactionStatus)
  const transactionPartitions = input.transactionPartitions === undefined ? [] : input.transactionPartitions
  if (flexible) writer.compactArrayLength(transactionPartitions === null ? -1 : transactionPartitions.length); else writer.arrayLength(transactionPartitions === null ? -1 : transactionPartitions.length)
  if (transactionPartitions !== null) for (const item of transactionPartitions) encodeTransactionLogValuePartitionsSchema(writer, item, version)
  writer.int64(input.transactionLastUpdateTimestampMs)
  writer.int64(input.transactionStartTimestampMs)
  const previousProducerId = input.previousProducerId ?? -1
  if (!(version >= 1) && previousProducerId !== -1) throw fieldNotInVersion('TransactionLogValue', 'previousProducerId', version)
  const nextProducerId = input.nextProducerId ?? -1
  if (!(version >= 1) && nextProducerId !== -1) throw fieldNotInVersion('TransactionLogValue', 'nextProducerId', version)
  const clientTransactionVersion = input.clientTransactionVersion ?? 0
  if (!(version >= 1) && clientTransactionVersion !== 0) throw fieldNotInVersion('TransactionLogValue', 'clientTransactionVersion', version)
  const nextProducerEpoch = input.nextProducerEpoch ?? -1
  if (!(version >= 1) && nextProducerEpoch !== -1) throw fieldNotInVersion('TransactionLogValue', 'nextProducerEpoch', version)
  if (flexible) {
    let tags = 0
    if (previousProducerId !== -1) tags++
    if (nextProducerId !== -1) tags++
    if (clientTransactionVersion !== 0) tags++
    if (nextProducerEpoch !== -1) tags++
    writer.uvarint(tags)
    if (previousProducerId !== -1) {
      const mark = writer.beginTagged(0)
      writer.int64(previousProducerId)
      writer.endTagged(mark)
    }
    if (nextProducerId !== -1) {
      const mark = writer.beginTagged(1)
      writer.int64(nextProducerId)
      writer.endTagged(mark)
    }
    if (clientTransactionVersion !== 0) {
      const mark = writer.beginTagged(2)
      writer.int16(clientTransactionVersion)
      writer.endTagged(mark)
    }
    if (nextProducerEpoch !== -1) {
      const mark = writer.beginTagged(3)
      writer.int16(nextProducerEpoch)
      writer.endTagged(mark)
    }
  }
}

export const transactionLogKeyCodec: RecordCodec<TransactionLogKey, TransactionLogKeyInput> = {
  name: 'TransactionLogKey', kind: 'key', recordType: 0,
  versions: { min: 0, max: 0 },
  decode: decodeTransactionLogKey, encode: encodeTransactionLogKey,
}

export const transactionLogValueCodec: RecordCodec<TransactionLogValue, TransactionLogValueInput> = {
  name: 'TransactionLogValue', kind: 'value', recordType: 0,
  versions: { min: 0, max: 1 },
  decode: decodeTransactionLogValue, encode: encodeTransactionLogValue,
}
