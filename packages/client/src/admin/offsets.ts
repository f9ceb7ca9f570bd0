/** Offsets by time or by name, asked of the leaders. */
import { ListOffsetsApi } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import { byLeader, forEachLeader, type PartitionRef } from './by-leader.ts'

/** A time in milliseconds (the first record at or after it), or one of Kafka's names for special places. */
export type OffsetSpec = 'earliest' | 'latest' | 'max-timestamp' | 'earliest-local' | 'latest-tiered' | number

const special: Readonly<Record<string, number>> = {
  latest: -1, earliest: -2, 'max-timestamp': -3, 'earliest-local': -4, 'latest-tiered': -5,
}

export interface ListedOffset extends PartitionRef {
  /** -1 when there is no such record. */
  readonly offset: number
  /** Of the record found; -1 for 'earliest' and 'latest'. */
  readonly timestamp: number
  readonly leaderEpoch: number
}

export async function listOffsets(
  cluster: Cluster, wanted: readonly (PartitionRef & { readonly at: OffsetSpec })[],
  options: WaitOptions & { readonly isolation?: 'read_committed' | 'read_uncommitted' } = {},
): Promise<readonly ListedOffset[]> {
  const results: ListedOffset[] = []
  await forEachLeader(cluster, wanted, options, async (node, items) => {
    const response = await cluster.send(node, ListOffsetsApi, {
      replicaId: -1,
      isolationLevel: options.isolation === 'read_committed' ? 1 : 0,
      topics: byLeader.group(items).map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, at }) => ({
          partitionIndex: partition,
          timestamp: typeof at === 'number' ? at : (special[at] ?? -1),
          currentLeaderEpoch: -1,
        })),
      })),
    }, { signal: options.signal })
    for (const topic of response.topics) {
      for (const { partitionIndex, errorCode, offset, timestamp, leaderEpoch } of topic.partitions) {
        if (errorCode !== 0) throw protocolError(errorCode, `offsets of ${topic.name}-${partitionIndex}`)
        results.push({ topic: topic.name, partition: partitionIndex, offset, timestamp, leaderEpoch })
      }
    }
  })
  return results
}
