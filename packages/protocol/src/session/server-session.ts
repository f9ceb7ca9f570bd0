/**
 * The server's side of a connection, without the connection: reads request headers, and lets responses leave in the
 * order in which their requests came, whenever they are completed.
 *
 * Invariants: responses reach `onWrite` strictly in request order, each once; a request that takes no response leaves
 * no gap; after `close` nothing is written.
 */
import type { AnyApi } from '../api.ts'
import { decodeRequestHeader } from '../generated/header.ts'
import { Reader } from '../wire/reader.ts'
import type { RecordsSource } from '../wire/records-source.ts'
import { DecodeError } from '../wire/wire-errors.ts'

/** The key of ApiVersions, whose version alone may be unknown to us. */
const API_VERSIONS_KEY = 18

export interface RequestHead {
  api: AnyApi
  apiKey: number
  apiVersion: number
  correlationId: number
  clientId: string | null
  /** Stands at the first byte of the body. */
  reader: Reader
  /** False: ApiVersions at a version we do not know; its body is not to be read, the answer goes out at version 0. */
  versionIsKnown: boolean
}

/** Why a request cannot even be dispatched; the connection is to be closed. */
export interface RequestHeadError {
  kind: 'unknownApi' | 'unknownVersion' | 'malformed'
  apiKey: number
  apiVersion: number
  message: string
}

export type ResponseParts = readonly (Buffer | RecordsSource)[]

export interface ServerSessionOptions {
  /** The API of a key, undefined when it is not served. */
  apiOf: (key: number) => AnyApi | undefined
  /** Takes responses in order; `parts` of several may come in one call. */
  onWrite: (parts: ResponseParts) => void
  /**
   * True: completed responses wait for `flush()`, so that the owner can write once per turn of the loop; `onReady` is
   * called when the first becomes writable. False (default): they go out as they are completed.
   */
  manualFlush?: boolean | undefined
  onReady?: (() => void) | undefined
}

/** The place of a request's response among those of its connection. */
export interface ResponseSlot {
  /** Nothing before it is unanswered: a response that is completed now leaves at once. */
  readonly isNext: boolean
  /** Answers. The buffers are borrowed until written. At most one of `complete` and `drop`, once. */
  complete(parts: ResponseParts): void
  /** The request takes no response (acks=0). */
  drop(): void
}

export class ServerSession {
  /** Requests begun and not yet answered or dropped, the unwritten ones included. */
  inFlight = 0
  /** Bytes of those requests, as told to `begin`. */
  inFlightBytes = 0
  /** Bytes of memory of completed responses that wait for an earlier one; sources take none. */
  blockedBytes = 0

  readonly #apiOf: (key: number) => AnyApi | undefined
  readonly #onWrite: (parts: ResponseParts) => void
  readonly #onReady: (() => void) | undefined
  readonly #manualFlush: boolean
  /** Slots whose responses have not been written, in order; those before `#first` are done with. */
  #slots: Slot[] = []
  #first = 0
  #closed = false

  constructor(options: ServerSessionOptions) {
    this.#apiOf = options.apiOf
    this.#onWrite = options.onWrite
    this.#onReady = options.onReady
    this.#manualFlush = options.manualFlush === true
  }

  /** Reads the header of a frame. The result's reader borrows the frame. Never throws. */
  readHead(buffer: Buffer, start: number, end: number): RequestHead | RequestHeadError {
    if (end - start < 8) return { kind: 'malformed', apiKey: -1, apiVersion: -1, message: 'request header is cut off' }
    const apiKey = buffer.readInt16BE(start)
    const apiVersion = buffer.readInt16BE(start + 2)
    const api = this.#apiOf(apiKey)
    if (api === undefined) return { kind: 'unknownApi', apiKey, apiVersion, message: `unknown API key ${apiKey}` }
    const versions = api.requestVersions
    const versionIsKnown = apiVersion >= versions.min && apiVersion <= versions.max
    if (!versionIsKnown && apiKey !== API_VERSIONS_KEY) {
      return { kind: 'unknownVersion', apiKey, apiVersion, message: `${api.name} has no version ${apiVersion}` }
    }
    const reader = new Reader(buffer, start, end)
    try {
      const header = decodeRequestHeader(reader, api.requestHeaderVersion(apiVersion))
      return {
        api, apiKey, apiVersion, correlationId: header.correlationId, clientId: header.clientId, reader, versionIsKnown,
      }
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      return { kind: 'malformed', apiKey, apiVersion, message: error.message }
    }
  }

  /** Reserves the next place for a response; `requestBytes` counts towards `inFlightBytes` until it is written. */
  begin(requestBytes: number = 0): ResponseSlot {
    const slot = new Slot(this, requestBytes)
    this.#slots.push(slot)
    this.inFlight++
    this.inFlightBytes += requestBytes
    return slot
  }

  /** Hands all responses that are next in order to `onWrite`, in one call. */
  flush(): void {
    if (this.#closed) return
    let parts: (Buffer | RecordsSource)[] | undefined
    let only: ResponseParts | undefined
    while (this.#first < this.#slots.length) {
      const slot = this.#slots[this.#first]!
      if (slot.parts === undefined) break
      this.#first++
      this.inFlight--
      this.inFlightBytes -= slot.requestBytes
      this.blockedBytes -= slot.blockedBytes
      const done = slot.parts
      // The slot keeps its place for a while, the bytes are not kept with it.
      slot.parts = NO_PARTS
      if (done.length === 0) continue
      if (only === undefined) only = done
      else (parts ??= [...only]).push(...done)
    }
    if (this.#first > 64 && this.#first * 2 > this.#slots.length) {
      this.#slots = this.#slots.slice(this.#first)
      this.#first = 0
    } else if (this.#first === this.#slots.length) {
      this.#slots.length = 0
      this.#first = 0
    }
    if (only !== undefined) this.#onWrite(parts ?? only)
  }

  /** The connection is gone: slots may still be completed, and nothing comes of it. */
  close(): void {
    this.#closed = true
    this.#slots = []
    this.#first = 0
    this.inFlight = 0
    this.inFlightBytes = 0
    this.blockedBytes = 0
  }

  isNext(slot: Slot): boolean {
    return this.#slots[this.#first] === slot
  }

  /** Called by a slot that has been completed or dropped. */
  settled(slot: Slot): void {
    if (this.#closed) return
    if (!this.isNext(slot)) {
      for (const part of slot.parts!) if (Buffer.isBuffer(part)) slot.blockedBytes += part.length
      this.blockedBytes += slot.blockedBytes
      return
    }
    if (this.#manualFlush) this.#onReady?.()
    else this.flush()
  }
}

class Slot implements ResponseSlot {
  /** Undefined until completed; empty when dropped. */
  parts: ResponseParts | undefined = undefined
  readonly requestBytes: number
  /** Its part in the session's `blockedBytes`. */
  blockedBytes = 0
  readonly #session: ServerSession

  constructor(session: ServerSession, requestBytes: number) {
    this.#session = session
    this.requestBytes = requestBytes
  }

  get isNext(): boolean {
    return this.#session.isNext(this)
  }

  complete(parts: ResponseParts): void {
    if (this.parts !== undefined) throw new Error('a response was completed twice')
    this.parts = parts
    this.#session.settled(this)
  }

  drop(): void {
    this.complete(NO_PARTS)
  }
}

const NO_PARTS: ResponseParts = []
