/**
 * Random numbers from a seed: sfc32 (small fast counter, 128 bits of state), which passes the usual statistical
 * batteries and needs four 32-bit integers. Invariant: the same seed gives the same sequence on every machine.
 */
import type { Random } from '../random.ts'
import { uuidFromRandomBytes } from '../uuid.ts'

/** FNV-1a over UTF-16 units: turns names and seeds into numbers. */
export function hashText(text: string, start = 0x811c9dc5): number {
  let hash = start
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

export class SimRandom implements Random {
  readonly seed: string
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number | string) {
    this.seed = String(seed)
    this.#a = hashText(this.seed)
    this.#b = hashText(this.seed, 0x9e3779b9)
    this.#c = hashText(this.seed, 0x85ebca6b)
    for (let i = 0; i < 15; i++) this.uint32()
  }

  /** An independent generator: draws from one do not shift the other. */
  fork(label: string): SimRandom {
    return new SimRandom(`${this.seed}/${label}`)
  }

  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  float(): number {
    const high = this.uint32() >>> 11
    return (high * 2 ** 32 + this.uint32()) / 2 ** 53
  }

  below(bound: number): number {
    return bound <= 1 ? 0 : Math.floor(this.float() * bound)
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + this.float() * (high - low)
  }

  chance(probability: number): boolean {
    return probability > 0 && this.float() < probability
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('nothing to pick from')
    return items[this.below(items.length)]!
  }

  bytes(length: number): Buffer {
    const result = Buffer.alloc(length)
    for (let i = 0; i < length; i++) result[i] = this.uint32()
    return result
  }

  uuid(): string {
    return uuidFromRandomBytes(() => this.bytes(16))
  }
}
