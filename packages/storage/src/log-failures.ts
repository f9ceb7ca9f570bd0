/**
 * Where the exceptions of one log's work end. What the operating system says is the disk's, and takes the whole directory
 * along (running out of descriptors says nothing about the disk). Everything else is a bug of ours, which a stranger may
 * have found out how to bring about: it costs the request where the log was only looked at, and this one log where it was
 * being changed, for what its memory says of it is not known any more. A restart reads it anew.
 *
 * Invariants: nothing here throws; a log that is out of service by a bug says so once.
 */
import { isSystemError } from '@odradek/platform'
import { STORAGE_ERROR } from './log-results.ts'
import type { AppendFailure } from './log-results.ts'
import type { PartitionLog } from './partition-log.ts'

export class LogFailures {
  readonly #log: PartitionLog
  /** The bug for which this log is out of service. */
  broken: Error | undefined = undefined

  constructor(log: PartitionLog) {
    this.#log = log
  }

  /** Work that changes the log; undefined when it threw. */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work()
    } catch (error) {
      this.failed(error)
      return undefined
    }
  }

  /** Work that only looks; undefined when it threw. */
  lookUp<T>(work: () => T): T | undefined {
    try {
      return work()
    } catch (error) {
      this.readFailed(error)
      return undefined
    }
  }

  /** The log was being changed. */
  failed(error: unknown): void {
    if (isSystemError(error)) return this.#log.directory.fail(error)
    if (this.broken === undefined) this.#tell(error, 'a bug: this partition is out of service until a restart')
    this.breakDown(error)
  }

  /** An append; `changing`: not only the batch had been looked at. */
  appendFailed(error: unknown, changing: boolean): AppendFailure {
    if (changing || isSystemError(error)) {
      this.failed(error)
      return STORAGE_ERROR
    }
    this.#tell(error, 'a bug: a batch could not be judged and is refused')
    return { error: 'UNKNOWN_SERVER_ERROR', message: 'the batch could not be judged; the log of the broker says why' }
  }

  /** Also for what is read when a response leaves. */
  readonly readFailed = (error: unknown): void => {
    if (isSystemError(error)) this.#log.directory.fail(error)
    else this.#tell(error, 'a read failed')
  }

  /** Takes this log alone out of service, until a restart. Says nothing. */
  breakDown(error: unknown): void {
    if (this.broken !== undefined) return
    this.broken = error instanceof Error ? error : new Error(String(error))
    this.#log.dropPending()
    this.#log.directory.events.logBroken(this.#log)
  }

  #tell(error: unknown, what: string): void {
    const { topic, partition, environment } = this.#log
    environment.log.error({ topic, partition, error }, what)
  }
}
