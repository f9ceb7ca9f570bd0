/**
 * One bit of one batch in a complete segment is flipped while the log is closed; what readers get of it then.
 *
 * Invariants that are checked: a reader gets the bytes of the file from the batch on that has its offset (whose CRC
 * tells the client when the flip lies in it), or what no client takes for a batch, or CORRUPT_MESSAGE; never batches of
 * another place, and never nothing for ever. Offsets in other segments are read as ever.
 *
 * Not checked, since offset and leader epoch lie outside the CRC (docs/how-it-works/log.md): a base offset inside what
 * is handed out as a whole, that is behind the first batch or to a reader that goes on where it was; and one that
 * compaction has left room for. Who may not have what a damaged batch claims to reach gets nothing yet; who goes on
 * where one that it was given claims to end gets what follows in the file.
 */
import assert from 'node:assert/strict'
import type { SimRandom } from '@odradek/platform/sim'
import {
  BATCH_HEADER_SIZE, LAST_OFFSET_DELTA_AT, LOG_OVERHEAD, batchBaseOffset, batchCrcIsValid, batchLastOffset,
  completeBatchSize,
} from '@odradek/protocol/internal'
import type { PartitionLog } from '../partition-log.ts'
import { describeRead, limitsOf } from './log-checks.ts'
import type { Read } from './log-checks.ts'
import { LogContents } from './log-contents.ts'
import type { StoredBatch } from './log-contents.ts'
import type { RandomLog } from './random-log.ts'

/** The base offset is the first field of a batch. */
const BASE_OFFSET_BYTES = 8
const LAST_OFFSET_DELTA_BYTES = 4

export interface FlippedBit {
  readonly batch: StoredBatch
  /** Of the byte in its batch. */
  readonly at: number
  readonly bit: number
}

/** A bit of a batch that may be read and lies in a complete segment, half of the time in its header. */
function chooseBit(log: PartitionLog, { batches }: LogContents, random: SimRandom): FlippedBit | undefined {
  const chosen = batches.filter(({ segment, last }) => segment < log.segments.count - 1 && last >= log.logStartOffset)
  if (chosen.length === 0) return undefined
  const batch = random.pick(chosen)
  const at = random.below(random.pick([LOG_OVERHEAD, BATCH_HEADER_SIZE, batch.size, batch.size]))
  return { batch, at, bit: random.below(8) }
}

/** Whether a changed base offset still lies between the batches around it, where compaction has left a hole. */
function fitsBetween(log: PartitionLog, { batches, files }: LogContents, { batch, at }: FlippedBit): boolean {
  if (at >= BASE_OFFSET_BYTES) return false
  const file = files[batch.segment]!
  const index = batches.indexOf(batch)
  const isFirst = batches[index - 1]?.segment !== batch.segment
  const isLast = batches[index + 1]?.segment !== batch.segment
  const from = isFirst ? log.segments.at(batch.segment)!.baseOffset : batches[index - 1]!.last + 1
  const to = isLast ? log.segments.at(batch.segment + 1)!.baseOffset : batches[index + 1]!.base
  return batchBaseOffset(file, batch.position) >= from && batchLastOffset(file, batch.position) < to
}

/** Closes the log, flips the bit, opens it again and reads it. Undefined where it has no complete segment. */
export async function flipAndRead(random: RandomLog): Promise<FlippedBit | undefined> {
  const { storage } = random
  const contents = LogContents.of(random.log)
  const flipped = chooseBit(random.log, contents, random.random)
  if (flipped === undefined) return undefined
  const { batch, at, bit } = flipped
  const file = contents.files[batch.segment]!
  const { path } = random.log.segments.at(batch.segment)!.file
  file[batch.position + at]! ^= 1 << bit
  if (fitsBetween(random.log, contents, flipped)) return undefined
  await storage.close()
  storage.fs.replaceFile(path, file)
  await storage.reopen()
  try {
    readAround(random, contents, flipped)
  } catch (error) {
    const what = `bit ${bit} of byte ${at} of the batch at ${batch.base} to ${batch.last}, ${batch.size} bytes`
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error })
  }
  return flipped
}

function readAround({ log, random }: RandomLog, contents: LogContents, flipped: FlippedBit): void {
  const { at, batch } = flipped
  const isInLength = at >= BASE_OFFSET_BYTES && at < LOG_OVERHEAD
  const isInDelta = at >= LAST_OFFSET_DELTA_AT && at < LAST_OFFSET_DELTA_AT + LAST_OFFSET_DELTA_BYTES
  const movesItsEnd = at < BASE_OFFSET_BYTES || isInDelta
  for (const { maxBytes, bound } of limitsOf(log, contents, random)) {
    const keepsHint = !movesItsEnd && random.chance(0.5)
    for (let offset = log.logStartOffset; offset < bound; offset++) {
      // Nobody goes on where a batch that was given claims to end.
      if (!keepsHint || (isInLength && offset > batch.base)) log.readHint = undefined
      checkDamagedRead(log, contents, flipped, { offset, maxBytes, bound })
    }
  }
}

function checkDamagedRead(log: PartitionLog, contents: LogContents, { batch: damaged }: FlippedBit, read: Read): void {
  const where = describeRead(log, read)
  const result = log.read({ ...read, minOneMessage: true })
  const first = contents.batches[contents.indexOf(read.offset)]
  const isDamaged = log.segments.floorIndex(read.offset) <= damaged.segment &&
    damaged.segment <= (first?.segment ?? Infinity)
  if (result.error !== undefined) {
    assert.equal(result.error, 'CORRUPT_MESSAGE', where)
    assert.ok(isDamaged, `another segment is not read: ${where}`)
    return
  }
  const bytes = Buffer.alloc(result.records.byteLength)
  assert.equal(result.records.read(bytes, 0, 0, bytes.length), bytes.length, where)
  if (isDamaged && bytes.length > 0 && !isBatch(bytes)) return
  if (first === undefined || first.last >= read.bound) {
    assert.equal(bytes.length, 0, `bytes beyond the bound: ${where}`)
    return
  }
  const file = contents.files[first.segment]!
  if (bytes.length === 0) {
    const claimsBound = batchLastOffset(contents.files[damaged.segment]!, damaged.position) >= read.bound
    assert.ok(isDamaged && claimsBound && read.offset >= damaged.base, `nothing is given: ${where}`)
    return
  }
  const isRight = bytes.equals(file.subarray(first.position, first.position + bytes.length))
  assert.ok(isRight, `bytes of another place: ${where}`)
  // A client gets no further than the damaged batch, which may claim to be longer than it is.
  for (let index = contents.indexOf(read.offset); contents.batches[index] !== damaged; index++) {
    const batch = contents.batches[index]
    if (batch?.segment !== first.segment || batch.position >= first.position + bytes.length) break
    assert.ok(batch.last < read.bound, `a batch reaches the bound: ${where}`)
  }
}

/** Whether a client takes it for a batch. */
function isBatch(bytes: Buffer): boolean {
  return completeBatchSize(bytes, 0, bytes.length) > 0 && batchCrcIsValid(bytes, 0)
}
