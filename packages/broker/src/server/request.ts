/**
 * One request between its frame and its answer: what handlers get as their context. Owned by its connection until it
 * is completed; a request that is never completed keeps its place in the order of answers, so every handler must end.
 */
import type { AnyApi, ResponseSlot } from '@odradek/protocol/internal'
import type { ConnectionInfo, RequestContext } from '../services.ts'

/** What a request needs of its connection. */
export interface RequestOwner extends ConnectionInfo {
  readonly isClosed: boolean
  /** Encodes and sends; undefined: no answer. */
  answer(request: Request, response: unknown): void
  fail(reason: string): void
  /** So many bytes more, or fewer, are held for this connection's requests. */
  held(bytes: number): void
}

const nothing = (): void => {}

export class Request implements RequestContext {
  readonly api: AnyApi
  readonly apiVersion: number
  readonly correlationId: number
  readonly clientId: string | null
  readonly connection: RequestOwner
  readonly receivedAtMs: number
  readonly byteLength: number
  readonly slot: ResponseSlot
  completed: boolean = false
  /** What its elements take in memory once they are decoded; told when they are. */
  decodedBytes: number = 0
  /** Gives the frame's bytes back; `nothing` once they are. */
  private releaseFrame: () => void
  private retained: boolean = false
  /** A handler has promised the answer, and what it knows of the request counts as held until then, once. */
  private promised: boolean = false
  /** Set while the request waits and would like to know that nobody wants its answer any more. */
  forget: (() => void) | undefined

  constructor(
    api: AnyApi,
    head: { readonly apiVersion: number; readonly correlationId: number; readonly clientId: string | null },
    connection: RequestOwner,
    frame: { readonly receivedAtMs: number; readonly byteLength: number; readonly release: () => void },
    slot: ResponseSlot,
  ) {
    this.api = api
    this.apiVersion = head.apiVersion
    this.correlationId = head.correlationId
    this.clientId = head.clientId
    this.connection = connection
    this.receivedAtMs = frame.receivedAtMs
    this.byteLength = frame.byteLength
    this.releaseFrame = frame.release
    this.slot = slot
    this.forget = undefined
  }

  get apiKey(): number {
    return this.api.key
  }

  get isGone(): boolean {
    return this.connection.isClosed
  }

  retain(): void {
    this.retained = true
    this.connection.held(this.byteLength + this.decodedBytes)
  }

  release(): void {
    if (!this.retained) return
    const { releaseFrame } = this
    this.drop()
    releaseFrame()
  }

  /** Also at the end of a handler that failed: what it has handed on, and would have done later, is not known. */
  drop(): void {
    this.releaseFrame = nothing
    if (!this.retained) return
    this.retained = false
    this.connection.held(-this.byteLength - this.decodedBytes)
  }

  /** The handler's synchronous part is over. */
  handled(): void {
    if (this.retained) return
    this.releaseFrame()
    this.releaseFrame = nothing
  }

  promise(): void {
    if (this.retained) return
    this.promised = true
    this.connection.held(this.byteLength + this.decodedBytes)
  }

  /** The handler's promise is settled. */
  settled(): void {
    if (!this.promised) return
    this.promised = false
    this.connection.held(-this.byteLength - this.decodedBytes)
  }

  complete(response: unknown): void {
    if (this.completed) throw new Error(`${this.api.name} was completed twice`)
    this.completed = true
    this.forget = undefined
    this.connection.answer(this, response)
  }

  abandon(reason: string): void {
    this.connection.fail(reason)
  }

  onAbandoned(forget: () => void): void {
    if (this.connection.isClosed) return forget()
    this.forget = forget
  }
}
