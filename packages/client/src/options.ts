/**
 * Options of a connection to a cluster: where it is, who we are, how long we wait. One place for defaults; the values
 * are Apache Kafka's where it has the same notion.
 */
import type { TlsClientOptions, World } from '@odradek/platform'
import {
  anObject, type Check, checking, fits, flag, int32, listOf, milliseconds, onlyFields, orElse, orInfinity, refuse, someMilliseconds, text,
} from './checks.ts'
import { KafkaError } from './errors.ts'
import { type Filled, OptionTable } from './option-table.ts'
import { saslCheck, type SaslOptions } from './security/options.ts'
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
  /** A connection that is not there by then has failed. Default 10,000. */
  readonly connectTimeoutMs?: number
  /** Time between attempts to reach a broker: doubles up to `reconnectBackoffMaxMs`. Default 50. */
  readonly reconnectBackoffMs?: number
  /** Default 1,000. */
  readonly reconnectBackoffMaxMs?: number
  /** Time before a retriable failure is tried again: doubles up to `retryBackoffMaxMs`. Default 100. */
  readonly retryBackoffMs?: number
  /** Default 1,000. */
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

/** `Infinity` of a time limit. */
const never = 'never'
const pem: Check = fits('PEM text or a Buffer', (value) => typeof value === 'string' || Buffer.isBuffer(value))
const many = listOf(text)
const addresses: Check = checking('at least one host:port, as a list or as text with commas', (value, where) => {
  const listed: unknown = typeof value === 'string' ? value.split(',') : value ?? []
  many(listed, where)
  if ((listed as readonly string[]).length === 0) refuse(where, "at least one host:port, for example ['127.0.0.1:9092']", value)
  for (const address of listed as readonly string[]) parseAddress(address)
})

const tlsCheck = onlyFields({}, { ca: pem, key: pem, cert: pem, servername: text, rejectUnauthorized: flag })

/** `logFor` says what is none. */
const logger = checking("false, a level ('debug', 'info', 'warn', 'error'), a logger of pino, winston, kafkajs or console, or kafkajs' logCreator", () => {})

type Unset = 'tls' | 'sasl' | 'logger' | 'world'
export type GivenOptions = Filled<ClientOptions, Unset>

export const clientOptions: OptionTable<ClientOptions, Unset> = new OptionTable('createKafka', {
  brokers: { required: true, check: addresses, kafkaKey: 'bootstrap.servers', elsewhere: ['bootstrapBrokers', 'bootstrapServers'] },
  clientId: { default: 'odradek', check: text, kafkaKey: 'client.id' },
  tls: { check: orElse(tlsCheck, 'true or false', (value) => typeof value === 'boolean'), otherwise: 'no TLS', elsewhere: ['ssl', 'security.protocol'] },
  sasl: { check: saslCheck, otherwise: 'none', elsewhere: ['sasl.mechanism', 'sasl.jaas.config'] },
  requestTimeoutMs: { default: 30_000, check: int32(1), kafkaKey: 'request.timeout.ms' },
  connectTimeoutMs: { default: 10_000, check: someMilliseconds, kafkaKey: 'socket.connection.setup.timeout.ms', elsewhere: ['connectionTimeout'] },
  reconnectBackoffMs: { default: 50, check: milliseconds, kafkaKey: 'reconnect.backoff.ms' },
  reconnectBackoffMaxMs: { default: 1000, check: milliseconds, kafkaKey: 'reconnect.backoff.max.ms' },
  retryBackoffMs: { default: 100, check: milliseconds, kafkaKey: 'retry.backoff.ms' },
  retryBackoffMaxMs: { default: 1000, check: milliseconds, kafkaKey: 'retry.backoff.max.ms' },
  defaultTimeoutMs: { default: 60_000, check: int32(1), kafkaKey: 'default.api.timeout.ms' },
  metadataMaxAgeMs: { default: 300_000, check: orInfinity(someMilliseconds, never), kafkaKey: 'metadata.max.age.ms' },
  connectionsMaxIdleMs: { default: 540_000, check: orInfinity(someMilliseconds, never), kafkaKey: 'connections.max.idle.ms' },
  logger: { check: logger, otherwise: 'warnings and errors to stderr', elsewhere: ['logCreator', 'logLevel', 'log'] },
  world: { check: anObject, otherwise: 'the real world' },
})

/** It has none of its own. */
export const adminOptions: OptionTable<Readonly<Record<never, never>>> = new OptionTable('admin', {})

export interface ResolvedOptions extends Omit<Filled<ClientOptions, 'sasl'>, 'brokers' | 'tls' | 'logger'> {
  readonly bootstrap: readonly { readonly host: string; readonly port: number }[]
  readonly tls: TlsClientOptions | undefined
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

/** @throws KafkaError INVALID_CONFIG. */
export function resolveOptions(options: ClientOptions, worldOf: (options: GivenOptions) => World): ResolvedOptions {
  const given = clientOptions.take(options)
  const { brokers, tls, logger: _logger, ...taken } = given
  return {
    ...taken,
    ...upTo(options, taken, 'reconnectBackoffMs', 'reconnectBackoffMaxMs'),
    ...upTo(options, taken, 'retryBackoffMs', 'retryBackoffMaxMs'),
    bootstrap: (typeof brokers === 'string' ? brokers.split(',') : brokers).map(parseAddress),
    tls: tls === true ? {} : tls === false ? undefined : tls,
    world: worldOf(given),
  }
}

type Backoffs = Pick<Filled<ClientOptions>, 'reconnectBackoffMs' | 'reconnectBackoffMaxMs' | 'retryBackoffMs' | 'retryBackoffMaxMs'>

/** The least pause and the longest: of the two the one that was not given follows the other. */
function upTo(options: ClientOptions, taken: Backoffs, least: keyof Backoffs, longest: keyof Backoffs): Partial<Backoffs> {
  if (taken[least] <= taken[longest]) return {}
  if (options[longest] === undefined) return { [longest]: taken[least] }
  if (options[least] === undefined) return { [least]: taken[longest] }
  throw new KafkaError('INVALID_CONFIG', `createKafka: ${longest} (${taken[longest]}) must not be below ${least} (${taken[least]})`)
}
