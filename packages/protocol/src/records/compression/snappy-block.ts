/**
 * The raw Snappy format: a varint with the uncompressed length, then literals and copies.
 *
 * Invariants as for LZ4 blocks: the decoder stays inside `src[from, to)` and `dst[at, at + length)`.
 */
import { WORD_SLACK, commonLength, copyLiterals, copyMatch, copyWords } from './lz4-block.ts'

/** A copy of 64 bytes takes 3: no input expands to more than this. Guards allocations against claimed lengths. */
export const SNAPPY_MAX_RATIO = 22

/** Position after the length varint last read; -1 when malformed. */
export let lengthEnd = 0

/** The uncompressed length a raw Snappy block claims; sets `lengthEnd`. */
export function snappyLength(src: Uint8Array, from: number, to: number): number {
  let length = 0
  for (let index = 0; index < 5 && from < to; index++) {
    const byte = src[from++]!
    length += (byte & 127) * 2 ** (7 * index)
    if (byte < 128) {
      lengthEnd = length > 0xffffffff ? -1 : from
      return length
    }
  }
  lengthEnd = -1
  return 0
}

/**
 * Decodes the elements `src[from, to)` to exactly `dst[at, limit)`; false when they are malformed or do not fill it. The
 * views are those of the buffers (see `decodeLz4Block`).
 */
export function decodeSnappyBlock(
  src: Uint8Array, srcView: DataView, from: number, to: number, dst: Uint8Array, dstView: DataView, at: number,
  limit: number,
): boolean {
  const start = at
  const wordsBelow = limit - WORD_SLACK
  const wordsFrom = to - 16
  while (from < to) {
    const tag = src[from++]!
    if ((tag & 3) === 0) {
      let length = tag >>> 2
      if (length >= 60) {
        const bytes = length - 59
        if (bytes > to - from) return false
        length = 0
        for (let index = 0; index < bytes; index++) length += src[from++]! * 2 ** (8 * index)
      }
      length++
      if (length > to - from || length > limit - at) return false
      if (length <= 16 && from < wordsFrom && at < wordsBelow) {
        dstView.setBigInt64(at, srcView.getBigInt64(from))
        dstView.setBigInt64(at + 8, srcView.getBigInt64(from + 8))
        at += length
      } else {
        at = copyLiterals(src, from, length, dst, at)
      }
      from += length
      continue
    }
    let length = (tag >>> 2) + 1
    let distance: number
    if ((tag & 3) === 1) {
      if (from >= to) return false
      length = ((tag >>> 2) & 7) + 4
      distance = ((tag >>> 5) << 8) | src[from++]!
    } else if ((tag & 3) === 2) {
      if (to - from < 2) return false
      distance = src[from]! | (src[from + 1]! << 8)
      from += 2
    } else {
      if (to - from < 4) return false
      distance = (src[from]! | (src[from + 1]! << 8) | (src[from + 2]! << 16) | (src[from + 3]! << 24)) >>> 0
      from += 4
    }
    if (distance === 0 || distance > at - start || length > limit - at) return false
    at = distance >= 8 && at < wordsBelow ? copyWords(dstView, at, distance, length) :
      copyMatch(dst, at, distance, length)
  }
  return at === limit
}

const HASH_BITS = 14
const hashTable = new Int32Array(1 << HASH_BITS)
let hashBase = 1
/** A match may start only where this many bytes follow. */
const INPUT_MARGIN = 15

/** Most bytes `length` bytes compress to, length varint included. */
export function snappyBlockBound(length: number): number {
  return 32 + length + Math.floor(length / 6)
}

/**
 * Compresses `src[from, to)`, at most 64 KiB, to `dst` at `at`, where `snappyBlockBound` bytes are free. `view` is a
 * DataView over exactly the bytes of `src`. Returns the position after the block.
 */
export function encodeSnappyBlock(
  src: Uint8Array, view: DataView, from: number, to: number, dst: Uint8Array, at: number,
): number {
  at = writeLength(dst, at, to - from)
  if (hashBase + to > 0x7fffffff) {
    hashTable.fill(0)
    hashBase = 1
  }
  const base = hashBase
  hashBase += to
  const lowest = base + from
  const lastStart = to - INPUT_MARGIN
  let anchor = from
  let position = from
  let misses = 0
  while (position <= lastStart) {
    const sequence = view.getInt32(position, true)
    const slot = Math.imul(sequence, 0x1e35a7bd) >>> (32 - HASH_BITS)
    const candidate = hashTable[slot]!
    hashTable[slot] = base + position
    const match = candidate - base
    if (candidate < lowest || view.getInt32(match, true) !== sequence) {
      position += 1 + (misses++ >>> 5)
      continue
    }
    misses = 0
    if (position > anchor) at = writeLiteral(src, anchor, position - anchor, dst, at)
    const length = 4 + commonLength(src, view, match + 4, position + 4, to)
    at = writeCopy(dst, at, position - match, length)
    position += length
    anchor = position
  }
  return anchor < to ? writeLiteral(src, anchor, to - anchor, dst, at) : at
}

function writeLength(dst: Uint8Array, at: number, length: number): number {
  while (length >= 128) {
    dst[at++] = (length & 127) | 128
    length >>>= 7
  }
  dst[at++] = length
  return at
}

function writeLiteral(src: Uint8Array, from: number, count: number, dst: Uint8Array, at: number): number {
  const last = count - 1
  if (last < 60) {
    dst[at++] = last << 2
  } else if (last < 256) {
    dst[at++] = 60 << 2
    dst[at++] = last
  } else {
    dst[at++] = 61 << 2
    dst[at++] = last
    dst[at++] = last >>> 8
  }
  return copyLiterals(src, from, count, dst, at)
}

function writeCopy(dst: Uint8Array, at: number, distance: number, length: number): number {
  // Pieces of 64, the last two balanced so that none is below 4, the least a short copy can say.
  while (length >= 68) {
    at = writeCopy2(dst, at, distance, 64)
    length -= 64
  }
  if (length > 64) {
    at = writeCopy2(dst, at, distance, 60)
    length -= 60
  }
  if (length >= 12 || distance >= 2048) return writeCopy2(dst, at, distance, length)
  dst[at++] = 1 | ((length - 4) << 2) | ((distance >>> 8) << 5)
  dst[at++] = distance
  return at
}

function writeCopy2(dst: Uint8Array, at: number, distance: number, length: number): number {
  dst[at++] = 2 | ((length - 1) << 2)
  dst[at++] = distance
  dst[at++] = distance >>> 8
  return at
}
