/** ListPartitionReassignments (46), version 0. The moves that are under way. Only the controller serves it. */
import { ErrorCode, ListPartitionReassignmentsApi } from '@odradek/protocol/internal'
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponseInput,
} from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { byTopic } from './partitions-by-topic.ts'

export const listPartitionReassignments: Handler<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponseInput
> = {
  api: ListPartitionReassignmentsApi,
  versions: { min: 0, max: 0 },
  handle(_context, request, broker) {
    const asked =
      request.topics?.flatMap(({ name, partitionIndexes }) =>
        partitionIndexes.map((index) => ({ topic: name, index })),
      ) ?? null
    const ongoing = broker.admin.listReassignments(asked)
    if (ongoing === undefined) {
      const errorMessage = 'This is not the correct controller for this cluster.'
      return { throttleTimeMs: 0, errorCode: ErrorCode.NOT_CONTROLLER, errorMessage, topics: [] }
    }
    const topics = [...byTopic(ongoing)].map(([name, rows]) => ({
      name,
      partitions: rows.map(({ index, assignment }) => ({
        partitionIndex: index,
        replicas: assignment.replicas,
        addingReplicas: assignment.adding,
        removingReplicas: assignment.removing,
      })),
    }))
    return { throttleTimeMs: 0, errorCode: ErrorCode.NONE, errorMessage: null, topics }
  },
}
