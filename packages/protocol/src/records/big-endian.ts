/**
 * Big-endian integers at a position of a buffer, without bounds checks (the caller has checked the range once for many
 * fields) and without bigint. A 64-bit value is `high * 2^32 + low`: exact up to 2^53, rounded above, never a throw,
 * because a timestamp on the wire may use all 64 bits.
 */

const TWO_32 = 4294967296
const TWO_63 = 9223372036854775808

export function readInt16(buffer: Uint8Array, at: number): number {
  return ((buffer[at]! << 24) >> 16) | buffer[at + 1]!
}

export function readInt32(buffer: Uint8Array, at: number): number {
  return (buffer[at]! << 24) | (buffer[at + 1]! << 16) | (buffer[at + 2]! << 8) | buffer[at + 3]!
}

export function readUint32(buffer: Uint8Array, at: number): number {
  return readInt32(buffer, at) >>> 0
}

export function readInt64(buffer: Uint8Array, at: number): number {
  return readInt32(buffer, at) * TWO_32 + (readInt32(buffer, at + 4) >>> 0)
}

export function writeInt16(buffer: Uint8Array, at: number, value: number): void {
  buffer[at] = value >> 8
  buffer[at + 1] = value
}

export function writeInt32(buffer: Uint8Array, at: number, value: number): void {
  buffer[at] = value >> 24
  buffer[at + 1] = value >> 16
  buffer[at + 2] = value >> 8
  buffer[at + 3] = value
}

/** Writes a 64-bit integer; a value outside the range (a rounded hostile one) is clamped to it. */
export function writeInt64(buffer: Uint8Array, at: number, value: number): void {
  if (value >= TWO_63) {
    writeInt32(buffer, at, 0x7fffffff)
    writeInt32(buffer, at + 4, -1)
    return
  }
  const clamped = value < -TWO_63 ? -TWO_63 : value
  const low = clamped >>> 0
  writeInt32(buffer, at, (clamped - low) / TWO_32)
  writeInt32(buffer, at + 4, low)
}
