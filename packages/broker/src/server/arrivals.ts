/**
 * Requests that have not begun, of all connections: what they hold, and who has to go when that is too much.
 *
 * A frame that does not come in one read has a buffer of its own for as long as its client takes, so whoever likes to can
 * hold memory by sending slowly, or by stopping; so do frames that wait behind requests that take long. The bytes of both
 * are one budget.
 * - Where a frame's buffer would grow beyond it, the connection is not read for now.
 * - Every `LOOK_EVERY_MS` those that miss the least go on, over the limit by a quarter and a frame at most, so that
 *   somebody always gets to an end.
 * - When one has waited for `PATIENCE_MS` all the same, the slowest of those that are as old end with their connections,
 *   large ones first, until there is room for it.
 * - And when the limit is passed by more than that, those that hold most are ended at once: so much is never held.
 *
 * Frames that come whole in one read, or are small, are not held up by any of this.
 */
import type { Scheduler, Timer } from '@odradek/platform'
import type { Budget } from './budget.ts'

const LOOK_EVERY_MS = 100
const PATIENCE_MS = 1000
const HARD_SHARE = 1.25
/** Who holds less goes only when that does not suffice: it is nothing unusual. */
const LARGE_BYTES = 64 * 1024

/** What comes in on one connection. */
export interface Arriving {
  /** What it holds. */
  readonly unbegunBytes: number
  /** What of that its client has really sent. */
  readonly arrivedBytes: number
  /** What the buffer of the frame that arrives would still have to grow by. */
  readonly missingBytes: number
  /** Since when it holds anything, or has been let go on. */
  readonly unbegunSinceMs: number
  /** It waits because of us, and not because of its client. */
  readonly waitsForServer: boolean
  /** It may be read again, until the end of its frame. */
  goOnArriving(): void
  /** Ends it. */
  evict(reason: string): void
}

export class Arrivals {
  private readonly budget: Budget
  private readonly hardLimit: number
  private readonly scheduler: Scheduler
  private readonly nowMs: () => number
  private readonly all: () => Iterable<Arriving>
  /** Not read for want of room, with the time since when; in that order. */
  private readonly waiting: Map<Arriving, number> = new Map()
  /** Let go on until the end of their frames. */
  private readonly free: Set<Arriving> = new Set()
  private timer: Timer | undefined

  /** `largestBytes`: of any frame. */
  constructor(budget: Budget, largestBytes: number, scheduler: Scheduler, nowMs: () => number, all: () => Iterable<Arriving>) {
    this.budget = budget
    this.hardLimit = budget.limitBytes * HARD_SHARE + largestBytes
    this.scheduler = scheduler
    this.nowMs = nowMs
    this.all = all
  }

  get waitingCount(): number {
    return this.waiting.size
  }

  /** Somebody holds more than before, and all together more than the limit. */
  overLimit(): void {
    if (this.budget.usedBytes <= this.hardLimit) return
    this.endSlowest(this.budget.limitBytes)
    if (this.budget.usedBytes > this.hardLimit) this.endLargest()
  }

  /** Its frame's buffer is full and may not grow; it is told when it may. */
  wait(connection: Arriving): void {
    this.waiting.set(connection, this.nowMs())
    this.arm()
  }

  /** Its frame is complete, or the connection gone. */
  left(connection: Arriving): void {
    this.waiting.delete(connection)
    this.free.delete(connection)
  }

  close(): void {
    this.timer?.cancel()
    this.timer = undefined
    this.waiting.clear()
    this.free.clear()
  }

  private look(): void {
    this.timer = undefined
    this.letGoOn()
    const [sinceMs] = this.waiting.values()
    if (sinceMs !== undefined && this.nowMs() - sinceMs >= PATIENCE_MS) {
      const [nearest] = this.nearestFirst()
      this.endSlowest(this.hardLimit - (nearest?.missingBytes ?? 0))
      this.letGoOn()
    }
    if (this.waiting.size > 0) this.arm()
  }

  private arm(): void {
    this.timer ??= this.scheduler.after(LOOK_EVERY_MS, () => this.look(), { background: true })
  }

  private nearestFirst(): Arriving[] {
    return [...this.waiting.keys()].sort((a, b) => a.missingBytes - b.missingBytes)
  }

  private letGoOn(): void {
    let room = this.hardLimit - this.budget.usedBytes
    for (const { missingBytes } of this.free) room -= missingBytes
    // Where nobody is under way, somebody must be.
    let must = this.underWay().length === 0
    for (const connection of this.nearestFirst()) {
      room -= connection.missingBytes
      if (room < 0 && !must) return
      must = false
      this.waiting.delete(connection)
      this.free.add(connection)
      connection.goOnArriving()
    }
  }

  private underWay(): Arriving[] {
    return [...this.all()].filter((one) => one.unbegunBytes > 0 && !one.waitsForServer && !this.waiting.has(one))
  }

  /** Those that have brought the fewest bytes in their time go first. Who waits here is not slow: we do not read it. */
  private endSlowest(untilBytes: number): void {
    const nowMs = this.nowMs()
    const speed = (one: Arriving): number => one.arrivedBytes / (nowMs - one.unbegunSinceMs)
    const isLarge = (one: Arriving): number => (one.unbegunBytes >= LARGE_BYTES ? 0 : 1)
    const old = this.underWay().filter((one) => nowMs - one.unbegunSinceMs >= PATIENCE_MS)
    for (const connection of old.sort((a, b) => isLarge(a) - isLarge(b) || speed(a) - speed(b))) {
      if (this.budget.usedBytes <= untilBytes) return
      connection.evict('a request arrived too slowly while memory was short')
    }
  }

  private endLargest(): void {
    for (const connection of [...this.all()].sort((a, b) => b.unbegunBytes - a.unbegunBytes)) {
      if (!this.budget.isOver) return
      connection.evict('more requests are arriving than there is memory for')
    }
  }
}
