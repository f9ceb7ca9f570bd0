import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { simWorld } from '@odradek/platform/sim'
import { BATCH_HEADER_SIZE, BatchBuilder, type BatchBuilderOptions, buildEndTxnBatch, type CompressionName } from '@odradek/protocol/internal'
import { KafkaError } from '../../errors.ts'
import { AbortedTransactions } from './aborted-transactions.ts'
import { Credits } from '../delivery/credits.ts'
import { FetchedData, type FetchedDataOptions, summarize } from './fetched-data.ts'
import { Ledger } from '../delivery/ledger.ts'
import type { ConsumerRecord } from '../record.ts'

const credits = new Credits({ records: 1e9, bytes: 1e9, partitionRecords: 1e9, partitionBytes: 1e9 })

function batch(baseOffset: number, values: readonly (string | null)[], options: BatchBuilderOptions = {}): Buffer {
  const builder = new BatchBuilder({ baseOffset, partitionLeaderEpoch: 3, ...options })
  values.forEach((value, index) => builder.append(index % 2 === 0 ? `k${index}` : null, value, index % 3 === 0 ? [{ key: 'h', value: 'x' }] : undefined, 1000 + index))
  return builder.build()
}

function read(bytes: Buffer, options: Partial<FetchedDataOptions> = {}): FetchedData {
  const { end } = summarize(bytes, options.offset ?? 0)
  return new FetchedData(bytes, end, {
    topic: 't', partition: 0, offset: 0, highWatermark: 100, isBroken: false, aborted: undefined, checkCrcs: true, maxDecompressedBytes: 1e6, typed: false,
    ledger: new Ledger(credits, () => {}), frame: undefined, ...options,
  })
}

function all(data: FetchedData, step = 3): ConsumerRecord[] {
  const records: ConsumerRecord[] = []
  while (!data.isDone && data.problem === undefined) {
    const some: ConsumerRecord[] = []
    data.take(some, step)
    records.push(...some)
  }
  return records
}

const text = (records: readonly ConsumerRecord[]): string[] => records.map(({ offset, value }) => `${offset}:${value === null ? 'null' : String(value)}`)

test('records come out whole, however many at a time, with every codec', () => {
  fc.assert(fc.property(
    fc.array(fc.array(fc.option(fc.string({ maxLength: 300 })), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 }),
    fc.constantFrom<CompressionName>('none', 'gzip', 'snappy', 'lz4', 'zstd'), fc.integer({ min: 1, max: 9 }), fc.nat({ max: 12 }),
    (batches, compression, step, from) => {
      let offset = 0
      const expected: string[] = []
      const bytes = Buffer.concat(batches.map((values) => {
        const built = batch(offset, values, { compression })
        expected.push(...values.map((value, index) => `${offset + index}:${value ?? 'null'}`))
        offset += values.length
        return built
      }))
      const data = read(Buffer.concat([bytes, bytes.subarray(0, 30)]), { offset: from })
      const records = all(data, step)
      assert.deepEqual(text(records), expected.slice(from))
      assert.equal(data.nextOffset, Math.max(offset, from))
      for (const record of records) {
        assert.equal(record.leaderEpoch, 3)
        assert.ok(record.timestamp >= 1000 && record.timestamp < 1008)
        const index = record.timestamp - 1000
        assert.equal(record.key === null ? null : String(record.key), index % 2 === 0 ? `k${index}` : null)
        assert.deepEqual(record.headers.map(({ key, value }) => `${key}=${String(value)}`), index % 3 === 0 ? ['h=x'] : [])
        assert.equal(record.valueLength, record.value?.length ?? -1)
      }
    },
  ))
})

test('the position jumps over markers and what was compacted away', () => {
  const marker = buildEndTxnBatch({ committed: true, coordinatorEpoch: 0, producerId: 1, producerEpoch: 0, timestamp: 0, baseOffset: 2 })
  const data = read(Buffer.concat([batch(0, ['a', 'b']), marker, batch(7, ['c']), Buffer.from(marker).fill(0, 0, 8)]))
  const records: ConsumerRecord[] = []
  data.take(records, 2)
  assert.deepEqual([text(records), data.nextOffset], [['0:a', '1:b'], 3])
  data.take(records, 9)
  assert.deepEqual([text(records), data.nextOffset, data.isDone], [['0:a', '1:b', '7:c'], 8, true])
})

test('read_committed: aborted transactions are left out, also when they are interleaved', () => {
  const transactional = (offset: number, value: string, producerId: number): Buffer => batch(offset, [value], { isTransactional: true, producerId, producerEpoch: 0, baseSequence: 0 })
  const marker = (baseOffset: number, producerId: number, committed: boolean): Buffer => buildEndTxnBatch({ committed, coordinatorEpoch: 0, producerId, producerEpoch: 0, timestamp: 0, baseOffset })
  const log = Buffer.concat([
    transactional(0, 'aborted', 1), transactional(1, 'kept', 2), batch(2, ['plain']), transactional(3, 'aborted too', 1), marker(4, 1, false),
    transactional(5, 'second try', 1), marker(6, 2, true), marker(7, 1, true), transactional(8, 'late', 3), marker(9, 3, false),
  ])
  const aborted = new AbortedTransactions([{ producerId: 3, firstOffset: 8 }, { producerId: 1, firstOffset: 0 }])
  const data = read(log, { aborted })
  assert.deepEqual(text(all(data)), ['1:kept', '2:plain', '5:second try'])
  assert.equal(data.nextOffset, 10)
  assert.equal(all(read(log)).length, 6, 'read_uncommitted sees everything but markers')
})

test('a damaged batch stops the reading there; skipping goes on behind it', () => {
  const broken = batch(2, ['x', 'y'])
  broken[broken.length - 2]! ^= 1
  const bytes = Buffer.concat([batch(0, ['a', 'b']), broken, batch(4, ['c'])])
  const data = read(bytes)
  assert.deepEqual(text(all(data)), ['0:a', '1:b'])
  assert.equal(data.problem?.offset, 2)
  assert.match(data.problem?.error.message ?? '', /checksum/)
  assert.equal(data.skipProblem(), true)
  assert.deepEqual(text(all(data)), ['4:c'])
  assert.equal(all(read(bytes, { checkCrcs: false })).length, 5)
})

test('any damage is a problem or harmless, never an exception or an endless loop', () => {
  const good = Buffer.concat([batch(0, ['a', 'bb', null]), batch(3, ['c', 'd'], { compression: 'lz4' })])
  fc.assert(fc.property(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, checkCrcs) => {
    const bytes = Buffer.from(good)
    bytes[at]! ^= flip
    const data = read(bytes, { checkCrcs })
    for (let rounds = 0; !data.isDone && rounds < 20; rounds++) {
      const some: ConsumerRecord[] = []
      data.take(some, 2)
      for (const record of some) {
        assert.ok([record.key, record.value, record.timestamp].length === 3)
        // Headers are looked into when they are asked for.
        try {
          assert.ok(record.headers.length <= 1)
        } catch (error) {
          assert.ok(error instanceof KafkaError && error.code === 'CORRUPT_DATA')
        }
      }
      if (data.problem !== undefined && !data.skipProblem()) return
    }
    assert.ok(data.isDone)
  }), { numRuns: 500 })
})

test('a batch that blows up is refused', () => {
  const data = read(batch(0, ['x'.repeat(100_000)], { compression: 'gzip' }), { maxDecompressedBytes: 50_000 })
  assert.deepEqual(all(data), [])
  assert.match(data.problem?.error.message ?? '', /more than 50000/)
})

test('large compressed batches are decompressed off the loop, small ones where they are', async () => {
  const host = simWorld(1)
  const { workers } = host.host('client')
  const noise = host.random.bytes(90_000).toString('latin1')
  for (const compression of ['gzip', 'zstd'] as const) {
    const large = batch(1, [noise, 'after'], { compression })
    const broken = batch(3, [noise], { compression })
    broken[BATCH_HEADER_SIZE]! ^= 0xff
    const data = read(Buffer.concat([batch(0, ['small'], { compression }), large, broken]), { checkCrcs: false })
    const records: ConsumerRecord[] = []
    data.take(records, 10)
    assert.deepEqual(records.map(({ offset }) => offset), [0])
    await host.settle(data.prepare(workers))
    assert.equal(data.isLargeNext, false)
    data.take(records, 10)
    assert.deepEqual([records.map(({ offset }) => offset), records[1]?.value?.toString('utf8')], [[0, 1, 2], noise])
    await host.settle(data.prepare(workers))
    data.take(records, 10)
    assert.equal(data.problem?.offset, 3)
    assert.ok(data.skipProblem() && data.isDone)
  }
})
