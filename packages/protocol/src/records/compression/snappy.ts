/**
 * Snappy as Kafka uses it: written in the framing of snappy-java ("xerial": a 16-byte header, then blocks of up to
 * 32 KiB of input, each with its compressed length), read in that framing, several streams in a row included, or raw,
 * as librdkafka and franz-go may send it (`SnappyInputStream` takes both, too).
 */
import { type ChunkSink, type Codec, CompressionError, outputTooLarge } from './codec.ts'
import { trimmed } from './lz4.ts'
import { viewOf } from './lz4-block.ts'
import { returnScratch, takeScratch } from './scratch.ts'
import {
  SNAPPY_MAX_RATIO, decodeSnappyBlock, encodeSnappyBlock, lengthEnd, snappyBlockBound, snappyLength,
} from './snappy-block.ts'

/** 0x82 "SNAPPY" 0, version 1, lowest compatible version 1. */
const XERIAL_HEADER: Buffer = Buffer.from('82534e41505059000000000100000001', 'hex')
const MAGIC_BYTES = 8
const CHUNK_BYTES = 32768

export const snappy: Codec = {
  id: 2,
  name: 'snappy',
  levels: undefined,
  compress,
  decompress,
  decompressTo,
}

function compress(input: Uint8Array): Buffer {
  const chunks = Math.ceil(input.length / CHUNK_BYTES)
  const output = Buffer.allocUnsafe(XERIAL_HEADER.length + chunks * 36 + snappyBlockBound(input.length))
  const view = viewOf(input)
  output.set(XERIAL_HEADER, 0)
  let at = XERIAL_HEADER.length
  for (let from = 0; from < input.length; from += CHUNK_BYTES) {
    const to = Math.min(from + CHUNK_BYTES, input.length)
    const end = encodeSnappyBlock(input, view, from, to, output, at + 4)
    output.writeInt32BE(end - at - 4, at)
    at = end
  }
  return trimmed(output, at)
}

function decompress(input: Uint8Array, maxOutputBytes: number): Buffer {
  let total = 0
  forEachBlock(input, (from, to) => {
    total += claimedLength(input, from, to)
    if (total > maxOutputBytes) throw outputTooLarge('snappy', maxOutputBytes)
    return true
  })
  const output = Buffer.allocUnsafe(total)
  const inputView = viewOf(input)
  const outputView = viewOf(output)
  let at = 0
  forEachBlock(input, (from, to) => {
    const length = snappyLength(input, from, to)
    if (!decodeSnappyBlock(input, inputView, lengthEnd, to, output, outputView, at, at + length)) throw corrupt('malformed block')
    at += length
    return true
  })
  return output
}

function decompressTo(input: Uint8Array, maxOutputBytes: number, sink: ChunkSink): number {
  const inputView = viewOf(input)
  let total = 0
  forEachBlock(input, (from, to) => {
    const length = claimedLength(input, from, to)
    total += length
    if (total > maxOutputBytes) throw outputTooLarge('snappy', maxOutputBytes)
    const block = takeScratch(length)
    try {
      snappyLength(input, from, to)
      if (!decodeSnappyBlock(input, inputView, lengthEnd, to, block, viewOf(block), 0, length)) {
        throw corrupt('malformed block')
      }
      return sink(block, 0, length)
    } finally {
      returnScratch(block)
    }
  })
  return total
}

/** Calls `visit` with the range of each raw block until it answers false. */
function forEachBlock(input: Uint8Array, visit: (from: number, to: number) => boolean): void {
  if (!startsWithMagic(input, 0)) {
    visit(0, input.length)
    return
  }
  for (let at = 0; at < input.length;) {
    if (startsWithMagic(input, at)) {
      if (input.length - at < XERIAL_HEADER.length) throw corrupt('truncated header')
      at += XERIAL_HEADER.length
      continue
    }
    if (input.length - at < 4) throw corrupt('truncated before a block')
    const length = (input[at]! << 24) | (input[at + 1]! << 16) | (input[at + 2]! << 8) | input[at + 3]!
    at += 4
    if (length <= 0 || length > input.length - at) throw corrupt('truncated block')
    if (!visit(at, at + length)) return
    at += length
  }
}

function startsWithMagic(input: Uint8Array, at: number): boolean {
  if (input.length - at < MAGIC_BYTES) return false
  for (let index = 0; index < MAGIC_BYTES; index++) if (input[at + index] !== XERIAL_HEADER[index]) return false
  return true
}

/** The uncompressed length of a raw block, refused when its bytes could never give that much. */
function claimedLength(input: Uint8Array, from: number, to: number): number {
  const length = snappyLength(input, from, to)
  if (lengthEnd < 0) throw corrupt('malformed length')
  if (length > (to - lengthEnd) * SNAPPY_MAX_RATIO) throw corrupt('a length its bytes cannot give')
  return length
}

function corrupt(what: string): CompressionError {
  return new CompressionError('CORRUPT', `not valid snappy data: ${what}`)
}
