/** Runs scenarios of a client suite against one broker, one after the other; says which failed and why. */
import { parseArgs } from 'node:util'
import { createKafka, type Kafka, type KafkaError } from '@odradek/client'
import { apacheKafka, apacheKafkaWithZooKeeper, odradekBroker, type TestBroker } from '../interop/brokers.ts'

export interface Bench {
  readonly broker: TestBroker
  readonly kafka: Kafka
  /** A topic of this scenario's own, created. */
  topic(partitions?: number, config?: Readonly<Record<string, string>>): Promise<string>
  /** A group name of this scenario's own. */
  group(): string
  produce(topic: string, count: number, options?: { readonly from?: number; readonly partition?: number; readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd' }): Promise<void>
  /** The broker serves the API key in this version or a later one. */
  serves(apiKey: number, version: number): Promise<boolean>
  /** Closed after the scenario, whatever happens. */
  defer(close: () => Promise<unknown>): void
}

export interface Scenario {
  readonly name: string
  readonly timeoutMs?: number
  /** An API key and version that the broker must serve; else it is said and passed over. */
  readonly needs?: readonly [apiKey: number, version: number]
  run(bench: Bench): Promise<void>
}

/** Thrown to say that this broker cannot show it. */
export class NotServed extends Error {}

/** What a scenario of that name works with. `close` afterwards. */
export function benchFor(
  broker: TestBroker, name: string, kafka: Kafka = createKafka({ brokers: broker.bootstrap, clientId: 'suite' }),
): { readonly bench: Bench; readonly close: () => Promise<void> } {
  const closing: (() => Promise<unknown>)[] = []
  let next = 0
  const base = `${name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}-${process.pid}-${Date.now() % 100_000}`
  const bench: Bench = {
    broker,
    kafka,
    group: () => `${base}-g${next++}`,
    async topic(partitions = 1, config = {}) {
      const topic = `${base}-t${next++}`
      const admin = kafka.admin()
      const deadline = Date.now() + 15_000
      // Apache Kafka 3.9 says UNKNOWN_SERVER_ERROR while it has no session with ZooKeeper, as after a suspension.
      const isAway = (code: string): boolean => code === 'UNKNOWN_SERVER_ERROR' && broker.name.endsWith('-zookeeper') && Date.now() < deadline
      for (let made = false; !made;) {
        made = await admin.createTopics([{ name: topic, partitions, configs: config }]).then(() => true, (error: KafkaError) => {
          if (!isAway(error.code)) throw error
          return false
        })
        if (!made) await new Promise((resolve) => setTimeout(resolve, 200))
      }
      await admin.close()
      return topic
    },
    async produce(topic, count, options = {}) {
      const producer = kafka.producer({ compression: options.compression ?? 'none' })
      const from = options.from ?? 0
      const records = Array.from({ length: count }, (_, index) => ({
        key: `k${from + index}`, value: `v${from + index}`, headers: { n: String(from + index) },
        ...(options.partition === undefined ? {} : { partition: options.partition }),
      }))
      await producer.sendBatch(topic, records)
      await producer.close()
    },
    async serves(apiKey, version) {
      const cluster = kafka.cluster()
      try {
        const connection = await cluster.anyConnection()
        return connection.serves({ key: apiKey, requestVersions: { min: version, max: 100 } } as never)
      } finally {
        await cluster.close()
      }
    },
    defer: (close) => void closing.push(close),
  }
  return {
    bench,
    close: async () => {
      for (const one of closing.toReversed()) await one().catch(() => {})
    },
  }
}

export type Result = 'ok' | 'failed' | 'passed over'

/** Told of each scenario when it is done; `details` says why it failed, or was passed over. */
export type Told = (result: Result, name: string, details: string) => void

async function runOne(broker: TestBroker, scenario: Scenario, told: Told): Promise<void> {
  const { bench, close } = benchFor(broker, scenario.name)
  const startedAt = performance.now()
  const timeoutMs = scenario.timeoutMs ?? 30_000
  let timer: NodeJS.Timeout | undefined
  const seconds = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
  try {
    if (scenario.needs !== undefined && !(await bench.serves(...scenario.needs))) throw new NotServed()
    await Promise.race([
      scenario.run(bench),
      new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`not done after ${timeoutMs} ms`)), timeoutMs))),
    ])
    told('ok', `${scenario.name} (${seconds()})`, '')
  } catch (error) {
    if (error instanceof NotServed) told('passed over', scenario.name, 'not served by this broker')
    else told('failed', `${scenario.name} (${seconds()})`, error instanceof Error ? `${error.stack}\n${String(error.cause ?? '')}` : String(error))
  } finally {
    clearTimeout(timer)
    await close()
    // A scenario that stopped half way may have left its broker down.
    if (broker.pid() < 0) await broker.start()
  }
}

/** A broker that listens may not have registered yet, and then has no place for a replica. */
export async function registered(broker: TestBroker): Promise<void> {
  const admin = createKafka({ brokers: broker.bootstrap }).admin()
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      await admin.createTopics([{ name: `probe-${process.pid}` }])
      return await admin.close()
    } catch (error) {
      if ((error as KafkaError).code === 'TOPIC_ALREADY_EXISTS') return admin.close()
      if ((error as KafkaError).code !== 'INVALID_REPLICATION_FACTOR' || Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** Runs them against a broker that is up, one after the other. */
export async function runScenarios(broker: TestBroker, scenarios: readonly Scenario[], told: Told): Promise<void> {
  for (const scenario of scenarios) await runOne(broker, scenario, told)
}

/** The brokers that suites run against, with a proxy in front. */
export function suiteBroker(name: string): Promise<TestBroker> {
  if (name === 'odradek') return odradekBroker({ proxied: true })
  const version = name.replace('kafka-', '')
  return version.startsWith('3.') ? apacheKafkaWithZooKeeper(version, { proxied: true }) : apacheKafka(version, { proxied: true })
}

/** Flags: `--broker kafka-4.3.1 | kafka-3.9.2 | odradek`; `--only text`; `--times n`. */
export async function main(scenarios: readonly Scenario[]): Promise<void> {
  const { values } = parseArgs({ options: { broker: { type: 'string', default: 'kafka-4.3.1' }, only: { type: 'string' }, times: { type: 'string', default: '1' } } })
  const chosen = scenarios.filter(({ name }) => values.only === undefined || name.includes(values.only))
  const broker = await suiteBroker(values.broker)
  let failed = 0
  try {
    await broker.start()
    await registered(broker)
    console.log(`against ${broker.name}`)
    for (let time = 0; time < Number(values.times); time++) {
      await runScenarios(broker, chosen, (result, name, details) => {
        if (result === 'failed') failed++
        console.log(result === 'ok' ? `ok      ${name}` : result === 'failed' ? `FAILED  ${name}\n${details}` : `-       ${name}: ${details}`)
      })
    }
    if (failed > 0) console.log(broker.output().split('\n').slice(-15).join('\n'))
  } finally {
    await broker.dispose()
  }
  console.log(failed === 0 ? 'all well' : `${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}
