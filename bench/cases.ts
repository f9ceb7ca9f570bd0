/** The cases of `npm run bench`, each with its bars: our figure divided by Apache Kafka's in the same run. */
import type { LoadPlan } from './load.ts'

/** What is compared: a rate, which must reach the ratio, or a latency, which must stay below it. */
export type Measure = 'megabytes' | 'requests' | 'p50' | 'p99' | 'p999'

export interface Bar {
  readonly of: Measure
  /** Undefined: shown, not judged. */
  readonly bar?: number
}

export interface Case {
  readonly name: string
  readonly plan: Omit<LoadPlan, 'port' | 'topic' | 'requests' | 'rate'>
  /** Bytes that one run writes or reads; decides the number of requests. */
  readonly runBytes: number
  readonly bars: readonly Bar[]
  /** After the rate: latencies at half of the rate that the slower of the two brokers has reached, the same for both. */
  readonly halfLoad?: boolean
  /** Fetch: the newest bytes of each partition again and again, instead of all of it. */
  readonly tail?: boolean
  readonly quick: boolean
}

const KiB = 1024
const MiB = 1024 * KiB
const GB = 1e9

const produce = { kind: 'produce', partitions: 12, recordBytes: 100, compression: 'none', acks: -1, maxSeconds: 30 } as const
const fetch = { kind: 'fetch', partitions: 4, recordBytes: 100, compression: 'none', acks: -1, maxSeconds: 20 } as const
const one = { ...produce, batchBytes: 180 } as const
const rate = (bar?: number): Bar[] => [bar === undefined ? { of: 'megabytes' } : { of: 'megabytes', bar }]

export const cases: readonly Case[] = [
  { name: 'produce 16 KiB, 4 × 4', plan: { ...produce, connections: 4, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 1.0 * GB, bars: rate(2), halfLoad: true, quick: true },
  { name: 'produce 16 KiB, 32 × 4', plan: { ...produce, connections: 32, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 1.0 * GB, bars: rate(1.4), quick: true },
  { name: 'produce 16 KiB, 4 × 4, one partition', plan: { ...produce, partitions: 1, connections: 4, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 1.0 * GB, bars: rate(), quick: false },
  { name: 'produce 16 KiB, 4 × 4, acks=1', plan: { ...produce, acks: 1, connections: 4, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 1.0 * GB, bars: rate(), quick: false },
  { name: 'produce 16 KiB, 1 × 4', plan: { ...produce, connections: 1, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 0.6 * GB, bars: rate(), quick: false },
  { name: 'produce 1 MiB, 4 × 4', plan: { ...produce, connections: 4, inFlight: 4, batchBytes: MiB - 200 }, runBytes: 2 * GB, bars: rate(1.2), halfLoad: true, quick: true },
  { name: 'produce 16 KiB lz4, 4 × 4', plan: { ...produce, connections: 4, inFlight: 4, batchBytes: 16 * KiB, compression: 'lz4' }, runBytes: 0.5 * GB, bars: [{ of: 'requests', bar: 1 }], quick: true },
  { name: 'produce 16 KiB of 1 KiB records, 4 × 4', plan: { ...produce, recordBytes: 1000, connections: 4, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 1.0 * GB, bars: rate(), quick: false },
  { name: 'one record a request, 64 × 1', plan: { ...one, connections: 64, inFlight: 1 }, runBytes: 180 * 400_000, bars: [{ of: 'requests', bar: 1.3 }, { of: 'p99', bar: 0.8 }], halfLoad: true, quick: true },
  { name: 'one record a request, 1 × 1', plan: { ...one, connections: 1, inFlight: 1 }, runBytes: 180 * 60_000, bars: [{ of: 'p50' }, { of: 'p99', bar: 1 }], quick: true },
  { name: 'fetch 16 KiB, 4 × 4', plan: { ...fetch, connections: 4, inFlight: 4, batchBytes: 16 * KiB }, runBytes: 2 * GB, bars: rate(3), quick: true },
  { name: 'fetch 1 MiB, 1 × 1', plan: { ...fetch, connections: 1, inFlight: 1, batchBytes: MiB }, runBytes: 4 * GB, bars: rate(0.6), quick: true },
  { name: 'fetch 1 MiB, 4 × 1, from files', plan: { ...fetch, connections: 4, inFlight: 1, batchBytes: MiB }, runBytes: 4 * GB, bars: rate(0.4), quick: true },
  { name: 'fetch 1 MiB, 4 × 1, at the tail', plan: { ...fetch, connections: 4, inFlight: 1, batchBytes: MiB }, runBytes: 4 * GB, bars: rate(0.6), tail: true, quick: false },
]
