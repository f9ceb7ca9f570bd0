/** A test with a broker of its own, as the guide to testing shows it. */
// #region whole
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBroker, type TestBroker } from '@odradek/testing'

let broker: TestBroker
before(async () => {
  broker = await startBroker({ topics: { orders: 3 } }) // a free port and a scratch directory
})
after(() => broker.close())

test('an order is billed', async () => {
  const kafka = broker.client() // or any client of any language, at broker.bootstrap
  const producer = kafka.producer()
  await producer.sendBatch('orders', [{ key: 'customer-1', value: 'o1' }])
  await producer.close()

  const consumer = kafka.consumer({ groupId: 'billing', autoOffsetReset: 'earliest' })
  const { value: record } = await consumer.subscribe('orders').records().next()
  assert.equal(record?.value?.toString(), 'o1')
  await consumer.stop()
})
// #endregion

test('a broker with another configuration', async (context) => {
  // #region config
  const strict = await startBroker({ config: { 'auto.create.topics.enable': false } }) // any of Kafka's broker keys
  context.after(() => strict.close())
  const producer = strict.client().producer({ maxBlockMs: 200 })
  await assert.rejects(producer.send('nobody-made-this', { value: 'x' }), { code: 'UNKNOWN_TOPIC_OR_PARTITION' })
  await producer.close()
  // #endregion
})
