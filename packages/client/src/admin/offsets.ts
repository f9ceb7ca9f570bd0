/** Offsets by time or by name, asked of the leaders. */
import { ListOffsetsApi } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import { type Check, listOf, oneOf, text, whole, withFields } from './arguments.ts'
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

type Wish = PartitionRef & { readonly at: OffsetSpec }

const offsetSpec: Check = (value, where) => (typeof value === 'number' ? whole : oneOf(Object.keys(special)))(value, where)
const wishes = listOf(withFields({ topic: text, partition: whole, at: offsetSpec }))

const nameOf = (topic: string, partition: number): string => `${topic}-${partition}`

/** Answers in the order of what was asked. */
export async function listOffsets(
  cluster: Cluster, wanted: readonly Wish[], options: WaitOptions & { readonly isolation?: 'read_committed' | 'read_uncommitted' } = {},
): Promise<readonly ListedOffset[]> {
  wishes(wanted, 'listOffsets: wanted')
  const found = new Map<Wish, ListedOffset>()
  await forEachLeader(cluster, wanted, options, async (node, items) => {
    // A request may name a partition once: a second question about it goes in the next.
    for (let left = [...items]; left.length > 0;) {
      const round = new Map(left.toReversed().map((wish) => [nameOf(wish.topic, wish.partition), wish]))
      await ask(cluster, node, round, options, found)
      const asked = new Set(round.values())
      left = left.filter((wish) => !asked.has(wish))
    }
  })
  return wanted.map((wish) => {
    const listed = found.get(wish)
    if (listed === undefined) throw protocolError(-1, `offsets of ${nameOf(wish.topic, wish.partition)}: the broker did not answer for it`)
    return listed
  })
}

async function ask(
  cluster: Cluster, node: number, round: ReadonlyMap<string, Wish>, options: WaitOptions & { readonly isolation?: 'read_committed' | 'read_uncommitted' },
  found: Map<Wish, ListedOffset>,
): Promise<void> {
  const response = await cluster.send(node, ListOffsetsApi, {
    replicaId: -1,
    isolationLevel: options.isolation === 'read_committed' ? 1 : 0,
    topics: byLeader.group([...round.values()]).map(([name, partitions]) => ({
      name,
      partitions: partitions.map(({ partition, at }) => ({
        partitionIndex: partition,
        timestamp: typeof at === 'number' ? at : special[at]!,
        currentLeaderEpoch: -1,
      })),
    })),
  }, { signal: options.signal })
  for (const topic of response.topics) {
    for (const { partitionIndex, errorCode, offset, timestamp, leaderEpoch } of topic.partitions) {
      if (errorCode !== 0) throw protocolError(errorCode, `offsets of ${topic.name}-${partitionIndex}`)
      const wish = round.get(nameOf(topic.name, partitionIndex))
      if (wish !== undefined) found.set(wish, { topic: topic.name, partition: partitionIndex, offset, timestamp, leaderEpoch })
    }
  }
}
