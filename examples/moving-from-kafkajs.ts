/** The same program with kafkajs and with ours. KAFKA names the broker. */
import { createKafka } from '@odradek/client'
import { Kafka, logLevel } from 'kafkajs'

const brokers = process.env['KAFKA'] ?? '127.0.0.1:9092'

async function before(): Promise<void> {
  // #region before
  const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
  const producer = kafka.producer({ idempotent: true })
  await producer.connect()
  await producer.send({ topic: 'moving', messages: [{ key: 'k', value: 'from kafkajs' }] })
  await producer.disconnect()

  const consumer = kafka.consumer({ groupId: `before-${process.pid}` })
  await consumer.connect()
  await consumer.subscribe({ topics: ['moving'], fromBeginning: true })
  const first = new Promise<string>((resolve) => {
    void consumer.run({ eachMessage: async ({ message }) => resolve(String(message.value)) })
  })
  console.log(await first)
  await consumer.disconnect()
  // #endregion
}

async function after(): Promise<void> {
  // #region after
  const kafka = createKafka({ brokers })
  const producer = kafka.producer() // idempotent already; connects when it must
  await producer.sendBatch('moving', [{ key: 'k', value: 'from us' }])
  await producer.close()

  const consumer = kafka.consumer({ groupId: `after-${process.pid}`, autoOffsetReset: 'earliest' })
  const end = new AbortController()
  await consumer.subscribe('moving').each(
    (record) => {
      console.log(String(record.value))
      if (String(record.value) === 'from us') end.abort()
    },
    { signal: end.signal },
  )
  await consumer.stop()
  // #endregion
}

await before()
await after()
