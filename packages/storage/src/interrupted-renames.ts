/**
 * D3: what a crash left between two names. Deleted segments and incomplete output of the cleaner go; complete output
 * (`.swap`) takes the place of its originals.
 *
 * Invariants: only what can be the cleaner's replaces anything: it is whole, and it had an original that was not the last
 * segment. Everything else under such a name is set aside as `.damaged` and named; nothing is removed on its word.
 */
import { batchBaseOffset, batchCrcIsValid, batchLastOffset } from '@odradek/protocol/internal'
import { BatchCursor } from './batch-cursor.ts'
import {
  CLEANED_SUFFIX, DELETED_SUFFIX, INDEX_SUFFIX, LOG_SUFFIX, SWAP_SUFFIX, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX, damagedName, offsetFileName,
  offsetOfFileName,
} from './file-names.ts'
import type { PartitionLog } from './partition-log.ts'
import { Segment } from './segment.ts'
import { INDEX_KINDS } from './segment-indexes.ts'

/** Returns the names of the files that are left, and the base offsets of the segments that were on their way out. */
export function finishRenames(log: PartitionLog): { names: string[]; deleted: number[] } {
  const { fs } = log.environment
  const list = (): string[] => fs.list(log.folder).filter((entry) => !entry.isDirectory).map((entry) => entry.name).toSorted()
  const names = list()
  if (!names.some((name) => /\.(deleted|cleaned|swap|tmp)$/.test(name))) return { names, deleted: [] }
  const deleted = names.filter((name) => name.endsWith(LOG_SUFFIX + DELETED_SUFFIX)).map(offsetOfFileName)
  const firstCleaned = Math.min(...names.filter((name) => name.endsWith(CLEANED_SUFFIX)).map(offsetOfFileName))
  for (const name of names) if (name.endsWith(LOG_SUFFIX + SWAP_SUFFIX)) judgeSwap(log, name, list(), firstCleaned)
  for (const name of list()) {
    if (name.endsWith(DELETED_SUFFIX) || name.endsWith(CLEANED_SUFFIX) || name.endsWith('.tmp')) fs.remove(`${log.folder}/${name}`)
  }
  for (const name of list()) if (name.endsWith(LOG_SUFFIX + SWAP_SUFFIX)) finishSwap(log, name, list())
  // Indexes whose log had been renamed already; of those whose log is in place nothing is missing either.
  const left = new Set(list())
  for (const name of left) {
    if (!name.endsWith(SWAP_SUFFIX)) continue
    const path = `${log.folder}/${name}`
    if (left.has(name.slice(0, 20) + LOG_SUFFIX)) fs.rename(path, path.slice(0, -SWAP_SUFFIX.length))
    else fs.remove(path)
  }
  fs.syncDirectory(log.folder)
  return { names: list(), deleted }
}

/** Takes a swap file out of the way that must not replace anything. */
function judgeSwap(log: PartitionLog, name: string, names: readonly string[], firstCleaned: number): void {
  const { fs } = log.environment
  const base = offsetOfFileName(name)
  const path = `${log.folder}/${name}`
  const inPlace = names.filter((other) => other.endsWith(LOG_SUFFIX) && offsetOfFileName(other) >= 0).map(offsetOfFileName)
  const covered = !inPlace.includes(base) && inPlace.some((other) => other < base && !inPlace.some((one) => one > other && one < base) && endOfFile(log, other, '').end > base)
  // Beside cleaned ones it is the output of a split that was not complete, if its original is still there. If not, it is a
  // complete one whose last renaming the crash took back, and the cleaned ones came after it.
  if (covered && base >= firstCleaned) return fs.remove(path)
  const had = inPlace.includes(base) || names.includes(offsetFileName(base) + LOG_SUFFIX + DELETED_SUFFIX)
  const problem = base < 0 || covered || (!had && !inPlace.some((other) => other > base)) ? 'it replaces no segment of this log' :
    endOfFile(log, base, SWAP_SUFFIX).whole ? undefined : 'it is damaged'
  if (problem === undefined) return
  log.environment.log.error({ topic: log.topic, partition: log.partition, file: path, problem },
    'a file that calls itself the output of compaction is set aside')
  fs.rename(path, damagedName(fs, path))
  for (const kind of INDEX_KINDS) fs.remove(path.slice(0, -(LOG_SUFFIX + SWAP_SUFFIX).length) + kind + SWAP_SUFFIX)
  // Its originals, where they are still there.
  const next = Math.min(...inPlace.filter((other) => other > base))
  for (const other of names) {
    const offset = offsetOfFileName(other)
    if (!other.endsWith(DELETED_SUFFIX) || offset < base || offset >= next) continue
    const original = `${log.folder}/${other.slice(0, -DELETED_SUFFIX.length)}`
    if (!fs.exists(original)) fs.rename(original + DELETED_SUFFIX, original)
  }
}

/** The offset after the last whole batch of a segment that has not been opened yet, and whether all of it is intact. */
function endOfFile(log: PartitionLog, base: number, suffix: string): { end: number; whole: boolean } {
  const size = log.environment.fs.stat(`${log.folder}/${offsetFileName(base)}${LOG_SUFFIX}${suffix}`)?.size ?? 0
  const segment = Segment.existing(log.environment, log.folder, base, { size, hasIndex: false, hasTimeIndex: false, hasTxnIndex: false }, suffix)
  let end = base
  let intact = true
  const cursor = new BatchCursor(segment.file, 0, size, suffix !== '')
  while (cursor.next()) {
    if (suffix !== '') intact &&= batchBaseOffset(cursor.buffer, cursor.at) >= end && batchCrcIsValid(cursor.buffer, cursor.at)
    end = batchLastOffset(cursor.buffer, cursor.at) + 1
  }
  cursor.done()
  segment.close()
  return { end, whole: intact && cursor.ended === 'end' }
}

/** The cleaner's output is complete: what it replaces goes, and it takes the place. */
function finishSwap(log: PartitionLog, name: string, names: readonly string[]): void {
  const { fs } = log.environment
  const base = offsetOfFileName(name)
  const end = Math.max(base + 1, endOfFile(log, base, SWAP_SUFFIX).end)
  for (const other of names) {
    const offset = offsetOfFileName(other)
    if (offset < base || offset >= end || !/\.(log|index|timeindex|txnindex)$/.test(other)) continue
    // An index may be the cleaned one, renamed just before the crash; it is rebuilt then.
    fs.remove(`${log.folder}/${other}`)
  }
  // Power lost now must not bring back an original beside what replaced it.
  fs.syncDirectory(log.folder)
  for (const kind of [INDEX_SUFFIX, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX, LOG_SUFFIX]) {
    const path = `${log.folder}/${offsetFileName(base)}${kind}`
    if (fs.exists(path + SWAP_SUFFIX)) fs.rename(path + SWAP_SUFFIX, path)
  }
}
