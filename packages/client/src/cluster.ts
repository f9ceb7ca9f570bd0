/**
 * The cluster as a client sees it: connections by node and purpose, metadata, coordinators. Each producer, consumer and
 * admin has a Cluster of its own, and closes it.
 *
 * Invariants: one connection per (node, purpose); an attempt to connect to a node waits out its backoff; metadata is
 * asked for by the keeper alone; after `close` everything pending is rejected with CLOSED.
 */
import { type Api, ErrorCode, FindCoordinatorApi, MetadataApi } from '@odradek/protocol/internal'
import type { BrokerConnection, RequestOptions } from './connection/broker-connection.ts'
import { Connections } from './connection/connections.ts'
import { type DeadlineOptions, within } from './deadline.ts'
import { KafkaError, protocolError } from './errors.ts'
import { Metadata, type TopicMetadata } from './metadata.ts'
import { MetadataKeeper, type RefreshOptions } from './metadata-keeper.ts'
import type { ResolvedOptions } from './options.ts'
import { withRetries } from './retry.ts'
import { Counters } from './telemetry/metrics.ts'

/** Requests that may wait on the broker (fetch, group) have connections of their own. */
export type Purpose = 'data' | 'fetch' | 'second-fetch' | 'coordinator'
export type CoordinatorType = 'group' | 'transaction'

export interface WaitOptions {
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export class Cluster {
  readonly options: ResolvedOptions
  readonly counters: Counters
  readonly metadata: Metadata = new Metadata()
  readonly #connections: Connections
  readonly #coordinators = new Map<string, number>()
  #bootstrapNext: number
  readonly #keeper: MetadataKeeper
  readonly #onClose: (() => void) | undefined

  /**
   * `reusesFrames`: the owner gives large answers back (`onFrame`), so they have pooled buffers; else exact ones.
   * `counters`: where what is sent and received is counted. `onClose`: called when it is closed.
   */
  constructor(
    options: ResolvedOptions,
    { reusesFrames = false, counters = new Counters(), onClose }: { readonly reusesFrames?: boolean; readonly counters?: Counters; readonly onClose?: () => void } = {},
  ) {
    this.options = options
    this.counters = counters
    this.#onClose = onClose
    this.#connections = new Connections(options, reusesFrames, counters)
    this.#keeper = new MetadataKeeper(options, this.metadata, (request) => this.send('any', MetadataApi, request))
    this.#bootstrapNext = options.world.random.below(options.bootstrap.length)
  }

  get closed(): boolean {
    return this.#connections.closed
  }

  /** The connection to a node, made when there is none. @throws KafkaError CONNECTION_FAILED (retriable). */
  async connection(nodeId: number, purpose: Purpose = 'data'): Promise<BrokerConnection> {
    const broker = this.metadata.broker(nodeId)
    if (broker === undefined) {
      throw new KafkaError('CONNECTION_FAILED', `broker ${nodeId} is not in the metadata`, { retriable: true, staleMetadata: true })
    }
    return this.#connections.open({ key: `${nodeId}/${purpose}`, host: broker.host, port: broker.port })
  }

  /** A connection to some broker: the least busy of those there are, else the first that can be reached, also of the bootstrap addresses. */
  async anyConnection(): Promise<BrokerConnection> {
    let free: BrokerConnection | undefined
    for (const { nodeId } of this.metadata.brokers()) {
      const connection = this.#connections.usable(`${nodeId}/data`)
      if (connection !== undefined && connection.inFlight < (free?.inFlight ?? Number.POSITIVE_INFINITY)) free = connection
    }
    if (free !== undefined) return free
    const candidates = [
      ...this.metadata.brokers().map(({ nodeId, host, port }) => ({ key: `${nodeId}/data`, host, port })),
      ...this.options.bootstrap.map(({ host, port }) => ({ key: `${host}:${port}`, host, port })),
    ]
    const first = this.#bootstrapNext % candidates.length
    try {
      return await this.#connections.anyOf([...candidates.slice(first), ...candidates.slice(0, first)])
    } catch (error) {
      this.#bootstrapNext++
      throw error
    }
  }

  /** Sends to a node, 'any' or the controller. Retries are the caller's. */
  async send<Request, RequestInput, Response, ResponseInput>(
    node: number | 'any' | 'controller',
    api: Api<Request, RequestInput, Response, ResponseInput>,
    request: RequestInput,
    options: RequestOptions & { readonly purpose?: Purpose } = {},
  ): Promise<Response> {
    if (node === 'controller') {
      if (this.metadata.controllerId < 0) await this.refreshMetadata([])
      node = this.metadata.broker(this.metadata.controllerId) === undefined ? 'any' : this.metadata.controllerId
    }
    const connection = node === 'any' ? await this.anyConnection() : await this.connection(node, options.purpose)
    return connection.request(api, request, options)
  }

  /** Sends with retries on what is retriable, refreshing metadata where it was stale. */
  async sendWithRetries<Request, RequestInput, Response, ResponseInput>(
    node: () => number | 'any' | 'controller' | Promise<number>,
    api: Api<Request, RequestInput, Response, ResponseInput>,
    request: RequestInput,
    check: (response: Response) => void,
    options: WaitOptions = {},
  ): Promise<Response> {
    return withRetries(this.options.world, this.#retryOptions(api.name, options), async (_, signal) => {
      const response = await this.send(await node(), api, request, { signal })
      check(response)
      return response
    })
  }

  #retryOptions(what: string, options: WaitOptions): Parameters<typeof withRetries>[1] {
    return {
      what,
      timeoutMs: options.timeoutMs ?? this.options.defaultTimeoutMs,
      pace: { firstMs: this.options.retryBackoffMs, maxMs: this.options.retryBackoffMaxMs },
      signal: options.signal,
      between: async (error) => {
        if (error.staleMetadata) await this.refreshMetadata(this.metadata.topicNames()).catch(() => {})
      },
    }
  }

  /** Asks for the topics (null: all), when the keeper lets it. */
  refreshMetadata(topics: readonly string[] | null, options: RefreshOptions = {}): Promise<void> {
    return this.#keeper.refresh(topics, options)
  }

  /** What is known of them proved stale or is missing: asked for together with all other topics in use. */
  refreshInUse(topics: readonly string[]): Promise<void> {
    return this.#keeper.refresh([...new Set([...topics, ...this.#keeper.usedTopics])])
  }

  /** The topic is being used: what is known of it is kept fresh, until nobody used it for five minutes. */
  useTopic(name: string): void {
    this.#keeper.use(name)
  }

  /** The same for a caller that waits: tried again while it is retriable and there is time. */
  fetchMetadata(topics: readonly string[] | null, options: WaitOptions = {}): Promise<void> {
    return withRetries(this.options.world, { ...this.#retryOptions('Metadata', options), between: () => {} }, () => this.refreshMetadata(topics, { isFresh: true }))
  }

  /** Runs `attempt` until it succeeds, fails for good, or time is up, with fresh metadata where what was known proved stale. */
  retrying<T>(what: string, options: WaitOptions, attempt: (remainingMs: number, signal: AbortSignal) => Promise<T>): Promise<T> {
    return withRetries(this.options.world, this.#retryOptions(what, options), attempt)
  }

  /** The work, for as long as the caller waits. @throws KafkaError TIMEOUT, ABORTED, or what the work throws. */
  within<T>(what: string, options: WaitOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit: DeadlineOptions = { what, timeoutMs: options.timeoutMs ?? this.options.defaultTimeoutMs, signal: options.signal }
    return within(this.options.world, limit, work)
  }

  /** Metadata of a topic, asked for until every partition is known. @throws KafkaError UNKNOWN_TOPIC_OR_PARTITION, TIMEOUT. */
  async topic(name: string, options: WaitOptions & { autoCreate?: boolean } = {}): Promise<TopicMetadata> {
    const known = this.metadata.topic(name)
    const age = this.options.world.clock.monotonicMs() - (this.metadata.answeredAtMs(name) ?? Number.NEGATIVE_INFINITY)
    if (known !== undefined && age < this.options.metadataMaxAgeMs) return known
    const found = withRetries(this.options.world, this.#retryOptions(`metadata of topic ${name}`, options), async () => {
      await this.refreshMetadata([name], options.autoCreate === undefined ? {} : { autoCreate: options.autoCreate })
      const topic = this.metadata.topic(name)
      if (topic !== undefined) return topic
      throw protocolError(this.metadata.topicErrors.get(name) ?? 3, `topic ${name}`)
    })
    return found.catch((error: unknown) => {
      throw missingTopic(name, options.autoCreate ?? false, error) ?? error
    })
  }

  /** Node id of a coordinator, cached until `forgetCoordinator`. */
  async coordinator(type: CoordinatorType, key: string, options: WaitOptions = {}): Promise<number> {
    const cached = this.#coordinators.get(`${type}/${key}`)
    if (cached !== undefined && this.metadata.broker(cached) !== undefined) return cached
    const keyType = type === 'group' ? 0 : 1
    return withRetries(this.options.world, this.#retryOptions(`coordinator of ${type} ${key}`, options), async (_, signal) => {
      const connection = await this.anyConnection()
      const batched = connection.versionOf(FindCoordinatorApi) >= 4
      const request = batched ? { keyType, coordinatorKeys: [key] } : { keyType, key }
      const response = await connection.request(FindCoordinatorApi, request, { signal })
      const found = batched ? response.coordinators[0] : response
      if (found === undefined || found.errorCode !== 0) {
        throw protocolError(found?.errorCode ?? 15, `coordinator of ${type} ${key}`, found?.errorMessage ?? null)
      }
      const { nodeId, host, port } = found
      if (this.metadata.broker(nodeId) === undefined) this.metadata.addBroker({ nodeId, host, port, rack: null })
      if (this.metadata.broker(nodeId) === undefined) throw protocolError(ErrorCode.COORDINATOR_NOT_AVAILABLE, `coordinator of ${type} ${key}`, `it is said to be node ${nodeId} at "${host}:${port}"`)
      this.#coordinators.set(`${type}/${key}`, nodeId)
      return nodeId
    })
  }

  forgetCoordinator(type: CoordinatorType, key: string): void {
    this.#coordinators.delete(`${type}/${key}`)
  }

  /** What waits is rejected with CLOSED; nothing is waited for. */
  async close(): Promise<void> {
    this.#keeper.close()
    this.#connections.close()
    this.#onClose?.()
  }
}

/** Time ran out because the brokers do not have the topic: that is what the caller should hear. */
function missingTopic(name: string, autoCreate: boolean, error: unknown): KafkaError | undefined {
  if (!(error instanceof KafkaError) || error.code !== 'TIMEOUT' || !(error.cause instanceof KafkaError)) return undefined
  const { code, errorCode, staleMetadata } = error.cause
  if (code !== 'UNKNOWN_TOPIC_OR_PARTITION') return undefined
  const nor = autoCreate ? ', and the brokers do not create it (auto.create.topics.enable)' : ''
  return new KafkaError(code, `there is no topic ${name}${nor}: ${error.message}`, { ...(errorCode === undefined ? {} : { errorCode }), retriable: true, staleMetadata, cause: error.cause })
}
