/**
 * Which partitions of __consumer_offsets this broker coordinates, and how far it is with each: being read, served, or
 * unreadable. Owned by the door.
 *
 * Invariant: a load that was overtaken (unloaded, or begun again in a later epoch) leaves no trace.
 */
import { GroupMemory } from './classic/group-memory.ts'
import { RecordReader, type ErrorName } from '@odradek/protocol/internal'
import type { LogBytes } from './records/record-codec.ts'
import { replayBatches, type LoadCounts } from './runtime/log-loader.ts'
import { Shard } from './runtime/shard.ts'
import { ShardRunner, type RunnerOptions } from './runtime/shard-runner.ts'

type Entry =
  | { readonly state: 'loading', readonly leaderEpoch: number }
  | { readonly state: 'active', readonly runner: ShardRunner }
  | { readonly state: 'failed', readonly leaderEpoch: number }

/** Chunks of a log, in order; each holds whole batches and is borrowed until the next is asked for. */
export type LogChunks = AsyncIterable<LogBytes> | Iterable<LogBytes>

export class ShardDirectory {
  /** Of the members of all groups. */
  readonly memory: GroupMemory = new GroupMemory()
  readonly #entries: Map<number, Entry> = new Map()
  readonly #options: RunnerOptions

  constructor(options: RunnerOptions) {
    this.#options = options
  }

  /** The runner of a partition, or why there is none. */
  find(partition: number): ShardRunner | Extract<ErrorName, 'NOT_COORDINATOR' | 'COORDINATOR_LOAD_IN_PROGRESS'> {
    const entry = this.#entries.get(partition)
    if (entry?.state === 'active') return entry.runner
    return entry?.state === 'loading' ? 'COORDINATOR_LOAD_IN_PROGRESS' : 'NOT_COORDINATOR'
  }

  * active(): Generator<ShardRunner, void> {
    for (const entry of this.#entries.values()) if (entry.state === 'active') yield entry.runner
  }

  get isLoading(): boolean {
    for (const entry of this.#entries.values()) if (entry.state === 'loading') return true
    return false
  }

  /** See GroupCoordinator.load. */
  async load(partition: number, leaderEpoch: number, chunks: LogChunks): Promise<void> {
    const current = this.#entries.get(partition)
    if (current?.state === 'active') {
      // Elected again without having lost the log: the state is as good as the log, only the epoch is newer.
      current.runner.leaderEpoch = Math.max(current.runner.leaderEpoch, leaderEpoch)
      return
    }
    if (current !== undefined && current.leaderEpoch > leaderEpoch) return
    const entry: Entry = { state: 'loading', leaderEpoch }
    this.#entries.set(partition, entry)
    const shard = new Shard(partition, this.memory)
    const counts: LoadCounts = { records: 0, skipped: 0 }
    try {
      const reader = new RecordReader()
      for await (const chunk of chunks) {
        if (this.#entries.get(partition) !== entry) return
        replayBatches(shard, chunk, reader, counts)
      }
    } catch (error) {
      if (this.#entries.get(partition) !== entry) return
      this.#entries.set(partition, { state: 'failed', leaderEpoch })
      throw error
    }
    if (this.#entries.get(partition) !== entry) return
    const runner = new ShardRunner(shard, leaderEpoch, this.#options)
    this.#entries.set(partition, { state: 'active', runner })
    runner.run((turn) => shard.loaded(turn))
    this.#options.log.info({ partition, leaderEpoch, ...counts, groups: shard.groups.size }, 'groups loaded')
  }

  /** See GroupCoordinator.unload. */
  unload(partition: number): void {
    const entry = this.#entries.get(partition)
    this.#entries.delete(partition)
    if (entry?.state === 'active') entry.runner.close()
  }

  unloadAll(): void {
    for (const partition of this.#entries.keys()) this.unload(partition)
  }
}
