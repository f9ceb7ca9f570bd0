import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { array, assert as check, constantFrom, nat, oneof, property, uint8Array } from 'fast-check'
import { type Codec, CompressionError, type CompressionProblem, codecById, codecByName, none } from './compression/index.ts'
import { xxh32, Xxh32 } from './compression/xxh32.ts'
import { text } from './test-batches.ts'

const codecs: Codec[] = [1, 2, 3, 4].map((id) => codecById(id)!)
const anyCodec = constantFrom(...codecs)

/** Bytes with repetitions near and far, as records have. */
const anyInput = array(oneof(uint8Array({ maxLength: 40 }), nat(300).map((length) => new Uint8Array(length)),
  nat(3000).map((length) => text(length + 1)), uint8Array({ minLength: 300, maxLength: 300 })), { maxLength: 60 })
  .map((parts) => Buffer.concat(parts))

function collect(codec: Codec, input: Uint8Array, max: number): Buffer {
  const parts: Buffer[] = []
  const total = codec.decompressTo(input, max, (chunk, start, end) => {
    parts.push(Buffer.from(chunk.subarray(start, end)))
    return true
  })
  const output = Buffer.concat(parts)
  assert.equal(total, output.length)
  return output
}

function fails(code: CompressionProblem): (error: unknown) => boolean {
  return (error) => error instanceof CompressionError && error.code === code
}

describe('every codec', () => {
  test('gives back what it was given, whole and in pieces', () => {
    check(property(anyInput, anyCodec, (input, codec) => {
      const compressed = codec.compress(input)
      assert.deepEqual(codec.decompress(compressed, input.length), input)
      assert.deepEqual(collect(codec, compressed, input.length), input)
    }), { numRuns: 300 })
  })

  for (const codec of codecs) {
    test(`${codec.name}: a megabyte and a half, many blocks, at every level's ends`, () => {
      const input = Buffer.concat([text(600_000), Buffer.alloc(300_000), text(600_000)])
      const levels = codec.levels === undefined ? [undefined] : [undefined, codec.levels.min, Math.min(codec.levels.max, 12)]
      for (const level of levels) {
        const compressed = codec.compress(input, level)
        assert.ok(compressed.length < input.length)
        assert.ok(codec.decompress(compressed, input.length).equals(input))
        assert.ok(collect(codec, compressed, input.length).equals(input))
      }
    })

    test(`${codec.name}: input inside a larger buffer`, () => {
      const around = Buffer.concat([Buffer.alloc(9, 1), text(5000), Buffer.alloc(9, 2)])
      const compressed = codec.compress(around.subarray(9, 5009))
      const inside = Buffer.concat([Buffer.alloc(5, 3), compressed, Buffer.alloc(5, 4)]).subarray(5, 5 + compressed.length)
      assert.ok(codec.decompress(inside, 5000).equals(text(5000)))
    })

    test(`${codec.name}: a sink may stop it, and may decompress itself`, () => {
      const compressed = codec.compress(text(500_000))
      let seen = 0
      codec.decompressTo(compressed, 500_000, (_chunk, start, end) => {
        seen += end - start
        assert.ok(codec.decompress(compressed, 500_000).equals(text(500_000)))
        return false
      })
      assert.ok(seen > 0 && seen < 500_000)
      assert.ok(collect(codec, compressed, 500_000).equals(text(500_000)))
    })

    test(`${codec.name}: the cap holds to the byte`, () => {
      for (const length of [1, 1000, 70_000, 200_000]) {
        const compressed = codec.compress(text(length))
        assert.equal(codec.decompress(compressed, length).length, length)
        assert.throws(() => codec.decompress(compressed, length - 1), fails('OUTPUT_TOO_LARGE'))
        assert.throws(() => collect(codec, compressed, length - 1), fails('OUTPUT_TOO_LARGE'))
      }
    })

    test(`${codec.name}: data cut anywhere is corrupt`, () => {
      const compressed = codec.compress(text(300))
      for (let length = 0; length < compressed.length; length++) {
        if (codec.name === 'snappy' && length === 16) continue // a header alone is an empty stream
        if (codec.name === 'lz4' && length === 0) continue // as is nothing at all
        assert.throws(() => codec.decompress(compressed.subarray(0, length), 1000), fails('CORRUPT'), `cut at ${length}`)
        assert.throws(() => collect(codec, compressed.subarray(0, length), 1000), fails('CORRUPT'), `cut at ${length}`)
      }
    })
  }

  test('mutated data gives CompressionError or some output within the cap, the same both ways', () => {
    check(property(anyInput, anyCodec, array(nat(), { minLength: 1, maxLength: 3 }), nat(255), (input, codec, where, byte) => {
      const compressed = Buffer.from(codec.compress(input))
      for (const at of where) compressed[at % compressed.length] = byte
      const outcome = (run: () => Buffer): string => {
        try {
          const output = run()
          assert.ok(output.length <= 200_000)
          return output.toString('latin1')
        } catch (error) {
          assert.ok(error instanceof CompressionError, String(error))
          return 'error'
        }
      }
      assert.equal(outcome(() => collect(codec, compressed, 200_000)), outcome(() => codec.decompress(compressed, 200_000)))
      // What comes after a failure is not affected by it.
      assert.ok(codec.decompress(codec.compress(input), input.length).equals(input))
    }), { numRuns: 500 })
  })

  test('very many empty frames that claim much memory are given none', () => {
    // A zstd frame with a window of 128 MiB and an LZ4 frame with blocks of 4 MiB, nothing in them.
    const lz4Frame = codecByName('lz4')!.compress(Buffer.alloc(0))
    lz4Frame[5] = 0x70
    lz4Frame[6] = (xxh32(lz4Frame, 4, 6) >>> 8) & 255
    for (const [name, frame] of [['zstd', Buffer.from('28b52ffd0088010000', 'hex')], ['lz4', lz4Frame]] as const) {
      const input = Buffer.alloc(frame.length * 10_000, frame)
      const before = process.memoryUsage().external
      assert.equal(collect(codecByName(name)!, input, 1_000_000).length, 0)
      assert.equal(codecByName(name)!.decompress(input, 1_000_000).length, 0)
      assert.ok(process.memoryUsage().external - before < 20_000_000, name)
    }
  })

  test('noise gives CompressionError or some output within the cap', () => {
    check(property(uint8Array({ maxLength: 300 }), anyCodec, (noise, codec) => {
      try {
        assert.ok(codec.decompress(noise, 10_000).length <= 10_000)
      } catch (error) {
        assert.ok(error instanceof CompressionError, String(error))
      }
    }), { numRuns: 1000 })
  })
})

test('none hands the same bytes on', () => {
  const input = Buffer.from('abc')
  assert.equal(none.compress(input), input)
  assert.equal(none.decompress(input, 1), input)
})

test('codecs are found by id and by name', () => {
  for (const [id, name] of ['none', 'gzip', 'snappy', 'lz4', 'zstd'].entries()) {
    assert.equal(codecById(id), codecByName(name))
    assert.equal(codecById(id)!.name, name)
    assert.equal(codecById(id)!.id, id)
  }
  assert.equal(codecById(5), undefined)
  assert.equal(codecByName('brotli'), undefined)
})

describe('formats', () => {
  test('snappy is written in the framing of snappy-java', () => {
    const compressed = codecByName('snappy')!.compress(text(40_000))
    assert.equal(compressed.subarray(0, 16).toString('hex'), '82534e41505059000000000100000001')
    const first = compressed.readInt32BE(16)
    const second = compressed.readInt32BE(20 + first)
    assert.equal(24 + first + second, compressed.length)
    assert.equal(compressed.subarray(20, 23).toString('hex'), '808002', 'the first block holds 32 KiB')
  })

  test('snappy streams in a row are one', () => {
    const snappy = codecByName('snappy')!
    const twice = Buffer.concat([snappy.compress(text(37)), snappy.compress(text(40_000))])
    assert.ok(snappy.decompress(twice, 50_000).equals(Buffer.concat([text(37), text(40_000)])))
  })

  test('snappy lengths that the bytes cannot give are not allocated', () => {
    const claim = Buffer.from('ffffffff0f00', 'hex')
    assert.throws(() => codecByName('snappy')!.decompress(claim, 2 ** 40), fails('CORRUPT'))
  })

  test('lz4 is written as Kafka writes it: independent blocks of 64 KiB, no checksums', () => {
    const compressed = codecByName('lz4')!.compress(text(100_000))
    assert.equal(compressed.subarray(0, 7).toString('hex'), '04224d18604082')
    assert.equal(compressed.subarray(-4).toString('hex'), '00000000')
  })

  test('lz4 descriptors that cannot be served are refused', () => {
    const lz4 = codecByName('lz4')!
    const good = lz4.compress(text(100))
    const withDescriptor = (flags: number, sizes: number): Buffer => {
      const changed = Buffer.from(good)
      changed[4] = flags
      changed[5] = sizes
      changed[6] = (xxh32(changed, 4, 6) >>> 8) & 255
      return changed
    }
    assert.ok(lz4.decompress(withDescriptor(0x60, 0x70), 100).equals(text(100)))
    for (const [flags, sizes] of [[0x20, 0x40], [0x61, 0x40], [0x62, 0x40], [0x60, 0x30], [0x60, 0xc0], [0x60, 0x41]]) {
      assert.throws(() => lz4.decompress(withDescriptor(flags!, sizes!), 100), fails('CORRUPT'))
    }
    const wrongSum = Buffer.from(good)
    wrongSum[6]! ^= 1
    assert.throws(() => lz4.decompress(wrongSum, 100), /header checksum/)
  })

  test('xxh32: known values, and in pieces', () => {
    assert.equal(xxh32(Buffer.alloc(0), 0, 0), 0x02cc5d05)
    assert.equal(xxh32(Buffer.from('a'), 0, 1), 0x550d7456)
    assert.equal(xxh32(Buffer.from('Nobody inspects the spammish repetition'), 0, 39), 0xe2293b2f)
    check(property(uint8Array({ maxLength: 100 }), nat(100), nat(100), (bytes, a, b) => {
      const [first, second] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)]
      const pieces = new Xxh32().update(bytes, 0, first).update(bytes, first, second).update(bytes, second, bytes.length)
      assert.equal(pieces.digest(), xxh32(bytes, 0, bytes.length))
    }))
  })
})

describe('data that others compressed', () => {
  const path = new URL('../../testdata/records/compression.json', import.meta.url)
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as {
    cases: { codec: string, name: string, bytes: number, data: string }[]
  }
  for (const { codec: codecName, name, bytes, data } of cases) {
    test(`${codecName}: ${name}`, () => {
      const codec = codecByName(codecName)!
      const expected = bytes === 74 ? Buffer.concat([text(37), text(37)]) : text(bytes)
      const input = Buffer.from(data, 'base64')
      assert.ok(codec.decompress(input, bytes).equals(expected))
      assert.ok(collect(codec, input, bytes).equals(expected))
      if (name.includes('checksum')) {
        // The checksum is the last of the data: it is looked at.
        const wrong = Buffer.from(input)
        wrong[wrong.length - 1]! ^= 1
        assert.throws(() => codec.decompress(wrong, bytes), fails('CORRUPT'))
        assert.throws(() => collect(codec, wrong, bytes), fails('CORRUPT'))
      }
    })
  }
})
