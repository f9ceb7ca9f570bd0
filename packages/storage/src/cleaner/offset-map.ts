/**
 * The newest offset of each key in the part of a log that is being cleaned, in bounded memory: 128 bits of a
 * cryptographic hash stand for the key, so that nobody can make two keys of a topic count as one (Apache Kafka's
 * SkimpyOffsetMap does the same with MD5). Open addressing in typed arrays, 24 bytes a slot.
 *
 * Invariants: never more than three quarters full; an offset only grows; `latestOffset` is the largest ever put.
 */
import { hash } from 'node:crypto'

const SLOT_BYTES = 24
const LOAD_FACTOR = 0.75

export class OffsetMap {
  readonly #slots: number
  readonly #capacity: number
  readonly #hashes: Int32Array
  readonly #offsets: Float64Array
  #size = 0
  latestOffset = -1

  /** @param memoryBytes what the map may take; @param expectedKeys when fewer are expected, less is taken. */
  constructor(memoryBytes: number, expectedKeys: number = Number.MAX_SAFE_INTEGER) {
    const affordable = Math.max(16, Math.floor(memoryBytes / SLOT_BYTES))
    this.#slots = Math.min(affordable, Math.max(16, Math.ceil((expectedKeys + 1) / LOAD_FACTOR)))
    this.#capacity = Math.floor(this.#slots * LOAD_FACTOR)
    this.#hashes = new Int32Array(this.#slots * 4)
    this.#offsets = new Float64Array(this.#slots).fill(-1)
  }

  get size(): number {
    return this.#size
  }

  get isFull(): boolean {
    return this.#size >= this.#capacity
  }

  /** Remembers that `key` was written at `offset`. False when there is no room for another key; nothing happens then. */
  put(key: Uint8Array, offset: number): boolean {
    const slot = this.#find(key)
    if (this.#offsets[slot]! < 0) {
      if (this.isFull) return false
      this.#size++
      this.#hashes.set(scratch, slot * 4)
    }
    this.#offsets[slot] = Math.max(offset, this.#offsets[slot]!)
    if (offset > this.latestOffset) this.latestOffset = offset
    return true
  }

  /** -1 when the key is unknown. */
  get(key: Uint8Array): number {
    return this.#offsets[this.#find(key)]!
  }

  /** The key's slot, or the free one where it belongs. Leaves its hash in `scratch`. */
  #find(key: Uint8Array): number {
    const digest = hash('sha256', key, 'buffer')
    scratch[0] = digest.readInt32LE(0)
    scratch[1] = digest.readInt32LE(4)
    scratch[2] = digest.readInt32LE(8)
    scratch[3] = digest.readInt32LE(12)
    const hashes = this.#hashes
    let slot = digest.readUInt32LE(16) % this.#slots
    for (;;) {
      if (this.#offsets[slot]! < 0) return slot
      const at = slot * 4
      if (hashes[at] === scratch[0] && hashes[at + 1] === scratch[1] && hashes[at + 2] === scratch[2] && hashes[at + 3] === scratch[3]) {
        return slot
      }
      if (++slot === this.#slots) slot = 0
    }
  }
}

const scratch = new Int32Array(4)
