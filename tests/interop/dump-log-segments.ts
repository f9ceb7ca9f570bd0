/**
 * Apache Kafka 3.9.2's own DumpLogSegments over directories that our storage wrote: every codec, rolls, an idempotent
 * and a transactional producer, LogAppendTime, recompression, compaction with tombstones, a recovery after a kill. It
 * has to read every record we wrote, find the indexes sane and in step with the log, and understand the snapshots.
 *
 *     node scripts/node.mjs tests/interop/dump-log-segments.ts      (alone: one line per check, exit code 1 on a FAIL)
 *
 * `inspectDirectory` asks 4.3.1's about a directory of which only the kind of topics is known.
 */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { nodeWorld } from '@odradek/platform/node'
import { BatchBuilder, buildEndTxnBatch } from '@odradek/protocol/internal'
import type { BatchBuilderOptions, CompressionName } from '@odradek/protocol/internal'
import { LogManager, defaultLogConfig } from '@odradek/storage/internal'
import type { LogConfig, PartitionLog } from '@odradek/storage/internal'
import { kafkaJars } from './peers.ts'
import type { Suite } from './suites.ts'

const run = promisify(execFile)
const codecs: readonly CompressionName[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
const topicConfigs: Record<string, Partial<LogConfig>> = {
  plain: { segmentBytes: 40_000, indexIntervalBytes: 500 },
  stamped: { messageTimestampType: 'LogAppendTime' },
  repacked: { compressionType: 'zstd' },
  transactions: { segmentBytes: 3000, indexIntervalBytes: 200 },
  compacted: { segmentBytes: 8000, cleanupPolicy: { compact: true, delete: false }, minCleanableDirtyRatio: 0.01, deleteRetentionMs: 100_000,
    fileDeleteDelayMs: 0 },
  killed: { segmentBytes: 20_000, indexIntervalBytes: 500 },
}

function open(directory: string): Promise<LogManager> {
  return LogManager.open({
    world: nodeWorld(), directories: [directory], brokerId: 1, clusterId: 'dump-log-segments-test',
    configFor: (topic) => ({ ...defaultLogConfig, ...topicConfigs[topic] }),
    listener: { written: () => {}, directoryFailed: (path, error) => { throw error ?? new Error(path) } },
    settings: { cleanerEnabled: false },
  })
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

async function append(log: PartitionLog, bytes: Buffer, origin: 'client' | 'coordinator' = 'client'): Promise<void> {
  const result = log.append(bytes, { leaderEpoch: 2, origin })
  if (result.error !== undefined) throw new Error(`${log.topic}: ${result.error} ${result.message ?? ''}`)
  await turn()
  log.advanceHighWatermark(log.writtenEndOffset)
}

function batch(count: number, seed: number, options: BatchBuilderOptions = {}, keyed?: (i: number) => string): Buffer {
  const builder = new BatchBuilder(options)
  for (let i = 0; i < count; i++) {
    const key = keyed === undefined ? (i % 3 === 0 ? null : `key ${seed}`) : keyed(i)
    const value = i % 7 === 3 ? null : `value ${seed} ${i} `.repeat((i % 5) + 1)
    const headers = i % 4 === 0 ? [{ key: 'héader', value: 'x' }, { key: 'empty', value: null }] : undefined
    builder.append(key, value, headers, Date.now() - 1000 + i)
  }
  return builder.build()
}

/** Writes the directory; the records each topic holds at the end. */
async function write(directory: string): Promise<Map<string, number>> {
  const records = new Map<string, number>()
  let manager = await open(directory)
  const make = (topic: string): PartitionLog => {
    const log = manager.create(topic, 0, manager.log(topic, 0)?.topicId ?? nodeWorld().random.uuid())
    if ('error' in log) throw new Error(log.error)
    return log
  }
  const plain = make('plain')
  for (let i = 0; i < 300; i++) {
    const producer = i % 2 === 0 ? {} : { producerId: 70 + (i % 3), producerEpoch: 1, baseSequence: Math.floor(i / 6) * 9 }
    await append(plain, batch(9, i, { compression: codecs[i % 5], ...producer }))
  }
  for (let i = 0; i < 20; i++) await append(make('stamped'), batch(3, i, { compression: codecs[i % 5] }))
  for (let i = 0; i < 20; i++) await append(make('repacked'), batch(30, i, { compression: codecs[i % 5] }))
  const transactions = make('transactions')
  for (let i = 0; i < 40; i++) {
    const producer = { producerId: 900 + (i % 2), producerEpoch: 0 }
    await append(transactions, batch(4, i, { ...producer, baseSequence: Math.floor(i / 2) * 4, isTransactional: true }))
    await append(transactions, buildEndTxnBatch({ ...producer, coordinatorEpoch: 5, committed: i % 3 !== 0, timestamp: Date.now() }), 'coordinator')
  }
  const compacted = make('compacted')
  for (let i = 0; i < 150; i++) await append(compacted, batch(8, i, { compression: codecs[i % 5] }, (n) => `k${(i * 3 + n) % 40}`))
  await manager.runCleaner()
  for (let i = 0; i < 60; i++) await append(compacted, batch(8, i, { compression: codecs[i % 5] }, (n) => `k${(i * 5 + n) % 40}`))
  await manager.runCleaner()
  const killed = make('killed')
  for (let i = 0; i < 100; i++) await append(killed, batch(9, i, { producerId: 5, producerEpoch: 0, baseSequence: i * 9 }))
  await manager.close()
  // A stop that was not clean: without the marker everything is scanned and rebuilt.
  rmSync(join(directory, '.kafka_cleanshutdown'))
  for (const name of readdirSync(join(directory, 'killed-0'))) {
    if (/index$|snapshot$|checkpoint$/.test(name)) rmSync(join(directory, 'killed-0', name))
  }
  manager = await open(directory)
  for (const log of manager.allLogs()) records.set(log.topic, log.logEndOffset)
  await manager.close()
  return records
}

interface Dump {
  readonly text: string
  /** Offsets of the records printed. */
  readonly offsets: readonly number[]
}

async function dump(libs: string, folder: string, kind: RegExp, ...options: string[]): Promise<Dump> {
  const files = readdirSync(folder).filter((name) => kind.test(name)).toSorted().map((name) => join(folder, name))
  if (files.length === 0) return { text: '', offsets: [] }
  const { stdout, stderr } = await run('java', [...machine, '-cp', `${libs}/*`, 'kafka.tools.DumpLogSegments', '--files', files.join(','), ...options],
    { maxBuffer: 1 << 28, timeout: 120_000 })
  const text = stdout + stderr.split('\n').filter((line) => /exception|error/i.test(line)).join('\n')
  return { text, offsets: [...text.matchAll(/^\| offset: (\d+)/gm)].map((match) => Number(match[1])) }
}

const machine: readonly string[] = ['-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']
const TROUBLE = /Mismatches in|Found timestamp mismatch|out of order timestamp|Index timestamp of log segment|exception|isvalid: false|not a valid|recovered|Corrupt/i

async function checkTopic(libs: string, folder: string, topic: string, end: number, report: (ok: boolean, line: string) => void): Promise<void> {
  const log = await dump(libs, folder, /\.log$/, '--deep-iteration', '--print-data-log')
  const rising = log.offsets.every((offset, i) => i === 0 || offset > log.offsets[i - 1]!)
  const complete = topic === 'compacted' ? new Set(log.offsets).size === log.offsets.length && log.offsets.at(-1) === end - 1 : log.offsets.length === end
  report(complete && rising && !TROUBLE.test(log.text.replaceAll(/payload:.*/g, '')),
    `${topic}: ${log.offsets.length} records read, offsets to ${log.offsets.at(-1)} of ${end}`)
  if (topic === 'compacted') {
    report(/deleteHorizonMs: OptionalLong\[\d+\]/.test(log.text) && log.offsets.length < end, 'compacted: records are gone, batches with tombstones have a delete horizon')
  } else report(!/Non-consecutive offsets/.test(log.text), `${topic}: offsets are consecutive`)
  const files = readdirSync(folder)
  const sanity = await dump(libs, folder, /\.index$/, '--index-sanity-check')
  const indexes = files.filter((name) => name.endsWith('.index'))
  report(indexes.length > 0 && indexes.every((name) => sanity.text.includes(`${name} passed sanity check`) || sanity.text.includes(`${name} is empty`)), `${topic}: ${indexes.length} offset indexes pass the sanity check`)
  const offsets = await dump(libs, folder, /\.index$/, '--verify-index-only')
  report(!TROUBLE.test(offsets.text), `${topic}: offset indexes agree with the log`)
  const times = await dump(libs, folder, /\.timeindex$/, '--verify-index-only')
  report(!TROUBLE.test(times.text), `${topic}: time indexes agree with the log`)
  const snapshots = await dump(libs, folder, /\.snapshot$/)
  const wanted = files.filter((name) => name.endsWith('.snapshot')).length
  report((snapshots.text.match(/^Dumping /gm)?.length ?? 0) === wanted && !TROUBLE.test(snapshots.text), `${topic}: ${wanted} producer snapshots`)
  const retries = files.filter((name) => name.endsWith('.retries'))
  const passedOver = await dump(libs, folder, /\.retries$/)
  report(!TROUBLE.test(passedOver.text), `${topic}: ${retries.length} files of ours beside the snapshots, which it does not know`)
  if (topic === 'transactions') {
    const aborted = await dump(libs, folder, /\.txnindex$/)
    report((aborted.text.match(/producerId: 90[01]/g)?.length ?? 0) === 14, 'transactions: 14 aborted transactions in the indexes')
    report(/producerId: 900 producerEpoch: 0 coordinatorEpoch: 5/.test(snapshots.text), 'transactions: the snapshot names producer, epoch and coordinator epoch')
  }
}

export interface FileTrouble {
  /** The file. */
  readonly where: string
  readonly what: string
}

/**
 * Everything that DumpLogSegments 4.3.1 (jars in `libs`) has to say against the files of these partitions. `mayHaveHoles`:
 * offsets that are missing are right there, as in a compacted topic.
 */
export async function inspectDirectory(libs: string, folders: readonly string[], mayHaveHoles: (folder: string) => boolean): Promise<readonly FileTrouble[]> {
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))).toSorted()
  const found: FileTrouble[] = []
  for (const [kind, ...options] of [
    ['.log', '--deep-iteration'], ['.index', '--index-sanity-check'], ['.index', '--verify-index-only'], ['.timeindex', '--verify-index-only'], ['.snapshot'],
  ]) {
    for (const some of portions(files.filter((name) => name.endsWith(kind!)))) found.push(...await inspect(libs, some, options, mayHaveHoles))
  }
  return found
}

/** So many at a time that they fit on a command line. */
function* portions(files: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < files.length; at += 500) yield files.slice(at, at + 500)
}

async function inspect(libs: string, files: readonly string[], options: readonly string[], mayHaveHoles: (folder: string) => boolean): Promise<FileTrouble[]> {
  const child = spawn('java', [...machine, '-cp', `${libs}/*`, 'org.apache.kafka.tools.DumpLogSegments', '--files', files.join(','), ...options], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const found: FileTrouble[] = []
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)))
  let file = files[0] ?? ''
  let dumped = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const begun = /^Dumping (\S+)/.exec(line)?.[1]
    if (begun !== undefined) {
      file = begun
      dumped++
    } else if (TROUBLE.test(line)) found.push({ where: file, what: `${options.join(' ')} ${line}` })
    else if (line.startsWith('Non-consecutive offsets in') && !mayHaveHoles(line)) found.push({ where: file, what: line })
  }
  const code = await ended
  if (code !== 0 || /exception|error/i.test(errors)) found.push({ where: file, what: `${options.join(' ')} ended with code ${code}: ${errors.trim()}` })
  if (dumped !== files.length) found.push({ where: file, what: `${options.join(' ')} dumped ${dumped} of ${files.length} files` })
  return found
}

export const dumpLogSegments: Suite = {
  name: 'dump-log-segments',
  everyday: true,
  async run(report) {
    const libs = await kafkaJars('3.9.2')
    const directory = mkdtempSync(join(tmpdir(), 'odradek-dump-'))
    try {
      const ends = await write(directory)
      for (const [topic, end] of ends) await checkTopic(libs, join(directory, `${topic}-0`), topic, end, report)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  },
}

if (process.argv[1] === import.meta.filename) {
  let failed = 0
  await dumpLogSegments.run((ok, line) => {
    if (!ok) failed++
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${line}`)
  })
  process.exit(failed === 0 ? 0 : 1)
}
