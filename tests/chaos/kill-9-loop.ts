/**
 * The real process is killed with SIGKILL again and again while producers write numbered records with acks=all and a
 * group commits offsets. At the end every acknowledged record is there, once and in order, and no committed offset went back.
 * A record that was not acknowledged may be there or not, but never twice.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Kafka, createKafka, type Producer } from '@odradek/client'
import { odradekBroker, type TestBroker } from '../interop/brokers.ts'
import { pythonWith } from '../interop/peers.ts'
import type { Report, Suite } from '../interop/suites.ts'
import { seeded } from './seeded.ts'

const kills = 12
const partitions = 3
const program = join(import.meta.dirname, 'numbered.py')

/** What a writer was told. */
interface Told {
  /** Numbers acknowledged, by partition. */
  readonly acked: number[][]
  /** Highest offset whose commit was acknowledged, by partition. */
  readonly committed: number[]
  readonly failed: string[]
}

interface Writer {
  readonly name: string
  readonly topic: string
  readonly told: Told
  stop(): Promise<void>
}

const nothingYet = (): Told => ({ acked: Array.from({ length: partitions }, () => []), committed: Array.from({ length: partitions }, () => 0), failed: [] })

async function ownWriter(kafka: Kafka): Promise<Writer> {
  const topic = 'numbered-odradek'
  const told = nothingYet()
  const producer: Producer = kafka.producer({ lingerMs: 2, acks: 'all' })
  let stopped = false
  let outstanding = 0
  const write = async (partition: number): Promise<void> => {
    for (let number = 0; !stopped; number++) {
      outstanding++
      const sent = await producer.send(topic, { partition, value: String(number) })
      sent.delivered.then(
        () => (outstanding--, told.acked[partition]?.push(number)),
        (error: unknown) => (outstanding--, told.failed.push(`${partition}-${number}: ${String(error)}`)),
      )
      await new Promise((resolve) => setTimeout(resolve, outstanding > 300 ? 50 : 2))
    }
  }
  const writing = Promise.all(Array.from({ length: partitions }, (_, partition) => write(partition)))
  return {
    name: '@odradek/client',
    topic,
    told,
    async stop() {
      stopped = true
      await writing
      await producer.close({ timeoutMs: 60_000 })
    },
  }
}

async function pythonWriter(broker: TestBroker, python: string): Promise<Writer> {
  const topic = 'numbered-librdkafka'
  const told = nothingYet()
  const child = spawn(python, [program, 'write', broker.bootstrap, topic, 'numbered-group', String(partitions)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const lines = createInterface({ input: child.stdout })
  const ended = new Promise<void>((resolve) => lines.once('close', resolve))
  lines.on('line', (line) => {
    const said = JSON.parse(line) as { acked?: [number, number]; committed?: [number, number]; failed?: string }
    if (said.acked !== undefined) told.acked[said.acked[0]]?.push(said.acked[1])
    if (said.committed !== undefined) told.committed[said.committed[0]] = Math.max(told.committed[said.committed[0]] ?? 0, said.committed[1])
    if (said.failed !== undefined) told.failed.push(said.failed)
  })
  return {
    name: 'librdkafka',
    topic,
    told,
    async stop() {
      child.stdin.write('stop\n')
      const code = await exited
      await ended
      if (code !== 0) told.failed.push(`the writer ended with code ${code}`)
    },
  }
}

async function readBack(python: string, broker: TestBroker, topic: string): Promise<{ read: number[][]; offsets: number[] }> {
  const child = spawn(python, [program, 'read', broker.bootstrap, topic, 'numbered-group', String(partitions)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await new Promise((resolve) => child.once('close', resolve))
  return JSON.parse(text) as { read: number[][]; offsets: number[] }
}

/** What is wrong with the records of one writer; empty when nothing is. */
function faults(told: Told, found: readonly (readonly number[])[], inOrder: boolean): string[] {
  const wrong: string[] = [...told.failed]
  for (const [partition, acked] of told.acked.entries()) {
    const values = found[partition] ?? []
    const seen = new Set(values)
    const lost = acked.filter((number) => !seen.has(number))
    if (lost.length > 0) wrong.push(`partition ${partition}: ${lost.length} acknowledged records lost, the first is ${lost[0]}`)
    if (seen.size !== values.length) wrong.push(`partition ${partition}: ${values.length - seen.size} records twice`)
    const back = values.findIndex((value, at) => at > 0 && value < (values[at - 1] ?? 0))
    if (inOrder && back >= 0) wrong.push(`partition ${partition}: ${values[back]} after ${values[back - 1]}`)
  }
  return wrong
}

async function killLoop(report: Report): Promise<void> {
  const random = seeded()
  const python = await pythonWith(['confluent-kafka==2.16.0'])
  const broker = await odradekBroker()
  await broker.start()
  const kafka = createKafka({ brokers: [broker.bootstrap] })
  try {
    const admin = kafka.admin()
    await admin.createTopics(['numbered-odradek', 'numbered-librdkafka'].map((name) => ({ name, partitions, configs: { 'segment.bytes': '1048576' } })))
    await admin.close()
    const writers = [await ownWriter(kafka), await pythonWriter(broker, python)]
    const runs: number[] = []
    const starts: number[] = []
    for (let kill = 0; kill < kills; kill++) {
      const ms = random.between(kill % 3 === 0 ? 0 : 300, 1500)
      await new Promise((resolve) => setTimeout(resolve, ms))
      await broker.kill()
      const started = Date.now()
      await broker.start()
      starts.push(Date.now() - started)
      runs.push(ms)
    }
    await new Promise((resolve) => setTimeout(resolve, 1000))
    for (const writer of writers) await writer.stop()
    const counts = (told: Told): number => told.acked.reduce((n, list) => n + list.length, 0)
    report(writers.every(({ told }) => counts(told) > 100), `seed ${random.seed}: killed after ${runs.join(', ')} ms; back after ${starts.join(', ')} ms`)
    for (const writer of writers) {
      const { read, offsets } = await readBack(python, broker, writer.topic)
      const wrong = faults(writer.told, read, true)
      const summary = `${counts(writer.told)} acknowledged, ${read.reduce((n, list) => n + list.length, 0)} read`
      report(wrong.length === 0, `${writer.name}: ${summary}: every acknowledged record once and in order${wrong.length > 0 ? `; ${wrong.slice(0, 5).join('; ')}` : ''}`)
      if (writer.name !== 'librdkafka') continue
      const back = writer.told.committed.map((committed, partition) => ({ committed, found: offsets[partition] ?? -1 })).filter((p) => p.found < p.committed)
      const all = writer.told.committed.every((committed) => committed > 0)
      report(all && back.length === 0, `group offsets: acknowledged ${writer.told.committed.join(', ')}, found ${offsets.join(', ')}`)
    }
  } finally {
    await broker.dispose()
  }
}

export const kill9Loop: Suite = { name: 'kill-9-loop', everyday: true, run: killLoop }
