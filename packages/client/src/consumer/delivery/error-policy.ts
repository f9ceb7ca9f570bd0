/**
 * What `each` does with a record whose handler threw: tries it again after a pause that grows, puts it aside, or gives
 * up. Its lane waits meanwhile, and the member stays in its group.
 */
import { inspect } from 'node:util'
import { KafkaError } from '../../errors.ts'
import type { PoisonRecord } from '../options.ts'
import type { ConsumerRecord } from '../record.ts'
import type { DeadLetterSend } from './poison.ts'

export interface RetryPolicy {
  /** How often a record is tried, the first time included. Default 3. */
  readonly attempts?: number
  /** Pause before the second attempt; each one after that is twice as long, up to `maxBackoffMs`. Default 500. */
  readonly backoffMs?: number
  /** Default 30,000. */
  readonly maxBackoffMs?: number
  /**
   * Where a record goes that has failed as often as that: a topic (the record as it was, and headers
   * `odradek.dead-letter.topic`, `.partition`, `.offset` and `.error`), or a function. It counts as done when that has
   * succeeded. Absent: `each` rejects with what the handler threw last, and the record comes again.
   */
  readonly deadLetter?: string | ((failed: PoisonRecord) => void | Promise<void>)
}

/** 'fail' ends `each` with the error, 'skip' takes the record for done. */
export type ErrorDecision = 'fail' | 'skip' | { readonly retryInMs: number }

/** Asked after each attempt, counted from 1. */
export type ErrorHandler<K, V> = (error: unknown, record: ConsumerRecord<K, V>, attempt: number) => ErrorDecision | Promise<ErrorDecision>

export type ErrorPolicy<K = Buffer | null, V = Buffer | null> = RetryPolicy | ErrorHandler<K, V>

const DEFAULT_ATTEMPTS = 3
const DEFAULT_BACKOFF_MS = 500
const DEFAULT_MAX_BACKOFF_MS = 30_000

/** @throws KafkaError INVALID_ARGUMENT. */
export function checkErrorPolicy<K, V>(policy: ErrorPolicy<K, V> | undefined): void {
  if (policy === undefined || typeof policy === 'function') return
  const { attempts = DEFAULT_ATTEMPTS, backoffMs = 0, maxBackoffMs = 0 } = policy
  if (!(attempts >= 1)) throw new KafkaError('INVALID_ARGUMENT', `onError.attempts must be 1 or more, not ${attempts}`)
  if (!(backoffMs >= 0) || !(maxBackoffMs >= 0)) throw new KafkaError('INVALID_ARGUMENT', 'onError.backoffMs and maxBackoffMs must be 0 or more')
}

/** What to do now: after a pause, again; or the record is done. @throws what ends `each`. */
export async function decide<K, V>(
  policy: ErrorPolicy<K, V>, error: unknown, record: ConsumerRecord<K, V>, attempt: number, send: DeadLetterSend,
): Promise<{ readonly retryInMs: number } | 'done'> {
  const decision = typeof policy === 'function' ? await policy(error, record, attempt) : await bySchedule(policy, error, record, attempt, send)
  if (decision === 'fail') throw error
  if (decision === 'skip') return 'done'
  // From JavaScript a function may answer anything.
  const { retryInMs } = (decision as Partial<typeof decision> | null | undefined) ?? {}
  if (retryInMs === undefined || !(retryInMs >= 0)) {
    throw new KafkaError('INVALID_ARGUMENT', `onError must answer 'fail', 'skip' or { retryInMs }, with 0 or more milliseconds, not ${inspect(decision)}`, { cause: error })
  }
  return decision
}

async function bySchedule<K, V>(
  policy: RetryPolicy, error: unknown, record: ConsumerRecord<K, V>, attempt: number, send: DeadLetterSend,
): Promise<ErrorDecision> {
  const { attempts = DEFAULT_ATTEMPTS, backoffMs = DEFAULT_BACKOFF_MS, maxBackoffMs = DEFAULT_MAX_BACKOFF_MS, deadLetter } = policy
  if (attempt < attempts) return { retryInMs: Math.min(maxBackoffMs, backoffMs * 2 ** (attempt - 1)) }
  if (deadLetter === undefined) return 'fail'
  const { topic, partition, offset, timestamp, rawKey, rawValue, headers } = record
  const reason = error instanceof Error ? error.message : String(error)
  const failed: PoisonRecord = { topic, partition, offset, timestamp, key: rawKey, value: rawValue, headers, error: new KafkaError('FATAL', reason, { cause: error }) }
  await (typeof deadLetter === 'string' ? send(deadLetter, failed) : deadLetter(failed))
  return 'skip'
}
