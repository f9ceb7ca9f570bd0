/**
 * Producer-state snapshots (`<20-digit offset>.snapshot`): the state as it was when the log ended at that offset, in
 * Apache Kafka's `ProducerSnapshot` version 1: version int16, CRC32C of all that follows it, entries.
 */
import { crc32c } from '@odradek/protocol/internal'
import { putInt64, safeInt64 } from './index/safe-int64.ts'
import type { ProducerEntry } from './producer-state.ts'

const HEAD_BYTES = 10
const ENTRY_BYTES = 46
const CRC_AT = 2
const CRC_FROM = 6

export function encodeProducerSnapshot(all: readonly ProducerEntry[]): Buffer {
  const buffer = Buffer.alloc(HEAD_BYTES + all.length * ENTRY_BYTES)
  buffer.writeInt16BE(1, 0)
  buffer.writeInt32BE(all.length, 6)
  let at = HEAD_BYTES
  for (const entry of all) {
    const last = entry.batches.at(-1)
    putInt64(buffer, at, entry.producerId)
    buffer.writeInt16BE(entry.epoch, at + 8)
    buffer.writeInt32BE(last?.lastSequence ?? -1, at + 10)
    putInt64(buffer, at + 14, last?.lastOffset ?? -1)
    buffer.writeInt32BE(last?.offsetDelta ?? 0, at + 22)
    putInt64(buffer, at + 26, entry.lastTimestamp)
    buffer.writeInt32BE(entry.coordinatorEpoch, at + 34)
    putInt64(buffer, at + 38, entry.transactionStart)
    at += ENTRY_BYTES
  }
  buffer.writeUInt32BE(crc32c(buffer, CRC_FROM), CRC_AT)
  return buffer
}

/** What tells one snapshot from another: its own checksum. */
export function snapshotCrc(snapshot: Buffer): number {
  return snapshot.readUInt32BE(CRC_AT)
}

/** Undefined when the bytes are not a snapshot: an older one, or the log itself, serves then. */
export function decodeProducerSnapshot(buffer: Buffer): ProducerEntry[] | undefined {
  if (buffer.length < HEAD_BYTES || buffer.readInt16BE(0) !== 1) return undefined
  if (buffer.readUInt32BE(CRC_AT) !== crc32c(buffer, CRC_FROM)) return undefined
  const count = buffer.readInt32BE(6)
  if (count < 0 || buffer.length !== HEAD_BYTES + count * ENTRY_BYTES) return undefined
  const entries: ProducerEntry[] = []
  for (let at = HEAD_BYTES; at < buffer.length; at += ENTRY_BYTES) {
    const lastOffset = safeInt64(buffer, at + 14)
    const lastTimestamp = safeInt64(buffer, at + 26)
    const batch = {
      lastSequence: buffer.readInt32BE(at + 10),
      lastOffset,
      offsetDelta: buffer.readInt32BE(at + 22),
      timestamp: lastTimestamp,
    }
    entries.push({
      producerId: safeInt64(buffer, at),
      epoch: buffer.readInt16BE(at + 8),
      coordinatorEpoch: buffer.readInt32BE(at + 34),
      lastTimestamp,
      transactionStart: safeInt64(buffer, at + 38),
      // A producer of which only a marker is known has no batch (`ProducerStateManager.readSnapshot`).
      batches: lastOffset >= 0 ? [batch] : [],
    })
  }
  return entries
}
