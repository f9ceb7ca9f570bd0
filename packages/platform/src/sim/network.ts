/**
 * The network between simulated machines: who listens where, how long bytes take, which pairs cannot reach each other.
 * It behaves as TCP does and no worse: bytes arrive in order and once, or the connection dies. What a partition
 * swallows is sent again until it is healed or the sender gives up with ETIMEDOUT.
 */
import type { Connection, ConnectOptions, Listener, ListenOptions, Transport } from '../transport.ts'
import type { Machine, SimProcess } from './process.ts'
import type { SimRandom } from './random.ts'
import type { Simulation } from './simulation.ts'
import { networkError, SimConnection } from './connection.ts'

export interface NetworkSettings {
  /** One-way latency between machines, [low, high) in ms. */
  readonly latencyMs: readonly [number, number]
  /** The same within one machine. */
  readonly loopbackLatencyMs: readonly [number, number]
  /** Share of segments cut at a random place, so that frames arrive in pieces. */
  readonly splitProbability: number
  /** Share of segments that take `slowMs` more, and with them all behind them. */
  readonly slowProbability: number
  readonly slowMs: number
  /** Share of segments on which the connection breaks instead (both ends see ECONNRESET). */
  readonly resetProbability: number
  /** Bytes one direction holds between writer and reader; more waits in the writer's process. */
  readonly windowBytes: number
  /** `write` returns false beyond this. */
  readonly writeHighWaterBytes: number
  /** After so long without an answer a sender gives up (Linux: about 15 minutes). */
  readonly retransmitTimeoutMs: number
}

export const defaultNetwork: NetworkSettings = {
  latencyMs: [0.05, 0.5],
  loopbackLatencyMs: [0.01, 0.05],
  splitProbability: 0.2,
  slowProbability: 0,
  slowMs: 200,
  resetProbability: 0,
  windowBytes: 256 * 1024,
  writeHighWaterBytes: 1024 * 1024,
  retransmitTimeoutMs: 900_000,
}

interface SimListener {
  readonly process: SimProcess
  readonly secure: boolean
  readonly onConnection: (connection: Connection) => void
}

const synRetryMs = 1000
const firstEphemeralPort = 32_768

export class SimNetwork {
  readonly #simulation: Simulation
  readonly #random: SimRandom
  readonly #listeners = new Map<string, SimListener>()
  readonly #connections = new Set<SimConnection>()
  /** `from>to` pairs of machine names that cannot reach. */
  readonly #cut = new Set<string>()
  #nextPort = firstEphemeralPort
  settings: NetworkSettings

  constructor(simulation: Simulation, settings: NetworkSettings) {
    this.#simulation = simulation
    this.#random = simulation.randomFor('network')
    this.settings = settings
  }

  get random(): SimRandom {
    return this.#random
  }

  /** No packet passes between the two groups of hosts; `oneWay`: none from the first to the second. */
  partition(left: readonly string[], right: readonly string[], options: { oneWay?: boolean } = {}): void {
    for (const a of left) {
      for (const b of right) {
        this.#cut.add(`${a}>${b}`)
        if (options.oneWay !== true) this.#cut.add(`${b}>${a}`)
      }
    }
    this.#simulation.trace({ left, right, ...options }, 'partition')
  }

  /** All partitions, or those that concern a host, are over. Senders notice at their next retransmission. */
  heal(host?: string): void {
    for (const pair of this.#cut) {
      if (host === undefined || pair.startsWith(`${host}>`) || pair.endsWith(`>${host}`)) this.#cut.delete(pair)
    }
    this.#simulation.trace(host ?? 'all', 'heal')
  }

  /** Breaks every connection between two hosts now. */
  reset(a: string, b: string): void {
    this.#simulation.trace({ a, b }, 'reset')
    for (const connection of this.#connections) {
      if (connection.machine.name === a && connection.peer.machine.name === b) connection.breakBoth()
    }
  }

  get openConnections(): number {
    return this.#connections.size
  }

  blocked(from: Machine, to: Machine): boolean {
    return !to.powered || !from.powered || this.#cut.has(`${from.name}>${to.name}`)
  }

  latencyMs(from: Machine, to: Machine): number {
    const { latencyMs, loopbackLatencyMs, slowProbability, slowMs } = this.settings
    const [low, high] = from === to ? loopbackLatencyMs : latencyMs
    return this.#random.between(low, high) + (this.#random.chance(slowProbability) ? slowMs : 0)
  }

  opened(connection: SimConnection): void {
    this.#connections.add(connection)
  }

  gone(connection: SimConnection): void {
    this.#connections.delete(connection)
  }

  /** A process ended: its listeners are gone; its connections are closed by the kernel, or nobody is told. */
  stopped(machine: Machine, process: SimProcess | undefined): void {
    if (process === undefined) return
    for (const [key, listener] of this.#listeners) if (listener.process === process) this.#listeners.delete(key)
    for (const connection of this.#connections) {
      if (connection.process === process) connection.processStopped(machine.powered)
    }
  }

  transportFor(process: SimProcess): Transport {
    return {
      listen: (options, onConnection) => this.#listen(process, options, onConnection),
      connect: (options) => this.#connect(process, options),
      canonicalHostName: () => Promise.resolve(process.machine.name),
    }
  }

  #listen(process: SimProcess, options: ListenOptions, onConnection: (c: Connection) => void): Promise<Listener> {
    const { machine } = process
    const port = options.port === 0 ? this.#nextPort++ : options.port
    const key = `${machine.name}:${port}`
    return new Promise((resolve, reject) => {
      this.#simulation.schedule(0, 'listen', process, () => {
        const mine = [machine.name, machine.address, 'localhost', '127.0.0.1', '::1', '0.0.0.0', '::', '']
        if (!mine.includes(options.host)) return reject(networkError('EADDRNOTAVAIL', 'listen', options.host, port))
        if (this.#listeners.has(key)) return reject(networkError('EADDRINUSE', 'listen', options.host, port))
        const listener = { process, secure: options.tls !== undefined, onConnection }
        this.#listeners.set(key, listener)
        const close = (): Promise<void> => {
          if (this.#listeners.get(key) === listener) this.#listeners.delete(key)
          return new Promise((closed) => void this.#simulation.schedule(0, 'listener closed', process, closed))
        }
        resolve({ host: options.host, port, close })
      })
    })
  }

  #connect(process: SimProcess, options: ConnectOptions): Promise<Connection> {
    const { host, port, signal, timeoutMs = 10_000 } = options
    const simulation = this.#simulation
    return new Promise((resolve, reject) => {
      let over = false
      const fail = (error: Error): void => {
        over = true
        timer.cancel()
        signal?.removeEventListener('abort', abort)
        reject(error)
      }
      const abort = (): void => fail(signal?.reason instanceof Error ? signal.reason : networkError('ABORT_ERR', 'connect', host, port))
      const timer = simulation.schedule(timeoutMs, 'connect timeout', process, () => fail(networkError('ETIMEDOUT', 'connect', host, port)))
      if (signal?.aborted) return abort()
      signal?.addEventListener('abort', abort, { once: true })

      const loopback = ['localhost', '127.0.0.1', '::1'].includes(host)
      const target = loopback ? process.machine : simulation.findMachine(host)
      if (target === undefined) {
        simulation.schedule(this.#random.between(0.1, 5), 'dns', process, () => over || fail(networkError('ENOTFOUND', 'getaddrinfo', host, port)))
        return
      }
      const answer = (outcome: SimConnection | Error): void => {
        const client = outcome instanceof Error ? undefined : outcome
        simulation.schedule(this.latencyMs(target, process.machine), 'connected', process, () => {
          if (over) return client?.destroy()
          if (client === undefined) return fail(outcome as Error)
          over = true
          timer.cancel()
          signal?.removeEventListener('abort', abort)
          resolve(client)
        })
      }
      const syn = (): void => {
        if (over || !process.alive) return
        if (this.blocked(process.machine, target) || this.blocked(target, process.machine)) {
          simulation.schedule(synRetryMs, 'syn again', undefined, syn)
          return
        }
        answer(this.#arrive(process, target, options))
      }
      simulation.schedule(this.latencyMs(process.machine, target), 'syn', undefined, syn)
    })
  }

  /** A connection attempt reaches its machine: the client's end, or why there is none. */
  #arrive(process: SimProcess, target: Machine, options: ConnectOptions): SimConnection | Error {
    const { host, port } = options
    const listener = this.#listeners.get(`${target.name}:${port}`)
    if (listener === undefined) return networkError('ECONNREFUSED', 'connect', host, port)
    if (listener.secure !== (options.tls !== undefined)) return networkError('ECONNRESET', 'connect', host, port)
    const secure = listener.secure ? { protocol: 'simulated' } : undefined
    const [client, server] = SimConnection.pair(this.#simulation, process, listener.process, this.#nextPort++, port, secure)
    this.#simulation.schedule(0, 'accept', listener.process, () => {
      // The listener may have been closed in between: the kernel had accepted for it, and drops it.
      if (this.#listeners.get(`${target.name}:${port}`) === listener) listener.onConnection(server)
      else server.destroy()
    })
    return client
  }
}
