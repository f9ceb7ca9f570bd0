/**
 * All logs of a broker, over one or several data directories (`LogManager`): opening them after whatever stop, creating
 * and deleting, background work, closing.
 *
 * Invariants: a directory belongs to one process (lock) and one broker of one cluster (`meta.properties`); nothing is
 * written to a directory that is refused. The clean-shutdown marker is removed before anything else happens and
 * written after everything else, so that its presence proves that every file is whole (D2).
 */
import type { World } from '@odradek/platform'
import { BackgroundWork } from './background-work.ts'
import { CalmClock } from './calm-clock.ts'
import { loadOrFail, prepareDirectories, requireOne } from './directory-loader.ts'
import { SyncPermits, inParallel } from './environment.ts'
import type { StorageEnvironment } from './environment.ts'
import {
  CLEAN_SHUTDOWN_FILE, HIGH_WATERMARK_CHECKPOINT, LOG_START_CHECKPOINT, RECOVERY_POINT_CHECKPOINT,
  deletedFolderName,
} from './file-names.ts'
import { FilePool, isOutOfDescriptors } from './file-pool.ts'
import { IndexCache } from './index/entry-index.ts'
import type { LogConfig } from './log-config.ts'
import { LogDirectory } from './log-directory.ts'
import type { ErrorName, Uuid } from './log-results.ts'
import { writeMetaProperties } from './meta-properties.ts'
import { orphanOf, recognizeAll, recognizeLate, setAside } from './orphans.ts'
import type { Orphan, Owner } from './orphans.ts'
import { PartitionLog } from './partition-log.ts'
import { writePartitionMetadata } from './partition-metadata.ts'
import { partitionKey } from './checkpoints.ts'
import { ReturningDirectories } from './returning-directories.ts'
import { beginSegment } from './rolling.ts'
import { defaultLogManagerSettings } from './settings.ts'
import type { LogManagerSettings } from './settings.ts'

/** Logs syncing at the same time. */
const MAX_SYNCS = 16

/** The parts of a world a log manager uses. */
export type StorageWorld = Pick<World, 'clock' | 'scheduler' | 'fs' | 'random' | 'log' | 'workers'>

export interface LogListener {
  /** Pending appends of this log are in the page cache, durable where `flush.messages` asks, or failed; once per turn. */
  written(log: PartitionLog): void
  /** Everything in this directory is out of service. */
  directoryFailed(path: string, error: Error): void
  /** A bug took this log alone out of service, until the next start; the log has said so. */
  logFailed?(log: PartitionLog): void
  /** The directory is back; its logs have been loaded again from disk and may end earlier than before. */
  directoryRecovered?(path: string): void
  /** The log start moved by retention, DeleteRecords or truncation. */
  logStartMoved?(log: PartitionLog): void
}

export interface LogManagerOptions {
  readonly world: StorageWorld
  readonly directories: readonly string[]
  readonly brokerId: number
  /** Must equal that of directories in use; where they have none, it is written. */
  readonly clusterId?: string | undefined
  configFor(topic: string): LogConfig
  readonly listener: LogListener
  readonly settings?: Partial<LogManagerSettings> | undefined
}

export interface DirectoryDescription {
  readonly path: string
  readonly offline: boolean
  readonly error: string | undefined
  readonly logs: readonly { readonly topic: string; readonly partition: number; readonly size: number }[]
}

export class LogManager {
  readonly #options: LogManagerOptions
  readonly #environment: StorageEnvironment
  readonly #directories: LogDirectory[]
  readonly #logs = new Map<string, PartitionLog>()
  /** On disk and in no service. */
  readonly #orphans = new Set<PartitionLog>()
  readonly #configs = new Map<string, LogConfig>()
  readonly #background: BackgroundWork
  readonly #returning: ReturningDirectories
  #clusterId: string | undefined
  /** Logs with something to write or to report at the end of this turn. */
  #queue: PartitionLog[] = []
  readonly #queued = new Set<PartitionLog>()
  #flushScheduled = false
  #closed = false
  #opened = false

  private constructor(options: LogManagerOptions) {
    this.#options = options
    const { world } = options
    const settings = { ...defaultLogManagerSettings, ...options.settings }
    const { clock, scheduler, fs, random } = world
    const pool = new FilePool(fs, settings.openFiles)
    this.#environment = {
      fs: pool.sparingFileSystem(), clock, calmClock: new CalmClock(clock), scheduler, random, log: world.log, settings, pool,
      indexes: new IndexCache(settings.indexCacheBytes),
      syncs: new SyncPermits(() => Math.max(1, Math.min(MAX_SYNCS, pool.capacity >> 2))),
    }
    const events = {
      directoryFailed: (directory: LogDirectory, error: Error): void => this.#directoryFailed(directory, error),
      logBroken: (log: PartitionLog): void => this.#logBroken(log),
      enqueue: (log: PartitionLog): void => this.#enqueue(log),
      logStartMoved: (log: PartitionLog): void => this.#options.listener.logStartMoved?.(log),
      startsDurable: (directory: LogDirectory): Promise<void> => this.#background.startsDurable(directory),
      recoveryPointMoved: (directory: LogDirectory): void => this.#background.recoveryPointMoved(directory),
      later: (directory: LogDirectory, delayMs: number, work: () => void): void =>
        this.#background.later(directory, delayMs, work),
    }
    this.#directories = options.directories.map((path) => new LogDirectory(path, this.#environment, events))
    this.#clusterId = options.clusterId
    this.#background = new BackgroundWork(this, this.#environment, this.#directories)
    this.#returning = new ReturningDirectories({
      environment: this.#environment, directories: this.#directories, brokerId: options.brokerId,
      clusterId: () => this.#clusterId,
      configOf: this.#configOf,
      settled: () => this.settled(),
      returned: (directory) => {
        this.#adopt(directory)
        this.#options.listener.directoryRecovered?.(directory.path)
      },
    })
  }

  /**
   * Locks the directories, checks whose they are, loads every log. Throws StorageOpenError with a sentence for a person
   * when a directory is in use or another's, or none can be used. Of several directories some may fail: they are
   * offline in `directories()` then, without a call of the listener.
   */
  static async open(options: LogManagerOptions): Promise<LogManager> {
    const manager = new LogManager(options)
    const directories = manager.#directories
    try {
      manager.#clusterId = await prepareDirectories(directories, options.brokerId, options.clusterId)
      for (const directory of directories) {
        if (!directory.offline) await loadOrFail(directory, manager.#configOf)
        manager.#adopt(directory)
      }
      requireOne(directories)
    } catch (error) {
      manager.#environment.pool.closeAll()
      await Promise.all(directories.map((directory) => directory.lock?.release()))
      throw error
    }
    manager.#opened = true
    // What was read back may not be on the device yet; once it is, the next start need not look at it again.
    for (const log of manager.everyLog()) if (log.recoveryPoint < log.logEndOffset) void log.flusher.flush()
    await manager.settled()
    manager.#background.start()
    return manager
  }

  readonly #configOf = (topic: string): LogConfig => {
    let config = this.#configs.get(topic)
    if (config === undefined) this.#configs.set(topic, config = this.#options.configFor(topic))
    return config
  }

  #adopt(directory: LogDirectory): void {
    // The same partition in two directories: `recognize` says which it is.
    for (const [key, log] of directory.logs) if (!this.#logs.has(key)) this.#logs.set(key, log)
  }

  /**
   * Leaves in service only logs of partitions that there are; until then every log on disk is. Returns the others, which
   * stay as they are. To be called once the metadata is known. @throws StorageOpenError when a partition lies in two
   * directories.
   * @param path only what lies in this directory, which has come back; what others serve stays.
   */
  recognize(owner: Owner, path?: string): Orphan[] {
    const looked = this.#directories.filter((one) => path === undefined || one.path === path)
    for (const log of this.#orphans) if (looked.includes(log.directory)) this.#orphans.delete(log)
    const orphans = path === undefined ? recognizeAll(looked, this.#logs, owner) : looked.flatMap((one) => recognizeLate(one, this.#logs, owner))
    for (const log of orphans) this.#orphans.add(log)
    return orphans.map((log) => orphanOf(log, owner))
  }

  /** Names of folders that were set aside earlier. */
  strays(): string[] {
    return this.#directories.flatMap(({ strays }) => strays)
  }

  /**
   * Renames the orphans of this topic name, from a partition on: there will be a new topic of the name, or new partitions. The
   * folders stay, durably, under names that nobody else has. False when a disk refused.
   */
  async setAside(topic: string, fromPartition: number = 0): Promise<boolean> {
    const found = [...this.#orphans].filter((log) => log.topic === topic && log.partition >= fromPartition && !log.directory.offline)
    if (found.length === 0) return true
    let done = true
    for (const log of found) {
      await log.flusher.close()
      // Somebody else may have done it meanwhile.
      if (this.#orphans.has(log)) done = this.#setAside(log) && done
    }
    return (await this.foldersDurable()) && done
  }

  #setAside(log: PartitionLog): boolean {
    this.#orphans.delete(log)
    return setAside(log)
  }

  /** Makes the renaming of folders durable (deleted, set aside). False when a disk refused. */
  async foldersDurable(): Promise<boolean> {
    const durable = await Promise.all(this.#directories.map((directory) => directory.foldersDurable()))
    return !durable.includes(false)
  }

  /** From `meta.properties`, or as given. */
  get clusterId(): string | undefined {
    return this.#clusterId
  }

  /** Writes the cluster's id into directories that have none (a first start that learned it late). */
  setClusterId(clusterId: string): void {
    if (this.#clusterId !== undefined) return
    this.#clusterId = clusterId
    for (const { path, offline } of this.#directories) {
      if (!offline) writeMetaProperties(this.#environment.fs, path, this.#options.brokerId, clusterId)
    }
  }

  log(topic: string, partition: number): PartitionLog | undefined {
    return this.#logs.get(partitionKey(topic, partition))
  }

  allLogs(): Iterable<PartitionLog> {
    return this.#logs.values()
  }

  /** Those of no partition of the cluster too. */
  *everyLog(): Generator<PartitionLog> {
    for (const directory of this.#directories) yield* directory.logs.values()
  }

  get logCount(): number {
    return this.#logs.size
  }

  /** Open files, for metrics. */
  get openFiles(): number {
    return this.#environment.pool.openCount
  }

  /** How many descriptors others leave for log files; more are closed. A process without any takes no connections. */
  leaveDescriptors(count: number): void {
    this.#environment.pool.leave(count)
  }

  /**
   * The log of a partition, made when there is none, in the directory with the fewest. INCONSISTENT_TOPIC_ID when the
   * folder is that of another topic of the same name. Does not wait for the device: an empty folder lost in a crash
   * is made again when the replica is.
   * @param isNew the partition is being created: an orphan of the name is set aside. One that is not new has had a folder, and
   * an empty one must not take the place of whatever has become of it. Default true.
   */
  create(topic: string, partition: number, topicId: Uuid, isNew: boolean = true): PartitionLog | { readonly error: ErrorName } {
    const key = partitionKey(topic, partition)
    const present = this.#logs.get(key)
    if (present !== undefined) return this.#named(present, topicId)
    for (const directory of this.#directories) {
      const orphan = directory.offline ? undefined : directory.logs.get(key)
      if (orphan === undefined) continue
      if (!isNew) return { error: 'INCONSISTENT_TOPIC_ID' }
      if (!this.#setAside(orphan)) return { error: 'KAFKA_STORAGE_ERROR' }
    }
    let best: LogDirectory | undefined
    for (const directory of this.#directories) {
      if (directory.misplaced.has(key)) return { error: 'KAFKA_STORAGE_ERROR' }
      if (!directory.offline && (best === undefined || directory.logs.size < best.logs.size)) best = directory
    }
    if (best === undefined) return { error: 'KAFKA_STORAGE_ERROR' }
    const log = new PartitionLog(best, topic, partition, topicId, this.#configOf(topic))
    try {
      best.forgetPredecessor(key)
      this.#environment.fs.makeDirectory(log.folder)
      writePartitionMetadata(this.#environment.fs, log.folder, topicId)
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === 'EEXIST' || code === 'ENOTDIR') log.damage.tell('error', { path: log.folder }, 'something else is where the folder of a partition should be; the partition is not served')
      else if (!isOutOfDescriptors(error)) log.ioFailed(error)
      return { error: 'KAFKA_STORAGE_ERROR' }
    }
    beginSegment(log, 0)
    log.setLoaded({ logStart: 0, logEnd: 0, highWatermark: 0, recoveryPoint: 0 })
    best.logs.set(key, log)
    this.#logs.set(key, log)
    return log
  }

  #named(log: PartitionLog, topicId: Uuid): PartitionLog | { readonly error: ErrorName } {
    if (log.topicId === topicId) return log
    if (log.topicId !== undefined) return { error: 'INCONSISTENT_TOPIC_ID' }
    if (log.directory.offline) return { error: 'KAFKA_STORAGE_ERROR' }
    // It is not served, and its folder stays as it is.
    if (log.broken) return log
    try {
      writePartitionMetadata(this.#environment.fs, log.folder, topicId)
    } catch (error) {
      log.ioFailed(error)
      return { error: 'KAFKA_STORAGE_ERROR' }
    }
    log.setTopicId(topicId)
    return log
  }

  /** Takes the partition out of service; its folder is renamed at once and removed after `file.delete.delay.ms`. */
  delete(topic: string, partition: number): void {
    const key = partitionKey(topic, partition)
    const log = this.#logs.get(key)
    if (log === undefined) return
    this.#logs.delete(key)
    log.directory.logs.delete(key)
    log.directory.gone(key)
    const { fs, random } = this.#environment
    const name = deletedFolderName(topic, partition, random.bytes(16).toString('hex'))
    const folder = `${log.directory.path}/${name}`
    if (log.directory.offline) {
      log.closeFiles()
      return
    }
    try {
      const before = log.folder
      log.deleted(folder)
      fs.rename(before, folder)
      log.directory.renamed = true
      this.#background.removeFolderLater(log.directory, folder, log.config.fileDeleteDelayMs)
    } catch (error) {
      log.ioFailed(error)
    }
  }

  /** A topic's configuration changed; its logs follow it from the next append, roll or retention pass on. */
  updateConfig(topic: string, config: LogConfig): void {
    this.#configs.set(topic, config)
    for (const log of this.#logs.values()) if (log.topic === topic) log.config = config
  }

  /** The same for many topics, in one pass over the logs. */
  updateConfigs(configs: ReadonlyMap<string, LogConfig>): void {
    for (const [topic, config] of configs) this.#configs.set(topic, config)
    for (const log of this.#logs.values()) {
      const config = configs.get(log.topic)
      if (config !== undefined) log.config = config
    }
  }

  /** Forgets the configuration of a deleted topic. */
  forgetConfig(topic: string): void {
    this.#configs.delete(topic)
  }

  directories(): DirectoryDescription[] {
    return this.#directories.map((directory) => ({
      path: directory.path,
      offline: directory.offline,
      error: directory.failure?.message,
      logs: [...directory.logs.values()].map(({ topic, partition, size }) => ({ topic, partition, size })),
    }))
  }

  // ---- the turn

  #enqueue(log: PartitionLog): void {
    if (!this.#queued.has(log)) {
      this.#queued.add(log)
      this.#queue.push(log)
    }
    if (this.#flushScheduled) return
    this.#flushScheduled = true
    this.#environment.scheduler.nextTurn(this.#endOfTurn)
  }

  /** All writes first, then all reports: answers leave together. */
  readonly #endOfTurn = (): void => {
    this.#flushScheduled = false
    const logs = this.#queue
    this.#queue = []
    this.#queued.clear()
    const again: PartitionLog[] = []
    for (const log of logs) if (!log.writePending()) again.push(log)
    for (const log of logs) if (!again.includes(log)) this.#tellWritten(log)
    // No descriptor was to be had for these: a little later, not in a spin.
    for (const log of again) this.#environment.scheduler.after(10, () => this.#enqueue(log), { background: true })
  }

  #tellWritten(log: PartitionLog): void {
    try {
      this.#options.listener.written(log)
    } catch (error) {
      log.ioFailed(error)
    }
  }

  #logBroken(log: PartitionLog): void {
    for (const segment of log.segments.all) segment.file.forgetUnsynced()
    if (this.#opened) this.#options.listener.logFailed?.(log)
  }

  #directoryFailed(directory: LogDirectory, error: Error): void {
    for (const log of directory.logs.values()) {
      for (const segment of log.segments.all) segment.file.forgetUnsynced()
      if (log.pendingBytes === 0 && !log.flusher.gating) continue
      log.dropPending()
      this.#enqueue(log)
    }
    if (this.#opened) this.#options.listener.directoryFailed(directory.path, error)
  }

  // ---- directories out of service

  /**
   * Tries the directories that failed again: loads their logs anew. Returns those that are back in service.
   * @param force also those that failed in a sync: what the page cache shows of them may not be on the
   * device, and only a person can say that it is. Default false.
   */
  retryOffline(force: boolean = false): Promise<string[]> {
    return this.#returning.retry(force)
  }

  // ---- work that timers do; also for tests and for operators

  /** One retention pass over all logs. Returns the bytes freed. */
  runRetention(): Promise<number> {
    return this.#background.applyRetention()
  }

  /** Cleans the dirtiest compacted logs until none is due. Returns how many were cleaned. */
  runCleaner(): Promise<number> {
    return this.#background.clean()
  }

  /** Writes all checkpoints. */
  async checkpoint(): Promise<void> {
    for (const directory of this.#directories) {
      await directory.checkpoint(RECOVERY_POINT_CHECKPOINT)
      await directory.checkpoint(LOG_START_CHECKPOINT)
      await directory.checkpoint(HIGH_WATERMARK_CHECKPOINT)
    }
  }

  /** Resolves when what was appended, or found at the start, is written, and durable where that is asked for, or has failed. */
  async settled(): Promise<void> {
    this.#endOfTurn()
    await inParallel([...this.#logs.values()].filter((log) => log.flusher.isAwaited), MAX_SYNCS, (log) => log.flusher.flush())
    this.#endOfTurn()
  }

  /** Makes everything written durable. */
  async flush(): Promise<void> {
    await inParallel(this.#logs.values(), 32, (log) => log.flusher.flush())
  }

  /**
   * Syncs, writes indexes, snapshots, checkpoints and at last the clean-shutdown marker, and lets go of the directories.
   * @param brokerEpoch kept in the marker (3.7+); default none.
   */
  async close(brokerEpoch: number = -1): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    // A directory that is being loaded again must be left alone before its lock goes back.
    await Promise.all([this.#returning.stop(), this.#background.stop()])
    this.#endOfTurn()
    await inParallel(this.everyLog(), 32, (log) => log.flusher.close())
    await this.checkpoint()
    for (const directory of this.#directories) {
      for (const log of directory.logs.values()) log.closeFiles()
      if (!directory.offline) this.#writeMarker(directory, brokerEpoch)
    }
    this.#environment.pool.closeAll()
    await Promise.all(this.#directories.map((directory) => directory.lock?.release()))
  }

  #writeMarker(directory: LogDirectory, brokerEpoch: number): void {
    const { fs } = this.#environment
    // A log that found a bug in itself is not known to be whole: the next start shall look at it.
    for (const log of directory.logs.values()) if (log.broken || log.flusher.unfinished) return
    try {
      fs.replaceFile(`${directory.path}/${CLEAN_SHUTDOWN_FILE}`, Buffer.from(JSON.stringify({ version: 0, brokerEpoch })))
    } catch (error) {
      directory.workFailed(error)
    }
  }
}
