/**
 * CRC32C (Castagnoli), the checksum of record batches. Two implementations, chosen per call by size: the optional
 * native addon `@node-rs/crc32` (SSE4.2 / ARMv8 instructions) for long ranges, sliced JavaScript for short ones, where
 * a call into an addon costs more than the work, and everywhere the addon is missing.
 *
 * Invariant: every implementation gives the same number; which one ran is never visible but in time.
 */
import { createRequire } from 'node:module'

type NativeCrc32c = (input: Uint8Array, seed?: number) => number

/** Below this many bytes JavaScript beats the call into the addon (measured in bench/protocol-hot-path.ts). */
const NATIVE_FROM_BYTES = 384

/** Reflected Castagnoli polynomial. */
const POLYNOMIAL = 0x82f63b78

/** Eight tables of 256 entries: entry [t * 256 + b] advances byte b over t further zero bytes. */
const tables = buildTables()

let native: NativeCrc32c | null | undefined

/**
 * CRC32C of `buffer[start, end)` as an unsigned 32-bit number. `seed` is the CRC of the bytes before (default: none),
 * so `crc32c(b, m, e, crc32c(b, s, m)) === crc32c(b, s, e)`.
 */
export function crc32c(buffer: Uint8Array, start: number = 0, end: number = buffer.length, seed: number = 0): number {
  if (end - start >= NATIVE_FROM_BYTES) {
    if (native === undefined) native = loadNative()
    if (native !== null) return native(buffer.subarray(start, end), seed)
  }
  return sliced(buffer, start, end, seed)
}

/** The JavaScript implementation, for comparison and for runtimes without the addon. Same contract as {@link crc32c}. */
export function crc32cSliced(buffer: Uint8Array, start: number, end: number, seed: number = 0): number {
  return sliced(buffer, start, end, seed)
}

/** Whether the native addon was found. Loads it when that has not happened yet. */
export function crc32cIsNative(): boolean {
  if (native === undefined) native = loadNative()
  return native !== null
}

function sliced(buffer: Uint8Array, start: number, end: number, seed: number): number {
  const t = tables
  let crc = ~seed
  let at = start
  const last8 = end - 8
  while (at <= last8) {
    crc ^= buffer[at]! | (buffer[at + 1]! << 8) | (buffer[at + 2]! << 16) | (buffer[at + 3]! << 24)
    crc = t[1792 + (crc & 255)]! ^ t[1536 + ((crc >>> 8) & 255)]! ^ t[1280 + ((crc >>> 16) & 255)]! ^
      t[1024 + (crc >>> 24)]! ^ t[768 + buffer[at + 4]!]! ^ t[512 + buffer[at + 5]!]! ^ t[256 + buffer[at + 6]!]! ^
      t[buffer[at + 7]!]!
    at += 8
  }
  while (at < end) crc = t[(crc ^ buffer[at++]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}

function buildTables(): Int32Array {
  const built = new Int32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL
    built[byte] = crc
  }
  for (let at = 256; at < built.length; at++) {
    const shorter = built[at - 256]!
    built[at] = built[shorter & 255]! ^ (shorter >>> 8)
  }
  return built
}

/**
 * Loads the addon at run time (never through the bundler's module graph) and believes it only after it has computed the
 * well-known check value, in one call and in two.
 */
function loadNative(): NativeCrc32c | null {
  try {
    // Bundled to CommonJS there is no import.meta.url, but a __filename.
    const here = typeof __filename === 'string' ? __filename : import.meta.url
    const addon = createRequire(here)('@node-rs/crc32') as { crc32c?: NativeCrc32c }
    const candidate = addon.crc32c
    if (typeof candidate !== 'function') return null
    const check = Buffer.from('123456789', 'latin1')
    const whole = candidate(check, 0)
    const halves = candidate(check.subarray(4), candidate(check.subarray(0, 4), 0))
    return whole === 0xe3069283 && halves === whole ? candidate : null
  } catch {
    return null // not installed, or no build for this platform: the JavaScript below serves
  }
}
