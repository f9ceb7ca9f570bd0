/** Offsets by time or by name, asked of the leaders. */
import { ListOffsetsApi, type ListOffsetsRequestInput, type ListOffsetsResponse } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { forEachOf } from './each.ts'
import { byLeader, nameOfPartition, type PartitionRef } from './by-leader.ts'
import { toLeader } from './routes.ts'

/** A time in milliseconds (the first record at or after it), or one of Kafka's names for special places. */
export type OffsetSpec = 'earliest' | 'latest' | 'max-timestamp' | 'earliest-local' | 'latest-tiered' | number

export const special: Readonly<Record<string, number>> = {
  latest: -1, earliest: -2, 'max-timestamp': -3, 'earliest-local': -4, 'latest-tiered': -5,
}

export interface ListedOffset extends PartitionRef {
  /** -1 when there is no such record. */
  readonly offset: number
  /** Of the record found; -1 for 'earliest' and 'latest'. */
  readonly timestamp: number
  readonly leaderEpoch: number
}

type Wish = PartitionRef & { readonly at: OffsetSpec }

/** Answers in the order of what was asked. */
export async function listOffsets(
  cluster: Cluster, wanted: readonly Wish[], options: WaitOptions & { readonly isolation?: 'read_committed' | 'read_uncommitted' } = {},
): Promise<readonly ListedOffset[]> {
  return forEachOf<Wish, ListedOffset, ListOffsetsRequestInput, ListOffsetsResponse>(cluster, {
    what: 'listOffsets', verb: 'offsets of', items: wanted, nameOf: nameOfPartition, options, changes: false, route: toLeader(cluster, 'offsets of', options), api: ListOffsetsApi,
    request: (items, timeoutMs) => ({
      replicaId: -1,
      isolationLevel: options.isolation === 'read_committed' ? 1 : 0,
      timeoutMs,
      topics: byLeader.group(items).map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, at }) => ({ partitionIndex: partition, timestamp: typeof at === 'number' ? at : special[at]!, currentLeaderEpoch: -1 })),
      })),
    }),
    take: (response, answer) => {
      for (const { name: topic, partitions } of response.topics) {
        for (const { partitionIndex: partition, errorCode, offset, timestamp, leaderEpoch } of partitions) {
          const item = answer.named(nameOfPartition({ topic, partition }))
          if (errorCode === 0) answer.done(item, { topic, partition, offset, timestamp, leaderEpoch })
          else answer.refused(item, errorCode)
        }
      }
    },
  })
}
