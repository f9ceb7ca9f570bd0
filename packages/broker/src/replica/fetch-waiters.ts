/**
 * Fetches that wait on one partition, in two sets: consumers wait for what they may read, up to the high watermark or
 * the last stable offset, and followers for the end of the log. So an append wakes followers and nobody else, and the
 * high watermark, when they have fetched, wakes consumers. Owned by the Partition; a fetch outlives a change of leader
 * epoch.
 */

/** A fetch that waits for something new in this partition. */
export interface FetchWaiter {
  /** Whether it reads up to the end of the log. Does not change. */
  readonly isFollower: boolean
  /** `bytes`: about as many more can be read now. -1: look at once (an error, a moved bound). */
  wake(bytes: number): void
}

export class FetchWaiters {
  /** Each with the offset that it reads from. */
  private readonly consumers: Map<FetchWaiter, number> = new Map()
  /** Undefined until the first one waits: most brokers are alone. */
  private followers: Map<FetchWaiter, number> | undefined

  add(waiter: FetchWaiter, fetchOffset: number): void {
    const waiters = waiter.isFollower ? (this.followers ??= new Map()) : this.consumers
    waiters.set(waiter, Math.min(fetchOffset, waiters.get(waiter) ?? fetchOffset))
  }

  remove(waiter: FetchWaiter): void {
    if (waiter.isFollower) this.followers?.delete(waiter)
    else this.consumers.delete(waiter)
  }

  /** The log has grown. */
  logEndMoved(bytes: number): void {
    if (this.followers !== undefined) for (const waiter of this.followers.keys()) waiter.wake(bytes)
  }

  /** The high watermark has moved, and perhaps the last stable offset with it. */
  highWatermarkMoved(bytes: number): void {
    if (this.consumers.size > 0) for (const waiter of this.consumers.keys()) waiter.wake(bytes)
  }

  /** The log begins here now: who reads from below has an answer, and for the others nothing is new. */
  logStartMoved(offset: number): void {
    for (const waiters of [this.consumers, this.followers]) {
      if (waiters === undefined) continue
      for (const [waiter, fetchOffset] of waiters) if (fetchOffset < offset) waiter.wake(0)
    }
  }

  /** Something else has changed: who leads, whether the disk is there. */
  all(bytes: number): void {
    this.highWatermarkMoved(bytes)
    this.logEndMoved(bytes)
  }
}
