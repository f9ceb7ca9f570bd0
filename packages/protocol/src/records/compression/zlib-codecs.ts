/** gzip and zstd, both by the synchronous functions of node:zlib. */
import {
  constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync,
} from 'node:zlib'
import type { ChunkSink, Codec } from './codec.ts'
import { CompressionError, outputTooLarge, type CompressionName } from './codec.ts'

/** Levels 1 to 9; -1 is zlib's own default (6), which is Kafka's default too. */
export const gzip: Codec = {
  id: 1,
  name: 'gzip',
  levels: { min: 1, max: 9, default: -1 },
  compress: (input, level = -1) => gzipSync(input, { level }),
  decompress: (input, maxOutputBytes) => guarded('gzip', maxOutputBytes, () =>
    gunzipSync(input, { maxOutputLength: atLeastOne(maxOutputBytes) })),
  decompressTo: (input, maxOutputBytes, sink) => whole(gzip, input, maxOutputBytes, sink),
}

/** Levels -131072 to 22, default 3. */
export const zstd: Codec = {
  id: 4,
  name: 'zstd',
  levels: { min: -131072, max: 22, default: 3 },
  compress: (input, level = 3) => zstdCompressSync(input, { params: { [constants.ZSTD_c_compressionLevel]: level } }),
  decompress: (input, maxOutputBytes) => guarded('zstd', maxOutputBytes, () =>
    zstdDecompressSync(input, { maxOutputLength: atLeastOne(maxOutputBytes) })),
  decompressTo: (input, maxOutputBytes, sink) => whole(zstd, input, maxOutputBytes, sink),
}

/** node:zlib refuses a limit of zero. */
function atLeastOne(limit: number): number {
  return limit < 1 ? 1 : limit
}

function whole(codec: Codec, input: Uint8Array, maxOutputBytes: number, sink: ChunkSink): number {
  const output = codec.decompress(input, maxOutputBytes)
  sink(output, 0, output.length)
  return output.length
}

function guarded(name: CompressionName, maxOutputBytes: number, run: () => Buffer): Buffer {
  try {
    return run()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw outputTooLarge(name, maxOutputBytes)
    throw new CompressionError('CORRUPT', `not valid ${name} data: ${(error as Error).message}`, { cause: error })
  }
}
