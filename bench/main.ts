/**
 * `npm run bench`: our broker and Apache Kafka 4.3.1 in the same minutes, case by case, and the ratio. `-- --quick`
 * ends in about three minutes; `-- --only text,text` runs the cases whose names have a text, or one of the parts: programs,
 * start, size, flat, ceiling.
 *
 * Method: both run as processes of their own, warmed up; before each measured run a scratch file makes the machine's
 * memory resident; the two take turns; the table has medians, and how busy the load generator was.
 */
import { execFile, spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createKafka } from '@odradek/client'
import { type TestBroker, apacheKafka, odradekBroker, productionJava } from '../tests/interop/brokers.ts'
import { type Case, type Measure, cases } from './cases.ts'
import { ceiling } from './ceiling.ts'
import { type LoadPlan, type LoadResult, buildBatch } from './load.ts'
import { kafkaPrograms } from './kafka-programs.ts'
import { flatCosts, size } from './size.ts'
import { startAndMemory } from './start-and-memory.ts'

const run = promisify(execFile)
const args = process.argv.slice(2)
const quick = args.includes('--quick')
const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : undefined
const rounds = quick ? 1 : 3
const root = join(import.meta.dirname, '..')

async function load(plan: LoadPlan): Promise<LoadResult> {
  const { stdout } = await run(process.execPath, ['--conditions=@odradek/source', join(root, 'bench/load.ts'), JSON.stringify(plan)], { maxBuffer: 1 << 24 })
  const result = JSON.parse(stdout) as LoadResult
  if (result.errors > 0) throw new Error(`${result.errors} of ${result.requests} requests failed`)
  return result
}

/** Makes the host give us pages, so that a growing log does not measure that. */
function touchMemory(gigabytes: number): void {
  const path = join(tmpdir(), `bench-scratch-${process.pid}`)
  const file = openSync(path, 'w')
  const chunk = Buffer.alloc(4 << 20, 1)
  for (let written = 0; written < gigabytes * 256; written++) writeSync(file, chunk)
  closeSync(file)
  rmSync(path)
}

const port = (broker: TestBroker): number => Number(broker.bootstrap.split(':')[1])
let topics = 0

async function withTopic<T>(broker: TestBroker, partitions: number, use: (topic: string) => Promise<T>): Promise<T> {
  const admin = createKafka({ brokers: broker.bootstrap }).admin()
  const topic = `bench${String(topics++).padStart(4, '0')}`
  try {
    await admin.createTopics([{ name: topic, partitions }])
    for (let tries = 0; tries < 100; tries++) {
      const found = await admin.describeTopic(topic).catch(() => undefined)
      if (found?.partitions.length === partitions && found.partitions.every((partition) => partition.leader >= 0)) break
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return await use(topic)
  } finally {
    await admin.deleteTopics([topic]).catch(() => {})
    await admin.close()
  }
}

const LOG_BATCH = 16 * 1024
/** Batches of each partition that is read from: 64 MiB. */
const LOG_BATCHES = 4096
/** What counts as the tail of a partition: 4 MiB. */
const TAIL_BATCHES = 256
const HALF_LOAD_SECONDS = 5

async function measure(broker: TestBroker, test: Case, share: number, rate = 0): Promise<LoadResult> {
  return withTopic(broker, test.plan.partitions, async (topic) => {
    const requests = rate > 0 ? Math.ceil(rate * HALF_LOAD_SECONDS) : Math.max(100, Math.floor((test.runBytes * share) / test.plan.batchBytes))
    const plan = { ...test.plan, port: port(broker), topic, rate, requests }
    if (plan.kind === 'produce') return load(plan)
    const { batch, records } = buildBatch(LOG_BATCH, test.plan.recordBytes, 'none')
    await load({ ...plan, kind: 'produce', batchBytes: LOG_BATCH, connections: plan.partitions, inFlight: 4, requests: LOG_BATCHES * plan.partitions, acks: -1 })
    // Connections share unevenly: what every partition surely has is the shortest log.
    const there = Math.floor((await shortestLog(broker, topic, plan.partitions)) / records)
    const batches = test.tail === true ? Math.min(TAIL_BATCHES, there) : there
    return load({ ...plan, batchBytes: test.plan.batchBytes, log: { batches, batchBytes: batch.length, records, firstBatch: there - batches } })
  })
}

async function shortestLog(broker: TestBroker, topic: string, partitions: number): Promise<number> {
  const admin = createKafka({ brokers: broker.bootstrap }).admin()
  try {
    const ends = await admin.listOffsets(Array.from({ length: partitions }, (_, partition) => ({ topic, partition, at: 'latest' as const })))
    return Math.min(...ends.map(({ offset }) => offset))
  } finally {
    await admin.close()
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const isRate = (of: Measure): boolean => of === 'megabytes' || of === 'requests'
const valueOf = (of: Measure, result: LoadResult): number => (isRate(of) ? result[of as 'requests'] / result.seconds : result[`${of as 'p99'}Us`])
const named = { megabytes: '', requests: '', p50: ': p50', p99: ': p99', p999: ': p99.9' } as const
const unit = { megabytes: 'MB/s', requests: 'req/s', p50: 'µs', p99: 'µs', p999: 'µs' } as const
const show = (value: number, of: Measure): string => `${value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1)} ${unit[of]}`

interface Runs {
  readonly ours: LoadResult[]
  readonly theirs: LoadResult[]
}

/** Prints a row for each bar; answers how many were missed. */
function report(test: Case, { ours, theirs }: Runs): number {
  let missed = 0
  for (const { of, bar } of test.bars) {
    const [mine, other] = [ours, theirs].map((runs) => median(runs.map((run) => valueOf(of, run)))) as [number, number]
    const ratio = mine / other
    const reached = bar === undefined ? undefined : isRate(of) ? ratio >= bar : ratio <= bar
    if (reached === false) missed++
    const said = bar === undefined ? '' : `${isRate(of) ? '≥' : '≤'} ${bar}`
    console.log(`| ${test.name}${named[of]} | ${show(mine, of)} | ${show(other, of)} | ${ratio.toFixed(2)} | ${said} | ${reached === undefined ? '' : reached ? 'reached' : 'missed'} | ${busy(ours)} / ${busy(theirs)} |`)
  }
  return missed
}

/** How much of its core the load generator used: near 100 % it, and not the broker, would be measured. */
const busy = (runs: readonly LoadResult[]): string => `${Math.round(100 * median(runs.map((run) => run.cpuSeconds / run.seconds)))} %`

async function atHalfLoad(test: Case, sides: { ours: TestBroker; theirs: TestBroker }, runs: Runs): Promise<void> {
  const rate = Math.min(...[runs.ours, runs.theirs].map((side) => median(side.map((run) => run.requests / run.seconds)))) / 2
  const text: string[] = []
  for (const side of ['ours', 'theirs'] as const) {
    const { p50Us, p99Us, p999Us } = await measure(sides[side], test, 1, rate)
    text.push([p50Us, p99Us, p999Us].map((us) => Math.round(us).toLocaleString('en')).join(' / '))
  }
  console.log(`| ${test.name}, both at ${Math.round(rate).toLocaleString('en')} req/s: p50 / p99 / p99.9 µs | ${text[0]} | ${text[1]} | | | | |`)
}

async function runCase(test: Case, sides: { ours: TestBroker; theirs: TestBroker }): Promise<number> {
  const runs: Runs = { ours: [], theirs: [] }
  // Warm: the JIT of both has seen this kind of request.
  await measure(sides.theirs, test, quick ? 0.3 : 0.5)
  await measure(sides.ours, test, 0.2)
  const share = quick ? 0.5 : 1
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? (['theirs', 'ours'] as const) : (['ours', 'theirs'] as const)) {
      touchMemory((1.5 * test.runBytes * share) / 1e9 + 0.5)
      runs[side].push(await measure(sides[side], test, share))
    }
  }
  const missed = report(test, runs)
  if (test.halfLoad === true && !quick) await atHalfLoad(test, sides, runs)
  return missed
}

async function main(): Promise<void> {
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--cli'], { cwd: root, encoding: 'utf8' })
  if (build.status !== 0) throw new Error(build.stdout + build.stderr)
  const wanted = (test: Case): boolean => (only === undefined ? !quick || test.quick : only.split(',').some((part) => test.name.includes(part)))
  if (only === 'ceiling' || (only === undefined && !quick)) await ceiling(only === 'ceiling' ? () => true : wanted)
  if (only === 'ceiling') return
  if (only === 'flat') return flatCosts(false)
  const ours = await odradekBroker()
  const theirs = await apacheKafka('4.3.1', { java: productionJava })
  await Promise.all([ours.start(), theirs.start()])
  console.log('| case | ours | Apache Kafka 4.3.1 | ratio | bar | | load generator busy |\n|---|---|---|---|---|---|---|')
  let missed = 0
  try {
    for (const test of cases) if (wanted(test)) missed += await runCase(test, { ours, theirs })
    if ((only === undefined && !quick) || only === 'programs') missed += await kafkaPrograms(ours, theirs, 1)
    if (only === undefined || only === 'start') missed += await startAndMemory(ours, theirs, quick)
    if ((only === undefined && !quick) || only === 'size') missed += await size(false)
  } finally {
    await Promise.all([ours.dispose(), theirs.dispose()])
  }
  console.log(`\n${missed} bar(s) missed`)
}

await main()
