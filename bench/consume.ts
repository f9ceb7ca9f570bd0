/**
 * Consuming from one broker, each client in a process of its own, clients in turn: ours in batches, record by record
 * and through a handler (`-reuse`: with `reuseBuffers`); kafkajs and @platformatic/kafka; the Java client through Apache Kafka's own tool.
 *
 * node scripts/node.mjs bench/consume.ts [--broker kafka-4.3.1|odradek] [--records 5000000] [--size 100] [--partitions 1]
 *   [--compression none] [--turns 3] [--clients batches,batches-reuse,records,each,kafkajs,platformatic,java]
 */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { createKafka } from '@odradek/client'
import { apacheKafka, odradekBroker } from '../tests/interop/brokers.ts'
import { kafkaJars } from '../tests/interop/peers.ts'

const { values: flags } = parseArgs({
  options: {
    broker: { type: 'string', default: 'kafka-4.3.1' },
    records: { type: 'string', default: '3000000' },
    size: { type: 'string', default: '100' },
    partitions: { type: 'string', default: '1' },
    compression: { type: 'string', default: 'none' },
    turns: { type: 'string', default: '3' },
    clients: { type: 'string', default: 'batches,batches-reuse,records,records-reuse,each,kafkajs,java' },
    batchBytes: { type: 'string', default: '16384' },
    as: { type: 'string' },
    bootstrap: { type: 'string', default: '' },
  },
})
const count = Number(flags.records)
const topic = 'bench'

/** The first record starts the clock, so that joining and the first metadata are left out. */
function meter(): { add(records: number): boolean; report(): void } {
  let seen = 0
  let startedAt = 0
  let cpu = process.cpuUsage()
  return {
    add(records) {
      if (seen === 0) {
        startedAt = performance.now()
        cpu = process.cpuUsage()
      }
      seen += records
      return seen >= count
    },
    report() {
      const seconds = (performance.now() - startedAt) / 1000
      const { user, system } = process.cpuUsage(cpu)
      console.log(JSON.stringify({ rate: seen / seconds, cpuPerMillion: (user + system) / seen, memory: process.memoryUsage().rss }))
    },
  }
}

async function ours(way: string, bootstrap: string): Promise<void> {
  const consumer = createKafka({ brokers: bootstrap }).consumer({ autoOffsetReset: 'earliest', reuseBuffers: way.endsWith('-reuse') })
  await consumer.assign(Array.from({ length: Number(flags.partitions) }, (_, partition) => ({ topic, partition })))
  const { add, report } = meter()
  let bytes = 0
  if (way.startsWith('batches')) {
    for await (const batch of consumer.batches()) {
      for (const record of batch.records) bytes += record.valueLength
      if (add(batch.length)) break
    }
  } else if (way.startsWith('records')) {
    for await (const record of consumer.records()) {
      bytes += record.valueLength
      if (add(1)) break
    }
  } else {
    const enough = new AbortController()
    await consumer.each((record) => {
      bytes += record.valueLength
      if (add(1)) enough.abort()
    }, { signal: enough.signal })
  }
  report()
  await consumer.close()
}

async function kafkajs(bootstrap: string): Promise<void> {
  const { Kafka, logLevel } = await import('kafkajs')
  const consumer = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).consumer({ groupId: `kafkajs-${process.pid}`, maxBytesPerPartition: 1 << 20 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const { add, report } = meter()
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachBatch: async ({ batch }) => {
        if (add(batch.messages.length)) resolve()
      },
    })
  })
  report()
  process.exit(0)
}

async function platformatic(bootstrap: string): Promise<void> {
  const { Consumer } = await import('@platformatic/kafka')
  const consumer = new Consumer({ clientId: 'bench', groupId: `platformatic-${process.pid}`, bootstrapBrokers: [bootstrap], highWaterMark: 4096 })
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest', maxBytes: 1 << 20, autocommit: false })
  const { add, report } = meter()
  await new Promise<void>((resolve) => {
    stream.on('data', () => add(1) && resolve())
  })
  report()
  process.exit(0)
}

async function java(bootstrap: string): Promise<void> {
  const libs = await kafkaJars('4.3.1')
  const output = await run('java', ['-Xmx1G', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', `${libs}/*`, 'org.apache.kafka.tools.ConsumerPerformance',
    '--bootstrap-server', bootstrap, '--topic', topic, '--num-records', String(count), '--timeout', '60000'])
  const line = output.trim().split('\n').at(-1) ?? ''
  // start, end, MB, MB/s, records, records/s, rebalance ms, fetch ms, fetch MB/s, fetch records/s
  console.log(JSON.stringify({ rate: Number(line.split(',').at(-1)), cpuPerMillion: Number.NaN, memory: Number.NaN }))
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += String(chunk)))
    child.on('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}: ${output}`))))
  })
}

async function fill(bootstrap: string): Promise<void> {
  const kafka = createKafka({ brokers: bootstrap })
  const admin = kafka.admin()
  await admin.createTopics([{ name: topic, partitions: Number(flags.partitions) }])
  const producer = kafka.producer({ compression: flags.compression as 'none', batchBytes: Number(flags.batchBytes) })
  const words = 'the quick brown fox jumps over the lazy dog while a thousand monkeys type at random '.repeat(200)
  const records = Array.from({ length: 10_000 }, (_, index) => ({ value: words.slice(index % 100, (index % 100) + Number(flags.size)) }))
  for (let sent = 0; sent < count; sent += records.length) await producer.sendBatch(topic, records)
  await producer.close()
  await admin.close()
}

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

async function main(): Promise<void> {
  const broker = flags.broker === 'odradek' ? await odradekBroker() : await apacheKafka(flags.broker.replace('kafka-', ''))
  await broker.start()
  try {
    await fill(broker.bootstrap)
    const rates = new Map<string, number[]>()
    for (let turn = 0; turn < Number(flags.turns); turn++) {
      for (const client of flags.clients.split(',')) {
        const args = process.argv.slice(2).filter((_, index, all) => all[index] !== '--turns' && all[index - 1] !== '--turns')
        const output = await run(process.execPath, [...process.execArgv, import.meta.filename, ...args, '--as', client, '--bootstrap', broker.bootstrap])
        const { rate, cpuPerMillion, memory } = JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as { rate: number; cpuPerMillion: number; memory: number }
        rates.set(client, [...(rates.get(client) ?? []), rate])
        console.log(`${client.padEnd(14)} ${(rate / 1e6).toFixed(2)} M records/s  ${(rate * Number(flags.size) / 1e6).toFixed(0)} MB/s  ${cpuPerMillion?.toFixed(2)} CPU s per million  ${(memory / 1e6).toFixed(0)} MB`)
      }
    }
    console.log(`\n${broker.name}, ${count} records of ${flags.size} B, ${flags.partitions} partition(s), ${flags.compression}; median of ${flags.turns}`)
    for (const [client, list] of rates) console.log(`${client.padEnd(14)} ${(median(list) / 1e6).toFixed(2)} M records/s`)
  } finally {
    await broker.dispose()
  }
}

if (flags.as === undefined) await main()
else if (flags.as === 'kafkajs') await kafkajs(flags.bootstrap)
else if (flags.as === 'platformatic') await platformatic(flags.bootstrap)
else if (flags.as === 'java') await java(flags.bootstrap)
else await ours(flags.as, flags.bootstrap)
