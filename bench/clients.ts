/**
 * `npm run bench:clients`: our client beside the others, against one and the same broker, each client in a process of
 * its own, taking turns; medians of the rounds, of each client with the batch size that suits it best.
 *
 * npm run bench:clients -- [--quick] [--broker odradek|kafka] [--only 'produce 100'] [--clients 'ours batch,kafkajs']
 *   [--rounds 3] [--partitions 1,12] [--sizes 100,1024] [--batches 16,64,1024] [--compression none,lz4,zstd] [--json]
 *
 * `--quick` takes five minutes: one round, no compression, one partition. The full run takes hours: `--only` and the lists
 * cut it into parts.
 *
 * Honest settings: acks=all, idempotent where the peer can, linger 5 ms, the same payloads, every value touched by
 * consumers, groups and automatic commits everywhere. After each produce run the topic must have exactly the records.
 * Latency begins on a quiet disk.
 */
import { execFile, spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { createKafka } from '@odradek/client'
import { type TestBroker, apacheKafka, odradekBroker, productionJava } from '../tests/interop/brokers.ts'
import { pythonWith } from '../tests/interop/peers.ts'
import { nodeRdkafka } from './clients/native-peers.ts'
import type { ClientPlan, ClientResult } from './clients/plan.ts'
import { quietDisk } from './clients/quiet-disk.ts'
import { type Figure, printCase } from './clients/table.ts'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    broker: { type: 'string', default: 'kafka,odradek' },
    only: { type: 'string', default: '' },
    clients: { type: 'string', default: '' },
    rounds: { type: 'string', default: '' },
    partitions: { type: 'string', default: '' },
    sizes: { type: 'string', default: '100,1024' },
    batches: { type: 'string', default: '' },
    compression: { type: 'string', default: '' },
  },
})
const { quick } = flags
const numbers = (list: string): readonly number[] => list.split(',').map(Number)
const rounds = Number(flags.rounds || (quick ? 1 : 3))
const partitionCounts = numbers(flags.partitions || (quick ? '1' : '1,12'))
const batchSizes = numbers(flags.batches || (quick ? '64,1024' : '16,64,1024')).map((kib) => kib * 1024)
const compressions = (flags.compression || (quick ? 'none' : 'none,lz4,zstd')).split(',') as ClientPlan['compression'][]
const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

interface Client {
  readonly name: string
  readonly program: string
  readonly way: string
  readonly modes: readonly ClientPlan['mode'][]
  /** Share of the records that it gets when producing: a slow one would take minutes. */
  readonly share: number
}

const all = ['produce', 'consume', 'latency'] as const
const clients: readonly Client[] = [
  { name: 'ours batch', program: 'odradek.ts', way: 'batch', modes: all, share: 1 },
  { name: 'ours batch reuse', program: 'odradek.ts', way: 'batch-reuse', modes: ['consume'], share: 1 },
  { name: 'ours record', program: 'odradek.ts', way: 'record', modes: all, share: 1 },
  { name: 'rx batch', program: 'odradek.ts', way: 'rx-batch', modes: ['consume'], share: 1 },
  { name: 'rx batch reuse', program: 'odradek.ts', way: 'rx-batch-reuse', modes: ['consume'], share: 1 },
  { name: 'rx record', program: 'odradek.ts', way: 'rx-record', modes: ['produce', 'consume'], share: 1 },
  { name: 'kafkajs', program: 'kafkajs.ts', way: '', modes: all, share: 0.25 },
  { name: 'platformatic', program: 'platformatic.ts', way: '', modes: all, share: 0.5 },
  { name: 'platformatic plain', program: 'platformatic.ts', way: 'plain', modes: ['produce'], share: 0.5 },
  { name: 'librdkafka', program: 'librdkafka.py', way: 'record', modes: all, share: 1 },
  { name: 'librdkafka batch', program: 'librdkafka.py', way: 'batch', modes: ['produce'], share: 1 },
  { name: 'node-rdkafka', program: 'node-rdkafka.ts', way: 'node20', modes: all, share: 0.5 },
  { name: 'rdkafka_performance', program: 'rdkafka-performance.ts', way: '', modes: ['produce', 'consume'], share: 1 },
  { name: 'java', program: 'java.ts', way: '', modes: all, share: 1 },
]

/** How its program is started, once what it needs is there. */
async function commandOf({ program, way }: Client): Promise<readonly string[]> {
  const path = join(root, 'bench/clients', program)
  if (way === 'node20') {
    const peer = await nodeRdkafka(path)
    return [peer.node, peer.program]
  }
  if (program.endsWith('.py')) return [await pythonWith(['confluent-kafka==2.16.0']), path]
  return [process.execPath, '--conditions=@odradek/source', '--disable-warning=ExperimentalWarning', path]
}

async function measure(client: Client, plan: Omit<ClientPlan, 'way'>): Promise<ClientResult> {
  const [command, ...args] = await commandOf(client)
  const { stdout } = await run(command!, [...args, JSON.stringify({ ...plan, way: client.way })], { timeout: 180_000, maxBuffer: 1 << 24 })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ClientResult
}

/** Makes the host give us pages, so that a growing log does not measure that. */
function touchMemory(): void {
  const path = join(tmpdir(), `bench-scratch-${process.pid}`)
  const file = openSync(path, 'w')
  const chunk = Buffer.alloc(1 << 19, 1)
  for (let written = 0; written < (quick ? 2 : 8) * 1024; written++) writeSync(file, chunk)
  closeSync(file)
  rmSync(path)
}

let topics = 0

async function withTopic<T>(broker: TestBroker, partitions: number, use: (topic: string, end: () => Promise<number>) => Promise<T>): Promise<T> {
  const admin = createKafka({ brokers: broker.bootstrap }).admin()
  const topic = `clients${String(topics++).padStart(4, '0')}`
  try {
    await admin.createTopics([{ name: topic, partitions }])
    for (let tries = 0; tries < 100; tries++) {
      const found = await admin.describeTopic(topic).catch(() => undefined)
      if (found?.partitions.length === partitions && found.partitions.every((partition) => partition.leader >= 0)) break
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return await use(topic, async () => {
      const ends = await admin.listOffsets(Array.from({ length: partitions }, (_, partition) => ({ topic, partition, at: 'latest' as const })))
      return ends.reduce((sum, { offset }) => sum + offset, 0)
    })
  } finally {
    await admin.deleteTopics([topic]).catch(() => {})
    await admin.close()
  }
}

interface Case {
  readonly mode: ClientPlan['mode']
  readonly recordBytes: number
  readonly partitions: number
  readonly compression: ClientPlan['compression']
}

/** The clients of a case. Each round another one begins, so that none is always first on a cold topic. */
const chosen = (test: Case, round: number = 0): readonly Client[] => {
  const wanted = flags.clients === '' ? undefined : flags.clients.split(',')
  const found = clients.filter(({ name, modes }) => modes.includes(test.mode) && (wanted === undefined || wanted.includes(name)))
  return [...found.slice(round % found.length), ...found.slice(0, round % found.length)]
}

/** Results of every client, by batch size. */
class Results {
  readonly #of = new Map<string, Map<number, ClientResult[]>>()
  readonly #test: Case

  constructor(test: Case) {
    this.#test = test
  }

  async take(client: Client, plan: Omit<ClientPlan, 'way'>, check: () => Promise<void> = async () => {}): Promise<void> {
    try {
      const result = await measure(client, plan)
      await check()
      if (flags.json) console.log(JSON.stringify({ client: client.name, ...plan, ...result }))
      const sizes = this.#of.get(client.name) ?? new Map<number, ClientResult[]>()
      this.#of.set(client.name, sizes)
      sizes.set(plan.batchBytes, [...(sizes.get(plan.batchBytes) ?? []), result])
    } catch (error) {
      const text = error instanceof Error ? `${(error as { stderr?: string }).stderr ?? ''}\n${error.message}` : String(error)
      const line = text.split('\n').find((one) => /^\w*(Error|Exception)|: \S+ \S+/.test(one)) ?? text
      console.log(`(${client.name}, ${plan.mode}, ${plan.batchBytes / 1024} KiB, ${plan.compression}: left out: ${line.trim().slice(0, 200)})`)
    }
  }

  figures(): ReadonlyMap<string, Figure> {
    const found = new Map<string, Figure>()
    for (const { name } of chosen(this.#test)) {
      const sizes = [...(this.#of.get(name) ?? [])].map(([batchBytes, results]) => this.#figure(batchBytes, results))
      const best = sizes.toSorted((a, b) => (this.#test.mode === 'latency' ? a.p99 - b.p99 : b.rate - a.rate))[0]
      if (best !== undefined) found.set(name, best)
    }
    return found
  }

  #figure(batchBytes: number, results: readonly ClientResult[]): Figure {
    const median = (of: (result: ClientResult) => number): number => results.map(of).toSorted((a, b) => a - b)[results.length >> 1] ?? Number.NaN
    const { recordBytes } = this.#test
    return {
      batchBytes,
      rate: median(({ records, seconds }) => records / seconds),
      cpuSecondsPerGiB: median(({ records, cpuSeconds }) => (cpuSeconds / (records * recordBytes)) * 2 ** 30),
      peakMegabytes: median(({ peakMegabytes }) => peakMegabytes),
      p50: median(({ p50 }) => p50 ?? Number.NaN),
      p99: median(({ p99 }) => p99 ?? Number.NaN),
    }
  }
}

function planOf(broker: TestBroker, test: Case, topic: string, batchBytes: number, records: number): Omit<ClientPlan, 'way'> {
  return { ...test, bootstrap: broker.bootstrap, topic, records, batchBytes, rate: 10_000, warmup: 0 }
}

async function produce(broker: TestBroker, test: Case, results: Results): Promise<void> {
  const full = test.recordBytes < 500 ? 3_000_000 : 600_000
  for (let round = 0; round < rounds; round++) {
    for (const batchBytes of batchSizes) {
      touchMemory()
      for (const client of chosen(test, round)) {
        const records = Math.floor((full * client.share) / (quick ? 3 : 1))
        await withTopic(broker, test.partitions, (topic, end) => results.take(client, planOf(broker, test, topic, batchBytes, records), async () => {
          const stored = await end()
          if (stored !== records) throw new Error(`${records} records were sent, the topic has not those but ${stored}`)
        }))
      }
    }
  }
}

async function consume(broker: TestBroker, test: Case, results: Results): Promise<void> {
  const records = Math.floor((test.recordBytes < 500 ? 6_000_000 : 1_000_000) / (quick ? 3 : 1))
  // How large the batches in the log are is the producer's doing.
  for (const batchBytes of quick ? batchSizes.slice(0, 1) : batchSizes) {
    touchMemory()
    await withTopic(broker, test.partitions, async (topic, end) => {
      await measure(clients[0]!, { ...planOf(broker, test, topic, batchBytes, records), mode: 'produce' })
      if ((await end()) !== records) throw new Error('the topic has not the records to consume')
      for (let round = 0; round < rounds; round++) {
        for (const client of chosen(test, round)) await results.take(client, planOf(broker, test, topic, batchBytes, records))
      }
    })
  }
}

async function latency(broker: TestBroker, test: Case, results: Results): Promise<void> {
  const records = quick ? 40_000 : 150_000
  for (let round = 0; round < rounds; round++) {
    for (const client of chosen(test, round)) {
      await quietDisk()
      await withTopic(broker, test.partitions, (topic) => results.take(client, { ...planOf(broker, test, topic, 16_384, records), warmup: 20_000 }))
    }
  }
}

function cases(): readonly Case[] {
  return numbers(flags.sizes).flatMap((recordBytes, index) => partitionCounts.flatMap((partitions) => [
    ...compressions.flatMap((compression) => (['produce', 'consume'] as const).map((mode) => ({ mode, recordBytes, partitions, compression }))),
    ...(quick && index > 0 ? [] : [{ mode: 'latency' as const, recordBytes, partitions, compression: 'none' as const }]),
  ]))
}

const nameOf = (test: Case): string => `${test.mode} ${test.recordBytes} B, ${test.partitions} partition${test.partitions === 1 ? '' : 's'}, ${test.compression}`

async function against(broker: TestBroker): Promise<number> {
  await broker.start()
  let missed = 0
  try {
    // Both kinds of broker get faster while they run: not in the middle of what is measured.
    const warm: Case = { mode: 'produce', recordBytes: 100, partitions: 1, compression: 'none' }
    await withTopic(broker, 1, async (topic) => {
      for (const name of ['ours batch', 'kafkajs']) {
        const client = clients.find((one) => one.name === name)!
        await measure(client, planOf(broker, warm, topic, 16_384, 300_000))
        await measure(client, { ...planOf(broker, warm, topic, 16_384, 300_000), mode: 'consume' })
      }
    })
    for (const test of cases()) {
      const name = `${nameOf(test)}, ${broker.name}`
      if (!name.includes(flags.only)) continue
      const results = new Results(test)
      await { produce, consume, latency }[test.mode](broker, test, results)
      missed += printCase({ ...test, name, figures: results.figures() })
    }
  } finally {
    await broker.dispose()
  }
  return missed
}

async function main(): Promise<void> {
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--cli'], { cwd: root, encoding: 'utf8' })
  if (build.status !== 0) throw new Error(build.stdout + build.stderr)
  let missed = 0
  for (const name of flags.broker.split(',')) {
    missed += await against(name === 'odradek' ? await odradekBroker() : await apacheKafka('4.3.1', { java: productionJava }))
  }
  console.log(`\n${missed} bar(s) missed`)
}

await main()
