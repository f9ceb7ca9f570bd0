/**
 * node:http as the minimal server of the admin endpoint. Invariants: a body is read only when asked for and never
 * beyond its limit; a slow or silent client is cut by timeouts, also one that does not read its answer; so many answers
 * at a time are made and no more, pipelined ones included; a handler's exception is a 500 without details.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpRequest, HttpResponse, HttpServer } from '../http.ts'
import type { Log } from '../log.ts'

const maxBodyBytes = 1024 * 1024
const headersTimeoutMs = 10_000
const requestTimeoutMs = 30_000
const maxConnections = 256
/** Requests being answered, until the last byte has left. */
const maxAnswers = 32
/** A client that reads nothing for so long does not get the rest. */
const unreadTimeoutMs = 30_000

type Handle = (request: HttpRequest) => Promise<HttpResponse> | HttpResponse

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBodyBytes) throw Object.assign(new Error('the body is too large'), { code: 'BODY_TOO_LARGE' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

function parseTarget(target: string): URL {
  // A path such as //x is a host to the parser, unless it is glued to one.
  const url = target.startsWith('/') ? `http://localhost${target}` : target
  if (!URL.canParse(url)) throw Object.assign(new Error('the request target is not a URL'), { code: 'BAD_TARGET' })
  return new URL(url)
}

const refusals: Readonly<Record<string, { status: number; text: string }>> = {
  BODY_TOO_LARGE: { status: 413, text: 'the body is too large\n' },
  BAD_TARGET: { status: 400, text: 'the request target is not a URL\n' },
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): HttpRequest {
  const url = parseTarget(incoming.url ?? '/')
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  let body: Promise<Buffer> | undefined
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    remoteAddress: incoming.socket.remoteAddress ?? '',
    body: () => (body ??= readBody(incoming)),
    signal,
  }
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off('drain', done)
      outgoing.off('close', done)
      resolve()
    }
    outgoing.on('drain', done)
    outgoing.on('close', done)
  })
}

async function send(outgoing: ServerResponse, response: HttpResponse, headOnly: boolean): Promise<void> {
  const { status, headers = {}, body } = response
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(body as string)
    outgoing.setTimeout(unreadTimeoutMs, () => outgoing.destroy())
    outgoing.writeHead(status, status === 204 || status === 304 ? headers : { ...headers, 'content-length': String(bytes.length) })
    outgoing.end(headOnly ? undefined : bytes)
    return
  }
  outgoing.writeHead(status, headers)
  outgoing.flushHeaders()
  if (!headOnly) {
    // Leaving the loop early returns the iterator, which is how a producer of events learns that its reader is gone.
    for await (const piece of body) {
      if (outgoing.destroyed) break
      if (!outgoing.write(piece)) await drained(outgoing)
      if (outgoing.destroyed) break
    }
  }
  outgoing.end()
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, handle: Handle, log: Log): Promise<void> {
  const gone = new AbortController()
  outgoing.on('close', () => gone.abort())
  try {
    const response = await handle(toRequest(incoming, gone.signal))
    await send(outgoing, response, incoming.method === 'HEAD')
  } catch (error) {
    const refusal = refusals[(error as { code?: string }).code ?? '']
    if (!refusal && !gone.signal.aborted) log.error({ error, path: incoming.url }, 'an HTTP handler failed')
    if (outgoing.headersSent) return void outgoing.destroy()
    outgoing.writeHead(refusal?.status ?? 500, { 'content-type': 'text/plain', connection: 'close' })
    outgoing.end(refusal?.text ?? 'internal error\n')
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

export function nodeHttp(log: Log): HttpServer {
  return {
    listen: ({ host, port }, handle) => new Promise((resolve, reject) => {
      let answering = 0
      const server = createServer({ headersTimeout: headersTimeoutMs, requestTimeout: requestTimeoutMs }, (incoming, outgoing) => {
        if (answering >= maxAnswers) {
          outgoing.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1', 'connection': 'close' })
          return void outgoing.end('too many requests at a time\n')
        }
        answering++
        outgoing.once('close', () => answering--)
        void answer(incoming, outgoing, handle, log)
      })
      server.maxConnections = maxConnections
      server.once('error', reject)
      server.listen(port, host, () => {
        server.off('error', reject)
        server.on('error', (error) => log.error({ error }, 'the HTTP server failed'))
        const address = server.address() as AddressInfo
        resolve({ host: address.address, port: address.port, close: () => close(server) })
      })
    }),
  }
}
