/**
 * One connection to one broker: opens it, agrees on versions, then pipelines requests and matches answers in order.
 * Owned by the Cluster. No retries here: a failure of the connection fails every request that is under way with
 * CONNECTION_CLOSED (retriable), and the owner opens another.
 *
 * Invariants: answers come in the order of the requests (the broker keeps it); every request has a deadline, and a
 * missed one closes the connection, because nothing behind it can be answered either; while the connection authenticates
 * again, or the broker said that it is asked too much (KIP-219), requests are held and then go out in the order in which
 * they came; an answer takes no more memory than has come of it, and may not be larger than its request allows.
 */
import type { Connection, Timer } from '@odradek/platform'
import {
  type AnyApi, type Api, ApiVersionNegotiation, ApiVersionsApi, ClientSession, type FrameBuffers, FrameDecoder, type Reader,
  SaslAuthenticateApi, SaslHandshakeApi, UnsupportedVersionError,
} from '@odradek/protocol/internal'
import { aborted } from '../abort.ts'
import { within } from '../deadline.ts'
import { KafkaError, protocolError, toKafkaError } from '../errors.ts'
import type { ResolvedOptions } from '../options.ts'
import { authenticate, type PreparedSasl, prepareSasl } from '../security/authenticate.ts'
import type { Counters } from '../telemetry/metrics.ts'
import { connectFailed, connectionLost, foreignAnswer, type Stage } from './trouble.ts'

export const SOFTWARE_NAME = 'odradek'
export const SOFTWARE_VERSION = '0.1.0'
/** No answer but Fetch's has a reason to be larger: that of 200,000 partitions' metadata is a fifth of it. */
export const MAX_RESPONSE_BYTES: number = 100 * 1024 * 1024
/** A frame up to this has its memory at once; beyond, memory follows what has come. */
const TRUSTED_BYTES = 16 * 1024 * 1024
const CHECK_EVERY_MS = 500
/** From this version on a broker answers first and the client pauses; before, the broker has paused already (KIP-219). */
const PAUSES_FROM: Readonly<Record<string, number>> = {
  Produce: 6, Fetch: 8, ListOffsets: 3, Metadata: 6, OffsetCommit: 4, OffsetFetch: 4, FindCoordinator: 2, JoinGroup: 3, Heartbeat: 2, LeaveGroup: 2,
  SyncGroup: 2, DescribeGroups: 2, ListGroups: 2, CreateTopics: 3, DeleteTopics: 2, DeleteRecords: 1, InitProducerId: 1, AddPartitionsToTxn: 1,
  AddOffsetsToTxn: 1, EndTxn: 1, TxnOffsetCommit: 1, DescribeAcls: 1, CreateAcls: 1, DeleteAcls: 1, DescribeConfigs: 2, AlterConfigs: 1,
  AlterReplicaLogDirs: 1, DescribeLogDirs: 1, CreatePartitions: 1, DeleteGroups: 1,
}

export interface ConnectionHooks {
  readonly counters: Counters
  /** It is gone; with an error that the cluster's operators should hear of. */
  closed(trouble: KafkaError | undefined): void
  /** It answered the first request, after versions and authentication. */
  answered(): void
  /** An answer asked for a pause: a quota is used up. */
  throttled(ms: number): void
}

export interface RequestOptions {
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Use no version above this one. */
  readonly maxVersion?: number | undefined
  /** Asked when the request is about to be written, after any wait for the connection: an error keeps it back. */
  readonly beforeWrite?: (() => KafkaError | undefined) | undefined
  /** False for Produce with acks=0: resolves to undefined when the request is written. */
  readonly expectResponse?: boolean | undefined
  /** A larger answer ends the connection. Default 100 MiB. */
  readonly maxResponseBytes?: number | undefined
  /**
   * Takes over the bytes that the answer's views lie in: `release` gives them back for reuse, when nobody looks at the
   * answer any more. Without it they are left to the garbage collector.
   */
  readonly onFrame?: ((release: () => void) => void) | undefined
}

interface Waiting {
  readonly sentAtMs: number
  readonly deadlineMs: number
  readonly maxBytes: number
  readonly resolve: (response: unknown) => void
  readonly reject: (error: KafkaError) => void
  readonly onFrame: ((release: () => void) => void) | undefined
}

export class BrokerConnection {
  readonly host: string
  readonly port: number
  readonly #options: ResolvedOptions
  readonly #connection: Connection
  readonly #hooks: ConnectionHooks
  readonly #decoder: FrameDecoder
  readonly #session: ClientSession<Waiting>
  readonly #versions = new ApiVersionNegotiation()
  #features = new Map<string, number>()
  #closed: KafkaError | undefined
  #timer: Timer | undefined
  #lastUsedMs: number
  /** Requests that wait until the connection has authenticated again and the broker takes more. */
  #held: (() => void)[] = []
  #isAuthenticating = false
  #muted: Timer | undefined
  #mutedUntilMs = 0
  #sessionTimer: Timer | undefined
  #stage: Stage = 'opened'
  /** Where the first bytes go, until they are there. */
  #target: Uint8Array | undefined
  #hasGreeted = false

  private constructor(connection: Connection, host: string, port: number, options: ResolvedOptions, buffers: FrameBuffers, hooks: ConnectionHooks) {
    this.#connection = connection
    this.#session = new ClientSession({ clientId: options.clientId })
    this.host = host
    this.port = port
    this.#options = options
    this.#hooks = hooks
    hooks.counters.opened()
    this.#lastUsedMs = options.world.clock.monotonicMs()
    this.#decoder = new FrameDecoder({
      buffers,
      maxFrameBytes: 0,
      trustedBytes: TRUSTED_BYTES,
      onFrame: (buffer, start, end, release) => this.#frame(buffer, start, end, release),
    })
    connection.start({
      target: () => (this.#target = this.#decoder.target()),
      received: (length) => this.#received(length),
      ended: () => this.#lost(),
      closed: (error) => this.#lost(error),
      drained: () => {},
    })
    this.#watch()
  }

  /** `signal` ends the attempt. @throws KafkaError CONNECTION_FAILED, TIMEOUT (both retriable), AUTHENTICATION_FAILED. */
  static async open(
    host: string, port: number, options: ResolvedOptions, buffers: FrameBuffers, signal: AbortSignal, hooks: ConnectionHooks,
  ): Promise<BrokerConnection> {
    const transport = await transportTo(host, port, options, signal)
    const connection = new BrokerConnection(transport, host, port, options, buffers, hooks)
    const limit = { what: `the first words with ${host}:${port}`, timeoutMs: options.requestTimeoutMs, signal }
    try {
      await within(options.world, limit, async () => {
        await connection.#agreeOnVersions()
        if (options.sasl !== undefined) await connection.#authenticate(await prepareSasl(options.sasl, options.world.random))
      })
    } catch (error) {
      connection.close()
      throw error
    }
    return connection
  }

  get closed(): boolean {
    return this.#closed !== undefined
  }

  get inFlight(): number {
    return this.#session.inFlight
  }

  /** Finalized level of a cluster feature (KIP-584), 0 when the cluster does not name it. */
  feature(name: string): number {
    return this.#features.get(name) ?? 0
  }

  /** Whether the broker serves the API in a version that we know. */
  serves(api: AnyApi): boolean {
    return this.#versions.choose(api) !== undefined
  }

  /** The version that a request would use. @throws KafkaError UNSUPPORTED. */
  versionOf(api: AnyApi, maxVersion: number = Number.POSITIVE_INFINITY): number {
    const stable = api.latestUnstable === true ? api.requestVersions.max - 1 : api.requestVersions.max
    const version = this.#versions.choose(api, 0, Math.min(stable, maxVersion))
    if (version !== undefined) return version
    const theirs = this.#versions.rangeOf(api.key)
    const range = theirs === undefined ? '' : ` in a version that fits (it has ${theirs.min} to ${theirs.max})`
    throw new KafkaError('UNSUPPORTED', `${this.host}:${this.port} does not serve ${api.name}${range}`)
  }

  request<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    input: RequestInput,
    options: RequestOptions = {},
  ): Promise<Response> {
    const version = this.versionOf(api, options.maxVersion)
    if (!this.#isAuthenticating && this.#muted === undefined) return this.#send(api, input, version, options) as Promise<Response>
    return new Promise((resolve) => this.#held.push(() => resolve(this.#send(api, input, version, options) as Promise<Response>)))
  }

  #send(api: AnyApi, input: unknown, version: number, options: RequestOptions): Promise<unknown> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed)
    const { signal, onFrame } = options
    if (signal?.aborted === true) return Promise.reject(aborted(signal))
    const unwanted = options.beforeWrite?.()
    if (unwanted !== undefined) return Promise.reject(unwanted)
    const now = this.#options.world.clock.monotonicMs()
    this.#lastUsedMs = now
    const deadlineMs = now + (options.timeoutMs ?? this.#options.requestTimeoutMs)
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(aborted(signal))
      const waiting: Waiting = {
        sentAtMs: now,
        deadlineMs,
        maxBytes: options.maxResponseBytes ?? MAX_RESPONSE_BYTES,
        onFrame,
        resolve: signal === undefined ? resolve : (response) => (signal.removeEventListener('abort', abort), resolve(response)),
        reject: signal === undefined ? reject : (error) => (signal.removeEventListener('abort', abort), reject(error)),
      }
      try {
        const expectResponse = options.expectResponse ?? true
        // Records in a request are Buffers, never file sources.
        const parts = this.#session.send(api, version, input, waiting, expectResponse) as Buffer[]
        if (this.#session.inFlight === 1) this.#expect()
        this.#hooks.counters.requested(parts.reduce((sum, part) => sum + part.length, 0), expectResponse)
        this.#connection.write(parts, expectResponse ? undefined : () => resolve(undefined))
        signal?.addEventListener('abort', abort, { once: true })
      } catch (error) {
        // What was asked for cannot be said in the newest version that the broker knows.
        reject(error instanceof UnsupportedVersionError ? new KafkaError('UNSUPPORTED', `${this.host}:${this.port} is too old for this: ${error.message}`, { cause: error })
          : toKafkaError(error, `${api.name} v${version}`))
      }
    })
  }

  #lost(cause?: Error): void {
    const stage = this.inFlight === 0 ? 'answered' : this.#stage
    this.#fail(connectionLost(`${this.host}:${this.port}`, stage, spokenBy(this.#options), cause))
  }

  #goneThrough(api: AnyApi): void {
    if (api === ApiVersionsApi) this.#stage = 'agreed'
    else if (api !== SaslHandshakeApi && api !== SaslAuthenticateApi) {
      this.#stage = 'answered'
      this.#hooks.answered()
    }
  }

  #received(length: number): void {
    if (!this.#hasGreeted) {
      this.#hasGreeted = true
      const foreign = foreignAnswer(`${this.host}:${this.port}`, this.#target!.subarray(0, length))
      if (foreign !== undefined) return this.#fail(foreign)
    }
    const problem = this.#decoder.received(length)
    if (problem === undefined) return
    const asked = this.#session.oldest
    const context = asked === undefined ? ' that nobody asked for' : ` in answer to ${asked.api.name}`
    this.#fail(new KafkaError('CORRUPT_DATA', `${this.host}:${this.port} sent ${problem.message}${context}`, { retriable: true }))
  }

  /** How large the next answer may be. */
  #expect(): void {
    this.#decoder.maxFrameBytes = this.#session.oldest?.context.maxBytes ?? 0
  }

  #frame(buffer: Buffer, start: number, end: number, release: () => void): void {
    const matched = this.#session.receive(buffer, start, end)
    if ('kind' in matched) return this.#fail(new KafkaError('CORRUPT_DATA', `${this.host}:${this.port}: ${matched.message}`, { retriable: true }))
    this.#expect()
    const { request, reader } = matched
    try {
      const response = request.api === ApiVersionsApi ? reader : request.api.decodeResponse(reader, request.version)
      if (this.#stage !== 'answered') this.#goneThrough(request.api)
      this.#hooks.counters.answered(end - start + 4, this.#options.world.clock.monotonicMs() - request.context.sentAtMs)
      if (response !== reader) this.#throttle(request.api, request.version, response as { readonly throttleTimeMs?: number })
      request.context.onFrame?.(release)
      request.context.resolve(response)
    } catch (cause) {
      const error = new KafkaError('CORRUPT_DATA', `${this.host}:${this.port}: the answer to ${request.api.name} v${request.version} cannot be read`, { cause })
      request.context.reject(error)
      this.#fail(error)
    }
  }

  async #agreeOnVersions(): Promise<void> {
    const software = { clientSoftwareName: SOFTWARE_NAME, clientSoftwareVersion: SOFTWARE_VERSION }
    for (;;) {
      const version = this.#versions.version
      const reader = (await this.#send(ApiVersionsApi, version >= 3 ? software : {}, version, {})) as Reader
      const outcome = this.#versions.takeResponse(reader)
      if (outcome === 'retry') continue
      if (outcome !== 'done') throw protocolError(outcome, `ApiVersions of ${this.host}:${this.port}`)
      for (const { name, maxVersionLevel } of this.#versions.response?.finalizedFeatures ?? []) this.#features.set(name, maxVersionLevel)
      return
    }
  }

  /** Says who we are, and says it again before the session ends (KIP-368). */
  async #authenticate(prepared: PreparedSasl): Promise<void> {
    const { scheduler, random } = this.#options.world
    const lifetimeMs = await authenticate(prepared, `${this.host}:${this.port}`, (api, input) =>
      this.#send(api, input, this.versionOf(api), {}) as Promise<never>)
    if (lifetimeMs <= 0 || this.#closed !== undefined) return
    // Between 85 and 95 of a hundred, as the Java client has it, so that not all come at once.
    const delayMs = Math.min(lifetimeMs * (0.85 + 0.1 * random.float()), 0x7fffffff)
    this.#sessionTimer = scheduler.after(delayMs, () => void this.#authenticateAgain(), { background: true })
  }

  /** What is under way is answered first; the broker takes nothing else between handshake and end. */
  async #authenticateAgain(): Promise<void> {
    const { world, requestTimeoutMs, sasl } = this.#options
    try {
      await within(world, { what: 'authenticating again', timeoutMs: requestTimeoutMs }, async () => {
        const prepared = await prepareSasl(sasl!, world.random)
        if (this.#closed !== undefined) return
        this.#isAuthenticating = true
        await this.#authenticate(prepared)
      })
    } catch (cause) {
      const { log } = this.#options.world
      log.warn({ address: `${this.host}:${this.port}`, error: toKafkaError(cause, 'authentication').message }, 'the connection could not be authenticated again before its session ends, and is closed: another one is opened')
      // The next connection says whether the credentials are bad; what is under way here may be tried again there.
      this.#fail(new KafkaError('CONNECTION_CLOSED', `${this.host}:${this.port} could not be authenticated again`, { retriable: true, cause }))
    }
    this.#isAuthenticating = false
    this.#release()
  }

  /** The broker has answered and asks for a pause (KIP-219). A pause longer than a request may take is not believed. */
  #throttle(api: AnyApi, version: number, { throttleTimeMs = 0 }: { readonly throttleTimeMs?: number }): void {
    if (!(throttleTimeMs > 0) || this.#closed !== undefined) return
    this.#hooks.throttled(throttleTimeMs)
    if (version < (PAUSES_FROM[api.name] ?? 0)) return
    const { clock, scheduler, log } = this.#options.world
    const pauseMs = Math.min(throttleTimeMs, this.#options.requestTimeoutMs)
    const untilMs = clock.monotonicMs() + pauseMs
    if (untilMs <= this.#mutedUntilMs) return
    log.debug({ host: this.host, port: this.port, api: api.name, throttleTimeMs }, 'the broker asks for a pause')
    this.#mutedUntilMs = untilMs
    this.#muted?.cancel()
    this.#muted = scheduler.after(pauseMs, () => {
      this.#muted = undefined
      this.#release()
    })
  }

  #release(): void {
    if (this.#isAuthenticating || this.#muted !== undefined) return
    const held = this.#held
    this.#held = []
    for (const send of held) send()
  }

  /** One timer for all deadlines: requests are in order, so the oldest pending one is looked at. */
  #watch(): void {
    const { clock, scheduler } = this.#options.world
    const dueInMs = (this.#session.oldest?.context.deadlineMs ?? Number.POSITIVE_INFINITY) - clock.monotonicMs()
    this.#timer = scheduler.after(Math.max(1, Math.min(CHECK_EVERY_MS, dueInMs)), () => {
      if (this.#closed !== undefined) return
      const now = clock.monotonicMs()
      const oldest = this.#session.oldest
      if (oldest !== undefined && oldest.context.deadlineMs <= now) {
        const message = `${this.host}:${this.port} did not answer ${oldest.api.name} in time`
        return this.#fail(new KafkaError('TIMEOUT', message, { retriable: true, staleMetadata: true }))
      }
      const isIdle = this.inFlight === 0 && this.#held.length === 0 && now - this.#lastUsedMs > this.#options.connectionsMaxIdleMs
      if (isIdle) this.close()
      else this.#watch()
    }, { background: true })
  }

  #fail(error: KafkaError): void {
    if (this.#closed !== undefined) return
    this.#closed = error
    this.#timer?.cancel()
    this.#sessionTimer?.cancel()
    this.#connection.destroy()
    this.#decoder.close()
    const isTrouble = error.code !== 'CLOSED' && this.inFlight > 0 && (this.#stage !== 'answered' || error.code !== 'CONNECTION_CLOSED')
    this.#hooks.counters.closed(this.inFlight)
    this.#hooks.closed(isTrouble ? error : undefined)
    for (const { context } of this.#session.fail()) context.reject(error)
    this.#muted?.cancel()
    this.#muted = undefined
    this.#release()
  }

  close(): void {
    this.#fail(new KafkaError('CLOSED', `the connection to ${this.host}:${this.port} was closed`, { retriable: true }))
  }
}

async function transportTo(host: string, port: number, options: ResolvedOptions, signal: AbortSignal): Promise<Connection> {
  try {
    return await options.world.transport.connect({
      host,
      port,
      signal,
      timeoutMs: options.connectTimeoutMs,
      ...(options.tls === undefined ? {} : { tls: options.tls }),
    })
  } catch (cause) {
    throw connectFailed(`${host}:${port}`, cause, spokenBy(options))
  }
}

const spokenBy = ({ tls, sasl }: ResolvedOptions): { tls: boolean; sasl: boolean } => ({ tls: tls !== undefined, sasl: sasl !== undefined })
