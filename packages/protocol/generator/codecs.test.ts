/**
 * Every message at every version: what is encoded decodes to the same, random and mutated bytes throw nothing but
 * DecodeError, and no bytes make a decoder allocate out of proportion.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assert as check, integer, property } from 'fast-check'
import { DecodeError, MAX_ELEMENTS, Reader } from '../src/wire/reader.ts'
import { UnsupportedVersionError, Writer } from '../src/wire/writer.ts'
import { allCodecs } from './codecs.ts'
import type { Codec } from './codecs.ts'
import { randomMessage, SeededNumbers } from './random-message.ts'
import { forEachVersion } from './versions.ts'

const codecs = await allCodecs()
const seeds = integer({ min: 0, max: 0x7fffffff })

function everyVersion(visit: (codec: Codec, version: number) => void): void {
  for (const codec of codecs) forEachVersion(codec.model.versions, (version) => visit(codec, version))
}

function encoded(codec: Codec, version: number, input: unknown): Buffer {
  const writer = new Writer(16)
  codec.encode(writer, input, version)
  const bytes = writer.toBuffer()
  assert.equal(bytes.length, writer.byteLength)
  return bytes
}

/** Checks that `decoded` has what `input` has; fields left out of the input may have any value. */
function assertIncludes(decoded: unknown, input: unknown, path: string): void {
  if (Buffer.isBuffer(input)) {
    assert.ok(Buffer.isBuffer(decoded) && decoded.equals(input), path)
  } else if (Array.isArray(input)) {
    assert.ok(Array.isArray(decoded) && decoded.length === input.length, path)
    for (const [i, item] of input.entries()) assertIncludes(decoded[i], item, `${path}[${i}]`)
  } else if (typeof input === 'object' && input !== null) {
    const ours = decoded as Record<string, unknown>
    for (const [key, item] of Object.entries(input)) assertIncludes(ours[key], item, `${path}.${key}`)
  } else {
    assert.equal(decoded, input, path)
  }
}

test('encode and decode are inverse, for every message at every version', () => {
  check(property(seeds, (seed) => {
    const random = new SeededNumbers(seed)
    everyVersion((codec, version) => {
      const input = randomMessage(codec.model, version, random)
      const bytes = encoded(codec, version, input)
      const reader = new Reader(bytes)
      const decoded = codec.decode(reader, version)
      reader.expectEnd()
      assertIncludes(decoded, input, `${codec.name} ${version}`)
      assert.deepEqual(encoded(codec, version, decoded), bytes, `${codec.name} ${version}`)
    })
  }), { numRuns: 12 })
})

/** Structs lie in each other at most this deep, so that as many arrays may be begun and not yet filled. */
const DEPTH = 5

/** Decodes bytes that may be anything. Array elements granted, filled or not, are bounded by the bytes. */
function attempt(codec: Codec, version: number, bytes: Buffer): void {
  const reader = new Reader(bytes)
  try {
    codec.decode(reader, version)
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
  }
  const granted = MAX_ELEMENTS - reader.elementBudget
  assert.ok(granted <= DEPTH * bytes.length, `${codec.name} ${version}: ${granted} elements from ${bytes.length} bytes`)
}

test('mutated messages throw nothing but DecodeError', () => {
  check(property(seeds, (seed) => {
    const random = new SeededNumbers(seed)
    everyVersion((codec, version) => {
      const bytes = encoded(codec, version, randomMessage(codec.model, version, random))
      for (let round = 0; round < 4; round++) attempt(codec, version, mutated(bytes, random))
    })
  }), { numRuns: 6 })
})

function mutated(bytes: Buffer, random: SeededNumbers): Buffer {
  if (bytes.length === 0 || random.chance(8)) return random.bytes(random.below(200))
  if (random.chance(4)) return bytes.subarray(0, random.below(bytes.length))
  const copy = Buffer.from(bytes)
  for (let i = random.below(3); i >= 0; i--) {
    copy[random.below(copy.length)] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)])
  }
  return copy
}

test('a message that is cut off anywhere is a DecodeError', () => {
  const random = new SeededNumbers(7)
  everyVersion((codec, version) => {
    const bytes = encoded(codec, version, randomMessage(codec.model, version, random))
    const step = Math.max(1, Math.floor(bytes.length / 40))
    for (let length = 0; length < bytes.length; length += step) {
      const reader = new Reader(bytes, 0, length)
      assert.throws(() => codec.decode(reader, version), DecodeError, `${codec.name} ${version}`)
    }
  })
})

test('bytes of one value repeated never make more objects than the bytes allow', () => {
  // Every byte pattern that can pose as a count; 64 KiB is what a client may send before it has authenticated.
  for (const fill of [0x00, 0x01, 0x02, 0x03, 0x7f, 0x80, 0xff]) {
    const bytes = Buffer.alloc(65_536, fill)
    everyVersion((codec, version) => attempt(codec, version, bytes))
  }
})

test('an array cannot claim more elements than could lie in the bytes that follow', () => {
  // A Fetch request that claims 2^31 - 1 topics, as int32 and as varint (CVE-2022-34917, CVE-2026-111108).
  const codec = codecs.find((candidate) => candidate.name === 'FetchRequest' && candidate.family === 'kafka') as Codec
  for (const [version, before, count] of [[11, 25, '7fffffff'], [13, 25, '8080808008']] as const) {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(count, 'hex'), Buffer.alloc(50_000)])
    const reader = new Reader(bytes)
    assert.throws(() => codec.decode(reader, version), /array of 2147483647/)
    assert.equal(reader.elementBudget, MAX_ELEMENTS)
  }
})

test('unknown tagged fields are skipped, in every struct of a flexible version', () => {
  // The request header is the struct that anybody may send before authentication.
  const codec = codecs.find((candidate) => candidate.name === 'RequestHeader' && candidate.family === 'kafka') as Codec
  const writer = new Writer()
  codec.encode(writer, { requestApiKey: 18, requestApiVersion: 3, correlationId: 1, clientId: 'x' }, 2)
  const plain = writer.toBuffer()
  const tagged = Buffer.concat([plain.subarray(0, -1), Buffer.from([2, 0xe8, 0x07, 3, 1, 2, 3, 5, 0])])
  const reader = new Reader(tagged)
  assert.deepEqual(codec.decode(reader, 2), codec.decode(new Reader(plain), 2))
  reader.expectEnd()
  const many = Buffer.concat([plain.subarray(0, -1), Buffer.from([0xff, 0xff, 0xff, 0x0f]), Buffer.alloc(1 << 20)])
  assert.throws(() => codec.decode(new Reader(many), 2), DecodeError)
  const sixtyFive = Buffer.concat([plain.subarray(0, -1), Buffer.from([65]), Buffer.alloc(130)])
  assert.throws(() => codec.decode(new Reader(sixtyFive), 2), DecodeError)
})

test('a version that does not exist is refused', () => {
  for (const codec of codecs) {
    const { min, max } = codec.model.versions
    for (const version of [min - 1, max + 1]) {
      assert.throws(() => codec.decode(new Reader(Buffer.alloc(64)), version), UnsupportedVersionError, codec.name)
      assert.throws(() => codec.encode(new Writer(), {}, version), UnsupportedVersionError, codec.name)
    }
  }
})
