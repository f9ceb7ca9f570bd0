/**
 * One connection to one broker: opens it, agrees on versions, then pipelines requests and matches answers in order.
 * Owned by the Cluster. No retries here: a failure of the connection fails every request that is under way with
 * CONNECTION_CLOSED (retriable), and the owner opens another.
 *
 * Invariants: answers come in the order of the requests (the broker keeps it); every request has a deadline, and a
 * missed one closes the connection, because nothing behind it can be answered either; while the connection authenticates
 * again, requests are held and then go out in the order in which they came.
 */
import type { Connection, Timer } from '@odradek/platform'
import {
  type AnyApi, type Api, ApiVersionNegotiation, ApiVersionsApi, ClientSession, type FrameBuffers, FrameDecoder, type Reader, UnsupportedVersionError,
} from '@odradek/protocol/internal'
import { aborted } from '../abort.ts'
import { KafkaError, protocolError, toKafkaError } from '../errors.ts'
import type { ResolvedOptions } from '../options.ts'
import { authenticate, type PreparedSasl, prepareSasl } from '../security/authenticate.ts'

export const SOFTWARE_NAME = 'odradek'
export const SOFTWARE_VERSION = '0.1.0'
const MAX_RESPONSE_BYTES = 0x7fffffff
const CHECK_EVERY_MS = 500
/** Codes of Node for a certificate that proves nothing: asking again gets the same one. */
const CERTIFICATE_REFUSED = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA)/

export interface RequestOptions {
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Use no version above this one. */
  readonly maxVersion?: number | undefined
  /** Asked when the request is about to be written, after any wait for the connection: an error keeps it back. */
  readonly beforeWrite?: (() => KafkaError | undefined) | undefined
  /** False for Produce with acks=0: resolves to undefined when the request is written. */
  readonly expectResponse?: boolean | undefined
  /**
   * Takes over the bytes that the answer's views lie in: `release` gives them back for reuse, when nobody looks at the
   * answer any more. Without it they are left to the garbage collector.
   */
  readonly onFrame?: ((release: () => void) => void) | undefined
}

interface Waiting {
  readonly deadlineMs: number
  readonly resolve: (response: unknown) => void
  readonly reject: (error: KafkaError) => void
  readonly onFrame: ((release: () => void) => void) | undefined
}

export class BrokerConnection {
  readonly host: string
  readonly port: number
  readonly #options: ResolvedOptions
  readonly #connection: Connection
  readonly #onClosed: () => void
  readonly #decoder: FrameDecoder
  readonly #session: ClientSession<Waiting>
  readonly #versions = new ApiVersionNegotiation()
  #features = new Map<string, number>()
  #closed: KafkaError | undefined
  #timer: Timer | undefined
  #lastUsedMs: number
  /** Requests that wait until the connection has authenticated again; undefined when it does not. */
  #held: (() => void)[] | undefined
  #sessionTimer: Timer | undefined

  private constructor(connection: Connection, host: string, port: number, options: ResolvedOptions, buffers: FrameBuffers, onClosed: () => void) {
    this.#connection = connection
    this.#session = new ClientSession({ clientId: options.clientId })
    this.host = host
    this.port = port
    this.#options = options
    this.#onClosed = onClosed
    this.#lastUsedMs = options.world.clock.monotonicMs()
    this.#decoder = new FrameDecoder({
      buffers,
      maxFrameBytes: MAX_RESPONSE_BYTES,
      trustSizes: true,
      onFrame: (buffer, start, end, release) => this.#frame(buffer, start, end, release),
    })
    connection.start({
      target: () => this.#decoder.target(),
      received: (length) => this.#received(length),
      ended: () => this.#fail(new KafkaError('CONNECTION_CLOSED', `${host}:${port} closed the connection`, { retriable: true })),
      closed: (error) => this.#fail(new KafkaError('CONNECTION_CLOSED', `the connection to ${host}:${port} is gone`, { retriable: true, cause: error })),
      drained: () => {},
    })
    this.#watch()
  }

  static async open(host: string, port: number, options: ResolvedOptions, buffers: FrameBuffers, onClosed: () => void): Promise<BrokerConnection> {
    let transport: Connection
    try {
      transport = await options.world.transport.connect({
        host,
        port,
        timeoutMs: options.connectTimeoutMs,
        ...(options.tls === undefined ? {} : { tls: options.tls }),
      })
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      if (CERTIFICATE_REFUSED.test(String((cause as { code?: unknown }).code))) {
        throw new KafkaError('AUTHENTICATION_FAILED', `the certificate of ${host}:${port} is not accepted: ${reason}; is its CA in tls.ca?`, { cause })
      }
      throw new KafkaError('CONNECTION_FAILED', `cannot connect to ${host}:${port}: ${reason}`, { cause, retriable: true, staleMetadata: true })
    }
    const connection = new BrokerConnection(transport, host, port, options, buffers, onClosed)
    try {
      await connection.#agreeOnVersions()
      if (options.sasl !== undefined) await connection.#authenticate(await prepareSasl(options.sasl, options.world.random))
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
    const held = this.#held
    if (held === undefined) return this.#send(api, input, version, options) as Promise<Response>
    return new Promise((resolve) => held.push(() => resolve(this.#send(api, input, version, options) as Promise<Response>)))
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
        deadlineMs,
        onFrame,
        resolve: signal === undefined ? resolve : (response) => (signal.removeEventListener('abort', abort), resolve(response)),
        reject: signal === undefined ? reject : (error) => (signal.removeEventListener('abort', abort), reject(error)),
      }
      try {
        const expectResponse = options.expectResponse ?? true
        // Records in a request are Buffers, never file sources.
        const parts = this.#session.send(api, version, input, waiting, expectResponse) as Buffer[]
        this.#connection.write(parts, expectResponse ? undefined : () => resolve(undefined))
        signal?.addEventListener('abort', abort, { once: true })
      } catch (error) {
        // What was asked for cannot be said in the newest version that the broker knows.
        reject(error instanceof UnsupportedVersionError ? new KafkaError('UNSUPPORTED', `${this.host}:${this.port} is too old for this: ${error.message}`, { cause: error })
          : toKafkaError(error, `${api.name} v${version}`))
      }
    })
  }

  #received(length: number): void {
    const problem = this.#decoder.received(length)
    if (problem !== undefined) this.#fail(new KafkaError('CORRUPT_DATA', `${this.host}:${this.port} sent ${problem.message}`))
  }

  #frame(buffer: Buffer, start: number, end: number, release: () => void): void {
    const matched = this.#session.receive(buffer, start, end)
    if ('kind' in matched) return this.#fail(new KafkaError('CORRUPT_DATA', `${this.host}:${this.port}: ${matched.message}`))
    const { request, reader } = matched
    try {
      const response = request.api === ApiVersionsApi ? reader : request.api.decodeResponse(reader, request.version)
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
    const held: (() => void)[] = []
    try {
      const prepared = await prepareSasl(this.#options.sasl!, this.#options.world.random)
      if (this.#closed !== undefined) return
      this.#held = held
      await this.#authenticate(prepared)
    } catch (cause) {
      // The next connection says whether the credentials are bad; what is under way here may be tried again there.
      this.#fail(new KafkaError('CONNECTION_CLOSED', `${this.host}:${this.port} could not be authenticated again`, { retriable: true, cause }))
    }
    this.#held = undefined
    for (const send of held) send()
  }

  /** One timer for all deadlines: requests are in order, so the oldest pending one is looked at. */
  #watch(): void {
    this.#timer = this.#options.world.scheduler.after(CHECK_EVERY_MS, () => {
      if (this.#closed !== undefined) return
      const now = this.#options.world.clock.monotonicMs()
      const oldest = this.#session.oldest
      if (oldest !== undefined && oldest.context.deadlineMs < now) {
        const message = `${this.host}:${this.port} did not answer ${oldest.api.name} in time`
        return this.#fail(new KafkaError('TIMEOUT', message, { retriable: true, staleMetadata: true }))
      }
      if (this.inFlight === 0 && now - this.#lastUsedMs > this.#options.connectionsMaxIdleMs) this.close()
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
    this.#onClosed()
    for (const { context } of this.#session.fail()) context.reject(error)
  }

  close(): void {
    this.#fail(new KafkaError('CLOSED', `the connection to ${this.host}:${this.port} was closed`, { retriable: true }))
  }
}
