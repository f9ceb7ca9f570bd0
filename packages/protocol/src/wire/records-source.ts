/**
 * Record bytes that are somewhere else (a log segment, a cache) and are fetched only while a response leaves, so that
 * no response is ever built whole in memory.
 */

/** `byteLength` bytes that can be read piecewise. They must stay readable until the response has been written. */
export interface RecordsSource {
  readonly byteLength: number
  /**
   * Copies up to `length` bytes, beginning `from` bytes into the source, to `target` at `targetStart`.
   * Returns how many were copied; fewer than asked only when the source has become unreadable.
   */
  read(target: Buffer, targetStart: number, from: number, length: number): number
}

/** What a `records` field holds: bytes (borrowed until the message has been written), a source, or null. */
export type Records = Buffer | RecordsSource
