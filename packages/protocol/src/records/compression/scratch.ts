/**
 * One reusable output buffer for decompression in pieces. A caller takes it, and gives it back when done; a nested
 * caller gets one of its own, so that a sink may decompress too.
 */

const KEPT_BYTES = 256 * 1024
let kept: Buffer | undefined = undefined

/** A buffer of at least `bytes` bytes with any content. */
export function takeScratch(bytes: number): Buffer {
  const scratch = kept
  if (scratch === undefined || scratch.length < bytes) return Buffer.allocUnsafeSlow(Math.max(bytes, KEPT_BYTES))
  kept = undefined
  return scratch
}

/** Gives a buffer back. Its content may be overwritten from now on. */
export function returnScratch(scratch: Buffer): void {
  if (scratch.length <= 4 * KEPT_BYTES) kept = scratch
}
