/**
 * The connections of one cluster, by key: made when they are asked for, shared by all who ask, made anew after a
 * back-off when they are gone. Owned by the Cluster.
 *
 * Invariants: one connection and one attempt per key; an attempt ends by itself within its own limits, and goes on when
 * those who asked for it have given up; `close` ends what is being connected, too, and waits for nothing.
 */
import { BufferPool, FrameBuffers } from '@odradek/protocol/internal'
import { KafkaError, toKafkaError } from '../errors.ts'
import type { ResolvedOptions } from '../options.ts'
import { backoffMs } from '../retry.ts'
import type { Counters } from '../telemetry/metrics.ts'
import { BrokerConnection } from './broker-connection.ts'
import { Reachability } from './reachability.ts'

/** Who does not answer by then is not waited for alone: the next one is tried beside it. */
const NEXT_CANDIDATE_AFTER_MS = 1000

export interface Endpoint {
  readonly key: string
  readonly host: string
  readonly port: number
}

interface Node {
  connecting: Promise<BrokerConnection> | undefined
  /** Set while the connection can be used. */
  open: BrokerConnection | undefined
  failures: number
  /** Monotonic time before which no attempt is made. */
  notBeforeMs: number
}

export class Connections {
  readonly #options: ResolvedOptions
  readonly #buffers: FrameBuffers
  readonly #nodes = new Map<string, Node>()
  readonly #closing = new AbortController()
  readonly #reachability: Reachability
  readonly #counters: Counters

  /** `reusesFrames`: the owner gives large answers back (`onFrame`), so they have pooled buffers; else exact ones. */
  constructor(options: ResolvedOptions, reusesFrames: boolean, counters: Counters) {
    this.#counters = counters
    this.#options = options
    this.#reachability = new Reachability(options.world.log)
    this.#buffers = new FrameBuffers({ scratchBytes: 65_536, pool: new BufferPool(reusesFrames ? { detach: true } : { largestBytes: 262_144 }) })
  }

  get closed(): boolean {
    return this.#closing.signal.aborted
  }

  /** The connection that is there and can be used. */
  usable(key: string): BrokerConnection | undefined {
    return this.#nodes.get(key)?.open
  }

  /** The connection, made when there is none. @throws KafkaError CONNECTION_FAILED (retriable), AUTHENTICATION_FAILED, CLOSED. */
  open({ key, host, port }: Endpoint): Promise<BrokerConnection> {
    if (this.closed) return Promise.reject(closedError())
    let node = this.#nodes.get(key)
    if (node === undefined) this.#nodes.set(key, (node = { connecting: undefined, open: undefined, failures: 0, notBeforeMs: 0 }))
    return (node.connecting ??= this.#connect(node, host, port))
  }

  /** The first of them that can be reached, asked in turn. @throws what the last one said. */
  async anyOf(candidates: readonly Endpoint[]): Promise<BrokerConnection> {
    const { scheduler } = this.#options.world
    const failures: unknown[] = []
    const attempts = new Set<Promise<BrokerConnection | undefined>>()
    for (const candidate of candidates) {
      const attempt = this.open(candidate).catch((error: unknown) => {
        // Who is refused by one broker is refused by all: asking each would lock the account sooner.
        if (error instanceof KafkaError && error.code === 'AUTHENTICATION_FAILED') throw error
        failures.push(error)
        attempts.delete(attempt)
        return undefined
      })
      // Nobody may be there to see it when another was first.
      attempt.catch(() => {})
      attempts.add(attempt)
      const waiting = new AbortController()
      const patience = scheduler.sleep(NEXT_CANDIDATE_AFTER_MS, { signal: waiting.signal }).then(() => undefined, () => undefined)
      try {
        const found = await Promise.race([...attempts, patience])
        if (found !== undefined) return found
      } finally {
        waiting.abort()
      }
    }
    while (attempts.size > 0) {
      const found = await Promise.race(attempts)
      if (found !== undefined) return found
    }
    if (this.closed) throw closedError()
    const last = failures.at(-1)
    throw last instanceof KafkaError ? last : new KafkaError('CONNECTION_FAILED', 'no broker can be reached', { retriable: true, cause: last })
  }

  async #connect(node: Node, host: string, port: number): Promise<BrokerConnection> {
    const { clock, scheduler, random } = this.#options.world
    const { signal } = this.#closing
    const address = `${host}:${port}`
    try {
      const wait = node.notBeforeMs - clock.monotonicMs()
      if (wait > 0) await scheduler.sleep(wait, { signal })
      const connection = await BrokerConnection.open(host, port, this.#options, this.#buffers, signal, {
        closed: (trouble) => {
          if (node.open === undefined) return
          node.connecting = undefined
          node.open = undefined
          if (trouble !== undefined) this.#reachability.failed(address, trouble)
        },
        answered: () => this.#reachability.answered(address),
        counters: this.#counters,
        throttled: (ms) => {
          this.#counters.throttled(ms)
          this.#reachability.throttled(address, ms)
        },
      })
      if (connection.closed) throw new KafkaError('CONNECTION_CLOSED', `${host}:${port} closed the connection`, { retriable: true })
      node.failures = 0
      node.open = connection
      return connection
    } catch (error) {
      node.connecting = undefined
      if (this.closed) throw closedError()
      node.failures++
      this.#counters.failedToOpen()
      const pace = { firstMs: this.#options.reconnectBackoffMs, maxMs: this.#options.reconnectBackoffMaxMs }
      node.notBeforeMs = clock.monotonicMs() + backoffMs(node.failures, pace, random)
      this.#reachability.failed(address, toKafkaError(error, `connection to ${address}`))
      throw error
    }
  }

  close(): void {
    this.#closing.abort()
    for (const { open } of this.#nodes.values()) open?.close()
    this.#nodes.clear()
  }
}

export function closedError(): KafkaError {
  return new KafkaError('CLOSED', 'the client is closed')
}
