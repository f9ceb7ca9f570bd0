/**
 * The 61-byte header of a record batch v2 (magic 2, KIP-98), read and changed in place: every accessor takes
 * `(buffer, at)` where `at` is the first byte of the batch, and allocates nothing.
 *
 * Invariants: the accessors do no bounds check, so the caller knows that `BATCH_HEADER_SIZE` bytes are there (see
 * batch-iterator.ts). Base offset and partition leader epoch lie outside the CRC and may be set at will; every other
 * setter here redoes the CRC.
 */
import { crc32c } from '../wire/crc32c.ts'
import { readInt16, readInt32, readInt64, readUint32, writeInt16, writeInt32, writeInt64 } from './big-endian.ts'

/** Bytes of a batch before its first record. */
export const BATCH_HEADER_SIZE = 61
/** Bytes before the part that `batchLength` counts: base offset and batch length. */
export const LOG_OVERHEAD = 12
/** The only message format served. */
export const MAGIC_V2 = 2
/** First byte covered by the CRC. */
export const CRC_START = 21

export const BASE_OFFSET_AT = 0
export const BATCH_LENGTH_AT = 8
export const PARTITION_LEADER_EPOCH_AT = 12
export const MAGIC_AT = 16
export const CRC_AT = 17
export const ATTRIBUTES_AT = 21
export const LAST_OFFSET_DELTA_AT = 23
export const BASE_TIMESTAMP_AT = 27
export const MAX_TIMESTAMP_AT = 35
export const PRODUCER_ID_AT = 43
export const PRODUCER_EPOCH_AT = 51
export const BASE_SEQUENCE_AT = 53
export const RECORD_COUNT_AT = 57

/** Attribute bits. */
export const COMPRESSION_MASK = 0x07
export const TIMESTAMP_TYPE_MASK = 0x08
export const TRANSACTIONAL_MASK = 0x10
export const CONTROL_MASK = 0x20
export const DELETE_HORIZON_MASK = 0x40

/** "None" of the fields that have it. */
export const NO_TIMESTAMP = -1
export const NO_PRODUCER_ID = -1
export const NO_PRODUCER_EPOCH = -1
export const NO_SEQUENCE = -1
export const NO_PARTITION_LEADER_EPOCH = -1

/** Where a batch's timestamps come from: the producer (`CreateTime`) or the broker (`LogAppendTime`). */
export type TimestampType = 'CreateTime' | 'LogAppendTime'

export function batchBaseOffset(buffer: Uint8Array, at: number): number {
  return readInt64(buffer, at + BASE_OFFSET_AT)
}

/** The whole batch in bytes, header included; less than `BATCH_HEADER_SIZE` (even negative) in corrupt input. */
export function batchSizeInBytes(buffer: Uint8Array, at: number): number {
  return readInt32(buffer, at + BATCH_LENGTH_AT) + LOG_OVERHEAD
}

export function batchPartitionLeaderEpoch(buffer: Uint8Array, at: number): number {
  return readInt32(buffer, at + PARTITION_LEADER_EPOCH_AT)
}

export function batchMagic(buffer: Uint8Array, at: number): number {
  return (buffer[at + MAGIC_AT]! << 24) >> 24
}

/** The CRC32C the header states. */
export function batchCrc(buffer: Uint8Array, at: number): number {
  return readUint32(buffer, at + CRC_AT)
}

/** Whether the stated CRC is that of the bytes. The caller knows that the whole batch is in the buffer. */
export function batchCrcIsValid(buffer: Uint8Array, at: number): boolean {
  return batchCrc(buffer, at) === computeBatchCrc(buffer, at)
}

/** CRC32C over attributes to end, as it should be. */
export function computeBatchCrc(buffer: Uint8Array, at: number): number {
  return crc32c(buffer, at + CRC_START, at + batchSizeInBytes(buffer, at))
}

export function batchAttributes(buffer: Uint8Array, at: number): number {
  return readInt16(buffer, at + ATTRIBUTES_AT)
}

/** Compression codec id: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd; 5 to 7 are unknown. */
export function batchCompression(buffer: Uint8Array, at: number): number {
  return buffer[at + ATTRIBUTES_AT + 1]! & COMPRESSION_MASK
}

export function batchIsLogAppendTime(buffer: Uint8Array, at: number): boolean {
  return (buffer[at + ATTRIBUTES_AT + 1]! & TIMESTAMP_TYPE_MASK) !== 0
}

export function batchTimestampType(buffer: Uint8Array, at: number): TimestampType {
  return batchIsLogAppendTime(buffer, at) ? 'LogAppendTime' : 'CreateTime'
}

export function batchIsTransactional(buffer: Uint8Array, at: number): boolean {
  return (buffer[at + ATTRIBUTES_AT + 1]! & TRANSACTIONAL_MASK) !== 0
}

export function batchIsControl(buffer: Uint8Array, at: number): boolean {
  return (buffer[at + ATTRIBUTES_AT + 1]! & CONTROL_MASK) !== 0
}

/** Whether `baseTimestamp` holds the delete horizon of tombstones and markers (KIP-534). */
export function batchHasDeleteHorizon(buffer: Uint8Array, at: number): boolean {
  return (buffer[at + ATTRIBUTES_AT + 1]! & DELETE_HORIZON_MASK) !== 0
}

export function batchLastOffsetDelta(buffer: Uint8Array, at: number): number {
  return readInt32(buffer, at + LAST_OFFSET_DELTA_AT)
}

export function batchLastOffset(buffer: Uint8Array, at: number): number {
  return batchBaseOffset(buffer, at) + batchLastOffsetDelta(buffer, at)
}

export function batchBaseTimestamp(buffer: Uint8Array, at: number): number {
  return readInt64(buffer, at + BASE_TIMESTAMP_AT)
}

export function batchMaxTimestamp(buffer: Uint8Array, at: number): number {
  return readInt64(buffer, at + MAX_TIMESTAMP_AT)
}

/** The delete horizon in wall-clock ms, or undefined when the batch has none. */
export function batchDeleteHorizonMs(buffer: Uint8Array, at: number): number | undefined {
  return batchHasDeleteHorizon(buffer, at) ? batchBaseTimestamp(buffer, at) : undefined
}

export function batchProducerId(buffer: Uint8Array, at: number): number {
  return readInt64(buffer, at + PRODUCER_ID_AT)
}

export function batchProducerEpoch(buffer: Uint8Array, at: number): number {
  return readInt16(buffer, at + PRODUCER_EPOCH_AT)
}

export function batchBaseSequence(buffer: Uint8Array, at: number): number {
  return readInt32(buffer, at + BASE_SEQUENCE_AT)
}

/**
 * Sequence of the last record: base + last offset delta, wrapping from 2^31 - 1 to 0; `NO_SEQUENCE` without one
 * (`DefaultRecordBatch.lastSequence`).
 */
export function batchLastSequence(buffer: Uint8Array, at: number): number {
  const base = batchBaseSequence(buffer, at)
  return base === NO_SEQUENCE ? NO_SEQUENCE : incrementSequence(base, batchLastOffsetDelta(buffer, at))
}

/** `sequence + increment` in the ring 0 … 2^31 - 1 (`DefaultRecordBatch.incrementSequence`). */
export function incrementSequence(sequence: number, increment: number): number {
  return sequence > 2147483647 - increment ? increment - (2147483647 - sequence) - 1 : sequence + increment
}

/** `sequence - decrement` in the ring 0 … 2^31 - 1. */
export function decrementSequence(sequence: number, decrement: number): number {
  return sequence < decrement ? 2147483647 - (decrement - sequence) + 1 : sequence - decrement
}

export function batchRecordCount(buffer: Uint8Array, at: number): number {
  return readInt32(buffer, at + RECORD_COUNT_AT)
}

/** Sets the offset of the first record. Outside the CRC. */
export function setBaseOffset(buffer: Uint8Array, at: number, baseOffset: number): void {
  writeInt64(buffer, at + BASE_OFFSET_AT, baseOffset)
}

/** Sets the epoch of the leader that appended the batch. Outside the CRC. */
export function setPartitionLeaderEpoch(buffer: Uint8Array, at: number, epoch: number): void {
  writeInt32(buffer, at + PARTITION_LEADER_EPOCH_AT, epoch)
}

/** Sets the maximal timestamp and the timestamp type, then redoes the CRC when anything changed. */
export function setMaxTimestampAndType(buffer: Uint8Array, at: number, type: TimestampType, maxTimestamp: number): void {
  if (batchTimestampType(buffer, at) === type && batchMaxTimestamp(buffer, at) === maxTimestamp) return
  const low = buffer[at + ATTRIBUTES_AT + 1]!
  buffer[at + ATTRIBUTES_AT + 1] = type === 'LogAppendTime' ? low | TIMESTAMP_TYPE_MASK : low & ~TIMESTAMP_TYPE_MASK
  writeInt64(buffer, at + MAX_TIMESTAMP_AT, maxTimestamp)
  updateBatchCrc(buffer, at)
}

/** Sets producer id, epoch and base sequence (a retry after an epoch bump), then redoes the CRC. */
export function setProducerState(
  buffer: Uint8Array, at: number, producerId: number, producerEpoch: number, baseSequence: number,
): void {
  writeInt64(buffer, at + PRODUCER_ID_AT, producerId)
  writeInt16(buffer, at + PRODUCER_EPOCH_AT, producerEpoch)
  writeInt32(buffer, at + BASE_SEQUENCE_AT, baseSequence)
  updateBatchCrc(buffer, at)
}

/** Computes the CRC of the batch and stores it. */
export function updateBatchCrc(buffer: Uint8Array, at: number): void {
  writeInt32(buffer, at + CRC_AT, computeBatchCrc(buffer, at))
}

/** All fields of a header, for places where clearness counts more than an allocation. */
export interface BatchHeader {
  baseOffset: number
  lastOffset: number
  nextOffset: number
  sizeInBytes: number
  partitionLeaderEpoch: number
  magic: number
  crc: number
  attributes: number
  compression: number
  timestampType: TimestampType
  isTransactional: boolean
  isControl: boolean
  deleteHorizonMs: number | undefined
  lastOffsetDelta: number
  baseTimestamp: number
  maxTimestamp: number
  producerId: number
  producerEpoch: number
  baseSequence: number
  lastSequence: number
  recordCount: number
}

/** Reads a whole header into an object. `BATCH_HEADER_SIZE` bytes must be there. */
export function readBatchHeader(buffer: Uint8Array, at: number = 0): BatchHeader {
  const lastOffset = batchLastOffset(buffer, at)
  return {
    baseOffset: batchBaseOffset(buffer, at),
    lastOffset,
    nextOffset: lastOffset + 1,
    sizeInBytes: batchSizeInBytes(buffer, at),
    partitionLeaderEpoch: batchPartitionLeaderEpoch(buffer, at),
    magic: batchMagic(buffer, at),
    crc: batchCrc(buffer, at),
    attributes: batchAttributes(buffer, at),
    compression: batchCompression(buffer, at),
    timestampType: batchTimestampType(buffer, at),
    isTransactional: batchIsTransactional(buffer, at),
    isControl: batchIsControl(buffer, at),
    deleteHorizonMs: batchDeleteHorizonMs(buffer, at),
    lastOffsetDelta: batchLastOffsetDelta(buffer, at),
    baseTimestamp: batchBaseTimestamp(buffer, at),
    maxTimestamp: batchMaxTimestamp(buffer, at),
    producerId: batchProducerId(buffer, at),
    producerEpoch: batchProducerEpoch(buffer, at),
    baseSequence: batchBaseSequence(buffer, at),
    lastSequence: batchLastSequence(buffer, at),
    recordCount: batchRecordCount(buffer, at),
  }
}
