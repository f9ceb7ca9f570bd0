/**
 * The admin endpoint without HTTP: `request` calls the handler that listens on a host's port, as one event.
 * Streamed bodies come back as the AsyncIterable they are.
 */
import type { HttpRequest, HttpResponse, HttpServer } from '../http.ts'
import type { SimProcess } from './process.ts'
import type { Simulation } from './simulation.ts'

type Handle = Parameters<HttpServer['listen']>[1]

export interface SimHttpRequest {
  readonly method?: string
  /** With query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
}

export class SimHttp implements HttpServer {
  readonly #process: SimProcess
  readonly #simulation: Simulation
  readonly #handlers = new Map<number, Handle>()

  constructor(process: SimProcess, simulation: Simulation) {
    this.#process = process
    this.#simulation = simulation
  }

  listen(options: { host: string; port: number }, handle: Handle): ReturnType<HttpServer['listen']> {
    const port = options.port === 0 ? 8080 + this.#handlers.size : options.port
    if (this.#handlers.has(port)) {
      return Promise.reject(Object.assign(new Error(`listen EADDRINUSE ${options.host}:${port}`), { code: 'EADDRINUSE' }))
    }
    this.#handlers.set(port, handle)
    const close = (): Promise<void> => {
      this.#handlers.delete(port)
      return Promise.resolve()
    }
    return Promise.resolve({ host: options.host, port, close })
  }

  /** What a browser would get. Rejects with ECONNREFUSED when nobody listens. */
  request(port: number, { method = 'GET', path, headers = {}, body = '', signal }: SimHttpRequest): Promise<HttpResponse> {
    const url = new URL(path, 'http://localhost')
    const request: HttpRequest = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers,
      remoteAddress: '127.0.0.1',
      body: () => Promise.resolve(Buffer.from(body as string)),
      signal: signal ?? new AbortController().signal,
    }
    return new Promise((resolve, reject) => {
      this.#simulation.schedule(0, 'http', this.#process, () => {
        const handle = this.#handlers.get(port)
        if (!handle) reject(Object.assign(new Error(`connect ECONNREFUSED port ${port}`), { code: 'ECONNREFUSED' }))
        else Promise.resolve().then(() => handle(request)).then(resolve, reject)
      })
    })
  }
}
