import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRecords } from '@odradek/protocol/internal'
import { type Log, silentLog } from '@odradek/platform'
import { SimFileSystem, SimRandom } from '@odradek/platform/sim'
import { TestStorage, appendNow, batchOf, readAll, readBytes } from './testing/test-world.ts'

const directories = ['/a', '/b']
const append = (storage: TestStorage, topic: string, value: string): number | string => appendNow(storage, storage.log(topic), batchOf([value]))

test('D11: a failed write takes its directory out of service and nothing else; nothing is written to it any more', async () => {
  const storage = await TestStorage.open({ directories, settings: { offlineRetryMs: 0 } })
  const one = storage.log('one')
  const two = storage.log('two')
  assert.notEqual(one.directory, two.directory)
  append(storage, 'one', 'x')
  append(storage, 'two', 'x')
  storage.fs.faults.fail({ on: 'write', path: one.directory.path, code: 'EIO' })
  const result = one.append(batchOf(['lost']), { leaderEpoch: 0, origin: 'client' })
  assert.equal(result.error, undefined, 'queued')
  storage.written.length = 0
  storage.time.turn()
  storage.time.turn()
  assert.deepEqual(storage.failures, [one.directory.path])
  assert.deepEqual(storage.written, [one], 'whoever waits is told')
  assert.equal(one.writtenEndOffset, 1, 'what failed never becomes visible')
  storage.fs.faults.clear()
  const size = storage.fs.stat(`${one.directory.path}/one-0/00000000000000000000.log`)!.size
  assert.equal(append(storage, 'one', 'refused'), 'KAFKA_STORAGE_ERROR')
  assert.deepEqual(one.read({ offset: 0, maxBytes: 10, bound: 1, minOneMessage: true }), { error: 'KAFKA_STORAGE_ERROR' })
  assert.equal(storage.fs.stat(`${one.directory.path}/one-0/00000000000000000000.log`)!.size, size)
  assert.equal(append(storage, 'two', 'fine'), 1)
  assert.deepEqual(storage.manager.directories().map((each) => each.offline), [true, false])
  await storage.close()
  assert.equal(storage.fs.exists('/a/.kafka_cleanshutdown'), false, 'a failed directory is not called clean')
  assert.equal(storage.fs.exists('/b/.kafka_cleanshutdown'), true)
})

test('D11: a full disk: refused while it lasts, served again after, without a restart and without a hole', async () => {
  const fs = new SimFileSystem({ capacityBytes: 20_000 })
  const storage = await TestStorage.open({ fs, settings: { offlineRetryMs: 1000 } })
  let appended = 0
  for (;;) {
    const result = append(storage, 't', 'v'.repeat(500))
    if (storage.manager.directories()[0]!.offline || typeof result === 'string') break
    appended++
  }
  assert.ok(appended > 20)
  const log = storage.manager.log('t', 0)!
  assert.equal(log.writtenEndOffset, appended)
  await storage.time.advance(1500)
  fs.faults.capacityBytes = 1_000_000
  await storage.time.advance(1500)
  assert.deepEqual(storage.recovered, ['/data'])
  assert.equal(storage.manager.log('t', 0), log, 'the same object serves again')
  assert.equal(log.logEndOffset, appended)
  assert.equal(append(storage, 't', 'again'), appended)
  assert.deepEqual(readRecords(readAll(log)).map((record) => record.offset), Array.from({ length: appended + 1 }, (_, i) => i))
  await storage.close()
})

test('D11: a failed fsync is a failed directory', async () => {
  const storage = await TestStorage.open({ config: { flushMessages: 1 }, settings: { offlineRetryMs: 0 } })
  const log = storage.log()
  assert.equal(append(storage, 't', 'a'), 0)
  await storage.time.settle()
  assert.equal(log.writtenEndOffset, 1)
  storage.fs.faults.fail({ on: 'sync', code: 'EIO' })
  append(storage, 't', 'b')
  await storage.time.settle()
  assert.deepEqual(storage.failures, ['/data'])
  assert.equal(log.writtenEndOffset, 1)
  await storage.close()
})

test('flush.messages = 1: nothing is visible before its fsync, and one fsync serves what came meanwhile', async () => {
  const time = (await TestStorage.open()).time
  const fs = new SimFileSystem({ syncLatencyMs: [5, 6], scheduler: time })
  const storage = await TestStorage.open({ fs, time, config: { flushMessages: 1 } }).catch((error: unknown) => { throw error })
  const log = storage.log()
  append(storage, 't', 'a')
  await time.settle()
  assert.equal(log.logEndOffset, 1)
  assert.equal(log.writtenEndOffset, 0)
  for (let i = 0; i < 10; i++) append(storage, 't', `${i}`)
  for (let i = 0; i < 10 && log.writtenEndOffset < 11; i++) await time.advance(6)
  assert.equal(log.writtenEndOffset, 11)
  assert.equal(log.recoveryPoint, 11)
  const told = storage.written.filter((each) => each === log).length
  assert.ok(told >= 2)
})

test('flush.messages = 1: readers get what is durable and no more, and miss nothing when the rest is', async () => {
  for (const segmentBytes of [1 << 20, 1000]) {
    const time = (await TestStorage.open()).time
    const fs = new SimFileSystem({ syncLatencyMs: [5, 6], scheduler: time })
    const told: string[] = []
    const log: Log = { ...silentLog, error: (_facts: object, message: string) => void told.push(message) }
    const storage = await TestStorage.open({ fs, time, log, config: { flushMessages: 1, segmentBytes } })
    const partition = storage.log()
    const offsetsFrom = (offset: number): number[] => readRecords(readBytes(partition, { offset })).map((record) => record.offset)
    let [position, early] = [0, 0]
    for (let round = 0; round < 60; round++) {
      append(storage, 't', `${round}`)
      await time.advance(2)
      const durable = partition.writtenEndOffset
      if (position >= durable) continue
      if (partition.pagedEndOffset > durable) early++
      // One reader goes on where it stopped; another asks for what the first one did not get.
      const given = offsetsFrom(position)
      assert.equal(given[0], position, 'no record is passed over')
      assert.ok(given.at(-1)! < durable, `offset ${given.at(-1)} was given, and only what is before ${durable} is durable`)
      position = given.at(-1)! + 1
      assert.deepEqual(offsetsFrom(durable), [])
    }
    assert.ok(early > 3, 'readers came while appends waited for the device')
    for (let i = 0; i < 20; i++) await time.advance(6)
    assert.equal(offsetsFrom(position)[0], position)
    assert.deepEqual(readRecords(readAll(partition)).map((record) => record.offset), Array.from({ length: 60 }, (_, i) => i))
    assert.deepEqual(told, [], 'nothing is called damaged')
  }
})

test('running out of descriptors is no failure of the disk', async () => {
  const fs = new SimFileSystem({ maxOpenFiles: 12 })
  const storage = await TestStorage.open({ fs, config: { segmentBytes: 300 } })
  for (let i = 0; i < 40; i++) for (let topic = 0; topic < 25; topic++) assert.equal(append(storage, `t${topic}`, `v${i}`), i)
  for (let topic = 0; topic < 25; topic++) assert.equal(readRecords(readAll(storage.log(`t${topic}`))).length, 40)
  assert.deepEqual(storage.failures, [])
  assert.ok(storage.manager.openFiles <= 12)
  await storage.close()
  await storage.reopen()
  assert.equal(storage.log('t7').logEndOffset, 40)
  await storage.close()
})

test('others need the descriptors: log files are closed, and opened again as they are needed', async () => {
  const storage = await TestStorage.open()
  for (let topic = 0; topic < 25; topic++) append(storage, `t${topic}`, 'a')
  assert.equal(storage.manager.openFiles, 25)
  storage.manager.leaveDescriptors(10)
  assert.equal(storage.manager.openFiles, 10)
  for (let topic = 0; topic < 25; topic++) assert.equal(append(storage, `t${topic}`, 'b'), 1)
  assert.equal(storage.manager.openFiles, 10)
  storage.manager.leaveDescriptors(1000)
  for (let topic = 0; topic < 25; topic++) assert.equal(append(storage, `t${topic}`, 'c'), 2)
  assert.equal(storage.manager.openFiles, 25)
  await storage.close()
})

test('no descriptor at all: the append is refused and nothing has happened', async () => {
  const fs = new SimFileSystem()
  const storage = await TestStorage.open({ fs })
  storage.log()
  fs.faults.maxOpenFiles = 0
  assert.equal(append(storage, 't', 'a'), 'KAFKA_STORAGE_ERROR')
  assert.deepEqual(storage.failures, [])
  fs.faults.maxOpenFiles = 100
  assert.equal(append(storage, 't', 'a'), 0)
  await storage.close()
})

test('no descriptor at all at the start: it is refused, and the logs that nobody has seen are not replaced by empty ones', async () => {
  for (const clean of [true, false]) {
    const before = await TestStorage.open({ directories })
    for (let i = 0; i < 4; i++) append(before, `t${i}`, 'x')
    if (clean) await before.close()
    const fs = clean ? before.fs : before.fs.crash()
    fs.faults.maxOpenFiles = 0
    await assert.rejects(TestStorage.open({ fs, directories }), { code: 'EMFILE' })
    fs.faults.maxOpenFiles = 100
    const after = await TestStorage.open({ fs, directories })
    assert.equal(after.manager.logCount, 4)
    for (let i = 0; i < 4; i++) assert.equal(append(after, `t${i}`, 'y'), 1)
    await after.close()
  }
})

test('no descriptor for a truncation: nothing has happened, and later it does', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 150 } })
  const log = storage.log()
  for (let i = 0; i < 9; i++) append(storage, 't', `${i}`)
  await storage.close()
  await storage.reopen()
  const again = storage.manager.log('t', 0)!
  assert.ok(again.segments.count > 3 && again !== log)
  storage.fs.faults.maxOpenFiles = 0
  again.truncateTo(3)
  assert.equal(again.logEndOffset, 9)
  storage.fs.faults.maxOpenFiles = 100
  assert.deepEqual(storage.failures, [])
  assert.deepEqual(readRecords(readAll(again)).map((record) => record.offset), [0, 1, 2, 3, 4, 5, 6, 7, 8])
  again.truncateTo(3)
  assert.deepEqual(readRecords(readAll(again)).map((record) => record.offset), [0, 1, 2])
  assert.equal(append(storage, 't', 'next'), 3)
  await storage.close()
})

test('D11: an error while an answer leaves: nothing to read, and the directory is out of service', async () => {
  const storage = await TestStorage.open({ settings: { offlineRetryMs: 0 } })
  const log = storage.log()
  append(storage, 't', 'a')
  const read = (): { got: number; wanted: number } => {
    const result = log.read({ offset: 0, maxBytes: 1000, bound: 1, minOneMessage: true })
    assert.ok(result.error === undefined)
    storage.fs.faults.fail({ on: 'read', path: '.log', code, times: 1 })
    const wanted = result.records.byteLength
    return { got: result.records.read(Buffer.alloc(wanted), 0, 0, wanted), wanted }
  }
  let code = 'EMFILE'
  assert.equal(read().got, 0)
  assert.deepEqual(storage.failures, [], 'no descriptor is no failure')
  code = 'EIO'
  const { got, wanted } = read()
  assert.ok(got === 0 && wanted > 0)
  assert.deepEqual(storage.failures, ['/data'])
  await storage.close()
})

test('partial writes and reads change nothing', async () => {
  const fs = new SimFileSystem({ partialProbability: 0.5 })
  const storage = await TestStorage.open({ fs, config: { segmentBytes: 2000 } })
  for (let i = 0; i < 60; i++) append(storage, 't', `${i} ${'x'.repeat(i * 3)}`)
  assert.equal(readRecords(readAll(storage.log())).length, 60)
  const again = await TestStorage.open({ fs: fs.crash(), config: storage.config })
  assert.equal(readRecords(readAll(again.log())).length, 60)
  await again.close()
})

test('D11: a directory that cannot be used at the start does not keep the others from it, and comes back later', async () => {
  const fs = new SimFileSystem()
  const first = await TestStorage.open({ fs, directories })
  for (let i = 0; i < 4; i++) append(first, `t${i}`, 'x')
  await first.close()
  fs.faults.fail({ path: '/b', code: 'EIO' })
  const storage = await TestStorage.open({ fs, directories, settings: { offlineRetryMs: 1000 } })
  assert.deepEqual(storage.manager.directories().map((each) => each.offline), [false, true])
  assert.deepEqual(storage.failures, [], 'nobody listens yet')
  assert.equal(storage.manager.logCount, 2)
  await storage.time.advance(1500)
  assert.deepEqual(storage.recovered, [])
  fs.faults.clear()
  await storage.time.advance(1500)
  assert.deepEqual(storage.recovered, ['/b'])
  assert.equal(storage.manager.logCount, 4)
  for (let i = 0; i < 4; i++) assert.equal(append(storage, `t${i}`, 'y'), 1)
  await storage.close()
  for (const directory of directories) fs.faults.fail({ path: directory, code: 'EIO' })
  await assert.rejects(TestStorage.open({ fs, directories }), { code: 'DIRECTORY_UNUSABLE' })
})

test('D6: after a failed sync nobody but a person takes the directory back', async () => {
  const storage = await TestStorage.open({ config: { flushMessages: 1 }, settings: { offlineRetryMs: 100 } })
  append(storage, 't', 'a')
  await storage.time.settle()
  storage.fs.faults.fail({ on: 'sync', code: 'EIO', times: 1 })
  append(storage, 't', 'b')
  await storage.time.advance(1000)
  assert.deepEqual([storage.failures, storage.recovered], [['/data'], []])
  assert.deepEqual(await storage.time.run(storage.manager.retryOffline(true)), ['/data'])
  assert.equal(append(storage, 't', 'c'), 2)
  await storage.time.settle()
  await storage.close()
})

test('D6: with flush.messages = 1, what a kill left in the page cache is on the device before anybody is shown it', async () => {
  for (const known of ['at the start', 'later']) {
    for (let seed = 0; seed < 12; seed++) {
      const config = { flushMessages: 1, segmentBytes: 300 }
      const { time } = await TestStorage.open()
      const storage = await TestStorage.open({ fs: new SimFileSystem({ scheduler: time, syncLatencyMs: [20, 40] }), time, config })
      for (let i = 0; i < 6; i++) append(storage, 't', `${i}`)
      assert.equal(storage.log().writtenEndOffset, 0)
      // Killed before any sync has ended; then the power goes, as soon as the start is over.
      const killed = await TestStorage.open({ fs: storage.fs.crash(), time, config: known === 'at the start' ? config : { segmentBytes: 300 } })
      if (known === 'later') {
        killed.manager.updateConfig('t', { ...killed.config, ...config })
        await time.through(killed.manager.settled())
      }
      const shown = killed.log().writtenEndOffset
      assert.equal(shown, 6)
      const after = await TestStorage.open({ fs: killed.fs.powerLoss(new SimRandom(seed)), time, config })
      assert.equal(after.log().logEndOffset, shown, `seed ${seed}, asked for ${known}`)
      await time.through(after.manager.close())
    }
  }
})
