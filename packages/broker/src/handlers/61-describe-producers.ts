/**
 * DescribeProducers (61), version 0. The producers that a partition remembers (KIP-664). A partition is described as
 * often as it is named, from one description; see request-limits.ts.
 */
import {
  DescribeProducersApi,
  ErrorCode,
  type DescribeProducersRequest,
  type DescribeProducersResponseInput,
} from '@odradek/protocol/internal'
import type { PartitionLog } from '@odradek/storage/internal'
import type { Handler } from '../services.ts'
import { AnswerWork } from '../limits/answer-work.ts'
import { NO_ROOM } from '../limits/request-limits.ts'

type Row = DescribeProducersResponseInput['topics'][number]['partitions'][number]

/** Of one producer, tagged fields included. */
const PRODUCER_BYTES = 40

export const describeProducers: Handler<DescribeProducersRequest, DescribeProducersResponseInput> = {
  api: DescribeProducersApi,
  versions: { min: 0, max: 0 },
  async handle(_context, request, broker) {
    const work = new AnswerWork(broker.turns)
    const known = new Map<PartitionLog, Row['activeProducers']>()
    const topics = await work.map(request.topics, async ({ name, partitionIndexes }) => ({
      name,
      partitions: await work.map(partitionIndexes, (partitionIndex): Row => {
        const failed = (errorCode: number, errorMessage: string | null): Row => ({ partitionIndex, errorCode, errorMessage, activeProducers: [] })
        const leader = broker.replicas.leaderOf(name, partitionIndex, -1)
        if (typeof leader === 'string') return failed(ErrorCode[leader], null)
        const log = leader.log as PartitionLog
        const before = known.get(log)
        const activeProducers = before ?? log.producers.describe()
        known.set(log, activeProducers)
        if (!work.take(activeProducers.length * PRODUCER_BYTES, before !== undefined)) return failed(ErrorCode.INVALID_REQUEST, NO_ROOM)
        return { partitionIndex, errorCode: 0, errorMessage: null, activeProducers }
      }),
    }))
    return { throttleTimeMs: 0, topics }
  },
}
