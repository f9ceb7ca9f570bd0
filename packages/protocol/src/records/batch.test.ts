import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { array, assert as check, integer, property } from 'fast-check'
import {
  BATCH_MAGIC_INVALID, BATCH_SIZE_INVALID, BATCH_TRUNCATED, BatchBuilder, CorruptBatchError, RecordReader, batchBaseOffset,
  batchCrcIsValid, batchDeleteHorizonMs, batchIsLogAppendTime, batchMaxTimestamp, batches, buildEndTxnBatch,
  completeBatchSize, controlKey, decrementSequence, incrementSequence, iterateRecords, readBatchHeader,
  readControlType, readEndTxnMarker, readRecords, scanBatches, setBaseOffset, setMaxTimestampAndType,
  setPartitionLeaderEpoch, setProducerState, walkBatch,
} from './index.ts'
import { anyOptions, anyRecords, asBuffer, build, compressions, rawBatch, rawRecord } from './test-batches.ts'

const all = { includeControl: true }

describe('what is built is what is read', () => {
  test('records and header', () => {
    check(property(anyRecords, anyOptions, (records, options) => {
      const batch = build(records, options)
      const base = options.baseOffset ?? 0
      assert.ok(batchCrcIsValid(batch, 0))
      const header = readBatchHeader(batch)
      assert.equal(header.sizeInBytes, batch.length)
      assert.equal(header.baseOffset, base)
      assert.equal(header.lastOffset, base + records.length - 1)
      assert.equal(header.recordCount, records.length)
      assert.equal(header.baseTimestamp, records[0]!.timestamp)
      assert.equal(header.maxTimestamp, Math.max(...records.map((one) => one.timestamp)))
      for (const field of ['partitionLeaderEpoch', 'producerId', 'producerEpoch', 'baseSequence', 'isTransactional',
        'isControl'] as const) assert.equal(header[field], options[field], field)
      const read = readRecords(batch, 0, batch.length, all)
      assert.equal(read.length, records.length)
      for (const [index, one] of records.entries()) {
        assert.equal(read[index]!.offset, base + index)
        assert.equal(read[index]!.timestamp, one.timestamp)
        assert.deepEqual(read[index]!.key, asBuffer(one.key))
        assert.deepEqual(read[index]!.value, asBuffer(one.value))
        assert.deepEqual(read[index]!.headers.map(({ key, value }) => [key, value]),
          one.headers.map(({ key, value }) => [Buffer.from(key).toString(), asBuffer(value)]))
      }
      assert.equal(walkBatch(batch).ok, true)
    }), { numRuns: 300 })
  })

  test('sparse offsets with an explicit range, as compaction leaves them', () => {
    check(property(array(integer({ min: 0, max: 2 ** 30 }), { minLength: 1, maxLength: 20 }), (gaps) => {
      const offsets = [...new Set(gaps)].sort((a, b) => a - b).map((gap) => 5_000_000_000 + gap)
      const builder = new BatchBuilder({ baseOffset: 5_000_000_000, compression: 'lz4' })
      for (const offset of offsets) builder.appendAt(offset, null, 'x', undefined, 1)
      const batch = builder.build(5_000_000_000 + 2 ** 30 + 9)
      assert.deepEqual(readRecords(batch).map((one) => one.offset), offsets)
      assert.equal(readBatchHeader(batch).lastOffset, 5_000_000_000 + 2 ** 30 + 9)
      assert.equal(readBatchHeader(batch).recordCount, offsets.length)
    }))
  })

  test('an empty batch keeps a producer of a compacted log', () => {
    const batch = new BatchBuilder({ baseOffset: 10, producerId: 4, producerEpoch: 1, baseSequence: 3 }).build(14)
    assert.equal(batch.length, 61)
    assert.equal(readBatchHeader(batch).lastOffset, 14)
    assert.equal(readBatchHeader(batch).maxTimestamp, -1)
    assert.deepEqual(readRecords(batch), [])
    assert.ok(batchCrcIsValid(batch, 0))
  })

  test('offsets that do not ascend, do not fit or are missing are refused', () => {
    const builder = new BatchBuilder({})
    assert.throws(() => builder.build(), RangeError)
    builder.appendAt(7, null, null, undefined, 0)
    assert.throws(() => builder.appendAt(7, null, null, undefined, 0), RangeError)
    assert.throws(() => builder.appendAt(7 + 2 ** 31, null, null, undefined, 0), RangeError)
    assert.throws(() => builder.build(6), RangeError)
    assert.equal(batchBaseOffset(builder.build(), 0), 7)
  })

  test('a builder is empty after build, and the built batch is not touched by what follows', () => {
    const builder = new BatchBuilder({ initialCapacity: 64 })
    builder.append('a', '1', undefined, 10)
    assert.equal(builder.recordCount, 1)
    const first = builder.build()
    const copy = Buffer.from(first)
    assert.equal(builder.recordCount, 0)
    assert.equal(builder.append('b', '2', undefined, 20), 0)
    const second = builder.build()
    assert.deepEqual(first, copy)
    assert.equal(readRecords(second)[0]!.key?.toString(), 'b')
    assert.equal(readBatchHeader(second).baseTimestamp, 20)
  })

  test('sizeInBytes is exact without compression and sizeWith an upper bound', () => {
    check(property(anyRecords, (records) => {
      const builder = new BatchBuilder({})
      for (const { key, value, headers, timestamp } of records) {
        const bound = builder.sizeWith(key, value, headers)
        builder.append(key, value, headers, timestamp)
        assert.ok(builder.sizeInBytes <= bound)
      }
      const size = builder.sizeInBytes
      assert.equal(builder.build().length, size)
    }), { numRuns: 100 })
  })
})

describe('changes in place', () => {
  const batch = build([{ key: 'k', value: 'v', headers: [], timestamp: 1000 }])

  test('base offset and leader epoch leave the CRC alone', () => {
    const changed = Buffer.from(batch)
    setBaseOffset(changed, 0, 2 ** 52 + 1)
    setPartitionLeaderEpoch(changed, 0, 77)
    assert.equal(changed.readUInt32BE(17), batch.readUInt32BE(17))
    assert.ok(batchCrcIsValid(changed, 0))
    assert.equal(readBatchHeader(changed).baseOffset, 2 ** 52 + 1)
    assert.equal(readBatchHeader(changed).partitionLeaderEpoch, 77)
    assert.equal(readRecords(changed)[0]!.offset, 2 ** 52 + 1)
  })

  test('timestamp type and producer state redo it', () => {
    const changed = Buffer.concat([Buffer.alloc(7), batch])
    setMaxTimestampAndType(changed, 7, 'LogAppendTime', 5000)
    assert.ok(batchCrcIsValid(changed, 7))
    assert.ok(batchIsLogAppendTime(changed, 7))
    assert.equal(readRecords(changed, 7)[0]!.timestamp, 5000)
    setMaxTimestampAndType(changed, 7, 'CreateTime', 1000)
    assert.deepEqual(changed.subarray(7), batch)
    setProducerState(changed, 7, 12, 3, 4)
    assert.ok(batchCrcIsValid(changed, 7))
    assert.equal(readBatchHeader(changed, 7).producerId, 12)
  })

  test('timestamps that use all 64 bits are rounded, never thrown at', () => {
    const changed = Buffer.from(batch)
    for (const hex of ['7fffffffffffffff', '8000000000000000', 'ffffffffffffffff', '0020000000000001']) {
      changed.write(hex, 35, 'hex')
      assert.equal(batchMaxTimestamp(changed, 0), Number(changed.readBigInt64BE(35)))
      setMaxTimestampAndType(changed, 0, 'LogAppendTime', batchMaxTimestamp(changed, 0))
      assert.ok(Math.abs(Number(changed.readBigInt64BE(35)) - Number(BigInt.asIntN(64, BigInt(`0x${hex}`)))) <= 1024)
    }
  })

  test('the delete horizon takes the place of the base timestamp', () => {
    const builder = new BatchBuilder({ deleteHorizonMs: 9000 })
    builder.append('k', null, undefined, 1000)
    const tombstone = builder.build()
    assert.equal(batchDeleteHorizonMs(tombstone, 0), 9000)
    assert.equal(batchDeleteHorizonMs(batch, 0), undefined)
    assert.equal(readRecords(tombstone)[0]!.timestamp, 1000)
  })

  test('sequences wrap from 2^31 - 1 to 0', () => {
    assert.equal(incrementSequence(2147483647, 1), 0)
    assert.equal(incrementSequence(2147483640, 10), 2)
    assert.equal(incrementSequence(5, 10), 15)
    assert.equal(decrementSequence(2, 10), 2147483640)
    assert.equal(decrementSequence(15, 10), 5)
  })
})

describe('batches in a range', () => {
  const one = build([{ key: 'a', value: 'b', headers: [], timestamp: 1 }])
  const two = build([{ key: 'c', value: 'd', headers: [], timestamp: 1 }], { baseOffset: 1, compression: 'gzip' })
  const both = Buffer.concat([one, two])

  test('a truncated last batch ends the iteration quietly, wherever it is cut', () => {
    for (let end = 0; end <= both.length; end++) {
      const expected = end === both.length ? 2 : end >= one.length ? 1 : 0
      const scan = scanBatches(both, 0, end)
      assert.equal(scan.problem, undefined)
      assert.equal(scan.positions.length, expected)
      assert.equal(readRecords(both, 0, end).length, expected)
    }
  })

  test('bytes that are no batch are named', () => {
    const small = Buffer.from(both)
    small.writeInt32BE(48, one.length + 8)
    assert.equal(completeBatchSize(small, one.length, small.length), BATCH_SIZE_INVALID)
    assert.match(scanBatches(small).problem!, /position \d+ claims 60 bytes/)
    assert.throws(() => [...batches(small)], (error: CorruptBatchError) => error.code === 'CORRUPT_MESSAGE')
    const old = Buffer.from(both)
    old[16] = 1
    assert.equal(completeBatchSize(old, 0, old.length), BATCH_MAGIC_INVALID)
    assert.throws(() => readRecords(old), (error: CorruptBatchError) => error.code === 'UNSUPPORTED_FOR_MESSAGE_FORMAT')
    assert.equal(completeBatchSize(both, 0, 10), BATCH_TRUNCATED)
  })

  test('the reader refuses what is not whole, unknown codecs, too much output and broken records', () => {
    const code = (wanted: string) => (error: unknown) => error instanceof CorruptBatchError && error.code === wanted
    assert.throws(() => new RecordReader().open(one.subarray(0, one.length - 1)), code('CORRUPT_MESSAGE'))
    const unknown = Buffer.from(one)
    unknown[22] = 5
    assert.throws(() => readRecords(unknown), code('UNSUPPORTED_COMPRESSION_TYPE'))
    assert.throws(() => [...iterateRecords(two, 0, two.length, { maxDecompressedBytes: 3 })], code('OUTPUT_TOO_LARGE'))
    const torn = Buffer.from(two)
    torn[63] = 0
    assert.throws(() => readRecords(torn), code('CORRUPT_MESSAGE'))
    for (const raw of [{ size: 3 }, { keyLength: 100 }, { valueLength: 100 }, { headerCount: -1 }, { headerCount: 9 },
      { tail: Buffer.alloc(1) }]) {
      assert.throws(() => readRecords(rawBatch(rawRecord(0, raw), 1)), code('INVALID_RECORD'), JSON.stringify(raw))
    }
    assert.throws(() => readRecords(rawBatch(rawRecord(0, {}), 2)), code('INVALID_RECORD'))
    assert.throws(() => readRecords(rawBatch(Buffer.concat([rawRecord(0, {}), rawRecord(1, {})]), 1)), code('INVALID_RECORD'))
    const badHeaders = rawBatch(rawRecord(0, { headerCount: 1, headers: Buffer.of(2, 65, 8) }), 1)
    assert.throws(() => readRecords(badHeaders)[0]!.headers, code('INVALID_RECORD'))
  })
})

describe('control batches', () => {
  test('transaction markers', () => {
    for (const committed of [true, false]) {
      const batch = buildEndTxnBatch({ committed, coordinatorEpoch: 6, producerId: 8, producerEpoch: 2, timestamp: 5 })
      assert.deepEqual(readRecords(batch), [])
      const [marker] = readRecords(batch, 0, batch.length, all)
      assert.deepEqual(readEndTxnMarker(marker!.key, marker!.value), { committed, coordinatorEpoch: 6 })
      assert.ok(readBatchHeader(batch).isControl)
      assert.ok(readBatchHeader(batch).isTransactional)
    }
  })

  test('types', () => {
    assert.equal(readControlType(controlKey('leaderChange')), 'leaderChange')
    assert.equal(readControlType(Buffer.of(0, 0, 0, 99)), 'unknown')
    assert.equal(readEndTxnMarker(controlKey('leaderChange'), null), undefined)
    assert.throws(() => readControlType(null), CorruptBatchError)
    assert.throws(() => readControlType(Buffer.of(255, 255, 0, 0)), CorruptBatchError)
    assert.throws(() => readEndTxnMarker(controlKey('commit'), Buffer.of(0, 0, 1)), CorruptBatchError)
  })
})

describe('batches that Apache Kafka wrote', () => {
  const path = new URL('../../testdata/records/batches.json', import.meta.url)
  const cases = JSON.parse(readFileSync(path, 'utf8')) as { name: string, data: string }[]
  const find = (name: string): Buffer => Buffer.from(cases.find((one) => one.name === name)!.data, 'base64')

  for (const compression of compressions) {
    test(`${compression}, three records`, () => {
      const batch = find(`${compression}, three records`)
      assert.ok(batchCrcIsValid(batch, 0))
      assert.deepEqual(walkBatch(batch), {
        ok: true, recordCount: 3, maxTimestamp: 1700000000005, maxTimestampOffsetDelta: 1, recordBytes: 67,
      })
      const header = readBatchHeader(batch)
      assert.equal(header.producerId, 1234567890123)
      assert.equal(header.lastSequence, 2147483642)
      assert.equal(header.partitionLeaderEpoch, 9)
      assert.ok(header.isTransactional)
      const [first, second, third] = readRecords(batch)
      assert.deepEqual([first!.offset, first!.timestamp, first!.key?.toString(), first!.value?.toString()],
        [7, 1700000000000, 'key', 'value'])
      assert.deepEqual([second!.key, second!.value?.toString()], [null, 'ünïcödé ☃ 🎉'])
      assert.deepEqual(second!.headers, [{ key: 'h', value: Buffer.from('1') }, { key: 'ключ', value: null },
        { key: 'h', value: Buffer.alloc(0) }])
      assert.deepEqual([third!.offset, third!.timestamp, third!.key, third!.value], [9, 1699999999000, Buffer.alloc(0), null])
      // Ours is the same, byte for byte, where the compressor has no say.
      const ours = new BatchBuilder({ baseOffset: 7, producerId: 1234567890123, producerEpoch: 5,
        baseSequence: 2147483640, isTransactional: true, partitionLeaderEpoch: 9 })
      for (const one of [first!, second!, third!]) ours.append(one.key, one.value, one.headers, one.timestamp)
      if (compression === 'none') assert.deepEqual(ours.build(), batch)
    })
    if (compression === 'none') continue
    test(`${compression}, many records`, () => {
      const batch = find(`${compression}, many records`)
      assert.ok(batchCrcIsValid(batch, 0))
      const walked = walkBatch(batch)
      assert.ok(walked.ok)
      assert.equal(walked.maxTimestamp, 1700000001234)
      const records = readRecords(batch)
      assert.equal(records.length, 500)
      for (const [index, one] of records.entries()) {
        assert.equal(one.key?.toString(), `k${index}`)
        assert.equal(one.value?.toString(), `record ${index} of many, `.repeat(20))
        assert.equal(one.timestamp, 1700000001234)
      }
    })
  }

  for (const committed of [true, false]) {
    const name = committed ? 'commit marker' : 'abort marker'
    test(name, () => {
      assert.deepEqual(buildEndTxnBatch({
        committed, coordinatorEpoch: 6, producerId: 77, producerEpoch: 2, timestamp: 1700000000000, baseOffset: 41,
        partitionLeaderEpoch: 3,
      }), find(name))
    })
  }
})
