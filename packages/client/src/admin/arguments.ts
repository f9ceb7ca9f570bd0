/**
 * The shapes of what the admin is asked with, for callers whom no compiler checks: each says INVALID_ARGUMENT and where
 * it lies. Whether the values make sense is the broker's to say.
 */
import { anySafeInteger, asObject, type Check, checking, fits, listOf, text, withFields } from '../checks.ts'
import { KafkaError } from '../errors.ts'
import { nameOfPartition } from './by-leader.ts'

export { anySafeInteger as whole, checking, listOf, oneOf, onlyFields, text, withFields } from '../checks.ts'
export type { Check } from '../checks.ts'

/** An object whose names are the caller's. */
export const recordOf = (check: Check): Check => checking('an object', (value, where) => {
  for (const [name, one] of Object.entries(asObject(value, where, 'an object'))) check(one, `${where}["${name}"]`)
})

/** A configuration's value. */
export const configValue: Check = fits('a string, a number or a boolean', (value) => ['string', 'number', 'boolean'].includes(typeof value))

export const orNull = (check: Check): Check => checking(`${check.allowed} or null`, (value, where) => {
  if (value !== null) check(value, where)
})

/** A list that names nothing twice, where the second would contradict the first. */
export const eachOnce = <Item>(nameOf: (item: Item) => string, check: Check): Check => checking(check.allowed, (value, where) => {
  check(value, where)
  const seen = new Set<string>()
  for (const [at, item] of (value as readonly Item[]).entries()) {
    const name = nameOf(item)
    if (seen.has(name)) throw new KafkaError('INVALID_ARGUMENT', `${where}[${at}] is about ${name}, which is in the list already: name it once`)
    seen.add(name)
  }
})

/** The same for what is about partitions. */
export const partitionsOnce = (check: Check): Check => eachOnce(nameOfPartition, check)

export const partitionRefs: Check = listOf(withFields({ topic: text, partition: anySafeInteger }))
export const names: Check = listOf(text)
