/**
 * An idempotent producer in a simulated world: connections break, the broker is cut off, killed and started again, and
 * batches are found too large. From a seed: `SIM_SEED=7 node scripts/node.mjs --test <this file>`, or `SIM_SEED=1-200`.
 *
 * What must hold: every record that was accepted is there exactly once, where its report says; each partition has its
 * records in the order of acceptance; round-robin gives each of three partitions exactly a third.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBroker } from '@odradek/broker'
import { type SimProcess, type Simulation, simWorld } from '@odradek/platform/sim'
import { createKafka, type RecordReport } from '../index.ts'

const topic = 'numbered'
const partitions = 3
const records = 900

async function boot(simulation: Simulation, host: SimProcess): Promise<void> {
  const starting = startBroker({
    world: host,
    config: {
      listeners: 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data',
      'offsets.topic.num.partitions': 1, 'group.initial.rebalance.delay.ms': 0,
    },
  })
  await simulation.settle(starting.then(() => {}), { withinMs: 120_000 })
}

async function disturb(simulation: Simulation): Promise<void> {
  const { random } = simulation
  if (random.chance(0.4)) {
    simulation.machine('broker').boot().kill()
    await simulation.advance(random.between(10, 2000))
    await boot(simulation, simulation.host('broker'))
  } else {
    simulation.network.partition(['producer'], ['broker'])
    await simulation.advance(random.between(50, 8000))
    simulation.network.heal()
  }
  await simulation.advance(random.between(50, 1500))
}

interface Placed {
  readonly partition: number
  readonly offset: number
}

async function tell(seed: number, isSplitting: boolean, compression: 'none' | 'gzip' | 'lz4' = 'none'): Promise<string> {
  const simulation = simWorld(seed, { network: { resetProbability: 0.01, slowProbability: 0.02, slowMs: 100 } })
  await boot(simulation, simulation.host('broker'))
  const options = { brokers: 'broker:9092', requestTimeoutMs: 2000, defaultTimeoutMs: 3_600_000 }
  const kafka = createKafka({ ...options, world: simulation.host('producer') })
  const admin = kafka.admin()
  const configs: Record<string, string> = isSplitting ? { 'max.message.bytes': '900' } : {}
  await simulation.settle(admin.createTopics([{ name: topic, partitions, configs }]))
  // Compressed batches may grow to an eighth of the buffer.
  const bufferBytes = compression === 'none' ? 16_000 : 48_000
  const producer = kafka.producer({ partitioner: 'round-robin', batchBytes: 2000, bufferBytes, lingerMs: 3, deliveryTimeoutMs: 3_600_000, maxBlockMs: 3_600_000, compression })
  const placed: Promise<Placed>[] = []
  let isDone = false
  const problems: unknown[] = []
  const sending = (async () => {
    for (let i = 0; i < records; i++) {
      placed.push((await producer.enqueue(topic, { value: `${i}:${'x'.repeat(i % 200)}` })).delivered)
      if (i % 50 === 0) await simulation.host('producer').scheduler.sleep(simulation.random.between(1, 200))
    }
    await producer.flush()
  })().catch((error: unknown) => problems.push(error)).finally(() => (isDone = true))
  while (!isDone) await disturb(simulation)
  await sending
  assert.deepEqual(problems, [])
  const reports = await Promise.all(placed)
  assert.equal(producer.availableBytes, bufferBytes, 'all memory came back')
  await simulation.settle(Promise.all([producer.close(), admin.close()]))

  const consumer = createKafka({ ...options, world: simulation.host('reader') }).consumer()
  const found: string[][] = Array.from({ length: partitions }, () => [])
  let count = 0
  const reading = (async () => {
    await consumer.assign(found.map((_, partition) => ({ topic, partition, offset: 0 })))
    for await (const record of consumer) {
      assert.equal(found[record.partition]!.push(String(record.value)), record.offset + 1)
      if (++count === records) return
    }
  })()
  await simulation.settle(reading, { withinMs: 600_000 })
  // What came twice would stand behind the last one, too.
  await simulation.advance(5000)
  await simulation.settle(consumer.close())
  assert.deepEqual(found.map((values) => values.length), [records / 3, records / 3, records / 3])
  const order = found.map((values) => values.map((value) => Number(value.split(':')[0])))
  for (const numbers of order) assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b))
  assert.equal(new Set(order.flat()).size, records)
  reports.forEach(({ partition, offset }, i) => {
    if (offset >= 0) assert.equal(order[partition]![offset], i)
  })
  return simulation.traceHash
}

test('time is up while a request hangs: the record fails on time, what follows goes on in order', async () => {
  const simulation = simWorld(3)
  await boot(simulation, simulation.host('broker'))
  const options = { brokers: 'broker:9092', requestTimeoutMs: 60_000, defaultTimeoutMs: 3_600_000 }
  const kafka = createKafka({ ...options, world: simulation.host('producer') })
  const producer = kafka.producer({ deliveryTimeoutMs: 2000, lingerMs: 1 })
  await simulation.settle(producer.sendBatch(topic, [{ value: '0', partition: 0 }]))
  simulation.network.partition(['producer'], ['broker'])
  const outcomes: string[] = []
  const follow = async (value: string): Promise<void> => {
    const sent = await producer.enqueue(topic, { value, partition: 0 })
    void sent.delivered.then(() => outcomes.push(value), (error: { code: string }) => outcomes.push(error.code))
  }
  await simulation.settle(follow('1'))
  await simulation.advance(1900)
  assert.deepEqual(outcomes, [])
  await simulation.advance(200)
  assert.deepEqual(outcomes, ['DELIVERY_TIMEOUT'])
  assert.equal(producer.availableBytes, 33_554_432)
  simulation.network.heal()
  for (const value of ['2', '3', '4']) await simulation.settle(follow(value))
  await simulation.settle(producer.flush(), { withinMs: 120_000 })
  assert.deepEqual(outcomes, ['DELIVERY_TIMEOUT', '2', '3', '4'])
  await simulation.settle(producer.close())
})

test('batches behind one that is split wait for it, and not for the backoff of failures', async () => {
  const simulation = simWorld(4)
  await boot(simulation, simulation.host('broker'))
  const kafka = createKafka({ brokers: 'broker:9092', retryBackoffMs: 60_000, retryBackoffMaxMs: 60_000, world: simulation.host('producer') })
  const admin = kafka.admin()
  await simulation.settle(admin.createTopics([{ name: topic, partitions: 1, configs: { 'max.message.bytes': '900' } }]))
  const producer = kafka.producer({ batchBytes: 2000, lingerMs: 1, deliveryTimeoutMs: 3_600_000 })
  // Known by the broker first: then five batches are in flight, and four of them are refused as out of order.
  await simulation.settle(producer.sendBatch(topic, [{ value: 'small' }]))
  const delivered: Promise<unknown>[] = []
  for (const count of [10, 2, 2, 2]) {
    for (let i = 0; i < count; i++) delivered.push((await producer.enqueue(topic, { value: 'x'.repeat(100) })).delivered)
    producer.hurry()
  }
  const reports = (await simulation.settle(Promise.all(delivered), { withinMs: 30_000 })) as RecordReport[]
  assert.ok(reports[0]!.batch.parts !== undefined, 'the first was split')
  assert.deepEqual(reports.slice(10).map(({ batch }) => batch.attempts), [2, 2, 2, 2, 2, 2])
  assert.deepEqual(reports.map(({ offset }) => offset), Array.from({ length: 16 }, (_, i) => i + 1))
  await simulation.settle(Promise.all([producer.close(), admin.close()]))
})

const [from, to] = (process.env['SIM_SEED'] ?? '1').split('-').map(Number) as [number, number | undefined]
for (let seed = from; seed <= (to ?? from); seed++) {
  test(`a troubled producer, seed ${seed}`, () => tell(seed, false).then(() => {}))
  test(`a troubled producer whose batches are too large, seed ${seed}`, () => tell(seed, true).then(() => {}))
  test(`a troubled producer that compresses, seed ${seed}`, () => tell(seed, false, 'lz4').then(() => {}))
  test(`a troubled producer whose compressed batches are too large, seed ${seed}`, () => tell(seed, true, 'gzip').then(() => {}))
}

test('a seed gives the same run twice', async () => {
  assert.equal(await tell(9, true), await tell(9, true))
})
