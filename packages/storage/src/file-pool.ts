/**
 * A bounded set of open files, so that ten thousand partitions live under a small `ulimit -n`. A `PooledFile` is a file
 * one may use at any time; whether it is open at the moment is the pool's affair.
 *
 * To make place the older of two is closed that are drawn at random: nearly as good as the oldest where some files are
 * used more than others, much better where more than fit are used in turn (the oldest is the next one needed then), and a
 * use costs no more than a number.
 *
 * Invariants: at most `capacity` handles are open, plus those in use by an asynchronous operation at the moment;
 * running out of descriptors (EMFILE, ENFILE) closes unused handles and tries again, and is never a disk failure.
 */
import type { FileHandle, FileSystem } from '@odradek/platform'

/** Files of so many last uses stay open: whoever opened one may be about to use it. */
const SPARED_USES = 8

/** Whether an error says that descriptors ran out, here or in the system; the disk is fine then. */
export function isOutOfDescriptors(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code
  return code === 'EMFILE' || code === 'ENFILE'
}

export class FilePool {
  readonly #fs: FileSystem
  /** In no order; each file knows its place. */
  readonly #open: PooledFile[] = []
  #uses = 0
  #drawn = 1
  #capacity: number
  /** What others leave of the process's descriptors. */
  #left = Infinity
  /** Bytes written to all files and not known to be on the device. */
  unsyncedBytes = 0

  /** @param capacity handles kept open; default 1,024. */
  constructor(fs: FileSystem, capacity: number = 1024) {
    this.#fs = fs
    this.#capacity = Math.max(1, capacity)
  }

  get fs(): FileSystem {
    return this.#fs
  }

  /** Handles open now. */
  get openCount(): number {
    return this.#open.length
  }

  get capacity(): number {
    return Math.min(this.#capacity, this.#left)
  }

  /** @internal Opens the file when it is not, and marks it as just used. */
  use(file: PooledFile): FileHandle {
    const open = file.handle
    file.usedAt = this.#uses = (this.#uses + 1) | 0
    if (open !== undefined) return open
    while (this.#open.length >= this.capacity && this.#closeOld()) { /* one at a time */ }
    const handle = this.#openHandle(file.path)
    file.handle = handle
    file.place = this.#open.push(file) - 1
    return handle
  }

  /** @internal Closes the handle when one is open. */
  release(file: PooledFile): void {
    const handle = file.handle
    if (handle === undefined) return
    file.handle = undefined
    const last = this.#open.pop() as PooledFile
    if (last !== file) {
      this.#open[file.place] = last
      last.place = file.place
    }
    handle.closeSync()
  }

  /** Others, such as connections, leave so many descriptors at the moment: those that are too many are closed at once. */
  leave(count: number): void {
    this.#left = Math.max(1, count)
    while (this.#open.length > this.capacity && this.#closeOld()) { /* one at a time */ }
  }

  closeAll(): void {
    for (const file of Array.from(this.#open)) this.release(file)
  }

  #openHandle(path: string): FileHandle {
    return this.sparing(() => this.#fs.open(path, 'rw'))
  }

  /** Does `work`, closing pooled files one by one while it fails for want of descriptors. */
  sparing<T>(work: () => T): T {
    for (;;) {
      try {
        return work()
      } catch (error) {
        if (!this.#makeRoom(error)) throw error
      }
    }
  }

  async #sparingAsync(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!this.#makeRoom(error)) throw error
      }
    }
  }

  /** Somebody else (connections, another library) uses the descriptors: live with fewer from now on. */
  #makeRoom(error: unknown): boolean {
    if (!isOutOfDescriptors(error)) return false
    this.#capacity = Math.max(1, Math.min(this.#capacity, this.#open.length - 1))
    return this.#closeOld()
  }

  /** The file system with every operation that needs a descriptor for a moment taking one from the pool if need be. */
  sparingFileSystem(): FileSystem {
    const fs = this.#fs
    return {
      open: (path, mode) => this.sparing(() => fs.open(path, mode)),
      exists: (path) => fs.exists(path),
      stat: (path) => fs.stat(path),
      isLink: (path) => fs.isLink(path),
      list: (path) => this.sparing(() => fs.list(path)),
      makeDirectory: (path) => fs.makeDirectory(path),
      readFile: (path) => this.sparing(() => fs.readFile(path)),
      replaceFile: (path, content) => this.sparing(() => fs.replaceFile(path, content)),
      replaceFileAsync: (path, content) => this.#sparingAsync(() => fs.replaceFileAsync(path, content)),
      rename: (from, to) => fs.rename(from, to),
      remove: (path) => fs.remove(path),
      removeTree: (path) => this.sparing(() => fs.removeTree(path)),
      syncDirectory: (path) => this.sparing(() => fs.syncDirectory(path)),
      syncDirectoryAsync: (path) => this.#sparingAsync(() => fs.syncDirectoryAsync(path)),
      setModifiedMs: (path, modifiedMs) => fs.setModifiedMs(path, modifiedMs),
      freeBytes: (path) => fs.freeBytes(path),
      deviceBytes: (path) => fs.deviceBytes(path),
      realPath: (path) => fs.realPath(path),
      lockDirectory: (path) => fs.lockDirectory(path),
    }
  }

  #closeOld(): boolean {
    const spared = Math.min(SPARED_USES, this.#open.length >> 1)
    const one = this.#draw(spared) ?? this.#draw(0)
    const other = this.#draw(spared)
    const file = one === undefined || other === undefined ? one ?? other : ((one.usedAt - other.usedAt) | 0) < 0 ? one : other
    if (file === undefined) return false
    this.release(file)
    return true
  }

  /** Any file but one in use by an operation that is under way, or that was used just now. */
  #draw(spared: number): PooledFile | undefined {
    const { length } = this.#open
    if (length === 0) return undefined
    this.#drawn = (Math.imul(this.#drawn, 1_103_515_245) + 12_345) & 0x7fffffff
    const start = (this.#drawn >>> 8) % length
    for (let step = 0; step < length; step++) {
      const file = this.#open[(start + step) % length] as PooledFile
      if (file.pins === 0 && ((this.#uses - file.usedAt) | 0) >= spared) return file
    }
    return undefined
  }
}

export class PooledFile {
  readonly #pool: FilePool
  path: string
  /** @internal Owned by the pool. */
  handle: FileHandle | undefined = undefined
  /** @internal Operations under way that need the handle to stay open. */
  pins = 0
  /** @internal Where it stands among the open ones, and when it was used, in uses of the pool. */
  place = -1
  usedAt = 0

  constructor(pool: FilePool, path: string) {
    this.#pool = pool
    this.path = path
  }

  /** An open handle, good until the next turn of the loop. Creates the file when it is missing. */
  open(): FileHandle {
    return this.#pool.use(this)
  }

  /** Keeps the handle open until `unpin`. */
  pin(): FileHandle {
    const handle = this.#pool.use(this)
    this.pins++
    return handle
  }

  unpin(): void {
    this.pins--
  }

  close(): void {
    this.#pool.release(this)
  }

  /** fdatasync off the loop. */
  async sync(): Promise<void> {
    const handle = this.pin()
    try {
      await handle.sync()
    } finally {
      this.unpin()
    }
  }

  syncSync(): void {
    this.open().syncSync()
  }

  /** Renames the file; an open handle stays valid. */
  rename(to: string): void {
    this.#pool.fs.rename(this.path, to)
    this.path = to
  }

  remove(): void {
    this.close()
    this.#pool.fs.remove(this.path)
  }

  get fs(): FileSystem {
    return this.#pool.fs
  }
}
