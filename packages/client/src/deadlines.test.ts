/**
 * Whatever the server does, a caller's limit holds: each public method that waits, against a server that says nothing at
 * one stage or another. Time is simulated, so that "within the limit" is exact.
 */
import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import { type Admin, type ClientOptions, type Consumer, createKafka, type Kafka, KafkaError, type Producer, type TransactionalProducer } from './index.ts'
import { FakeBroker, metadataAnswer } from './testing/fake-broker.ts'

const LIMIT = 1500
const nodes = [{ nodeId: 1, host: 'broker', port: 9092 }]
const topics = { t: { leaders: [1, 1], topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' } }
const at = { topic: 't', partition: 0 }

/** How far the server goes before it says nothing more. */
const stages = ['swallows what is sent to it', 'accepts', 'says its versions', 'tells metadata', 'knows coordinators'] as const
type Stage = (typeof stages)[number]

async function bench(stage: Stage, options: Partial<ClientOptions> = {}): Promise<{ simulation: Simulation; kafka: Kafka; broker: FakeBroker }> {
  const simulation = simWorld(3)
  const broker = await simulation.settle(FakeBroker.start(simulation.host('broker'), 9092))
  const level = stages.indexOf(stage)
  if (level === 0) simulation.network.partition(['client'], ['broker'])
  if (level < 2) broker.on('ApiVersions', () => undefined)
  if (level >= 3) broker.on('Metadata', (request) => metadataAnswer(request, nodes, topics))
  if (level >= 4) {
    broker.on('FindCoordinator', ({ body, version }) => {
      const where = { errorCode: 0, nodeId: 1, host: 'broker', port: 9092 }
      return version < 4 ? where : { coordinators: body.coordinatorKeys.map((key: string) => ({ key, ...where })) }
    })
  }
  return { simulation, broker, kafka: createKafka({ brokers: 'broker:9092', world: simulation.host('client'), ...options }) }
}

interface Clients {
  readonly admin: Admin
  readonly producer: Producer
  readonly transactional: TransactionalProducer
  readonly consumer: Consumer
}

const limit = { timeoutMs: LIMIT }

const calls: Readonly<Record<string, (clients: Clients) => Promise<unknown>>> = {
  'admin.listTopics': ({ admin }) => admin.listTopics(limit),
  'admin.describeTopic': ({ admin }) => admin.describeTopic('t', limit),
  'admin.createTopics': ({ admin }) => admin.createTopics([{ name: 'n' }], limit),
  'admin.deleteTopics': ({ admin }) => admin.deleteTopics(['t'], limit),
  'admin.createPartitions': ({ admin }) => admin.createPartitions({ t: 4 }, limit),
  'admin.deleteRecords': ({ admin }) => admin.deleteRecords([{ ...at, offset: 1 }], limit),
  'admin.listOffsets': ({ admin }) => admin.listOffsets([{ ...at, at: 'latest' } as never], limit),
  'admin.listGroups': ({ admin }) => admin.listGroups(limit),
  'admin.describeGroup': ({ admin }) => admin.describeGroup('g', limit),
  'admin.deleteGroups': ({ admin }) => admin.deleteGroups(['g', 'h'], limit),
  'admin.fetchGroupOffsets': ({ admin }) => admin.fetchGroupOffsets('g', undefined, limit),
  'admin.setGroupOffsets': ({ admin }) => admin.setGroupOffsets('g', [{ ...at, offset: 1 }], limit),
  'admin.deleteGroupOffsets': ({ admin }) => admin.deleteGroupOffsets('g', [at], limit),
  'admin.describeConfigs': ({ admin }) => admin.describeConfigs({ type: 'broker', name: '1' }, limit),
  'admin.alterConfigs': ({ admin }) => admin.alterConfigs({ type: 'topic', name: 't' }, { set: { 'retention.ms': '1' } } as never, limit),
  'admin.describeAcls': ({ admin }) => admin.describeAcls({}, limit),
  'admin.describeClientQuotas': ({ admin }) => admin.describeClientQuotas({}, limit),
  'admin.describeLogDirectories': ({ admin }) => admin.describeLogDirectories(limit),
  'admin.listTransactions': ({ admin }) => admin.listTransactions({}, limit),
  'admin.describeTransaction': ({ admin }) => admin.describeTransaction('x', limit),
  'admin.describeProducers': ({ admin }) => admin.describeProducers([at], limit),
  'admin.electLeaders': ({ admin }) => admin.electLeaders('preferred', [at], limit),
  'admin.describeCluster': ({ admin }) => admin.describeCluster(limit),
  'producer.partitionsFor': ({ producer }) => producer.partitionsFor('t'),
  'producer.sendBatch': ({ producer }) => producer.sendBatch('t', [{ value: 'x' }]),
  'producer.enqueue': ({ producer }) => producer.enqueue('t', { value: 'x' }),
  'producer.flush': async ({ producer }) => {
    void producer.send('t', { value: 'x' }).catch(() => {})
    await producer.flush()
  },
  'producer.send': ({ producer }) => producer.send('t', { value: 'x' }),
  'transactional.transaction': ({ transactional }) => transactional.transaction(async () => {}),
  'transactional.initTransactions': ({ transactional }) => transactional.initTransactions(),
  'consumer.partitionsFor': ({ consumer }) => consumer.partitionsFor('t', limit),
  'consumer.listTopics': ({ consumer }) => consumer.listTopics(limit),
  'consumer.committed': ({ consumer }) => consumer.committed([at], limit),
  'consumer.commit': ({ consumer }) => consumer.commit([{ ...at, offset: 3 }], limit),
  'consumer.endOffsets': ({ consumer }) => consumer.endOffsets([at], limit),
  'consumer.position': async ({ consumer }) => {
    void consumer.assign([at]).catch(() => {})
    await Promise.resolve()
    return consumer.position(at, limit)
  },
  'consumer.seekToTime': async ({ consumer }) => {
    await consumer.assign([{ ...at, offset: 0 }])
    return consumer.seekToTime([at], 5, limit)
  },
  'consumer.offsetsForTimes': ({ consumer }) => consumer.offsetsForTimes([{ ...at, timestamp: 1 }], limit),
}

function clientsOf(kafka: Kafka): Clients {
  return {
    admin: kafka.admin(),
    producer: kafka.producer({ maxBlockMs: LIMIT, deliveryTimeoutMs: LIMIT }),
    transactional: kafka.transactionalProducer({ transactionalId: 'x', maxBlockMs: LIMIT }),
    consumer: kafka.consumer({ groupId: 'g' }),
  }
}

/** What the promise came to, and after how long. */
async function outcome(simulation: Simulation, promise: Promise<unknown>): Promise<readonly [code: unknown, tookMs: number]> {
  const startedAt = simulation.nowMs
  const code = await simulation.settle(promise.then(() => 'done', (error: unknown) => (error instanceof KafkaError ? error.code : error)), { withinMs: 600_000 })
  return [code, simulation.nowMs - startedAt]
}

for (const stage of stages) {
  test(`a server that ${stage} and then says nothing: every call ends within its limit`, async () => {
    const { simulation, kafka, broker } = await bench(stage)
    for (const [name, call] of Object.entries(calls)) {
      const clients = clientsOf(kafka)
      const [code, took] = await outcome(simulation, call(clients))
      assert.ok(took <= LIMIT + 5, `${name}: ${String(code)} after ${took} ms`)
      const isFine = code === 'done' || code === 'TIMEOUT' || code === 'DELIVERY_TIMEOUT' || code === 'BUFFER_EXHAUSTED'
      assert.ok(isFine, `${name}: ${String(code)}`)
      const { admin, producer, transactional, consumer } = clients
      for (const close of [() => admin.close(), () => producer.close({ timeoutMs: 500 }), () => transactional.close({ timeoutMs: 500 }), () => consumer.stop({ timeoutMs: 500 })]) {
        const [closed, closing] = await outcome(simulation, close())
        assert.ok(closing <= 505, `close after ${name}: ${String(closed)} after ${closing} ms`)
      }
      await simulation.advance(20)
      assert.equal(broker.connections.size, 0, `connections left after ${name}`)
    }
  })
}

test('a server that takes its time over each answer: calls of several steps have one limit for all of them', async () => {
  const { simulation, kafka, broker } = await bench('knows coordinators')
  for (const [name, handler] of broker.handlers) {
    broker.on(name, async (request) => {
      await new Promise<void>((resolve) => simulation.after(LIMIT - 500, resolve))
      return handler(request)
    })
  }
  for (const [name, call] of Object.entries(calls)) {
    const clients = clientsOf(kafka)
    const [code, took] = await outcome(simulation, call(clients))
    // What a producer is given waits for metadata first, then for delivery: these are two limits.
    const most = name.startsWith('producer.') ? 2 * LIMIT : LIMIT
    assert.ok(took <= most + 5, `${name}: ${String(code)} after ${took} ms`)
    const { admin, producer, transactional, consumer } = clients
    await outcome(simulation, Promise.all([admin.close(), producer.close({ timeoutMs: 1 }), transactional.close({ timeoutMs: 1 }), consumer.stop({ timeoutMs: 1 })]))
  }
})

test('a server that falls silent with records under way: flush ends with them, the end of a transaction with maxBlockMs', async () => {
  const { simulation, kafka, broker } = await bench('knows coordinators')
  broker.on('InitProducerId', () => ({ errorCode: 0, producerId: 7, producerEpoch: 0 }))
  broker.on('AddPartitionsToTxn', ({ body }) => ({
    resultsByTopicV3AndBelow: body.v3AndBelowTopics.map(({ name, partitions }: { name: string; partitions: readonly number[] }) => (
      { name, resultsByPartition: partitions.map((partitionIndex) => ({ partitionIndex, partitionErrorCode: 0 })) })),
  }))
  const producer = kafka.producer({ maxBlockMs: 200, deliveryTimeoutMs: LIMIT })
  await simulation.settle(producer.enqueue('t', { value: 'x' }))
  const [flushed, flushing] = await outcome(simulation, producer.flush())
  assert.equal(flushed, 'DELIVERY_TIMEOUT')
  assert.ok(flushing <= LIMIT + 5, `flush after ${flushing} ms`)
  for (const end of ['commitTransaction', 'abortTransaction'] as const) {
    const transactional = kafka.transactionalProducer({ transactionalId: end, maxBlockMs: LIMIT, deliveryTimeoutMs: 60_000 })
    await simulation.settle(transactional.initTransactions())
    transactional.beginTransaction()
    await simulation.settle(transactional.enqueue('t', { value: 'x', partition: 0 }))
    await simulation.advance(500)
    for (let round = 0; round < 2; round++) {
      const [code, took] = await outcome(simulation, transactional[end]())
      assert.equal(code, 'TIMEOUT')
      assert.ok(took <= LIMIT + 5, `${end} after ${took} ms`)
    }
    const [offsets, sending] = await outcome(simulation, transactional.sendOffsetsToTransaction([{ ...at, offset: 1 }], 'g'))
    assert.equal(offsets, 'INVALID_TXN_STATE')
    assert.equal(sending, 0)
  }
  await simulation.settle(kafka.close({ timeoutMs: 100 }).catch(() => {}))
})

test('a signal ends the wait at once, whatever is waited for', async () => {
  const { simulation, kafka } = await bench('accepts')
  const { admin, consumer, producer } = clientsOf(kafka)
  const waits: readonly ((signal: AbortSignal) => Promise<unknown>)[] = [
    (signal) => admin.listTopics({ signal }), (signal) => admin.createTopics([{ name: 'n' }], { signal }), (signal) => consumer.committed([at], { signal }),
    (signal) => consumer.commit([{ ...at, offset: 3 }], { signal }), (signal) => consumer.endOffsets([at], { signal }),
    (signal) => producer.partitionsFor('t', { signal }), (signal) => producer.sendBatch('t', [{ value: 'x' }], { signal }),
  ]
  for (const wait of waits) {
    const controller = new AbortController()
    const waiting = outcome(simulation, wait(controller.signal))
    simulation.after(100, () => controller.abort())
    const [code, took] = await waiting
    assert.equal(code, 'ABORTED')
    assert.ok(took <= 101, `${took} ms`)
  }
  await simulation.settle(Promise.all([admin.close(), producer.close(), consumer.close()]))
})

test('an impatient caller does not end the connection attempt that others wait for', async () => {
  const { simulation, kafka, broker } = await bench('accepts')
  broker.on('ApiVersions', undefined as never)
  broker.handlers.delete('ApiVersions')
  const waiting: (() => void)[] = []
  broker.on('Metadata', async (request) => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    return metadataAnswer(request, nodes, topics)
  })
  const admin = kafka.admin()
  const patient = outcome(simulation, admin.listTopics({ timeoutMs: 20_000 }))
  const impatient = admin.describeTopic('t', { timeoutMs: 300 }).catch((error: KafkaError) => error.code)
  simulation.after(5000, () => waiting.splice(0).forEach((answer) => answer()))
  simulation.after(5100, () => waiting.splice(0).forEach((answer) => answer()))
  assert.equal((await patient)[0], 'done')
  assert.equal(await impatient, 'TIMEOUT')
  assert.equal(broker.count('ApiVersions'), 1, 'one connection served both')
  await simulation.settle(admin.close())
})

test('a request holds its connection up for requestTimeoutMs at most', async () => {
  const { simulation, kafka, broker } = await bench('tells metadata', { requestTimeoutMs: 2000 })
  const admin = kafka.admin()
  void admin.describeCluster({ timeoutMs: 60_000 }).catch(() => {})
  await simulation.advance(1990)
  assert.equal(broker.connections.size, 1)
  assert.equal(broker.count('DescribeCluster'), 1)
  await simulation.advance(600)
  assert.ok(broker.count('DescribeCluster') >= 2, 'asked again over a new one')
  await simulation.settle(admin.close())
})

test('with real sockets: limits hold, and nothing is left behind', async () => {
  const server = createServer((socket) => void socket.on('error', () => {}).resume())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const kafka = createKafka({ brokers: `127.0.0.1:${(server.address() as AddressInfo).port}` })
  const admin = kafka.admin()
  const consumer = kafka.consumer({ groupId: 'g' })
  const producer = kafka.producer({ maxBlockMs: 50 })
  const codeOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'done', (error: KafkaError) => error.code)
  assert.deepEqual(await Promise.all([
    codeOf(admin.listTopics({ timeoutMs: 50 })), codeOf(consumer.committed([at], { timeoutMs: 50 })), codeOf(producer.partitionsFor('t')),
  ]), ['TIMEOUT', 'TIMEOUT', 'TIMEOUT'])
  await Promise.all([admin.close(), consumer.close(), producer.close()])
  // It waits for the last connection to be gone.
  await new Promise<void>((resolve) => server.close(() => resolve()))
})
