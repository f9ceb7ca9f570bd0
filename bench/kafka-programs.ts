/**
 * Apache Kafka's own ProducerPerformance and ConsumerPerformance against both brokers: what a Java application sees.
 * What is consumed was written by our load generator, in batches of 16 KiB in both: those of the producer program depend
 * on how fast its broker answers. Each run is a new Java machine that warms up for two seconds, so it
 * gets enough records for several.
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createKafka } from '@odradek/client'
import type { TestBroker } from '../tests/interop/brokers.ts'
import { kafkaJars } from '../tests/interop/peers.ts'
import { buildBatch } from './load.ts'

const run = promisify(execFile)

async function produce(libs: string, broker: TestBroker, topic: string, recordBytes: number, records: number): Promise<number> {
  const { stdout } = await run('java', [
    '-Xmx512m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', `${libs}/*`, 'org.apache.kafka.tools.ProducerPerformance',
    '--topic', topic, '--num-records', String(records), '--record-size', String(recordBytes), '--throughput', '-1',
    '--producer-props', `bootstrap.servers=${broker.bootstrap}`, 'acks=all',
  ], { timeout: 120_000 })
  const rate = /, ([\d.]+) records\/sec/.exec(stdout.trim().split('\n').at(-1) ?? '')
  return Number(rate?.[1] ?? Number.NaN)
}

async function consume(libs: string, broker: TestBroker, topic: string, records: number): Promise<number> {
  const { stdout } = await run('java', [
    '-Xmx512m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', `${libs}/*`, 'org.apache.kafka.tools.ConsumerPerformance',
    '--topic', topic, '--num-records', String(records), '--bootstrap-server', broker.bootstrap,
  ], { timeout: 120_000 })
  // The last column but nothing else: records a second of the fetching itself, without the time to join the group.
  return Number(stdout.trim().split('\n').at(-1)?.split(',').at(-1)?.trim() ?? Number.NaN)
}

const BATCH_BYTES = 16 * 1024

/** A topic of one partition with at least so many records, in batches that are the same wherever this is called. */
async function fill(broker: TestBroker, topic: string, recordBytes: number, records: number): Promise<void> {
  const admin = createKafka({ brokers: broker.bootstrap }).admin()
  await admin.createTopics([{ name: topic, partitions: 1 }])
  await admin.close()
  const plan = {
    port: Number(broker.bootstrap.split(':')[1]), kind: 'produce', topic, partitions: 1, connections: 1, inFlight: 4, batchBytes: BATCH_BYTES, recordBytes, compression: 'none',
    acks: -1, requests: Math.ceil(records / buildBatch(BATCH_BYTES, recordBytes, 'none').records), maxSeconds: 100, rate: 0,
  }
  const { stdout } = await run(process.execPath, ['--conditions=@odradek/source', join(import.meta.dirname, 'load.ts'), JSON.stringify(plan)])
  const { errors, records: written } = JSON.parse(stdout) as { errors: number; records: number }
  if (errors > 0 || written < records) throw new Error(`${written} of ${records} records written, ${errors} errors`)
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Prints the rows; answers how many bars were missed. */
export async function kafkaPrograms(ours: TestBroker, theirs: TestBroker, rounds: number): Promise<number> {
  const libs = await kafkaJars('4.3.1')
  let missed = 0
  for (const [recordBytes, records, consumedRecords] of [[100, 4_000_000, 16_000_000], [1024, 600_000, 2_500_000]] as const) {
    const consumedTopic = `consumed-${recordBytes}`
    for (const broker of [theirs, ours]) await fill(broker, consumedTopic, recordBytes, consumedRecords)
    const rates = { produce: { ours: [] as number[], theirs: [] as number[] }, consume: { ours: [] as number[], theirs: [] as number[] } }
    for (let round = 0; round <= rounds; round++) {
      const inTurn = [['theirs', theirs], ['ours', ours]] as const
      for (const [side, broker] of round % 2 === 0 ? inTurn : inTurn.toReversed()) {
        const topic = `programs-${recordBytes}-${round}`
        const produced = await produce(libs, broker, topic, recordBytes, records)
        const consumed = await consume(libs, broker, consumedTopic, consumedRecords)
        // Round 0 warms the brokers.
        if (round > 0) {
          rates.produce[side].push(produced)
          rates.consume[side].push(consumed)
        }
      }
    }
    for (const kind of ['produce', 'consume'] as const) {
      const mine = median(rates[kind].ours)
      const other = median(rates[kind].theirs)
      const reached = mine / other >= 1.1
      if (!reached) missed++
      console.log(`| Kafka's own ${kind === 'produce' ? 'producer' : 'consumer'} program, ${recordBytes} B | ${Math.round(mine).toLocaleString('en')} records/s | ${Math.round(other).toLocaleString('en')} records/s | ${(mine / other).toFixed(2)} | ≥ 1.1 | ${reached ? 'reached' : 'missed'} |`)
    }
  }
  return missed
}
