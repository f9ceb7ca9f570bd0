/**
 * One data directory (`log.dirs` entry): its logs, its checkpoints, whether it is in service. A directory fails as a
 * whole: after an I/O error nothing more is written to it until it has been loaded again.
 */
import { isSystemError } from '@odradek/platform'
import type { DirectoryLock } from '@odradek/platform'
import { encodeOffsetCheckpoint } from './checkpoints.ts'
import { Rounds } from './environment.ts'
import type { StorageEnvironment } from './environment.ts'
import {
  CLEANER_CHECKPOINT, HIGH_WATERMARK_CHECKPOINT, LOG_START_CHECKPOINT, RECOVERY_POINT_CHECKPOINT,
} from './file-names.ts'
import { isOutOfDescriptors } from './file-pool.ts'
import type { PartitionLog } from './partition-log.ts'

/** What a directory tells its manager. */
export interface DirectoryEvents {
  directoryFailed(directory: LogDirectory, error: Error): void
  /** A bug stopped one log; the directory is as it was. */
  logBroken(log: PartitionLog): void
  /** A log has queued bytes, or has something to report. */
  enqueue(log: PartitionLog): void
  logStartMoved(log: PartitionLog): void
  /** Resolves when the log starts of the directory, as they are now, are on the device, or it has failed. */
  startsDurable(directory: LogDirectory): Promise<void>
  /** A complete segment is durable: a restart need not scan it, once the checkpoint says so. */
  recoveryPointMoved(directory: LogDirectory): void
  /** Runs `work` on files of the directory after a while, if it is still in service; not after a stop. */
  later(directory: LogDirectory, delayMs: number, work: () => void): void
}

export class LogDirectory {
  readonly path: string
  readonly environment: StorageEnvironment
  readonly events: DirectoryEvents
  /** By `partitionKey`: all that lie here, those of no partition of the cluster too. */
  readonly logs: Map<string, PartitionLog> = new Map()
  /** Why the directory is out of service. */
  failure: Error | undefined = undefined
  /** Folders of deleted partitions found at the start. */
  readonly leftovers: string[] = []
  /** Names of folders that were set aside, as found at the start. */
  strays: string[] = []
  /** A folder was renamed, and that may not be durable yet. */
  renamed = false
  /** Partitions in whose folder's place something else was found. */
  readonly misplaced: Set<string> = new Set()
  lock: DirectoryLock | undefined = undefined
  readonly #folderSyncs: Rounds = new Rounds(() => this.environment.fs.syncDirectoryAsync(this.path))
  /** Contents of the checkpoint files as last written, to leave out writes that change nothing. */
  readonly #written = new Map<string, string>()
  /** Counts the writes of each checkpoint: one that another overtook is not the content of the file. */
  readonly #turns = new Map<string, number>()
  /** The last write of each checkpoint off the loop. */
  readonly #underWay = new Map<string, { readonly turn: number; readonly written: Promise<void> }>()
  /** Partitions that are not here any more and of which a checkpoint may still speak. */
  readonly #stale = new Set<string>()

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
   * the disk) or it is out already. Bugs are not for here: see `workFailed` and a log's `failures`.
   */
  fail(error: unknown): void {
    if (isOutOfDescriptors(error) || this.failure !== undefined) return
    this.failure = error instanceof Error ? error : new Error(String(error))
    this.environment.log.error({ directory: this.path, error: this.failure.message }, 'log directory failed')
    this.events.directoryFailed(this, this.failure)
  }

  /** Writes a checkpoint of all logs by atomic replacement, off the loop. */
  async checkpoint(name: string): Promise<void> {
    if (this.offline) return
    const starts = name === LOG_START_CHECKPOINT ? new Map<PartitionLog, number>() : undefined
    const content = this.#encode(name, { starts })
    const text = content.toString('latin1')
    if (this.#written.get(name) !== text) {
      const turn = this.#nextTurn(name)
      const written = this.environment.fs.replaceFileAsync(`${this.path}/${name}`, content)
      this.#underWay.set(name, { turn, written })
      try {
        await written
      } catch (error) {
        return this.workFailed(error)
      }
      // Whoever overtook this one tells what is durable; who waits for that waits for the last of them.
      for (let last = this.#underWay.get(name); this.#turns.get(name) !== turn; last = this.#underWay.get(name)) {
        if (last === undefined || last.turn === turn) return
        await last.written.catch(() => {})
        if (this.#underWay.get(name) === last) return
      }
      this.#written.set(name, text)
    }
    this.#tellStarts(starts)
  }

  /**
   * The same on the loop: for what must not happen before it is on the device. Throws what the file system throws.
   * @param lowered what to say of one log instead; default: of every log what is true of it.
   */
  checkpointNow(name: string, lowered?: { readonly log: PartitionLog; readonly offset: number }): void {
    const starts = name === LOG_START_CHECKPOINT ? new Map<PartitionLog, number>() : undefined
    const content = this.#encode(name, { starts, lowered })
    this.#nextTurn(name)
    this.environment.fs.replaceFile(`${this.path}/${name}`, content)
    this.#written.set(name, content.toString('latin1'))
    // It may have overtaken one that somebody waits for.
    if (lowered !== undefined) starts?.delete(lowered.log)
    this.#tellStarts(starts)
  }

  #tellStarts(starts: ReadonlyMap<PartitionLog, number> | undefined): void {
    for (const [log, start] of starts ?? []) log.failures.attempt(() => log.startIsDurable(start))
  }

  /** A partition went, or a checkpoint speaks of one that is not here. */
  gone(key: string): void {
    this.#stale.add(key)
  }

  /**
   * Before a partition of this name is made: what the checkpoints say of its predecessor must not be taken for its own
   * after a crash. Throws what the file system throws.
   */
  forgetPredecessor(key: string): void {
    if (!this.#stale.has(key)) return
    for (const name of Object.keys(OFFSET_IN)) this.checkpointNow(name)
    this.#stale.clear()
  }

  #nextTurn(name: string): number {
    const turn = (this.#turns.get(name) ?? 0) + 1
    this.#turns.set(name, turn)
    return turn
  }

  /** Work on files that are no log's has thrown: a bug of ours says nothing about the disk. */
  workFailed(error: unknown): void {
    if (isSystemError(error)) this.fail(error)
    else this.environment.log.error({ directory: this.path, error }, 'a bug: work in a data directory was given up')
  }

  /** Makes the names of the folders durable. Callers that come while a sync runs share the one after it. */
  syncFolders(): Promise<void> {
    return this.#folderSyncs.run()
  }

  /** Makes renamed folders durable. False when the disk refused, or had before. */
  async foldersDurable(): Promise<boolean> {
    if (!this.renamed) return true
    this.renamed = false
    if (this.offline) return false
    try {
      await this.syncFolders()
    } catch (error) {
      this.fail(error)
    }
    return !this.offline
  }

  forgetWritten(): void {
    this.#written.clear()
  }

  #encode(name: string, { starts, lowered }: {
    readonly starts?: Map<PartitionLog, number> | undefined
    readonly lowered?: { readonly log: PartitionLog; readonly offset: number } | undefined
  }): Buffer {
    const offsetOf = OFFSET_IN[name]!
    const entries = []
    for (const log of this.logs.values()) {
      const offset = log === lowered?.log ? lowered.offset : offsetOf(log)
      if (name === RECOVERY_POINT_CHECKPOINT) log.recoveryPointOnDisk = Math.max(log.recoveryPointOnDisk, offset)
      // 0 is what an absent line means: ten thousand idle partitions make a short file.
      if (offset === 0) continue
      entries.push({ topic: log.topic, partition: log.partition, offset })
      starts?.set(log, offset)
    }
    return encodeOffsetCheckpoint(entries)
  }
}

/** What each checkpoint says of a log. */
const OFFSET_IN: Readonly<Record<string, (log: PartitionLog) => number>> = {
  [RECOVERY_POINT_CHECKPOINT]: recoveryPointToCheckpoint,
  [HIGH_WATERMARK_CHECKPOINT]: (log) => log.highWatermark,
  [CLEANER_CHECKPOINT]: (log) => log.cleanedUpTo,
  // A start beyond what is durable waits: were the tail lost that held it, the log could not end where it starts.
  [LOG_START_CHECKPOINT]: (log) => Math.min(log.offsets.wantedStart, Math.max(log.recoveryPoint, log.offsets.durableStart)),
}

/**
 * The active segment may be completed after the checkpoint and before the crash, right at the recovery point: it has
 * indexes then that were not durable when the checkpoint was written, and has to be looked at.
 */
function recoveryPointToCheckpoint(log: PartitionLog): number {
  const { recoveryPoint } = log
  const active = log.segments.count > 0 ? log.segments.active : undefined
  return active !== undefined && recoveryPoint > active.baseOffset && !active.indexes.synced ? recoveryPoint - 1 : recoveryPoint
}
