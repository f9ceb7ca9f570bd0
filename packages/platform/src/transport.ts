/**
 * The network as an interface: byte streams, read in place. The owner of a connection says where the next bytes go
 * (`target`), so that a large frame is read straight into its own buffer and small ones are handled where they lie.
 *
 * Implementations: node/ (TCP and TLS; `onread` in place, 'data' events as the portable fallback), sim/ (in memory:
 * latency, partitions, drops, half-closes from a seed).
 */
export interface ConnectionHandler {
  /**
   * Where the transport reads next; at least one byte. Asked once per read, right after the read before was received
   * and so perhaps long before the bytes come: the answer stays valid until `received` (also across a pause). The
   * bytes arrive and `received` is called in one go, so that many connections may share one scratch buffer.
   */
  target(): Uint8Array
  /** `length` bytes were read into the start of the last target. */
  received(length: number): void
  /** The peer will send no more. Writing still works: the owner calls `end` or `destroy` when it is done, too. */
  ended(): void
  /**
   * Exactly once, last: the connection is gone. `error` when it did not end in order: Node's (ECONNRESET, EPIPE,
   * ETIMEDOUT) or the one given to `destroy`; `destroy` without one is an end in order.
   */
  closed(error?: Error): void
  /** Everything queued has gone to the kernel after `write` had returned false. */
  drained(): void
}

export interface Connection {
  readonly remoteAddress: string
  readonly remotePort: number
  readonly localAddress: string
  readonly localPort: number
  /** Undefined on a plain connection. */
  readonly tls: { readonly peerDistinguishedName?: string; readonly protocol: string } | undefined
  /** Starts reading; nothing is read and nothing reported before. Call once, also on a connection not wanted. */
  start(handler: ConnectionHandler): void
  /**
   * Queues buffers as one write; false when the caller should wait for `drained`. The buffers are borrowed until
   * `done` is called (once, never within this call; also when the connection died). Writing after `end` or `destroy`
   * goes nowhere: false, and `done` is called. `gone` is true where the bytes went nowhere; `closed` may still be to come.
   */
  write(buffers: readonly Uint8Array[], done?: (gone?: boolean) => void): boolean
  /** Bytes accepted by `write` and not yet taken by the kernel. */
  readonly bufferedBytes: number
  /**
   * Nothing is received until `resumeReading`; `ended` may come where everything has been received. Called within
   * `received`: what has been read already (the rest of a 'data' event or a TLS record) may still be handed over, right
   * after that call and in the same turn.
   */
  pauseReading(): void
  resumeReading(): void
  /** Sends what is queued, then FIN. Idempotent. */
  end(): void
  /** Drops it now, queued writes included. Idempotent. */
  destroy(error?: Error): void
}

export interface TlsServerOptions {
  readonly key: string | Buffer
  readonly cert: string | Buffer
  readonly ca?: string | Buffer
  readonly requestCert?: boolean
  readonly rejectUnauthorized?: boolean
}

export interface TlsClientOptions {
  readonly ca?: string | Buffer
  readonly key?: string | Buffer
  readonly cert?: string | Buffer
  readonly servername?: string
  readonly rejectUnauthorized?: boolean
}

export interface ListenOptions {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  readonly tls?: TlsServerOptions
  readonly backlog?: number
}

export interface Listener {
  readonly host: string
  readonly port: number
  /** Stops accepting; established connections stay. Resolves when the port is free. */
  close(): Promise<void>
}

export interface ConnectOptions {
  readonly host: string
  readonly port: number
  readonly tls?: TlsClientOptions
  /** Default 10,000. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface Transport {
  /** Rejects with code EADDRINUSE, EACCES, EADDRNOTAVAIL. */
  listen(options: ListenOptions, onConnection: (connection: Connection) => void): Promise<Listener>
  connect(options: ConnectOptions): Promise<Connection>
  /**
   * The name, else the address, by which other machines are likely to know this one. Undefined when the resolver does not
   * tell, or not within seconds.
   */
  canonicalHostName(): Promise<string | undefined>
}
