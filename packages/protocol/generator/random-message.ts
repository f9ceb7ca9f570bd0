/**
 * Random messages from a model, for property tests, the vectors exchanged with Apache Kafka, and fuzzing. The same
 * seed gives the same message. Fields that the version lacks are left out, so every message can be encoded and comes
 * back equal.
 */
import type { FieldModel, MessageModel, StructModel } from './model.ts'
import { contains } from './versions.ts'

/** Mulberry32: 32 bits of state, good enough to fill messages. */
export class SeededNumbers {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0
  }

  /** 0 up to, not including, `limit`. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000) * limit)
  }

  chance(oneIn: number): boolean {
    return this.below(oneIn) === 0
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    for (let i = 0; i < length; i++) bytes[i] = this.below(256)
    return bytes
  }
}

const alphabet = ['a', 'b', 'Z', '0', '-', '.', '_', ' ', '\u0000', '\u007f', 'é', 'ß', 'Ж', '中', '한', '�', '😀', '𝛑']

function text(random: SeededNumbers): string {
  const length = random.chance(20) ? random.below(300) : random.below(12)
  const plain = random.chance(2)
  let value = ''
  for (let i = 0; i < length; i++) value += random.pick(plain ? alphabet.slice(0, 7) : alphabet)
  return value
}

function integer(random: SeededNumbers, min: number, max: number): number {
  switch (random.below(6)) {
    case 0: return min
    case 1: return max
    case 2: return Math.max(min, -1)
    case 3: return random.below(2)
    case 4: return random.below(Math.min(max, 200))
    default: return Math.floor(min + (random.below(0x7fffffff) / 0x7fffffff) * (max - min))
  }
}

const TWO_POW_63 = 2n ** 63n

function primitive(random: SeededNumbers, field: FieldModel): unknown {
  switch (field.primitive) {
    case 'bool': return random.chance(2)
    case 'int8': return integer(random, -0x80, 0x7f)
    case 'int16': return integer(random, -0x8000, 0x7fff)
    case 'uint16': return integer(random, 0, 0xffff)
    case 'int32': return integer(random, -0x80000000, 0x7fffffff)
    case 'uint32': return integer(random, 0, 0xffffffff)
    case 'int64':
      if (field.schema.big !== true) return integer(random, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
      return random.pick([0n, -1n, TWO_POW_63 - 1n, -TWO_POW_63, BigInt(random.below(2 ** 31)) << 31n])
    case 'float64': return random.pick([0, 1, -1.5, 1e300, Number.MIN_VALUE, random.below(1e9) / 7])
    case 'string': return text(random)
    case 'uuid': return random.chance(4) ? 'AAAAAAAAAAAAAAAAAAAAAA' : random.bytes(16).toString('base64url')
    default: return random.bytes(random.chance(30) ? random.below(9000) : random.below(40))
  }
}

function fieldValue(random: SeededNumbers, field: FieldModel, version: number, depth: number): unknown {
  if (contains(field.nullable, version) && random.chance(4)) return null
  const { struct } = field
  const one = (): unknown => (
    struct === undefined ? primitive(random, field) : structValue(random, struct, version, depth + 1)
  )
  if (!field.isArray) return one()
  const length = random.chance(40) ? random.below(40 >> depth) : random.below(4)
  return Array.from({ length }, one)
}

function structValue(
  random: SeededNumbers, struct: StructModel, version: number, depth: number,
): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const field of struct.fields) {
    if (!contains(field.versions, version)) continue
    // Tagged fields are mostly absent on real wires.
    if (field.isTagged && random.chance(2)) continue
    result[field.name] = fieldValue(random, field, version, depth)
  }
  return result
}

/** A message that is valid at `version`, as encoders take it. */
export function randomMessage(model: MessageModel, version: number, random: SeededNumbers): Record<string, unknown> {
  return structValue(random, model.root, version, 0)
}

