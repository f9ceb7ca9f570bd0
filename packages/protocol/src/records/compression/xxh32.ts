/** xxHash32, seed 0: the checksum of LZ4 frames. One-shot and streaming, without allocation per byte range. */

const P1 = 0x9e3779b1 | 0
const P2 = 0x85ebca77 | 0
const P3 = 0xc2b2ae3d | 0
const P4 = 0x27d4eb2f
const P5 = 0x165667b1

/** xxHash32 of `bytes[start, end)` with seed 0, unsigned. */
export function xxh32(bytes: Uint8Array, start: number, end: number): number {
  return new Xxh32().update(bytes, start, end).digest()
}

/** Streaming form: `update` any number of times, then `digest`. */
export class Xxh32 {
  #v1 = (P1 + P2) | 0
  #v2 = P2
  #v3 = 0
  #v4 = -P1 | 0
  #total = 0
  /** Bytes that do not fill a stripe of 16 yet. */
  readonly #held: Uint8Array = new Uint8Array(16)
  #heldLength = 0

  update(bytes: Uint8Array, start: number, end: number): this {
    this.#total += end - start
    let at = start
    if (this.#heldLength > 0) {
      while (this.#heldLength < 16 && at < end) this.#held[this.#heldLength++] = bytes[at++]!
      if (this.#heldLength < 16) return this
      this.#stripes(this.#held, 0, 16)
      this.#heldLength = 0
    }
    const whole = at + ((end - at) & ~15)
    this.#stripes(bytes, at, whole)
    for (at = whole; at < end; at++) this.#held[this.#heldLength++] = bytes[at]!
    return this
  }

  digest(): number {
    let hash = this.#total >= 16 ? (rotate(this.#v1, 1) + rotate(this.#v2, 7) + rotate(this.#v3, 12) +
      rotate(this.#v4, 18)) | 0 : P5
    hash = (hash + this.#total) | 0
    let at = 0
    for (; at + 4 <= this.#heldLength; at += 4) {
      hash = Math.imul(rotate((hash + Math.imul(word(this.#held, at), P3)) | 0, 17), P4)
    }
    for (; at < this.#heldLength; at++) {
      hash = Math.imul(rotate((hash + Math.imul(this.#held[at]!, P5)) | 0, 11), P1)
    }
    hash = Math.imul(hash ^ (hash >>> 15), P2)
    hash = Math.imul(hash ^ (hash >>> 13), P3)
    return (hash ^ (hash >>> 16)) >>> 0
  }

  #stripes(bytes: Uint8Array, start: number, end: number): void {
    let v1 = this.#v1
    let v2 = this.#v2
    let v3 = this.#v3
    let v4 = this.#v4
    for (let at = start; at < end; at += 16) {
      v1 = round(v1, word(bytes, at))
      v2 = round(v2, word(bytes, at + 4))
      v3 = round(v3, word(bytes, at + 8))
      v4 = round(v4, word(bytes, at + 12))
    }
    this.#v1 = v1
    this.#v2 = v2
    this.#v3 = v3
    this.#v4 = v4
  }
}

function round(lane: number, input: number): number {
  return Math.imul(rotate((lane + Math.imul(input, P2)) | 0, 13), P1)
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}
