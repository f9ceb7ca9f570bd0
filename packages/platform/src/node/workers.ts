/** Compression off the loop: node:zlib's asynchronous functions run on libuv's thread pool. */
import { promisify } from 'node:util'
import { constants, gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib'
import type { Workers } from '../workers.ts'

const gzipAsync = promisify(gzip) as (input: Uint8Array, options: object) => Promise<Buffer>
const zstdAsync = promisify(zstdCompress) as (input: Uint8Array, options: object) => Promise<Buffer>
const gunzipAsync = promisify(gunzip) as (input: Uint8Array, options: object) => Promise<Buffer>
const unzstdAsync = promisify(zstdDecompress) as (input: Uint8Array, options: object) => Promise<Buffer>

export const nodeWorkers: Workers = {
  gzip: (input, level) => gzipAsync(input, level === undefined ? {} : { level }),
  zstd: (input, level) =>
    zstdAsync(input, level === undefined ? {} : { params: { [constants.ZSTD_c_compressionLevel]: level } }),
  gunzip: (input, maxBytes) => gunzipAsync(input, { maxOutputLength: maxBytes }),
  unzstd: (input, maxBytes) => unzstdAsync(input, { maxOutputLength: maxBytes }),
}
