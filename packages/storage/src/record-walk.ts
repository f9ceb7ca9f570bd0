/**
 * The length walk over the records of a batch that every append takes (`LogValidator`): count, sizes, offset deltas,
 * keys, timestamps. Nothing is copied, nothing is called per field but the varint readers for long values.
 *
 * The results lie in module variables until the next walk.
 */

/** Largest record timestamp of the last walk; -1 when there is none. */
export let walkedMaxTimestamp = -1
/** Index of the record the last walk stopped at. */
export let walkedIndex = 0

/** What is asked of each record. */
export interface RecordRules {
  /** No null keys: the topic is compacted. */
  readonly keyRequired: boolean
  /** Allowed timestamps, inclusive; checked only where `checkTimestamps`. -1 (none) is always allowed. */
  readonly checkTimestamps: boolean
  readonly minTimestamp: number
  readonly maxTimestamp: number
}

export type WalkProblem = 'malformed' | 'offset' | 'count' | 'trailing'

/** Called for a record that is well-formed and against the rules; true to go on. */
export type RuleBroken = (index: number, rule: 'key' | 'timestamp', timestamp: number) => boolean

let at = 0

/** A zigzag varint of at most five bytes at module position `at`; sets `at` to -1 when malformed. */
function varint(buffer: Uint8Array, end: number): number {
  let raw = 0
  for (let shift = 0; shift < 35; shift += 7) {
    if (at >= end) break
    const byte = buffer[at++]!
    raw |= (byte & 127) << shift
    if (byte < 128) return (raw >>> 1) ^ -(raw & 1)
  }
  at = -1
  return 0
}

/** The same of at most ten bytes; exact within 2^53. */
function varlong(buffer: Uint8Array, end: number): number {
  let low = 0
  let high = 0
  for (let index = 0; index < 10; index++) {
    if (at >= end) break
    const byte = buffer[at++]!
    if (index < 4) low |= (byte & 127) << (index * 7)
    else high += (byte & 127) * 2 ** ((index - 4) * 7)
    if (byte < 128) {
      const raw = low + high * 268435456
      return (low & 1) === 0 ? raw / 2 : -(raw - 1) / 2 - 1
    }
  }
  at = -1
  return 0
}

/**
 * Walks `count` records in `[start, end)`. Returns undefined when they are well-formed and fill the range exactly;
 * rules broken are reported as they are met.
 */
export function walkRecords(
  buffer: Uint8Array, start: number, end: number, count: number, baseTimestamp: number, rules: RecordRules,
  broken: RuleBroken,
): WalkProblem | undefined {
  at = start
  let largest = -1
  for (let index = 0; index < count; index++) {
    walkedIndex = index
    if (at >= end) return 'count'
    const size = varint(buffer, end)
    if (at < 0 || size < 0 || size > end - at) return 'malformed'
    const recordEnd = at + size
    at++ // attributes
    // One byte is the common case for every field but the value.
    let byte = buffer[at]!
    let timestampDelta: number
    if (byte < 128 && at < recordEnd) {
      timestampDelta = (byte >>> 1) ^ -(byte & 1)
      at++
    } else {
      timestampDelta = varlong(buffer, recordEnd)
      if (at < 0) return 'malformed'
    }
    const offsetDelta = varint(buffer, recordEnd)
    if (at < 0) return 'malformed'
    const keyLength = varint(buffer, recordEnd)
    if (at < 0 || keyLength > recordEnd - at) return 'malformed'
    if (keyLength > 0) at += keyLength
    const valueLength = varint(buffer, recordEnd)
    if (at < 0 || valueLength > recordEnd - at) return 'malformed'
    if (valueLength > 0) at += valueLength
    byte = buffer[at]!
    if (byte === 0 && at + 1 === recordEnd) at++
    else if (!walkHeaders(buffer, recordEnd)) return 'malformed'
    if (offsetDelta !== index) return 'offset'
    const timestamp = baseTimestamp + timestampDelta
    if (timestamp > largest) largest = timestamp
    if (keyLength < 0 && rules.keyRequired && !broken(index, 'key', timestamp)) return undefined
    if (rules.checkTimestamps && timestamp !== -1 && (timestamp < rules.minTimestamp || timestamp > rules.maxTimestamp) &&
      !broken(index, 'timestamp', timestamp)) return undefined
  }
  walkedMaxTimestamp = largest
  return at === end ? undefined : 'trailing'
}

function walkHeaders(buffer: Uint8Array, recordEnd: number): boolean {
  const headers = varint(buffer, recordEnd)
  if (at < 0 || headers < 0 || headers * 2 > recordEnd - at) return false
  for (let header = 0; header < headers; header++) {
    const keyLength = varint(buffer, recordEnd)
    if (at < 0 || keyLength < 0 || keyLength > recordEnd - at) return false
    at += keyLength
    const valueLength = varint(buffer, recordEnd)
    if (at < 0 || valueLength > recordEnd - at) return false
    if (valueLength > 0) at += valueLength
  }
  return at === recordEnd
}
