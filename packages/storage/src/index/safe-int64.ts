/** 64-bit integers in index files. */

/** Signed, big-endian; exact up to 2^53, rounded beyond. */
export function safeInt64(buffer: Buffer, at: number): number {
  return buffer.readInt32BE(at) * 4294967296 + buffer.readUInt32BE(at + 4)
}

export function putInt64(buffer: Buffer, at: number, value: number): void {
  buffer.writeInt32BE(Math.floor(value / 4294967296), at)
  buffer.writeUInt32BE(value >>> 0, at + 4)
}
