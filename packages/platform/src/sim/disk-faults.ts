/** What can be wrong with a simulated disk: failures on request, little space, few handles, slow or stalled syncs. */
import { systemError } from '../file-system.ts'
import type { SimRandom } from './random.ts'

export type DiskOperation =
  | 'open' | 'read' | 'write' | 'truncate' | 'sync' | 'list' | 'stat' | 'makeDirectory' | 'rename' | 'remove' | 'syncDirectory'

export interface DiskFault {
  /** Which operations; default all. */
  readonly on?: DiskOperation | readonly DiskOperation[]
  /** Part of the path or a pattern; default every path. */
  readonly path?: string | RegExp
  /** Node's error code. Default EIO. */
  readonly code?: string
  /** How often at most. Default for ever. */
  readonly times?: number
  /** Of each matching operation. Default 1. */
  readonly probability?: number
}

export interface DiskSettings {
  /** Bytes the disk holds. Default 1 TiB. */
  readonly capacityBytes?: number
  /** Handles open at once before EMFILE. Default 65,536. */
  readonly maxOpenFiles?: number
  /** An asynchronous sync takes this long, [low, high) in ms. Default [0.5, 5). */
  readonly syncLatencyMs?: readonly [number, number]
  /** Share of writes and reads that do only a part. Default 0. */
  readonly partialProbability?: number
}

export function diskError(code: string, call: string, path: string): Error {
  return systemError(code, call, path, 'simulated')
}

export class DiskFaults {
  capacityBytes: number
  maxOpenFiles: number
  syncLatencyMs: readonly [number, number]
  partialProbability: number
  /** Syncs take this much longer: a disk that stalls. */
  stallMs = 0
  readonly #random: SimRandom
  readonly #faults: { fault: DiskFault; left: number }[] = []

  constructor(settings: DiskSettings, random: SimRandom) {
    this.capacityBytes = settings.capacityBytes ?? 2 ** 40
    this.maxOpenFiles = settings.maxOpenFiles ?? 65_536
    this.syncLatencyMs = settings.syncLatencyMs ?? [0.5, 5]
    this.partialProbability = settings.partialProbability ?? 0
    this.#random = random
  }

  /** From now on matching operations fail. Returns a function that takes the fault back. */
  fail(fault: DiskFault): () => void {
    const entry = { fault, left: fault.times ?? Infinity }
    this.#faults.push(entry)
    return () => void (entry.left = 0)
  }

  clear(): void {
    this.#faults.length = 0
    this.stallMs = 0
  }

  /** Throws when a fault says so. */
  check(operation: DiskOperation, path: string): void {
    if (this.#faults.length === 0) return
    for (const entry of this.#faults) {
      const { on, path: pattern, code = 'EIO', probability = 1 } = entry.fault
      if (entry.left <= 0) continue
      if (on !== undefined && !(typeof on === 'string' ? on === operation : on.includes(operation))) continue
      if (typeof pattern === 'string' ? !path.includes(pattern) : pattern && !pattern.test(path)) continue
      if (probability < 1 && !this.#random.chance(probability)) continue
      entry.left--
      throw diskError(code, operation, path)
    }
  }

  /** How much of a read or write of `length` bytes is done: all, or by chance less. */
  partOf(length: number): number {
    if (length < 2 || !this.#random.chance(this.partialProbability)) return length
    return 1 + this.#random.below(length - 1)
  }

  syncDelayMs(): number {
    return this.#random.between(this.syncLatencyMs[0], this.syncLatencyMs[1]) + this.stallMs
  }

  /** The same settings without the failures: what the next process finds. */
  settings(): DiskSettings {
    const { capacityBytes, maxOpenFiles, syncLatencyMs, partialProbability } = this
    return { capacityBytes, maxOpenFiles, syncLatencyMs, partialProbability }
  }
}
