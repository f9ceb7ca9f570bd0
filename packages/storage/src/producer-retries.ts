/**
 * What a producer snapshot has no place for: the batches before the last of each producer, which a client may send again
 * as well (`<20-digit offset>.retries`, beside the snapshot of that offset). Ours alone; Apache Kafka neither writes nor reads it.
 *
 * Big-endian: version int16 = 1; CRC32C of all that follows it; CRC of the snapshot it belongs to; count int32; then for
 * each producer with more than one batch its id int64, how many int8, and of each, oldest first: last sequence int32, last
 * offset int64, offset delta int32, timestamp int64.
 *
 * Invariants: never needed to open a log, only to know more; a file that is damaged, or of another snapshot, says nothing.
 */
import { crc32c } from '@odradek/protocol/internal'
import { putInt64, safeInt64 } from './index/safe-int64.ts'
import { snapshotCrc } from './producer-snapshot.ts'
import { BATCHES_TO_RETAIN } from './producer-state.ts'
import type { ProducerBatch, ProducerEntry } from './producer-state.ts'

const VERSION = 1
const CRC_AT = 2
const CRC_FROM = 6
const SNAPSHOT_CRC_AT = 6
const COUNT_AT = 10
const HEAD_BYTES = 14
const PRODUCER_BYTES = 9
const BATCH_BYTES = 24

/** Undefined: not even the file is called for, since the snapshot has no producer. */
export function encodeRetries(entries: readonly ProducerEntry[], snapshot: Buffer): Buffer | undefined {
  if (entries.length === 0) return undefined
  let producers = 0
  let earlier = 0
  for (const { batches } of entries) {
    if (batches.length < 2) continue
    producers++
    earlier += batches.length - 1
  }
  const buffer = Buffer.alloc(HEAD_BYTES + producers * PRODUCER_BYTES + earlier * BATCH_BYTES)
  buffer.writeInt16BE(VERSION, 0)
  buffer.writeUInt32BE(snapshotCrc(snapshot), SNAPSHOT_CRC_AT)
  buffer.writeInt32BE(producers, COUNT_AT)
  let at = HEAD_BYTES
  for (const { producerId, batches } of entries) {
    if (batches.length < 2) continue
    putInt64(buffer, at, producerId)
    buffer.writeInt8(batches.length - 1, at + 8)
    at += PRODUCER_BYTES
    for (let index = 0; index < batches.length - 1; index++, at += BATCH_BYTES) {
      const batch = batches[index]!
      buffer.writeInt32BE(batch.lastSequence, at)
      putInt64(buffer, at + 4, batch.lastOffset)
      buffer.writeInt32BE(batch.offsetDelta, at + 12)
      putInt64(buffer, at + 16, batch.timestamp)
    }
  }
  buffer.writeUInt32BE(crc32c(buffer, CRC_FROM), CRC_AT)
  return buffer
}

/** By producer id, oldest first; undefined when the bytes are damaged or belong to another snapshot. */
export function decodeRetries(buffer: Buffer, snapshot: Buffer): Map<number, ProducerBatch[]> | undefined {
  if (buffer.length < HEAD_BYTES || buffer.readInt16BE(0) !== VERSION) return undefined
  if (buffer.readUInt32BE(CRC_AT) !== crc32c(buffer, CRC_FROM)) return undefined
  if (buffer.readUInt32BE(SNAPSHOT_CRC_AT) !== snapshotCrc(snapshot)) return undefined
  const byProducer = new Map<number, ProducerBatch[]>()
  let at = HEAD_BYTES
  for (let left = buffer.readInt32BE(COUNT_AT); left > 0; left--) {
    if (at + PRODUCER_BYTES > buffer.length) return undefined
    const producerId = safeInt64(buffer, at)
    const count = buffer.readInt8(at + 8)
    at += PRODUCER_BYTES
    if (count < 1 || count >= BATCHES_TO_RETAIN || at + count * BATCH_BYTES > buffer.length) return undefined
    const batches: ProducerBatch[] = []
    for (const end = at + count * BATCH_BYTES; at < end; at += BATCH_BYTES) {
      batches.push({
        lastSequence: buffer.readInt32BE(at),
        lastOffset: safeInt64(buffer, at + 4),
        offsetDelta: buffer.readInt32BE(at + 12),
        timestamp: safeInt64(buffer, at + 16),
      })
    }
    byProducer.set(producerId, batches)
  }
  return at === buffer.length ? byProducer : undefined
}
