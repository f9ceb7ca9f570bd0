/**
 * A broker that is stopped (SIGSTOP) keeps its connections and says nothing: every limit holds, and when it goes on
 * (SIGCONT) so do its clients, without a record lost or twice. A process of its own, over real sockets.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { createKafka, type Kafka, KafkaError } from './index.ts'

const LIMIT = 1000
/** Far above any limit here, far below what a forgotten limit takes: no measure of speed. */
const WATCHDOG_MS = 15_000

const program = `
  import { startBroker } from '@odradek/testing'
  const broker = await startBroker({ topics: { t: 2, in: 1 } })
  process.send(broker.port)
  process.on('disconnect', () => void broker.close().then(() => process.exit()))
`
let child: ChildProcess
let brokers: string

before(async () => {
  child = spawn(process.execPath, [...process.execArgv.filter((flag) => !flag.startsWith('--test')), '--conditions=@odradek/source', '--input-type=module', '-e', program], {
    cwd: import.meta.dirname, stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [port] = await once(child, 'message') as [number]
  brokers = `127.0.0.1:${port}`
})
after(async () => {
  child.kill('SIGCONT')
  const gone = once(child, 'exit')
  child.disconnect()
  await gone
})

const client = (): Kafka => createKafka({ brokers, logger: { debug() {}, info() {}, warn() {}, error() {} }, requestTimeoutMs: 2000 })

async function stopped(work: () => Promise<void>): Promise<void> {
  child.kill('SIGSTOP')
  try {
    await work()
  } finally {
    child.kill('SIGCONT')
  }
}

/** Its code, or that it never ended. */
async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const never = new Promise((resolve) => (timer = setTimeout(resolve, WATCHDOG_MS, 'NEVER')))
  try {
    return await Promise.race([promise.then(() => 'done', (error: unknown) => (error instanceof KafkaError ? error.code : error)), never])
  } finally {
    clearTimeout(timer)
  }
}

test('every limit holds while the broker is stopped, for clients that know it and for those that do not', async () => {
  const limit = { timeoutMs: LIMIT }
  const at = { topic: 't', partition: 0 }
  for (const isKnown of [true, false]) {
    const kafka = client()
    const admin = kafka.admin()
    const producer = kafka.producer({ maxBlockMs: LIMIT, deliveryTimeoutMs: LIMIT })
    const consumer = kafka.consumer({ groupId: `g-${isKnown}` })
    if (isKnown) {
      await Promise.all([admin.listTopics(), codeOf(producer.send('t', { value: 'x' })), consumer.committed([at])])
    }
    await stopped(async () => {
      const codes = await Promise.all([
        admin.listTopics(limit), admin.listGroups(limit), admin.createTopics([{ name: 'n' }], limit), admin.describeGroup('g', limit),
        producer.send('t', { value: 'y' }), producer.sendBatch('t', [{ value: 'y' }]), producer.flush(),
        consumer.committed([at], limit), consumer.commit([{ ...at, offset: 1 }], limit), consumer.endOffsets([at], limit), kafka.ping(limit),
      ].map(codeOf))
      assert.ok(codes.every((code) => ['TIMEOUT', 'DELIVERY_TIMEOUT', 'done'].includes(String(code))), `${isKnown}: ${codes.join(' ')}`)
      assert.ok(codes.filter((code) => code === 'done').length <= 1, `only flush may have nothing to tell: ${codes.join(' ')}`)
      const closed = await Promise.all([
        producer.close(limit), consumer.stop(limit), admin.close(), kafka.close(limit),
      ].map(codeOf))
      assert.ok(!closed.includes('NEVER'), closed.join(' '))
    })
  }
})

test('closing all at once ends in its time, with records and a group under way', async () => {
  const kafka = client()
  const consumer = kafka.consumer({ groupId: 'closing', autoOffsetReset: 'earliest' })
  const producer = kafka.producer()
  await producer.send('t', { value: 'x' })
  for await (const _ of consumer.subscribe('t').records()) break
  await stopped(async () => {
    void producer.send('t', { value: 'late' }).catch(() => {})
    assert.notEqual(await codeOf(kafka.close({ timeoutMs: LIMIT })), 'NEVER')
    assert.throws(() => kafka.producer(), { code: 'CLOSED' })
  })
})

test('what was under way goes on when the broker does: no record lost, none twice', async () => {
  const kafka = client()
  const producer = kafka.producer({ lingerMs: 0 })
  await producer.send('in', { value: '0' })
  const sends: Promise<unknown>[] = []
  await stopped(async () => {
    for (let value = 1; value < 50; value++) sends.push(producer.send('in', { value: String(value) }))
    // Longer than a request may take: connections are given up and made anew.
    await new Promise((resolve) => setTimeout(resolve, 3000))
  })
  await Promise.all(sends)
  assert.deepEqual(await valuesIn(kafka, 'in', 50), Array.from({ length: 50 }, (_, value) => String(value)))
  await kafka.close({ timeoutMs: WATCHDOG_MS })
})

/** All values of partition 0, which are so many. */
async function valuesIn(kafka: Kafka, topic: string, count: number): Promise<readonly (string | undefined)[]> {
  const [listed] = await kafka.admin().listOffsets([{ topic, partition: 0, at: 'latest' }])
  assert.equal(listed!.offset, count)
  await using consumer = kafka.consumer()
  await consumer.assign([{ topic, partition: 0, offset: 0 }])
  const values: (string | undefined)[] = []
  for await (const { value } of consumer.records()) {
    values.push(value?.toString())
    if (values.length >= count) break
  }
  return values
}
