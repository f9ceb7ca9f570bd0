/**
 * Reading the embedded store's files. Nothing is changed on disk.
 *
 * An append is synced before the next one begins. So of the last journal the last append may be missing in part, in any
 * part: that is a *torn tail*, and whoever asked for it may never have been answered. A frame that is not whole and is
 * followed by a whole one of a later append was durable once and has been damaged since; so has everything that is not
 * whole in a snapshot, or in a journal that another one follows. A damaged frame of the very last append looks like a
 * torn one and is taken for it. (The last append of an orderly stop only ends the session.)
 */
import { ZnodeTree } from '../znode-tree.ts'
import { decodeSnapshot, findFrame, readFrame } from './journal-codec.ts'
import { fileOf, scan } from './store-files.ts'
import type { StoreFiles } from './store-files.ts'

/** The store's files contradict one another: somebody has to look. Nothing has been changed. */
export class MetadataDamagedError extends Error {
  override readonly name = 'MetadataDamagedError'
  /** Path of the file. */
  readonly file: string

  constructor(file: string, message: string) {
    super(message)
    this.file = file
  }
}

export interface StoredState {
  readonly tree: ZnodeTree
  /** Number of the snapshot it begins with, 0 for none, and that file's length. */
  readonly first: number
  readonly snapshotSize: number
  /** Number of the journal that goes on, which may not be there yet, and the length of its whole frames. */
  readonly last: number
  readonly size: number
  /** What follows them. */
  readonly tornTail: Buffer
}

/** @throws MetadataDamagedError, and the file system's errors. */
export function readStore(files: StoreFiles): StoredState {
  const { snapshots, journals } = scan(files)
  const first = snapshots.at(-1) ?? 0
  const { tree, snapshotSize, damage } = readSnapshot(files, first)
  if (damage !== undefined) throw damage
  const last = journals.at(-1) ?? first
  // A snapshot may be there before its journal, but then so is what it stands for (see Journal.recover).
  const begins = last < first || (journals.length === 0 && first === 0)
  let size = 0
  let tornTail = Buffer.alloc(0)
  for (let number = first; !begins && number <= last; number++) {
    const read = replay(files, tree, number)
    if (read.damage !== undefined) throw read.damage
    size = read.size
    tornTail = read.rest
    if (tornTail.length > 0 && (number < last || followed(tornTail, tree.zxid))) throw damagedAt(files, number, size, tornTail)
  }
  return { tree, first, snapshotSize, last: Math.max(first, last), size, tornTail }
}

/**
 * What files that are damaged still tell: from the latest snapshot that is whole (or from the beginning, where its journal is
 * still there) up to the first damage. The zxid lies after every one that was ever given, as far as they are found.
 */
export function salvageStore(files: StoreFiles): ZnodeTree {
  const { snapshots, journals } = scan(files)
  let salvaged: ZnodeTree | undefined
  for (const first of [...snapshots.toReversed(), 0]) {
    const { tree, damage } = readSnapshot(files, first)
    if (damage !== undefined) continue
    salvaged = tree
    for (let number = first; journals.includes(number); number++) {
      const read = replay(files, tree, number)
      if (read.damage !== undefined || read.rest.length > 0) break
    }
    break
  }
  const tree = salvaged ?? new ZnodeTree()
  for (const number of journals) {
    const bytes = files.fs.readFile(fileOf(files, number, 'journal'))
    for (let frame = findFrame(bytes, 0, 0, Number.MAX_SAFE_INTEGER); frame !== undefined; frame = findFrame(bytes, frame.endsAt, frame.zxid)) {
      tree.zxid = Math.max(tree.zxid, frame.zxid)
    }
  }
  return tree
}

function readSnapshot(files: StoreFiles, number: number): { tree: ZnodeTree; snapshotSize: number; damage?: MetadataDamagedError } {
  const tree = new ZnodeTree()
  if (number === 0) return { tree, snapshotSize: 0 }
  const path = fileOf(files, number, 'snapshot')
  const bytes = files.fs.readFile(path)
  if (decodeSnapshot(bytes, tree)) return { tree, snapshotSize: bytes.length }
  return { tree, snapshotSize: bytes.length, damage: new MetadataDamagedError(path, `The metadata snapshot ${path} is damaged.`) }
}

interface Replayed {
  /** Length of the whole frames, and what follows them. */
  readonly size: number
  readonly rest: Buffer<ArrayBuffer>
  readonly damage: MetadataDamagedError | undefined
}

/** Applies the whole frames of a journal, up to the first that does not follow what was before. */
function replay(files: StoreFiles, tree: ZnodeTree, number: number): Replayed {
  const path = fileOf(files, number, 'journal')
  const bytes = files.fs.exists(path) ? Buffer.from(files.fs.readFile(path)) : undefined
  const stop = (size: number, what: string): Replayed =>
    ({ size, rest: Buffer.alloc(0), damage: new MetadataDamagedError(path, `The metadata journal ${path} ${what}.`) })
  if (bytes === undefined) return stop(0, 'is missing')
  let at = 0
  for (let frame = readFrame(bytes, at); frame !== undefined; frame = readFrame(bytes, at)) {
    const { transaction, endsAt } = frame
    if (transaction === undefined) return stop(at, `holds something at byte ${at} that this version does not understand`)
    if (!tree.apply(transaction)) {
      return stop(at, `does not fit what comes before it: at byte ${at}, change ${transaction.zxid} follows ${tree.zxid}`)
    }
    at = endsAt
  }
  return { size: at, rest: bytes.subarray(at), damage: undefined }
}

/** Whether a whole frame of a later append lies in what follows the whole frames. */
function followed(rest: Buffer, lastZxid: number): boolean {
  for (let frame = findFrame(rest, 0, lastZxid); frame !== undefined; frame = findFrame(rest, frame.endsAt, frame.zxid)) {
    if (frame.firstOfAppend > lastZxid + 1) return true
  }
  return false
}

function damagedAt(files: StoreFiles, number: number, at: number, rest: Buffer): MetadataDamagedError {
  const path = fileOf(files, number, 'journal')
  const message = `The metadata journal ${path} is damaged at byte ${at} of ${at + rest.length}: later changes lie behind that place, ` +
    'so it is no write that a crash cut off.'
  return new MetadataDamagedError(path, message)
}
