/**
 * The Java client, through Apache Kafka's own ProducerPerformance and ConsumerPerformance. CPU and memory are the whole
 * process's, the start of the Java machine included. See plan.ts for what a program does.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kafkaJars } from '../../tests/interop/peers.ts'
import { payloads, print, readPlan } from './plan.ts'

const plan = readPlan()

interface Outcome {
  readonly output: string
  readonly cpuSeconds: number
  readonly peakMegabytes: number
}

/** Ticks and peak memory of a live process, from /proc; nothing where there is none. */
function look(pid: number): { cpuSeconds: number; peakMegabytes: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    // A process that ended but was not waited for has no memory any more.
    return peak === undefined ? undefined : { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100, peakMegabytes: Number(peak) / 1024 }
  } catch {
    return undefined
  }
}

async function java(program: string, args: readonly string[]): Promise<Outcome> {
  const libs = await kafkaJars('4.3.1')
  const child = spawn('java', ['-Xmx1g', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', `${libs}/*`, `org.apache.kafka.tools.${program}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let last = { cpuSeconds: Number.NaN, peakMegabytes: Number.NaN }
  const watch = setInterval(() => (last = look(child.pid!) ?? last), 50)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(watch)
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}: ${output}`)
  return { output: output.trim().split('\n').at(-1) ?? '', ...last }
}

function result(rate: number, { output, cpuSeconds, peakMegabytes }: Outcome): void {
  if (!(rate > 0)) throw new Error(`no rate in: ${output}`)
  print({ records: plan.records, seconds: plan.records / rate, cpuSeconds, peakMegabytes })
}

async function produce(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-java-'))
  const file = join(folder, 'payloads')
  writeFileSync(file, Buffer.concat(payloads(plan.recordBytes).flatMap((value) => [value, Buffer.from('\n')])))
  const outcome = await java('ProducerPerformance', [
    '--topic', plan.topic, '--num-records', String(plan.records), '--payload-file', file, '--throughput', '-1', '--bootstrap-server', plan.bootstrap,
    '--command-property', 'acks=all', 'enable.idempotence=true', 'linger.ms=5', `batch.size=${plan.batchBytes}`, `compression.type=${plan.compression}`,
    'max.request.size=2000000',
  ]).finally(() => rmSync(folder, { recursive: true }))
  result(Number(/, ([\d.]+) records\/sec/.exec(outcome.output)?.[1]), outcome)
}

async function consume(): Promise<void> {
  const outcome = await java('ConsumerPerformance', [
    '--bootstrap-server', plan.bootstrap, '--topic', plan.topic, '--num-records', String(plan.records), '--timeout', '60000',
  ])
  // The last column: records a second of the fetching alone, without joining the group.
  result(Number(outcome.output.split(',').at(-1)), outcome)
}

if (plan.mode === 'produce') await produce()
else await consume()
