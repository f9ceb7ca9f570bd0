import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { array, assert as check, constantFrom, nat, property, uint8Array } from 'fast-check'
import { BufferPool, FrameBuffers, FrameDecoder } from './index.ts'

interface Seen {
  bytes: Buffer
  view: Buffer
  release: () => void
}

function frame(content: Uint8Array): Buffer {
  const size = Buffer.alloc(4)
  size.writeInt32BE(content.length)
  return Buffer.concat([size, content])
}

function decoder(options: { scratchBytes?: number, max?: number, lent?: boolean, buffers?: FrameBuffers, mayGrow?: (bytes: number) => boolean } = {}): {
  decoder: FrameDecoder, seen: Seen[], buffers: FrameBuffers
} {
  const seen: Seen[] = []
  const buffers = options.buffers ?? new FrameBuffers({ scratchBytes: options.scratchBytes ?? 64 })
  return {
    seen,
    buffers,
    decoder: new FrameDecoder({
      buffers,
      maxFrameBytes: options.max ?? 1_000_000,
      onFrame: (buffer, start, end, release) => {
        const view = buffer.subarray(start, end)
        seen.push({ bytes: Buffer.from(view), view, release })
      },
      mayOutlive: options.lent === true ? () => false : undefined,
      mayGrow: options.mayGrow,
    }),
  }
}

/** Feeds bytes as a transport does, `step` at most per read; then the shared scratch holds somebody else's bytes. */
function read(to: FrameDecoder, buffers: FrameBuffers, bytes: Buffer, step: (left: number) => number): void {
  for (let at = 0; at < bytes.length;) {
    const target = to.target()
    assert.ok(target.length > 0)
    const length = Math.max(1, Math.min(target.length, step(bytes.length - at), bytes.length - at))
    bytes.copy(target, 0, at, at + length)
    at += length
    to.received(length)
    buffers.scratch.fill(0xdd)
  }
}

const contents = array(uint8Array({ maxLength: 150 }), { minLength: 1, maxLength: 8 })

describe('frames come out as they went in', () => {
  const stream = Buffer.concat([frame(Buffer.from('one')), frame(Buffer.alloc(0)), frame(Buffer.alloc(100, 7)),
    frame(Buffer.from('three'))])
  const expected = [Buffer.from('one'), Buffer.alloc(0), Buffer.alloc(100, 7), Buffer.from('three')]

  test('split at every point, read in place and pushed', () => {
    for (let split = 0; split <= stream.length; split++) {
      const inPlace = decoder({ scratchBytes: 256 })
      const parts = [stream.subarray(0, split), stream.subarray(split)]
      for (const part of parts) read(inPlace.decoder, inPlace.buffers, part, (left) => left)
      assert.deepEqual(inPlace.seen.map((one) => one.bytes), expected, `split at ${split}`)
      assert.deepEqual(inPlace.seen.map((one) => one.view), expected, 'views outlive later reads')
      assert.equal(inPlace.decoder.isInsideFrame, false)
      const pushed = decoder()
      for (const part of parts) pushed.decoder.push(part)
      assert.deepEqual(pushed.seen.map((one) => one.bytes), expected)
    }
  })

  test('byte by byte', () => {
    const inPlace = decoder()
    read(inPlace.decoder, inPlace.buffers, stream, () => 1)
    assert.deepEqual(inPlace.seen.map((one) => one.view), expected)
    const pushed = decoder()
    for (const byte of stream) pushed.decoder.push(Buffer.of(byte))
    assert.deepEqual(pushed.seen.map((one) => one.view), expected)
  })

  test('any frames in any steps, with views kept and released in any order', () => {
    check(property(contents, array(nat(200), { minLength: 1 }), constantFrom(64, 200, 4096), (frames, steps, scratchBytes) => {
      const one = decoder({ scratchBytes })
      let turn = 0
      read(one.decoder, one.buffers, Buffer.concat(frames.map(frame)), () => steps[turn++ % steps.length]!)
      assert.deepEqual(one.seen.map((seen) => seen.view), frames.map((content) => Buffer.from(content)))
      for (const seen of one.seen.sort((a, b) => a.bytes.length - b.bytes.length)) seen.release()
    }))
  })

  test('whether their buffers may grow ahead of them or not', () => {
    const answers = array(constantFrom(true, false), { minLength: 1 })
    check(property(contents, array(nat(200), { minLength: 1 }), answers, constantFrom(16, 64, 200), (frames, steps, grows, scratchBytes) => {
      const buffers = new FrameBuffers({ scratchBytes, pool: new BufferPool({ smallestBytes: 1 }) })
      let asked = 0
      const one = decoder({ buffers, mayGrow: () => grows[asked++ % grows.length]! })
      let turn = 0
      const bytes = Buffer.concat(frames.map(frame))
      const rest = Math.max(1, Math.floor(bytes.length / 3))
      read(one.decoder, buffers, bytes.subarray(0, rest), () => steps[turn++ % steps.length]!)
      one.decoder.push(Buffer.from(bytes.subarray(rest, 2 * rest)))
      read(one.decoder, buffers, bytes.subarray(2 * rest), () => steps[turn++ % steps.length]!)
      assert.deepEqual(one.seen.map((seen) => seen.view), frames.map((content) => Buffer.from(content)))
      for (const seen of one.seen) seen.release()
    }))
  })

  test('a buffer that may not grow holds what has come, and says so', () => {
    const buffers = new FrameBuffers({ scratchBytes: 4096, pool: new BufferPool({ smallestBytes: 1 }) })
    const asked: number[] = []
    let may = false
    const one = decoder({ buffers, max: 1_000_000, mayGrow: (bytes) => (asked.push(bytes), may) })
    const whole = frame(Buffer.alloc(500_000, 7))
    read(one.decoder, buffers, whole.subarray(0, 4 + 2048), (left) => left)
    assert.deepEqual([one.decoder.heldBytes, one.decoder.isFull, one.decoder.arrivedBytes, one.decoder.frameBytes], [2048, true, 2048, 500_000])
    assert.deepEqual([asked, one.decoder.missingBytes], [[65536], 497_952])
    may = true
    read(one.decoder, buffers, whole.subarray(4 + 2048), (left) => left)
    assert.equal(one.decoder.isFull, false)
    assert.ok(one.seen[0]!.view.equals(whole.subarray(4)))
  })

  test('a large frame grows its buffer with what arrives', () => {
    const one = decoder({ scratchBytes: 1000, max: 10_000_000 })
    const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index * 31))
    const whole = frame(content)
    let at = 0
    while (at < whole.length) {
      const target = one.decoder.target()
      const length = Math.min(target.length, whole.length - at, 777_777)
      whole.copy(target, 0, at, at + length)
      one.decoder.received(length)
      at += length
      assert.ok(one.decoder.heldBytes <= Math.max(65536, at * 4) * 2)
    }
    assert.ok(one.seen[0]!.view.equals(content))
    assert.equal(one.buffers.pool.idleBytes > 0, true, 'outgrown buffers are reused')
  })

  test('frames lent for the call are not copied', () => {
    const one = decoder({ lent: true })
    read(one.decoder, one.buffers, frame(Buffer.from('lent')), (left) => left)
    assert.equal(one.seen[0]!.view.buffer, one.buffers.scratch.buffer)
    assert.equal(one.seen[0]!.bytes.toString(), 'lent')
  })
})

describe('bad streams', () => {
  test('a negative size and one above the limit are errors, for good', () => {
    for (const [hex, kind] of [['ffffffff', 'negativeSize'], ['47455420', 'tooLarge'], ['16030100', 'tooLarge']] as const) {
      const one = decoder({ max: 100 * 1024 * 1024 })
      const bytes = Buffer.concat([frame(Buffer.from('good')), Buffer.from(hex, 'hex'), frame(Buffer.from('after'))])
      assert.equal(one.decoder.push(bytes)?.kind, kind)
      assert.equal(one.decoder.push(frame(Buffer.from('later')))?.kind, kind)
      assert.deepEqual(one.seen.map((seen) => seen.bytes.toString()), ['good'])
      assert.equal(one.decoder.heldBytes, 0)
    }
  })

  test('a size that is only claimed is not allocated', () => {
    const one = decoder({ max: 2 ** 31 - 1 })
    one.decoder.push(Buffer.from('7fffffff00', 'hex'))
    assert.ok(one.decoder.heldBytes <= 65536)
    assert.ok(one.decoder.isInsideFrame)
    one.decoder.close()
    assert.equal(one.decoder.heldBytes, 0)
    assert.equal(one.buffers.pool.idleBytes, 65536)
  })

  test('the limit may be raised between two frames of one chunk', () => {
    const seen: number[] = []
    const one: FrameDecoder = new FrameDecoder({
      buffers: new FrameBuffers(),
      maxFrameBytes: 10,
      onFrame: (_buffer, start, end) => {
        seen.push(end - start)
        one.maxFrameBytes = 1000
      },
    })
    one.push(Buffer.concat([frame(Buffer.alloc(10)), frame(Buffer.alloc(500)), frame(Buffer.alloc(1001))]))
    assert.deepEqual(seen, [10, 500])
    assert.equal(one.error?.size, 1001)
  })

  test('closing from within onFrame stops the frames behind it', () => {
    let count = 0
    const one: FrameDecoder = new FrameDecoder({
      buffers: new FrameBuffers(), maxFrameBytes: 10, onFrame: () => {
        count++
        one.close()
      },
    })
    one.push(Buffer.concat([frame(Buffer.alloc(1)), frame(Buffer.alloc(1))]))
    assert.equal(count, 1)
  })
})

describe('buffers', () => {
  test('classes are powers of two, and idle bytes are bounded', () => {
    const pool = new BufferPool({ maxIdleBytes: 20_000, smallestBytes: 4096, largestBytes: 16384 })
    assert.equal(pool.acquire(1).length, 4096)
    assert.equal(pool.acquire(4097).length, 8192)
    assert.equal(pool.acquire(16385).length, 16385)
    const first = pool.acquire(9000)
    pool.release(first)
    assert.equal(pool.idleBytes, 16384)
    pool.release(Buffer.alloc(8192))
    assert.equal(pool.idleBytes, 16384, 'over the bound')
    pool.release(Buffer.alloc(5000))
    pool.release(Buffer.alloc(32768))
    assert.equal(pool.idleBytes, 16384, 'no class')
    assert.equal(pool.acquire(16384), first)
    assert.equal(pool.idleBytes, 0)
  })

  test('a place in the arena is used again only when all frames in it have been released', () => {
    const buffers = new FrameBuffers()
    const source = Buffer.alloc(60_000, 1)
    const releases: (() => void)[] = []
    const places = new Set<Buffer>()
    for (let turn = 0; turn < 5; turn++) {
      releases.push(buffers.keep(source, 0, source.length))
      places.add(buffers.keptBuffer)
    }
    assert.equal(places.size, 2)
    for (const release of releases.slice(0, 3)) release()
    assert.equal(buffers.pool.idleBytes, 0)
    releases[3]!()
    assert.equal(buffers.pool.idleBytes, 262144)
    assert.throws(() => releases[3]!(), /released twice/)
    const large = buffers.keep(Buffer.alloc(200_000, 5), 0, 200_000)
    assert.equal(buffers.keptBuffer.length, 262144)
    large()
    assert.throws(large, /released twice/)
  })
})
