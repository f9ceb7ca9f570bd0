/** The largest timestamp of a segment: what is read for it, and that no damaged index lets anything go too early. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FileHandle, Log, OpenMode } from '@odradek/platform'
import { SimFileSystem } from '@odradek/platform/sim'
import { putInt64 } from './index/safe-int64.ts'
import { TestStorage, appendNow, batchOf } from './testing/test-world.ts'

const T0 = 1_700_000_000_000
const BATCHES = 2000
const BATCH_BYTES = 1000
const LATEST = T0 + 1_000_000
const LOG = '/data/t-0/00000000000000000000.log'
const TIMES = '/data/t-0/00000000000000000000.timeindex'

/** Counts the bytes that are read of log files. */
class CountingDisk extends SimFileSystem {
  bytes = 0

  override open(path: string, mode: OpenMode): FileHandle {
    const file = super.open(path, mode)
    if (!path.endsWith('.log')) return file
    const read = file.readSync.bind(file)
    file.readSync = (...wanted) => {
      const got = read(...wanted)
      this.bytes += got
      return got
    }
    return file
  }

  /** Bytes read since the last call. */
  taken(): number {
    const { bytes } = this
    this.bytes = 0
    return bytes
  }
}

const config = { messageTimestampAfterMaxMs: 1e15, retentionMs: 10_000 }
const value = 'x'.repeat(BATCH_BYTES)
const append = (storage: TestStorage, timestamp: number): void =>
  void appendNow(storage, storage.log(), batchOf([{ value, timestamp }]))

/** A log of 2 MB in one segment whose latest record is one of the first, stopped in order. */
async function skewed(latestAt: number = 3): Promise<CountingDisk> {
  const fs = new CountingDisk()
  const storage = await TestStorage.open({ fs, config })
  for (let i = 0; i < BATCHES; i++) append(storage, i === latestAt ? LATEST : T0 + i)
  await storage.close()
  return fs
}

test('a clean start and the first look for a time read little, wherever the latest record lies', async () => {
  const fs = await skewed()
  assert.ok(fs.stat(LOG)!.size > 2_000_000)
  fs.taken()
  const storage = await TestStorage.open({ fs, config })
  assert.ok(fs.taken() <= 48 * 1024, 'the start')
  assert.equal(storage.log().offsetForTimestamp(LATEST)?.offset, 3)
  assert.ok(fs.taken() <= 48 * 1024, 'a time that is in the segment')
  append(storage, T0)
  await storage.close()
  assert.ok(fs.taken() <= 48 * 1024, 'a stop with nothing new for the time index')
  const again = await TestStorage.open({ fs, config })
  fs.taken()
  again.log().advanceHighWatermark(BATCHES + 1)
  // Young enough by what is known: nothing needs to be read for it.
  await again.time.run(again.manager.runRetention())
  assert.deepEqual([fs.taken(), again.log().logStartOffset], [0, 0])
  // Is there really none so late?
  assert.equal(again.log().offsetForTimestamp(LATEST + 1), undefined)
  assert.ok(fs.taken() > BATCHES * BATCH_BYTES / 2)
  assert.equal(again.log().offsetForTimestamp(LATEST + 1), undefined)
  assert.ok(fs.taken() <= 8 * 1024, 'known by now')
  await again.close()
})

test('before retention deletes a segment all of its batches are asked, once', async () => {
  const fs = await skewed()
  const storage = await TestStorage.open({ fs, config })
  const log = storage.log()
  log.advanceHighWatermark(BATCHES)
  fs.taken()
  await storage.time.advance(LATEST - T0 + 9_000)
  await storage.time.run(storage.manager.runRetention())
  assert.deepEqual([fs.taken(), log.logStartOffset], [0, 0])
  await storage.time.advance(2_000)
  await storage.time.run(storage.manager.runRetention())
  const taken = fs.taken()
  assert.ok(taken > BATCHES * BATCH_BYTES / 2 && taken < BATCHES * BATCH_BYTES * 1.5, `${taken}`)
  assert.equal(log.logStartOffset, BATCHES)
  await storage.close()
})

const EVENTS = ['retention', 'a look for a time', 'a look for the latest', 'an append and a stop', 'an append and a roll']

test('a time index that has lost its last entries deletes nothing too early and hides nothing', async () => {
  for (const then of EVENTS) {
    const fs = await skewed(BATCHES / 2)
    // What is left of it agrees with its batch.
    fs.replaceFile(TIMES, fs.readFile(TIMES).subarray(0, 24))
    const storage = await TestStorage.open({ fs, config })
    let log = storage.log()
    log.advanceHighWatermark(BATCHES)
    if (then === 'a look for a time') assert.equal(log.offsetForTimestamp(LATEST)?.offset, BATCHES / 2)
    if (then === 'a look for the latest') assert.equal(log.maxTimestampOffset()?.offset, BATCHES / 2)
    let manager = storage.manager
    if (then.startsWith('an append')) {
      for (let i = 0; i < 10; i++) append(storage, T0 + BATCHES + i)
      if (then === 'an append and a roll') log.roll()
      await storage.close()
      manager = await storage.reopen()
      log = storage.log()
      log.advanceHighWatermark(log.logEndOffset)
    }
    await storage.time.advance(LATEST - T0 + 9_000)
    await storage.time.run(manager.runRetention())
    assert.equal(log.logStartOffset, 0, then)
    assert.equal(log.offsetForTimestamp(LATEST)?.offset, BATCHES / 2, then)
    await storage.time.advance(2_000)
    await storage.time.run(manager.runRetention())
    assert.equal(log.logStartOffset, log.logEndOffset, then)
    await storage.close()
  }
})

test('what is written behind what a time index has lost does not hide it; what is queued keeps its time', async () => {
  const fs = await skewed(BATCHES / 2)
  fs.replaceFile(TIMES, fs.readFile(TIMES).subarray(0, 24))
  const storage = await TestStorage.open({ fs, config })
  const log = storage.log()
  for (let i = 0; i < 10; i++) append(storage, T0 + BATCHES + i)
  const last = T0 + BATCHES + 9
  log.append(batchOf([{ value, timestamp: LATEST + 5000 }]), { leaderEpoch: 0, origin: 'client' })
  assert.equal(log.offsetForTimestamp(last + 1)?.offset, BATCHES / 2)
  storage.time.turn()
  assert.equal(log.offsetForTimestamp(LATEST + 1)?.offset, BATCHES + 10)
  assert.equal(log.offsetForTimestamp(last)?.offset, BATCHES / 2)
  await storage.close()
})

const INDEX = '/data/t-0/00000000000000000000.index'

function noting(): { lines: string[]; log: Log } {
  const lines: string[] = []
  const note = (_: object | string, message?: string): void => void lines.push(`${message}`)
  return { lines, log: { debug: () => {}, info: () => {}, warn: note, error: note } }
}

test('a segment of which compaction left headers only has no time, and its indexes are right', async () => {
  const { lines, log: said } = noting()
  const compact = { cleanupPolicy: { compact: true, delete: false }, minCleanableDirtyRatio: 0.01, segmentBytes: 340, indexIntervalBytes: 50 }
  const storage = await TestStorage.open({ config: compact, settings: { cleanerEnabled: false }, log: said })
  let log = storage.log()
  for (let producerId = 1; producerId <= 4; producerId++) {
    appendNow(storage, log, batchOf([{ key: 'k', value: 'old' }], { producerId, producerEpoch: 0, baseSequence: 0 }))
  }
  log.roll()
  appendNow(storage, log, batchOf([{ key: 'k', value: 'new', timestamp: T0 + 1 }]))
  log.roll()
  log.advanceHighWatermark(5)
  await storage.time.run(storage.manager.runCleaner())
  for (let starts = 0; starts < 2; starts++) {
    const [first] = log.segments.all
    assert.deepEqual([first!.size, first!.offsetIndex.entryCount > 0, first!.timeIndex.entryCount], [4 * 61, true, 0])
    assert.equal(log.offsetForTimestamp(T0)?.offset, 4)
    await storage.close()
    await storage.reopen()
    log = storage.log()
  }
  assert.deepEqual(lines, [])
  await storage.close()
})

test('a truncation into what has not been read for the largest time is no damage', async () => {
  const { lines, log: said } = noting()
  const fs = await skewed()
  const storage = await TestStorage.open({ fs, config, log: said })
  const log = storage.log()
  log.truncateTo(BATCHES / 2)
  assert.equal(log.maxTimestampOffset()?.offset, 3)
  assert.equal(log.offsetForTimestamp(LATEST + 1), undefined)
  assert.deepEqual(lines, [])
  await storage.close()
})

test('an entry of Apache Kafka that stands for several batches is right, and none is left of batches that are cut', async () => {
  const { lines, log: said } = noting()
  const fs = await skewed(15)
  const size = fs.stat(LOG)!.size / BATCHES
  // As a follower of 3.9 writes it: the last offset of what was appended at once, and where that begins.
  const offsets = Buffer.alloc(16)
  for (const [i, field] of [9, 5 * size, 19, 10 * size].entries()) offsets.writeInt32BE(field, i * 4)
  const times = Buffer.alloc(24)
  putInt64(times, 0, T0 + 9)
  times.writeInt32BE(9, 8)
  putInt64(times, 12, LATEST)
  times.writeInt32BE(15, 20)
  fs.replaceFile(INDEX, offsets)
  fs.replaceFile(TIMES, times)
  const storage = await TestStorage.open({ fs, config, log: said })
  const log = storage.log()
  assert.equal(log.maxTimestampOffset()?.offset, 15)
  log.truncateTo(17)
  for (let i = 0; i < 5; i++) append(storage, T0)
  for (let offset = 0; offset < 22; offset++) {
    log.readHint = undefined
    const read = log.read({ offset, maxBytes: 1, bound: 22, minOneMessage: true })
    assert.deepEqual(read.error === undefined && [read.firstOffset, read.nextOffset], [offset, offset + 1])
  }
  assert.equal(log.offsetForTimestamp(LATEST)?.offset, 15)
  assert.deepEqual(lines, [])
  await storage.close()
})

test('of several records that have the largest time the first is told, after a truncation, too', async () => {
  const storage = await TestStorage.open({ config })
  const log = storage.log()
  for (let i = 0; i < 80; i++) append(storage, i === 3 || i === 60 ? LATEST : T0)
  assert.equal(log.maxTimestampOffset()?.offset, 3)
  log.truncateTo(61)
  assert.equal(log.maxTimestampOffset()?.offset, 3)
  await storage.close()
})

test('a truncation into the batches of one entry of Apache Kafka forgets no time before them', async () => {
  const fs = new CountingDisk()
  const first = await TestStorage.open({ fs, config })
  for (let i = 0; i < 20; i++) append(first, i === 7 ? LATEST : i === 19 ? LATEST + 1 : T0)
  await first.close()
  const offsets = Buffer.alloc(8)
  offsets.writeInt32BE(19, 0)
  offsets.writeInt32BE(10 * (fs.stat(LOG)!.size / 20), 4)
  const times = Buffer.alloc(12)
  putInt64(times, 0, LATEST + 1)
  times.writeInt32BE(19, 8)
  fs.replaceFile(INDEX, offsets)
  fs.replaceFile(TIMES, times)
  const storage = await TestStorage.open({ fs, config })
  const log = storage.log()
  log.truncateTo(15)
  assert.equal(log.offsetForTimestamp(LATEST)?.offset, 7)
  log.advanceHighWatermark(15)
  await storage.time.advance(LATEST - T0 + 9_000)
  await storage.time.run(storage.manager.runRetention())
  assert.equal(log.logStartOffset, 0)
  await storage.close()
})
