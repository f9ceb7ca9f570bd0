/**
 * What was delivered of one partition and not acknowledged, and which offset may be committed. Pure.
 *
 * Two rules, as in Reactor Kafka. In order (the default): acknowledging an offset acknowledges everything before it.
 * Out of order (`maxDeferredCommits` above 0): each record for itself, and only what has no gap before it is committed.
 *
 * Invariants: outstanding records and bytes are what credit is owed for; `committable` never goes back, except when the
 * position was moved back (a seek), which begins a new account.
 */
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
  #offsets: number[] = []
  /** Bytes; -1 once it is acknowledged out of order. */
  #sizes: number[] = []
  #head = 0

  constructor(topic: string, partition: number, inOrder: boolean) {
    this.topic = topic
    this.partition = partition
    this.#inOrder = inOrder
  }

  /** Offset of the oldest record that is not acknowledged. */
  get oldest(): number | undefined {
    return this.#offsets[this.#head]
  }

  deliver(offset: number, bytes: number): void {
    if (offset <= this.delivered) this.restart()
    this.delivered = offset
    this.#offsets.push(offset)
    this.#sizes.push(bytes)
    this.records++
    this.bytes += bytes
  }

  /** The position was moved: what is outstanding is forgotten, and so is what was acknowledged. */
  restart(): void {
    this.records = this.bytes = this.deferred = this.#head = 0
    this.#offsets = []
    this.#sizes = []
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
    while (this.#head < this.#offsets.length && this.#offsets[this.#head]! <= offset) this.#drop()
    this.#compact()
    this.committable = offset + 1
    return true
  }

  #acknowledgeOne(offset: number): boolean {
    const at = this.#find(offset)
    if (at < 0 || this.#sizes[at]! < 0) return false
    this.records--
    this.bytes -= this.#sizes[at]!
    this.#sizes[at] = -1
    this.deferred++
    while (this.#head < this.#offsets.length && this.#sizes[this.#head]! < 0) {
      this.committable = this.#offsets[this.#head]! + 1
      this.deferred--
      this.#head++
    }
    this.#compact()
    return true
  }

  #drop(): void {
    this.records--
    this.bytes -= this.#sizes[this.#head]!
    this.#head++
  }

  #compact(): void {
    if (this.#head === this.#offsets.length) {
      this.#offsets.length = this.#sizes.length = this.#head = 0
    } else if (this.#head > 1024 && this.#head * 2 > this.#offsets.length) {
      this.#offsets = this.#offsets.slice(this.#head)
      this.#sizes = this.#sizes.slice(this.#head)
      this.#head = 0
    }
  }

  #find(offset: number): number {
    let low = this.#head
    let high = this.#offsets.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const found = this.#offsets[middle]!
      if (found === offset) return middle
      if (found < offset) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}
