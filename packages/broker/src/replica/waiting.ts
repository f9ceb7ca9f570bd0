/**
 * Waiting: requests that cannot be answered yet (Kafka's purgatory, turned around). Nothing scans what waits: an
 * append wakes exactly the requests that wait for that partition, and within a partition those that wait for an
 * offset stand in a queue ordered by offset.
 *
 * - OffsetQueue: who waits until a partition has reached an offset (written, or committed).
 * - Deadlines: one timer for all deadlines. Finished entries are dropped lazily, in bulk.
 */
import type { Clock, Scheduler, Timer } from '@odradek/platform'
import type { ErrorName } from '@odradek/protocol/internal'

/** However long a client would like to wait for an answer: it is asked again no later than after this. */
export const MAX_WAIT_MS = 300_000

/** Told once per token: reached or failed. A token is the waiter's own name for what it waits for. */
export interface OffsetWaiter {
  reached(token: number): void
  failed(token: number, error: ErrorName): void
}

/** First in, first out in the common case: appends come in the order of their offsets. */
export class OffsetQueue {
  private offsets: number[] = []
  private waiters: OffsetWaiter[] = []
  private tokens: number[] = []
  private head: number = 0

  get size(): number {
    return this.offsets.length - this.head
  }

  /** Waits until the offset reaches `required` (exclusive end). */
  push(required: number, waiter: OffsetWaiter, token: number): void {
    const { offsets } = this
    let at = offsets.length
    // A duplicate of an earlier batch waits for an earlier offset than the last in the queue.
    while (at > this.head && (offsets[at - 1] as number) > required) at--
    if (at === offsets.length) {
      offsets.push(required)
      this.waiters.push(waiter)
      this.tokens.push(token)
      return
    }
    offsets.splice(at, 0, required)
    this.waiters.splice(at, 0, waiter)
    this.tokens.splice(at, 0, token)
  }

  /** Tells everyone who waits for `offset` or less. Waiters may push again meanwhile. */
  advanceTo(offset: number): void {
    while (this.head < this.offsets.length && (this.offsets[this.head] as number) <= offset) {
      const at = this.head++
      ;(this.waiters[at] as OffsetWaiter).reached(this.tokens[at] as number)
    }
    this.compact()
  }

  /** Fails everyone. */
  failAll(error: ErrorName): void {
    const { waiters, tokens, head } = this
    this.clear()
    for (let at = head; at < waiters.length; at++) (waiters[at] as OffsetWaiter).failed(tokens[at] as number, error)
  }

  /** Forgets one waiter (its deadline has come). */
  remove(waiter: OffsetWaiter): void {
    for (let at = this.offsets.length - 1; at >= this.head; at--) {
      if (this.waiters[at] !== waiter) continue
      this.offsets.splice(at, 1)
      this.waiters.splice(at, 1)
      this.tokens.splice(at, 1)
    }
  }

  private compact(): void {
    if (this.head === 0) return
    if (this.head === this.offsets.length) {
      // Truncating in place keeps the arrays' storage for the next turn.
      this.offsets.length = 0
      this.waiters.length = 0
      this.tokens.length = 0
      this.head = 0
    } else if (this.head >= 256) {
      this.offsets.splice(0, this.head)
      this.waiters.splice(0, this.head)
      this.tokens.splice(0, this.head)
      this.head = 0
    }
  }

  private clear(): void {
    this.offsets = []
    this.waiters = []
    this.tokens = []
    this.head = 0
  }
}

/** Something with a deadline. `expire` is called at most once, and never after `done` has become true. */
export interface Expiring {
  /** Monotonic milliseconds. */
  readonly deadlineMs: number
  readonly done: boolean
  expire(): void
}

/** Below this many finished entries a sweep is not worth it. */
const SWEEP_AT_LEAST = 1024

/**
 * A binary heap of deadlines behind one timer. An entry that finishes early is left in the heap and only counted
 * (`finished`); when the finished outnumber the rest, they are swept: constant work per entry on the average.
 */
export class Deadlines {
  private readonly clock: Clock
  private readonly scheduler: Scheduler
  private heap: Expiring[] = []
  private finishedCount: number = 0
  private timer: Timer | undefined
  private armedForMs: number = Infinity
  private closed: boolean = false

  constructor(world: { clock: Clock; scheduler: Scheduler }) {
    this.clock = world.clock
    this.scheduler = world.scheduler
  }

  /** Entries still waiting. */
  get size(): number {
    return this.heap.length - this.finishedCount
  }

  add(entry: Expiring): void {
    if (this.closed) return entry.expire()
    this.heap.push(entry)
    this.siftUp(this.heap.length - 1)
    if (entry.deadlineMs < this.armedForMs) this.arm(entry.deadlineMs)
  }

  /** An added entry has become `done` before its deadline. */
  finished(): void {
    this.finishedCount++
    if (this.finishedCount < SWEEP_AT_LEAST || this.finishedCount * 2 < this.heap.length) return
    this.heap = this.heap.filter((entry) => !entry.done)
    for (let at = (this.heap.length >> 1) - 1; at >= 0; at--) this.siftDown(at)
    this.finishedCount = 0
  }

  /** Expires everything at once and refuses to wait from now on. */
  close(): void {
    this.closed = true
    this.timer?.cancel()
    this.timer = undefined
    const left = this.heap
    this.heap = []
    this.finishedCount = 0
    for (const entry of left) if (!entry.done) entry.expire()
  }

  private arm(deadlineMs: number): void {
    this.timer?.cancel()
    this.armedForMs = deadlineMs
    const delayMs = Math.max(0, deadlineMs - this.clock.monotonicMs())
    this.timer = this.scheduler.after(delayMs, () => this.fire(), { background: true })
  }

  private fire(): void {
    this.timer = undefined
    this.armedForMs = Infinity
    const now = this.clock.monotonicMs()
    const due: Expiring[] = []
    while (this.heap.length > 0) {
      const first = this.heap[0] as Expiring
      if (first.done) this.finishedCount--
      // A timer may come a fraction of a millisecond early: half a millisecond more is not waited for.
      else if (first.deadlineMs > now + 0.5) break
      else due.push(first)
      this.removeFirst()
    }
    if (this.heap.length > 0) this.arm((this.heap[0] as Expiring).deadlineMs)
    for (const entry of due) if (!entry.done) entry.expire()
  }

  private removeFirst(): void {
    const last = this.heap.pop() as Expiring
    if (this.heap.length === 0) return
    this.heap[0] = last
    this.siftDown(0)
  }

  private siftUp(from: number): void {
    const { heap } = this
    const entry = heap[from] as Expiring
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((heap[parent] as Expiring).deadlineMs <= entry.deadlineMs) break
      heap[at] = heap[parent] as Expiring
      at = parent
    }
    heap[at] = entry
  }

  private siftDown(from: number): void {
    const { heap } = this
    const entry = heap[from] as Expiring
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && (heap[child + 1] as Expiring).deadlineMs < (heap[child] as Expiring).deadlineMs) child++
      if ((heap[child] as Expiring).deadlineMs >= entry.deadlineMs) break
      heap[at] = heap[child] as Expiring
      at = child
    }
    heap[at] = entry
  }
}
