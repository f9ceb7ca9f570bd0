// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface AbortedTxn {
  /** Producer id; -1 when there is none. */
  producerId: number
  firstOffset: number
  lastOffset: number
  /** Offset before which every transaction is decided; -1 when unknown. */
  lastStableOffset: number
}

export interface AbortedTxnInput {
  /** Producer id; -1 when there is none. */
  readonly producerId: number
  readonly firstOffset: number
  readonly lastOffset: number
  /** Offset before which every transaction is decided; -1 when unknown. */
  readonly lastStableOffset: number
}

export function decodeAbortedTxn(reader: Reader, version: number): AbortedTxn {
  if (version !== 0) throw messageNotInVersion('AbortedTxn', version, 0, 0)
  const producerId = reader.int64Saturating()
  const firstOffset = reader.int64Saturating()
  const lastOffset = reader.int64Saturating()
  const lastStableOffset = reader.int64Saturating()
  return { producerId, firstOffset, lastOffset, lastStableOffset }
}

export function encodeAbortedTxn(writer: Writer, input: AbortedTxnInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('AbortedTxn', version, 0, 0)
  writer.int64(input.producerId)
  writer.int64(input.firstOffset)
  writer.int64(input.lastOffset)
  writer.int64(input.lastStableOffset)
}

export const abortedTxnCodec: RecordCodec<AbortedTxn, AbortedTxnInput> = {
  name: 'AbortedTxn', kind: 'data', recordType: -1,
  versions: { min: 0, max: 0 },
  decode: decodeAbortedTxn, encode: encodeAbortedTxn,
}
