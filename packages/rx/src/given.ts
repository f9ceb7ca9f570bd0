/** What callers pass, checked where they pass it: wrong is a sentence that names the call, never a TypeError from inside. */
import { KafkaError } from '@odradek/client'

export function wrong(name: string, wanted: string, value: unknown): KafkaError {
  return new KafkaError('INVALID_ARGUMENT', `${name} takes ${wanted}, not ${shown(value)}`)
}

export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return `an object (${Object.keys(value).slice(0, 5).join(', ') || (value.constructor?.name ?? 'without a class')})`
  return String(value)
}

/** @throws KafkaError INVALID_ARGUMENT. */
export function callable<F>(name: string, value: F): F {
  if (typeof value === 'function') return value
  throw wrong(name, 'a function', value)
}

/** @throws KafkaError INVALID_ARGUMENT. */
export function flag(name: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value
  throw wrong(name, 'true or false', value)
}

/** An object; with `method`, one that has it. @throws KafkaError INVALID_ARGUMENT. */
export function objectWith<T>(name: string, value: T, wanted: string, method?: string): T {
  const fits = (typeof value === 'object' || (typeof value === 'function' && method !== undefined)) && value !== null
  if (fits && (method === undefined ? !Array.isArray(value) : typeof Reflect.get(value as object, method) === 'function')) return value
  throw wrong(name, wanted, value)
}
