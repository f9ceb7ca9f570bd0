/**
 * Version ranges, and the conditions on `version` that the generated code tests. A condition is a string of
 * TypeScript, or 'true' / 'false' where the answer is known while generating.
 */

export interface Range {
  readonly min: number
  readonly max: number
}

/** The newest version that can be; stands for "and later". */
const OPEN = 0x7fff
export const NO_VERSIONS: Range = { min: 1, max: 0 }

export function isEmpty(range: Range): boolean {
  return range.min > range.max
}

/** Parses Kafka's notation: '3', '3-7', '3+', 'none'; undefined is 'none'. */
export function parseRange(text: string | undefined): Range {
  if (text === undefined || text === 'none') return NO_VERSIONS
  const match = /^(\d+)(?:(\+)|-(\d+))?$/.exec(text)
  if (match === null) throw new Error(`not a version range: ${text}`)
  const min = Number(match[1])
  return { min, max: match[2] === '+' ? OPEN : Number(match[3] ?? match[1]) }
}

export function intersect(a: Range, b: Range): Range {
  const range = { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) }
  return isEmpty(range) ? NO_VERSIONS : range
}

export function contains(range: Range, version: number): boolean {
  return version >= range.min && version <= range.max
}

export function covers(outer: Range, inner: Range): boolean {
  return isEmpty(inner) || (outer.min <= inner.min && inner.max <= outer.max)
}

/** The test for "version is in `range`", for code that runs at versions of `within` only. */
export function condition(range: Range, within: Range): string {
  const both = intersect(range, within)
  if (isEmpty(both)) return 'false'
  const lower = both.min > within.min
  const upper = both.max < within.max
  if (lower && upper && both.min === both.max) return `version === ${both.min}`
  if (lower && upper) return `version >= ${both.min} && version <= ${both.max}`
  if (lower) return `version >= ${both.min}`
  return upper ? `version <= ${both.max}` : 'true'
}

/** `test ? yes : no`, shortened where the answer is known. */
export function choose(test: string, yes: string, no: string): string {
  if (test === 'true' || yes === no) return yes
  if (test === 'false') return no
  return `${test} ? ${yes} : ${no}`
}

export function forEachVersion(range: Range, visit: (version: number) => void): void {
  for (let version = range.min; version <= range.max; version++) visit(version)
}
