/**
 * Stepping from batch to batch through a range of bytes (a fetch response, a piece of a segment). A truncated last
 * batch is ordinary (fetch responses are cut at a byte limit) and ends the iteration; bytes that can be no batch are
 * reported with their position.
 *
 *     for (let at = start, size; (size = completeBatchSize(buffer, at, end)) > 0; at += size) { … }
 */
import { BATCH_HEADER_SIZE, LOG_OVERHEAD, MAGIC_AT, MAGIC_V2, batchMagic, batchSizeInBytes } from './batch-header.ts'
import { CorruptBatchError } from './errors.ts'

/** {@link completeBatchSize}: what is there is the beginning of a batch only. */
export const BATCH_TRUNCATED = 0
/** {@link completeBatchSize}: the size field is below the size of a header. */
export const BATCH_SIZE_INVALID = -1
/** {@link completeBatchSize}: a message format other than 2. */
export const BATCH_MAGIC_INVALID = -2

/**
 * The size in bytes of the batch at `at` when it lies completely before `end`; else `BATCH_TRUNCATED`,
 * `BATCH_SIZE_INVALID` or `BATCH_MAGIC_INVALID` (zero or negative). Does not look at the CRC.
 */
export function completeBatchSize(buffer: Uint8Array, at: number, end: number): number {
  const left = end - at
  if (left < LOG_OVERHEAD) return BATCH_TRUNCATED
  const size = batchSizeInBytes(buffer, at)
  // Formats 0 and 1 have shorter headers: tell the old format from a broken size where the magic byte is there.
  if (left > MAGIC_AT && batchMagic(buffer, at) !== MAGIC_V2) return BATCH_MAGIC_INVALID
  if (size < BATCH_HEADER_SIZE) return BATCH_SIZE_INVALID
  return size > left ? BATCH_TRUNCATED : size
}

/** What {@link scanBatches} found. */
export interface BatchScan {
  /** First byte of each complete batch. */
  positions: number[]
  /** Position after the last complete batch. */
  end: number
  /** Undefined when the range ended with a complete or a truncated batch; else a sentence about what lies at `end`. */
  problem: string | undefined
}

/** Positions of the complete batches of a range. Never throws. */
export function scanBatches(buffer: Uint8Array, start: number = 0, end: number = buffer.length): BatchScan {
  const positions: number[] = []
  let at = start
  for (;;) {
    const size = completeBatchSize(buffer, at, end)
    if (size <= 0) return { positions, end: at, problem: describeBatchProblem(buffer, at, size) }
    positions.push(at)
    at += size
  }
}

/**
 * For readers that want an exception: yields the position of each complete batch, ends at a
 * truncated one, throws {@link CorruptBatchError} at bytes that can be none.
 */
export function* batches(buffer: Uint8Array, start: number = 0, end: number = buffer.length): Generator<number, void> {
  for (let at = start; ;) {
    const size = completeBatchSize(buffer, at, end)
    if (size <= 0) {
      const problem = describeBatchProblem(buffer, at, size)
      if (problem !== undefined) {
        throw new CorruptBatchError(
          size === BATCH_MAGIC_INVALID ? 'UNSUPPORTED_FOR_MESSAGE_FORMAT' : 'CORRUPT_MESSAGE', problem)
      }
      return
    }
    yield at
    at += size
  }
}

function describeBatchProblem(buffer: Uint8Array, at: number, size: number): string | undefined {
  if (size === BATCH_MAGIC_INVALID) {
    return `message format ${batchMagic(buffer, at)} at position ${at}: only format 2 is supported`
  }
  if (size === BATCH_SIZE_INVALID) {
    return `batch at position ${at} claims ${batchSizeInBytes(buffer, at)} bytes, less than the ` +
      `${BATCH_HEADER_SIZE} of a header`
  }
  return undefined
}
