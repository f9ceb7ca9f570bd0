/**
 * Long work in pieces: who has kept the loop for long enough asks for the next turn. Of all who wait one goes on per turn
 * of the loop, first come, first served: what a turn takes does not grow with how many there are. One per broker.
 *
 * After `hurry` all go on in the next turn, so that a stop waits for one turn and no more.
 */
import type { World } from '@odradek/platform'

/** How long a piece may keep the loop. */
export const TURN_MS = 10

export class Turns {
  private readonly world: Pick<World, 'clock' | 'scheduler'>
  private waiting: (() => void)[] = []
  private hurried: boolean = false

  constructor(world: Pick<World, 'clock' | 'scheduler'>) {
    this.world = world
  }

  /** When a piece that begins now should be over. Monotonic milliseconds. */
  end(): number {
    return this.nowMs() + TURN_MS
  }

  nowMs(): number {
    return this.world.clock.monotonicMs()
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      if (this.waiting.push(resolve) === 1) this.schedule()
    })
  }

  hurry(): void {
    this.hurried = true
  }

  private schedule(): void {
    this.world.scheduler.nextTurn(() => {
      for (const resume of this.waiting.splice(0, this.hurried ? Infinity : 1)) resume()
      if (this.waiting.length > 0) this.schedule()
    })
  }
}
