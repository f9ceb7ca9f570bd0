/**
 * A minimal HTTP server for the admin endpoint (metrics, JSON, the console's files). Loopback by default; bodies are
 * bounded; the real implementation stands on node:http.
 */
export interface HttpRequest {
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly remoteAddress: string
  /** Whole body; bounded by the server's limit (1 MiB). */
  body(): Promise<Buffer>
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An AsyncIterable is streamed (server-sent events). */
  readonly body?: string | Uint8Array | AsyncIterable<string | Uint8Array>
}

export interface HttpServer {
  listen(
    options: { host: string; port: number },
    handle: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse,
  ): Promise<{ readonly host: string; readonly port: number; close(): Promise<void> }>
}
