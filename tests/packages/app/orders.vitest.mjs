import { startBroker } from '@odradek/testing'
import { KafkaError } from '@odradek/client'
import { afterAll, beforeAll, expect, test } from 'vitest'

let broker
beforeAll(async () => {
  broker = await startBroker({ topics: { orders: 3 } })
})
afterAll(() => broker.close())

test('a record goes there and back', async () => {
  const kafka = broker.client()
  const producer = kafka.producer()
  await producer.sendBatch('orders', [{ key: 'k', value: 'v' }])
  await expect(producer.send('orders', { value: Buffer.alloc(2 ** 21) })).rejects.toBeInstanceOf(KafkaError)
  await producer.close()
  const consumer = kafka.consumer({ groupId: 'g', autoOffsetReset: 'earliest' })
  const { value: record } = await consumer.subscribe('orders').records().next()
  expect(record.value.toString()).toBe('v')
  await consumer.stop()
})
