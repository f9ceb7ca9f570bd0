/** The chaos run as something that can pass or fail: one line a promise; and the short run of every day. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { apacheKafka, type BrokerOptions, odradekBroker, type TestBroker } from '../interop/brokers.ts'
import { inspectDirectory } from '../interop/dump-log-segments.ts'
import { kafkaJars } from '../interop/peers.ts'
import type { Report, Suite } from '../interop/suites.ts'
import { distribution, disturbances } from './disturbances.ts'
import { promises, type PromiseName } from './faults.ts'
import type { WriterKind } from './load.ts'
import { ChaosRun, type Outcome, type Plan } from './run.ts'
import { type Seeded, seeded } from './seeded.ts'
import { type ChaosTopic, topics } from './topics.ts'

export type ChaosBroker = 'ours' | 'kafka-4.3.1'
export const everyWriter: readonly WriterKind[] = ['librdkafka', 'odradek', 'java', 'franz-go']

export interface ChaosOptions {
  readonly broker: ChaosBroker
  readonly keep: boolean
  readonly random: Seeded
  readonly plan: Plan
}

/** What makes everything happen within a cycle. */
function overrides(broker: ChaosBroker, random: Seeded): Record<string, string> {
  const checkpointMs = String([500, 3000, 60_000][random.between(0, 2)])
  return {
    'log.retention.check.interval.ms': '300', 'log.cleaner.backoff.ms': '300', 'log.cleaner.min.cleanable.ratio': '0.1',
    // A member that died must not hold up its group until the next restart, which gives it a whole session again.
    'group.min.session.timeout.ms': '1000', 'group.initial.rebalance.delay.ms': '0',
    'offsets.topic.num.partitions': '5', 'offsets.topic.segment.bytes': '1048576',
    'log.flush.offset.checkpoint.interval.ms': checkpointMs, 'log.flush.start.offset.checkpoint.interval.ms': checkpointMs,
    ...(broker === 'ours' ? {} : { 'log.initial.task.delay.ms': '500' }),
  }
}

export async function chaos({ broker: kind, keep, random, plan }: ChaosOptions, report: Report): Promise<void> {
  const options: BrokerOptions = { overrides: overrides(kind, random) }
  const broker = kind === 'ours' ? await odradekBroker(options) : await apacheKafka('4.3.1', options)
  const demanded = kind === 'ours'
  const startedAt = Date.now()
  const run = new ChaosRun(broker, plan, random, (line) => console.log(`     ${line}`))
  const outcome = await run.run()
  await inspect(broker, plan.topics, outcome)
  if (demanded) readLog(broker, outcome)
  const faults = outcome.faults.count
  for (const promise of Object.keys(promises) as PromiseName[]) {
    const found = outcome.faults.of(promise)
    const first = found[0]
    const line = first === undefined ? promises[promise] : `${promises[promise]}: ${found.length} faults, the first in cycle ${first.cycle}, ${first.where}: ${first.what}`
    report(first === undefined || !demanded, demanded || first === undefined ? line : `counted: ${line}`)
  }
  if (faults === 0 || !demanded) reportHappened(outcome, plan, report)
  console.log(`     ${summary(outcome)}; ${((Date.now() - startedAt) / 1000).toFixed(0)} s`)
  if (faults > 0) console.log(`last lines of ${broker.name}:\n${broker.output()}`)
  if (keep || (faults > 0 && demanded)) {
    await broker.kill()
    console.log(`kept: ${dirname(broker.dataDir)} (the data, and output.txt)`)
  } else {
    await broker.kill()
    await broker.dispose()
  }
}

/** Nothing here is damaged and no disk fails: whoever says so is wrong, or is right and the damage is his own. */
function readLog(broker: TestBroker, { faults }: Outcome): void {
  const lines = readFileSync(join(dirname(broker.dataDir), 'output.txt'), 'utf8').split('\n')
  for (const line of lines) if (/^\S+ ERROR /.test(line)) faults.add('log', broker.name, line)
}

/** Apache Kafka's own look at what the run left on disk. */
async function inspect(broker: TestBroker, topics: readonly ChaosTopic[], { faults }: Outcome): Promise<void> {
  await broker.kill()
  const folders = topics.flatMap(({ name, partitions }) => Array.from({ length: partitions }, (_, partition) => join(broker.dataDir, `${name}-${partition}`)))
  const missing = folders.filter((folder) => !existsSync(folder))
  for (const folder of missing) faults.add('files', folder, 'is not there')
  try {
    const compacted = new Set(topics.filter(({ isCompacted }) => isCompacted).map(({ name }) => name))
    const isCompacted = (folder: string): boolean => [...compacted].some((name) => folder.includes(`/${name}-`))
    for (const { where, what } of await inspectDirectory(await kafkaJars('4.3.1'), folders.filter((folder) => existsSync(folder)), isCompacted)) faults.add('files', where, what)
  } catch (error) {
    faults.add('files', broker.dataDir, String(error))
  }
}

/** A run in which nothing happened proves nothing. */
function reportHappened(outcome: Outcome, plan: Plan, report: Report): void {
  const { emptyRestarts, expired, trimmed, compactedAway, commits, acknowledged, cyclesRun } = outcome
  const has = (wanted: (topic: ChaosTopic) => boolean): boolean => plan.topics.some(wanted)
  const happened = {
    'acknowledged records': acknowledged,
    commits,
    ...(has(({ retentionMs, retentionBytes }) => retentionMs !== undefined || retentionBytes !== undefined) ? { 'records expired': expired } : {}),
    ...(has(({ isTrimmed }) => isTrimmed === true) ? { 'records deleted on request': trimmed } : {}),
    ...(has(({ isCompacted }) => isCompacted) ? { 'records compacted away': compactedAway } : {}),
    ...(has(({ pauses }) => pauses === true) && plan.cycles >= 12 ? { 'empty partitions with a history over a restart': emptyRestarts } : {}),
  }
  const missing = Object.entries(happened).filter(([, count]) => count <= 0).map(([name]) => name)
  report(missing.length === 0 && cyclesRun === plan.cycles,
    missing.length === 0 ? `it all happened: ${Object.entries(happened).map(([name, count]) => `${count} ${name}`).join(', ')}` : `did not happen: ${missing.join(', ')}`)
}

function summary({ measured, kinds, looks, found, readByGroup, memberDeaths }: Outcome): string {
  return `${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}; ${memberDeaths} members died; read back ${found} records, the group read ${readByGroup}, ` +
    `${looks} looks at ends and commits\n     stops by SIGTERM took ${distribution(measured.stopsMs)}\n     starts took ${distribution(measured.startsMs)}`
}

/** Every kind of disturbance once. */
export const shortChaos: Suite = {
  name: 'chaos',
  everyday: true,
  async run(report) {
    const random = seeded()
    console.log(`     seed ${random.seed}`)
    await chaos({
      broker: 'ours', keep: false, random,
      plan: {
        topics, cycles: disturbances.length, runMs: [500, 2500], suspendMostMs: 3000, readEvery: 100, writers: ['librdkafka', 'odradek', 'java'], members: ['librdkafka', 'odradek'], roundMs: 40,
        stopsAtFault: true,
      },
    }, report)
  },
}
