/**
 * gzip and zstd by node:zlib. Several gzip members, several zstd frames and skippable frames in a row are read as one
 * input, as Kafka's Java readers do.
 */
import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { type ChunkSink, type Codec, CompressionError, type CompressionName, outputTooLarge } from './codec.ts'
import { trimmed } from './lz4.ts'
import { returnScratch, takeScratch } from './scratch.ts'
import { GUNZIP, Pump, type PumpKind, UNZSTD, freeIdle, pumpAll, pumpIsUsable } from './zlib-pump.ts'
import { claimedContentSize, isSkippableFrame, windowBytes, zstdFrameEnd } from './zstd-frame.ts'

/** Bytes per piece when the output is not kept. */
const PIECE_BYTES = 65536
/** A zstd context that has served a larger window holds on to it, and is freed after the input. */
const KEPT_WINDOW_BYTES = 8 * 1024 * 1024
/** A claimed size is believed for the first allocation only up to this many times the input. */
const TRUSTED_RATIO = 64

/** Levels 1 to 9; -1 is zlib's own default (6), which is Kafka's default too. */
export const gzip: Codec = {
  id: 1,
  name: 'gzip',
  levels: { min: 1, max: 9, default: -1 },
  compress: (input, level = -1) => {
    if (!pumpIsUsable()) return gzipSync(input, { level })
    const bound = input.length + (input.length >>> 9) + 64
    return pumped({ format: 'gzip', level }, input, bound)
  },
  decompress: (input, maxOutputBytes) => {
    if (!pumpIsUsable()) return wholeGzip(input, maxOutputBytes)
    const claimed = input.length < 18 ? 0 : readUint32(input, input.length - 4)
    const first = firstBuffer(claimed, input.length, maxOutputBytes)
    const { output, at } = pumpAll(GUNZIP, input, 0, input.length, first, 0, maxOutputBytes)
    return trimmed(output, at)
  },
  decompressTo: (input, maxOutputBytes, sink) => {
    if (!pumpIsUsable()) return give(wholeGzip(input, maxOutputBytes), sink)
    return pumpTo(GUNZIP, input, 0, input.length, 0, maxOutputBytes, sink)
  },
}

/** Levels -131072 to 22, default 3. */
export const zstd: Codec = {
  id: 4,
  name: 'zstd',
  levels: { min: -131072, max: 22, default: 3 },
  compress: (input, level = 3) => {
    if (!pumpIsUsable()) return zstdCompressSync(input, { params: { [constants.ZSTD_c_compressionLevel]: level } })
    const bound = input.length + (input.length >>> 8) + 128
    return pumped({ format: 'zstd', level }, input, bound)
  },
  decompress: (input, maxOutputBytes) => {
    zstdFrameEnd(input, 0)
    let output: Buffer = firstBuffer(claimedContentSize, input.length, maxOutputBytes)
    let at = 0
    forEachFrame(input, (from, end) => {
      if (pumpIsUsable()) {
        ({ output, at } = pumpAll(UNZSTD, input, from, end, output, at, maxOutputBytes))
      } else {
        const frame = wholeZstdFrame(input.subarray(from, end), maxOutputBytes - at)
        output = Buffer.concat([output.subarray(0, at), frame])
        at = output.length
      }
      return true
    })
    return trimmed(output, at)
  },
  decompressTo: (input, maxOutputBytes, sink) => {
    if (input.length === 0) zstdFrameEnd(input, 0)
    let stopped = false
    const watched: ChunkSink = (chunk, start, to) => {
      stopped = !sink(chunk, start, to)
      return !stopped
    }
    let total = 0
    forEachFrame(input, (from, end) => {
      total = pumpIsUsable() ? pumpTo(UNZSTD, input, from, end, total, maxOutputBytes, watched) :
        total + give(wholeZstdFrame(input.subarray(from, end), maxOutputBytes - total), watched)
      return !stopped
    })
    return total
  },
}

/** Calls `visit` with each frame that holds data until it answers false. */
function forEachFrame(input: Uint8Array, visit: (from: number, end: number) => boolean): void {
  let largestWindow = 0
  try {
    for (let from = 0, end = 0; from < input.length; from = end) {
      end = zstdFrameEnd(input, from)
      if (isSkippableFrame(input, from)) continue
      largestWindow = Math.max(largestWindow, windowBytes)
      if (!visit(from, end)) return
    }
  } finally {
    if (largestWindow > KEPT_WINDOW_BYTES) freeIdle(UNZSTD)
  }
}

/** Compresses all of `input`, which gives about `bound` bytes at most. */
function pumped(kind: PumpKind, input: Uint8Array, bound: number): Buffer {
  const { output, at } = pumpAll(kind, input, 0, input.length, Buffer.allocUnsafe(bound), 0, Infinity)
  return trimmed(output, at)
}

/** Pushes the output of `input[from, to)` to the sink in pieces; returns `total` plus its bytes. */
function pumpTo(
  kind: PumpKind, input: Uint8Array, from: number, to: number, total: number, maxOutputBytes: number, sink: ChunkSink,
): number {
  const piece = takeScratch(PIECE_BYTES)
  const pump = new Pump(kind, input, from, to)
  try {
    for (;;) {
      const end = pump.next(piece, 0, PIECE_BYTES)
      total += end
      if (total > maxOutputBytes) throw outputTooLarge(kind.format, maxOutputBytes)
      if ((end > 0 && !sink(piece, 0, end)) || end < PIECE_BYTES) return total
    }
  } finally {
    pump.close()
    returnScratch(piece)
  }
}

/** The output buffer to start with, for an output that is claimed to be of some size; one byte more shows its end. */
function firstBuffer(claimed: number, inputLength: number, maxOutputBytes: number): Buffer {
  const guess = claimed > 0 ? Math.min(claimed, inputLength * TRUSTED_RATIO) : inputLength * 4
  return Buffer.allocUnsafe(Math.min(Math.max(guess, 64), maxOutputBytes) + 1)
}

function wholeGzip(input: Uint8Array, maxOutputBytes: number): Buffer {
  return guarded('gzip', maxOutputBytes, (maxOutputLength) => gunzipSync(input, { maxOutputLength }))
}

function wholeZstdFrame(input: Uint8Array, maxOutputBytes: number): Buffer {
  return guarded('zstd', maxOutputBytes, (maxOutputLength) => zstdDecompressSync(input, { maxOutputLength }))
}

function guarded(name: CompressionName, maxOutputBytes: number, run: (maxOutputLength: number) => Buffer): Buffer {
  let output: Buffer
  try {
    output = run(Math.max(maxOutputBytes, 1)) // node:zlib refuses a limit of zero
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw outputTooLarge(name, maxOutputBytes)
    throw new CompressionError('CORRUPT', `not valid ${name} data: ${(error as Error).message}`, { cause: error })
  }
  if (output.length > maxOutputBytes) throw outputTooLarge(name, maxOutputBytes)
  return output
}

function give(output: Buffer, sink: ChunkSink): number {
  if (output.length > 0) sink(output, 0, output.length)
  return output.length
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}
