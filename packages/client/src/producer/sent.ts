/** What a caller holds of a record that was accepted: its place in a batch, whose outcome is its own. */
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
  readonly #batch: Accepted['batch']
  readonly #index: number
  readonly #timestamp: number
  #delivered: Promise<RecordReport> | undefined

  constructor({ batch, index, timestamp }: Accepted) {
    this.#batch = batch
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
    }
    return this.#delivered
  }
}

/**
 * A record that was accepted, for layers that follow many records: one promise per batch (`done`), none per record. The
 * producer uses the object again for the next record that it accepts.
 */
export interface Accepted {
  readonly batch: Pick<PendingBatch, 'topic' | 'partition' | 'done'>
  /** Its place in the batch: `offsetIn(report, index)` is the record's offset. */
  readonly index: number
  readonly timestamp: number
}

/** The same with the whole of its batch. */
export interface Placed extends Accepted {
  readonly batch: PendingBatch
}

export const sentOf = (accepted: Accepted): Sent => new Sent(accepted)

/** When the brokers have the record, by the outcome of its batch. */
export function deliveryOf({ batch, index, timestamp }: Accepted): Promise<RecordReport> {
  return batch.done.then((report) => ({
    topic: report.topic,
    partition: report.partition,
    offset: offsetIn(report, index),
    timestamp: report.logAppendTimeMs >= 0 ? report.logAppendTimeMs : timestamp,
    batch: report,
  }))
}
