/** The wire format: a zero byte, the schema's id in four bytes (big endian), then what the schema's format says. */
import { KafkaError } from '@odradek/client'

const MAGIC = 0
const HEADER_BYTES = 5

export interface Framed {
  readonly schemaId: number
  /** A view of the bytes given. */
  readonly payload: Buffer
}

export function frame(schemaId: number, payload: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(HEADER_BYTES + payload.length)
  framed[0] = MAGIC
  framed.writeInt32BE(schemaId, 1)
  framed.set(payload, HEADER_BYTES)
  return framed
}

/** @throws KafkaError DESERIALIZATION when these are not bytes of a registry's serializer. */
export function unframe(bytes: Buffer, topic: string): Framed {
  if (bytes.length < HEADER_BYTES || bytes[0] !== MAGIC) {
    const start = bytes.subarray(0, 8).toString('hex')
    throw new KafkaError('DESERIALIZATION', `a record of topic ${topic} does not begin with 00 and a schema id, but with ${start === '' ? 'nothing' : start}: was it written without a schema registry?`)
  }
  return { schemaId: bytes.readInt32BE(1), payload: bytes.subarray(HEADER_BYTES) }
}
