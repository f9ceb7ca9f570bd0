/**
 * What a batch must be before it is appended (`LogValidator`, `UnifiedLog.analyzeAndValidateRecords`, and the checks
 * that a Produce request itself has). Hands back the bytes to append: the ones that came, with timestamps rewritten in
 * place where the topic says so, or, where `compression.type` differs, new ones.
 *
 * Invariants: the CRC is checked before anything in the batch is believed; the log is not touched here; in-place
 * changes leave a valid CRC; no number gets into the log that is not held exactly (64 bits of the format, 53 of ours).
 */
import {
  ATTRIBUTES_AT, BATCH_HEADER_SIZE, BATCH_LENGTH_AT, COMPRESSION_MASK, CorruptBatchError,
  LOG_OVERHEAD, batchBaseOffset, batchBaseSequence, batchBaseTimestamp, batchCompression, batchCrcIsValid,
  batchIsControl, batchIsLogAppendTime, batchLastOffset, batchLastOffsetDelta, batchMaxTimestamp, batchProducerId,
  batchRecordCount, batchSizeInBytes, codecByName, completeBatchSize, decompressRecords, setMaxTimestampAndType,
  updateBatchCrc, walkBatch,
} from '@odradek/protocol/internal'
import type { LogConfig } from './log-config.ts'
import type { AppendFailure, AppendOptions, ErrorName, RecordProblem } from './log-results.ts'

export interface ValidBatches {
  readonly error: undefined
  /** The batches are at `[0, end)`. */
  readonly buffer: Buffer
  readonly end: number
  /** Offsets they take. */
  readonly offsetSpan: number
  readonly maxTimestamp: number
  /** -1 under CreateTime. */
  readonly logAppendTimeMs: number
}

const ZSTD = 4
const FIRST_ZSTD_PRODUCE_VERSION = 7
/** So many records that broke a rule are named at least, and in a batch that could hold more of them uncompressed, those. */
const NAMED_RECORDS = 10_000
const LEAST_RECORD_BYTES = 8
/** Beyond so many characters the reason stands with the batch alone, which clients fall back to. */
const REASON_CHARACTERS = 64 * 1024
/** Beyond this, up or down, neighbouring 64-bit integers are the same number here. */
const MAX_EXACT = Number.MAX_SAFE_INTEGER

function fail(error: ErrorName, message: string): AppendFailure {
  return { error, message }
}

/** For the leader: batches of a client or of a coordinator. */
export function validateBatches(
  records: Buffer, config: LogConfig, options: AppendOptions, nowMs: number,
): ValidBatches | AppendFailure {
  const { origin } = options
  let end = records.length
  let offsetSpan = 0
  let maxTimestamp = -1
  let count = 0
  for (let at = 0; at < end;) {
    const size = completeBatchSize(records, at, end)
    if (size === 0 && count > 0) {
      end = at // Apache Kafka leaves out what is behind the last whole batch
      break
    }
    if (size <= 0) return incomplete(size, at, records)
    const problem = checkBatch(records, at, size, config, options)
    if (problem !== undefined) return problem
    offsetSpan += batchLastOffsetDelta(records, at) + 1
    count++
    at += size
  }
  if (count === 0) return fail('INVALID_RECORD', 'the records are empty: at least one batch is needed')
  if (origin === 'client' && count > 1) {
    return fail('INVALID_RECORD', `${count} record batches for one partition: there must be exactly one`)
  }
  const stamped = config.messageTimestampType === 'LogAppendTime'
  let buffer = end === records.length ? records : records.subarray(0, end)
  if (mustRecompress(records, config)) {
    if (count > 1) return fail('INVALID_RECORD', 'several batches at once cannot be recompressed')
    const result = recompress(records, config)
    if (!Buffer.isBuffer(result)) return result
    buffer = result
    if (buffer.length > config.maxMessageBytes) return tooLarge(buffer.length, config)
  }
  for (let at = 0; at < buffer.length; at += batchSizeInBytes(buffer, at)) {
    const problem = checkRecords(buffer, at, config, nowMs)
    if (problem !== undefined) return problem
    if (stamped) setMaxTimestampAndType(buffer, at, 'LogAppendTime', nowMs)
    maxTimestamp = Math.max(maxTimestamp, batchMaxTimestamp(buffer, at))
  }
  return { error: undefined, buffer, end: buffer.length, offsetSpan, maxTimestamp, logAppendTimeMs: stamped ? nowMs : -1 }
}

/** The codes are those of Apache Kafka: ProduceRequest.validateRecords, ByteBufferLogInputStream. */
function incomplete(size: number, at: number, records: Buffer): AppendFailure {
  const magic = records[at + 16] ?? 0
  if (size === -2 && magic < 2) return fail('INVALID_RECORD', 'only record batches of format 2 are accepted')
  if (size === 0) return fail('INVALID_RECORD', `the batch at byte ${at} of ${records.length} is cut short`)
  return fail('CORRUPT_MESSAGE', size === -2 ? `there is no record batch of format ${magic}` : `the batch at byte ${at} has an impossible size`)
}

function tooLarge(size: number, config: LogConfig): AppendFailure {
  return fail('MESSAGE_TOO_LARGE', `the record batch has ${size} bytes; max.message.bytes is ${config.maxMessageBytes}`)
}

/** What the header says, and that it tells the truth about the bytes. */
function checkBatch(
  buffer: Buffer, at: number, size: number, config: LogConfig, options: AppendOptions,
): AppendFailure | undefined {
  const { origin } = options
  const fromClient = origin === 'client'
  if (fromClient && batchBaseOffset(buffer, at) !== 0) {
    return fail('INVALID_RECORD', `the base offset of the batch is ${batchBaseOffset(buffer, at)}; it must be 0`)
  }
  if (size > config.maxMessageBytes && origin !== 'replication') return tooLarge(size, config)
  if (!batchCrcIsValid(buffer, at)) return fail('CORRUPT_MESSAGE', 'the CRC of the batch is not that of its bytes')
  const compression = batchCompression(buffer, at)
  if (compression > ZSTD) return fail('UNSUPPORTED_COMPRESSION_TYPE', `unknown compression ${compression}`)
  if (fromClient && compression === ZSTD && (options.apiVersion ?? FIRST_ZSTD_PRODUCE_VERSION) < FIRST_ZSTD_PRODUCE_VERSION) {
    return fail('UNSUPPORTED_COMPRESSION_TYPE', 'zstd needs Produce version 7')
  }
  const span = batchLastOffsetDelta(buffer, at) + 1
  const records = batchRecordCount(buffer, at)
  if (span <= 0) return fail('INVALID_RECORD', `the batch has an invalid offset range, last offset delta ${span - 1}`)
  if (batchProducerId(buffer, at) > MAX_EXACT) {
    return fail('INVALID_RECORD', `the producer id is beyond ${MAX_EXACT}; ids are given out by InitProducerId`)
  }
  // What the header calls the largest timestamp is found anew from the records.
  if (Math.abs(batchBaseTimestamp(buffer, at)) > MAX_EXACT) {
    return fail('INVALID_TIMESTAMP', `the base timestamp is not between ${-MAX_EXACT} and ${MAX_EXACT}`)
  }
  if (!fromClient) return undefined
  if (records <= 0) return fail('INVALID_RECORD', `the batch claims ${records} records`)
  if (records !== span) return fail('INVALID_RECORD', `the batch claims ${records} records and a range of ${span} offsets`)
  if (batchIsControl(buffer, at)) return fail('INVALID_RECORD', 'clients may not write control records')
  if (batchProducerId(buffer, at) >= 0 && batchBaseSequence(buffer, at) < 0) {
    return fail('INVALID_RECORD', `sequence ${batchBaseSequence(buffer, at)} in a batch with a producer id`)
  }
  return undefined
}

/** What the records say: a walk over their lengths, decompressed in pieces where needed. */
function checkRecords(buffer: Buffer, at: number, config: LogConfig, nowMs: number): AppendFailure | undefined {
  const createTime = config.messageTimestampType === 'CreateTime'
  if (createTime && batchIsLogAppendTime(buffer, at)) {
    return fail('INVALID_TIMESTAMP', 'the batch has timestamp type LogAppendTime; only a broker sets that')
  }
  const isControl = batchIsControl(buffer, at)
  const judged = createTime && !isControl
  let broken: BrokenRules | undefined
  const earliestTimestamp = judged ? Math.max(nowMs - config.messageTimestampBeforeMaxMs, -MAX_EXACT) : -MAX_EXACT
  const latestTimestamp = judged ? Math.min(nowMs + config.messageTimestampAfterMaxMs, MAX_EXACT) : MAX_EXACT
  const walked = walkBatch(buffer, at, {
    requireKeys: config.cleanupPolicy.compact && !isControl,
    earliestTimestamp,
    latestTimestamp,
    maxDecompressedBytes: config.maxDecompressedBytes,
    onBrokenRule: (batchIndex, rule, timestamp) => {
      broken ??= { total: 0, timestamps: 0, named: [], reasonCharacters: 0, mostNamed: Math.max(NAMED_RECORDS, batchSizeInBytes(buffer, at) / LEAST_RECORD_BYTES) }
      broken.total++
      if (rule === 'timestamp') broken.timestamps++
      if (broken.named.length < broken.mostNamed) {
        const message = broken.reasonCharacters >= REASON_CHARACTERS ? null : rule === 'key' ? WITHOUT_KEY :
          `timestamp ${timestamp} is outside of ${earliestTimestamp} to ${latestTimestamp}`
        broken.reasonCharacters += message?.length ?? 0
        broken.named.push({ batchIndex, message })
      }
      return true
    },
  })
  if (!walked.ok) return fail(walked.error, walked.message)
  if (broken !== undefined) return rejected(broken)
  if (createTime && walked.maxTimestamp !== batchMaxTimestamp(buffer, at)) {
    setMaxTimestampAndType(buffer, at, 'CreateTime', walked.maxTimestamp)
  }
  return undefined
}

const WITHOUT_KEY = 'a compacted topic cannot accept a record without a key'

interface BrokenRules {
  total: number
  timestamps: number
  reasonCharacters: number
  readonly mostNamed: number
  readonly named: RecordProblem[]
}

/** KIP-467: the error of the batch, and which records caused it. Others share its fate without being to blame. */
function rejected({ total, timestamps, named }: BrokenRules): AppendFailure {
  const example = named[0]!.message
  const rest = named.length < total ? `; the first ${named.length} are named` : ''
  const records = total === 1 ? '1 record has' : `${total} records have`
  const message = timestamps > 0 ? `${records} been rejected, ${timestamps} for the timestamp: ${example}${rest}` : `${records} been rejected: ${example}${rest}`
  return { error: timestamps > 0 ? 'INVALID_TIMESTAMP' : 'INVALID_RECORD', message, recordErrors: named }
}

function unpack(buffer: Buffer, at: number, size: number, compression: number, maxBytes: number): Buffer | AppendFailure {
  try {
    return decompressRecords(buffer, at, at + size, compression, maxBytes)
  } catch (error) {
    if (!(error instanceof CorruptBatchError)) throw error
    if (error.code === 'OUTPUT_TOO_LARGE') return fail('MESSAGE_TOO_LARGE', error.message)
    return fail(error.code, error.message)
  }
}

/** The codec a topic wants; undefined where batches are kept as they came. */
function wantedCodec(config: LogConfig): ReturnType<typeof codecByName> {
  if (config.compressionType === 'producer') return undefined
  return codecByName(config.compressionType === 'uncompressed' ? 'none' : config.compressionType)
}

function mustRecompress(buffer: Buffer, config: LogConfig): boolean {
  const wanted = wantedCodec(config)
  return wanted !== undefined && wanted.id !== batchCompression(buffer, 0) && !batchIsControl(buffer, 0)
}

/** The same records in the topic's codec: a new header and payload, all fields but size, codec and CRC as they were. */
function recompress(buffer: Buffer, config: LogConfig): Buffer | AppendFailure {
  const wanted = wantedCodec(config)!
  const size = batchSizeInBytes(buffer, 0)
  const source = batchCompression(buffer, 0)
  // What stays as it is unpacked must be no larger than a batch may be: nothing beyond that is unpacked to be refused.
  const room = wanted.id === 0 ? config.maxMessageBytes : Math.max(MOST_RECOMPRESSED_BYTES, config.maxMessageBytes)
  const most = Math.min(config.maxDecompressedBytes, room)
  const plain = source === 0 ? buffer.subarray(BATCH_HEADER_SIZE, size) : unpack(buffer, 0, size, source, most)
  if (!Buffer.isBuffer(plain)) return plain
  const payload = wanted.compress(plain, compressionLevel(config))
  const result = Buffer.allocUnsafe(BATCH_HEADER_SIZE + payload.length)
  buffer.copy(result, 0, 0, BATCH_HEADER_SIZE)
  result.set(payload, BATCH_HEADER_SIZE)
  result.writeInt32BE(result.length - LOG_OVERHEAD, BATCH_LENGTH_AT)
  result[ATTRIBUTES_AT + 1] = (result[ATTRIBUTES_AT + 1]! & ~COMPRESSION_MASK) | wanted.id
  updateBatchCrc(result, 0)
  return result
}

/** What is recompressed is unpacked whole, and keeps the loop for about 10 ms a megabyte. */
const MOST_RECOMPRESSED_BYTES = 32 * 1024 * 1024

/**
 * Recompression keeps the loop, and every client may make a topic: 4 MB of text take 0.1 s at level 9 and 4 to 7 s at 22, for
 * almost the same size.
 */
const MOST_ZSTD_LEVEL = 9

function compressionLevel(config: LogConfig): number | undefined {
  switch (config.compressionType) {
    case 'gzip': return config.gzipLevel < 0 ? undefined : config.gzipLevel
    case 'lz4': return config.lz4Level
    case 'zstd': return Math.min(config.zstdLevel, MOST_ZSTD_LEVEL)
    default: return undefined
  }
}

/**
 * For a follower: what the leader sent is taken as it is when it is intact (R14) and continues the log. A batch cut
 * short at the end is ordinary and left out.
 */
export function validateReplicatedBatches(records: Buffer, logEndOffset: number): ValidBatches | AppendFailure {
  let next = logEndOffset
  let maxTimestamp = -1
  let at = 0
  for (;;) {
    const size = completeBatchSize(records, at, records.length)
    if (size === 0) break
    if (size < 0) return incomplete(size, at, records)
    if (!batchCrcIsValid(records, at)) {
      return fail('CORRUPT_MESSAGE', `the leader sent a batch at offset ${batchBaseOffset(records, at)} whose CRC is wrong`)
    }
    const base = batchBaseOffset(records, at)
    if (base < next || batchLastOffset(records, at) < base) {
      return fail('OFFSET_OUT_OF_RANGE', `the leader sent offsets ${base} to ${batchLastOffset(records, at)}; the log ends at ${next}`)
    }
    next = batchLastOffset(records, at) + 1
    maxTimestamp = Math.max(maxTimestamp, batchMaxTimestamp(records, at))
    at += size
  }
  const first = at === 0 ? logEndOffset : batchBaseOffset(records, 0)
  return { error: undefined, buffer: records, end: at, offsetSpan: next - first, maxTimestamp, logAppendTimeMs: -1 }
}
