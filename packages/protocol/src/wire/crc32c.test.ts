import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assert as check, nat, property, uint8Array } from 'fast-check'
import { crc32c, crc32cSliced } from './crc32c.ts'

/** Test vectors of RFC 3720, appendix B.4, and the usual check value. */
const vectors: [string, Buffer, number][] = [
  ['zeros', Buffer.alloc(32, 0), 0x8a9136aa],
  ['ones', Buffer.alloc(32, 255), 0x62a8ab43],
  ['ascending', Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
  ['descending', Buffer.from(Array.from({ length: 32 }, (_, index) => 31 - index)), 0x113fdb5c],
  ['check value', Buffer.from('123456789'), 0xe3069283],
  ['nothing', Buffer.alloc(0), 0],
]

for (const [name, bytes, expected] of vectors) {
  test(`known vector: ${name}`, () => {
    assert.equal(crc32c(bytes), expected)
    assert.equal(crc32cSliced(bytes, 0, bytes.length), expected)
  })
}

/** Bit by bit, as the definition says. */
function reference(bytes: Uint8Array, start: number, end: number): number {
  let crc = ~0
  for (let at = start; at < end; at++) {
    crc ^= bytes[at]!
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0x82f63b78)
  }
  return ~crc >>> 0
}

test('every implementation agrees with the definition, on any range, and can go on from a part', () => {
  check(property(uint8Array({ maxLength: 2000 }), nat(), nat(), (bytes, a, b) => {
    const start = a % (bytes.length + 1)
    const middle = start + (b % (bytes.length - start + 1))
    const expected = reference(bytes, start, bytes.length)
    assert.equal(crc32c(bytes, start), expected)
    assert.equal(crc32cSliced(bytes, start, bytes.length), expected)
    assert.equal(crc32c(bytes, middle, bytes.length, crc32c(bytes, start, middle)), expected)
    assert.equal(crc32cSliced(bytes, middle, bytes.length, crc32cSliced(bytes, start, middle)), expected)
  }), { numRuns: 200 })
})
