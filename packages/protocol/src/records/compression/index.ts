/** The codecs of the record format, by id and by name. */
import type { Codec, CompressionName } from './codec.ts'
import { lz4 } from './lz4.ts'
import { snappy } from './snappy.ts'
import { gzip, zstd } from './zlib-codecs.ts'

export * from './codec.ts'

/** No compression: input and output are the same bytes, not copies. */
export const none: Codec = {
  id: 0,
  name: 'none',
  levels: undefined,
  compress: asBuffer,
  decompress: asBuffer,
  decompressTo: (input, _maxOutputBytes, sink) => {
    sink(input, 0, input.length)
    return input.length
  },
}

const byId: readonly (Codec | undefined)[] = [none, gzip, snappy, lz4, zstd]

/** The codec of an id 0 to 4; undefined for any other. */
export function codecById(id: number): Codec | undefined {
  return byId[id]
}

/** The codec of a name in Kafka's spelling; undefined for any other. */
export function codecByName(name: CompressionName | string): Codec | undefined {
  return byId.find((codec) => codec?.name === name)
}

function asBuffer(input: Uint8Array): Buffer {
  return Buffer.isBuffer(input) ? input : Buffer.from(input.buffer, input.byteOffset, input.byteLength)
}
