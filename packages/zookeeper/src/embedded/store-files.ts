/**
 * Names of the embedded store's files in their folder, and what is kept of files that could not be believed.
 *
 * Invariant: what `keepAside` has returned is on the device under a name that no start reads and nobody overwrites.
 */
import type { FileSystem, Log } from '@odradek/platform'

export interface StoreFiles {
  readonly fs: FileSystem
  /** The folder; made when missing. */
  readonly path: string
  /** What the names of the store's files begin with. Default ''. */
  readonly prefix?: string
  readonly log: Log
}

export interface FoundFiles {
  /** Numbers, ascending. */
  readonly snapshots: readonly number[]
  readonly journals: readonly number[]
  /** Names of files that a crash left half written. */
  readonly unfinished: readonly string[]
}

const ascending = (a: number, b: number): number => a - b

/** `<folder>/<prefix><n>.<kind>`. */
export function fileOf({ path, prefix = '' }: StoreFiles, number: number, kind: 'snapshot' | 'journal'): string {
  return `${path}/${prefix}${number}.${kind}`
}

export function scan({ fs, path, prefix = '' }: StoreFiles): FoundFiles {
  const snapshots: number[] = []
  const journals: number[] = []
  const unfinished: string[] = []
  for (const { name } of fs.list(path)) {
    if (!name.startsWith(prefix)) continue
    const match = /^(\d+)\.(snapshot|journal)(\.cut-\d+|\.damaged)?(\.\d+)?(\.tmp)?$/.exec(name.slice(prefix.length))
    if (match === null) continue
    if (match[5] !== undefined) unfinished.push(name)
    else if (match[3] === undefined && match[4] === undefined) (match[2] === 'snapshot' ? snapshots : journals).push(Number(match[1]))
  }
  return { snapshots: snapshots.sort(ascending), journals: journals.sort(ascending), unfinished }
}

/** Keeps `bytes` in a file of that name, or of the next free one (`<name>.2`, ...). Returns which. */
export function keepAside(fs: FileSystem, path: string, bytes: Buffer): string {
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? path : `${path}.${attempt}`
    // Cut off before it was done with, or damaged in the same way again: once is enough.
    if (fs.exists(name) && fs.readFile(name).equals(bytes)) return name
    if (fs.exists(name)) continue
    fs.replaceFile(name, bytes)
    return name
  }
}

/** A folder whose own entry, and those of the parents made with it, survive a power loss. */
export function makeDurableDirectory(fs: FileSystem, path: string): void {
  const made: string[] = []
  for (let folder = path; !fs.exists(folder); folder = parentFolder(folder)) made.push(folder)
  // It may be a link to one.
  if (fs.stat(path)?.isDirectory !== true) fs.makeDirectory(path)
  for (const folder of made) fs.syncDirectory(parentFolder(folder))
}

/** '.' for a relative path's first element. */
function parentFolder(path: string): string {
  const slash = path.replace(/\/+$/, '').lastIndexOf('/')
  return slash > 0 ? path.slice(0, slash) : slash === 0 ? '/' : '.'
}
