/**
 * What the hot functions of the record format cost, per record or per byte, on one thread without I/O:
 *
 *     node scripts/node.mjs bench/protocol-hot-path.ts [name part]
 *
 * Each figure is the median of several rounds; on a shared machine read ratios, not absolute numbers.
 */
import {
  BatchBuilder, FrameBuffers, FrameDecoder, RecordReader, codecByName, crc32c, crc32cIsNative, crc32cSliced, readRecords,
  walkBatch,
} from '@odradek/protocol/internal'

const only = process.argv[2]
const ROUNDS = 7
const ROUND_MS = 60

/** Runs `once` for a while per round; returns the median of microseconds per call. */
function microsecondsPerCall(once: () => void): number {
  for (let warm = 0; warm < 50; warm++) once()
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    let calls = 0
    const start = performance.now()
    let now = start
    do {
      for (let burst = 0; burst < 5; burst++) once()
      calls += 5
      now = performance.now()
    } while (now - start < ROUND_MS)
    rounds.push(((now - start) * 1000) / calls)
  }
  return rounds.sort((a, b) => a - b)[ROUNDS >> 1]!
}

function perRecord(name: string, records: number, once: () => void): void {
  if (only !== undefined && !name.includes(only)) return
  const us = microsecondsPerCall(once)
  console.log(`${name.padEnd(64)} ${((us * 1000) / records).toFixed(1).padStart(8)} ns/record ${(records / us).toFixed(1).padStart(7)} M/s`)
}

function perByte(name: string, bytes: number, once: () => void): void {
  if (only !== undefined && !name.includes(only)) return
  const us = microsecondsPerCall(once)
  console.log(`${name.padEnd(64)} ${us.toFixed(2).padStart(8)} µs        ${(bytes / us).toFixed(0).padStart(7)} MB/s`)
}

function fill(builder: BatchBuilder, count: number, key: Buffer | string | null, value: Buffer | string): Buffer {
  for (let index = 0; index < count; index++) builder.append(key, value, undefined, 1700000000000 + index)
  return builder.build()
}

function benchBuilder(): void {
  const ascii = 'x'.repeat(100)
  const bytes = Buffer.alloc(100, 120)
  const other = 'ü'.repeat(50)
  const headers = [{ key: 'trace', value: 'abc' }]
  const builder = new BatchBuilder({ initialCapacity: 16384 + 1024 })
  perRecord('builder: 100 B buffer values, 150 to a batch', 150, () => void fill(builder, 150, null, bytes))
  perRecord('builder: 100 B ASCII string values', 150, () => void fill(builder, 150, null, ascii))
  perRecord('builder: 10 B ASCII key, 100 B ASCII value', 130, () => void fill(builder, 130, 'key-123456', ascii))
  perRecord('builder: 100 B non-ASCII string values', 150, () => void fill(builder, 150, null, other))
  perRecord('builder: 100 B buffer values and a header', 130, () => {
    for (let index = 0; index < 130; index++) builder.append(null, bytes, headers, 1700000000000 + index)
    builder.build()
  })
  const large = new BatchBuilder({ initialCapacity: 1_100_000 })
  const kib = Buffer.alloc(1024, 120)
  perRecord('builder: 1 KiB buffer values, 1000 to a batch', 1000, () => void fill(large, 1000, null, kib))
}

function benchReading(): void {
  const value = Buffer.from(Array.from({ length: 100 }, (_, index) => 97 + ((index * 7) % 26)))
  const batch = fill(new BatchBuilder(), 1000, 'key-123456', value)
  const reader = new RecordReader()
  let sum = 0
  perRecord('reader: positions only', 1000, () => {
    reader.open(batch)
    while (reader.next()) sum += reader.valueStart
  })
  perRecord('reader: with a view of the value', 1000, () => {
    reader.open(batch)
    while (reader.next()) sum += reader.value()!.length
  })
  perRecord('reader: readRecords, an object per record', 1000, () => {
    sum += readRecords(batch).length
  })
  perRecord('walk: uncompressed', 1000, () => {
    sum += walkBatch(batch, 0, { requireKeys: true, earliestTimestamp: 0, latestTimestamp: 2e12 }).ok ? 1 : 0
  })
  for (const compression of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
    const compressed = fill(new BatchBuilder({ compression }), 1000, 'key-123456', value)
    perRecord(`walk: ${compression}`, 1000, () => {
      sum += walkBatch(compressed).ok ? 1 : 0
    })
  }
  if (sum < 0) throw new Error('unreachable: keeps the work from being optimised away')
}

function benchCrc(): void {
  let sum = 0
  for (const size of [64, 128, 256, 512, 1024, 16384, 1048576]) {
    const bytes = Buffer.alloc(size, 7)
    perByte(`crc: ${size} B (${crc32cIsNative() ? 'addon from 384 B' : 'no addon'})`, size, () => {
      sum ^= crc32c(bytes, 0, size)
    })
    perByte(`crc: ${size} B, JavaScript`, size, () => {
      sum ^= crc32cSliced(bytes, 0, size)
    })
  }
  if (sum === 1.5) throw new Error('unreachable: keeps the work from being optimised away')
}

/** Log lines and JSON: what is compressed in practice. */
function sample(length: number): Buffer {
  let seed = 12345
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    return seed % below
  }
  let out = ''
  while (out.length < length) {
    out += `{"id":${next(1e6)},"user":"user-${next(500)}","action":"${['view', 'click', 'buy'][next(3)]}","t":17${next(1e9)}},`
  }
  return Buffer.from(out.slice(0, length))
}

function benchCompression(): void {
  for (const size of [1024, 16384, 1048576]) {
    const input = sample(size)
    for (const name of ['gzip', 'snappy', 'lz4', 'zstd']) {
      const codec = codecByName(name)!
      const compressed = codec.compress(input)
      const ratio = (size / compressed.length).toFixed(2)
      perByte(`compression: ${name} compress ${size} B (ratio ${ratio})`, size, () => void codec.compress(input))
      perByte(`compression: ${name} decompress ${size} B`, size, () => void codec.decompress(compressed, size))
      perByte(`compression: ${name} decompress ${size} B in pieces`, size, () =>
        void codec.decompressTo(compressed, size, () => true))
    }
  }
}

function benchFrames(): void {
  let bytes = 0
  for (const size of [100, 16384, 1048576]) {
    const frame = Buffer.alloc(size + 4)
    frame.writeInt32BE(size)
    for (const lent of [true, false]) {
      const decoder = new FrameDecoder({
        buffers: new FrameBuffers(),
        maxFrameBytes: 1e9,
        onFrame: (_buffer, start, end, release) => {
          bytes += end - start
          release()
        },
        mayOutlive: lent ? () => false : undefined,
      })
      // The bytes are in the target already: only the decoder's own work is measured (and a copy for large frames).
      perByte(`frames: ${size} B, ${lent ? 'lent' : 'kept'}`, size, () => {
        for (let at = 0; at < frame.length;) {
          const target = decoder.target()
          const length = Math.min(target.length, frame.length - at)
          if (at === 0) frame.copy(target, 0, 0, Math.min(length, 4))
          at += length
          decoder.received(length)
        }
      })
    }
  }
  if (bytes < 0) throw new Error('unreachable: keeps the work from being optimised away')
}

benchBuilder()
benchReading()
benchCrc()
benchFrames()
benchCompression()
