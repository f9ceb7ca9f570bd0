/**
 * One end of a simulated connection. Bytes wander: writer's queue -> (window) -> segments on the way -> inbox of the
 * peer -> the owner's target. Each step is an event, so that everything may happen in between.
 *
 * Invariants: bytes arrive in order and once; `done` is called exactly once per write; `closed` exactly once and last;
 * a write's buffers are looked at until its `done`, and not necessarily before `write` returns (as with a real kernel),
 * so that who reuses a buffer too early sends nonsense here, too.
 */
import { invariant } from '../invariant.ts'
import type { Connection, ConnectionHandler } from '../transport.ts'
import type { Machine, SimProcess } from './process.ts'
import type { Simulation } from './simulation.ts'

export function networkError(code: string, call: string, host: string, port: number): Error {
  return Object.assign(new Error(`${call} ${code} ${host}:${port}`), { code })
}

interface Queued {
  readonly bytes: Uint8Array
  at: number
  readonly done: ((gone?: boolean) => void) | undefined
}

type Segment = Uint8Array | 'fin' | 'rst'

const largestSegment = 64 * 1024
const firstRetryMs = 200
const lastRetryMs = 5000

export class SimConnection implements Connection {
  readonly process: SimProcess
  readonly machine: Machine
  readonly remoteAddress: string
  readonly remotePort: number
  readonly localAddress: string
  readonly localPort: number
  readonly tls: Connection['tls']
  readonly #simulation: Simulation
  #peer: SimConnection | undefined

  // Writing.
  readonly #outbox: Queued[] = []
  #outboxBytes = 0
  #flushPlanned = false
  #needDrain = false
  #ending = false
  #finSent = false
  // On the way to the peer.
  readonly #segments: { readonly content: Segment; readonly arriveMs: number }[] = []
  #travelling = false
  /** Bytes sent and not yet read by the peer's owner. */
  #unread = 0
  #blockedSinceMs: number | undefined
  // Reading.
  #handler: ConnectionHandler | undefined
  #target: Uint8Array | undefined
  readonly #inbox: Uint8Array[] = []
  #inboxBytes = 0
  #finArrived = false
  #endedDelivered = false
  #paused = false
  #readPlanned = false
  // Life.
  #destroyed = false
  #closedDelivered = false
  #closeError: Error | undefined
  /** The machine lost power: nobody is here. */
  #vanished = false

  private constructor(simulation: Simulation, process: SimProcess, local: number, peer: Machine, remote: number, secure: Connection['tls']) {
    this.#simulation = simulation
    this.process = process
    this.machine = process.machine
    this.localAddress = process.machine.address
    this.localPort = local
    this.remoteAddress = peer.address
    this.remotePort = remote
    this.tls = secure
  }

  static pair(
    simulation: Simulation, client: SimProcess, server: SimProcess, clientPort: number, serverPort: number, secure: Connection['tls'],
  ): [SimConnection, SimConnection] {
    const a = new SimConnection(simulation, client, clientPort, server.machine, serverPort, secure)
    const b = new SimConnection(simulation, server, serverPort, client.machine, clientPort, secure)
    a.#peer = b
    b.#peer = a
    simulation.network.opened(a)
    simulation.network.opened(b)
    return [a, b]
  }

  get peer(): SimConnection {
    return this.#peer!
  }

  get bufferedBytes(): number {
    return this.#outboxBytes
  }

  #soon(kind: string, fn: () => void, delayMs = 0): void {
    this.#simulation.schedule(delayMs, kind, this.process, fn)
  }

  start(handler: ConnectionHandler): void {
    if (this.#handler) throw new Error('the connection has been started already')
    this.#handler = handler
    if (this.#destroyed) this.#deliverClosed()
    else this.#planRead()
  }

  write(buffers: readonly Uint8Array[], done?: (gone?: boolean) => void): boolean {
    if (this.#destroyed || this.#ending || !this.process.alive) {
      if (done) this.#soon('write done', () => done(true))
      return false
    }
    const last = buffers.length - 1
    if (last < 0 && done) this.#soon('write done', () => done(false))
    buffers.forEach((bytes, i) => {
      this.#outbox.push({ bytes, at: 0, done: i === last ? done : undefined })
      this.#outboxBytes += bytes.length
    })
    // A kernel usually takes the bytes within the call, and sometimes later.
    if (this.#simulation.network.random.chance(0.5)) this.#flush()
    else this.#planFlush()
    if (this.#outboxBytes < this.#simulation.network.settings.writeHighWaterBytes) return true
    this.#needDrain = true
    return false
  }

  #planFlush(): void {
    if (this.#flushPlanned) return
    this.#flushPlanned = true
    this.#soon('flush', () => {
      this.#flushPlanned = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#destroyed) return
    const { network } = this.#simulation
    while (this.#outbox.length > 0) {
      const head = this.#outbox[0]!
      const left = head.bytes.length - head.at
      let take = Math.min(left, largestSegment, network.settings.windowBytes - this.#unread)
      if (left > 0 && take <= 0) break
      if (take > 1 && network.random.chance(network.settings.splitProbability)) take = 1 + network.random.below(take)
      if (take > 0) this.#send(Uint8Array.from(head.bytes.subarray(head.at, head.at + take)))
      head.at += take
      this.#outboxBytes -= take
      if (head.at < head.bytes.length) continue
      this.#outbox.shift()
      const { done } = head
      if (done) this.#soon('write done', () => done(false))
    }
    if (this.#outbox.length > 0) return
    if (this.#needDrain) {
      this.#needDrain = false
      this.#soon('drained', () => this.#destroyed || this.#handler?.drained())
    }
    if (this.#ending && !this.#finSent) {
      this.#finSent = true
      this.#send('fin')
      this.#closeWhenBothEnded()
    }
  }

  #send(content: Segment): void {
    const { network } = this.#simulation
    if (typeof content !== 'string') {
      this.#unread += content.length
      this.#simulation.traceBytes(this.machine.name, 'send', content)
      if (network.random.chance(network.settings.resetProbability)) return this.breakBoth()
    }
    const last = this.#segments.at(-1)
    const arriveMs = this.#simulation.nowMs + network.latencyMs(this.machine, this.peer.machine)
    this.#segments.push({ content, arriveMs: Math.max(arriveMs, last?.arriveMs ?? 0) })
    this.#travel()
  }

  #travel(): void {
    const next = this.#segments[0]
    if (this.#travelling || next === undefined) return
    this.#travelling = true
    this.#simulation.schedule(next.arriveMs - this.#simulation.nowMs, 'segment', undefined, () => this.#arrive(firstRetryMs))
  }

  #arrive(retryMs: number): void {
    const { network, nowMs } = this.#simulation
    if (network.blocked(this.machine, this.peer.machine)) {
      // A machine without power sends nothing again.
      if (this.#vanished) return void (this.#segments.length = 0)
      this.#blockedSinceMs ??= nowMs
      if (nowMs - this.#blockedSinceMs >= network.settings.retransmitTimeoutMs) {
        this.#segments.length = 0
        return this.#die(networkError('ETIMEDOUT', 'read', this.remoteAddress, this.remotePort))
      }
      this.#simulation.schedule(retryMs, 'retransmit', undefined, () => this.#arrive(Math.min(retryMs * 2, lastRetryMs)))
      return
    }
    this.#blockedSinceMs = undefined
    this.#travelling = false
    const segment = this.#segments.shift()
    if (segment === undefined) return
    this.peer.#take(segment.content)
    this.#travel()
  }

  #take(content: Segment): void {
    if (content === 'rst') return this.#die(networkError('ECONNRESET', 'read', this.remoteAddress, this.remotePort))
    if (this.#destroyed || this.#vanished) {
      // Nobody has this connection any more. To a FIN there is nothing to say.
      if (content !== 'fin' || this.#vanished) this.#send('rst')
      return
    }
    if (content === 'fin') {
      this.#finArrived = true
      this.#endInPause()
    } else {
      this.#inbox.push(content)
      this.#inboxBytes += content.length
    }
    this.#planRead()
  }

  #planRead(): void {
    if (this.#readPlanned || this.#paused || this.#destroyed || this.#handler === undefined) return
    if (this.#inboxBytes === 0 && !(this.#finArrived && !this.#endedDelivered)) return
    this.#readPlanned = true
    this.#soon('read', () => {
      this.#readPlanned = false
      if (this.#paused || this.#destroyed) return
      if (this.#inboxBytes > 0) this.#read(this.#handler!)
      else this.#deliverEnded(this.#handler!)
      this.#planRead()
    })
  }

  #read(handler: ConnectionHandler): void {
    const { random } = this.#simulation.network
    const inPause = this.#readOnce(handler)
    // As 'data' events and TLS do: what has been read already is handed over although it was told to pause.
    if (!inPause || this.#inboxBytes === 0 || !random.chance(0.5)) return
    let rest = 1 + random.below(Math.min(this.#inboxBytes, largestSegment))
    while (rest > 0 && !this.#destroyed) {
      const before = this.#inboxBytes
      this.#readOnce(handler, rest)
      rest -= before - this.#inboxBytes
    }
  }

  /** Whether it was told to pause, and lives. */
  #readOnce(handler: ConnectionHandler, most: number = Infinity): boolean {
    // As in node/: the target of the next read is asked for right after the last one, long before its bytes come.
    const target = this.#target ?? handler.target()
    invariant(target.length > 0, 'the target of a read is empty')
    this.#target = undefined
    const room = Math.min(target.length, most)
    let length = 0
    while (length < room && this.#inbox.length > 0) {
      const head = this.#inbox[0]!
      const take = Math.min(head.length, room - length)
      target.set(head.subarray(0, take), length)
      length += take
      if (take === head.length) this.#inbox.shift()
      else this.#inbox[0] = head.subarray(take)
    }
    this.#inboxBytes -= length
    this.peer.#windowOpened(length)
    handler.received(length)
    if (this.#destroyed) return false
    this.#target = handler.target()
    return this.#paused
  }

  #windowOpened(length: number): void {
    this.#unread -= length
    if (this.#outbox.length > 0 && !this.#destroyed) this.#planFlush()
  }

  /** As 'data' events and TLS do: a pause holds back bytes, and the end only as long as there are some. */
  #endInPause(): void {
    const handler = this.#handler
    if (handler === undefined || !this.#paused || this.#inboxBytes > 0) return
    if (!this.#simulation.network.random.chance(0.5)) return
    this.#soon('end', () => this.#destroyed || this.#deliverEnded(handler))
  }

  #deliverEnded(handler: ConnectionHandler): void {
    if (this.#endedDelivered) return
    this.#endedDelivered = true
    handler.ended()
    this.#closeWhenBothEnded()
  }

  #closeWhenBothEnded(): void {
    if (!this.#destroyed && this.#finSent && this.#endedDelivered) this.#die(undefined)
  }

  pauseReading(): void {
    this.#paused = true
  }

  resumeReading(): void {
    this.#paused = false
    this.#planRead()
  }

  end(): void {
    if (this.#ending || this.#destroyed || !this.process.alive) return
    this.#ending = true
    this.#planFlush()
  }

  destroy(error?: Error): void {
    if (this.#destroyed || !this.process.alive) return
    this.#sayGoodbye()
    this.#die(error)
  }

  /** Closing a socket with unread bytes resets the connection; otherwise it says FIN. */
  #sayGoodbye(): void {
    if (this.#inboxBytes > 0) this.#send('rst')
    else if (!this.#finSent) this.#send('fin')
    this.#finSent = true
  }

  /** Both ends see the connection break now. */
  breakBoth(): void {
    for (const end of [this, this.peer]) end.#die(networkError('ECONNRESET', 'read', end.remoteAddress, end.remotePort))
  }

  /** The owner's process ended: the kernel closes for it, or (power loss) nobody does. */
  processStopped(powered: boolean): void {
    if (powered && !this.#destroyed) this.#sayGoodbye()
    this.#vanished = !powered
    this.#destroyed = true
    this.#simulation.network.gone(this)
  }

  #die(error: Error | undefined): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#closeError = error
    this.#simulation.network.gone(this)
    for (const { done } of this.#outbox) if (done) this.#soon('write done', () => done(true))
    this.#outbox.length = 0
    this.#outboxBytes = 0
    this.#inbox.length = 0
    this.#inboxBytes = 0
    if (this.#handler) this.#deliverClosed()
  }

  #deliverClosed(): void {
    if (this.#closedDelivered) return
    this.#closedDelivered = true
    this.#soon('closed', () => this.#handler?.closed(this.#closeError))
  }
}
