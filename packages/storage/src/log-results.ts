/** What appends and reads answer. Expected outcomes are values; exceptions mean a bug or a failing disk. */
import type { ErrorName, RecordsSource, Uuid } from '@odradek/protocol/internal'

export interface AppendSuccess {
  readonly error: undefined
  /** Offset of the first record. */
  readonly baseOffset: number
  readonly lastOffset: number
  /** The timestamp all records got under LogAppendTime; -1 under CreateTime. */
  readonly logAppendTimeMs: number
  readonly logStartOffset: number
  /** The batch was in the log already (a producer's retry): the offsets are those of the first time. */
  readonly duplicate: boolean
}

export interface RecordProblem {
  /** Index of the record in its batch. */
  readonly batchIndex: number
  /** Null where the reason of the batch says it too, and there are too many of them to repeat it. */
  readonly message: string | null
}

export interface AppendFailure {
  readonly error: ErrorName
  readonly message?: string
  /** Per-record reasons, for Produce 8+ (KIP-467). */
  readonly recordErrors?: readonly RecordProblem[]
}

/** The answer of everything in a directory that is out of service. */
export const STORAGE_ERROR: AppendFailure & { readonly error: 'KAFKA_STORAGE_ERROR' } = Object.freeze({
  error: 'KAFKA_STORAGE_ERROR', message: 'the log is out of service; the log of the broker says why',
})

export type AppendResult = AppendSuccess | AppendFailure

/** Who wrote the bytes (`AppendOrigin`): clients are trusted least, a leader we replicate from most. */
export type AppendOrigin = 'client' | 'coordinator' | 'replication'

export interface AppendOptions {
  readonly leaderEpoch: number
  readonly origin: AppendOrigin
  /** Produce version of the request; decides nothing but which errors an old client can take. */
  readonly apiVersion?: number
}

export interface ReadOptions {
  readonly offset: number
  readonly maxBytes: number
  /** Exclusive: no record at or after it is given (high watermark, last stable offset, written end). */
  readonly bound: number
  /** The first batch is given whole even when it is larger than `maxBytes` (KIP-74). */
  readonly minOneMessage: boolean
}

export interface ReadSuccess {
  readonly error: undefined
  /** Bytes of the log from the batch that holds `offset` on; usually whole batches, the last may be cut. */
  readonly records: RecordsSource
  /** The offset asked for. */
  readonly firstOffset: number
  /** No record given has this offset or a later one; an upper limit, exact when everything up to the bound is given. */
  readonly nextOffset: number
}

export interface ReadFailure {
  /** CORRUPT_MESSAGE: what lies at the offset is damaged or missing; a later offset may be read. */
  readonly error: 'OFFSET_OUT_OF_RANGE' | 'KAFKA_STORAGE_ERROR' | 'CORRUPT_MESSAGE'
}

export type ReadResult = ReadSuccess | ReadFailure

export interface TimestampOffset {
  readonly offset: number
  /** -1 where the answer is not about one record. */
  readonly timestamp: number
  /** -1 when unknown. */
  readonly leaderEpoch: number
}

/** An aborted transaction, as a read-committed fetch reports it. */
export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

export type { ErrorName, Uuid }

const nothing: RecordsSource = { byteLength: 0, read: () => 0 }
/** The empty source. */
export const NO_RECORDS: RecordsSource = nothing
