/** One kind of damage each, and what is right: told to the reader, named in the log, nothing lost on its word. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FileSystem, Log } from '@odradek/platform'
import { nodeWorld } from '@odradek/platform/node'
import { batchLastOffset, readRecords, scanBatches } from '@odradek/protocol/internal'
import { defaultLogConfig } from './log-config.ts'
import type { LogConfig } from './log-config.ts'
import { LogManager } from './log-manager.ts'
import type { PartitionLog } from './partition-log.ts'
import { TestStorage, appendNow, batchOf, readAll } from './testing/test-world.ts'

const T0 = 1_700_000_000_000

function noting(): { lines: string[]; log: Log } {
  const lines: string[] = []
  const note = (fields: object | string, message?: string): void => void lines.push(`${message ?? ''} ${JSON.stringify(fields)}`)
  return { lines, log: { debug: () => {}, info: () => {}, warn: note, error: note } }
}

/** Twenty records, two to a segment, stopped in order. */
async function twenty(config: Partial<LogConfig> = {}): Promise<TestStorage> {
  const storage = await TestStorage.open({ config: { segmentBytes: 160, ...config } })
  const log = storage.log()
  for (let i = 0; i < 20; i++) appendNow(storage, log, batchOf([{ key: 'k', value: `${i}`, timestamp: T0 + i }]))
  log.advanceHighWatermark(20)
  assert.deepEqual(log.segments.all.map(({ baseOffset }) => baseOffset), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
  return storage
}

const segmentPath = (base: number, kind = '.log'): string => `/data/t-0/${String(base).padStart(20, '0')}${kind}`

function overwrite(fs: FileSystem, path: string, at: number, bytes: Buffer): void {
  const file = fs.open(path, 'rw')
  file.writeSync(bytes, 0, bytes.length, at)
  file.closeSync()
}

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

const offsetsOf = (log: PartitionLog): number[] => readRecords(readAll(log)).map(({ offset }) => offset)

/** What a reader that goes on behind every refusal gets; undefined for a refusal. */
function walk(log: PartitionLog): (number | undefined)[] {
  const seen: (number | undefined)[] = []
  for (let offset = log.logStartOffset; offset < log.logEndOffset;) {
    const read = log.read({ offset, maxBytes: 70, bound: log.writtenEndOffset, minOneMessage: true })
    if (read.error === undefined) {
      const bytes = Buffer.alloc(read.records.byteLength)
      read.records.read(bytes, 0, 0, bytes.length)
      assert.ok(bytes.length > 0, `an empty answer at ${offset}`)
      // What is given may be broken: then the client says so.
      const isWhole = scanBatches(bytes).positions.length > 0
      offset = isWhole ? batchLastOffset(bytes, 0) + 1 : offset + 1
      seen.push(isWhole ? offset - 1 : undefined)
    } else {
      assert.equal(read.error, 'CORRUPT_MESSAGE')
      seen.push(undefined)
      offset++
    }
  }
  return seen
}

test('a batch of an impossible length in a sealed segment: the reader is told, one line names the segment, all else is read', async () => {
  for (const length of [0, -1, 12, 2_000_000_000, 0x7fffffff]) {
    const storage = await twenty()
    await storage.close()
    overwrite(storage.fs, segmentPath(6), 8, int32(length))
    const { lines, log: noted } = noting()
    const after = await TestStorage.open({ fs: storage.fs, config: storage.config, log: noted })
    const log = after.manager.log('t', 0)!
    for (let again = 0; again < 2; again++) {
      assert.deepEqual(walk(log), [0, 1, 2, 3, 4, 5, undefined, undefined, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19], `length ${length}`)
    }
    assert.equal(lines.filter((line) => line.includes('a segment is damaged') && line.includes(segmentPath(6))).length, 1, lines.join('\n'))
    await after.close()
  }
})

test('the same in the segment that is written to, while the broker runs', async () => {
  const one = await TestStorage.open({ config: { indexIntervalBytes: 100 } })
  const log = one.log()
  for (let i = 0; i < 20; i++) appendNow(one, log, batchOf([`${100 + i}`]))
  const size = log.size / 20
  overwrite(one.fs, segmentPath(0), size * 9 + 8, int32(0))
  const seen = walk(log)
  assert.deepEqual([seen.slice(0, 9), seen[9], seen.at(-1)], [[0, 1, 2, 3, 4, 5, 6, 7, 8], undefined, 19])
  assert.ok(seen.filter((offset) => offset === undefined).length <= 3, 'no more than up to the next index entry')
  await one.close()
})

test('a reader that goes on at a damaged batch is told, also where it may have nothing beyond that segment', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 600, indexIntervalBytes: 200 } })
  for (let i = 0; i < 16; i++) appendNow(storage, storage.log(), batchOf(['a']))
  const [first, second] = storage.log().segments.all
  assert.equal(second?.baseOffset, 8)
  // Entries before and behind the batch.
  assert.deepEqual([first?.offsetIndex.offsetAt(0), first?.offsetIndex.offsetAt(1)], [3, 6])
  const size = storage.fs.stat(segmentPath(0))!.size / 8
  await storage.close()
  overwrite(storage.fs, segmentPath(0), size * 4 + 8, int32(2_000_000_000))
  await storage.reopen()
  const log = storage.log()
  for (const bound of [5, 8, 16]) {
    assert.equal(log.read({ offset: 3, maxBytes: 1, bound, minOneMessage: true }).error, undefined)
    assert.equal(log.read({ offset: 4, maxBytes: 1, bound, minOneMessage: true }).error, 'CORRUPT_MESSAGE', `bound ${bound}`)
  }
  await storage.close()
})

test('a last batch that says it ends earlier is not taken for what compaction has left of a segment', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 200 } })
  let log = storage.log()
  // The largest time is not in the last batch: no index entry tells of its end.
  for (let i = 0; i < 4; i++) appendNow(storage, log, batchOf(['a', 'b'], {}, T0 - i))
  assert.deepEqual(log.segments.all.map(({ baseOffset }) => baseOffset), [0, 4])
  const size = storage.fs.stat(segmentPath(0))!.size / 2
  await storage.close()
  overwrite(storage.fs, segmentPath(0), size + 23, int32(0))
  await storage.reopen()
  log = storage.log()
  const errorAt = (offset: number): string | undefined =>
    log.read({ offset, maxBytes: 1, bound: 8, minOneMessage: true }).error
  assert.deepEqual([0, 1, 3, 4, 7].map(errorAt), [undefined, undefined, 'CORRUPT_MESSAGE', undefined, undefined])
  await storage.close()
})

test('nor does one in the midst of a segment hide what it has by the index entry that still tells of it', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 500, indexIntervalBytes: 100 } })
  for (let i = 0; i < 12; i++) appendNow(storage, storage.log(), batchOf(['a', 'b']))
  const [first] = storage.log().segments.all
  const { offsetIndex } = first!
  assert.equal(offsetIndex.offsetAt(0), 5)
  const position = offsetIndex.positionAt(0)
  await storage.close()
  overwrite(storage.fs, segmentPath(0), position + 23, int32(0))
  await storage.reopen()
  const log = storage.log()
  const errorAt = (offset: number): string | undefined =>
    log.read({ offset, maxBytes: 1, bound: 24, minOneMessage: true }).error
  // The index is built anew at the first, and says the same at the second.
  for (let again = 0; again < 2; again++) {
    assert.deepEqual([5, 4, 6].map(errorAt), ['CORRUPT_MESSAGE', undefined, undefined])
  }
  await storage.close()
})

test('nor does a last one whose offset goes back, where an index entry tells of it and a hole precedes the next segment', async () => {
  const storage = await TestStorage.open({ config: { indexIntervalBytes: 200 } })
  let log = storage.log()
  for (const baseOffset of [0, 10, 20, 30]) {
    assert.equal(log.appendAsFollower(batchOf(['a'], { baseOffset, partitionLeaderEpoch: 0 })).error, undefined)
    storage.time.turn()
  }
  log.roll(40)
  log.appendAsFollower(batchOf(['a'], { baseOffset: 40, partitionLeaderEpoch: 0 }))
  storage.time.turn()
  const { offsetIndex } = log.segments.first
  assert.deepEqual([offsetIndex.entryCount, offsetIndex.offsetAt(0)], [1, 30])
  const position = offsetIndex.positionAt(0)
  await storage.close()
  overwrite(storage.fs, segmentPath(0), position + 4, int32(15))
  await storage.reopen()
  log = storage.log()
  const errorAt = (offset: number): string | undefined =>
    log.read({ offset, maxBytes: 1, bound: 41, minOneMessage: true }).error
  assert.deepEqual([0, 10, 30, 40].map(errorAt), [undefined, undefined, 'CORRUPT_MESSAGE', undefined])
  await storage.close()
})

test('a log start that contradicts the log is not an order', async () => {
  const wrong = ['t 0 1000000', 't 0 17', 't 0 99999999999999999999', 't 0 -5', 'garbage']
  for (const line of wrong) {
    const storage = await twenty()
    await storage.close()
    const path = '/data/log-start-offset-checkpoint'
    const { lines, log: noted } = noting()
    // As Apache Kafka writes it, and as a line of ours that was changed.
    const ours = storage.fs.readFile('/data/recovery-point-offset-checkpoint').toString().split('\n')[2]!
    const text = line === 't 0 17' ? `0\n1\n${ours.replace('20', '17')}\n` : `0\n1\n${line}\n`
    storage.fs.replaceFile(path, Buffer.from(text))
    const after = await TestStorage.open({ fs: storage.fs, config: storage.config, log: noted })
    const log = after.manager.log('t', 0)!
    assert.deepEqual([log.logStartOffset, offsetsOf(log)], [0, Array.from({ length: 20 }, (_, i) => i)], line)
    assert.equal(lines.length, 1, lines.join('\n'))
    assert.equal(appendNow(after, log, batchOf(['next'])), 20)
    await after.close()
  }
})

test('D4: a log start beyond the end is believed where another checkpoint knows of an end as late', async () => {
  const storage = await twenty()
  await storage.time.run(storage.manager.checkpoint())
  const fs = storage.fs.crash()
  for (const base of [10, 12, 14, 16, 18]) fs.remove(segmentPath(base))
  fs.replaceFile('/data/log-start-offset-checkpoint', Buffer.from('0\n1\nt 0 16\n'))
  fs.replaceFile('/data/replication-offset-checkpoint', Buffer.from('0\n1\nt 0 18\n'))
  const after = await TestStorage.open({ fs, config: storage.config })
  const log = after.manager.log('t', 0)!
  assert.deepEqual([log.logStartOffset, log.logEndOffset], [16, 16])
  await after.close()
})

test('offsets that the log had reached are not given again, although their records are lost', async () => {
  const storage = await twenty()
  await storage.close()
  storage.fs.remove(segmentPath(18))
  for (const kind of ['.index', '.timeindex']) storage.fs.remove(segmentPath(18, kind))
  storage.fs.remove(segmentPath(20, '.snapshot'))
  const { lines, log: noted } = noting()
  const after = await TestStorage.open({ fs: storage.fs, config: storage.config, log: noted })
  const log = after.manager.log('t', 0)!
  assert.equal(log.logEndOffset, 18)
  assert.match(lines.join('\n'), /records are lost.*"logEnd":18,"reached":20/)
  log.damage.skipLost(3)
  assert.equal(appendNow(after, log, batchOf(['next'])), 20)
  assert.deepEqual(offsetsOf(log), [...Array.from({ length: 18 }, (_, i) => i), 20])
  assert.deepEqual(walk(log).slice(-3), [17, 19, 20], 'the batch that stands for them is one to the reader')
  const killed = await TestStorage.open({ fs: after.fs.crash(), config: storage.config })
  assert.deepEqual(offsetsOf(killed.manager.log('t', 0)!).at(-1), 20)
  await killed.close()
})

test('a segment in the midst is missing: its readers are told, until retention has passed it', async () => {
  for (const clean of [true, false]) {
    const storage = await twenty({ fileDeleteDelayMs: 0 })
    await storage.time.run(storage.manager.flush())
    await storage.time.run(storage.manager.checkpoint())
    if (clean) await storage.close()
    const fs = clean ? storage.fs : storage.fs.crash()
    fs.remove(segmentPath(6))
    const { lines, log: noted } = noting()
    for (let start = 0; start < 2; start++) {
      const after = await TestStorage.open({ fs, config: storage.config, log: noted })
      const log = after.manager.log('t', 0)!
      assert.deepEqual(walk(log).slice(5, 9), [5, undefined, undefined, 8])
      assert.match(lines.join('\n'), /a segment is missing.*"from":6,"to":8/)
      log.advanceHighWatermark(20)
      if (start === 1) await after.time.run(log.deleteRecordsBefore(10))
      await after.close()
    }
    lines.length = 0
    const after = await TestStorage.open({ fs, config: storage.config, log: noted })
    assert.deepEqual(lines, [])
    await after.close()
  }
})

test('a file that calls itself the output of compaction and cannot be it replaces nothing', async () => {
  const storage = await twenty()
  await storage.close()
  const { fs } = storage
  const segment = fs.readFile(segmentPath(4))
  const cases: [string, Buffer][] = [
    [segmentPath(9999, '.log.swap'), Buffer.alloc(0)], [segmentPath(9999, '.log.swap'), Buffer.from('noise')], [segmentPath(5, '.log.swap'), segment],
    [segmentPath(4, '.log.swap'), segment.subarray(0, 90)], [segmentPath(18, '.log.swap'), Buffer.from('x'.repeat(100))],
  ]
  for (const [path, content] of cases) {
    fs.replaceFile(path, content)
    fs.replaceFile(path.replace('.log.', '.index.'), Buffer.alloc(8, 1))
    const { lines, log: noted } = noting()
    const after = await TestStorage.open({ fs, config: storage.config, log: noted })
    assert.deepEqual(offsetsOf(after.manager.log('t', 0)!), Array.from({ length: 20 }, (_, i) => i), path)
    assert.match(lines.join('\n'), /set aside/)
    await after.close()
    assert.ok(fs.readFile(`${path}.damaged`).equals(content))
    fs.remove(`${path}.damaged`)
    assert.deepEqual(fs.list('/data/t-0').filter(({ name }) => /swap|damaged/.test(name)), [])
  }
})

test('a damaged time index deletes nothing before its time, and finds what it found', async () => {
  for (const damage of ['last entry', 'cut', 'zeros'] as const) {
    const storage = await TestStorage.open({ config: { segmentBytes: 700, indexIntervalBytes: 60, retentionMs: 10_000, messageTimestampAfterMaxMs: 1e15 } })
    const log = storage.log()
    for (let i = 0; i < 30; i++) appendNow(storage, log, batchOf([{ value: `${i}`, timestamp: T0 + i * 1000 }]))
    await storage.close()
    const path = segmentPath(0, '.timeindex')
    const index = storage.fs.readFile(path)
    const after = damage === 'cut' ? index.subarray(0, 24) : Buffer.from(index)
    if (damage === 'last entry') after.writeBigInt64BE(BigInt(T0 - 1000), after.length - 12)
    if (damage === 'zeros') after.fill(0)
    storage.fs.replaceFile(path, after)
    const { lines, log: noted } = noting()
    const again = await TestStorage.open({ fs: storage.fs, time: storage.time, config: storage.config, log: noted })
    const opened = again.manager.log('t', 0)!
    opened.advanceHighWatermark(30)
    const end = opened.segments.at(1)!.baseOffset
    await again.time.advance((end - 1) * 1000 + 9_000)
    await again.time.run(again.manager.runRetention())
    assert.deepEqual([opened.logStartOffset, opened.offsetForTimestamp(T0 + 3500)?.offset], [0, 4], damage)
    await again.time.advance(2_000)
    await again.time.run(again.manager.runRetention())
    assert.equal(opened.logStartOffset, end, damage)
    // Entries that are missing are made up for by looking at what lies behind the last.
    assert.equal(lines.filter((line) => line.includes('built anew')).length, damage === 'cut' ? 0 : 1, lines.join('\n'))
    await again.close()
  }
})

test('an offset index that names other places is built anew and leads nobody astray', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 2000, indexIntervalBytes: 100 } })
  const log = storage.log()
  for (let i = 0; i < 60; i++) appendNow(storage, log, batchOf([`${i}`]))
  await storage.close()
  const original = storage.fs.readFile(segmentPath(0, '.index'))
  for (let byte = 0; byte < original.length; byte++) {
    const fs = storage.fs.fork()
    const damaged = Buffer.from(original)
    damaged[byte]! ^= 1 << (byte % 8)
    fs.replaceFile(segmentPath(0, '.index'), damaged)
    const after = await TestStorage.open({ fs, config: storage.config })
    const again = after.manager.log('t', 0)!
    for (let offset = 0; offset < 25; offset++) {
      for (const maxBytes of [1, 300]) {
        const read = again.read({ offset, maxBytes, bound: 60, minOneMessage: true })
        assert.ok(read.error === undefined)
        const bytes = Buffer.alloc(read.records.byteLength)
        read.records.read(bytes, 0, 0, bytes.length)
        assert.equal(readRecords(bytes)[0]?.offset, offset, `byte ${byte}, offset ${offset}`)
      }
    }
    await after.close()
  }
})

test('compaction leaves a damaged segment as it is: what lies behind the damage is not lost with it', async () => {
  for (const [at, bytes] of [[8, int32(0)], [65, Buffer.from([0xff])]] as const) {
    const storage = await TestStorage.open({ settings: { cleanerEnabled: false }, config: { segmentBytes: 400, cleanupPolicy: { compact: true, delete: false }, minCleanableDirtyRatio: 0.01 } })
    const log = storage.log()
    for (let i = 0; i < 20; i++) appendNow(storage, log, batchOf([{ key: `k${i}`, value: `${i}` }]))
    log.advanceHighWatermark(20)
    overwrite(storage.fs, segmentPath(0), at, bytes)
    const before = storage.fs.readFile(segmentPath(0))
    assert.equal(await storage.time.run(storage.manager.runCleaner()), 0)
    assert.ok(storage.fs.readFile(segmentPath(0)).equals(before))
    assert.equal(log.uncleanable, true)
    await storage.close()
  }
})

test('damage before the recovery point is cut and kept beside the log', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  for (let i = 0; i < 10; i++) appendNow(storage, log, batchOf([`${i}`]))
  await storage.time.run(storage.manager.flush())
  await storage.time.run(storage.manager.checkpoint())
  const fs = storage.fs.crash()
  const whole = fs.readFile(segmentPath(0))
  overwrite(fs, segmentPath(0), whole.length * 0.4 + 65, Buffer.from([0xff]))
  const { lines, log: noted } = noting()
  const after = await TestStorage.open({ fs, log: noted })
  assert.deepEqual(offsetsOf(after.manager.log('t', 0)!), [0, 1, 2, 3])
  assert.match(lines.join('\n'), /damaged before the recovery point/)
  assert.ok(fs.readFile(segmentPath(0, '.log.damaged')).subarray(whole.length * 0.1).equals(whole.subarray(whole.length * 0.5)))
  await after.close()
})

test('something else where a folder or a file should be: named; that partition alone is not served, and nothing is followed', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'odradek-damaged-'))
  try {
    const data = join(scratch, 'data')
    const elsewhere = join(scratch, 'elsewhere')
    const { lines, log } = noting()
    const open = (): Promise<LogManager> => LogManager.open({
      world: { ...nodeWorld(), log }, directories: [data], brokerId: 1, clusterId: 'here', configFor: () => ({ ...defaultLogConfig, fileDeleteDelayMs: 0 }),
      listener: { written: () => {}, directoryFailed: (path) => assert.fail(path), logFailed: () => assert.fail('a log failed') },
    })
    const write = (manager: LogManager, topic: string): unknown => {
      const made = manager.create(topic, 0, 'AAAAAAAAAAAAAAAAAAAAAQ')
      return 'error' in made ? made.error : made.append(batchOf(['x']), { leaderEpoch: 0, origin: 'client' }).error ?? made.logEndOffset
    }
    const first = await open()
    for (const topic of ['file', 'link', 'fine', 'gone']) assert.equal(write(first, topic), 1)
    await first.close()
    mkdirSync(elsewhere)
    rmSync(join(data, 'link-0'), { recursive: true })
    symlinkSync(join(elsewhere, 'missing'), join(data, 'link-0'))
    rmSync(join(data, 'file-0'), { recursive: true })
    writeFileSync(join(data, 'file-0'), 'mine')
    rmSync(join(data, 'recovery-point-offset-checkpoint'))
    mkdirSync(join(data, 'recovery-point-offset-checkpoint'))
    // Links in the folder of a partition, to be deleted with it.
    renameSync(join(data, 'gone-0', 'leader-epoch-checkpoint'), join(elsewhere, 'epochs'))
    mkdirSync(join(data, 'fine-0', '00000000000000000000.snapshot.tmp'))
    symlinkSync(join(elsewhere, 'epochs'), join(data, 'gone-0', 'leader-epoch-checkpoint'))
    symlinkSync(elsewhere, join(data, 'gone-0', 'folder'))
    const second = await open()
    for (const name of ['link-0', 'file-0', 'recovery-point-offset-checkpoint', 'fine-0/00000000000000000000.snapshot.tmp']) {
      assert.equal(lines.filter((line) => line.includes(`${join(data, name)}"`)).length, 1, `${name}\n${lines.join('\n')}`)
    }
    for (const topic of ['link', 'file']) assert.deepEqual([second.log(topic, 0), write(second, topic)], [undefined, 'KAFKA_STORAGE_ERROR'])
    assert.equal(write(second, 'fine'), 2)
    // One that comes while the broker runs.
    symlinkSync(elsewhere, join(data, 'late-0'))
    assert.equal(write(second, 'late'), 'KAFKA_STORAGE_ERROR')
    const before = readdirSync(elsewhere).toSorted()
    second.delete('gone', 0)
    while (readdirSync(data).some((name) => name.startsWith('gone'))) await new Promise((resolve) => void setTimeout(resolve, 5))
    await second.close()
    assert.deepEqual(readdirSync(elsewhere).toSorted(), before)
    assert.equal(readFileSync(join(data, 'file-0'), 'utf8'), 'mine')
  } finally {
    rmSync(scratch, { recursive: true })
  }
})

test('what a start has put right is not found again by the next one', async () => {
  const damages: Readonly<Record<string, (fs: FileSystem) => void>> = {
    'a tail that is cut': (fs) => {
      const file = fs.open(segmentPath(0), 'rw')
      file.truncateSync(file.sizeSync() - 3)
      file.closeSync()
    },
    'an offset index': (fs) => overwrite(fs, segmentPath(0, '.index'), 7, Buffer.from([fs.readFile(segmentPath(0, '.index'))[7]! ^ 1])),
    'a time index': (fs) => overwrite(fs, segmentPath(0, '.timeindex'), 7, Buffer.from([fs.readFile(segmentPath(0, '.timeindex'))[7]! ^ 1])),
    'leader epochs': (fs) => fs.replaceFile('/data/t-0/leader-epoch-checkpoint', Buffer.from('0\n1\n')),
    'a log start': (fs) => fs.replaceFile('/data/log-start-offset-checkpoint', Buffer.from('0\n1\nt 0 77\n')),
  }
  for (const [what, damage] of Object.entries(damages)) {
    const storage = await TestStorage.open({ config: { indexIntervalBytes: 50 } })
    for (let i = 0; i < 20; i++) appendNow(storage, storage.log(), batchOf([{ value: `${i}`, timestamp: T0 + i * 10 }]))
    await storage.close()
    damage(storage.fs)
    const said: number[] = []
    for (let start = 0; start < 2; start++) {
      const { lines, log: noted } = noting()
      const after = await TestStorage.open({ fs: storage.fs, config: storage.config, log: noted })
      const log = after.manager.log('t', 0)!
      if (start === 0 && what !== 'a tail that is cut') log.damage.skipLost(1)
      after.time.turn()
      for (let i = 0; i < 20; i++) log.offsetForTimestamp(T0 + i * 10 + 5)
      for (let offset = 19; offset >= 0; offset--) log.read({ offset, maxBytes: 1, bound: 20, minOneMessage: true })
      await after.close()
      said.push(lines.length)
    }
    assert.ok(said[0]! > 0 && said[1] === 0, `${what}: ${said.join()} lines`)
  }
})
