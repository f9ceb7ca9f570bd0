/**
 * The offsets of a log, each with one place where it is set, and the order they keep:
 * logStart ≤ highWatermark ≤ writtenEnd ≤ pagedEnd ≤ logEnd.
 */
import { invariant } from '@odradek/platform'

export class LogOffsets {
  /** For messages. */
  readonly #name: string
  #logStart = 0
  #highWatermark = 0
  #writtenEnd = 0
  #pagedEnd = 0
  #logEnd = 0

  constructor(name: string) {
    this.#name = name
  }

  get logStart(): number {
    return this.#logStart
  }

  get highWatermark(): number {
    return this.#highWatermark
  }

  /** What may be read. */
  get writtenEnd(): number {
    return this.#writtenEnd
  }

  /** What is in the page cache. */
  get pagedEnd(): number {
    return this.#pagedEnd
  }

  /** The offset the next record gets. */
  get logEnd(): number {
    return this.#logEnd
  }

  /** Everything at once, when the log has been loaded or emptied. */
  reset(logStart: number, highWatermark: number, logEnd: number): void {
    this.#check(logStart <= logEnd, 'log start', logStart)
    this.#logStart = logStart
    this.#logEnd = this.#pagedEnd = this.#writtenEnd = logEnd
    this.#highWatermark = Math.min(Math.max(highWatermark, logStart), logEnd)
  }

  setLogEnd(offset: number): void {
    this.#check(offset >= this.#logEnd, 'log end', offset)
    this.#logEnd = offset
  }

  setPagedEnd(offset: number): void {
    this.#check(offset >= this.#pagedEnd && offset <= this.#logEnd, 'paged end', offset)
    this.#pagedEnd = offset
  }

  setWrittenEnd(offset: number): void {
    this.#check(offset >= this.#writtenEnd && offset <= this.#pagedEnd, 'written end', offset)
    this.#writtenEnd = offset
  }

  setHighWatermark(offset: number): void {
    this.#check(offset >= this.#highWatermark && offset <= this.#writtenEnd, 'high watermark', offset)
    this.#highWatermark = offset
  }

  setLogStart(offset: number): void {
    this.#check(offset >= this.#logStart && offset <= this.#highWatermark, 'log start', offset)
    this.#logStart = offset
  }

  /** The log ends at `offset` now; nothing is queued. */
  cutTo(offset: number): void {
    this.#check(offset <= this.#pagedEnd && this.#pagedEnd === this.#logEnd, 'truncation', offset)
    this.#logEnd = this.#pagedEnd = offset
    this.#writtenEnd = Math.min(this.#writtenEnd, offset)
    this.#highWatermark = Math.min(this.#highWatermark, offset)
    this.#logStart = Math.min(this.#logStart, offset)
  }

  #check(condition: boolean, what: string, offset: number): void {
    invariant(condition, `${this.#name}: ${what} ${offset} breaks ${this.#logStart} ≤ ${this.#highWatermark} ≤ ` +
      `${this.#writtenEnd} ≤ ${this.#pagedEnd} ≤ ${this.#logEnd}`)
  }
}
