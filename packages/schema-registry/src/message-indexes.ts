/**
 * Which message of a .proto file the bytes are of: the path of indexes from the top, as zigzag varints behind their
 * number; the first message, [0], is a single zero byte.
 */
export function messageIndexes(path: readonly number[]): Buffer {
  if (path.length === 1 && path[0] === 0) return Buffer.from([0])
  const bytes: number[] = []
  for (const value of [path.length, ...path]) {
    let rest = value * 2
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128)
    bytes.push(rest)
  }
  return Buffer.from(bytes)
}

export function splitMessageIndexes(payload: Buffer): { readonly path: readonly number[]; readonly message: Buffer } {
  let at = 0
  const next = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = payload[at++]
      if (byte === undefined || factor > 2 ** 28) throw new RangeError('the indexes of the message are cut short')
      value += (byte & 127) * factor
      if (byte < 128) return value / 2
    }
  }
  const count = next()
  if (!Number.isInteger(count) || count > payload.length) throw new RangeError('the indexes of the message make no sense')
  const path = count === 0 ? [0] : Array.from({ length: count }, next)
  return { path, message: payload.subarray(at) }
}
