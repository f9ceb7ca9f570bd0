/**
 * A FileSystem in memory that behaves like a disk under a page cache (see file-content.ts and disk.ts for the model),
 * with faults (disk-faults.ts).
 *
 * Invariant: after `crash` or `powerLoss` this object is a ghost: whoever still holds it, or a handle of it, works on a
 * private copy and can no longer reach the disk that the next process sees.
 */
import type { DirectoryEntry, DirectoryLock, FileHandle, FileStat, FileSystem, OpenMode } from '../file-system.ts'
import { DirectoryNode, Disk, FileNode, type NameChange, type Node, type PowerLossOptions } from './disk.ts'
import { diskError, DiskFaults, type DiskOperation, type DiskSettings } from './disk-faults.ts'
import { SimRandom } from './random.ts'

export type { PowerLossOptions } from './disk.ts'

export interface SimFileSystemOptions extends DiskSettings {
  /** For faults and latencies. Default: seed 0. */
  readonly random?: SimRandom
  /** Asynchronous syncs and reads end through it; without one, at once. */
  readonly scheduler?: { after(delayMs: number, fn: () => void): unknown }
  readonly wallMs?: () => number
  /** After every change, with the operation's name and the bytes written, if any. */
  readonly onMutation?: (operation: string, bytes: Uint8Array) => void
}

const nothing = new Uint8Array(0)

function split(path: string): string[] {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts
}

export class SimFileSystem implements FileSystem {
  readonly faults: DiskFaults
  readonly #options: SimFileSystemOptions
  readonly #random: SimRandom
  #disk: Disk
  #locks = new Set<string>()
  /** Set when this object has become a ghost: where its handles' files are now. */
  #moved: Map<Node, Node> | undefined
  #replacements = 0
  /** The latest replacement made of a path. */
  readonly #replaced = new Map<string, number>()

  constructor(options: SimFileSystemOptions = {}, disk: Disk = new Disk()) {
    this.#options = options
    this.#random = options.random ?? new SimRandom(0)
    this.faults = new DiskFaults(options, this.#random.fork('faults'))
    this.#disk = disk
  }

  /** kill -9: what was written stays in the page cache (and can still be lost to a power loss); handles and locks go. */
  crash(): SimFileSystem {
    return this.#succeed(this.#detach())
  }

  /** What the next process finds after the power came back. */
  powerLoss(random: SimRandom = this.#random, options: PowerLossOptions = {}): SimFileSystem {
    const disk = this.#detach()
    disk.powerLoss(random, options)
    return this.#succeed(disk)
  }

  /** An independent copy in the same state, unsynced changes included; nobody has its files open. */
  fork(): SimFileSystem {
    return this.forkAs((options, disk) => new SimFileSystem(options, disk))
  }

  /** The same, as another kind of file system. */
  forkAs<T extends SimFileSystem>(make: (options: SimFileSystemOptions, disk: Disk) => T): T {
    const { scheduler: _scheduler, onMutation: _onMutation, ...rest } = this.#options
    return make({ ...rest, ...this.faults.settings() }, this.#disk.fork().disk)
  }

  /** Whether a power loss could lose anything now. */
  get dirty(): boolean {
    return this.#disk.dirty
  }

  get openHandles(): number {
    return this.#disk.openHandles
  }

  #succeed(disk: Disk): SimFileSystem {
    disk.openHandles = 0
    for (const file of disk.files()) file.handles = 0
    return new SimFileSystem({ ...this.#options, ...this.faults.settings() }, disk)
  }

  /** Leaves the disk to others and goes on with a copy. */
  #detach(): Disk {
    const disk = this.#disk
    const { disk: copy, nodes } = disk.fork()
    this.#disk = copy
    this.#moved = nodes
    this.#locks = new Set()
    return disk
  }

  #mutated(operation: string, bytes: Uint8Array = nothing): void {
    if (this.#moved) return
    this.#options.onMutation?.(operation, bytes)
    this.recorded(operation)
  }

  /** For RecordingFileSystem. */
  protected recorded(_operation: string): void {}

  #now(): number {
    return this.#options.wallMs?.() ?? 0
  }

  // What handles need.

  /** The file behind a handle: a ghost's is a copy. */
  resolve(node: FileNode): FileNode {
    return (this.#moved?.get(node) as FileNode | undefined) ?? node
  }

  /** Writes what fits. */
  writeTo(node: FileNode, path: string, data: Uint8Array, position: number): number {
    this.faults.check('write', path)
    const file = this.resolve(node)
    const length = this.faults.partOf(data.length)
    const free = Math.max(0, this.faults.capacityBytes - this.#disk.usedBytes)
    const fits = Math.min(length, Math.max(0, file.content.size - position) + free)
    if (fits <= 0 && data.length > 0) throw diskError('ENOSPC', 'write', path)
    const before = file.content.size
    const written = fits === data.length ? data : data.subarray(0, fits)
    file.content.write(written, position)
    file.modifiedMs = this.#now()
    this.#disk.usedBytes += file.content.size - before
    this.#mutated(`write ${path}`, written)
    return fits
  }

  truncate(node: FileNode, path: string, length: number): void {
    this.faults.check('truncate', path)
    const file = this.resolve(node)
    const before = file.content.size
    if (length - before > this.faults.capacityBytes - this.#disk.usedBytes) throw diskError('ENOSPC', 'truncate', path)
    file.content.truncate(length)
    file.modifiedMs = this.#now()
    this.#disk.usedBytes += file.content.size - before
    this.#mutated(`truncate ${path}`)
  }

  sync(node: FileNode, path: string): void {
    const { content } = this.resolve(node)
    this.#syncContent(content, path, content.pendingOperations)
  }

  async syncLater(node: FileNode, path: string): Promise<void> {
    const { content } = this.resolve(node)
    // What is written while the sync is under way is not promised.
    const count = content.pendingOperations
    await this.#later(this.faults.syncDelayMs())
    if (this.resolve(node).content === content) this.#syncContent(content, path, count)
  }

  #syncContent(content: FileNode['content'], path: string, count: number): void {
    try {
      this.faults.check('sync', path)
    } catch (error) {
      content.syncFailed(count)
      throw error
    }
    content.syncUpTo(count)
    this.#mutated(`sync ${path}`)
  }

  later(): Promise<void> {
    return this.#later(this.#random.between(0.05, 0.5))
  }

  #later(delayMs: number): Promise<void> {
    const { scheduler } = this.#options
    return scheduler ? new Promise((resolve) => void scheduler.after(delayMs, resolve)) : Promise.resolve()
  }

  closed(node: FileNode): void {
    const file = this.resolve(node)
    if (this.#moved) return
    this.#disk.openHandles--
    file.handles--
    this.#disk.releaseIfUnused(file)
  }

  // The tree.

  #find(path: string): Node | undefined {
    let node: Node = this.#disk.root
    for (const part of split(path)) {
      if (!(node instanceof DirectoryNode)) return undefined
      const next = node.entries.get(part)
      if (next === undefined) return undefined
      node = next
    }
    return node
  }

  #directory(path: string, call: string): DirectoryNode {
    const node = this.#find(path)
    if (node === undefined) throw diskError('ENOENT', call, path)
    if (!(node instanceof DirectoryNode)) throw diskError('ENOTDIR', call, path)
    return node
  }

  /** The folder that holds a path, and its last name. */
  #place(path: string, call: string): { directory: DirectoryNode; name: string } {
    const parts = split(path)
    const name = parts.pop()
    if (name === undefined) throw diskError('EBUSY', call, path)
    return { directory: this.#directory(`/${parts.join('/')}`, call), name }
  }

  open(path: string, mode: OpenMode): FileHandle {
    this.#check('open', path)
    const { directory, name } = this.#place(path, 'open')
    let node = directory.entries.get(name)
    if (node instanceof DirectoryNode) throw diskError(mode === 'create' ? 'EEXIST' : 'EISDIR', 'open', path)
    if (node && mode === 'create') throw diskError('EEXIST', 'open', path)
    if (!node && mode === 'r') throw diskError('ENOENT', 'open', path)
    if (this.#disk.openHandles >= this.faults.maxOpenFiles) throw diskError('EMFILE', 'open', path)
    if (node === undefined) {
      node = new FileNode()
      node.modifiedMs = this.#now()
      this.#change(`create ${path}`, [{ directory, name, node }])
    }
    this.#disk.openHandles++
    node.handles++
    return new SimFileHandle(this, node, path, mode !== 'r')
  }

  #check(operation: DiskOperation, path: string): void {
    this.faults.check(operation, path)
  }

  #change(operation: string, changes: readonly NameChange[]): void {
    this.#disk.change(changes)
    for (const { directory } of changes) directory.modifiedMs = this.#now()
    this.#mutated(operation)
  }

  exists(path: string): boolean {
    return this.#find(path) !== undefined
  }

  stat(path: string): FileStat | undefined {
    this.#check('stat', path)
    const node = this.#find(path)
    if (node === undefined) return undefined
    const isDirectory = node instanceof DirectoryNode
    const size = isDirectory ? 4096 : node.content.size
    return { size, isDirectory, isFile: !isDirectory, modifiedMs: node.modifiedMs }
  }

  /** There are none on this disk. */
  isLink(_path: string): boolean {
    return false
  }

  list(directory: string): readonly DirectoryEntry[] {
    this.#check('list', directory)
    const { entries } = this.#directory(directory, 'scandir')
    return [...entries].map(([name, node]) => ({ name, isDirectory: node instanceof DirectoryNode, isFile: node instanceof FileNode }))
  }

  makeDirectory(path: string): void {
    this.#check('makeDirectory', path)
    let directory = this.#disk.root
    for (const name of split(path)) {
      let node = directory.entries.get(name)
      if (node instanceof FileNode) throw diskError('EEXIST', 'mkdir', path)
      if (node === undefined) {
        node = new DirectoryNode()
        node.modifiedMs = this.#now()
        this.#change(`makeDirectory ${path}`, [{ directory, name, node }])
      }
      directory = node
    }
  }

  readFile(path: string): Buffer {
    this.#check('open', path)
    this.#check('read', path)
    const node = this.#find(path)
    if (node === undefined) throw diskError('ENOENT', 'open', path)
    if (node instanceof DirectoryNode) throw diskError('EISDIR', 'read', path)
    return node.content.toBuffer()
  }

  replaceFile(path: string, content: Uint8Array): void {
    this.#replaceInTurn(path, content, this.#replacements++)
  }

  #replaceInTurn(path: string, content: Uint8Array, turn: number): void {
    // One that was overtaken by a later replacement has the older content.
    if (turn < (this.#replaced.get(path) ?? 0)) return
    this.#replaced.set(path, turn)
    const temporary = `${path}.tmp`
    const file = this.#writeTemporary(temporary, content)
    try {
      file.syncSync()
    } finally {
      file.closeSync()
    }
    this.rename(temporary, path)
    this.syncDirectory(parent(path))
  }

  async replaceFileAsync(path: string, content: Uint8Array): Promise<void> {
    const turn = this.#replacements++
    const bytes = Uint8Array.from(content)
    await this.#later(this.faults.syncDelayMs())
    this.#replaceInTurn(path, bytes, turn)
  }

  #writeTemporary(path: string, content: Uint8Array): FileHandle {
    const file = this.open(path, 'rw')
    try {
      file.truncateSync(0)
      for (let at = 0; at < content.length;) at += file.writeSync(content, at, content.length - at, at)
    } catch (error) {
      file.closeSync()
      throw error
    }
    return file
  }

  rename(from: string, to: string): void {
    this.#check('rename', from)
    this.#check('rename', to)
    const source = this.#place(from, 'rename')
    const node = source.directory.entries.get(source.name)
    if (node === undefined) throw diskError('ENOENT', 'rename', from)
    const target = this.#place(to, 'rename')
    const there = target.directory.entries.get(target.name)
    if (there === node) return
    if (node instanceof DirectoryNode) {
      if (`${split(to).join('/')}/`.startsWith(`${split(from).join('/')}/`)) throw diskError('EINVAL', 'rename', to)
      if (there instanceof FileNode) throw diskError('ENOTDIR', 'rename', to)
      if (there && there.entries.size > 0) throw diskError('ENOTEMPTY', 'rename', to)
    } else if (there instanceof DirectoryNode) throw diskError('EISDIR', 'rename', to)
    this.#change(`rename ${from} -> ${to}`, [
      { directory: source.directory, name: source.name, node: undefined },
      { directory: target.directory, name: target.name, node },
    ])
  }

  remove(path: string): void {
    this.#check('remove', path)
    const node = this.#find(path)
    if (node === undefined) return
    if (node instanceof DirectoryNode) throw diskError('EISDIR', 'unlink', path)
    const { directory, name } = this.#place(path, 'unlink')
    this.#change(`remove ${path}`, [{ directory, name, node: undefined }])
  }

  removeTree(path: string): void {
    const node = this.#find(path)
    if (node instanceof DirectoryNode) {
      for (const name of node.entries.keys()) this.removeTree(`${path}/${name}`)
      this.#check('remove', path)
      const { directory, name } = this.#place(path, 'rmdir')
      this.#change(`remove ${path}`, [{ directory, name, node: undefined }])
    } else this.remove(path)
  }

  syncDirectory(path: string): void {
    this.#check('syncDirectory', path)
    this.#disk.syncDirectory(this.#directory(path, 'fsync'))
    this.#mutated(`syncDirectory ${path}`)
  }

  async syncDirectoryAsync(path: string): Promise<void> {
    this.#directory(path, 'fsync')
    await this.#later(this.faults.syncDelayMs())
    this.syncDirectory(path)
  }

  setModifiedMs(path: string, modifiedMs: number): void {
    const node = this.#find(path)
    if (node === undefined) throw diskError('ENOENT', 'utime', path)
    node.modifiedMs = modifiedMs
  }

  freeBytes(path: string): number {
    if (!this.exists(path)) throw diskError('ENOENT', 'statfs', path)
    return Math.max(0, this.faults.capacityBytes - this.#disk.usedBytes)
  }

  deviceBytes(path: string): number {
    if (!this.exists(path)) throw diskError('ENOENT', 'statfs', path)
    return this.faults.capacityBytes
  }

  realPath(path: string): string {
    if (!this.exists(path)) throw diskError('ENOENT', 'realpath', path)
    return `/${split(path).join('/')}`
  }

  lockDirectory(path: string): Promise<DirectoryLock | undefined> {
    let key: string
    try {
      key = this.realPath(path)
    } catch (error) {
      return Promise.reject(error as Error)
    }
    const locks = this.#locks
    if (locks.has(key)) return Promise.resolve(undefined)
    locks.add(key)
    const release = (): Promise<void> => {
      locks.delete(key)
      return Promise.resolve()
    }
    return Promise.resolve({ release })
  }
}

function parent(path: string): string {
  return `/${split(path).slice(0, -1).join('/')}`
}

class SimFileHandle implements FileHandle {
  readonly path: string
  readonly #fs: SimFileSystem
  readonly #node: FileNode
  readonly #writable: boolean
  #closed = false

  constructor(fs: SimFileSystem, node: FileNode, path: string, writable: boolean) {
    this.#fs = fs
    this.#node = node
    this.path = path
    this.#writable = writable
  }

  #live(call: string, writing = false): FileNode {
    if (this.#closed || (writing && !this.#writable)) throw diskError('EBADF', call, this.path)
    return this.#node
  }

  readSync(target: Uint8Array, targetStart: number, length: number, position: number): number {
    const { content } = this.#fs.resolve(this.#live('read'))
    this.#fs.faults.check('read', this.path)
    return content.read(target, targetStart, this.#fs.faults.partOf(length), position)
  }

  writeSync(source: Uint8Array, sourceStart: number, length: number, position: number): number {
    return this.#fs.writeTo(this.#live('write', true), this.path, source.subarray(sourceStart, sourceStart + length), position)
  }

  writevSync(sources: readonly Uint8Array[], position: number): number {
    const node = this.#live('write', true)
    const [only] = sources
    if (only === undefined) return 0
    return this.#fs.writeTo(node, this.path, sources.length === 1 ? only : Buffer.concat(sources), position)
  }

  async read(target: Uint8Array, targetStart: number, length: number, position: number): Promise<number> {
    const node = this.#live('read')
    this.#fs.faults.check('read', this.path)
    await this.#fs.later()
    return this.#fs.resolve(node).content.read(target, targetStart, this.#fs.faults.partOf(length), position)
  }

  sizeSync(): number {
    return this.#fs.resolve(this.#live('fstat')).content.size
  }

  truncateSync(length: number): void {
    this.#fs.truncate(this.#live('ftruncate', true), this.path, length)
  }

  syncSync(): void {
    this.#fs.sync(this.#live('fdatasync'), this.path)
  }

  async sync(): Promise<void> {
    await this.#fs.syncLater(this.#live('fdatasync'), this.path)
  }

  closeSync(): void {
    if (this.#closed) return
    this.#closed = true
    this.#fs.closed(this.#node)
  }
}
