/**
 * Where a zstd frame ends, from its headers alone (RFC 8878). node:zlib stops quietly after the first frame, and older
 * versions of it take a truncated frame for a whole one; Kafka's Java reader goes on and refuses, so we look ourselves.
 */
import { CompressionError } from './codec.ts'

const MAGIC = 0xfd2fb528
const SKIPPABLE_MAGIC = 0x184d2a50
const DICTIONARY_ID_BYTES: readonly number[] = [0, 1, 2, 4]
const CONTENT_SIZE_BYTES: readonly number[] = [0, 2, 4, 8]

/** Content size the frame last looked at states; -1 when it does not. A claim, not a fact. */
export let claimedContentSize = -1

/** Bytes of history that decompressing the frame last looked at takes. */
export let windowBytes = 0

/** Whether a skippable frame (which holds no data) begins at `at`. */
export function isSkippableFrame(input: Uint8Array, at: number): boolean {
  return input.length - at >= 4 && ((readUint32(input, at) & 0xfffffff0) >>> 0) === SKIPPABLE_MAGIC
}

/** Position after the frame at `at`; sets `claimedContentSize` and `windowBytes`. Throws CompressionError when the frame is not whole. */
export function zstdFrameEnd(input: Uint8Array, at: number): number {
  if (isSkippableFrame(input, at)) {
    if (input.length - at < 8) throw truncated()
    const end = at + 8 + readUint32(input, at + 4)
    if (end > input.length) throw truncated()
    return end
  }
  if (input.length - at < 6) throw truncated()
  if (readUint32(input, at) !== MAGIC) throw new CompressionError('CORRUPT', 'not valid zstd data: no frame magic')
  const descriptor = input[at + 4]!
  const singleSegment = (descriptor & 0x20) !== 0
  const sizeBytes = (descriptor >>> 6) === 0 && singleSegment ? 1 : CONTENT_SIZE_BYTES[descriptor >>> 6]!
  windowBytes = (2 ** (10 + (input[at + 5]! >>> 3)) / 8) * (8 + (input[at + 5]! & 7))
  at += 5 + (singleSegment ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 3]!
  if (at + sizeBytes > input.length) throw truncated()
  claimedContentSize = readContentSize(input, at, sizeBytes)
  if (singleSegment) windowBytes = claimedContentSize
  at += sizeBytes
  for (let last = false; !last;) {
    if (input.length - at < 3) throw truncated()
    const header = input[at]! | (input[at + 1]! << 8) | (input[at + 2]! << 16)
    last = (header & 1) !== 0
    at += 3 + (((header >>> 1) & 3) === 1 ? 1 : header >>> 3) // a run-length block has one byte of content
    if (at > input.length) throw truncated()
  }
  if ((descriptor & 4) !== 0) at += 4
  if (at > input.length) throw truncated()
  return at
}

function readContentSize(input: Uint8Array, at: number, bytes: number): number {
  switch (bytes) {
    case 0: return -1
    case 1: return input[at]!
    case 2: return (input[at]! | (input[at + 1]! << 8)) + 256
    case 4: return readUint32(input, at)
    default: return readUint32(input, at) + readUint32(input, at + 4) * 4294967296
  }
}

function truncated(): CompressionError {
  return new CompressionError('CORRUPT', 'not valid zstd data: truncated frame')
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}
