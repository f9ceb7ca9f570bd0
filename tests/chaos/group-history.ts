/**
 * What the members of a group told: partitions they were given, offsets they read and commits that were acknowledged.
 * Members are processes of their own, and what they say arrives in any order, so each line has the time at which it
 * happened; what depends on the order is judged in `check`.
 */
import type { Faults } from './faults.ts'
import { type ChaosTopic, nameOf } from './topics.ts'
import { ranges } from './whole-read.ts'

/** Records read in a row by one member. */
export interface Read {
  readonly topic: string
  readonly partition: number
  readonly first: number
  readonly last: number
}

/** Where a member began to read a partition that it had been given. */
interface Begun {
  readonly member: string
  readonly assignedAtMs: number
  readonly first: number
}

class PartitionOfGroup {
  readonly name: string
  readonly mayJump: boolean
  /** Acknowledged commits. */
  readonly commits: { readonly atMs: number; readonly offset: number }[] = []
  begun: Begun[] = []
  reads: { first: number; last: number }[] = []
  /** Highest committed offset that was acknowledged, or found. */
  committed = 0

  constructor(topic: ChaosTopic, partition: number) {
    this.name = nameOf(topic.name, partition)
    this.mayJump = topic.isCompacted || topic.retentionMs !== undefined || topic.retentionBytes !== undefined || topic.isTrimmed === true
  }

  /** Highest offset whose commit was acknowledged before that time. */
  committedBefore(atMs: number): number {
    return this.commits.reduce((most, commit) => (commit.atMs < atMs ? Math.max(most, commit.offset) : most), 0)
  }
}

export class GroupHistory {
  readonly #partitions: ReadonlyMap<string, PartitionOfGroup>
  readonly #faults: Faults
  /** By member and partition: when it was given, and the last offset read since. */
  readonly #positions = new Map<string, { readonly assignedAtMs: number; last: number }>()
  commits = 0
  records = 0

  constructor(topics: readonly ChaosTopic[], faults: Faults) {
    this.#faults = faults
    this.#partitions = new Map(topics.flatMap((topic) => Array.from({ length: topic.partitions }, (_, partition) => {
      const item = new PartitionOfGroup(topic, partition)
      return [item.name, item] as const
    })))
  }

  assigned(member: string, topic: string, partition: number, atMs: number): void {
    this.#positions.set(`${member} ${nameOf(topic, partition)}`, { assignedAtMs: atMs, last: -1 })
  }

  read(member: string, { topic, partition, first, last }: Read): void {
    const item = this.#partitions.get(nameOf(topic, partition))
    const position = this.#positions.get(`${member} ${nameOf(topic, partition)}`)
    if (item === undefined) return
    if (position === undefined) return this.#faults.add('positions', item.name, `${member} read offset ${first} and had not been given the partition`)
    this.records += last - first + 1
    if (position.last < 0) item.begun.push({ member, assignedAtMs: position.assignedAtMs, first })
    else if (first <= position.last) this.#faults.add('positions', item.name, `${member} read offset ${first} after ${position.last}`)
    else if (first > position.last + 1 && !item.mayJump) {
      this.#faults.add('positions', item.name, `${member} read offset ${first} after ${position.last}`)
    }
    position.last = last
    const run = item.reads.at(-1)
    if (run !== undefined && run.last + 1 === first) run.last = last
    else item.reads.push({ first, last })
  }

  committed(topic: string, partition: number, offset: number, atMs: number): void {
    const item = this.#partitions.get(nameOf(topic, partition))
    if (item === undefined) return
    this.commits++
    item.commits.push({ atMs, offset })
    item.committed = Math.max(item.committed, offset)
  }

  /** What was known to be committed before the question was put. */
  floor(topic: string, partition: number): number {
    return this.#partitions.get(nameOf(topic, partition))?.committed ?? 0
  }

  /** The coordinator says that this is committed (-1: nothing); `floor` is what had been before it was asked. */
  found(topic: string, partition: number, offset: number, floor: number): void {
    const item = this.#partitions.get(nameOf(topic, partition))
    if (item === undefined) return
    if (Math.max(offset, 0) < floor) this.#faults.add('commits', item.name, `committed is ${offset < 0 ? 'nothing' : offset}, and it had been ${floor}`)
    item.committed = Math.max(item.committed, offset)
  }

  /** Judges what can be judged when everything that was said has arrived. */
  check(): void {
    for (const item of this.#partitions.values()) {
      for (const { member, assignedAtMs, first } of item.begun) {
        const floor = item.committedBefore(assignedAtMs)
        if (first < floor) this.#faults.add('positions', item.name, `${member} began at ${first}, and ${floor} had been committed before it was given the partition`)
      }
      item.begun = []
      if (!item.mayJump) this.#checkNothingSkipped(item)
    }
  }

  /** Everything before the committed offset has been read by somebody. */
  #checkNothingSkipped(item: PartitionOfGroup): void {
    const merged: { first: number; last: number }[] = []
    for (const run of item.reads.toSorted((a, b) => a.first - b.first)) {
      const before = merged.at(-1)
      if (before !== undefined && run.first <= before.last + 1) before.last = Math.max(before.last, run.last)
      else merged.push({ ...run })
    }
    item.reads = merged
    let next = 0
    const skipped: number[] = []
    for (const { first, last } of [...merged, { first: item.committed, last: item.committed }]) {
      for (; next < Math.min(first, item.committed); next++) skipped.push(next)
      next = Math.max(next, last + 1)
    }
    if (skipped.length > 0) this.#faults.add('positions', item.name, `${item.committed} is committed, and nobody read offsets ${ranges(skipped)}`)
  }
}
