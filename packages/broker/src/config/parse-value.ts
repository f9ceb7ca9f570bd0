/**
 * One configuration value: from text to what the program uses, checked against its row. A value that does not fit is
 * answered with what would be allowed, never with an exception.
 */
import type { ConfigValue, KeyRow } from './definition.ts'

/** Apache Kafka writes "no limit" as Long.MAX_VALUE; here it is the largest number that is exact. */
const LONG_MAX = 9223372036854775807n
const LONG_MIN = -9223372036854775808n

export type Parsed = { readonly value: ConfigValue; readonly problem?: undefined } | { readonly problem: string }

/** Parses `text` by `row`; `problem` says what is allowed ("a whole number of at least 1"). */
export function parseValue(row: KeyRow, text: string): Parsed {
  switch (row.type) {
    case 'boolean': {
      const word = trimmed(text).toLowerCase()
      return word === 'true' || word === 'false' ? { value: word === 'true' } : { problem: allowed(row) }
    }
    case 'int':
    case 'short':
    case 'long':
      return parseInteger(row, trimmed(text))
    case 'double': {
      const value = parseDouble(trimmed(text))
      return value === undefined || !inRange(row, value) ? { problem: allowed(row) } : { value }
    }
    case 'list': {
      const value = listElements(text)
      if (row.oneOf && !value.every((part) => row.oneOf?.includes(part))) return { problem: allowed(row) }
      if (row.form) return isThrottledReplicas(value) ? { value } : { problem: allowed(row) }
      return { value: [...new Set(value)] }
    }
    case 'password':
      return { value: trimmed(text) }
    case 'string':
    case 'class': {
      const value = trimmed(text)
      return row.oneOf && !row.oneOf.includes(value) ? { problem: allowed(row) } : { value }
    }
  }
}

/** Without what Java's `String.trim` takes off: control characters and blanks. Other blanks of Unicode are part of a value. */
function trimmed(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/^[\u0000- ]+|[\u0000- ]+$/g, '')
}

/** The elements of a list as written, doubles among them (`ConfigDef.parseType`). */
export function listElements(text: string): string[] {
  const inner = trimmed(text)
  return inner === '' ? [] : inner.split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/)
}

/** An empty element is nothing, and allowed (`ThrottledReplicaListValidator`). */
function isThrottledReplicas(value: readonly string[]): boolean {
  return (value.length === 1 && value[0] === '*') || value.every((part) => /^(?:\d+:\d+)?$/.test(part))
}

/** Decimal, with Java's letter for the type behind it; no number without a bound. */
function parseDouble(text: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fFdD]?$/.exec(text)
  const value = match === null ? Number.NaN : Number(match[1])
  return Number.isFinite(value) ? value : undefined
}

/**
 * A value as Apache Kafka says it once it has been parsed (`ConfigDef.convertToString`): numbers without signs and zeros that
 * mean nothing, true and false, lists without blanks and doubles. Text that does not fit its row stays what it is.
 */
export function shownValue(row: KeyRow, text: string): string {
  const parsed = parseValue(row, text)
  if (parsed.problem !== undefined) return text
  const { value } = parsed
  switch (row.type) {
    case 'int':
    case 'short':
    case 'long':
      // All 64 bits, where the value itself is the nearest that is exact.
      return String(BigInt(trimmed(text)))
    case 'double':
      return javaDouble(value as number)
    default:
      return Array.isArray(value) ? value.join(',') : String(value)
  }
}

/** `Double.toString`. */
function javaDouble(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value)
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}

function parseInteger(row: KeyRow, text: string): Parsed {
  if (!/^[+-]?\d{1,19}$/.test(text)) return { problem: allowed(row) }
  const exact = BigInt(text)
  const limit = row.type === 'int' ? 2147483647n : row.type === 'short' ? 32767n : LONG_MAX
  if (exact > limit || exact < (row.type === 'long' ? LONG_MIN : -limit - 1n)) return { problem: allowed(row) }
  const value = exact > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER
    : exact < Number.MIN_SAFE_INTEGER ? Number.MIN_SAFE_INTEGER : Number(exact)
  return inRange(row, value) ? { value } : { problem: allowed(row) }
}

function inRange(row: KeyRow, value: number): boolean {
  return value === row.or || ((row.min === undefined || value >= row.min) && (row.max === undefined || value <= row.max))
}

const numberNames = { int: 'a whole number', short: 'a whole number', long: 'a whole number', double: 'a number' }

/** What a row takes, as the end of a sentence: "true or false", "one of a, b, c", "a whole number from 1 to 9". */
export function allowed(row: KeyRow): string {
  switch (row.type) {
    case 'boolean':
      return 'true or false'
    case 'list':
      if (row.form) return 'pairs partition:broker, separated by commas, or *'
      return row.oneOf ? `a list (separated by commas) of ${row.oneOf.join(', ')}` : 'a list separated by commas'
    case 'string':
    case 'class':
    case 'password':
      return row.oneOf ? `one of ${row.oneOf.join(', ')}` : 'a text'
    default:
      return `${numberNames[row.type]}${range(row)}`
  }
}

function range(row: KeyRow): string {
  const most = row.max ?? (row.type === 'int' ? 2147483647 : row.type === 'short' ? 32767 : undefined)
  const other = row.or === undefined ? '' : `, or ${row.or}`
  if (row.min !== undefined && row.max !== undefined) return ` from ${row.min} to ${row.max}${other}`
  if (row.min !== undefined) return ` of at least ${row.min}${most === undefined ? '' : ` and at most ${most}`}${other}`
  return most === undefined ? other : ` of at most ${most}${other}`
}
