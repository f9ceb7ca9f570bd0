/** Java's String.hashCode, by which Apache Kafka spreads groups over the partitions of __consumer_offsets. */

/** `s[0]*31^(n-1) + … + s[n-1]` over UTF-16 units, as a signed 32-bit number. */
export function javaHashCode(text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return hash
}

/**
 * The partition of __consumer_offsets that holds a group: `Utils.abs(groupId.hashCode) % partitions`, where the absolute
 * value of the smallest number is 0. (Not `Utils.toPositive`, which clears the sign bit and gives another partition.)
 */
export function partitionForGroup(groupId: string, partitions: number): number {
  const hash = javaHashCode(groupId)
  return hash === -0x80000000 ? 0 : Math.abs(hash) % partitions
}
