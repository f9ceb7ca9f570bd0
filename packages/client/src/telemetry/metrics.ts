/**
 * What a client counts of its connections, always: a few numbers per request, none per record. Owned by a Cluster, and
 * by the Kafka that made it: what is counted in one is counted in the other too. Read as a plain object, a snapshot.
 */

export interface LatencyMetrics {
  readonly avg: number
  readonly max: number
  /** To within a fifth. */
  readonly p50: number
  readonly p99: number
}

/** Of the connections of one client. Totals count from when it was made. In brackets: the metric of Apache Kafka's Java client. */
export interface ConnectionMetrics {
  /** Open now (`connection-count`). */
  readonly connections: number
  /** (`connection-creation-total`) */
  readonly connectionsOpened: number
  /** Attempts that failed: nobody there, or refused (`failed-authentication-total` and more). */
  readonly connectionsFailed: number
  /** (`request-total`) */
  readonly requests: number
  /** (`response-total`) */
  readonly responses: number
  /** Waiting for their answer now (`requests-in-flight`). */
  readonly requestsInFlight: number
  /** Requests that got no answer: the connection broke, or time was up. */
  readonly requestErrors: number
  /** Milliseconds from a request to its answer, those that wait on the broker included (`request-latency-avg`, `request-latency-max`). */
  readonly requestLatencyMs: LatencyMetrics
  /** (`incoming-byte-total`) */
  readonly bytesIn: number
  /** (`outgoing-byte-total`) */
  readonly bytesOut: number
  /** Answers that asked for a pause because a quota is used up, and how long these were together (`produce-throttle-time-*`, `fetch-throttle-time-*`). */
  readonly throttled: number
  readonly throttleMs: number
}

/** Of a producer: its connections, and what became of its records. */
export interface ProducerMetrics extends ConnectionMetrics {
  /** Delivered (`record-send-total`). */
  readonly records: number
  /** Given up (`record-error-total`). */
  readonly recordErrors: number
  /** Delivered (`batch-size-avg` and `records-per-request-avg` follow from these). */
  readonly batches: number
  /** Of delivered batches, as sent. */
  readonly batchBytes: number
  /** Attempts after the first (`record-retry-total`, here of batches). */
  readonly retries: number
  /** (`buffer-available-bytes`) */
  readonly bufferAvailableBytes: number
}

/** Of a consumer: its connections, and how far it is. */
export interface ConsumerMetrics extends ConnectionMetrics {
  /** Taken out of what was fetched, to be delivered (`records-consumed-total`). */
  readonly records: number
  /** Delivered and not acknowledged yet. */
  readonly recordsInFlight: number
  /** Partitions assigned now (`assigned-partitions`). */
  readonly partitions: number
  /** Records behind the end, of all partitions together and of the one that is most; -1 while nothing is known (`records-lag`, `records-lag-max`). */
  readonly lag: number
  readonly lagMax: number
  /** Changes of the assignment (`rebalance-total`). */
  readonly rebalances: number
  /** Commits that succeeded, and that failed for good (`commit-total`). */
  readonly commits: number
  readonly failedCommits: number
}

/** Latencies by size: a bucket is a fifth wider than the one before it. From 0.05 ms to hours. */
const BUCKETS = 100
const SMALLEST_MS = 0.05
const STEP = Math.log(1.2)

export class Counters {
  readonly #parent: Counters | undefined
  readonly #latencies = new Uint32Array(BUCKETS)
  #latencySum = 0
  #latencyMax = 0
  #opened = 0
  #closed = 0
  #failed = 0
  #requests = 0
  #responses = 0
  #unanswered = 0
  #bytesIn = 0
  #bytesOut = 0
  #throttled = 0
  #throttleMs = 0

  constructor(parent?: Counters) {
    this.#parent = parent
  }

  opened(): void {
    this.#opened++
    this.#parent?.opened()
  }

  closed(unanswered: number): void {
    this.#closed++
    this.#unanswered += unanswered
    this.#parent?.closed(unanswered)
  }

  failedToOpen(): void {
    this.#failed++
    this.#parent?.failedToOpen()
  }

  requested(bytes: number, expectsResponse: boolean): void {
    this.#requests++
    // One without an answer counts as answered: nothing is waited for.
    if (!expectsResponse) this.#responses++
    this.#bytesOut += bytes
    this.#parent?.requested(bytes, expectsResponse)
  }

  answered(bytes: number, latencyMs: number): void {
    this.#responses++
    this.#bytesIn += bytes
    this.#latencySum += latencyMs
    if (latencyMs > this.#latencyMax) this.#latencyMax = latencyMs
    const bucket = latencyMs <= SMALLEST_MS ? 0 : Math.min(BUCKETS - 1, Math.ceil(Math.log(latencyMs / SMALLEST_MS) / STEP))
    this.#latencies[bucket]!++
    this.#parent?.answered(bytes, latencyMs)
  }

  throttled(ms: number): void {
    this.#throttled++
    this.#throttleMs += ms
    this.#parent?.throttled(ms)
  }

  snapshot(): ConnectionMetrics {
    const measured = this.#latencies.reduce((sum, count) => sum + count, 0)
    return {
      connections: this.#opened - this.#closed,
      connectionsOpened: this.#opened,
      connectionsFailed: this.#failed,
      requests: this.#requests,
      responses: this.#responses,
      requestsInFlight: Math.max(0, this.#requests - this.#responses - this.#unanswered),
      requestErrors: this.#unanswered,
      requestLatencyMs: { avg: measured === 0 ? 0 : this.#latencySum / measured, max: this.#latencyMax, p50: this.#percentile(0.5, measured), p99: this.#percentile(0.99, measured) },
      bytesIn: this.#bytesIn,
      bytesOut: this.#bytesOut,
      throttled: this.#throttled,
      throttleMs: this.#throttleMs,
    }
  }

  /** The upper edge of the bucket that holds it. */
  #percentile(share: number, measured: number): number {
    let left = measured * share
    if (measured === 0) return 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#latencies[bucket]!
      if (left <= 0) return Math.min(this.#latencyMax, SMALLEST_MS * 1.2 ** bucket)
    }
    return this.#latencyMax
  }
}
