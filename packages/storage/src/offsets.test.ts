/** Offsets of a log: ListOffsets, truncation, DeleteRecords, retention, leader epochs, rolling. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimFileSystem } from '@odradek/platform/sim'
import { batchLastOffset, readRecords, scanBatches } from '@odradek/protocol/internal'
import * as fc from 'fast-check'
import type { PartitionLog } from './partition-log.ts'
import { ManualTime, TestStorage, appendNow, batchOf, readAll } from './testing/test-world.ts'

const T0 = 1_700_000_000_000
const at = (ms: number, value = 'v'): { value: string; timestamp: number } => ({ value, timestamp: T0 + ms })

function commit(storage: TestStorage, log: PartitionLog, batch: Buffer, epoch = 0): void {
  assert.equal(typeof appendNow(storage, log, batch, epoch), 'number')
  log.advanceHighWatermark(log.writtenEndOffset)
}

test('a timestamp is looked up over segments, by record, in compressed batches too', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 400, indexIntervalBytes: 100, messageTimestampAfterMaxMs: 1e15 } })
  const log = storage.log()
  assert.equal(log.offsetForTimestamp(0), undefined)
  assert.equal(log.maxTimestampOffset(), undefined)
  for (let i = 0; i < 30; i++) commit(storage, log, batchOf([at(i * 10), at(i * 10 + 5)], { compression: i % 2 === 0 ? 'gzip' : 'none' }), 4)
  assert.ok(log.segments.count > 3)
  for (let i = 0; i < 300; i++) {
    assert.deepEqual(log.offsetForTimestamp(T0 + i), i > 295 ? undefined : { offset: Math.ceil(i / 5), timestamp: T0 + Math.ceil(i / 5) * 5, leaderEpoch: 4 })
  }
  assert.deepEqual(log.maxTimestampOffset(), { offset: 59, timestamp: T0 + 295, leaderEpoch: 4 })
  assert.deepEqual(log.earliestOffset(), { offset: 0, timestamp: -1, leaderEpoch: 4 })
  await storage.time.run(log.deleteRecordsBefore(7))
  assert.deepEqual(log.offsetForTimestamp(T0), { offset: 7, timestamp: T0 + 35, leaderEpoch: 4 })
  assert.deepEqual(log.earliestLocalOffset(), { offset: 7, timestamp: -1, leaderEpoch: 4 })
  await storage.close()
  await storage.reopen()
  assert.deepEqual(storage.log().offsetForTimestamp(T0 + 101), { offset: 21, timestamp: T0 + 105, leaderEpoch: 4 })
  await storage.close()
})

test('D9: skewed timestamps: the time index holds a running maximum, the first record that is late enough is found', async () => {
  const storage = await TestStorage.open({ config: { indexIntervalBytes: 50 } })
  const log = storage.log()
  for (const ms of [10, 500, 20, 30, 400, 600, 40]) commit(storage, log, batchOf([at(ms)]))
  const found = (ms: number): number | undefined => log.offsetForTimestamp(T0 + ms)?.offset
  assert.deepEqual([found(0), found(15), found(450), found(500), found(501), found(601)], [0, 1, 1, 1, 5, undefined])
  assert.equal(log.maxTimestampOffset()?.offset, 5)
  const index = log.segments.active.timeIndex
  for (let i = 1; i < index.entryCount; i++) assert.ok(index.timestampAt(i) > index.timestampAt(i - 1))
  await storage.close()
})

test('what DeleteRecords took is found neither by its time nor as the largest one; later segments are looked at', async () => {
  const minute = 60_000
  const storage = await TestStorage.open({ config: { segmentMs: 10 * minute, messageTimestampAfterMaxMs: 1e15 } })
  const log = storage.log()
  for (const minutes of [5, 1, 120]) commit(storage, log, batchOf([at(minutes * minute)]))
  assert.deepEqual(log.segments.all.map(({ baseOffset }) => baseOffset), [0, 2])
  await storage.time.run(log.deleteRecordsBefore(1))
  // The first segment's largest timestamp is still that of the record that is gone.
  assert.deepEqual([0, 3, 5, 60, 130].map((minutes) => log.offsetForTimestamp(T0 + minutes * minute)?.offset), [1, 2, 2, 2, undefined])
  assert.equal(log.maxTimestampOffset()?.offset, 2)
  const other = storage.log('other')
  for (const minutes of [5, 1]) commit(storage, other, batchOf([at(minutes * minute)]))
  await storage.time.run(other.deleteRecordsBefore(1))
  assert.deepEqual(other.maxTimestampOffset(), { offset: 1, timestamp: T0 + minute, leaderEpoch: 0 })
  assert.equal(other.offsetForTimestamp(T0 + 3 * minute), undefined)
  await storage.close()
})

test('D9: retention by time counts the largest timestamp of a segment; the active one may go too', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 250, retentionMs: 1000, messageTimestampAfterMaxMs: 1e15, fileDeleteDelayMs: 10 } })
  const log = storage.log()
  for (let i = 0; i < 6; i++) commit(storage, log, batchOf([at(i * 100)]))
  const bases = log.segments.all.map((segment) => segment.baseOffset)
  assert.deepEqual(bases, [0, 3])
  await storage.time.advance(1150)
  await storage.time.run(storage.manager.runRetention())
  assert.equal(log.logStartOffset, 0)
  await storage.time.advance(100)
  assert.ok(await storage.time.run(storage.manager.runRetention()) > 0)
  assert.equal(log.logStartOffset, 3)
  await storage.time.advance(1000)
  await storage.time.run(storage.manager.runRetention())
  assert.deepEqual([log.logStartOffset, log.logEndOffset, log.size], [6, 6, 0])
  await storage.time.advance(100)
  commit(storage, log, batchOf([at(5000)]))
  assert.deepEqual(storage.fs.list('/data/t-0').map(({ name }) => name).filter((name) => name.endsWith('.log')), ['00000000000000000006.log'])
  await storage.close()
  await storage.reopen()
  assert.deepEqual([storage.log().logStartOffset, storage.log().logEndOffset], [6, 7])
  await storage.close()
})

test('a wall clock that jumps a day ahead deletes nothing in the next hour; one that goes back an hour neither', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 100, retentionMs: 3_600_000 } })
  const log = storage.log()
  for (let i = 0; i < 5; i++) commit(storage, log, batchOf([at(0)]))
  storage.time.jumpWall(86_400_000)
  await storage.time.advance(600_000)
  assert.equal(log.logStartOffset, 0)
  storage.time.jumpWall(-86_400_000 - 3_600_000)
  await storage.time.advance(600_000)
  assert.equal(log.logStartOffset, 0)
  commit(storage, log, batchOf([at(0)]))
  await storage.close()
})

test('retention by size keeps at least so much; nothing beyond the high watermark goes', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 160, retentionBytes: 400 } })
  const log = storage.log()
  for (let i = 0; i < 12; i++) appendNow(storage, log, batchOf([`${i}`]))
  await storage.time.run(storage.manager.runRetention())
  assert.equal(log.logStartOffset, 0)
  log.advanceHighWatermark(12)
  await storage.time.run(storage.manager.runRetention())
  assert.ok(log.size >= 400 && log.size - log.segments.first.size < 400)
  assert.equal(log.logStartOffset, log.segments.first.baseOffset)
  await storage.close()
})

test('D8: deleted records stay deleted: the log start never goes back and survives a kill', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  for (let i = 0; i < 10; i++) commit(storage, log, batchOf([`${i}`]))
  assert.equal((await log.deleteRecordsBefore(11)).error, 'OFFSET_OUT_OF_RANGE')
  const going = log.deleteRecordsBefore(6)
  assert.equal(log.logStartOffset, 0, 'nobody sees a start that a crash could take back')
  assert.deepEqual(await storage.time.run(going), { logStartOffset: 6 })
  assert.deepEqual(await log.deleteRecordsBefore(2), { logStartOffset: 6 })
  assert.deepEqual(log.read({ offset: 5, maxBytes: 100, bound: 10, minOneMessage: true }), { error: 'OFFSET_OUT_OF_RANGE' })
  const after = await TestStorage.open({ fs: storage.fs.crash() })
  assert.equal(after.log().logStartOffset, 6)
  assert.deepEqual(await after.log().deleteRecordsBefore(-1), { logStartOffset: 6 }, 'the high watermark was not checkpointed')
  await after.close()
})

test('D8: retention removes no segment before the device knows that the log starts behind it, whatever DeleteRecords does meanwhile', async () => {
  const time = new ManualTime()
  const early: string[] = []
  let removed = 0
  const fs = new SimFileSystem({ scheduler: time, syncLatencyMs: [30, 40], onMutation: (operation) => {
    const base = /^rename .*\/(\d{20})\.log -> .*deleted$/.exec(operation)?.[1]
    if (base === undefined) return
    removed++
    const durable = Number(/^t 0 (\d+)\s*$/m.exec(fs.readFile('/data/log-start-offset-checkpoint').toString())?.[1] ?? 0)
    if (durable <= Number(base)) early.push(`${base} went when the log started at ${durable}`)
  } })
  const storage = await TestStorage.open({ fs, time, config: { segmentBytes: 160, retentionBytes: 900 } })
  const log = storage.log()
  for (let i = 0; i < 24; i++) commit(storage, log, batchOf([`${i}`]))
  const pass = storage.manager.runRetention()
  for (let ms = 0; ms < 200; ms += 7) {
    await time.advance(7)
    if (ms === 14 || ms === 56) void log.deleteRecordsBefore(ms === 14 ? 17 : 21)
  }
  await time.through(pass)
  await time.through(storage.manager.runRetention())
  assert.deepEqual([early, removed > 8, log.logStartOffset], [[], true, 21])
  await time.through(storage.manager.close())
})

test('records of a compacted topic are not deleted by DeleteRecords', async () => {
  const storage = await TestStorage.open({ config: { cleanupPolicy: { compact: true, delete: false } } })
  assert.equal((await storage.log().deleteRecordsBefore(0)).error, 'POLICY_VIOLATION')
  await storage.close()
})

test('D4: a log end before the log start: everything is dropped and the log starts at its start', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 160 } })
  const log = storage.log()
  for (let i = 0; i < 10; i++) commit(storage, log, batchOf([`${i}`]))
  await storage.time.run(log.deleteRecordsBefore(9))
  await storage.time.advance(10)
  const fs = storage.fs.crash()
  for (const { name } of fs.list('/data/t-0')) if (/^0{19}[6-9]/.test(name)) fs.remove(`/data/t-0/${name}`)
  const after = await TestStorage.open({ fs, config: storage.config })
  const again = after.log()
  assert.deepEqual([again.logStartOffset, again.highWatermark, again.logEndOffset], [9, 9, 9])
  assert.equal(appendNow(after, again, batchOf(['next'])), 9)
  await after.close()
})

test('D10: an offset that a segment cannot name begins a new one', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  assert.equal(log.appendAsFollower(batchOf(['a'], { baseOffset: 5 })).error, undefined)
  assert.equal(log.appendAsFollower(batchOf(['b'], { baseOffset: 2 ** 31 + 100 })).error, undefined)
  assert.equal(log.appendAsFollower(batchOf(['c'], { baseOffset: 2 ** 40 })).error, undefined)
  storage.time.turn()
  assert.deepEqual(log.segments.all.map((segment) => segment.baseOffset), [0, 2 ** 31 + 100, 2 ** 40])
  assert.deepEqual(readRecords(readAll(log)).map((record) => record.offset), [5, 2 ** 31 + 100, 2 ** 40])
  await storage.close()
  await storage.reopen()
  assert.equal(storage.log().logEndOffset, 2 ** 40 + 1)
  await storage.close()
})

test('R14: a follower takes no batch whose CRC is wrong, and no offset that goes back', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  const bad = batchOf(['abc'], { baseOffset: 0 })
  bad[bad.length - 2]! ^= 1
  assert.equal(log.appendAsFollower(bad).error, 'CORRUPT_MESSAGE')
  const two = Buffer.concat([batchOf(['a', 'b'], { baseOffset: 0, partitionLeaderEpoch: 3 }), batchOf(['c'], { baseOffset: 2, partitionLeaderEpoch: 5 })])
  const cutShort = Buffer.concat([two, batchOf(['d'], { baseOffset: 3 }).subarray(0, 40)])
  assert.equal(log.appendAsFollower(cutShort).error, undefined)
  assert.equal(log.logEndOffset, 3)
  assert.equal(log.appendAsFollower(batchOf(['c'], { baseOffset: 2 })).error, 'OFFSET_OUT_OF_RANGE')
  assert.deepEqual(log.leaderEpochs.entries, [{ epoch: 3, startOffset: 0 }, { epoch: 5, startOffset: 2 }])
  storage.time.turn()
  assert.deepEqual(scanBatches(readAll(log)).end, two.length)
  await storage.close()
})

test('R14: recovery serves no batch whose CRC is wrong', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  for (let i = 0; i < 6; i++) commit(storage, log, batchOf([`value ${i}`]))
  const fs = storage.fs.crash()
  const path = '/data/t-0/00000000000000000000.log'
  const file = fs.open(path, 'rw')
  const size = file.sizeSync() / 6
  file.writeSync(Buffer.from([0xff]), 0, 1, size * 3 + 65)
  file.closeSync()
  const after = await TestStorage.open({ fs })
  assert.equal(after.log().logEndOffset, 3)
  assert.equal(readRecords(readAll(after.log())).length, 3)
  await after.close()
})

test('D2: the marker goes first and comes last; without it everything from the recovery point on is looked at', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 200 } })
  const log = storage.log()
  for (let i = 0; i < 10; i++) commit(storage, log, batchOf([`${i}`]))
  await storage.close()
  const marker = '/data/.kafka_cleanshutdown'
  assert.deepEqual(JSON.parse(storage.fs.readFile(marker).toString()), { version: 0, brokerEpoch: -1 })
  assert.match(storage.fs.readFile('/data/recovery-point-offset-checkpoint').toString(), /^0\n1\nt 0 10[ \t]{16}\n$/)
  await storage.reopen()
  assert.equal(storage.fs.exists(marker), false)
  await storage.close()
})

test('leader epochs: the answers of OffsetForLeaderEpoch', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  assert.deepEqual(log.leaderEpochs.endOffsetFor(0), { epoch: -1, endOffset: -1 })
  commit(storage, log, batchOf(['a', 'b']), 2)
  log.leaderEpochs.assign(4, log.logEndOffset)
  log.leaderEpochs.assign(6, log.logEndOffset)
  commit(storage, log, batchOf(['c']), 6)
  assert.deepEqual([0, 2, 3, 4, 6, 7].map((epoch) => Object.values(log.leaderEpochs.endOffsetFor(epoch))),
    [[0, 0], [2, 2], [2, 2], [2, 2], [6, 3], [-1, -1]])
  log.truncateTo(2)
  assert.deepEqual(log.leaderEpochs.entries, [{ epoch: 2, startOffset: 0 }])
  // An epoch that was led without a record: nothing is cut, and it is forgotten all the same.
  log.leaderEpochs.assign(8, log.logEndOffset)
  log.truncateTo(2)
  assert.deepEqual([log.logEndOffset, log.leaderEpochs.latestEpoch()], [2, 2])
  await storage.close()
})

test('a truncation between batches cuts there, one within a batch before it', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 300 } })
  const log = storage.log()
  for (let i = 0; i < 10; i++) commit(storage, log, batchOf(['a', 'b', 'c']))
  log.truncateTo(13)
  assert.equal(log.logEndOffset, 12)
  assert.ok(log.highWatermark <= 12)
  assert.equal(appendNow(storage, log, batchOf(['d'])), 12)
  log.truncateFullyAndStartAt(50)
  assert.deepEqual([log.logStartOffset, log.logEndOffset, log.size], [50, 50, 0])
  assert.equal(appendNow(storage, log, batchOf(['e'])), 50)
  await storage.close()
})

test('what a reader was promised before a truncation is not replaced under its hands', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  for (let i = 0; i < 4; i++) appendNow(storage, log, batchOf([`old ${i}`]))
  const read = log.read({ offset: 0, maxBytes: 1000, bound: 4, minOneMessage: true })
  assert.ok(read.error === undefined)
  log.truncateTo(1)
  for (let i = 0; i < 4; i++) appendNow(storage, log, batchOf([`new ${i}`]))
  const target = Buffer.alloc(read.records.byteLength)
  assert.equal(read.records.read(target, 0, 0, target.length), 0)
  await storage.close()
})

test('segments roll by age: of the first record, and of the segment where records say nothing', async () => {
  const storage = await TestStorage.open({ config: { segmentMs: 1000, messageTimestampAfterMaxMs: 1e15 } })
  const log = storage.log()
  for (const ms of [0, 900, 1000, 1001]) commit(storage, log, batchOf([at(ms)]))
  assert.deepEqual(log.segments.all.map((segment) => segment.baseOffset), [0, 3])
  await storage.close()
})

test('property: random appends, truncations, deletions and restarts keep reads, indexes and lookups right', async () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 4 }), ms: fc.nat(500) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('truncate' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('restart' as const, 'kill' as const, 'retention' as const) }) },
  )
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    const config = { segmentBytes: 350, indexIntervalBytes: 100, messageTimestampAfterMaxMs: 1e15, retentionBytes: 2000 }
    let storage = await TestStorage.open({ config })
    let model: { offset: number; timestamp: number }[] = []
    for (const each of steps) {
      let log = storage.log()
      if (each.do === 'append') {
        const base = log.logEndOffset
        commit(storage, log, batchOf(Array.from({ length: each.count }, (_, i) => at(each.ms + i))), 1)
        for (let i = 0; i < each.count; i++) model.push({ offset: base + i, timestamp: T0 + each.ms + i })
      } else if (each.do === 'truncate') {
        log.truncateTo(log.logStartOffset + Math.floor(each.share * (log.logEndOffset - log.logStartOffset)))
        model = model.filter((record) => record.offset < log.logEndOffset)
      } else if (each.do === 'delete') {
        await storage.time.run(log.deleteRecordsBefore(log.logStartOffset + Math.floor(each.share * (log.highWatermark - log.logStartOffset))))
        await storage.time.advance(1)
      } else if (each.do === 'retention') await storage.time.run(storage.manager.runRetention())
      else if (each.do === 'restart') {
        await storage.close()
        await storage.reopen()
      } else storage = await TestStorage.open({ fs: storage.fs.crash(), time: storage.time, config })
      log = storage.log()
      log.advanceHighWatermark(log.writtenEndOffset)
      model = model.filter((record) => record.offset >= log.logStartOffset)
      const bytes = readAll(log)
      assert.deepEqual(readRecords(bytes).map((record) => record.offset).filter((offset) => offset >= log.logStartOffset), model.map((record) => record.offset))
      for (const position of scanBatches(bytes).positions) assert.ok(batchLastOffset(bytes, position) < log.logEndOffset)
      for (const ms of [0, 100, 250, 499]) {
        assert.equal(log.offsetForTimestamp(T0 + ms)?.offset, model.find((record) => record.timestamp >= T0 + ms)?.offset)
      }
      const largest = Math.max(...model.map((record) => record.timestamp))
      assert.equal(log.maxTimestampOffset()?.timestamp ?? -Infinity, largest)
    }
    await storage.close()
  }), { numRuns: 100, seed: 11 })
})
