/** What a log manager does on its own: checkpoints, retention, flushing by age, cleaning, removing what was deleted. */
import type { Timer } from '@odradek/platform'
import { loadDirectory } from './directory-loader.ts'
import type { StorageEnvironment } from './environment.ts'
import { HIGH_WATERMARK_CHECKPOINT, LOG_START_CHECKPOINT, RECOVERY_POINT_CHECKPOINT } from './file-names.ts'
import type { LogConfig } from './log-config.ts'
import { logStartToCheckpoint } from './log-directory.ts'
import type { LogDirectory } from './log-directory.ts'
import type { LogManager } from './log-manager.ts'

export class BackgroundWork {
  readonly #manager: LogManager
  readonly #environment: StorageEnvironment
  readonly #directories: readonly LogDirectory[]
  readonly #timers = new Set<Timer>()
  readonly #running = new Set<Promise<void>>()
  readonly #startsMoved = new Set<LogDirectory>()
  #stopped = false

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
    if (this.#startsMoved.has(directory) || this.#stopped) return
    this.#startsMoved.add(directory)
    this.#after(0, async () => {
      this.#startsMoved.delete(directory)
      await directory.checkpoint(LOG_START_CHECKPOINT, logStartToCheckpoint)
    })
  }

  removeFolderLater(directory: LogDirectory, folder: string, delayMs: number): void {
    this.#after(delayMs, async () => {
      try {
        this.#environment.fs.removeTree(folder)
        await this.#environment.fs.syncDirectoryAsync(directory.path)
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

  async retention(): Promise<number> {
    return 0
  }

  async clean(): Promise<number> {
    return 0
  }
}
