/**
 * What may stand where: small checks that are put together, for options and arguments alike, because many callers have
 * no compiler. A check says where a value lies, what fits there and what was given; it also has in words what fits, for
 * the documentation.
 *
 * Invariant: whatever a value does when it is looked at (getters that throw, proxies), only a KafkaError comes out.
 */
import { likelySpelling } from '@odradek/platform/internal'
import { KafkaError, reasonOf } from './errors.ts'

export interface Check {
  /** @throws KafkaError INVALID_ARGUMENT. */
  (value: unknown, where: string): void
  /** What fits, as it stands behind "must be". */
  readonly allowed: string
}

/** A check of one value, without looking into it. */
export function fits(allowed: string, test: (value: unknown) => boolean): Check {
  return checking(allowed, (value, where) => {
    if (!test(value)) refuse(where, allowed, value)
  })
}

export function checking(allowed: string, check: (value: unknown, where: string) => void): Check {
  return Object.assign(check, { allowed })
}

const INT32_MAX = 2_147_483_647

export const text: Check = fits('a string', (value) => typeof value === 'string')
export const name: Check = fits('a string that is not empty', (value) => typeof value === 'string' && value !== '')
export const flag: Check = fits('true or false', (value) => typeof value === 'boolean')
export const aFunction: Check = fits('a function', (value) => typeof value === 'function')
export const anObject: Check = fits('an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value))
export const anySafeInteger: Check = fits('a whole number', Number.isSafeInteger)
/** Of an own timer: fractions are fine, and so is more than 2^31 - 1. */
export const milliseconds: Check = fits('milliseconds from 0 up', (value) => Number.isFinite(value) && (value as number) >= 0)
export const someMilliseconds: Check = fits('milliseconds above 0', (value) => Number.isFinite(value) && (value as number) > 0)

/** A whole number; without `max` any that is exact. */
export function whole(min: number, max: number = Number.MAX_SAFE_INTEGER): Check {
  const upTo = max === Number.MAX_SAFE_INTEGER ? 'up' : `to ${max.toLocaleString('en-US')}`
  return fits(`a whole number from ${min.toLocaleString('en-US')} ${upTo}`, (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max)
}

/** What goes to the broker in 32 bits. */
export const int32 = (min: number): Check => whole(min, INT32_MAX)

/** `Infinity` means what `meaning` says. */
export function orInfinity(check: Check, meaning: string): Check {
  return orElse(check, `Infinity (${meaning})`, (value) => value === Number.POSITIVE_INFINITY)
}

/** The check that fits the kind of value. */
export function either(choose: (value: unknown) => Check, allowed: string): Check {
  return checking(allowed, (value, where) => {
    const check = choose(value)
    // A field of an object is said by itself; of all else, all that there is.
    if (typeof value === 'object' && value !== null) return check(value, where)
    try {
      check(value, where)
    } catch (thrown) {
      throw new KafkaError('INVALID_ARGUMENT', (thrown as KafkaError).message.replace(`must be ${check.allowed}`, () => `must be ${allowed}`))
    }
  })
}

/** What the check takes, or a value that passes the test. */
export function orElse(check: Check, allowed: string, test: (value: unknown) => boolean): Check {
  return either((value) => (test(value) ? anything : check), `${check.allowed}, or ${allowed}`)
}

const anything: Check = fits('anything', () => true)

/** One of some words; `elsewhere`: what others call them. */
export function oneOf(words: readonly (string | number)[], elsewhere: Readonly<Record<string, string>> = {}): Check {
  const allowed = `one of ${words.join(', ')}`
  return checking(allowed, (value, where) => {
    if (words.includes(value as string)) return
    const near = typeof value !== 'string' ? undefined : Object.hasOwn(elsewhere, value) ? elsewhere[value] : nearest(value, words.map(String))
    refuse(where, allowed, value, near === undefined ? undefined : `did you mean ${typeof words[0] === 'string' ? `"${near}"` : near}?`)
  })
}

export function listOf(check: Check, atLeastOne = false): Check {
  return checking(`a list${atLeastOne ? ' (not empty)' : ''} of which each is ${check.allowed}`, (value, where) => {
    if (!Array.isArray(value)) refuse(where, 'a list', value)
    if (atLeastOne && value.length === 0) refuse(where, 'a list with at least one', value, 'it is empty')
    for (let at = 0; at < value.length; at += 1) check(value[at], `${where}[${at}]`)
  })
}

type Fields = Readonly<Record<string, Check>>

/** An object that has these fields, and may have more: answers of one call are arguments of the next. */
export function withFields(required: Fields, optional: Fields = {}): Check {
  const allowed = `{ ${Object.keys(required).join(', ')} }`
  return checking(allowed, (value, where) => {
    const given = asObject(value, where, allowed)
    for (const [field, check] of Object.entries(required)) check(Reflect.get(given, field), `${where}.${field}`)
    for (const [field, check] of Object.entries(optional)) {
      const found: unknown = Reflect.get(given, field)
      if (found !== undefined) check(found, `${where}.${field}`)
    }
  })
}

/** The same with no other field: one that is misspelt would be passed over. */
export function onlyFields(required: Fields, optional: Fields = {}): Check {
  const names = [...Object.keys(required), ...Object.keys(optional)]
  const check = withFields(required, optional)
  const allowed = `an object of ${names.join(', ')}`
  return checking(allowed, (value, where) => {
    const given = asObject(value, where, allowed)
    for (const field of Object.keys(given)) {
      if (names.includes(field) || Reflect.get(given, field) === undefined) continue
      const near = nearest(field, names)
      throw new KafkaError('INVALID_ARGUMENT', `${where} has no "${field}"${near === undefined ? '' : ` (did you mean "${near}"?)`}; it has ${names.join(', ')}`)
    }
    check(value, where)
  })
}

export function asObject(value: unknown, where: string, allowed: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(where, allowed, value)
  return value
}

/** The name that was meant: written another way, without its unit, or misspelt. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = plain(name)
  return names.find((known) => plain(known) === wanted)
    ?? (wanted.length < 3 ? undefined : names.find((known) => plain(known).startsWith(wanted)))
    ?? likelySpelling(name, names)
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** Runs a check; what the value itself throws when it is looked at is told as its fault. @throws KafkaError. */
export function verify(check: (value: unknown, where: string) => void, value: unknown, where: string): void {
  try {
    check(value, where)
  } catch (thrown) {
    throw thrown instanceof KafkaError ? thrown : new KafkaError('INVALID_ARGUMENT', `${where} cannot be read: ${reasonOf(thrown)}`, { cause: thrown })
  }
}

export function refuse(where: string, allowed: string, value: unknown, hint?: string): never {
  throw new KafkaError('INVALID_ARGUMENT', `${where} must be ${allowed}, not ${shown(value)}${hint === undefined ? '' : ` (${hint})`}`)
}

/** A value in a sentence: short, and without looking into it. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > 60 ? `"${value.slice(0, 60)}…"` : `"${value}"`
    case 'bigint':
      return `${value}n`
    case 'function':
      return 'a function'
    case 'object':
      return value === null ? 'null' : isList(value) ? 'a list' : 'an object'
    default:
      return String(value)
  }
}

function isList(value: object): boolean {
  try {
    return Array.isArray(value)
  } catch {
    // A proxy that was revoked.
    return false
  }
}

/** May be left out. */
export function optional(check: Check): Check {
  return checking(`${check.allowed}, or left out`, (value, where) => {
    if (value !== undefined) check(value, where)
  })
}

export const abortSignal: Check = fits('an AbortSignal', (value) =>
  typeof fieldOf(value, 'aborted') === 'boolean' && ['addEventListener', 'removeEventListener'].every((method) => typeof fieldOf(value, method) === 'function'))

/** An object of options of a call: every field of T, each of which may be left out. */
export function callOptions<T>(fields: { readonly [N in keyof T]-?: Check }): Check {
  return optional(onlyFields({}, fields))
}

/** What one method takes, in order. */
export interface CallRow {
  readonly takes: Readonly<Record<string, Check>>
  /** The right call, where it is called as in another client. */
  readonly elsewhere?: (first: unknown, second: unknown) => string | undefined
}

/** A check of each call of a table: `check('seek', partition, offset)`. @throws KafkaError INVALID_ARGUMENT naming the argument and the right call. */
export function callChecks<M extends string>(rows: Readonly<Record<M, CallRow>>): (method: M, ...given: readonly unknown[]) => void {
  return (method, ...given) => {
    const { takes, elsewhere } = rows[method]
    verify(() => {
      const right = elsewhere?.(given[0], given[1])
      if (right !== undefined) throw new KafkaError('INVALID_ARGUMENT', `${method}: ${right}`)
      Object.entries(takes).forEach(([argument, check], at) => check(given[at], `${method}: ${argument}`))
    }, given, method)
  }
}

/** Whether it is an object that has a field of this name. */
export function hasField(value: unknown, field: string): boolean {
  return fieldOf(value, field) !== undefined
}

/** Undefined where it is no object, or has no such field. */
export function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined
}
