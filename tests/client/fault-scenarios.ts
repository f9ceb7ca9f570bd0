/**
 * Producer and consumer while connections are cut, half closed, delayed, answers lost, and the broker is slow, paused or
 * killed. Counted with a reader of its own: every record once, in order, where its report says; a group's member reads
 * all of them at the same time, in order, and its commits end behind the last one.
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { createKafka, type Kafka, type ProducerOptions, type RecordReport } from '@odradek/client'
import type { Bench, Scenario } from './suite.ts'

const partitions = 3

interface Found {
  readonly value: string
  readonly offset: number
}

async function readAll(kafka: Kafka, topic: string): Promise<readonly (readonly Found[])[]> {
  const admin = kafka.admin()
  const ends = await admin.listOffsets(Array.from({ length: partitions }, (_, partition) => ({ topic, partition, at: 'latest' as const })))
  await admin.close()
  const found: Found[][] = Array.from({ length: partitions }, () => [])
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

/** Everything once, in order, where the reports say, a third in each partition. */
function check(found: readonly (readonly Found[])[], reports: readonly RecordReport[], mayDouble: boolean): void {
  const stored = found.map((list) => list.map(({ value }) => Number(value.split(':')[0])))
  const numbers = mayDouble ? stored.map((list) => [...new Set(list)]) : stored
  assert.equal(numbers.flat().length, reports.length, 'neither lost nor doubled')
  assert.equal(new Set(numbers.flat()).size, reports.length)
  for (const list of numbers) assert.deepEqual(list, list.toSorted((a, b) => a - b))
  const at = new Map(found.flatMap((list, partition) => list.map(({ value, offset }) => [`${partition}/${offset}`, Number(value.split(':')[0])])))
  let told = 0
  reports.forEach(({ partition, offset }, i) => {
    if (offset < 0) return
    told++
    assert.equal(at.get(`${partition}/${offset}`), i)
  })
  assert.ok(told > reports.length / 2)
  assert.deepEqual(numbers.map(({ length }) => length), [reports.length / 3, reports.length / 3, reports.length / 3])
}

/** A member of a group that reads along; answers what it saw and what went wrong. */
function readAlong(kafka: Kafka, bench: Bench, topic: string): { seen: Set<string>; problems: string[]; stop(): Promise<number> } {
  const groupId = bench.group()
  const consumer = kafka.consumer({ groupId, autoOffsetReset: 'earliest', autoCommitIntervalMs: 300, heartbeatIntervalMs: 300, sessionTimeoutMs: 10_000 })
  const seen = new Set<string>()
  const problems: string[] = []
  const last = new Map<number, number>()
  consumer.subscribe(topic, { assigned: (list) => list.forEach(({ partition }) => last.delete(partition)) })
  const reading = (async () => {
    for await (const { partition, offset } of consumer) {
      if ((last.get(partition) ?? -1) >= offset) problems.push(`${partition}/${offset} after ${last.get(partition)}`)
      last.set(partition, offset)
      seen.add(`${partition}/${offset}`)
    }
  })().catch((error: unknown) => problems.push(String(error)))
  return {
    seen,
    problems,
    async stop() {
      await consumer.stop({ drain: true })
      await reading
      const admin = kafka.admin()
      const committed = await admin.fetchGroupOffsets(groupId)
      await admin.close()
      return committed.reduce((sum, { offset }) => sum + offset, 0)
    },
  }
}

async function produce(kafka: Kafka, topic: string, forMs: number, disturb: () => Promise<void>, options: ProducerOptions): Promise<readonly RecordReport[]> {
  const producer = kafka.producer({ partitioner: 'round-robin', lingerMs: 2, batchBytes: 2000, ...options })
  const delivered: Promise<RecordReport>[] = []
  const endAt = performance.now() + forMs
  let isDone = false
  const disturbing = (async () => {
    while (!isDone) await disturb()
  })()
  while (performance.now() < endAt || delivered.length % partitions !== 0) {
    delivered.push((await producer.enqueue(topic, { value: `${delivered.length}:${'x'.repeat(delivered.length % 100)}` })).delivered)
    if (delivered.length % 60 === 0) await sleep(3)
  }
  isDone = true
  await disturbing
  const reports = await Promise.all(delivered)
  await producer.close()
  return reports
}

interface Fault {
  readonly name: string
  readonly forMs?: number
  readonly config?: Readonly<Record<string, string>>
  readonly producer?: ProducerOptions
  disturb(bench: Bench): Promise<void>
  /** Brokers that may store a record twice although the producer is idempotent: then only loss and order are counted. */
  readonly mayDouble?: (brokerName: string) => boolean
  /** That it did happen. */
  readonly happened?: (reports: readonly RecordReport[]) => boolean
}

const sentAgain = (reports: readonly RecordReport[]): boolean => reports.some(({ batch }) => batch.attempts > 1)

function counted({ name, forMs = 4000, config = {}, producer = {}, disturb, mayDouble, happened }: Fault): Scenario {
  return {
    name: `${name}: each record once, in order, counted`,
    timeoutMs: 90_000,
    async run(bench) {
      const topic = await bench.topic(partitions, config)
      const kafka = createKafka({ brokers: bench.broker.bootstrap, requestTimeoutMs: 3000 })
      const reader = readAlong(kafka, bench, topic)
      bench.defer(() => reader.stop())
      const reports = await produce(kafka, topic, forMs, () => disturb(bench), producer)
      const found = await readAll(kafka, topic)
      check(found, reports, mayDouble?.(bench.broker.name) === true)
      const stored = found.reduce((sum, { length }) => sum + length, 0)
      if (happened !== undefined) assert.ok(happened(reports), 'the fault did not happen')
      const deadline = Date.now() + 40_000
      while (reader.seen.size < stored && Date.now() < deadline && reader.problems.length === 0) await sleep(20)
      assert.deepEqual(reader.problems, [])
      assert.equal(reader.seen.size, stored)
      assert.equal(await reader.stop(), stored, 'committed behind the last record')
    },
  }
}

export const faultScenarios: readonly Scenario[] = [
  counted({ name: 'connections are cut', disturb: async ({ broker }) => (await sleep(250), broker.proxy!.cut()) }),
  counted({ name: 'connections are half closed', disturb: async ({ broker }) => (await sleep(400), broker.proxy!.halfClose()) }),
  counted({
    name: 'answers are lost',
    happened: sentAgain,
    async disturb({ broker }) {
      await sleep(300)
      broker.proxy!.loseAnswers(150)
      await sleep(200)
    },
  }),
  counted({
    name: 'the broker is slow, and slower than the request timeout now and then',
    forMs: 6000,
    happened: sentAgain,
    async disturb({ broker }) {
      broker.proxy!.delay(250)
      await sleep(1000)
      broker.proxy!.delay(3500)
      await sleep(400)
      broker.proxy!.delay(0)
      await sleep(1500)
    },
  }),
  counted({
    name: 'the broker is paused for longer than the request timeout',
    forMs: 6000,
    happened: sentAgain,
    async disturb({ broker }) {
      await sleep(1000)
      process.kill(broker.pid(), 'SIGSTOP')
      try {
        await sleep(4000)
      } finally {
        process.kill(broker.pid(), 'SIGCONT')
      }
    },
  }),
  counted({
    name: 'batches are too large, and connections are cut',
    config: { 'max.message.bytes': '900' },
    happened: (reports) => reports.some(({ batch }) => batch.parts !== undefined),
    disturb: async ({ broker }) => (await sleep(300), broker.proxy!.cut()),
  }),
  counted({
    name: 'the broker is killed twice and comes back',
    forMs: 7000,
    // After kill -9 Apache Kafka calls batches that come again out of order (seen in its log). The likely reason, not traced:
    // recovery ends with a snapshot, which has only the last batch of each producer. Nobody can tell then what was written:
    // the producer begins a new epoch and sends them again, as the Java client does.
    mayDouble: (name) => name.startsWith('kafka-'),
    async disturb({ broker }) {
      await sleep(1500)
      await broker.kill()
      await broker.start()
    },
  }),
  {
    name: 'what is not delivered in time fails, and what follows goes on in order',
    async run(bench) {
      const topic = await bench.topic(partitions)
      const producer = bench.kafka.producer({ deliveryTimeoutMs: 1500, lingerMs: 1 })
      bench.defer(() => producer.close({ timeoutMs: 0 }))
      await producer.sendBatch(topic, [{ value: '0:', partition: 0 }])
      await bench.broker.proxy!.close()
      try {
        await assert.rejects(producer.send(topic, { value: 'lost', partition: 0 }), { code: 'DELIVERY_TIMEOUT' })
      } finally {
        await bench.broker.proxy!.listen()
      }
      for (let i = 1; i < 10; i++) await producer.send(topic, { value: `${i}:`, partition: 0 })
      const [first] = await readAll(bench.kafka, topic)
      assert.deepEqual(first!.map(({ value }) => value), Array.from({ length: 10 }, (_, i) => `${i}:`))
    },
  },
]
