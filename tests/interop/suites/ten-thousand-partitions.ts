/**
 * 10,000 partitions in one process that may have 4,096 files open: created, written to, killed with -9, recovered, served.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createKafka } from '@odradek/client'
import { odradekBroker, type TestBroker } from '../brokers.ts'
import type { Report, Suite } from '../suites.ts'

const topics = 10
const partitions = 1000
const fileLimit = 4096

function openFiles(broker: TestBroker): number {
  return readdirSync(`/proc/${broker.pid()}/fd`).length
}

function residentMegabytes(broker: TestBroker): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${broker.pid()}/status`, 'utf8'))
  return Math.round(Number(line?.[1] ?? 0) / 1024)
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`
const names = Array.from({ length: topics }, (_, index) => `many-${index}`)

async function ends(broker: TestBroker): Promise<readonly number[]> {
  const admin = createKafka({ brokers: [broker.bootstrap] }).admin()
  try {
    const wanted = names.flatMap((topic) => Array.from({ length: partitions }, (_, partition) => ({ topic, partition, at: 'latest' as const })))
    return (await admin.listOffsets(wanted)).map(({ offset }) => offset)
  } finally {
    await admin.close()
  }
}

async function write(broker: TestBroker, value: string): Promise<void> {
  const producer = createKafka({ brokers: [broker.bootstrap] }).producer({ lingerMs: 50 })
  for (const topic of names) {
    await producer.sendBatch(topic, Array.from({ length: partitions }, (_, partition) => ({ partition, value })))
  }
  await producer.close()
}

async function readOne(broker: TestBroker, topic: string, partition: number, count: number): Promise<readonly string[]> {
  const consumer = createKafka({ brokers: [broker.bootstrap] }).consumer({ autoOffsetReset: 'earliest' })
  await consumer.assign([{ topic, partition, offset: 0 }])
  const values: string[] = []
  for await (const record of consumer.records()) {
    values.push(String(record.value))
    if (values.length === count) break
  }
  await consumer.close()
  return values
}

async function tenThousand(report: Report): Promise<void> {
  const broker = await odradekBroker({ shell: `ulimit -n ${fileLimit}` })
  try {
    await broker.start()
    let since = Date.now()
    const admin = createKafka({ brokers: [broker.bootstrap], requestTimeoutMs: 60_000, defaultTimeoutMs: 120_000 }).admin()
    for (const name of names) await admin.createTopics([{ name, partitions }])
    await admin.close()
    report(true, `${topics * partitions} partitions created in ${seconds(since)}, ${residentMegabytes(broker)} MB resident`)
    since = Date.now()
    await write(broker, 'first')
    const open = openFiles(broker)
    report(open < fileLimit, `a record to each in ${seconds(since)}, ${open} files open, ${residentMegabytes(broker)} MB resident`)
    await broker.kill()
    since = Date.now()
    await broker.start()
    report(true, `listens ${seconds(since)} after kill -9`)
    const found = await ends(broker)
    report(found.length === topics * partitions && found.every((offset) => offset === 1), `recovered and answering for every partition after ${seconds(since)}`)
    since = Date.now()
    await write(broker, 'second')
    const again = await ends(broker)
    report(again.every((offset) => offset === 2), `a second record to each in ${seconds(since)}, ${openFiles(broker)} files open, ${residentMegabytes(broker)} MB resident`)
    for (const [topic, partition] of [['many-0', 0], ['many-5', 499], ['many-9', 999]] as const) {
      const values = await readOne(broker, topic, partition, 2)
      report(values.join() === 'first,second', `${topic}-${partition} holds ${values.join(', ')}`)
    }
    since = Date.now()
    await broker.stop()
    await broker.start()
    report((await ends(broker)).every((offset) => offset === 2), `stopped in order and answering again after ${seconds(since)}`)
  } catch (error) {
    report(false, `${String(error)}\n${broker.output()}`)
  } finally {
    await broker.dispose()
  }
}

export const tenThousandPartitions: Suite = { name: 'ten-thousand-partitions', everyday: true, run: tenThousand }
