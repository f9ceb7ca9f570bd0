/**
 * What the writers were told of one partition, and the ends that anybody has seen of it. It only remembers and compares:
 * who asks the broker is elsewhere, so that a wrong history can be fed to it by a test.
 *
 * Invariant: records of one writer have the numbers 0, 1, 2, …, sent in this order.
 */
import type { Faults } from './faults.ts'
import { type ChaosTopic, nameOf } from './topics.ts'

/** Records of one writer that were acknowledged together: consecutive numbers at consecutive offsets. */
export interface Acknowledged {
  readonly writer: number
  readonly number: number
  /** -1: acknowledged as a duplicate whose offset the broker no longer knew. */
  readonly offset: number
  readonly count: number
  /** When the earliest of them was sent, in milliseconds. */
  readonly sentAtMs: number
}

export interface Ends {
  readonly start: number
  readonly lastStable: number
  readonly highWatermark: number
}

/** Writer and number in one number. */
const writers = 16

export class PartitionHistory {
  readonly topic: ChaosTopic
  readonly partition: number
  readonly name: string
  readonly #faults: Faults
  /** By offset, which record was told to be there. */
  readonly #at: (number | undefined)[] = []
  /** By offset, when it was sent. */
  readonly #sentAt: (number | undefined)[] = []
  /** By writer and number: the offset, or -1. */
  readonly #offsets: number[][] = Array.from({ length: writers }, () => [])
  #acknowledged = 0
  #end = 0
  #seen: Ends = { start: 0, lastStable: 0, highWatermark: 0 }
  #trimAsked = 0
  #trimAcknowledged = 0

  constructor(topic: ChaosTopic, partition: number, faults: Faults) {
    this.topic = topic
    this.partition = partition
    this.name = nameOf(topic.name, partition)
    this.#faults = faults
  }

  /** Behind the last record that was acknowledged. */
  get acknowledgedEnd(): number {
    return this.#end
  }

  get acknowledged(): number {
    return this.#acknowledged
  }

  get ends(): Ends {
    return this.#seen
  }

  get isEmptyWithHistory(): boolean {
    return this.#seen.start > 0 && this.#seen.start === this.#seen.highWatermark && this.#end <= this.#seen.start
  }

  acked({ writer, number, offset, count, sentAtMs }: Acknowledged): void {
    const offsets = this.#offsets[writer]!
    for (let i = 0; i < count; i++) {
      const at = offset < 0 ? -1 : offset + i
      if (offsets[number + i] !== undefined) {
        this.#faults.add('once', this.name, `writer ${writer} was told twice of its record ${number + i}: offsets ${offsets[number + i]} and ${at}`)
      }
      offsets[number + i] = at
      this.#acknowledged++
      if (at >= 0) this.#place(writer, number + i, at, sentAtMs)
    }
  }

  #place(writer: number, number: number, at: number, sentAtMs: number): void {
    const other = this.#at[at]
    if (other !== undefined) {
      this.#faults.add('once', this.name, `offset ${at} was given to ${describe(other)} and again to ${describe(number * writers + writer)}`)
      return
    }
    this.#at[at] = number * writers + writer
    this.#sentAt[at] = sentAtMs
    this.#end = Math.max(this.#end, at + 1)
    const before = this.#offsets[writer]![number - 1]
    if (before !== undefined && before >= at) {
      this.#faults.add('order', this.name, `writer ${writer} was told offset ${before} for its record ${number - 1}, and ${at} for the one after it`)
    }
  }

  /** The record told to be at this offset. */
  at(offset: number): { readonly writer: number; readonly number: number } | undefined {
    const code = this.#at[offset]
    return code === undefined ? undefined : { writer: code % writers, number: Math.floor(code / writers) }
  }

  sentAtMs(offset: number): number | undefined {
    return this.#sentAt[offset]
  }

  /** Undefined when it was not acknowledged, -1 when its offset was not told. */
  offsetOf(writer: number, number: number): number | undefined {
    return this.#offsets[writer]?.[number]
  }

  /** How many numbers of this writer were acknowledged: all below it. */
  acknowledgedOf(writer: number): number {
    return this.#offsets[writer]?.length ?? 0
  }

  /** Offsets of which a record was told, from `from` to before `to`. */
  *told(from: number, to: number = this.#at.length): Generator<number> {
    for (let offset = from; offset < to; offset++) if (this.#at[offset] !== undefined) yield offset
  }

  /** What a reader was told; `mustReach` is what had been acknowledged before it asked. */
  seen(now: Ends, mustReach: number = 0): void {
    const before = this.#seen
    for (const [end, label] of [['start', 'log start'], ['lastStable', 'last stable offset'], ['highWatermark', 'high watermark']] as const) {
      if (now[end] < before[end]) this.#faults.add('ends', this.name, `the ${label} went from ${before[end]} back to ${now[end]}`)
    }
    if (now.highWatermark < mustReach) {
      this.#faults.add('ends', this.name, `the log ends at ${now.highWatermark}, and offset ${mustReach - 1} had been acknowledged`)
    }
    if (!(now.start <= now.lastStable && now.lastStable <= now.highWatermark)) {
      this.#faults.add('ends', this.name, `log start ${now.start}, last stable offset ${now.lastStable}, high watermark ${now.highWatermark} are out of order`)
    }
    this.#seen = {
      start: Math.max(before.start, now.start),
      lastStable: Math.max(before.lastStable, now.lastStable),
      highWatermark: Math.max(before.highWatermark, now.highWatermark),
    }
  }

  /** Somebody asks to delete what is before `offset`; it may happen from now on. */
  trimAsked(offset: number): void {
    this.#trimAsked = Math.max(this.#trimAsked, offset)
  }

  trimAcknowledged(offset: number): void {
    this.#trimAcknowledged = Math.max(this.#trimAcknowledged, offset)
  }

  /** Whether the log may begin at `start`, as somebody was told before `nowMs`. */
  checkStart(start: number, nowMs: number, sizeBytes: number | undefined): void {
    const { retentionMs, retentionBytes, isTrimmed } = this.topic
    if (start === 0 && this.#trimAcknowledged === 0) return
    if (isTrimmed === true) {
      if (start < this.#trimAcknowledged) this.#faults.add('retention', this.name, `begins at ${start}, and records before ${this.#trimAcknowledged} were deleted`)
      if (start > this.#trimAsked) this.#faults.add('retention', this.name, `begins at ${start}, and nobody asked for more than ${this.#trimAsked} to be deleted`)
    } else if (retentionMs !== undefined) {
      for (let offset = 0; offset < start; offset++) {
        const sentAtMs = this.#sentAt[offset]
        if (sentAtMs === undefined || sentAtMs <= nowMs - retentionMs) continue
        this.#faults.add('retention', this.name, `begins at ${start}, and offset ${offset} is ${nowMs - sentAtMs} ms old; it may go after ${retentionMs}`)
        break
      }
    } else if (retentionBytes !== undefined) {
      if (sizeBytes !== undefined && sizeBytes < retentionBytes) {
        this.#faults.add('retention', this.name, `begins at ${start} and has ${sizeBytes} bytes; ${retentionBytes} were to stay`)
      }
    } else if (start > 0) this.#faults.add('retention', this.name, `begins at ${start}, and nothing may ever be removed`)
  }
}

function describe(code: number): string {
  return `record ${Math.floor(code / writers)} of writer ${code % writers}`
}
