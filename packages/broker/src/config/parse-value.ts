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
      const word = text.trim().toLowerCase()
      return word === 'true' || word === 'false' ? { value: word === 'true' } : { problem: allowed(row) }
    }
    case 'int':
    case 'short':
    case 'long':
      return parseInteger(row, text.trim())
    case 'double': {
      const trimmed = text.trim()
      const value = Number(trimmed)
      return trimmed === '' || Number.isNaN(value) || !inRange(row, value) ? { problem: allowed(row) } : { value }
    }
    case 'list': {
      const value = text.trim() === '' ? [] : text.split(',').map((part) => part.trim())
      if (row.oneOf && !value.every((part) => row.oneOf?.includes(part))) return { problem: allowed(row) }
      if (row.form && !value.every((part) => part === '*' || /^\d+:\d+$/.test(part))) return { problem: allowed(row) }
      return { value }
    }
    case 'password':
      return { value: text }
    case 'string':
    case 'class': {
      const value = text.trim()
      return row.oneOf && !row.oneOf.includes(value) ? { problem: allowed(row) } : { value }
    }
  }
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
