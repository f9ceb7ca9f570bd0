/**
 * A simulated ensemble: one tree, any number of sessions, and the faults that make coordination hard, all drawn from
 * the world's randomness: delays, requests that never arrive, replies that are lost after the change was made,
 * connections that drop and come back, sessions that expire while their owner still believes in them.
 *
 * Order is kept per session as ZooKeeper keeps it: requests arrive, and answers and watch events come back, first in
 * first out. A session whose connection is down for longer than its timeout loses its ephemerals at once; its owner
 * learns it when it reconnects, which is the window that zombie controllers live in.
 */
import type { Clock, Random, Scheduler, Timer } from '@odradek/platform'
import { Watches } from '../watches.ts'
import type {
  CreateOptions,
  MultiFailure,
  SessionState,
  Watch,
  ZnodeEvent,
  ZnodeOp,
  ZnodeResult,
  ZnodeStat,
  ZnodeStore,
} from '../znode-store.ts'
import { eventsOf, ZnodeTree } from '../znode-tree.ts'
import { asIs, changed, created, createOp, deleted } from '../single-operations.ts'
import type { MultiOutcome } from '../single-operations.ts'

export interface SimulatedFaults {
  /** Each way, uniform. 0: answers come within the turn. */
  maxDelayMs: number
  /** Probability per request that the connection drops before it arrives. */
  lostRequest: number
  /** Probability per request that the connection drops after it was done. */
  lostReply: number
  /** How long a dropped connection stays down, at most. */
  maxDownMs: number
}

export interface SimulatedEnsembleOptions {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly faults?: Partial<SimulatedFaults>
}

export class SimulatedEnsemble {
  readonly tree: ZnodeTree = new ZnodeTree()
  readonly options: SimulatedEnsembleOptions
  /** May be changed at any time. */
  readonly faults: SimulatedFaults
  private readonly stores = new Set<SimulatedZnodeStore>()
  private lastSession = 0n

  constructor(options: SimulatedEnsembleOptions) {
    this.options = options
    this.faults = { maxDelayMs: 0, lostRequest: 0, lostReply: 0, maxDownMs: 100, ...options.faults }
  }

  connect(options: { sessionTimeoutMs?: number } = {}): SimulatedZnodeStore {
    const store = new SimulatedZnodeStore(this, options.sessionTimeoutMs ?? 6000)
    this.stores.add(store)
    return store
  }

  /** For the stores. */
  newSession(): bigint {
    return ++this.lastSession
  }

  /** For the stores: decides a request of a session and sends the watch events around. */
  execute(ops: readonly ZnodeOp[], session: bigint): MultiOutcome {
    const outcome = this.tree.execute(ops, session, this.options.clock.wallMs())
    if (outcome.error !== undefined) return outcome
    for (const event of outcome.transaction === undefined ? [] : eventsOf(outcome.transaction)) {
      for (const store of this.stores) store.notify(event)
    }
    return { error: undefined, results: outcome.results }
  }

  /** For the stores: the session ends and its ephemerals go. */
  endSession(session: bigint): void {
    this.execute(this.tree.endOfSession(session), session)
  }

  delayMs(): number {
    return this.faults.maxDelayMs === 0 ? 0 : this.options.random.float() * this.faults.maxDelayMs
  }

  chance(probability: number): boolean {
    return probability > 0 && this.options.random.float() < probability
  }
}

interface Request {
  /** Runs at the ensemble; returns what answers the caller. */
  readonly execute: () => () => void
  arrived: boolean
  readonly lost: () => void
}

const LOST: MultiFailure = { error: 'CONNECTIONLOSS', failedAt: -1 }
const EXPIRED: MultiFailure = { error: 'SESSIONEXPIRED', failedAt: -1 }

export class SimulatedZnodeStore implements ZnodeStore {
  sessionId: bigint
  state: SessionState = 'connected'
  private readonly ensemble: SimulatedEnsemble
  private readonly sessionTimeoutMs: number
  private readonly watches = new Watches()
  private readonly listeners = new Set<(state: SessionState) => void>()
  private requests: Request[] = []
  /** Watch events that wait for the connection. */
  private held: (() => void)[] = []
  /** Counts connections: what belongs to an older one never arrives. */
  private connection = 0
  private sessionAlive = true
  private arrivalMs = 0
  private answerMs = 0
  private expiry: Timer | undefined

  constructor(ensemble: SimulatedEnsemble, sessionTimeoutMs: number) {
    this.ensemble = ensemble
    this.sessionTimeoutMs = sessionTimeoutMs
    this.sessionId = ensemble.newSession()
  }

  onSession(listener: (state: SessionState) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  multi(ops: readonly ZnodeOp[]): Promise<MultiOutcome> {
    return this.write(ops, asIs)
  }

  create(
    path: string,
    data: Uint8Array,
    options?: CreateOptions,
  ): Promise<ZnodeResult<{ path: string; stat: ZnodeStat }>> {
    return this.write([createOp(path, data, options)], created)
  }

  set(path: string, data: Uint8Array, version: number): Promise<ZnodeResult<{ stat: ZnodeStat }>> {
    return this.write([{ op: 'set', path, data, version }], changed)
  }

  delete(path: string, version: number): Promise<ZnodeResult<object>> {
    return this.write([{ op: 'delete', path, version }], deleted)
  }

  private write<T>(ops: readonly ZnodeOp[], answerOf: (outcome: MultiOutcome) => T): Promise<T> {
    // The request leaves as it is now: the caller's buffers are free again.
    const sent = ops.map((op) => (op.op === 'create' || op.op === 'set' ? { ...op, data: Buffer.from(op.data) } : op))
    return this.request(() => answerOf(this.ensemble.execute(sent, this.sessionId)), answerOf(LOST), answerOf(EXPIRED))
  }

  get(path: string, watch?: Watch): Promise<ZnodeResult<{ data: Buffer; stat: ZnodeStat }>> {
    return this.read<{ data: Buffer; stat: ZnodeStat }>(() => {
      const stat = this.ensemble.tree.stat(path)
      if (stat === undefined) return { error: 'NONODE' }
      if (watch !== undefined) this.watches.armData(path, watch)
      return { error: undefined, data: Buffer.from(this.ensemble.tree.nodes.get(path)?.data ?? []), stat }
    })
  }

  children(path: string, watch?: Watch): Promise<ZnodeResult<{ names: string[]; stat: ZnodeStat }>> {
    return this.read<{ names: string[]; stat: ZnodeStat }>(() => {
      const stat = this.ensemble.tree.stat(path)
      if (stat === undefined) return { error: 'NONODE' }
      if (watch !== undefined) this.watches.armChildren(path, watch)
      return { error: undefined, names: [...(this.ensemble.tree.nodes.get(path)?.children ?? [])], stat }
    })
  }

  exists(path: string, watch?: Watch): Promise<ZnodeResult<{ stat: ZnodeStat | undefined }>> {
    return this.read(() => {
      if (watch !== undefined) this.watches.armData(path, watch)
      return { error: undefined, stat: this.ensemble.tree.stat(path) }
    })
  }

  renew(): Promise<void> {
    if (this.state === 'expired') {
      this.sessionId = this.ensemble.newSession()
      this.sessionAlive = true
      this.connection++
      this.moveTo('connected')
    }
    return Promise.resolve()
  }

  close(): Promise<void> {
    if (this.state === 'closed') return Promise.resolve()
    this.breakConnection()
    if (this.sessionAlive) this.ensemble.endSession(this.sessionId)
    this.sessionAlive = false
    this.expiry?.cancel()
    this.watches.clear()
    this.moveTo('closed')
    return Promise.resolve()
  }

  /** Drops the connection; it comes back after `downMs`. Requests under way: some are done, none is answered. */
  disconnect(downMs: number): void {
    if (this.state !== 'connected') return
    const { scheduler, random } = this.ensemble.options
    const onTheWay = this.requests.filter((request) => !request.arrived)
    for (const request of onTheWay.slice(0, random.below(onTheWay.length + 1))) request.execute()
    this.breakConnection()
    this.moveTo('disconnected')
    this.expiry = scheduler.after(this.sessionTimeoutMs, () => this.expireAtEnsemble())
    scheduler.after(downMs, () => this.reconnect())
  }

  /** The ensemble ends the session now; the owner learns it with the next reconnect, `noticedAfterMs` from now. */
  expire(noticedAfterMs: number = 0): void {
    if (this.state === 'closed' || this.state === 'expired') return
    this.expireAtEnsemble()
    if (this.state === 'connected') {
      this.breakConnection()
      this.moveTo('disconnected')
      this.ensemble.options.scheduler.after(noticedAfterMs, () => this.reconnect())
    }
  }

  /** For the ensemble: a change happened. */
  notify(event: ZnodeEvent): void {
    if (!this.sessionAlive) return
    for (const watch of this.watches.take(event)) {
      const { sessionId } = this
      const fire = (): void => watch(event)
      // Dropped on the way: it comes with the next connection, which may be there already, or never with a new
      // session.
      const again = (): void => {
        if (this.sessionId !== sessionId || this.state === 'expired' || this.state === 'closed') return
        if (this.state === 'connected') fire()
        else this.held.push(fire)
      }
      if (this.state === 'connected') this.answer(this.connection, fire, again)
      else this.held.push(fire)
    }
  }

  private read<T>(look: () => ZnodeResult<T>): Promise<ZnodeResult<T>> {
    return this.request(
      look,
      { error: 'CONNECTIONLOSS' } as ZnodeResult<T>,
      { error: 'SESSIONEXPIRED' } as ZnodeResult<T>,
    )
  }

  private request<T>(execute: () => T, lost: T, expired: T): Promise<T> {
    if (this.state !== 'connected') return Promise.resolve(this.state === 'disconnected' ? lost : expired)
    return new Promise((resolve) => {
      const request: Request = {
        arrived: false,
        execute: () => {
          request.arrived = true
          const result = this.sessionAlive ? execute() : expired
          return () => resolve(result)
        },
        lost: () => resolve(lost),
      }
      this.requests.push(request)
      this.send(this.connection, request)
    })
  }

  private send(connection: number, request: Request): void {
    const { ensemble } = this
    const now = ensemble.options.clock.monotonicMs()
    this.arrivalMs = Math.max(this.arrivalMs, now + ensemble.delayMs())
    this.later(this.arrivalMs - now, () => {
      if (connection !== this.connection) return
      if (ensemble.chance(ensemble.faults.lostRequest)) {
        this.disconnect(ensemble.options.random.float() * ensemble.faults.maxDownMs)
        return
      }
      const settle = request.execute()
      if (ensemble.chance(ensemble.faults.lostReply)) {
        this.disconnect(ensemble.options.random.float() * ensemble.faults.maxDownMs)
        return
      }
      this.answer(connection, () => {
        this.requests.splice(this.requests.indexOf(request), 1)
        settle()
      })
    })
  }

  private answer(connection: number, fn: () => void, dropped?: () => void): void {
    const now = this.ensemble.options.clock.monotonicMs()
    this.answerMs = Math.max(this.answerMs, now + this.ensemble.delayMs())
    this.later(this.answerMs - now, () => {
      if (connection === this.connection) fn()
      else dropped?.()
    })
  }

  private later(delayMs: number, fn: () => void): void {
    if (delayMs <= 0) queueMicrotask(fn)
    else this.ensemble.options.scheduler.after(delayMs, fn)
  }

  private breakConnection(): void {
    this.connection++
    for (const request of this.requests.splice(0)) request.lost()
  }

  private expireAtEnsemble(): void {
    if (!this.sessionAlive || this.state === 'closed') return
    this.sessionAlive = false
    this.ensemble.endSession(this.sessionId)
  }

  private reconnect(): void {
    if (this.state !== 'disconnected') return
    this.expiry?.cancel()
    if (this.sessionAlive) {
      this.moveTo('connected')
      for (const fire of this.held.splice(0)) fire()
      return
    }
    this.held = []
    this.watches.clear()
    this.moveTo('expired')
  }

  private moveTo(state: SessionState): void {
    this.state = state
    for (const listener of this.listeners) listener(state)
  }
}
