/**
 * Reads the topics out of a consumer's subscription. Only the prefix that all versions of the consumer protocol share
 * (version, topics) is looked at, so a newer client's subscription is understood too.
 */

/** The subscribed topics, or undefined when the bytes are no consumer protocol subscription. The input is borrowed. */
export function subscribedTopicsOf(metadata: Uint8Array): string[] | undefined {
  if (metadata.length < 6) return undefined
  const view = new DataView(metadata.buffer, metadata.byteOffset, metadata.length)
  if (view.getInt16(0) < 0) return undefined
  const count = view.getInt32(2)
  if (count < 0 || count > (metadata.length - 6) / 2) return undefined
  const topics: string[] = []
  let at = 6
  for (let left = count; left > 0; left--) {
    if (at + 2 > metadata.length) return undefined
    const length = view.getInt16(at)
    at += 2
    if (length < 0 || at + length > metadata.length) return undefined
    topics.push(asciiOf(metadata, at, length))
    at += length
  }
  return topics
}

/** Topic names are ASCII; anything else cannot name a topic and need not be decoded faithfully. */
function asciiOf(bytes: Uint8Array, at: number, length: number): string {
  let text = ''
  for (let end = at + length; at < end; at++) text += String.fromCharCode(bytes[at]!)
  return text
}
