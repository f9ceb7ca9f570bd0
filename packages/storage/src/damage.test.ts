/**
 * Any one file of a data directory is damaged (a bit, a stretch, its end, all of it, its absence, a folder in its place)
 * and the directory is opened again, after a clean stop and after a kill. Never are more records lost than the damage
 * itself touches without somebody being told; never does an end go back, or a start; never does a reader get empty
 * answers for ever; and what is read is what was written.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Log } from '@odradek/platform'
import type { SimFileSystem } from '@odradek/platform/sim'
import { CorruptBatchError, batchBaseOffset, batchCrcIsValid, batchLastOffset, batchSizeInBytes, buildEndTxnBatch, readRecords } from '@odradek/protocol/internal'
import * as fc from 'fast-check'
import type { PartitionLog } from './partition-log.ts'
import { TestStorage, appendNow, batchOf, readAll } from './testing/test-world.ts'

const config = { segmentBytes: 1100, indexIntervalBytes: 150, fileDeleteDelayMs: 10, deleteRetentionMs: 5, minCleanableDirtyRatio: 0.01 }
const topics = ['plain', 'compacted', 'emptied'] as const
const T0 = 1_700_000_000_000

interface Expected {
  readonly start: number
  readonly end: number
  /** Value by offset. */
  readonly records: ReadonlyMap<number, string>
  /** The offset of the first record that is late enough, by timestamp. */
  readonly times: ReadonlyMap<number, number | undefined>
  /** By base offset of a segment. */
  readonly maxTimestamps: ReadonlyMap<number, number>
  readonly epochs: unknown
}

interface State {
  readonly name: string
  readonly fs: SimFileSystem
  readonly expected: ReadonlyMap<string, Expected>
}

function valuesOf(bytes: Buffer, from: number): [number, string][] {
  return readRecords(bytes).filter((record) => record.offset >= from).map((record) => [record.offset, String(record.value)])
}

function expectedOf(log: PartitionLog): Expected {
  const times = new Map<number, number | undefined>()
  for (let ms = -5; ms < 1100; ms += 45) times.set(T0 + ms, log.offsetForTimestamp(T0 + ms)?.offset)
  return {
    start: log.logStartOffset, end: log.logEndOffset, records: new Map(valuesOf(readAll(log), log.logStartOffset)), times,
    maxTimestamps: new Map(log.segments.all.map((segment) => [segment.baseOffset, segment.maxTimestamp])),
    epochs: structuredClone(log.leaderEpochs.entries),
  }
}

async function write(storage: TestStorage): Promise<void> {
  const put = (topic: string, i: number, options: Parameters<typeof batchOf>[1] = {}): void => {
    const log = storage.log(topic)
    const records = Array.from({ length: 1 + (i % 3) }, (_, n) => ({ key: `k${i % 7}`, value: `${topic} ${i}.${n}`, timestamp: T0 + ((i * 370) % 1010) + n }))
    assert.equal(typeof appendNow(storage, log, batchOf(records, options), 2 + (i >> 4)), 'number')
    log.advanceHighWatermark(log.writtenEndOffset)
  }
  let sequence = 0
  for (let i = 0; i < 60; i++) {
    put('plain', i, i % 4 === 1 ? { producerId: 9, producerEpoch: 0, baseSequence: sequence, isTransactional: true } : {})
    if (i % 4 === 1) sequence += 1 + (i % 3)
  }
  storage.log('plain').append(buildEndTxnBatch({ producerId: 9, producerEpoch: 0, coordinatorEpoch: 1, committed: false, timestamp: T0 }),
    { leaderEpoch: 5, origin: 'coordinator' })
  for (let i = 0; i < 60; i++) put('compacted', i)
  for (let i = 0; i < 20; i++) put('emptied', i)
  for (let i = 60; i < 70; i++) put('plain', i)
  await storage.time.through(storage.log('plain').deleteRecordsBefore(17))
  await storage.time.through(storage.log('emptied').deleteRecordsBefore(-1))
  storage.manager.updateConfig('emptied', { ...storage.config, retentionBytes: 0 })
  storage.manager.updateConfig('compacted', { ...storage.config, cleanupPolicy: { compact: true, delete: false } })
  await storage.time.through(storage.manager.runCleaner())
  await storage.time.through(storage.manager.runRetention())
  await storage.time.through(storage.manager.flush())
  await storage.time.through(storage.manager.checkpoint())
  await storage.time.advance(1000)
  for (const topic of topics) storage.log(topic).advanceHighWatermark(storage.log(topic).logEndOffset)
}

const open = (fs: SimFileSystem, log?: Log): Promise<TestStorage> =>
  TestStorage.open({ fs, config, settings: { cleanerEnabled: false }, ...(log === undefined ? {} : { log }) })

async function prepare(): Promise<State[]> {
  const storage = await TestStorage.open({ config, settings: { cleanerEnabled: false } })
  await write(storage)
  const expected = new Map(topics.map((topic) => [topic as string, expectedOf(storage.log(topic))]))
  assert.ok(storage.log('plain').segments.count > 5 && storage.log('compacted').segments.count > 2)
  assert.deepEqual([expected.get('emptied')!.start, expected.get('emptied')!.records.size], [expected.get('emptied')!.end, 0])
  const killed = storage.fs.fork()
  await storage.time.through(storage.manager.close())
  return [{ name: 'stopped', fs: storage.fs, expected }, { name: 'killed', fs: killed, expected }]
}

/** Every file below `/data`. */
function filesOf(fs: SimFileSystem, folder: string = '/data'): string[] {
  return fs.list(folder).flatMap(({ name, isDirectory }) => (isDirectory ? filesOf(fs, `${folder}/${name}`) : [`${folder}/${name}`])).toSorted()
}

interface Damage {
  readonly kind: 'flip' | 'cut' | 'zero' | 'empty' | 'remove' | 'folder' | 'noise'
  /** Where in the file, and how much of the rest: 0 to 1. */
  readonly at: number
  readonly share: number
  readonly mask: number
}

/** Returns the first byte that is touched, or undefined when nothing has changed. */
function damageFile(fs: SimFileSystem, path: string, { kind, at, share, mask }: Damage): number | undefined {
  const before = fs.readFile(path)
  const from = Math.floor(at * before.length)
  const to = from + Math.max(1, Math.floor(share * (before.length - from)))
  const after = Buffer.from(before)
  if (kind === 'remove' || kind === 'folder') {
    fs.remove(path)
    if (kind === 'folder') fs.makeDirectory(path)
    return 0
  }
  if (kind === 'flip' && from < after.length) after[from]! ^= mask
  if (kind === 'zero') after.fill(0, from, Math.min(to, after.length))
  if (kind === 'noise') for (let i = from; i < Math.min(to, after.length); i++) after[i] = (mask * (i + 3) * 31) & 0xff
  const content = kind === 'empty' ? Buffer.alloc(0) : kind === 'cut' ? after.subarray(0, from) : after
  if (content.equals(before)) return undefined
  const file = fs.open(path, 'rw')
  file.truncateSync(0)
  if (content.length > 0) file.writeSync(content, 0, content.length, 0)
  file.closeSync()
  return kind === 'empty' ? 0 : from
}

interface Reading {
  readonly records: Map<number, string>
  /** Offsets of which a reader is told that they cannot be read. */
  readonly told: Set<number>
}

/** As a client reads: whole batches, their CRCs checked; what is refused or broken is passed over offset by offset. */
function readThrough(log: PartitionLog, maxBytes: number): Reading {
  const records = new Map<number, string>()
  const told = new Set<number>()
  let offset = log.logStartOffset
  for (let steps = 0; offset < log.writtenEndOffset; steps++) {
    assert.ok(steps < 5000, 'a reader goes round in circles')
    const read = log.read({ offset, maxBytes, bound: log.writtenEndOffset, minOneMessage: true })
    assert.ok(read.error === undefined || read.error === 'CORRUPT_MESSAGE', String(read.error))
    const before = offset
    if (read.error === undefined) {
      const bytes = Buffer.alloc(read.records.byteLength)
      assert.equal(read.records.read(bytes, 0, 0, bytes.length), bytes.length)
      offset = consume(bytes, offset, records)
    }
    // No progress: an empty answer is never given, a broken batch is the client's to report.
    if (offset === before) {
      assert.ok(read.error !== undefined || read.records.byteLength > 0, `an empty answer at ${offset}, and the end is ${log.writtenEndOffset}`)
      told.add(offset++)
    }
  }
  return { records, told }
}

/** Returns where the reader goes on. */
function consume(bytes: Buffer, from: number, records: Map<number, string>): number {
  let offset = from
  for (let at = 0; at + 61 <= bytes.length;) {
    const size = batchSizeInBytes(bytes, at)
    if (size < 61 || at + size > bytes.length || bytes[at + 16] !== 2 || !batchCrcIsValid(bytes, at) || batchLastOffset(bytes, at) < offset) break
    try {
      for (const [at2, value] of valuesOf(bytes.subarray(at, at + size), offset)) records.set(at2, value)
    } catch (error) {
      if (!(error instanceof CorruptBatchError)) throw error
      break
    }
    offset = batchLastOffset(bytes, at) + 1
    at += size
  }
  return offset
}

/** Offsets of the records of a segment file from the batch that holds `byte` on. */
function touchedFrom(file: Buffer, byte: number): number {
  let offset = 0
  for (let at = 0; at + 61 <= file.length; at += batchSizeInBytes(file, at)) {
    offset = batchBaseOffset(file, at)
    if (at + batchSizeInBytes(file, at) > byte) return offset
    offset = batchLastOffset(file, at) + 1
  }
  return offset
}

/** Whether of a batch nothing is damaged but its base offset or leader epoch. */
function isUnchecked(before: Buffer, after: Buffer): boolean {
  for (let at = 0; at + 61 <= before.length; at += batchSizeInBytes(before, at)) {
    let outside = 0
    let inside = 0
    for (let i = 0; i < batchSizeInBytes(before, at); i++) {
      if (before[at + i] === after[at + i]) continue
      if (i < 8 || (i >= 12 && i < 16)) outside++
      else inside++
    }
    if (outside > 0 && inside === 0) return true
  }
  return false
}

interface Touched {
  readonly path: string
  readonly topic: string | undefined
  /** Of a log file: records from here to the end of the segment may be gone. */
  readonly from: number
  readonly to: number
  /** Nothing else may be. */
  readonly isLog: boolean
  /** Of a batch only the offset or the leader epoch: they lie outside the CRC, and a reader may take them as they are. */
  readonly unchecked: boolean
}

function check(log: PartitionLog, wanted: Expected, touched: Touched, lines: readonly string[], where: string): void {
  const mine = touched.topic === log.topic
  log.damage.skipLost(20)
  log.writePending()
  assert.ok(log.logEndOffset >= wanted.end, `${where}: the end went from ${wanted.end} to ${log.logEndOffset}`)
  if (!touched.path.endsWith('log-start-offset-checkpoint')) {
    assert.ok(log.logStartOffset >= wanted.start, `${where}: the start went from ${wanted.start} to ${log.logStartOffset}`)
  }
  for (const maxBytes of [1 << 20, 200]) {
    const { records, told } = readThrough(log, maxBytes)
    if (mine && touched.unchecked) continue
    for (const [offset, value] of records) if (offset < wanted.end && offset >= wanted.start) assert.equal(value, wanted.records.get(offset), `${where}: at ${offset}`)
    const lost = [...wanted.records.keys()].filter((offset) => !records.has(offset))
    for (const offset of lost) {
      assert.ok(mine && touched.isLog, `${where}: the record at ${offset} is lost`)
      assert.ok(offset >= touched.from && offset < touched.to, `${where}: the record at ${offset} is lost, the damage touches ${touched.from} to ${touched.to}`)
      // Who is told of a batch is told of all its records; there are three at most.
      assert.ok(told.has(offset) || told.has(offset - 1) || told.has(offset - 2) || lines.length > 0, `${where}: the record at ${offset} is lost without a word; told of ${[...told].join()}`)
    }
  }
  if (mine && touched.isLog) return
  // Of epochs whose records compaction has taken no batch tells any more.
  const isGone = /(leader-epoch|recovery-point-offset)-checkpoint$/.test(touched.path) && log.topic === 'compacted'
  if (!isGone) assert.deepEqual(log.leaderEpochs.entries.slice(1), (wanted.epochs as unknown[]).slice(1), `${where}: epochs`)
  if (log.logStartOffset < wanted.start) return
  for (const [timestamp, offset] of wanted.times) assert.equal(log.offsetForTimestamp(timestamp)?.offset, offset, `${where}: offset for ${timestamp - T0}`)
  for (const segment of log.segments.all.slice(0, -1)) {
    assert.equal(segment.maxTimestamp, wanted.maxTimestamps.get(segment.baseOffset), `${where}: the largest timestamp of ${segment.baseOffset}`)
  }
}

function touchedBy(fs: SimFileSystem, path: string, firstByte: number, damaged: Buffer | undefined): Touched {
  const [, folder, name] = /^\/data\/(?:([^/]+)-0\/)?(.*)$/.exec(path)!
  const isLog = folder !== undefined && name!.endsWith('.log')
  if (!isLog) return { path, topic: folder, from: 0, to: 0, isLog, unchecked: false }
  const bases = fs.list(`/data/${folder}-0`).filter((entry) => entry.name.endsWith('.log')).map((entry) => Number(entry.name.slice(0, 20))).toSorted((a, b) => a - b)
  const base = Number(name!.slice(0, 20))
  const to = bases.find((other) => other > base) ?? Number.MAX_SAFE_INTEGER
  return { path, topic: folder, from: firstByte === 0 ? base : touchedFrom(fs.readFile(path), firstByte), to, isLog, unchecked: damaged !== undefined && isUnchecked(fs.readFile(path), damaged) }
}

async function tryOne(state: State, path: string, damage: Damage): Promise<void> {
  const fs = state.fs.fork()
  const probe = state.fs.fork()
  const firstByte = damageFile(fs, path, damage)
  if (firstByte === undefined) return
  const touched = touchedBy(probe, path, firstByte, fs.stat(path)?.isDirectory === false ? fs.readFile(path) : undefined)
  const lines: string[] = []
  const note = (fields: object | string, message?: string): void => void lines.push(`${message ?? ''} ${JSON.stringify(fields)}`)
  const where = `${state.name}, ${path.slice(6)}, ${JSON.stringify(damage)}`
  let storage: TestStorage
  try {
    storage = await open(fs, { debug: () => {}, info: () => {}, warn: note, error: note })
  } catch (error) {
    // Whose directory it is cannot be guessed: a sentence says what to do.
    assert.ok(path === '/data/meta.properties', `${where}: ${String(error)}`)
    return
  }
  try {
    assert.deepEqual([storage.failures, storage.broken.length], [[], 0], where)
    for (const topic of topics) {
      const log = storage.manager.log(topic, 0)!
      assert.ok(log.online, `${where}: ${topic}`)
      check(log, state.expected.get(topic)!, touched, lines, where)
      const next = appendNow(storage, log, batchOf(['next']), 21)
      assert.ok(typeof next === 'number' && next >= state.expected.get(topic)!.end, `${where}: the next record gets ${next}`)
    }
    // And once more: what was put right stays right.
    await storage.time.through(storage.manager.close())
    const ends = topics.map((topic) => storage.manager.log(topic, 0)!.logEndOffset)
    const again = await open(fs)
    for (const topic of topics) again.manager.log(topic, 0)!.damage.skipLost(22)
    for (const [i, topic] of topics.entries()) assert.ok(again.manager.log(topic, 0)!.logEndOffset >= ends[i]!, `${where}: opened again`)
    assert.deepEqual(again.failures, [], where)
    await again.time.through(again.manager.close())
  } catch (error) {
    throw new Error(`${where}\n${lines.join('\n')}`, { cause: error })
  }
}

const share = (): fc.Arbitrary<number> => fc.nat(9999).map((n) => n / 10_000)

const KINDS = ['flip', 'cut', 'zero', 'empty', 'remove', 'folder', 'noise'] as const

test('every file of a directory, damaged in each way at its beginning, in its midst and at its end', async () => {
  for (const state of await prepare()) {
    for (const path of filesOf(state.fs)) {
      for (const kind of KINDS) {
        for (const at of kind === 'remove' || kind === 'folder' || kind === 'empty' ? [0] : [0, 0.5, 0.99]) {
          await tryOne(state, path, { kind, at, share: 0.4, mask: 0x10 })
        }
      }
    }
  }
})

test('property: any damage of any file', async () => {
  const states = await prepare()
  await fc.assert(fc.asyncProperty(
    fc.nat(states.length - 1), share(),
    fc.record({ kind: fc.constantFrom(...KINDS.slice(0, 3), 'flip' as const, 'noise' as const), at: share(), share: share(), mask: fc.integer({ min: 1, max: 255 }) }),
    async (which, file, damage) => {
      const state = states[which]!
      const files = filesOf(state.fs)
      await tryOne(state, files[Math.floor(file * files.length)]!, damage)
    },
  ), { numRuns: 500, seed: 11 })
})
