/** Work "off the loop": done inline, answered a little later, in an order the seed decides. */
import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Workers } from '../workers.ts'
import type { SimProcess } from './process.ts'
import type { Simulation } from './simulation.ts'

export function simWorkers(simulation: Simulation, process: SimProcess): Workers {
  const random = simulation.randomFor(`workers/${process.name}/${process.machine.index}`)
  const later = (work: () => Buffer): Promise<Buffer> => new Promise((resolve, reject) => {
    simulation.schedule(random.between(0, 2), 'worker', process, () => {
      try {
        resolve(work())
      } catch (error) {
        reject(error as Error)
      }
    })
  })
  return {
    gzip: (input, level) => later(() => gzipSync(input, level === undefined ? {} : { level })),
    zstd: (input, level) =>
      later(() => zstdCompressSync(input, level === undefined ? {} : { params: { [constants.ZSTD_c_compressionLevel]: level } })),
    gunzip: (input, maxBytes) => later(() => gunzipSync(input, { maxOutputLength: maxBytes })),
    unzstd: (input, maxBytes) => later(() => zstdDecompressSync(input, { maxOutputLength: maxBytes })),
  }
}
