/**
 * One client connection: frames in, answers out in the order of the requests. Owned by the Server.
 *
 * Invariants:
 * - At most `maxInFlight` requests are being handled; further frames of a read wait, and reading stops, until there is
 *   room again. So it does while the peer does not take its answers, and while all connections together hold too much.
 * - Appends and fetches (handlers that answer LATER) run side by side; a handler with a promise is waited for.
 * - Whatever a client sends is an answer, or one line in the log and a closed connection; it is never an exception
 *   that leaves this file.
 * - After `closed` nothing is sent and nothing waits.
 */
import {
  DecodeError,
  encodeResponseFrame,
  FrameDecoder,
  MessageTooLargeError,
  ServerSession,
  Writer,
  type RequestHead,
  type RequestHeadError,
} from '@odradek/protocol/internal'
import type { Connection, ConnectionHandler } from '@odradek/platform'
import { versionsAnswer } from '../handlers/18-api-versions.ts'
import { requestLimits } from '../limits/request-limits.ts'
import { LATER, type AnyHandler, type BrokerServices } from '../services.ts'
import { Output } from './output.ts'
import { Request, type RequestOwner } from './request.ts'
import type { Server } from './server.ts'

const API_VERSIONS_KEY = 18
const PRODUCE_KEY = 0

/** A client's own name for itself, of up to 32 KiB, in a line of the log. */
const SHOWN_CHARACTERS = 100

function shortened(text: string | null): string | null {
  return text === null || text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}...`
}

interface Frame {
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
  readonly release: () => void
}

export interface ConnectionOrigin {
  readonly id: string
  readonly listenerName: string
  readonly principal: string
  readonly authenticated: boolean
  readonly connectedAtMs: number
}

export class ServerConnection implements ConnectionHandler, RequestOwner {
  readonly id: string
  readonly listenerName: string
  readonly remoteAddress: string
  readonly remotePort: number
  readonly connectedAtMs: number
  principal: string
  authenticated: boolean
  softwareName: string = ''
  softwareVersion: string = ''
  clientId: string | null = null
  requests: number = 0
  bytesIn: number = 0
  bytesOut: number = 0
  private readonly server: Server
  private readonly broker: BrokerServices
  private readonly connection: Connection
  private readonly decoder: FrameDecoder
  private readonly session: ServerSession
  private readonly output: Output
  /** Frames of the last read that have to wait. */
  private waiting: Frame[] = []
  /** Requests that asked to be told when the connection goes away. */
  private readonly open: Set<Request> = new Set()
  private inFlightBytes: number = 0
  private paused: boolean = false
  private draining: boolean = false
  private wroteNow: boolean = false
  /** A request is under way that those after it must not overtake. */
  private exclusive: boolean = false
  private closedReason: string | undefined
  private isClosed: boolean = false
  private isEnded: boolean = false
  private lastActivityMs: number
  /** When the frame that is arriving began; -1: none is. */
  private frameSinceMs: number = -1
  private frameBytes: number = 0

  constructor(server: Server, broker: BrokerServices, connection: Connection, origin: ConnectionOrigin) {
    this.server = server
    this.broker = broker
    this.connection = connection
    this.id = origin.id
    this.listenerName = origin.listenerName
    this.principal = origin.principal
    this.authenticated = origin.authenticated
    this.connectedAtMs = origin.connectedAtMs
    this.remoteAddress = connection.remoteAddress
    this.remotePort = connection.remotePort
    this.lastActivityMs = server.nowMs()
    this.output = new Output(connection, server.chunks, (reason) => this.fail(reason))
    this.output.onProgress = () => this.proceed()
    this.session = new ServerSession({
      apiOf: (key) => server.handlerOf(key)?.api,
      onWrite: (parts) => {
        this.wroteNow = true
        let total = 0
        for (const part of parts) total += part.byteLength
        this.bytesOut += total
        this.output.push(parts, total)
      },
    })
    this.decoder = new FrameDecoder({
      buffers: server.frameBuffers,
      maxFrameBytes: this.authenticated ? server.limits.maxRequestBytes : server.limits.maxUnauthenticatedBytes,
      onFrame: (buffer, start, end, release) => this.onFrame(buffer, start, end, release),
      // Only record batches are kept beyond the call; what has to wait is kept too.
      mayOutlive: (buffer, start, end) => !this.canAccept || (end - start >= 2 && buffer.readInt16BE(start) === PRODUCE_KEY),
    })
  }

  // ---- ConnectionHandler -------------------------------------------------------------------------------------

  target(): Uint8Array {
    return this.decoder.target()
  }

  received(length: number): void {
    if (this.isClosed) return
    this.bytesIn += length
    try {
      const error = this.decoder.received(length)
      if (error !== undefined) return this.fail(error.message)
    } catch (error) {
      return this.bug(error)
    }
    if (!this.decoder.isInsideFrame) this.frameSinceMs = -1
    else if (this.frameSinceMs < 0) {
      this.frameSinceMs = this.server.nowMs()
      this.frameBytes = 0
    } else this.frameBytes += length
  }

  drained(): void {}

  /** The peer sends no more; what it asked for is still answered, for a moment. */
  ended(): void {
    if (this.isClosed) return
    this.isEnded = true
    this.lastActivityMs = this.server.nowMs()
    this.proceed()
  }

  closed(error?: Error): void {
    if (this.isClosed) return
    this.isClosed = true
    this.decoder.close()
    this.session.close()
    this.output.close()
    for (const frame of this.waiting) frame.release()
    this.waiting = []
    const { open } = this
    for (const request of open) request.forget?.()
    open.clear()
    this.server.releaseBytes(this.inFlightBytes)
    this.inFlightBytes = 0
    this.server.connectionClosed(this, this.closedReason ?? error?.message ?? 'closed by the client')
  }

  // ---- requests ----------------------------------------------------------------------------------------------

  private get canAccept(): boolean {
    return this.waiting.length === 0 && this.hasRoom
  }

  private get hasRoom(): boolean {
    return !this.server.isQuiet && this.session.inFlight < this.server.limits.maxInFlight && !this.exclusive && !this.output.isBacklogged && !this.server.isFull
  }

  private onFrame(buffer: Buffer, start: number, end: number, release: () => void): void {
    if (this.isClosed) return release()
    // The next frame, if one follows in the same read, has its own ten seconds.
    this.frameSinceMs = -1
    if (this.canAccept) return this.process(buffer, start, end, release)
    this.waiting.push({ buffer, start, end, release })
    this.pause()
  }

  /** Nothing more is read, or begun, from this connection; what is under way is still answered. */
  pause(): void {
    if (this.paused || this.isClosed) return
    this.paused = true
    this.connection.pauseReading()
    if (this.server.isFull) this.server.waitForRoom(this)
  }

  /** Something has ended: there may be room for frames that wait. */
  proceed(): void {
    this.endWhenDone()
    if (!this.paused || this.draining || this.isClosed) return
    this.drain()
    this.endWhenDone()
    if (this.server.isFull) return this.server.waitForRoom(this)
    if (!this.canAccept || this.isClosed) return
    this.paused = false
    // The time for which we did not read is not the client's.
    if (this.frameSinceMs >= 0) {
      this.frameSinceMs = this.server.nowMs()
      this.frameBytes = 0
    }
    this.connection.resumeReading()
  }

  private drain(): void {
    // From here on the frames are not in `waiting`: each is given back once, by its request or, at the end, by `closed`.
    const frames = this.waiting
    this.waiting = []
    this.draining = true
    let at = 0
    try {
      while (at < frames.length && !this.isClosed && this.hasRoom) {
        const frame = frames[at++] as Frame
        this.process(frame.buffer, frame.start, frame.end, frame.release)
      }
    } catch (error) {
      this.bug(error)
    } finally {
      this.draining = false
      const rest = at === 0 ? frames : frames.slice(at)
      if (this.isClosed) for (const frame of rest) frame.release()
      else this.waiting = rest
    }
  }

  private endWhenDone(): void {
    if (this.isEnded && this.waiting.length === 0 && this.session.inFlight === 0 && this.output.isIdle) this.connection.end()
  }

  private process(buffer: Buffer, start: number, end: number, release: () => void): void {
    const head = this.session.readHead(buffer, start, end)
    const handler = 'kind' in head ? undefined : this.server.handlerOf(head.apiKey)
    if ('kind' in head || handler === undefined) {
      release()
      return this.refuse(head as RequestHeadError)
    }
    const nowMs = this.server.nowMs()
    this.requests++
    this.clientId = head.clientId
    this.lastActivityMs = nowMs
    const byteLength = end - start
    const request = new Request(handler.api, head, this, { receivedAtMs: nowMs, byteLength, release }, this.session.begin())
    this.open.add(request)
    this.inFlightBytes += byteLength
    this.server.addBytes(byteLength)
    this.handle(handler, head, request)
    request.handled()
  }

  private refuse(error: RequestHeadError): void {
    this.broker.events.requestFailed(error.apiKey, error.kind === 'malformed' ? 'malformed' : 'unsupported')
    this.fail(error.message)
  }

  private handle(handler: AnyHandler, head: RequestHead, request: Request): void {
    const { apiVersion } = head
    if (!this.authenticated && handler.beforeAuthentication !== true) {
      return this.fail(`${handler.api.name} before authentication`)
    }
    if (apiVersion < handler.versions.min || apiVersion > handler.versions.max) {
      if (head.apiKey === API_VERSIONS_KEY) return this.answerAt(request, 0, versionsAnswer(this.broker.handlers, 'UNSUPPORTED_VERSION'))
      this.broker.events.requestFailed(head.apiKey, 'unsupported')
      return this.fail(`${handler.api.name} has no version ${apiVersion} here`)
    }
    let message: unknown
    try {
      head.reader.elementBudget = requestLimits.requestElements.limit
      message = handler.api.decodeRequest(head.reader, apiVersion)
      // Bytes left over are ignored, as Apache Kafka does: librdkafka ends Metadata 13 with fields that version 11 dropped.
    } catch (error) {
      if (!(error instanceof DecodeError)) return this.exception(request, error)
      this.broker.events.requestFailed(head.apiKey, 'malformed')
      return this.fail(`malformed ${handler.api.name} ${apiVersion}: ${error.message}`)
    }
    try {
      const result: unknown = handler.handle(request, message, this.broker)
      if (result === LATER) return
      if (result instanceof Promise) {
        // As in Apache Kafka, whose connections have one request at a time: a topic is there before the next request
        // is looked at, a commit is made before the member leaves.
        this.exclusive = true
        result.then((response: unknown) => this.settled(request, response)).catch((error: unknown) => this.exception(request, error))
      } else request.complete(result)
    } catch (error) {
      this.exception(request, error)
    }
  }

  private settled(request: Request, response: unknown): void {
    this.exclusive = false
    request.complete(response)
  }

  /** A bug of ours, or a disk that failed where nobody expected it. The client learns that its request failed. */
  private exception(request: Request, error: unknown): void {
    this.broker.events.requestFailed(request.apiKey, 'exception')
    this.broker.world.log.error({ error, api: request.api.name, version: request.apiVersion, connection: this.id }, 'a request failed')
    this.fail(`${request.api.name} failed`)
  }

  // ---- answers -----------------------------------------------------------------------------------------------

  answer(request: Request, response: unknown): void {
    this.answerAt(request, request.apiVersion, response)
  }

  private answerAt(request: Request, version: number, response: unknown): void {
    request.completed = true
    this.open.delete(request)
    if (this.isClosed) return
    this.inFlightBytes -= request.byteLength
    this.server.releaseBytes(request.byteLength)
    this.lastActivityMs = this.server.nowMs()
    let sentBytes = 0
    if (response === undefined) request.slot.drop()
    else {
      const { encoder } = this.server
      try {
        encoder.maxBytes = requestLimits.answerBytes.limit
        encodeResponseFrame(encoder, request.api, version, request.correlationId, response as never)
      } catch (error) {
        // Also to let go of what it has grown to.
        this.server.encoder = new Writer()
        if (error instanceof MessageTooLargeError) return this.fail(`the answer to ${request.api.name} is too large: ${error.message}`)
        return this.exception(request, error)
      }
      sentBytes = encoder.byteLength
      this.server.encoded(encoder.position)
      this.wroteNow = false
      request.slot.complete(encoder.parts())
      // An answer that has to wait for an earlier one keeps the encoder's buffer.
      if (this.wroteNow) encoder.reset()
      else this.server.encoder = new Writer()
    }
    const totalMs = this.lastActivityMs - request.receivedAtMs
    this.broker.events.requestDone(request.apiKey, request.apiVersion, totalMs, request.byteLength, sentBytes)
    if (this.paused || this.isEnded) this.proceed()
  }

  // ---- the end -----------------------------------------------------------------------------------------------

  /** One line in the log, with all that is known, and the end of the connection. */
  fail(reason: string): void {
    if (this.isClosed) return
    this.broker.world.log.warn({ connection: this.id, from: this.remoteAddress, client: shortened(this.clientId), reason }, 'connection closed')
    this.destroy('bad request')
  }

  /** What only a mistake of ours can bring about costs this connection, not the broker. */
  private bug(error: unknown): void {
    this.broker.world.log.error({ error, connection: this.id, from: this.remoteAddress }, 'a connection failed')
    this.destroy('internal error')
  }

  close(): void {
    this.destroy('closed by the administrator')
  }

  /** Drops the connection now. */
  destroy(reason: string): void {
    if (this.isClosed) return
    this.closedReason ??= reason
    this.connection.destroy()
    this.closed()
  }

  /** Sends what is ready and closes. For the end of the broker. */
  finish(reason: string): void {
    this.closedReason ??= reason
    if (this.output.isIdle) this.destroy(reason)
    else this.output.onProgress = () => void (this.output.isIdle && this.destroy(reason))
  }

  /** The process did not run for this long: deadlines move. */
  postpone(byMs: number): void {
    this.lastActivityMs += byMs
    if (this.frameSinceMs >= 0) this.frameSinceMs += byMs
  }

  /** Called about once a second: ends connections that are idle, or that send a frame drop by drop. */
  checkDeadlines(nowMs: number): void {
    const { limits } = this.server
    const quietMs = nowMs - this.lastActivityMs
    if (this.isEnded && quietMs > limits.halfClosedMs) return this.destroy('half closed')
    if (this.frameSinceMs >= 0 && !this.paused) {
      const graceMs = nowMs - this.frameSinceMs - limits.frameDeadlineMs
      if (graceMs > 0 && this.frameBytes < (graceMs / 1000) * limits.minBytesPerSecond) return this.fail('a request arrived too slowly')
    }
    if (quietMs > limits.maxIdleMs && this.session.inFlight === 0 && this.output.isIdle) this.destroy('idle')
  }
}
