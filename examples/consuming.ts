/** What the consuming guide shows. KAFKA names the broker. */
// #region setup
import { KafkaError, createKafka } from '@odradek/client'

const kafka = createKafka({ brokers: process.env['KAFKA'] ?? '127.0.0.1:9092' })
const topic = `readings-${process.pid}`
const earliest = { autoOffsetReset: 'earliest' } as const
// #endregion

async function prepare(): Promise<void> {
  const admin = kafka.admin()
  await admin.createTopics([{ name: topic, partitions: 3 }])
  await admin.close()
  const producer = kafka.producer()
  await producer.sendBatch(topic, Array.from({ length: 30 }, (_, n) => ({ key: `sensor-${n % 5}`, value: `${n}` })))
  await producer.close()
}

async function loop(): Promise<void> {
  let sum = 0
  // #region loop
  const consumer = kafka.consumer({ groupId: 'loop', ...earliest })
  let seen = 0
  for await (const record of consumer.subscribe(topic)) {
    sum += Number(record.value?.toString())
    if (++seen === 30) void consumer.stop() // from a signal handler, usually; the loop then ends by itself
  }
  // #endregion
  await consumer.stop()
  console.log(`loop: ${seen} records, sum ${sum}`)
}

async function manual(): Promise<void> {
  // #region manual
  const consumer = kafka.consumer({ groupId: 'manual', ...earliest, inFlight: { records: 500, perPartition: 100 } })
  const waiting = []
  for await (const record of consumer.subscribe(topic).records({ ack: 'manual' })) {
    waiting.push(record)
    if (waiting.length === 30) break
  }
  // In any order. A commit covers only what is done without a gap.
  for (const record of waiting.toReversed()) record.ack()
  await consumer.commit()
  const committed = await consumer.committed()
  // #endregion
  console.log(`manual: committed ${committed.reduce((sum, { offset }) => sum + offset, 0)}`)
  await consumer.stop()
}

async function batches(): Promise<void> {
  let seen = 0
  // #region batches
  const consumer = kafka.consumer({ groupId: 'batches', ...earliest })
  consumer.subscribe(topic)
  for await (const batch of consumer.batches({ maxRecords: 1000, ack: 'manual' })) {
    seen += batch.length // all of one partition
    batch.ack()
    if (seen === 30) break
  }
  // #endregion
  await consumer.stop()
  console.log(`batches: ${seen} records`)
}

async function handler(): Promise<void> {
  const bySensor = new Map<string, number[]>()
  // #region each
  const consumer = kafka.consumer({ groupId: 'each', ...earliest })
  const end = new AbortController()
  let handled = 0
  await consumer.subscribe(topic).each(
    async (record) => {
      const sensor = record.key?.toString() ?? ''
      bySensor.set(sensor, [...(bySensor.get(sensor) ?? []), Number(record.value?.toString())])
      if (++handled === 30) end.abort()
    },
    { concurrency: 16, order: 'key', signal: end.signal }, // 16 at a time, never two of one key
  )
  await consumer.stop()
  // #endregion
  const inOrder = [...bySensor.values()].every((values) => values.every((value, at) => at === 0 || value > (values[at - 1] ?? 0)))
  console.log(`each: ${handled} records of ${bySensor.size} keys, ${inOrder ? 'in order' : 'out of order'}`)
}

async function retries(): Promise<void> {
  // #region retries
  const consumer = kafka.consumer({ groupId: 'retries', ...earliest })
  let done = 0
  await consumer
    .on(
      topic,
      (record) => {
        if (record.offset === 3) throw new Error('no such sensor')
        if (++done === 27) void consumer.stop() // `run` then ends by itself
      },
      { onError: { attempts: 3, backoffMs: 100, deadLetter: `${topic}.failed` } },
    )
    .run({ concurrency: 3 })
  // #endregion
  const failed = kafka.consumer({ groupId: 'retries-failed', ...earliest })
  let buried = 0
  let why = ''
  for await (const record of failed.subscribe(`${topic}.failed`)) {
    why = String(record.headers.find(({ key }) => key === 'odradek.dead-letter.error')?.value)
    if (++buried === 3) break
  }
  await failed.stop()
  console.log(`retries: ${buried} put aside: ${why}`)
}

async function rebalance(): Promise<void> {
  // #region rebalance
  const consumer = kafka.consumer({ groupId: 'listener' })
  const stream = consumer.subscribe(topic, {
    async assigned(partitions) {
      await consumer.seekToBeginning(partitions) // before anything of them is read
    },
    revoked(partitions) {
      console.log(`gave back ${partitions.length} partitions`)
    },
  })
  for await (const record of stream) {
    console.log(`listener: began at offset ${record.offset}`)
    break
  }
  await consumer.stop()
  // #endregion
}

async function withoutGroup(): Promise<void> {
  // #region assign
  const consumer = kafka.consumer() // no group: nothing is shared and nothing committed
  await consumer.assign([{ topic, partition: 0, offset: 2 }])
  for await (const record of consumer) {
    console.log(`assign: offset ${record.offset}`)
    break
  }
  await consumer.stop()
  // #endregion
}

async function newProtocol(): Promise<void> {
  // #region kip848
  const consumer = kafka.consumer({ groupId: 'modern', protocol: 'consumer', ...earliest })
  try {
    for await (const record of consumer.subscribe(topic)) {
      console.log(`KIP-848: offset ${record.offset}`)
      break
    }
  } catch (error) {
    if (!(error instanceof KafkaError) || error.code !== 'UNSUPPORTED') throw error
    console.log('KIP-848: not served by this broker')
  }
  // #endregion
  await consumer.stop()
}

async function service(): Promise<void> {
  // #region service
  const consumer = kafka.consumer({
    groupId: 'service',
    groupInstanceId: 'service-1', // a static member: a restart within the session timeout causes no rebalance
    ...earliest,
  })
  process.once('SIGTERM', () => void consumer.stop({ timeoutMs: 20_000 })) // `each` below then ends
  let handled = 0
  await consumer.subscribe(topic).each(
    async () => {
      if (++handled === 30) process.kill(process.pid, 'SIGTERM') // whoever runs services does this
    },
    { concurrency: 4 },
  )
  // #endregion
  await consumer.stop()
  console.log(`service: stopped after ${handled} records`)
}

async function elsewhere(): Promise<void> {
  // #region elsewhere
  const consumer = kafka.consumer({ groupId: 'elsewhere', ...earliest })
  const stream = consumer.subscribe(topic, {
    async assigned(partitions) {
      await consumer.seekToTime(partitions, Date.now() - 3_600_000) // what came within the last hour
    },
  })
  for await (const record of stream) {
    consumer.pause([record]) // this partition waits, the others go on
    consumer.seek(record, record.offset) // and begins here again
    consumer.resume([record])
    break
  }
  const behind = consumer.lag().reduce((sum, { lag }) => sum + Math.max(lag, 0), 0) // as of the last fetches
  // #endregion
  await consumer.stop()
  console.log(`elsewhere: behind by ${behind > 0 ? 'some' : 'no'} records`)
}

await prepare()
await loop()
await manual()
await batches()
await handler()
await retries()
await rebalance()
await service()
await elsewhere()
await withoutGroup()
await newProtocol()
