/**
 * One-shot watches of one session: data watches (armed by get and exists) and child watches (armed by children).
 * A watch armed twice with the same function fires once, as ZooKeeper's watch sets do.
 */
import type { Watch, ZnodeEvent } from './znode-store.ts'

export class Watches {
  private readonly data = new Map<string, Set<Watch>>()
  private readonly child = new Map<string, Set<Watch>>()

  armData(path: string, watch: Watch): void {
    arm(this.data, path, watch)
  }

  armChildren(path: string, watch: Watch): void {
    arm(this.child, path, watch)
  }

  /** Takes the watches that this event fires; the caller calls them. */
  take(event: ZnodeEvent): Watch[] {
    if (event.type === 'children') return takeFrom(this.child, event.path)
    const fired = takeFrom(this.data, event.path)
    if (event.type !== 'deleted') return fired
    // a deletion fires the node's child watches too, once per function
    return [...new Set([...fired, ...takeFrom(this.child, event.path)])]
  }

  clear(): void {
    this.data.clear()
    this.child.clear()
  }
}

function arm(map: Map<string, Set<Watch>>, path: string, watch: Watch): void {
  const there = map.get(path)
  if (there === undefined) map.set(path, new Set([watch]))
  else there.add(watch)
}

function takeFrom(map: Map<string, Set<Watch>>, path: string): Watch[] {
  const there = map.get(path)
  if (there === undefined) return []
  map.delete(path)
  return [...there]
}
