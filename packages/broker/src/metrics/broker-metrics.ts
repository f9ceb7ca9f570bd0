/**
 * What a broker counts. The server and the replica layer call the recording methods; they add to numbers and nothing
 * else: no strings are built and nothing is allocated for an API, a topic or a reason that was seen before.
 *
 * A topic gets figures with its first batch; an error for a name that a client made up only adds to the sums.
 *
 * Counters go up from the start of the process. Rates and percentiles of "recently" come from `rotate`, which the
 * sampler calls every few seconds while somebody looks (the admin endpoint is on).
 */
import type { ConnectionInfo, ReplicaEvents, ServerEvents } from '../services.ts'
import { LatencyHistogram } from './latency-histogram.ts'

export interface ApiFigures {
  readonly latency: LatencyHistogram
  requestBytes: number
  responseBytes: number
  readonly failures: Record<'unsupported' | 'malformed' | 'exception', number>
  /** Highest and lowest version asked for. */
  minVersion: number
  maxVersion: number
}

export interface TopicFigures {
  bytesIn: number
  recordsIn: number
  bytesOut: number
  produceFailures: number
  fetchFailures: number
}

const API_KEYS = 128
/** Topics with figures of their own; what happens to others is counted in the sums. */
const TOPICS_KEPT = 20_000

export class BrokerMetrics implements ServerEvents, ReplicaEvents {
  readonly topics: Map<string, TopicFigures> = new Map()
  readonly connectionsClosed: Map<string, number> = new Map()
  readonly connectionsRefused: Map<string, number> = new Map()
  connectionsOpened = 0
  /** Sums over all topics, which also outlive deleted ones. */
  readonly all: TopicFigures = topicFigures()
  readonly #rest: TopicFigures = topicFigures()
  readonly #apis: (ApiFigures | undefined)[] = Array.from({ length: API_KEYS })
  /** Requests with a key that no API has. */
  readonly unknownApi: ApiFigures = apiFigures()

  connectionOpened(_connection: ConnectionInfo): void {
    this.connectionsOpened += 1
  }

  connectionClosed(_connection: ConnectionInfo, reason: string): void {
    count(this.connectionsClosed, reason)
  }

  connectionRefused(_listenerName: string, reason: string): void {
    count(this.connectionsRefused, reason)
  }

  requestDone(apiKey: number, apiVersion: number, totalMs: number, requestBytes: number, responseBytes: number): void {
    const api = this.#api(apiKey)
    api.latency.record(totalMs)
    api.requestBytes += requestBytes
    api.responseBytes += responseBytes
    if (apiVersion < api.minVersion) api.minVersion = apiVersion
    if (apiVersion > api.maxVersion) api.maxVersion = apiVersion
  }

  requestFailed(apiKey: number, reason: 'unsupported' | 'malformed' | 'exception'): void {
    this.#api(apiKey).failures[reason] += 1
  }

  produced(topic: string, bytes: number, records: number): void {
    const figures = this.#topic(topic)
    figures.bytesIn += bytes
    figures.recordsIn += records
    this.all.bytesIn += bytes
    this.all.recordsIn += records
  }

  fetched(topic: string, bytes: number): void {
    this.#topic(topic).bytesOut += bytes
    this.all.bytesOut += bytes
  }

  produceFailed(topic: string): void {
    const figures = this.topics.get(topic)
    if (figures) figures.produceFailures += 1
    this.all.produceFailures += 1
  }

  fetchFailed(topic: string): void {
    const figures = this.topics.get(topic)
    if (figures) figures.fetchFailures += 1
    this.all.fetchFailures += 1
  }

  /** Drops the figures of topics that are gone, so that names do not pile up. */
  keepTopics(exists: (topic: string) => boolean): void {
    for (const topic of this.topics.keys()) if (!exists(topic)) this.topics.delete(topic)
  }

  /** Figures of the APIs that were called, by key. */
  *apis(): Generator<readonly [key: number, figures: ApiFigures]> {
    for (const [key, figures] of this.#apis.entries()) if (figures) yield [key, figures]
  }

  api(key: number): ApiFigures | undefined {
    return this.#apis[key]
  }

  /** Moves the window of recent latencies on. */
  rotate(): void {
    for (const figures of this.#apis) figures?.latency.rotate()
  }

  #api(key: number): ApiFigures {
    if (key < 0 || key >= API_KEYS) return this.unknownApi
    return (this.#apis[key] ??= apiFigures())
  }

  #topic(topic: string): TopicFigures {
    let figures = this.topics.get(topic)
    if (!figures) {
      if (this.topics.size >= TOPICS_KEPT) return this.#rest
      figures = topicFigures()
      this.topics.set(topic, figures)
    }
    return figures
  }
}

function apiFigures(): ApiFigures {
  return {
    latency: new LatencyHistogram(),
    requestBytes: 0,
    responseBytes: 0,
    failures: { unsupported: 0, malformed: 0, exception: 0 },
    minVersion: 32767,
    maxVersion: -1,
  }
}

function topicFigures(): TopicFigures {
  return { bytesIn: 0, recordsIn: 0, bytesOut: 0, produceFailures: 0, fetchFailures: 0 }
}

/** Reasons come from our own code and are few; a bug there must not become a leak. */
function count(map: Map<string, number>, reason: string): void {
  const known = map.has(reason) || map.size < 64 ? reason : 'other'
  map.set(known, (map.get(known) ?? 0) + 1)
}

export function createMetrics(): BrokerMetrics {
  return new BrokerMetrics()
}
