/**
 * What the offset and the time index share: an array of fixed-size, sorted entries that is built in memory, written to
 * its file when its segment is rolled, flushed or closed, and loaded again when somebody looks something up.
 *
 * Invariants: bytes `[0, persistedBytes)` of the file equal those in memory. Index files carry no checksum and are
 * never trusted further than a sanity check: whatever they say can be rebuilt from the segment.
 */
import { readFully, writeFully } from '@odradek/platform'
import type { FileSystem } from '@odradek/platform'

const EMPTY = Buffer.alloc(0)
const FIRST_ENTRIES = 32

/** Bounds the memory of loaded indexes of rolled segments; the least recently used is dropped and loaded again later. */
export class IndexCache {
  readonly #limitBytes: number
  readonly #loaded = new Set<EntryIndex>()
  #bytes = 0

  /** @param limitBytes default 64 MiB. */
  constructor(limitBytes: number = 64 * 1024 * 1024) {
    this.#limitBytes = limitBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** @internal */
  added(index: EntryIndex, bytes: number): void {
    this.#loaded.add(index)
    this.#bytes += bytes
    for (const oldest of this.#loaded) {
      if (this.#bytes <= this.#limitBytes) return
      if (oldest !== index) oldest.unload()
    }
  }

  /** @internal */
  removed(index: EntryIndex, bytes: number): void {
    if (this.#loaded.delete(index)) this.#bytes -= bytes
  }

  /** @internal */
  used(index: EntryIndex): void {
    if (this.#bytes * 2 <= this.#limitBytes) return
    this.#loaded.delete(index)
    this.#loaded.add(index)
  }
}

export abstract class EntryIndex {
  readonly entryBytes: number
  readonly baseOffset: number
  protected data: Buffer = EMPTY
  /** Bytes used of `data`; meaningful while loaded. */
  protected bytes = 0
  #loaded: boolean
  #cachedBytes = 0
  persistedBytes = 0
  #cache: IndexCache | undefined = undefined

  /** @param loaded true for a new, empty index; false when its file is to be loaded on first use. */
  constructor(entryBytes: number, baseOffset: number, loaded: boolean) {
    this.entryBytes = entryBytes
    this.baseOffset = baseOffset
    this.#loaded = loaded
  }

  get isLoaded(): boolean {
    return this.#loaded
  }

  /** Entries; only while loaded. */
  get entryCount(): number {
    return this.bytes / this.entryBytes
  }

  /** Bytes in memory. */
  get sizeInBytes(): number {
    return this.bytes
  }

  /** Reads the file. False when it is missing, has an impossible size, or its entries are out of order. */
  load(fs: FileSystem, path: string, cache: IndexCache | undefined): boolean {
    let content: Buffer
    try {
      content = fs.readFile(path)
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return false
      throw error
    }
    if (content.length % this.entryBytes !== 0) return false
    this.data = content
    this.bytes = content.length
    if (!this.isSane()) {
      this.data = EMPTY
      this.bytes = 0
      return false
    }
    this.persistedBytes = this.bytes
    this.#loaded = true
    this.#cache = cache
    this.#cachedBytes = this.bytes
    cache?.added(this, this.bytes)
    return true
  }

  touch(): void {
    this.#cache?.used(this)
  }

  /** Forgets what is in memory; the file has it all. Ignored while something is not in the file yet. */
  unload(): void {
    if (!this.#loaded || this.persistedBytes !== this.bytes) return
    this.forget()
    this.data = EMPTY
    this.bytes = 0
    this.#loaded = false
  }

  /** Leaves the cache's accounting: the index changes again, or its segment goes. */
  forget(): void {
    this.#cache?.removed(this, this.#cachedBytes)
    this.#cache = undefined
    this.#cachedBytes = 0
  }

  /** Hands an index of a rolled segment to the cache, which may unload it. */
  giveTo(cache: IndexCache): void {
    if (!this.#loaded || this.#cache !== undefined) return
    if (this.data.length > this.bytes) this.data = Buffer.from(this.data.subarray(0, this.bytes))
    this.#cache = cache
    this.#cachedBytes = this.bytes
    cache.added(this, this.bytes)
  }

  /** Empties the index, in memory. */
  reset(): void {
    this.forget()
    this.data = EMPTY
    this.bytes = 0
    this.persistedBytes = 0
    this.#loaded = true
  }

  /** Writes what the file does not have yet; creates the file. Does not sync. */
  persist(fs: FileSystem, path: string): void {
    if (!this.#loaded) return
    const file = fs.open(path, 'rw')
    try {
      if (this.bytes > this.persistedBytes) {
        writeFully(file, this.data.subarray(this.persistedBytes, this.bytes), this.persistedBytes)
      }
      if (file.sizeSync() !== this.bytes) file.truncateSync(this.bytes)
      this.persistedBytes = this.bytes
    } finally {
      file.closeSync()
    }
  }

  /** Reads the last entry of a file that is not loaded, without loading it. Undefined when there is none. */
  protected readLastEntry(fs: FileSystem, path: string): Buffer | undefined {
    let file
    try {
      file = fs.open(path, 'r')
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return undefined
      throw error
    }
    try {
      const size = file.sizeSync()
      if (size < this.entryBytes || size % this.entryBytes !== 0) return undefined
      const entry = Buffer.alloc(this.entryBytes)
      readFully(file, entry, 0, this.entryBytes, size - this.entryBytes)
      return entry
    } finally {
      file.closeSync()
    }
  }

  /** Room for one more entry; returns where it goes. */
  protected grow(): number {
    const at = this.bytes
    if (at + this.entryBytes > this.data.length) {
      const larger = Buffer.alloc(Math.max(FIRST_ENTRIES * this.entryBytes, this.data.length * 2))
      larger.set(this.data.subarray(0, at))
      this.data = larger
    }
    this.bytes = at + this.entryBytes
    return at
  }

  protected truncateToEntries(count: number): void {
    const bytes = count * this.entryBytes
    if (bytes >= this.bytes) return
    this.forget()
    this.bytes = bytes
    this.persistedBytes = Math.min(this.persistedBytes, bytes)
  }

  /** Whether the loaded entries can be those of an index of this kind. */
  protected abstract isSane(): boolean
}
