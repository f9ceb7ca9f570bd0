// The thin line: a stock client creates a topic, produces, consumes as a group, commits, and goes on after a restart.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import kafkajs from 'kafkajs'
import { nodeWorld } from '@odradek/platform/node'
import { startBroker, type Broker } from './index.ts'

const { Kafka, logLevel, CompressionTypes } = kafkajs
const topic = 'thin-line'

function start(directory: string, port: number): Promise<Broker> {
  return startBroker({
    world: nodeWorld(),
    config: { 'listeners': `PLAINTEXT://127.0.0.1:${port}`, 'log.dirs': directory, 'group.initial.rebalance.delay.ms': 0, 'offsets.topic.num.partitions': 3 },
  })
}

function clientOf(broker: Broker): kafkajs.Kafka {
  return new Kafka({ clientId: 'thin-line', brokers: [`127.0.0.1:${broker.listeners[0]?.port}`], logLevel: logLevel.NOTHING })
}

/** Consumes in the group until `count` messages have come, commits, and leaves. */
async function consume(kafka: kafkajs.Kafka, count: number): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: 'readers', sessionTimeout: 10_000 })
  const values: string[] = []
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
    consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        values.push(String(message.value))
        await consumer.commitOffsets([{ topic, partition, offset: String(Number(message.offset) + 1) }])
        if (values.length === count) resolve()
      },
    }).catch(reject)
  })
  await consumer.disconnect()
  return values.sort()
}

describe('thin line, kafkajs', () => {
  const directory = mkdtempSync(join(tmpdir(), 'thin-line-'))
  let broker: Broker
  before(async () => {
    broker = await start(directory, 0)
  })
  after(async () => {
    await broker.close()
    rmSync(directory, { recursive: true, force: true })
  })

  it('creates a topic, produces and consumes as a group', async () => {
    const kafka = clientOf(broker)
    const admin = kafka.admin()
    await admin.connect()
    assert.equal(await admin.createTopics({ topics: [{ topic, numPartitions: 2 }] }), true)
    assert.deepEqual(await admin.listTopics(), [topic])
    const producer = kafka.producer({ idempotent: false })
    await producer.connect()
    const sent = await producer.send({ topic, acks: -1, messages: ['a', 'b', 'c'].map((value) => ({ key: value, value })) })
    assert.deepEqual(sent.map(({ errorCode }) => errorCode), sent.map(() => 0))
    await producer.send({ topic, compression: CompressionTypes.GZIP, messages: [{ key: 'd', value: 'd' }] })
    await producer.disconnect()
    assert.deepEqual(await consume(kafka, 4), ['a', 'b', 'c', 'd'])
    const offsets = await admin.fetchOffsets({ groupId: 'readers', topics: [topic] })
    assert.equal(offsets[0]?.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0), 4)
    await admin.disconnect()
  })

  it('goes on where it left off after a restart', async () => {
    const port = broker.listeners[0]?.port ?? 0
    const { clusterId } = broker
    await broker.close()
    broker = await start(directory, port)
    assert.equal(broker.clusterId, clusterId)
    const kafka = clientOf(broker)
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
    await producer.connect()
    await producer.send({ topic, messages: [{ key: 'e', value: 'e' }, { key: 'f', value: 'f' }] })
    await producer.disconnect()
    assert.deepEqual(await consume(kafka, 2), ['e', 'f'])
  })
})

it('a data directory may be a link to one', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'linked-'))
  const link = `${directory}-link`
  symlinkSync(directory, link)
  try {
    const broker = await start(link, 0)
    await broker.close()
    assert.ok(readdirSync(directory).includes('meta.properties'))
  } finally {
    rmSync(link)
    rmSync(directory, { recursive: true })
  }
})
