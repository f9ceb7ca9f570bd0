import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { SimFileSystem } from '@odradek/platform/sim'
import { readRecords } from '@odradek/protocol/internal'
import { inspectDirectory } from './adopt.ts'
import { StorageOpenError } from './directory-loader.ts'
import { TestStorage, appendNow, batchOf, readAll } from './testing/test-world.ts'

const ID = (letter: string): string => letter.repeat(21) + 'A'

async function refusal(open: Promise<unknown>): Promise<string> {
  try {
    await open
  } catch (error) {
    assert.ok(error instanceof StorageOpenError, String(error))
    assert.match(error.message, /^[A-Z].*\.$/)
    return error.code
  }
  return 'opened'
}

test('a directory belongs to one process, one broker, one cluster; a refused one is left as it was', async () => {
  const storage = await TestStorage.open({ clusterId: 'one' })
  const { fs } = storage
  assert.equal(await refusal(TestStorage.open({ fs, clusterId: 'one' })), 'DIRECTORY_IN_USE')
  await storage.close()
  const before = fs.list('/data').map(({ name }) => name).toSorted()
  assert.equal(await refusal(TestStorage.open({ fs, clusterId: 'two' })), 'CLUSTER_ID_MISMATCH')
  assert.equal(await refusal(TestStorage.open({ fs, brokerId: 2 })), 'BROKER_ID_MISMATCH')
  assert.deepEqual(fs.list('/data').map(({ name }) => name).toSorted(), before)
  fs.faults.fail({ path: '/data', code: 'EACCES' })
  assert.equal(await refusal(TestStorage.open({ fs })), 'DIRECTORY_UNUSABLE')
  fs.faults.clear()
  const again = await TestStorage.open({ fs })
  assert.equal(again.manager.clusterId, 'one')
  await again.close()
})

test('a cluster id learned late is written then', async () => {
  const storage = await TestStorage.open()
  assert.equal(storage.manager.clusterId, undefined)
  storage.manager.setClusterId('late')
  await storage.close()
  assert.equal(inspectDirectory(storage.fs, '/data')?.clusterId, 'late')
})

test('R13: the folder of a deleted topic is not taken for its successor of the same name', async () => {
  const storage = await TestStorage.open()
  const first = storage.manager.create('t', 0, ID('a'))
  assert.ok(!('error' in first))
  appendNow(storage, first, batchOf(['old']))
  assert.equal(storage.manager.create('t', 0, ID('a')), first)
  assert.deepEqual(storage.manager.create('t', 0, ID('b')), { error: 'INCONSISTENT_TOPIC_ID' })
  storage.manager.delete('t', 0)
  assert.equal(storage.manager.log('t', 0), undefined)
  const second = storage.manager.create('t', 0, ID('b'))
  assert.ok(!('error' in second))
  assert.equal(second.logEndOffset, 0)
  assert.equal(storage.fs.list('/data').filter(({ name }) => name.endsWith('-delete')).length, 1)
  assert.equal(appendNow(storage, second, batchOf(['new'])), 0)
  const after = await TestStorage.open({ fs: storage.fs.crash() })
  await after.time.advance(10)
  assert.deepEqual(after.fs.list('/data').filter(({ isDirectory }) => isDirectory).map(({ name }) => name), ['t-0'])
  assert.equal(after.manager.log('t', 0)?.topicId, ID('b'))
  await after.close()
})

test('a deleted partition is still readable by who reads it already, for a while, then gone', async () => {
  const storage = await TestStorage.open({ config: { fileDeleteDelayMs: 1000 } })
  const log = storage.log()
  appendNow(storage, log, batchOf(['a']))
  const read = log.read({ offset: 0, maxBytes: 100, bound: 1, minOneMessage: true })
  assert.ok(read.error === undefined)
  storage.manager.delete('t', 0)
  const target = Buffer.alloc(read.records.byteLength)
  assert.equal(read.records.read(target, 0, 0, target.length), target.length)
  assert.equal(log.append(batchOf(['b']), { leaderEpoch: 0, origin: 'client' }).error, 'KAFKA_STORAGE_ERROR')
  await storage.time.advance(1100)
  assert.deepEqual(storage.fs.list('/data').filter(({ isDirectory }) => isDirectory), [])
  await storage.close()
})

test('new partitions go to the directory with the fewest; each is found again', async () => {
  const storage = await TestStorage.open({ directories: ['/a', '/b', '/c'] })
  for (let i = 0; i < 9; i++) storage.log('t', i)
  assert.deepEqual(storage.manager.directories().map(({ logs }) => logs.length), [3, 3, 3])
  await storage.close()
  await storage.reopen()
  assert.equal(storage.manager.logCount, 9)
  await storage.close()
})

test('a directory of Apache Kafka is read: both versions of meta.properties, topic ids, KRaft metadata left alone', async () => {
  for (const [meta, version] of [['version=0\nbroker.id=1\ncluster.id=abc\n', 0], ['#Mon\nnode.id=1\nversion=1\ndirectory.id=xyz\ncluster.id=abc\n', 1]] as const) {
    const fs = new SimFileSystem()
    for (const folder of ['t-0', 't-10', 't-2', 'with-dash-0', '__cluster_metadata-0', 'gone-0.0123456789abcdef0123456789abcdef-delete', 'not a partition']) {
      fs.makeDirectory(`/data/${folder}`)
    }
    const write = (path: string, text: string): void => fs.replaceFile(path, Buffer.from(text))
    write('/data/meta.properties', meta)
    write('/data/t-0/partition.metadata', `version: 0\ntopic_id: ${ID('q')}`)
    write('/data/__cluster_metadata-0/00000000000000000000.log', 'not ours')
    write('/data/.lock', '')
    const found = inspectDirectory(fs, '/data')
    assert.deepEqual(found, { clusterId: 'abc', nodeId: 1, metaVersion: version, cleanShutdown: false, hasClusterMetadata: true,
      partitions: [{ topic: 't', partition: 0, topicId: ID('q') }, { topic: 't', partition: 2, topicId: undefined },
        { topic: 't', partition: 10, topicId: undefined }, { topic: 'with-dash', partition: 0, topicId: undefined }] })
    const storage = await TestStorage.open({ fs })
    assert.equal(storage.manager.clusterId, 'abc')
    const named = storage.manager.create('with-dash', 0, ID('z'))
    assert.ok(!('error' in named) && named.topicId === ID('z'))
    await storage.close()
    assert.equal(fs.readFile('/data/meta.properties').toString(), meta)
    assert.equal(fs.readFile('/data/__cluster_metadata-0/00000000000000000000.log').toString(), 'not ours')
    assert.equal(inspectDirectory(fs, '/data')?.partitions.find(({ topic }) => topic === 'with-dash')?.topicId, ID('z'))
  }
  assert.equal(inspectDirectory(new SimFileSystem(), '/data'), undefined)
})

test('D3: whatever a crash left half renamed is finished or dropped', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 150, cleanupPolicy: { compact: true, delete: false } }, settings: { cleanerEnabled: false } })
  const log = storage.log()
  for (let i = 0; i < 9; i++) appendNow(storage, log, batchOf([{ key: 'k', value: `${i}` }]))
  await storage.close()
  const { fs } = storage
  const names = (): string[] => fs.list('/data/t-0').map(({ name }) => name).toSorted()
  const logs = names().filter((name) => name.endsWith('.log'))
  assert.deepEqual(logs.map((name) => Number(name.slice(0, 20))), [0, 2, 4, 6, 8])
  // The cleaner's complete output for the first two segments: it replaces them.
  fs.rename(`/data/t-0/${logs[1]}`, `/data/t-0/${logs[0]}.swap`)
  // An output that was not complete, a deletion that was not finished, an index without its log.
  fs.replaceFile(`/data/t-0/${logs[3]}.cleaned`, Buffer.from('half'))
  fs.rename(`/data/t-0/${logs[2]}`, `/data/t-0/${logs[2]}.deleted`)
  fs.replaceFile('/data/t-0/00000000000000000077.timeindex', Buffer.alloc(12))
  await storage.reopen()
  const again = storage.manager.log('t', 0)!
  assert.deepEqual(readRecords(readAll(again)).map((record) => record.offset), [2, 3, 6, 7, 8])
  assert.deepEqual(names().filter((name) => /swap|cleaned|deleted|77/.test(name)), [])
  await storage.close()
})

test('damaged checkpoints and indexes cost time, not data', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 300, indexIntervalBytes: 60 } })
  const log = storage.log()
  for (let i = 0; i < 20; i++) appendNow(storage, log, batchOf([`${i}`]))
  log.advanceHighWatermark(20)
  await storage.close()
  const { fs } = storage
  for (const { name } of fs.list('/data/t-0')) {
    if (name.endsWith('.index')) fs.replaceFile(`/data/t-0/${name}`, Buffer.from('x'.repeat(13)))
    if (name.endsWith('.timeindex')) fs.replaceFile(`/data/t-0/${name}`, Buffer.alloc(36, 0xff))
  }
  fs.replaceFile('/data/t-0/leader-epoch-checkpoint', Buffer.from('nonsense'))
  fs.replaceFile('/data/recovery-point-offset-checkpoint', Buffer.from('0\n7\nt 0 20\n'))
  await storage.reopen()
  const again = storage.manager.log('t', 0)!
  assert.equal(again.logEndOffset, 20)
  for (let i = 0; i < 20; i++) assert.equal(readRecords(readAll(again, i)).at(-1)!.offset, 19)
  assert.equal(again.offsetForTimestamp(1)?.offset, 0)
  await storage.close()
})

test('a changed configuration counts from the next append on', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  assert.equal(appendNow(storage, log, batchOf(['a'.repeat(500)])), 0)
  storage.manager.updateConfig('t', { ...storage.config, maxMessageBytes: 200 })
  assert.equal(appendNow(storage, log, batchOf(['a'.repeat(500)])), 'MESSAGE_TOO_LARGE')
  const fresh = storage.log('t', 1)
  assert.equal(appendNow(storage, fresh, batchOf(['a'.repeat(500)])), 'MESSAGE_TOO_LARGE')
  await storage.close()
})

test('D6: flush.ms and early write-back move the recovery point', async () => {
  for (const options of [{ config: { flushMs: 5000 } }, { settings: { writeBackBytes: 1 } }]) {
    const storage = await TestStorage.open(options)
    const log = storage.log()
    appendNow(storage, log, batchOf(['a']))
    assert.equal(log.recoveryPoint, 0)
    await storage.time.advance(12_000)
    assert.equal(log.recoveryPoint, 1)
    await storage.close()
  }
})

test('D1: a tail that is damaged although the stop was clean is cut, not built upon', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  for (let i = 0; i < 5; i++) appendNow(storage, log, batchOf([`${i}`]))
  await storage.close()
  const file = storage.fs.open('/data/t-0/00000000000000000000.log', 'rw')
  file.truncateSync(file.sizeSync() - 3)
  file.closeSync()
  await storage.reopen()
  const again = storage.manager.log('t', 0)!
  assert.equal(again.logEndOffset, 4)
  assert.equal(appendNow(storage, again, batchOf(['next'])), 4)
  assert.deepEqual(readRecords(readAll(again)).map((record) => record.offset), [0, 1, 2, 3, 4])
  await storage.close()
})

test('a log that holds messages of format 1 is neither served nor cut; the others are served', async () => {
  const message = Buffer.alloc(34 + 5)
  message.writeInt32BE(message.length - 12, 8)
  message[16] = 1
  message.writeInt32BE(-1, 26)
  message.writeInt32BE(5, 30)
  message.write('hello', 34)
  message.writeUInt32BE(crc32(message.subarray(16)), 12)
  const files = { 'one message': [message], 'message and noise': [message, Buffer.alloc(61)], 'followed by batches': [message, message, batchOf(['x'])] }
  for (const [what, parts] of Object.entries(files)) {
    for (const clean of [true, false]) {
      const storage = await TestStorage.open()
      storage.log('old')
      appendNow(storage, storage.log('new'), batchOf(['x']))
      await storage.close()
      const path = '/data/old-0/00000000000000000000.log'
      const content = Buffer.concat(parts)
      storage.fs.replaceFile(path, content)
      // After an upgrade newer segments follow.
      storage.fs.replaceFile('/data/old-0/00000000000000000009.log', Buffer.alloc(0))
      if (!clean) storage.fs.remove('/data/.kafka_cleanshutdown')
      await storage.reopen()
      const old = storage.manager.log('old', 0)!
      assert.deepEqual([old.online, old.append(batchOf(['a']), { leaderEpoch: 0, origin: 'client' }).error], [false, 'KAFKA_STORAGE_ERROR'], what)
      assert.equal(appendNow(storage, storage.log('new'), batchOf(['y'])), 1)
      assert.deepEqual(storage.manager.directories().map(({ offline }) => offline), [false])
      await storage.close()
      assert.ok(content.equals(storage.fs.readFile(path)), what)
    }
  }
})

test('a swap file beside an output that is not complete: dropped where its original is still there, else finished', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 150 } })
  const log = storage.log()
  for (let i = 0; i < 9; i++) appendNow(storage, log, batchOf([{ key: 'k', value: `${i}` }]))
  await storage.close()
  const { fs } = storage
  const logs = fs.list('/data/t-0').map(({ name }) => name).filter((name) => name.endsWith('.log')).toSorted()
  assert.deepEqual(logs.map((name) => Number(name.slice(0, 20))), [0, 2, 4, 6, 8])
  // The last renaming of a round was lost with the power, and the next round had begun.
  fs.rename(`/data/t-0/${logs[2]}`, `/data/t-0/${logs[2]}.swap`)
  fs.replaceFile(`/data/t-0/${logs[0]}.cleaned`, Buffer.from('half'))
  await storage.reopen()
  const offsets = (): number[] => readRecords(readAll(storage.manager.log('t', 0)!)).map((record) => record.offset)
  assert.deepEqual(offsets(), [0, 1, 2, 3, 4, 5, 6, 7, 8])
  await storage.close()
  // A split that was not complete: its original holds what the swap file holds, and more.
  fs.replaceFile('/data/t-0/00000000000000000003.log.swap', fs.readFile(`/data/t-0/${logs[4]}`))
  fs.replaceFile(`/data/t-0/${logs[1]}.cleaned`, Buffer.from('half'))
  await storage.reopen()
  assert.deepEqual(offsets(), [0, 1, 2, 3, 4, 5, 6, 7, 8])
  assert.deepEqual(fs.list('/data/t-0').map(({ name }) => name).filter((name) => /swap|cleaned/.test(name)), [])
  await storage.close()
})

test('D1: holes that a compaction left stay readable after a kill when the topic is no longer compacted; a torn one ends the log', async () => {
  for (const [compacted, end] of [[true, 9], [false, 4]] as const) {
    const storage = await TestStorage.open({ config: { segmentBytes: 150 } })
    const log = storage.log()
    for (let i = 0; i < 9; i++) appendNow(storage, log, batchOf([{ key: 'k', value: `${i}` }]))
    await storage.time.run(storage.manager.flush())
    const fs = storage.fs.crash()
    fs.remove('/data/t-0/00000000000000000004.log')
    fs.remove('/data/recovery-point-offset-checkpoint')
    if (compacted) fs.replaceFile('/data/cleaner-offset-checkpoint', Buffer.from('0\n1\nt 0 6\n'))
    const after = await TestStorage.open({ fs, config: storage.config })
    assert.equal(after.manager.log('t', 0)!.logEndOffset, end)
    await after.close()
  }
})

test('D1, R2: a follower of a compacted log rolls without a hole between its segments', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 200 } })
  const log = storage.log()
  for (const offset of [0, 1, 7, 8, 30, 31, 32, 90]) {
    const batch = batchOf([{ key: 'k', value: 'v' }])
    batch.writeBigInt64BE(BigInt(offset), 0)
    batch.writeInt32BE(1, 12)
    assert.equal(log.appendAsFollower(batch).error, undefined)
    storage.time.turn()
  }
  assert.ok(log.segments.count > 2)
  const killed = await TestStorage.open({ fs: storage.fs.crash(), config: storage.config })
  const after = killed.manager.log('t', 0)!
  assert.deepEqual(readRecords(readAll(after)).map((record) => record.offset), [0, 1, 7, 8, 30, 31, 32, 90])
  await killed.close()
})
