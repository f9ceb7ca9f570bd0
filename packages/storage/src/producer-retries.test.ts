// T1, T4: what a producer may send again is known after a restart: from the file beside the snapshot, and where that is
// missing, damaged or of another snapshot, from the end of the log.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32c } from '@odradek/protocol/internal'
import type { SimFileSystem } from '@odradek/platform/sim'
import type { PartitionLog } from './partition-log.ts'
import { decodeRetries, encodeRetries } from './producer-retries.ts'
import { encodeProducerSnapshot } from './producer-snapshot.ts'
import type { ProducerEntry } from './producer-state.ts'
import { TestStorage, appendNow, batchOf } from './testing/test-world.ts'

const folder = '/data/t-0'
const files = (fs: SimFileSystem, suffix: string): string[] => fs.list(folder).map(({ name }) => name).filter((name) => name.endsWith(suffix)).toSorted()

interface Sent {
  readonly producerId: number
  readonly baseSequence: number
  readonly offset: number
  readonly bytes: number
}

/** Sends batches of `bytes` for the producers in turn; what each may send again is the last five of `sent`. */
function send(storage: TestStorage, log: PartitionLog, sent: Sent[], producerIds: readonly number[], count: number, bytes: number = 10): void {
  for (let i = 0; i < count; i++) {
    const producerId = producerIds[i % producerIds.length]!
    const baseSequence = sent.filter((each) => each.producerId === producerId).length
    const offset = appendNow(storage, log, again({ producerId, baseSequence, bytes }))
    assert.equal(typeof offset, 'number')
    sent.push({ producerId, baseSequence, offset: offset as number, bytes })
    log.advanceHighWatermark(log.writtenEndOffset)
  }
}

function again({ producerId, baseSequence, bytes }: Omit<Sent, 'offset'>): Buffer {
  return batchOf([{ key: 'k', value: Buffer.alloc(bytes, baseSequence) }], { producerId, producerEpoch: 0, baseSequence })
}

/** The last `count` of each producer are duplicates with their offsets; the one before is refused; the next is taken. */
function checkKnown(storage: TestStorage, log: PartitionLog, sent: Sent[], count: number = 5): void {
  for (const producerId of new Set(sent.map((each) => each.producerId))) {
    const own = sent.filter((each) => each.producerId === producerId)
    for (const each of own.slice(-count)) {
      const result = log.append(again(each), { leaderEpoch: 0, origin: 'client' })
      assert.deepEqual([result.error, 'duplicate' in result && result.duplicate, 'baseOffset' in result && result.baseOffset], [undefined, true, each.offset],
        `batch ${each.baseSequence} of producer ${producerId}`)
    }
    const before = own.at(-count - 1)
    if (before !== undefined) {
      assert.equal(log.append(again(before), { leaderEpoch: 0, origin: 'client' }).error, 'OUT_OF_ORDER_SEQUENCE_NUMBER')
    }
  }
  const end = log.logEndOffset
  const [producerId] = sent.map((each) => each.producerId)
  send(storage, log, sent, [producerId!], 1)
  assert.equal(log.logEndOffset, end + 1)
}

test('five batches are known after a stop in order, after a kill, and with rolls between, whatever their size', async () => {
  for (const bytes of [100, 400_000, 900_000]) {
    for (const clean of [true, false]) {
      const storage = await TestStorage.open({ config: { segmentBytes: 1_048_576 } })
      const sent: Sent[] = []
      send(storage, storage.log(), sent, [7], 6, bytes)
      send(storage, storage.log(), sent, [8], 2, 10)
      let after = storage
      if (clean) {
        await storage.close()
        await storage.reopen()
      } else after = await TestStorage.open({ fs: storage.fs.crash(), config: storage.config })
      checkKnown(after, after.log(), sent)
      // And over the next one, which has the file of this one to go by, or a newer.
      const killed = await TestStorage.open({ fs: after.fs.crash(), config: storage.config })
      checkKnown(killed, killed.log(), sent)
      await killed.close()
    }
  }
})

test('a file that is missing, damaged, cut, or of another snapshot: the end of the log tells, and it is written anew', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 600 } })
  const sent: Sent[] = []
  send(storage, storage.log(), sent, [7, 8, 9], 24)
  await storage.close()
  const [name] = files(storage.fs, '.retries').slice(-1) as [string]
  const path = `${folder}/${name}`
  const good = storage.fs.readFile(path)
  const changed = (change: (copy: Buffer) => Buffer): Buffer => change(Buffer.from(good))
  const ofAnother = changed((copy) => {
    copy[7]! ^= 1
    copy.writeUInt32BE(crc32c(copy, 6), 2)
    return copy
  })
  const cases: (readonly [string, Buffer | undefined])[] = [
    ['missing', undefined], ['empty', Buffer.alloc(0)], ['cut', good.subarray(0, good.length - 1)], ['longer', Buffer.concat([good, Buffer.alloc(1)])],
    ['flipped', changed((copy) => (copy[30]! ^= 4, copy))], ['zeros', Buffer.alloc(good.length)], ['of another snapshot', ofAnother],
    ['of a later version', changed((copy) => (copy.writeInt16BE(2, 0), copy))],
  ]
  for (const [what, content] of cases) {
    const fs = storage.fs.crash()
    fs.replaceFile('/data/.kafka_cleanshutdown', storage.fs.readFile('/data/.kafka_cleanshutdown'))
    if (content === undefined) fs.remove(path)
    else fs.replaceFile(path, content)
    const after = await TestStorage.open({ fs, config: storage.config })
    assert.deepEqual(fs.readFile(path), good, what)
    checkKnown(after, after.log(), [...sent])
    await after.close()
  }
})

test('no more of the log is looked at than eight megabytes: older batches are not found, and opening does not wait for them', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 4_000_000 } })
  const log = storage.log()
  const sent: Sent[] = []
  send(storage, log, sent, [7], 3)
  const before = sent.length
  for (let i = 0; i < 12; i++) appendNow(storage, log, batchOf([{ value: Buffer.alloc(900_000) }]))
  send(storage, log, sent, [7], 2)
  await storage.close()
  for (const name of files(storage.fs, '.retries')) storage.fs.remove(`${folder}/${name}`)
  let readBytes = 0
  const { open } = storage.fs
  storage.fs.open = function (path, mode) {
    const file = open.call(this, path, mode)
    const { readSync } = file
    file.readSync = (target, start, length, position) => {
      const got = readSync.call(file, target, start, length, position)
      readBytes += got
      return got
    }
    return file
  }
  await storage.reopen()
  storage.fs.open = open
  assert.ok(readBytes < 1_000_000, `${readBytes} bytes were read`)
  const again7 = storage.log().producerState.entry(7)!
  assert.deepEqual(again7.batches.map(({ lastSequence }) => lastSequence), [before, before + 1])
  checkKnown(storage, storage.log(), sent, 2)
  await storage.close()
})

test('a disk without room does not keep a log from being opened', async () => {
  const storage = await TestStorage.open()
  const sent: Sent[] = []
  send(storage, storage.log(), sent, [7], 6)
  await storage.close()
  for (const name of files(storage.fs, '.retries')) storage.fs.remove(`${folder}/${name}`)
  storage.fs.faults.fail({ on: ['write', 'open'], path: '.retries', code: 'ENOSPC' })
  await storage.reopen()
  assert.deepEqual(storage.failures, [])
  storage.fs.faults.clear()
  checkKnown(storage, storage.log(), sent)
  await storage.close()
})

test('the file goes with its snapshot: by truncation, by retention, by compaction, and where another program removed the snapshot', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 300, fileDeleteDelayMs: 1 } })
  const log = storage.log()
  const both = (): void => assert.deepEqual(files(storage.fs, '.retries').map((name) => name.slice(0, 20)), files(storage.fs, '.snapshot').map((name) => name.slice(0, 20)))
  const sent: Sent[] = []
  send(storage, log, sent, [7, 8], 20)
  const count = files(storage.fs, '.retries').length
  assert.ok(count > 4)
  both()
  log.truncateTo(10)
  both()
  assert.ok(files(storage.fs, '.retries').length < count)
  sent.length = 10
  checkKnown(storage, log, sent)
  send(storage, log, sent, [7, 8], 9)
  await storage.time.run(log.deleteRecordsBefore(8))
  await storage.time.run(storage.manager.runRetention())
  both()
  checkKnown(storage, log, sent)
  await storage.close()
  both()
  // Apache Kafka, started on the directory, removes snapshots that it has no use for and leaves what it does not know.
  storage.fs.remove(`${folder}/${files(storage.fs, '.snapshot')[0]}`)
  await storage.reopen()
  both()
  checkKnown(storage, storage.log(), sent)
  await storage.close()
})

test('D7: compaction leaves headers of what a producer may send again, so that the log alone tells it; with their records went their time', async () => {
  const storage = await TestStorage.open({ config: {
    cleanupPolicy: { compact: true, delete: false }, segmentBytes: 400, minCleanableDirtyRatio: 0.01, fileDeleteDelayMs: 1 },
  settings: { cleanerEnabled: false } })
  const log = storage.log()
  const sent: Sent[] = []
  send(storage, log, sent, [7], 7)
  for (let i = 0; i < 8; i++) {
    appendNow(storage, log, batchOf([{ key: i < 4 ? 'k' : 'other', value: `${i}`, timestamp: 1_600_000_000_000 + i }]))
    log.advanceHighWatermark(log.writtenEndOffset)
  }
  log.roll()
  assert.ok(await storage.time.run(storage.manager.runCleaner()) > 0)
  await storage.time.advance(10)
  // The largest timestamps were those of records that are gone.
  assert.equal(log.maxTimestampOffset()?.timestamp, 1_600_000_000_007)
  await storage.time.run(storage.manager.flush())
  const fs = storage.fs.crash()
  for (const name of [...files(fs, '.retries'), ...files(fs, '.snapshot'), ...files(fs, 'index')]) fs.remove(`${folder}/${name}`)
  const after = await TestStorage.open({ fs, config: storage.config, settings: { cleanerEnabled: false } })
  assert.equal(after.log().maxTimestampOffset()?.timestamp, 1_600_000_000_007)
  checkKnown(after, after.log(), sent)
  await after.close()
})

test('the bytes of the file', () => {
  const batch = (lastSequence: number, lastOffset: number) => ({ lastSequence, lastOffset, offsetDelta: 1, timestamp: 1_700_000_000_000 + lastOffset })
  const entries: ProducerEntry[] = [
    { producerId: 5, epoch: 2, coordinatorEpoch: -1, lastTimestamp: 1, transactionStart: -1, batches: [batch(1, 11), batch(3, 2 ** 40), batch(5, 2 ** 40 + 4)] },
    { producerId: 2 ** 33, epoch: 0, coordinatorEpoch: -1, lastTimestamp: 1, transactionStart: -1, batches: [batch(0, 13)] },
  ]
  const snapshot = encodeProducerSnapshot(entries)
  const bytes = encodeRetries(entries, snapshot)!
  const hex = (from: number, to: number): string => bytes.toString('hex', from, to)
  assert.equal(bytes.length, 14 + 9 + 2 * 24)
  assert.equal(hex(0, 2), '0001')
  assert.equal(bytes.readUInt32BE(2), crc32c(bytes, 6))
  assert.equal(hex(6, 10), snapshot.toString('hex', 2, 6))
  assert.equal(hex(10, 23), '00000001000000000000000502')
  assert.equal(hex(23, 47), '00000001000000000000000b000000010000018bcfe5680b')
  assert.equal(hex(47, 71), '00000003000001000000000000000001'.concat(BigInt(1_700_000_000_000 + 2 ** 40).toString(16).padStart(16, '0')))
  assert.deepEqual(decodeRetries(bytes, snapshot), new Map([[5, entries[0]!.batches.slice(0, 2)]]))
  assert.equal(encodeRetries([], encodeProducerSnapshot([])), undefined, 'a log without producers has no such file')
  // Whatever the bytes are, with a checksum that is right: no exception, and nothing that cannot be.
  for (let at = 10; at < bytes.length; at++) {
    for (const value of [0, 1, 127, 255]) {
      const copy = Buffer.from(bytes)
      copy[at] = value
      copy.writeUInt32BE(crc32c(copy, 6), 2)
      const decoded = decodeRetries(copy, snapshot)
      for (const batches of decoded?.values() ?? []) assert.ok(batches.length > 0 && batches.length < 5)
    }
  }
})
