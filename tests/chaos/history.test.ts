/** The checker is fed with wrong histories: each kind of broken promise is found, and a right history breaks none. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Faults, type PromiseName } from './faults.ts'
import { PartitionHistory } from './history.ts'
import { isTombstone, keyOf } from './records.ts'
import type { ChaosTopic } from './topics.ts'
import { checkWholeRead, ranges, type Run, type WholeRead } from './whole-read.ts'

const now = 1_000_000
const plain: ChaosTopic = { name: 'plain', partitions: 1, configs: {}, isCompacted: false }
const compacted: ChaosTopic = { ...plain, name: 'compacted', isCompacted: true, deleteRetentionMs: 1000 }
const expiring: ChaosTopic = { ...plain, name: 'expiring', retentionMs: 2000 }
const sized: ChaosTopic = { ...plain, name: 'sized', retentionBytes: 500 }
const trimmed: ChaosTopic = { ...plain, name: 'trimmed', isTrimmed: true }

interface Checked {
  readonly history: PartitionHistory
  /** The promises that were found broken. */
  broken(): readonly PromiseName[]
  /** What is found when the partition is read and holds these runs; by default all is as it should be. */
  read(runs: readonly Run[], more?: Partial<WholeRead>): readonly PromiseName[]
}

/** Two writers with ten records each, in turns of five; the record at offset n was sent at `sentAtMs(n)`. */
const written: readonly Run[] = [
  { offset: 0, writer: 0, number: 0, count: 5 }, { offset: 5, writer: 1, number: 0, count: 5 },
  { offset: 10, writer: 0, number: 5, count: 5 }, { offset: 15, writer: 1, number: 5, count: 5 },
]

function checked(topic: ChaosTopic = plain, sentAtMs: (offset: number) => number = () => now - 60_000): Checked {
  const faults = new Faults(() => {})
  const history = new PartitionHistory(topic, 0, faults)
  for (const run of written) for (let i = 0; i < run.count; i++) history.acked({ writer: run.writer, number: run.number + i, offset: run.offset + i, count: 1, sentAtMs: sentAtMs(run.offset + i) })
  const broken = (): readonly PromiseName[] => [...new Set((['kept', 'once', 'order', 'content', 'ends', 'retention', 'compaction'] as const).filter((name) => faults.of(name).length > 0))]
  return {
    history,
    broken,
    read(runs, more = {}) {
      checkWholeRead(history, { runs, wrong: [], start: 0, startAtMs: now, end: 20, ...more }, faults)
      return broken()
    },
  }
}

/** The runs, record by record. */
const single = (runs: readonly Run[]): Run[] => runs.flatMap(({ offset, writer, number, count }) => Array.from({ length: count }, (_, i) => ({ offset: offset + i, writer, number: number + i, count: 1 })))
const without = (...offsets: number[]): Run[] => single(written).filter(({ offset }) => !offsets.includes(offset))
/** Records from this offset on. */
const from = (start: number): Run[] => single(written).filter(({ offset }) => offset >= start)

test('a right history breaks no promise', () => {
  assert.deepEqual(checked().read(written), [])
  assert.deepEqual(checked().read(single(written)), [])
})

test('an acknowledged record that is not there is told', () => {
  assert.deepEqual(checked().read(without(7)), ['kept'])
  assert.deepEqual(checked().read(without(0)), ['kept'])
  assert.deepEqual(checked().read(without(19)), ['kept'])
  assert.deepEqual(checked().read([]), ['kept'])
  assert.deepEqual(checked().read([], { end: 0 }), ['kept'], 'an empty log that begins anew')
})

test('an acknowledged record whose offset was not told is missed by its number', () => {
  const { history, read } = checked()
  history.acked({ writer: 0, number: 10, offset: -1, count: 1, sentAtMs: now })
  history.acked({ writer: 0, number: 11, offset: 20, count: 1, sentAtMs: now })
  assert.deepEqual(read([...written, { offset: 20, writer: 0, number: 11, count: 1 }], { end: 21 }), ['kept'])
})

test('a hole where nobody was told of a record is told', () => {
  const { history, read } = checked()
  history.acked({ writer: 0, number: 10, offset: 25, count: 1, sentAtMs: now })
  assert.deepEqual(read([...written, { offset: 25, writer: 0, number: 10, count: 1 }], { end: 26 }), ['kept'])
})

test('a record that is there twice, or was never acknowledged, is told', () => {
  assert.deepEqual(checked().read([...written, { offset: 20, writer: 1, number: 9, count: 1 }], { end: 21 }), ['once'])
  assert.deepEqual(checked().read([...written, { offset: 20, writer: 1, number: 10, count: 1 }], { end: 21 }), ['once'])
})

test('an offset that is given twice is told when it is given', () => {
  const { history, broken } = checked()
  history.acked({ writer: 0, number: 10, offset: 3, count: 1, sentAtMs: now })
  assert.ok(broken().includes('once'))
})

test('a record that is acknowledged twice is told', () => {
  const { history, broken } = checked()
  history.acked({ writer: 0, number: 9, offset: 20, count: 1, sentAtMs: now })
  assert.deepEqual(broken(), ['once'])
})

test('records in another order than they were sent in are told', () => {
  const { history, broken } = checked()
  history.acked({ writer: 0, number: 11, offset: 21, count: 1, sentAtMs: now })
  history.acked({ writer: 0, number: 10, offset: 22, count: 1, sentAtMs: now })
  history.acked({ writer: 0, number: 12, offset: 20, count: 1, sentAtMs: now })
  assert.deepEqual(broken(), ['order'])
  const swapped = single(written).map((run) => (run.offset === 3 ? { ...run, number: 4 } : run.offset === 4 ? { ...run, number: 3 } : run))
  assert.deepEqual(checked().read(swapped), ['order', 'content'])
  assert.deepEqual(checked().read([...from(10), ...without(10, 11, 12, 13, 14, 15, 16, 17, 18, 19)]), ['order'], 'a reader that is sent back')
})

test('a record at another offset than was told, or with another content, is told', () => {
  const shifted = without(19).map((run) => (run.offset >= 7 ? { ...run, offset: run.offset + 1 } : run))
  assert.ok(checked().read(shifted).includes('content'))
  assert.deepEqual(checked().read(written, { wrong: [4] }), ['content'])
  assert.ok(checked().read(single(written).map((run) => (run.offset === 4 ? { ...run, writer: 1, number: 77 } : run))).includes('once'))
})

test('ends that go back, or below what was acknowledged, are told', () => {
  const right = { start: 5, lastStable: 20, highWatermark: 20 }
  for (const [now, mustReach, expected] of [
    [right, 20, []],
    [{ ...right, start: 6, highWatermark: 22, lastStable: 21 }, 20, []],
    [{ ...right, start: 4 }, 0, ['ends']],
    [{ ...right, lastStable: 19 }, 0, ['ends']],
    [{ start: 5, lastStable: 10, highWatermark: 10 }, 0, ['ends']],
    [{ start: 0, lastStable: 0, highWatermark: 0 }, 0, ['ends']],
    [right, 21, ['ends']],
    [{ ...right, lastStable: 23 }, 0, ['ends']],
  ] as const) {
    const { history, broken } = checked()
    history.seen(right)
    history.seen(now, mustReach)
    assert.deepEqual(broken(), expected, `${JSON.stringify(now)} ${mustReach}`)
  }
})

test('the end goes back also when it was only acknowledged and never seen', () => {
  const { history, broken } = checked()
  history.seen({ start: 0, lastStable: 0, highWatermark: 0 }, history.acknowledgedEnd)
  assert.deepEqual(broken(), ['ends'])
})

test('retention may remove what is old, and nothing else', () => {
  const old = (offset: number): number => (offset < 10 ? now - 2001 : now - 1999)
  assert.deepEqual(checked(expiring, old).read(from(10), { start: 10 }), [])
  assert.deepEqual(checked(expiring, old).read(from(11), { start: 11 }), ['retention'])
  assert.deepEqual(checked(expiring, old).read(from(11), { start: 10 }), ['kept'])
  assert.deepEqual(checked(plain, old).read(from(10), { start: 10 }), ['retention'], 'nothing may be removed without retention')
  assert.deepEqual(checked(sized).read(from(10), { start: 10, sizeBytes: 500 }), [])
  assert.deepEqual(checked(sized).read(from(10), { start: 10, sizeBytes: 499 }), ['retention'])
})

test('a log that became empty keeps its end', () => {
  const empty = checked(expiring)
  empty.history.seen({ start: 20, lastStable: 20, highWatermark: 20 })
  assert.ok(empty.history.isEmptyWithHistory)
  assert.deepEqual(empty.read([], { start: 20 }), [])
  empty.history.seen({ start: 0, lastStable: 0, highWatermark: 0 })
  assert.deepEqual(empty.broken(), ['ends'])
})

test('DeleteRecords removes what it said, and no more', () => {
  const asked = (acknowledged: boolean): Checked => {
    const made = checked(trimmed)
    made.history.trimAsked(8)
    if (acknowledged) made.history.trimAcknowledged(8)
    return made
  }
  assert.deepEqual(asked(true).read(from(8), { start: 8 }), [])
  assert.deepEqual(asked(false).read(from(8), { start: 8 }), [], 'not acknowledged, and yet done')
  assert.deepEqual(asked(false).read(written), [], 'not acknowledged, and not done')
  assert.deepEqual(asked(true).read(written), ['retention'], 'acknowledged, and the records are back')
  assert.deepEqual(asked(true).read(from(9), { start: 9 }), ['retention'])
})

/** Offsets of the last record of every key of `written`. */
function lastOffsets(): Map<string, { offset: number; isTombstone: boolean }> {
  return new Map(single(written).map(({ offset, number }) => [keyOf(number), { offset, isTombstone: isTombstone(number) }]))
}

test('compaction keeps the last value of every key, and may take the others', () => {
  const last = [...lastOffsets().values()]
  const kept = last.map(({ offset }) => offset)
  assert.ok(kept.length < 20 && last.some((record) => record.isTombstone) && last.some((record) => !record.isTombstone), 'the numbers make for all of it')
  assert.deepEqual(checked(compacted).read(written), [], 'not cleaned yet')
  assert.deepEqual(checked(compacted).read(single(written).filter(({ offset }) => kept.includes(offset))), [], 'cleaned')
  const value = last.find((record) => !record.isTombstone)!.offset
  assert.deepEqual(checked(compacted).read(without(value)), ['compaction'], 'a last value is gone')
  assert.deepEqual(checked(compacted).read([]), ['compaction'])
})

test('a tombstone stays its time, and what it deleted stays deleted', () => {
  const tombstone = [...lastOffsets().values()].find((record) => record.isTombstone)!.offset
  const key = keyOf(single(written)[tombstone]!.number)
  const ofKey = single(written).filter(({ number }) => keyOf(number) === key).map(({ offset }) => offset)
  assert.ok(ofKey.length > 1)
  assert.deepEqual(checked(compacted).read(without(...ofKey)), [], 'old enough')
  assert.deepEqual(checked(compacted, () => now - 999).read(without(...ofKey)), ['compaction'], 'gone too early')
  assert.deepEqual(checked(compacted).read(without(tombstone)), ['compaction'], 'the value is there again')
})

test('a compacted topic keeps order, places and ends as any other', () => {
  assert.ok(checked(compacted).read([...written, { offset: 20, writer: 1, number: 9, count: 1 }], { end: 21 }).includes('once'))
  assert.ok(checked(compacted).read([...from(10), ...from(0).slice(0, 10)]).includes('order'))
  assert.ok(checked(compacted).read(written, { end: 19 }).includes('kept'))
})

test('offsets are told as ranges', () => {
  assert.equal(ranges([1, 2, 3, 7, 9, 10]), '1 to 3, 7, 9 to 10')
  assert.equal(ranges([1, 3, 5, 7, 9, 11]), '1, 3, 5, 7, … up to 11')
})

test('what is told of a fault has its place and its cycle, and floods nobody', () => {
  const lines: string[] = []
  const faults = new Faults((line) => lines.push(line))
  faults.cycle = 3
  for (let i = 0; i < 100; i++) faults.add('ends', 'plain-0', `offset ${i}`)
  assert.equal(faults.count, 100)
  assert.match(lines[0]!, /plain-0, cycle 3: offset 0/)
  assert.ok(lines.length < 20)
})
