/**
 * D1–D5, T4: every step of append, roll, flush, checkpoint, truncation, DeleteRecords, retention, compaction, partition
 * deletion and stop is followed by a crash (a kill, and power losses that drop, tear and reorder what was not synced).
 * Whatever is found then opens unattended, serves no bad CRC, keeps what was promised, and the state that was rebuilt
 * equals a full rebuild.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RecordingFileSystem } from '@odradek/platform/sim'
import type { SimFileSystem } from '@odradek/platform/sim'
import {
  batchBaseOffset, batchCrcIsValid, batchLastOffset, batchMaxTimestamp, buildEndTxnBatch, readRecords, scanBatches,
} from '@odradek/protocol/internal'
import { BatchCursor } from './batch-cursor.ts'
import type { AbortedEntry } from './index/transaction-index.ts'
import { LeaderEpochs } from './leader-epochs.ts'
import type { LogConfig } from './log-config.ts'
import type { PartitionLog } from './partition-log.ts'
import { ProducerState } from './producer-state.ts'
import { replayProducers } from './snapshot-files.ts'
import { ManualTime, TestStorage, appendNow, batchOf, readAll } from './testing/test-world.ts'

/** What had been promised when the crash came. */
interface Promised {
  /** In the page cache: survives a kill. */
  readonly writtenEnd: number
  /** On the device: survives a power loss. */
  readonly durableEnd: number
  readonly logStart: number
  readonly deleted: boolean
  /** Newest value per key at or below `writtenEnd`, and at or below `durableEnd`. */
  readonly values: ReadonlyMap<string, string>
  readonly durableValues?: ReadonlyMap<string, string>
}

interface Scenario {
  readonly storage: TestStorage
  readonly fs: RecordingFileSystem
  readonly log: PartitionLog
  promise(): void
  write(key: string, value: string, options?: Parameters<typeof batchOf>[1]): void
}

async function scenario(
  config: Partial<LogConfig>, work: (s: Scenario) => Promise<void>, slow: boolean = false,
): Promise<RecordingFileSystem> {
  const time = new ManualTime()
  const fs = new RecordingFileSystem(slow ? { scheduler: time, syncLatencyMs: [3, 40] } : {})
  const storage = await TestStorage.open({ fs, time, config: { segmentBytes: 500, indexIntervalBytes: 120, fileDeleteDelayMs: 50, ...config },
    settings: { cleanerEnabled: false } })
  const log = storage.log()
  const values = new Map<string, string>()
  let writes = 0
  let durableValues = new Map<string, string>()
  const promise = (): void => {
    if (log.recoveryPoint === log.writtenEndOffset) durableValues = new Map(values)
    fs.mark({ writtenEnd: log.writtenEndOffset, durableEnd: log.recoveryPoint > log.logStartOffset ? log.recoveryPoint : 0, logStart: log.logStartOffset,
      deleted: false, values: new Map(values), durableValues } satisfies Promised)
  }
  promise()
  await work({
    storage, fs, log, promise,
    write: (key, value, options = {}) => {
      // Timestamps go up and down, as producers' clocks do: the time index has to hold running maxima.
      const timestamp = 1_700_000_000_000 + ((writes++ * 37) % 101) * 10
      const result = appendNow(storage, log, batchOf([{ key, value, timestamp }], options), 3)
      assert.equal(typeof result, 'number')
      values.set(key, value)
      log.advanceHighWatermark(log.writtenEndOffset)
      promise()
    },
  })
  return fs
}

/** The batches of a log, checked one by one. */
function checkBytes(log: PartitionLog, compacted: boolean): void {
  const bytes = readAll(log)
  const { positions, end, problem } = scanBatches(bytes)
  assert.equal(problem, undefined)
  assert.equal(end, bytes.length)
  let next = 0
  for (const at of positions) {
    assert.ok(batchCrcIsValid(bytes, at), 'a bad CRC is served')
    assert.ok(batchBaseOffset(bytes, at) >= next, 'offsets go back')
    if (!compacted && at > 0) assert.equal(batchBaseOffset(bytes, at), next, 'a hole')
    next = batchLastOffset(bytes, at) + 1
  }
  assert.ok(next <= log.logEndOffset)
  for (const segment of log.segments.all) {
    const index = segment.offsetIndex
    for (let entry = 0; entry < index.entryCount; entry++) {
      const cursor = new BatchCursor(segment.file, index.positionAt(entry), segment.file.size, false)
      assert.ok(cursor.next(), 'an index entry points behind the end')
      assert.equal(batchLastOffset(cursor.buffer, cursor.at), index.offsetAt(entry))
    }
  }
  checkTimes(log, bytes, positions)
}

/** Time indexes hold running maxima, each at a batch that has it, and lookups find what a search through everything finds. */
function checkTimes(log: PartitionLog, bytes: Buffer, positions: readonly number[]): void {
  const batches = positions.map((at) => ({ lastOffset: batchLastOffset(bytes, at), timestamp: batchMaxTimestamp(bytes, at) }))
  for (const [at, segment] of log.segments.all.entries()) {
    const inside = batches.filter(({ lastOffset }) => lastOffset >= segment.baseOffset && lastOffset < log.segments.endOf(at, log.logEndOffset))
    const index = segment.timeIndex
    for (let entry = 0; entry < index.entryCount; entry++) {
      const timestamp = index.timestampAt(entry)
      const offset = index.offsetAt(entry)
      // Deleted records may lie before the log start and in front of what can be read.
      if (offset < log.logStartOffset) continue
      assert.ok(inside.some((batch) => batch.lastOffset === offset && batch.timestamp === timestamp), `no batch has ${timestamp} at ${offset}`)
      for (const batch of inside) assert.ok(batch.lastOffset > offset || batch.timestamp <= timestamp, 'an entry is no maximum')
    }
    if (segment.baseOffset >= log.logStartOffset) assert.equal(segment.maxTimestamp, Math.max(-1, ...inside.map(({ timestamp }) => timestamp)))
  }
  for (const { timestamp } of batches.slice(0, 4)) {
    assert.equal(log.offsetForTimestamp(timestamp)?.offset, batches.find((batch) => batch.timestamp >= timestamp)?.lastOffset)
  }
}

// A snapshot has no field for the timestamp of the last batch, only one for that of the last batch or marker.
const producers = (state: ProducerState): unknown =>
  [...state.entries()].map(({ batches, ...entry }) => ({ ...entry, last: { ...batches.at(-1), timestamp: 0 } }))
    .toSorted((a, b) => a.producerId - b.producerId)

// The first epoch began at the log start or before, whatever retention left of it.
const facts = ({ entries }: LeaderEpochs): unknown => entries.map(({ epoch, startOffset }, i) => [epoch, i === 0 ? 0 : startOffset])

/** The entries of the transaction index that the batches call for. */
function abortedIn(log: PartitionLog): AbortedEntry[] {
  const state = new ProducerState()
  const bytes = readAll(log)
  const entries: AbortedEntry[] = []
  for (const at of scanBatches(bytes).positions) {
    const completed = state.update(bytes, at)
    if (completed === undefined) continue
    const { aborted, ...transaction } = completed
    if (aborted) entries.push({ ...transaction, lastStableOffset: state.lastStableOffsetAfter(completed) })
    state.complete(completed)
  }
  return entries
}

const describe = ({ producerId, firstOffset, lastOffset, lastStableOffset }: AbortedEntry): string =>
  `${producerId}: ${firstOffset} to ${lastOffset}, ${lastStableOffset}`

function checkRebuilt(log: PartitionLog, compacted: boolean): void {
  const full = new ProducerState()
  full.clear(log.logStartOffset)
  replayProducers(log.segments, full, log.logStartOffset, log.logEndOffset)
  if (log.logStartOffset === 0) {
    const entries = log.segments.all.flatMap(({ transactionIndex }) => transactionIndex.entries).map(describe)
    const wanted = abortedIn(log).map(describe)
    // As long as its marker stays, a transaction without data keeps its entry; a rebuild has none of it.
    assert.deepEqual(compacted ? entries.filter((entry) => wanted.includes(entry)) : entries, wanted)
  }
  assert.deepEqual(producers(log.producerState), producers(full))
  assert.deepEqual(log.producerState.firstOngoingOffset(), full.firstOngoingOffset())
  const epochs = new LeaderEpochs(() => log.logEndOffset)
  const bytes = readAll(log, log.segments.first.baseOffset < log.logStartOffset ? log.logStartOffset : undefined)
  // Of an empty log the epoch it had reached may be known from the file; no batch tells it.
  if (bytes.length === 0) return
  for (const at of scanBatches(bytes).positions) {
    epochs.assign(bytes.readInt32BE(at + 12), batchBaseOffset(bytes, at))
  }
  assert.deepEqual(facts(log.leaderEpochs), facts(epochs))
}

interface Check {
  readonly config: LogConfig
  readonly compacted?: boolean
}

async function checkState(fs: SimFileSystem, kind: string, promised: Promised | undefined, check: Check): Promise<void> {
  const storage = await TestStorage.open({ fs, config: check.config, settings: { cleanerEnabled: false } })
  assert.deepEqual(storage.failures, [])
  const log = storage.manager.log('t', 0)
  if (promised === undefined || log === undefined) {
    // Before the first flush a power loss may take the folder; a deleted partition may be there or not.
    if (promised !== undefined && !promised.deleted) assert.ok(kind !== 'kill' && promised.durableEnd === 0)
    await storage.close()
    return
  }
  checkBytes(log, check.compacted === true)
  if (!promised.deleted) {
    const end = kind === 'kill' ? promised.writtenEnd : promised.durableEnd
    assert.ok(log.logEndOffset >= end, `ends at ${log.logEndOffset}, ${end} was promised`)
    if (check.compacted === true) {
      const seen = new Map(readRecords(readAll(log)).map((record) => [String(record.key), String(record.value)]))
      // What was written and not yet promised may be newer.
      const wanted = kind === 'kill' ? promised.values : promised.durableValues ?? []
      for (const [key, value] of wanted) if (key !== 'never') assert.ok(Number(seen.get(key)) >= Number(value), `${key} went back to ${seen.get(key)}`)
    }
  }
  checkRebuilt(log, check.compacted === true)
  if (fs instanceof RecordingFileSystem) fs.mark(undefined)
  assert.equal(storage.fs.list('/data/t-0').filter(({ name }) => /deleted|cleaned|swap|tmp/.test(name)).length, 0)
  const next = appendNow(storage, log, batchOf([{ key: 'after', value: 'crash' }]), 9)
  assert.equal(next, log.logEndOffset - 1)
  await storage.close()
}

async function checkAll(fs: RecordingFileSystem, seed: string, perStep: number, check: Check): Promise<number> {
  let states = 0
  let first = 0
  for (const state of fs.crashStates(seed, perStep)) {
    const where = `after step ${state.step} (${state.operation}), ${state.kind}, state ${++states}`
    try {
      // Now and then the recovery is crashed into as well, before it has promised anything of its own.
      const disk = ++first % 97 === 0 ? RecordingFileSystem.over(state.fs) : state.fs
      await checkState(disk, state.kind, state.mark as Promised | undefined, check)
      if (!(disk instanceof RecordingFileSystem)) continue
      for (const second of disk.crashStates(`${seed}/${states}`, 1)) {
        if (second.operation === 'mark') break
        if (second.step % 3 !== 0) continue
        states++
        const kind = state.kind === 'kill' ? second.kind : state.kind
        await checkState(second.fs, kind, state.mark as Promised | undefined, check).catch((error: unknown) => {
          throw new Error(`and in the recovery after step ${second.step} (${second.operation}), ${second.kind}`, { cause: error })
        })
      }
    } catch (error) {
      throw new Error(where, { cause: error })
    }
  }
  return states
}

test('D1, T4: append, roll, flush, checkpoint, stop', async () => {
  let config!: LogConfig
  const fs = await scenario({ segmentBytes: 1500 }, async ({ storage, write, promise, log }) => {
    config = storage.config
    for (let i = 0; i < 24; i++) {
      // Some batches are larger than a block of the disk: they can be torn in their midst.
      write(`k${i}`, `value ${i} `.repeat(i % 4 === 1 ? 90 : 1), i % 3 === 0 ? {} : { producerId: i % 3, producerEpoch: 0, baseSequence: Math.floor(i / 3) })
      await storage.time.settle()
      promise()
      if (i === 9) await storage.time.run(storage.manager.flush())
      if (i === 14) await storage.time.run(storage.manager.checkpoint())
      promise()
    }
    assert.ok(log.segments.count > 3)
    await storage.close()
  })
  assert.ok(await checkAll(fs, 'append', 3, { config }) > 700)
})

test('D1: a slow device: rolls, truncations and flushes overtake each other', async () => {
  let config!: LogConfig
  const fs = await scenario({ segmentBytes: 300 }, async ({ storage, fs: disk, write, promise, log }) => {
    config = storage.config
    for (let i = 0; i < 40; i++) {
      write(`k${i}`, `value ${i}`, { producerId: 8, producerEpoch: i >> 4, baseSequence: i & 15 })
      if (i % 6 === 5) void storage.manager.flush()
      if (i % 6 === 2) void storage.manager.checkpoint()
      await storage.time.advance(i % 5)
      promise()
      if (i === 25) {
        disk.mark({ writtenEnd: 11, durableEnd: Math.min(11, log.recoveryPoint), logStart: 0, deleted: false, values: new Map() } satisfies Promised)
        log.truncateTo(11)
        break
      }
    }
    for (let i = 0; i < 12; i++) {
      write(`k${i}`, `after ${i}`)
      await storage.time.advance(i)
      promise()
    }
  }, true)
  assert.ok(await checkAll(fs, 'slow', 4, { config }) > 1200)
})

test('D6: with flush.messages = 1 a power loss takes nothing that was visible', async () => {
  let config!: LogConfig
  const fs = await scenario({ flushMessages: 1 }, async ({ storage, fs: disk, log }) => {
    config = storage.config
    for (let i = 0; i < 30; i++) {
      for (let n = 0; n <= i % 3; n++) appendNow(storage, log, batchOf([{ key: 'k', value: `${i} ${n}` }]), 3 + (i >> 3))
      await storage.time.settle()
      assert.equal(log.writtenEndOffset, log.logEndOffset)
      const end = log.writtenEndOffset
      disk.mark({ writtenEnd: end, durableEnd: end, logStart: 0, deleted: false, values: new Map() } satisfies Promised)
    }
    assert.ok(log.segments.count > 5)
  })
  assert.ok(await checkAll(fs, 'flush', 3, { config }) > 900)
})

test('D1, T4, T14: transactions and their index', async () => {
  let config!: LogConfig
  const fs = await scenario({}, async ({ storage, write, log }) => {
    config = storage.config
    for (let round = 0; round < 6; round++) {
      const producer = { producerId: 40 + (round % 2), producerEpoch: 0, isTransactional: true }
      write('x', 'data', { ...producer, baseSequence: Math.floor(round / 2) * 2 })
      write('y', 'data', { ...producer, baseSequence: Math.floor(round / 2) * 2 + 1 })
      if (round === 5) break
      log.append(buildEndTxnBatch({ producerId: producer.producerId, producerEpoch: 0, coordinatorEpoch: 1, committed: round % 2 === 0,
        timestamp: storage.time.wallMs() }), { leaderEpoch: 3, origin: 'coordinator' })
      storage.time.turn()
      await storage.time.settle()
    }
    await storage.close()
  })
  assert.ok(await checkAll(fs, 'transactions', 3, { config }) > 400)
})

test('D1, D5: truncation and what is written after it', async () => {
  let config!: LogConfig
  const fs = await scenario({}, async ({ storage, fs: disk, write, promise, log }) => {
    config = storage.config
    for (let i = 0; i < 16; i++) write(`k${i}`, `first ${i}`, { producerId: 1, producerEpoch: 0, baseSequence: i })
    await storage.time.run(storage.manager.flush())
    // From here on only what lies below the cut is promised.
    disk.mark({ writtenEnd: 5, durableEnd: 5, logStart: 0, deleted: false, values: new Map() } satisfies Promised)
    log.truncateTo(5)
    assert.equal(log.logEndOffset, 5)
    promise()
    for (let i = 5; i < 15; i++) write(`k${i}`, `second ${i}`, { producerId: 1, producerEpoch: 0, baseSequence: i })
    await storage.time.run(storage.manager.flush())
    promise()
    disk.mark({ writtenEnd: 0, durableEnd: 0, logStart: 0, deleted: false, values: new Map() } satisfies Promised)
    log.truncateFullyAndStartAt(100)
    for (let i = 0; i < 5; i++) write(`k${i}`, `third ${i}`)
    await storage.close()
  })
  assert.ok(await checkAll(fs, 'truncate', 4, { config }) > 800)
})

test('D4, D8: DeleteRecords, retention, deletion of the partition', async () => {
  let config!: LogConfig
  const fs = await scenario({ retentionBytes: 900 }, async ({ storage, fs: disk, write, promise, log }) => {
    config = storage.config
    for (let i = 0; i < 14; i++) write(`k${i}`, `value ${i}`)
    log.deleteRecordsBefore(7)
    await storage.time.advance(1)
    promise()
    for (let i = 0; i < 10; i++) write(`k${i}`, `more ${i}`)
    assert.ok(await storage.time.run(storage.manager.runRetention()) > 0)
    promise()
    await storage.time.advance(100)
    disk.mark({ writtenEnd: 0, durableEnd: 0, logStart: 0, deleted: true, values: new Map() } satisfies Promised)
    storage.manager.delete('t', 0)
    await storage.time.advance(100)
  })
  assert.ok(await checkAll(fs, 'delete', 4, { config }) > 700)
})

test('D3, D7: compaction', async () => {
  let config!: LogConfig
  const fs = await scenario({ cleanupPolicy: { compact: true, delete: false }, minCleanableDirtyRatio: 0.01, deleteRetentionMs: 5 },
    async ({ storage, fs: disk, write, promise }) => {
      config = storage.config
      for (let i = 0; i < 12; i++) write(`k${i % 4}`, `${i}`)
      disk.recording = false
      // Some keys are written once and never again: they must come through every round.
      for (let i = 12; i < 40; i++) write(i % 4 === 3 ? `once ${i}` : `k${i % 4}`, `${i}`)
      await storage.time.run(storage.manager.flush())
      disk.recording = true
      promise()
      assert.ok(await storage.time.run(storage.manager.runCleaner()) > 0)
      promise()
      await storage.time.advance(100)
      for (let i = 40; i < 49; i++) write(`k${i % 4}`, `${i}`)
      await storage.time.run(storage.manager.runCleaner())
      await storage.close()
    })
  assert.ok(await checkAll(fs, 'compact', 2, { config, compacted: true }) > 900)
})

test('D3, D7, T4: compaction around producers and transactions, opened before anybody knows that the topic is compacted', async () => {
  let config!: LogConfig
  const fs = await scenario({ cleanupPolicy: { compact: true, delete: false }, minCleanableDirtyRatio: 0.01, deleteRetentionMs: 5 },
    async ({ storage, fs: disk, log, write, promise }) => {
      disk.recording = false
      // As at a start: the settings of topics lie in the metadata store, which is opened later.
      config = { ...storage.config, cleanupPolicy: { compact: false, delete: true } }
      const end = (producerId: number, committed: boolean): void => {
        log.append(buildEndTxnBatch({ producerId, producerEpoch: 0, coordinatorEpoch: 1, committed, timestamp: storage.time.wallMs() }),
          { leaderEpoch: 3, origin: 'coordinator' })
        storage.time.turn()
        log.advanceHighWatermark(log.writtenEndOffset)
        promise()
      }
      for (let i = 0; i < 30; i++) {
        // Newest values are numbers, so that the check can tell newer from older. What is aborted has a key of its own.
        if (i % 6 === 5) write('never', '0', { producerId: 51, producerEpoch: 0, baseSequence: Math.floor(i / 6), isTransactional: true })
        else if (i % 6 === 4) write('kept', `${i}`, { producerId: 50, producerEpoch: 0, baseSequence: Math.floor(i / 6), isTransactional: true })
        else write(i % 6 === 3 ? `once ${i}` : `k${i % 3}`, `${i}`, i % 6 === 1 ? { producerId: 60, producerEpoch: 0, baseSequence: Math.floor(i / 6) } : {})
        if (i % 6 === 5) end(51, false)
        if (i % 6 === 4) end(50, true)
        if (i === 17) disk.recording = true
        if (i === 18) await storage.time.run(storage.manager.runCleaner())
      }
      await storage.time.advance(20)
      for (let i = 30; i < 36; i++) write(`k${i % 3}`, `${i}`)
      await storage.time.run(storage.manager.runCleaner())
      await storage.close()
    })
  assert.ok(await checkAll(fs, 'compact transactions', 1, { config, compacted: true }) > 700)
})
