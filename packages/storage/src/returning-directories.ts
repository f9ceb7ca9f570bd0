/**
 * Data directories out of service, and trying them again: their logs are loaded anew from disk. Owned by the log
 * manager, which is told of each that is back.
 *
 * Invariants: one attempt at a time; after `stop` has resolved nothing is read or written here any more, so that the
 * lock may be given back: another process may take the directory right then. What a stop interrupts stays out of
 * service, and is left as a crash would leave it.
 */
import { loadDirectory, takeLate } from './directory-loader.ts'
import type { StorageEnvironment } from './environment.ts'
import type { LogConfig } from './log-config.ts'
import type { LogDirectory } from './log-directory.ts'

export interface ReturningDirectoriesOptions {
  readonly environment: StorageEnvironment
  readonly directories: readonly LogDirectory[]
  readonly brokerId: number
  clusterId(): string | undefined
  configOf(topic: string): LogConfig
  /** Resolves when what was found is durable where that is asked for. */
  settled(): Promise<void>
  /** In service again. */
  returned(directory: LogDirectory): void
}

export class ReturningDirectories {
  readonly #options: ReturningDirectoriesOptions
  #trying: Promise<string[]> | undefined
  #stopping = false

  constructor(options: ReturningDirectoriesOptions) {
    this.#options = options
  }

  /**
   * Tries those that failed. Returns the paths of those that are back in service.
   * @param force also those that failed in a sync: what the page cache shows of them may not be on the device, and only
   * a person can say that it is.
   */
  retry(force: boolean): Promise<string[]> {
    this.#trying ??= this.#tryAll(force).finally(() => (this.#trying = undefined))
    return this.#trying
  }

  /** Gives up what is under way. Resolves when it has ended; nothing is tried any more. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#trying?.catch(() => {})
  }

  async #tryAll(force: boolean): Promise<string[]> {
    const { directories, returned } = this.#options
    const back: string[] = []
    for (const directory of directories) {
      if (this.#stopping || !directory.offline || (!force && directory.failedInSync)) continue
      // One that is back while the broker stops is closed with the others, and nobody need hear of it.
      if (!(await this.#takeBack(directory)) || this.#stopping) continue
      returned(directory)
      back.push(directory.path)
    }
    return back
  }

  async #takeBack(directory: LogDirectory): Promise<boolean> {
    const { environment, brokerId, clusterId, settled } = this.#options
    try {
      // One that could not be used at the start has not been looked at yet.
      if (directory.lock === undefined) await takeLate(directory, brokerId, clusterId())
      if (this.#stopping) return false
      await this.#reload(directory)
      await settled()
      return !directory.offline
    } catch (error) {
      if (this.#stopping) return false
      const facts = { directory: directory.path, error: String(error) }
      environment.log.warn(facts, 'log directory is still out of service')
      return false
    }
  }

  async #reload(directory: LogDirectory): Promise<void> {
    for (const log of directory.logs.values()) {
      log.closeFiles()
      log.segments.clear()
    }
    await loadDirectory(directory, this.#options.configOf, () => this.#stopping)
    directory.failure = undefined
    directory.forgetWritten()
  }
}
