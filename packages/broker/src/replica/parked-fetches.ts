/**
 * Fetches that wait, of all connections, and the memory that they take meanwhile. When it is too much, the largest are
 * answered with what there is: waiting is a courtesy, and a client that is told "nothing yet" asks again.
 */
export interface ParkedFetch {
  readonly parkedBytes: number
  answerNow(): void
}

/** Answering ends at this share of the limit, so that not every further fetch begins it anew. */
const ENOUGH_SHARE = 0.75

export class ParkedFetches {
  usedBytes: number = 0
  private readonly limitBytes: number
  private readonly parked: Set<ParkedFetch> = new Set()
  private answering: boolean = false

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }

  get size(): number {
    return this.parked.size
  }

  add(fetch: ParkedFetch): void {
    this.parked.add(fetch)
    this.usedBytes += fetch.parkedBytes
    // An answer lets its connection begin the next, which may be parked within that call: no pass within a pass, or as many
    // calls would be nested as requests wait to begin.
    if (this.usedBytes <= this.limitBytes || this.answering) return
    this.answering = true
    try {
      this.answerLargest()
    } finally {
      this.answering = false
    }
  }

  remove(fetch: ParkedFetch): void {
    if (this.parked.delete(fetch)) this.usedBytes -= fetch.parkedBytes
  }

  private answerLargest(): void {
    const average = this.usedBytes / this.parked.size
    const parked = Array.from(this.parked)
    for (const fetch of parked) {
      if (this.usedBytes <= this.limitBytes * ENOUGH_SHARE) return
      if (fetch.parkedBytes >= average) fetch.answerNow()
    }
  }
}
