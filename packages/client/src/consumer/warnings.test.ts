/** What consumers and producers say when something goes wrong that no call of the user's would tell: each of it once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBroker } from '@odradek/broker'
import { withLog, type World } from '@odradek/platform'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import { ErrorCode } from '@odradek/protocol/internal'
import { type ConsumerOptions, createKafka, type Kafka } from '../index.ts'
import { Metadata } from '../metadata.ts'
import { ConsumerMember } from './membership/consumer-member.ts'
import type { GroupLink } from './membership/group-link.ts'
import type { GroupHost } from './membership/member.ts'
import { resolveConsumerOptions } from './options.ts'

type Line = readonly [level: string, message: string, fields: Record<string, unknown>]

class Bench {
  readonly simulation: Simulation = simWorld(3)
  readonly lines: Line[] = []
  readonly kafka: Kafka
  /** Milliseconds that the client's clock has jumped ahead: its loop was busy. */
  jumpedMs = 0

  constructor() {
    const host = this.simulation.host('client')
    const { clock } = host
    const world: World = { ...withLog(host, host.log), clock: { wallMs: () => clock.wallMs(), monotonicMs: () => clock.monotonicMs() + this.jumpedMs } }
    const at = (level: string) => (message: string, fields?: object): void => void this.lines.push([level, message, { ...fields }])
    this.kafka = createKafka({ brokers: 'broker:9092', world, logger: { error: at('error'), warn: at('warn') }, defaultTimeoutMs: 2000, requestTimeoutMs: 1000, connectTimeoutMs: 500 })
  }

  async start(config: Record<string, string | number | boolean> = {}): Promise<this> {
    const all = {
      listeners: 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'offsets.topic.num.partitions': 1,
      'group.initial.rebalance.delay.ms': 0,  'group.min.session.timeout.ms': 100, ...config,
    }
    await this.settle(startBroker({ world: this.simulation.host('broker'), config: all }))
    return this
  }

  settle<T>(promise: Promise<T>): Promise<T> {
    return this.simulation.settle(promise, { withinMs: 120_000 })
  }

  async topic(name: string, records: number): Promise<void> {
    const [admin, producer] = [this.kafka.admin(), this.kafka.producer()]
    await this.settle(admin.createTopics([{ name, partitions: 1 }]))
    await this.settle(producer.sendBatch(name, Array.from({ length: records }, (_, index) => ({ value: String(index) }))))
    await this.settle(Promise.all([admin.close(), producer.close()]))
  }

  said(pattern: RegExp): Line[] {
    return this.lines.filter(([, message]) => pattern.test(message))
  }
}

const slowly: ConsumerOptions = { groupId: 'g', autoOffsetReset: 'earliest' }

test('put out of the group', async () => {
  const bench = await new Bench().start()
  await bench.topic('orders', 5)
  const consumer = bench.kafka.consumer({ ...slowly, sessionTimeoutMs: 3000, heartbeatIntervalMs: 1000 })
  consumer.subscribe('orders')
  await bench.settle(consumer.records().next())
  bench.simulation.network.partition(['client'], ['broker'])
  await bench.simulation.advance(8000)
  bench.simulation.network.heal()
  await bench.simulation.advance(8000)
  const [line, ...others] = bench.said(/the group went on without this member/)
  assert.deepEqual(others, [])
  assert.match(line![1], /sessionTimeoutMs/)
  assert.deepEqual([line![0], line![2]['group'], line![2]['partitions']], ['warn', 'g', 1])
  await bench.settle(consumer.stop())
})

test('a loop that was busy while a heartbeat was due', async () => {
  const bench = await new Bench().start()
  await bench.topic('orders', 1)
  const consumer = bench.kafka.consumer(slowly)
  consumer.subscribe('orders')
  await bench.settle(consumer.records().next())
  await bench.simulation.advance(5000)
  assert.deepEqual(bench.said(/heartbeat came late/), [])
  bench.jumpedMs += 7000
  await bench.simulation.advance(3500)
  const [line, ...others] = bench.said(/heartbeat came late/)
  assert.deepEqual([others, Number(line![2]['lateMs']) > 6000], [[], true])
  await bench.settle(consumer.stop())
})

test('a topic that does not exist, also when it cannot be made', async () => {
  const bench = await new Bench().start({ 'auto.create.topics.enable': false })
  for (const autoCreateTopics of [true, false]) {
    bench.lines.length = 0
    const consumer = bench.kafka.consumer({ ...slowly, autoCreateTopics })
    consumer.subscribe(['nowhere'])
    await bench.simulation.advance(20_000)
    const said = bench.said(/the subscribed topic nowhere does not exist/)
    assert.equal(said.length, 1)
    assert.equal(/auto\.create\.topics\.enable/.test(said[0]![1]), autoCreateTopics)
    await bench.settle(consumer.stop())
  }
})

test('a topic that the broker makes is no missing one', async () => {
  const bench = await new Bench().start()
  const consumer = bench.kafka.consumer(slowly)
  consumer.subscribe('made')
  await bench.simulation.advance(10_000)
  assert.deepEqual(bench.lines, [])
  await bench.settle(consumer.stop())
})

test('a pattern that matches nothing', async () => {
  const bench = await new Bench().start()
  await bench.topic('orders', 1)
  for (const [protocol, target] of [['classic', /^nothing-.*/], ['consumer', /^nothing-.*/], ['consumer', { serverPattern: 'nothing-.*' }]] as const) {
    bench.lines.length = 0
    const consumer = bench.kafka.consumer({ ...slowly, protocol })
    consumer.subscribe(target)
    await bench.simulation.advance(10_000)
    assert.equal(bench.said(/the subscribed pattern .*nothing.* matches no topic/).length, 1)
    await bench.settle(consumer.stop())
  }
})

test('a member of the consumer protocol that is fenced, and one whose heartbeat is late', async () => {
  const simulation = simWorld(1)
  const host = simulation.host('client')
  const lines: Line[] = []
  let jumpedMs = 0
  const log = { ...host.log, warn: (fields: object | string, message?: string) => void lines.push(['warn', message ?? '', { ...(fields as object) }]) }
  const world: World = { ...withLog(host, log), clock: { wallMs: () => 0, monotonicMs: () => host.clock.monotonicMs() + jumpedMs } }
  const answers = [0, ErrorCode.FENCED_MEMBER_EPOCH, 0, ErrorCode.UNKNOWN_MEMBER_ID]
  const link = {
    groupId: 'g', cluster: { options: { world, retryBackoffMs: 1, retryBackoffMaxMs: 1 }, metadata: new Metadata() }, hasMoved: () => false,
    request: async () => ({ errorCode: answers.shift() ?? 0, errorMessage: null, memberId: 'm', memberEpoch: 5, heartbeatIntervalMs: 1000, assignment: null }),
  } as unknown as GroupLink
  const groupHost = { subscribedTopics: () => ['orders'], subscribedPattern: () => undefined, owned: () => [], lose: async () => {} } as unknown as GroupHost
  const member = new ConsumerMember(link, resolveConsumerOptions({ groupId: 'g', protocol: 'consumer' }), groupHost)
  member.start()
  await simulation.advance(10_000)
  assert.deepEqual(lines.map(([, message, { epoch, why }]) => [/went on without this member/.test(message), epoch, /[A-Z]+_MEMBER_[A-Z]+/.exec(String(why))?.[0]]), [
    [true, 5, 'FENCED_MEMBER_EPOCH'], [true, 5, 'UNKNOWN_MEMBER_ID'],
  ])
  lines.length = 0
  jumpedMs = 7000
  await simulation.advance(2000)
  assert.match(lines[0]![1], /heartbeat came late/)
  await simulation.settle(member.stop(false))
})

test('a commit that failed, asked for or automatic', async () => {
  const bench = await new Bench().start()
  await bench.topic('orders', 3)
  const consumer = bench.kafka.consumer({ ...slowly, autoCommitIntervalMs: 500, sessionTimeoutMs: 60_000 })
  consumer.subscribe('orders')
  const stream = consumer.records()
  await bench.settle(stream.next())
  await bench.settle(assert.rejects(consumer.commit([{ topic: 'nowhere', partition: 0, offset: 1 }]), { code: 'UNKNOWN_TOPIC_OR_PARTITION' }))
  assert.match(bench.said(/offsets could not be committed/)[0]![1], /Create the topic/)
  await bench.simulation.advance(2000)
  bench.lines.length = 0
  await bench.settle(stream.next())
  bench.simulation.network.partition(['client'], ['broker'])
  await bench.simulation.advance(20_000)
  assert.equal(bench.said(/offsets could not be committed/)[0]![2]['partition'], 'orders-0')
  bench.simulation.network.heal()
  await bench.simulation.advance(10_000)
  await bench.settle(consumer.stop())
})

test('an offset reset says from where to where, and why', async () => {
  const bench = await new Bench().start()
  await bench.topic('orders', 10)
  const admin = bench.kafka.admin()
  await bench.settle(admin.deleteRecords([{ topic: 'orders', partition: 0, offset: 6 }]))
  const read = async (offset: number, autoOffsetReset: 'earliest' | 'latest'): Promise<Line[]> => {
    bench.lines.length = 0
    const consumer = bench.kafka.consumer({ autoOffsetReset })
    await bench.settle(consumer.assign([{ topic: 'orders', partition: 0, offset }]))
    const reading = consumer.records().next()
    reading.catch(() => {})
    await bench.simulation.advance(5000)
    await bench.settle(consumer.stop())
    return bench.said(/is out of range/)
  }
  const fields = { clientId: 'odradek', topic: 'orders', partition: 0 }
  const [skipped] = await read(2, 'earliest')
  assert.match(skipped![1], /^orders-0: offset 2 is out of range, and reading goes on at 6; the records from 2 to 5 are skipped/)
  assert.deepEqual(skipped![2], { ...fields, from: 2, to: 6, autoOffsetReset: 'earliest' })
  const [again] = await read(99, 'latest')
  assert.match(again![1], /offset 99 is out of range, and reading goes on at 10; the log ends before it/)
  assert.deepEqual(await read(7, 'latest'), [])
  await bench.settle(admin.close())
})

test('records that cannot be delivered, and those that are given up', async () => {
  const bench = await new Bench().start()
  await bench.topic('orders', 1)
  const producer = bench.kafka.producer({ deliveryTimeoutMs: 20_000 })
  await bench.settle(producer.send('orders', { value: 'x' }))
  bench.simulation.machine('broker').boot().kill()
  await bench.simulation.advance(10)
  await bench.settle(producer.enqueue('orders', { value: 'y' }))
  await bench.simulation.advance(30_000)
  assert.match(bench.said(/cannot be delivered, and are tried again/)[0]![1], /Nobody listens/)
  const [lost, ...others] = bench.said(/records were given up/)
  assert.deepEqual([others, lost![2]['topic'], lost![2]['records']], [[], 'orders', 1])
  assert.ok(bench.lines.length < 15, `few lines: ${bench.lines.length}`)
  await bench.settle(producer.close({ timeoutMs: 100 }).catch(() => {}))
})
