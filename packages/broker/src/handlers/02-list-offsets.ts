/**
 * ListOffsets (2), versions 1-11. The offset at a moment: earliest (-2), latest (-1), of the largest timestamp (-3, from
 * 7 on), earliest on this broker (-4, from 8 on); -5 and -6 ask for tiered storage and find nothing; everything from 0
 * up is the first record of that time or later.
 *
 * A leader whose high watermark has not reached the start of its epoch cannot say what is latest: OFFSET_NOT_AVAILABLE
 * (KIP-207), LEADER_NOT_AVAILABLE up to version 4.
 */
import {
  ErrorCode,
  ListOffsetsApi,
  type ErrorName,
  type ListOffsetsRequest,
  type ListOffsetsResponseInput,
} from '@odradek/protocol/internal'
import type { PartitionLog } from '@odradek/storage/internal'
import { AnswerWork } from '../limits/answer-work.ts'
import type { Partition } from '../replica/partition.ts'
import type { BrokerServices, Handler } from '../services.ts'

const LATEST = -1
const EARLIEST = -2
const MAX_TIMESTAMP = -3
const EARLIEST_LOCAL = -4
const LATEST_TIERED = -5
const EARLIEST_PENDING_UPLOAD = -6

/** The first version whose answer has a place for the epoch. */
const LEADER_EPOCH_FROM = 4

/** Lowest version in which each special timestamp may be asked for. */
const specials: ReadonlyMap<number, number> = new Map([
  [LATEST, 1],
  [EARLIEST, 1],
  [MAX_TIMESTAMP, 7],
  [EARLIEST_LOCAL, 8],
  [LATEST_TIERED, 9],
  [EARLIEST_PENDING_UPLOAD, 11],
])

interface Found {
  readonly timestamp: number
  readonly offset: number
  readonly leaderEpoch: number
}

const NOTHING: Found = { timestamp: -1, offset: -1, leaderEpoch: -1 }

export const listOffsets: Handler<ListOffsetsRequest, ListOffsetsResponseInput> = {
  api: ListOffsetsApi,
  versions: { min: 1, max: 11 },
  async handle(context, request, broker) {
    const work = new AnswerWork(broker.turns)
    const counts = countsOf(request)
    const topics = await work.map(request.topics, async (topic) => ({
      name: topic.name,
      partitions: await work.map(firstOfEach(topic.partitions), (partition) => {
        const { partitionIndex, timestamp, currentLeaderEpoch } = partition
        const answer = (error: ErrorName | 'NONE', found: Found): ListOffsetsResponseInput['topics'][number]['partitions'][number] =>
          ({ partitionIndex, errorCode: ErrorCode[error], ...found, leaderEpoch: context.apiVersion >= LEADER_EPOCH_FROM ? found.leaderEpoch : -1 })
        if (counts.get(topic.name)?.get(partitionIndex) !== 1) return answer('INVALID_REQUEST', NOTHING)
        if (timestamp < 0 && context.apiVersion < (specials.get(timestamp) ?? Infinity)) return answer('UNSUPPORTED_VERSION', NOTHING)
        const leader = leaderFor(broker, topic.name, partitionIndex, currentLeaderEpoch, request.replicaId)
        if (typeof leader === 'string') return answer(leader, NOTHING)
        const found = find(leader, request, timestamp)
        // Failed in the search: that nothing was found says nothing then.
        if (leader.log?.online !== true) return answer('KAFKA_STORAGE_ERROR', NOTHING)
        if (found !== 'unavailable') return answer('NONE', found)
        return answer(context.apiVersion >= 5 ? 'OFFSET_NOT_AVAILABLE' : 'LEADER_NOT_AVAILABLE', NOTHING)
      }),
    }))
    return { throttleTimeMs: 0, topics }
  },
}

/** How often each partition of each topic is named. */
function countsOf({ topics }: ListOffsetsRequest): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const counts = new Map<string, Map<number, number>>()
  for (const { name, partitions } of topics) {
    const ofTopic = counts.get(name) ?? new Map<number, number>()
    counts.set(name, ofTopic)
    for (const { partitionIndex } of partitions) ofTopic.set(partitionIndex, (ofTopic.get(partitionIndex) ?? 0) + 1)
  }
  return counts
}

/** A partition that is asked for twice is refused once, where it is first named. */
function firstOfEach<T extends { readonly partitionIndex: number }>(partitions: readonly T[]): T[] {
  const seen = new Set<number>()
  return partitions.filter(({ partitionIndex }) => seen.size < seen.add(partitionIndex).size)
}

/** A debugging consumer (-2) may ask any replica, everybody else the leader. */
function leaderFor(broker: BrokerServices, topic: string, index: number, epoch: number, replicaId: number): Partition | ErrorName {
  const leader = broker.replicas.leaderOf(topic, index, epoch)
  if (replicaId !== -2 || leader !== 'NOT_LEADER_OR_FOLLOWER') return leader
  const partition = broker.replicas.partition(topic, index)
  return partition?.log === undefined ? leader : partition
}

function find(partition: Partition, request: ListOffsetsRequest, timestamp: number): Found | 'unavailable' {
  const log = partition.log as PartitionLog
  const isConsumer = request.replicaId < 0
  const bound = !isConsumer ? log.writtenEndOffset : request.isolationLevel === 1 ? log.lastStableOffset : log.highWatermark
  const notYet = isConsumer && partition.leadership !== undefined && bound < partition.leadership.startOffset
  switch (timestamp) {
    case LATEST:
      return notYet ? 'unavailable' : { timestamp: -1, offset: bound, leaderEpoch: partition.leaderEpoch }
    case EARLIEST:
    case EARLIEST_LOCAL:
      return { timestamp: -1, offset: log.logStartOffset, leaderEpoch: log.leaderEpochs.epochAt(log.logStartOffset) }
    case LATEST_TIERED:
    case EARLIEST_PENDING_UPLOAD:
      return NOTHING
    default: {
      const found = timestamp === MAX_TIMESTAMP ? log.maxTimestampOffset() : log.offsetForTimestamp(timestamp)
      if (found === undefined) return NOTHING
      if (found.offset < bound) return { timestamp: found.timestamp, offset: found.offset, leaderEpoch: found.leaderEpoch }
      return notYet ? 'unavailable' : NOTHING
    }
  }
}
