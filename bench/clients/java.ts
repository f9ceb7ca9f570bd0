/**
 * The Java client, through Apache Kafka's own ProducerPerformance and ConsumerPerformance; latency, for which there is
 * no program at a rate, through LatencyRun.java beside this. CPU and memory of the two programs are the whole process's,
 * the start of the Java machine included. See plan.ts for what a program does.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { javaClasses, kafkaJars } from '../../tests/interop/peers.ts'
import { payloads, print, readPlan } from './plan.ts'
import { type Outcome, runProgram } from './program.ts'

const plan = readPlan()
const libs = await kafkaJars('4.3.1')

const java = (main: string, args: readonly string[], classPath: string = `${libs}/*`): Promise<Outcome> =>
  runProgram('java', ['-Xmx1g', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', classPath, main, ...args])

const lastLine = (text: string): string => text.split('\n').at(-1) ?? ''

function result(rate: number, { output, cpuSeconds, peakMegabytes }: Outcome): void {
  if (!(rate > 0)) throw new Error(`no rate in: ${output}`)
  print({ records: plan.records, seconds: plan.records / rate, cpuSeconds, peakMegabytes })
}

async function produce(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-java-'))
  const file = join(folder, 'payloads')
  writeFileSync(file, Buffer.concat(payloads(plan.recordBytes).flatMap((value) => [value, Buffer.from('\n')])))
  const outcome = await java('org.apache.kafka.tools.ProducerPerformance', [
    '--topic', plan.topic, '--num-records', String(plan.records), '--payload-file', file, '--throughput', '-1', '--bootstrap-server', plan.bootstrap,
    '--command-property', 'acks=all', 'enable.idempotence=true', 'linger.ms=5', `batch.size=${plan.batchBytes}`, `compression.type=${plan.compression}`,
    'max.request.size=2000000',
  ]).finally(() => rmSync(folder, { recursive: true }))
  result(Number(/, ([\d.]+) records\/sec/.exec(lastLine(outcome.output))?.[1]), outcome)
}

async function consume(): Promise<void> {
  const outcome = await java('org.apache.kafka.tools.ConsumerPerformance', [
    '--bootstrap-server', plan.bootstrap, '--topic', plan.topic, '--num-records', String(plan.records), '--timeout', '60000',
  ])
  // The last column: records a second of the fetching alone, without joining the group.
  result(Number(lastLine(outcome.output).split(',').at(-1)), outcome)
}

async function latency(): Promise<void> {
  const classPath = await javaClasses('bench', [join(import.meta.dirname, 'LatencyRun.java')], libs)
  const { bootstrap, topic, records, rate, recordBytes, warmup } = plan
  const outcome = await java('LatencyRun', [bootstrap, topic, records, rate, recordBytes, warmup].map(String), classPath)
  const [seconds, cpuSeconds, p50, p99] = lastLine(outcome.output).split(' ').map(Number)
  print({ records, seconds: seconds!, cpuSeconds: cpuSeconds!, peakMegabytes: outcome.peakMegabytes, p50: p50!, p99: p99! })
}

await { produce, consume, latency }[plan.mode]()
