import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchHasDeleteHorizon, batchIsControl, buildEndTxnBatch, readRecords, scanBatches } from '@odradek/protocol/internal'
import * as fc from 'fast-check'
import type { LogConfig } from '../log-config.ts'
import type { PartitionLog } from '../partition-log.ts'
import { TestStorage, appendNow, batchOf, readAll } from '../testing/test-world.ts'
import type { TestRecord } from '../testing/test-world.ts'

const compacted: Partial<LogConfig> = {
  cleanupPolicy: { compact: true, delete: false }, segmentBytes: 400, minCleanableDirtyRatio: 0.01, indexIntervalBytes: 100,
  deleteRetentionMs: 1000, fileDeleteDelayMs: 10,
}

async function compactedStorage(config: Partial<LogConfig> = {}): Promise<TestStorage> {
  return TestStorage.open({ config: { ...compacted, ...config }, settings: { cleanerEnabled: false } })
}

function put(storage: TestStorage, log: PartitionLog, key: string, value: string | null): number {
  const offset = appendNow(storage, log, batchOf([{ key, value, timestamp: storage.time.wallMs() }]))
  log.advanceHighWatermark(log.writtenEndOffset)
  assert.equal(typeof offset, 'number')
  return offset as number
}

const lines = (log: PartitionLog): string[] =>
  readRecords(readAll(log)).map((record) => `${record.offset} ${record.key}=${record.value}`)

async function clean(storage: TestStorage): Promise<number> {
  return storage.time.run(storage.manager.runCleaner())
}

test('of each key the newest record stays, at its offset; the active segment is untouched', async () => {
  const storage = await compactedStorage()
  const log = storage.log()
  for (let i = 0; i < 40; i++) put(storage, log, `k${i % 4}`, `v${i}`)
  const activeFrom = log.segments.active.baseOffset
  const before = lines(log)
  assert.ok(await clean(storage) > 0)
  const after = lines(log)
  const newest = [activeFrom - 4, activeFrom - 3, activeFrom - 2, activeFrom - 1]
  assert.deepEqual(after, before.filter((_, offset) => offset >= activeFrom || newest.includes(offset)))
  assert.equal(log.logStartOffset, 0)
  assert.equal(log.cleanedUpTo, activeFrom)
  // Reads in the gaps go on with what follows.
  for (const offset of [0, 5, 17, activeFrom - 5]) assert.equal(readRecords(readAll(log, offset))[0]!.offset, activeFrom - 4)
  await storage.time.advance(1000)
  assert.equal(storage.fs.list('/data/t-0').filter(({ name }) => /deleted|cleaned|swap/.test(name)).length, 0)
  await storage.close()
  await storage.reopen()
  assert.deepEqual(lines(storage.manager.log('t', 0)!), after)
  assert.equal(storage.manager.log('t', 0)!.cleanedUpTo, activeFrom)
  await storage.close()
})

test('D7: a tombstone hides its key at once and goes delete.retention.ms after its first cleaning', async () => {
  const storage = await compactedStorage()
  const log = storage.log()
  put(storage, log, 'a', 'old')
  put(storage, log, 'b', 'stays')
  const tombstone = put(storage, log, 'a', null)
  for (let i = 0; i < 10; i++) put(storage, log, 'filler', `${i}`)
  await clean(storage)
  assert.ok(lines(log).includes(`${tombstone} a=null`))
  assert.equal(lines(log).some((line) => line.includes('old')), false)
  const { positions } = scanBatches(readAll(log))
  assert.ok(positions.some((at) => batchHasDeleteHorizon(readAll(log), at)))
  assert.equal(readRecords(readAll(log)).find((record) => record.offset === tombstone)!.timestamp, 1_700_000_000_000)
  await storage.time.advance(500)
  for (let i = 0; i < 10; i++) put(storage, log, 'filler', `${i}`)
  await clean(storage)
  assert.ok(lines(log).includes(`${tombstone} a=null`), 'kept for its time')
  await storage.time.advance(600)
  for (let i = 0; i < 10; i++) put(storage, log, 'filler', `${i}`)
  await clean(storage)
  assert.equal(lines(log).some((line) => line.includes(' a=')), false)
  assert.ok(lines(log).some((line) => line.includes('b=stays')))
  await storage.close()
})

test('D7: the last batch of a producer stays as an empty header, so that its retry is still a duplicate after a restart', async () => {
  const storage = await compactedStorage()
  const log = storage.log()
  const producer = { producerId: 7, producerEpoch: 0 }
  appendNow(storage, log, batchOf([{ key: 'k', value: '1' }], { ...producer, baseSequence: 0 }))
  appendNow(storage, log, batchOf([{ key: 'k', value: '2' }], { ...producer, baseSequence: 1 }))
  for (let i = 0; i < 20; i++) put(storage, log, 'k', `newer ${i}`)
  await clean(storage)
  assert.equal(lines(log).some((line) => line.startsWith('1 ')), false)
  const after = await TestStorage.open({ fs: storage.fs.crash(), config: storage.config, settings: { cleanerEnabled: false } })
  const again = after.manager.log('t', 0)!
  again.snapshots.removeAll()
  again.producerState.clear(0)
  again.snapshots.truncateAndReload(0, again.logEndOffset)
  const retry = again.append(batchOf([{ key: 'k', value: '2' }], { ...producer, baseSequence: 1 }), { leaderEpoch: 0, origin: 'client' })
  assert.deepEqual([retry.error, 'duplicate' in retry && retry.duplicate, 'baseOffset' in retry && retry.baseOffset], [undefined, true, 1])
  await after.close()
})

test('D7: aborted data goes, the marker outlives it, committed data stays; nothing beyond the last stable offset', async () => {
  const storage = await compactedStorage({ segmentBytes: 300 })
  const log = storage.log()
  const transactional = (producerId: number, sequence: number, key: string, value: string): void => {
    const batch = batchOf([{ key, value }], { producerId, producerEpoch: 0, baseSequence: sequence, isTransactional: true })
    assert.equal(typeof appendNow(storage, log, batch), 'number')
  }
  const end = (producerId: number, committed: boolean): void => {
    const marker = buildEndTxnBatch({ producerId, producerEpoch: 0, coordinatorEpoch: 0, committed, timestamp: storage.time.wallMs() })
    assert.equal(log.append(marker, { leaderEpoch: 0, origin: 'coordinator' }).error, undefined)
    storage.time.turn()
  }
  put(storage, log, 'x', 'before')
  transactional(1, 0, 'x', 'aborted')
  transactional(2, 0, 'y', 'committed')
  end(1, false)
  end(2, true)
  transactional(3, 0, 'x', 'open')
  for (let i = 0; i < 8; i++) put(storage, log, 'filler', `${i}`)
  log.advanceHighWatermark(log.writtenEndOffset)
  assert.equal(log.lastStableOffset, 5)
  assert.deepEqual(log.abortedTransactions(0, 100), [{ producerId: 1, firstOffset: 1 }])
  await clean(storage)
  const texts = lines(log)
  assert.ok(texts.some((line) => line.endsWith('x=before')), texts.join())
  assert.ok(texts.some((line) => line.endsWith('y=committed')))
  assert.equal(texts.some((line) => line.endsWith('=aborted')), false)
  assert.ok(texts.some((line) => line.endsWith('x=open')))
  assert.equal(texts.filter((line) => line.includes('filler')).length, 8)
  const bytes = readAll(log)
  assert.equal(scanBatches(bytes).positions.filter((at) => batchIsControl(bytes, at)).length, 2)
  await storage.close()
})

test('D7: a truncation during a round aborts it, and what was truncated stays away', async () => {
  const storage = await compactedStorage()
  const log = storage.log()
  for (let i = 0; i < 60; i++) put(storage, log, `k${i}`, `v${i}`)
  storage.fs.faults.stallMs = 0
  const cleaning = storage.manager.runCleaner()
  await Promise.resolve()
  log.truncateTo(10)
  assert.equal(await storage.time.run(cleaning), 0)
  assert.equal(log.logEndOffset, 10)
  assert.deepEqual(lines(log).map((line) => line.split(' ')[0]), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(String))
  assert.ok(log.cleanedUpTo <= 10)
  assert.equal(storage.fs.list('/data/t-0').filter(({ name }) => /cleaned|swap/.test(name)).length, 0)
  await storage.close()
})

test('a map that holds few keys cleans in several rounds', async () => {
  const storage = await TestStorage.open({ config: compacted, settings: { cleanerEnabled: false, cleanerDedupeBufferBytes: 24 * 16 } })
  const log = storage.log()
  for (let i = 0; i < 90; i++) put(storage, log, `k${i % 30}`, `v${i}`)
  const activeFrom = log.segments.active.baseOffset
  assert.ok(await clean(storage) > 1)
  const newest = new Map(lines(log).map((line) => [line.split(/[ =]/)[1], line]))
  for (let i = 60; i < 90; i++) assert.equal(newest.get(`k${i % 30}`), `${i} k${i % 30}=v${i}`)
  assert.ok(lines(log).filter((line) => Number(line.split(' ')[0]) < activeFrom).length <= 30)
  await storage.close()
})

test('min.compaction.lag.ms keeps the cleaner from what is young, max.compaction.lag.ms sends it before the ratio is reached', async () => {
  const storage = await compactedStorage({ minCompactionLagMs: 10_000 })
  const log = storage.log()
  for (let i = 0; i < 10; i++) put(storage, log, 'old', `${i}`)
  log.roll()
  const youngFrom = log.logEndOffset
  await storage.time.advance(9000)
  assert.equal(await clean(storage), 0)
  for (let i = 0; i < 10; i++) put(storage, log, 'young', `${i}`)
  log.roll()
  await storage.time.advance(2000)
  assert.equal(await clean(storage), 1)
  assert.equal(log.cleanedUpTo, youngFrom)
  assert.equal(lines(log).filter((line) => line.includes('old=')).length, 1)
  assert.equal(lines(log).filter((line) => line.includes('young=')).length, 10)
  await storage.close()

  const overdue = await compactedStorage({ minCleanableDirtyRatio: 1, maxCompactionLagMs: 5000 })
  const second = overdue.log()
  // The segment that comes second begins with the earlier timestamp: it is the one that is overdue.
  const at = (key: string, ageMs: number): void => {
    appendNow(overdue, second, batchOf([{ key, value: 'v', timestamp: overdue.time.wallMs() - ageMs }]))
    second.advanceHighWatermark(second.writtenEndOffset)
  }
  for (const [index, ageMs] of [0, 4000, 0].entries()) {
    for (let i = 0; i < 3; i++) at(`k${index}`, ageMs)
    second.roll()
  }
  assert.equal(await clean(overdue), 0, 'everything is dirty, and the ratio never exceeds 1')
  await overdue.time.advance(2000)
  assert.equal(await clean(overdue), 1)
  assert.deepEqual(lines(second).map((line) => line.split(' ')[1]), ['k0=v', 'k1=v', 'k2=v'])
  await overdue.close()
})

test('min.cleanable.dirty.ratio: a log is cleaned when more than that share of it is dirty', async () => {
  const storage = await compactedStorage({ minCleanableDirtyRatio: 0.5 })
  const log = storage.log()
  for (let i = 0; i < 20; i++) put(storage, log, `k${i}`, 'clean')
  log.roll()
  assert.equal(await clean(storage), 1)
  for (let i = 0; i < 10; i++) put(storage, log, `k${i}`, 'dirty')
  log.roll()
  assert.equal(await clean(storage), 0, 'a third is dirty')
  for (let i = 0; i < 12; i++) put(storage, log, `k${i}`, 'dirty')
  log.roll()
  assert.equal(await clean(storage), 1)
  assert.equal(lines(log).length, 20)
  await storage.close()
})

test('compact,delete: what stays of each key goes by age or size as well', async () => {
  const storage = await compactedStorage({ cleanupPolicy: { compact: true, delete: true }, retentionMs: 60_000 })
  const log = storage.log()
  for (let i = 0; i < 20; i++) put(storage, log, `k${i % 2}`, `${i}`)
  log.roll()
  assert.equal(await clean(storage), 1)
  assert.deepEqual(lines(log).map((line) => line.split(' ')[0]), ['18', '19'])
  await storage.time.advance(61_000)
  put(storage, log, 'new', '1')
  assert.ok(await storage.time.run(storage.manager.runRetention()) > 0)
  assert.deepEqual(lines(log), ['20 new=1'])
  assert.equal(log.logStartOffset, 20)
  put(storage, log, 'new', '2')
  log.roll()
  assert.equal(await clean(storage), 1)
  assert.deepEqual(lines(log), ['21 new=2'])
  await storage.close()
})

test('D7: a marker goes delete.retention.ms after its transaction has lost its last record, never before', async () => {
  const storage = await compactedStorage()
  const log = storage.log()
  const producer = { producerId: 1, producerEpoch: 0 }
  const mark = (committed: boolean): void => {
    const marker = buildEndTxnBatch({ ...producer, coordinatorEpoch: 0, committed, timestamp: storage.time.wallMs() })
    assert.equal(log.append(marker, { leaderEpoch: 0, origin: 'coordinator' }).error, undefined)
    storage.time.turn()
    log.advanceHighWatermark(log.writtenEndOffset)
  }
  const markers = (): number[] => {
    const bytes = readAll(log)
    return scanBatches(bytes).positions.filter((at) => batchIsControl(bytes, at) && bytes.readInt32BE(at + 57) > 0)
      .map((at) => Number(bytes.readBigInt64BE(at)))
  }
  const round = async (key: string, waitMs: number): Promise<void> => {
    await storage.time.advance(waitMs)
    for (let i = 0; i < 4; i++) put(storage, log, key, `${i}`)
    log.roll()
    await clean(storage)
  }
  appendNow(storage, log, batchOf([{ key: 'gone', value: 'aborted' }], { ...producer, baseSequence: 0, isTransactional: true }))
  mark(false)
  appendNow(storage, log, batchOf([{ key: 'kept', value: 'committed' }], { ...producer, baseSequence: 1, isTransactional: true }))
  mark(true)
  await round('filler', 0)
  assert.deepEqual(markers(), [1, 3])
  // The aborted record went in the first round; in the second nothing is left before its marker, and its time begins.
  await round('filler', 2000)
  assert.deepEqual(markers(), [1, 3])
  await round('filler', 500)
  assert.deepEqual(markers(), [1, 3], 'not before its time')
  await round('filler', 600)
  assert.deepEqual(markers(), [3], 'committed data is still there, and so is its marker')
  // The last batch of the producer loses its record and stays as a header; as long as it does, so does the marker.
  await round('kept', 0)
  await round('filler', 0)
  await round('filler', 1100)
  assert.deepEqual(markers(), [3])
  appendNow(storage, log, batchOf([{ key: 'next', value: '1' }], { ...producer, baseSequence: 2 }))
  await round('filler', 0)
  await round('filler', 0)
  await round('filler', 1100)
  assert.deepEqual(markers(), [])
  await storage.close()
})

const live = (map: Map<string, string | null>): string[] =>
  [...map].filter(([, value]) => value !== null).map(([key, value]) => `${key}=${value}`).toSorted()

test('property: cleaning never changes what a reader of the latest value per key sees', async () => {
  const record = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), value: fc.option(fc.string({ maxLength: 20 }), { nil: null }),
  })
  const batch = fc.record({
    records: fc.array(record, { minLength: 1, maxLength: 5 }),
    compression: fc.constantFrom('none' as const, 'gzip' as const, 'zstd' as const, 'lz4' as const, 'snappy' as const),
    cleanAfter: fc.boolean(),
    waitMs: fc.constantFrom(0, 400, 1100),
  })
  await fc.assert(fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 25 }), async (batches) => {
    const storage = await compactedStorage()
    const log = storage.log()
    const model = new Map<string, string | null>()
    for (const { records, compression, cleanAfter, waitMs } of batches) {
      const timestamp = storage.time.wallMs()
      appendNow(storage, log, batchOf(records as TestRecord[], { compression }, timestamp))
      for (const { key, value } of records) model.set(key, value)
      log.advanceHighWatermark(log.writtenEndOffset)
      await storage.time.advance(waitMs)
      if (cleanAfter) await clean(storage)
    }
    const seen = new Map<string, string | null>()
    let last = -1
    for (const { offset, key, value } of readRecords(readAll(log))) {
      assert.ok(offset > last)
      last = offset
      seen.set(String(key), value === null ? null : String(value))
    }
    assert.deepEqual(live(seen), live(model))
    await storage.close()
  }), { numRuns: 40, seed: 7 })
})

test('a disk that fails while the output takes the place of its originals: nothing is gone when the directory is back', async () => {
  for (const [name, times] of [['00000000000000000000.log', 1], ['00000000000000000003.log', 1], ['.index', 1]] as const) {
    const storage = await TestStorage.open({ config: { ...compacted, segmentBytes: 1000 }, settings: { cleanerEnabled: false, offlineRetryMs: 0 } })
    const log = storage.log()
    for (let i = 0; i < 9; i++) {
      put(storage, log, `k${i % 4}`, `v${i}`)
      if (i % 3 === 2) log.roll()
    }
    storage.fs.faults.fail({ on: 'rename', path: name, code: 'EIO', times })
    assert.equal(await clean(storage), 0)
    assert.deepEqual(storage.failures, ['/data'], name)
    storage.fs.faults.clear()
    await storage.time.run(storage.manager.retryOffline())
    const newest = new Map(lines(log).map((line) => line.split(' ')[1]!.split('=') as [string, string]))
    assert.deepEqual([...newest].toSorted(), [['k0', 'v8'], ['k1', 'v5'], ['k2', 'v6'], ['k3', 'v7']], name)
    assert.equal(log.logEndOffset, 9)
    await storage.close()
  }
})
