/**
 * Uuids between their 16 bytes and Kafka's text form (base64url without padding, 22 characters; Uuid.java).
 * Topic ids come by the thousand and are few, so the last ones seen are kept: a hit costs four comparisons, and the
 * string returned has its hash computed already, which makes the map look-up that follows cheap.
 */
import { ZERO_UUID } from '../ids.ts'
import type { Uuid } from '../ids.ts'
import { EncodeError } from './wire-errors.ts'

const CACHE_SLOTS = 512
const cachedWords = new Int32Array(CACHE_SLOTS * 4)
const cachedText: string[] = Array.from({ length: CACHE_SLOTS }, () => ZERO_UUID)
const INVALID = 255
const sextets = new Uint8Array(128).fill(INVALID)
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
for (let i = 0; i < 64; i++) sextets[alphabet.charCodeAt(i)] = i

/** Text of the 16 bytes at `position`; the caller has checked that they are there. */
export function readUuid(buffer: Buffer, view: DataView, position: number): Uuid {
  const a = view.getInt32(position)
  const b = view.getInt32(position + 4)
  const c = view.getInt32(position + 8)
  const d = view.getInt32(position + 12)
  if ((a | b | c | d) === 0) return ZERO_UUID
  const slot = (a ^ b ^ c ^ d) & (CACHE_SLOTS - 1)
  const at = slot * 4
  const known = cachedWords
  if (known[at] === a && known[at + 1] === b && known[at + 2] === c && known[at + 3] === d) {
    return cachedText[slot] as Uuid
  }
  const text = buffer.toString('base64url', position, position + 16)
  known[at] = a
  known[at + 1] = b
  known[at + 2] = c
  known[at + 3] = d
  cachedText[slot] = text
  return text
}

function sextet(text: string, index: number): number {
  const code = text.charCodeAt(index)
  const value = code < 128 ? (sextets[code] as number) : INVALID
  if (value === INVALID) throw new EncodeError(`not a uuid: ${JSON.stringify(text)}`)
  return value
}

/** Writes the 16 bytes of `text` at `position`. @throws EncodeError when it is not 22 characters of base64url. */
export function writeUuid(buffer: Buffer, position: number, text: Uuid): void {
  if (text === ZERO_UUID) {
    buffer.fill(0, position, position + 16)
    return
  }
  if (text.length !== 22) throw new EncodeError(`not a uuid: ${JSON.stringify(text)}`)
  let to = position
  for (let i = 0; i < 20; i += 4) {
    const high = (sextet(text, i) << 6) | sextet(text, i + 1)
    const word = (high << 12) | (sextet(text, i + 2) << 6) | sextet(text, i + 3)
    buffer[to++] = word >> 16
    buffer[to++] = (word >> 8) & 0xff
    buffer[to++] = word & 0xff
  }
  buffer[to] = (sextet(text, 20) << 2) | (sextet(text, 21) >> 4)
}
