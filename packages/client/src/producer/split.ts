/**
 * A batch that the broker finds too large becomes smaller ones (the Java client's ProducerBatch.split): records keep
 * their order and their age; each part takes half of what the batch had, or `batchBytes` when that is smaller.
 */
import { readRecords, batchCompression, codecById } from '@odradek/protocol/internal'
import { PendingBatch } from './pending-batch.ts'

export function splitBatch(batch: PendingBatch, batchBytes: number): PendingBatch[] {
  const encoded = batch.encoded
  if (encoded === undefined) throw new Error('only a batch that was sent can be split')
  const compression = codecById(batchCompression(encoded, 0))?.name ?? 'none'
  const limit = Math.max(1, Math.min(batchBytes, Math.floor(batch.reservedBytes / 2)))
  const parts: PendingBatch[] = []
  let open: PendingBatch | undefined
  for (const record of readRecords(encoded)) {
    const headers = record.headers.map((header) => ({ key: header.key, value: header.value }))
    if (open === undefined || open.append(record.key, record.value, headers, record.timestamp, limit) < 0) {
      if (open !== undefined) open.closeReason = 'full'
      open = new PendingBatch({ topic: batch.topic, partition: batch.partition, compression, compressionLevel: batch.compressionLevel, capacityBytes: 0, nowMs: batch.openedAtMs })
      // The clock of the delivery timeout runs on, and so do the stages that its records went through.
      Object.assign(open.timings, batch.timings)
      open.append(record.key, record.value, headers, record.timestamp, limit)
      parts.push(open)
    }
  }
  for (const part of parts) part.closeReason ??= batch.closeReason ?? 'full'
  return parts
}
