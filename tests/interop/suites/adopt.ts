/**
 * A data directory that Apache Kafka wrote is taken over by `odradek start --adopt`: cluster id, topic ids, every record
 * and every committed offset as Apache Kafka itself showed them, and then it is gone on with, restarts included. Written
 * by 3.9.2 with ZooKeeper (`meta.properties` version 0) and by 4.3.1 (version 1), stopped in order and killed with -9.
 * At last Apache Kafka is started on what our broker has left, with nothing moved away.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { apacheKafka, apacheKafkaWithZooKeeper, odradekBroker, type TestBroker } from '../brokers.ts'
import { pythonWith, root } from '../peers.ts'
import type { Report, Suite } from '../suites.ts'

const run = promisify(execFile)
const program = join(import.meta.dirname, '../clients/adopt.py')

interface Seen {
  readonly cluster: string
  readonly ids: unknown
  readonly partitions: unknown
  readonly offsets: unknown
  readonly committed: unknown
  readonly records: Readonly<Record<string, readonly unknown[]>>
}

async function call(mode: string, broker: TestBroker): Promise<string> {
  const python = await pythonWith(['confluent-kafka==2.16.0'])
  try {
    return (await run(python, [program, mode, broker.bootstrap], { timeout: 120_000, maxBuffer: 64 * 1024 * 1024 })).stdout
  } catch (error) {
    // librdkafka has been seen to end by SIGSEGV here, beside Apache Kafka: without a word, but for the signal.
    const { code, signal, killed, stderr } = error as { code?: unknown; signal?: unknown; killed?: boolean; stderr?: string }
    throw new Error(`${mode} of ${broker.name} ended with ${String(signal ?? code)}${killed === true ? ', out of time' : ''}: ${stderr?.trim() ?? String(error)}`)
  }
}

const look = async (broker: TestBroker): Promise<Seen> => JSON.parse(await call('look', broker)) as Seen

/** One hash over the files of a KRaft metadata log, which must stay as it is. */
function clusterMetadata(dataDir: string): string {
  const folder = join(dataDir, '__cluster_metadata-0')
  if (!existsSync(folder)) return 'none'
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).toSorted()) hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}

function difference(ours: unknown, theirs: unknown): string {
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)]
  return a === b ? '' : `ours ${a}, theirs ${b}`
}

async function takeOver(how: string, directory: string, theirs: Seen, report: Report): Promise<void> {
  const metadata = clusterMetadata(directory)
  const first = await odradekBroker({ dataDir: directory, args: ['--adopt'] })
  try {
    await first.start()
    const ours = await look(first)
    const records = Object.values(theirs.records).reduce((count, list) => count + list.length, 0)
    report(ours.cluster === theirs.cluster, `${how}: cluster id ${ours.cluster}`)
    report(JSON.stringify([ours.ids, ours.partitions]) === JSON.stringify([theirs.ids, theirs.partitions]), `${how}: topic ids ${JSON.stringify(ours.ids)}`)
    report(JSON.stringify(ours.offsets) === JSON.stringify(theirs.offsets), `${how}: first and last offsets ${difference(ours.offsets, theirs.offsets)}`)
    report(records > 4000 && JSON.stringify(ours.records) === JSON.stringify(theirs.records), `${how}: ${records} records, each the same`)
    report(JSON.stringify(ours.committed) === JSON.stringify(theirs.committed), `${how}: committed offsets ${JSON.stringify(ours.committed)} ${difference(ours.committed, theirs.committed)}`)
    const on = JSON.parse(await call('goon', first)) as { firsts: unknown; mores: number }
    report(JSON.stringify(on.firsts) === '[[0,100],[1,101],[2,102]]' && on.mores === 3, `${how}: the group reads on at ${JSON.stringify(on.firsts)}`)
    await first.kill()
    await first.start()
    const again = await look(first)
    report(JSON.stringify(again.ids) === JSON.stringify(theirs.ids) && again.records['orders-0']?.length === (theirs.records['orders-0']?.length ?? 0) + 1,
      `${how}: the same after kill -9 and another start with --adopt`)
    report(clusterMetadata(directory) === metadata, `${how}: __cluster_metadata left alone`)
  } catch (error) {
    report(false, `${how}: ${String(error)}\n${first.output()}`)
  } finally {
    await first.dispose()
  }
}

/** Apache Kafka holds its directory by a lock on the file `.lock` in it. */
async function refuseHeld(kafka: TestBroker, report: Report): Promise<void> {
  const names = (): string => readdirSync(kafka.dataDir).filter((name) => name.startsWith('metadata-')).join()
  const args = [join(root, 'packages/odradek/dist/odradek.js'), 'start', '--adopt', '--listeners', 'PLAINTEXT://127.0.0.1:0', '--data-dir', kafka.dataDir]
  const { code, stderr } = await run(process.execPath, args, { timeout: 20_000 }).then(
    ({ stderr: text }) => ({ code: 0 as unknown, stderr: text }), (error: { code?: unknown, stderr?: string }) => ({ code: error.code, stderr: error.stderr ?? '' }))
  report(code === 1 && stderr.includes('Another process uses the data directory') && names() === '', `${kafka.name} runs: its directory is refused: ${stderr.trim()}`)
}

async function adoptFrom(kafka: TestBroker, report: Report): Promise<void> {
  const copies = mkdtempSync(join(tmpdir(), 'odradek-adopt-'))
  try {
    await kafka.start()
    await call('fill', kafka)
    await kafka.kill()
    cpSync(kafka.dataDir, join(copies, 'killed'), { recursive: true })
    // What Apache Kafka makes of the same directory is what ours has to make of it.
    await kafka.start()
    const theirs = await look(kafka)
    await refuseHeld(kafka, report)
    await kafka.stop()
    await takeOver(`${kafka.name} killed`, join(copies, 'killed'), theirs, report)
    await takeOver(`${kafka.name} stopped`, kafka.dataDir, theirs, report)
    const own = readdirSync(kafka.dataDir).filter((name) => name.startsWith('metadata-'))
    await kafka.start()
    const back = await look(kafka)
    report(own.length > 0 && JSON.stringify([back.cluster, back.ids]) === JSON.stringify([theirs.cluster, theirs.ids]) &&
      Object.entries(theirs.records).every(([name, list]) => (back.records[name]?.length ?? 0) === list.length + (name.startsWith('orders') ? 1 : 0)),
    `${kafka.name} given back: it starts beside ${own.join(', ')} and serves every record, ours among them`)
  } finally {
    await kafka.dispose()
    rmSync(copies, { recursive: true, force: true })
  }
}

export const adopt: Suite = {
  name: 'adopt',
  everyday: true,
  async run(report) {
    await adoptFrom(await apacheKafka('4.3.1'), report)
    await adoptFrom(await apacheKafkaWithZooKeeper('3.9.2'), report)
  },
}
