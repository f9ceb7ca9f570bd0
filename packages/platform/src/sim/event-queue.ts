/**
 * The one queue everything simulated runs from: a binary heap ordered by (time, due time, sequence), so that events of
 * the same moment happen in the order they were asked for, and after a pause in the order they had been due.
 */
import type { Timer } from '../scheduler.ts'
import type { SimProcess } from './process.ts'

export class SimEvent implements Timer {
  timeMs: number
  /** When it was meant to happen; earlier than `timeMs` when its process was suspended then. */
  readonly dueMs: number
  readonly sequence: number
  readonly kind: string
  /** Whose code runs; undefined for the network's and the test's own events. */
  readonly process: SimProcess | undefined
  fn: (() => void) | undefined

  constructor(timeMs: number, sequence: number, kind: string, process: SimProcess | undefined, fn: () => void) {
    this.timeMs = timeMs
    this.dueMs = timeMs
    this.sequence = sequence
    this.kind = kind
    this.process = process
    this.fn = fn
  }

  cancel(): void {
    this.fn = undefined
  }
}

function before(a: SimEvent, b: SimEvent): boolean {
  if (a.timeMs !== b.timeMs) return a.timeMs < b.timeMs
  return a.dueMs !== b.dueMs ? a.dueMs < b.dueMs : a.sequence < b.sequence
}

export class EventQueue {
  readonly #heap: SimEvent[] = []

  get size(): number {
    return this.#heap.length
  }

  push(event: SimEvent): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(event)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(event, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = event
  }

  /** The next event that has not been cancelled, left in the queue. */
  peek(): SimEvent | undefined {
    while (this.#heap.length > 0 && this.#heap[0]!.fn === undefined) this.#removeFirst()
    return this.#heap[0]
  }

  pop(): SimEvent | undefined {
    const first = this.peek()
    if (first) this.#removeFirst()
    return first
  }

  #removeFirst(): void {
    const heap = this.#heap
    const last = heap.pop()!
    const length = heap.length
    if (length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= length) break
      if (child + 1 < length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
  }
}
