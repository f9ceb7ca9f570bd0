/**
 * librdkafka's own rdkafka_performance, in C: reported, no bar. It sends one and the same value over and over, so that
 * it is left out where records are compressed. CPU and memory are the whole process's. See plan.ts for what a program does.
 */
import { rdkafkaPerformance } from './native-peers.ts'
import { payloads, print, readPlan } from './plan.ts'
import { runProgram } from './program.ts'

const plan = readPlan()
const common = ['-t', plan.topic, '-b', plan.bootstrap, '-c', String(plan.records), '-q', '-i', '1000000']

const ways = {
  produce: [
    '-P', '-m', payloads(plan.recordBytes)[0]!.toString('latin1'), '-s', String(plan.recordBytes), '-a', '-1', '-X', 'enable.idempotence=true', '-X', 'linger.ms=5',
    '-X', `batch.size=${plan.batchBytes}`, '-X', 'batch.num.messages=1000000', '-X', 'queue.buffering.max.messages=1000000', '-X', 'queue.buffering.max.kbytes=262144',
  ],
  consume: ['-C', '-o', 'beginning', '-B', '10000', '-X', 'check.crcs=true', '-X', 'queued.min.messages=1000000', '-X', 'fetch.queue.backoff.ms=5', ...Array.from({ length: plan.partitions }, (_, partition) => ['-p', String(partition)]).flat()],
  latency: [],
}

if (plan.mode === 'latency' || (plan.mode === 'produce' && plan.compression !== 'none')) throw new Error('not measured: rdkafka_performance has no comparable way')
const outcome = await runProgram(await rdkafkaPerformance(), [...ways[plan.mode], ...common])
const seconds = Number(/ in (\d+)ms/.exec(outcome.output)?.[1]) / 1000
if (!(seconds > 0)) throw new Error(`no time in: ${outcome.output}`)
print({ records: plan.records, seconds, cpuSeconds: outcome.cpuSeconds, peakMegabytes: outcome.peakMegabytes })
