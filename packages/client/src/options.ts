/**
 * Options of a connection to a cluster: where it is, who we are, how long we wait. One place for defaults; the values
 * are Apache Kafka's where it has the same notion.
 */
import type { TlsClientOptions, World } from '@odradek/platform'
import { KafkaError } from './errors.ts'
import { checkSasl, type SaslOptions } from './security/options.ts'
import type { LoggerOption } from './telemetry/logger.ts'

export interface ClientOptions {
  /** `host:port`, at least one; any of them leads to the whole cluster. */
  readonly brokers: readonly string[] | string
  /** Sent with every request, for the broker's logs and quotas. Default 'odradek'. */
  readonly clientId?: string
  /** TLS on every connection; `true` for the defaults. */
  readonly tls?: TlsClientOptions | boolean
  /** Authentication of every connection. Default: none. */
  readonly sasl?: SaslOptions
  /** A request that has no answer after this long fails with TIMEOUT and its connection is closed. Default 30,000. */
  readonly requestTimeoutMs?: number
  /** Default 10,000. */
  readonly connectTimeoutMs?: number
  /** Time between attempts to reach a broker: doubles from the first to the second value. Default 50 and 1,000. */
  readonly reconnectBackoffMs?: number
  readonly reconnectBackoffMaxMs?: number
  /** Time before a retriable failure is tried again; doubles up to the second. Default 100 and 1,000. */
  readonly retryBackoffMs?: number
  readonly retryBackoffMaxMs?: number
  /** How long a call that has no deadline of its own goes on trying. Default 60,000. */
  readonly defaultTimeoutMs?: number
  /** Metadata older than this is asked for again. Default 300,000. */
  readonly metadataMaxAgeMs?: number
  /** A connection that carried nothing for this long is closed. Default 540,000. */
  readonly connectionsMaxIdleMs?: number
  /**
   * Where log lines go: a pino logger, kafkajs' `logCreator`, `console`, an object `{ error, warn, info, debug }`, a level
   * ('info': stderr from there on), or `false` for nowhere. Default: warnings and errors to stderr, or the log of a
   * `world` that is given.
   */
  readonly logger?: LoggerOption
  /** Replaces clock, timers, network and randomness: tests and simulations. Default: the real world. */
  readonly world?: World
}

export interface ResolvedOptions {
  readonly bootstrap: readonly { readonly host: string; readonly port: number }[]
  readonly clientId: string
  readonly tls: TlsClientOptions | undefined
  readonly sasl: SaslOptions | undefined
  readonly requestTimeoutMs: number
  readonly connectTimeoutMs: number
  readonly reconnectBackoffMs: number
  readonly reconnectBackoffMaxMs: number
  readonly retryBackoffMs: number
  readonly retryBackoffMaxMs: number
  readonly defaultTimeoutMs: number
  readonly metadataMaxAgeMs: number
  readonly connectionsMaxIdleMs: number
  readonly world: World
}

/** Parses `host:port`, with brackets around an IPv6 address. @throws KafkaError INVALID_CONFIG. */
export function parseAddress(text: string): { host: string; port: number } {
  const match = /^(?:[A-Za-z_]+:\/\/)?(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d+)$/.exec(text.trim())
  const port = Number(match?.[3])
  if (match === null || !(port > 0 && port < 65_536)) {
    throw new KafkaError('INVALID_CONFIG', `brokers: "${text}" is not host:port, for example 127.0.0.1:9092`)
  }
  return { host: match[1] ?? match[2] ?? '', port }
}

export function resolveOptions(options: ClientOptions, world: World): ResolvedOptions {
  // Not there at all only where no compiler looks.
  const given: ClientOptions['brokers'] | undefined = options.brokers
  const listed = typeof given === 'string' ? given.split(',') : given ?? []
  if (listed.length === 0) throw new KafkaError('INVALID_CONFIG', 'brokers: give at least one host:port')
  return {
    bootstrap: listed.map(parseAddress),
    clientId: options.clientId ?? 'odradek',
    tls: options.tls === true ? {} : options.tls === false ? undefined : options.tls,
    sasl: checkSasl(options.sasl),
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    reconnectBackoffMs: options.reconnectBackoffMs ?? 50,
    reconnectBackoffMaxMs: options.reconnectBackoffMaxMs ?? 1000,
    retryBackoffMs: options.retryBackoffMs ?? 100,
    retryBackoffMaxMs: options.retryBackoffMaxMs ?? 1000,
    defaultTimeoutMs: options.defaultTimeoutMs ?? 60_000,
    metadataMaxAgeMs: options.metadataMaxAgeMs ?? 300_000,
    connectionsMaxIdleMs: options.connectionsMaxIdleMs ?? 540_000,
    world,
  }
}
