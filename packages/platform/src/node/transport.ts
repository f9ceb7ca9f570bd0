/**
 * TCP and TLS as a Transport.
 *
 * Two ways of reading, alike to the owner of a connection and tested alike:
 * - 'in-place': the socket's `onread` option; the kernel writes straight into the owner's `target()`. Documented for
 *   client sockets. Server sockets take it only when their handle is wrapped in a second net.Socket, which is not
 *   documented; that trick lives in `rewrap` below and nowhere else.
 * - 'data': stream events, copied once into the target. TLS always reads this way. So does Windows, where a read in
 *   flight owns its buffer, so that one scratch buffer for many connections would be torn.
 *
 * Invariants: nothing is read before `start`; `closed` comes exactly once and last; every `done` is called exactly once.
 */
import * as net from 'node:net'
import * as tls from 'node:tls'
import type { AddressInfo, Socket } from 'node:net'
import type { Connection, ConnectOptions, Listener, ListenOptions, Transport } from '../transport.ts'
import { canonicalHostName } from './host-name.ts'
import { abortError, timeoutError } from './network-errors.ts'
import { nodeScheduler } from './scheduler.ts'
import { DataReading, InPlaceReading, type Reading, SocketConnection } from './socket-connection.ts'

export interface NodeTransportOptions {
  /** Default: 'in-place', on Windows 'data'. */
  readonly reading?: 'in-place' | 'data'
  /** `write` returns false while this much waits for the kernel. Default 1 MiB; at least 64 KiB. */
  readonly writeHighWaterBytes?: number
}

interface Settings {
  readonly inPlace: boolean
  readonly writeHighWaterBytes: number
}

const connectTimeoutMs = 10_000
/** Half-open peers (a laptop that went away) are found by the kernel's probes; the first after this idle time. */
const keepAliveMs = 60_000

function tune(socket: Socket): void {
  socket.setNoDelay(true)
  socket.setKeepAlive(true, keepAliveMs)
}

/** Moves the handle of an accepted, paused socket into a new one that reads in place. */
function rewrap(accepted: Socket, reading: InPlaceReading): Socket | undefined {
  const holder = accepted as unknown as { _handle: object | null }
  const handle = holder._handle
  if (handle === null || handle === undefined) return undefined
  holder._handle = null
  return new net.Socket({
    handle,
    allowHalfOpen: true,
    pauseOnCreate: true,
    onread: reading.onread,
  } as net.SocketConstructorOpts)
}

function accept(accepted: Socket, settings: Settings): SocketConnection | undefined {
  let reading: Reading = new DataReading()
  let socket: Socket | undefined = accepted
  if (settings.inPlace) {
    const inPlace = new InPlaceReading()
    reading = inPlace
    socket = rewrap(accepted, inPlace)
  }
  // A peer that has left again already has no address, and nobody to talk to.
  if (socket === undefined || socket.remoteAddress === undefined) {
    socket?.destroy()
    return undefined
  }
  tune(socket)
  return new SocketConnection(socket, reading, settings.writeHighWaterBytes)
}

function createServer(options: ListenOptions, settings: Settings, onConnection: (c: Connection) => void): net.Server {
  if (options.tls) {
    const { key, cert, ca, requestCert, rejectUnauthorized } = options.tls
    const secure: tls.TlsOptions = { key, cert, allowHalfOpen: true, handshakeTimeout: connectTimeoutMs }
    if (ca !== undefined) secure.ca = ca
    if (requestCert !== undefined) secure.requestCert = requestCert
    if (rejectUnauthorized !== undefined) secure.rejectUnauthorized = rejectUnauthorized
    const server = tls.createServer(secure, (socket) => {
      tune(socket)
      onConnection(new SocketConnection(socket, new DataReading(), settings.writeHighWaterBytes))
    })
    // A failed handshake is the client's affair; Node has destroyed the socket.
    server.on('tlsClientError', () => {})
    return server
  }
  const socketOptions = { allowHalfOpen: true, pauseOnConnect: true }
  return net.createServer(socketOptions, (socket) => {
    const connection = accept(socket, settings)
    if (connection) onConnection(connection)
  })
}

function listen(options: ListenOptions, settings: Settings, onConnection: (c: Connection) => void): Promise<Listener> {
  return new Promise((resolve, reject) => {
    let server: net.Server
    try {
      server = createServer(options, settings, onConnection)
    } catch (error) {
      return reject(error as Error)
    }
    server.once('error', reject)
    server.listen({ host: options.host, port: options.port, backlog: options.backlog ?? 511 }, () => {
      server.off('error', reject)
      // accept() may fail later (EMFILE): the listener lives on and takes the next ones.
      server.on('error', () => {})
      const address = server.address() as AddressInfo
      let closing: Promise<void> | undefined
      const close = (): Promise<void> => (closing ??= new Promise((closed) => {
        // The server's own 'close' waits for its connections; the port is free once the handle has been closed.
        server.close()
        setImmediate(closed)
      }))
      resolve({ host: address.address, port: address.port, close })
    })
  })
}

/** The client's socket, connecting, together with the way it will be read. */
function openSocket(options: ConnectOptions, settings: Settings): { socket: Socket; reading: Reading; ready: string } {
  const { host, port } = options
  const common = { host, port, allowHalfOpen: true }
  if (options.tls) {
    const { ca, key, cert, rejectUnauthorized } = options.tls
    const secure: tls.ConnectionOptions = { ...common }
    // SNI takes names only.
    const servername = options.tls.servername ?? (net.isIP(host) ? undefined : host)
    if (servername !== undefined) secure.servername = servername
    if (ca !== undefined) secure.ca = ca
    if (key !== undefined) secure.key = key
    if (cert !== undefined) secure.cert = cert
    if (rejectUnauthorized !== undefined) secure.rejectUnauthorized = rejectUnauthorized
    return { socket: tls.connect(secure), reading: new DataReading(), ready: 'secureConnect' }
  }
  if (!settings.inPlace) return { socket: net.connect(common), reading: new DataReading(), ready: 'connect' }
  const reading = new InPlaceReading()
  return { socket: net.connect({ ...common, onread: reading.onread }), reading, ready: 'connect' }
}

function connect(options: ConnectOptions, settings: Settings): Promise<Connection> {
  const { signal, timeoutMs = connectTimeoutMs } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal))
    const { socket, reading, ready } = openSocket(options, settings)
    socket.pause()
    const settle = (): void => {
      timer.cancel()
      signal?.removeEventListener('abort', abort)
      socket.off('error', fail)
      socket.off('close', closedEarly)
    }
    const fail = (error: Error): void => {
      settle()
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    const closedEarly = (): void => fail(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }))
    const abort = (): void => fail(abortError(signal))
    const timer = nodeScheduler.after(timeoutMs, () => fail(timeoutError(options, timeoutMs)))
    signal?.addEventListener('abort', abort, { once: true })
    socket.on('error', fail)
    socket.on('close', closedEarly)
    socket.once(ready, () => {
      settle()
      tune(socket)
      resolve(new SocketConnection(socket, reading, settings.writeHighWaterBytes))
    })
  })
}

export function nodeTransport(options: NodeTransportOptions = {}): Transport {
  const settings: Settings = {
    inPlace: (options.reading ?? (process.platform === 'win32' ? 'data' : 'in-place')) === 'in-place',
    writeHighWaterBytes: Math.max(64 * 1024, options.writeHighWaterBytes ?? 1024 * 1024),
  }
  return {
    listen: (listenOptions, onConnection) => listen(listenOptions, settings, onConnection),
    connect: (connectOptions) => connect(connectOptions, settings),
    canonicalHostName: () => canonicalHostName(),
  }
}
