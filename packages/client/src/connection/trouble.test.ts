/** What a user reads when a cluster cannot be used as configured: the remedy of each cause, and the lines of the log. */
import assert from 'node:assert/strict'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { startBroker } from '@odradek/broker'
import { simWorld } from '@odradek/platform/sim'
import { testCertificate, testKey } from '../../../platform/src/testing/certificate.ts'
import { type ClientOptions, createKafka, KafkaError } from '../index.ts'

type Line = readonly [level: string, message: string, fields: Record<string, unknown>]

function lines(): { readonly lines: Line[]; readonly logger: ClientOptions['logger'] & object } {
  const list: Line[] = []
  const at = (level: string) => (message: string, fields?: object): void => void list.push([level, message, { ...fields }])
  return { lines: list, logger: { error: at('error'), warn: at('warn'), info: at('info') } }
}

const quick = { defaultTimeoutMs: 1000, requestTimeoutMs: 2000, reconnectBackoffMs: 1, reconnectBackoffMaxMs: 5, retryBackoffMs: 1, retryBackoffMaxMs: 5 }

async function failure(options: ClientOptions): Promise<KafkaError> {
  const admin = createKafka({ ...quick, ...options }).admin()
  const error = await admin.listTopics().then(() => assert.fail('it worked'), (thrown: unknown) => thrown)
  await admin.close()
  assert.ok(error instanceof KafkaError)
  return error
}

async function onServer(server: Server, use: (address: string) => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use(`127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.close()
  }
}

async function says(options: ClientOptions, code: string, message: RegExp, remedy: RegExp): Promise<void> {
  const { lines: said, logger } = lines()
  const error = await failure({ ...options, logger })
  assert.equal(error.code, code, error.message)
  assert.match(error.message, message)
  assert.match(error.remedy, remedy)
  const [level, line] = said[0]!
  assert.equal(level, 'warn')
  assert.match(line, message)
  assert.match(line, remedy)
  // 1, 4, 16, 64, ... however many attempts there were.
  const attempts = said.filter(([, , fields]) => 'code' in fields).map(([, , fields]) => fields['attempts'])
  assert.deepEqual(attempts, attempts.map((_, index) => 4 ** index))
}

test('nobody listens', () => says({ brokers: '127.0.0.1:1' }, 'TIMEOUT', /127\.0\.0\.1:1: connection refused \(ECONNREFUSED\)/, /start the broker/))

test('an HTTP server', () => onServer(createHttpServer((_, response) => response.end()), (brokers) =>
  says({ brokers }, 'TIMEOUT', /an HTTP server answers there/, /Correct the port/)))

test('a TLS port is spoken to without TLS', () => onServer(createTlsServer({ key: testKey, cert: testCertificate }), (brokers) =>
  says({ brokers }, 'TIMEOUT', /TLS answers there|before it answered ApiVersions/, /set `tls`/)))

test('who closes at once may want TLS', () => onServer(createTcpServer((socket) => socket.on('error', () => {}).on('data', () => socket.end())), (brokers) =>
  says({ brokers }, 'TIMEOUT', /closed the connection before it answered ApiVersions/, /set `tls`/)))

test('TLS is spoken to who has none', async () => {
  await onServer(createTcpServer((socket) => socket.on('error', () => {}).on('data', () => socket.destroy())), (brokers) =>
    says({ brokers, tls: true }, 'TIMEOUT', /the TLS handshake failed/, /leave out `tls`/))
  await onServer(createHttpServer(), (brokers) => says({ brokers, tls: true }, 'TIMEOUT', /the TLS handshake failed/, /leave out `tls`/))
})

test('a certificate of nobody we know', () => onServer(createTlsServer({ key: testKey, cert: testCertificate }), (brokers) =>
  says({ brokers, tls: true }, 'AUTHENTICATION_FAILED', /certificate .* is not accepted/, /the CA/)))

test('a listener that wants authentication', () => onServer(createTcpServer((socket) => {
  // Answers ApiVersions v0 with version 0 to 0 of ApiVersions and Metadata, and closes at what comes next.
  socket.on('error', () => {})
  let requests = 0
  socket.on('data', (bytes) => {
    if (requests++ > 1) return void socket.end()
    const version = bytes.readInt16BE(6)
    const body = version > 0 ? '0023' + '00000001' + '0012' + '0000' + '0000' : '0000' + '00000002' + '0012' + '0000' + '0000' + '0003' + '0000' + '0008'
    const answer = Buffer.from(`00000000${bytes.subarray(8, 12).toString('hex')}${body}`, 'hex')
    answer.writeInt32BE(answer.length - 4, 0)
    socket.write(answer)
  })
}), (brokers) => says({ brokers }, 'TIMEOUT', /closed the connection at the first request/, /set `sasl`/)))

test('in a simulated world: a name nobody knows, a host that does not answer', async () => {
  const simulation = simWorld(1)
  simulation.host('away')
  const world = simulation.host('client')
  const ask = async (brokers: string): Promise<KafkaError> => simulation.settle(failure({ brokers, world, connectTimeoutMs: 100 }))
  assert.match((await ask('nowhere:9092')).remedy, /No name server knows/)
  simulation.network.partition(['client'], ['away'])
  assert.match((await ask('away:9092')).remedy, /does not answer at this address/)
})

test('a broker that is reached again is said where it was said to be away', async () => {
  const simulation = simWorld(1)
  const config = { listeners: 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'offsets.topic.num.partitions': 1 }
  const { lines: said, logger } = lines()
  const host = simulation.host('broker')
  const admin = createKafka({ brokers: 'broker:9092', world: simulation.host('client'), logger }).admin()
  const listing = admin.listTopics()
  await simulation.advance(5000)
  await simulation.settle(startBroker({ world: host, config }).then(() => {}), { withinMs: 120_000 })
  await simulation.settle(listing, { withinMs: 120_000 })
  const told = said.map(([level, message]) => `${level} ${message.split(':')[0]}`)
  assert.deepEqual([...new Set(told)], ['warn cannot connect to broker', 'warn broker'])
  assert.match(said.at(-1)![1], /^broker:9092 is reached again$/)
  assert.ok(said.length < 6, 'few lines for many attempts')
  await simulation.settle(admin.close())
})

test('a record: no topic, no leader, no broker', async () => {
  const simulation = simWorld(1)
  const config = {
    listeners: 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'offsets.topic.num.partitions': 1, 'auto.create.topics.enable': false,
  }
  await simulation.settle(startBroker({ world: simulation.host('broker'), config }).then(() => {}), { withinMs: 120_000 })
  const kafka = createKafka({ brokers: 'broker:9092', world: simulation.host('client'), logger: false })
  for (const autoCreateTopics of [true, false]) {
    const producer = kafka.producer({ maxBlockMs: 500, autoCreateTopics })
    const error = await simulation.settle(producer.sendBatch('nowhere', [{ value: 'x' }]).then(() => assert.fail(), (thrown: unknown) => thrown as KafkaError))
    assert.deepEqual([error.code, error.errorCode], ['UNKNOWN_TOPIC_OR_PARTITION', 3])
    assert.match(error.message, autoCreateTopics ? /no topic nowhere, and the brokers do not create it/ : /no topic nowhere:/)
    assert.match(error.remedy, /Create the topic/)
    await simulation.settle(producer.close())
  }
  const admin = kafka.admin()
  await simulation.settle(admin.createTopics([{ name: 'there' }]))
  const producer = kafka.producer({ deliveryTimeoutMs: 3000 })
  await simulation.settle(producer.sendBatch('there', [{ value: 'x' }]))
  simulation.machine('broker').boot().kill()
  await simulation.advance(10)
  const late = await simulation.settle(producer.sendBatch('there', [{ value: 'y' }]).then(() => assert.fail(), (thrown: unknown) => thrown as KafkaError), { withinMs: 60_000 })
  assert.equal(late.code, 'DELIVERY_TIMEOUT')
  assert.match(late.remedy, /may have been written or not\. Nobody listens/)
  await simulation.settle(Promise.all([producer.close(), admin.close()]))
})
