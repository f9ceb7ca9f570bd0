/** Murmur2 as Apache Kafka's `Utils.murmur2` computes it: little-endian words, seed 0x9747b28c. */

/** 32-bit signed hash of `key`. */
export function murmur2(key: Uint8Array): number {
  const length = key.length
  const m = 0x5bd1e995
  let h = 0x9747b28c ^ length
  const words = length >> 2
  for (let word = 0; word < words; word++) {
    const at = word << 2
    let k = key[at]! | (key[at + 1]! << 8) | (key[at + 2]! << 16) | (key[at + 3]! << 24)
    k = Math.imul(k, m)
    k ^= k >>> 24
    k = Math.imul(k, m)
    h = Math.imul(h, m) ^ k
  }
  const rest = words << 2
  const left = length & 3
  if (left === 3) h ^= key[rest + 2]! << 16
  if (left >= 2) h ^= key[rest + 1]! << 8
  if (left >= 1) h = Math.imul(h ^ key[rest]!, m)
  h ^= h >>> 13
  h = Math.imul(h, m)
  return h ^ (h >>> 15)
}

/** The partition of a keyed record: `toPositive(murmur2(key)) % partitionCount`, over all partitions as Java does. */
export function partitionForKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fffffff) % partitionCount
}
