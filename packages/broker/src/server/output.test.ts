// What leaves on a connection: the right bytes in the right order, in few writes, and little memory for slow readers.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Connection } from '@odradek/platform'
import type { RecordsSource } from '@odradek/protocol'
import { Budget } from './budget.ts'
import { ChunkPool } from './chunk-pool.ts'
import { Output } from './output.ts'

/** A connection that takes a write when it is told to. */
class SlowConnection {
  readonly writes: Buffer[] = []
  private waiting: ((gone?: boolean) => void)[] = []
  private readonly keep: boolean

  constructor(keep = true) {
    this.keep = keep
  }

  write(buffers: readonly Uint8Array[], done?: (gone?: boolean) => void): boolean {
    this.writes.push(this.keep ? Buffer.concat(buffers) : Buffer.alloc(0))
    if (done !== undefined) this.waiting.push(done)
    return false
  }

  /** The kernel has taken what was written. */
  take(gone = false): boolean {
    const { waiting } = this
    this.waiting = []
    for (const done of waiting) done(gone)
    return waiting.length > 0
  }

  get asConnection(): Connection {
    return this as unknown as Connection
  }
}

/** Bytes that count up, so that every position can be told. */
function source(byteLength: number, seed: number): RecordsSource {
  return {
    byteLength,
    read(target, targetStart, from, length) {
      for (let i = 0; i < length; i++) target[targetStart + i] = (seed + from + i) & 0xff
      return length
    },
  }
}

function expected(byteLength: number, seed: number): Buffer {
  const bytes = Buffer.alloc(byteLength)
  source(byteLength, seed).read(bytes, 0, 0, byteLength)
  return bytes
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('output', () => {
  it('reads nothing more for a connection that has died and has not said so yet', async () => {
    const connection = new SlowConnection(false)
    const output = new Output(connection.asConnection, new ChunkPool(), new Budget(Infinity), (reason) => assert.fail(reason))
    let read = 0
    const large: RecordsSource = { byteLength: 50_000_000, read: (_target, _start, _from, length) => ((read += length), length) }
    let progress = 0
    output.onProgress = () => progress++
    output.push([large], large.byteLength)
    await turn()
    const before = read
    assert.ok(before > 0 && before < large.byteLength)
    assert.equal(connection.take(true), true)
    assert.deepEqual([read, connection.writes.length, connection.take(), progress], [before, 1, false, 0])
    output.push([large], large.byteLength)
    await turn()
    assert.equal(read, before)
  })

  it('sends every byte once and in order, whatever it is cut into', async () => {
    const part = fc.record({ size: fc.oneof(fc.nat(300), fc.integer({ min: 60_000, max: 400_000 })), isSource: fc.boolean() })
    const answers = fc.array(fc.record({ parts: fc.array(part, { minLength: 1, maxLength: 4 }), pause: fc.boolean() }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(answers, async (plan) => {
        const connection = new SlowConnection()
        const pool = new ChunkPool()
        const unsent = new Budget(Infinity)
        const output = new Output(connection.asConnection, pool, unsent, (reason) => assert.fail(reason))
        const wanted: Buffer[] = []
        let seed = 0
        for (const { parts, pause } of plan) {
          const made = parts.map(({ size, isSource }) => {
            seed += 13
            wanted.push(expected(size, seed))
            return isSource ? source(size, seed) : expected(size, seed)
          })
          output.push(made, made.reduce((sum, { byteLength }) => sum + byteLength, 0))
          // The encoder writes over its buffer as soon as the push is over.
          for (const one of made) if (Buffer.isBuffer(one)) one.fill(0)
          if (pause) {
            await turn()
            connection.take()
          }
        }
        await turn()
        while (connection.take()) await turn()
        assert.ok(Buffer.concat(connection.writes).equals(Buffer.concat(wanted)))
        assert.equal(output.isIdle, true)
        assert.equal(pool.inUseBytes, 0)
        assert.deepEqual([unsent.usedBytes, output.memoryBytes], [0, 0])
      }),
      { numRuns: 60 },
    )
  })

  it('takes no buffer for an answer without bytes', async () => {
    const pool = new ChunkPool()
    const output = new Output(new SlowConnection().asConnection, pool, new Budget(Infinity), () => {})
    output.push([Buffer.alloc(0), source(0, 1)], 0)
    await turn()
    assert.equal(pool.inUseBytes, 0)
    assert.equal(output.isIdle, true)
  })

  it('sends the small answers of a turn in one write', async () => {
    const connection = new SlowConnection()
    const output = new Output(connection.asConnection, new ChunkPool(), new Budget(Infinity), () => {})
    for (let i = 0; i < 50; i++) output.push([Buffer.alloc(40, i), source(500, i)], 540)
    await turn()
    assert.deepEqual(connection.writes.map(({ length }) => length), [50 * 540])
  })

  it('spends a bounded number of bytes on any number of readers that do not read', async () => {
    const pool = new ChunkPool()
    const answer: RecordsSource = { byteLength: 50 * 1024 * 1024, read: (_target, _start, _from, length) => length }
    const connections: SlowConnection[] = []
    const outputs: Output[] = []
    for (let i = 0; i < 1000; i++) {
      const connection = new SlowConnection(false)
      const output = new Output(connection.asConnection, pool, new Budget(Infinity), () => {})
      for (let answers = 0; answers < 3; answers++) output.push([Buffer.alloc(100), answer], 100 + answer.byteLength)
      connections.push(connection)
      outputs.push(output)
      await turn()
    }
    assert.ok(pool.inUseBytes <= 192 * 1024 * 1024, `${pool.inUseBytes} bytes are in use`)
    for (const output of outputs) output.close()
    for (const connection of connections) connection.take()
    assert.equal(pool.inUseBytes, 0)
  })

  it('ends a connection whose records have become unreadable', async () => {
    const connection = new SlowConnection()
    const reasons: string[] = []
    const output = new Output(connection.asConnection, new ChunkPool(), new Budget(Infinity), (reason) => reasons.push(reason))
    output.push([Buffer.alloc(10), { byteLength: 100, read: () => 40 }], 110)
    await turn()
    assert.equal(reasons.length, 1)
    assert.deepEqual(connection.writes, [])
  })

  it('gives everything back when what stands before other parts has become unreadable', () => {
    const pool = new ChunkPool()
    const unsent = new Budget(Infinity)
    const output = new Output(new SlowConnection().asConnection, pool, unsent, () => {})
    const big = Buffer.alloc(2 * 1024 * 1024)
    output.push([Buffer.alloc(10), { byteLength: 100, read: () => 40 }, Buffer.alloc(10), big], 120 + big.length)
    assert.deepEqual([pool.inUseBytes, unsent.usedBytes], [0, 0])
  })
})
