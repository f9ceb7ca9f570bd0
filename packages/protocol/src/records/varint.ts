/**
 * Zigzag varints of the record format, by hand, with the position after the value left in the module-level `cursor`
 * (no pair is allocated per value). A malformed value (over its end, or longer than 5 or 10 bytes) leaves
 * `cursor === -1`; no function here throws.
 */

/** Position after the value last read; -1 when it was malformed. Read it at once: the next call overwrites it. */
export let cursor = 0

const TWO_28 = 268435456
const TWO_56 = 72057594037927936

/** A signed 32-bit varint at `at`, reading no byte at or beyond `end`. */
export function readVarint(buffer: Uint8Array, at: number, end: number): number {
  // One and two bytes are nearly all there is; this part is small enough to be inlined into its callers.
  if (at < end) {
    const first = buffer[at]!
    if (first < 128) {
      cursor = at + 1
      return (first >>> 1) ^ -(first & 1)
    }
    if (at + 1 < end) {
      const second = buffer[at + 1]!
      if (second < 128) {
        cursor = at + 2
        const raw = (first & 127) | (second << 7)
        return (raw >>> 1) ^ -(raw & 1)
      }
    }
  }
  return readLongVarint(buffer, at, end)
}

function readLongVarint(buffer: Uint8Array, at: number, end: number): number {
  let raw = 0
  for (let shift = 0; shift < 35; shift += 7) {
    if (at >= end) break
    const byte = buffer[at++]!
    raw |= (byte & 127) << shift
    if (byte < 128) {
      cursor = at
      return (raw >>> 1) ^ -(raw & 1)
    }
  }
  return malformed()
}

/** A signed 64-bit varint as a number: exact up to 2^53, rounded beyond. */
export function readVarlong(buffer: Uint8Array, at: number, end: number): number {
  if (at < end) {
    const first = buffer[at]!
    if (first < 128) {
      cursor = at + 1
      return (first >>> 1) ^ -(first & 1)
    }
    if (at + 1 < end) {
      const second = buffer[at + 1]!
      if (second < 128) {
        cursor = at + 2
        const raw = (first & 127) | (second << 7)
        return (raw >>> 1) ^ -(raw & 1)
      }
    }
  }
  return readLongVarlong(buffer, at, end)
}

function readLongVarlong(buffer: Uint8Array, at: number, end: number): number {
  let low = 0
  for (let shift = 0; shift < 28; shift += 7) {
    if (at >= end) return malformed()
    const byte = buffer[at++]!
    low |= (byte & 127) << shift
    if (byte < 128) {
      cursor = at
      return (low >>> 1) ^ -(low & 1)
    }
  }
  let middle = 0
  let high = 0
  for (let index = 4; index < 10; index++) {
    if (at >= end) return malformed()
    const byte = buffer[at++]!
    if (index < 8) middle |= (byte & 127) << ((index - 4) * 7)
    else high |= (byte & 127) << ((index - 8) * 7)
    if (byte < 128) {
      cursor = at
      const raw = low + middle * TWO_28 + (high & 255) * TWO_56
      return (low & 1) === 0 ? raw / 2 : -(raw - 1) / 2 - 1
    }
  }
  return malformed()
}

function malformed(): number {
  cursor = -1
  return 0
}

/** Bytes of a signed 32-bit varint. */
export function sizeOfVarint(value: number): number {
  const raw = ((value << 1) ^ (value >> 31)) >>> 0
  return raw < 0x80 ? 1 : raw < 0x4000 ? 2 : raw < 0x200000 ? 3 : raw < 0x10000000 ? 4 : 5
}

/** Bytes of a signed 64-bit varint given as a number. */
export function sizeOfVarlong(value: number): number {
  if (value === (value | 0)) return sizeOfVarint(value)
  let raw = value < 0 ? -value * 2 - 1 : value * 2
  let size = 1
  while (raw >= 128) {
    raw = Math.floor(raw / 128)
    size++
  }
  return size
}

/** Writes a signed 32-bit varint; returns the position after it. */
export function writeVarint(buffer: Uint8Array, at: number, value: number): number {
  const raw = (value << 1) ^ (value >> 31)
  if ((raw & ~127) === 0) {
    buffer[at] = raw
    return at + 1
  }
  if ((raw & ~16383) === 0) {
    buffer[at] = raw | 128
    buffer[at + 1] = raw >>> 7
    return at + 2
  }
  return writeLongVarint(buffer, at, raw >>> 0)
}

function writeLongVarint(buffer: Uint8Array, at: number, raw: number): number {
  while (raw >= 128) {
    buffer[at++] = (raw & 127) | 128
    raw >>>= 7
  }
  buffer[at++] = raw
  return at
}

/** Writes a signed 64-bit varint given as a number (exact up to 2^52); returns the position after it. */
export function writeVarlong(buffer: Uint8Array, at: number, value: number): number {
  if (value === (value | 0)) return writeVarint(buffer, at, value)
  let raw = value < 0 ? -value * 2 - 1 : value * 2
  while (raw >= 128) {
    buffer[at++] = (raw % 128) | 128
    raw = Math.floor(raw / 128)
  }
  buffer[at++] = raw
  return at
}
