/** kafkajs: a call is a batch. Idempotent. See plan.ts for what a program does. */
import { connect } from 'node:net'
import { type ISocketFactory, Kafka, Partitioners, logLevel } from 'kafkajs'
import { LatencyRun, meter, produceInCalls, readPlan } from './plan.ts'

const plan = readPlan()
const { topic } = plan
/** It leaves small writes to Nagle's algorithm unless the application makes the socket. */
const socketFactory: ISocketFactory = ({ host, port, onConnect }) => connect({ host, port, noDelay: true }, onConnect)
const kafka = new Kafka({ brokers: [plan.bootstrap], logLevel: logLevel.NOTHING, ...(plan.mode === 'latency' ? { socketFactory } : {}) })

async function sender(): Promise<(values: readonly Buffer[]) => Promise<unknown>> {
  // Without compression only: lz4 and zstd are not part of it.
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 5, createPartitioner: Partitioners.DefaultPartitioner })
  await producer.connect()
  return (values) => producer.send({ topic, acks: -1, messages: values.map((value) => ({ value })) })
}

async function reader(): Promise<ReturnType<typeof kafka.consumer>> {
  const consumer = kafka.consumer({ groupId: `kafkajs-${process.pid}`, maxBytesPerPartition: 1 << 20, minBytes: 1, maxWaitTimeInMs: 500 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  return consumer
}

async function produce(): Promise<void> {
  await produceInCalls(plan, await sender())
}

async function consume(): Promise<void> {
  const consumer = await reader()
  const { add, finish } = meter(plan)
  let bytes = 0
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachBatch: async ({ batch }) => {
        for (const message of batch.messages) bytes += message.value!.length
        if (add(batch.messages.length)) resolve()
      },
    })
  })
  finish()
}

async function latency(): Promise<void> {
  const run = new LatencyRun(plan)
  const send = await sender()
  const consumer = await reader()
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const message of batch.messages) run.seen(message.value!)
    },
  })
  await new Promise((resolve) => setTimeout(resolve, 2000))
  await run.run(send)
}

await { produce, consume, latency }[plan.mode]()
process.exit(0)
