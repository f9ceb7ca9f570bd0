/**
 * A data directory of Apache Kafka 4.3.1 in our storage's hands, and back: written by Kafka's own producers in every
 * codec, with a transactional one, stopped in order or killed with -9; opened by us, every record there; appended to by
 * us; given back to Kafka, which starts on it without a complaint and serves what we appended.
 *
 *     node scripts/node.mjs tests/interop/foreign-directories.ts      (KAFKA_VERSION=3.9.2 for that one)
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { nodeFileSystem, nodeWorld } from '@odradek/platform/node'
import { BatchBuilder, RecordReader, batchCrcIsValid, batchIsControl, scanBatches } from '@odradek/protocol/internal'
import { LogManager, defaultLogConfig, inspectDirectory } from '@odradek/storage/internal'
import type { PartitionLog } from '@odradek/storage/internal'
import { apacheKafka } from './brokers.ts'
import type { TestBroker } from './brokers.ts'
import { kafkaJars } from './peers.ts'
import type { Suite } from './suites.ts'

const run = promisify(execFile)
const RECORDS = 3000
const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

async function produce(libs: string, broker: TestBroker, topic: string, ...properties: string[]): Promise<void> {
  const transactional = properties.some((each) => each.startsWith('transactional.id')) ? ['--transaction-duration-ms', '50'] : []
  await run('java', ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=off', '-cp', `${libs}/*`, 'org.apache.kafka.tools.ProducerPerformance',
    '--topic', topic, '--num-records', String(RECORDS), '--record-size', '120', '--throughput', '20000', ...transactional,
    '--producer-props', `bootstrap.servers=${broker.bootstrap}`, 'acks=all', ...properties], { timeout: 120_000 })
}

function open(directory: string, nodeId: number): Promise<LogManager> {
  return LogManager.open({
    world: nodeWorld(), directories: [directory], brokerId: nodeId, configFor: () => defaultLogConfig,
    listener: { written: () => {}, directoryFailed: (_path, error) => { throw error } },
  })
}

interface Content {
  readonly records: number
  readonly markers: number
  readonly sound: boolean
}

/** Every batch of a log, by way of its reads. */
function contentOf(log: PartitionLog): Content {
  const reader = new RecordReader()
  let records = 0
  let markers = 0
  let sound = true
  for (let offset = log.logStartOffset; offset < log.logEndOffset;) {
    const read = log.read({ offset, maxBytes: 1 << 20, bound: log.logEndOffset, minOneMessage: true })
    if (read.error !== undefined || read.records.byteLength === 0) return { records, markers, sound: false }
    const bytes = Buffer.alloc(read.records.byteLength)
    read.records.read(bytes, 0, 0, bytes.length)
    for (const at of scanBatches(bytes).positions) {
      sound &&= batchCrcIsValid(bytes, at)
      reader.open(bytes, at)
      while (reader.next()) {
        if (batchIsControl(bytes, at)) markers++
        else records++
      }
    }
    offset = read.nextOffset
  }
  return { records, markers, sound }
}

type Report = (ok: boolean, line: string) => void

async function checkOpened(directory: string, how: string, report: Report): Promise<void> {
  const found = inspectDirectory(nodeFileSystem(), directory)
  report(found?.clusterId === 'T2RyYWRla1BlZXJLYWZrYQ' && found.nodeId === 1 && found.metaVersion === 1 && found.hasClusterMetadata &&
    found.partitions.every((each) => each.topicId !== undefined), `${how}: the directory says whose it is; every partition has its topic id`)
  const manager = await open(directory, 1)
  for (const codec of codecs) {
    const { records, sound } = contentOf(manager.log(`codec-${codec}`, 0)!)
    report(sound && records === RECORDS, `${how}: ${codec}: ${records} records, every CRC right`)
    // Apache Kafka's snapshot holds one; the others are found in the log.
    const known = [...manager.log(`codec-${codec}`, 0)!.producerState.entries()].map(({ batches }) => batches.length)
    report(known.length === 1 && known[0] === 5, `${how}: ${codec}: ${known.join()} batches that its producer may send again are known`)
  }
  const log = manager.log('transactions', 0)!
  const { records, markers, sound } = contentOf(log)
  report(sound && records === RECORDS && markers > 0, `${how}: transactions: ${records} records, ${markers} markers`)
  log.advanceHighWatermark(log.logEndOffset)
  const [producer] = log.producers.describe()
  report(log.lastStableOffset === log.logEndOffset && producer !== undefined && producer.coordinatorEpoch >= 0 && log.leaderEpochs.latestEpoch() >= 0,
    `${how}: nothing is undecided, its producer and the leader epoch are known`)
  await manager.close()
}

/** Appends to every codec's log as a leader would, and stops. */
async function appendOurs(directory: string): Promise<void> {
  const manager = await open(directory, 1)
  for (const codec of codecs) {
    const log = manager.log(`codec-${codec}`, 0)!
    const builder = new BatchBuilder({ compression: codec as 'none' })
    for (let i = 0; i < 10; i++) builder.append(`key ${i}`, `ours ${i}`, undefined, Date.now())
    const result = log.append(builder.build(), { leaderEpoch: log.leaderEpochs.latestEpoch(), origin: 'client' })
    if (result.error !== undefined) throw new Error(result.error)
  }
  await new Promise((resolve) => void setImmediate(resolve))
  for (const log of manager.allLogs()) log.advanceHighWatermark(log.writtenEndOffset)
  await manager.close()
}

async function consumed(libs: string, broker: TestBroker, topic: string, records: number): Promise<number> {
  const { stdout } = await run('java', ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=off', '-cp', `${libs}/*`,
    'org.apache.kafka.tools.ConsumerPerformance', '--bootstrap-server', broker.bootstrap, '--topic', topic, broker.name.includes('-3.') ? '--messages' : '--num-records', String(records),
    '--timeout', '8000', '--hide-header', '--group', `check-${topic}`], { timeout: 60_000 })
  return Number(stdout.trim().split('\n').at(-1)?.split(',')[4])
}

export const foreignDirectories: Suite = {
  name: 'foreign-directories',
  everyday: true,
  async run(report) {
    const version = process.env['KAFKA_VERSION'] ?? '4.3.1'
    const libs = await kafkaJars(version)
    const copies = mkdtempSync(join(tmpdir(), 'odradek-foreign-'))
    const kafka = await apacheKafka(version)
    try {
      await kafka.start()
      for (const codec of codecs) await produce(libs, kafka, `codec-${codec}`, `compression.type=${codec}`)
      await produce(libs, kafka, 'transactions', 'transactional.id=t', 'enable.idempotence=true')
      await kafka.kill()
      cpSync(kafka.dataDir, join(copies, 'killed'), { recursive: true })
      await checkOpened(join(copies, 'killed'), 'killed', report)
      await kafka.start()
      await kafka.stop()
      cpSync(kafka.dataDir, join(copies, 'stopped'), { recursive: true })
      await checkOpened(join(copies, 'stopped'), 'stopped', report)
      await appendOurs(kafka.dataDir)
      const before = new Set(kafka.output().split('\n'))
      await kafka.start()
      for (const codec of codecs) {
        const got = await consumed(libs, kafka, `codec-${codec}`, RECORDS + 10)
        report(got === RECORDS + 10, `given back: Apache Kafka serves ${got} records of ${codec}, ours among them`)
      }
      const complaints = kafka.output().split('\n').filter((line) => !before.has(line) && /Recovering|recover.*segment|Corrupt|ERROR/i.test(line))
      report(complaints.length === 0, `given back: Apache Kafka warns of nothing ${complaints.join('; ')}`)
      const beside = codecs.filter((codec) => readdirSync(join(kafka.dataDir, `codec-${codec}-0`)).some((name) => name.endsWith('.retries')))
      report(beside.length === codecs.length, `given back: files of ours that Apache Kafka passes over lie with ${beside.join()}`)
      await kafka.stop()
      const again = await open(kafka.dataDir, 1)
      for (const codec of codecs) {
        const known = [...again.log(`codec-${codec}`, 0)!.producerState.entries()].map(({ batches }) => batches.length)
        report(known.length === 1 && known[0] === 5, `opened again: ${codec}: ${known.join()} batches that its producer may send again are known`)
      }
      await again.close()
    } finally {
      await kafka.dispose()
      rmSync(copies, { recursive: true, force: true })
    }
  },
}

if (process.argv[1] === import.meta.filename) {
  let failed = 0
  await foreignDirectories.run((ok, line) => {
    if (!ok) failed++
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${line}`)
  })
  process.exit(failed === 0 ? 0 : 1)
}
