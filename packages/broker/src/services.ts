/**
 * What the parts of a broker see of one another. `broker.ts` builds one BrokerServices and hands it to every handler;
 * nothing here has behaviour.
 *
 * A request is handled in one synchronous step wherever that is possible: an epoch check and the append that it
 * guards share one tick of the loop. A handler that has to wait returns a promise or, on the hot path, LATER and
 * calls `context.complete` once. A promise of LATER: until it is settled no request of the connection overtakes this one,
 * and the answer comes by `complete` all the same.
 */
import type { LogManager } from '@odradek/storage/internal'
import type { GroupCoordinator } from '@odradek/coordinator/internal'
import type { Api, BrokerId, Uuid } from '@odradek/protocol/internal'
import type { World } from '@odradek/platform'
import type { ConfigStore } from './cluster/config-store.ts'
import type { ControllerChannel } from './cluster/controller-channel.ts'
import type { MetadataCache } from './cluster/image.ts'
import type { ProducerIds } from './cluster/producer-ids.ts'
import type { TopicAdmin } from './cluster/topic-admin.ts'
import type { BrokerConfig } from './config/broker-config.ts'
import type { Turns } from './limits/turns.ts'
import type { FetchSessions } from './replica/fetch-sessions.ts'
import type { ReplicaManager } from './replica/replica-manager.ts'

/** Returned by a handler that calls `context.complete` itself, now or later. */
export const LATER: unique symbol = Symbol('later')

/**
 * Undefined: no answer is sent (Produce with acks=0). A thrown error or a rejected promise is a bug: it is logged
 * and closes the connection. What a client may cause is an error code in the response, never an exception.
 */
export type HandlerResult<Response> = Response | Promise<Response | typeof LATER> | undefined | typeof LATER

/** One API. The array of them in handlers/index.ts is what the broker serves and what ApiVersions says. */
export interface Handler<Request, Response> {
  // oxlint-disable-next-line typescript/no-explicit-any -- what a client would encode does not matter here
  readonly api: Api<Request, any, any, Response>
  /** The versions that this broker serves; never more than the schema knows. */
  readonly versions: { readonly min: number; readonly max: number }
  /** Lowest version that ApiVersions advertises when that is below `versions.min` (Produce, for old librdkafka). */
  readonly advertisedMin?: number
  /** Served before the connection has authenticated (ApiVersions, the SASL calls). */
  readonly beforeAuthentication?: boolean
  /**
   * Its promise may take as long as somebody else likes, and keeps nothing of the request meanwhile. Any other request
   * counts as held until its promise is settled.
   */
  readonly parks?: boolean
  handle(context: RequestContext, request: Request, broker: BrokerServices): HandlerResult<Response>
}

// oxlint-disable-next-line typescript/no-explicit-any -- the table holds handlers of every message
export type AnyHandler = Handler<any, any>

/** One request on its way through the broker. */
export interface RequestContext {
  readonly apiKey: number
  readonly apiVersion: number
  readonly correlationId: number
  readonly clientId: string | null
  readonly connection: ConnectionInfo
  /** Monotonic milliseconds. */
  readonly receivedAtMs: number
  /**
   * Byte slices of the request are views on the receive buffer and are valid while `handle` runs. A handler that
   * needs them afterwards retains them, within `handle`, and ends that once with `release`, or with `drop` where
   * somebody may still look at them. Until then they count as held, answered or not.
   */
  retain(): void
  release(): void
  /** As `release`, and the bytes are left to the garbage collector instead of being used again. */
  drop(): void
  /** Answers a request whose handler returned LATER. At most once; undefined sends nothing. Callable within `handle`. */
  complete(response: unknown): void
  /** The connection has gone: nobody will have the answer. */
  readonly isGone: boolean
  /** Closes the connection instead of answering (Produce with acks=0 that failed). */
  abandon(reason: string): void
  /** Called when the connection goes away before the request was completed, or has gone: forget it, nobody wants the answer. */
  onAbandoned(forget: () => void): void
}

/** What a handler and the admin endpoint may know about a connection. */
export interface ConnectionInfo {
  readonly id: string
  readonly listenerName: string
  readonly remoteAddress: string
  readonly remotePort: number
  /** `User:ANONYMOUS` until something authenticates. */
  readonly principal: string
  /** From ApiVersions 3 and up; empty until then. */
  softwareName: string
  softwareVersion: string
  /** Of the last request. */
  readonly clientId: string | null
  /** Wall clock, milliseconds. */
  readonly connectedAtMs: number
  readonly requests: number
  readonly bytesIn: number
  readonly bytesOut: number
  close(): void
  /** `follower` hears once that the connection is gone; naming it again changes nothing. */
  whenClosed(follower: ConnectionFollower): void
}

/** Somebody who keeps something for a connection. */
export interface ConnectionFollower {
  connectionClosed(connection: ConnectionInfo): void
}

/** What happens on the wire, for metrics. Calls are frequent: implementations only count. */
export interface ServerEvents {
  connectionOpened(connection: ConnectionInfo): void
  connectionClosed(connection: ConnectionInfo, reason: string): void
  /** A connection was turned away by a limit. */
  connectionRefused(listenerName: string, reason: string): void
  /** Request decoded and handed to its handler until the answer was queued for the socket, in milliseconds. */
  requestDone(apiKey: number, apiVersion: number, totalMs: number, requestBytes: number, responseBytes: number): void
  /** A request that could not be answered: unknown key or version, malformed body, failing handler. */
  requestFailed(apiKey: number, reason: 'unsupported' | 'malformed' | 'exception'): void
}

/** What the replica layer tells the metrics. Per batch, never per record. */
export interface ReplicaEvents {
  produced(topic: string, bytes: number, records: number): void
  fetched(topic: string, bytes: number): void
  produceFailed(topic: string): void
  fetchFailed(topic: string): void
}

/** All that is counted. The metrics implement it; parts that only report some of it say so in their types. */
export interface BrokerEvents extends ServerEvents, ReplicaEvents {}

/** Where a client that came in through one listener finds a broker. */
export interface Endpoint {
  readonly listenerName: string
  readonly securityProtocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL'
  readonly host: string
  readonly port: number
}

/** The connections of this broker, for the admin endpoint. */
export interface ConnectionTable {
  list(): readonly ConnectionInfo[]
  /** False when there is none of this id. */
  disconnect(id: string): boolean
}

export interface BrokerServices {
  readonly world: World
  readonly config: BrokerConfig
  readonly brokerId: BrokerId
  readonly clusterId: string
  /** Advertised, one per listener. */
  readonly endpoints: readonly Endpoint[]
  readonly metadata: MetadataCache
  readonly configStore: ConfigStore
  readonly logs: LogManager
  readonly replicas: ReplicaManager
  readonly fetchSessions: FetchSessions
  readonly groups: GroupCoordinator
  readonly controller: ControllerChannel
  readonly admin: TopicAdmin
  readonly producerIds: ProducerIds
  readonly connections: ConnectionTable
  readonly turns: Turns
  readonly events: BrokerEvents
  /** The served APIs, in key order. */
  readonly handlers: readonly AnyHandler[]
}

/** A topic by name and id, as requests of either style address it. */
export interface TopicRef {
  readonly name: string
  readonly id: Uuid
}
