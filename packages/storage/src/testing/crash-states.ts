/**
 * For tests: a log is worked on while its disk remembers every step; then each step is followed by a crash (a kill, and
 * power losses that drop, tear and reorder what was not synced), and what is left is opened.
 *
 * What must hold: it opens unattended, serves no bad CRC, keeps what was promised (records, the log end, the log start:
 * of an empty log too), recognises every batch that a producer may send again, and the state that was rebuilt equals a
 * full rebuild.
 */
import assert from 'node:assert/strict'
import { RecordingFileSystem } from '@odradek/platform/sim'
import type { SimFileSystem } from '@odradek/platform/sim'
import {
  batchBaseOffset, batchCrcIsValid, batchLastOffset, readRecords, scanBatches,
} from '@odradek/protocol/internal'
import { BatchCursor } from '../batch-cursor.ts'
import type { AbortedEntry } from '../index/transaction-index.ts'
import { LeaderEpochs } from '../leader-epochs.ts'
import type { LogConfig } from '../log-config.ts'
import type { PartitionLog } from '../partition-log.ts'
import { BATCHES_TO_RETAIN, ProducerState } from '../producer-state.ts'
import { largestTimestampIn } from '../segment-indexes.ts'
import { replayProducers } from '../snapshot-files.ts'
import { ManualTime, TestStorage, appendNow, batchOf, readAll } from './test-world.ts'

/** What had been promised when the crash came. */
export interface Promised {
  /** In the page cache: survives a kill. */
  readonly writtenEnd: number
  /** On the device: survives a power loss. */
  readonly durableEnd: number
  /** Where somebody was told that the log starts: it never starts before that again. */
  readonly logStart: number
  readonly deleted: boolean
  /** Newest value per key at or below `writtenEnd`, and at or below `durableEnd`. */
  readonly values: ReadonlyMap<string, string>
  readonly durableValues?: ReadonlyMap<string, string>
  /** Batches that a producer may send again, whether their records are still there or not. */
  readonly retries?: readonly Retry[]
}

interface Retry {
  readonly producerId: number
  readonly epoch: number
  readonly lastOffset: number
  readonly lastSequence: number
  /** Survives a power loss. */
  readonly durable: boolean
}

export interface Scenario {
  readonly storage: TestStorage
  readonly fs: RecordingFileSystem
  /** As it is now: another one after a reopening. */
  readonly log: PartitionLog
  promise(): void
  /** From here on the log start as it is now is promised. */
  promiseStart(): void
  write(key: string, value: string, options?: Parameters<typeof batchOf>[1]): void
}

export async function scenario(
  config: Partial<LogConfig>, work: (s: Scenario) => Promise<void>, slow: boolean = false,
): Promise<RecordingFileSystem> {
  const time = new ManualTime()
  const fs = new RecordingFileSystem(slow ? { scheduler: time, syncLatencyMs: [3, 40] } : {})
  const storage = await TestStorage.open({ fs, time, config: { segmentBytes: 500, indexIntervalBytes: 120, fileDeleteDelayMs: 50, ...config },
    settings: { cleanerEnabled: false } })
  const current = (): PartitionLog => storage.log()
  const values = new Map<string, string>()
  let writes = 0
  let logStart = 0
  let durableValues = new Map<string, string>()
  const promise = (): void => {
    const { recoveryPoint, writtenEndOffset } = current()
    if (recoveryPoint === writtenEndOffset) durableValues = new Map(values)
    // Below the log start nothing is left that could be lost, but its end counts.
    const durableEnd = Math.max(recoveryPoint, logStart)
    const retries = [...current().producerState.entries()].flatMap(({ producerId, epoch, batches }) => batches
      .filter(({ lastOffset }) => lastOffset < writtenEndOffset)
      .map(({ lastOffset, lastSequence }) => ({ producerId, epoch, lastOffset, lastSequence, durable: lastOffset < recoveryPoint })))
    fs.mark({ writtenEnd: writtenEndOffset, durableEnd, logStart, deleted: false, values: new Map(values), durableValues, retries } satisfies Promised)
  }
  promise()
  await work({
    storage, fs, promise,
    get log() {
      return current()
    },
    promiseStart: () => {
      logStart = current().logStartOffset
      promise()
    },
    write: (key, value, options = {}) => {
      // Timestamps go up and down, as producers' clocks do: the time index has to hold running maxima.
      const timestamp = 1_700_000_000_000 + ((writes++ * 37) % 101) * 10
      const log = current()
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
  const batches = positions.map((at) => ({ lastOffset: batchLastOffset(bytes, at), timestamp: largestTimestampIn(bytes, at) }))
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
  for (const { timestamp } of batches.filter((batch) => batch.timestamp >= 0).slice(0, 4)) {
    assert.equal(log.offsetForTimestamp(timestamp)?.offset, batches.find((batch) => batch.timestamp >= timestamp)?.lastOffset)
  }
}

// A snapshot has no field for the timestamp of the last batch, only one for that of the last batch or marker. A producer
// all of whose batches are gone is remembered where a snapshot tells of it, and only there; so is what their markers said.
const producers = (state: ProducerState, oldest: number): unknown =>
  [...state.entries()].filter(({ batches }) => (batches.at(-1)?.lastOffset ?? oldest) >= oldest).map(({ batches, ...entry }) => {
    const last = { ...batches.at(-1), timestamp: 0 }
    return oldest === 0 ? { ...entry, last } : { producerId: entry.producerId, epoch: entry.epoch, last }
  }).toSorted((a, b) => a.producerId - b.producerId)

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
  full.clear(log.segments.first.baseOffset)
  replayProducers(log.segments, full, log.segments.first.baseOffset, log.logEndOffset)
  if (log.logStartOffset === 0) {
    const entries = log.segments.all.flatMap(({ transactionIndex }) => transactionIndex.entries).map(describe)
    const wanted = abortedIn(log).map(describe)
    // As long as its marker stays, a transaction without data keeps its entry; a rebuild has none of it.
    assert.deepEqual(compacted ? entries.filter((entry) => wanted.includes(entry)) : entries, wanted)
  }
  const oldest = log.segments.first.baseOffset
  assert.deepEqual(producers(log.producerState, oldest), producers(full, oldest))
  // What a producer may send again, of all that the log tells.
  for (const { producerId, batches } of full.entries()) {
    const known = log.producerState.entry(producerId)?.batches.map(({ lastOffset }) => lastOffset) ?? []
    for (const { lastOffset } of batches) assert.ok(known.includes(lastOffset), `of producer ${producerId} the batch at ${lastOffset} is forgotten, ${known.join()} are known`)
  }
  const [open, openInFull] = [log.producerState, full].map((state) => state.firstOngoingOffset() ?? Infinity) as [number, number]
  if (oldest === 0) assert.equal(open, openInFull)
  // Its first batches may be gone.
  else assert.ok(open <= openInFull)
  const epochs = new LeaderEpochs(() => log.logEndOffset)
  const bytes = readAll(log, log.segments.first.baseOffset < log.logStartOffset ? log.logStartOffset : undefined)
  // Of an empty log the epoch it had reached may be known from the file; no batch tells it.
  if (bytes.length === 0) return
  for (const at of scanBatches(bytes).positions) {
    epochs.assign(bytes.readInt32BE(at + 12), batchBaseOffset(bytes, at))
  }
  assert.deepEqual(facts(log.leaderEpochs), facts(epochs))
}

/** A batch that was there is recognised, unless five newer ones or a newer epoch came after it that nobody had been told of. */
function checkRetries(log: PartitionLog, retries: readonly Retry[], kind: string, transactional: readonly number[]): void {
  for (const { producerId, epoch, lastOffset, lastSequence, durable } of retries) {
    if ((kind !== 'kill' && !durable) || transactional.includes(producerId)) continue
    const entry = log.producerState.entry(producerId)
    assert.ok(entry, `producer ${producerId} is forgotten`)
    if (entry.epoch > epoch || (entry.batches.length === BATCHES_TO_RETAIN && entry.batches[0]!.lastOffset > lastOffset)) continue
    const known = entry.batches.map((batch) => `${batch.lastSequence}@${batch.lastOffset}`)
    assert.ok(known.includes(`${lastSequence}@${lastOffset}`), `producer ${producerId} wrote ${lastSequence} at ${lastOffset}; ${known.join()} are known`)
  }
}

export interface Check {
  readonly config: LogConfig
  readonly compacted?: boolean
  /** Producers of which compaction keeps the last batch only. */
  readonly transactional?: readonly number[]
  /** Records go with their time: what a key had need not be there. */
  readonly expires?: boolean
}

export async function checkState(fs: SimFileSystem, kind: string, promised: Promised | undefined, check: Check): Promise<void> {
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
    assert.ok(log.logStartOffset >= promised.logStart, `starts at ${log.logStartOffset}, ${promised.logStart} was promised`)
    if (check.compacted === true && check.expires !== true) {
      const seen = new Map(readRecords(readAll(log)).map((record) => [String(record.key), String(record.value)]))
      // What was written and not yet promised may be newer.
      const wanted = kind === 'kill' ? promised.values : promised.durableValues ?? []
      for (const [key, value] of wanted) if (key !== 'never') assert.ok(Number(seen.get(key)) >= Number(value), `${key} went back to ${seen.get(key)}`)
    }
  }
  checkRebuilt(log, check.compacted === true)
  if (promised.retries !== undefined) checkRetries(log, promised.retries, kind, check.transactional ?? [])
  if (fs instanceof RecordingFileSystem) fs.mark(undefined)
  assert.equal(storage.fs.list('/data/t-0').filter(({ name }) => /deleted|cleaned|swap|tmp/.test(name)).length, 0)
  const next = appendNow(storage, log, batchOf([{ key: 'after', value: 'crash' }]), 9)
  assert.equal(next, log.logEndOffset - 1)
  await storage.close()
}

export async function checkAll(fs: RecordingFileSystem, seed: string, perStep: number, check: Check): Promise<number> {
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

