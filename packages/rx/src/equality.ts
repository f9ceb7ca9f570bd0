/** What `equals` and `hashCode` of the options compare. */

/** Equal in what they hold; functions and objects of a class by identity, patterns by their text. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b || typeof a === 'function' || typeof b === 'function') return a === b
  if (a instanceof RegExp && b instanceof RegExp) return String(a) === String(b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const isList = Array.isArray(a)
  if (isList !== Array.isArray(b)) return false
  // Clients, schedulers, listeners: two of them are two.
  if (!isList && (Object.getPrototypeOf(a) !== Object.prototype || Object.getPrototypeOf(b) !== Object.prototype)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(Reflect.get(a, key), Reflect.get(b, key)))
}

/** Of properties in any order, and of what else tells options apart. */
export function hashOf(properties: Readonly<Record<string, unknown>>, ...rest: readonly unknown[]): number {
  const names = Object.keys(properties).toSorted().map((name) => [name, String(properties[name])])
  const text = JSON.stringify([names, ...rest])
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0
  return hash
}
