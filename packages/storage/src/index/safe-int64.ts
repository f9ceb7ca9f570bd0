/** 64-bit integers in index files and snapshots. Neither direction throws, whatever a foreign file or batch held. */

const TWO_32 = 4294967296
const TWO_63 = 9223372036854775808

/** Signed, big-endian; exact up to 2^53, rounded beyond. */
export function safeInt64(buffer: Buffer, at: number): number {
  return buffer.readInt32BE(at) * TWO_32 + buffer.readUInt32BE(at + 4)
}

/** What rounding took beyond 64 bits becomes the largest that there is. */
export function putInt64(buffer: Buffer, at: number, value: number): void {
  const high = value >= TWO_63 ? 0x7fffffff : Math.floor(Math.max(value, -TWO_63) / TWO_32)
  buffer.writeInt32BE(high, at)
  buffer.writeUInt32BE(value >= TWO_63 ? 0xffffffff : value >>> 0, at + 4)
}
