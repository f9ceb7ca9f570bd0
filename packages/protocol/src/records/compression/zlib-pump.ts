/**
 * Synchronous work with node:zlib in pieces, in reused contexts. The public synchronous functions give the whole output
 * at once and build a context per call, which costs more than the work on a small batch; a stream's handle
 * (`writeSync`, which those functions use themselves) does neither. The handle is not documented, so its shape is
 * checked, and there is a path without it.
 *
 * Invariants: a context that reported an error or was left in the middle is dropped, never reused; output beyond the
 * caller's limit is never asked for.
 */
import { constants, createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { CompressionError, outputTooLarge } from './codec.ts'

interface ZlibHandle {
  onerror: (message: string, errno: number, code: string) => void
  writeSync(flush: number, input: Uint8Array, inputAt: number, inputLength: number, output: Uint8Array,
    outputAt: number, outputLength: number): void
  reset(): void
  /** Frees the context's memory now and not when the collector comes to it. */
  close(): void
}

interface ZlibInternals {
  _handle?: ZlibHandle
  /** Output bytes left free, input bytes left unread: set by each write. */
  _writeState?: Uint32Array
}

/** One compression or decompression context. */
interface Context {
  handle: ZlibHandle
  state: Uint32Array
  /** Message of the error since the last reset, if any. */
  error: string | undefined
}

export type PumpFormat = 'gzip' | 'zstd'

/** What a context does; `level` only where it compresses. */
export interface PumpKind {
  readonly format: PumpFormat
  readonly level: number | undefined
}

export const GUNZIP: PumpKind = { format: 'gzip', level: undefined }
export const UNZSTD: PumpKind = { format: 'zstd', level: undefined }

/** Contexts of higher levels take many megabytes and are not kept. */
const HIGHEST_KEPT_LEVEL = 9
const LOWEST_KEPT_LEVEL = -7

/** At most one idle context of each kind. */
const idle: Map<number, Context> = new Map()
let usable: boolean | undefined = undefined

/** Whether this runtime's zlib streams have the handle that `Pump` drives. */
export function pumpIsUsable(): boolean {
  usable ??= createContext(GUNZIP) !== undefined && createContext(UNZSTD) !== undefined
  return usable
}

/** One input under way. Use: `new Pump(…)`, `next(…)` until it gives less than asked for, `close()`. */
export class Pump {
  readonly #kind: PumpKind
  readonly #context: Context
  readonly #input: Uint8Array
  readonly #flush: number
  #at: number
  readonly #end: number
  #ended = false

  /** Works on `input[from, to)`; to decompress that is one frame of zstd, or all members of gzip. */
  constructor(kind: PumpKind, input: Uint8Array, from: number, to: number) {
    const key = keyOf(kind)
    this.#kind = kind
    this.#context = idle.get(key) ?? createContext(kind)!
    idle.delete(key)
    this.#input = input
    this.#at = from
    this.#end = to
    this.#flush = kind.format === 'gzip' ? constants.Z_FINISH : constants.ZSTD_e_end
  }

  /** Fills `output[at, end)` as far as the input goes; returns the position after the last byte. */
  next(output: Uint8Array, at: number, end: number): number {
    const context = this.#context
    const inputLength = this.#end - this.#at
    context.handle.writeSync(this.#flush, this.#input, this.#at, inputLength, output, at, end - at)
    if (context.error !== undefined) {
      throw new CompressionError('CORRUPT', `not valid ${this.#kind.format} data: ${context.error}`)
    }
    const free = context.state[0]!
    this.#at = this.#end - context.state[1]!
    this.#ended = free > 0 && this.#at === this.#end
    return end - free
  }

  /** Gives the context back for reuse, or frees it; call it whatever happened. */
  close(): void {
    const { format, level } = this.#kind
    const isLarge = level !== undefined && (level > HIGHEST_KEPT_LEVEL || level < LOWEST_KEPT_LEVEL)
    if (this.#context.error !== undefined || !this.#ended || isLarge || idle.has(keyOf(this.#kind))) {
      this.#context.handle.close()
      return
    }
    // A zstd context is ready for the next frame when it has ended one; its reset would build everything anew.
    if (format === 'gzip') this.#context.handle.reset()
    idle.set(keyOf(this.#kind), this.#context)
  }
}

/** Pumps `input[from, to)` behind `output[0, at)`, which grows as needed. Returns the output and its end. */
export function pumpAll(
  kind: PumpKind, input: Uint8Array, from: number, to: number, output: Buffer, at: number, maxOutputBytes: number,
): { output: Buffer, at: number } {
  const pump = new Pump(kind, input, from, to)
  try {
    for (;;) {
      if (at === output.length) {
        if (at > maxOutputBytes) throw outputTooLarge(kind.format, maxOutputBytes)
        // One byte above the limit shows whether the limit is exceeded.
        const larger = Buffer.allocUnsafe(Math.min(Math.max(at * 2, 1024), maxOutputBytes + 1))
        output.copy(larger, 0, 0, at)
        output = larger
      }
      at = pump.next(output, at, output.length)
      if (at > maxOutputBytes) throw outputTooLarge(kind.format, maxOutputBytes)
      if (at < output.length) return { output, at }
    }
  } finally {
    pump.close()
  }
}

/** Frees the idle context of a kind, because it has grown large. */
export function freeIdle(kind: PumpKind): void {
  idle.get(keyOf(kind))?.handle.close()
  idle.delete(keyOf(kind))
}

function keyOf({ format, level }: PumpKind): number {
  return (level === undefined ? 1000 : level) * 2 + (format === 'gzip' ? 0 : 1)
}

function createStream({ format, level }: PumpKind): ZlibInternals {
  if (level === undefined) return (format === 'gzip' ? createGunzip() : createZstdDecompress()) as ZlibInternals
  if (format === 'gzip') return createGzip({ level }) as unknown as ZlibInternals
  return createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: level } }) as unknown as ZlibInternals
}

function createContext(kind: PumpKind): Context | undefined {
  const stream = createStream(kind)
  const handle = stream._handle
  const state = stream._writeState
  if (typeof handle?.writeSync !== 'function' || typeof handle.reset !== 'function') return undefined
  if (typeof handle.close !== 'function') return undefined
  if (!(state instanceof Uint32Array)) return undefined
  const context: Context = { handle, state, error: undefined }
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the handle is no event target
  handle.onerror = (message, _errno, code) => {
    context.error = message === '' ? code : message
  }
  return context
}
