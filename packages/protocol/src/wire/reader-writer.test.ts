/** Primitive types there and back, the edges of each, and what hostile bytes may not do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { ZERO_UUID } from '../ids.ts'
import { DecodeError, MAX_ARRAY_LENGTH, Reader } from './reader.ts'
import type { RecordsSource } from './records-source.ts'
import { sizeOfUvarint, sizeOfVarint, sizeOfVarlong } from './varint.ts'
import { EncodeError, INLINE_RECORDS_BYTES, Writer } from './writer.ts'

/** Writes `value` behind some other bytes in a small writer, reads it back, and wants every byte used. */
function thereAndBack<T>(
  value: T, write: (writer: Writer, value: T) => void, read: (reader: Reader) => T, size?: number,
): void {
  const writer = new Writer(1)
  writer.uint8(0xee)
  write(writer, value)
  const bytes = writer.toBuffer()
  if (size !== undefined) assert.equal(bytes.length - 1, size)
  const reader = new Reader(bytes, 1)
  assert.deepEqual(read(reader), value)
  reader.expectEnd()
  if (bytes.length > 1) assert.throws(() => read(new Reader(bytes, 1, bytes.length - 1)), DecodeError)
}

const anyText = fc.string({ unit: 'binary', maxLength: 60 })
const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff })
const uint32 = fc.integer({ min: 0, max: 0xffffffff })

test('numbers', () => {
  fc.assert(fc.property(int32, (value) => {
    thereAndBack(value, (writer, v) => writer.int32(v), (reader) => reader.int32(), 4)
    thereAndBack(value >> 16, (writer, v) => writer.int16(v), (reader) => reader.int16(), 2)
    thereAndBack(value >>> 16, (writer, v) => writer.uint16(v), (reader) => reader.uint16(), 2)
    thereAndBack(value >>> 0, (writer, v) => writer.uint32(v), (reader) => reader.uint32(), 4)
    thereAndBack(value >> 24, (writer, v) => writer.int8(v), (reader) => reader.int8(), 1)
    thereAndBack(value, (writer, v) => writer.varint(v), (reader) => reader.varint(), sizeOfVarint(value))
  }))
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => {
    thereAndBack(value, (writer, v) => writer.int64(v), (reader) => reader.int64(), 8)
    thereAndBack(value, (writer, v) => writer.varlong(v), (reader) => reader.varlong(), sizeOfVarlong(value))
    const writer = new Writer()
    writer.int64(value)
    assert.equal(writer.toBuffer().readBigInt64BE(), BigInt(value))
  }))
  fc.assert(fc.property(uint32, (value) => {
    thereAndBack(value, (writer, v) => writer.uvarint(v), (reader) => reader.uvarint(), sizeOfUvarint(value))
  }))
  fc.assert(fc.property(fc.double(), (value) => {
    thereAndBack(value, (writer, v) => writer.float64(v), (reader) => reader.float64(), 8)
  }))
  fc.assert(fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
    thereAndBack(value, (writer, v) => writer.int64Big(v), (reader) => reader.int64Big(), 8)
  }))
})

test('every size of a varint, at its edges', () => {
  for (let bits = 0; bits < 53; bits++) {
    for (const value of [2 ** bits - 1, 2 ** bits, -(2 ** bits), -(2 ** bits) - 1]) {
      thereAndBack(value, (writer, v) => writer.varlong(v), (reader) => reader.varlong(), sizeOfVarlong(value))
      if (value === (value | 0)) {
        thereAndBack(value, (writer, v) => writer.varint(v), (reader) => reader.varint(), sizeOfVarint(value))
      }
      if (value >= 0 && value <= 0xffffffff) {
        thereAndBack(value, (writer, v) => writer.uvarint(v), (reader) => reader.uvarint(), sizeOfUvarint(value))
      }
    }
  }
})

test('numbers beyond the safe integers are refused, or the nearest safe one where that is wanted', () => {
  for (const value of [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)]) {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64BE(value)
    assert.throws(() => new Reader(bytes).int64(), DecodeError)
    assert.equal(new Reader(bytes).int64Saturating(), value > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER)
    assert.equal(new Reader(bytes).int64Big(), value)
  }
  assert.throws(() => new Writer().int64(2 ** 53), EncodeError)
  assert.throws(() => new Writer().int64(0.5), EncodeError)
  assert.throws(() => new Writer().varlong(2 ** 53), EncodeError)
  for (const hex of [
    'ffffffffffffffffff01', '8080808080808020', 'ffffffffffffff7f', '80808080808080808080', 'ffffffffffffff1f',
  ]) {
    assert.throws(() => new Reader(Buffer.from(hex, 'hex')).varlong(), DecodeError, hex)
  }
  for (const hex of ['ffffffff10', '8080808080', '80']) {
    assert.throws(() => new Reader(Buffer.from(hex, 'hex')).uvarint(), DecodeError, hex)
  }
})

test('strings and bytes, in all four forms', () => {
  fc.assert(fc.property(anyText, (value) => {
    thereAndBack(value, (writer, v) => writer.string(v), (reader) => reader.string())
    thereAndBack(value, (writer, v) => writer.compactString(v), (reader) => reader.compactString())
  }))
  for (const length of [0, 1, 23, 24, 25, 31, 32, 33, 126, 127, 128, 32_767]) {
    for (const letter of ['x', 'é']) {
      const value = letter.repeat(letter === 'x' ? length : Math.floor(length / 2))
      thereAndBack(value, (writer, v) => writer.string(v), (reader) => reader.string())
      thereAndBack(value, (writer, v) => writer.compactString(v), (reader) => reader.compactString())
    }
  }
  thereAndBack<string | null>(null, (writer, v) => writer.nullableString(v), (reader) => reader.nullableString(), 2)
  thereAndBack<string | null>(
    null, (writer, v) => writer.compactNullableString(v), (reader) => reader.compactNullableString(), 1,
  )
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    const value: Buffer = Buffer.from(bytes)
    thereAndBack<Buffer>(value, (writer, v) => writer.bytes(v), (reader) => reader.bytes())
    thereAndBack<Buffer>(value, (writer, v) => writer.compactBytes(v), (reader) => reader.compactBytes())
  }))
  thereAndBack<Buffer | null>(null, (writer, v) => writer.nullableBytes(v), (reader) => reader.nullableBytes(), 4)
  thereAndBack<Buffer | null>(
    null, (writer, v) => writer.compactNullableBytes(v), (reader) => reader.compactNullableBytes(), 1,
  )
})

test('a string has at most 32,767 bytes, and bad UTF-8 is replaced', () => {
  assert.throws(() => new Writer().string('x'.repeat(32_768)), EncodeError)
  assert.throws(() => new Writer().compactString('é'.repeat(16_384)), EncodeError)
  const long = new Writer()
  long.uvarint(32_769)
  long.raw(Buffer.alloc(40_000))
  assert.throws(() => new Reader(long.toBuffer()).compactString(), DecodeError)
  assert.equal(new Reader(Buffer.from('0003ff61c3', 'hex')).string(), '\ufffda\ufffd')
  assert.throws(() => new Reader(Buffer.from('ffff', 'hex')).string(), DecodeError)
  assert.equal(new Reader(Buffer.from('8000', 'hex')).nullableString(), null)
})

test('bytes are views on the buffer, not copies', () => {
  const writer = new Writer()
  writer.bytes(Buffer.from('abc'))
  const frame = writer.toBuffer()
  const view = new Reader(frame).bytes()
  frame[4] = 0x7a
  assert.equal(view.toString(), 'zbc')
})

test('uuids', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
    const text = Buffer.from(bytes).toString('base64url')
    thereAndBack(text, (writer, v) => writer.uuid(v), (reader) => reader.uuid(), 16)
    // Once more: the second look-up comes from the cache.
    assert.equal(new Reader(Buffer.from(bytes)).uuid(), text)
  }))
  thereAndBack(ZERO_UUID, (writer, v) => writer.uuid(v), (reader) => reader.uuid(), 16)
  const twenty = 'A'.repeat(20)
  for (const text of ['', 'abc', `${twenty}A`, `${twenty}AAA`, `${twenty}A!`, `é${twenty}A`, `${twenty}+A`]) {
    assert.throws(() => new Writer().uuid(text), EncodeError, text)
  }
})

class FixedSource implements RecordsSource {
  readonly byteLength: number
  private readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.byteLength = bytes.length
  }

  read(target: Buffer, targetStart: number, from: number, length: number): number {
    return this.bytes.copy(target, targetStart, from, from + length)
  }
}

test('record data leaves by reference, in order, with its length counted', () => {
  const large = Buffer.alloc(INLINE_RECORDS_BYTES + 1, 1)
  const small = Buffer.alloc(INLINE_RECORDS_BYTES, 2)
  const source = new FixedSource(Buffer.from('from a file'))
  const writer = new Writer(8)
  writer.int32(0)
  writer.compactRecords(large)
  writer.records(small)
  writer.records(source)
  writer.compactRecords(null)
  writer.records(null)
  writer.setInt32At(0, writer.byteLength - 4)
  const parts = writer.parts()
  assert.equal(parts.length, 5)
  assert.equal(parts[1], large)
  assert.equal(parts[3], source)
  assert.equal(parts.reduce((sum, part) => sum + part.byteLength, 0), writer.byteLength)
  assert.throws(() => writer.written(), EncodeError)

  const reader = new Reader(writer.toBuffer())
  assert.equal(reader.int32(), reader.remaining)
  assert.deepEqual(reader.compactBytes(), large)
  assert.deepEqual(reader.bytes(), small)
  assert.equal(reader.bytes().toString(), 'from a file')
  assert.equal(reader.compactNullableBytes(), null)
  assert.equal(reader.nullableBytes(), null)
  reader.expectEnd()

  writer.reset()
  writer.int8(5)
  assert.equal(writer.byteLength, 1)
  assert.deepEqual(writer.written(), Buffer.from([5]))
})

test('a source that gives less than it promised is noticed', () => {
  const writer = new Writer()
  writer.records({ byteLength: 10, read: () => 9 })
  assert.throws(() => writer.toBuffer(), EncodeError)
})

test('a tagged field of any size has the right size before it', () => {
  for (const length of [0, 1, 126, 127, 128, 129, 16_383, 16_384, 20_000]) {
    const writer = new Writer(1)
    writer.uvarint(1)
    const mark = writer.beginTagged(3)
    writer.raw(Buffer.alloc(length, 7))
    writer.endTagged(mark)
    writer.int8(9)
    const reader = new Reader(writer.toBuffer())
    assert.equal(reader.taggedFieldCount(), 1)
    assert.equal(reader.uvarint(), 3)
    assert.equal(reader.uvarint(), length)
    for (let i = 0; i < length; i++) assert.equal(reader.int8(), 7)
    assert.equal(reader.int8(), 9)
    reader.expectEnd()
  }
})

/** A reader on the count of an array and `bytes` zeros after it. */
function claim(count: number, bytes: number): Reader {
  const writer = new Writer()
  writer.int32(count)
  return new Reader(Buffer.concat([writer.toBuffer(), Buffer.alloc(bytes)]))
}

test('an array is no longer than its bytes allow, and never longer than a million', () => {
  assert.equal(claim(10, 40).arrayLength(4), 10)
  assert.throws(() => claim(11, 40).arrayLength(4), DecodeError)
  assert.throws(() => claim(0x7fffffff, 40).arrayLength(1), DecodeError)
  assert.throws(() => claim(-1, 40).arrayLength(1), DecodeError)
  assert.equal(claim(-1, 40).nullableArrayLength(1), -1)
  assert.equal(claim(MAX_ARRAY_LENGTH, MAX_ARRAY_LENGTH).arrayLength(1), MAX_ARRAY_LENGTH)
  assert.throws(() => claim(MAX_ARRAY_LENGTH + 1, MAX_ARRAY_LENGTH + 1).arrayLength(1), DecodeError)
  assert.throws(() => new Reader(Buffer.from('ffffffff0f', 'hex')).compactArrayLength(1), DecodeError)
  assert.throws(() => new Reader(Buffer.from('00', 'hex')).compactArrayLength(1), DecodeError)
  assert.equal(new Reader(Buffer.from('00', 'hex')).compactNullableArrayLength(1), -1)
})

test('the arrays of one message share a budget', () => {
  const reader = new Reader(Buffer.from('030101030101', 'hex'))
  reader.elementBudget = 3
  assert.equal(reader.compactArrayLength(1), 2)
  reader.skip(2)
  assert.throws(() => reader.compactArrayLength(1), DecodeError)
})

test('skipping tagged fields stays inside the message', () => {
  const reader = new Reader(Buffer.from('0203020a0b040099', 'hex'))
  reader.skipTaggedFields()
  assert.equal(reader.uint8(), 0x99)
  for (const hex of ['', '01', '0100', '010005aa', '41', 'ffffffff0f', '0100ffffffff0f']) {
    assert.throws(() => new Reader(Buffer.from(hex, 'hex')).skipTaggedFields(), DecodeError, hex)
  }
})

test('a struct has at most 64 tagged fields, however well-formed they are', () => {
  const fields = (count: number): Reader => new Reader(Buffer.from([count, ...Array.from({ length: count }, (_, tag) => [tag, 0]).flat()]))
  fields(64).skipTaggedFields()
  assert.throws(() => fields(65).skipTaggedFields(), DecodeError)
})

test('a slice of a buffer is all a reader sees', () => {
  const reader = new Reader(Buffer.from('000102030405', 'hex'), 2, 4)
  assert.equal(reader.remaining, 2)
  assert.equal(reader.int16(), 0x0203)
  assert.throws(() => reader.int8(), DecodeError)
  assert.throws(() => new Reader(Buffer.alloc(4), 2, 5), RangeError)
})
