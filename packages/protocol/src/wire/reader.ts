/**
 * Reads Kafka's primitive types from a slice of a buffer, front to back. Owned by whoever decodes a frame; one use.
 *
 * Invariants:
 * - Whatever the bytes are, only DecodeError is thrown, and nothing is allocated in proportion to a number that the
 *   bytes merely claim: a count must fit the bytes that remain, and the elements of all arrays of one message
 *   together stay within `elementBudget` (the lesson of CVE-2022-34917 and its successors).
 * - `bytes`, `records` and their kin are views: they live as long as the buffer that was handed in, and no longer.
 * - 64-bit integers come as numbers; one outside the safe range is a DecodeError, unless the field is read by
 *   `int64Big` or `int64Saturating`.
 *
 * Lengths follow Apache Kafka's generated readers: any negative length is null, a string over 32,767 bytes is
 * refused, invalid UTF-8 is replaced by U+FFFD, tagged fields may come in any order and even twice.
 */
import type { Uuid } from '../ids.ts'
import { shortString, SHORT_STRING_BYTES } from './short-strings.ts'
import { readUuid } from './uuid.ts'
import { DecodeError } from './wire-errors.ts'

export { DecodeError } from './wire-errors.ts'

/** The longest array that any message may hold. */
export const MAX_ARRAY_LENGTH = 1_000_000
/** Elements of all arrays of one message together. A Metadata answer for 200,000 partitions needs about 2,000,000. */
export const MAX_ELEMENTS = 4_000_000
/** Tagged fields of one struct; Kafka's own schemas use fewer than ten. */
export const MAX_TAGGED_FIELDS = 64

const MAX_STRING_BYTES = 0x7fff
const TWO_POW_32 = 0x100000000
const TWO_POW_27 = 0x8000000

export class Reader {
  readonly buffer: Buffer
  readonly view: DataView
  /** Index into `buffer` of the next byte to read. */
  position: number
  /** Index into `buffer` of the first byte that does not belong to the message. */
  readonly end: number
  /** Array elements that this message may still hold. */
  elementBudget: number = MAX_ELEMENTS

  /** Reads `buffer` from `start` up to, not including, `end`. The buffer is borrowed. */
  constructor(buffer: Buffer, start: number = 0, end: number = buffer.length) {
    if (start < 0 || end > buffer.length || start > end) {
      throw new RangeError(`no slice ${start}..${end} of ${buffer.length} bytes`)
    }
    this.buffer = buffer
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length)
    this.position = start
    this.end = end
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.end - this.position
  }

  /** Moves past `count` bytes and answers where they start. */
  private take(count: number): number {
    const start = this.position
    if (count > this.end - start) throw this.cutOff(start, count)
    this.position = start + count
    return start
  }

  private cutOff(start: number, count: number): DecodeError {
    return new DecodeError(`${count} bytes wanted at ${start}, ${this.end - start} are there`)
  }

  skip(count: number): void {
    this.take(count)
  }

  /** @throws DecodeError when bytes are left: a frame must be consumed whole. */
  expectEnd(): void {
    if (this.position === this.end) return
    throw new DecodeError(`${this.end - this.position} bytes are left over at ${this.position}`)
  }

  int8(): number {
    return this.view.getInt8(this.take(1))
  }

  uint8(): number {
    return this.view.getUint8(this.take(1))
  }

  int16(): number {
    return this.view.getInt16(this.take(2))
  }

  uint16(): number {
    return this.view.getUint16(this.take(2))
  }

  int32(): number {
    return this.view.getInt32(this.take(4))
  }

  uint32(): number {
    return this.view.getUint32(this.take(4))
  }

  /** @throws DecodeError when the value is not a safe integer. */
  int64(): number {
    const at = this.take(8)
    const high = this.view.getInt32(at)
    const value = high * TWO_POW_32 + this.view.getUint32(at + 4)
    // Both bounds of the safe range survive rounding, so comparing the rounded sum is exact.
    if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) {
      throw new DecodeError(`int64 at ${at} is beyond the safe integers: ${this.view.getBigInt64(at)}`)
    }
    return value
  }

  /** An int64 whose extremes mean "as far as possible": beyond the safe integers it is the nearest safe one. */
  int64Saturating(): number {
    const at = this.take(8)
    const value = this.view.getInt32(at) * TWO_POW_32 + this.view.getUint32(at + 4)
    return Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
  }

  /** All 64 bits. */
  int64Big(): bigint {
    return this.view.getBigInt64(this.take(8))
  }

  float64(): number {
    return this.view.getFloat64(this.take(8))
  }

  bool(): boolean {
    return this.view.getUint8(this.take(1)) !== 0
  }

  /** Unsigned varint of up to five bytes, 0 to 2^32 - 1. */
  uvarint(): number {
    const buffer = this.buffer
    const end = this.end
    let at = this.position
    if (at < end && (buffer[at] as number) < 0x80) {
      this.position = at + 1
      return buffer[at] as number
    }
    let value = 0
    for (let shift = 0; shift < 28; shift += 7) {
      if (at >= end) throw new DecodeError(`varint cut off at ${at}`)
      const byte = buffer[at++] as number
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) {
        this.position = at
        return value
      }
    }
    if (at >= end) throw new DecodeError(`varint cut off at ${at}`)
    const last = buffer[at++] as number
    if (last > 0x0f) throw new DecodeError(`varint over 32 bits at ${at - 5}`)
    this.position = at
    return (value | (last << 28)) >>> 0
  }

  /** Zigzag varint: an int32. */
  varint(): number {
    const raw = this.uvarint()
    return (raw >>> 1) ^ -(raw & 1)
  }

  /** Zigzag varlong of up to ten bytes. @throws DecodeError when the value is not a safe integer. */
  varlong(): number {
    const start = this.position
    const low = this.bits28()
    let magnitude = (low & 0xfffffff) >>> 1
    if (low < 0) {
      const high = this.bits28()
      // The magnitude has 27 bits from the first four bytes and may have 26 more.
      const more = high < 0 ? this.uint8() : 0
      if (more !== 0 || (high & 0xfffffff) >= 0x4000000) {
        throw new DecodeError(`varlong beyond the safe integers at ${start}`)
      }
      magnitude += (high & 0xfffffff) * TWO_POW_27
    }
    const value = (low & 1) === 0 ? magnitude : -magnitude - 1
    if (value < Number.MIN_SAFE_INTEGER) throw new DecodeError(`varlong beyond the safe integers at ${start}`)
    return value
  }

  /** Up to four bytes of a varint: 28 bits, and the sign bit set when more bytes follow. */
  private bits28(): number {
    let value = 0
    for (let shift = 0; shift < 28; shift += 7) {
      if (this.position >= this.end) throw new DecodeError(`varint cut off at ${this.position}`)
      const byte = this.buffer[this.position++] as number
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    return value | 0x80000000
  }

  /** UTF-8 text of `length` bytes. */
  private text(length: number): string {
    if (length > MAX_STRING_BYTES) throw new DecodeError(`string of ${length} bytes at ${this.position}`)
    const start = this.take(length)
    const end = start + length
    if (length <= SHORT_STRING_BYTES) return shortString(this.buffer, start, end)
    return this.buffer.toString('utf8', start, end)
  }

  string(): string {
    const length = this.int16()
    if (length < 0) throw new DecodeError(`null where a string must be, at ${this.position - 2}`)
    return this.text(length)
  }

  nullableString(): string | null {
    const length = this.int16()
    return length < 0 ? null : this.text(length)
  }

  compactString(): string {
    const length = this.uvarint()
    if (length === 0) throw new DecodeError(`null where a string must be, at ${this.position - 1}`)
    return this.text(length - 1)
  }

  compactNullableString(): string | null {
    const length = this.uvarint()
    return length === 0 ? null : this.text(length - 1)
  }

  /** A view of the next `length` bytes, borrowed from the buffer. */
  slice(length: number): Buffer {
    const start = this.take(length)
    return this.buffer.subarray(start, start + length)
  }

  /** A view, borrowed from the buffer. */
  bytes(): Buffer {
    const length = this.int32()
    if (length < 0) throw new DecodeError(`null where bytes must be, at ${this.position - 4}`)
    return this.slice(length)
  }

  nullableBytes(): Buffer | null {
    const length = this.int32()
    return length < 0 ? null : this.slice(length)
  }

  compactBytes(): Buffer {
    const length = this.uvarint()
    if (length === 0) throw new DecodeError(`null where bytes must be, at ${this.position - 1}`)
    return this.slice(length - 1)
  }

  compactNullableBytes(): Buffer | null {
    const length = this.uvarint()
    return length === 0 ? null : this.slice(length - 1)
  }

  /** 22 characters of base64url. */
  uuid(): Uuid {
    return readUuid(this.buffer, this.view, this.take(16))
  }

  private checkCount(count: number, minElementSize: number): number {
    if (count > this.elementBudget && count * minElementSize <= this.end - this.position) {
      throw new DecodeError(`array of ${count} at ${this.position}, more elements than one message may hold`)
    }
    if (count > MAX_ARRAY_LENGTH || count * minElementSize > this.end - this.position) {
      throw new DecodeError(`array of ${count} at ${this.position}, ${this.end - this.position} bytes are left`)
    }
    this.elementBudget -= count
    return count
  }

  /** Count of an array whose elements take at least `minElementSize` bytes each. */
  arrayLength(minElementSize: number): number {
    const count = this.int32()
    if (count < 0) throw new DecodeError(`null where an array must be, at ${this.position - 4}`)
    return this.checkCount(count, minElementSize)
  }

  /** As arrayLength; -1 for null. */
  nullableArrayLength(minElementSize: number): number {
    const count = this.int32()
    return count < 0 ? -1 : this.checkCount(count, minElementSize)
  }

  compactArrayLength(minElementSize: number): number {
    const count = this.uvarint()
    if (count === 0) throw new DecodeError(`null where an array must be, at ${this.position - 1}`)
    return this.checkCount(count - 1, minElementSize)
  }

  /** As compactArrayLength; -1 for null. */
  compactNullableArrayLength(minElementSize: number): number {
    const count = this.uvarint()
    return count === 0 ? -1 : this.checkCount(count - 1, minElementSize)
  }

  /** How many tagged fields follow, each a tag, a size and as many bytes. */
  taggedFieldCount(): number {
    const count = this.uvarint()
    if (count > MAX_TAGGED_FIELDS) throw new DecodeError(`${count} tagged fields at ${this.position}`)
    return count
  }

  /** Reads past all tagged fields of a struct; makes nothing. */
  skipTaggedFields(): void {
    const at = this.position
    if (at < this.end && this.buffer[at] === 0) {
      this.position = at + 1
      return
    }
    for (let left = this.taggedFieldCount(); left > 0; left--) {
      this.uvarint()
      this.take(this.uvarint())
    }
  }
}
