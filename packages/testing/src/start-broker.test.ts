import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { startBroker } from './index.ts'

test('a broker in process: topics, records, and nothing left behind', async () => {
  const broker = await startBroker({ topics: { orders: 3 } })
  assert.ok(existsSync(broker.dataDir))
  const producer = broker.client().producer({ lingerMs: 0 })
  const sent = await producer.send('orders', { key: 'a', value: 'first', partition: 1 })
  assert.deepEqual([(await sent.delivered).partition, (await sent.delivered).offset], [1, 0])
  await producer.close()
  const admin = broker.client().admin()
  assert.equal((await admin.describeTopic('orders')).partitions.length, 3)
  assert.equal((await admin.listOffsets([{ topic: 'orders', partition: 1, at: 'latest' }]))[0]?.offset, 1)
  await admin.close()
  await broker.close()
  assert.ok(!existsSync(broker.dataDir))
})

test('several at once, each with its own data', async () => {
  const brokers = await Promise.all([startBroker(), startBroker(), startBroker()])
  assert.equal(new Set(brokers.map((broker) => broker.clusterId)).size, 3)
  assert.equal(new Set(brokers.map((broker) => broker.port)).size, 3)
  await Promise.all(brokers.map((broker) => broker.close()))
})

test('data stays where a directory is given', async () => {
  const first = await startBroker({ topics: { kept: 1 } })
  await first[Symbol.asyncDispose]()
  const dataDir = `${first.dataDir}-kept`
  const second = await startBroker({ dataDir, topics: { kept: 1 } })
  await second.close()
  const third = await startBroker({ dataDir })
  const admin = third.client().admin()
  assert.deepEqual((await admin.listTopics()).map((topic) => topic.name), ['kept'])
  await admin.close()
  await third.close()
  const { rmSync } = await import('node:fs')
  rmSync(dataDir, { recursive: true })
})
