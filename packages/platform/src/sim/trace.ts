/**
 * What happened, as a running hash (two runs of one seed must agree on it) and as a ring of the last entries for the
 * person who has to find out why a run failed.
 */
import { crc32 } from 'node:zlib'
import { hashText } from './random.ts'

export interface TraceEntry {
  readonly timeMs: number
  readonly host: string
  readonly kind: string
  readonly detail: unknown
}

const ringSize = 512
const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0')
}

export class Trace {
  #low = 0x12345678
  #high = 0x9abcdef0
  readonly #codes = new Map<string, number>()
  readonly #ring: TraceEntry[] = []
  #next = 0
  events = 0

  #mix(value: number): void {
    let low = Math.imul(this.#low ^ value, 0x85ebca6b)
    low ^= low >>> 13
    this.#low = Math.imul(low, 0xc2b2ae35)
    this.#high = (Math.imul(this.#high ^ (this.#low >>> 7), 0x27d4eb2f) + value) | 0
  }

  #code(text: string): number {
    let code = this.#codes.get(text)
    if (code === undefined) this.#codes.set(text, (code = hashText(text)))
    return code
  }

  /** Counts and hashes an event; `bytes` are hashed too. Cheap: nothing is kept. */
  event(timeMs: number, host: string, kind: string, bytes?: Uint8Array): void {
    this.events++
    float[0] = timeMs
    this.#mix(words[0]!)
    this.#mix(words[1]!)
    this.#mix(this.#code(host))
    this.#mix(this.#code(kind))
    if (bytes) this.#mix(crc32(bytes))
  }

  /** Hashes and keeps an entry. */
  note(timeMs: number, host: string, kind: string, detail: unknown): void {
    this.event(timeMs, host, kind)
    if (typeof detail === 'string') this.#mix(hashText(detail))
    else if (detail !== undefined) this.#mix(hashText(JSON.stringify(detail, stable) ?? ''))
    const entry = { timeMs, host, kind, detail }
    if (this.#ring.length < ringSize) this.#ring.push(entry)
    else this.#ring[this.#next] = entry
    this.#next = (this.#next + 1) % ringSize
  }

  get hash(): string {
    return hex(this.#high) + hex(this.#low)
  }

  /** Oldest first. */
  last(count: number): readonly TraceEntry[] {
    const inOrder = this.#ring.length < ringSize
      ? this.#ring
      : [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)]
    return inOrder.slice(-count)
  }
}

/** Errors would hash as {}, and their stacks as the machine's paths. */
function stable(_key: string, value: unknown): unknown {
  if (value instanceof Error) return `${value.name}: ${value.message}`
  return typeof value === 'bigint' ? String(value) : value
}
