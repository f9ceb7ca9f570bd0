/** What a caller holds of a record that was accepted: its place in a batch, whose outcome is its own. */
import { KafkaError } from '../errors.ts'
import { outcomeIn } from './outcome.ts'
import { type BatchReport, offsetIn, type PendingBatch } from './pending-batch.ts'

export interface RecordReport {
  readonly topic: string
  readonly partition: number
  /** -1 with acks=0. */
  readonly offset: number
  readonly timestamp: number
  /** The batch that carried it, with the timings of each stage. */
  readonly batch: BatchReport
}

/** A record that was accepted. */
export class Sent {
  readonly #batch: PendingBatch
  readonly #index: number
  readonly #timestamp: number
  #delivered: Promise<RecordReport> | undefined

  /** @internal */
  constructor({ batch, index, timestamp }: Placed) {
    this.#batch = batch
    batch.unclaimed++
    this.#index = index
    this.#timestamp = timestamp
  }

  get topic(): string {
    return this.#batch.topic
  }

  get partition(): number {
    return this.#batch.partition
  }

  /**
   * Resolves when the brokers have the record. The same promise each time; one that fails while nobody waits for it ends
   * no process. @throws KafkaError when they will not have it.
   */
  get delivered(): Promise<RecordReport> {
    if (this.#delivered === undefined) {
      this.#delivered = deliveryOf({ batch: this.#batch, index: this.#index, timestamp: this.#timestamp })
      this.#delivered.catch(() => {})
      this.#batch.unclaimed--
    }
    return this.#delivered
  }
}

/**
 * A record that was accepted, for layers that follow many records: one promise per batch (`done`), none per record. The
 * producer uses the object again for the next record that it accepts.
 */
export interface Accepted {
  readonly batch: { readonly topic: string; readonly partition: number; readonly done: Promise<BatchReport> }
  /** Its place in the batch: `offsetIn(report, index)` is the record's offset. */
  readonly index: number
  readonly timestamp: number
}

/** The same with the whole of its batch. */
export interface Placed extends Accepted {
  readonly batch: PendingBatch
}

export const sentOf = (placed: Placed): Sent => new Sent(placed)

/** When the brokers have the record, by the outcome of its batch. */
export function deliveryOf({ batch, index, timestamp }: Placed): Promise<RecordReport> {
  return batch.outcome.then((outcome) => recordReport(outcome, index, timestamp))
}

/** @throws KafkaError for a record that was not delivered. */
function recordReport(batch: BatchReport | KafkaError, index: number, timestamp: number): RecordReport {
  if (batch instanceof KafkaError) {
    const own = outcomeIn(batch, index)
    if (own instanceof Error) throw own
    return recordReport(own.report, own.index, timestamp)
  }
  const { topic, partition, logAppendTimeMs } = batch
  return { topic, partition, offset: offsetIn(batch, index), timestamp: logAppendTimeMs >= 0 ? logAppendTimeMs : timestamp, batch }
}
