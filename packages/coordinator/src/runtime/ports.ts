/** What the coordinator needs of the world, handed in by the broker. */
import type { ErrorName, Uuid } from '@odradek/protocol/internal'
import type { EncodedRecord } from '../records/record-codec.ts'

export interface PartitionWriter {
  /**
   * Appends the records as one batch to a partition of __consumer_offsets, if this broker leads it in that epoch; the
   * append itself happens before this returns. Resolves with NONE once the high watermark has passed the batch, else
   * with the error. Promises of one partition settle in the order of their appends. The bytes become the writer's.
   */
  append(partition: number, leaderEpoch: number, records: readonly EncodedRecord[]): Promise<ErrorName>
}

export interface TimerHandle {
  cancel(): void
}

export interface CoordinatorTimer {
  /** Calls `fn` once after `ms` of monotonic time. */
  after(ms: number, fn: () => void): TimerHandle
}

/** What the answer to one request may take, of its size and of the time of others. */
export interface AnswerPace {
  /** False when so many bytes have no room in the answer. `again`: they say what it says already. */
  take(bytes: number, again?: boolean): boolean
  /** As Array.map, one after the other; others are served in between. */
  map<Item, Result>(items: readonly Item[], change: (item: Item, at: number) => Result | Promise<Result>): Promise<Result[]>
}

/** For whoever asks on nobody's behalf: as much as there is, at once. */
export const unhurried: AnswerPace = {
  take: () => true,
  map: (items, change) => Promise.all(items.map(change)),
}

/** The topics of the cluster, as the coordinator's broker knows them at this moment. */
export interface TopicDirectory {
  exists(name: string): boolean
  hasPartition(name: string, partition: number): boolean
  idOf(name: string): Uuid | undefined
  nameOf(id: Uuid): string | undefined
}
