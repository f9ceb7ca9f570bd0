/** Random choices from one seed, so that a failure can be tried again: `SEED=... npm run test:interop -- --only ...`. */
export interface Seeded {
  readonly seed: number
  /** A whole number, `from` and `to` included. */
  between(from: number, to: number): number
}

export function seeded(seed: number = Number(process.env['SEED'] ?? Math.floor(Math.random() * 0x7fffffff))): Seeded {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return { seed, between: (from, to) => from + Math.floor(next() * (to - from + 1)) }
}
