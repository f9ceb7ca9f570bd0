/**
 * The bytes of one simulated file: what programs see (the page cache), what the device is known to hold, and the
 * operations in between, of which a power loss keeps some.
 *
 * The model of a power loss: every sector shows the file as it was at some moment since the last completed sync, each
 * sector at a moment of its own (writes are torn and reordered); the size is that of some moment, too; a sector inside
 * the size whose moment lay before it was written is zeros. That is what ext4 and XFS may leave behind.
 *
 * Copies are cheap: buffers are shared until written to.
 */
import type { SimRandom } from './random.ts'

export const sectorBytes = 512

type Operation = { readonly position: number; readonly data: Uint8Array } | { readonly truncateTo: number }

/** The kernel writes back by itself what has been dirty for long; so the list of operations stays short. */
const writeBackOperations = 2048
const writeBackBytes = 8 * 1024 * 1024
const empty = new Uint8Array(0)

/** How a power loss chooses the moments. */
export type CrashStyle = 'none' | 'all' | 'prefix' | 'scattered'

export class FileContent {
  #bytes: Uint8Array = empty
  #size = 0
  /** Bytes below this belong to a snapshot as well and must not be changed in place. */
  #sharedUpTo = 0
  #durable: Uint8Array = empty
  #pending: Operation[] = []
  #pendingBytes = 0
  /** A failed sync dropped operations: the cache shows what the device will never get. */
  #diverged = false

  get size(): number {
    return this.#size
  }

  /** Whether a power loss could change anything. */
  get dirty(): boolean {
    return this.#pending.length > 0 || this.#diverged
  }

  get pendingOperations(): number {
    return this.#pending.length
  }

  fork(): FileContent {
    const copy = new FileContent()
    this.#sharedUpTo = Math.max(this.#sharedUpTo, this.#size)
    copy.#bytes = this.#bytes
    copy.#size = this.#size
    copy.#sharedUpTo = Infinity
    copy.#durable = this.#durable
    copy.#pending = this.#pending.slice()
    copy.#pendingBytes = this.#pendingBytes
    copy.#diverged = this.#diverged
    return copy
  }

  read(target: Uint8Array, targetStart: number, length: number, position: number): number {
    const end = Math.min(position + length, this.#size)
    if (end <= position) return 0
    target.set(this.#bytes.subarray(position, end), targetStart)
    return end - position
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#size))
  }

  #reserve(from: number, end: number): void {
    if (end <= this.#bytes.length && from >= this.#sharedUpTo) return
    const capacity = end <= this.#bytes.length ? this.#bytes.length : Math.max(end, Math.min(2 * end, end + 1024 * 1024), 256)
    const bytes = new Uint8Array(capacity)
    bytes.set(this.#bytes.subarray(0, this.#size))
    this.#bytes = bytes
    this.#sharedUpTo = 0
  }

  write(data: Uint8Array, position: number): void {
    if (data.length === 0) return
    const end = position + data.length
    this.#reserve(Math.min(position, this.#size), end)
    // A hole reads as zeros, also where bytes lay before a truncation.
    if (position > this.#size) this.#bytes.fill(0, this.#size, position)
    this.#bytes.set(data, position)
    this.#size = Math.max(this.#size, end)
    this.#note({ position, data: Uint8Array.from(data) }, data.length)
  }

  truncate(length: number): void {
    if (length === this.#size) return
    if (length > this.#size) {
      this.#reserve(this.#size, length)
      this.#bytes.fill(0, this.#size, length)
    }
    this.#size = length
    this.#note({ truncateTo: length }, 0)
  }

  #note(operation: Operation, bytes: number): void {
    this.#pending.push(operation)
    this.#pendingBytes += bytes
    if (this.#pending.length > writeBackOperations || this.#pendingBytes > writeBackBytes) {
      this.syncUpTo(this.#pending.length >> 1)
    }
  }

  /** The device now holds the first `count` pending operations. */
  syncUpTo(count: number): void {
    count = Math.min(count, this.#pending.length)
    if (count === 0) return
    if (count === this.#pending.length && !this.#diverged) {
      this.#sharedUpTo = Math.max(this.#sharedUpTo, this.#size)
      this.#durable = this.#bytes.subarray(0, this.#size)
    } else {
      this.#durable = replay(this.#durable, this.#pending.slice(0, count))
    }
    this.#drop(count)
  }

  /**
   * A sync failed: the kernel has marked the pages clean, the next sync will succeed, and the bytes are nowhere but in
   * memory. Programs that go on as if nothing had happened lose data.
   */
  syncFailed(count: number): void {
    if (this.#pending.length === 0) return
    this.#diverged = true
    this.#drop(Math.min(count, this.#pending.length))
  }

  #drop(count: number): void {
    for (const operation of this.#pending.splice(0, count)) if ('data' in operation) this.#pendingBytes -= operation.data.length
  }

  /** What a power loss leaves. */
  crash(random: SimRandom, style: CrashStyle): void {
    const kept = this.#afterPowerLoss(random, style)
    this.#bytes = kept
    this.#size = kept.length
    this.#sharedUpTo = kept.length
    this.#durable = kept
    this.#pending = []
    this.#pendingBytes = 0
    this.#diverged = false
  }

  #afterPowerLoss(random: SimRandom, style: CrashStyle): Uint8Array {
    const count = this.#pending.length
    if (count === 0 || style === 'none') return this.#durable
    if (style === 'all') return this.#diverged ? replay(this.#durable, this.#pending) : this.#bytes.slice(0, this.#size)
    const moments = new Map<number, number>()
    const cut = random.below(count + 1)
    const bias = random.pick([0.1, 0.5, 0.9])
    const momentOf = (sector: number): number => {
      let moment = moments.get(sector)
      if (moment === undefined) {
        // A prefix is torn at its edge: the operation under way has reached some of its sectors.
        if (style === 'prefix') moment = cut + (cut < count && random.chance(0.5) ? 1 : 0)
        else moment = random.chance(bias) ? count : random.below(count + 1)
        moments.set(sector, moment)
      }
      return moment
    }
    const size = this.#sizeAt(style === 'prefix' ? cut : random.below(count + 1), random)
    return replay(this.#durable, this.#pending, momentOf, size)
  }

  /** The size after `moment` operations; when the next one extends the file, perhaps a part of that. */
  #sizeAt(moment: number, random: SimRandom): number {
    let size = this.#durable.length
    for (let i = 0; i < moment; i++) size = sizeAfter(size, this.#pending[i]!)
    const next = this.#pending[moment]
    if (next === undefined || !('data' in next) || random.chance(0.5)) return size
    const after = sizeAfter(size, next)
    const sectors = Math.floor((after - size) / sectorBytes)
    return Math.min(after, size + random.below(sectors + 2) * sectorBytes)
  }
}

function sizeAfter(size: number, operation: Operation): number {
  return 'data' in operation ? Math.max(size, operation.position + operation.data.length) : operation.truncateTo
}

/** Applies operations to a copy of `base`; with `momentOf`, to each sector only those before its moment. */
function replay(
  base: Uint8Array, operations: readonly Operation[], momentOf?: (sector: number) => number, finalSize?: number,
): Uint8Array {
  let size = base.length
  let largest = size
  for (const operation of operations) largest = Math.max(largest, (size = sizeAfter(size, operation)))
  const bytes = new Uint8Array(Math.max(largest, finalSize ?? 0))
  bytes.set(base)
  operations.forEach((operation, i) => {
    const isWrite = 'data' in operation
    const start = isWrite ? operation.position : operation.truncateTo
    const end = isWrite ? start + operation.data.length : bytes.length
    for (let at = start; at < end;) {
      const sector = Math.floor(at / sectorBytes)
      const next = momentOf ? Math.min(end, (sector + 1) * sectorBytes) : end
      if (!momentOf || i < momentOf(sector)) {
        if (isWrite) bytes.set(operation.data.subarray(at - start, next - start), at)
        else bytes.fill(0, at, next)
      }
      at = next
    }
  })
  return bytes.slice(0, finalSize ?? size)
}
