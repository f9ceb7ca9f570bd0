/**
 * Batches that failed with records of which nobody holds the outcome: `enqueue` was answered, and `delivered` was not
 * read. `flush` and `close` tell the first of them, once.
 */
import type { KafkaError } from '../errors.ts'
import type { PendingBatch } from './pending-batch.ts'

/** So many are kept: the first is what is told, and it may be seen before that. */
const MOST = 100

export class UnseenFailures {
  readonly #failed = new Map<PendingBatch, KafkaError>()

  add(batch: PendingBatch, error: KafkaError): void {
    if (batch.unclaimed > 0 && this.#failed.size < MOST && !this.#failed.has(batch)) this.#failed.set(batch, error)
  }

  /** The first that nobody has seen. It and all after it count as seen then. */
  take(): KafkaError | undefined {
    const found = [...this.#failed].find(([batch]) => batch.unclaimed > 0)
    this.#failed.clear()
    return found?.[1]
  }
}
