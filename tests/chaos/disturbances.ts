/** What is done to the broker's process. Each ends with the broker running again. */
import type { TestBroker } from '../interop/brokers.ts'
import type { Seeded } from './seeded.ts'

export const disturbances = ['kill', 'term', 'stop-cont', 'stop-kill', 'kill-kill', 'term-kill', 'cont-kill', 'cont-term'] as const
export type Disturbance = (typeof disturbances)[number]

/** A writer takes a request for lost after so long. */
export const writersGiveUpMs = 2000

export interface Measured {
  /** How long each stop by SIGTERM took. */
  readonly stopsMs: number[]
  /** From the start of the process until its port was open. */
  readonly startsMs: number[]
  readonly suspendedMs: number[]
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Every kind comes once before any comes again. */
export function* deck(random: Seeded): Generator<Disturbance, never> {
  for (;;) {
    const left: Disturbance[] = [...disturbances]
    while (left.length > 0) yield left.splice(random.between(0, left.length - 1), 1)[0]!
  }
}

async function start(broker: TestBroker, measured: Measured): Promise<void> {
  const startedAt = Date.now()
  await broker.start()
  measured.startsMs.push(Date.now() - startedAt)
}

export async function stop(broker: TestBroker, measured: Measured): Promise<void> {
  const askedAt = Date.now()
  await broker.stop()
  measured.stopsMs.push(Date.now() - askedAt)
}

/** Answers what was done, in words. `suspendMostMs` bounds how long SIGSTOP lasts. */
export async function disturb(kind: Disturbance, broker: TestBroker, random: Seeded, suspendMostMs: number, measured: Measured): Promise<string> {
  const suspend = (ms: number): Promise<void> => {
    process.kill(broker.pid(), 'SIGSTOP')
    measured.suspendedMs.push(ms)
    return sleep(ms)
  }
  switch (kind) {
    case 'kill':
      await broker.kill()
      await start(broker, measured)
      return 'SIGKILL'
    case 'term':
      await stop(broker, measured)
      await start(broker, measured)
      return `SIGTERM, gone after ${measured.stopsMs.at(-1)} ms`
    case 'stop-cont': {
      const ms = random.between(1000, suspendMostMs)
      await suspend(ms)
      process.kill(broker.pid(), 'SIGCONT')
      return `SIGSTOP for ${ms} ms`
    }
    case 'stop-kill': {
      const ms = random.between(200, 3000)
      await suspend(ms)
      await broker.kill()
      await start(broker, measured)
      return `SIGSTOP for ${ms} ms, then SIGKILL`
    }
    // Clients have given up and ask again elsewhere; what they had sent is read, appended and answered to nobody, and then the
    // broker that remembers it is gone.
    case 'cont-kill':
    case 'cont-term': {
      const ms = random.between(writersGiveUpMs + 300, writersGiveUpMs + 2500)
      const laterMs = random.between(1, 80)
      await suspend(ms)
      process.kill(broker.pid(), 'SIGCONT')
      await sleep(laterMs)
      if (kind === 'cont-kill') await broker.kill()
      else await stop(broker, measured)
      await start(broker, measured)
      return `SIGSTOP for ${ms} ms, SIGCONT, ${kind === 'cont-kill' ? 'SIGKILL' : 'SIGTERM'} ${laterMs} ms later`
    }
    case 'kill-kill': {
      const ms = random.between(20, 350)
      await broker.kill()
      const starting = broker.start().catch(() => {}) // it is not meant to come up
      await sleep(ms)
      await broker.kill()
      await starting
      await start(broker, measured)
      return `SIGKILL, and again ${ms} ms after its start`
    }
    case 'term-kill': {
      const stopping = broker.stop()
      await sleep(50)
      if (broker.pid() > 0) await broker.kill()
      await stopping
      await start(broker, measured)
      return 'SIGTERM, SIGKILL 50 ms later'
    }
  }
}

/** Shortest, middle, longest, and all of them. */
export function distribution(ms: readonly number[]): string {
  if (ms.length === 0) return 'none'
  const sorted = ms.toSorted((a, b) => a - b)
  return `${ms.length}: ${sorted[0]} to ${sorted.at(-1)} ms, half of them within ${sorted[sorted.length >> 1]} (${ms.join(', ')})`
}
