/**
 * What the cleaner has to know of transactions while it reads a log from front to back
 * (`CleanedTransactionMetadata`): which batches belong to an aborted transaction and go at once, and whether a marker
 * still has data before it.
 */
import {
  RecordReader, batchIsTransactional, batchLastOffset, batchProducerId, readEndTxnMarker,
} from '@odradek/protocol/internal'
import type { AbortedEntry, TransactionIndex } from '../index/transaction-index.ts'

const reader = new RecordReader()

export class CleanedTransactions {
  /** Ascending by first offset; those not begun yet. */
  readonly #upcoming: AbortedEntry[]
  readonly #aborted = new Map<number, { readonly entry: AbortedEntry; hasData: boolean }>()
  readonly #committed = new Set<number>()
  /** Index of the segment being written; markers that stay keep their entry in it. */
  index: TransactionIndex | undefined = undefined

  constructor(aborted: readonly AbortedEntry[]) {
    this.#upcoming = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset)
  }

  /** A data batch. True when it belongs to an aborted transaction. */
  readData(buffer: Buffer, at: number): boolean {
    this.#begin(batchLastOffset(buffer, at))
    if (!batchIsTransactional(buffer, at)) return false
    const producerId = batchProducerId(buffer, at)
    const aborted = this.#aborted.get(producerId)
    if (aborted === undefined) {
      this.#committed.add(producerId)
      return false
    }
    aborted.hasData = true
    return true
  }

  /** A control batch. True when no data of its transaction is left, so that it may go when its time has come. */
  readControl(buffer: Buffer, at: number): boolean {
    this.#begin(batchLastOffset(buffer, at))
    reader.open(buffer, at)
    if (!reader.next()) return true // emptied by an earlier cleaning
    const marker = readEndTxnMarker(reader.key(), reader.value())
    if (marker === undefined) return false
    const producerId = batchProducerId(buffer, at)
    if (marker.committed) return !this.#committed.delete(producerId)
    const aborted = this.#aborted.get(producerId)
    this.#aborted.delete(producerId)
    if (aborted === undefined || !aborted.hasData) return true
    this.index?.append(aborted.entry)
    return false
  }

  #begin(offset: number): void {
    while (this.#upcoming.length > 0 && this.#upcoming[0]!.firstOffset <= offset) {
      const entry = this.#upcoming.shift()!
      if (!this.#aborted.has(entry.producerId)) this.#aborted.set(entry.producerId, { entry, hasData: false })
    }
  }
}
