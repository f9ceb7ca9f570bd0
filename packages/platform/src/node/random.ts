/** Randomness from the operating system's generator. */
import { randomBytes, randomInt } from 'node:crypto'
import type { Random } from '../random.ts'
import { uuidFromRandomBytes } from '../uuid.ts'

export const nodeRandom: Random = {
  float() {
    const bytes = randomBytes(8)
    // 53 bits: 21 high, 32 low.
    return ((bytes.readUInt32LE(0) >>> 11) * 2 ** 32 + bytes.readUInt32LE(4)) / 2 ** 53
  },
  below: (bound) => (bound <= 1 ? 0 : randomInt(bound)),
  bytes: (length) => randomBytes(length),
  uuid: () => uuidFromRandomBytes(() => randomBytes(16)),
}
