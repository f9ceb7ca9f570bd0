/**
 * Kafka's text form of a uuid, made from 16 random bytes: the version and variant bits of RFC 9562 version 4, then
 * base64url without padding (22 characters). Kafka's Uuid.randomUuid also draws again when the text starts with '-',
 * because such an id looks like an option on a command line; and so do we.
 */
export function uuidFromRandomBytes(draw: () => Buffer): string {
  for (;;) {
    const bytes = draw()
    bytes[6] = (bytes[6]! & 0x0f) | 0x40
    bytes[8] = (bytes[8]! & 0x3f) | 0x80
    const text = bytes.toString('base64url')
    if (!text.startsWith('-')) return text
  }
}
