/** The largest timestamp of a segment: what is read for it, and that no damaged index lets anything go too early. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FileHandle, OpenMode } from '@odradek/platform'
import { SimFileSystem } from '@odradek/platform/sim'
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
