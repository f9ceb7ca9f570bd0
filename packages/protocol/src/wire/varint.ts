/**
 * Sizes of Kafka's variable-length integers, and the zigzag mapping (ByteUtils in Apache Kafka). Reading and writing
 * are methods of Reader and Writer; these functions serve those who must know a size before they write.
 */

const TWO_POW_28 = 0x10000000

/** Bytes that an unsigned varint takes; `value` from 0 to 2^32 - 1. */
export function sizeOfUvarint(value: number): number {
  if (value < 0x80) return 1
  if (value < 0x4000) return 2
  if (value < 0x200000) return 3
  return value < TWO_POW_28 ? 4 : 5
}

/** Bytes that a zigzag varint takes; `value` is an int32. */
export function sizeOfVarint(value: number): number {
  return sizeOfUvarint(((value << 1) ^ (value >> 31)) >>> 0)
}

/** Bytes that a zigzag varlong takes; `value` is a safe integer. */
export function sizeOfVarlong(value: number): number {
  // The zigzag form is 2 * magnitude (+ 1); comparing the magnitude with half the limits keeps it a safe integer.
  const magnitude = value < 0 ? -(value + 1) : value
  if (magnitude < 0x40) return 1
  if (magnitude < 0x2000) return 2
  if (magnitude < 0x100000) return 3
  if (magnitude < 0x8000000) return 4
  if (magnitude < 0x400000000) return 5
  if (magnitude < 0x20000000000) return 6
  return magnitude < 0x1000000000000 ? 7 : 8
}
