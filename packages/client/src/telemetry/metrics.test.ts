import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBroker } from '@odradek/broker'
import { simWorld } from '@odradek/platform/sim'
import { createKafka } from '../index.ts'
import { Reachability } from '../connection/reachability.ts'
import { Counters } from './metrics.ts'

test('counters: what is counted in one is counted in its parent', () => {
  const parent = new Counters()
  const [one, two] = [new Counters(parent), new Counters(parent)]
  for (let ms = 1; ms <= 100; ms++) {
    one.requested(10, true)
    one.answered(20, ms)
  }
  two.opened()
  two.requested(5, true)
  two.requested(5, false)
  two.closed(1)
  two.failedToOpen()
  two.throttled(30)
  assert.equal(two.snapshot().requestErrors, 1)
  const { requestLatencyMs, ...rest } = parent.snapshot()
  assert.deepEqual(rest, {
    connections: 0, connectionsOpened: 1, connectionsFailed: 1, requests: 102, responses: 101, requestsInFlight: 0, requestErrors: 1,
    bytesIn: 2000, bytesOut: 1010, throttled: 1, throttleMs: 30,
  })
  const { avg, max, p50, p99 } = requestLatencyMs
  assert.deepEqual([avg, max], [50.5, 100])
  assert.ok(p50 >= 50 && p50 <= 60 && p99 >= 99 && p99 <= 100, `${p50} ${p99}`)
  assert.deepEqual(new Counters().snapshot().requestLatencyMs, { avg: 0, max: 0, p50: 0, p99: 0 })
  one.answered(0, 1e12)
  one.answered(0, 0)
  assert.equal(one.snapshot().requestLatencyMs.max, 1e12)
})

test('long pauses that a broker asks for are said at growing distance', () => {
  const lines: string[] = []
  const warn = (_: object | string, message?: string): void => void lines.push(message ?? '')
  const reachability = new Reachability({ debug: assert.fail, info: assert.fail, warn, error: assert.fail })
  for (const ms of [5, 999, 2000, 1000, 1000, 1000, 1000]) reachability.throttled('b:1', ms)
  assert.equal(lines.length, 2)
  assert.match(lines[0]!, /^b:1 slows this client down \(2000 ms\): a quota/)
})

test('producers, consumers and the client tell what they did', async () => {
  const simulation = simWorld(5)
  const config = {
    listeners: 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'offsets.topic.num.partitions': 1, 'group.initial.rebalance.delay.ms': 0,
  }
  await simulation.settle(startBroker({ world: simulation.host('broker'), config }).then(() => {}), { withinMs: 120_000 })
  const settle = <T>(promise: Promise<T>): Promise<T> => simulation.settle(promise, { withinMs: 120_000 })
  const kafka = createKafka({ brokers: 'broker:9092', world: simulation.host('client') })
  const admin = kafka.admin()
  await settle(admin.createTopics([{ name: 'orders', partitions: 1 }]))
  const producer = kafka.producer()
  await settle(producer.sendBatch('orders', Array.from({ length: 10 }, () => ({ value: 'x'.repeat(100) }))))
  const sent = producer.metrics()
  assert.deepEqual([sent.records, sent.batches, sent.retries, sent.recordErrors, sent.bufferAvailableBytes], [10, 1, 0, 0, 33_554_432])
  assert.ok(sent.batchBytes > 1000 && sent.bytesOut > sent.batchBytes && sent.bytesIn > 0 && sent.connections > 0 && sent.requestLatencyMs.max > 0)
  const consumer = kafka.consumer({ groupId: 'g', autoOffsetReset: 'earliest' })
  consumer.subscribe('orders')
  const stream = consumer.records()
  for (let i = 0; i < 3; i++) await settle(stream.next())
  await settle(consumer.commit([{ topic: 'orders', partition: 0, offset: 2 }]))
  const read = consumer.metrics()
  assert.deepEqual([read.records, read.partitions, read.rebalances, read.commits, read.failedCommits, read.lag, read.lagMax], [10, 1, 1, 1, 0, 7, 7])
  assert.ok(read.recordsInFlight > 0 && read.bytesIn > 1000)
  await settle(Promise.all([consumer.stop(), producer.close(), admin.close()]))
  const all = kafka.metrics()
  assert.deepEqual([all.connections, all.requestsInFlight], [0, 0])
  assert.ok(all.requests > sent.requests + read.requests)
})
