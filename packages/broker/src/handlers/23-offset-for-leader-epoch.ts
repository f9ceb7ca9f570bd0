/**
 * OffsetForLeaderEpoch (23), versions 2-4. Where an epoch ended: a reader whose own end of that epoch lies further has
 * records that were never committed (KIP-101, KIP-279, KIP-320).
 */
import {
  ErrorCode,
  OffsetForLeaderEpochApi,
  type OffsetForLeaderEpochRequest,
  type OffsetForLeaderEpochResponseInput,
} from '@odradek/protocol/internal'
import type { PartitionLog } from '@odradek/storage/internal'
import { AnswerWork } from '../limits/answer-work.ts'
import type { Handler } from '../services.ts'

export const offsetForLeaderEpoch: Handler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponseInput> = {
  api: OffsetForLeaderEpochApi,
  versions: { min: 2, max: 4 },
  async handle(_context, request, broker) {
    const work = new AnswerWork(broker.turns)
    const topics = await work.map(request.topics, async ({ topic, partitions }) => ({
      topic,
      partitions: await work.map(partitions, ({ partition, currentLeaderEpoch, leaderEpoch }) => {
        const leader = broker.replicas.leaderOf(topic, partition, currentLeaderEpoch)
        if (typeof leader === 'string') return { partition, errorCode: ErrorCode[leader], leaderEpoch: -1, endOffset: -1 }
        const end = (leader.log as PartitionLog).leaderEpochs.endOffsetFor(leaderEpoch)
        return { partition, errorCode: 0, leaderEpoch: end.epoch, endOffset: end.endOffset }
      }),
    }))
    return { throttleTimeMs: 0, topics }
  },
}
