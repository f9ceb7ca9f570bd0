/**
 * What streams give back: everything that one has handed out belongs to it until it is acknowledged, and when it is
 * left, its partitions are read again from the oldest that was not. What was acknowledged behind that, and what other
 * streams have in hand, is passed over then, and keeps its account.
 *
 * Invariants: an offset is in the hands of one stream at a time; going back never moves what may be committed.
 */
import type { Scheduler } from '@odradek/platform'
import type { PartitionState } from '../positions/partition-state.ts'
import type { OffsetRange } from './known-offsets.ts'
import type { Ledger } from './ledger.ts'

export interface ReturnsHooks {
  /** Every partition that is assigned. */
  readonly assigned: Iterable<PartitionState>
  /** The partition reads from elsewhere. */
  readonly wentBack: (state: PartitionState) => void
  /** A partition that was held may go on. */
  readonly released: (state: PartitionState) => void
  /** The next request for records takes back first (`takeBackLeft`). */
  readonly left: () => void
}

export class Returns {
  readonly #hooks: ReturnsHooks
  readonly #scheduler: Scheduler
  #streams = 0
  /** Streams with manual acknowledgement that were left. */
  readonly #left = new Set<number>()

  constructor(scheduler: Scheduler, hooks: ReturnsHooks) {
    this.#scheduler = scheduler
    this.#hooks = hooks
  }

  /** A number for a stream: its records are known by it. */
  newOwner(): number {
    return ++this.#streams
  }

  /** The stream has been left: what it handed out comes again. */
  of(owner: number): void {
    for (const state of this.#hooks.assigned) this.#takeBack(state, state.ledgers, (_, by) => by === owner)
  }

  /** A stream was left; what it handed out may be acknowledged until something is asked for. */
  leave(owner: number): void {
    this.#left.add(owner)
    this.#hooks.left()
  }

  /** It was not left: it asks again. */
  stay(owner: number): void {
    this.#left.delete(owner)
  }

  /** What streams handed out that were left comes again. */
  takeBackLeft(): void {
    const left = [...this.#left]
    this.#left.clear()
    for (const owner of left) this.of(owner)
  }

  /** Records of one account that were handed out and will not be dealt with. */
  these(state: PartitionState, ledger: Ledger, offsets: ReadonlySet<number>): boolean {
    return this.#takeBack(state, [ledger], (offset) => offsets.has(offset))
  }

  /** One record, or the rest of a batch from it on, comes again after this long; nothing of its partition comes before. */
  refuse(state: PartitionState, ledger: Ledger, refused: number, delayMs: number): boolean {
    if (state.isGone) return false
    const isTaken = this.#takeBack(state, [ledger], (offset, _, endOffset) => offset <= refused && refused < endOffset, refused)
    if (isTaken && delayMs > 0) this.#hold(state, delayMs)
    return isTaken
  }

  #takeBack(state: PartitionState, ledgers: readonly Ledger[], wanted: Parameters<Ledger['takeBack']>[0], from: number = 0): boolean {
    if (state.isGone) return false
    const returned = ledgers.flatMap((ledger): readonly OffsetRange[] => {
      const taken = ledger.takeBack(wanted).map(([start, end]): OffsetRange => [Math.max(start, from), end])
      // A batch may have passed over what was known; an earlier account's own offsets are known themselves.
      return ledger === state.ledger ? state.known.outside(taken) : taken
    })
    if (returned.length === 0) return false
    state.goBack(returned.toSorted((one, other) => one[0] - other[0]))
    this.#hooks.wentBack(state)
    return true
  }

  #hold(state: PartitionState, delayMs: number): void {
    const hold = {}
    state.heldBy = hold
    this.#scheduler.after(delayMs, () => {
      // Sought elsewhere meanwhile, or another record was refused.
      if (state.heldBy !== hold) return
      state.heldBy = undefined
      this.#hooks.released(state)
    }, { background: true })
  }
}
