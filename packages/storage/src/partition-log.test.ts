import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRecords } from '@odradek/protocol/internal'
import { TestStorage, appendNow, batchOf, readAll, readBytes } from './testing/test-world.ts'

const values = (bytes: Buffer): string[] => readRecords(bytes).map((record) => `${record.offset}=${record.value}`)

test('append, read, close, reopen', async () => {
  const storage = await TestStorage.open({ clusterId: 'cluster' })
  let log = storage.log()
  assert.equal(appendNow(storage, log, batchOf(['a', 'b'])), 0)
  assert.equal(appendNow(storage, log, batchOf(['c'])), 2)
  assert.deepEqual(values(readAll(log)), ['0=a', '1=b', '2=c'])
  assert.deepEqual(values(readBytes(log, { offset: 2 })), ['2=c'])
  assert.deepEqual(values(readBytes(log, { offset: 1, bound: 2 })), ['0=a', '1=b'])
  assert.equal(log.advanceHighWatermark(3), true)
  await storage.close()
  assert.ok(storage.fs.exists('/data/.kafka_cleanshutdown'))

  await storage.reopen()
  assert.equal(storage.fs.exists('/data/.kafka_cleanshutdown'), false)
  assert.equal(storage.manager.clusterId, 'cluster')
  log = storage.manager.log('t', 0)!
  assert.equal(log.topicId, 'AAAAAAAAAAAAAAAAAAAAAQ')
  assert.deepEqual([log.logStartOffset, log.highWatermark, log.logEndOffset], [0, 3, 3])
  assert.equal(appendNow(storage, log, batchOf(['d'])), 3)
  assert.deepEqual(values(readAll(log)), ['0=a', '1=b', '2=c', '3=d'])
  await storage.close()
})

test('nothing is visible before the turn has ended, and the listener hears of each log once', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  const other = storage.log('u')
  log.append(batchOf(['a']), { leaderEpoch: 0, origin: 'client' })
  log.append(batchOf(['b']), { leaderEpoch: 0, origin: 'client' })
  other.append(batchOf(['c']), { leaderEpoch: 0, origin: 'client' })
  assert.equal(log.logEndOffset, 2)
  assert.equal(log.writtenEndOffset, 0)
  assert.equal(readBytes(log).length, 0)
  assert.equal(log.advanceHighWatermark(2), false)
  storage.time.turn()
  assert.deepEqual(storage.written, [log, other])
  assert.equal(log.writtenEndOffset, 2)
  assert.deepEqual(values(readAll(log)), ['0=a', '1=b'])
  await storage.close()
})

test('segments roll by size, reads go on from one to the next, a kill loses nothing written', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 600, indexIntervalBytes: 100 } })
  const log = storage.log()
  for (let i = 0; i < 30; i++) assert.equal(appendNow(storage, log, batchOf([`value ${i}`, 'x'])), i * 2)
  assert.ok(log.segments.count > 4)
  const expected = values(readAll(log))
  assert.equal(expected.length, 60)
  for (const offset of [0, 1, 13, 30, 58, 59]) {
    const got = values(readAll(log, offset))
    assert.deepEqual(got.slice(got.findIndex((line) => line.startsWith(`${offset}=`))), expected.slice(offset))
  }
  const after = await TestStorage.open({ fs: storage.fs.crash(), config: storage.config })
  const again = after.manager.log('t', 0)!
  assert.equal(again.logEndOffset, 60)
  assert.deepEqual(values(readAll(again)), expected)
  await after.close()
})

test('maxBytes gives whole batches, one at least', async () => {
  const storage = await TestStorage.open({ config: { indexIntervalBytes: 200 } })
  const log = storage.log()
  for (let i = 0; i < 20; i++) appendNow(storage, log, batchOf([`v${i}`]))
  const size = batchOf(['v1']).length
  assert.deepEqual(values(readBytes(log, { offset: 3, maxBytes: size * 2 + 5 })), ['3=v3', '4=v4'])
  assert.deepEqual(values(readBytes(log, { offset: 3, maxBytes: 1 })), ['3=v3'])
  assert.equal(readBytes(log, { offset: 3, maxBytes: 1, minOneMessage: false }).length, 0)
  assert.deepEqual(log.read({ offset: 21, maxBytes: 1, bound: 100, minOneMessage: true }), { error: 'OFFSET_OUT_OF_RANGE' })
  assert.deepEqual(values(readBytes(log, { offset: 0, maxBytes: size * 9, bound: 7 })).length, 7)
  await storage.close()
})

test('a reader in small steps is read ahead for, and never sees what a truncation took away', async () => {
  const storage = await TestStorage.open()
  let reads = 0
  const open = storage.fs.open.bind(storage.fs)
  storage.fs.open = (path, mode) => {
    const handle = open(path, mode)
    const readSync = handle.readSync.bind(handle)
    handle.readSync = (...args) => (reads++, readSync(...args))
    return handle
  }
  const log = storage.log()
  const value = (index: number): string => `${index} `.repeat(300)
  for (let i = 0; i < 60; i++) appendNow(storage, log, batchOf([value(i)]))
  reads = 0
  const step = (offset: number): { values: string[]; next: number } => {
    const read = log.read({ offset, maxBytes: 3000, bound: log.highWatermark, minOneMessage: true })
    assert.equal(read.error, undefined)
    if (read.error !== undefined) throw new Error('not reached')
    const bytes = Buffer.alloc(read.records.byteLength)
    assert.equal(read.records.read(bytes, 0, 0, bytes.length), bytes.length)
    return { values: readRecords(bytes).map((record) => String(record.value)), next: read.nextOffset }
  }
  log.advanceHighWatermark(log.writtenEndOffset)
  const seen: string[] = []
  let steps = 0
  let at = 0
  for (; at < 40; steps++) {
    const { values, next } = step(at)
    seen.push(...values)
    at = next
  }
  assert.deepEqual(seen, Array.from({ length: at }, (_, index) => value(index)))
  assert.ok(steps > 8 && reads < steps, `${reads} reads for ${steps} steps`)
  log.truncateTo(at)
  for (let i = at; i < 60; i++) appendNow(storage, log, batchOf([value(i + 1000)]), 1)
  log.advanceHighWatermark(log.writtenEndOffset)
  assert.equal(step(at).values[0], value(at + 1000))
  await storage.close()
})

test('a hole before the bound in the active segment, as followers of a leader that compacts have it, is no damage', async () => {
  const lines: string[] = []
  const note = (_: object | string, message?: string): void => void lines.push(`${message}`)
  const storage = await TestStorage.open({ log: { debug: () => {}, info: () => {}, warn: note, error: note } })
  const log = storage.log()
  const follow = (baseOffset: number, value: string, options: object = {}): void => {
    assert.equal(log.appendAsFollower(batchOf([value], { baseOffset, partitionLeaderEpoch: 0, ...options })).error, undefined)
    storage.time.turn()
  }
  follow(0, 'a')
  follow(15, 'b', { producerId: 7, producerEpoch: 0, baseSequence: 0, isTransactional: true })
  follow(16, 'c')
  log.advanceHighWatermark(17)
  assert.equal(log.lastStableOffset, 15)
  for (const bound of [log.lastStableOffset, 9]) {
    assert.deepEqual(values(readBytes(log, { bound })), ['0=a'])
    for (const offset of [1, 8]) assert.equal(readBytes(log, { offset, bound }).length, 0)
  }
  assert.deepEqual(values(readBytes(log, { offset: 1 })), ['15=b', '16=c'])
  assert.deepEqual(lines, [])
  await storage.close()
})
