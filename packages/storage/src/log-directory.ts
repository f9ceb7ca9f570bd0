/**
 * One data directory (`log.dirs` entry): its logs, its checkpoints, whether it is in service. A directory fails as a
 * whole: after an I/O error nothing more is written to it until it has been loaded again.
 */
import type { DirectoryLock } from '@odradek/platform'
import { encodeOffsetCheckpoint } from './checkpoints.ts'
import type { StorageEnvironment } from './environment.ts'
import { isOutOfDescriptors } from './file-pool.ts'
import type { PartitionLog } from './partition-log.ts'

/** What a directory tells its manager. */
export interface DirectoryEvents {
  directoryFailed(directory: LogDirectory, error: Error): void
  /** A log has queued bytes, or has something to report. */
  enqueue(log: PartitionLog): void
  logStartMoved(log: PartitionLog): void
  /** A complete segment is durable: a restart need not scan it, once the checkpoint says so. */
  recoveryPointMoved(directory: LogDirectory): void
  /** Runs `work` on files of the directory after a while, if it is still in service; not after a stop. */
  later(directory: LogDirectory, delayMs: number, work: () => void): void
}

export class LogDirectory {
  readonly path: string
  readonly environment: StorageEnvironment
  readonly events: DirectoryEvents
  readonly logs: Map<string, PartitionLog> = new Map()
  /** Why the directory is out of service. */
  failure: Error | undefined = undefined
  /** Folders of deleted partitions found at the start. */
  readonly leftovers: string[] = []
  lock: DirectoryLock | undefined = undefined
  /** Contents of the checkpoint files as last written, to leave out writes that change nothing. */
  #syncing: Promise<void> | undefined
  #nextSync: Promise<void> | undefined
  readonly #written = new Map<string, string>()

  constructor(path: string, environment: StorageEnvironment, events: DirectoryEvents) {
    this.path = path
    this.environment = environment
    this.events = events
  }

  get offline(): boolean {
    return this.failure !== undefined
  }

  /** After a failed sync the page cache may hold what the device does not, marked clean: it cannot be synced again. */
  get failedInSync(): boolean {
    return /sync/i.test(String((this.failure as { syscall?: unknown } | undefined)?.syscall ?? ''))
  }

  /**
   * An operation failed. Takes the directory out of service, unless descriptors ran out (which says nothing about
   * the disk) or it is out already. InvariantErrors and other bugs are not for here.
   */
  fail(error: unknown): void {
    if (isOutOfDescriptors(error) || this.failure !== undefined) return
    this.failure = error instanceof Error ? error : new Error(String(error))
    this.environment.log.error({ directory: this.path, error: this.failure.message }, 'log directory failed')
    this.events.directoryFailed(this, this.failure)
  }

  /** Writes a checkpoint of all logs by atomic replacement, off the loop. */
  async checkpoint(name: string, offsetOf: (log: PartitionLog) => number): Promise<void> {
    if (this.offline) return
    const content = this.#encode(offsetOf)
    const text = content.toString('latin1')
    if (this.#written.get(name) === text) return
    try {
      await this.environment.fs.replaceFileAsync(`${this.path}/${name}`, content)
      this.#written.set(name, text)
    } catch (error) {
      this.fail(error)
    }
  }

  /** Makes the names of the folders durable. Callers that come while a sync runs share the one after it. */
  syncFolders(): Promise<void> {
    const running = this.#syncing
    if (running === undefined) return this.#startSync()
    this.#nextSync ??= running.then(() => {
      this.#nextSync = undefined
      return this.#startSync()
    })
    return this.#nextSync
  }

  #startSync(): Promise<void> {
    const sync = this.environment.fs.syncDirectoryAsync(this.path).finally(() => {
      if (this.#syncing === sync) this.#syncing = undefined
    })
    this.#syncing = sync
    return sync
  }

  forgetWritten(): void {
    this.#written.clear()
  }

  #encode(offsetOf: (log: PartitionLog) => number): Buffer {
    const entries = []
    for (const log of this.logs.values()) {
      const offset = offsetOf(log)
      // 0 is what an absent line means: ten thousand idle partitions make a short file.
      if (offset > 0) entries.push({ topic: log.topic, partition: log.partition, offset })
    }
    return encodeOffsetCheckpoint(entries)
  }
}

/** What the log-start checkpoint says of a log: only a start that its first segment does not tell need be written. */
export function logStartToCheckpoint(log: PartitionLog): number {
  return log.segments.count > 0 && log.logStartOffset > log.segments.first.baseOffset ? log.logStartOffset : 0
}
