/**
 * What the chaos run holds the broker to, and what it found against it. One promise is one line of the summary; a
 * promise that breaks everywhere at once is told a few times and then only counted.
 */

/** Each promise, as the summary says it when it was kept. */
export const promises = {
  kept: 'every acknowledged record is there, unless its topic may let it go',
  once: 'no record twice, no offset given twice',
  order: 'the records of a producer in the order it sent them',
  content: 'every record as it was written, at the offset that its producer was told',
  ends: 'log start, last stable offset, high watermark and log end never went back',
  commits: 'no acknowledged commit went back',
  positions: 'no member began before what was committed, none went back, none jumped over a record',
  producers: 'no idempotent producer was refused a record, ended, or began a new epoch',
  retention: 'nothing was removed before its time, DeleteRecords removed what it said and no more',
  compaction: 'the last value of every key is there, deleted keys stay deleted, tombstones stay their time',
  progress: 'the broker came back each time, producers and groups went on',
  log: 'the broker\'s log names no damage and no error',
  files: 'Apache Kafka\'s DumpLogSegments finds nothing wrong with any file',
} as const

export type PromiseName = keyof typeof promises

export interface Fault {
  readonly promise: PromiseName
  /** Partition, group or client. */
  readonly where: string
  readonly what: string
  readonly cycle: number
}

const toldPerPromise = 12

export class Faults {
  readonly #list: Fault[] = []
  readonly #tell: (line: string) => void
  /** The cycle that runs; 0 before the first. */
  cycle = 0

  constructor(tell: (line: string) => void) {
    this.#tell = tell
  }

  get count(): number {
    return this.#list.length
  }

  of(promise: PromiseName): readonly Fault[] {
    return this.#list.filter((fault) => fault.promise === promise)
  }

  add(promise: PromiseName, where: string, what: string): void {
    const before = this.of(promise).length
    this.#list.push({ promise, where, what, cycle: this.cycle })
    if (before < toldPerPromise) this.#tell(`BROKEN ${promise}: ${where}, cycle ${this.cycle}: ${what}`)
    else if (before === toldPerPromise) this.#tell(`BROKEN ${promise}: and more, which are counted only`)
  }
}
