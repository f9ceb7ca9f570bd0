/**
 * A process of its own that produces a record every few milliseconds and says how long each took, so that what it
 * measures is the broker and not the attacker's own loop. Answers every message from its parent with what it saw since
 * the last one; ends on 'stop'.
 */
import { fork } from 'node:child_process'
import { createKafka } from '@odradek/client'

export interface Calm {
  readonly count: number
  readonly failed: number
  readonly medianMs: number
  readonly worstMs: number
}

async function main(bootstrap: string): Promise<void> {
  const producer = createKafka({ brokers: [bootstrap], requestTimeoutMs: 10_000 }).producer({ lingerMs: 0, deliveryTimeoutMs: 20_000 })
  let latencies: number[] = []
  let failed = 0
  let stopped = false
  process.on('message', (message) => {
    if (message === 'stop') {
      stopped = true
      return
    }
    const sorted = latencies.toSorted((a, b) => a - b)
    latencies = []
    process.send?.({ count: sorted.length, failed, medianMs: sorted[sorted.length >> 1] ?? 0, worstMs: sorted.at(-1) ?? 0 } satisfies Calm)
  })
  while (!stopped) {
    const started = performance.now()
    try {
      await (await producer.send('calm', { value: 'x'.repeat(100), partition: 0 })).delivered
      latencies.push(performance.now() - started)
    } catch {
      failed++
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await producer.close({ timeoutMs: 5000 })
  process.exit(0)
}

export class WellBehaved {
  readonly #child: ReturnType<typeof fork>

  constructor(bootstrap: string) {
    this.#child = fork(import.meta.filename, [bootstrap], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  }

  /** What it saw since the last call. */
  seen(): Promise<Calm> {
    return new Promise((resolve) => {
      this.#child.once('message', (message) => resolve(message as Calm))
      this.#child.send('seen')
    })
  }

  stop(): void {
    this.#child.send('stop')
    setTimeout(() => this.#child.kill('SIGKILL'), 6000).unref()
  }
}

if (process.argv[1] === import.meta.filename) await main(process.argv[2] ?? '')
