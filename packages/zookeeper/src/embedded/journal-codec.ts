/**
 * Bytes of the embedded store's files. A journal is a sequence of frames `length int32, crc32 int32, payload`; a
 * payload is one transaction, and at its end the zxid of the first transaction of its append: those of one append reach
 * the device in any order, those of the next one only after all of them. A snapshot is one such frame around every znode.
 * Big-endian throughout.
 *
 * Invariant: a frame is believed only when it is whole and its CRC fits.
 */
import { crc32 } from 'node:zlib'
import type { Change, Transaction, Znode, ZnodeTree } from '../znode-tree.ts'

const FRAME_HEADER_BYTES = 8
const CREATE = 1
const SET = 2
const DELETE = 3
const SNAPSHOT_FORMAT = 1
/** zxid, time, number of changes. */
const LEAST_PAYLOAD_BYTES = 20

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

/** The frames of one append: these transactions, written and synced together. */
export function encodeTransactions(transactions: readonly Transaction[]): Buffer {
  const out = new Bytes()
  const first = transactions[0]?.zxid ?? 0
  for (const transaction of transactions) out.frame(() => writeTransaction(out, transaction, first))
  return out.take()
}

function writeTransaction(out: Bytes, transaction: Transaction, firstOfAppend: number): void {
  out.int64(transaction.zxid)
  out.int64(transaction.timeMs)
  out.int32(transaction.changes.length)
  for (const change of transaction.changes) {
    out.int8(change.type === 'create' ? CREATE : change.type === 'set' ? SET : DELETE)
    out.text(change.path)
    if (change.type !== 'delete') out.data(change.data)
    if (change.type === 'create') out.session(change.owner)
  }
  out.int64(firstOfAppend)
}

export interface Frame {
  /** Undefined when this version does not understand it. */
  readonly transaction: Transaction | undefined
  readonly zxid: number
  /** Of its append. Frames of older versions do not say: each counts as an append of its own. */
  readonly firstOfAppend: number
  readonly endsAt: number
}

/** The frame at `at`; undefined when there is no whole one. */
export function readFrame(bytes: Buffer, at: number): Frame | undefined {
  const payload = frameAt(bytes, at)
  if (payload === undefined) return undefined
  const endsAt = at + FRAME_HEADER_BYTES + payload.length
  if (payload.length < LEAST_PAYLOAD_BYTES) return { transaction: undefined, zxid: 0, firstOfAppend: 0, endsAt }
  const cursor = new Cursor(payload)
  try {
    const transaction = readTransaction(cursor)
    const { zxid } = transaction
    return { transaction, zxid, firstOfAppend: cursor.at < payload.length ? cursor.int64() : zxid, endsAt }
  } catch {
    const zxid = new Cursor(payload).int64()
    return { transaction: undefined, zxid, firstOfAppend: zxid, endsAt }
  }
}

/**
 * The first whole frame at or after `from` of a transaction after `lastZxid` and up to `upTo` (default: as many as could lie
 * in `bytes`). Where a frame is damaged its length may be, so every byte is tried; a zxid that can be tells nearly all of
 * them apart without a CRC.
 */
export function findFrame(bytes: Buffer, from: number, lastZxid: number, upTo: number = lastZxid + bytes.length): Frame | undefined {
  const end = bytes.length - FRAME_HEADER_BYTES - LEAST_PAYLOAD_BYTES
  for (let at = from; at <= end; at++) {
    const length = bytes.readInt32BE(at)
    if (length < LEAST_PAYLOAD_BYTES || at + FRAME_HEADER_BYTES + length > bytes.length) continue
    const zxid = bytes.readUInt32BE(at + 8) * 0x1_0000_0000 + bytes.readUInt32BE(at + 12)
    if (zxid <= lastZxid || zxid > upTo) continue
    const frame = readFrame(bytes, at)
    if (frame !== undefined) return frame
  }
  return undefined
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

/** Fills an empty tree. False when the snapshot is not whole, or this version does not understand it. */
export function decodeSnapshot(bytes: Buffer, tree: ZnodeTree): boolean {
  const payload = frameAt(bytes, 0)
  if (payload === undefined || payload.length + FRAME_HEADER_BYTES !== bytes.length) return false
  try {
    return readSnapshot(new Cursor(payload), tree)
  } catch {
    return false
  }
}

function readSnapshot(cursor: Cursor, tree: ZnodeTree): boolean {
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
