/**
 * Whose code is running: that of a loop over a stream, of a handler of `each`, or of a rebalance listener. Who stops the
 * consumer from there and awaits that would wait for the record, or the change, that it is at, which waits for it.
 *
 * A loop cannot be told from the function that it is in when it asks for its first record; from the second on it can.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Delivery } from './delivery.ts'

export interface Caller {
  readonly delivery: Delivery
  readonly owner: number
  /** Entries of its account that nobody can acknowledge while the code waits, at so many places of it. */
  readonly atWork: (places: number) => number
  /** The code of a rebalance listener: the change of the assignment waits for it. */
  readonly isListener: boolean
  /** Asked again since, from elsewhere perhaps. */
  isPast: boolean
}

const callers = new AsyncLocalStorage<Caller>()

/** Runs what calls the handlers of an `each`. `queued`: what waits behind records at work. */
export function asHandler<T>(delivery: Delivery, owner: number, queued: () => number, work: () => T): T {
  return callers.run({ delivery, owner, atWork: (places) => places + queued(), isListener: false, isPast: false }, work)
}

/** Runs a rebalance listener. */
export async function asListener(delivery: Delivery, work: () => void | Promise<void>): Promise<void> {
  const caller: Caller = { delivery, owner: -1, atWork: () => 0, isListener: true, isPast: false }
  try {
    await callers.run(caller, work)
  } finally {
    caller.isPast = true
  }
}

/** From here on the code that asks belongs to this stream. */
export class LoopMark {
  #caller: Caller | undefined

  set(delivery: Delivery, owner: number, atWork: () => number): void {
    this.clear()
    this.#caller = { delivery, owner, atWork, isListener: false, isPast: false }
    callers.enterWith(this.#caller)
  }

  clear(): void {
    if (this.#caller !== undefined) this.#caller.isPast = true
  }
}

/** The stream of this delivery whose code is running. */
export function callerOf(delivery: Delivery): Caller | undefined {
  const caller = callers.getStore()
  return caller === undefined || caller.isPast || caller.delivery !== delivery ? undefined : caller
}
