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

  constructor(batch: Accepted['batch'], index: number, timestamp: number) {
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

  /** Resolves when the brokers have the record. @throws KafkaError when they will not. */
  get delivered(): Promise<RecordReport> {
    return this.#batch.done.then((report) => ({
      topic: this.topic,
      partition: this.partition,
      offset: offsetIn(report, this.#index),
      timestamp: report.logAppendTimeMs >= 0 ? report.logAppendTimeMs : this.#timestamp,
      batch: report,
    }))
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

export const sentOf = ({ batch, index, timestamp }: Accepted): Sent => new Sent(batch, index, timestamp)
