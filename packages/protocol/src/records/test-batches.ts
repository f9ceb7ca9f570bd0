/** Arbitrary batches and hand-made ones, for the tests of this folder. */
import {
  type Arbitrary, array, constant, constantFrom, integer, maxSafeInteger, oneof, option, record, string, uint8Array,
} from 'fast-check'
import { BatchBuilder, type BatchBuilderOptions, type HeaderToWrite } from './batch-builder.ts'
import { BATCH_HEADER_SIZE, updateBatchCrc } from './batch-header.ts'
import { writeInt16, writeInt32, writeInt64 } from './big-endian.ts'
import { type CompressionName, codecByName } from './compression/index.ts'
import { writeVarint, writeVarlong } from './varint.ts'

export const compressions: readonly CompressionName[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

export interface TestRecord {
  key: Uint8Array | string | null
  value: Uint8Array | string | null
  headers: HeaderToWrite[]
  timestamp: number
}

const bytes: Arbitrary<Uint8Array | string | null> = oneof(
  constant(null), uint8Array({ maxLength: 80 }), string({ maxLength: 80 }), string({ unit: 'binary', maxLength: 40 }),
  uint8Array({ minLength: 100, maxLength: 400 }).map((seed) => Buffer.concat(Array.from({ length: 40 }, () => seed))),
)

export const anyRecord: Arbitrary<TestRecord> = record({
  key: bytes,
  value: bytes,
  headers: array(record({ key: string({ unit: 'binary', maxLength: 10 }), value: bytes }), { maxLength: 4 }),
  timestamp: oneof(integer({ min: 1699999000000, max: 1700001000000 }), constant(-1), constant(0),
    maxSafeInteger().map((value) => Math.floor(Math.abs(value) / 4))),
})

export const anyRecords: Arbitrary<TestRecord[]> = array(anyRecord, { minLength: 1, maxLength: 30 })

export const anyOptions: Arbitrary<BatchBuilderOptions> = record({
  compression: constantFrom(...compressions),
  baseOffset: option(maxSafeInteger().map((value) => Math.floor(Math.abs(value) / 2)), { nil: undefined }),
  partitionLeaderEpoch: integer({ min: -1 }),
  producerId: maxSafeInteger(),
  producerEpoch: integer({ min: -1, max: 32767 }),
  baseSequence: integer({ min: -1 }),
  isTransactional: constantFrom(true, false),
  isControl: constantFrom(true, false),
  initialCapacity: integer({ min: 0, max: 2000 }),
})

export function build(records: readonly TestRecord[], options: BatchBuilderOptions = {}): Buffer {
  const builder = new BatchBuilder(options)
  for (const { key, value, headers, timestamp } of records) builder.append(key, value, headers, timestamp)
  return builder.build()
}

/** What reading gives back for what was written. */
export function asBuffer(value: Uint8Array | string | null): Buffer | null {
  return value === null ? null : Buffer.from(value as Uint8Array)
}

/** Fields of a record as they are to stand in the bytes, right or wrong. Undefined: what would be right. */
export interface RawRecord {
  size?: number
  timestampDelta?: number
  offsetDelta?: number
  keyLength?: number
  key?: Buffer
  valueLength?: number
  value?: Buffer
  headerCount?: number
  /** Header bytes as they are. */
  headers?: Buffer
  /** Bytes behind the last header, inside the record. */
  tail?: Buffer
}

export function varint(value: number): Buffer {
  const out = Buffer.alloc(5)
  return out.subarray(0, writeVarint(out, 0, value))
}

function varlong(value: number): Buffer {
  const out = Buffer.alloc(10)
  return out.subarray(0, writeVarlong(out, 0, value))
}

export function rawRecord(index: number, raw: RawRecord): Buffer {
  const key = raw.key ?? Buffer.from(`key${index}`)
  const value = raw.value ?? Buffer.from(`value${index}`)
  const body = Buffer.concat([
    Buffer.of(0), varlong(raw.timestampDelta ?? index), varint(raw.offsetDelta ?? index),
    varint(raw.keyLength ?? key.length), key, varint(raw.valueLength ?? value.length), value,
    varint(raw.headerCount ?? 0), raw.headers ?? Buffer.alloc(0), raw.tail ?? Buffer.alloc(0),
  ])
  return Buffer.concat([varint(raw.size ?? body.length), body])
}

/** A batch over any records bytes, with a right CRC. */
export function rawBatch(
  recordBytes: Buffer, count: number, compression: CompressionName = 'none', lastOffsetDelta: number = count - 1,
): Buffer {
  const codec = codecByName(compression)!
  const batch = Buffer.concat([Buffer.alloc(BATCH_HEADER_SIZE), codec.compress(recordBytes)])
  writeInt32(batch, 8, batch.length - 12)
  writeInt32(batch, 12, -1)
  batch[16] = 2
  writeInt16(batch, 21, codec.id)
  writeInt32(batch, 23, lastOffsetDelta)
  writeInt64(batch, 27, 1700000000000)
  writeInt64(batch, 35, 1700000000000)
  writeInt64(batch, 43, -1)
  writeInt16(batch, 51, -1)
  writeInt32(batch, 53, -1)
  writeInt32(batch, 57, count)
  updateBatchCrc(batch, 0)
  return batch
}

/** The input of the compression fixtures. */
export function text(length: number): Buffer {
  let out = ''
  for (let i = 0; out.length < length; i++) {
    out += `line ${i % 97} says ${((i * i) % 31) + (i % 11 === 0 ? Number((BigInt(i) ** 3n) % 7n) : 0)}; `
  }
  return Buffer.from(out.slice(0, length))
}
