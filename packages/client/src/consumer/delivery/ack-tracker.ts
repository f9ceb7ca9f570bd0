/**
 * What was delivered of one partition and not acknowledged yet, and how far it is done without a gap. Pure.
 *
 * Entries (a record, or several that are acknowledged as one) are delivered in offset order and acknowledged in any.
 * Invariants: `oldest` is the smallest offset that is not acknowledged; everything before it may be committed; records
 * and bytes count what is delivered and not acknowledged, so they are the credit to give back when a partition goes.
 */
import type { OffsetRange } from './known-offsets.ts'

export class AckTracker {
  /** Delivered and not acknowledged. */
  records: number = 0
  bytes: number = 0
  #offsets: Float64Array = new Float64Array(16)
  #counts: Int32Array = new Int32Array(16)
  /** Bytes of an entry; negative (minus bytes minus 1) once it is acknowledged out of order. */
  #sizes: Float64Array = new Float64Array(16)
  /** Which stream an entry was handed out by. */
  #owners: Int32Array = new Int32Array(16)
  #head = 0
  #length = 0

  /** The smallest offset delivered and not acknowledged; undefined when there is none. */
  get oldest(): number | undefined {
    return this.#length === 0 ? undefined : this.#offsets[this.#head]
  }

  /** Entries acknowledged while an earlier one is not: what a commit cannot cover yet. */
  get deferred(): number {
    let count = 0
    for (let index = 0; index < this.#length; index++) if (this.#sizes[this.#at(index)]! < 0) count++
    return count
  }

  /** Offsets must come in growing order. `offset` is the first of the entry's. */
  delivered(offset: number, count: number, bytes: number, owner: number = 0): void {
    if (this.#length === this.#offsets.length) this.#grow()
    const at = this.#at(this.#length)
    this.#offsets[at] = offset
    this.#counts[at] = count
    this.#sizes[at] = bytes
    this.#owners[at] = owner
    this.#length++
    this.records += count
    this.bytes += bytes
  }

  /** Acknowledges one entry, of so many records; false when it was already, or was never delivered. */
  ack(offset: number, count: number = 1): boolean {
    const index = this.#find(offset)
    if (index < 0) return false
    const at = this.#at(index)
    if (this.#offsets[at] !== offset || this.#sizes[at]! < 0 || this.#counts[at] !== count) return false
    this.records -= this.#counts[at]!
    this.bytes -= this.#sizes[at]!
    this.#sizes[at] = -this.#sizes[at]! - 1
    if (index === 0) this.#advance()
    return true
  }

  /** Acknowledges everything up to and including `offset`; answers whether that changed anything. */
  ackThrough(offset: number): boolean {
    const before = this.records
    while (this.#length > 0 && this.#offsets[this.#head]! <= offset) this.#drop()
    this.#advance()
    return this.records !== before
  }

  /** How many entries of `owner`, or of all, are not acknowledged. Looks at each: not for every record. */
  held(owner?: number): number {
    let count = 0
    for (let index = 0; index < this.#length; index++) {
      const at = this.#at(index)
      if (this.#sizes[at]! >= 0 && (owner === undefined || this.#owners[at] === owner)) count++
    }
    return count
  }

  /**
   * Takes entries out that are not acknowledged, those that `wanted` picks: they count as done here, and somebody else
   * answers for their offsets. `end` is the offset behind the last entry; one of several records reaches to the next.
   */
  takeBack(wanted: (offset: number, owner: number, endOffset: number) => boolean, end: number): OffsetRange[] {
    const taken: OffsetRange[] = []
    for (let index = 0; index < this.#length; index++) {
      const at = this.#at(index)
      const offset = this.#offsets[at]!
      const behind = index + 1 === this.#length ? end : this.#offsets[this.#at(index + 1)]!
      const endOffset = this.#counts[at] === 1 ? offset + 1 : behind
      if (this.#sizes[at]! < 0 || !wanted(offset, this.#owners[at]!, endOffset)) continue
      this.records -= this.#counts[at]!
      this.bytes -= this.#sizes[at]!
      this.#sizes[at] = -this.#sizes[at]! - 1
      taken.push([offset, endOffset])
    }
    this.#advance()
    return taken
  }

  /** Nothing is in flight. */
  get isEmpty(): boolean {
    return this.records === 0
  }

  #advance(): void {
    while (this.#length > 0 && this.#sizes[this.#head]! < 0) this.#drop()
  }

  #drop(): void {
    const size = this.#sizes[this.#head]!
    if (size >= 0) {
      this.records -= this.#counts[this.#head]!
      this.bytes -= size
    }
    this.#head = (this.#head + 1) & (this.#offsets.length - 1)
    this.#length--
  }

  #at(index: number): number {
    return (this.#head + index) & (this.#offsets.length - 1)
  }

  /** Entries, those that are acknowledged behind a gap included. */
  get length(): number {
    return this.#length
  }

  /** Index of the last entry whose offset is not above `offset`; -1 when there is none. */
  #find(offset: number): number {
    if (this.#length === 0 || this.#offsets[this.#head]! > offset) return -1
    if (this.#offsets[this.#head] === offset) return 0
    let low = 0
    let high = this.#length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#offsets[this.#at(middle)]! <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  #grow(): void {
    const length = this.#offsets.length
    const offsets = new Float64Array(length * 2)
    const counts = new Int32Array(length * 2)
    const sizes = new Float64Array(length * 2)
    const owners = new Int32Array(length * 2)
    for (let index = 0; index < length; index++) {
      const at = this.#at(index)
      offsets[index] = this.#offsets[at]!
      counts[index] = this.#counts[at]!
      sizes[index] = this.#sizes[at]!
      owners[index] = this.#owners[at]!
    }
    this.#offsets = offsets
    this.#counts = counts
    this.#sizes = sizes
    this.#owners = owners
    this.#head = 0
  }
}
