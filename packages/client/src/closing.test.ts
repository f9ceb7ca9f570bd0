/** `Kafka`: closing all that was made from it, and asking whether the cluster is there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import { Cluster } from './cluster.ts'
import { createKafka, type Kafka, KafkaError } from './index.ts'
import { Producer } from './producer/producer.ts'
import { FakeBroker, metadataAnswer } from './testing/fake-broker.ts'
import { stage } from './testing/stage.ts'

const nodes = [{ nodeId: 1, host: 'broker', port: 9092 }]

async function bench(): Promise<{ simulation: Simulation; broker: FakeBroker; kafka: Kafka }> {
  const simulation = simWorld(5)
  const broker = await simulation.settle(FakeBroker.start(simulation.host('broker'), 9092))
  broker.on('Metadata', (request) => metadataAnswer(request, nodes, { t: { leaders: [1] } }))
  return { simulation, broker, kafka: createKafka({ brokers: 'broker:9092', world: simulation.host('client') }) }
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'done', (error: unknown) => (error as KafkaError).code)

test('close closes everything that was made, within its time, and nothing is made afterwards', async () => {
  const { simulation, broker, kafka } = await bench()
  const admin = kafka.admin()
  const consumer = kafka.consumer()
  const producer = kafka.producer()
  await simulation.settle(Promise.all([admin.listTopics(), consumer.assign([{ topic: 't', partition: 0, offset: 0 }]), producer.partitionsFor('t')]))
  // The broker knows nobody's producer id: the record is on its way for as long as it may be.
  const lost = codeOf(producer.sendBatch('t', [{ value: 'x' }]))
  await simulation.advance(100)
  assert.ok(broker.connections.size >= 3)
  const startedAt = simulation.nowMs
  await simulation.settle(kafka.close({ timeoutMs: 1000 }).catch(() => {}))
  assert.ok(simulation.nowMs - startedAt <= 1005, `${simulation.nowMs - startedAt} ms`)
  assert.equal(await simulation.settle(lost), 'CLOSED')
  await simulation.advance(20)
  assert.equal(broker.connections.size, 0)
  for (const make of [() => kafka.producer(), () => kafka.consumer(), () => kafka.admin(), () => kafka.transactionalProducer({ transactionalId: 'x' }), () => kafka.cluster()]) {
    assert.throws(make, { code: 'CLOSED' })
  }
  assert.equal(await codeOf(kafka.ping()), 'CLOSED')
  assert.equal(await codeOf(admin.listTopics()), 'CLOSED')
})

test('what was closed before is not closed again; close twice is close once', async () => {
  const { simulation, kafka } = await bench()
  const admin = kafka.admin()
  await simulation.settle(admin.close())
  assert.equal(kafka.close(), kafka.close())
  await simulation.settle(kafka[Symbol.asyncDispose]())
})

test('close ends at once while a connection is being made', async () => {
  const { simulation, kafka } = await bench()
  simulation.network.partition(['client'], ['broker'])
  const admin = kafka.admin()
  const waiting = codeOf(admin.listTopics())
  await simulation.advance(500)
  const startedAt = simulation.nowMs
  await simulation.settle(admin.close())
  assert.equal(await simulation.settle(waiting), 'CLOSED')
  assert.ok(simulation.nowMs - startedAt < 1, `${simulation.nowMs - startedAt} ms`)
})

test('ping tells who the cluster is, or fails in time, and leaves no connection', async () => {
  const { simulation, broker, kafka } = await bench()
  const report = await simulation.settle(kafka.ping())
  assert.deepEqual([report.clusterId, report.controllerId, report.brokers.map(({ nodeId }) => nodeId)], ['fake', 1, [1]])
  assert.ok(report.latencyMs > 0)
  await simulation.advance(20)
  assert.equal(broker.connections.size, 0)
  broker.on('Metadata', () => undefined)
  const startedAt = simulation.nowMs
  assert.equal(await simulation.settle(codeOf(kafka.ping({ timeoutMs: 700 }))), 'TIMEOUT')
  assert.ok(simulation.nowMs - startedAt <= 701, `${simulation.nowMs - startedAt} ms`)
  const controller = new AbortController()
  const waiting = codeOf(kafka.ping({ signal: controller.signal }))
  await simulation.advance(100)
  controller.abort()
  assert.equal(await simulation.settle(waiting), 'ABORTED')
  await simulation.settle(broker.close())
  assert.equal(await simulation.settle(codeOf(kafka.ping())), 'CONNECTION_FAILED')
  await simulation.settle(kafka.close())
})

test('a consumer whose dead-letter producer does not close in order closes its own connections all the same', async (t) => {
  const one = await stage(1, 2)
  const consumer = one.consumer()
  const seen: number[] = []
  const handler = ({ offset }: { readonly offset: number }): void => {
    seen.push(offset)
    if (offset === 0) throw new Error('never')
  }
  const running = consumer.on('t', handler, { onError: { attempts: 1, deadLetter: 'graves' } }).run()
  await one.simulation.run({ until: () => seen.length === 2, withinMs: 120_000 })
  const closed = t.mock.method(Cluster.prototype, 'close')
  t.mock.method(Producer.prototype, 'close', () => Promise.reject(new KafkaError('TIMEOUT', 'not today')))
  await assert.rejects(one.simulation.settle(consumer.stop()), /not today/)
  await one.simulation.settle(running.catch(() => {}))
  assert.equal(closed.mock.callCount(), 1)
})

test('a dead letter that is still under way when time is up holds nothing open', async (t) => {
  const one = await stage(1, 1)
  const consumer = one.consumer()
  let isBroken = false
  const handler = (): void => {
    isBroken = true
    one.killBroker()
    throw new Error('never')
  }
  const running = consumer.on('t', handler, { onError: { attempts: 1, deadLetter: 'graves' } }).run()
  const closed = t.mock.method(Cluster.prototype, 'close')
  await one.simulation.run({ until: () => isBroken, withinMs: 120_000 })
  await one.simulation.settle(consumer.stop({ timeoutMs: 1000 }).catch(() => {}))
  await one.simulation.advance(1000)
  assert.equal(closed.mock.callCount(), 2)
  assert.notEqual(await one.simulation.settle(codeOf(running)), 'done')
})
