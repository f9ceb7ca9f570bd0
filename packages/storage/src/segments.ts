/** The segments of a log, sorted by base offset. Invariant: never empty once the log is loaded; the last is active. */
import type { Segment } from './segment.ts'

export class SegmentList {
  readonly #list: Segment[] = []

  get count(): number {
    return this.#list.length
  }

  get all(): readonly Segment[] {
    return this.#list
  }

  get first(): Segment {
    return this.#list[0]!
  }

  /** The one that is appended to. */
  get active(): Segment {
    return this.#list[this.#list.length - 1]!
  }

  at(index: number): Segment | undefined {
    return this.#list[index]
  }

  /** Index of the segment that would hold `offset`, or -1 when it lies before the first. */
  floorIndex(offset: number): number {
    const list = this.#list
    let high = list.length - 1
    if (high < 0 || list[high]!.baseOffset <= offset) return high
    let low = 0
    while (low <= high) {
      const middle = (low + high) >>> 1
      if (list[middle]!.baseOffset <= offset) low = middle + 1
      else high = middle - 1
    }
    return high
  }

  floor(offset: number): Segment | undefined {
    return this.#list[this.floorIndex(offset)]
  }

  /** The offset after the last that the segment at `index` may hold. */
  endOf(index: number, logEndOffset: number): number {
    return this.#list[index + 1]?.baseOffset ?? logEndOffset
  }

  add(segment: Segment): void {
    const at = this.floorIndex(segment.baseOffset)
    if (at >= 0 && this.#list[at]!.baseOffset === segment.baseOffset) this.#list[at] = segment
    else this.#list.splice(at + 1, 0, segment)
  }

  remove(segment: Segment): void {
    const at = this.#list.indexOf(segment)
    if (at >= 0) this.#list.splice(at, 1)
  }

  clear(): void {
    this.#list.length = 0
  }

  /** Segments that hold offsets in `[from, to)`. */
  overlapping(from: number, to: number): Segment[] {
    const start = Math.max(0, this.floorIndex(from))
    return this.#list.filter((segment, index) => index >= start && segment.baseOffset < to)
  }

  sizeInBytes(): number {
    let bytes = 0
    for (const segment of this.#list) bytes += segment.size
    return bytes
  }
}
