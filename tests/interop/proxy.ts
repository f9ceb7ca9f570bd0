/**
 * A TCP proxy between a client program and a broker that advertises the proxy's port: it can cut every connection, close
 * one half of each, delay or hold back what goes through, and lose answers (requests reach the broker, nothing comes
 * back, then the connections are cut), which is the case an idempotent producer is for. While the broker is down the proxy does not listen, so that clients see what they would
 * see without it: a refused connection.
 */
import { type Server, type Socket, connect, createServer } from 'node:net'

export interface Proxy {
  readonly port: number
  listen(): Promise<void>
  /** Closes the listening socket and every connection. */
  close(): Promise<void>
  /** Cuts every connection at once; new ones are taken. */
  cut(): void
  /** From now on answers are swallowed; after `ms` every connection is cut and all is as before. */
  loseAnswers(ms: number): void
  /** Every answer comes later by this; 0 ends it. */
  delay(ms: number): void
  /** The broker's half of every connection ends: the client may write on, and nobody answers. */
  halfClose(): void
}

export function tcpProxy(port: number, upstreamPort: number): Proxy {
  const pairs = new Set<readonly [Socket, Socket]>()
  let server: Server | undefined
  let losing = false
  let delayMs = 0
  /** Answers under way to a client, in order: one that is delayed holds back those behind it. */
  const under = new Map<Socket, Promise<void>>()
  const pass = async (client: Socket, upstream: Socket, chunk: Buffer): Promise<void> => {
    if (losing || client.destroyed || client.writableEnded) return
    if (client.write(chunk)) return
    upstream.pause()
    client.once('drain', () => upstream.resume())
  }
  const passLater = (client: Socket, upstream: Socket, chunk: Buffer): void => {
    const dueAt = performance.now() + delayMs
    const before = under.get(client) ?? Promise.resolve()
    const passed = before.then(() => new Promise((resolve) => setTimeout(resolve, dueAt - performance.now()))).then(() => pass(client, upstream, chunk))
    under.set(client, passed)
    void passed.then(() => {
      if (under.get(client) === passed) under.delete(client)
    })
  }
  const cut = (): void => {
    for (const [client, upstream] of pairs) {
      client.destroy()
      upstream.destroy()
    }
    pairs.clear()
  }
  const accept = (client: Socket): void => {
    const upstream = connect({ host: '127.0.0.1', port: upstreamPort, noDelay: true })
    client.setNoDelay(true)
    const pair = [client, upstream] as const
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of pair) {
      socket.on('error', end)
      socket.on('close', end)
    }
    client.pipe(upstream)
    upstream.on('data', (chunk: Buffer) => {
      if (delayMs > 0 || under.has(client)) passLater(client, upstream, chunk)
      else void pass(client, upstream, chunk)
    })
    upstream.on('end', () => client.end())
    client.on('end', () => upstream.end())
  }
  return {
    port,
    async listen() {
      if (server !== undefined) return
      const opened = createServer({ allowHalfOpen: true }, accept)
      server = opened
      await new Promise<void>((resolve, reject) => {
        opened.once('error', reject)
        opened.listen(port, '127.0.0.1', () => resolve())
      })
    },
    async close() {
      const closing = server
      server = undefined
      cut()
      if (closing !== undefined) await new Promise<void>((resolve) => closing.close(() => resolve()))
    },
    cut,
    delay(ms) {
      delayMs = ms
    },
    halfClose() {
      for (const [client] of pairs) client.end()
    },
    loseAnswers(ms) {
      losing = true
      setTimeout(() => {
        cut()
        losing = false
      }, ms)
    },
  }
}

