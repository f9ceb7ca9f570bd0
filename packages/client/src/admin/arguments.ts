/**
 * The shapes of what the admin is asked with, for callers whom no compiler checks: each says INVALID_ARGUMENT and where
 * it lies. Whether the values make sense is the broker's to say.
 */
import { KafkaError } from '../errors.ts'
import { nearestName } from '../known-options.ts'
import { nameOfPartition } from './by-leader.ts'

/** @throws KafkaError INVALID_ARGUMENT. */
export type Check = (value: unknown, where: string) => void

export function text(value: unknown, where: string): void {
  if (typeof value !== 'string') refuse(where, 'a string', value)
}

export function whole(value: unknown, where: string): void {
  if (!Number.isSafeInteger(value)) refuse(where, 'a whole number', value)
}

export const listOf = (check: Check): Check => (value, where) => {
  if (!Array.isArray(value)) refuse(where, 'a list', value)
  value.forEach((one, at) => check(one, `${where}[${at}]`))
}

export const oneOf = (names: readonly string[]): Check => (value, where) => {
  if (typeof value !== 'string' || !names.includes(value)) refuse(where, `one of ${names.join(', ')}`, value)
}

/** An object whose names are the caller's. */
export const recordOf = (check: Check): Check => (value, where) => {
  for (const [name, one] of Object.entries(object(value, where, 'an object'))) check(one, `${where}["${name}"]`)
}

/** A configuration's value. */
export function configValue(value: unknown, where: string): void {
  if (!['string', 'number', 'boolean'].includes(typeof value)) refuse(where, 'a string, a number or a boolean', value)
}

export const orNull = (check: Check): Check => (value, where) => {
  if (value !== null) check(value, where)
}

/** What has these fields, and may have more: answers of one call are arguments of the next. */
export const withFields = (required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check => (value, where) => {
  const given = object(value, where, `{ ${Object.keys(required).join(', ')} }`)
  for (const [name, check] of Object.entries(required)) check(Reflect.get(given, name), `${where}.${name}`)
  for (const [name, check] of Object.entries(optional)) {
    const found: unknown = Reflect.get(given, name)
    if (found !== undefined) check(found, `${where}.${name}`)
  }
}

/** The same with no other field: one that is misspelt would be passed over. */
export const onlyFields = (required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>>): Check => {
  const names = [...Object.keys(required), ...Object.keys(optional)]
  const fields = withFields(required, optional)
  return (value, where) => {
    for (const name of Object.keys(object(value, where, `an object of ${names.join(', ')}`))) {
      if (names.includes(name)) continue
      const near = nearestName(name, names)
      throw new KafkaError('INVALID_ARGUMENT', `${where} has no "${name}"${near === undefined ? '' : ` (did you mean "${near}"?)`}; it has ${names.join(', ')}`)
    }
    fields(value, where)
  }
}

/** A list that names nothing twice, where the second would contradict the first. */
export const eachOnce = <Item>(nameOf: (item: Item) => string, check: Check): Check => (value, where) => {
  check(value, where)
  const seen = new Set<string>()
  for (const [at, item] of (value as readonly Item[]).entries()) {
    const name = nameOf(item)
    if (seen.has(name)) throw new KafkaError('INVALID_ARGUMENT', `${where}[${at}] is about ${name}, which is in the list already: name it once`)
    seen.add(name)
  }
}

/** The same for what is about partitions. */
export const partitionsOnce = (check: Check): Check => eachOnce(nameOfPartition, check)

export const partitionRefs: Check = listOf(withFields({ topic: text, partition: whole }))
export const names: Check = listOf(text)

function object(value: unknown, where: string, wanted: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(where, wanted, value)
  return value
}

export function refuse(where: string, wanted: string, value: unknown): never {
  const shown = typeof value === 'string' ? `"${value}"` : Array.isArray(value) ? 'a list' : typeof value === 'object' && value !== null ? 'an object' : String(value)
  throw new KafkaError('INVALID_ARGUMENT', `${where} must be ${wanted}, not ${shown}`)
}
