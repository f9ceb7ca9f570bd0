/**
 * Looks at the broker every ten seconds while the admin endpoint is on and remembers some figures for hours: a ring
 * of numbers whose size is fixed at the start. Runs on the background timer of its world.
 */
import type { Clock, ProcessInfo, Scheduler, Timer } from '@odradek/platform'
import type { BrokerMetrics } from './broker-metrics.ts'
import type { LatencyHistogram } from './latency-histogram.ts'
import type { MetricsSources } from './sources.ts'

export const SAMPLE_MS = 10_000

/** Series of the history: what is remembered, in which unit. Rates are per second over the sample. */
export const historySeries = {
  requests: { unit: 'per second', doc: 'Requests answered.' },
  bytesIn: { unit: 'bytes per second', doc: 'Batch bytes appended for producers.' },
  recordsIn: { unit: 'per second', doc: 'Records appended for producers.' },
  bytesOut: { unit: 'bytes per second', doc: 'Batch bytes sent to consumers.' },
  failures: { unit: 'per second', doc: 'Requests that could not be answered, partitions answered with an error.' },
  produceP50: { unit: 'milliseconds', doc: 'Produce latency, median of the last 10 to 20 seconds.' },
  produceP99: { unit: 'milliseconds', doc: 'Produce latency, 99th percentile.' },
  fetchP50: { unit: 'milliseconds', doc: 'Fetch latency, median; long polls included.' },
  fetchP99: { unit: 'milliseconds', doc: 'Fetch latency, 99th percentile; long polls included.' },
  connections: { unit: 'count', doc: 'Open connections.' },
  loopDelayP50: { unit: 'milliseconds', doc: 'Event-loop delay, median.' },
  loopDelayP99: { unit: 'milliseconds', doc: 'Event-loop delay, 99th percentile.' },
  cpu: { unit: 'ratio', doc: 'Processor time used, 1 for one core.' },
  residentBytes: { unit: 'bytes', doc: 'Memory the process holds.' },
  heapBytes: { unit: 'bytes', doc: 'JavaScript heap in use.' },
  logBytes: { unit: 'bytes', doc: 'Bytes of all logs.' },
} as const

export type HistorySeries = keyof typeof historySeries

const names = Object.keys(historySeries) as HistorySeries[]

interface Totals {
  atMs: number
  requests: number
  bytesIn: number
  recordsIn: number
  bytesOut: number
  failures: number
  cpu: number
}

export interface History {
  /** Milliseconds between two values. */
  readonly stepMs: number
  /** Wall time of each value. Steps may be longer where the machine slept. */
  readonly timesMs: readonly number[]
  readonly series: Readonly<Record<HistorySeries, readonly number[]>>
}

export interface SamplerOptions {
  readonly world: { readonly clock: Clock; readonly scheduler: Scheduler; readonly process: ProcessInfo }
  readonly metrics: BrokerMetrics
  readonly sources: MetricsSources
  /** How far back the history goes. */
  readonly minutes: number
  readonly produceKey?: number
  readonly fetchKey?: number
}

export class Sampler {
  /** Seconds, of the last sample. */
  readonly loopDelay: { p50: number; p99: number; p100: number } = { p50: 0, p99: 0, p100: 0 }
  readonly #options: SamplerOptions
  readonly #capacity: number
  readonly #values: Float64Array
  readonly #times: Float64Array
  #count = 0
  #before: Totals
  #timer: Timer | undefined
  /** Requests per second by API key, over the last sample. */
  readonly #apiRates: Map<number, number> = new Map()
  readonly #apiCounts: Map<number, number> = new Map()

  constructor(options: SamplerOptions) {
    this.#options = options
    this.#capacity = Math.max(1, Math.ceil((options.minutes * 60_000) / SAMPLE_MS))
    this.#values = new Float64Array(this.#capacity * names.length)
    this.#times = new Float64Array(this.#capacity)
    this.#before = this.#totals()
  }

  start(): void {
    this.#options.world.process.loopDelayMs(50) // begins to measure
    this.#schedule()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #schedule(): void {
    this.#timer = this.#options.world.scheduler.after(SAMPLE_MS, () => {
      this.sample()
      this.#schedule()
    }, { background: true })
  }

  /** Requests per second of an API over the last sample. */
  apiRate(key: number): number {
    return this.#apiRates.get(key) ?? 0
  }

  sample(): void {
    const { world, metrics, sources } = this.#options
    const now = this.#totals()
    const seconds = Math.max(0.001, (now.atMs - this.#before.atMs) / 1000)
    const rate = (name: keyof Totals): number => (now[name] - this.#before[name]) / seconds
    const logs = sources.logs()
    const loop = this.loopDelay
    loop.p50 = world.process.loopDelayMs(50) / 1000
    loop.p99 = world.process.loopDelayMs(99) / 1000
    loop.p100 = world.process.loopDelayMs(100) / 1000
    const produce = metrics.api(this.#options.produceKey ?? 0)?.latency
    const fetch = metrics.api(this.#options.fetchKey ?? 1)?.latency
    const values: Record<HistorySeries, number> = {
      requests: rate('requests'),
      bytesIn: rate('bytesIn'),
      recordsIn: rate('recordsIn'),
      bytesOut: rate('bytesOut'),
      failures: rate('failures'),
      produceP50: percentile(produce, 50),
      produceP99: percentile(produce, 99),
      fetchP50: percentile(fetch, 50),
      fetchP99: percentile(fetch, 99),
      connections: sources.connections().length,
      loopDelayP50: loop.p50 * 1000,
      loopDelayP99: loop.p99 * 1000,
      cpu: rate('cpu'),
      residentBytes: world.process.residentBytes(),
      heapBytes: world.process.heapUsedBytes(),
      logBytes: logs.reduce((sum, log) => sum + log.bytes, 0),
    }
    const at = this.#count % this.#capacity
    this.#times[at] = world.clock.wallMs()
    names.forEach((name, index) => {
      this.#values[at * names.length + index] = values[name]
    })
    this.#count += 1
    for (const [key, figures] of metrics.apis()) {
      this.#apiRates.set(key, (figures.latency.count - (this.#apiCounts.get(key) ?? 0)) / seconds)
      this.#apiCounts.set(key, figures.latency.count)
    }
    this.#before = now
    const topics = new Set(logs.map((log) => log.topic))
    metrics.keepTopics((topic) => topics.has(topic))
    metrics.rotate()
  }

  #totals(): Totals {
    const { world, metrics } = this.#options
    let requests = 0
    let failures = metrics.all.produceFailures + metrics.all.fetchFailures
    for (const [, figures] of metrics.apis()) {
      requests += figures.latency.count
      failures += figures.failures.exception + figures.failures.malformed + figures.failures.unsupported
    }
    return {
      atMs: world.clock.monotonicMs(),
      requests,
      bytesIn: metrics.all.bytesIn,
      recordsIn: metrics.all.recordsIn,
      bytesOut: metrics.all.bytesOut,
      failures,
      cpu: world.process.cpuSeconds(),
    }
  }

  /** The last `minutes`, oldest first, averaged to at most `points` values. */
  history(minutes: number, points: number): History {
    const kept = Math.min(this.#count, this.#capacity, Math.max(1, Math.ceil((minutes * 60_000) / SAMPLE_MS)))
    const width = Math.max(1, Math.ceil(kept / Math.max(1, points)))
    const times: number[] = []
    const series = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<HistorySeries, number[]>
    for (let start = this.#count - kept; start < this.#count; start += width) {
      const end = Math.min(this.#count, start + width)
      times.push(this.#times[(end - 1) % this.#capacity] ?? 0)
      names.forEach((name, index) => {
        let sum = 0
        for (let at = start; at < end; at += 1) sum += this.#values[(at % this.#capacity) * names.length + index] ?? 0
        series[name].push(round(sum / (end - start)))
      })
    }
    return { stepMs: SAMPLE_MS * width, timesMs: times, series }
  }
}

function percentile(histogram: LatencyHistogram | undefined, percent: number): number {
  return histogram?.recent(percent) ?? 0
}

/** Three digits after the point are more than enough, and half the bytes. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
