/**
 * An immutable map of which the next version is cheap: versions share a large base and differ in a small overlay,
 * which is folded into a new base when it has grown. With ten thousand topics, a new one costs a copy of a few hundred
 * entries, not of all.
 */

/** Overlay entries before the next version gets a base of its own. */
const OVERLAY_LIMIT = 256

export class SharedMap<K, V> implements ReadonlyMap<K, V> {
  readonly size: number
  private readonly base: ReadonlyMap<K, V>
  /** Undefined: deleted. */
  private readonly overlay: ReadonlyMap<K, V | undefined>

  private constructor(base: ReadonlyMap<K, V>, overlay: ReadonlyMap<K, V | undefined>, size: number) {
    this.base = base
    this.overlay = overlay
    this.size = size
  }

  static empty<K, V>(): SharedMap<K, V> {
    return new SharedMap<K, V>(new Map(), new Map(), 0)
  }

  /** The next version; undefined deletes. */
  with(changes: ReadonlyMap<K, V | undefined>): SharedMap<K, V> {
    let { size } = this
    for (const [key, value] of changes) size += (value === undefined ? 0 : 1) - (this.has(key) ? 1 : 0)
    if (this.overlay.size + changes.size > OVERLAY_LIMIT) {
      const base = new Map(this)
      for (const [key, value] of changes) {
        if (value === undefined) base.delete(key)
        else base.set(key, value)
      }
      return new SharedMap(base, new Map(), size)
    }
    return new SharedMap(this.base, new Map([...this.overlay, ...changes]), size)
  }

  get(key: K): V | undefined {
    return this.overlay.size > 0 && this.overlay.has(key) ? this.overlay.get(key) : this.base.get(key)
  }

  has(key: K): boolean {
    return this.get(key) !== undefined
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) each(value, key, this)
  }

  *entries(): Generator<[K, V], undefined, unknown> {
    for (const entry of this.base) if (!this.overlay.has(entry[0])) yield entry
    for (const [key, value] of this.overlay) if (value !== undefined) yield [key, value]
    return undefined
  }

  *keys(): Generator<K, undefined, unknown> {
    for (const [key] of this.entries()) yield key
    return undefined
  }

  *values(): Generator<V, undefined, unknown> {
    for (const [, value] of this.entries()) yield value
    return undefined
  }

  [Symbol.iterator](): Generator<[K, V], undefined, unknown> {
    return this.entries()
  }
}
