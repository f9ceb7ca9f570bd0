/** Java's String.hashCode, by which Apache Kafka spreads groups over the partitions of __consumer_offsets. */

/** `s[0]*31^(n-1) + … + s[n-1]` over UTF-16 units, as a signed 32-bit number. */
export function javaHashCode(text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return hash
}

/** The partition of __consumer_offsets that holds a group: `Utils.abs(groupId.hashCode) % partitions`. */
export function partitionForGroup(groupId: string, partitions: number): number {
  return (javaHashCode(groupId) & 0x7fffffff) % partitions
}
