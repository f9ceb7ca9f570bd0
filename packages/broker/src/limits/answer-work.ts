/**
 * The work of one answer: how much room there still is in it, and when others have to be let in. Owned by the handler
 * that makes the answer, for that one request.
 *
 * Invariants: what `take` has granted never adds up to more than the limits; no stretch of `map` keeps the loop for
 * much longer than one element takes beyond a turn.
 */
import { requestLimits } from './request-limits.ts'
import type { Turns } from './turns.ts'

/** The rest of an answer: header, lengths, what nobody counts. */
const RESERVED_BYTES = 64 * 1024

export class AnswerWork {
  private readonly turns: Turns
  private roomBytes: number = requestLimits.answerBytes.limit - RESERVED_BYTES
  private repeatBytes: number = requestLimits.repeatedBytes.limit
  private turnEndMs: number

  constructor(turns: Turns) {
    this.turns = turns
    this.turnEndMs = turns.end()
  }

  /** False, and nothing is taken, when so many bytes have no room. `again`: they say what the answer says already. */
  take(bytes: number, again: boolean = false): boolean {
    if (bytes > this.roomBytes || (again && bytes > this.repeatBytes)) return false
    this.roomBytes -= bytes
    if (again) this.repeatBytes -= bytes
    return true
  }

  /** As Array.map, one after the other; the loop goes on in between whenever a turn has become long. */
  async map<Item, Result>(items: readonly Item[], change: (item: Item, at: number) => Result | Promise<Result>): Promise<Result[]> {
    const results: Result[] = []
    for (let at = 0; at < items.length; at++) {
      const result = change(items[at] as Item, at)
      results.push(result instanceof Promise ? await result : result)
      if (this.isLong) await this.nextTurn()
    }
    return results
  }

  /** As `map`, but what one element waits for (a disk, the store) holds up no other. */
  async all<Item, Result>(items: readonly Item[], start: (item: Item, at: number) => Promise<Result>): Promise<Result[]> {
    const begun = await this.map(items, (item, at) => {
      const one = start(item, at)
      // Told to whoever waits for all; until then nobody looks.
      one.catch(() => {})
      return { one }
    })
    return this.map(begun, ({ one }) => one)
  }

  private get isLong(): boolean {
    return this.turns.nowMs() >= this.turnEndMs
  }

  private async nextTurn(): Promise<void> {
    await this.turns.next()
    this.turnEndMs = this.turns.end()
  }
}
