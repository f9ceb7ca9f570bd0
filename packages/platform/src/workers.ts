/**
 * Work off the loop. `run` executes a pure job in a worker thread (or inline, one turn later, in the simulation).
 * Jobs are named functions registered by modules, so that a bundled worker can find them.
 */
export interface Workers {
  /** Compresses or decompresses off the loop where the platform can; results are fresh buffers. */
  gzip(input: Uint8Array, level?: number): Promise<Buffer>
  zstd(input: Uint8Array, level?: number): Promise<Buffer>
  /** Rejects when the input is not gzip data, or becomes more than `maxBytes`. */
  gunzip(input: Uint8Array, maxBytes: number): Promise<Buffer>
  unzstd(input: Uint8Array, maxBytes: number): Promise<Buffer>
}
