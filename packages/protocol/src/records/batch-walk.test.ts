import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assert as check, constantFrom, nat, property, uint8Array } from 'fast-check'
import { type WalkFailure, type WalkOptions, type WalkResult, readRecords, updateBatchCrc, walkBatch } from './index.ts'
import { RecordWalk, type WalkRules } from './record-walk.ts'
import {
  anyOptions, anyRecords, build, compressions, rawBatch, rawRecord, type RawRecord, varint,
} from './test-batches.ts'
import { zstdCompressSync } from 'node:zlib'

function failure(result: WalkResult): WalkFailure {
  assert.equal(result.ok, false)
  return result as WalkFailure
}

/** Three records, the second one as told. */
function batchWith(raw: RawRecord, compression: (typeof compressions)[number]): Buffer {
  return rawBatch(Buffer.concat([rawRecord(0, {}), rawRecord(1, raw), rawRecord(2, {})]), 3, compression)
}

const headerBytes = Buffer.from([2, 0x61, 2, 0x62]) // key "a", value "b"

describe('the walk accepts', () => {
  test('what the builder builds, and finds its largest timestamp', () => {
    check(property(anyRecords, anyOptions, (records, options) => {
      const result = walkBatch(Buffer.concat([Buffer.alloc(5), build(records, options), Buffer.alloc(5)]), 5)
      const timestamps = records.map((one) => one.timestamp)
      const max = Math.max(...timestamps)
      assert.deepEqual(result.ok && { ...result, recordBytes: 0 }, {
        ok: true, recordCount: records.length, maxTimestamp: max,
        maxTimestampOffsetDelta: max === -1 ? 0 : timestamps.indexOf(max), recordBytes: 0,
      })
    }), { numRuns: 300 })
  })

  for (const raw of [{}, { keyLength: -1, key: Buffer.alloc(0) }, { valueLength: -1, value: Buffer.alloc(0) },
    { keyLength: -5, key: Buffer.alloc(0) }, { headerCount: 1, headers: headerBytes },
    { headerCount: 2, headers: Buffer.concat([headerBytes, Buffer.of(0, 1)]) }, { timestampDelta: -(2 ** 45) }]) {
    test(`a record with ${JSON.stringify(raw)}`, () => {
      for (const compression of compressions) assert.equal(walkBatch(batchWith(raw, compression)).ok, true)
    })
  }
})

const wrongRecords: [string, RawRecord][] = [
  ['a size below its content', { size: 8 }],
  ['a negative size', { size: -1 }],
  ['a size above its content', { size: 40 }],
  ['an offset delta that skips', { offsetDelta: 2 }],
  ['an offset delta that repeats', { offsetDelta: 0 }],
  ['a negative offset delta', { offsetDelta: -1 }],
  ['a key longer than the record', { keyLength: 100 }],
  ['a value longer than the record', { valueLength: 100 }],
  ['a huge key', { keyLength: 0x7fffffff }],
  ['a huge value', { valueLength: 0x7fffffff }],
  ['a negative header count', { headerCount: -1 }],
  ['more headers than bytes', { headerCount: 1000000 }],
  ['fewer headers than stated', { headerCount: 2, headers: headerBytes }],
  ['a negative header key length', { headerCount: 1, headers: Buffer.of(1, 2, 0x62) }],
  ['a header key longer than the record', { headerCount: 1, headers: Buffer.of(60, 0x61, 2, 0x62) }],
  ['a header value longer than the record', { headerCount: 1, headers: Buffer.of(2, 0x61, 60, 0x62) }],
  ['bytes behind the last header', { tail: Buffer.of(0) }],
  ['a varint of more than five bytes', { headers: Buffer.from('8080808080808000', 'hex'), headerCount: 1 }],
]

describe('the walk rejects, compressed or not, with the index of the record', () => {
  for (const [name, raw] of wrongRecords) {
    test(name, () => {
      for (const compression of compressions) {
        const result = failure(walkBatch(batchWith(raw, compression)))
        assert.equal(result.error, 'INVALID_RECORD', result.message)
        assert.equal(result.recordIndex, 1, result.message)
      }
    })
  }

  test('a number that takes more bytes than it may', () => {
    const overlong = Buffer.concat([varint(20), Buffer.of(0), Buffer.alloc(19, 0x80)])
    for (const compression of compressions) {
      const result = failure(walkBatch(rawBatch(Buffer.concat([rawRecord(0, {}), overlong]), 2, compression)))
      assert.deepEqual([result.error, result.recordIndex], ['INVALID_RECORD', 1])
    }
    const size = failure(walkBatch(rawBatch(Buffer.alloc(30, 0xff), 1)))
    assert.deepEqual([size.error, size.recordIndex], ['INVALID_RECORD', 0])
  })

  test('a count that is not that of the records', () => {
    const three = Buffer.concat([0, 1, 2].map((index) => rawRecord(index, {})))
    for (const compression of compressions) {
      assert.equal(failure(walkBatch(rawBatch(three, 4, compression))).recordIndex, 3)
      const more = failure(walkBatch(rawBatch(three, 2, compression)))
      assert.deepEqual([more.error, more.recordIndex], ['INVALID_RECORD', -1])
      for (const count of [0, -1, 0x7fffffff]) {
        assert.equal(failure(walkBatch(rawBatch(three, count, compression))).error, 'INVALID_RECORD')
      }
      assert.match(failure(walkBatch(rawBatch(three, 3, compression, 4))).message, /last offset delta 4/)
    }
  })

  test('a record without a key where keys are required', () => {
    for (const compression of compressions) {
      const batch = batchWith({ keyLength: -1, key: Buffer.alloc(0) }, compression)
      const result = failure(walkBatch(batch, 0, { requireKeys: true }))
      assert.deepEqual([result.error, result.recordIndex], ['INVALID_RECORD', 1])
      assert.equal(walkBatch(batchWith({ key: Buffer.alloc(0) }, compression), 0, { requireKeys: true }).ok, true)
    }
  })

  test('timestamps out of bounds', () => {
    const base = 1700000000000
    for (const compression of compressions) {
      const batch = batchWith({ timestampDelta: 50 }, compression)
      assert.equal(walkBatch(batch, 0, { earliestTimestamp: base, latestTimestamp: base + 50 }).ok, true)
      for (const options of [{ latestTimestamp: base + 49 }, { earliestTimestamp: base + 1 }] satisfies WalkOptions[]) {
        assert.equal(failure(walkBatch(batch, 0, options)).error, 'INVALID_TIMESTAMP')
      }
      assert.equal(failure(walkBatch(batch, 0, { latestTimestamp: base + 49 })).recordIndex, 1)
      const without = batchWith({ timestampDelta: -1 - base }, compression)
      assert.equal(walkBatch(without, 0, { earliestTimestamp: base }).ok, true)
    }
  })

  test('records against the rules are all told where somebody listens', () => {
    const without = { keyLength: -1, key: Buffer.alloc(0) }
    const records = Buffer.concat([rawRecord(0, without), rawRecord(1, { timestampDelta: 90_000, value: Buffer.alloc(80_000) }),
      rawRecord(2, {}), rawRecord(3, { ...without, timestampDelta: 90_000, value: Buffer.alloc(80_000) })])
    for (const compression of compressions) {
      const told: [number, string][] = []
      const options: WalkOptions = {
        requireKeys: true, latestTimestamp: 1700000000000 + 1000, onBrokenRule: (index, rule) => told.push([index, rule]) < 3,
      }
      const result = failure(walkBatch(rawBatch(records, 4, compression), 0, options))
      // One reason a record, the key before the time.
      assert.deepEqual(told, [[0, 'key'], [1, 'timestamp'], [3, 'key']])
      assert.deepEqual([result.error, result.recordIndex], ['INVALID_RECORD', 3])
      assert.equal(walkBatch(rawBatch(records, 4, compression), 0, { ...options, onBrokenRule: () => true }).ok, true)
    }
  })

  test('unknown codecs, torn data, and batches that are not whole', () => {
    const batch = batchWith({}, 'none')
    for (const id of [5, 6, 7]) {
      const unknown = Buffer.from(batch)
      unknown[22] = id
      assert.equal(failure(walkBatch(unknown)).error, 'UNSUPPORTED_COMPRESSION_TYPE')
    }
    for (const compression of compressions) {
      if (compression === 'none') continue
      const torn = batchWith({}, compression)
      torn.fill(0xee, 61, 70)
      assert.equal(failure(walkBatch(torn)).error, 'INVALID_RECORD')
    }
    for (const length of [0, 12, 60, batch.length - 1]) {
      assert.equal(failure(walkBatch(batch.subarray(0, length))).error, 'CORRUPT_MESSAGE')
    }
  })
})

describe('decompression bombs', () => {
  const value = Buffer.alloc(30_000_000)
  const records = rawRecord(0, { value })

  test('a record of 30 MB that came as a few KB is walked, and its size is told', () => {
    for (const compression of compressions) {
      const result = walkBatch(rawBatch(records, 1, compression))
      assert.ok(result.ok)
      assert.equal(result.recordBytes, records.length)
    }
  })

  test('output over the cap is refused', () => {
    for (const compression of compressions) {
      if (compression === 'none') continue
      const result = failure(walkBatch(rawBatch(records, 1, compression), 0, { maxDecompressedBytes: 1_000_000 }))
      assert.equal(result.error, 'MESSAGE_TOO_LARGE')
    }
  })

  test('memory does not grow with the output', () => {
    const batch = rawBatch(Buffer.alloc(0), 1, 'zstd')
    const head = rawRecord(0, { value: Buffer.alloc(0), valueLength: 250_000_000, size: 250_000_020 })
    const bomb = Buffer.concat([batch.subarray(0, 61), zstdCompressSync(Buffer.concat([head, Buffer.alloc(100_000_000)]))])
    bomb.writeInt32BE(bomb.length - 12, 8)
    updateBatchCrc(bomb, 0)
    walkBatch(bomb)
    const before = process.memoryUsage()
    assert.equal(failure(walkBatch(bomb)).error, 'INVALID_RECORD')
    const after = process.memoryUsage()
    assert.ok(after.external - before.external < 10_000_000, `${after.external - before.external} bytes more`)
  })
})

describe('pieces', () => {
  const rules = (count: number): WalkRules => ({
    count, baseTimestamp: 1700000000000, logAppendTime: undefined, requireKeys: false, earliestTimestamp: -Infinity,
    latestTimestamp: Infinity,
  })

  function walkInPieces(bytes: Buffer, count: number, cuts: readonly number[]): object {
    const walk = new RecordWalk(rules(count))
    let at = 0
    for (const cut of [...cuts, bytes.length]) {
      if (!walk.feed(bytes, at, cut)) break
      at = cut
    }
    walk.finish()
    const { error, recordIndex, maxTimestamp, maxTimestampIndex } = walk
    return error === undefined ? { maxTimestamp, maxTimestampIndex } : { error, recordIndex }
  }

  const inputs: [string, Buffer, number][] = [
    ['good', Buffer.concat([rawRecord(0, { headerCount: 1, headers: headerBytes }), rawRecord(1, { timestampDelta: 2 ** 40 }),
      rawRecord(2, { key: Buffer.alloc(200), headerCount: 1, headers: headerBytes })]), 3],
    ['too few', Buffer.concat([rawRecord(0, {}), rawRecord(1, {})]), 3],
    ['too many', Buffer.concat([rawRecord(0, {}), rawRecord(1, {})]), 1],
    ...wrongRecords.map(([name, raw]): [string, Buffer, number] =>
      [name, Buffer.concat([rawRecord(0, {}), rawRecord(1, raw), rawRecord(2, {})]), 3]),
  ]
  for (const [name, bytes, count] of inputs) {
    test(`the answer does not depend on where the bytes are cut: ${name}`, () => {
      const whole = walkInPieces(bytes, count, [])
      for (let cut = 0; cut <= bytes.length; cut++) assert.deepEqual(walkInPieces(bytes, count, [cut]), whole, `cut at ${cut}`)
      const everywhere = Array.from(bytes, (_, index) => index)
      assert.deepEqual(walkInPieces(bytes, count, everywhere), whole, 'byte by byte')
    })
  }
})

describe('hostile bytes', () => {
  test('mutated batches are judged without an exception, and what is accepted can be read', () => {
    check(property(anyRecords, constantFrom(...compressions), nat(), nat(255), nat(), (records, compression, where, byte, cut) => {
      const batch = build(records, { compression })
      batch[61 + (where % (batch.length - 61))] = byte
      if (cut % 3 === 0) batch.writeInt32BE(61 + (cut % (batch.length - 60)) - 12, 8)
      if (!walkBatch(batch, 0, { maxDecompressedBytes: 10_000_000 }).ok) return
      for (const record of readRecords(batch)) assert.ok(record.headers.length === record.headerCount)
    }), { numRuns: 1000 })
  })

  test('noise behind a header is judged without an exception', () => {
    check(property(uint8Array({ maxLength: 200 }), constantFrom(0, 1, 2, 3, 4, 5), nat(50), (noise, codec, count) => {
      const batch = rawBatch(Buffer.from(noise), count + 1)
      batch[22] = codec
      walkBatch(batch, 0, { maxDecompressedBytes: 1_000_000 })
    }), { numRuns: 1000 })
  })
})

test('a batch of millions of headers, which are a few bytes when they are packed, is refused before all are walked over', () => {
  const withHeaders = (records: number, count: number): Buffer => {
    const raws = Array.from({ length: records }, (_, at) => rawRecord(at, { headerCount: count, headers: Buffer.alloc(2 * count) }))
    return rawBatch(Buffer.concat(raws), records, 'gzip')
  }
  assert.equal(walkBatch(withHeaders(1, 2_000_000)).ok, true)
  assert.match(failure(walkBatch(withHeaders(1, 2_000_001))).message, /more than 2000000 headers/)
  assert.match(failure(walkBatch(withHeaders(3, 700_000))).message, /more than 2000000 headers/)
  assert.match(failure(walkBatch(rawBatch(rawRecord(0, { headerCount: 2_000_001, headers: Buffer.alloc(4_000_002) }), 1, 'none'))).message, /more than/)
})
