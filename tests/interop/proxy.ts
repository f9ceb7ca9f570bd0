/**
 * A TCP proxy between a client program and a broker that advertises the proxy's port: it can cut every connection, and
 * it can lose answers (requests reach the broker, nothing comes back, then the connections are cut), which is the case
 * an idempotent producer is for. While the broker is down the proxy does not listen, so that clients see what they would
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
}

export function tcpProxy(port: number, upstreamPort: number): Proxy {
  const pairs = new Set<readonly [Socket, Socket]>()
  let server: Server | undefined
  let losing = false
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
      if (losing) return
      if (!client.write(chunk)) {
        upstream.pause()
        client.once('drain', () => upstream.resume())
      }
    })
    upstream.on('end', () => client.end())
  }
  return {
    port,
    async listen() {
      if (server !== undefined) return
      const opened = createServer(accept)
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
    loseAnswers(ms) {
      losing = true
      setTimeout(() => {
        cut()
        losing = false
      }, ms)
    },
  }
}

