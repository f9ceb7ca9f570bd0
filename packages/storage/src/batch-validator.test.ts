import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchBuilder, batchCompression, batchCrcIsValid, batchIsLogAppendTime, batchMaxTimestamp, buildEndTxnBatch, readRecords, setMaxTimestampAndType, updateBatchCrc } from '@odradek/protocol/internal'
import type { CompressionName } from '@odradek/protocol/internal'
import * as fc from 'fast-check'
import { validateBatches } from './batch-validator.ts'
import type { ValidBatches } from './batch-validator.ts'
import { defaultLogConfig } from './log-config.ts'
import type { LogConfig } from './log-config.ts'
import type { AppendFailure, AppendOptions } from './log-results.ts'
import { batchOf } from './testing/test-world.ts'

const NOW = 1_700_000_000_000
const names: readonly CompressionName[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
const compact = { cleanupPolicy: { compact: true, delete: false } }

function validate(batch: Buffer, config: Partial<LogConfig> = {}, options: Partial<AppendOptions> = {}): ValidBatches | AppendFailure {
  return validateBatches(batch, { ...defaultLogConfig, ...config }, { leaderEpoch: 0, origin: 'client', ...options }, NOW)
}

function patched(batch: Buffer, change: (batch: Buffer) => void): Buffer {
  const copy = Buffer.from(batch)
  change(copy)
  updateBatchCrc(copy, 0)
  return copy
}

const refusals: [string, Buffer, string, Partial<LogConfig>?, Partial<AppendOptions>?][] = [
  ['nothing at all', Buffer.alloc(0), 'INVALID_RECORD'],
  ['half a batch', batchOf(['a']).subarray(0, 65), 'INVALID_RECORD'],
  ['two batches', Buffer.concat([batchOf(['a']), batchOf(['b'])]), 'INVALID_RECORD'],
  ['a broken CRC', Buffer.from(batchOf(['a']).map((byte, i) => i === 66 ? byte ^ 1 : byte)), 'CORRUPT_MESSAGE'],
  ['format 1', patched(batchOf(['a']), (b) => b.writeInt8(1, 16)), 'INVALID_RECORD'],
  ['a format that does not exist', patched(batchOf(['a']), (b) => b.writeInt8(7, 16)), 'CORRUPT_MESSAGE'],
  ['a base offset', batchOf(['a'], { baseOffset: 5 }), 'INVALID_RECORD'],
  ['too many bytes', batchOf(['a'.repeat(2000)]), 'MESSAGE_TOO_LARGE', { maxMessageBytes: 1000 }],
  ['a count that is not the offset range', patched(batchOf(['a', 'b']), (b) => b.writeInt32BE(5, 23)), 'INVALID_RECORD'],
  ['a count of none', patched(batchOf(['a']), (b) => b.writeInt32BE(0, 57)), 'INVALID_RECORD'],
  ['fewer records than claimed', patched(batchOf(['a']), (b) => {
    b.writeInt32BE(1, 23)
    b.writeInt32BE(2, 57)
  }), 'INVALID_RECORD'],
  ['more records than claimed', patched(batchOf(['a', 'b']), (b) => {
    b.writeInt32BE(0, 23)
    b.writeInt32BE(1, 57)
  }), 'INVALID_RECORD'],
  ['a negative offset range', patched(batchOf(['a']), (b) => b.writeInt32BE(-3, 23)), 'INVALID_RECORD'],
  ['T16: a control batch', buildEndTxnBatch({ producerId: 1, producerEpoch: 0, coordinatorEpoch: 0, committed: true, timestamp: NOW }), 'INVALID_RECORD'],
  ['a producer id without a sequence', batchOf(['a'], { producerId: 4, producerEpoch: 0, baseSequence: -1 }), 'INVALID_RECORD'],
  ['an unknown codec', patched(batchOf(['a']), (b) => b.writeInt16BE(6, 21)), 'UNSUPPORTED_COMPRESSION_TYPE'],
  ['zstd in an old request', batchOf(['a'], { compression: 'zstd' }), 'UNSUPPORTED_COMPRESSION_TYPE', {}, { apiVersion: 6 }],
  ['bytes that are not what the codec says', patched(batchOf(['a']), (b) => b.writeInt16BE(1, 21)), 'INVALID_RECORD'],
  ['more than may be decompressed', batchOf(['a'.repeat(5000)], { compression: 'gzip' }), 'MESSAGE_TOO_LARGE', { maxDecompressedBytes: 4000 }],
  ['no key on a compacted topic', batchOf(['a']), 'INVALID_RECORD', compact],
  ['no key on a compacted topic, compressed', batchOf(['a'], { compression: 'lz4' }), 'INVALID_RECORD', compact],
  ['D9: a timestamp too far ahead', batchOf(['a'], {}, NOW + 3_600_001), 'INVALID_TIMESTAMP'],
  ['D9: a timestamp too far back', batchOf(['a'], {}, NOW - 11), 'INVALID_TIMESTAMP', { messageTimestampBeforeMaxMs: 10 }],
  ['LogAppendTime from a client', patched(batchOf(['a']), (b) => setMaxTimestampAndType(b, 0, 'LogAppendTime', NOW)), 'INVALID_TIMESTAMP'],
]

for (const [name, batch, error, config, options] of refusals) {
  test(`refused: ${name}`, () => {
    assert.equal(validate(batch, config, options).error, error)
  })
}

test('what is behind the last whole batch is left out', () => {
  const batch = batchOf(['a', 'b'])
  const result = validate(Buffer.concat([batch, batch.subarray(0, 70)]))
  assert.deepEqual(result.error === undefined && [result.end, result.buffer.length], [batch.length, batch.length])
})

test('the records that broke a rule are named, all of them (KIP-467)', () => {
  for (const compression of names) {
    const batch = batchOf(Array.from({ length: 100 }, (_, at) => (at % 10 === 0 ? 'no key' : { key: 'k', value: 'v' })), { compression })
    const result = validate(batch, compact) as AppendFailure
    assert.equal(result.error, 'INVALID_RECORD')
    assert.match(result.message ?? '', /^10 records have been rejected: a compacted topic/)
    assert.deepEqual(result.recordErrors?.map((each) => each.batchIndex), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90], compression)
    assert.ok(result.recordErrors?.every(({ message }) => message?.includes('without a key')))
  }
})

test('one reason a record, the key before the time; one wrong time makes it the error of the batch', () => {
  const config = { ...compact, messageTimestampBeforeMaxMs: 1000 }
  const old = NOW - 5000
  const both = validate(batchOf([{ value: 'a', timestamp: old }, { key: 'k', value: 'b', timestamp: NOW }]), config) as AppendFailure
  assert.deepEqual([both.error, both.recordErrors?.map(({ batchIndex }) => batchIndex)], ['INVALID_RECORD', [0]])
  const mixed = validate(batchOf([{ value: 'a', timestamp: NOW }, { key: 'k', value: 'b', timestamp: old }, { value: 'c', timestamp: old }]), config) as AppendFailure
  assert.equal(mixed.error, 'INVALID_TIMESTAMP')
  assert.match(mixed.message ?? '', /^3 records have been rejected, 1 for the timestamp: /)
  assert.deepEqual(mixed.recordErrors?.map(({ batchIndex, message }) => [batchIndex, /key|timestamp/.exec(message ?? '')?.[0]]), [[0, 'key'], [1, 'timestamp'], [2, 'key']])
})

test('a batch that is nothing but broken records: all are named, reasons are bounded; of a compressed one no more than its bytes can pay for', () => {
  const config = { ...compact, maxMessageBytes: 2_000_000 }
  const plain = batchOf(Array.from({ length: 110_000 }, () => ''), {}, NOW)
  const all = validate(plain, config) as AppendFailure
  assert.ok(plain.length > 900_000 && plain.length < 1_200_000, `${plain.length} bytes`)
  assert.equal(all.recordErrors?.length, 110_000)
  assert.deepEqual([all.recordErrors[0]?.batchIndex, all.recordErrors.at(-1)?.batchIndex, all.recordErrors.at(-1)?.message], [0, 109_999, null])
  const text = all.recordErrors.reduce((sum, { message }) => sum + (message?.length ?? 0), 0)
  assert.ok(text > 60_000 && text < 70_000, `${text} characters`)
  const packed = batchOf(Array.from({ length: 110_000 }, () => ''), { compression: 'zstd' }, NOW)
  const some = validate(packed, config) as AppendFailure
  const most = Math.ceil(packed.length / 8)
  assert.ok(most > 10_000 && most < 15_000, `${packed.length} bytes`)
  assert.equal(some.recordErrors?.length, most)
  assert.ok(some.message?.startsWith('110000 records have been rejected: ') && some.message.endsWith(`; the first ${most} are named`), some.message)
})

test('a maximal timestamp that lies is put right, and the CRC with it', () => {
  const batch = patched(batchOf([{ value: 'a', timestamp: NOW }, { value: 'b', timestamp: NOW - 5 }]), (b) => b.writeInt32BE(0x7fffffff, 35))
  const result = validate(batch) as ValidBatches
  assert.equal(result.error, undefined)
  assert.equal(batchMaxTimestamp(result.buffer, 0), NOW)
  assert.ok(batchCrcIsValid(result.buffer, 0))
})

test('LogAppendTime stamps the batch and redoes the CRC', () => {
  const result = validate(batchOf(['a', 'b'], {}, 12345), { messageTimestampType: 'LogAppendTime' }) as ValidBatches
  assert.equal(result.logAppendTimeMs, NOW)
  assert.ok(batchIsLogAppendTime(result.buffer, 0) && batchCrcIsValid(result.buffer, 0))
  assert.deepEqual(readRecords(result.buffer).map((record) => record.timestamp), [NOW, NOW])
})

const facts = (bytes: Buffer): unknown => readRecords(bytes).map((each) => [each.offset, each.timestamp, each.key?.toString(),
  each.value?.toString(), each.headers.map((header) => [header.key, header.value?.toString()])])

test('property: any codec into any other keeps every record', () => {
  const record = fc.record({
    key: fc.option(fc.string(), { nil: null }), value: fc.option(fc.string({ maxLength: 200 }), { nil: null }),
    headers: fc.array(fc.record({ key: fc.string(), value: fc.option(fc.string(), { nil: null }) }), { maxLength: 3 }),
    ago: fc.nat(100_000),
  })
  fc.assert(fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), fc.constantFrom(...names), fc.constantFrom(...names),
    (records, from, to) => {
      const builder = new BatchBuilder({ compression: from })
      for (const { key, value, headers, ago } of records) builder.append(key, value, headers, NOW - ago)
      const batch = builder.build()
      const before = facts(batch)
      const result = validate(batch, { compressionType: to === 'none' ? 'uncompressed' : to })
      if (result.error !== undefined) assert.fail(result.message)
      assert.equal(batchCompression(result.buffer, 0), names.indexOf(to))
      assert.ok(batchCrcIsValid(result.buffer, 0))
      assert.deepEqual(facts(result.buffer), before)
    }), { numRuns: 200, seed: 3 })
})

test('property: bytes changed behind a right CRC are refused or still a readable batch', () => {
  const change = fc.record({ at: fc.integer({ min: 21, max: 140 }), byte: fc.integer({ min: 0, max: 255 }) })
  const base = batchOf([{ key: 'key', value: 'value' }, { key: null, value: null }, { key: 'k'.repeat(70), value: '' }])
  fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
    const batch = patched(base, (b) => {
      for (const { at, byte } of changes) if (at < b.length) b[at] = byte
    })
    const result = validate(batch, { messageTimestampAfterMaxMs: Number.MAX_SAFE_INTEGER })
    if (result.error !== undefined) return
    assert.equal(readRecords(result.buffer).length, 3)
    assert.ok(batchCrcIsValid(result.buffer, 0))
  }), { numRuns: 2000, seed: 5 })
})

test('a batch that is too large for its topic uncompressed is not unpacked to its end', () => {
  const batch = batchOf(['a'.repeat(5_000_000)], { compression: 'gzip' })
  const result = validate(batch, { compressionType: 'uncompressed', maxMessageBytes: 20_000 })
  assert.equal(result.error, 'MESSAGE_TOO_LARGE')
  assert.doesNotMatch((result as AppendFailure).message ?? '', /has 5000\d\d\d bytes/)
})

test('a topic cannot ask for a recompression that takes long', () => {
  const batch = batchOf(Array.from({ length: 3000 }, (_, at) => `${at * 7919} ${at * 104729} ${at % 17}`))
  const [at9, at22] = [9, 22].map((zstdLevel) => validate(batch, { compressionType: 'zstd', zstdLevel }) as ValidBatches)
  assert.ok(at9 !== undefined && at22?.buffer.equals(at9.buffer) === true)
})

test('what unpacks to hundreds of megabytes is not recompressed, and not unpacked to its end', () => {
  const batch = batchOf(['a'.repeat(60_000_000)], { compression: 'gzip' })
  const result = validate(batch, { compressionType: 'zstd' })
  assert.equal(result.error, 'MESSAGE_TOO_LARGE')
  assert.equal(validate(batch, {}).error, undefined, 'as it is it is taken')
  assert.equal(validate(batchOf(['a'.repeat(20_000_000)], { compression: 'gzip' }), { compressionType: 'zstd' }).error, undefined)
})
