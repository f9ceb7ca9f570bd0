/** What the producing guide shows. KAFKA names the broker. */
// #region setup
import { KafkaError, createKafka, type PartitionerChoice } from '@odradek/client'

const brokers = process.env['KAFKA'] ?? '127.0.0.1:9092'
// #endregion

async function one(): Promise<void> {
  // #region one
  const kafka = createKafka({ brokers })
  const producer = kafka.producer()
  const { partition, offset, batch } = await producer.send('events', { key: 'k1', value: 'hello', headers: { source: 'guide' } })
  console.log(`partition ${partition}, offset ${offset}, in a batch of ${batch.recordCount} closed by ${batch.closeReason}`)
  await producer.close() // delivers what is still held back
  // #endregion
}

async function many(): Promise<void> {
  const producer = createKafka({ brokers }).producer()
  // #region many
  const records = Array.from({ length: 1000 }, (_, n) => ({ key: `k${n % 10}`, value: `event ${n}` }))
  const report = await producer.sendBatch('events', records)
  console.log(`${report.recordCount} records delivered`)
  // #endregion
  await producer.close()
}

async function backPressure(): Promise<void> {
  // #region back-pressure
  const producer = createKafka({ brokers }).producer({ bufferBytes: 1_048_576 })
  const failures: unknown[] = []
  for (let n = 0; n < 5000; n++) {
    // Waits here when 1 MiB is on its way and not acknowledged: memory stays bounded, however fast we are.
    const sent = await producer.enqueue('events', { value: `measurement ${n}` })
    sent.delivered.catch((error: unknown) => failures.push(error))
  }
  await producer.flush()
  console.log(`5000 accepted, ${failures.length} failed`)
  await producer.close()
  // #endregion
}

async function tuned(): Promise<void> {
  // #region options
  const producer = createKafka({ brokers }).producer({
    lingerMs: 20, // an unfilled batch waits this long for company (default 5)
    batchBytes: 131_072, // a batch is closed at this size as it is sent (default 16,384)
    compression: 'zstd', // 'gzip', 'snappy', 'lz4' too
    deliveryTimeoutMs: 30_000, // delivered or failed by then (default 120,000)
  })
  // #endregion
  await producer.sendBatch('events', [{ value: 'compressed' }])
  await producer.close()
}

// #region distribution
async function distribution(name: string, partitioner: PartitionerChoice): Promise<number[]> {
  const kafka = createKafka({ brokers })
  const admin = kafka.admin()
  await admin.createTopics([{ name, partitions: 3 }])
  const producer = kafka.producer({ partitioner })
  await producer.sendBatch(name, Array.from({ length: 300 }, (_, n) => ({ value: `record ${n}` }))) // no keys
  const ends = await admin.listOffsets([0, 1, 2].map((partition) => ({ topic: name, partition, at: 'latest' })))
  await producer.close()
  await admin.close()
  return ends.map(({ offset }) => offset).toSorted((a, b) => b - a)
}

async function distributions(): Promise<void> {
  const run = process.pid
  console.log(`sticky:      ${(await distribution(`sticky-${run}`, 'default')).join(', ')}`)
  console.log(`round-robin: ${(await distribution(`round-robin-${run}`, 'round-robin')).join(', ')}`)
}
// #endregion

async function ownPartitioner(): Promise<void> {
  // #region own
  const producer = createKafka({ brokers }).producer({
    // Important customers have a partition to themselves.
    partitioner: { partition: ({ key, partitionCount }) => (key === 'vip' ? 0 : Math.min(1, partitionCount - 1)) },
  })
  // #endregion
  const { partition } = await producer.send('events', { key: 'vip', value: 'x' })
  console.log(`vip goes to partition ${partition}`)
  await producer.close()
}

async function tooLarge(): Promise<void> {
  const producer = createKafka({ brokers }).producer()
  // #region failure
  try {
    await producer.send('events', { value: Buffer.alloc(2_000_000) })
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    console.log(`${error.code}, retriable: ${error.retriable}`)
  }
  // #endregion
  await producer.close()
}

await one()
await many()
await backPressure()
await tuned()
await distributions()
await ownPartitioner()
await tooLarge()
