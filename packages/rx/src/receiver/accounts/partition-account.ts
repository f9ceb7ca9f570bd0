/**
 * What was delivered of one partition and not acknowledged, and which offset may be committed. Pure.
 *
 * Two rules, as in Reactor Kafka. In order (the default): acknowledging an offset acknowledges everything before it.
 * Out of order (`maxDeferredCommits` above 0): each record for itself, and only what has no gap before it is committed.
 * In order, what was delivered together is kept together (a run), so that a batch costs one entry.
 *
 * Invariants: outstanding records and bytes are what credit is owed for; `committable` never goes back, except when the
 * position was moved back (a seek), which begins a new account.
 */
type Offsets = readonly { readonly offset: number }[]

/** Records that came together. Handed out one by one or at once; outstanding is what was handed out and is not done. */
export interface Run {
  readonly records: Offsets
  /** Of each, on average. */
  readonly bytesEach: number
  handed: number
  done: number
}

export class PartitionAccount {
  readonly topic: string
  readonly partition: number
  /** Delivered and not acknowledged. */
  records: number = 0
  bytes: number = 0
  /** Acknowledged behind a gap. */
  deferred: number = 0
  /** The offset to commit; undefined while nothing has been acknowledged. */
  committable: number | undefined
  /** Stopped because it has no credit of its own. */
  isStarved: boolean = false
  /** Last offset handed out; -1 before the first. */
  delivered: number = -1
  readonly #inOrder: boolean
  /** In order: runs. Out of order: a run for each record, `done` once it is acknowledged. */
  #runs: Run[] = []
  #head = 0

  constructor(topic: string, partition: number, inOrder: boolean) {
    this.topic = topic
    this.partition = partition
    this.#inOrder = inOrder
  }

  /** Offset of the oldest record that is not acknowledged. */
  get oldest(): number | undefined {
    const run = this.#runs[this.#head]
    return run === undefined || run.done >= run.handed ? undefined : run.records[run.done]!.offset
  }

  /** Begins a run; nothing of it is outstanding yet. */
  run(records: Offsets, bytes: number): Run {
    return { records, bytesEach: bytes / records.length, handed: 0, done: 0 }
  }

  /** The next record of the run is handed out. */
  hand(run: Run): void {
    const { offset } = run.records[run.handed]!
    if (offset <= this.delivered) this.restart()
    this.delivered = offset
    this.records++
    this.bytes += run.bytesEach
    if (!this.#inOrder) this.#runs.push({ records: [run.records[run.handed]!], bytesEach: run.bytesEach, handed: 1, done: 0 })
    else if (run.handed === 0) this.#runs.push(run)
    run.handed++
  }

  /** The whole run is handed out at once. */
  handAll(run: Run): void {
    const { length } = run.records
    if (!this.#inOrder) {
      while (run.handed < length) this.hand(run)
      return
    }
    if (run.records[0]!.offset <= this.delivered) this.restart()
    this.delivered = run.records[length - 1]!.offset
    this.records += length
    this.bytes += run.bytesEach * length
    run.handed = length
    this.#runs.push(run)
  }

  /** The position was moved: what is outstanding is forgotten, and so is what was acknowledged. */
  restart(): void {
    this.records = this.bytes = this.deferred = this.#head = 0
    this.#runs = []
    this.committable = undefined
    this.delivered = -1
  }

  /** False when it was acknowledged before, or belongs to an earlier account. */
  acknowledge(offset: number): boolean {
    if (offset > this.delivered) return false
    return this.#inOrder ? this.#acknowledgeThrough(offset) : this.#acknowledgeOne(offset)
  }

  #acknowledgeThrough(offset: number): boolean {
    if (this.committable !== undefined && offset < this.committable) return false
    for (let run = this.#runs[this.#head]; run !== undefined; run = this.#runs[this.#head]) {
      const { records, handed } = run
      if (run.done >= handed || records[run.done]!.offset > offset) break
      const done = records[handed - 1]!.offset <= offset ? handed : after(records, run.done, offset)
      this.#finish(run, done)
      if (done < records.length) break
      this.#head++
    }
    this.#compact()
    this.committable = offset + 1
    return true
  }

  #finish(run: Run, done: number): void {
    this.records -= done - run.done
    this.bytes = this.records === 0 ? 0 : this.bytes - (done - run.done) * run.bytesEach
    run.done = done
  }

  #acknowledgeOne(offset: number): boolean {
    const run = this.#find(offset)
    if (run === undefined || run.done > 0) return false
    this.#finish(run, 1)
    this.deferred++
    for (let head = this.#runs[this.#head]; head !== undefined && head.done > 0; head = this.#runs[this.#head]) {
      this.committable = head.records[0]!.offset + 1
      this.deferred--
      this.#head++
    }
    this.#compact()
    return true
  }

  #compact(): void {
    if (this.#head === this.#runs.length) {
      this.#runs = []
      this.#head = 0
    } else if (this.#head > 1024 && this.#head * 2 > this.#runs.length) {
      this.#runs = this.#runs.slice(this.#head)
      this.#head = 0
    }
  }

  #find(offset: number): Run | undefined {
    let low = this.#head
    let high = this.#runs.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const run = this.#runs[middle]!
      const found = run.records[0]!.offset
      if (found === offset) return run
      if (found < offset) low = middle + 1
      else high = middle - 1
    }
    return undefined
  }
}

/** Index of the first record behind `offset`. The next one, mostly. */
function after(records: readonly { readonly offset: number }[], from: number, offset: number): number {
  if (records[from + 1]!.offset > offset) return from + 1
  let low = from + 1
  let high = records.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (records[middle]!.offset <= offset) low = middle + 1
    else high = middle
  }
  return low
}
