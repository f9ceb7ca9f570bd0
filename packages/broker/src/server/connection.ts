/**
 * One client connection: frames in, answers out in the order of the requests. Owned by the Server.
 *
 * Invariants:
 * - At most `maxInFlight` requests are being handled; further frames of a read wait, and reading stops, until there is
 *   room again. So it does while the peer does not take its answers, and while its requests hold more than their share.
 *   While those of all connections hold too much, what would be held besides waits: writes, and whatever is large.
 * - Every byte that is kept is counted where it is kept, from then until it is let go: frames that arrive, that wait, that
 *   are lent to a log or wait for a promise, and answers that are not read. Only the last of these ends with the connection.
 * - Appends and fetches (handlers that answer LATER) run side by side; a handler with a promise is waited for.
 * - Whatever a client sends is an answer, or one line in the log and a closed connection; it is never an exception
 *   that leaves this file.
 * - After `closed` nothing is sent and nothing waits.
 */
import {
  DecodeError,
  encodeResponseFrame,
  MessageTooLargeError,
  ServerSession,
  Writer,
  type RequestHead,
  type RequestHeadError,
} from '@odradek/protocol/internal'
import type { Connection, ConnectionHandler } from '@odradek/platform'
import { versionsAnswer } from '../handlers/18-api-versions.ts'
import { requestLimits } from '../limits/request-limits.ts'
import { LATER, type AnyHandler, type BrokerServices, type ConnectionFollower } from '../services.ts'
import { Intake, type IntakeOwner } from './intake.ts'
import { Output } from './output.ts'
import { Request, type RequestOwner } from './request.ts'
import type { Server } from './server.ts'

const API_VERSIONS_KEY = 18

/** Answers that wait for an earlier one: with more, nothing more is done for the client. */
const BLOCKED_BYTES = 1024 * 1024
/** An answer of this size keeps the buffer that it was encoded in. */
const GIVEN_BYTES = 256 * 1024
/** An element of an array once it is decoded, in memory; of so few nobody need know. */
const ELEMENT_BYTES = 128
const FEW_ELEMENTS = 1000
/** Of what all requests may hold, those of one connection. */
const CONNECTION_SHARE = 0.25

/** A client's own name for itself, of up to 32 KiB, in a line of the log. */
const SHOWN_CHARACTERS = 100

function shortened(text: string | null): string | null {
  return text === null || text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}...`
}

export interface ConnectionOrigin {
  readonly id: string
  readonly listenerName: string
  readonly principal: string
  readonly authenticated: boolean
  readonly connectedAtMs: number
}

export class ServerConnection implements ConnectionHandler, RequestOwner, IntakeOwner {
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
  readonly intake: Intake
  private readonly session: ServerSession
  private readonly output: Output
  /** Requests that asked to be told when the connection goes away. */
  private readonly open: Set<Request> = new Set()
  private followers: Set<ConnectionFollower> | undefined
  /** Of the server's `held`, this connection's part. */
  private heldBytes: number = 0
  /** Of the server's `unsent`, answers that wait for an earlier one. */
  private blockedBytes: number = 0
  /** Whether anything had left since the last look. */
  private seenProgress: number = -1
  hasStalled: boolean = false
  /** What is written now need not be copied. */
  private givesBuffer: boolean = false
  /** A request is under way that those after it must not overtake. */
  private exclusive: boolean = false
  private closedReason: string | undefined
  isClosed: boolean = false
  private isEnded: boolean = false
  private lastActivityMs: number

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
    this.output = new Output(connection, server.chunks, server.unsent, (reason) => this.fail(reason))
    this.output.onProgress = () => {
      // Who reads, or sends, is not idle, however long one frame takes.
      if (!this.isEnded) this.lastActivityMs = this.server.nowMs()
      this.proceed()
    }
    this.session = new ServerSession({
      apiOf: (key) => server.handlerOf(key)?.api,
      onWrite: (parts) => {
        let total = 0
        for (const part of parts) total += part.byteLength
        this.bytesOut += total
        this.output.push(parts, total, this.givesBuffer)
      },
    })
    const { maxRequestBytes, maxUnauthenticatedBytes } = server.limits
    this.intake = new Intake(server, connection, this, this.authenticated ? maxRequestBytes : maxUnauthenticatedBytes)
  }

  // ---- ConnectionHandler -------------------------------------------------------------------------------------

  target(): Uint8Array {
    return this.intake.decoder.target()
  }

  received(length: number): void {
    if (this.isClosed) return
    this.bytesIn += length
    this.lastActivityMs = this.server.nowMs()
    try {
      this.intake.received(length)
    } catch (error) {
      this.bug(error)
    }
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
    this.intake.close()
    this.session.close()
    this.countBlocked()
    this.output.close()
    const { open } = this
    // One that fails keeps the others, and the server, from nothing.
    const bugs: unknown[] = []
    const tell = (one: () => void): void => {
      try {
        one()
      } catch (bug) {
        bugs.push(bug)
      }
    }
    for (const request of open) tell(() => request.forget?.())
    open.clear()
    if (this.followers !== undefined) for (const follower of this.followers) tell(() => follower.connectionClosed(this))
    this.followers = undefined
    this.server.connectionClosed(this, this.closedReason ?? error?.message ?? 'closed by the client')
    if (bugs.length > 0) this.logBug(bugs[0])
  }

  // ---- requests ----------------------------------------------------------------------------------------------

  get hasRoom(): boolean {
    const { server, session } = this
    return !server.isQuiet && session.inFlight < server.limits.maxInFlight && !this.exclusive && !this.output.isBacklogged &&
      session.blockedBytes < BLOCKED_BYTES && this.heldBytes <= server.limits.maxHeldBytes * CONNECTION_SHARE
  }

  held(bytes: number): void {
    this.heldBytes += bytes
    this.server.changeHeld(bytes)
    if (bytes < 0 && this.intake.isPaused && !this.isClosed) this.proceed()
  }

  /** Something has ended: there may be room for frames that wait. */
  private proceed(): void {
    this.endWhenDone()
    this.intake.proceed()
  }

  framesBegan(): void {
    this.endWhenDone()
  }

  private endWhenDone(): void {
    if (this.isEnded && this.intake.isEmpty && this.session.inFlight === 0 && this.output.isIdle) this.connection.end()
  }

  begin(buffer: Buffer, start: number, end: number, release: () => void): void {
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
      const elements = requestLimits.requestElements.limit - head.reader.elementBudget
      if (elements > FEW_ELEMENTS) request.decodedBytes = elements * ELEMENT_BYTES
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
        if (handler.parks !== true) request.promise()
        result.then((response: unknown) => this.settled(request, response)).catch((error: unknown) => this.exception(request, error))
      } else request.complete(result)
    } catch (error) {
      this.exception(request, error)
    }
  }

  private settled(request: Request, response: unknown): void {
    this.exclusive = false
    if (response !== LATER) request.complete(response)
    request.settled()
    if (response === LATER && !this.isClosed) this.proceed()
  }

  /** A bug of ours, or a disk that failed where nobody expected it. The client learns that its request failed. */
  private exception(request: Request, error: unknown): void {
    request.settled()
    request.drop()
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
    this.lastActivityMs = this.server.nowMs()
    let sentBytes = 0
    if (response === undefined) this.complete(request, undefined)
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
      this.complete(request, encoder)
    }
    const totalMs = this.lastActivityMs - request.receivedAtMs
    this.broker.events.requestDone(request.apiKey, request.apiVersion, totalMs, request.byteLength, sentBytes)
    if (this.intake.isPaused || this.isEnded) this.proceed()
  }

  /** Hands over what was encoded, in the encoder's own buffer where that is large or the answer has to wait for others. */
  private complete(request: Request, encoder: Writer | undefined): void {
    const { server, session } = this
    const { slot } = request
    if (encoder === undefined) slot.drop()
    else if (encoder.position >= GIVEN_BYTES) {
      server.encoder = new Writer(4096)
      this.givesBuffer = slot.isNext
      slot.complete(encoder.parts())
      this.givesBuffer = false
    } else if (slot.isNext) {
      slot.complete(encoder.parts())
      encoder.reset()
    } else {
      slot.complete(encoder.parts().map((part) => (Buffer.isBuffer(part) ? Buffer.from(part) : part)))
      encoder.reset()
    }
    this.countBlocked()
    if (session.blockedBytes > 0 || !this.output.isIdle) server.answersWait()
  }

  private countBlocked(): void {
    const { blockedBytes } = this.session
    this.server.unsent.add(blockedBytes - this.blockedBytes)
    this.blockedBytes = blockedBytes
  }

  get unsentBytes(): number {
    return this.output.memoryBytes + this.blockedBytes
  }

  // ---- the end -----------------------------------------------------------------------------------------------

  /** One line in the log, with all that is known, and the end of the connection. */
  fail(reason: string): void {
    this.endWithLine(reason, 'bad request')
  }

  evict(reason: string): void {
    this.endWithLine(reason, 'memory was short')
  }

  private endWithLine(reason: string, kind: string): void {
    if (this.isClosed) return
    this.broker.world.log.warn({ connection: this.id, from: this.remoteAddress, client: shortened(this.clientId), reason }, 'connection closed')
    this.destroy(kind)
  }

  /** What only a mistake of ours can bring about costs this connection, not the broker. */
  bug(error: unknown): void {
    this.logBug(error)
    this.destroy('internal error')
  }

  private logBug(error: unknown): void {
    this.broker.world.log.error({ error, connection: this.id, from: this.remoteAddress }, 'a connection failed')
  }

  whenClosed(follower: ConnectionFollower): void {
    if (this.isClosed) return follower.connectionClosed(this)
    this.followers ??= new Set()
    this.followers.add(follower)
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
    this.intake.postpone(byMs)
  }

  /** Called about once a second: ends connections that are idle, or that send a frame drop by drop. */
  checkDeadlines(nowMs: number): void {
    const { limits } = this.server
    const quietMs = nowMs - this.lastActivityMs
    this.hasStalled = this.unsentBytes > 0 && this.output.progress === this.seenProgress
    this.seenProgress = this.output.progress
    if (this.isEnded && quietMs > limits.halfClosedMs) return this.destroy('half closed')
    if (this.intake.isTooSlow(nowMs)) return this.fail('a request arrived too slowly')
    if (quietMs > limits.maxIdleMs && this.session.inFlight === 0 && this.output.isIdle) this.destroy('idle')
  }
}
