/** What a log manager does on its own: checkpoints, retention, flushing by age, cleaning, removing what was deleted. */
import type { Timer } from '@odradek/platform'
import { CorruptBatchError } from '@odradek/protocol/internal'
import { cleanLog } from './cleaner/clean-log.ts'
import { dirtiestLog } from './cleaner/dirty-logs.ts'
import type { DirtyLog } from './cleaner/dirty-logs.ts'
import { loadDirectory } from './directory-loader.ts'
import { Slices } from './environment.ts'
import type { StorageEnvironment } from './environment.ts'
import { CLEANER_CHECKPOINT, HIGH_WATERMARK_CHECKPOINT, LOG_START_CHECKPOINT, RECOVERY_POINT_CHECKPOINT } from './file-names.ts'
import type { LogConfig } from './log-config.ts'
import { logStartToCheckpoint } from './log-directory.ts'
import type { LogDirectory } from './log-directory.ts'
import type { LogManager } from './log-manager.ts'
import type { PartitionLog } from './partition-log.ts'
import { moveLogStart, removeBeforeStart } from './retention.ts'

export class BackgroundWork {
  readonly #manager: LogManager
  readonly #environment: StorageEnvironment
  readonly #directories: readonly LogDirectory[]
  readonly #timers = new Set<Timer>()
  readonly #running = new Set<Promise<void>>()
  /** Checkpoints on their way. */
  readonly #soon = new Set<string>()
  #stopped = false
  #cleaning = false

  constructor(manager: LogManager, environment: StorageEnvironment, directories: readonly LogDirectory[]) {
    this.#manager = manager
    this.#environment = environment
    this.#directories = directories
  }

  start(): void {
    const { settings } = this.#environment
    const everywhere = (name: string, offsetOf: Parameters<LogDirectory['checkpoint']>[1]) => async (): Promise<void> => {
      for (const directory of this.#directories) await directory.checkpoint(name, offsetOf)
    }
    this.#every(settings.highWatermarkCheckpointMs, everywhere(HIGH_WATERMARK_CHECKPOINT, (log) => log.highWatermark))
    this.#every(settings.recoveryPointCheckpointMs, everywhere(RECOVERY_POINT_CHECKPOINT, (log) => log.recoveryPoint))
    this.#every(settings.logStartCheckpointMs, everywhere(LOG_START_CHECKPOINT, logStartToCheckpoint))
    this.#every(settings.retentionCheckMs, async () => void await this.applyRetention())
    this.#every(settings.flushCheckMs, () => this.#flushByAge())
    this.#every(settings.producerIdExpirationCheckMs, () => this.#expireProducers())
    if (settings.cleanerEnabled) this.#every(settings.cleanerBackoffMs, async () => void await this.clean())
    if (settings.writeBackBytes > 0 || settings.unsyncedMaxBytes > 0) this.#every(settings.writeBackMs, () => this.#writeBack())
    if (settings.offlineRetryMs > 0) this.#every(settings.offlineRetryMs, async () => void await this.#manager.retryOffline())
    for (const directory of this.#directories) {
      for (const folder of directory.leftovers.splice(0)) this.removeFolderLater(directory, folder, 0)
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) timer.cancel()
    this.#timers.clear()
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** Runs `work` again and again, `periodMs` after it ended. */
  #every(periodMs: number, work: () => Promise<void>): void {
    this.#after(periodMs, async () => {
      await work()
      this.#every(periodMs, work)
    })
  }

  #after(delayMs: number, work: () => Promise<void>): void {
    if (this.#stopped) return
    const timer = this.#environment.scheduler.after(delayMs, () => {
      this.#timers.delete(timer)
      const run = work().catch((error: unknown) => {
        this.#environment.log.error({ error: String(error) }, 'background work of the log failed')
      })
      this.#running.add(run)
      void run.then(() => this.#running.delete(run))
    }, { background: true })
    this.#timers.add(timer)
  }

  /** The checkpoint of log starts follows soon: deleted records shall not come back after a crash (D8). */
  logStartMoved(directory: LogDirectory): void {
    this.#checkpointSoon(directory, LOG_START_CHECKPOINT, 0, logStartToCheckpoint)
  }

  /** So does that of recovery points: what is durable need not be scanned after a crash. */
  recoveryPointMoved(directory: LogDirectory): void {
    this.#checkpointSoon(directory, RECOVERY_POINT_CHECKPOINT, 500, (log) => log.recoveryPoint)
  }

  #checkpointSoon(directory: LogDirectory, name: string, delayMs: number, offsetOf: (log: PartitionLog) => number): void {
    const key = `${directory.path}/${name}`
    if (this.#soon.has(key) || this.#stopped) return
    this.#soon.add(key)
    this.#after(delayMs, async () => {
      this.#soon.delete(key)
      await directory.checkpoint(name, offsetOf)
    })
  }

  later(directory: LogDirectory, delayMs: number, work: () => void): void {
    this.#after(delayMs, async () => {
      try {
        if (!directory.offline) work()
      } catch (error) {
        directory.fail(error)
      }
    })
  }

  removeFolderLater(directory: LogDirectory, folder: string, delayMs: number): void {
    this.#after(delayMs, async () => {
      const { fs, settings } = this.#environment
      try {
        // Removing a large file takes its time: one by one, in slices.
        const slices = new Slices(this.#environment, settings.sliceMs)
        for (const { name, isDirectory } of fs.exists(folder) ? fs.list(folder) : []) {
          if (!isDirectory) fs.remove(`${folder}/${name}`)
          if (slices.due) await slices.pause()
        }
        fs.removeTree(folder)
        await fs.syncDirectoryAsync(directory.path)
      } catch (error) {
        directory.fail(error)
      }
    })
  }

  async reload(directory: LogDirectory, configOf: (topic: string) => LogConfig): Promise<boolean> {
    for (const log of directory.logs.values()) {
      log.closeFiles()
      log.segments.clear()
    }
    try {
      await loadDirectory(directory, configOf)
    } catch (error) {
      this.#environment.log.warn({ directory: directory.path, error: String(error) }, 'log directory is still out of service')
      return false
    }
    directory.failure = undefined
    directory.forgetWritten()
    return true
  }

  /** One retention pass over all logs, in slices. Returns the bytes freed. */
  async applyRetention(): Promise<number> {
    const slices = new Slices(this.#environment, this.#environment.settings.sliceMs)
    const nowMs = this.#environment.calmClock.nowMs()
    for (const log of Array.from(this.#manager.allLogs())) {
      moveLogStart(log, nowMs)
      if (slices.due) await slices.pause()
    }
    for (const directory of this.#directories) await directory.checkpoint(LOG_START_CHECKPOINT, logStartToCheckpoint)
    let bytes = 0
    for (const log of Array.from(this.#manager.allLogs())) {
      bytes += removeBeforeStart(log)
      if (slices.due) await slices.pause()
    }
    return bytes
  }

  /** `flush.ms`: syncs logs whose oldest unsynced bytes are older than their topic allows. */
  async #flushByAge(): Promise<void> {
    const nowMs = this.#environment.clock.monotonicMs()
    for (const log of Array.from(this.#manager.allLogs())) {
      if (log.flusher.unsyncedForMs(nowMs) >= log.config.flushMs) await log.flusher.flush()
    }
  }

  /** Brings dirty bytes to the device early, so that the kernel never has to stop a writer to do it. */
  async #writeBack(): Promise<void> {
    const { pool, settings: { writeBackBytes, unsyncedMaxBytes } } = this.#environment
    const isMuch = unsyncedMaxBytes > 0 && pool.unsyncedBytes > unsyncedMaxBytes / 2
    const fromBytes = isMuch ? 1 : writeBackBytes
    if (fromBytes === 0) return
    const dirty = (log: PartitionLog): number => (log.online ? log.segments.active.file.dirtyBytes : 0)
    const logs = Array.from(this.#manager.allLogs()).filter((log) => dirty(log) >= fromBytes)
    for (const log of logs.toSorted((a, b) => dirty(b) - dirty(a))) {
      // The device has caught up: what is left waits for more.
      if (isMuch && pool.unsyncedBytes < unsyncedMaxBytes / 4 && writeBackBytes === 0) return
      await log.flusher.flush()
    }
  }

  async #expireProducers(): Promise<void> {
    for (const log of this.#manager.allLogs()) if (log.producerState.size > 0) log.snapshots.dropExpired()
  }

  /** Cleans the dirtiest log until none is due. Returns how many rounds ended. One run at a time. */
  async clean(): Promise<number> {
    if (this.#cleaning) return 0
    this.#cleaning = true
    let rounds = 0
    try {
      for (;;) {
        const dirty = this.#stopped ? undefined : dirtiestLog(this.#manager.allLogs(), this.#environment.calmClock.nowMs())
        if (dirty === undefined || !(await this.#cleanOne(dirty))) return rounds
        rounds++
      }
    } finally {
      this.#cleaning = false
    }
  }

  async #cleanOne(dirty: DirtyLog): Promise<boolean> {
    const { log } = dirty
    try {
      const report = await cleanLog(dirty, () => this.#stopped)
      if (!report.completed) return false
      this.#environment.log.debug({ topic: log.topic, partition: log.partition, ...report }, 'cleaned')
      await log.directory.checkpoint(CLEANER_CHECKPOINT, (each) => each.cleanedUpTo)
      return true
    } catch (error) {
      // A batch that cannot be read stays as it is; the log is not tried again before a restart.
      if (error instanceof CorruptBatchError) log.uncleanable = true
      else log.ioFailed(error)
      this.#environment.log.error({ topic: log.topic, partition: log.partition, error: String(error) }, 'cleaning failed')
      return false
    }
  }
}
