/**
 * The LZ4 frame format (the whole of version 1): blocks dependent or independent, content size, block and content
 * checksums, several frames in a row, skippable frames. Written as Kafka's Java producer writes it: independent blocks
 * of 64 KiB without checksums (`Lz4BlockOutputStream`). Kafka's compression levels are accepted and have no effect: the
 * encoder is the fast one, which is what level 9, the default, means there.
 */
import { type ChunkSink, type Codec, CompressionError, outputTooLarge } from './codec.ts'
import { BLOCK_CORRUPT, decodeLz4Block, encodeLz4Block, lz4BlockBound, viewOf } from './lz4-block.ts'
import { returnScratch, takeScratch } from './scratch.ts'
import { Xxh32, xxh32 } from './xxh32.ts'

const MAGIC = 0x184d2204
const SKIPPABLE_MAGIC = 0x184d2a50
const BLOCK_BYTES = 65536
const HISTORY_BYTES = 65536
const UNCOMPRESSED = 0x80000000

export const lz4: Codec = {
  id: 3,
  name: 'lz4',
  levels: { min: 1, max: 17, default: 9 },
  compress,
  decompress,
  decompressTo,
}

function compress(input: Uint8Array): Buffer {
  const blocks = Math.ceil(input.length / BLOCK_BYTES)
  const output = Buffer.allocUnsafe(7 + blocks * 4 + lz4BlockBound(input.length) + blocks * 16 + 4)
  const view = viewOf(input)
  writeUint32(output, 0, MAGIC)
  output[4] = 0x60 // version 1, independent blocks
  output[5] = 0x40 // blocks of up to 64 KiB
  output[6] = (xxh32(output, 4, 6) >>> 8) & 255
  let at = 7
  for (let from = 0; from < input.length; from += BLOCK_BYTES) {
    const to = Math.min(from + BLOCK_BYTES, input.length)
    const end = encodeLz4Block(input, view, from, to, output, at + 4)
    if (end - at - 4 < to - from) {
      writeUint32(output, at, end - at - 4)
      at = end
    } else {
      writeUint32(output, at, (UNCOMPRESSED | (to - from)) >>> 0)
      output.set(input.subarray(from, to), at + 4)
      at += 4 + to - from
    }
  }
  writeUint32(output, at, 0)
  return trimmed(output, at + 4)
}

/** The first `length` bytes, copied when keeping the whole would waste memory. */
export function trimmed(output: Buffer, length: number): Buffer {
  const used = output.subarray(0, length)
  return length * 2 < output.length ? Buffer.from(used) : used
}

/** What a frame's descriptor says. */
interface FrameHeader {
  /** Position after the descriptor. */
  end: number
  independent: boolean
  blockChecksums: boolean
  contentChecksum: boolean
  /** -1: not stated. */
  contentSize: number
  maxBlockBytes: number
}

function decompress(input: Uint8Array, maxOutputBytes: number): Buffer {
  let output: Buffer = Buffer.allocUnsafe(Math.min(maxOutputBytes, Math.max(input.length * 4, 1024)))
  const inputView = viewOf(input)
  let outputView = viewOf(output)
  let at = 0
  for (let from = 0; from < input.length;) {
    from = skipSkippable(input, from)
    if (from === input.length) break
    const frame = readFrameHeader(input, from)
    const frameStart = at
    from = frame.end
    for (;;) {
      const size = blockSize(input, from, frame)
      from += 4
      if (size === 0) break
      const end = from + (size & ~UNCOMPRESSED)
      const most = Math.min(size < 0 ? end - from : Math.min((end - from) * 255, frame.maxBlockBytes),
        maxOutputBytes - at)
      if (output.length - at < most) {
        output = grown(output, at, at + most, maxOutputBytes)
        outputView = viewOf(output)
      }
      at = decodeBlock(input, inputView, from, end, size < 0, output, outputView, at, at + most,
        frame.independent ? at : frameStart, frame, maxOutputBytes)
      from = checkBlock(input, from, end, frame)
    }
    from = checkContent(input, from, frame, at - frameStart,
      frame.contentChecksum ? () => xxh32(output, frameStart, at) : undefined)
  }
  return trimmed(output, at)
}

function grown(output: Buffer, used: number, needed: number, maxOutputBytes: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(needed, Math.min(output.length * 2, maxOutputBytes)))
  output.copy(larger, 0, 0, used)
  return larger
}

function decompressTo(input: Uint8Array, maxOutputBytes: number, sink: ChunkSink): number {
  const output: WindowedOutput = { window: takeScratch(0), total: 0, maxOutputBytes, sink }
  const inputView = viewOf(input)
  try {
    for (let from = skipSkippable(input, 0); from < input.length && from >= 0; from = skipSkippable(input, from)) {
      const frame = readFrameHeader(input, from)
      // What is left of the input bounds a block as well as the frame's own word does.
      const needed = HISTORY_BYTES + Math.min(frame.maxBlockBytes, (input.length - frame.end) * 255)
      if (output.window.length < needed) output.window = takeScratch(needed)
      from = decodeFrameTo(input, inputView, frame, output)
      if (from < 0) break
    }
  } finally {
    returnScratch(output.window)
  }
  return output.total
}

interface WindowedOutput {
  /** `HISTORY_BYTES` of what was last decoded, then room for a block. One for all frames of an input. */
  window: Buffer
  total: number
  readonly maxOutputBytes: number
  readonly sink: ChunkSink
}

/** Decodes one frame block by block; returns the position after it, or -1 when the sink wants no more. */
function decodeFrameTo(input: Uint8Array, inputView: DataView, frame: FrameHeader, output: WindowedOutput): number {
  const { window, maxOutputBytes } = output
  const windowView = viewOf(window)
  const checksum = frame.contentChecksum ? new Xxh32() : undefined
  let history = HISTORY_BYTES // first byte of what earlier blocks left in front of the next one
  let frameBytes = 0
  let from = frame.end
  for (;;) {
    const size = blockSize(input, from, frame)
    from += 4
    if (size === 0) break
    const end = from + (size & ~UNCOMPRESSED)
    const limit = Math.min(HISTORY_BYTES + Math.min(frame.maxBlockBytes, maxOutputBytes - output.total), window.length)
    const decoded = decodeBlock(input, inputView, from, end, size < 0, window, windowView, HISTORY_BYTES, limit,
      frame.independent ? HISTORY_BYTES : history, frame, maxOutputBytes)
    from = checkBlock(input, from, end, frame)
    output.total += decoded - HISTORY_BYTES
    frameBytes += decoded - HISTORY_BYTES
    checksum?.update(window, HISTORY_BYTES, decoded)
    if (!output.sink(window, HISTORY_BYTES, decoded)) return -1
    if (!frame.independent) {
      history = Math.max(0, history - (decoded - HISTORY_BYTES))
      window.copyWithin(0, decoded - HISTORY_BYTES, decoded)
    }
  }
  return checkContent(input, from, frame, frameBytes, checksum && (() => checksum.digest()))
}

/** One block, compressed or stored, to `dst[at, limit)`; returns the position after it or throws. */
function decodeBlock(
  input: Uint8Array, inputView: DataView, from: number, end: number, stored: boolean, dst: Buffer, dstView: DataView,
  at: number, limit: number, history: number, frame: FrameHeader, maxOutputBytes: number,
): number {
  if (stored) {
    if (end - from > limit - at) throw tooLarge(limit - at, frame, maxOutputBytes)
    dst.set(input.subarray(from, end), at)
    return at + end - from
  }
  const result = decodeLz4Block(input, inputView, from, end, dst, dstView, at, limit, history)
  if (result >= 0) return result
  throw result === BLOCK_CORRUPT ? corrupt('malformed block') : tooLarge(limit - at, frame, maxOutputBytes)
}

/** A block that exceeds what its frame allows is corrupt; one that exceeds the caller's cap is too large. */
function tooLarge(room: number, frame: FrameHeader, maxOutputBytes: number): CompressionError {
  return room >= frame.maxBlockBytes ? corrupt('a block larger than the frame allows') :
    outputTooLarge('lz4', maxOutputBytes)
}

function readFrameHeader(input: Uint8Array, at: number): FrameHeader {
  if (input.length - at < 7) throw corrupt('truncated frame header')
  if (readUint32(input, at) !== MAGIC) throw corrupt('no LZ4 frame magic')
  const flags = input[at + 4]!
  const blockDescriptor = input[at + 5]!
  if (flags >>> 6 !== 1) throw corrupt(`frame version ${flags >>> 6}`)
  if ((flags & 0x02) !== 0 || (blockDescriptor & 0x8f) !== 0) throw corrupt('reserved bits set')
  if ((flags & 0x01) !== 0) throw corrupt('a dictionary is needed')
  const sizeCode = blockDescriptor >>> 4
  if (sizeCode < 4) throw corrupt(`block size code ${sizeCode}`)
  const hasContentSize = (flags & 0x08) !== 0
  const end = at + 7 + (hasContentSize ? 8 : 0)
  if (end > input.length) throw corrupt('truncated frame header')
  if (((xxh32(input, at + 4, end - 1) >>> 8) & 255) !== input[end - 1]) throw corrupt('header checksum mismatch')
  return {
    end,
    independent: (flags & 0x20) !== 0,
    blockChecksums: (flags & 0x10) !== 0,
    contentChecksum: (flags & 0x04) !== 0,
    contentSize: hasContentSize ? readUint32(input, at + 6) + readUint32(input, at + 10) * 4294967296 : -1,
    maxBlockBytes: 1 << (8 + 2 * sizeCode),
  }
}

/** The size field of the block at `at`: 0 is the end mark, negative means stored, in the low 31 bits the length. */
function blockSize(input: Uint8Array, at: number, frame: FrameHeader): number {
  if (input.length - at < 4) throw corrupt('truncated before a block')
  const size = readUint32(input, at) | 0
  const bytes = size & ~UNCOMPRESSED
  if (bytes > input.length - at - 4) throw corrupt('truncated block')
  if (bytes > frame.maxBlockBytes) throw corrupt('a block larger than the frame allows')
  return size
}

/** Verifies a block's checksum where there is one; returns the position of the next block. */
function checkBlock(input: Uint8Array, from: number, end: number, frame: FrameHeader): number {
  if (!frame.blockChecksums) return end
  if (input.length - end < 4) throw corrupt('truncated block checksum')
  if (readUint32(input, end) !== xxh32(input, from, end)) throw corrupt('block checksum mismatch')
  return end + 4
}

/** Verifies size and checksum of a frame's content where stated; returns the position after the frame. */
function checkContent(
  input: Uint8Array, at: number, frame: FrameHeader, bytes: number, checksum: (() => number) | undefined,
): number {
  if (frame.contentSize >= 0 && frame.contentSize !== bytes) throw corrupt('content size mismatch')
  if (checksum === undefined) return at
  if (input.length - at < 4) throw corrupt('truncated content checksum')
  if (readUint32(input, at) !== checksum()) throw corrupt('content checksum mismatch')
  return at + 4
}

/** Position of the next data frame, or the input's end. */
function skipSkippable(input: Uint8Array, at: number): number {
  while (input.length - at >= 8 && ((readUint32(input, at) & 0xfffffff0) >>> 0) === SKIPPABLE_MAGIC) {
    at += 8 + readUint32(input, at + 4)
    if (at > input.length) throw corrupt('truncated skippable frame')
  }
  return at
}

function corrupt(what: string): CompressionError {
  return new CompressionError('CORRUPT', `not valid lz4 data: ${what}`)
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}

function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value >>> 16
  bytes[at + 3] = value >>> 24
}
