/** Backoff and deadlines, the same everywhere in the client: exponential with jitter of a fifth (KIP-580). */
import type { Clock, Random, Scheduler } from '@odradek/platform'
import { Deadline } from './deadline.ts'
import { KafkaError } from './errors.ts'

export interface Pace {
  readonly firstMs: number
  readonly maxMs: number
}

/** Milliseconds to wait before attempt `attempt` (1 is the first retry). */
export function backoffMs(attempt: number, pace: Pace, random: Random): number {
  const exponential = Math.min(pace.maxMs, pace.firstMs * 2 ** Math.min(attempt - 1, 20))
  return exponential * (0.8 + 0.4 * random.float())
}

export interface RetryOptions {
  readonly what: string
  readonly timeoutMs: number
  readonly pace: Pace
  readonly signal?: AbortSignal | undefined
  /** Called between attempts, for example to refresh metadata. */
  readonly between?: (error: KafkaError) => Promise<void> | void
}

/**
 * Runs `attempt` until it succeeds, fails for good, or time is up: then the last failure is the cause of TIMEOUT. An
 * attempt that is under way when time is up is left to itself; its signal aborts.
 */
export async function withRetries<T>(
  world: { clock: Clock; scheduler: Scheduler; random: Random },
  options: RetryOptions,
  attempt: (remainingMs: number, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new Deadline(world, options)
  try {
    for (let round = 1; ; round++) {
      try {
        return await deadline.race(attempt(Math.max(1, deadline.remainingMs), deadline.signal))
      } catch (error) {
        if (deadline.failure !== undefined) throw deadline.failure
        if (!(error instanceof KafkaError) || !error.retriable) throw error
        deadline.last = error
        const wait = backoffMs(round, options.pace, world.random)
        if (wait >= deadline.remainingMs) throw deadline.timeUp()
        await deadline.race(world.scheduler.sleep(wait, { signal: deadline.signal }))
        await deadline.race(Promise.resolve(options.between?.(error)))
      }
    }
  } finally {
    deadline.end()
  }
}
