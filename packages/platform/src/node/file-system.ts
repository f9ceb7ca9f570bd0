/**
 * node:fs as a FileSystem. Invariants: a handle is closed once and only after its asynchronous operations have ended;
 * writes are positional (never O_APPEND, which ignores positions); `open` takes regular files only, or symbolic links
 * to such: whoever moved a file to another disk left a link to it. A pipe is an error and not a stop for ever. Nothing
 * is created through a link: the disk that it leads to may only be missing.
 */
import * as fs from 'node:fs'
import { dirname } from 'node:path'
import type { DirectoryEntry, DirectoryLock, FileHandle, FileStat, FileSystem, OpenMode } from '../file-system.ts'
import { systemError } from '../file-system.ts'
import { lockDirectory } from './directory-lock.ts'

const { O_CREAT, O_EXCL, O_RDONLY, O_RDWR } = fs.constants
// Both are absent on Windows. O_NONBLOCK: opening a pipe must not hang; it changes nothing for regular files.
const noWaiting = fs.constants.O_NONBLOCK ?? 0
const careful = (fs.constants.O_NOFOLLOW ?? 0) | noWaiting
const openFlags: Readonly<Record<OpenMode, number>> = {
  r: O_RDONLY | noWaiting,
  rw: O_RDWR | noWaiting,
  create: O_RDWR | O_CREAT | O_EXCL | careful,
}
const fileMode = 0o640
const directoryMode = 0o750

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code
}

class NodeFileHandle implements FileHandle {
  readonly path: string
  readonly #fd: number
  #pending = 0
  #closed = false

  constructor(path: string, fd: number) {
    this.path = path
    this.#fd = fd
  }

  #live(): number {
    if (this.#closed) throw systemError('EBADF', 'use', this.path, 'the file handle is closed')
    return this.#fd
  }

  readSync(target: Uint8Array, targetStart: number, length: number, position: number): number {
    return fs.readSync(this.#live(), target, targetStart, length, position)
  }

  writeSync(source: Uint8Array, sourceStart: number, length: number, position: number): number {
    return fs.writeSync(this.#live(), source, sourceStart, length, position)
  }

  writevSync(sources: readonly Uint8Array[], position: number): number {
    const fd = this.#live()
    return sources.length === 0 ? 0 : fs.writevSync(fd, sources, position)
  }

  read(target: Uint8Array, targetStart: number, length: number, position: number): Promise<number> {
    return this.#later((fd, done) => fs.read(fd, target, targetStart, length, position, done))
  }

  sizeSync(): number {
    return fs.fstatSync(this.#live()).size
  }

  truncateSync(length: number): void {
    fs.ftruncateSync(this.#live(), length)
  }

  syncSync(): void {
    fs.fdatasyncSync(this.#live())
  }

  sync(): Promise<void> {
    return this.#later<void>((fd, done) => fs.fdatasync(fd, (error) => done(error, undefined)))
  }

  closeSync(): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#pending === 0) fs.closeSync(this.#fd)
  }

  /** Closing the descriptor under a running operation could hand its number to another file: the last one closes. */
  #later<T>(run: (fd: number, done: (error: Error | null, result: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const fd = this.#live()
      this.#pending++
      run(fd, (error, result) => {
        this.#pending--
        if (this.#closed && this.#pending === 0) fs.close(fd, () => {})
        if (error) reject(error)
        else resolve(result)
      })
    })
  }
}

function openDescriptor(path: string, mode: OpenMode): number {
  try {
    return fs.openSync(path, openFlags[mode], fileMode)
  } catch (error) {
    if (mode !== 'rw' || codeOf(error) !== 'ENOENT') throw error
    return fs.openSync(path, O_RDWR | O_CREAT | careful, fileMode)
  }
}

function openFile(path: string, mode: OpenMode): FileHandle {
  const fd = openDescriptor(path, mode)
  try {
    const stat = fs.fstatSync(fd)
    if (stat.isDirectory()) throw systemError('EISDIR', 'open', path, 'is a directory')
    if (!stat.isFile()) throw systemError('EINVAL', 'open', path, 'not a regular file')
  } catch (error) {
    fs.closeSync(fd)
    throw error
  }
  return new NodeFileHandle(path, fd)
}

/** Writes a fresh file and returns its open descriptor; the caller syncs and closes it. */
function writeTemporary(path: string, content: Uint8Array): number {
  const fd = fs.openSync(path, fs.constants.O_WRONLY | O_CREAT | fs.constants.O_TRUNC | careful, fileMode)
  try {
    let done = 0
    while (done < content.length) {
      const written = fs.writeSync(fd, content, done, content.length - done, done)
      if (written <= 0) throw systemError('ENOSPC', 'write', path, 'the write made no progress')
      done += written
    }
  } catch (error) {
    fs.closeSync(fd)
    throw error
  }
  return fd
}

function fsync(fd: number): Promise<void> {
  return new Promise((resolve, reject) => fs.fsync(fd, (error) => (error ? reject(error) : resolve())))
}

// Windows cannot open a directory for syncing and does not need to.
const directoriesSync = process.platform !== 'win32'

function syncDirectory(path: string): void {
  if (!directoriesSync) return
  const fd = fs.openSync(path, O_RDONLY)
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

async function syncDirectoryAsync(path: string): Promise<void> {
  if (!directoriesSync) return
  const fd = fs.openSync(path, O_RDONLY)
  try {
    await fsync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

/**
 * One level at a time: Node's recursive mkdir never returns where the system answers ENOENT although the parent is
 * there (below /proc, say).
 */
function makeDirectory(path: string): void {
  try {
    fs.mkdirSync(path, { mode: directoryMode })
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST' && fs.lstatSync(path).isDirectory()) return
    const parent = dirname(path)
    if (code !== 'ENOENT' || parent === path || fs.existsSync(parent)) throw error
    makeDirectory(parent)
    makeDirectory(path)
  }
}

function toEntry(entry: fs.Dirent): DirectoryEntry {
  return { name: entry.name, isDirectory: entry.isDirectory(), isFile: entry.isFile() }
}

class NodeFileSystem implements FileSystem {
  /** Replacements under way, by path: see replaceFileAsync. */
  readonly #replacing = new Map<string, { last: Promise<void>; generation: number }>()

  open(path: string, mode: OpenMode): FileHandle {
    return openFile(path, mode)
  }

  exists(path: string): boolean {
    return fs.existsSync(path)
  }

  stat(path: string): FileStat | undefined {
    const stat = fs.statSync(path, { throwIfNoEntry: false })
    return stat && { size: stat.size, isDirectory: stat.isDirectory(), isFile: stat.isFile(), modifiedMs: stat.mtimeMs }
  }

  isLink(path: string): boolean {
    return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  }

  list(directory: string): readonly DirectoryEntry[] {
    return fs.readdirSync(directory, { withFileTypes: true }).map(toEntry)
  }

  makeDirectory(path: string): void {
    makeDirectory(path)
  }

  readFile(path: string): Buffer {
    return fs.readFileSync(path)
  }

  replaceFile(path: string, content: Uint8Array): void {
    const replacing = this.#replacing.get(path)
    if (replacing) replacing.generation++
    const temporary = `${path}.tmp`
    const fd = writeTemporary(temporary, content)
    try {
      fs.fsyncSync(fd)
    } finally {
      fs.closeSync(fd)
    }
    fs.renameSync(temporary, path)
    syncDirectory(dirname(path))
  }

  /**
   * Two replacements of one path share its temporary file, so they take turns; and one that was overtaken by a
   * synchronous replaceFile must not rename at all, for its content is the older one.
   */
  async replaceFileAsync(path: string, content: Uint8Array): Promise<void> {
    const entry = this.#replacing.get(path) ?? { last: Promise.resolve(), generation: 0 }
    this.#replacing.set(path, entry)
    const generation = entry.generation
    const mine = entry.last.then(() => this.#replaceInTurn(path, content, () => entry.generation === generation))
    const settled = mine.catch(() => {})
    entry.last = settled
    try {
      await mine
    } finally {
      if (entry.last === settled) this.#replacing.delete(path)
    }
  }

  async #replaceInTurn(path: string, content: Uint8Array, current: () => boolean): Promise<void> {
    if (!current()) return
    const temporary = `${path}.tmp`
    const fd = writeTemporary(temporary, content)
    try {
      await fsync(fd)
    } finally {
      fs.closeSync(fd)
    }
    if (!current()) return
    fs.renameSync(temporary, path)
    await syncDirectoryAsync(dirname(path))
  }

  rename(from: string, to: string): void {
    fs.renameSync(from, to)
  }

  remove(path: string): void {
    try {
      fs.unlinkSync(path)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }

  removeTree(path: string): void {
    fs.rmSync(path, { recursive: true, force: true })
  }

  syncDirectory(path: string): void {
    syncDirectory(path)
  }

  syncDirectoryAsync(path: string): Promise<void> {
    return syncDirectoryAsync(path)
  }

  setModifiedMs(path: string, modifiedMs: number): void {
    fs.utimesSync(path, modifiedMs / 1000, modifiedMs / 1000)
  }

  freeBytes(path: string): number {
    const { bavail, bsize } = fs.statfsSync(path)
    return bavail * bsize
  }

  deviceBytes(path: string): number {
    const { blocks, bsize } = fs.statfsSync(path)
    return blocks * bsize
  }

  realPath(path: string): string {
    return fs.realpathSync(path)
  }

  async lockDirectory(path: string): Promise<DirectoryLock | undefined> {
    return lockDirectory(fs.realpathSync(path))
  }
}

export function nodeFileSystem(): FileSystem {
  return new NodeFileSystem()
}
