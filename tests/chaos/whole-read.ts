/**
 * A partition read from log start to end while nobody writes, held against its history. Everything that was sent has
 * been acknowledged by then, so the history says what may be found, and what must be.
 */
import type { Faults } from './faults.ts'
import type { PartitionHistory } from './history.ts'
import { isTombstone, keyOf } from './records.ts'

/** Records of one writer found in a row: consecutive numbers at consecutive offsets. */
export interface Run {
  readonly offset: number
  readonly writer: number
  readonly number: number
  readonly count: number
}

export interface WholeRead {
  /** As they came. */
  readonly runs: readonly Run[]
  /** Offsets of records that are not what their number says. */
  readonly wrong: readonly number[]
  /** Log start, told after the reading, and when. */
  readonly start: number
  readonly startAtMs: number
  /** Log end, told before the reading. */
  readonly end: number
  /** Bytes of the partition on disk; undefined when nobody asked. */
  readonly sizeBytes?: number | undefined
}

interface Found {
  readonly offset: number
  readonly writer: number
  readonly number: number
}

function* each(runs: readonly Run[]): Generator<Found> {
  for (const { offset, writer, number, count } of runs) for (let i = 0; i < count; i++) yield { offset: offset + i, writer, number: number + i }
}

/** Offsets as ranges, the first few of them. */
export function ranges(offsets: readonly number[]): string {
  const out: string[] = []
  for (let i = 0; i < offsets.length;) {
    let last = i
    while (offsets[last + 1] === offsets[last]! + 1) last++
    if (out.length === 4) return `${out.join(', ')}, … up to ${offsets.at(-1)}`
    out.push(last === i ? `${offsets[i]}` : `${offsets[i]} to ${offsets[last]}`)
    i = last + 1
  }
  return out.join(', ')
}

/** Answers how many records were found. */
export function checkWholeRead(history: PartitionHistory, read: WholeRead, faults: Faults): number {
  const found = [...each(read.runs)]
  for (const offset of read.wrong) faults.add('content', history.name, `offset ${offset} does not hold what its number says`)
  checkPlaces(history, found, faults)
  checkOrder(history, found, faults)
  if (read.end < history.acknowledgedEnd) faults.add('kept', history.name, `the log ends at ${read.end}, offset ${history.acknowledgedEnd - 1} was acknowledged`)
  if (history.topic.isCompacted) checkCompacted(history, read, found, faults)
  else checkComplete(history, read, found, faults)
  history.checkStart(read.start, read.startAtMs, read.sizeBytes)
  return found.length
}

/** Each record at the offset that was told, and at that alone. */
function checkPlaces(history: PartitionHistory, found: readonly Found[], faults: Faults): void {
  const seen = new Map<string, number>()
  for (const { offset, writer, number } of found) {
    const told = history.offsetOf(writer, number)
    const there = history.at(offset)
    const record = `record ${number} of writer ${writer}`
    const before = seen.get(`${writer}/${number}`)
    if (before !== undefined) faults.add('once', history.name, `${record} is at ${before} and again at ${offset}`)
    else if (told === undefined) faults.add('once', history.name, `${record} is at ${offset}, and it was never acknowledged although everything else was`)
    else if (told !== offset && told >= 0) faults.add('content', history.name, `${record} was acknowledged at ${told} and is at ${offset}`)
    else if (there !== undefined && (there.writer !== writer || there.number !== number)) {
      faults.add('content', history.name, `offset ${offset} was told to be record ${there.number} of writer ${there.writer}, and is ${record}`)
    }
    seen.set(`${writer}/${number}`, offset)
  }
}

function checkOrder(history: PartitionHistory, found: readonly Found[], faults: Faults): void {
  const last = new Map<number, number>()
  let lastOffset = -1
  for (const { offset, writer, number } of found) {
    if (offset <= lastOffset) faults.add('order', history.name, `a reader got offset ${offset} after ${lastOffset}`)
    lastOffset = offset
    const before = last.get(writer)
    if (before !== undefined && number < before) faults.add('order', history.name, `record ${number} of writer ${writer} comes after its ${before}, at ${offset}`)
    last.set(writer, number)
  }
}

/** Without compaction there are no holes: every offset from start to end, and every number from the first found on. */
function checkComplete(history: PartitionHistory, read: WholeRead, found: readonly Found[], faults: Faults): void {
  const offsets = new Set(found.map(({ offset }) => offset))
  const lost: number[] = []
  const holes: number[] = []
  for (let offset = read.start; offset < Math.max(read.end, history.acknowledgedEnd); offset++) {
    if (!offsets.has(offset)) (history.at(offset) === undefined ? holes : lost).push(offset)
  }
  if (lost.length > 0) faults.add('kept', history.name, `${lost.length} acknowledged records are not there: offsets ${ranges(lost)} of ${read.start} to ${read.end}`)
  if (holes.length > 0) faults.add('kept', history.name, `nothing is at offsets ${ranges(holes)} of ${read.start} to ${read.end}`)
  const numbers = new Map<number, number[]>()
  for (const { writer, number, offset } of found) {
    if (offset < read.start) continue
    const list = numbers.get(writer)
    if (list === undefined) numbers.set(writer, [number])
    else list.push(number)
  }
  for (const [writer, list] of numbers) {
    const there = new Set(list)
    const missing: number[] = []
    for (let number = read.start === 0 ? 0 : Math.min(...first(list)); number < history.acknowledgedOf(writer); number++) if (!there.has(number)) missing.push(number)
    if (missing.length > 0) faults.add('kept', history.name, `acknowledged records of writer ${writer} are not there: numbers ${ranges(missing)}`)
  }
}

const first = (list: readonly number[]): readonly number[] => list.slice(0, 1)

interface LastOfKey {
  offset: number
  number: number
}

/** The last record of every key, by what was told; and, where a told offset is missing, of what was found. */
function lastOfKeys(history: PartitionHistory, found: readonly Found[]): Map<string, LastOfKey> {
  const last = new Map<string, LastOfKey>()
  const note = (offset: number, number: number): void => {
    const known = last.get(keyOf(number))
    if (known === undefined) last.set(keyOf(number), { offset, number })
    else if (offset > known.offset) Object.assign(known, { offset, number })
  }
  for (const offset of history.told(0)) note(offset, history.at(offset)!.number)
  for (const { offset, number } of found) note(offset, number)
  return last
}

function checkCompacted(history: PartitionHistory, read: WholeRead, found: readonly Found[], faults: Faults): void {
  const byKey = new Map<string, number[]>()
  for (const { offset, number } of found) byKey.set(keyOf(number), [...(byKey.get(keyOf(number)) ?? []), offset])
  const lostValues: number[] = []
  for (const [key, { offset, number }] of lastOfKeys(history, found)) {
    const there = byKey.get(key) ?? []
    if (offset < read.start || there.includes(offset)) continue
    const sentAtMs = history.sentAtMs(offset) ?? 0
    if (!isTombstone(number)) lostValues.push(offset)
    else if (sentAtMs > read.startAtMs - (history.topic.deleteRetentionMs ?? 0)) {
      faults.add('compaction', history.name, `the tombstone of ${key} at ${offset} is gone after ${read.startAtMs - sentAtMs} ms`)
    } else if (there.length > 0) faults.add('compaction', history.name, `${key} was deleted at ${offset}, and is there again, at ${ranges(there)}`)
  }
  if (lostValues.length > 0) {
    faults.add('compaction', history.name, `the last values of ${lostValues.length} keys are gone: offsets ${ranges(lostValues.toSorted((a, b) => a - b))} of ${read.start} to ${read.end}`)
  }
}
