/**
 * What a broker checks about the records of a batch before it appends it, as Apache Kafka's LogValidator and
 * DefaultRecord do: sizes, counts, consecutive offset deltas, header structure, keys on compacted topics, timestamp
 * bounds, nothing left over. The records are walked by their lengths where they lie; a compressed batch is decompressed
 * in pieces that are walked and forgotten.
 *
 * Invariants: never throws on any bytes; allocates per batch, not per record; reads at most `maxDecompressedBytes`.
 * The CRC is not checked here (see `batchCrcIsValid`), and the header only where the records must agree with it.
 */
import {
  BATCH_HEADER_SIZE, batchBaseTimestamp, batchCompression, batchIsLogAppendTime, batchLastOffsetDelta,
  batchMaxTimestamp, batchRecordCount, batchSizeInBytes,
} from './batch-header.ts'
import { CompressionError, codecById } from './compression/index.ts'
import { DEFAULT_MAX_DECOMPRESSED_BYTES } from './record-reader.ts'
import { type BrokenRuleHandler, RecordWalk } from './record-walk.ts'

export type { BrokenRuleHandler } from './record-walk.ts'

export interface WalkOptions {
  /** A record without a key is an error (compacted topics); default false. */
  requireKeys?: boolean | undefined
  /** A CreateTime below this is an error; default none. A record without a timestamp (-1) is not judged. */
  earliestTimestamp?: number | undefined
  /** A CreateTime above this is an error; default none. */
  latestTimestamp?: number | undefined
  /**
   * Hears of each record that is well-formed and breaks `requireKeys` or the timestamp bounds (a record may break both);
   * answers whether to go on: then such records do not fail the walk. Default: the first one fails it (KIP-467 wants
   * them all).
   */
  onBrokenRule?: BrokenRuleHandler | undefined
  /** Cap on what a compressed batch decompresses to; default 1 GiB. */
  maxDecompressedBytes?: number | undefined
}

/** Kafka error names a walk can end with. MESSAGE_TOO_LARGE: over `maxDecompressedBytes`. */
export type WalkProblem = 'INVALID_RECORD' | 'INVALID_TIMESTAMP' | 'CORRUPT_MESSAGE' | 'MESSAGE_TOO_LARGE' |
  'UNSUPPORTED_COMPRESSION_TYPE'

export interface WalkedBatch {
  ok: true
  recordCount: number
  /** Largest timestamp of a record; what the header's should be. */
  maxTimestamp: number
  /** Offset delta of the first record that has it. */
  maxTimestampOffsetDelta: number
  /** Bytes of the records, decompressed. */
  recordBytes: number
}

export interface WalkFailure {
  ok: false
  error: WalkProblem
  message: string
  /** Index of the offending record in the batch; -1 when the batch as a whole is at fault. */
  recordIndex: number
}

export type WalkResult = WalkedBatch | WalkFailure

/** Walks the batch at `at` of `buffer`. Bytes behind the batch do not matter; a batch that is not whole is CORRUPT. */
export function walkBatch(buffer: Uint8Array, at: number = 0, options: WalkOptions = {}): WalkResult {
  const left = buffer.length - at
  const size = left < BATCH_HEADER_SIZE ? -1 : batchSizeInBytes(buffer, at)
  if (size < BATCH_HEADER_SIZE || size > left) {
    return failure('CORRUPT_MESSAGE', `batch is not whole: ${left} bytes are there`)
  }
  const count = batchRecordCount(buffer, at)
  const lastOffsetDelta = batchLastOffsetDelta(buffer, at)
  if (count <= 0) return failure('INVALID_RECORD', `batch claims ${count} records`)
  if (lastOffsetDelta !== count - 1) {
    return failure('INVALID_RECORD', `last offset delta ${lastOffsetDelta} does not fit ${count} records`)
  }
  const walk = new RecordWalk({
    count,
    baseTimestamp: batchBaseTimestamp(buffer, at),
    logAppendTime: batchIsLogAppendTime(buffer, at) ? batchMaxTimestamp(buffer, at) : undefined,
    requireKeys: options.requireKeys === true,
    earliestTimestamp: options.earliestTimestamp ?? -Infinity,
    latestTimestamp: options.latestTimestamp ?? Infinity,
    onBrokenRule: options.onBrokenRule,
  })
  const compression = batchCompression(buffer, at)
  let recordBytes = size - BATCH_HEADER_SIZE
  if (compression === 0) {
    walk.feed(buffer, at + BATCH_HEADER_SIZE, at + size)
  } else {
    const max = options.maxDecompressedBytes ?? DEFAULT_MAX_DECOMPRESSED_BYTES
    const outcome = feedDecompressed(walk, buffer.subarray(at + BATCH_HEADER_SIZE, at + size), compression, max)
    if (typeof outcome !== 'number') return outcome
    recordBytes = outcome
  }
  walk.finish()
  if (walk.error !== undefined) {
    return { ok: false, error: walk.error, message: walk.message, recordIndex: walk.recordIndex }
  }
  return {
    ok: true, recordCount: count, maxTimestamp: walk.maxTimestamp, maxTimestampOffsetDelta: walk.maxTimestampIndex,
    recordBytes,
  }
}

/** Decompresses into the walk; returns the bytes, or why there are none. */
function feedDecompressed(
  walk: RecordWalk, input: Uint8Array, compression: number, max: number,
): number | WalkFailure {
  const codec = codecById(compression)
  if (codec === undefined) return failure('UNSUPPORTED_COMPRESSION_TYPE', `unknown compression codec ${compression}`)
  try {
    return codec.decompressTo(input, max, (chunk, start, end) => walk.feed(chunk, start, end))
  } catch (error) {
    if (!(error instanceof CompressionError)) throw error
    // INVALID_RECORD rather than CORRUPT_MESSAGE: the CRC was right, so sending the same bytes again cannot help.
    if (error.code === 'CORRUPT') return failure('INVALID_RECORD', error.message)
    return failure(error.code === 'OUTPUT_TOO_LARGE' ? 'MESSAGE_TOO_LARGE' : 'UNSUPPORTED_COMPRESSION_TYPE',
      error.message)
  }
}

function failure(error: WalkProblem, message: string): WalkFailure {
  return { ok: false, error, message, recordIndex: -1 }
}
