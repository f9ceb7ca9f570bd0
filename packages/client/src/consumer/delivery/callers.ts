/**
 * Whose code is running: that of a loop over a stream, or of a handler of `each`. Who stops the consumer from there and
 * awaits that would wait for the record that it is at, which waits for it.
 *
 * A loop cannot be told from the function that it is in when it asks for its first record; from the second on it can.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Delivery } from './delivery.ts'

export interface Caller {
  readonly delivery: Delivery
  readonly owner: number
  /** Entries of its account that the code is at. */
  readonly atWork: () => number
  /** Asked again since, from elsewhere perhaps. */
  isPast: boolean
}

const callers = new AsyncLocalStorage<Caller>()

/** Runs what calls the handlers of an `each`. */
export function asHandler<T>(delivery: Delivery, owner: number, work: () => T): T {
  return callers.run({ delivery, owner, atWork: () => 1, isPast: false }, work)
}

/** From here on the code that asks belongs to this stream. */
export class LoopMark {
  #caller: Caller | undefined

  set(delivery: Delivery, owner: number, atWork: () => number): void {
    this.clear()
    this.#caller = { delivery, owner, atWork, isPast: false }
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
