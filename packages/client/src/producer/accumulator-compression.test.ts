/** With compression: batches are full by what they are sent as, and memory is taken for what they hold. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import { Accumulator } from './accumulator.ts'
import type { PendingBatch } from './pending-batch.ts'

const value = Buffer.from('a sentence of which there are many alike, '.repeat(2))

function setUp(options: { batchBytes?: number; bufferBytes?: number; maxRequestBytes?: number; compression?: 'lz4' | 'none' } = {}) {
  const accumulator = new Accumulator({
    world: simWorld(1).host('client'), batchBytes: 4000, lingerMs: 5, bufferBytes: 1_000_000, maxRequestBytes: 100_000, compression: 'lz4', compressionLevel: undefined, onReady: () => {}, ...options,
  })
  const queue = accumulator.queue('t', 0)
  const add = (credited = 0): PendingBatch | undefined => accumulator.append(queue, null, value, undefined, 1, credited)
  /** Appends until the open batch is full, and answers that one. The record that was too much opened the next. */
  const fill = (): PendingBatch => {
    const first = queue.open ?? add()!
    while (first.closeReason === undefined) add()
    return first
  }
  const deliver = (): void => {
    const closed = queue.batches.filter(({ closeReason }) => closeReason !== undefined)
    for (const batch of closed) {
      queue.batches.splice(queue.batches.indexOf(batch), 1)
      batch.encode(1, 0, 0, false)
      accumulator.encoded(batch)
      accumulator.release(batch)
    }
  }
  /** As after many batches, with nothing open. */
  const learn = (): void => {
    for (let i = 0; i < 300; i++) {
      fill()
      deliver()
    }
    queue.batches.splice(0).forEach((batch) => ((batch.closeReason = 'close'), accumulator.release(batch)))
  }
  return { accumulator, queue, add, fill, deliver, learn }
}

test('batches grow until they are sent as large as wanted, and no larger', () => {
  const { accumulator, fill, deliver } = setUp()
  const sizes: { plain: number; sent: number }[] = []
  for (let i = 0; i < 300; i++) {
    const batch = fill()
    const plain = batch.bytes
    sizes.push({ plain, sent: batch.encode(1, 0, 0, false).length })
    deliver()
  }
  assert.ok(sizes[0]!.plain <= 4000)
  assert.ok(sizes.at(-1)!.plain > 20_000, `${sizes.at(-1)!.plain} bytes before compression`)
  assert.ok(sizes.every(({ sent }) => sent <= 4000))
  assert.equal(accumulator.memory.availableBytes, 996_000, 'the open one has the rest')
  assert.ok(accumulator.bytesToSend('t', 1000) < 200, 'what records take of a partition is counted as sent, too')
  assert.equal(accumulator.bytesToSend('other', 1000), 1050)
})

test('before compression a batch has maxRequestBytes at most, and an eighth of the memory', () => {
  for (const [options, limit] of [[{ batchBytes: 20_000 }, 100_000], [{ bufferBytes: 160_000 }, 20_000], [{ batchBytes: 50_000, bufferBytes: 160_000 }, 50_000]] as const) {
    const { accumulator, fill, deliver } = setUp(options)
    let largest = 0
    for (let i = 0; i < 500; i++) {
      largest = Math.max(largest, fill().bytes)
      deliver()
    }
    assert.equal(accumulator.plainLimit, limit)
    assert.ok(largest <= limit && largest > limit * 0.97, `${largest} of ${limit}`)
  }
})

test('memory is taken as the batch grows, given back when it is compressed and when it is done', () => {
  const { accumulator, add, learn, queue } = setUp()
  learn()
  const batch = add()!
  assert.equal(accumulator.memory.availableBytes, 996_000)
  while (batch.bytes < 10_000) assert.equal(add(), batch)
  assert.equal(accumulator.memory.availableBytes, 984_000)
  accumulator.closeAll('flush')
  const sent = batch.encode(1, 0, 0, false)
  assert.ok(sent.length < 2000)
  accumulator.encoded(batch)
  assert.equal(accumulator.memory.availableBytes, 1_000_000 - sent.length)
  accumulator.release(batch)
  assert.equal(accumulator.memory.availableBytes, 1_000_000)
  queue.batches.length = 0
})

test('without memory to grow a batch is closed as it is, and nobody waits for ever', async () => {
  const { accumulator, queue, add, learn, deliver } = setUp({ bufferBytes: 100_000 })
  learn()
  assert.equal(accumulator.memory.tryTake(93_000), true)
  const batch = add()!
  while (batch.closeReason === undefined) assert.equal(add(), batch.closeReason === undefined ? batch : undefined)
  assert.equal(batch.closeReason, 'memory')
  assert.ok(batch.bytes > 3800 && batch.bytes <= 4000)
  assert.equal(queue.open, undefined)
  const waiting = accumulator.memory.take(4000, 1000)
  deliver()
  await waiting
  const next = add(4000)!
  assert.equal(next.closeReason, undefined)
  // A record that waited for memory and finds a batch with room, but none to grow it, opens its own.
  while (next.bytesWith(null, value, undefined) <= 4000) assert.equal(add(), next)
  assert.equal(accumulator.memory.availableBytes, 3000)
  assert.equal(accumulator.memory.tryTake(3000), true)
  const last = add(3000)
  assert.deepEqual([next.closeReason, last === next, last?.heldBytes], ['memory', false, 3000])
})

test('a batch that the broker found too large: those to come are filled as if nothing compressed', () => {
  const { accumulator, fill, deliver, learn } = setUp()
  learn()
  const batch = fill()
  assert.ok(batch.bytes > 20_000, `${batch.bytes}`)
  batch.encode(1, 0, 0, false)
  accumulator.wasTooLarge(batch)
  deliver()
  fill()
  assert.ok(fill().bytes <= 4000, 'of those opened from then on')
})

test('without compression nothing is estimated: the record counts as it is, and so does the batch', () => {
  const { accumulator, fill } = setUp({ compression: 'none' })
  assert.equal(accumulator.bytesToSend('t', 1000), 1000)
  const batch = fill()
  assert.equal(batch.bytesToSend, batch.bytes)
  assert.equal(accumulator.memory.availableBytes, 992_000)
  batch.encode(1, 0, 0, false)
  accumulator.encoded(batch)
  assert.equal(accumulator.memory.availableBytes, 992_000)
})
