/**
 * A word to the C library's allocator. What the garbage collector frees of large buffers goes back to the operating
 * system at once, and the next buffer gets new pages, each with a fault and 4 KiB of zeros: with answers of a megabyte
 * a quarter of a consumer's time. glibc learns from what is freed: blocks as large as the largest one freed so far (up
 * to 32 MiB) are kept for reuse from then on, and up to twice as much in all. So one large block is freed early, that
 * nobody ever touched. Where the C library is another one this does nothing.
 */

/** Below glibc's limit for what it learns from (DEFAULT_MMAP_THRESHOLD_MAX), with its header. */
const BLOCK_BYTES = 31 * 1024 * 1024
let isDone = false

/** Freed buffers of up to 31 MiB, 62 MiB in all, are reused by this process instead of given back. Once; takes microseconds. */
export function keepFreedPages(): void {
  if (isDone) return
  isDone = true
  const { buffer } = Buffer.allocUnsafeSlow(BLOCK_BYTES)
  // Frees it now, not when the collector comes to it.
  ;(buffer as { transfer?: (bytes: number) => unknown }).transfer?.(0)
}
