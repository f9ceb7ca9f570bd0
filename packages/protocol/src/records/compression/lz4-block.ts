/**
 * The LZ4 block format: sequences of literals and matches. Compression is the fast (hash table, one probe) kind.
 *
 * Invariants: the decoder reads only `src[from, to)` and writes only `dst[at, limit)`, whatever the bytes say;
 * the encoder keeps the format's end rules (last 5 bytes literal, no match starts in the last 12).
 */

/** {@link decodeLz4Block}: the bytes are no LZ4 block. */
export const BLOCK_CORRUPT = -1
/** {@link decodeLz4Block}: the output does not fit. */
export const BLOCK_TOO_LARGE = -2

/** Copies shorter than this are done byte by byte where there is no room for whole words: cheaper than a call. */
const SHORT_COPY = 24
/** Longer matches are left to `copyWithin`. */
const WORD_COPY = 64
/** Copying by words may write this much behind what is asked for: near the limit it is not done. */
export const WORD_SLACK = 80
/** And read as much behind the literals asked for. */
const WORD_LITERALS = 16

/** A DataView over exactly the bytes of `bytes`. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

/**
 * Decodes `src[from, to)` to `dst` at `at`; matches may reach back to `history`. Returns the position after the last
 * byte written (what lies between it and `limit` may have been overwritten), or BLOCK_CORRUPT or BLOCK_TOO_LARGE. The
 * views are those of the buffers: 64-bit reads and writes through them are single machine instructions (V8 makes no
 * bigint of a value that is only stored), and short runs of unpredictable length cost no loop.
 */
export function decodeLz4Block(
  src: Uint8Array, srcView: DataView, from: number, to: number, dst: Uint8Array, dstView: DataView, at: number,
  limit: number, history: number,
): number {
  if (from >= to) return BLOCK_CORRUPT
  const wordsBelow = limit - WORD_SLACK
  const wordsFrom = to - WORD_LITERALS - 2
  for (;;) {
    const token = src[from++]!
    let literals = token >>> 4
    if (literals < 15 && from < wordsFrom && at < wordsBelow) {
      dstView.setBigInt64(at, srcView.getBigInt64(from))
      dstView.setBigInt64(at + 8, srcView.getBigInt64(from + 8))
      at += literals
      from += literals
    } else {
      if (literals === 15) {
        let more = 255
        while (more === 255) {
          if (from >= to) return BLOCK_CORRUPT
          more = src[from++]!
          literals += more
        }
      }
      if (literals > to - from) return BLOCK_CORRUPT
      if (literals > limit - at) return BLOCK_TOO_LARGE
      at = copyLiterals(src, from, literals, dst, at)
      from += literals
      if (from === to) return at // a block ends with literals
      if (to - from < 2) return BLOCK_CORRUPT
    }
    const distance = src[from]! | (src[from + 1]! << 8)
    from += 2
    let length = (token & 15) + 4
    if (length === 19) {
      let more = 255
      while (more === 255) {
        if (from >= to) return BLOCK_CORRUPT
        more = src[from++]!
        length += more
      }
    }
    if (distance === 0 || distance > at - history || from >= to) return BLOCK_CORRUPT
    if (length > limit - at) return BLOCK_TOO_LARGE
    at = distance >= 8 && length <= WORD_COPY && at < wordsBelow ? copyWords(dstView, at, distance, length) :
      copyMatch(dst, at, distance, length)
  }
}

/** As {@link copyMatch} by words of 8 bytes, for a distance of at least 8; may write up to 7 bytes more. */
export function copyWords(view: DataView, at: number, distance: number, length: number): number {
  const end = at + length
  do {
    view.setBigInt64(at, view.getBigInt64(at - distance))
    at += 8
  } while (at < end)
  return end
}

/** Copies `length` bytes from `distance` back, which may overlap what is being written. Returns the new position. */
export function copyMatch(dst: Uint8Array, at: number, distance: number, length: number): number {
  let source = at - distance
  if (length < SHORT_COPY) {
    const end = at + length
    while (at < end) dst[at++] = dst[source++]!
    return at
  }
  // An overlapping match repeats the last `distance` bytes: each copy doubles what can be copied at once.
  let ready = distance
  while (length > 0) {
    const piece = length < ready ? length : ready
    dst.copyWithin(at, source, source + piece)
    at += piece
    length -= piece
    ready += piece
  }
  return at
}

const HASH_BITS = 14
const HASH_SIZE = 1 << HASH_BITS
/** Last bytes of a block that are always literals, and the last in which no match may start. */
const LAST_LITERALS = 5
const MATCH_START_MARGIN = 12

/** Position (plus `hashBase`) at which a hash was last seen. Entries below `hashBase` are of earlier inputs. */
const hashTable = new Int32Array(HASH_SIZE)
let hashBase = 1

/** Most bytes a block of `length` bytes compresses to. */
export function lz4BlockBound(length: number): number {
  return length + Math.floor(length / 255) + 16
}

/**
 * Compresses `src[from, to)` (at most 64 KiB of it refer to each other) to `dst` at `at`, where `lz4BlockBound` bytes
 * are free. `view` is a DataView over exactly the bytes of `src`. Returns the position after the block.
 */
export function encodeLz4Block(
  src: Uint8Array, view: DataView, from: number, to: number, dst: Uint8Array, at: number,
): number {
  const base = claimHashTable(to)
  const lowest = base + from
  const lastStart = to - MATCH_START_MARGIN
  const matchLimit = to - LAST_LITERALS
  let anchor = from
  let position = from
  let misses = 0
  while (position <= lastStart) {
    const sequence = view.getInt32(position, true)
    const slot = Math.imul(sequence, -1640531535) >>> (32 - HASH_BITS)
    const candidate = hashTable[slot]!
    hashTable[slot] = base + position
    const match = candidate - base
    if (candidate < lowest || position - match > 65535 || view.getInt32(match, true) !== sequence) {
      position += 1 + (misses++ >>> 6) // incompressible data is skipped over ever faster
      continue
    }
    misses = 0
    const length = 4 + commonLength(src, view, match + 4, position + 4, matchLimit)
    at = writeSequence(src, anchor, position - anchor, dst, at, position - match, length)
    position += length
    anchor = position
    if (position <= lastStart) {
      const last = view.getInt32(position - 2, true)
      hashTable[Math.imul(last, -1640531535) >>> (32 - HASH_BITS)] = base + position - 2
    }
  }
  return writeLastLiterals(src, anchor, to, dst, at)
}

/** A base for positions that no entry of an earlier input can be mistaken for. */
function claimHashTable(length: number): number {
  if (hashBase + length > 0x7fffffff) {
    hashTable.fill(0)
    hashBase = 1
  }
  const base = hashBase
  hashBase += length
  return base
}

/** How many bytes from `a` and `b` (a < b) are equal, `b` staying below `limit`. */
export function commonLength(src: Uint8Array, view: DataView, a: number, b: number, limit: number): number {
  const start = b
  while (b <= limit - 4) {
    const difference = view.getInt32(a, true) ^ view.getInt32(b, true)
    if (difference !== 0) return b - start + ((31 - Math.clz32(difference & -difference)) >>> 3)
    a += 4
    b += 4
  }
  while (b < limit && src[a] === src[b]) {
    a++
    b++
  }
  return b - start
}

function writeSequence(
  src: Uint8Array, anchor: number, literals: number, dst: Uint8Array, at: number, distance: number, length: number,
): number {
  const rest = length - 4
  const tokenAt = at++
  dst[tokenAt] = ((literals < 15 ? literals : 15) << 4) | (rest < 15 ? rest : 15)
  if (literals >= 15) at = writeLength(dst, at, literals - 15)
  at = copyLiterals(src, anchor, literals, dst, at)
  dst[at++] = distance
  dst[at++] = distance >>> 8
  return rest >= 15 ? writeLength(dst, at, rest - 15) : at
}

function writeLastLiterals(src: Uint8Array, anchor: number, to: number, dst: Uint8Array, at: number): number {
  const literals = to - anchor
  dst[at++] = (literals < 15 ? literals : 15) << 4
  if (literals >= 15) at = writeLength(dst, at, literals - 15)
  return copyLiterals(src, anchor, literals, dst, at)
}

function writeLength(dst: Uint8Array, at: number, rest: number): number {
  while (rest >= 255) {
    dst[at++] = 255
    rest -= 255
  }
  dst[at++] = rest
  return at
}

/** Copies literals; returns the position after them. */
export function copyLiterals(src: Uint8Array, from: number, count: number, dst: Uint8Array, at: number): number {
  if (count < SHORT_COPY) {
    for (let left = count; left > 0; left--) dst[at++] = src[from++]!
    return at
  }
  dst.set(src.subarray(from, from + count), at)
  return at + count
}
