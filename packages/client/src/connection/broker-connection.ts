/**
 * One connection to one broker: opens it, agrees on versions, then pipelines requests and matches answers in order.
 * Owned by the Cluster. No retries here: a failure of the connection fails every request that is under way with
 * CONNECTION_CLOSED (retriable), and the owner opens another.
 *
 * Invariants: answers come in the order of the requests (the broker keeps it); every request has a deadline, and a
 * missed one closes the connection, because nothing behind it can be answered either.
 */
import type { Connection, Timer } from '@odradek/platform'
import {
  type AnyApi, type Api, ApiVersionsApi, FrameDecoder, Reader, Writer,
  decodeResponseHeader, encodeRequestHeader,
} from '@odradek/protocol/internal'
import { KafkaError, protocolError } from '../errors.ts'
import type { ResolvedOptions } from '../options.ts'

export const SOFTWARE_NAME = 'odradek'
export const SOFTWARE_VERSION = '0.1.0'
const MAX_RESPONSE_BYTES = 0x7fffffff
const CHECK_EVERY_MS = 500

export interface RequestOptions {
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Use no version above this one. */
  readonly maxVersion?: number | undefined
  /** False for Produce with acks=0: resolves to undefined when the request is written. */
  readonly expectResponse?: boolean | undefined
}

interface Pending {
  readonly api: AnyApi
  readonly version: number
  readonly correlationId: number
  readonly deadlineMs: number
  readonly resolve: (response: unknown) => void
  readonly reject: (error: KafkaError) => void
}

export class BrokerConnection {
  readonly host: string
  readonly port: number
  readonly #options: ResolvedOptions
  readonly #connection: Connection
  readonly #onClosed: () => void
  readonly #decoder: FrameDecoder
  readonly #pending: Pending[] = []
  #pendingHead = 0
  #correlation = 0
  #versions = new Map<number, { min: number; max: number }>()
  #features = new Map<string, number>()
  #closed: KafkaError | undefined
  #timer: Timer | undefined
  #lastUsedMs: number

  private constructor(connection: Connection, host: string, port: number, options: ResolvedOptions, onClosed: () => void) {
    this.#connection = connection
    this.host = host
    this.port = port
    this.#options = options
    this.#onClosed = onClosed
    this.#lastUsedMs = options.world.clock.monotonicMs()
    this.#decoder = new FrameDecoder({
      maxFrameBytes: MAX_RESPONSE_BYTES,
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

  static async open(host: string, port: number, options: ResolvedOptions, onClosed: () => void): Promise<BrokerConnection> {
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
      throw new KafkaError('CONNECTION_FAILED', `cannot connect to ${host}:${port}: ${reason}`, { cause, retriable: true, staleMetadata: true })
    }
    const connection = new BrokerConnection(transport, host, port, options, onClosed)
    try {
      await connection.#agreeOnVersions()
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
    return this.#pending.length - this.#pendingHead
  }

  /** Finalized level of a cluster feature (KIP-584), 0 when the cluster does not name it. */
  feature(name: string): number {
    return this.#features.get(name) ?? 0
  }

  /** Whether the broker serves the API in a version that we know. */
  serves(api: AnyApi): boolean {
    const theirs = this.#versions.get(api.key)
    return theirs !== undefined && theirs.max >= api.requestVersions.min && theirs.min <= api.requestVersions.max
  }

  /** The version that a request would use. @throws KafkaError UNSUPPORTED. */
  versionOf(api: AnyApi, maxVersion: number = Number.POSITIVE_INFINITY): number {
    const theirs = this.#versions.get(api.key)
    const ours = api.latestUnstable === true ? api.requestVersions.max - 1 : api.requestVersions.max
    const version = Math.min(ours, theirs?.max ?? -1, maxVersion)
    if (theirs === undefined || version < theirs.min || version < api.requestVersions.min) {
      throw new KafkaError('UNSUPPORTED', `${this.host}:${this.port} does not serve ${api.name}` + (theirs === undefined ? '' : ` in a version we need (${theirs.min} to ${theirs.max})`))
    }
    return version
  }

  request<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    input: RequestInput,
    options: RequestOptions = {},
  ): Promise<Response> {
    return this.#send(api, input, this.versionOf(api, options.maxVersion), options) as Promise<Response>
  }

  #send(api: AnyApi, input: unknown, version: number, options: RequestOptions): Promise<unknown> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed)
    if (options.signal?.aborted === true) return Promise.reject(aborted(options.signal))
    const now = this.#options.world.clock.monotonicMs()
    this.#lastUsedMs = now
    const correlationId = (this.#correlation = (this.#correlation + 1) & 0x7fffffff)
    const writer = new Writer(256)
    writer.int32(0)
    const header = { requestApiKey: api.key, requestApiVersion: version, correlationId, clientId: this.#options.clientId }
    encodeRequestHeader(writer, header, api.requestHeaderVersion(version))
    api.encodeRequest(writer, input, version)
    writer.setInt32At(0, writer.byteLength - 4)
    const parts = writer.parts() as Buffer[]
    if (options.expectResponse === false) {
      return new Promise((resolve) => this.#connection.write(parts, () => resolve(undefined)))
    }
    return new Promise((resolve, reject) => {
      const deadlineMs = now + (options.timeoutMs ?? this.#options.requestTimeoutMs)
      const signal = options.signal
      const abort = (): void => reject(aborted(signal))
      this.#pending.push({
        api, version, correlationId, deadlineMs,
        resolve: (response) => (signal?.removeEventListener('abort', abort), resolve(response)),
        reject: (error) => (signal?.removeEventListener('abort', abort), reject(error)),
      })
      signal?.addEventListener('abort', abort, { once: true })
      this.#connection.write(parts)
    })
  }

  #received(length: number): void {
    const problem = this.#decoder.received(length)
    if (problem !== undefined) this.#fail(new KafkaError('CORRUPT_DATA', `${this.host}:${this.port} sent a malformed frame: ${problem.message}`))
  }

  #frame(buffer: Buffer, start: number, end: number, release: () => void): void {
    const pending = this.#pending[this.#pendingHead]
    if (pending === undefined) return this.#fail(new KafkaError('CORRUPT_DATA', `${this.host}:${this.port} answered what was not asked`))
    this.#pending[this.#pendingHead++] = undefined as unknown as Pending
    if (this.#pendingHead > 64 && this.#pendingHead * 2 > this.#pending.length) {
      this.#pending.splice(0, this.#pendingHead)
      this.#pendingHead = 0
    }
    try {
      // The answer may hold views of the frame for as long as it likes, so it gets its own bytes.
      const frame = Buffer.allocUnsafeSlow(end - start)
      buffer.copy(frame, 0, start, end)
      release()
      const reader = new Reader(frame)
      const header = decodeResponseHeader(reader, pending.api.responseHeaderVersion(pending.version))
      if (header.correlationId !== pending.correlationId) throw new Error(`answer ${header.correlationId} to request ${pending.correlationId}`)
      pending.resolve(pending.api.decodeResponse(reader, pending.version))
    } catch (cause) {
      const error = new KafkaError('CORRUPT_DATA', `${this.host}:${this.port}: the answer to ${pending.api.name} v${pending.version} cannot be read`, { cause })
      pending.reject(error)
      this.#fail(error)
    }
  }

  async #agreeOnVersions(): Promise<void> {
    const software = { clientSoftwareName: SOFTWARE_NAME, clientSoftwareVersion: SOFTWARE_VERSION }
    // A broker that knows no version 4 answers in version 0 with error 35 and its range; the header is the same.
    let response = (await this.#send(ApiVersionsApi, software, 3, {})) as import('@odradek/protocol/internal').ApiVersionsResponse
    if (response.errorCode === 35) response = (await this.#send(ApiVersionsApi, {}, 0, {})) as typeof response
    if (response.errorCode !== 0) throw protocolError(response.errorCode, `ApiVersions of ${this.host}:${this.port}`)
    for (const { apiKey, minVersion, maxVersion } of response.apiKeys) this.#versions.set(apiKey, { min: minVersion, max: maxVersion })
    for (const { name, maxVersionLevel } of response.finalizedFeatures) this.#features.set(name, maxVersionLevel)
  }

  /** One timer for all deadlines: requests are in order, so the oldest pending one is looked at. */
  #watch(): void {
    this.#timer = this.#options.world.scheduler.after(CHECK_EVERY_MS, () => {
      if (this.#closed !== undefined) return
      const now = this.#options.world.clock.monotonicMs()
      for (let at = this.#pendingHead; at < this.#pending.length; at++) {
        const pending = this.#pending[at]
        if (pending !== undefined && pending.deadlineMs < now) {
          this.#fail(new KafkaError('TIMEOUT', `${this.host}:${this.port} did not answer ${pending.api.name} in time`, { retriable: true, staleMetadata: true }))
          return
        }
      }
      if (this.inFlight === 0 && now - this.#lastUsedMs > this.#options.connectionsMaxIdleMs) this.close()
      else this.#watch()
    }, { background: true })
  }

  #fail(error: KafkaError): void {
    if (this.#closed !== undefined) return
    this.#closed = error
    this.#timer?.cancel()
    this.#connection.destroy()
    const pending = this.#pending.splice(this.#pendingHead)
    this.#pending.length = 0
    this.#pendingHead = 0
    this.#onClosed()
    for (const request of pending) request.reject(error)
  }

  close(): void {
    this.#fail(new KafkaError('CLOSED', `the connection to ${this.host}:${this.port} was closed`, { retriable: true }))
  }
}

function aborted(signal: AbortSignal | undefined): KafkaError {
  return new KafkaError('ABORTED', 'the caller aborted the wait', { cause: signal?.reason })
}
