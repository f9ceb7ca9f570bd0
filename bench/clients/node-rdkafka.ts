/** node-rdkafka, on Node 20. Idempotent; its fastest ways: `produce` with a final flush, `consume(n)`. See plan.ts. */
import { createRequire } from 'node:module'
import { LatencyRun, meter, payloads, readPlan } from './plan.ts'

interface Client {
  on(event: string, listener: (argument: never) => void): this
  connect(options: object, callback: (error: unknown) => void): void
}

interface Producer extends Client {
  produce(topic: string, partition: null, value: Buffer, key: null, timestamp: null): unknown
  poll(): void
  flush(timeoutMs: number, callback: (error: unknown) => void): void
}

interface Consumer extends Client {
  subscribe(topics: readonly string[]): void
  setDefaultConsumeTimeout(timeoutMs: number): void
  consume(count?: number, callback?: (error: unknown, messages: readonly { value: Buffer }[]) => void): void
}

interface Library {
  readonly Producer: new (options: object, topicOptions?: object) => Producer
  readonly KafkaConsumer: new (options: object, topicOptions?: object) => Consumer
}

const library = createRequire(__filename)('node-rdkafka') as Library
const plan = readPlan()
const { topic } = plan

const connected = <T extends Client>(client: T): Promise<T> =>
  new Promise((resolve, reject) => client.connect({}, (error) => (error ? reject(error as Error) : resolve(client))))

const producer = (linger: number): Promise<Producer> => connected(new library.Producer({
  'metadata.broker.list': plan.bootstrap, 'enable.idempotence': true, 'linger.ms': linger, 'batch.size': plan.batchBytes, 'batch.num.messages': 1_000_000,
  'compression.type': plan.compression, 'queue.buffering.max.messages': 1_000_000, 'queue.buffering.max.kbytes': 262_144, 'socket.nagle.disable': linger === 0,
}, { acks: -1 }))

const reader = (): Promise<Consumer> => connected(new library.KafkaConsumer({
  'metadata.broker.list': plan.bootstrap, 'group.id': `node-rdkafka-${process.pid}`, 'fetch.min.bytes': 1, 'fetch.wait.max.ms': 500, 'check.crcs': true,
  // As in librdkafka.py.
  'queued.min.messages': 1_000_000, 'fetch.queue.backoff.ms': 5,
}, { 'auto.offset.reset': 'earliest' }))

async function produce(): Promise<void> {
  const values = payloads(plan.recordBytes)
  const made = await producer(5)
  const { add, finish } = meter(plan)
  add(0)
  for (let sent = 0; sent < plan.records;) {
    try {
      made.produce(topic, null, values[sent % 1000]!, null, null)
      sent++
    } catch (error) {
      // The queue is full.
      if ((error as { code?: number }).code !== -184) throw error
      made.poll()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  await new Promise<void>((resolve, reject) => made.flush(60_000, (error) => (error ? reject(error as Error) : resolve())))
  add(plan.records)
  finish()
}

async function consume(): Promise<void> {
  const consumer = await reader()
  const { add, finish } = meter(plan)
  let bytes = 0
  consumer.subscribe([topic])
  consumer.setDefaultConsumeTimeout(100)
  for (let done = false; !done;) {
    const messages = await new Promise<readonly { value: Buffer }[]>((resolve, reject) => {
      consumer.consume(5000, (error, some) => (error ? reject(error as Error) : resolve(some)))
    })
    for (const { value } of messages) bytes += value.length
    if (messages.length > 0) done = add(messages.length)
  }
  finish()
}

async function latency(): Promise<void> {
  const run = new LatencyRun(plan)
  const made = await producer(0)
  const consumer = await reader()
  consumer.subscribe([topic])
  consumer.on('data', (message: { value: Buffer }) => run.seen(message.value))
  consumer.consume()
  await new Promise((resolve) => setTimeout(resolve, 4000))
  await run.run(async (values) => {
    for (const value of values) made.produce(topic, null, value, null, null)
  })
}

void { produce, consume, latency }[plan.mode]().then(() => process.exit(0), (error: unknown) => {
  console.error(error)
  process.exit(1)
})
