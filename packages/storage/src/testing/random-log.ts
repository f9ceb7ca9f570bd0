/**
 * A random log on a disk in memory, and what became of it step by step: appends of all kinds, as a leader or as the
 * follower of one that compacts (with holes, then); transactions and their markers, leader epochs, rolls, DeleteRecords
 * into batches, retention, compaction, truncation, orderly restarts (with indexes as Apache Kafka writes them, for some
 * logs) and kills.
 *
 * Invariants: one seed, one log, step for step; between two steps all that was appended is written; `appended` has what
 * the log took and no truncation took back, by offset.
 */
import assert from 'node:assert/strict'
import type { Log } from '@odradek/platform'
import { SimRandom } from '@odradek/platform/sim'
import type { BatchBuilderOptions } from '@odradek/protocol/internal'
import { buildEndTxnBatch, setBaseOffset, setPartitionLeaderEpoch } from '@odradek/protocol/internal'
import type { LogConfig } from '../log-config.ts'
import type { PartitionLog } from '../partition-log.ts'
import { writeKafkaIndexes } from './kafka-indexes.ts'
import { LogContents } from './log-contents.ts'
import { ManualTime, TestStorage, batchOf } from './test-world.ts'

const T0 = 1_700_000_000_000
const KEYS = 6
/** What a truncation below the high watermark says; everything else that is said is a finding. */
const EXPECTED = /^warn truncating below the high watermark/

export interface AppendedRecord {
  readonly key: string | null
  readonly value: string | null
  readonly timestamp: number
  readonly isTransactional: boolean
}

interface ProducersClock {
  /** From one offset to the next. */
  readonly stepMs: number
  readonly jitterMs: number
}

/** Times that rise; that rise in the long run, with new maxima again and again, and late ones before them; any. */
const clocks: readonly ProducersClock[] = [
  { stepMs: 10, jitterMs: 15 }, { stepMs: 10, jitterMs: 300 }, { stepMs: 0, jitterMs: 5000 },
]

type Step = readonly [weight: number, name: string, run: (log: RandomLog) => void | Promise<void>]

export class RandomLog {
  readonly random: SimRandom
  readonly config: Partial<LogConfig> & Pick<LogConfig, 'cleanupPolicy' | 'indexIntervalBytes'>
  /** Its batches come from a leader that compacts. */
  readonly isFollower: boolean
  /** Every orderly restart finds indexes that Apache Kafka wrote. */
  readonly isFromKafka: boolean
  readonly #clock: ProducersClock
  readonly appended: Map<number, AppendedRecord> = new Map()
  /** What compaction kept instead of an older record may have been cut: not every key has its newest one. */
  mayLackNewest: boolean = false
  readonly #done: string[] = []
  readonly #said: string[] = []
  #compactedTo = 0
  #leaderEpoch = 0
  #storage!: TestStorage

  private constructor(seed: number) {
    const random = (this.random = new SimRandom(seed))
    const compact = random.chance(0.5)
    this.config = {
      segmentBytes: random.pick([400, 900, 3000, 100_000]),
      indexIntervalBytes: random.pick([0, 100, 300, 1000, 4096]),
      cleanupPolicy: { compact, delete: !compact || random.chance(0.5) },
      deleteRetentionMs: random.pick([10, 5000]), minCleanableDirtyRatio: 0.01, fileDeleteDelayMs: 10, retentionMs: -1,
      messageTimestampAfterMaxMs: 1e15,
    }
    this.isFollower = random.chance(0.25)
    this.isFromKafka = random.chance(0.5)
    this.#clock = random.pick(clocks)
  }

  static async open(seed: number): Promise<RandomLog> {
    const log = new RandomLog(seed)
    log.#storage = await log.#open()
    return log
  }

  get log(): PartitionLog {
    return this.#storage.log()
  }

  get storage(): TestStorage {
    return this.#storage
  }

  /** What was said and should not have been. */
  get complaints(): readonly string[] {
    return this.#said.filter((line) => !EXPECTED.test(line))
  }

  /** For a person: what it is and what was done to it. */
  describe(): string {
    const traits = { follower: this.isFollower, fromKafka: this.isFromKafka, clock: this.#clock }
    const config = JSON.stringify({ ...this.config, ...traits })
    return [config, this.#done.join(', '), ...this.#said.slice(0, 5)].join('\n  ')
  }

  /** Does one more thing to it. */
  async step(): Promise<void> {
    let left = this.random.below(totalWeight)
    const [, name, run] = steps.find(([weight]) => (left -= weight) < 0)!
    this.#note(name)
    await run(this)
    this.#storage.time.turn()
    await this.#storage.time.settle()
    if (this.random.chance(0.25)) this.#moveHighWatermark(this.random.pick([10, 50]))
  }

  #note(what: string): void {
    this.#done.push(what)
  }

  #open(killed?: TestStorage): Promise<TestStorage> {
    const say = (level: string) => (fields: object | string, message: string = ''): void => {
      const details = JSON.stringify(fields, (_, value: unknown) => (value instanceof Error ? value.stack : value))
      this.#said.push(`${level} ${message} ${details}`)
    }
    const log: Log = { debug: () => {}, info: () => {}, warn: say('warn'), error: say('error') }
    const options = { config: this.config, log, settings: { cleanerEnabled: false } }
    if (killed === undefined) return TestStorage.open(options)
    return TestStorage.open({ ...options, fs: killed.fs.fork(), time: new ManualTime(killed.time.wallMs()) })
  }

  // ---- appends

  /** Several batches, each in a turn of its own or with the next. */
  appendSome(): void {
    for (let left = 1 + this.random.below(8); left > 0; left--) {
      this.#appendRecords()
      if (this.random.chance(0.5)) this.#storage.time.turn()
    }
  }

  #appendRecords(): void {
    const { random } = this
    const count = 1 + random.below(random.chance(0.25) ? 20 : 4)
    const options = this.#producer()
    const isTransactional = options.isTransactional === true
    const records = Array.from({ length: count }, () => ({ ...this.#record(), isTransactional }))
    const baseOffset = this.#append(batchOf(records, options))
    for (const [i, record] of records.entries()) if (baseOffset !== undefined) this.appended.set(baseOffset + i, record)
  }

  #record(): Omit<AppendedRecord, 'isTransactional'> {
    const { random, config: { cleanupPolicy: { compact } } } = this
    const key = compact ? `k${random.below(KEYS)}` : random.pick(['k', null])
    const value = compact && random.chance(1 / 8) ? null : `v${random.below(1e6)}${'x'.repeat(random.below(60))}`
    const timestamp = T0 + this.log.logEndOffset * this.#clock.stepMs + random.below(this.#clock.jitterMs)
    return { key, value, timestamp }
  }

  /** None, one of three that are idempotent, or one of three with transactions. */
  #producer(): BatchBuilderOptions {
    const kind = this.random.below(6)
    if (kind > 1) return {}
    const isTransactional = kind === 1
    const producerId = (isTransactional ? 11 : 1) + this.random.below(3)
    const last = this.log.producerState.entry(producerId)?.batches.at(-1)?.lastSequence ?? -1
    return { producerId, producerEpoch: 0, baseSequence: last + 1, isTransactional }
  }

  /** The offset it got; undefined where it is too large for a segment. */
  #append(batch: Buffer, origin: 'client' | 'coordinator' = 'client'): number | undefined {
    const { log } = this
    if (this.isFollower) {
      const hole = this.config.cleanupPolicy.compact && this.random.chance(0.25) ? this.random.below(12) : 0
      setBaseOffset(batch, 0, log.logEndOffset + hole)
      setPartitionLeaderEpoch(batch, 0, this.#leaderEpoch)
    }
    const options = { leaderEpoch: this.#leaderEpoch, origin }
    const result = this.isFollower ? log.appendAsFollower(batch) : log.append(batch, options)
    if (result.error === undefined) return result.baseOffset
    assert.equal(result.error, 'RECORD_LIST_TOO_LARGE', result.message)
    return undefined
  }

  /** Decides open transactions, all or some. */
  endTransactions(): void {
    const open = [...this.log.producerState.entries()].filter(({ transactionStart }) => transactionStart >= 0)
    for (const { producerId } of open) {
      const timestamp = T0 + this.random.below(5000)
      const committed = this.random.chance(0.5)
      const marker = { producerId, producerEpoch: 0, coordinatorEpoch: 0, committed, timestamp }
      this.#append(buildEndTxnBatch(marker), 'coordinator')
      if (this.random.chance(0.5)) break
    }
  }

  nextEpoch(): void {
    this.#leaderEpoch++
  }

  // ---- ends

  /** Up to some offsets before the end, between two batches: a leader counts in batches. */
  #moveHighWatermark(most: number): void {
    const { log } = this
    log.advanceHighWatermark(LogContents.of(log).boundaryAtOrBefore(log.writtenEndOffset - this.random.below(most)))
  }

  async deleteRecords(): Promise<void> {
    const { log, random } = this
    if (!this.config.cleanupPolicy.delete) return
    this.#moveHighWatermark(5)
    const below = Math.max(0, log.highWatermark - log.logStartOffset)
    const offset = log.logStartOffset + random.below(Math.min(20, below + 1))
    this.#note(`before ${offset}`)
    await this.#storage.time.run(log.deleteRecordsBefore(offset))
    if (random.chance(0.5)) return
    this.#note('retention')
    await this.#storage.time.run(this.#storage.manager.runRetention())
  }

  truncate(): void {
    const { log } = this
    const most = log.logEndOffset - log.highWatermark
    const offset = LogContents.of(log).boundaryAtOrBefore(log.logEndOffset - this.random.below(most + 1))
    if (offset < log.logStartOffset || offset < log.highWatermark) return
    this.#note(`to ${offset}`)
    log.truncateTo(offset)
    for (const at of this.appended.keys()) if (at >= log.logEndOffset) this.appended.delete(at)
    if (offset < this.#compactedTo) this.mayLackNewest = true
  }

  // ---- segments and files

  roll(): void {
    this.log.roll()
  }

  async compact(): Promise<void> {
    const { log } = this
    log.advanceHighWatermark(log.writtenEndOffset)
    this.#compactedTo = log.writtenEndOffset
    await this.#storage.time.run(this.#storage.manager.runCleaner())
    await this.#storage.time.advance(this.random.pick([50, 3000]))
  }

  async restart(): Promise<void> {
    await this.#storage.close()
    if (this.isFromKafka) {
      writeKafkaIndexes(this.#storage.fs, this.log.folder, this.config.indexIntervalBytes, this.random)
    }
    await this.#storage.reopen()
    // What comes back takes back first what its leader does not have.
    if (this.random.chance(0.5)) this.truncate()
  }

  /** Of a killed process the page cache is left. */
  async kill(): Promise<void> {
    const { logStartOffset, writtenEndOffset } = this.log
    this.#storage = await this.#open(this.#storage)
    assert.ok(this.log.logEndOffset >= writtenEndOffset, `ends at ${this.log.logEndOffset}, not ${writtenEndOffset}`)
    assert.ok(this.log.logStartOffset >= logStartOffset, `starts at ${this.log.logStartOffset}, not ${logStartOffset}`)
  }
}

const steps: readonly Step[] = [
  [6, 'append', (log) => log.appendSome()],
  [1, 'end transactions', (log) => log.endTransactions()],
  [1, 'epoch', (log) => log.nextEpoch()],
  [1, 'roll', (log) => log.roll()],
  [1, 'delete', (log) => log.deleteRecords()],
  [1, 'compact', (log) => log.compact()],
  [1, 'truncate', (log) => log.truncate()],
  [2, 'restart', (log) => log.restart()],
  [1, 'kill', (log) => log.kill()],
]
const totalWeight = steps.reduce((sum, [weight]) => sum + weight, 0)
