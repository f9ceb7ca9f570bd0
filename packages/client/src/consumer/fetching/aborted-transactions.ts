/**
 * Which batches of one Fetch answer belong to aborted transactions (Java `CompletedFetch`). Pure; batches must be asked
 * about in offset order.
 */
export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

export class AbortedTransactions {
  readonly #byOffset: readonly AbortedTransaction[]
  #next = 0
  readonly #open = new Set<number>()

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#byOffset = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset)
  }

  /** Whether the records of a transactional batch are to be left out. */
  isAborted(producerId: number, lastOffset: number): boolean {
    for (; this.#next < this.#byOffset.length && this.#byOffset[this.#next]!.firstOffset <= lastOffset; this.#next++) {
      this.#open.add(this.#byOffset[this.#next]!.producerId)
    }
    return this.#open.has(producerId)
  }

  /** The producer's abort marker has been passed: what it writes after it is another transaction. */
  markerPassed(producerId: number, lastOffset: number): void {
    this.isAborted(producerId, lastOffset)
    this.#open.delete(producerId)
  }
}
