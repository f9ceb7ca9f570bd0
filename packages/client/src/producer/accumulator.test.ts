import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import { Accumulator } from './accumulator.ts'
import { MemoryCredit } from './memory-credit.ts'
import { offsetIn, type BatchReport, PendingBatch } from './pending-batch.ts'
import { splitBatch } from './split.ts'

const value = Buffer.alloc(50, 'x')

function setUp(options: { batchBytes?: number; bufferBytes?: number; lingerMs?: number } = {}) {
  const simulation = simWorld(1)
  const world = simulation.host('client')
  let polls = 0
  const accumulator = new Accumulator({
    world, batchBytes: 300, lingerMs: 5, bufferBytes: 900, compression: 'none', compressionLevel: undefined, maxRequestBytes: 1_048_576, onReady: () => polls++, ...options,
  })
  const queue = accumulator.queue('t', 0)
  return { simulation, accumulator, queue, add: (credited = 0) => accumulator.append(queue, null, value, undefined, 1, credited), polls: () => polls }
}

test('a batch closes when it is full, the next record opens another', () => {
  const { accumulator, queue, add } = setUp()
  const first = add()
  let batch = first
  let count = 0
  while (batch === first) {
    batch = add()
    count++
  }
  assert.equal(first?.closeReason, 'full')
  assert.equal(first?.recordCount, count)
  assert.ok(first!.bytes <= 300)
  assert.deepEqual(queue.batches, [first, batch])
  assert.equal(accumulator.ready.has(queue), true)
  assert.equal(accumulator.memory.availableBytes, 300)
})

test('linger closes in the order of opening; one announcement a turn', async () => {
  const { simulation, accumulator, add, polls } = setUp()
  const batch = add()
  const other = accumulator.append(accumulator.queue('t', 1), null, value, undefined, 1)
  assert.equal(batch?.closeReason, undefined)
  await simulation.advance(4)
  assert.equal(batch?.closeReason, undefined)
  await simulation.advance(2)
  assert.deepEqual([batch?.closeReason, other?.closeReason, polls()], ['linger', 'linger', 1])
})

test('without memory all open batches close, and no new one overtakes who waits', async () => {
  const { simulation, accumulator, queue, add } = setUp({ batchBytes: 300, bufferBytes: 600 })
  const other = accumulator.append(accumulator.queue('t', 1), null, value, undefined, 1)
  const first = add()
  accumulator.closeAll('flush')
  assert.equal(add(), undefined)
  const granted: string[] = []
  const waiting = accumulator.memory.take(300, 1000).then(() => granted.push('waited'))
  first!.fail(new Error('x') as never)
  queue.batches.length = 0
  accumulator.release(first!)
  await waiting
  assert.deepEqual(granted, ['waited'])
  const next = add(300)
  const behind = assert.rejects(accumulator.memory.take(300, 1000), { code: 'BUFFER_EXHAUSTED' })
  assert.equal(add(), next, 'there is room for it')
  assert.equal(accumulator.append(accumulator.queue('t', 2), null, value, undefined, 1), undefined)
  assert.equal(next?.closeReason, 'memory')
  await simulation.advance(1000)
  await behind
  assert.equal(other?.closeReason, 'flush')
})

test('a record with credit that finds room gives the credit back', () => {
  const { accumulator, add } = setUp()
  add()
  assert.equal(accumulator.memory.tryTake(300), true)
  add(300)
  assert.equal(accumulator.memory.availableBytes, 600)
})

test('flush waits for what is open, well or not', async () => {
  const { accumulator, add } = setUp()
  const batch = add()!
  let isDone = false
  const flushed = accumulator.flush().then(() => (isDone = true))
  assert.equal(batch.closeReason, 'flush')
  await Promise.resolve()
  assert.equal(isDone, false)
  batch.fail(new Error('x') as never)
  await flushed
})

test('memory: first come, first served; a record larger than all of it; time runs out', async () => {
  const simulation = simWorld(1)
  const credit = new MemoryCredit(100, simulation.host('client'))
  assert.equal(credit.tryTake(80), true)
  const order: string[] = []
  const large = credit.take(90, 1000).then(() => order.push('large'))
  const small = credit.take(10, 1000).then(() => order.push('small'))
  assert.equal(credit.tryTake(10), false)
  await assert.rejects(credit.take(101, 1000), { code: 'RECORD_TOO_LARGE' })
  credit.give(80)
  await Promise.all([large, small])
  assert.deepEqual([order, credit.availableBytes], [['large', 'small'], 0])
  const late = assert.rejects(credit.take(50, 200), { code: 'BUFFER_EXHAUSTED', retriable: true })
  const behind = credit.take(10, 10_000)
  await simulation.advance(100)
  credit.give(20)
  assert.equal(credit.waiting, 2, 'a small one does not overtake')
  await simulation.advance(200)
  await late
  await behind
  assert.equal(credit.availableBytes, 10)
  const controller = new AbortController()
  const given = assert.rejects(credit.take(60, 10_000, controller.signal), { code: 'ABORTED' })
  const next = credit.take(10, 10_000)
  controller.abort()
  await given
  await next
  assert.deepEqual([credit.availableBytes, credit.waiting], [0, 0])
})

test('a split keeps order, contents and compression; parts of parts are single records', () => {
  for (const compression of ['none', 'gzip'] as const) {
    const whole = new PendingBatch({ topic: 't', partition: 0, compression, compressionLevel: undefined, capacityBytes: 2000, nowMs: 7 })
    for (let i = 0; i < 20; i++) whole.append(Buffer.from(`k${i}`), value, [{ key: 'h', value: Buffer.from([i]) }], 100 + i, 16_384)
    whole.closeReason = 'linger'
    whole.encode(1, 0, 0, false)
    const parts = splitBatch(whole, 16_384)
    assert.ok(parts.length > 1 && parts.length < 20)
    assert.equal(parts.reduce((sum, part) => sum + part.recordCount, 0), 20)
    assert.ok(parts.every((part) => part.closeReason !== undefined))
    assert.ok(parts.every(({ openedAtMs }) => openedAtMs === 7), 'as old as the whole: the delivery timeout runs on')
    parts[0]!.encode(1, 0, 0, false)
    const singles = splitBatch(parts[0]!, 16_384)
    assert.deepEqual(singles.map(({ recordCount }) => recordCount), Array.from({ length: parts[0]!.recordCount }, () => 1))
  }
})

test('offsets of a split batch come from its parts', () => {
  const report = (baseOffset: number, recordCount: number, parts?: BatchReport[]): BatchReport => ({ baseOffset, recordCount, ...(parts === undefined ? {} : { parts }) }) as Partial<BatchReport> as BatchReport
  const whole = report(10, 5, [report(10, 2), report(40, 3, [report(40, 1), report(50, 2)])])
  assert.deepEqual([0, 1, 2, 3, 4].map((index) => offsetIn(whole, index)), [10, 11, 40, 50, 51])
  assert.equal(offsetIn(report(-1, 3), 2), -1)
})

test('where few records come, a batch has no buffer for many', () => {
  const { accumulator, queue, add } = setUp({ batchBytes: 1_000_000, bufferBytes: 10_000_000 })
  const first = add()!
  accumulator.closeAll('flush')
  const second = add()!
  assert.equal(accumulator.memory.availableBytes, 8_000_000, 'the memory is taken all the same')
  accumulator.closeAll('flush')
  assert.deepEqual(queue.batches, [first, second])
  for (const batch of [first, second]) assert.ok(batch.encode(1, 0, 0, false).buffer.byteLength < 100_000)
})
