// A device that cannot keep up: what waits for it is bounded, and a stall of it holds up only those who write much.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimFileSystem } from '@odradek/platform/sim'
import { FilePool } from './file-pool.ts'
import { SegmentFile } from './segment-file.ts'
import { ManualTime, TestStorage, appendNow, batchOf } from './testing/test-world.ts'

const LIMIT = 8000
const value = 'v'.repeat(500)

async function slowStorage(unsyncedMaxBytes: number): Promise<TestStorage> {
  const time = new ManualTime()
  const fs = new SimFileSystem({ syncLatencyMs: [5, 6], scheduler: time })
  return TestStorage.open({ fs, time, settings: { unsyncedMaxBytes } })
}

/** Stops the manager while time goes on. */
async function end(storage: TestStorage): Promise<void> {
  storage.fs.faults.stallMs = 0
  const state = { ended: false }
  const ending = storage.manager.close().then(() => (state.ended = true))
  while (!state.ended) await storage.time.advance(10_000)
  await ending
}

test('beyond the limit a large writer waits for the device and a small one does not; when the device has caught up nobody does', async () => {
  const storage = await slowStorage(LIMIT)
  const { time, fs } = storage
  const [large, small] = [storage.log('large'), storage.log('small')]
  fs.faults.stallMs = 60_000
  while (large.writtenEndOffset === large.logEndOffset) assert.notEqual(typeof appendNow(storage, large, batchOf([value])), 'string')
  assert.ok(large.size > LIMIT && large.size < LIMIT + 1000, `${large.size} bytes were taken before the first wait`)
  const visible = large.writtenEndOffset
  for (let more = 0; more < 5; more++) appendNow(storage, large, batchOf([value]))
  assert.equal(large.writtenEndOffset, visible, 'appended and queued for the page cache, but nobody is told')
  assert.equal(large.logEndOffset, visible + 6)
  assert.equal(appendNow(storage, small, batchOf(['x'])), 0)
  assert.equal(small.writtenEndOffset, 1, 'a small writer is not held up')
  await time.advance(30_000)
  assert.equal(large.writtenEndOffset, visible)
  await time.advance(2_000_000)
  assert.equal(large.writtenEndOffset, visible + 6)
  assert.equal(large.recoveryPoint, visible + 6)
  fs.faults.stallMs = 0
  appendNow(storage, large, batchOf([value]))
  assert.equal(large.writtenEndOffset, visible + 7)
  await end(storage)
})

test('from half of the limit on what waits is brought to the device in the background, the largest first', async () => {
  const storage = await slowStorage(LIMIT)
  const { time } = storage
  const [large, small] = [storage.log('large'), storage.log('small')]
  appendNow(storage, small, batchOf(['x']))
  for (let count = 0; count < 5; count++) appendNow(storage, large, batchOf([value]))
  await time.advance(1000)
  assert.equal(large.recoveryPoint, 0, 'below half of it nothing is hurried')
  for (let count = 0; count < 3; count++) appendNow(storage, large, batchOf([value]))
  await time.advance(1000)
  assert.equal(large.recoveryPoint, 8)
  assert.equal(large.writtenEndOffset, 8)
  assert.equal(small.recoveryPoint, 0, 'the device has caught up: a little may wait')
  await end(storage)
})

test('without a limit a device that stalls holds up no append', async () => {
  const storage = await slowStorage(0)
  storage.fs.faults.stallMs = 60_000
  const log = storage.log()
  for (let count = 0; count < 100; count++) appendNow(storage, log, batchOf([value]))
  assert.equal(log.writtenEndOffset, 100)
  await end(storage)
})

test('bytes that wait are forgotten with the log that is deleted', async () => {
  const storage = await slowStorage(LIMIT)
  const { time } = storage
  storage.fs.faults.stallMs = 60_000
  const doomed = storage.log('doomed')
  for (let count = 0; count < 30; count++) appendNow(storage, doomed, batchOf([value]))
  assert.ok(doomed.writtenEndOffset < 30)
  storage.manager.delete('doomed', 0)
  await time.advance(3_000_000)
  const other = storage.log('other')
  for (let count = 0; count < 5; count++) appendNow(storage, other, batchOf([value]))
  assert.equal(other.writtenEndOffset, 5)
  await end(storage)
})

test('bytes that wait are forgotten with a truncation that takes them', async () => {
  const storage = await slowStorage(LIMIT)
  const cut = storage.log('cut')
  for (let count = 0; count < 30; count++) appendNow(storage, cut, batchOf([value]))
  const other = storage.log('other')
  await storage.time.advance(1000)
  storage.fs.faults.stallMs = 60_000
  const durable = cut.recoveryPoint
  assert.equal(durable, 30)
  for (let count = 0; count < 13; count++) appendNow(storage, cut, batchOf([value]))
  cut.truncateTo(durable)
  for (let count = 0; count < 5; count++) appendNow(storage, other, batchOf([value]))
  assert.equal(other.writtenEndOffset, 5)
  await end(storage)
})

test('what the cleaner writes is brought to the device as it goes, and nobody is held up for it', async () => {
  const time = new ManualTime()
  const storage = await TestStorage.open({
    fs: new SimFileSystem({ syncLatencyMs: [5, 6], scheduler: time }), time,
    config: { cleanupPolicy: { compact: true, delete: false }, minCleanableDirtyRatio: 0 },
    settings: { unsyncedMaxBytes: LIMIT, cleanerEnabled: false },
  })
  const log = storage.log()
  for (let count = 0; count < 40; count++) appendNow(storage, log, batchOf([{ key: `${count}`, value }]))
  log.roll()
  await time.advance(5000)
  assert.equal(log.recoveryPoint, 40)
  log.advanceHighWatermark(40)
  const { pool } = log.environment
  assert.equal(pool.unsyncedBytes, 0)
  let most = 0
  const open = storage.fs.open.bind(storage.fs)
  storage.fs.open = (path, mode) => {
    const handle = open(path, mode)
    const writeSync = handle.writeSync.bind(handle)
    handle.writeSync = (...args) => (most = Math.max(most, pool.unsyncedBytes), writeSync(...args))
    return handle
  }
  let rounds = 0
  const cleaning = storage.manager.runCleaner().then((count) => (rounds = count))
  for (let turn = 0; turn < 1000 && rounds === 0; turn++) await time.advance(10)
  assert.equal(rounds, 1)
  await cleaning
  assert.ok(log.segments.first.size > 2 * LIMIT, 'all keys stay')
  assert.ok(most > 0 && most < LIMIT / 4, `${most} bytes waited`)
  await end(storage)
})

test('what is appended while a sync is under way waits for the next one, also behind a truncation', async () => {
  const time = new ManualTime()
  const pool = new FilePool(new SimFileSystem({ syncLatencyMs: [5, 6], scheduler: time }))
  const file = new SegmentFile(pool, '/segment', 0, false)
  file.append([Buffer.alloc(100)], 100)
  const first = file.sync()
  file.truncate(10)
  file.append([Buffer.alloc(50)], 50)
  await time.advance(10)
  await first
  assert.deepEqual([file.dirtyBytes, pool.unsyncedBytes], [50, 50])
  const second = file.sync()
  await time.advance(10)
  await second
  assert.deepEqual([file.dirtyBytes, pool.unsyncedBytes], [0, 0])
  file.close()
})

for (const [what, config, settings] of [
  ['what is old is synced', { flushMs: 1 }, { flushCheckMs: 1000 }],
  ['what waits is brought to the device', {}, { unsyncedMaxBytes: 2 * LIMIT, writeBackMs: 1000 }],
] as const) {
  test(`a stop while ${what} waits for the sync that is under way, and has the rest synced many at a time`, async () => {
    const time = new ManualTime()
    const fs = new SimFileSystem({ syncLatencyMs: [100, 101], scheduler: time })
    const storage = await TestStorage.open({ fs, time, config, settings: { ...settings, highWatermarkCheckpointMs: 1e9 } })
    const logs = Array.from({ length: 64 }, (_, index) => storage.log(`t${index}`))
    for (const log of logs) appendNow(storage, log, batchOf(['v'.repeat(100)]))
    // The age of bytes counts from the first look at them.
    await time.advance(2000)
    const fromMs = time.monotonicMs()
    const state = { ended: false }
    const ending = storage.manager.close().then(() => void (state.ended = true))
    while (!state.ended) await time.advance(10)
    await ending
    const tookMs = time.monotonicMs() - fromMs
    // One log after the other would take 18 s.
    assert.ok(tookMs < 5000, `${tookMs} ms of simulated time`)
    const again = await TestStorage.open({ fs, time })
    for (const [index] of logs.entries()) assert.equal(again.log(`t${index}`).logEndOffset, 1)
    await end(again)
  })
}
