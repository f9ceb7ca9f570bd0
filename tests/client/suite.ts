/** Runs scenarios of a client suite against one broker, one after the other; says which failed and why. */
import { parseArgs } from 'node:util'
import { createKafka, type Kafka } from '@odradek/client'
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

function benchFor(broker: TestBroker, name: string): { bench: Bench; close: () => Promise<void> } {
  const kafka = createKafka({ brokers: broker.bootstrap, clientId: 'suite' })
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
      await admin.createTopics([{ name: topic, partitions, configs: config }])
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

async function runOne(broker: TestBroker, scenario: Scenario): Promise<'ok' | 'failed' | 'passed over'> {
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
    console.log(`ok      ${scenario.name} (${seconds()})`)
    return 'ok'
  } catch (error) {
    if (error instanceof NotServed) {
      console.log(`-       ${scenario.name}: not served by this broker`)
      return 'passed over'
    }
    console.log(`FAILED  ${scenario.name} (${seconds()})\n${error instanceof Error ? error.stack : String(error)}`)
    return 'failed'
  } finally {
    clearTimeout(timer)
    await close()
  }
}

/** Flags: `--broker kafka-4.3.1 | kafka-3.9.2 | odradek`, or `--bootstrap host:port`; `--only text`; `--times n`. */
export async function main(scenarios: readonly Scenario[]): Promise<void> {
  const { values } = parseArgs({ options: { broker: { type: 'string', default: 'kafka-4.3.1' }, only: { type: 'string' }, times: { type: 'string', default: '1' } } })
  const version = values.broker.replace('kafka-', '')
  const broker = await (values.broker === 'odradek' ? odradekBroker() : version.startsWith('3.') ? apacheKafkaWithZooKeeper(version, { overrides: { 'transaction.state.log.replication.factor': '1', 'transaction.state.log.min.isr': '1' } }) : apacheKafka(version))
  await broker.start()
  console.log(`against ${broker.name}`)
  let failed = 0
  try {
    for (let time = 0; time < Number(values.times); time++) {
      for (const scenario of scenarios) {
        if (values.only !== undefined && !scenario.name.includes(values.only)) continue
        if ((await runOne(broker, scenario)) === 'failed') failed++
      }
    }
    if (failed > 0) console.log(broker.output().split('\n').slice(-15).join('\n'))
  } finally {
    await broker.dispose()
  }
  console.log(failed === 0 ? 'all well' : `${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}
