/** Records that ours writes and the Java client reads, and the other way round, compared to the last byte; and where both put 10,000 keys. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { ProducerRecord } from '@odradek/client'
import { javaClasses, kafkaJars } from '../interop/peers.ts'
import type { Bench, Scenario } from './suite.ts'

let classPath: Promise<string> | undefined

/** Runs `Interchange.java`; answers the cells of its lines. */
async function java(args: readonly string[], input = ''): Promise<string[][]> {
  classPath ??= kafkaJars('4.3.1').then((libs) => javaClasses('interchange', [join(import.meta.dirname, 'java/Interchange.java')], libs))
  const child = spawn('java', ['-Xmx256M', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', await classPath, 'Interchange', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('latin1')))
  child.stdin.end(input)
  const force = setTimeout(() => child.kill('SIGKILL'), 60_000)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearTimeout(force)
  assert.equal(code, 0, `Java ended with ${String(code)}: ${args.join(' ')}`)
  return output.split('\n').filter((line) => line !== '').map((line) => line.split('\t'))
}

/** Numbers from a seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const partitions = 3

interface Written extends ProducerRecord<Buffer | null, Buffer | null> {
  readonly headers: readonly { readonly key: string; readonly value: Buffer | null }[]
  readonly timestamp: number
}

/** Records of every kind: null and empty parts, text of every plane, bytes that are no text, some large, repeated headers. */
function records(random: (below: number) => number, count: number): Written[] {
  const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, () => random(256)))
  const part = (): Buffer | null => {
    const kind = random(8)
    if (kind === 0) return null
    if (kind === 1) return Buffer.alloc(0)
    if (kind === 2) return Buffer.from('Zürich, 東京, 🦫'.repeat(1 + random(20)))
    if (kind === 3 && random(10) === 0) return Buffer.alloc(20_000 + random(60_000), bytes(97))
    return bytes(random(300))
  }
  return Array.from({ length: count }, () => ({
    key: part(), value: part(), partition: random(partitions), timestamp: 1_700_000_000_000 + random(1_000_000_000),
    headers: Array.from({ length: random(4) }, () => ({ key: ['a', 'trace-id', 'é', ''][random(4)]!, value: part() })),
  }))
}

const cell = (bytes: Buffer | null | undefined): string => (bytes === null || bytes === undefined ? '-' : bytes.toString('base64'))
const lineOf = ({ key, value, partition, timestamp, headers }: Written): string =>
  [partition ?? '-', '-', timestamp, cell(key), cell(value), headers.map((header) => `${cell(Buffer.from(header.key))}/${cell(header.value)}`).join(',')].join('\t')

/** By partition in order, with offsets left out. */
function byPartition(rows: readonly (readonly string[])[]): string[][] {
  const found: string[][] = Array.from({ length: partitions }, () => [])
  for (const row of rows) found[Number(row[0])]!.push([row[0], '-', ...row.slice(2)].join('\t'))
  return found
}

const expected = (written: readonly Written[]): string[][] => byPartition(written.map((record) => lineOf(record).split('\t')))

async function readByOurs(bench: Bench, topic: string, count: number, isolation: 'read_committed' | 'read_uncommitted'): Promise<string[][]> {
  const consumer = bench.kafka.consumer({ autoOffsetReset: 'earliest', isolation })
  bench.defer(() => consumer.close())
  await consumer.assign(Array.from({ length: partitions }, (_, partition) => ({ topic, partition })))
  const rows: string[][] = []
  for await (const { key, value, partition, timestamp, headers } of consumer) {
    rows.push(lineOf({ key, value, partition, timestamp, headers: [...headers] }).split('\t'))
    if (rows.length === count) break
  }
  return byPartition(rows)
}

const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

export const javaScenarios: readonly Scenario[] = [
  {
    name: `what ours writes Java reads, all codecs (seed ${SEED})`,
    timeoutMs: 90_000,
    async run(bench) {
      const random = randomOf(SEED)
      const topic = await bench.topic(partitions)
      const written: Written[] = []
      for (const compression of COMPRESSIONS) {
        const producer = bench.kafka.producer({ compression, batchBytes: 100_000 })
        const some = records(random, 300)
        written.push(...some)
        await producer.sendBatch(topic, some)
        await producer.close()
      }
      const read = await java(['consume', bench.broker.bootstrap, topic, String(written.length), 'read_uncommitted'])
      assert.deepEqual(byPartition(read), expected(written))
    },
  },
  {
    name: `what Java writes ours reads, all codecs (seed ${SEED})`,
    timeoutMs: 120_000,
    async run(bench) {
      const random = randomOf(SEED + 1)
      const topic = await bench.topic(partitions)
      const written: Written[] = []
      for (const compression of COMPRESSIONS) {
        const some = records(random, 300)
        written.push(...some)
        await java(['produce', bench.broker.bootstrap, topic, compression], `${some.map(lineOf).join('\n')}\n`)
      }
      assert.deepEqual(await readByOurs(bench, topic, written.length, 'read_uncommitted'), expected(written))
    },
  },
  {
    name: `transactions of each, aborted ones too, are read by the other (seed ${SEED})`,
    timeoutMs: 90_000,
    needs: [26, 0],
    async run(bench) {
      const random = randomOf(SEED + 2)
      const [fromJava, fromOurs] = [await bench.topic(partitions), await bench.topic(partitions)]
      const written = records(random, 300)
      await java(['produce', bench.broker.bootstrap, fromJava, 'lz4', `${fromJava}-java`], `${written.map(lineOf).join('\n')}\n`)
      assert.deepEqual(await readByOurs(bench, fromJava, written.length, 'read_committed'), expected(written))
      const producer = bench.kafka.transactionalProducer({ transactionalId: `${fromOurs}-ours`, compression: 'zstd' })
      bench.defer(() => producer.close())
      await producer.initTransactions()
      for (const [batch, ends] of [[records(random, 100), 'abort'], [written, 'commit']] as const) {
        producer.beginTransaction()
        await producer.sendBatch(fromOurs, batch)
        await (ends === 'abort' ? producer.abortTransaction() : producer.commitTransaction())
      }
      const read = await java(['consume', bench.broker.bootstrap, fromOurs, String(written.length), 'read_committed'])
      assert.deepEqual(byPartition(read), expected(written))
    },
  },
  {
    name: `10,000 random keys go where Java puts them (seed ${SEED})`,
    timeoutMs: 90_000,
    async run(bench) {
      const random = randomOf(SEED + 3)
      const count = 13
      const [byJava, byOurs] = [await bench.topic(count), await bench.topic(count)]
      const keys = Array.from({ length: 10_000 }, (_, index) =>
        index % 2 === 0 ? Buffer.from(Array.from({ length: random(40) }, () => random(256))) : Buffer.from(`key-${random(1_000_000)}-ü${'🦫'.repeat(random(3))}`))
      const lines = keys.map((key) => ['-', '-', '-', cell(key), cell(Buffer.from('v')), ''].join('\t'))
      const placed = await java(['produce', bench.broker.bootstrap, byJava, 'none'], `${lines.join('\n')}\n`)
      const producer = bench.kafka.producer()
      bench.defer(() => producer.close())
      // Text keys are given as text: that has a path of its own.
      const reports = await Promise.all(keys.map((key, index) => producer.send(byOurs, { key: index % 2 === 0 ? key : key.toString(), value: 'v' })))
      assert.equal(placed.length, 10_000)
      assert.deepEqual(reports.map(({ partition }) => partition), placed.map(([partition]) => Number(partition)))
      assert.equal(new Set(reports.map(({ partition }) => partition)).size, count)
    },
  },
]
