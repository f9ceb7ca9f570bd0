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
  /** Where the log is to start: nobody is told of it before the checkpoint on the device says so. */
  #wantedStart = 0
  /** The log start that the checkpoint on the device tells: what lies before it may be removed. */
  #durableStart = 0

  constructor(name: string) {
    this.#name = name
  }

  get logStart(): number {
    return this.#logStart
  }

  get wantedStart(): number {
    return Math.max(this.#wantedStart, this.#logStart)
  }

  get durableStart(): number {
    return this.#durableStart
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
    this.#wantedStart = logStart
    this.#durableStart = Math.min(this.#durableStart, logStart)
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

  wantStart(offset: number): void {
    this.#check(offset <= this.#highWatermark, 'wanted log start', offset)
    this.#wantedStart = Math.max(this.#wantedStart, offset)
  }

  /** The checkpoint on the device tells this start. */
  startIsDurable(offset: number): void {
    this.#durableStart = Math.max(this.#durableStart, Math.min(offset, this.wantedStart))
  }

  /** The log ends at `offset` now; nothing is queued. */
  cutTo(offset: number): void {
    this.#check(offset <= this.#pagedEnd && this.#pagedEnd === this.#logEnd, 'truncation', offset)
    this.#logEnd = this.#pagedEnd = offset
    this.#writtenEnd = Math.min(this.#writtenEnd, offset)
    this.#highWatermark = Math.min(this.#highWatermark, offset)
    this.#logStart = Math.min(this.#logStart, offset)
    this.#wantedStart = Math.min(this.#wantedStart, offset)
    this.#durableStart = Math.min(this.#durableStart, offset)
  }

  #check(condition: boolean, what: string, offset: number): void {
    invariant(condition, `${this.#name}: ${what} ${offset} breaks ${this.#logStart} ≤ ${this.#highWatermark} ≤ ` +
      `${this.#writtenEnd} ≤ ${this.#pagedEnd} ≤ ${this.#logEnd}`)
  }
}
