/**
 * What a log must answer, measured against what its files hold (log-contents.ts) and what was appended to it.
 *
 * Invariants that are checked: every offset leads to the batch that has it, or to the next one; whole batches are
 * given, of one segment, as many as fit, none that reaches the bound, byte for byte; a time leads to the first record
 * that is as late; no segment is taken for older than its latest record; no record is missing that nobody deleted.
 */
import assert from 'node:assert/strict'
import type { SimRandom } from '@odradek/platform/sim'
import type { PartitionLog } from '../partition-log.ts'
import { LogContents } from './log-contents.ts'
import type { RandomLog } from './random-log.ts'

export interface Read {
  readonly offset: number
  readonly maxBytes: number
  readonly bound: number
}

const ALL_BYTES = 1 << 30
const RETENTION_MS = 100

/** All of it. Returns how often was read. */
export function checkLog({ log, random, appended, mayLackNewest, config }: RandomLog): number {
  const contents = LogContents.of(log)
  checkRecords(log, contents, appended, { compacted: config.cleanupPolicy.compact, mayLackNewest })
  const reads = checkReads(log, contents, random)
  if (random.chance(0.5)) checkAges(log, contents, random)
  checkTimes(log, contents, random)
  return reads
}

// ---- reads

function checkReads(log: PartitionLog, contents: LogContents, random: SimRandom): number {
  let reads = 0
  for (const { maxBytes, bound } of limitsOf(log, contents, random)) {
    reads += checkWalk(log, contents, maxBytes, bound)
    const keepsHint = random.chance(0.5)
    for (let offset = log.logStartOffset; offset <= log.writtenEndOffset; offset++) {
      if (!keepsHint) log.readHint = undefined
      checkRead(log, contents, { offset, maxBytes, bound })
      reads++
    }
  }
  return reads
}

/** Some of what readers may ask for and have. */
export function limitsOf(log: PartitionLog, contents: LogContents, random: SimRandom): Omit<Read, 'offset'>[] {
  return boundsOf(log, contents, random).flatMap((bound) => [
    { maxBytes: random.pick([1, 100, 250]), bound },
    { maxBytes: random.pick([700, 70 + random.below(2000), ALL_BYTES]), bound },
  ])
}

/** The end, what committed readers have, a place between two batches, and one anywhere. */
function boundsOf(log: PartitionLog, { batches }: LogContents, random: SimRandom): number[] {
  const { logStartOffset, writtenEndOffset, lastStableOffset } = log
  const some = batches.length === 0 ? undefined : random.pick(batches)
  const anywhere = logStartOffset + random.below(writtenEndOffset - logStartOffset + 1)
  const between = some === undefined ? writtenEndOffset : random.pick([some.base, some.last + 1])
  return [...new Set([writtenEndOffset, lastStableOffset, between, anywhere])]
}

/** A reader that goes on where the last answer ended, from the start of the log to the bound. */
function checkWalk(log: PartitionLog, contents: LogContents, maxBytes: number, bound: number): number {
  let reads = 0
  for (let offset = log.logStartOffset; offset <= log.writtenEndOffset; reads++) {
    const next = checkRead(log, contents, { offset, maxBytes, bound })
    if (next === offset) break
    offset = next
  }
  return reads
}

export function describeRead({ readHint, logStartOffset, logEndOffset }: PartitionLog, read: Read): string {
  return JSON.stringify({ ...read, hint: readHint?.offset, logStartOffset, logEndOffset })
}

/** Returns where the reader goes on. */
function checkRead(log: PartitionLog, contents: LogContents, read: Read): number {
  const { batches, files } = contents
  const { offset, maxBytes, bound } = read
  const where = describeRead(log, read)
  const result = log.read({ ...read, minOneMessage: true })
  assert.equal(result.error, undefined, where)
  if (result.error !== undefined) return offset
  const { nextOffset, records } = result
  const bytes = Buffer.alloc(records.byteLength)
  assert.equal(records.read(bytes, 0, 0, bytes.length), bytes.length, where)
  let index = contents.indexOf(offset)
  const first = batches[index]
  if (first === undefined || offset >= bound || first.last >= bound) {
    assert.equal(bytes.length, 0, `bytes beyond the bound: ${where}`)
    return nextOffset
  }
  assert.ok(bytes.length > 0, `nothing is given: ${where}`)
  const file = files[first.segment]!
  assert.ok(bytes.equals(file.subarray(first.position, first.position + bytes.length)), `other bytes: ${where}`)
  const end = first.position + bytes.length
  while (batches[index + 1]?.segment === first.segment && batches[index + 1]!.position < end) index++
  const last = batches[index]!
  assert.equal(last.position + last.size, end, `a batch is cut: ${where}`)
  assert.ok(last.last < bound, `a batch reaches the bound: ${where}`)
  assert.ok(last === first || bytes.length <= maxBytes, `too many bytes: ${where}`)
  const next = batches[index + 1]
  assert.ok(nextOffset > last.last && nextOffset <= (next?.last ?? nextOffset), `goes on at ${nextOffset}: ${where}`)
  if (next?.segment === last.segment && next.last < bound) {
    assert.ok(bytes.length + next.size > maxBytes, `fewer than fit: ${where}`)
  }
  return nextOffset
}

// ---- records

/** What the files hold was appended, and of that nothing is missing that nobody deleted. */
function checkRecords(
  log: PartitionLog, contents: LogContents, appended: RandomLog['appended'],
  { compacted, mayLackNewest }: { compacted: boolean; mayLackNewest: boolean },
): void {
  const kept = new Set<number>()
  for (const { offset, isControl, key, value, timestamp } of contents.records) {
    kept.add(offset)
    if (isControl) continue
    const record = appended.get(offset)
    const wanted = record && { key: record.key, value: record.value, timestamp: record.timestamp }
    assert.deepEqual({ key, value, timestamp }, wanted, `the record at ${offset}`)
  }
  const newest = new Map<string | null, number>()
  for (const [offset, { key }] of appended) newest.set(key, Math.max(offset, newest.get(key) ?? 0))
  for (const [offset, { key, value, isTransactional }] of appended) {
    if (offset < log.logStartOffset || kept.has(offset)) continue
    // What became of a transaction, and so of what it superseded, is not known here.
    const mayBeGone = compacted && (mayLackNewest || isTransactional || value === null || newest.get(key) !== offset)
    assert.ok(mayBeGone, `the record at ${offset} is gone`)
  }
}

// ---- times

function checkTimes(log: PartitionLog, contents: LogContents, random: SimRandom): void {
  const records = contents.records.filter(({ offset }) => offset >= log.logStartOffset)
  const some = Array.from({ length: Math.min(12, records.length) }, () => random.pick(records).timestamp)
  // A forgotten maximum shows where nothing else is as late.
  const latest = records.map(({ timestamp }) => timestamp).toSorted((a, b) => b - a).slice(0, 6)
  for (const time of new Set([0, ...[...some, ...latest].flatMap((time) => [time - 1, time, time + 1])])) {
    const got = log.offsetForTimestamp(time)
    const wanted = records.find(({ timestamp }) => timestamp >= time)
    assert.deepEqual([got?.offset, got?.timestamp], [wanted?.offset, wanted?.timestamp], `the time ${time}`)
  }
  const largest = records.reduce((max, { timestamp }) => Math.max(max, timestamp), -1)
  const wanted = records.find(({ timestamp }) => timestamp === largest)
  const got = log.maxTimestampOffset()
  assert.deepEqual([got?.offset, got?.timestamp], [wanted?.offset, wanted?.timestamp], 'the largest time')
}

/** Of some segments, so that others are left to prove their times in the course of a look-up. */
function checkAges(log: PartitionLog, { batches }: LogContents, random: SimRandom): void {
  for (const [index, segment] of log.segments.all.entries()) {
    const times = batches.filter(({ segment: at }) => at === index).map(({ maxTimestamp }) => maxTimestamp)
    const latest = Math.max(-1, ...times)
    if (latest < 0 || random.chance(0.5)) continue
    const age = random.pick([0, RETENTION_MS / 2, RETENTION_MS, RETENTION_MS + 1, RETENTION_MS * 30])
    const isOlder = segment.isOlderThan(RETENTION_MS, latest + age)
    assert.equal(isOlder, age > RETENTION_MS, `the age ${age} of ${segment.baseOffset}`)
  }
}
