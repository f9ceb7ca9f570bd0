/**
 * A world for this package's tests: a disk in memory, a clock and turns of the loop that move when the test says so.
 * Not exported from any door.
 */
import { silentLog } from '@odradek/platform'
import type { Clock, FileSystem, Log, Scheduler, Timer } from '@odradek/platform'
import { SimFileSystem, SimRandom } from '@odradek/platform/sim'
import { BatchBuilder } from '@odradek/protocol/internal'
import type { BatchBuilderOptions } from '@odradek/protocol/internal'
import { defaultLogConfig } from '../log-config.ts'
import type { LogConfig } from '../log-config.ts'
import { LogManager } from '../log-manager.ts'
import type { LogListener, StorageWorld } from '../log-manager.ts'
import type { PartitionLog } from '../partition-log.ts'
import type { ReadOptions } from '../log-results.ts'
import type { LogManagerSettings } from '../settings.ts'

interface Task {
  readonly atMs: number
  readonly fn: () => void
  cancelled: boolean
}

/** Time that stands still until it is moved. */
export class ManualTime implements Clock, Scheduler {
  #nowMs = 0
  #wallOffsetMs: number
  #turns: Task[] = []
  #timers: Task[] = []

  constructor(startWallMs: number = 1_700_000_000_000) {
    this.#wallOffsetMs = startWallMs
  }

  wallMs(): number {
    return this.#nowMs + this.#wallOffsetMs
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  /** The wall clock jumps. */
  jumpWall(byMs: number): void {
    this.#wallOffsetMs += byMs
  }

  after(delayMs: number, fn: () => void): Timer {
    return this.#add(this.#timers, this.#nowMs + delayMs, fn)
  }

  nextTurn(fn: () => void): Timer {
    return this.#add(this.#turns, this.#nowMs, fn)
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.after(delayMs, resolve))
  }

  #add(list: Task[], atMs: number, fn: () => void): Timer {
    const task: Task = { atMs, fn, cancelled: false }
    list.push(task)
    return { cancel: () => void (task.cancelled = true) }
  }

  /** One turn of the loop. */
  turn(): void {
    for (const task of this.#turns.splice(0)) if (!task.cancelled) task.fn()
  }

  /** Turns and promise reactions until nothing moves any more. */
  async settle(): Promise<void> {
    do {
      this.turn()
      // All promise reactions run before the next real turn.
      await new Promise<void>((resolve) => void setImmediate(resolve))
    } while (this.#turns.length > 0)
  }

  /** Moves time, firing what falls due in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#nowMs + ms
    await this.settle()
    for (;;) {
      let next: Task | undefined
      for (const task of this.#timers) {
        if (!task.cancelled && task.atMs <= end && (next === undefined || task.atMs < next.atMs)) next = task
      }
      if (next === undefined) break
      this.#timers.splice(this.#timers.indexOf(next), 1)
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.fn()
      await this.settle()
    }
    this.#nowMs = end
  }

  /** Awaits `work` while turns go on, and time where that is not enough. */
  async through<T>(work: Promise<T>): Promise<T> {
    const state = { done: false }
    const finish = (): void => void (state.done = true)
    work.then(finish, finish)
    for (let rounds = 0; !state.done; rounds++) {
      if (rounds < 100) await this.settle()
      else await this.advance(5)
      if (rounds > 1000) throw new Error('the work waits for something that does not come')
    }
    return work
  }

  /** Awaits `work` while turns go on. */
  async run<T>(work: Promise<T>): Promise<T> {
    const state = { done: false }
    const finish = (): void => void (state.done = true)
    work.then(finish, finish)
    for (let rounds = 0; !state.done; rounds++) {
      await this.settle()
      if (rounds > 10_000) throw new Error('the work waits for something that does not come')
    }
    return work
  }
}

const unused = (): never => {
  throw new Error('no workers in this test')
}

export interface TestStorageOptions {
  readonly fs?: SimFileSystem
  readonly time?: ManualTime
  readonly config?: Partial<LogConfig>
  readonly settings?: Partial<LogManagerSettings>
  readonly directories?: readonly string[]
  readonly brokerId?: number
  readonly clusterId?: string
  readonly seed?: number
  /** Default: what is said is lost. */
  readonly log?: Log
}

/** A log manager on a disk in memory, with what its listener was told. */
export class TestStorage {
  readonly time: ManualTime
  readonly fs: SimFileSystem
  readonly world: StorageWorld
  readonly config: LogConfig
  readonly written: PartitionLog[] = []
  readonly failures: string[] = []
  readonly recovered: string[] = []
  /** Logs that a bug took out of service. */
  readonly broken: PartitionLog[] = []
  readonly listener: LogListener
  readonly #options: TestStorageOptions
  manager!: LogManager

  constructor(options: TestStorageOptions = {}) {
    this.#options = options
    this.time = options.time ?? new ManualTime()
    this.fs = options.fs ?? new SimFileSystem()
    this.world = {
      clock: this.time, scheduler: this.time, fs: this.fs as FileSystem, random: new SimRandom(options.seed ?? 1), log: options.log ?? silentLog,
      workers: { gzip: unused, zstd: unused, gunzip: unused, unzstd: unused },
    }
    this.config = { ...defaultLogConfig, ...options.config }
    this.listener = {
      written: (log) => void this.written.push(log),
      directoryFailed: (path) => void this.failures.push(path),
      logFailed: (log) => void this.broken.push(log),
      directoryRecovered: (path) => void this.recovered.push(path),
    }
  }

  static async open(options: TestStorageOptions = {}): Promise<TestStorage> {
    const storage = new TestStorage(options)
    await storage.reopen()
    return storage
  }

  async reopen(): Promise<LogManager> {
    const { directories = ['/data'], brokerId = 1, clusterId, settings } = this.#options
    this.manager = await this.time.through(LogManager.open({
      world: this.world, directories, brokerId, clusterId, configFor: () => this.config, listener: this.listener, settings,
    }))
    return this.manager
  }

  close(): Promise<void> {
    return this.time.run(this.manager.close())
  }

  /** The log `topic`-0, made when missing. */
  log(topic: string = 't', partition: number = 0): PartitionLog {
    const log = this.manager.create(topic, partition, 'AAAAAAAAAAAAAAAAAAAAAQ')
    if ('error' in log) throw new Error(log.error)
    return log
  }
}

export interface TestRecord {
  readonly key?: string | null
  readonly value?: string | Buffer | null
  readonly timestamp?: number
}

/** One batch as a client sends it. */
export function batchOf(records: readonly (TestRecord | string)[], options: BatchBuilderOptions = {}, timestamp = 1_700_000_000_000): Buffer {
  const builder = new BatchBuilder(options)
  for (const record of records) {
    const { key = null, value = null, timestamp: at } = typeof record === 'string' ? { value: record } : record
    builder.append(key, value, undefined, at ?? timestamp)
  }
  return builder.build()
}

/** Appends as the leader in epoch 0 and lets the turn end; the base offset, or the error's name. */
export function appendNow(storage: TestStorage, log: PartitionLog, batch: Buffer, leaderEpoch: number = 0): number | string {
  const result = log.append(batch, { leaderEpoch, origin: 'client' })
  storage.time.turn()
  return result.error ?? result.baseOffset
}

/** The bytes a read gives. */
export function readBytes(log: PartitionLog, options: Partial<ReadOptions> = {}): Buffer {
  const result = log.read({ offset: 0, maxBytes: 1 << 30, bound: log.writtenEndOffset, minOneMessage: true, ...options })
  if (result.error !== undefined) throw new Error(result.error)
  const bytes = Buffer.alloc(result.records.byteLength)
  const got = result.records.read(bytes, 0, 0, bytes.length)
  return bytes.subarray(0, got)
}

/** Everything from `offset` on, over all segments. */
export function readAll(log: PartitionLog, offset: number = log.logStartOffset): Buffer {
  const parts: Buffer[] = []
  for (let next = offset; next < log.writtenEndOffset;) {
    const result = log.read({ offset: next, maxBytes: 1 << 30, bound: log.writtenEndOffset, minOneMessage: true })
    if (result.error !== undefined) throw new Error(result.error)
    if (result.records.byteLength === 0) break
    const bytes = Buffer.alloc(result.records.byteLength)
    result.records.read(bytes, 0, 0, bytes.length)
    parts.push(bytes)
    next = result.nextOffset
  }
  return Buffer.concat(parts)
}
