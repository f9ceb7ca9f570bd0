/**
 * Bytes of the embedded store's files. A journal is a sequence of frames `length int32, crc32 int32, payload`; a
 * payload is one transaction. A snapshot is one such frame around every znode. Big-endian throughout.
 *
 * Invariant: a frame is believed only when it is whole and its CRC fits; what follows the first one that is not is
 * cut.
 */
import { crc32 } from 'node:zlib'
import type { Change, Transaction, Znode, ZnodeTree } from '../znode-tree.ts'

const FRAME_HEADER_BYTES = 8
const CREATE = 1
const SET = 2
const DELETE = 3
const SNAPSHOT_FORMAT = 1

/** A growing buffer; the file is written from it. */
class Bytes {
  private buffer = Buffer.allocUnsafe(4096)
  private end = 0

  reserve(length: number): number {
    const at = this.end
    this.end += length
    if (this.end > this.buffer.length) {
      const bigger = Buffer.allocUnsafe(Math.max(this.end, this.buffer.length * 2))
      this.buffer.copy(bigger, 0, 0, at)
      this.buffer = bigger
    }
    return at
  }

  // Room first: reserving may replace the buffer.
  int8(value: number): void {
    const at = this.reserve(1)
    this.buffer.writeInt8(value, at)
  }

  int32(value: number): void {
    const at = this.reserve(4)
    this.buffer.writeInt32BE(value, at)
  }

  /** Safe integers only: zxids and times. */
  int64(value: number): void {
    this.session(BigInt(value))
  }

  session(value: bigint): void {
    const at = this.reserve(8)
    this.buffer.writeBigInt64BE(BigInt.asIntN(64, value), at)
  }

  text(value: string): void {
    const length = Buffer.byteLength(value)
    this.int32(length)
    const at = this.reserve(length)
    this.buffer.write(value, at, 'utf8')
  }

  data(value: Buffer): void {
    this.int32(value.length)
    const at = this.reserve(value.length)
    value.copy(this.buffer, at)
  }

  /** The frame around what `fill` writes. */
  frame(fill: () => void): void {
    const header = this.reserve(FRAME_HEADER_BYTES)
    fill()
    const payload = this.buffer.subarray(header + FRAME_HEADER_BYTES, this.end)
    this.buffer.writeInt32BE(payload.length, header)
    this.buffer.writeUInt32BE(crc32(payload), header + 4)
  }

  take(): Buffer {
    return this.buffer.subarray(0, this.end)
  }
}

class Cursor {
  at = 0
  readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  int8(): number {
    return this.bytes.readInt8(this.at++)
  }

  int32(): number {
    return this.bytes.readInt32BE((this.at += 4) - 4)
  }

  int64(): number {
    return Number(this.bytes.readBigInt64BE((this.at += 8) - 8))
  }

  session(): bigint {
    return this.bytes.readBigInt64BE((this.at += 8) - 8)
  }

  text(): string {
    const length = this.int32()
    return this.bytes.toString('utf8', this.at, (this.at += length))
  }

  /** A copy: the file's buffer is not kept alive by one small znode. */
  data(): Buffer {
    const length = this.int32()
    return Buffer.from(this.bytes.subarray(this.at, (this.at += length)))
  }
}

/** The frames of these transactions, one after the other. */
export function encodeTransactions(transactions: readonly Transaction[]): Buffer {
  const out = new Bytes()
  for (const transaction of transactions) out.frame(() => writeTransaction(out, transaction))
  return out.take()
}

function writeTransaction(out: Bytes, transaction: Transaction): void {
  out.int64(transaction.zxid)
  out.int64(transaction.timeMs)
  out.int32(transaction.changes.length)
  for (const change of transaction.changes) {
    out.int8(change.type === 'create' ? CREATE : change.type === 'set' ? SET : DELETE)
    out.text(change.path)
    if (change.type !== 'delete') out.data(change.data)
    if (change.type === 'create') out.session(change.owner)
  }
}

/** The whole transactions at the start of `bytes`, and where the first byte lies that is not part of one. */
export function decodeTransactions(bytes: Buffer): { transactions: Transaction[]; wholeBytes: number } {
  const transactions: Transaction[] = []
  let at = 0
  for (let payload = frameAt(bytes, at); payload !== undefined; payload = frameAt(bytes, at)) {
    transactions.push(readTransaction(new Cursor(payload)))
    at += FRAME_HEADER_BYTES + payload.length
  }
  return { transactions, wholeBytes: at }
}

function frameAt(bytes: Buffer, at: number): Buffer | undefined {
  if (at + FRAME_HEADER_BYTES > bytes.length) return undefined
  const length = bytes.readInt32BE(at)
  // an empty payload has CRC 0: zeroed blocks of a torn file would look like frames
  if (length <= 0 || at + FRAME_HEADER_BYTES + length > bytes.length) return undefined
  const payload = bytes.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + length)
  return crc32(payload) === bytes.readUInt32BE(at + 4) ? payload : undefined
}

function readTransaction(cursor: Cursor): Transaction {
  const zxid = cursor.int64()
  const timeMs = cursor.int64()
  const changes: Change[] = []
  for (let left = cursor.int32(); left > 0; left--) {
    const kind = cursor.int8()
    const path = cursor.text()
    if (kind === DELETE) changes.push({ type: 'delete', path })
    else if (kind === SET) changes.push({ type: 'set', path, data: cursor.data() })
    else changes.push({ type: 'create', path, data: cursor.data(), owner: cursor.session() })
  }
  return { zxid, timeMs, changes }
}

/** The whole tree as one frame; parents come before their children. */
export function encodeSnapshot(tree: ZnodeTree): Buffer {
  const out = new Bytes()
  out.frame(() => {
    out.int8(SNAPSHOT_FORMAT)
    out.int64(tree.zxid)
    out.int32(tree.nodes.size)
    const waiting = ['/']
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const node = tree.nodes.get(path) as Znode
      writeNode(out, path, node)
      for (const child of node.children ?? []) waiting.push(path === '/' ? `/${child}` : `${path}/${child}`)
    }
  })
  return out.take()
}

function writeNode(out: Bytes, path: string, node: Znode): void {
  out.text(path)
  out.data(node.data)
  out.int64(node.czxid)
  out.int64(node.mzxid)
  out.int64(node.pzxid)
  out.int64(node.createdMs)
  out.int64(node.modifiedMs)
  out.int32(node.version)
  out.int32(node.creations)
  out.session(node.owner)
}

/** Fills an empty tree. False when the snapshot is not whole. */
export function decodeSnapshot(bytes: Buffer, tree: ZnodeTree): boolean {
  const payload = frameAt(bytes, 0)
  if (payload === undefined || payload.length + FRAME_HEADER_BYTES !== bytes.length) return false
  const cursor = new Cursor(payload)
  if (cursor.int8() !== SNAPSHOT_FORMAT) return false
  tree.zxid = cursor.int64()
  for (let left = cursor.int32(); left > 0; left--) {
    const path = cursor.text()
    tree.restore(path, {
      data: cursor.data(),
      czxid: cursor.int64(),
      mzxid: cursor.int64(),
      pzxid: cursor.int64(),
      createdMs: cursor.int64(),
      modifiedMs: cursor.int64(),
      version: cursor.int32(),
      creations: cursor.int32(),
      owner: cursor.session(),
      children: undefined,
    })
  }
  return true
}
