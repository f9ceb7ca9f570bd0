/**
 * The client's side of a connection, without the connection: frames requests, matches responses to them, and knows
 * which versions the broker speaks. Timeouts are the owner's.
 *
 * Invariants: a broker answers in order, so a response belongs to the oldest pending request, and another correlation
 * id is an error after which nothing on the connection can be trusted; every pending request ends once, with a
 * response or with the error given to `fail`.
 */
import type { AnyApi, Api } from '../api.ts'
import { ApiVersionsApi } from '../generated/apis.ts'
import { decodeResponseHeader } from '../generated/header.ts'
import type { ApiVersionsResponse } from '../generated/messages.ts'
import { Reader } from '../wire/reader.ts'
import { DecodeError } from '../wire/wire-errors.ts'
import { Writer } from '../wire/writer.ts'
import { encodeRequestFrame } from './frames.ts'
import type { ResponseParts } from './server-session.ts'

/** A request that waits for its response. `context` is the owner's: what to do with it. */
export interface PendingRequest<Context> {
  readonly api: AnyApi
  readonly version: number
  readonly correlationId: number
  readonly context: Context
}

/** A response, matched; `reader` stands at the body and borrows the frame. */
export interface MatchedResponse<Context> {
  request: PendingRequest<Context>
  reader: Reader
}

export interface ClientSessionError {
  kind: 'malformed' | 'unexpectedResponse'
  message: string
}

export interface ClientSessionOptions {
  clientId: string | null
}

export class ClientSession<Context> {
  readonly #clientId: string | null
  /** From `#first` on; before it the places of those that have ended, which hold on to nothing. */
  #pending: (PendingRequest<Context> | undefined)[] = []
  #first = 0
  #nextCorrelationId = 0

  constructor(options: ClientSessionOptions) {
    this.#clientId = options.clientId
  }

  /** Requests without a response yet. */
  get inFlight(): number {
    return this.#pending.length - this.#first
  }

  /** The oldest of them: whose deadline comes first, and whose response comes next. */
  get oldest(): PendingRequest<Context> | undefined {
    return this.#pending[this.#first]
  }

  /**
   * Frames a request and expects its response, unless `expectResponse` is false (Produce with acks=0). The parts are
   * the caller's to write; records are in them by reference.
   * @throws UnsupportedVersionError, EncodeError: then nothing is pending.
   */
  send<RequestInput>(
    api: Api<unknown, RequestInput, unknown, never>, version: number, input: RequestInput, context: Context,
    expectResponse: boolean = true,
  ): ResponseParts {
    const correlationId = this.#nextCorrelationId
    const writer = new Writer(256)
    encodeRequestFrame(writer, api, version, correlationId, this.#clientId, input)
    this.#nextCorrelationId = correlationId === 0x7fffffff ? 0 : correlationId + 1
    if (expectResponse) this.#pending.push({ api: api as unknown as AnyApi, version, correlationId, context })
    return writer.parts()
  }

  /** Matches a response frame. On an error the connection must be closed and `fail` called. Never throws. */
  receive(buffer: Buffer, start: number, end: number): MatchedResponse<Context> | ClientSessionError {
    const request = this.oldest
    if (request === undefined) return { kind: 'unexpectedResponse', message: 'a response without a request' }
    const reader = new Reader(buffer, start, end)
    try {
      const { correlationId } = decodeResponseHeader(reader, request.api.responseHeaderVersion(request.version))
      if (correlationId !== request.correlationId) {
        return {
          kind: 'unexpectedResponse',
          message: `a response to request ${correlationId} where ${request.correlationId} is next`,
        }
      }
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      return { kind: 'malformed', message: `response header: ${error.message}` }
    }
    this.#pending[this.#first++] = undefined
    if (this.#first > 32 && this.#first * 2 > this.#pending.length) {
      this.#pending = this.#pending.slice(this.#first)
      this.#first = 0
    }
    return { request, reader }
  }

  /** The connection is gone: the requests that will get no response, oldest first. */
  fail(): PendingRequest<Context>[] {
    const failed = this.#pending.slice(this.#first) as PendingRequest<Context>[]
    this.#pending = []
    this.#first = 0
    return failed
  }
}

/** UNSUPPORTED_VERSION. */
const UNSUPPORTED_VERSION = 35
/** What is asked first: the highest version that every broker answers in a form we can read. */
const FIRST_API_VERSIONS_VERSION = 4

/** What a broker says it serves. */
export interface VersionRange {
  min: number
  max: number
}

/**
 * Learns a broker's versions: asks ApiVersions at a new version, and once more at an older one when the broker answers
 * UNSUPPORTED_VERSION (KIP-511: such an answer has the form of version 0, whatever was asked).
 */
export class ApiVersionNegotiation {
  /** The version to ask ApiVersions at now. */
  version: number = FIRST_API_VERSIONS_VERSION
  /** Filled once `takeResponse` said 'done'. */
  response: ApiVersionsResponse | undefined = undefined
  #ranges: Map<number, VersionRange> = new Map()
  #retried = false

  /** Takes the body of the answer: 'done', 'retry' at the new `version`, or the broker's error code. May throw DecodeError. */
  takeResponse(reader: Reader): 'done' | 'retry' | number {
    const bodyStart = reader.position
    const errorCode = reader.int16()
    reader.position = bodyStart
    if (errorCode === UNSUPPORTED_VERSION && !this.#retried) {
      this.#retried = true
      this.version = this.#lowerVersion(reader)
      return 'retry'
    }
    if (errorCode !== 0) return errorCode
    this.response = ApiVersionsApi.decodeResponse(reader, this.version)
    this.#ranges = new Map(this.response.apiKeys.map((api) => [api.apiKey, { min: api.minVersion, max: api.maxVersion }]))
    return 'done'
  }

  /** The range a broker serves of an API; undefined when it does not. */
  rangeOf(apiKey: number): VersionRange | undefined {
    return this.#ranges.get(apiKey)
  }

  /**
   * The highest version that the broker serves, we know, and `atMost` allows; undefined when there is none at or above
   * `atLeast`.
   */
  choose(api: AnyApi, atLeast: number = 0, atMost: number = Infinity): number | undefined {
    const range = this.#ranges.get(api.key)
    if (range === undefined) return undefined
    const version = Math.min(range.max, api.requestVersions.max, atMost)
    return version < Math.max(range.min, api.requestVersions.min, atLeast) ? undefined : version
  }

  /** The refusal tells the broker's own range of ApiVersions; brokers before KIP-511 say nothing: version 0 then. */
  #lowerVersion(reader: Reader): number {
    try {
      const refusal = ApiVersionsApi.decodeResponse(reader, 0)
      const range = refusal.apiKeys.find((api) => api.apiKey === ApiVersionsApi.key)
      return range === undefined ? 0 : Math.max(0, Math.min(range.maxVersion, FIRST_API_VERSIONS_VERSION - 1))
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      return 0
    }
  }
}
