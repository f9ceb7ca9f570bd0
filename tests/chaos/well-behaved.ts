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
      await producer.send('calm', { value: 'x'.repeat(100), partition: 0 })
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
    // A run that is out of time ends its processes: who asks one of them then is told below.
    this.#child.on('error', () => {})
  }

  /** What it saw since the last call. Rejects when its process has ended. */
  seen(): Promise<Calm> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the client that behaves has ended'))
      this.#child.once('exit', ended)
      this.#child.once('message', (message) => {
        this.#child.off('exit', ended)
        resolve(message as Calm)
      })
      this.#child.send('seen', (error) => {
        if (error !== null) reject(error)
      })
    })
  }

  stop(): void {
    if (this.#child.connected) this.#child.send('stop')
    setTimeout(() => this.#child.kill('SIGKILL'), 6000).unref()
  }
}

if (process.argv[1] === import.meta.filename) await main(process.argv[2] ?? '')
