/** What the guide to typed topics shows. KAFKA names the broker. */
// #region setup
import { KafkaError, createKafka, json, topic, type Serde, type StandardSchema } from '@odradek/client'

const kafka = createKafka({ brokers: process.env['KAFKA'] ?? '127.0.0.1:9092' })
// #endregion

// #region typed
interface Order {
  readonly id: string
  readonly cents: number
}

const orders = topic('typed-orders', { value: json<Order>() }) // Topic<string | null, Order>
// #endregion

// #region schema
// What zod, valibot and arktype export is a Standard Schema; this one is written by hand to need none of them.
const positiveOrder: StandardSchema<Order> = {
  '~standard': {
    version: 1,
    vendor: 'by hand',
    validate: (value) => {
      const order = value as Partial<Order>
      if (typeof order.id !== 'string') return { issues: [{ message: 'must be a text', path: ['id'] }] }
      if (!(Number(order.cents) > 0)) return { issues: [{ message: 'must be above 0', path: ['cents'] }] }
      return { value: { id: order.id, cents: Number(order.cents) } }
    },
  },
}
const checkedOrders = topic('typed-orders', { value: positiveOrder }) // a bare schema means JSON
// #endregion

// #region serde
const celsius: Serde<number> = {
  serialize(value) {
    const bytes = Buffer.alloc(8)
    bytes.writeDoubleBE(value)
    return bytes
  },
  deserialize: (bytes) => bytes?.readDoubleBE() ?? Number.NaN, // may answer a promise, as serialize may
}
const temperatures = topic('typed-temperatures', { key: json<{ room: number }>(), value: celsius })
// #endregion

const producer = kafka.producer()
await producer.sendBatch(temperatures, [{ key: { room: 12 }, value: 21.5 }])
await producer.sendBatch(orders, [{ key: 'a', value: { id: 'o1', cents: -5 } }, { key: 'b', value: { id: 'o2', cents: 995 } }])

// #region refused
try {
  await producer.send(checkedOrders, { key: 'c', value: { id: 'o3', cents: 0 } })
} catch (error) {
  if (!(error instanceof KafkaError)) throw error
  console.log(`${error.code}: ${error.message}`) // nothing was sent
}
// #endregion
await producer.close()

// #region poison
const consumer = kafka.consumer({ groupId: `typed-${process.pid}`, autoOffsetReset: 'earliest', onPoison: { deadLetter: 'typed-orders.dead' } })
for await (const record of consumer.subscribe(checkedOrders)) {
  console.log(`good: ${record.value.id}`) // o1 of -5 cents has gone to typed-orders.dead
  record.ack()
  break
}
await consumer.stop()
// #endregion

const dead = kafka.consumer()
await dead.assign([{ topic: 'typed-orders.dead', partition: 0, offset: 0 }])
for await (const record of dead) {
  const why = record.headers.find(({ key }) => key === 'odradek.dead-letter.error')
  console.log(`dead: ${String(record.value)} because ${String(why?.value)}`)
  break
}
await dead.stop()

const rooms = kafka.consumer({ groupId: `rooms-${process.pid}`, autoOffsetReset: 'earliest' })
for await (const { key, value } of rooms.subscribe(temperatures)) {
  console.log(`room ${key.room}: ${value} degrees`)
  break
}
await rooms.stop()
