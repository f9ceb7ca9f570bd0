/**
 * Control records: what a broker writes into a partition besides data. Key: version int16, type int16. A transaction
 * marker's value: version int16, coordinator epoch int32 (`EndTransactionMarker`); KRaft's values are flexible messages
 * that are kept as bytes here.
 */
import { BatchBuilder } from './batch-builder.ts'
import { readInt16, readInt32, writeInt16, writeInt32 } from './big-endian.ts'
import { CorruptBatchError } from './errors.ts'

export type ControlType = 'abort' | 'commit' | 'leaderChange' | 'snapshotHeader' | 'snapshotFooter' | 'kraftVersion' |
  'kraftVoters' | 'unknown'

/** By their number. */
const TYPES: readonly ControlType[] = ['abort', 'commit', 'leaderChange', 'snapshotHeader', 'snapshotFooter',
  'kraftVersion', 'kraftVoters']

/** The type of a control record by its key; `unknown` for a type of the future. Throws CorruptBatchError. */
export function readControlType(key: Uint8Array | null): ControlType {
  if (key === null || key.length < 4) {
    throw new CorruptBatchError('INVALID_RECORD', 'a control record with a key of less than 4 bytes')
  }
  if (readInt16(key, 0) < 0) throw new CorruptBatchError('INVALID_RECORD', 'a control record with a negative version')
  return TYPES[readInt16(key, 2)] ?? 'unknown'
}

/** The key of a control record. */
export function controlKey(type: Exclude<ControlType, 'unknown'>): Buffer {
  const key = Buffer.alloc(4)
  writeInt16(key, 2, TYPES.indexOf(type))
  return key
}

export interface TransactionMarker {
  /** Whether the transaction was committed; else it was aborted. */
  committed: boolean
  /** Epoch of the coordinator that wrote the marker. */
  coordinatorEpoch: number
}

/** Reads a transaction marker; undefined for a control record of another type. Throws CorruptBatchError. */
export function readEndTxnMarker(key: Uint8Array | null, value: Uint8Array | null): TransactionMarker | undefined {
  const type = readControlType(key)
  if (type !== 'abort' && type !== 'commit') return undefined
  if (value === null || value.length < 6 || readInt16(value, 0) < 0) {
    throw new CorruptBatchError('INVALID_RECORD', 'a transaction marker with a malformed value')
  }
  return { committed: type === 'commit', coordinatorEpoch: readInt32(value, 2) }
}

/** The value of a transaction marker, version 0. */
export function endTxnMarkerValue(coordinatorEpoch: number): Buffer {
  const value = Buffer.alloc(6)
  writeInt32(value, 2, coordinatorEpoch)
  return value
}

export interface EndTxnBatchOptions extends TransactionMarker {
  producerId: number
  producerEpoch: number
  timestamp: number
  /** Default 0: the log sets it at append. */
  baseOffset?: number | undefined
  partitionLeaderEpoch?: number | undefined
}

/** A whole control batch with one transaction marker (`MemoryRecords.withEndTransactionMarker`). */
export function buildEndTxnBatch(options: EndTxnBatchOptions): Buffer {
  const builder = new BatchBuilder({
    baseOffset: options.baseOffset,
    partitionLeaderEpoch: options.partitionLeaderEpoch,
    producerId: options.producerId,
    producerEpoch: options.producerEpoch,
    isTransactional: true,
    isControl: true,
    initialCapacity: 128,
  })
  const key = controlKey(options.committed ? 'commit' : 'abort')
  builder.append(key, endTxnMarkerValue(options.coordinatorEpoch), undefined, options.timestamp)
  return builder.build()
}
