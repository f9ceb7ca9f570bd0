/**
 * One request between its frame and its answer: what handlers get as their context. Owned by its connection until it
 * is completed; a request that is never completed keeps its place in the order of answers, so every handler must end.
 */
import type { AnyApi, ResponseSlot } from '@odradek/protocol/internal'
import type { ConnectionInfo, RequestContext } from '../services.ts'

/** What a request needs of its connection. */
export interface RequestOwner extends ConnectionInfo {
  /** Encodes and sends; undefined: no answer. */
  answer(request: Request, response: unknown): void
  fail(reason: string): void
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
  /** Gives the frame's bytes back; `nothing` when they were retained. */
  private releaseFrame: () => void
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

  retain(): () => void {
    const release = this.releaseFrame
    this.releaseFrame = nothing
    return release
  }

  /** The handler's synchronous part is over. */
  handled(): void {
    this.releaseFrame()
    this.releaseFrame = nothing
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
    this.forget = forget
  }
}
