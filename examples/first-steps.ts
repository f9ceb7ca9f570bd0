/**
 * First steps with the client. Needs a broker, ours or Apache Kafka, named by KAFKA.
 *
 *   npm start                                                              # in another terminal
 *   KAFKA=127.0.0.1:9092 node scripts/node.mjs examples/first-steps.ts
 */
// #region whole
import { createKafka, json, topic } from '@odradek/client'

interface Order {
  readonly id: string
  readonly cents: number
}

const kafka = createKafka({ brokers: process.env['KAFKA'] ?? '127.0.0.1:9092' })
const orders = topic('first-orders', { value: json<Order>() })

const producer = kafka.producer()
const { offset } = await producer.send(orders, { key: 'customer-1', value: { id: 'o1', cents: 995 } })
console.log(`the broker has it as offset ${offset}`)
await producer.close()

const consumer = kafka.consumer({ groupId: 'first-billing', autoOffsetReset: 'earliest' })
for await (const record of consumer.subscribe(orders)) {
  console.log(`${record.key} ordered ${record.value.id} for ${record.value.cents} cents`)
  record.ack()
  break // a real service does not leave the loop; `stop` ends it from outside
}
await consumer.stop() // commits, and leaves the group
// #endregion
