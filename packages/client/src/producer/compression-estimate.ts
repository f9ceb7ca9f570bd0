/**
 * How well a topic's records compress, as far as its batches have shown (the Java client's CompressionRatioEstimator).
 * `batchBytes` is about bytes as sent, and how many those are is known only when a batch is closed: until then it is
 * estimated. A batch that compressed worse than expected counts at once and by at least a twentieth; one that did better
 * lowers the expectation by a small step only, so that batches are rather too small than too large.
 */
import { BATCH_HEADER_SIZE } from '@odradek/protocol/internal'

const BETTER_STEP = 0.005
const WORSE_STEP = 0.05
/** Records to come may compress worse than those so far. */
const SAFETY = 1.05
const UNKNOWN = 1

/** Of one producer, which has one codec. */
export class CompressionEstimate {
  readonly #expected = new Map<string, number>()

  /** Bytes as sent for each byte of records, with the safety: what a new batch is to be filled by. */
  factor(topic: string): number {
    return this.ratio(topic) * SAFETY
  }

  /** Compressed records divided by records, 1 while nothing is known. */
  ratio(topic: string): number {
    return this.#expected.get(topic) ?? UNKNOWN
  }

  /** A batch of the topic has been compressed to this share of its records. */
  observe(topic: string, ratio: number): void {
    const expected = this.ratio(topic)
    // Java steps below what it has seen, and up again by ten such steps: never below is as good and steadier.
    this.#expected.set(topic, ratio > expected ? Math.max(expected + WORSE_STEP, ratio) : Math.max(expected - BETTER_STEP, ratio))
  }

  /** A batch was too large: begin anew, from no compression at all. */
  reset(topic: string, ratio: number): void {
    this.#expected.set(topic, Math.max(UNKNOWN, ratio))
  }
}

/** Bytes of a batch as sent, by the bytes before compression, header included in both. */
export function estimatedBytes(plainBytes: number, factor: number): number {
  return BATCH_HEADER_SIZE + (plainBytes - BATCH_HEADER_SIZE) * factor
}
