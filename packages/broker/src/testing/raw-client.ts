/** For tests: a connection that says exactly the bytes it is told, and keeps the answers as whole frames. */
import { encodeRequestFrame, Reader, Writer, type AnyApi } from '@odradek/protocol/internal'
import type { Connection, ConnectionHandler, Transport } from '@odradek/platform'

export class RawClient implements ConnectionHandler {
  readonly frames: Buffer[] = []
  /** The other side has ended the connection, or it is gone. */
  isClosed = false
  /** Bytes received so far. */
  receivedBytes = 0
  private readonly connection: Connection
  private readonly buffer = Buffer.alloc(64 * 1024)
  /** What has come of the next frame, in pieces: one answer may take thousands of reads. */
  private pieces: Buffer[] = []
  private pending: number = 0
  private readonly keep: boolean

  private constructor(connection: Connection, keep: boolean) {
    this.connection = connection
    this.keep = keep
  }

  /** `keep: false`: answers are counted only. */
  static async connect(transport: Transport, host: string, port: number, keep: boolean = true): Promise<RawClient> {
    const client = new RawClient(await transport.connect({ host, port }), keep)
    client.connection.start(client)
    return client
  }

  send(...bytes: Buffer[]): void {
    this.connection.write(bytes)
  }

  pause(): void {
    this.connection.pauseReading()
  }

  resume(): void {
    this.connection.resumeReading()
  }

  /** Says that nothing more will come. */
  end(): void {
    this.connection.end()
  }

  close(): void {
    this.connection.destroy()
  }

  target(): Uint8Array {
    return this.buffer
  }

  received(length: number): void {
    this.receivedBytes += length
    if (!this.keep) return
    this.pieces.push(Buffer.from(this.buffer.subarray(0, length)))
    this.pending += length
    if ((this.pieces[0] as Buffer).length >= 4 && this.pending < 4 + (this.pieces[0] as Buffer).readInt32BE(0)) return
    let rest = Buffer.concat(this.pieces)
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0)
      this.frames.push(rest.subarray(4, end))
      rest = rest.subarray(end)
    }
    this.pieces = rest.length === 0 ? [] : [rest]
    this.pending = rest.length
  }

  ended(): void {
    this.isClosed = true
    this.connection.end()
  }

  closed(): void {
    this.isClosed = true
  }

  drained(): void {}

  /** Correlation ids of the answers so far, in the order in which they came. */
  get correlationIds(): number[] {
    return this.frames.map((frame) => frame.readInt32BE(0))
  }
}

/** A whole request frame. */
export function requestFrame(api: AnyApi, version: number, input: unknown, correlationId: number = 1, clientId: string | null = 'test'): Buffer {
  const writer = new Writer()
  encodeRequestFrame(writer, api, version, correlationId, clientId, input)
  return writer.toBuffer()
}

/** The body of an answer frame (without its size). */
export function answerOf<Response>(api: { decodeResponse(reader: Reader, version: number): Response; responseHeaderVersion(version: number): number }, version: number, frame: Buffer): Response {
  const reader = new Reader(frame, 4)
  if (api.responseHeaderVersion(version) > 0) reader.skipTaggedFields()
  const response = api.decodeResponse(reader, version)
  reader.expectEnd()
  return response
}
