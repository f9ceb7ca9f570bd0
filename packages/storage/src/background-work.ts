/** What a log manager does on its own: checkpoints, retention, flushing by age, cleaning, removing what was deleted. */
import { isSystemError } from '@odradek/platform'
import type { Timer } from '@odradek/platform'
import { cleanLog } from './cleaner/clean-log.ts'
import { dirtiestLog } from './cleaner/dirty-logs.ts'
import type { DirtyLog } from './cleaner/dirty-logs.ts'
import { Rounds, Slices, inParallel } from './environment.ts'
import type { StorageEnvironment } from './environment.ts'
import { CLEANER_CHECKPOINT, HIGH_WATERMARK_CHECKPOINT, LOG_START_CHECKPOINT, RECOVERY_POINT_CHECKPOINT } from './file-names.ts'
import type { LogDirectory } from './log-directory.ts'
import type { LogManager } from './log-manager.ts'
import type { PartitionLog } from './partition-log.ts'
import { hasBeforeStart, removeBeforeStart, wantLogStart } from './retention.ts'

export class BackgroundWork {
  readonly #manager: LogManager
  readonly #environment: StorageEnvironment
  readonly #directories: readonly LogDirectory[]
  readonly #timers = new Set<Timer>()
  readonly #running = new Set<Promise<void>>()
  /** Where a checkpoint of recovery points is on its way. */
  readonly #soon = new Set<LogDirectory>()
  readonly #starts = new Map<LogDirectory, Rounds>()
  #stopped = false
  #cleaning = false

  constructor(manager: LogManager, environment: StorageEnvironment, directories: readonly LogDirectory[]) {
    this.#manager = manager
    this.#environment = environment
    this.#directories = directories
  }

  start(): void {
    const { settings } = this.#environment
    const everywhere = (name: string) => async (): Promise<void> => {
      for (const directory of this.#directories) await directory.checkpoint(name)
    }
    this.#every(settings.highWatermarkCheckpointMs, everywhere(HIGH_WATERMARK_CHECKPOINT))
    this.#every(settings.recoveryPointCheckpointMs, everywhere(RECOVERY_POINT_CHECKPOINT))
    this.#every(settings.logStartCheckpointMs, everywhere(LOG_START_CHECKPOINT))
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

  /**
   * Waits for what is being done and begins nothing more: after a suspension everything is due at once, and what a pass
   * would sync log by log the manager's own close syncs many at a time.
   */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) timer.cancel()
    this.#timers.clear()
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** Runs `work` again and again, `periodMs` after it ended. */
  #every(periodMs: number, work: () => Promise<void>): void {
    this.#after(periodMs, async () => {
      try {
        await work()
      } finally {
        this.#every(periodMs, work)
      }
    })
  }

  #after(delayMs: number, work: () => Promise<void>): void {
    if (this.#stopped) return
    const timer = this.#environment.scheduler.after(delayMs, () => {
      this.#timers.delete(timer)
      void this.#track(work())
    }, { background: true })
    this.#timers.add(timer)
  }

  /** A stop waits for it. Never rejects. */
  #track(work: Promise<void>): Promise<void> {
    const run = work.catch((error: unknown) => {
      this.#environment.log.error({ error: String(error) }, 'background work of the log failed')
    })
    this.#running.add(run)
    return run.then(() => void this.#running.delete(run))
  }

  /**
   * Deleted records shall not come back after a crash, nor shall the end of a log that has lost them all go back (D8):
   * what lies below the log starts becomes durable, then their checkpoint. Resolves when it is, or the directory has
   * failed. A stop writes the checkpoint itself.
   */
  async startsDurable(directory: LogDirectory): Promise<void> {
    if (this.#stopped) return
    let rounds = this.#starts.get(directory)
    if (rounds === undefined) this.#starts.set(directory, rounds = new Rounds(() => this.#checkpointStarts(directory)))
    await this.#track(rounds.run())
  }

  async #checkpointStarts(directory: LogDirectory): Promise<void> {
    const ahead = [...directory.logs.values()].filter((log) => log.online && log.offsets.wantedStart > log.recoveryPoint)
    await inParallel(ahead, 32, (log) => log.flusher.flush())
    await directory.checkpoint(LOG_START_CHECKPOINT)
  }

  /** The checkpoint of recovery points follows soon: what is durable need not be scanned after a crash. */
  recoveryPointMoved(directory: LogDirectory): void {
    if (this.#soon.has(directory) || this.#stopped) return
    this.#soon.add(directory)
    this.#after(500, async () => {
      this.#soon.delete(directory)
      await directory.checkpoint(RECOVERY_POINT_CHECKPOINT)
    })
  }

  later(directory: LogDirectory, delayMs: number, work: () => void): void {
    this.#after(delayMs, async () => {
      try {
        if (!directory.offline) work()
      } catch (error) {
        directory.workFailed(error)
      }
    })
  }

  removeFolderLater(directory: LogDirectory, folder: string, delayMs: number): void {
    this.#after(delayMs, async () => {
      const { fs, settings } = this.#environment
      try {
        // Deletion follows no link: what it leads to may be somebody else's.
        if (fs.isLink(folder)) {
          this.#environment.log.warn({ folder, target: fs.exists(folder) ? fs.realPath(folder) : undefined },
            'the folder of a deleted partition is a symbolic link: the link is removed, what it leads to stays')
          fs.remove(folder)
        }
        // Removing a large file takes its time: one by one, in slices.
        const slices = new Slices(this.#environment, settings.sliceMs)
        for (const { name, isDirectory } of fs.exists(folder) ? fs.list(folder) : []) {
          if (!isDirectory) fs.remove(`${folder}/${name}`)
          if (slices.due) await slices.pause()
        }
        fs.removeTree(folder)
        await fs.syncDirectoryAsync(directory.path)
      } catch (error) {
        directory.workFailed(error)
      }
    })
  }

  /** One retention pass over all logs, in slices; a stop leaves the rest to the next start. Returns the bytes freed. */
  async applyRetention(): Promise<number> {
    const slices = new Slices(this.#environment, this.#environment.settings.sliceMs)
    const nowMs = this.#environment.calmClock.nowMs()
    for (const log of Array.from(this.#manager.allLogs())) {
      if (this.#stopped) return 0
      log.failures.attempt(() => wantLogStart(log, nowMs))
      if (slices.due) await slices.pause()
    }
    for (const directory of this.#directories) await this.startsDurable(directory)
    let bytes = 0
    const going = Array.from(this.#manager.allLogs()).filter((log) => log.failures.attempt(() => hasBeforeStart(log)))
    await inParallel(going, 8, async (log) => {
      if (this.#stopped) return
      await log.flusher.syncNames()
      bytes += log.failures.attempt(() => removeBeforeStart(log)) ?? 0
      if (slices.due) await slices.pause()
    })
    return bytes
  }

  /** `flush.ms`: syncs logs whose oldest unsynced bytes are older than their topic allows. */
  async #flushByAge(): Promise<void> {
    const nowMs = this.#environment.clock.monotonicMs()
    for (const log of Array.from(this.#manager.allLogs())) {
      if (this.#stopped) return
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
      if (this.#stopped) return
      // The device has caught up: what is left waits for more.
      if (isMuch && pool.unsyncedBytes < unsyncedMaxBytes / 4 && writeBackBytes === 0) return
      await log.flusher.flush()
    }
  }

  async #expireProducers(): Promise<void> {
    for (const log of this.#manager.allLogs()) if (log.producerState.size > 0) log.failures.attempt(() => log.snapshots.dropExpired())
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
      await log.directory.checkpoint(CLEANER_CHECKPOINT)
      return true
    } catch (error) {
      if (isSystemError(error)) log.ioFailed(error)
      else {
        // A batch that cannot be read, or a bug in reading it: everything stays as it is, and is not tried again before a
        // restart. While the segments themselves change places a bug ends in the log, not here.
        log.uncleanable = true
        this.#environment.log.error({ topic: log.topic, partition: log.partition, error }, 'cleaning failed; this log is not cleaned before a restart')
      }
      return false
    }
  }
}
