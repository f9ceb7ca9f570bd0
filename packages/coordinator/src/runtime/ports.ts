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

/** The topics of the cluster, as the coordinator's broker knows them at this moment. */
export interface TopicDirectory {
  exists(name: string): boolean
  hasPartition(name: string, partition: number): boolean
  idOf(name: string): Uuid | undefined
  nameOf(id: Uuid): string | undefined
}
