/**
 * What a compression codec is to the record format, and the errors of all of them.
 *
 * Invariants: `decompress` and `decompressTo` never give more than the stated number of bytes, whatever the input
 * claims, and fail with CompressionError only.
 */

/** As in the attributes of a batch: none, gzip, snappy, lz4, zstd. */
export type CompressionId = 0 | 1 | 2 | 3 | 4
export type CompressionName = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'

export type CompressionProblem = 'CORRUPT' | 'OUTPUT_TOO_LARGE' | 'UNAVAILABLE'

/** The one exception of the codecs. */
export class CompressionError extends Error {
  readonly code: CompressionProblem
  constructor(code: CompressionProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CompressionError'
    this.code = code
  }
}

/** "More than N bytes" as an error. */
export function outputTooLarge(name: CompressionName, maxOutputBytes: number): CompressionError {
  return new CompressionError('OUTPUT_TOO_LARGE', `${name} data decompresses to more than ${maxOutputBytes} bytes`)
}

/** Takes decompressed pieces; the bytes are only borrowed for the call. False stops the decompression quietly. */
export type ChunkSink = (chunk: Uint8Array, start: number, end: number) => boolean

export interface Codec {
  readonly id: CompressionId
  readonly name: CompressionName
  /** Range and default of the level, as Kafka's `compression.<name>.level`; undefined when there is none. */
  readonly levels: { readonly min: number, readonly max: number, readonly default: number } | undefined
  /** Compresses all of `input` into a new buffer (`none`: the input itself). */
  compress(input: Uint8Array, level?: number): Buffer
  /** Decompresses all of `input`; throws CompressionError, also when the output would exceed `maxOutputBytes`. */
  decompress(input: Uint8Array, maxOutputBytes: number): Buffer
  /**
   * Decompresses in pieces without keeping the output. Returns the bytes given to `sink` (up to `maxOutputBytes`);
   * throws CompressionError as `decompress` does, or ends early without one when the sink answers false.
   */
  decompressTo(input: Uint8Array, maxOutputBytes: number, sink: ChunkSink): number
}
