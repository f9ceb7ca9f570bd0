/**
 * A net.Socket or tls.TLSSocket as a Connection, and the two ways of reading from it (see transport.ts).
 */
import type { Socket, OnReadOpts } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { invariant } from '../invariant.ts'
import type { Connection, ConnectionHandler } from '../transport.ts'

/** Hands bytes that lie elsewhere to a handler, through as many of its targets as they need. */
function deliver(bytes: Uint8Array, handler: ConnectionHandler, alive: () => boolean): void {
  let at = 0
  while (at < bytes.length && alive()) {
    const target = handler.target()
    invariant(target.length > 0, 'the target of a read is empty')
    const length = Math.min(target.length, bytes.length - at)
    target.set(at === 0 && length === bytes.length ? bytes : bytes.subarray(at, at + length))
    at += length
    handler.received(length)
  }
}

export interface Reading {
  begin(socket: Socket, handler: ConnectionHandler): void
}

export class DataReading implements Reading {
  begin(socket: Socket, handler: ConnectionHandler): void {
    socket.on('data', (chunk: Buffer) => deliver(chunk, handler, () => !socket.destroyed))
  }
}

/**
 * Node asks for a buffer when the socket is made, long before there is a handler: until then, and for the first read,
 * it gets this one. Reads are synchronous from the kernel to the callback, so that all connections can share it.
 */
const firstBuffer = new Uint8Array(64 * 1024)

/**
 * After this many bytes of one connection the others get a turn of the loop. libuv goes on reading where bytes are to be
 * had, up to 32 times with a large target: 16 MiB of one busy producer, for which everybody else would wait.
 */
const bytesPerTurn = 1024 * 1024

export class InPlaceReading implements Reading {
  #socket: Socket | undefined
  #handler: ConnectionHandler | undefined
  #next: Uint8Array = firstBuffer

  readonly onread: OnReadOpts = {
    buffer: () => {
      const alive = this.#handler !== undefined && !this.#socket!.destroyed
      if (alive && this.#began) {
        this.#next = this.#handler!.target()
        invariant(this.#next.length > 0, 'the target of a read is empty')
      }
      return this.#next
    },
    callback: (length) => {
      const socket = this.#socket!
      const handler = this.#handler!
      if (this.#next === firstBuffer) deliver(firstBuffer.subarray(0, length), handler, () => !socket.destroyed)
      else handler.received(length)
      this.#began = true
      this.#bytes += length
      // False stops the reading; `resume` starts it again.
      if (socket.isPaused()) return false
      if (this.#bytes < bytesPerTurn) return true
      setImmediate(this.#goOn)
      return false
    },
  }
  /** Bytes since the others last had a turn. */
  #bytes = 0
  readonly #goOn = (): void => {
    this.#bytes = 0
    // Paused meanwhile: whoever did that resumes it.
    if (!this.#socket!.destroyed && !this.#socket!.isPaused()) this.#socket!.resume()
  }
  /** Whether the first read, into `firstBuffer`, is over. */
  #began = false

  begin(socket: Socket, handler: ConnectionHandler): void {
    this.#socket = socket
    this.#handler = handler
  }
}

export class SocketConnection implements Connection {
  readonly remoteAddress: string
  readonly remotePort: number
  readonly localAddress: string
  readonly localPort: number
  readonly tls: Connection['tls']
  readonly #socket: Socket
  readonly #reading: Reading
  readonly #highWaterBytes: number
  /** `write` has returned false and `drained` has not been called since. */
  #needDrain = false
  #handler: ConnectionHandler | undefined
  #error: Error | undefined
  #ended = false
  #closed = false

  /** The socket is connected and paused, and nobody else listens to it. */
  constructor(socket: Socket, reading: Reading, highWaterBytes: number) {
    this.#socket = socket
    this.#highWaterBytes = highWaterBytes
    this.#reading = reading
    this.remoteAddress = socket.remoteAddress ?? ''
    this.remotePort = socket.remotePort ?? 0
    this.localAddress = socket.localAddress ?? ''
    this.localPort = socket.localPort ?? 0
    this.tls = describeTls(socket)
    socket.on('error', (error) => (this.#error ??= error))
    socket.on('close', () => {
      this.#closed = true
      this.#handler?.closed(this.#error)
    })
    socket.on('end', () => {
      this.#ended = true
      this.#handler?.ended()
    })
    // `resume` begins to read once more in the next tick and does not ask whether it was paused meanwhile, so that one
    // read would be received in the pause. Stopped here, before the loop comes to the socket.
    socket.on('resume', () => {
      if (socket.isPaused()) socket.pause()
    })
    socket.on('drain', () => {
      if (!this.#needDrain) return
      this.#needDrain = false
      this.#handler?.drained()
    })
  }

  start(handler: ConnectionHandler): void {
    if (this.#handler) throw new Error('the connection has been started already')
    this.#handler = handler
    if (this.#closed) {
      process.nextTick(() => handler.closed(this.#error))
      return
    }
    // TLS reads before anybody listens, and has told of a peer that said nothing and ended.
    if (this.#ended) process.nextTick(() => this.#closed || handler.ended())
    this.#reading.begin(this.#socket, handler)
    this.#socket.resume()
  }

  write(buffers: readonly Uint8Array[], done?: (gone?: boolean) => void): boolean {
    const socket = this.#socket
    const last = buffers.length - 1
    // Writing after end or destroy would be an 'error' event in Node; here it is a write that went nowhere.
    if (last < 0 || !socket.writable) {
      if (done) process.nextTick(done, !socket.writable)
      return socket.writable && !this.#needDrain
    }
    let more: boolean
    if (last === 0) more = socket.write(buffers[0]!, done && ((error) => done(Boolean(error))))
    else {
      socket.cork()
      for (let i = 0; i < last; i++) socket.write(buffers[i]!)
      more = socket.write(buffers[last]!, done && ((error) => done(Boolean(error))))
      socket.uncork()
    }
    // Node's answer counts bytes the kernel has taken within this call; ours only those that wait. Whenever this is
    // false Node's was, too (its limit is the lower one), so that its 'drain' will come.
    if (more || socket.writableLength < this.#highWaterBytes) return true
    this.#needDrain = true
    return false
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength
  }

  pauseReading(): void {
    this.#socket.pause()
  }

  resumeReading(): void {
    this.#socket.resume()
  }

  end(): void {
    if (this.#socket.writable) this.#socket.end()
  }

  destroy(error?: Error): void {
    if (error && !this.#socket.destroyed) this.#error ??= error
    this.#socket.destroy()
  }
}

function describeTls(socket: Socket): Connection['tls'] {
  if (!('encrypted' in socket)) return undefined
  const secure = socket as TLSSocket
  const protocol = secure.getProtocol() ?? ''
  const peer = secure.authorized ? secure.getPeerCertificate() : undefined
  if (!peer?.subject) return { protocol }
  // RFC 2253 order: the most specific attribute first.
  const parts = Object.entries(peer.subject).flatMap(([key, value]) => [value].flat().map((one) => `${key}=${String(one)}`))
  return { protocol, peerDistinguishedName: parts.toReversed().join(',') }
}
