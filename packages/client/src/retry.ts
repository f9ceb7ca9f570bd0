/** Backoff and deadlines, the same everywhere in the client: exponential with jitter of a fifth (KIP-580). */
import type { Clock, Random, Scheduler } from '@odradek/platform'
import { abortable, checkSignal } from './abort.ts'
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

/** Runs `attempt` until it succeeds, fails for good, or time is up: then the last failure is the cause of TIMEOUT. */
export async function withRetries<T>(
  world: { clock: Clock; scheduler: Scheduler; random: Random },
  options: RetryOptions,
  attempt: (remainingMs: number) => Promise<T>,
): Promise<T> {
  const deadline = world.clock.monotonicMs() + options.timeoutMs
  for (let round = 1; ; round++) {
    checkSignal(options.signal)
    const remaining = deadline - world.clock.monotonicMs()
    try {
      return await abortable(attempt(Math.max(1, remaining)), options.signal)
    } catch (error) {
      if (!(error instanceof KafkaError) || !error.retriable) throw error
      const wait = backoffMs(round, options.pace, world.random)
      if (world.clock.monotonicMs() + wait >= deadline) {
        throw new KafkaError('TIMEOUT', `${options.what}: no success within ${options.timeoutMs} ms; last: ${error.message}`, {
          cause: error,
          retriable: true,
        })
      }
      const { signal } = options
      await abortable(world.scheduler.sleep(wait, signal === undefined ? {} : { signal }), signal)
      await options.between?.(error)
    }
  }
}
