import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startBroker } from './index.ts'

test('a broker in process: topics, records, and nothing left behind', async () => {
  const broker = await startBroker({ topics: { orders: 3 } })
  assert.ok(existsSync(broker.dataDir))
  const producer = broker.client().producer({ lingerMs: 0 })
  const { partition, offset } = await producer.send('orders', { key: 'a', value: 'first', partition: 1 })
  assert.deepEqual([partition, offset], [1, 0])
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

test('a topic that cannot be made: the broker is gone again, with its data', async () => {
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo
      server.close(() => resolve(free))
    })
  })
  const dataDir = mkdtempSync(join(tmpdir(), 'odradek-kept-'))
  await assert.rejects(startBroker({ port, dataDir, topics: { 'a/b': 1 } }), /INVALID_TOPIC_EXCEPTION/)
  // Port and directory are free again.
  const again = await startBroker({ port, dataDir })
  await again.close()
  rmSync(dataDir, { recursive: true })
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
  rmSync(dataDir, { recursive: true })
})
