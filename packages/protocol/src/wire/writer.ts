/**
 * Writes Kafka's primitive types into one growing buffer. Owned by whoever encodes a message.
 *
 * Record data above a few KiB is not copied: it is remembered by reference, and `parts()` yields the pieces in order
 * for a vectored write. Invariants: `byteLength` counts every byte of the message, referenced ones included; a
 * reference never lies inside a tagged field (their sizes are patched by moving bytes); a Buffer returned by
 * `parts()` or `written()` is borrowed until `reset()`.
 */
import type { Uuid } from '../ids.ts'
import type { Records, RecordsSource } from './records-source.ts'
import { sizeOfUvarint } from './varint.ts'
import { writeUuid } from './uuid.ts'
import { EncodeError, MessageTooLargeError } from './wire-errors.ts'

export { EncodeError, MessageTooLargeError, UnsupportedVersionError } from './wire-errors.ts'
export type { Records, RecordsSource } from './records-source.ts'

/** Buffers up to this size are copied into the message: a copy is cheaper than one more element of a write. */
export const INLINE_RECORDS_BYTES = 4096

/** The most that the size of a frame can say. */
export const MAX_FRAME_BYTES = 0x7fffffff

const MAX_STRING_BYTES = 0x7fff
const TWO_POW_32 = 0x100000000
const INITIAL_CAPACITY = 1024
/** Below this length a loop over character codes beats the call into C++. */
const SHORT_STRING = 32

export class Writer {
  private buffer: Buffer
  private view: DataView
  private capacity: number
  /** Bytes written into the own buffer so far; referenced bytes are not counted. Patch methods take such positions. */
  position: number = 0
  private referenced: Records[] = []
  private referencedAt: number[] = []
  private referencedBytes: number = 0
  /** The own buffer never grows beyond this; what would need more is a MessageTooLargeError. */
  maxBytes: number = MAX_FRAME_BYTES

  /** Starts with `initialCapacity` bytes, or writes over a buffer that is handed in for as long as it suffices. */
  constructor(initial: number | Buffer = INITIAL_CAPACITY) {
    this.buffer = typeof initial === 'number' ? Buffer.allocUnsafeSlow(initial) : initial
    this.capacity = this.buffer.length
    this.view = new DataView(this.buffer.buffer, this.buffer.byteOffset, this.capacity)
  }

  /** Bytes of the whole message so far, those held by reference included. */
  get byteLength(): number {
    return this.position + this.referencedBytes
  }

  /** Forgets everything written and keeps the buffer. Views handed out before become invalid. */
  reset(): void {
    this.position = 0
    if (this.referenced.length === 0) return
    this.referenced = []
    this.referencedAt = []
    this.referencedBytes = 0
  }

  /** Makes room for `count` bytes at once. @throws MessageTooLargeError */
  reserve(count: number): void {
    const needed = this.position + count
    if (needed <= this.capacity) return
    if (needed > this.maxBytes) throw new MessageTooLargeError(`over ${this.maxBytes} bytes`)
    const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(needed, this.capacity * 2, 64), this.maxBytes))
    this.buffer.copy(larger, 0, 0, this.position)
    this.buffer = larger
    this.capacity = larger.length
    this.view = new DataView(larger.buffer, larger.byteOffset, larger.length)
  }

  /** Moves past `count` bytes, makes room for them and answers where they start. */
  private take(count: number): number {
    const start = this.position
    if (start + count > this.capacity) this.reserve(count)
    this.position = start + count
    return start
  }

  int8(value: number): void {
    const at = this.take(1)
    this.view.setInt8(at, value)
  }

  uint8(value: number): void {
    const at = this.take(1)
    this.view.setUint8(at, value)
  }

  int16(value: number): void {
    const at = this.take(2)
    this.view.setInt16(at, value)
  }

  uint16(value: number): void {
    const at = this.take(2)
    this.view.setUint16(at, value)
  }

  int32(value: number): void {
    const at = this.take(4)
    this.view.setInt32(at, value)
  }

  uint32(value: number): void {
    const at = this.take(4)
    this.view.setUint32(at, value)
  }

  /** @throws EncodeError when `value` is not a safe integer. */
  int64(value: number): void {
    if (!Number.isSafeInteger(value)) throw new EncodeError(`not a safe integer: ${value}`)
    const at = this.take(8)
    this.view.setInt32(at, Math.floor(value / TWO_POW_32))
    this.view.setUint32(at + 4, value >>> 0)
  }

  int64Big(value: bigint): void {
    const at = this.take(8)
    this.view.setBigInt64(at, value)
  }

  float64(value: number): void {
    const at = this.take(8)
    this.view.setFloat64(at, value)
  }

  bool(value: boolean): void {
    const at = this.take(1)
    this.view.setUint8(at, value ? 1 : 0)
  }

  /** Unsigned varint; `value` from 0 to 2^32 - 1. */
  uvarint(value: number): void {
    if (this.position + 5 > this.capacity) this.reserve(5)
    this.position = putUvarint(this.buffer, this.position, value)
  }

  /** Zigzag varint; `value` is an int32. */
  varint(value: number): void {
    this.uvarint(((value << 1) ^ (value >> 31)) >>> 0)
  }

  /** Zigzag varlong. @throws EncodeError when `value` is not a safe integer. */
  varlong(value: number): void {
    if (value >= -0x40000000 && value <= 0x3fffffff) return this.varint(value)
    if (!Number.isSafeInteger(value)) throw new EncodeError(`not a safe integer: ${value}`)
    if (this.position + 10 > this.capacity) this.reserve(10)
    // The zigzag form has up to 54 bits, one more than a number holds: the lowest seven are taken off first.
    const magnitude = value < 0 ? -(value + 1) : value
    const buffer = this.buffer
    let at = this.position
    buffer[at++] = ((magnitude % 64) << 1) | (value < 0 ? 1 : 0) | 0x80
    let rest = Math.floor(magnitude / 64)
    while (rest >= 0x80) {
      buffer[at++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    buffer[at++] = rest
    this.position = at
  }

  string(value: string): void {
    const length = value.length
    if (length <= SHORT_STRING) {
      if (this.position + 2 + length > this.capacity) this.reserve(2 + length)
      const start = this.position
      if (putAscii(this.buffer, start + 2, value)) {
        this.view.setInt16(start, length)
        this.position = start + 2 + length
        return
      }
    }
    const bytes = utf8Length(value)
    this.int16(bytes)
    this.utf8(value, bytes)
  }

  nullableString(value: string | null): void {
    if (value === null) this.int16(-1)
    else this.string(value)
  }

  compactString(value: string): void {
    const length = value.length
    if (length <= SHORT_STRING) {
      if (this.position + 1 + length > this.capacity) this.reserve(1 + length)
      const start = this.position
      if (putAscii(this.buffer, start + 1, value)) {
        this.buffer[start] = length + 1
        this.position = start + 1 + length
        return
      }
    }
    const bytes = utf8Length(value)
    this.uvarint(bytes + 1)
    this.utf8(value, bytes)
  }

  compactNullableString(value: string | null): void {
    if (value === null) this.uint8(0)
    else this.compactString(value)
  }

  private utf8(value: string, bytes: number): void {
    const at = this.take(bytes)
    if (bytes === value.length) this.buffer.write(value, at, bytes, 'latin1')
    else this.buffer.write(value, at, bytes, 'utf8')
  }

  /** Copies `value` as it is, without a length. */
  raw(value: Uint8Array): void {
    const at = this.take(value.length)
    this.buffer.set(value, at)
  }

  /** Copies `value`. */
  bytes(value: Uint8Array): void {
    this.int32(value.length)
    this.raw(value)
  }

  nullableBytes(value: Uint8Array | null): void {
    if (value === null) this.int32(-1)
    else this.bytes(value)
  }

  compactBytes(value: Uint8Array): void {
    this.uvarint(value.length + 1)
    this.raw(value)
  }

  compactNullableBytes(value: Uint8Array | null): void {
    if (value === null) this.uint8(0)
    else this.compactBytes(value)
  }

  /** Length and data; data above INLINE_RECORDS_BYTES by reference. Null is written as null. */
  records(value: Records | null): void {
    if (value === null) return this.int32(-1)
    this.int32(value.byteLength)
    this.reference(value)
  }

  compactRecords(value: Records | null): void {
    if (value === null) return this.uint8(0)
    this.uvarint(value.byteLength + 1)
    this.reference(value)
  }

  /** Appends bytes without a length: small buffers are copied, everything else is remembered until it is written. */
  reference(value: Records): void {
    if (Buffer.isBuffer(value) && value.length <= INLINE_RECORDS_BYTES) return this.raw(value)
    if (value.byteLength === 0) return
    this.referenced.push(value)
    this.referencedAt.push(this.position)
    this.referencedBytes += value.byteLength
  }

  /** @throws EncodeError when `value` is not 22 characters of base64url. */
  uuid(value: Uuid): void {
    const at = this.take(16)
    writeUuid(this.buffer, at, value)
  }

  arrayLength(count: number): void {
    this.int32(count)
  }

  compactArrayLength(count: number): void {
    this.uvarint(count + 1)
  }

  /** Opens a tagged field; hand the returned mark to `endTagged` when its value is written. */
  beginTagged(tag: number): number {
    this.uvarint(tag)
    return this.take(1)
  }

  /** Closes a tagged field: fills in its size, and moves its bytes when the size needs more than the one byte kept. */
  endTagged(mark: number): void {
    const start = mark + 1
    const size = this.position - start
    const extra = sizeOfUvarint(size) - 1
    if (extra > 0) {
      this.take(extra)
      this.buffer.copyWithin(start + extra, start, start + size)
    }
    putUvarint(this.buffer, mark, size)
  }

  /** Ends a struct of a flexible version that has no tagged fields. */
  noTaggedFields(): void {
    this.uint8(0)
  }

  setInt8At(position: number, value: number): void {
    this.view.setInt8(position, value)
  }

  setInt16At(position: number, value: number): void {
    this.view.setInt16(position, value)
  }

  setInt32At(position: number, value: number): void {
    this.view.setInt32(position, value)
  }

  setUint32At(position: number, value: number): void {
    this.view.setUint32(position, value)
  }

  setInt64At(position: number, value: number): void {
    if (!Number.isSafeInteger(value)) throw new EncodeError(`not a safe integer: ${value}`)
    this.view.setInt32(position, Math.floor(value / TWO_POW_32))
    this.view.setUint32(position + 4, value >>> 0)
  }

  /** The bytes written into the own buffer, borrowed until `reset()`; only for messages without referenced data. */
  written(): Buffer {
    if (this.referencedBytes > 0) throw new EncodeError('the message holds referenced data: use parts()')
    return this.buffer.subarray(0, this.position)
  }

  /** The encoded pieces in order; own ones are borrowed until `reset()`. */
  parts(): (Buffer | RecordsSource)[] {
    const parts: (Buffer | RecordsSource)[] = []
    let from = 0
    for (let i = 0; i < this.referenced.length; i++) {
      const at = this.referencedAt[i] as number
      if (at > from) parts.push(this.buffer.subarray(from, at))
      parts.push(this.referenced[i] as Records)
      from = at
    }
    if (this.position > from) parts.push(this.buffer.subarray(from, this.position))
    return parts
  }

  /** A copy of the whole message, read out of its sources; the caller owns it. */
  toBuffer(): Buffer {
    const whole = Buffer.allocUnsafe(this.byteLength)
    let at = 0
    for (const part of this.parts()) {
      const length = part.byteLength
      if (Buffer.isBuffer(part)) part.copy(whole, at)
      else if (part.read(whole, at, 0, length) !== length) {
        throw new EncodeError(`a records source gave less than its ${length} bytes`)
      }
      at += length
    }
    return whole
  }
}

function putUvarint(buffer: Buffer, position: number, value: number): number {
  let rest = value
  let at = position
  while (rest >= 0x80) {
    buffer[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  buffer[at++] = rest
  return at
}

/** Writes one byte per character; false, with some bytes written, when a character is not ASCII. */
function putAscii(buffer: Buffer, position: number, value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code >= 0x80) return false
    buffer[position + i] = code
  }
  return true
}

function utf8Length(value: string): number {
  const bytes = Buffer.byteLength(value, 'utf8')
  if (bytes > MAX_STRING_BYTES) throw new EncodeError(`string of ${bytes} bytes; the most is ${MAX_STRING_BYTES}`)
  return bytes
}
