/**
 * @platformatic/kafka: a call is a batch. Idempotent (one request under way at a time: its rule) or, as way `plain`, not
 * (five calls under way). See plan.ts for what a program does.
 */
import { Consumer, Producer } from '@platformatic/kafka'
import { LatencyRun, meter, produceInCalls, readPlan } from './plan.ts'

const plan = readPlan()
const { topic } = plan
const base = { clientId: 'bench', bootstrapBrokers: [plan.bootstrap] }

function sender(): (values: readonly Buffer[]) => Promise<unknown> {
  const producer = new Producer({ ...base, idempotent: plan.way !== 'plain', compression: plan.compression, autocreateTopics: false })
  return (values) => producer.send({ acks: -1, messages: values.map((value) => ({ topic, value })) })
}

async function read(each: (value: Buffer) => void): Promise<void> {
  const consumer = new Consumer({ ...base, groupId: `platformatic-${process.pid}`, highWaterMark: 4096 })
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest', minBytes: 1, maxBytes: 1 << 20, maxWaitTime: 500, autocommit: 5000 })
  stream.on('data', (message) => each(message.value))
}

async function produce(): Promise<void> {
  await produceInCalls(plan, sender())
}

async function consume(): Promise<void> {
  const { add, finish } = meter(plan)
  let bytes = 0
  await new Promise<void>((resolve, reject) => {
    read((value) => {
      bytes += value.length
      if (add(1)) resolve()
    }).catch(reject)
  })
  finish()
}

async function latency(): Promise<void> {
  const run = new LatencyRun(plan)
  await read((value) => run.seen(value))
  await new Promise((resolve) => setTimeout(resolve, 2000))
  await run.run(sender())
}

await { produce, consume, latency }[plan.mode]()
process.exit(0)
