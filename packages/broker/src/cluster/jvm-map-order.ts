/**
 * The order in which maps of the JVM list their string keys. Apache Kafka writes znodes by serialising such maps, so
 * that the order of the keys in the JSON is the order of a hash table. Readers do not care; whoever compares the bytes
 * of a shared ensemble, or diffs two of them, does.
 */

/** java.lang.String.hashCode. */
export function javaStringHash(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}

const spread = (hash: number): number => hash ^ (hash >>> 16)

/** scala.util.hashing's Hashing.improve. */
function improve(hash: number): number {
  let h = (hash + ~(hash << 9)) | 0
  h ^= h >>> 14
  h = (h + (h << 4)) | 0
  return h ^ (h >>> 10)
}

/**
 * scala.collection.mutable.HashMap (2.13): a table for what it was made with, or of 16 when made empty, that doubles
 * at three quarters; each bucket sorted by hash. `madeWith`: keys given when it was made, the others were added.
 */
export function scalaMutableOrder(keys: readonly string[], madeWith: number = 0): string[] {
  let size = 16
  if (madeWith > 0) for (size = 8; size < Math.floor((madeWith + 1) / 0.75);) size *= 2
  while (keys.length >= size * 0.75) size *= 2
  return byTable(keys, size, true)
}

/** java.util.Properties: a ConcurrentHashMap made for 8, so a table of 16 that doubles at three quarters. */
export function javaPropertiesOrder(keys: readonly string[]): string[] {
  let size = 16
  while (keys.length >= size * 0.75) size *= 2
  return byTable(keys, size, false)
}

function byTable(keys: readonly string[], size: number, sortedBuckets: boolean): string[] {
  const rows = keys.map((key, index) => ({ key, index, hash: spread(javaStringHash(key)) }))
  const slot = (hash: number): number => hash & (size - 1)
  rows.sort((a, b) => slot(a.hash) - slot(b.hash) || (sortedBuckets ? a.hash - b.hash : 0) || a.index - b.index)
  return rows.map((row) => row.key)
}

/** scala.collection.immutable.Map (2.13): insertion order up to four keys, then a trie of five hash bits a level. */
export function scalaImmutableOrder(keys: readonly string[]): string[] {
  if (keys.length <= 4) return [...keys]
  return trieOrder(
    keys.map((key) => ({ key, hash: improve(javaStringHash(key)) })),
    0,
  )
}

function trieOrder(rows: readonly { key: string; hash: number }[], shift: number): string[] {
  const slots = new Map<number, { key: string; hash: number }[]>()
  for (const row of rows) {
    const slot = (row.hash >>> shift) & 31
    slots.set(slot, [...(slots.get(slot) ?? []), row])
  }
  const ascending = [...slots.entries()].sort((a, b) => a[0] - b[0]).map(([, held]) => held)
  // a node lists its own entries before those of its children
  const own = ascending.flatMap((held) => (held.length === 1 ? held.map((row) => row.key) : []))
  const below = ascending.flatMap((held) =>
    held.length > 1 ? (shift > 25 ? held.map((row) => row.key) : trieOrder(held, shift + 5)) : [],
  )
  return [...own, ...below]
}
