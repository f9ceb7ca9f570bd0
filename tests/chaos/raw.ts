/** A socket that says any bytes, and what comes of it: for clients that misbehave. */
import { connect, type Socket } from 'node:net'
import { type AnyApi, encodeRequestFrame, Reader, Writer } from '@odradek/protocol/internal'

export interface RawSocket {
  readonly socket: Socket
  /** Frames that came back, without their size. */
  readonly answers: Buffer[]
  readonly isClosed: boolean
  send(bytes: Uint8Array): void
  /** Waits for an answer more, for the end of the connection, or until time is up. */
  next(ms: number): Promise<Buffer | 'closed' | 'nothing'>
  destroy(): void
}

export function rawSocket(port: number): Promise<RawSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    const answers: Buffer[] = []
    let taken = 0
    let closed = false
    let rest: Buffer = Buffer.alloc(0)
    let wake = (): void => {}
    socket.once('error', reject)
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
        answers.push(rest.subarray(4, 4 + rest.readInt32BE(0)))
        rest = rest.subarray(4 + rest.readInt32BE(0))
      }
      wake()
    })
    const end = (): void => {
      closed = true
      socket.destroy()
      wake()
    }
    socket.on('end', end)
    socket.on('close', end)
    socket.once('connect', () => {
      socket.off('error', reject)
      socket.on('error', end)
      resolve({
        socket,
        answers,
        get isClosed() {
          return closed
        },
        send: (bytes) => void socket.write(bytes),
        async next(ms) {
          const deadline = Date.now() + ms
          for (;;) {
            const answer = answers[taken]
            if (answer !== undefined) {
              taken++
              return answer
            }
            if (closed) return 'closed'
            const left = deadline - Date.now()
            if (left <= 0) return 'nothing'
            await new Promise<void>((done) => {
              const timer = setTimeout(done, left)
              wake = () => (clearTimeout(timer), done())
            })
          }
        },
        destroy: end,
      })
    })
  })
}

/** One request as a whole frame. */
export function frame(api: AnyApi, version: number, input: unknown, correlationId: number = 1, clientId: string | null = 'misbehaving'): Buffer {
  const writer = new Writer()
  encodeRequestFrame(writer, api, version, correlationId, clientId, input)
  return Buffer.from(writer.toBuffer())
}

/** A frame of these bytes with its size in front. */
export function framed(...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.length)
  return Buffer.concat([size, body])
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

/** The answer of a request of this API and version, its header taken off. */
export function decoded<T>(api: AnyApi, version: number, answer: Buffer): T {
  const headerBytes = api.responseHeaderVersion(version) >= 1 ? 5 : 4
  return api.decodeResponse(new Reader(answer.subarray(headerBytes)), version) as T
}
