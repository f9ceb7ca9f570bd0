/** The producer against a broker in process: stage timings, signals, age across splits, time that is up in flight, what the partitioner is told. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBroker, type TestBroker } from '@odradek/testing'
import { nodeWorld } from '@odradek/platform/node'
import type { World } from '@odradek/platform'
import { createKafka, type Kafka, type Serde, stringSerde, topic } from '../index.ts'

let broker: TestBroker
let kafka: Kafka

before(async () => {
  broker = await startBroker({ topics: { plain: 3, single: 1 } })
  kafka = createKafka({ brokers: broker.bootstrap })
  const admin = kafka.admin()
  await admin.createTopics([{ name: 'narrow', partitions: 1, configs: { 'max.message.bytes': '500' } }])
  await admin.close()
})
after(() => broker.close())

const slowly = (ms: number): Serde<string> => ({
  serialize: (value) => new Promise((resolve) => setTimeout(() => resolve(value), ms)),
  deserialize: (bytes) => String(bytes),
})

test('each stage is timed, and the times are of the batch', async () => {
  const producer = kafka.producer({
    lingerMs: 10, partitioner: { partition: () => {
      const until = performance.now() + 3
      while (performance.now() < until);
      return 0
    } },
  })
  const sent = await producer.enqueue(topic('plain', { key: stringSerde, value: slowly(20) }), { key: null, value: 'v' })
  const again = await producer.enqueue('plain', { value: 'w', partition: 0 })
  const { batch } = await sent.delivered
  assert.equal((await again.delivered).batch, batch, 'shared by the records')
  const { metadataMs, serializeMs, partitionMs, bufferMs, accumulateMs, requestMs, totalMs } = batch.timings
  assert.ok(metadataMs > 0, `metadata ${metadataMs}`)
  assert.ok(serializeMs >= 19, `serialize ${serializeMs}`)
  assert.ok(partitionMs >= 3, `partition ${partitionMs}`)
  assert.equal(bufferMs, 0)
  assert.ok(accumulateMs > 0 && requestMs > 0 && totalMs >= accumulateMs, JSON.stringify(batch.timings))
  assert.deepEqual([batch.recordCount, batch.attempts, batch.closeReason], [2, 1, 'linger'])
  await producer.close()
})

test('send is answered when the record is delivered, with its place, and rejects when it will not be', async () => {
  const producer = kafka.producer({ lingerMs: 1 })
  const reports = await Promise.all(['a', 'b', 'c'].map((value) => producer.send('plain', { value, partition: 2, timestamp: 7 })))
  assert.deepEqual(reports.map(({ topic: name, partition, offset, timestamp }) => [name, partition, offset, timestamp]), [0, 1, 2].map((offset) => ['plain', 2, offset, 7]))
  assert.equal(new Set(reports.map(({ batch }) => batch)).size, 1, 'they share a batch')
  await assert.rejects(producer.send('narrow', { value: 'x'.repeat(600) }), { code: 'MESSAGE_TOO_LARGE' })
  await producer.close()
})

test('delivered is one promise, and one that fails while nobody waits for it is no unhandled rejection', async () => {
  const unhandled: unknown[] = []
  const note = (error: unknown): unknown => unhandled.push(error)
  process.on('unhandledRejection', note)
  const producer = kafka.producer({ lingerMs: 1 })
  const sent = await producer.enqueue('narrow', { value: 'x'.repeat(600) })
  const { delivered } = sent
  assert.equal(sent.delivered, delivered)
  await producer.flush().catch(() => {})
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  assert.deepEqual(unhandled, [])
  await assert.rejects(sent.delivered, { code: 'MESSAGE_TOO_LARGE' })
  await producer.close().catch(() => {})
})

test('a record that waited for memory says how long', async () => {
  const producer = kafka.producer({ batchBytes: 1000, bufferBytes: 1000, lingerMs: 50 })
  await producer.enqueue('plain', { value: 'x'.repeat(600), partition: 0 })
  const waited = await producer.enqueue('plain', { value: 'x'.repeat(600), partition: 1 })
  assert.ok((await waited.delivered).batch.timings.bufferMs > 0)
  await producer.close()
})

test('a signal ends what waits: for metadata, for a batch, for a flush; what was accepted is delivered', async () => {
  const lost = createKafka({ brokers: '127.0.0.1:1' }).producer()
  const reason = new Error('enough')
  const soon = (): AbortSignal => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 20)
    return controller.signal
  }
  const aborts = (promise: Promise<unknown>): Promise<void> => assert.rejects(promise, { code: 'ABORTED', cause: reason, retriable: false })
  await aborts(lost.enqueue('plain', { value: 'v' }, { signal: soon() }))
  await aborts(lost.sendBatch('plain', [{ value: 'v' }], { signal: soon() }))
  await aborts(lost.partitionsFor('plain', { signal: soon() }))
  await lost.close()
  const producer = kafka.producer({ batchBytes: 1000, bufferBytes: 1000, lingerMs: 60_000 })
  const first = await producer.enqueue('single', { value: 'first'.padEnd(600) })
  const stuck = producer.flush({ signal: AbortSignal.abort(reason) })
  await aborts(stuck)
  assert.equal((await first.delivered).offset, 0)
  await aborts(producer.enqueue('single', { value: 'never' }, { signal: AbortSignal.abort(reason) }))
  await producer.close()
  const reader = kafka.consumer()
  assert.equal((await reader.endOffsets([{ topic: 'single', partition: 0 }]))[0]?.offset, 1)
  await reader.close()
})

test('large batches are compressed off the loop, small ones on it; what arrives is the same', async () => {
  for (const compression of ['gzip', 'zstd'] as const) {
    const name = `compressed-${compression}`
    let off = 0
    const world = nodeWorld()
    const counting: World = { ...world, workers: { ...world.workers, [compression]: (input: Uint8Array, level?: number) => (off++, world.workers[compression](input, level)) } }
    const counted = createKafka({ brokers: broker.bootstrap, world: counting })
    const producer = counted.producer({ compression, batchBytes: 300_000, lingerMs: 1 })
    const values = Array.from({ length: 9000 }, (_, index) => `value ${index} `.repeat(4))
    const report = await producer.sendBatch(name, values.map((value) => ({ value, partition: 0 })))
    assert.ok(report.batches.some(({ closeReason }) => closeReason === 'full'))
    assert.ok(off > 0 && off <= report.batches.length, `${off} of ${report.batches.length}`)
    assert.ok(report.batches.every(({ compressionRatio }) => compressionRatio < 0.5))
    const before = off
    await producer.sendBatch(name, [{ value: 'small', partition: 0 }])
    assert.equal(off, before)
    await producer.close()
    const consumer = counted.consumer()
    await consumer.assign([{ topic: name, partition: 0, offset: 0 }])
    const seen: string[] = []
    for await (const record of consumer) if (seen.push(String(record.value)) === values.length + 1) break
    assert.deepEqual(seen, [...values, 'small'])
    await consumer.close()
  }
})

test('closing twice waits for the same end, and leaves no timer behind', async () => {
  const world = nodeWorld()
  const pending = new Set<object>()
  const watched: World = { ...world, scheduler: { ...world.scheduler,
    after(delayMs, fn, options) {
      if (delayMs !== 3_600_000) return world.scheduler.after(delayMs, fn, options)
      const timer = world.scheduler.after(delayMs, fn, { background: true })
      const watching = { cancel: () => (pending.delete(watching), timer.cancel()) }
      pending.add(watching)
      return watching
    },
    sleep(delayMs, options) {
      if (delayMs === 3_600_000) pending.add({})
      return world.scheduler.sleep(delayMs, { ...options, background: delayMs === 3_600_000 })
    },
  } }
  const producer = createKafka({ brokers: broker.bootstrap, world: watched, requestTimeoutMs: 20_000 }).producer({ lingerMs: 1000 })
  let isDelivered = false
  const sent = await producer.enqueue('plain', { value: 'v' })
  void sent.delivered.then(() => (isDelivered = true))
  const first = producer.close({ timeoutMs: 3_600_000 })
  await producer.close()
  assert.equal(isDelivered, true)
  await first
  assert.equal(pending.size, 0)
})

test('work off the loop that fails is done on it', async () => {
  const world = nodeWorld()
  const failing: World = { ...world, workers: { ...world.workers, gzip: () => Promise.reject(new Error('no threads')) } }
  const producer = createKafka({ brokers: broker.bootstrap, world: failing }).producer({ compression: 'gzip', batchBytes: 200_000 })
  const { batches } = await producer.sendBatch('plain', Array.from({ length: 3000 }, () => ({ value: 'x'.repeat(100), partition: 1 })))
  assert.ok(batches.every(({ compressionRatio }) => compressionRatio < 0.5))
  await producer.close()
})

test('the partitioner is told what waits for each partition', async () => {
  const told: [topic: string, queued: readonly number[], available: readonly boolean[]][] = []
  const producer = kafka.producer({ partitioner: { partition: () => 1, observe: (...args) => void told.push(args) }, batchBytes: 500, maxInFlight: 1 })
  await producer.sendBatch('plain', Array.from({ length: 100 }, () => ({ value: 'x'.repeat(100) })))
  await producer.close()
  assert.ok(told.every(([name, queued, available]) => name === 'plain' && queued.length === 3 && available.join() === 'true,true,true'))
  assert.ok(told.some(([, queued]) => queued[1]! > 0 && queued[0] === 0 && queued[2] === 0), JSON.stringify(told))
  // Also of batches that leave when the answer to another one has come: no record is sent at that time.
  assert.deepEqual(told.at(-1)?.[1], [0, 0, 0])
})
