/**
 * Synchronous decompression with node:zlib in pieces, in a reused context. The public synchronous functions give the
 * whole output at once and build a context per call; a stream's handle (`writeSync`, which those functions use
 * themselves) does neither. The handle is not documented, so its shape is checked and there is a path without it.
 *
 * Invariants: a context that reported an error is dropped, never reused; output beyond the caller's limit is never
 * asked for.
 */
import { constants, createGunzip, createZstdDecompress } from 'node:zlib'
import { CompressionError, outputTooLarge } from './codec.ts'

interface ZlibHandle {
  onerror: (message: string, errno: number, code: string) => void
  writeSync(flush: number, input: Uint8Array, inputAt: number, inputLength: number, output: Uint8Array,
    outputAt: number, outputLength: number): void
  reset(): void
}

interface ZlibInternals {
  _handle?: ZlibHandle
  /** Output bytes left free, input bytes left unread: set by each write. */
  _writeState?: Uint32Array
}

/** One decompression context. */
interface Context {
  handle: ZlibHandle
  state: Uint32Array
  /** Message of the error since the last reset, if any. */
  error: string | undefined
}

export type PumpKind = 'gzip' | 'zstd'

const idle: { gzip: Context | undefined, zstd: Context | undefined } = { gzip: undefined, zstd: undefined }
let usable: boolean | undefined = undefined

/** Whether this runtime's zlib streams have the handle that `Pump` drives. */
export function pumpIsUsable(): boolean {
  usable ??= createContext('gzip') !== undefined && createContext('zstd') !== undefined
  return usable
}

/** One input being decompressed. Use: `new Pump(…)`, `next(…)` until it gives less than asked for, `close()`. */
export class Pump {
  readonly #kind: PumpKind
  readonly #context: Context
  readonly #input: Uint8Array
  readonly #flush: number
  #at: number
  readonly #end: number

  /** Decompresses `input[from, to)`: for zstd one frame, for gzip all members. `pumpIsUsable()` was true. */
  constructor(kind: PumpKind, input: Uint8Array, from: number, to: number) {
    this.#kind = kind
    this.#context = idle[kind] ?? createContext(kind)!
    idle[kind] = undefined
    this.#input = input
    this.#at = from
    this.#end = to
    this.#flush = kind === 'gzip' ? constants.Z_FINISH : constants.ZSTD_e_end
  }

  /** Fills `output[at, end)` as far as the input goes; returns the position after the last byte. */
  next(output: Uint8Array, at: number, end: number): number {
    const context = this.#context
    const inputLength = this.#end - this.#at
    context.handle.writeSync(this.#flush, this.#input, this.#at, inputLength, output, at, end - at)
    if (context.error !== undefined) {
      throw new CompressionError('CORRUPT', `not valid ${this.#kind} data: ${context.error}`)
    }
    this.#at = this.#end - context.state[1]!
    return end - context.state[0]!
  }

  /** Gives the context back for reuse; call it whatever happened. */
  close(): void {
    if (this.#context.error !== undefined) return
    this.#context.handle.reset()
    idle[this.#kind] = this.#context
  }
}

/** Decompresses `input[from, to)` behind `output[0, at)`, which grows as needed. Returns the output and its end. */
export function pumpAll(
  kind: PumpKind, input: Uint8Array, from: number, to: number, output: Buffer, at: number, maxOutputBytes: number,
): { output: Buffer, at: number } {
  const pump = new Pump(kind, input, from, to)
  try {
    for (;;) {
      if (at === output.length) {
        if (at > maxOutputBytes) throw outputTooLarge(kind, maxOutputBytes)
        // One byte above the limit shows whether the limit is exceeded.
        const larger = Buffer.allocUnsafe(Math.min(Math.max(at * 2, 1024), maxOutputBytes + 1))
        output.copy(larger, 0, 0, at)
        output = larger
      }
      at = pump.next(output, at, output.length)
      if (at > maxOutputBytes) throw outputTooLarge(kind, maxOutputBytes)
      if (at < output.length) return { output, at }
    }
  } finally {
    pump.close()
  }
}

function createContext(kind: PumpKind): Context | undefined {
  const stream = (kind === 'gzip' ? createGunzip() : createZstdDecompress()) as unknown as ZlibInternals
  const handle = stream._handle
  const state = stream._writeState
  if (typeof handle?.writeSync !== 'function' || typeof handle.reset !== 'function') return undefined
  if (!(state instanceof Uint32Array)) return undefined
  const context: Context = { handle, state, error: undefined }
  handle.onerror = (message, _errno, code) => {
    context.error = message === '' ? code : message
  }
  return context
}
