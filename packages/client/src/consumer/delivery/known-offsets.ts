/**
 * Offsets of one partition that are passed over when it is read again: they are done, or in somebody's hands. Kept as
 * ranges, sorted and apart. Pure.
 */

/** From the first offset up to, and without, the second. */
export type OffsetRange = readonly [from: number, to: number]

export class KnownOffsets {
  #ranges: OffsetRange[] = []

  /** Nothing at or behind this is known. */
  get end(): number {
    return this.#ranges.at(-1)?.[1] ?? 0
  }

  add(from: number, to: number): void {
    if (from >= to) return
    let [start, end] = [from, to]
    const apart = this.#ranges.filter((range) => {
      if (range[1] < from || range[0] > to) return true
      start = Math.min(start, range[0])
      end = Math.max(end, range[1])
      return false
    })
    this.#ranges = [...apart, [start, end] as const].toSorted((one, other) => one[0] - other[0])
  }

  /** `holes` are sorted and apart. */
  remove(holes: readonly OffsetRange[]): void {
    const left: OffsetRange[] = []
    let next = 0
    for (const range of this.#ranges) {
      let from = range[0]
      while (next < holes.length && holes[next]![1] <= from) next++
      for (let at = next; at < holes.length && holes[at]![0] < range[1]; at++) {
        const hole = holes[at]!
        if (from < hole[0]) left.push([from, hole[0]])
        from = hole[1]
      }
      if (from < range[1]) left.push([from, range[1]])
    }
    this.#ranges = left
  }

  /** What of these is not known. */
  outside(ranges: readonly OffsetRange[]): readonly OffsetRange[] {
    const rest = new KnownOffsets()
    for (const [from, to] of ranges) rest.add(from, to)
    rest.remove(this.#ranges)
    return rest.#ranges
  }

  /** What lies before `offset` is not asked for again. */
  forgetBefore(offset: number): void {
    if (this.#ranges.length > 0) this.remove([[0, offset]])
  }

  clear(): void {
    this.#ranges = []
  }

  has(offset: number): boolean {
    const ranges = this.#ranges
    let low = 0
    let high = ranges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (ranges[middle]![1] <= offset) low = middle + 1
      else high = middle
    }
    return low < ranges.length && ranges[low]![0] <= offset
  }
}

/** In place: whoever cut the records out goes on with what is left. */
export function passOverKnown(records: { readonly offset: number }[], known: KnownOffsets): void {
  let kept = 0
  for (const record of records) if (!known.has(record.offset)) records[kept++] = record
  records.length = kept
}
