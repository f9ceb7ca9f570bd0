/**
 * The producer through a TCP proxy that cuts connections and loses answers, and a broker that is killed; counted with a
 * reader of its own:
 *   node scripts/node.mjs --conditions=@odradek/source tests/client/producer-faults.ts [--broker kafka-4.3.1 | odradek] [--only text]
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Admin, createKafka, type Kafka, type RecordReport } from '@odradek/client'
import { apacheKafka, odradekBroker, type TestBroker } from '../interop/brokers.ts'

interface Bench {
  readonly broker: TestBroker
  readonly kafka: Kafka
  readonly admin: Admin
}

const partitions = 3

async function readAll({ kafka, admin }: Bench, topic: string): Promise<{ readonly value: string; readonly offset: number }[][]> {
  const ends = await admin.listOffsets(Array.from({ length: partitions }, (_, partition) => ({ topic, partition, at: 'latest' as const })))
  const found: { value: string; offset: number }[][] = Array.from({ length: partitions }, () => [])
  const consumer = kafka.consumer()
  await consumer.assign(found.map((_, partition) => ({ topic, partition, offset: 0 })))
  const total = ends.reduce((sum, { offset }) => sum + offset, 0)
  let count = 0
  for await (const record of consumer) {
    found[record.partition]!.push({ value: String(record.value), offset: record.offset })
    if (++count === total) break
  }
  await consumer.close()
  return found
}

/** Everything once, in order, where the reports say. */
function check(found: readonly (readonly { readonly value: string; readonly offset: number }[])[], sent: number, reports: readonly RecordReport[]): void {
  const numbers = found.map((list) => list.map(({ value }) => Number(value.split(':')[0])))
  assert.equal(numbers.flat().length, sent, 'neither lost nor doubled')
  assert.equal(new Set(numbers.flat()).size, sent)
  for (const list of numbers) assert.deepEqual(list, list.toSorted((a, b) => a - b))
  const at = new Map(found.flatMap((list, partition) => list.map(({ value, offset }) => [`${partition}/${offset}`, Number(value.split(':')[0])])))
  let told = 0
  reports.forEach(({ partition, offset }, i) => {
    if (offset < 0) return
    told++
    assert.equal(at.get(`${partition}/${offset}`), i)
  })
  assert.ok(told > sent / 2)
}

async function produce({ kafka }: Bench, topic: string, forMs: number, disturb: () => Promise<void>, options: object = {}): Promise<readonly RecordReport[]> {
  const producer = kafka.producer({ partitioner: 'round-robin', lingerMs: 2, batchBytes: 2000, ...options })
  const delivered: Promise<RecordReport>[] = []
  const endAt = performance.now() + forMs
  let isDone = false
  const disturbing = (async () => {
    while (!isDone) await disturb()
  })()
  while (performance.now() < endAt || delivered.length % partitions !== 0) {
    delivered.push((await producer.send(topic, { value: `${delivered.length}:${'x'.repeat(delivered.length % 100)}` })).delivered)
    if (delivered.length % 60 === 0) await sleep(3)
  }
  isDone = true
  await disturbing
  const reports = await Promise.all(delivered)
  await producer.close()
  return reports
}

let next = 0
async function topicOf(admin: Admin, configs: Readonly<Record<string, string>> = {}): Promise<string> {
  const name = `faults-${next++}`
  await admin.createTopics([{ name, partitions, configs }])
  return name
}

function thirds(found: readonly (readonly unknown[])[], sent: number): void {
  assert.deepEqual(found.map(({ length }) => length), [sent / 3, sent / 3, sent / 3])
}

const scenarios: Readonly<Record<string, (bench: Bench) => Promise<number>>> = {
  async 'connections are cut'(bench) {
    const topic = await topicOf(bench.admin)
    const reports = await produce(bench, topic, 6000, async () => (await sleep(250), bench.broker.proxy!.cut()))
    const found = await readAll(bench, topic)
    check(found, reports.length, reports)
    thirds(found, reports.length)
    return reports.length
  },
  async 'answers are lost'(bench) {
    const topic = await topicOf(bench.admin)
    const reports = await produce(bench, topic, 6000, async () => {
      await sleep(300)
      bench.broker.proxy!.loseAnswers(150)
      await sleep(200)
    })
    const found = await readAll(bench, topic)
    check(found, reports.length, reports)
    thirds(found, reports.length)
    assert.ok(reports.some(({ batch }) => batch.attempts > 1), 'something was sent again')
    return reports.length
  },
  async 'batches are too large, and connections are cut'(bench) {
    const topic = await topicOf(bench.admin, { 'max.message.bytes': '900' })
    const reports = await produce(bench, topic, 5000, async () => (await sleep(300), bench.broker.proxy!.cut()))
    const found = await readAll(bench, topic)
    check(found, reports.length, reports)
    thirds(found, reports.length)
    assert.ok(reports.some(({ batch }) => batch.parts !== undefined), 'something was split')
    return reports.length
  },
  async 'the broker is killed and comes back'(bench) {
    const topic = await topicOf(bench.admin)
    let kills = 0
    const reports = await produce(bench, topic, 12_000, async () => {
      await sleep(1500)
      if (kills++ < 2) {
        await bench.broker.kill()
        await bench.broker.start()
      }
    }, { deliveryTimeoutMs: 120_000 })
    const found = await readAll(bench, topic)
    check(found, reports.length, reports)
    thirds(found, reports.length)
    return reports.length
  },
  async 'what is not delivered in time fails, and what follows goes on in order'(bench) {
    const topic = await topicOf(bench.admin)
    const producer = bench.kafka.producer({ deliveryTimeoutMs: 1500, lingerMs: 1 })
    await producer.sendBatch(topic, [{ value: '0:', partition: 0 }])
    await bench.broker.proxy!.close()
    const lost = await producer.send(topic, { value: 'lost', partition: 0 })
    await assert.rejects(lost.delivered, { code: 'DELIVERY_TIMEOUT' })
    await bench.broker.proxy!.listen()
    for (let i = 1; i < 10; i++) await (await producer.send(topic, { value: `${i}:`, partition: 0 })).delivered
    await producer.close()
    const [first] = await readAll(bench, topic)
    assert.deepEqual(first!.map(({ value }) => value), Array.from({ length: 10 }, (_, i) => `${i}:`))
    return 10
  },
}

const { values } = parseArgs({ options: { broker: { type: 'string', default: 'kafka-4.3.1' }, only: { type: 'string' } } })
const broker = values.broker === 'odradek' ? await odradekBroker({ proxied: true }) : await apacheKafka(values.broker.replace('kafka-', ''), { proxied: true })
let failed = 0
try {
  await broker.start()
  console.log(`against ${broker.name}`)
  for (const [name, run] of Object.entries(scenarios)) {
    if (values.only !== undefined && !name.includes(values.only)) continue
    const kafka = createKafka({ brokers: broker.bootstrap, requestTimeoutMs: 5000 })
    const admin = kafka.admin()
    try {
      const count = await Promise.race([run({ broker, kafka, admin }), sleep(90_000, undefined, { ref: false }).then(() => Promise.reject(new Error('not done after 90 s')))])
      console.log(`ok      ${name}: ${count} records`)
    } catch (error) {
      failed++
      console.log(`FAILED  ${name}\n${error instanceof Error ? error.stack : String(error)}`)
    }
    await admin.close()
  }
} finally {
  await broker.dispose()
}
console.log(failed === 0 ? 'all well' : `${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
