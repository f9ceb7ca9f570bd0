/**
 * What comes in on one connection, up to where a request begins: cuts frames, keeps those that cannot be served yet, and
 * does not read on meanwhile. Owned by its connection.
 *
 * Invariants:
 * - Frames are handed on in order, one after the other, each once; a kept one is given back once.
 * - All that is kept of requests not begun (the buffer of the frame that arrives, frames that wait) is in the server's
 *   `unbegun`, from the moment it is kept until it is handed on or the connection is gone.
 * - A large frame arrives only while it could be served: what a client has sent before it, and waits for, does not let it
 *   hold more than one read.
 */
import { FrameDecoder } from '@odradek/protocol/internal'
import type { Connection } from '@odradek/platform'
import type { Arriving } from './arrivals.ts'
import type { Server } from './server.ts'

const PRODUCE_KEY = 0

/** Requests up to this size are served while memory is short, writes excepted; and moved out of what they share when they wait. */
const SMALL_FRAME_BYTES = 64 * 1024

export interface IntakeOwner {
  /** Whether one more request may begin. */
  readonly hasRoom: boolean
  readonly isClosed: boolean
  begin(buffer: Buffer, start: number, end: number, release: () => void): void
  /** Frames that waited have begun. */
  framesBegan(): void
  fail(reason: string): void
  /** It has to go because memory is short. */
  evict(reason: string): void
  bug(error: unknown): void
}

interface Frame {
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
  readonly release: () => void
  /** What it takes in memory. */
  readonly keptBytes: number
}

const nothing = (): void => {}

export class Intake implements Arriving {
  readonly decoder: FrameDecoder
  isPaused: boolean = false
  /** Of the server's `unbegun`, this connection's part. */
  unbegunBytes: number = 0
  unbegunSinceMs: number = 0
  private readonly server: Server
  private readonly connection: Connection
  private readonly owner: IntakeOwner
  private waiting: Frame[] = []
  private waitingBytes: number = 0
  private draining: boolean = false
  private awaitsArrival: boolean = false
  /** The frame goes on arriving, whatever the limit. */
  private arrivesFreely: boolean = false
  /** When the frame that is arriving began; -1: none is. */
  private frameSinceMs: number = -1
  private frameBytes: number = 0

  constructor(server: Server, connection: Connection, owner: IntakeOwner, maxFrameBytes: number) {
    this.server = server
    this.connection = connection
    this.owner = owner
    this.decoder = new FrameDecoder({
      buffers: server.frameBuffers,
      maxFrameBytes,
      onFrame: (buffer, start, end, release) => this.onFrame(buffer, start, end, release),
      // Only record batches are kept beyond the call; what has to wait is kept too.
      mayGrow: (bytes) => this.arrivesFreely || server.unbegun.usedBytes + bytes <= server.unbegun.limitBytes,
      mayOutlive: (buffer, start, end) => !this.canBegin || isProduce(buffer, start, end) || this.needsRoom(buffer, start, end),
    })
  }

  /** Nothing waits to begin. */
  get isEmpty(): boolean {
    return this.waiting.length === 0 && !this.draining
  }

  get waitsForServer(): boolean {
    return this.server.isWaitingForRoom(this)
  }

  received(length: number): void {
    const error = this.decoder.received(length)
    this.count()
    if (error !== undefined) return this.owner.fail(error.message)
    if (this.owner.isClosed) return
    if (!this.decoder.isInsideFrame) this.frameSinceMs = -1
    else if (this.frameSinceMs < 0) this.restartClock()
    else this.frameBytes += length
    if (this.decoder.heldBytes > 0 && !this.mayRead) this.pause()
  }

  private restartClock(): void {
    this.frameSinceMs = this.server.nowMs()
    this.frameBytes = 0
  }

  private onFrame(buffer: Buffer, start: number, end: number, release: () => void): void {
    if (this.owner.isClosed) return release()
    // The next frame, if one follows in the same read, has its own ten seconds.
    this.frameSinceMs = -1
    if (this.canBegin && !this.needsRoom(buffer, start, end)) return this.owner.begin(buffer, start, end, release)
    this.keep(buffer, start, end, release)
    this.pause()
  }

  // ---- what is kept ------------------------------------------------------------------------------------------

  private keep(buffer: Buffer, start: number, end: number, release: () => void): void {
    const length = end - start
    let frame: Frame = { buffer, start, end, release, keptBytes: buffer.length }
    if (length <= SMALL_FRAME_BYTES) {
      // Where it lies others lie as well, and it may have to wait for longer than they.
      frame = { buffer: Buffer.from(buffer.subarray(start, end)), start: 0, end: length, release: nothing, keptBytes: length }
      release()
    }
    this.waiting.push(frame)
    this.waitingBytes += frame.keptBytes
  }

  private letGo(frame: Frame): void {
    frame.release()
    this.waitingBytes -= frame.keptBytes
  }

  private count(): void {
    const { server, unbegunBytes } = this
    const bytes = this.decoder.heldBytes + this.waitingBytes
    if (bytes !== unbegunBytes) {
      this.unbegunBytes = bytes
      server.unbegun.add(bytes - unbegunBytes)
      if (unbegunBytes === 0) this.unbegunSinceMs = server.nowMs()
      if (this.decoder.heldBytes === 0) {
        this.arrivesFreely = false
        this.awaitsArrival = false
        server.arrivals.left(this)
      }
      if (bytes > unbegunBytes && server.unbegun.isOver) server.arrivals.overLimit()
    }
    if (this.decoder.isFull && this.decoder.frameBytes > SMALL_FRAME_BYTES && !this.arrivesFreely && !this.awaitsArrival && !this.owner.isClosed) {
      this.awaitsArrival = true
      server.arrivals.wait(this)
    }
  }

  get arrivedBytes(): number {
    return this.decoder.arrivedBytes + this.waitingBytes
  }

  get missingBytes(): number {
    return this.decoder.missingBytes
  }

  goOnArriving(): void {
    this.awaitsArrival = false
    this.arrivesFreely = true
    this.unbegunSinceMs = this.server.nowMs()
    this.proceed()
  }

  evict(reason: string): void {
    this.owner.evict(reason)
  }

  // ---- whether to read, and to begin ---------------------------------------------------------------------------

  private get canBegin(): boolean {
    return this.waiting.length === 0 && this.owner.hasRoom
  }

  private get mayRead(): boolean {
    return this.canBegin && !this.awaitsArrival && !(this.decoder.frameBytes > SMALL_FRAME_BYTES && this.server.isFull)
  }

  /** Whether it would have to be kept, at a time when enough is. */
  private needsRoom(buffer: Buffer, start: number, end: number): boolean {
    return this.server.isFull && (end - start > SMALL_FRAME_BYTES || isProduce(buffer, start, end))
  }

  /** Nothing more is read; what is under way is still answered. */
  pause(): void {
    if (this.isPaused || this.owner.isClosed) return
    this.isPaused = true
    this.connection.pauseReading()
    if (this.server.isFull) this.server.waitForRoom(this)
  }

  /** Something has ended: there may be room for frames that wait. */
  proceed(): void {
    if (!this.isPaused || this.draining || this.owner.isClosed) return
    this.drain()
    if (this.owner.isClosed) return
    this.count()
    this.owner.framesBegan()
    if (!this.mayRead) {
      if (this.server.isFull) this.server.waitForRoom(this)
      return
    }
    this.isPaused = false
    // The time for which we did not read is not the client's.
    if (this.frameSinceMs >= 0) this.restartClock()
    this.connection.resumeReading()
  }

  private drain(): void {
    // From here on the frames are not in `waiting`: each is given back once, by its request or, at the end, by `close`.
    const frames = this.waiting
    this.waiting = []
    this.draining = true
    let at = 0
    try {
      while (at < frames.length && !this.owner.isClosed && this.owner.hasRoom) {
        const frame = frames[at] as Frame
        if (this.needsRoom(frame.buffer, frame.start, frame.end)) break
        at++
        this.waitingBytes -= frame.keptBytes
        this.owner.begin(frame.buffer, frame.start, frame.end, frame.release)
      }
    } catch (error) {
      this.owner.bug(error)
    } finally {
      this.draining = false
      const rest = at === 0 ? frames : frames.slice(at)
      this.waiting = rest
      if (this.owner.isClosed) this.close()
    }
  }

  /** The connection is gone. */
  close(): void {
    this.decoder.close()
    for (const frame of this.waiting) this.letGo(frame)
    this.waiting = []
    // Frames that are being drained are given back at the end of that.
    this.count()
    this.server.forgetWaiting(this)
  }

  // ---- time ------------------------------------------------------------------------------------------------------

  /** The process did not run for this long. */
  postpone(byMs: number): void {
    if (this.frameSinceMs >= 0) this.frameSinceMs += byMs
  }

  /** A frame comes drop by drop. */
  isTooSlow(nowMs: number): boolean {
    if (this.frameSinceMs < 0 || this.isPaused) return false
    const { limits } = this.server
    const graceMs = nowMs - this.frameSinceMs - limits.frameDeadlineMs
    return graceMs > 0 && this.frameBytes < (graceMs / 1000) * limits.minBytesPerSecond
  }
}

function isProduce(buffer: Buffer, start: number, end: number): boolean {
  return end - start >= 2 && buffer.readInt16BE(start) === PRODUCE_KEY
}
