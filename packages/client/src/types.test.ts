/** The types of the public surface: what must compile, and what must not (`tsc` reads the expectations). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Admin, type BatchStream, type Bytes, type Consumer, type ConsumerBatch, type ConsumerRecord, createKafka, type CreatedTopic, type DescribedGroup, json, KafkaError,
  type Partitioner, type Producer, type RecordReport, type RecordStream, type Sent, type StandardSchema, stringSerde, type Topic, topic, type TopicMetadata,
} from './index.ts'

interface Order {
  readonly id: string
  readonly cents: number
}
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(verdict: Same<A, B>): void => assert.equal(verdict, true)
/** Compiled, never run. */
const only = (program: () => unknown): void => assert.equal(typeof program, 'function')

const kafka = createKafka({ brokers: ['127.0.0.1:1'], clientId: 'types' })
const orders = topic('orders', { value: json<Order>() })
const schema: StandardSchema<Order> = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Order }) } }

test('topics: serdes and schemas give the types', () => {
  const plain = topic('plain')
  same<typeof plain, Topic<Bytes, Bytes>>(true)
  same<typeof orders, Topic<string | null, Order>>(true)
  const keyed = topic('keyed', { key: stringSerde, value: schema })
  same<typeof keyed, Topic<string | null, Order>>(true)
  // @ts-expect-error a value needs a serde or a schema
  only(() => topic('orders', { key: stringSerde }))
})

test('topics: a schema that changes values has a type to write and one to read; null is a tombstone of any topic', () => {
  const dated: StandardSchema<{ at: Date }, { at: string }> = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as { at: Date } }) } }
  const events = topic('events', { value: dated })
  same<typeof events, Topic<string | null, { at: Date }, string | null, { at: string }>>(true)
  only(async () => {
    const producer = kafka.producer()
    await producer.send(events, { key: 'k', value: { at: '2026-01-01' } })
    // @ts-expect-error what is read is not what is written
    await producer.send(events, { key: 'k', value: { at: new Date() } })
    await producer.send(events, { key: 'k', value: null })
    await producer.send(orders, { key: 'k', value: null })
    await producer.sendBatch(orders, [{ key: 'k', value: null }, { key: 'k', value: { id: 'o', cents: 1 } }])
    // @ts-expect-error undefined is no tombstone
    await producer.send(orders, { key: 'k', value: undefined })
    for await (const record of kafka.consumer({ groupId: 'g' }).subscribe(events)) {
      same<typeof record, ConsumerRecord<string | null, { at: Date }>>(true)
      same<typeof record.isTombstone, boolean>(true)
    }
    const inWords = json(dated, { writes: 'input' })
    await producer.send(topic('events', { key: stringSerde, value: inWords }), { key: 'k', value: { at: '2026-01-01' } })
  })
})

test('options: what is no option does not compile', () => {
  // @ts-expect-error brokers are needed
  only(() => createKafka({}))
  // @ts-expect-error a mechanism that does not exist
  only(() => createKafka({ brokers: '127.0.0.1:1', sasl: { mechanism: 'DIGEST' } }))
  // @ts-expect-error a misspelt option
  only(() => kafka.producer({ linger: 5 }))
  // @ts-expect-error a compression that does not exist
  only(() => kafka.producer({ compression: 'brotli' }))
  // @ts-expect-error a strategy that does not exist
  only(() => kafka.consumer({ groupId: 'g', assignors: ['fair'] }))
  const custom: Partitioner = { partition: () => 0 }
  only(() => kafka.producer({ partitioner: custom }))
  only(() => kafka.producer({ partitioner: 'round-robin' }))
})

test('producer: a topic checks its records', () => {
  only(async () => {
    const producer: Producer = kafka.producer()
    const sent = await producer.enqueue(orders, { key: 'k', value: { id: 'o', cents: 1 }, headers: { trace: 't' } })
    same<typeof sent, Sent>(true)
    const report = await sent.delivered
    same<typeof report, RecordReport>(true)
    const { offset }: { offset: number } = await producer.send('plain', { value: 'text' })
    void offset
    await producer.send('plain', { key: Buffer.from('k'), value: null })
    // @ts-expect-error bytes, a string or null where a topic has no serdes
    await producer.send('plain', { value: { id: 'o' } })
    // @ts-expect-error not an order
    await producer.send(orders, { value: { id: 'o' } })
    // @ts-expect-error a key of text
    await producer.send(orders, { key: 7, value: { id: 'o', cents: 1 } })
    // @ts-expect-error a record without a value is a mistake; a tombstone says null
    await producer.send('plain', { key: 'k' })
    // @ts-expect-error sendBatch takes many
    await producer.sendBatch(orders, { value: { id: 'o', cents: 1 } })
    await using closed = producer
    return closed
  })
})

test('consumer: a subscription gives the types of its records', () => {
  only(async () => {
    const consumer: Consumer = kafka.consumer({ groupId: 'g' })
    const typed = consumer.subscribe(orders)
    for await (const record of typed) {
      same<typeof record, ConsumerRecord<string | null, Order>>(true)
      // @ts-expect-error an order has no name
      String(record.value.name)
      break
    }
    const records = typed.records({ ack: 'manual' })
    same<typeof records, RecordStream<string | null, Order>>(true)
    const batches = typed.batches({ maxRecords: 10 })
    same<typeof batches, BatchStream<string | null, Order>>(true)
    for await (const batch of batches) same<typeof batch, ConsumerBatch<string | null, Order>>(true)
    await typed.each((record) => void record.value.cents.toFixed(), { concurrency: 4, order: 'key' })
    // @ts-expect-error an order that does not exist
    await typed.each(() => {}, { order: 'record' })
    for await (const record of consumer.subscribe(['a', 'b'])) same<typeof record, ConsumerRecord<Buffer | null, Buffer | null>>(true)
    for await (const record of consumer.subscribe(/^orders/)) same<typeof record, ConsumerRecord<Buffer | null, Buffer | null>>(true)
    // @ts-expect-error a number is no topic
    consumer.subscribe(7)
    // @ts-expect-error stop takes drain or not
    await consumer.stop({ drain: 'yes' })
    await using closed = consumer
    return closed
  })
})

test('admin and errors', () => {
  only(async () => {
    const admin: Admin = kafka.admin()
    const created = await admin.createTopics([{ name: 'orders', partitions: 3, configs: { 'cleanup.policy': 'compact' } }])
    same<typeof created, readonly CreatedTopic[]>(true)
    same<Awaited<ReturnType<typeof admin.listTopics>>, readonly TopicMetadata[]>(true)
    same<Awaited<ReturnType<typeof admin.describeGroup>>, DescribedGroup>(true)
    // @ts-expect-error a topic has a name
    await admin.createTopics([{ partitions: 3 }])
    // @ts-expect-error neither earliest, latest nor a time
    await admin.listOffsets([{ topic: 'orders', partition: 0, at: 'somewhere' }])
    // @ts-expect-error a signal is an AbortSignal
    await admin.describeGroup('g', { signal: 5 })
  })
  const error: unknown = new KafkaError('TIMEOUT', 'too late', { retriable: true })
  assert.ok(error instanceof KafkaError)
  const { retriable }: { readonly retriable: boolean } = error
  assert.equal(retriable, true)
  // @ts-expect-error codes are text
  only(() => new KafkaError(7, 'too late'))
})

test('codes of errors are known, a misspelt one is refused', () => {
  only(() => {
    const { code } = new KafkaError('TIMEOUT', 'late')
    if (code === 'UNKNOWN_TOPIC_OR_PARTITION' || code === 'DELIVERY_TIMEOUT' || code === 'UNKNOWN_ERROR_CODE_999') return true
    // @ts-expect-error no such code
    return code === 'UNKNOWN_TOPIC'
  })
  // @ts-expect-error no such code
  only(() => new KafkaError('TIME_OUT', 'late'))
})
