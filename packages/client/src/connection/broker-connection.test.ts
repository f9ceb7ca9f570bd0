/** What a connection makes of a server that lies, and of one that asks for a pause. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import { type ClientOptions, createKafka, type Kafka, KafkaError } from '../index.ts'
import { encoded, type FakeAnswer, FakeBroker, type FakeRequest, metadataAnswer } from '../testing/fake-broker.ts'

const nodes = [{ nodeId: 1, host: 'broker', port: 9092 }]
const topics = { t: { leaders: [1] } }
const told = (request: FakeRequest): object => metadataAnswer(request, nodes, topics)

async function bench(options: Partial<ClientOptions> = {}): Promise<{ simulation: Simulation; broker: FakeBroker; kafka: Kafka }> {
  const simulation = simWorld(7)
  const broker = await simulation.settle(FakeBroker.start(simulation.host('broker'), 9092))
  broker.on('Metadata', told)
  return { simulation, broker, kafka: createKafka({ brokers: 'broker:9092', world: simulation.host('client'), ...options }) }
}

function sized(bytes: number, start: Buffer = Buffer.alloc(0)): Buffer {
  const size = Buffer.alloc(4)
  size.writeInt32BE(bytes)
  return Buffer.concat([size, start])
}

/** The answer with a part of it replaced. */
function with4(request: FakeRequest, answer: object, at: number, value: number): Buffer {
  const frame = encoded(request, answer)
  frame.writeInt32BE(value, at)
  return frame
}

const lies: Readonly<Record<string, (request: FakeRequest) => FakeAnswer>> = {
  'a frame announced at 2 GB': () => sized(0x7fffffff, Buffer.alloc(100)),
  'a negative frame': () => sized(-5),
  'an empty frame': () => sized(0),
  'a frame too short for its header': () => sized(2, Buffer.alloc(2)),
  'another correlation id': (request) => with4(request, told(request), 4, 12_345),
  // Version 12 and up: size, correlation id, tags, throttle time, then the length of the list of brokers.
  'a list of 2^31 brokers': (request) => sized(20, Buffer.concat([encoded(request, told(request)).subarray(4, 13), Buffer.from('ffffffff0f000000000000', 'hex')])),
  'an answer cut short': (request) => {
    const frame = encoded(request, told(request)).subarray(0, 40)
    frame.writeInt32BE(36, 0)
    return frame
  },
}

for (const [name, lie] of Object.entries(lies)) {
  test(`${name}: an error with a code, after few attempts and within the time`, async () => {
    const { simulation, broker, kafka } = await bench()
    broker.on('Metadata', lie)
    const admin = kafka.admin()
    const before = process.memoryUsage().arrayBuffers
    const error = await simulation.settle(admin.listTopics({ timeoutMs: 5000 }).then(() => assert.fail('it was believed'), (thrown: unknown) => thrown))
    assert.ok(error instanceof KafkaError, String(error))
    assert.match(error.code, /^(TIMEOUT|CORRUPT_DATA)$/)
    if (error.code === 'TIMEOUT') assert.equal((error.cause as KafkaError).code, 'CORRUPT_DATA')
    assert.ok(broker.count('Metadata') <= 14, `${broker.count('Metadata')} attempts`)
    assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 1024 * 1024)
    // It was one bad answer: the next one is believed.
    broker.on('Metadata', told)
    assert.equal((await simulation.settle(admin.listTopics())).length, 1)
    await simulation.settle(kafka.close())
  })
}

test('an answer that nobody asked for ends the connection', async () => {
  const { simulation, broker, kafka } = await bench()
  const admin = kafka.admin()
  await simulation.settle(admin.listTopics())
  for (const connection of broker.connections) connection.write([sized(40, Buffer.alloc(40))])
  await simulation.advance(50)
  assert.equal(broker.connections.size, 0)
  await simulation.settle(kafka.close())
})

test('versions that cannot be: every call says that the broker does not serve it', async () => {
  for (const apiKeys of [[], [{ apiKey: 3, minVersion: 9, maxVersion: 2 }], [{ apiKey: 3, minVersion: 500, maxVersion: 600 }], [{ apiKey: 3, minVersion: -9, maxVersion: -3 }]]) {
    const { simulation, broker, kafka } = await bench()
    broker.on('ApiVersions', () => ({ errorCode: 0, apiKeys }))
    await assert.rejects(simulation.settle(kafka.admin().listTopics({ timeoutMs: 3000 })), { code: 'UNSUPPORTED' })
    await simulation.settle(kafka.close())
  }
})

test('a coordinator that is no node: asked again with a pause, until the time is up', async () => {
  const { simulation, broker, kafka } = await bench()
  broker.on('FindCoordinator', ({ body }) => ({ coordinators: body.coordinatorKeys.map((key: string) => ({ key, errorCode: 0, nodeId: -1, host: '', port: -1 })) }))
  await assert.rejects(simulation.settle(kafka.admin().describeGroup('g', { timeoutMs: 4000 })), { code: 'TIMEOUT' })
  assert.ok(broker.count('FindCoordinator') > 2 && broker.count('FindCoordinator') < 14, `${broker.count('FindCoordinator')}`)
  await simulation.settle(kafka.close())
})

test('whatever is done to the answers, calls end in time with a KafkaError, and the client works on', async () => {
  const { simulation, broker, kafka } = await bench({ requestTimeoutMs: 1000 })
  const { random } = simulation
  const spoil = (answer: Buffer): Buffer => {
    const bytes = Buffer.from(answer)
    const changes = 1 + random.below(4)
    for (let change = 0; change < changes; change++) {
      const at = random.below(bytes.length)
      if (random.chance(0.5)) bytes[at] = random.below(256)
      else if (at + 4 <= bytes.length) bytes.writeInt32BE([0x7fffffff, -1, 0x7fff0000, 0][random.below(4)]!, at)
    }
    return random.chance(0.2) ? bytes.subarray(0, random.below(bytes.length)) : bytes
  }
  let isSpoiling = true
  const spoilt = (answer: (request: FakeRequest) => object) => (request: FakeRequest): FakeAnswer => {
    const right = encoded(request, answer(request))
    return isSpoiling ? spoil(right) : right
  }
  broker.on('Metadata', spoilt(told))
  broker.on('FindCoordinator', spoilt(({ body }) => ({ coordinators: body.coordinatorKeys.map((key: string) => ({ key, errorCode: 0, nodeId: 1, host: 'broker', port: 9092 })) })))
  broker.on('OffsetFetch', spoilt(() => ({ groups: [{ groupId: 'g', topics: [{ name: 't', partitions: [{ partitionIndex: 0, committedOffset: 3 }] }] }] })))
  const admin = kafka.admin()
  for (let round = 0; round < 60; round++) {
    isSpoiling = true
    const startedAt = simulation.nowMs
    for (const call of [admin.listTopics({ timeoutMs: 1500 }), admin.fetchGroupOffsets('g', undefined, { timeoutMs: 1500 })]) {
      const outcome = await simulation.settle(call.then(() => undefined, (error: unknown) => error))
      assert.ok(outcome === undefined || outcome instanceof KafkaError, `seed ${simulation.seed} round ${round}: ${String(outcome)}`)
    }
    assert.ok(simulation.nowMs - startedAt <= 3020, `round ${round}: ${simulation.nowMs - startedAt} ms`)
  }
  isSpoiling = false
  await simulation.advance(2000)
  assert.equal((await simulation.settle(admin.listTopics())).length, 1)
  await simulation.settle(kafka.close())
})

test('a broker that asks for a pause gets it: answers first, then nothing for that long (KIP-219)', async () => {
  const { simulation, broker, kafka } = await bench()
  const admin = kafka.admin()
  await simulation.settle(admin.listTopics())
  broker.on('Metadata', (request) => ({ ...told(request), throttleTimeMs: 4000 }))
  const startedAt = simulation.nowMs
  await simulation.settle(admin.listTopics())
  assert.ok(simulation.nowMs - startedAt < 100, 'the answer itself does not wait')
  await simulation.settle(admin.listTopics())
  assert.ok(simulation.nowMs - startedAt >= 4000, `${simulation.nowMs - startedAt} ms`)
  await assert.rejects(simulation.settle(admin.listTopics({ timeoutMs: 500 })), { code: 'TIMEOUT' })
  await simulation.settle(kafka.close())
})

test('a pause longer than a request may take is not believed; versions before KIP-219 ask for none', async () => {
  const { simulation, broker, kafka } = await bench({ requestTimeoutMs: 3000 })
  const admin = kafka.admin()
  // The bootstrap address has a connection of its own.
  await simulation.settle(admin.listTopics())
  broker.on('Metadata', (request) => ({ ...told(request), throttleTimeMs: 0x7fffffff }))
  await simulation.settle(admin.listTopics())
  const startedAt = simulation.nowMs
  await simulation.settle(admin.listTopics())
  const waited = simulation.nowMs - startedAt
  assert.ok(waited > 2900 && waited < 3100, `${waited} ms`)
  await simulation.settle(kafka.close())

  const old = await bench()
  old.broker.on('ApiVersions', () => ({ errorCode: 0, apiKeys: [{ apiKey: 3, minVersion: 0, maxVersion: 5 }] }))
  old.broker.on('Metadata', (request) => ({ ...told(request), throttleTimeMs: 4000 }))
  const other = old.kafka.admin()
  await old.simulation.settle(other.listTopics())
  const before = old.simulation.nowMs
  await old.simulation.settle(other.listTopics())
  await old.simulation.settle(other.listTopics())
  assert.ok(old.simulation.nowMs - before < 100)
  await old.simulation.settle(old.kafka.close())
})
