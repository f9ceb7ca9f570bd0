/**
 * The listeners of a broker and all its connections: accepts up to the limits, shares buffers, and once a second
 * looks for connections that are idle or stuck.
 *
 * The ports are taken (`bind`) before the broker touches its data, so that a second start on the same port changes
 * nothing; connections that come before `serve` wait unread.
 */
import { FrameBuffers, Writer } from '@odradek/protocol/internal'
import type { Connection, Listener, Timer, TlsServerOptions, World } from '@odradek/platform'
import type { BrokerConfig } from '../config/broker-config.ts'
import { initialIdentity } from '../security/principal.ts'
import type { AnyHandler, BrokerServices, ConnectionInfo, ConnectionTable, Endpoint } from '../services.ts'
import { Arrivals } from './arrivals.ts'
import { Budget } from './budget.ts'
import { ChunkPool } from './chunk-pool.ts'
import { ServerConnection } from './connection.ts'
import type { Intake } from './intake.ts'
import { limitsOf, type ServerLimits } from './limits.ts'

const CHECK_EVERY_MS = 1000
/** Of a budget: held less than this, those who wait for room go on. */
const ROOM_AGAIN_SHARE = 0.75
/** Of the bytes of unread answers: more than this is never held. */
const ANSWERS_HARD_SHARE = 1.5

export interface BoundListener {
  readonly name: string
  readonly protocol: Endpoint['securityProtocol']
  readonly host: string
  readonly port: number
}

export interface ListenerToBind {
  readonly name: string
  readonly protocol: Endpoint['securityProtocol']
  readonly host: string
  readonly port: number
  readonly tls?: TlsServerOptions
}

export class Server implements ConnectionTable {
  readonly limits: ServerLimits
  readonly chunks: ChunkPool = new ChunkPool()
  readonly frameBuffers: FrameBuffers = new FrameBuffers()
  /** Requests under way that are kept: lent to a log, or promised an answer. */
  readonly held: Budget
  /** Requests that have not begun: those that arrive, and those that wait for their turn. */
  readonly unbegun: Budget
  readonly arrivals: Arrivals
  /** Encoded answers that the kernel has not taken, besides what is in `chunks`. */
  readonly unsent: Budget
  private writer: Writer = new Writer(4096)
  private readonly world: World
  private readonly backlog: number
  private readonly listeners: Listener[] = []
  private readonly connections: Map<string, ServerConnection> = new Map()
  private readonly perIp: Map<string, number> = new Map()
  private readonly handlers: (AnyHandler | undefined)[] = []
  /** Accepted before the broker was ready. */
  private early: { connection: Connection; listener: ListenerToBind }[] = []
  private waitingForRoom: Set<Intake> = new Set()
  private broker: BrokerServices | undefined
  private nextId: number = 1
  private checkTimer: Timer | undefined
  private checkDueMs: number = 0
  private closing: boolean = false
  private quiet: boolean = false
  /** Told how many connections there are: each has a descriptor. */
  countChanged: ((connections: number) => void) | undefined

  constructor(world: World, config: BrokerConfig, limits: Partial<ServerLimits> = {}) {
    this.world = world
    this.limits = { ...limitsOf(config, world.process.memoryBytes()), ...limits }
    this.held = new Budget(this.limits.maxHeldBytes)
    this.unbegun = new Budget(this.limits.maxHeldBytes)
    this.unsent = new Budget(this.limits.maxAnswerBytes)
    this.arrivals = new Arrivals(this.unbegun, this.limits.maxRequestBytes, world.scheduler, () => this.nowMs(), () => [...this.connections.values()].map(({ intake }) => intake))
    this.backlog = config.get('socket.listen.backlog.size')
  }

  nowMs(): number {
    return this.world.clock.monotonicMs()
  }

  /** Where answers are encoded; its content is borrowed until the next one. */
  get encoder(): Writer {
    return this.writer
  }

  set encoder(writer: Writer) {
    this.writer = writer
  }

  handlerOf(key: number): AnyHandler | undefined {
    return this.handlers[key]
  }

  // ---- listening ---------------------------------------------------------------------------------------------

  /** Takes the ports. Rejects with the system's error; the ports taken so far are free again then. */
  async bind(listeners: readonly ListenerToBind[]): Promise<BoundListener[]> {
    const bound: BoundListener[] = []
    try {
      for (const listener of listeners) {
        const { name, protocol, host, port, tls } = listener
        const options = { host: host === '' ? '0.0.0.0' : host, port, backlog: this.backlog, ...(tls === undefined ? {} : { tls }) }
        const taken = await this.world.transport.listen(options, (connection) => this.accepted(connection, listener))
        this.listeners.push(taken)
        bound.push({ name, protocol, host: taken.host, port: taken.port })
      }
    } catch (error) {
      await this.close()
      throw error
    }
    return bound
  }

  /** From now on connections are served. */
  serve(broker: BrokerServices): void {
    this.broker = broker
    for (const handler of broker.handlers) this.handlers[handler.api.key] = handler
    const { early } = this
    this.early = []
    for (const { connection, listener } of early) this.accepted(connection, listener)
  }

  private accepted(connection: Connection, listener: ListenerToBind): void {
    const { broker } = this
    if (this.closing) return connection.destroy()
    if (broker === undefined) {
      this.early.push({ connection, listener })
      return
    }
    const refusal = this.refusal(connection.remoteAddress)
    if (refusal !== undefined) {
      broker.events.connectionRefused(listener.name, refusal)
      this.world.log.warn({ listener: listener.name, from: connection.remoteAddress, reason: refusal }, 'connection refused')
      return connection.destroy()
    }
    const identity = initialIdentity(listener.protocol, connection.tls?.peerDistinguishedName)
    const origin = { id: String(this.nextId++), listenerName: listener.name, connectedAtMs: this.world.clock.wallMs(), ...identity }
    const server = new ServerConnection(this, broker, connection, origin)
    this.connections.set(server.id, server)
    this.perIp.set(server.remoteAddress, (this.perIp.get(server.remoteAddress) ?? 0) + 1)
    this.countChanged?.(this.connections.size)
    broker.events.connectionOpened(server)
    if (this.checkTimer === undefined) this.armCheck()
    connection.start(server)
  }

  private refusal(address: string): string | undefined {
    const { limits } = this
    if (this.connections.size >= limits.maxConnections) return 'max.connections'
    const perIp = limits.perIpOverrides.get(address) ?? limits.maxConnectionsPerIp
    return (this.perIp.get(address) ?? 0) >= perIp ? 'max.connections.per.ip' : undefined
  }

  connectionClosed(connection: ServerConnection, reason: string): void {
    if (!this.connections.delete(connection.id)) return
    this.countChanged?.(this.connections.size)
    const left = (this.perIp.get(connection.remoteAddress) ?? 1) - 1
    if (left === 0) this.perIp.delete(connection.remoteAddress)
    else this.perIp.set(connection.remoteAddress, left)
    this.broker?.events.connectionClosed(connection, reason)
  }

  private check(): void {
    this.checkTimer = undefined
    const nowMs = this.nowMs()
    const lateMs = nowMs - this.checkDueMs
    for (const connection of this.connections.values()) {
      // The time for which this process slept is nobody's idleness.
      if (lateMs > CHECK_EVERY_MS) connection.postpone(lateMs)
      connection.checkDeadlines(nowMs)
    }
    this.endStalledReaders(this.limits.maxAnswerBytes, (connection) => connection.hasStalled)
    if (this.connections.size > 0 && !this.closing) this.armCheck()
  }

  private armCheck(): void {
    this.checkDueMs = this.nowMs() + CHECK_EVERY_MS
    this.checkTimer = this.world.scheduler.after(CHECK_EVERY_MS, () => this.check(), { background: true })
  }

  // ---- what is held ------------------------------------------------------------------------------------------

  /** Requests that would have to be kept wait unread. */
  get isFull(): boolean {
    return this.held.isOver
  }

  changeHeld(bytes: number): void {
    this.held.add(bytes)
    if (this.waitingForRoom.size === 0 || this.held.usedBytes > this.held.limitBytes * ROOM_AGAIN_SHARE) return
    const waiting = this.waitingForRoom
    this.waitingForRoom = new Set()
    for (const intake of waiting) intake.proceed()
  }

  waitForRoom(intake: Intake): void {
    this.waitingForRoom.add(intake)
  }

  isWaitingForRoom(intake: Intake): boolean {
    return this.waitingForRoom.has(intake)
  }

  /** It waits for nothing any more. */
  forgetWaiting(intake: Intake): void {
    this.waitingForRoom.delete(intake)
    this.arrivals.left(intake)
  }

  /** Bytes of memory that answers take which have not been read. */
  get unsentBytes(): number {
    return this.unsent.usedBytes + this.chunks.inUseBytes
  }

  /** Told after each answer that could not leave at once. */
  answersWait(): void {
    this.endStalledReaders(this.limits.maxAnswerBytes * ANSWERS_HARD_SHARE, () => true)
  }

  /** Ends connections until what waits for readers is no more than that: those that hold most go first. */
  private endStalledReaders(mostBytes: number, may: (connection: ServerConnection) => boolean): void {
    // What is under way to a socket is free a moment after its connection has ended.
    let surplus = this.unsentBytes - mostBytes
    if (surplus <= 0) return
    const readers = [...this.connections.values()].filter((one) => one.unsentBytes > 0 && may(one))
    for (const connection of readers.sort((a, b) => b.unsentBytes - a.unsentBytes)) {
      if (surplus <= 0) return
      surplus -= connection.unsentBytes
      connection.evict('its answers were not read while memory was short')
    }
  }

  // ---- ConnectionTable ---------------------------------------------------------------------------------------

  list(): readonly ConnectionInfo[] {
    return [...this.connections.values()]
  }

  /** Ends one connection by id, for the administrator. */
  disconnect(id: string): boolean {
    const connection = this.connections.get(id)
    connection?.close()
    return connection !== undefined
  }

  /** No request is begun any more. */
  get isQuiet(): boolean {
    return this.quiet
  }

  /** From now on no request is read or begun; those under way are answered. The first step of an end. */
  quieten(): void {
    this.quiet = true
    for (const { intake } of this.connections.values()) intake.pause()
  }

  /** Takes no more connections. Those that are there stay until `close`. */
  async stopListening(): Promise<void> {
    this.closing = true
    for (const { connection } of this.early) connection.destroy()
    this.early = []
    await Promise.all(this.listeners.splice(0).map((listener) => listener.close()))
  }

  /** Sends what is ready, ends every connection, and resolves when the ports are free. */
  async close(): Promise<void> {
    const free = this.stopListening()
    this.checkTimer?.cancel()
    this.checkTimer = undefined
    this.arrivals.close()
    for (const connection of this.connections.values()) connection.finish('the broker stops')
    // A client that does not read what it has asked for cannot hold up the end.
    for (let waits = 0; this.connections.size > 0 && waits < 20; waits++) await this.world.scheduler.sleep(10)
    for (const connection of this.connections.values()) connection.destroy('the broker stops')
    await free
  }
}
