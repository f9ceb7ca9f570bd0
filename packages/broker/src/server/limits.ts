/** What one client, and all of them together, may take of a broker. Derived from the configuration; see `limitsOf`. */
import type { BrokerConfig } from '../config/broker-config.ts'

export interface ServerLimits {
  /** `socket.request.max.bytes`. */
  readonly maxRequestBytes: number
  /** Before authentication. */
  readonly maxUnauthenticatedBytes: number
  /** Requests of one connection being handled at a time; the socket is not read beyond. */
  readonly maxInFlight: number
  /**
   * Bytes of requests under way that are kept (for the disk, mostly), and as many of requests that have not begun
   * (`queued.max.request.bytes`; 512 MiB when that is not set). One connection may hold a quarter of the former.
   */
  readonly maxHeldBytes: number
  /** Bytes of answers in memory that clients have not taken (`odradek.answers.bytes.max`). */
  readonly maxAnswerBytes: number
  readonly maxConnections: number
  readonly maxConnectionsPerIp: number
  /** Address → connections, before `maxConnectionsPerIp`. */
  readonly perIpOverrides: ReadonlyMap<string, number>
  /** `connections.max.idle.ms`; Infinity: never. */
  readonly maxIdleMs: number
  /** A frame that has begun has this long, and then as long as it brings `minBytesPerSecond`. */
  readonly frameDeadlineMs: number
  readonly minBytesPerSecond: number
  /** How long a client that sends no more may wait for what it has asked. */
  readonly halfClosedMs: number
}

const DEFAULT_HELD_BYTES = 512 * 1024 * 1024
/** Of the machine's memory, what answers may take that nobody reads, when nothing was said. */
const ANSWERS_SHARE = 0.1

export function limitsOf(config: BrokerConfig, memoryBytes: number): ServerLimits {
  const answerBytes = config.get('odradek.answers.bytes.max')
  const idleMs = config.get('connections.max.idle.ms')
  const queuedBytes = config.get('queued.max.request.bytes')
  return {
    maxRequestBytes: config.get('socket.request.max.bytes'),
    maxUnauthenticatedBytes: config.get('odradek.unauthenticated.request.max.bytes'),
    maxInFlight: 100,
    maxHeldBytes: queuedBytes > 0 ? queuedBytes : DEFAULT_HELD_BYTES,
    maxAnswerBytes: answerBytes < 0 ? Math.floor(memoryBytes * ANSWERS_SHARE) : answerBytes,
    maxConnections: config.get('max.connections'),
    maxConnectionsPerIp: config.get('max.connections.per.ip'),
    perIpOverrides: overridesOf(config.text('max.connections.per.ip.overrides') ?? ''),
    maxIdleMs: idleMs < 0 ? Infinity : idleMs,
    frameDeadlineMs: 10_000,
    minBytesPerSecond: 1024,
    halfClosedMs: 5000,
  }
}

/** `host:count,...` */
function overridesOf(text: string): ReadonlyMap<string, number> {
  const overrides = new Map<string, number>()
  for (const part of text.split(',')) {
    const colon = part.lastIndexOf(':')
    if (colon > 0) overrides.set(part.slice(0, colon).trim(), Number(part.slice(colon + 1)))
  }
  return overrides
}
