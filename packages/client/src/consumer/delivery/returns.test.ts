import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { bench, numbers } from '../../testing/delivery-bench.ts'
import { handleEach } from './handlers.ts'
import { KnownOffsets } from './known-offsets.ts'
import type { ConsumerRecord } from '../record.ts'
import { BatchStream, RecordStream } from './streams.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Offsets that come until there are no more. */
async function rest(stream: RecordStream<Buffer | null, Buffer | null>, count: number): Promise<number[]> {
  const offsets: number[] = []
  while (offsets.length < count) offsets.push((await stream.next()).value!.offset)
  return offsets
}

test('known offsets, against a plain set', () => {
  const range = fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 10 })).map(([from, length]) => [from, from + length] as const)
  fc.assert(fc.property(fc.array(fc.record({ adds: fc.boolean(), ranges: fc.array(range, { maxLength: 4 }) })), (steps) => {
    const known = new KnownOffsets()
    const model = new Set<number>()
    for (const { adds, ranges } of steps) {
      let end = -1
      const apart = ranges.toSorted((a, b) => a[0] - b[0]).filter(([from, to]) => from > end && (end = to) > from)
      if (adds) for (const [from, to] of ranges) known.add(from, to)
      else known.remove(apart)
      for (const [from, to] of adds ? ranges : apart) for (let at = from; at < to; at++) if (adds) model.add(at); else model.delete(at)
      for (let at = 0; at < 55; at++) assert.equal(known.has(at), model.has(at))
      assert.equal(known.end, model.size === 0 ? 0 : Math.max(...model) + 1)
    }
  }))
})

test('a loop that is left gives its record back; one that was acknowledged by hand is done', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(10))
  for await (const record of new RecordStream<Buffer | null, Buffer | null>(delivery, {})) if (record.offset === 3) break
  assert.deepEqual([a.committable, a.position, a.isSettled], [3, 3, true])
  for await (const record of new RecordStream<Buffer | null, Buffer | null>(delivery, {})) {
    assert.equal(record.offset, 3)
    record.ack()
    break
  }
  assert.equal(a.committable, 4)
  const failing = async (): Promise<void> => {
    for await (const record of new RecordStream<Buffer | null, Buffer | null>(delivery, {})) if (record.offset === 5) throw new Error('five')
  }
  await assert.rejects(failing, /five/)
  const batches = new BatchStream<Buffer | null, Buffer | null>(delivery, {}, 3)
  assert.deepEqual((await batches.next()).value!.records.map(({ offset }) => offset), [5, 6, 7])
  await batches.return()
  assert.deepEqual(await rest(new RecordStream<Buffer | null, Buffer | null>(delivery, {}), 5), [5, 6, 7, 8, 9])
})

test('a handler that throws: its record and those behind it come again, and no commit passes it', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(40))
  const seen: number[] = []
  const handler = async ({ offset }: ConsumerRecord): Promise<void> => {
    await turn()
    if (offset === 5 && !seen.includes(5)) {
      seen.push(5)
      throw new Error('five')
    }
    seen.push(offset)
  }
  for (const options of [{ concurrency: 4 }, {}]) {
    const end = new AbortController()
    const running = handleEach<Buffer | null, Buffer | null>(delivery, handler, { ...options, signal: end.signal })
    if (seen.length === 0) {
      await assert.rejects(running, /five/)
      assert.deepEqual([a.committable, a.isSettled], [5, true])
    } else {
      while (a.committable < 40) await turn()
      end.abort()
      await running
    }
  }
  assert.deepEqual(seen, [...numbers(6), ...numbers(35, 5)].map(Number))
})

test('each ended by its signal: what waited in its lanes comes again', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(40))
  const end = new AbortController()
  const first: number[] = []
  await handleEach<Buffer | null, Buffer | null>(delivery, async ({ offset }) => {
    await turn()
    first.push(offset)
    end.abort()
  }, { concurrency: 2, signal: end.signal })
  assert.deepEqual([first, a.committable, a.isSettled], [[0], 1, true])
  assert.deepEqual(await rest(new RecordStream<Buffer | null, Buffer | null>(delivery, {}), 39), numbers(39, 1).map(Number))
})

test('a poison record, an error, the end: each is over when its handlers are', async () => {
  for (const how of ['poison', 'end'] as const) {
    const { delivery, state, fill } = bench()
    const [a, b] = [state(0), state(1)]
    fill(a, numbers(3))
    fill(b, numbers(3))
    let working = 0
    const running = handleEach<Buffer | null, Buffer | null>(delivery, async () => {
      working++
      for (let turns = 0; turns < 5; turns++) await turn()
      working--
    }, { concurrency: 3 })
    await turn()
    assert.equal(working, 2)
    if (how === 'end') delivery.end()
    else delivery.fail(new Error('poison') as never)
    await (how === 'end' ? running : assert.rejects(running, /poison/))
    assert.deepEqual([working, a.committable, b.committable, a.isSettled, b.isSettled], [0, 1, 1, true, true])
  }
})

test('manual: what was handed out is acknowledged after the loop; what is not comes again when something is asked for', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(6))
  const held: ConsumerRecord[] = []
  for await (const record of new RecordStream<Buffer | null, Buffer | null>(delivery, { ack: 'manual' })) if (held.push(record) === 4) break
  for (const index of [3, 0, 2]) assert.equal(held[index]!.ack(), true)
  assert.deepEqual([a.committable, a.tracker.records], [1, 1])
  const again = new RecordStream<Buffer | null, Buffer | null>(delivery, { ack: 'manual' })
  assert.deepEqual(await rest(again, 3), [1, 4, 5], 'those that were acknowledged do not come again')
  assert.equal(held[1]!.ack(), false)
  assert.equal(a.committable, 1)
})

test('manual: a stream that rejected and is asked again was not left', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(3))
  const abort = new AbortController()
  const stream = new RecordStream<Buffer | null, Buffer | null>(delivery, { ack: 'manual', signal: abort.signal })
  const { value: first } = await stream.next()
  abort.abort()
  await assert.rejects(stream.next(), { code: 'ABORTED' })
  await assert.rejects(stream.next(), { code: 'ABORTED' })
  assert.equal(first!.ack(), true)
})

test('what other streams have in hand keeps its account', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(8))
  const [one, other] = [new RecordStream<Buffer | null, Buffer | null>(delivery, { ack: 'manual' }), new RecordStream<Buffer | null, Buffer | null>(delivery, { ack: 'manual' })]
  const taken: ConsumerRecord[] = []
  for (const stream of [one, other, one, other, one]) taken.push((await stream.next()).value!)
  await one.return()
  taken[2]!.ack()
  const waiting = rest(other, 5)
  assert.deepEqual(await waiting, [0, 4, 5, 6, 7])
  assert.equal(a.committable, 0)
  assert.deepEqual(taken.map((record) => record.ack()), [false, true, false, true, false])
  assert.equal(delivery.credits.usedRecords, 5)
})

/** What a stream has in hand, by offset. */
type Hands = Map<number, ConsumerRecord>

test('streams that come and go, in any order: nothing is lost, nothing is in two hands, commits pass nothing', async () => {
  const step = fc.record({ who: fc.nat({ max: 3 }), what: fc.constantFrom('take', 'take', 'take', 'ack', 'ack', 'leave', 'refuse'), pick: fc.nat() })
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
    const { delivery, state, fill } = bench()
    const a = state(0)
    fill(a, numbers(30))
    const done = new Set<number>()
    const owners: { id: number; hands: Hands }[] = Array.from({ length: 4 }, () => ({ id: delivery.returns.newOwner(), hands: new Map() }))
    const check = (): void => {
      const first = numbers(31).map(Number).find((offset) => !done.has(offset))!
      assert.ok(a.committable <= first, `${a.committable} may be committed, ${first} is not done`)
      assert.equal(delivery.credits.usedRecords, owners.reduce((sum, { hands }) => sum + hands.size, 0))
    }
    const take = async (owner: (typeof owners)[number]): Promise<boolean> => {
      await Promise.resolve()
      const record = delivery.takeRecord(owner.id)
      if (record === undefined) return false
      assert.ok(!done.has(record.offset) && !owners.some(({ hands }) => hands.has(record.offset)), `${record.offset} came twice`)
      owner.hands.set(record.offset, record)
      return true
    }
    for (const { who, what, pick } of steps) {
      const owner = owners[who]!
      const record = [...owner.hands.values()][pick % Math.max(1, owner.hands.size)]
      if (what === 'take') await take(owner)
      else if (what === 'leave') {
        delivery.returns.of(owner.id)
        for (const left of owner.hands.values()) assert.equal(left.ack(), false)
        owners[who] = { id: delivery.returns.newOwner(), hands: new Map() }
      } else if (record !== undefined) {
        assert.equal(what === 'ack' ? record.ack() : record.nack(), true)
        owner.hands.delete(record.offset)
        if (what === 'ack') done.add(record.offset)
      }
      check()
    }
    for (const { id } of owners) delivery.returns.of(id)
    const last = { id: delivery.returns.newOwner(), hands: new Map() }
    owners.splice(0, owners.length, last)
    while (await take(last)) check()
    for (const [offset, record] of last.hands as Hands) {
      assert.equal(record.ack(), true)
      done.add(offset)
    }
    assert.deepEqual([done.size, a.committable, delivery.credits.usedRecords, a.isSettled], [30, 30, 0, true])
  }), { numRuns: 300 })
})

test('a record that is refused comes again after its time; its partition waits, the others do not', async () => {
  const { delivery, state, fill, simulation } = bench()
  const [a, b] = [state(0), state(1)]
  for (const one of [a, b]) fill(one, numbers(2))
  const stream = new RecordStream<Buffer | null, Buffer | null>(delivery, {})
  const seen: string[] = []
  const next = async (): Promise<ConsumerRecord> => {
    const { value } = await stream.next()
    seen.push(`${value!.partition}/${value!.offset}`)
    return value!
  }
  assert.equal((await next()).nack({ delayMs: 1000 }), true)
  await next()
  await next()
  const waiting = next()
  await turn()
  assert.deepEqual([seen, a.committable], [['0/0', '1/0', '1/1'], 0])
  await simulation.advance(999)
  assert.equal(seen.length, 3)
  await simulation.advance(2)
  assert.equal((await waiting).ack(), true)
  await next()
  assert.deepEqual(seen, ['0/0', '1/0', '1/1', '0/0', '0/1'])
  assert.equal(b.committable, 2)
})

test('of a batch, the records before the refused one are done; in a handler, what waits behind it comes after it', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(6))
  const batches = new BatchStream<Buffer | null, Buffer | null>(delivery, {}, 10)
  assert.equal((await batches.next()).value!.records[2]!.nack(), true)
  assert.deepEqual([a.committable, a.isSettled], [2, true])
  await batches.return()
  const seen: number[] = []
  const end = new AbortController()
  await handleEach<Buffer | null, Buffer | null>(delivery, async (record) => {
    await turn()
    seen.push(record.offset)
    if (record.offset === 3 && seen.filter((offset) => offset === 3).length === 1) record.nack()
    if (record.offset === 5) end.abort()
  }, { concurrency: 3, signal: end.signal })
  assert.deepEqual([seen, a.committable], [[2, 3, 3, 4, 5], 6])
})

test('of a batch that is acknowledged as one, one record is not the batch', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(6))
  const batches = new BatchStream<Buffer | null, Buffer | null>(delivery, {}, 3)
  const { value: batch } = await batches.next()
  assert.deepEqual(batch!.records.map((record) => record.ack()), [false, false, false])
  await batches.return()
  assert.equal(a.committable, 0)
  assert.deepEqual(await rest(new RecordStream<Buffer | null, Buffer | null>(delivery, {}), 2), [0, 1])
})

test('sought elsewhere while a handler is at work: what comes from there waits for it', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(6))
  const end = new AbortController()
  const seen: number[] = []
  let working = 0
  await handleEach<Buffer | null, Buffer | null>(delivery, async ({ offset }) => {
    assert.equal(++working, 1)
    seen.push(offset)
    await turn()
    if (seen.length === 2) {
      delivery.forget(a)
      a.moveTo(4, -1)
      fill(a, [])
    }
    for (let turns = 0; turns < 5; turns++) await turn()
    working--
    if (offset === 5) end.abort()
  }, { concurrency: 3, signal: end.signal })
  assert.deepEqual([seen, a.committable], [[0, 1, 4, 5], 6])
})

test('a partition that its handler pauses: what waits behind comes when it goes on', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(6))
  const end = new AbortController()
  const seen: number[] = []
  const running = handleEach<Buffer | null, Buffer | null>(delivery, async ({ offset }) => {
    seen.push(offset)
    await turn()
    if (offset === 1 && seen.length === 2) a.pausedByUser = true
    if (offset === 5) end.abort()
  }, { concurrency: 3, signal: end.signal })
  for (let turns = 0; turns < 20; turns++) await turn()
  assert.deepEqual([seen, a.committable], [[0, 1], 2])
  a.pausedByUser = false
  fill(a, numbers(6).slice(2))
  delivery.enqueue(a)
  await running
  assert.deepEqual([seen, a.committable], [[0, 1, 2, 3, 4, 5], 6])
})

test('a decision that is none is said, with the words that are', async () => {
  const { delivery, state, fill } = bench()
  fill(state(0), numbers(1))
  for (const decision of [undefined, {}, { retryInMs: Number.NaN }, 'retry'] as never[]) {
    const failing = handleEach<Buffer | null, Buffer | null>(delivery, () => { throw new Error('zero') }, { onError: () => decision })
    await assert.rejects(failing, { code: 'INVALID_ARGUMENT', message: /'fail', 'skip' or \{ retryInMs \}/ })
  }
})
