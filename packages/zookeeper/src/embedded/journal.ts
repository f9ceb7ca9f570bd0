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
 *
 * Whatever is cut or given up is copied first: `<file>.cut-<position>` holds a torn tail, `<file>.damaged` a file that
 * was gone on without.
 */
import { writeFully } from '@odradek/platform'
import type { FileHandle } from '@odradek/platform'
import type { Transaction, ZnodeTree } from '../znode-tree.ts'
import { encodeSnapshot, encodeTransactions } from './journal-codec.ts'
import { MetadataDamagedError, readStore, salvageStore } from './journal-reader.ts'
import type { StoredState } from './journal-reader.ts'
import { fileOf, keepAside, makeDurableDirectory, scan } from './store-files.ts'
import type { StoreFiles } from './store-files.ts'

/** A journal is rolled when it is this long and longer than twice the last snapshot. */
const ROLL_BYTES = 4 * 1024 * 1024

export interface JournalOptions extends StoreFiles {
  /** For tests. Default 4 MiB. */
  readonly rollBytes?: number
  /** Goes on with what damaged files still tell, which are kept aside. Default false: damage is an error. */
  readonly salvage?: boolean
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
   * Reads what is there into a tree and cuts a torn tail. @throws MetadataDamagedError (unless it may salvage), and the
   * file system's errors.
   */
  static open(options: JournalOptions): { journal: Journal; tree: ZnodeTree } {
    const { fs, path } = options
    makeDurableDirectory(fs, path)
    let stored: StoredState
    try {
      stored = readStore(options)
    } catch (error) {
      if (options.salvage !== true || !(error instanceof MetadataDamagedError)) throw error
      salvage(options, error)
      stored = readStore(options)
    }
    const { tree, first, snapshotSize, last, size } = stored
    cutTail(options, stored)
    const place = fileOf(options, last, 'journal')
    const isNew = !fs.exists(place)
    const file = fs.open(place, 'rw')
    if (isNew) fs.syncDirectory(path)
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

function cutTail(options: JournalOptions, { last, size, tornTail }: StoredState): void {
  if (tornTail.length === 0) return
  const place = fileOf(options, last, 'journal')
  // Room that was taken and never written: there is nothing to keep.
  const empty = tornTail.every((byte) => byte === 0)
  const kept = empty ? undefined : keepAside(options.fs, `${place}.cut-${size}`, tornTail)
  const facts = { file: place, from: size + tornTail.length, to: size, ...(kept === undefined ? {} : { kept }) }
  options.log.warn(facts, 'the metadata journal ended in a change that is not whole, as a crash leaves it; it was cut off' +
    (kept === undefined ? '' : ', and a copy is kept'))
  const file = options.fs.open(place, 'rw')
  try {
    file.truncateSync(size)
    file.syncSync()
  } finally {
    file.closeSync()
  }
}

/** Leaves files that can be read: what could be saved, as a snapshot. Cut off anywhere, it can be done again. */
function salvage(options: JournalOptions, damage: MetadataDamagedError): void {
  const { fs } = options
  const { snapshots, journals } = scan(options)
  const files = [
    ...snapshots.map((number) => fileOf(options, number, 'snapshot')),
    ...journals.map((number) => fileOf(options, number, 'journal')),
  ]
  const tree = salvageStore(options)
  const kept = files.map((file) => keepAside(fs, `${file}.damaged`, fs.readFile(file)))
  // A snapshot without its journal counts, as long as something older is there.
  fs.replaceFile(fileOf(options, Math.max(0, ...snapshots, ...journals) + 1, 'snapshot'), encodeSnapshot(tree))
  options.log.error({ kept: kept.join(', '), znodes: tree.nodes.size }, `${damage.message} Gone on with what it tells up to there`)
}
