/**
 * What leaves on one connection: small answers of a turn are gathered in one buffer and sent as one write; records
 * are read from their logs piece by piece, the next piece when the kernel has taken the last.
 *
 * Invariants: bytes leave in the order of `push`; at most one chunk is under way and one being filled, so that a
 * reader that does not read costs two buffers, however much it has asked for; and what is left of encoded answers,
 * which counts as `unsent` until the kernel has taken it.
 */
import type { Connection } from '@odradek/platform'
import type { RecordsSource } from '@odradek/protocol'
import type { Budget } from './budget.ts'
import type { ChunkPool } from './chunk-pool.ts'

/** Sources up to this size are read at once, to leave together with what stands before them. */
const READ_AT_ONCE = 128 * 1024

const BACKLOG_BYTES = 1024 * 1024

interface Piece {
  readonly bytes: Buffer | RecordsSource
  taken: number
}

export class Output {
  private readonly connection: Connection
  private readonly pool: ChunkPool
  private readonly unsent: Budget
  private readonly broken: (reason: string) => void
  private chunk: Buffer | undefined
  private filled: number = 0
  /** What did not fit into the chunk that is being filled. */
  private queue: Piece[] = []
  private head: number = 0
  /** Bytes in `queue` that are not in a chunk yet. */
  private queuedBytes: number = 0
  /** Bytes of memory in `queue`, those of pieces that are partly sent included. */
  private queuedMemory: number = 0
  /** Writes that are over: it stands still while the peer reads nothing. */
  progress: number = 0
  private writing: boolean = false
  private closed: boolean = false
  private scheduled: boolean = false
  private readonly flushLater: () => void
  private readonly written: (gone?: boolean) => void
  private underWay: Buffer | undefined
  /** Called when a write is over: `isIdle` and `isBacklogged` may have changed. */
  onProgress: (() => void) | undefined

  constructor(connection: Connection, pool: ChunkPool, unsent: Budget, broken: (reason: string) => void) {
    this.connection = connection
    this.pool = pool
    this.unsent = unsent
    this.broken = broken
    this.flushLater = () => {
      this.scheduled = false
      this.flush()
    }
    this.written = (gone) => {
      this.writing = false
      this.progress++
      if (this.underWay !== undefined) this.pool.give(this.underWay)
      this.underWay = undefined
      // The connection has died and has not said so yet. Reading on would read all that was asked for, from disk and at
      // once, because a dead connection takes every write in no time.
      if (gone === true) return this.close()
      this.flush()
      this.onProgress?.()
    }
  }

  /** Nothing waits to be sent. */
  get isIdle(): boolean {
    return !this.writing && this.filled === 0 && this.queuedBytes === 0
  }

  /** The peer does not keep up: no more should be done for it before this is over. */
  get isBacklogged(): boolean {
    return this.queuedMemory > BACKLOG_BYTES || (this.writing && this.pendingBytes > BACKLOG_BYTES)
  }

  /** Bytes that have been pushed and not been given to the connection; sources included, which take no memory yet. */
  get pendingBytes(): number {
    return this.filled + this.queuedBytes
  }

  /** Memory that this connection's reader has to take before it is free. */
  get memoryBytes(): number {
    return this.queuedMemory + (this.chunk?.length ?? 0) + (this.underWay?.length ?? 0)
  }

  /**
   * Queues an answer. Buffers among the parts are copied, unless they are `given`; sources are read later. Sent at the
   * end of the turn.
   */
  push(parts: readonly (Buffer | RecordsSource)[], totalBytes: number, given: boolean = false): void {
    if (this.closed) return
    for (const part of parts) {
      this.pushPart(part, totalBytes, given)
      // Records have become unreadable: what comes after them would never be given back.
      if (this.closed) return
    }
    if (this.scheduled || this.writing) return
    this.scheduled = true
    queueMicrotask(this.flushLater)
  }

  private pushPart(part: Buffer | RecordsSource, totalBytes: number, given: boolean): void {
    const length = part.byteLength
    // Nothing to send must not take a chunk: no write would ever give it back.
    if (length === 0) return
    if (this.queuedBytes === 0) {
      this.chunk ??= this.pool.take(totalBytes)
      if (length <= this.chunk.length - this.filled && (length <= READ_AT_ONCE || Buffer.isBuffer(part))) {
        this.fill(part, 0, length)
        return
      }
    }
    this.queuedBytes += length
    if (!Buffer.isBuffer(part)) return void this.queue.push({ bytes: part, taken: 0 })
    // An encoder reuses its buffer as soon as this call is over.
    this.queue.push({ bytes: given ? part : Buffer.from(part), taken: 0 })
    this.countMemory(length)
  }

  private countMemory(bytes: number): void {
    this.queuedMemory += bytes
    this.unsent.add(bytes)
  }

  private fill(part: Buffer | RecordsSource, from: number, length: number): void {
    const chunk = this.chunk as Buffer
    if (Buffer.isBuffer(part)) part.copy(chunk, this.filled, from, from + length)
    else {
      const got = part.read(chunk, this.filled, from, length)
      // The frame's length has been promised: what cannot be read now can never be sent.
      if (got !== length) return this.fail('records of an answer have become unreadable')
    }
    this.filled += length
  }

  private fail(reason: string): void {
    if (this.closed) return
    this.close()
    this.broken(reason)
  }

  private flush(): void {
    if (this.writing || this.closed) return
    if (this.queuedBytes > 0) this.fillFromQueue()
    const { chunk, filled } = this
    if (chunk === undefined || filled === 0 || this.closed) return
    this.chunk = undefined
    this.filled = 0
    this.underWay = chunk
    this.writing = true
    this.connection.write([filled === chunk.length ? chunk : chunk.subarray(0, filled)], this.written)
  }

  private fillFromQueue(): void {
    this.chunk ??= this.pool.take(this.queuedBytes)
    while (this.head < this.queue.length && !this.closed) {
      const space = this.chunk.length - this.filled
      if (space === 0) break
      const piece = this.queue[this.head] as Piece
      const length = Math.min(space, piece.bytes.byteLength - piece.taken)
      this.fill(piece.bytes, piece.taken, length)
      piece.taken += length
      this.queuedBytes -= length
      if (piece.taken < piece.bytes.byteLength) continue
      this.head++
      if (Buffer.isBuffer(piece.bytes)) this.countMemory(-piece.bytes.length)
    }
    if (this.head === this.queue.length) this.queue = []
    else if (this.head >= 64) this.queue.splice(0, this.head)
    else return
    this.head = 0
  }

  /** Drops everything; the connection is gone or about to go. */
  close(): void {
    if (this.closed) return
    this.closed = true
    this.countMemory(-this.queuedMemory)
    this.queue = []
    this.head = 0
    this.queuedBytes = 0
    this.filled = 0
    if (this.chunk !== undefined) this.pool.give(this.chunk)
    this.chunk = undefined
  }
}
