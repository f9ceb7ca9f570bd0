import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchBuilder } from '@odradek/protocol/internal'
import { json, type Serde, topic as typedTopic } from '../../serde.ts'
import { KafkaError } from '../../errors.ts'
import { bench, numbers } from '../../testing/delivery-bench.ts'
import { FetchedData } from '../fetching/fetched-data.ts'
import type { ConsumerOptions } from '../options.ts'
import { handleEach } from './handlers.ts'
import { BatchStream, RecordStream } from './streams.ts'

test('partitions take turns; one without credit, or paused, stands in nobody\'s way', () => {
  const { delivery, state, fill } = bench({ inFlight: { perPartition: 3 } })
  const [a, b, c] = [state(0), state(1), state(2)]
  for (const one of [a, b, c]) fill(one, numbers(5))
  c.pausedByUser = true
  const taken = []
  for (let record = delivery.takeRecord(); record !== undefined; record = delivery.takeRecord()) taken.push(record)
  assert.deepEqual(taken.map(({ partition, offset }) => `${partition}/${offset}`), ['0/0', '0/1', '0/2', '1/0', '1/1', '1/2'])
  taken[4]?.ack()
  assert.equal(delivery.takeRecord()?.offset, 3)
  assert.equal(delivery.takeRecord(), undefined)
  c.pausedByUser = false
  delivery.enqueue(c)
  assert.equal(delivery.takeRecord()?.partition, 2)
  assert.deepEqual([a.position, a.committable, b.position, b.committable], [3, 0, 4, 0])
  taken[3]?.ack()
  assert.equal(b.committable, 2)
})

test('credit over all partitions, in records and in bytes', () => {
  const { delivery, state, fill } = bench({ inFlight: { records: 4 } })
  const [a, b] = [state(0), state(1)]
  fill(a, numbers(3))
  fill(b, numbers(3))
  const taken = [1, 2, 3, 4].map(() => delivery.takeRecord())
  assert.equal(delivery.takeRecord(), undefined)
  assert.equal(taken[0]?.ack(), true)
  assert.equal(taken[1]?.ack(), true)
  assert.deepEqual([delivery.takeRecord()?.partition, delivery.takeRecord()?.partition, delivery.takeRecord()], [1, 1, undefined])
  const bytes = bench({ inFlight: { bytes: 250 } })
  const wide = bytes.state(0)
  bytes.fill(wide, numbers(5).map(() => 'x'.repeat(100)))
  assert.equal([1, 2, 3, 4].filter(() => bytes.delivery.takeRecord() !== undefined).length, 3)
})

test('a partition that goes away gives its credit back and wakes those that waited', async () => {
  const { delivery, state, fill } = bench({ inFlight: { records: 2 } })
  const [a, b] = [state(0), state(1)]
  fill(a, numbers(2))
  fill(b, numbers(2))
  const held = [delivery.takeRecord(), delivery.takeRecord()]
  assert.equal(delivery.takeRecord(), undefined)
  const woken = delivery.wait()
  a.close()
  delivery.forget(a)
  await woken
  assert.equal(delivery.takeRecord()?.partition, 1)
  assert.equal(held[0]?.ack(), false)
})

test('the buffer empties as slices are delivered', () => {
  const { delivery, state, fill, freed } = bench()
  const a = state(0)
  fill(a, numbers(10))
  assert.ok(a.bufferedBytes > 0)
  delivery.takeRecord()
  assert.ok(a.bufferedBytes > 0, 'what is cut out and not delivered counts')
  for (let left = 9; left > 0; left--) delivery.takeRecord()
  assert.deepEqual([a.bufferedBytes, freed()], [0, 1])
})

test('batches: as one or one by one, never more than asked for', async () => {
  const { delivery, state, fill } = bench({ inFlight: { perPartition: 4 } })
  const a = state(0)
  fill(a, numbers(3))
  fill(a, numbers(7, 3))
  const stream = new BatchStream(delivery, { ack: 'manual', maxRecords: 3 }, 100)
  const first = (await stream.next()).value!
  assert.deepEqual([first.firstOffset, first.lastOffset, first.nextOffset], [0, 2, 3])
  const second = (await stream.next()).value!
  assert.equal(second.length, 1, 'there is credit for one more')
  assert.equal(first.records[1]?.ack(), true)
  assert.equal(first.ack(), true)
  assert.equal(first.ack(), false)
  assert.equal(a.committable, 3)
  const auto = new BatchStream(delivery, {}, 100)
  const third = (await auto.next()).value!
  assert.equal(third.length, 6)
  assert.equal(a.tracker.records, 7)
  const next = auto.next()
  assert.equal(a.tracker.records, 1)
  second.ack()
  assert.equal(a.committable, 10)
  delivery.end()
  assert.deepEqual(await next, { done: true, value: undefined })
})

test('a stream: acknowledges what it went on from, ends, rejects', async () => {
  const { delivery, state, fill } = bench()
  const a = state(0)
  fill(a, numbers(3))
  const stream = new RecordStream(delivery, {})
  await stream.next()
  assert.equal(a.committable, 0)
  await stream.next()
  assert.equal(a.committable, 1)
  await stream.return()
  assert.deepEqual([a.committable, (await stream.next()).done], [1, true])
  const abort = new AbortController()
  const waiting = new RecordStream(delivery, { signal: abort.signal })
  assert.deepEqual([(await waiting.next()).value?.offset, (await waiting.next()).value?.offset], [1, 2], 'what was left comes again')
  const pending = waiting.next()
  abort.abort(new Error('enough'))
  await assert.rejects(pending, (error: KafkaError) => error.code === 'ABORTED' && (error.cause as Error).message === 'enough')
  const last = new RecordStream(delivery, {}).next()
  delivery.fail(new KafkaError('FATAL', 'dead'))
  await assert.rejects(last, { code: 'FATAL' })
  await assert.rejects(new RecordStream(delivery, {}).next(), { code: 'FATAL' })
})

test('requests of a stream that overlap lose no acknowledgement; one that waits when the stream is left takes nothing', async () => {
  for (const Stream of [RecordStream, BatchStream] as const) {
    const { delivery, state, fill } = bench()
    const a = state(0)
    const stream = new Stream<Buffer | null, Buffer | null>(delivery, { maxRecords: 1 } as never, 1)
    const waiting = [stream.next(), stream.next(), stream.next()]
    fill(a, numbers(3))
    await Promise.all(waiting)
    const left = stream.next()
    assert.deepEqual([a.committable, a.tracker.records], [3, 0])
    await stream.return()
    fill(a, numbers(1, 3))
    assert.deepEqual(await left, { done: true, value: undefined })
    assert.deepEqual([a.position, a.tracker.records], [3, 0])
    assert.equal((await new RecordStream(delivery, {}).next()).value?.offset, 3)
  }
})

test('what cannot be read for another reason than the record is poison to nobody: it is read when that has passed', async () => {
  for (const onPoison of ['skip', 'fail', { deadLetter: 'graves' }] as const) {
    for (const code of ['CONNECTION_FAILED', 'AUTHENTICATION_FAILED'] as const) {
      for (const isLate of [false, true]) {
        let isAway = true
        const read = (bytes: Buffer | null): string => {
          if (isAway) throw new KafkaError(code, 'no registry', { retriable: code === 'CONNECTION_FAILED' })
          return String(bytes)
        }
        const serde: Serde<string> = { serialize: (value) => value, deserialize: (bytes) => (isLate ? Promise.resolve().then(() => read(bytes)) : read(bytes)) }
        const { delivery, topics, state, fill, buried } = bench({ onPoison })
        topics.add(typedTopic('t', { value: serde }))
        const [a, b] = [state(0), state(1)]
        for (const one of [a, b]) fill(one, ['1', '2'])
        const stream = new RecordStream<null, string>(delivery, {})
        for (let times = 0; times < 3; times++) await assert.rejects(stream.next(), { code, message: /^t-[01] at offset 0 could not be read yet: no registry/ })
        isAway = false
        const values: string[] = []
        for (let asked = 0; values.length < 4; asked++) {
          assert.ok(asked < 10)
          const step = await stream.next().catch(() => undefined)
          if (step !== undefined) values.push(step.value!.value)
        }
        assert.deepEqual([values.toSorted(), buried.length, a.position, b.position], [['1', '1', '2', '2'], 0, 2, 2])
      }
    }
  }
})

test('poison stops, is passed over, or is buried before the next record', async () => {
  const Typed = typedTopic('t', { value: json<number>() })
  const outcome = async (onPoison: ConsumerOptions['onPoison']): Promise<{ values: number[]; error: unknown; position: number; buried: number }> => {
    const one = bench(onPoison === undefined ? {} : { onPoison })
    one.topics.add(Typed)
    const a = one.state(0)
    one.fill(a, ['1', 'x', '3', 'y'])
    const values: number[] = []
    let error: unknown
    const stream = new RecordStream<null, number>(one.delivery, { signal: AbortSignal.timeout(50) })
    try {
      for (;;) values.push((await stream.next()).value!.value)
    } catch (thrown) {
      error = (thrown as KafkaError).code
    }
    return { values, error, position: a.position, buried: one.buried.length }
  }
  assert.deepEqual(await outcome('fail'), { values: [1], error: 'DESERIALIZATION', position: 1, buried: 0 })
  assert.deepEqual(await outcome('skip'), { values: [1, 3], error: 'ABORTED', position: 4, buried: 0 })
  assert.deepEqual(await outcome({ deadLetter: 'graves' }), { values: [1, 3], error: 'ABORTED', position: 4, buried: 2 })
  assert.deepEqual(await outcome({ deadLetter: () => Promise.reject(new Error('no grave')) }), { values: [1], error: 'FATAL', position: 1, buried: 0 })
})

test('each: lanes by key keep their order; what fails ends it after those at work', async () => {
  const { delivery, state } = bench()
  const a = state(0)
  const builder = new BatchBuilder({ baseOffset: 0 })
  for (let index = 0; index < 40; index++) builder.append(`k${index % 4}`, String(index), undefined, 0)
  const bytes = builder.build()
  a.fetched.push(new FetchedData(bytes, bytes.length, {
    topic: 't', partition: 0, offset: 0, highWatermark: 40, isBroken: false, aborted: undefined, checkCrcs: true, maxDecompressedBytes: 1e6, typed: false, ledger: a.ledger, frame: undefined,
  }))
  delivery.enqueue(a)
  const lanes = new Map<string, number[]>()
  let working = 0
  let most = 0
  const failing = handleEach<Buffer | null, Buffer | null>(delivery, async (record) => {
    most = Math.max(most, ++working)
    const lane = lanes.get(String(record.key)) ?? []
    lanes.set(String(record.key), lane)
    for (let turns = record.offset % 3; turns >= 0; turns--) await new Promise((resolve) => setImmediate(resolve))
    lane.push(record.offset)
    working--
    if (record.offset === 30) throw new Error('thirty')
  }, { concurrency: 3, order: 'key' })
  await assert.rejects(failing, /thirty/)
  assert.equal(working, 0)
  assert.equal(most, 3)
  for (const lane of lanes.values()) assert.deepEqual(lane, lane.toSorted((x, y) => x - y))
  const done = [...lanes.values()].flat().filter((offset) => offset !== 30)
  const gap = numbers(40).map(Number).find((offset) => !done.includes(offset))
  assert.equal(a.committable, gap)
})
