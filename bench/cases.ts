/** The cases of `npm run bench`, each with its bar: our figure divided by Apache Kafka's in the same run. */
import type { LoadPlan } from './load.ts'

export interface Case {
  readonly name: string
  readonly plan: Omit<LoadPlan, 'port' | 'topic' | 'requests'>
  /** Bytes that one run writes or reads; decides the number of requests. */
  readonly runBytes: number
  /** What is compared: the rate, or a latency. */
  readonly measure: 'megabytes' | 'requests' | 'p99'
  /** A rate must reach this ratio; a latency must stay below it. */
  readonly bar: number
  readonly quick: boolean
}

const KiB = 1024
const MiB = 1024 * KiB
const GB = 1e9

const produce = { kind: 'produce', partitions: 12, recordBytes: 100, compression: 'none', acks: -1, maxSeconds: 30, rate: 0 } as const
const fetch = { kind: 'fetch', partitions: 4, recordBytes: 100, compression: 'none', acks: -1, maxSeconds: 20, rate: 0 } as const

export const cases: readonly Case[] = [
  { name: 'produce 16 KiB, 4 × 4', plan: { ...produce, connections: 4, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 1.0 * GB, measure: 'megabytes', bar: 2, quick: true },
  { name: 'produce 16 KiB, 32 × 4', plan: { ...produce, connections: 32, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 1.0 * GB, measure: 'megabytes', bar: 1.4, quick: false },
  { name: 'produce 1 MiB, 4 × 4', plan: { ...produce, connections: 4, inFlight: 4, batchBytes: MiB - 200 }, runBytes: 2 * GB, measure: 'megabytes', bar: 1.2, quick: true },
  { name: 'produce 16 KiB lz4, 4 × 4', plan: { ...produce, connections: 4, inFlight: 4, batchBytes: 16 * KiB, compression: 'lz4' }, runBytes: 0.5 * GB, measure: 'requests', bar: 1, quick: true },
  { name: 'produce 16 KiB of 1 KiB records, 4 × 4', plan: { ...produce, recordBytes: 1000, connections: 4, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 1.0 * GB, measure: 'megabytes', bar: 2, quick: false },
  { name: 'one record a request, 64 × 1: req/s', plan: { ...produce, connections: 64, inFlight: 1, batchBytes: 180 }, runBytes: 180 * 400_000, measure: 'requests', bar: 1.3, quick: true },
  { name: 'one record a request, 64 × 1: p99', plan: { ...produce, connections: 64, inFlight: 1, batchBytes: 180 }, runBytes: 180 * 400_000, measure: 'p99', bar: 0.8, quick: false },
  { name: 'one record a request, 1 × 1: p99', plan: { ...produce, connections: 1, inFlight: 1, batchBytes: 180 }, runBytes: 180 * 60_000, measure: 'p99', bar: 1, quick: true },
  { name: 'fetch 16 KiB, 4 × 4', plan: { ...fetch, connections: 4, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 2 * GB, measure: 'megabytes', bar: 3, quick: true },
  { name: 'fetch 1 MiB, 1 × 1', plan: { ...fetch, connections: 1, inFlight: 1, batchBytes: MiB }, runBytes: 4 * GB, measure: 'megabytes', bar: 0.6, quick: true },
  { name: 'fetch 1 MiB, 4 × 1', plan: { ...fetch, connections: 4, inFlight: 1, batchBytes: MiB }, runBytes: 4 * GB, measure: 'megabytes', bar: 0.4, quick: false },
]
