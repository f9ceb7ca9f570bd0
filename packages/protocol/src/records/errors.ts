/** The one exception of the record readers: bytes that are no well-formed record batch. */

export type BatchProblem = 'CORRUPT_MESSAGE' | 'INVALID_RECORD' | 'UNSUPPORTED_FOR_MESSAGE_FORMAT' |
  'UNSUPPORTED_COMPRESSION_TYPE' | 'OUTPUT_TOO_LARGE'

/** Thrown where bytes that should be a record batch are not. `code` is the Kafka error name that fits best. */
export class CorruptBatchError extends Error {
  readonly code: BatchProblem
  constructor(code: BatchProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CorruptBatchError'
    this.code = code
  }
}
