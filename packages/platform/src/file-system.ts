/**
 * Files as an interface. Reads and writes are synchronous: they go to the page cache, one turn of the loop sees them
 * whole, and "check, await, act" races cannot arise. Only what waits for the device (sync) and what may be slow and
 * is off the hot path has an asynchronous form. Errors are Node's system errors: `code` is ENOSPC, EIO, EMFILE, ENOENT,
 * ..., `errno` its number, `syscall` what failed.
 *
 * Implementations: node/ (real), sim/ (in memory, with faults and crash states). A compliance suite keeps them alike.
 */
import { constants } from 'node:os'

export interface FileHandle {
  readonly path: string
  /** Bytes read, 0 at the end of the file. May be fewer than asked. */
  readSync(target: Uint8Array, targetStart: number, length: number, position: number): number
  /** Bytes written; may be fewer than asked (use writeFully). */
  writeSync(source: Uint8Array, sourceStart: number, length: number, position: number): number
  /** Vectored write at a position; may be partial. */
  writevSync(sources: readonly Uint8Array[], position: number): number
  /** Off the loop (thread pool); for cold or large reads. */
  read(target: Uint8Array, targetStart: number, length: number, position: number): Promise<number>
  sizeSync(): number
  truncateSync(length: number): void
  /** fdatasync on the loop: start-up and shutdown only. */
  syncSync(): void
  /** fdatasync off the loop. */
  sync(): Promise<void>
  /** Idempotent. A handle closed with operations under way finishes them first. */
  closeSync(): void
}

export interface FileStat {
  readonly size: number
  readonly isDirectory: boolean
  /** A regular file: no folder, pipe or device. */
  readonly isFile: boolean
  /** Milliseconds since 1970 UTC. */
  readonly modifiedMs: number
}

/**
 * 'r': read, must exist. 'rw': read and write, created when missing. 'create': like rw, must not exist. A symbolic link
 * to a regular file is followed ('create' excepted), one that leads nowhere is an error: nothing is created where it
 * points.
 */
export type OpenMode = 'r' | 'rw' | 'create'

export interface DirectoryLock {
  /** Idempotent. */
  release(): Promise<void>
}

export interface FileSystem {
  open(path: string, mode: OpenMode): FileHandle
  /** Follows symbolic links, as `stat` does: false where one leads nowhere. */
  exists(path: string): boolean
  /** Of what a symbolic link leads to. Undefined where there is nothing. */
  stat(path: string): FileStat | undefined
  /** Whether the last name of the path is a symbolic link, wherever it leads. */
  isLink(path: string): boolean
  /** Names (not paths) in no particular order. Throws ENOENT / ENOTDIR. */
  list(directory: string): readonly DirectoryEntry[]
  /** Creates parents too; no error when it exists. EEXIST when something else does, a link to a folder included. */
  makeDirectory(path: string): void
  readFile(path: string): Buffer
  /** Atomic replace: writes `<path>.tmp`, syncs it, renames it over `path`, syncs the directory. */
  replaceFile(path: string, content: Uint8Array): void
  /** The same, waiting for the device off the loop. */
  replaceFileAsync(path: string, content: Uint8Array): Promise<void>
  /** Atomic; replaces a file that is there. The caller syncs the directory. */
  rename(from: string, to: string): void
  /** No error when it is gone already. Of a symbolic link, the link goes. */
  remove(path: string): void
  /** A folder with all it holds; no error when it is gone already. Follows no symbolic link: those go themselves. */
  removeTree(path: string): void
  /** Makes creations, renames and removals in the directory durable. */
  syncDirectory(path: string): void
  syncDirectoryAsync(path: string): Promise<void>
  setModifiedMs(path: string, modifiedMs: number): void
  /** Bytes this process may still write on the device that holds `path`. */
  freeBytes(path: string): number
  /** Size of the device that holds `path`. */
  deviceBytes(path: string): number
  /** The path with symbolic links resolved. */
  realPath(path: string): string
  /**
   * Takes a data directory for this process. The lock dies with the process (an IPC socket named after the real
   * path), never a pid file. Resolves to undefined when another process holds it.
   */
  lockDirectory(path: string): Promise<DirectoryLock | undefined>
}

export interface DirectoryEntry {
  readonly name: string
  /** A folder itself, not a link to one. */
  readonly isDirectory: boolean
  /** A regular file itself: no folder, link, pipe or device. */
  readonly isFile: boolean
}

/** An error as the operating system would give it. */
export function systemError(code: string, syscall: string, path: string, message: string): Error {
  const number = (constants.errno as Readonly<Record<string, number | undefined>>)[code] ?? 1
  return Object.assign(new Error(`${code}: ${message}, ${syscall} '${path}'`), { code, errno: -number, syscall, path })
}

/**
 * Whether this is an operation that the operating system refused or could not do, and not a mistake of a program: those of
 * Node have codes too (ERR_OUT_OF_RANGE), those of zlib even numbers. A closed handle (EBADF) is its user's mistake.
 */
export function isSystemError(error: unknown): boolean {
  const { code, errno, syscall } = (error ?? {}) as { code?: unknown; errno?: unknown; syscall?: unknown }
  return typeof errno === 'number' && typeof syscall === 'string' && code !== 'EBADF'
}

/** Writes everything, going on after partial writes. A write that makes no progress is an error (disk full). */
export function writeFully(file: FileHandle, source: Uint8Array, position: number): void {
  let done = 0
  while (done < source.length) {
    const written = file.writeSync(source, done, source.length - done, position + done)
    if (written <= 0) throw systemError('ENOSPC', 'write', file.path, 'the write made no progress')
    done += written
  }
}

/** Reads exactly `length` bytes, or throws with code EOF when the file is shorter. */
export function readFully(file: FileHandle, target: Uint8Array, targetStart: number, length: number, position: number): void {
  let done = 0
  while (done < length) {
    const got = file.readSync(target, targetStart + done, length - done, position + done)
    if (got <= 0) throw Object.assign(new Error(`${file.path} ends at ${position + done}`), { code: 'EOF' })
    done += got
  }
}
