// As Jest runs it with --experimental-vm-modules.
import { startBroker } from '@odradek/testing'
import { KafkaError } from '@odradek/client'
import { KafkaSender, SenderOptions, SenderRecord } from '@odradek/rx'
import { firstValueFrom } from 'rxjs'

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

test('the reactive layer', async () => {
  const sender = KafkaSender.create(SenderOptions.of(broker.client()))
  const result = await firstValueFrom(sender.send([SenderRecord.of('orders', { key: 'k', value: 'v' }, 7)]))
  expect(result.correlationMetadata()).toBe(7)
  await sender.close()
})
