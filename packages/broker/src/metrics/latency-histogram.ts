/**
 * A histogram of durations with four buckets per doubling, from microseconds to half an hour: recording is a shift
 * and an increment, a percentile is off by an eighth at most. Two of them: everything since the start, and a sliding
 * window of the last one to two rotations.
 */
import { invariant } from '@odradek/platform'

/** Four buckets for each power of two up to 2^31 microseconds. */
const BUCKETS = 128

export class LatencyHistogram {
  readonly total: Float64Array = new Float64Array(BUCKETS)
  sumMs = 0
  count = 0
  maxMs = 0
  #current: Float64Array = new Float64Array(BUCKETS)
  #previous: Float64Array = new Float64Array(BUCKETS)

  record(milliseconds: number): void {
    const index = bucketOf(milliseconds)
    this.total[index] = (this.total[index] ?? 0) + 1
    this.#current[index] = (this.#current[index] ?? 0) + 1
    this.sumMs += milliseconds
    this.count += 1
    if (milliseconds > this.maxMs) this.maxMs = milliseconds
  }

  /** Starts a new piece of the sliding window and drops the oldest. */
  rotate(): void {
    const oldest = this.#previous
    this.#previous = this.#current
    oldest.fill(0)
    this.#current = oldest
  }

  /** Milliseconds below which `percent` of the recent durations lie; 0 when there are none. */
  recent(percent: number): number {
    let count = 0
    for (let index = 0; index < BUCKETS; index += 1) count += this.#at(index)
    if (count === 0) return 0
    let left = Math.ceil((count * percent) / 100)
    for (let index = 0; index < BUCKETS; index += 1) {
      left -= this.#at(index)
      if (left <= 0) return middleOf(index)
    }
    return middleOf(BUCKETS - 1)
  }

  #at(index: number): number {
    return (this.#current[index] ?? 0) + (this.#previous[index] ?? 0)
  }

  /** Durations since the start that were below 2^`power` microseconds; exact, the bounds are bucket bounds. */
  below(power: number): number {
    invariant(power >= 2 && power <= 32, 'a bound of the histogram')
    let count = 0
    for (let index = 0; index < power * 4 - 4; index += 1) count += this.total[index] ?? 0
    return count
  }
}

/** 0-3 microseconds lie in buckets of their own; from there on four buckets for each doubling. */
export function bucketOf(milliseconds: number): number {
  const micros = milliseconds * 1000
  if (!(micros >= 4)) return micros > 0 ? Math.floor(micros) : 0
  if (micros >= 2147483648) return 120
  const whole = Math.floor(micros)
  const exponent = 31 - Math.clz32(whole)
  return exponent * 4 + ((whole >>> (exponent - 2)) & 3) - 4
}

/** The middle of a bucket, in milliseconds. */
function middleOf(index: number): number {
  if (index < 4) return (index + 0.5) / 1000
  const exponent = Math.floor((index + 4) / 4)
  const low = 2 ** exponent * (1 + ((index + 4) % 4) / 4)
  return (low + 2 ** exponent / 8) / 1000
}
