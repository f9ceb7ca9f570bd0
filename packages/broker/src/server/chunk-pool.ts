/**
 * Buffers for what leaves, in a few sizes, shared by all connections of a broker.
 *
 * The pool decides how large a step a connection may take: many stalled readers at once get small steps, so that
 * their number times the step stays bounded. Kept for reuse: at most `KEEP_BYTES`.
 */
/** Four answers of 16 KiB of records each, with what stands around them, in one write. */
const SMALL = 72 * 1024
const MEDIUM = 264 * 1024
/** A mebibyte of records and the answer around it in one write. */
const LARGE = 1024 * 1024 + SMALL

const KEEP_BYTES = 32 * 1024 * 1024
/** Above this in use, steps are medium; above twice this, small. */
const COMFORT_BYTES = 64 * 1024 * 1024

const sizes = [SMALL, MEDIUM, LARGE] as const

export class ChunkPool {
  private readonly free: Buffer[][] = sizes.map(() => [])
  private keptBytes: number = 0
  /** Bytes taken and not given back. */
  inUseBytes: number = 0

  /** A buffer for `wanted` bytes, or for as many of them as may be sent in one step now. */
  take(wanted: number): Buffer {
    let index = wanted <= SMALL ? 0 : wanted <= MEDIUM ? 1 : 2
    if (this.inUseBytes > 2 * COMFORT_BYTES) index = 0
    else if (this.inUseBytes > COMFORT_BYTES) index = Math.min(index, 1)
    const size = sizes[index] as number
    this.inUseBytes += size
    const kept = this.free[index]?.pop()
    if (kept === undefined) return Buffer.allocUnsafeSlow(size)
    this.keptBytes -= size
    return kept
  }

  give(chunk: Buffer): void {
    this.inUseBytes -= chunk.length
    if (this.keptBytes + chunk.length > KEEP_BYTES) return
    this.keptBytes += chunk.length
    this.free[sizes.indexOf(chunk.length as (typeof sizes)[number])]?.push(chunk)
  }
}
