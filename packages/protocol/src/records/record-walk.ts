/**
 * The walk over the records of one batch, fed in pieces of any size. Records that lie whole in a piece go through a
 * tight loop; a record that straddles pieces goes through a byte-wise machine that remembers where it is in the record
 * and keeps none of its bytes, so that memory does not grow with the size of a record.
 *
 * Invariants: both ways check the same things with the same answers; after an error nothing more is read.
 */
import { cursor, readVarint, readVarlong } from './varint.ts'

/**
 * Headers of all records of a batch together. A few bytes unpack to hundreds of millions of empty ones, each of which
 * would be walked over; a batch of a megabyte, packed ten times, has a third of this when they are short.
 */
const MOST_HEADERS = 2_000_000
const TOO_MANY_HEADERS = `more than ${MOST_HEADERS} headers in one batch`

/** What the walk knows from the batch header and the topic. */
export interface WalkRules {
  readonly count: number
  readonly baseTimestamp: number
  /** The timestamp of all records where the broker set it. */
  readonly logAppendTime: number | undefined
  readonly requireKeys: boolean
  readonly earliestTimestamp: number
  readonly latestTimestamp: number
  /** Hears of each record that is well-formed and against the rules; true: go on. Without it the first one is the end. */
  readonly onBrokenRule?: BrokenRuleHandler | undefined
}

export type BrokenRuleHandler = (recordIndex: number, rule: 'key' | 'timestamp', timestamp: number) => boolean

/** What a straddling record expects next. */
const SIZE = 0
const ATTRIBUTES = 1
const TIMESTAMP = 2
const OFFSET = 3
const KEY_LENGTH = 4
const KEY = 5
const VALUE_LENGTH = 6
const VALUE = 7
const HEADER_COUNT = 8
const HEADER_KEY_LENGTH = 9
const HEADER_KEY = 10
const HEADER_VALUE_LENGTH = 11
const HEADER_VALUE = 12

/** Bytes that a plain record has before its key at most: size, attributes, two numbers, the key's length. Rounded up. */
const MOST_BEFORE_KEY = 16
/** Records one after the other that were not plain, after which the next ones are not tried. */
const MISSES_BEFORE_GIVING_UP = 4

/** See the head of this file. */
export class RecordWalk {
  error: 'INVALID_RECORD' | 'INVALID_TIMESTAMP' | undefined = undefined
  message = ''
  /** Index of the offending record, once there is an error; -1 when it is the batch as a whole. */
  recordIndex = -1
  maxTimestamp = -1
  maxTimestampIndex = 0

  readonly #rules: WalkRules
  #index = 0
  /** In the middle of a record that began in an earlier piece. */
  #straddling = false
  #phase = SIZE
  /** Bytes of the record body not consumed yet. */
  #left = 0
  /** Bytes of the current key, value or header part not skipped yet. */
  #skip = 0
  #headersLeft = 0
  #headersSeen = 0
  #timestampDelta = 0
  #keyIsNull = false
  /** A varint that is being read: its bytes so far. */
  readonly #varint: Uint8Array = new Uint8Array(10)
  #varintLength = 0

  constructor(rules: WalkRules) {
    this.#rules = rules
  }

  /** Walks over `bytes[start, end)`, borrowed for the call. False after an error: nothing more is wanted. */
  feed(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start
    if (this.#straddling) {
      at = this.#straddle(bytes, at, end)
      if (this.error !== undefined) return false
      if (this.#straddling) return true
    }
    at = this.#wholeRecords(bytes, at, end)
    if (this.error !== undefined) return false
    if (at === end) return true
    if (this.#index === this.#rules.count) return this.#failBatch('bytes after the last record')
    this.#straddling = true
    this.#phase = SIZE
    this.#varintLength = 0
    this.#straddle(bytes, at, end)
    return this.error === undefined
  }

  /** To be called after the last piece: everything must have been there. */
  finish(): void {
    if (this.error !== undefined) return
    if (this.#straddling || this.#index !== this.#rules.count) {
      this.#fail('INVALID_RECORD', 'the records end before the batch has as many as it claims')
    }
  }

  /** The tight loop. Returns the position of the first record that is not whole, or `end`. */
  #wholeRecords(bytes: Uint8Array, at: number, end: number): number {
    const { count, requireKeys, baseTimestamp, logAppendTime, earliestTimestamp, latestTimestamp } = this.#rules
    const lowest = logAppendTime === undefined ? earliestTimestamp : -Infinity
    const highest = logAppendTime === undefined ? latestTimestamp : Infinity
    let index = this.#index
    let maxTimestamp = this.maxTimestamp
    let misses = 0
    while (index < count) {
      if (misses < MISSES_BEFORE_GIVING_UP) {
        const from = at
        this.#index = index
        at = this.#plainRecords(bytes, at, end)
        misses = at > from ? 0 : misses + 1
        if (this.error !== undefined || this.#index === count) return at
        index = this.#index
        maxTimestamp = this.maxTimestamp
      }
      const recordStart = at
      this.#index = index
      const size = readVarint(bytes, at, end)
      at = cursor
      const recordEnd = at + size
      if (at < 0 || recordEnd > end) return recordStart // cut off or malformed: the byte-wise machine tells
      if (size < 0) return this.#invalid(`record size ${size}`)
      at++ // attributes: unused, any value
      const timestampDelta = readVarlong(bytes, at, recordEnd)
      if ((at = cursor) < 0) return this.#invalid('malformed timestamp delta')
      const offsetDelta = readVarint(bytes, at, recordEnd)
      if ((at = cursor) < 0) return this.#invalid('malformed offset delta')
      const keyLength = readVarint(bytes, at, recordEnd)
      if ((at = cursor) < 0) return this.#invalid('malformed key length')
      if (keyLength > 0) at += keyLength
      const valueLength = readVarint(bytes, at, recordEnd)
      if ((at = cursor) < 0) return this.#invalid('malformed key or value length')
      if (valueLength > 0) at += valueLength
      const headerCount = readVarint(bytes, at, recordEnd)
      if ((at = cursor) < 0) return this.#invalid('malformed value or header count')
      if (headerCount !== 0) {
        at = this.#headers(bytes, at, recordEnd, headerCount)
        if (at < 0) return at
      }
      if (at !== recordEnd) return this.#invalid(`${recordEnd - at} bytes left over in the record`)
      if (offsetDelta !== index) return this.#invalidOffset(offsetDelta)
      const timestamp = logAppendTime ?? baseTimestamp + timestampDelta
      if (timestamp > maxTimestamp) {
        this.maxTimestamp = maxTimestamp = timestamp
        this.maxTimestampIndex = index
      }
      if (keyLength < 0 && requireKeys) {
        if (!this.#brokenRule('key', timestamp)) return -1
      } else if ((timestamp < lowest || timestamp > highest) && timestamp !== -1 && !this.#brokenRule('timestamp', timestamp)) {
        return -1
      }
      index++
    }
    this.#index = index
    return at
  }

  /**
   * The records that nearly all are: no headers, every number in as few bytes as it needs, well inside of the bytes. Two
   * to three times as fast as the loop that calls it, because it asks only whether all is well: at the first record that is
   * different in whatever way it stops, and that loop judges. Returns the position of that record.
   */
  #plainRecords(bytes: Uint8Array, at: number, end: number): number {
    const { count, requireKeys, baseTimestamp, logAppendTime, earliestTimestamp, latestTimestamp } = this.#rules
    // What stands between a record's start and its key, and behind its key, can be read without asking for the end.
    const lastStart = end - MOST_BEFORE_KEY
    let index = this.#index
    let { maxTimestamp } = this
    while (index < count && at <= lastStart) {
      let next = at
      let raw = bytes[next++]!
      if (raw > 127) raw = (raw & 127) | (bytes[next++]! << 7)
      if (raw > 16383) raw = (raw & 16383) | (bytes[next++]! << 14)
      const recordEnd = next + (raw >>> 1)
      if (raw > 2097151 || (raw & 1) !== 0 || recordEnd > lastStart) break
      next++ // attributes: unused, any value
      raw = bytes[next++]!
      if (raw > 127) raw = (raw & 127) | (bytes[next++]! << 7)
      if (raw > 16383) raw = (raw & 16383) | (bytes[next++]! << 14)
      if (raw > 2097151) break
      const timestampDelta = (raw >>> 1) ^ -(raw & 1)
      raw = bytes[next++]!
      if (raw > 127) raw = (raw & 127) | (bytes[next++]! << 7)
      if (raw > 16383) raw = (raw & 16383) | (bytes[next++]! << 14)
      if (raw !== index * 2) break
      const keyLength = bytes[next++]!
      if (keyLength > 127) break
      if ((keyLength & 1) === 0) next += keyLength >>> 1
      else if (requireKeys) break
      if (next >= recordEnd) break
      raw = bytes[next++]!
      if (raw > 127) raw = (raw & 127) | (bytes[next++]! << 7)
      if (raw > 16383) raw = (raw & 16383) | (bytes[next++]! << 14)
      if (raw > 2097151 || (raw & 1) !== 0) break
      next += raw >>> 1
      // A count of headers, 0, and nothing behind it: so nothing above was read from beyond the record either.
      if (next !== recordEnd - 1 || bytes[next] !== 0) break
      const timestamp = logAppendTime ?? baseTimestamp + timestampDelta
      if (logAppendTime === undefined && (timestamp < earliestTimestamp || timestamp > latestTimestamp)) break
      if (timestamp > maxTimestamp) {
        maxTimestamp = timestamp
        this.maxTimestampIndex = index
      }
      index++
      at = recordEnd
    }
    this.maxTimestamp = maxTimestamp
    this.#index = index
    return at
  }

  #headers(bytes: Uint8Array, at: number, end: number, count: number): number {
    if (count < 0 || count * 2 > end - at) return this.#invalid(`header count ${count}`)
    if ((this.#headersSeen += count) > MOST_HEADERS) return this.#invalid(TOO_MANY_HEADERS)
    for (let left = count; left > 0; left--) {
      const keyLength = readVarint(bytes, at, end)
      if ((at = cursor) < 0 || keyLength < 0) return this.#invalid('malformed header key length')
      at += keyLength
      const valueLength = readVarint(bytes, at, end)
      if ((at = cursor) < 0) return this.#invalid('malformed header key or value length')
      if (valueLength > 0) at += valueLength
    }
    return at
  }

  /** A straddling record is complete: judges it as the tight loop does. */
  #judge(): void {
    const rules = this.#rules
    const timestamp = rules.logAppendTime ?? rules.baseTimestamp + this.#timestampDelta
    if (timestamp > this.maxTimestamp) {
      this.maxTimestamp = timestamp
      this.maxTimestampIndex = this.#index
    }
    // One reason a record.
    if (this.#keyIsNull && rules.requireKeys) return void this.#brokenRule('key', timestamp)
    if (timestamp === -1 || rules.logAppendTime !== undefined) return
    if (timestamp < rules.earliestTimestamp || timestamp > rules.latestTimestamp) this.#brokenRule('timestamp', timestamp)
  }

  /** The byte-wise machine: goes on until the record ends or the bytes do. Returns the position reached. */
  #straddle(bytes: Uint8Array, at: number, end: number): number {
    while (at < end) {
      if (this.#phase === KEY || this.#phase === VALUE || this.#phase === HEADER_KEY || this.#phase === HEADER_VALUE) {
        const step = Math.min(this.#skip, end - at)
        at += step
        this.#left -= step
        this.#skip -= step
        if (this.#skip > 0) return at
        this.#next(0)
      } else {
        const byte = bytes[at++]!
        if (this.#phase !== SIZE && --this.#left < 0) return this.#invalid('fields longer than the record')
        if (this.#phase === ATTRIBUTES) this.#next(0)
        else if (!this.#varintByte(byte)) return -1
      }
      if (this.error !== undefined || !this.#straddling) return at
    }
    return at
  }

  /** Takes one byte of a varint; false when that made it, or the record, malformed. */
  #varintByte(byte: number): boolean {
    this.#varint[this.#varintLength++] = byte
    if (byte >= 128) {
      if (this.#varintLength < (this.#phase === TIMESTAMP ? 10 : 5)) return true
      this.#invalid('malformed number')
      return false
    }
    const length = this.#varintLength
    this.#varintLength = 0
    this.#next(this.#phase === TIMESTAMP ? readVarlong(this.#varint, 0, length) : readVarint(this.#varint, 0, length))
    return this.error === undefined
  }

  /** A field is complete: judges its value and says what comes next. */
  #next(value: number): void {
    switch (this.#phase) {
      case SIZE:
        if (value < 0) this.#invalid(`record size ${value}`)
        this.#left = value
        this.#phase = ATTRIBUTES
        return
      case ATTRIBUTES:
        this.#phase = TIMESTAMP
        return
      case TIMESTAMP:
        this.#timestampDelta = value
        this.#phase = OFFSET
        return
      case OFFSET:
        if (value !== this.#index) this.#invalidOffset(value)
        this.#phase = KEY_LENGTH
        return
      case KEY_LENGTH:
        this.#keyIsNull = value < 0
        this.#startSkip(value, KEY)
        return
      case KEY:
        this.#phase = VALUE_LENGTH
        return
      case VALUE_LENGTH:
        this.#startSkip(value, VALUE)
        return
      case VALUE:
        this.#phase = HEADER_COUNT
        return
      case HEADER_COUNT:
        if (value < 0 || value * 2 > this.#left) this.#invalid(`header count ${value}`)
        if ((this.#headersSeen += value) > MOST_HEADERS) this.#invalid(TOO_MANY_HEADERS)
        this.#headersLeft = value
        this.#nextHeader()
        return
      case HEADER_KEY_LENGTH:
        if (value < 0) this.#invalid('malformed header key length')
        this.#startSkip(value, HEADER_KEY)
        return
      case HEADER_KEY:
        this.#phase = HEADER_VALUE_LENGTH
        return
      case HEADER_VALUE_LENGTH:
        this.#startSkip(value, HEADER_VALUE)
        return
      default: // HEADER_VALUE
        this.#headersLeft--
        this.#nextHeader()
    }
  }

  /** Skips `length` bytes in `phase`; nothing to skip means that the phase is over. */
  #startSkip(length: number, phase: number): void {
    if (length > this.#left) this.#invalid('fields longer than the record')
    this.#phase = phase
    this.#skip = length
    if (length <= 0) this.#next(0)
  }

  #nextHeader(): void {
    if (this.#headersLeft > 0) {
      this.#phase = HEADER_KEY_LENGTH
      return
    }
    if (this.#left !== 0) this.#invalid(`${this.#left} bytes left over in the record`)
    this.#straddling = false
    if (this.error === undefined) this.#judge()
    if (this.error === undefined) this.#index++
  }

  #invalidOffset(delta: number): number {
    return this.#invalid(`offset delta ${delta} where ${this.#index} is next`)
  }

  /** Whether to go on after a record that is against a rule. */
  #brokenRule(rule: 'key' | 'timestamp', timestamp: number): boolean {
    const rules = this.#rules
    if (rules.onBrokenRule?.(this.#index, rule, timestamp) === true) return true
    if (rule === 'key') this.#fail('INVALID_RECORD', 'a compacted topic accepts no record without a key')
    else this.#fail('INVALID_TIMESTAMP', `timestamp ${timestamp} is not within ${rules.earliestTimestamp} and ` +
      `${rules.latestTimestamp}`)
    return false
  }

  #invalid(message: string): number {
    this.#fail('INVALID_RECORD', message)
    return -1
  }

  #fail(error: 'INVALID_RECORD' | 'INVALID_TIMESTAMP', message: string): void {
    if (this.error !== undefined) return // the first error is the one to tell
    this.error = error
    this.recordIndex = this.#index
    this.message = `record ${this.#index}: ${message}`
  }

  #failBatch(message: string): false {
    this.error = 'INVALID_RECORD'
    this.message = message
    return false
  }
}
