/**
 * The files of the embedded store in one folder, which may hold others' too: `<prefix><n>.snapshot` (the tree when
 * journal n began; n = 0 begins empty and has none) and `<prefix><n>.journal` (the transactions since). The
 * journal is synced before an answer leaves; many transactions share one sync.
 *
 * Rolling: journal n is synced whole, journal n+1 takes what follows, snapshot n+1 is written beside it and, once it
 * is durable, everything below n+1 goes. Until then opening reads snapshot n, journal n and journal n+1 in order. So
 * only the last journal may have a torn tail; a gap anywhere else is damage, said so and never passed over.
 *
 * After a failed write or sync nothing more is written to that journal (what the kernel kept of it is unknown):
 * `recover` starts a new one with a snapshot.
 */
import { writeFully } from '@odradek/platform'
import type { FileHandle, FileSystem, Log } from '@odradek/platform'
import { ZnodeTree } from '../znode-tree.ts'
import type { Transaction } from '../znode-tree.ts'
import { decodeSnapshot, decodeTransactions, encodeSnapshot, encodeTransactions } from './journal-codec.ts'

/** A journal is rolled when it is this long and longer than twice the last snapshot. */
const ROLL_BYTES = 4 * 1024 * 1024

export interface JournalOptions {
  readonly fs: FileSystem
  /** The folder; made when missing. */
  readonly path: string
  /** What the names of the store's files begin with. Default ''. */
  readonly prefix?: string
  readonly log: Log
  /** For tests. Default 4 MiB. */
  readonly rollBytes?: number
}

/** The store's files contradict one another: somebody has to look. */
export class MetadataDamagedError extends Error {
  override readonly name = 'MetadataDamagedError'
}

export class Journal {
  private readonly options: JournalOptions
  private number: number
  private file: FileHandle
  private size: number
  private snapshotSize = 0
  private snapshotUnderWay: Promise<void> | undefined

  private constructor(options: JournalOptions, number: number, file: FileHandle, size: number, snapshotSize: number) {
    this.options = options
    this.number = number
    this.file = file
    this.size = size
    this.snapshotSize = snapshotSize
  }

  /**
   * Reads what is there into a tree and cuts a torn tail. @throws MetadataDamagedError, and the file system's errors.
   */
  static open(options: JournalOptions): { journal: Journal; tree: ZnodeTree } {
    const { fs, path } = options
    makeDurableDirectory(fs, path)
    const found = scan(options)
    const first = found.snapshots.at(-1) ?? 0
    const tree = new ZnodeTree()
    let snapshotSize = 0
    if (found.snapshots.length > 0) {
      const bytes = fs.readFile(fileOf(options, first, 'snapshot'))
      if (!decodeSnapshot(bytes, tree)) throw new MetadataDamagedError(`${fileOf(options, first, 'snapshot')} is damaged`)
      snapshotSize = bytes.length
    }
    const journals = found.journals.filter((number) => number >= first)
    const last = journals.at(-1) ?? first
    for (let number = first; number < last; number++) replay(options, tree, number, false)
    const size = journals.length === 0 ? 0 : replay(options, tree, last, true)
    const file = fs.open(fileOf(options, last, 'journal'), 'rw')
    if (file.sizeSync() > size) {
      options.log.warn(
        { file: file.path, from: file.sizeSync(), to: size },
        'cut the torn tail of the metadata journal',
      )
      file.truncateSync(size)
      file.syncSync()
    }
    if (journals.length === 0) fs.syncDirectory(path)
    const journal = new Journal(options, last, file, size, snapshotSize)
    journal.removeBelow(first)
    return { journal, tree }
  }

  /** Writes and syncs. Rejects when that failed: nobody knows what the disk holds then, and `recover` must be next. */
  async append(transactions: readonly Transaction[]): Promise<void> {
    const bytes = encodeTransactions(transactions)
    writeFully(this.file, bytes, this.size)
    await this.file.sync()
    this.size += bytes.length
  }

  get rollDue(): boolean {
    const limit = Math.max(this.options.rollBytes ?? ROLL_BYTES, this.snapshotSize * 2)
    return this.size > limit && this.snapshotUnderWay === undefined
  }

  /** Appends, then starts the next journal and, in the background, its snapshot. `tree` holds the last transaction. */
  async appendAndRoll(transactions: readonly Transaction[], tree: ZnodeTree): Promise<void> {
    const snapshot = encodeSnapshot(tree)
    await this.append(transactions)
    await this.startJournal(this.number + 1)
    this.snapshotUnderWay = this.finishSnapshot(this.number, snapshot)
  }

  /** After a failure: a new journal whose snapshot is the tree. Rejects when the disk still refuses. */
  async recover(tree: ZnodeTree): Promise<void> {
    await this.snapshotUnderWay
    const next = this.number + 1
    const { fs } = this.options
    const snapshot = encodeSnapshot(tree)
    // The snapshot comes first: a journal n+1 without it would make the damaged journal n count as whole.
    await fs.replaceFileAsync(fileOf(this.options, next, 'snapshot'), snapshot)
    await this.startJournal(next)
    this.snapshotSize = snapshot.length
    this.removeBelow(next)
  }

  async close(): Promise<void> {
    await this.snapshotUnderWay
    this.file.closeSync()
  }

  private async startJournal(number: number): Promise<void> {
    const { fs, path } = this.options
    const file = fs.open(fileOf(this.options, number, 'journal'), 'rw')
    file.truncateSync(0)
    await fs.syncDirectoryAsync(path)
    this.file.closeSync()
    this.file = file
    this.number = number
    this.size = 0
  }

  private async finishSnapshot(number: number, bytes: Buffer): Promise<void> {
    try {
      await this.options.fs.replaceFileAsync(fileOf(this.options, number, 'snapshot'), bytes)
      this.snapshotSize = bytes.length
      this.removeBelow(number)
    } catch (error) {
      // The older snapshot and the journals since still tell everything; the next roll tries again.
      this.options.log.warn({ error: String(error) }, 'could not write a metadata snapshot')
    }
    this.snapshotUnderWay = undefined
  }

  private removeBelow(number: number): void {
    const { fs, path } = this.options
    const found = scan(this.options)
    for (const old of found.journals) if (old < number) fs.remove(fileOf(this.options, old, 'journal'))
    for (const old of found.snapshots) if (old < number) fs.remove(fileOf(this.options, old, 'snapshot'))
    for (const name of found.unfinished) fs.remove(`${path}/${name}`)
  }
}

/** A folder whose own entry, and those of the parents made with it, survive a power loss. */
function makeDurableDirectory(fs: FileSystem, path: string): void {
  const made: string[] = []
  for (let folder = path; !fs.exists(folder); folder = parentFolder(folder)) made.push(folder)
  fs.makeDirectory(path)
  for (const folder of made) fs.syncDirectory(parentFolder(folder))
}

/** '.' for a relative path's first element. */
function parentFolder(path: string): string {
  const slash = path.replace(/\/+$/, '').lastIndexOf('/')
  return slash > 0 ? path.slice(0, slash) : slash === 0 ? '/' : '.'
}

const ascending = (a: number, b: number): number => a - b

/** Replays one journal; returns the length of its whole frames. */
function replay(options: JournalOptions, tree: ZnodeTree, number: number, isLast: boolean): number {
  const path = fileOf(options, number, 'journal')
  if (!options.fs.exists(path)) throw new MetadataDamagedError(`${path} is missing`)
  const bytes = options.fs.readFile(path)
  const { transactions, wholeBytes } = decodeTransactions(bytes)
  if (!isLast && wholeBytes !== bytes.length) throw new MetadataDamagedError(`${path} is damaged at byte ${wholeBytes}`)
  for (const transaction of transactions) {
    if (transaction.zxid !== tree.zxid + 1) {
      throw new MetadataDamagedError(`${path}: transaction ${transaction.zxid} follows ${tree.zxid}`)
    }
    tree.apply(transaction)
  }
  return wholeBytes
}

/** `<folder>/<prefix><n>.<kind>`. */
function fileOf({ path, prefix = '' }: JournalOptions, number: number, kind: 'snapshot' | 'journal'): string {
  return `${path}/${prefix}${number}.${kind}`
}

function scan({ fs, path, prefix = '' }: JournalOptions): { snapshots: number[]; journals: number[]; unfinished: string[] } {
  const snapshots: number[] = []
  const journals: number[] = []
  const unfinished: string[] = []
  for (const { name } of fs.list(path)) {
    if (!name.startsWith(prefix)) continue
    const match = /^(\d+)\.(snapshot|journal)(\.tmp)?$/.exec(name.slice(prefix.length))
    if (match === null) continue
    if (match[3] !== undefined) unfinished.push(name)
    else (match[2] === 'snapshot' ? snapshots : journals).push(Number(match[1]))
  }
  return { snapshots: snapshots.sort(ascending), journals: journals.sort(ascending), unfinished }
}
