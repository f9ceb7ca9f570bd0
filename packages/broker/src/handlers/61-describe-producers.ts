/** DescribeProducers (61), version 0. The producers that a partition remembers (KIP-664). */
import {
  DescribeProducersApi,
  ErrorCode,
  type DescribeProducersRequest,
  type DescribeProducersResponseInput,
} from '@odradek/protocol/internal'
import type { PartitionLog } from '@odradek/storage/internal'
import type { Handler } from '../services.ts'

export const describeProducers: Handler<DescribeProducersRequest, DescribeProducersResponseInput> = {
  api: DescribeProducersApi,
  versions: { min: 0, max: 0 },
  handle(_context, request, broker) {
    const topics = request.topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => {
        const leader = broker.replicas.leaderOf(name, partitionIndex, -1)
        if (typeof leader === 'string') {
          return { partitionIndex, errorCode: ErrorCode[leader], errorMessage: null, activeProducers: [] }
        }
        const activeProducers = (leader.log as PartitionLog).producers.describe()
        return { partitionIndex, errorCode: 0, errorMessage: null, activeProducers }
      }),
    }))
    return { throttleTimeMs: 0, topics }
  },
}
