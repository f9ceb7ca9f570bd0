/**
 * `npm run bench`: our broker and Apache Kafka 4.3.1 in the same minutes, case by case, and the ratio. `-- --quick`
 * ends in about three minutes; `-- --only text` runs the cases whose name has the text; `-- --json` adds the figures.
 *
 * Method: both run as processes of their own, warmed up; before each measured run a scratch file makes the machine's
 * memory resident; the two take turns; the table has medians.
 */
import { execFile, spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createKafka } from '@odradek/client'
import { type TestBroker, apacheKafka, odradekBroker, productionJava } from '../tests/interop/brokers.ts'
import { type Case, cases } from './cases.ts'
import { type LoadPlan, type LoadResult, buildBatch } from './load.ts'
import { kafkaPrograms } from './kafka-programs.ts'
import { size } from './size.ts'
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

async function measure(broker: TestBroker, test: Case, share: number): Promise<LoadResult> {
  return withTopic(broker, test.plan.partitions, async (topic) => {
    const plan = { ...test.plan, port: port(broker), topic, requests: Math.max(100, Math.floor((test.runBytes * share) / test.plan.batchBytes)) }
    if (plan.kind === 'produce') return load(plan)
    const { batch, records } = buildBatch(LOG_BATCH, test.plan.recordBytes, 'none')
    const batches = 4096
    await load({ ...plan, kind: 'produce', batchBytes: LOG_BATCH, connections: plan.partitions, inFlight: 4, requests: batches * plan.partitions, acks: -1 })
    // Connections may have shared unevenly; what every partition surely has is a little less.
    return load({ ...plan, batchBytes: test.plan.batchBytes, log: { batches: Math.floor(batches * 0.6), batchBytes: batch.length, records } })
  })
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const valueOf = (test: Case, result: LoadResult): number =>
  test.measure === 'p99' ? result.p99Us : (test.measure === 'megabytes' ? result.megabytes : result.requests) / result.seconds
const unit = { megabytes: 'MB/s', requests: 'req/s', p99: 'µs' } as const

async function main(): Promise<void> {
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--cli'], { cwd: root, encoding: 'utf8' })
  if (build.status !== 0) throw new Error(build.stdout + build.stderr)
  const ours = await odradekBroker()
  const theirs = await apacheKafka('4.3.1', { java: productionJava })
  await Promise.all([ours.start(), theirs.start()])
  console.log('| case | ours | Apache Kafka 4.3.1 | ratio | bar | |\n|---|---|---|---|---|---|')
  let missed = 0
  try {
    for (const test of cases) {
      if (only === undefined ? quick && !test.quick : !test.name.includes(only)) continue
      const figures = { ours: [] as number[], theirs: [] as number[] }
      // Warm: the JIT of both has seen this kind of request.
      await measure(theirs, test, quick ? 0.3 : 0.5)
      await measure(ours, test, 0.2)
      for (let round = 0; round < rounds; round++) {
        if (!quick || round === 0) touchMemory(quick ? 2 : 4)
        figures.theirs.push(valueOf(test, await measure(theirs, test, quick ? 0.5 : 1)))
        if (!quick) touchMemory(4)
        figures.ours.push(valueOf(test, await measure(ours, test, quick ? 0.5 : 1)))
      }
      const ratio = median(figures.ours) / median(figures.theirs)
      const reached = test.measure === 'p99' ? ratio <= test.bar : ratio >= test.bar
      if (!reached) missed++
      const show = (value: number): string => `${value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1)} ${unit[test.measure]}`
      console.log(`| ${test.name} | ${show(median(figures.ours))} | ${show(median(figures.theirs))} | ${ratio.toFixed(2)} | ${test.measure === 'p99' ? '≤' : '≥'} ${test.bar} | ${reached ? 'reached' : 'missed'} |`)
    }
    if ((only === undefined && !quick) || only === 'programs') missed += await kafkaPrograms(ours, theirs, 1)
    if (only === undefined || only === 'start') missed += await startAndMemory(ours, theirs, quick)
    if ((only === undefined && !quick) || only === 'size') missed += await size(false)
  } finally {
    await Promise.all([ours.dispose(), theirs.dispose()])
  }
  console.log(`\n${missed} bar(s) missed`)
}

await main()
