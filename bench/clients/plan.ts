/**
 * What `bench/clients.ts` asks of a client program, and what the program answers. Each program gets a plan as JSON in
 * its one argument and prints a result as JSON in its last line.
 *
 * Rules for a program: records are accepted by the broker with acks=all before the clock stops; the clock of a
 * consumer starts with the first records it gets (joining is left out); every value is touched.
 */
import { writeSync } from 'node:fs'

export interface ClientPlan {
  readonly mode: 'produce' | 'consume' | 'latency'
  readonly bootstrap: string
  readonly topic: string
  readonly partitions: number
  readonly records: number
  readonly recordBytes: number
  readonly batchBytes: number
  readonly compression: 'none' | 'lz4' | 'zstd'
  /** Of a client that has several ways. */
  readonly way: string
  /** Latency: records a second, and how many of the first are not counted. */
  readonly rate: number
  readonly warmup: number
}

export interface ClientResult {
  readonly records: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
  /** Latency only, milliseconds. */
  readonly p50?: number
  readonly p99?: number
}

/** The program's own plan. */
export function readPlan(): ClientPlan {
  return JSON.parse(process.argv[2] ?? '{}') as ClientPlan
}

const words = 'the quick brown fox jumps over the lazy dog while a thousand monkeys type at random '

/** A thousand different values of text without line ends: what every client sends. */
export function payloads(recordBytes: number): readonly Buffer[] {
  const text = words.repeat(Math.ceil((recordBytes + 2000) / words.length))
  return Array.from({ length: 1000 }, (_, index) => Buffer.from(`${index} ${text.slice(index)}`.slice(0, recordBytes), 'latin1'))
}

/** How many records a client that is called with whole batches gets per call: full batches, below the request limit of 1 MiB. */
export function recordsPerCall(plan: ClientPlan, wantedBytes: number = plan.batchBytes * plan.partitions): number {
  const bytes = Math.min(wantedBytes, 900 * 1024)
  return Math.max(1, Math.floor(bytes / (plan.recordBytes + 10)))
}

export interface Meter {
  /** Starts the clock when it does not run. True when all records were seen. */
  add(records: number): boolean
  /** Stops the clock and prints the result. */
  finish(): void
}

export function meter(plan: ClientPlan): Meter {
  let seen = 0
  let startedAt = -1
  let cpu = process.cpuUsage()
  return {
    add(records) {
      if (startedAt < 0) {
        startedAt = performance.now()
        cpu = process.cpuUsage()
      }
      seen += records
      return seen >= plan.records
    },
    finish() {
      const seconds = (performance.now() - startedAt) / 1000
      const { user, system } = process.cpuUsage(cpu)
      print({ records: seen, seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes: process.resourceUsage().maxRSS / 1024 })
    },
  }
}

export function print(result: ClientResult): void {
  writeSync(1, `${JSON.stringify(result)}\n`)
}

/** Sends arrays of values, at most five calls under way, and measures until the last answer. */
export async function produceInCalls(plan: ClientPlan, send: (values: readonly Buffer[]) => Promise<unknown>, size: number = recordsPerCall(plan)): Promise<void> {
  const values = payloads(plan.recordBytes)
  const { add, finish } = meter(plan)
  const underWay: Promise<unknown>[] = []
  add(0)
  for (let sent = 0; sent < plan.records; sent += size) {
    const count = Math.min(size, plan.records - sent)
    if (underWay.length === 5) await underWay.shift()
    underWay.push(send(Array.from({ length: count }, (_, index) => values[(sent + index) % 1000]!)))
    add(count)
  }
  await Promise.all(underWay)
  finish()
}

/**
 * Makes `rate` records a second and hands over what is due each millisecond; what is due while five calls are under
 * way goes with the next. A record's time starts when it was due. `seen` is to be called with each value received.
 */
export class LatencyRun {
  readonly #plan: ClientPlan
  readonly #latencies: number[] = []
  readonly #all: Promise<void>
  #resolve: () => void = () => {}
  #seen = 0
  #startedAt = 0
  #cpu = process.cpuUsage()

  constructor(plan: ClientPlan) {
    this.#plan = plan
    this.#all = new Promise((resolve) => (this.#resolve = resolve))
  }

  seen(value: Buffer): void {
    const sentAt = value.readDoubleLE(0)
    if (this.#seen++ >= this.#plan.warmup) this.#latencies.push(performance.now() - sentAt)
    if (this.#seen === this.#plan.records) this.#resolve()
  }

  async run(send: (values: Buffer[]) => Promise<unknown>): Promise<void> {
    const { records, rate, recordBytes } = this.#plan
    const [template] = payloads(recordBytes)
    let made = 0
    let underWay = 0
    let waiting: Buffer[] = []
    this.#startedAt = performance.now()
    this.#cpu = process.cpuUsage()
    const failed = new Promise<never>((_, reject) => {
      const tick = (): void => {
        const now = performance.now()
        const due = Math.min(records, Math.floor(((now - this.#startedAt) * rate) / 1000))
        for (; made < due; made++) {
          const value = Buffer.from(template!)
          value.writeDoubleLE(this.#startedAt + ((made + 1) * 1000) / rate, 0)
          waiting.push(value)
        }
        if (waiting.length > 0 && underWay < 5) {
          const values = waiting
          waiting = []
          underWay++
          send(values).then(() => underWay--, reject)
        }
        if (made < records || waiting.length > 0) setTimeout(tick, 1)
      }
      tick()
    })
    await Promise.race([this.#all, failed])
    const { user, system } = process.cpuUsage(this.#cpu)
    const sorted = this.#latencies.toSorted((a, b) => a - b)
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
    print({
      records: this.#seen, seconds: (performance.now() - this.#startedAt) / 1000, cpuSeconds: (user + system) / 1e6,
      peakMegabytes: process.resourceUsage().maxRSS / 1024, p50: at(0.5), p99: at(0.99),
    })
  }
}
