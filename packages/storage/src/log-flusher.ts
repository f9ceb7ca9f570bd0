/**
 * Durability of one log: brings written bytes to the device off the loop and moves the recovery point. By default that
 * happens when a segment is rolled; `flush.messages` makes appends wait for it, several of them for one fsync.
 *
 * Invariants: the recovery point moves to an offset only after everything below it, with what recovery will not
 * rebuild (indexes of complete segments, snapshots, leader epochs, the folder's entries), is on the device. One flush
 * of a log runs at a time. A failed fsync takes the directory out of service: what the device holds is unknown then.
 */
import { Rounds } from './environment.ts'
import { LEADER_EPOCH_CHECKPOINT, PARTITION_METADATA } from './file-names.ts'
import type { PartitionLog } from './partition-log.ts'

const RETRY_MS = 50

export class LogFlusher {
  readonly #log: PartitionLog
  #target = 0
  #unsyncedSinceMs: number | undefined
  #running: Promise<void> | undefined
  /** Whether the folder and its first files are known to be durable. */
  #birthSynced = false
  /** One more than the base offset of the newest segment whose directory entry is durable. */
  #segmentsSynced = 0
  readonly #folder: Rounds = new Rounds(() => this.#syncFolder())
  /** Whether appended offsets become visible only after their fsync. */
  gating = false
  /** Closing it did not come to its end (no descriptor was to be had): the files are not known to be whole. */
  unfinished = false

  constructor(log: PartitionLog) {
    this.#log = log
  }

  /**
   * Whether somebody waits for what is not durable yet, or would: after a crash the page cache may hold more than the
   * device, and whoever has `flush.messages` ask for the device is not to be shown it before it is there.
   */
  get isAwaited(): boolean {
    const log = this.#log
    return this.gating || (log.online && log.logEndOffset > log.recoveryPoint && log.logEndOffset - log.recoveryPoint >= log.config.flushMessages)
  }

  /** The folder was there, whole, after a clean stop. */
  trustFolder(): void {
    this.#birthSynced = true
    this.#segmentsSynced = this.#log.segments.active.baseOffset + 1
  }

  /** Whether the names of all segments are on the device. */
  get namesAreDurable(): boolean {
    return this.#birthSynced && this.#segmentsSynced === this.#log.segments.active.baseOffset + 1
  }

  /** Makes them so, before any is removed that came before the others. */
  async syncNames(): Promise<void> {
    const log = this.#log
    if (this.namesAreDurable || !log.online) return
    try {
      await log.environment.syncs.with(() => this.#folder.run())
    } catch (error) {
      if (log.online) log.ioFailed(error)
    }
  }

  /** A truncation removed names: one that comes again is another file. */
  namesChanged(): void {
    this.#segmentsSynced = 0
  }

  /** How long the oldest unsynced bytes have waited, by the checks of a timer; 0 when there are none. */
  unsyncedForMs(nowMs: number): number {
    const log = this.#log
    if (!log.online || log.pagedEndOffset <= log.recoveryPoint) {
      this.#unsyncedSinceMs = undefined
      return 0
    }
    this.#unsyncedSinceMs ??= nowMs
    return nowMs - this.#unsyncedSinceMs
  }

  /** What lies below `end` becomes visible only when it is durable. */
  flushBeforeVisible(end: number): void {
    this.gating = true
    void this.#flushTo(end)
  }

  /** Everything before the active segment, without waiting. */
  flushInBackground(): void {
    void this.#flushTo(this.#log.segments.active.baseOffset)
  }

  /** Everything written. Resolves when it is durable or the directory has failed. */
  flush(): Promise<void> {
    if (!this.#log.writePending()) return Promise.resolve()
    return this.#flushTo(this.#log.pagedEndOffset)
  }

  /** For an orderly stop: everything durable, indexes and producer state included. */
  async close(): Promise<void> {
    const log = this.#log
    await this.flush()
    this.unfinished = log.online && log.pendingBytes > 0
    if (!log.online || !log.segments.active.file.exists) return
    await log.environment.syncs.with(() => this.#closeSynced())
  }

  async #closeSynced(): Promise<void> {
    const log = this.#log
    const { active } = log.segments
    try {
      if (log.touched) {
        active.becomeInactive()
        if (log.producerState.size > 0 || log.snapshots.latest !== undefined) log.snapshots.take(log.logEndOffset)
        active.indexes.synced = false
        await active.sync(true)
      }
      if (log.touched || log.leaderEpochs.dirty) await this.#folder.run()
      log.recoveryPoint = log.pagedEndOffset
    } catch (error) {
      this.unfinished = true
      log.ioFailed(error)
    }
  }

  #flushTo(offset: number): Promise<void> {
    this.#target = Math.max(this.#target, offset)
    // One reaction later: a run that finds nothing to do would end before it is remembered, and be remembered for ever.
    this.#running ??= Promise.resolve().then(() => this.#run())
    return this.#running
  }

  async #run(): Promise<void> {
    const log = this.#log
    try {
      // One round per generation of requests: those that came during a round share the next one.
      while (log.online && this.#target > log.recoveryPoint) await log.environment.syncs.with(() => this.#round(this.#target))
    } catch (error) {
      if (log.online) log.ioFailed(error)
    }
    this.#running = undefined
    if (log.online && this.#target > log.recoveryPoint) return this.#tryAgain()
    this.#target = 0
    const gated = this.gating
    this.gating = false
    if (gated && log.online) log.failures.attempt(() => log.becameVisible(log.pagedEndOffset))
    else if (gated) log.directory.events.enqueue(log)
  }

  /** No descriptor was to be had. What waits for the device goes on waiting. */
  #tryAgain(): void {
    this.#log.environment.scheduler.after(RETRY_MS, () => void this.#flushTo(this.#target), { background: true })
  }

  async #round(target: number): Promise<void> {
    this.#unsyncedSinceMs = undefined
    const log = this.#log
    const { generation } = log
    const { active } = log.segments
    const bound = Math.min(target, log.pagedEndOffset)
    let segments = 1
    for (const segment of log.segments.overlapping(log.recoveryPoint, Math.max(bound, log.recoveryPoint + 1))) {
      if (segment !== active) segments++
      if (segment.baseOffset < bound) await segment.sync(segment !== active)
      if (log.generation !== generation) return this.#afterChange()
    }
    await this.#folder.run()
    if (log.generation !== generation) return this.#afterChange()
    log.recoveryPoint = Math.max(log.recoveryPoint, this.#recoverableFrom(bound))
    if (segments > 1) log.directory.events.recoveryPointMoved(log.directory)
    if (this.gating) log.becameVisible(bound)
    // Nothing more was written: a target beyond the end (truncated meanwhile) is reached.
    if (bound < this.#target && bound === log.pagedEndOffset) this.#target = bound
  }

  /**
   * The recovery point that durable data up to `bound` allows. A segment that was rolled while this round waited has
   * indexes that are not on the device: were they passed over, a restart would believe whatever the crash left of them.
   */
  #recoverableFrom(bound: number): number {
    const { segments, recoveryPoint } = this.#log
    for (const segment of segments.overlapping(recoveryPoint, bound)) {
      if (segment !== segments.active && !segment.indexes.synced) return Math.min(bound, Math.max(segment.baseOffset, recoveryPoint))
    }
    return bound
  }

  #afterChange(): void {
    this.#target = Math.min(this.#target, this.#log.pagedEndOffset)
  }

  async #syncFolder(): Promise<void> {
    const log = this.#log
    const { fs } = log.environment
    const { generation } = log
    // A segment that is begun meanwhile has a name that these syncs need not have seen.
    const segments = log.segments.active.baseOffset + 1
    const snapshots = log.snapshots.needsSync
    if (snapshots) await log.snapshots.sync()
    if (!this.#birthSynced && fs.exists(`${log.folder}/${PARTITION_METADATA}`)) {
      const file = fs.open(`${log.folder}/${PARTITION_METADATA}`, 'rw')
      try {
        await file.sync()
      } finally {
        file.closeSync()
      }
    }
    // Replacing a file syncs the folder, so that the names of the others are durable with it.
    const epochs = log.leaderEpochs.dirty
    if (epochs) {
      log.leaderEpochs.dirty = false
      await fs.replaceFileAsync(`${log.folder}/${LEADER_EPOCH_CHECKPOINT}`, log.leaderEpochs.encode())
    }
    if (!epochs && (snapshots || !this.#birthSynced || this.#segmentsSynced !== segments)) await fs.syncDirectoryAsync(log.folder)
    if (log.generation === generation) this.#segmentsSynced = segments
    if (!this.#birthSynced) await log.directory.syncFolders()
    this.#birthSynced = true
  }
}
