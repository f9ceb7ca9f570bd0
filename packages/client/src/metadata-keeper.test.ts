import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import { createKafka, type ClientOptions, type Kafka, KafkaError } from './index.ts'
import { FakeBroker, type FakeRequest, type FakeTopic, metadataAnswer } from './testing/fake-broker.ts'
import { Metadata } from './metadata.ts'

interface Bench {
  readonly simulation: Simulation
  readonly broker: FakeBroker
  readonly kafka: Kafka
  topics: Record<string, FakeTopic>
}

/** One server at broker:9092, that leads what `topics` says and takes what it is given. */
async function bench(topics: Record<string, FakeTopic>, options: Partial<ClientOptions> = {}): Promise<Bench> {
  const simulation = simWorld(1)
  const broker = await simulation.settle(FakeBroker.start(simulation.host('broker'), 9092))
  const kafka = createKafka({ brokers: 'broker:9092', world: simulation.host('client'), ...options })
  const self: Bench = { simulation, broker, kafka, topics }
  const nodes = [{ nodeId: 1, host: 'broker', port: 9092 }]
  broker.on('Metadata', (request) => metadataAnswer(request, nodes, self.topics))
  broker.on('InitProducerId', () => ({ errorCode: 0, producerId: 7, producerEpoch: 0 }))
  broker.on('Produce', (request) => produced(request, 0))
  return self
}

function produced({ body }: FakeRequest, errorCode: number): object {
  return {
    responses: body.topicData.map(({ name, partitionData }: { name: string; partitionData: readonly { index: number }[] }) => (
      { name, partitionResponses: partitionData.map(({ index }) => ({ index, errorCode, baseOffset: errorCode === 0 ? 0 : -1 })) })),
  }
}

/** What 5 s of back-off from 100 ms to 1 s with jitter allow, and the first ones. */
const FEW = 14

const codeOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'done', (error: unknown) => (error as KafkaError).code)

test('a partition without a leader costs one Metadata request a back-off', async () => {
  const { simulation, broker, kafka } = await bench({ t: { leaders: [1, -1] } })
  const producer = kafka.producer({ deliveryTimeoutMs: 5000 })
  const failed = codeOf(producer.sendBatch('t', [{ value: 'x', partition: 1 }]))
  assert.equal(await simulation.settle(failed), 'DELIVERY_TIMEOUT')
  assert.ok(broker.count('Metadata') > 3 && broker.count('Metadata') <= FEW, `${broker.count('Metadata')} requests`)
  await simulation.settle(producer.close())
})

test('a partition that is gone with its topic costs one Metadata request a back-off', async () => {
  const it = await bench({ t: { leaders: [1, 1] } })
  const { simulation, broker, kafka } = it
  const producer = kafka.producer({ deliveryTimeoutMs: 5000, lingerMs: 100 })
  await simulation.settle(producer.partitionsFor('t'))
  const failed = codeOf(producer.sendBatch('t', [{ value: 'x', partition: 1 }]))
  it.topics = { t: { leaders: [1] } }
  broker.on('Produce', (request) => produced(request, 3))
  assert.equal(await simulation.settle(failed), 'DELIVERY_TIMEOUT')
  assert.ok(broker.count('Metadata') > 3 && broker.count('Metadata') <= FEW, `${broker.count('Metadata')} requests`)
  await simulation.settle(producer.close())
})

test('who only looks, however often, keeps nobody from hearing of what is missing', async () => {
  const it = await bench({ t: { leaders: [1] } })
  const { simulation, kafka } = it
  const cluster = kafka.cluster()
  await simulation.settle(cluster.refreshMetadata(['t', 'new'], { autoCreate: true }))
  let isHeard = false
  const heard = cluster.refreshMetadata(['new'], { autoCreate: true }).then(() => (isHeard = true))
  for (let look = 0; look < 50 && !isHeard; look++) {
    await simulation.settle(cluster.fetchMetadata(['t']))
    await simulation.advance(20)
  }
  assert.ok(isHeard)
  await simulation.settle(heard)
  await simulation.settle(cluster.close())
})

test('a broker that names itself the leader and denies it is not asked without a pause', async () => {
  const { simulation, broker, kafka } = await bench({ t: { leaders: Array.from({ length: 50 }, () => 1) } })
  broker.on('Produce', (request) => produced(request, 6))
  const producer = kafka.producer({ deliveryTimeoutMs: 5000 })
  const failed = Array.from({ length: 50 }, (_, partition) => codeOf(producer.sendBatch('t', [{ value: 'x', partition }])))
  assert.deepEqual(new Set(await simulation.settle(Promise.all(failed))), new Set(['DELIVERY_TIMEOUT']))
  assert.ok(broker.count('Metadata') > 3 && broker.count('Metadata') <= FEW, `${broker.count('Metadata')} requests`)
  await simulation.settle(producer.close())
})

test('a topic id that the broker does not know, and topics that are not there, cost a consumer one request a back-off', async () => {
  const topics = { t: { leaders: Array.from({ length: 20 }, () => 1), topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' } }
  const { simulation, broker, kafka } = await bench(topics)
  broker.on('Fetch', ({ body }) => ({
    errorCode: 0, sessionId: 0,
    responses: body.topics.map(({ topicId, partitions }: { topicId: string; partitions: readonly { partition: number }[] }) => (
      { topicId, partitions: partitions.map(({ partition }) => ({ partitionIndex: partition, errorCode: 100, highWatermark: -1 })) })),
  }))
  const consumer = kafka.consumer()
  await simulation.settle(consumer.assign(topics.t.leaders.map((_, partition) => ({ topic: 't', partition, offset: 0 }))))
  await simulation.advance(5000)
  assert.ok(broker.count('Fetch') > 3, `${broker.count('Fetch')} fetches`)
  assert.ok(broker.count('Metadata') > 3 && broker.count('Metadata') <= FEW, `${broker.count('Metadata')} requests`)
  await simulation.settle(consumer.close())
})

test('many who wait for topics that are not there share the requests', async () => {
  const { simulation, broker, kafka } = await bench({})
  const producer = kafka.producer({ maxBlockMs: 5000 })
  const failed = Array.from({ length: 100 }, (_, at) => codeOf(producer.partitionsFor(`missing-${at % 20}`)))
  assert.deepEqual(new Set(await simulation.settle(Promise.all(failed))), new Set(['UNKNOWN_TOPIC_OR_PARTITION']))
  assert.ok(broker.count('Metadata') > 3 && broker.count('Metadata') <= FEW * 3, `${broker.count('Metadata')} requests`)
  await simulation.settle(producer.close())
})

test('a topic in use is asked about again by age: new partitions get their keys', async () => {
  const it = await bench({ t: { leaders: [1] } }, { metadataMaxAgeMs: 300 })
  const { simulation, broker, kafka } = it
  const producer = kafka.producer()
  await simulation.settle(producer.sendBatch('t', [{ key: 'a', value: 'x' }]))
  it.topics = { t: { leaders: [1, 1, 1, 1] } }
  await simulation.advance(400)
  await simulation.settle(producer.sendBatch('t', Array.from({ length: 100 }, (_, at) => ({ key: `key-${at}`, value: 'x' }))))
  const produces = broker.requests.filter(({ api }) => api.name === 'Produce')
  const reached = produces.flatMap(({ body }) => body.topicData[0].partitionData.map(({ index }: { index: number }) => index))
  assert.deepEqual(new Set(reached), new Set([0, 1, 2, 3]))
  const asked = broker.count('Metadata')
  await simulation.advance(3000)
  const more = broker.count('Metadata') - asked
  assert.ok(more >= 8 && more <= 10, `${more} requests in 3 s`)
  await simulation.settle(producer.close())
})

test('a topic that nobody used for five minutes is asked about no more', async () => {
  const { simulation, broker, kafka } = await bench({ t: { leaders: [1] }, u: { leaders: [1] } }, { metadataMaxAgeMs: 60_000 })
  const producer = kafka.producer()
  const send = async (topic: string): Promise<void> => void (await producer.sendBatch(topic, [{ value: 'x' }]))
  await simulation.settle(send('t'))
  for (let minute = 0; minute < 7; minute++) {
    await simulation.settle(send('u'))
    await simulation.advance(60_000)
  }
  const last = broker.requests.findLast(({ api }) => api.name === 'Metadata')!
  assert.deepEqual(last.body.topics.map(({ name }: { name: string }) => name), ['u'])
  await simulation.settle(send('t'))
  await simulation.settle(producer.close())
  const asked = broker.count('Metadata')
  await simulation.advance(600_000)
  assert.equal(broker.count('Metadata'), asked)
})

test('when every known broker is gone, the bootstrap address is the way back', async () => {
  const { simulation, broker, kafka } = await bench({ t: { leaders: [1] } }, { requestTimeoutMs: 2000 })
  const old = await simulation.settle(FakeBroker.start(simulation.host('old'), 9092))
  for (const each of [broker, old]) each.on('Metadata', (request) => metadataAnswer(request, [{ nodeId: 1, host: 'old', port: 9092 }], { t: { leaders: [1] } }))
  for (const [name, handler] of broker.handlers) if (name !== 'Metadata') old.on(name, handler)
  const producer = kafka.producer()
  const send = async (): Promise<void> => void (await producer.sendBatch('t', [{ value: 'x' }]))
  await simulation.settle(send())
  assert.equal(old.count('Produce'), 1)
  broker.on('Metadata', (request) => metadataAnswer(request, [{ nodeId: 5, host: 'broker', port: 9092 }], { t: { leaders: [5], leaderEpoch: 1 } }))
  simulation.machine('old').boot().kill()
  await simulation.settle(send(), { withinMs: 20_000 })
  assert.equal(broker.count('Produce'), 1)
  // One that lives and says so itself (KIP-1102).
  broker.on('Produce', (request) => produced(request, 6))
  let told = 0
  broker.on('Metadata', (request) => (told++ === 0 ? { errorCode: 129, brokers: [], topics: [] } : metadataAnswer(request, [{ nodeId: 6, host: 'newer', port: 9092 }], { t: { leaders: [6], leaderEpoch: 2 } })))
  const newer = await simulation.settle(FakeBroker.start(simulation.host('newer'), 9092))
  for (const [name, handler] of old.handlers) newer.on(name, handler)
  await simulation.settle(send(), { withinMs: 20_000 })
  assert.equal(newer.count('Produce'), 1)
  await simulation.settle(producer.close())
})

test('a topic that was deleted is not listed for ever', async () => {
  const it = await bench({ t: { leaders: [1] }, u: { leaders: [1] } })
  const { simulation, kafka } = it
  const admin = kafka.admin()
  const names = async (): Promise<string[]> => (await admin.listTopics()).map(({ name }) => name)
  assert.deepEqual(await simulation.settle(names()), ['t', 'u'])
  it.topics = { u: { leaders: [1] } }
  assert.deepEqual(await simulation.settle(names()), ['u'])
  await simulation.settle(admin.close())
})

test('what a broker says that cannot be is not taken over', () => {
  const metadata = new Metadata()
  const partition = (partitionIndex: number, leaderId = 1): object => (
    { errorCode: 0, partitionIndex, leaderId, leaderEpoch: 0, replicaNodes: [], isrNodes: [], offlineReplicas: [] })
  const answer = {
    throttleTimeMs: 0, clusterId: null, controllerId: 1, errorCode: 0, clusterAuthorizedOperations: 0,
    brokers: [
      { nodeId: 1, host: 'h', port: 9092, rack: null }, { nodeId: 2, host: '', port: 9092, rack: null }, { nodeId: 3, host: 'h', port: 0, rack: null },
      { nodeId: 4, host: 'h', port: 70_000, rack: null }, { nodeId: -1, host: 'h', port: 1, rack: null },
    ],
    topics: [{
      errorCode: 0, name: 't', topicId: 'AAAAAAAAAAAAAAAAAAAAAA', isInternal: false, topicAuthorizedOperations: 0,
      partitions: [partition(0), partition(0), partition(-1), partition(0x7fffffff)],
    }],
  }
  metadata.update(answer as never, 0, new Set(['t', 'u']))
  assert.deepEqual(metadata.brokers().map(({ nodeId }) => nodeId), [1])
  assert.deepEqual(metadata.topic('t')!.partitions.map(({ leader, partition: index }) => [index, leader]), [[0, 1], [1, -1], [2, -1], [3, -1]])
  assert.equal(metadata.topicErrors.get('u'), 3, 'asked for and not mentioned')
  metadata.addBroker({ nodeId: 7, host: '', port: 0, rack: null })
  assert.equal(metadata.broker(7), undefined)
})
