/**
 * Reads a partition of __consumer_offsets into a shard: batches in log order, compressed ones included, transactional
 * offsets held back until their marker, records of other types skipped.
 */
import {
  batches, batchIsTransactional, batchProducerId, readEndTxnMarker, type RecordReader,
} from '@odradek/protocol/internal'
import { decodeRecord, type LogBytes } from '../records/record-codec.ts'
import type { Shard } from './shard.ts'

export interface LoadCounts {
  records: number
  /** Records of types that this coordinator does not know. */
  skipped: number
}

/**
 * Replays whole batches; `chunk` is borrowed for the call.
 * @throws CorruptBatchError, DecodeError, UnsupportedVersionError: the partition cannot be served from such a log.
 */
export function replayBatches(shard: Shard, chunk: LogBytes, reader: RecordReader, counts: LoadCounts): void {
  for (const at of batches(chunk)) {
    reader.open(chunk, at)
    const producerId = batchIsTransactional(chunk, at) ? batchProducerId(chunk, at) : undefined
    while (reader.next()) {
      counts.records++
      const { buffer, keyStart, keyLength, valueStart, valueLength } = reader
      const key = keyLength < 0 ? null : buffer.subarray(keyStart, keyStart + keyLength)
      const value = valueLength < 0 ? null : buffer.subarray(valueStart, valueStart + valueLength)
      if (reader.isControl) {
        const marker = readEndTxnMarker(key, value)
        if (marker !== undefined && producerId !== undefined) shard.replayMarker(producerId, marker.committed)
        continue
      }
      const record = key === null ? undefined : decodeRecord(key, value)
      if (record === undefined) counts.skipped++
      else shard.replay(record, reader.offset, producerId)
    }
  }
}
