/**
 * The chaos run: brokers of one kind are disturbed for a number of cycles under a load of writers and a group, and what
 * everybody was told is held against what is there (`faults.ts` says the promises). Random are the kinds and times of what is
 * done, all from one seed; what the machine makes of it is not.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createKafka } from '@odradek/client'
import type { TestBroker } from '../interop/brokers.ts'
import { pythonWith } from '../interop/peers.ts'
import { deck, type Disturbance, disturb, type Measured, stop } from './disturbances.ts'
import { Faults } from './faults.ts'
import { GroupHistory } from './group-history.ts'
import { PartitionHistory } from './history.ts'
import { ChaosMember, ChaosWriter, type LoadContext, type MemberKind, pythonPackages, type WriterKind } from './load.ts'
import { Observer } from './observer.ts'
import type { Seeded } from './seeded.ts'
import { type ChaosTopic, nameOf } from './topics.ts'
import { checkWholeRead, type Run, type WholeRead } from './whole-read.ts'

export interface Plan {
  readonly topics: readonly ChaosTopic[]
  readonly cycles: number
  /** How long the broker runs between two disturbances. */
  readonly runMs: readonly [number, number]
  readonly suspendMostMs: number
  /** Everything is read after every so many cycles, and at the end. */
  readonly readEvery: number
  readonly writers: readonly WriterKind[]
  readonly members: readonly MemberKind[]
  /** A writer sends a record to every partition in each round. */
  readonly roundMs: number
  /** Ends after the first cycle that found a fault; otherwise goes on and counts. */
  readonly stopsAtFault: boolean
}

export interface Outcome {
  readonly faults: Faults
  readonly measured: Measured
  readonly cyclesRun: number
  readonly acknowledged: number
  readonly commits: number
  readonly readByGroup: number
  readonly looks: number
  readonly found: number
  /** Partitions that were empty, and had not always been, when the broker was started anew. */
  readonly emptyRestarts: number
  readonly expired: number
  readonly trimmed: number
  readonly compactedAway: number
  readonly memberDeaths: number
  readonly kinds: ReadonlyMap<Disturbance, number>
}

const groupId = 'readers'
const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
/** How long writers may need to settle what they sent, and a group to read what is there. */
const patienceMs = 90_000

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface ReadLine {
  readonly topic: string
  readonly partition: number
  readonly runs: readonly (readonly [offset: number, writer: number, number: number, count: number])[]
  readonly wrong: readonly number[]
  readonly problem?: string
}

export class ChaosRun {
  readonly #broker: TestBroker
  readonly #plan: Plan
  readonly #random: Seeded
  readonly #tell: (line: string) => void
  readonly #faults: Faults
  readonly #histories: ReadonlyMap<string, PartitionHistory>
  readonly #group: GroupHistory
  readonly #observer: Observer
  readonly #measured: Measured = { stopsMs: [], startsMs: [], suspendedMs: [] }
  readonly #kinds = new Map<Disturbance, number>()
  #writers: ChaosWriter[] = []
  #members: ChaosMember[] = []
  /** As `id/epoch`. */
  readonly #producers = new Set<string>()
  #emptyRestarts = 0
  #memberDeaths = 0
  #found = 0
  #compactedAway = 0

  constructor(broker: TestBroker, plan: Plan, random: Seeded, tell: (line: string) => void) {
    this.#broker = broker
    this.#plan = plan
    this.#random = random
    this.#tell = tell
    this.#faults = new Faults(tell)
    const faults = this.#faults
    const histories = plan.topics.flatMap((topic) => Array.from({ length: topic.partitions }, (_, partition) => new PartitionHistory(topic, partition, faults)))
    this.#histories = new Map(histories.map((history) => [history.name, history]))
    this.#group = new GroupHistory(plan.topics, faults)
    this.#observer = new Observer(Number(broker.bootstrap.split(':')[1]), groupId, this.#histories, this.#group, faults)
  }

  /** Leaves the broker stopped. */
  async run(): Promise<Outcome> {
    await this.#broker.start()
    try {
      await this.#begin()
      await this.#cycles()
      await this.#finish()
    } catch (error) {
      this.#faults.add('progress', this.#broker.name, error instanceof Error ? (error.stack ?? error.message) : String(error))
    } finally {
      await this.#observer.stop()
      await Promise.all([...this.#writers, ...this.#members].map((program) => program.stop()))
    }
    return this.#outcome()
  }

  async #begin(): Promise<void> {
    const { topics } = this.#plan
    const admin = createKafka({ brokers: [this.#broker.bootstrap] }).admin()
    await admin.createTopics(topics.map(({ name, partitions, configs }) => ({ name, partitions, configs })))
    await admin.close()
    const context: LoadContext = { bootstrap: this.#broker.bootstrap, topics, histories: this.#histories, group: this.#group, faults: this.#faults }
    const firstCodec = this.#random.between(0, codecs.length - 1)
    for (const [index, kind] of this.#plan.writers.entries()) {
      this.#writers.push(await ChaosWriter.begin(context, kind, index, codecs[(firstCodec + index) % codecs.length]!, this.#plan.roundMs))
    }
    for (const [index, kind] of this.#plan.members.entries()) this.#members.push(await ChaosMember.begin(context, kind, index, groupId))
    this.#tell(`writers: ${this.#writers.map(({ name }) => name).join(', ')}; a group: ${this.#members.map(({ name }) => name).join('; ')}`)
    this.#observer.run(150)
    // The load has begun when every writer has been told of something.
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline && this.#faults.count === 0; await sleep(50)) {
      if (this.#writers.every((_, index) => [...this.#histories.values()].every((history) => history.acknowledgedOf(index) > 0))) return
    }
    throw new Error('a writer has not begun')
  }

  async #cycles(): Promise<void> {
    const kinds = deck(this.#random)
    for (let cycle = 1; cycle <= this.#plan.cycles; cycle++) {
      this.#faults.cycle = cycle
      const kind = kinds.next().value
      const did = await this.#cycle(kind)
      this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1)
      const isLast = cycle === this.#plan.cycles
      if (!isLast && cycle % this.#plan.readEvery === 0) await this.#readEverything()
      this.#tell(`cycle ${cycle}: ${did}; ${this.#acknowledged()} acknowledged, ${this.#group.commits} commits`)
      if (this.#plan.stopsAtFault && this.#faults.count > 0) return
    }
  }

  /** Runs a while, perhaps with some topics at rest so that they become empty, perhaps with a member that dies. */
  async #cycle(kind: Disturbance): Promise<string> {
    const [least, most] = this.#plan.runMs
    const rests = this.#random.between(0, 2) === 0
    const runMs = rests ? this.#random.between(4200, 5500) : this.#random.between(least, most)
    const dies = this.#random.between(0, 9) < 4 ? this.#members[this.#random.between(0, this.#members.length - 1)] : undefined
    const diesAfterMs = this.#random.between(0, runMs)
    const awayMs = this.#random.between(0, 3000)
    const trims = this.#random.between(0, 9) < 6
    const resting = this.#plan.topics.filter(({ pauses }) => rests && pauses === true)
    for (const { name } of resting) for (const writer of this.#writers) writer.pause(name)
    if (dies !== undefined) {
      this.#memberDeaths++
      setTimeout(() => dies.die(awayMs), diesAfterMs)
    }
    await sleep(runMs - 300)
    if (trims || rests) await this.#trim(rests)
    await sleep(300)
    this.#checkProducers(await this.#observer.producers())
    const empty = [...this.#histories.values()].filter(({ isEmptyWithHistory }) => isEmptyWithHistory).length
    const did = await disturb(kind, this.#broker, this.#random, this.#plan.suspendMostMs, this.#measured)
    if (kind !== 'stop-cont') this.#emptyRestarts += empty
    // Nothing else happens before somebody has looked at what the restart left.
    await this.#lookAgain()
    for (const { name } of resting) for (const writer of this.#writers) writer.resume(name)
    return `${(runMs / 1000).toFixed(1)} s${rests ? `, ${empty} partitions expired or deleted to their end` : ''}${dies === undefined ? '' : ', a member died'}, ${did}`
  }

  async #lookAgain(): Promise<void> {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(50)) if (await this.#observer.look()) return
    this.#faults.add('progress', this.#broker.name, `answered nobody for ${patienceMs / 1000} s after its start`)
  }

  /** Somewhere between log start and end; to the end when the topic rests. Not waited for longer than the broker is there. */
  async #trim(toEnd: boolean): Promise<void> {
    for (const history of this.#histories.values()) {
      if (history.topic.isTrimmed !== true) continue
      const { start, highWatermark } = history.ends
      const offset = toEnd ? highWatermark : this.#random.between(start, highWatermark)
      const trimmed = this.#observer.trim(history, offset)
      if (toEnd) await trimmed
    }
  }

  /** Everybody is quiet, and each partition is read whole. Answers whether all could be settled. */
  async #readEverything(): Promise<boolean> {
    const settled = await Promise.all(this.#writers.map(async (writer) => [writer.name, await writer.quiet(patienceMs)] as const))
    for (const [name, isSettled] of settled) if (!isSettled) this.#faults.add('progress', name, `had not settled its records after ${patienceMs / 1000} s`)
    const isSettled = settled.every(([, ok]) => ok)
    if (isSettled) await this.#read()
    this.#group.check()
    for (const writer of this.#writers) writer.go()
    return isSettled
  }

  async #read(): Promise<void> {
    const starts = await this.#observer.list(-2)
    const ends = await this.#observer.list(-1)
    if (starts === undefined || ends === undefined) return this.#faults.add('progress', this.#broker.name, 'did not say where its logs begin and end')
    const wanted = [...this.#histories.values()].map(({ topic, partition, name }) => ({ topic: topic.name, partition, start: starts.get(name) ?? 0, end: ends.get(name) ?? 0 }))
    const lines = await this.#readBack(wanted)
    const sizes = await this.#observer.sizes()
    const later = await this.#observer.list(-2)
    const startAtMs = Date.now()
    for (const history of this.#histories.values()) {
      const line = lines.find(({ topic, partition }) => nameOf(topic, partition) === history.name)
      const start = later?.get(history.name)
      if (line === undefined || line.problem !== undefined || start === undefined) {
        this.#faults.add('kept', history.name, `could not be read: ${line?.problem ?? 'the reader gave up'}`)
        continue
      }
      const runs = line.runs.map(([offset, writer, number, count]): Run => ({ offset, writer, number, count }))
      const read: WholeRead = { runs, wrong: line.wrong, start, startAtMs, end: ends.get(history.name) ?? 0, sizeBytes: sizes?.get(history.name) }
      const found = checkWholeRead(history, read, this.#faults)
      this.#found += found
      if (history.topic.isCompacted) this.#compactedAway = Math.max(this.#compactedAway, history.acknowledgedEnd - start - found)
    }
    this.#checkProducers(await this.#observer.producers())
  }

  async #readBack(wanted: readonly unknown[]): Promise<readonly ReadLine[]> {
    const args = [join(import.meta.dirname, 'load/reader.py'), this.#broker.bootstrap, JSON.stringify(wanted)]
    const child = spawn(await pythonWith(pythonPackages), args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const force = setTimeout(() => child.kill('SIGKILL'), 2 * patienceMs)
    const lines: ReadLine[] = []
    for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line) as ReadLine)
    clearTimeout(force)
    return lines
  }

  /** A writer that was told of a gap, or lost its state, begins a new epoch or takes a new id, and goes on in silence. */
  #checkProducers(producers: ReadonlyMap<string, readonly string[]> | undefined): void {
    for (const [name, list] of producers ?? []) {
      for (const producer of list) {
        if (this.#producers.has(producer)) continue
        this.#producers.add(producer)
        if (this.#producers.size <= this.#writers.length) continue
        this.#faults.add('producers', name, `there are ${this.#writers.length} writers, and now a new id or epoch: ${producer} (id/epoch) beside ${[...this.#producers].join(', ')}`)
      }
    }
  }

  async #finish(): Promise<void> {
    const settled = await this.#readEverything()
    if (settled) await this.#catchUp()
    this.#group.check()
    for (const member of this.#members) await member.stop()
    this.#members = []
    await this.#observer.stop()
    await stop(this.#broker, this.#measured)
  }

  /** The group reads to the end of what stays: nobody writes any more. */
  async #catchUp(): Promise<void> {
    for (const writer of this.#writers) await writer.stop()
    this.#writers = []
    const lasting = [...this.#histories.values()].filter(({ topic }) => lasts(topic))
    let behind: string[] = []
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(200)) {
      const committed = await this.#observer.committed()
      behind = lasting.filter(({ name, acknowledgedEnd }) => (committed?.get(name) ?? -1) < acknowledgedEnd).map(({ name, acknowledgedEnd }) => `${name} (${committed?.get(name)} of ${acknowledgedEnd})`)
      if (behind.length === 0) return
    }
    this.#faults.add('progress', `group ${groupId}`, `has not read on for ${patienceMs / 1000} s: ${behind.join(', ')}`)
  }

  #acknowledged(): number {
    return [...this.#histories.values()].reduce((sum, { acknowledged }) => sum + acknowledged, 0)
  }

  #outcome(): Outcome {
    const startsOf = (wanted: (topic: ChaosTopic) => boolean): number =>
      [...this.#histories.values()].reduce((sum, { topic, ends }) => sum + (wanted(topic) ? ends.start : 0), 0)
    return {
      faults: this.#faults,
      measured: this.#measured,
      cyclesRun: this.#faults.cycle,
      acknowledged: this.#acknowledged(),
      commits: this.#group.commits,
      readByGroup: this.#group.records,
      looks: this.#observer.looks,
      found: this.#found,
      emptyRestarts: this.#emptyRestarts,
      expired: startsOf(({ retentionMs, retentionBytes }) => retentionMs !== undefined || retentionBytes !== undefined),
      trimmed: startsOf(({ isTrimmed }) => isTrimmed === true),
      compactedAway: this.#compactedAway,
      memberDeaths: this.#memberDeaths,
      kinds: this.#kinds,
    }
  }
}

/** Nothing of it ever goes away. */
function lasts({ isCompacted, retentionMs, retentionBytes, isTrimmed }: ChaosTopic): boolean {
  return !isCompacted && retentionMs === undefined && retentionBytes === undefined && isTrimmed !== true
}
