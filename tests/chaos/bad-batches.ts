/**
 * Record batches that no honest client sends, one per rule of Apache Kafka's LogValidator and DefaultRecord, and what
 * a Produce request with each is told. The same bytes go to Apache Kafka 4.3.1.
 */
import { gzipSync } from 'node:zlib'
import { BatchBuilder, codecById, crc32c, ErrorCode, ProduceApi } from '@odradek/protocol/internal'
import { decoded, frame, type RawSocket } from './raw.ts'

const version = 9

export function batch(values: readonly string[] = ['a', 'b'], options: ConstructorParameters<typeof BatchBuilder>[0] = {}): Buffer {
  const builder = new BatchBuilder(options)
  for (const value of values) builder.append(null, value, undefined, Date.now())
  return Buffer.from(builder.build())
}

/** Changes bytes, and the checksum with them unless told not to. */
function changed(change: (bytes: Buffer) => void, original: Buffer = batch(), honestCrc: boolean = true): Buffer {
  const bytes = Buffer.from(original)
  change(bytes)
  if (honestCrc) bytes.writeUInt32BE(crc32c(bytes.subarray(21)) >>> 0, 17)
  return bytes
}

/** A batch of one record made of these bytes (the record's own length included). */
function withRecord(record: readonly number[], count: number = 1): Buffer {
  const head = Buffer.from(batch(['x']).subarray(0, 61))
  const bytes = Buffer.concat([head, Buffer.from(record)])
  bytes.writeInt32BE(bytes.length - 12, 8)
  bytes.writeInt32BE(count - 1, 23)
  bytes.writeInt32BE(count, 57)
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)) >>> 0, 17)
  return bytes
}

/** A compressed batch whose records say more than they hold, or are endless zeros. */
function compressed(payload: Buffer, count: number, codec: number = 1): Buffer {
  const head = Buffer.from(batch(['x']).subarray(0, 61))
  const bytes = Buffer.concat([head, payload])
  bytes.writeInt16BE(codec, 21)
  bytes.writeInt32BE(bytes.length - 12, 8)
  bytes.writeInt32BE(count - 1, 23)
  bytes.writeInt32BE(count, 57)
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)) >>> 0, 17)
  return bytes
}

export const zeros: Buffer = gzipSync(Buffer.alloc(400 * 1024 * 1024))

/** Zeros in this codec, more than a hundred for every byte: what is inside is only known by unpacking it. */
function manyZeros(codec: number, megabytes: number): Buffer {
  const packed = codecById(codec)?.compress(Buffer.alloc(megabytes * 1024 * 1024))
  if (packed === undefined) throw new Error(`no codec ${codec}`)
  return packed
}

export const badBatches: readonly (readonly [name: string, bytes: () => Buffer, topic?: string])[] = [
  ['a wrong checksum', () => changed((b) => b.writeUInt32BE(1, 17), batch(), false)],
  ['magic 1 in version 9', () => changed((b) => b.writeInt8(1, 16))],
  ['magic 7', () => changed((b) => b.writeInt8(7, 16))],
  ['two batches in one', () => Buffer.concat([batch(), batch()])],
  ['no batch at all', () => Buffer.alloc(0)],
  ['a batch cut short', () => batch().subarray(0, 70)],
  ['fewer bytes than a header', () => batch().subarray(0, 30)],
  ['a batch length beyond the bytes', () => changed((b) => b.writeInt32BE(b.length + 1000, 8))],
  ['a negative batch length', () => changed((b) => b.writeInt32BE(-5, 8))],
  ['more records than there are', () => changed((b) => (b.writeInt32BE(5, 57), b.writeInt32BE(4, 23)))],
  ['fewer records than there are', () => changed((b) => (b.writeInt32BE(1, 57), b.writeInt32BE(0, 23)))],
  ['a negative count', () => changed((b) => b.writeInt32BE(-1, 57))],
  ['a count of zero', () => changed((b) => b.writeInt32BE(0, 57))],
  ['a last offset delta that is not count - 1', () => changed((b) => b.writeInt32BE(9, 23))],
  ['a base offset that is not 0', () => changed((b) => b.writeBigInt64BE(5n, 0))],
  ['a control batch from a client', () => batch(['x'], { isControl: true })],
  ['a producer id with a negative sequence', () => batch(['x'], { producerId: 5, producerEpoch: 0, baseSequence: -1 })],
  ['a producer id with a negative epoch', () => batch(['x'], { producerId: 5, producerEpoch: -1, baseSequence: 0 })],
  ['a transactional batch without a producer', () => batch(['x'], { isTransactional: true })],
  ['an unknown codec', () => changed((b) => b.writeInt16BE(6, 21))],
  ['a null key on a compacted topic', () => batch(), 'compacted'],
  ['a record that is longer than the batch', () => withRecord([0x7e, 0, 0, 0, 1, 2, 0x61, 0])],
  ['a record of negative length', () => withRecord([0x01, 0, 0, 0, 1, 2, 0x61, 0])],
  ['a value longer than its record', () => withRecord([14, 0, 0, 0, 1, 0x7e, 0x61, 0])],
  ['a negative count of headers', () => withRecord([14, 0, 0, 0, 1, 2, 0x61, 1])],
  ['a million headers in no bytes', () => withRecord([18, 0, 0, 0, 1, 2, 0x61, 0x80, 0x89, 0x7a])],
  ['a header without a key', () => withRecord([18, 0, 0, 0, 1, 2, 0x61, 2, 1, 1])],
  ['a length of more than five bytes', () => withRecord([0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0, 0, 0])],
  ['bytes that are not gzip', () => compressed(Buffer.from('this is not gzip'), 2)],
  ['gzip of too few records', () => compressed(gzipSync(Buffer.from([14, 0, 0, 0, 1, 2, 0x61, 0])), 2)],
  ['gzip of records that lie', () => compressed(gzipSync(Buffer.from([0x7e, 0, 0, 0, 1, 2, 0x61, 0])), 1)],
  ['400 MB of zeros in gzip', () => compressed(zeros, 2)],
  // Snappy packs zeros twenty times at most, and a batch may be 1 MiB.
  ['20 MB of zeros in snappy', () => compressed(manyZeros(2, 20), 2, 2)],
  ['200 MB of zeros in lz4', () => compressed(manyZeros(3, 200), 2, 3)],
  ['400 MB of zeros in zstd', () => compressed(manyZeros(4, 400), 2, 4)],
  ['bytes that are not snappy', () => compressed(Buffer.from('this is not snappy'), 2, 2)],
  ['bytes that are not lz4', () => compressed(Buffer.from('this is not lz4'), 2, 3)],
  ['bytes that are not zstd', () => compressed(Buffer.from('this is not zstd'), 2, 4)],
  ['a transaction that nobody began', () => batch(['x'], { isTransactional: true, producerId: 5, producerEpoch: 0, baseSequence: 0 })],
  ['larger than max.message.bytes', () => batch(['x'.repeat(1_200_000)])],
  ['a timestamp from the next week', () => {
    const builder = new BatchBuilder({})
    builder.append(null, 'x', undefined, Date.now() + 7 * 86_400_000)
    return Buffer.from(builder.build())
  }],
]

export const errorName = (code: number): string => Object.entries(ErrorCode).find(([, value]) => value === code)?.[0] ?? String(code)

export function produceFrame(topic: string, records: Buffer, acks: number = -1): Buffer {
  return frame(ProduceApi, version, { transactionalId: null, acks, timeoutMs: 10_000, topicData: [{ name: topic, partitionData: [{ index: 0, records }] }] })
}

/** The error's name, `closed` or `nothing`. */
export async function produceBadly(connection: RawSocket, topic: string, records: Buffer): Promise<string> {
  connection.send(produceFrame(topic, records))
  const answer = await connection.next(60_000)
  if (typeof answer === 'string') return answer
  return errorName(produceCode(answer))
}

export function produceCode(answer: Buffer): number {
  const response = decoded<{ responses: { partitionResponses: { errorCode: number }[] }[] }>(ProduceApi, version, answer)
  return response.responses[0]?.partitionResponses[0]?.errorCode ?? -2
}
