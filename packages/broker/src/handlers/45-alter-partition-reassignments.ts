/**
 * AlterPartitionReassignments (45), versions 0-1. Moves partitions to other replicas, or (null) calls a move off. The
 * answer leaves when the move is durable; it goes on in the background. Only the controller serves it.
 *
 * From version 1 a client may forbid a change of the number of replicas (KIP-860).
 */
import { AlterPartitionReassignmentsApi, ErrorCode } from '@odradek/protocol/internal'
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponseInput,
} from '@odradek/protocol/internal'
import type { ReassignmentResult } from '../cluster/controller/reassignment.ts'
import { partitionOf } from '../cluster/image.ts'
import { sentence } from '../limits/request-limits.ts'
import type { BrokerServices, Handler } from '../services.ts'

type Outcome = Pick<ReassignmentResult, 'error' | 'message'>

const NOT_THE_SAME_FACTOR: Outcome = {
  error: ErrorCode.INVALID_REPLICATION_FACTOR,
  message: 'The replication factor is changed but the allowReplicationFactorChange flag is false.',
}

type Asked = { readonly topic: string; readonly index: number; readonly replicas: readonly number[] | null }

export const alterPartitionReassignments: Handler<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponseInput
> = {
  api: AlterPartitionReassignmentsApi,
  versions: { min: 0, max: 1 },
  async handle(context, request, broker) {
    const may = context.apiVersion >= 1 ? { allowReplicationFactorChange: request.allowReplicationFactorChange } : {}
    const asked = request.topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, replicas }): Asked => ({ topic: name, index: partitionIndex, replicas })),
    )
    const refused = new Set(request.allowReplicationFactorChange ? [] : asked.filter((one) => changesFactor(broker, one)))
    const results = await broker.admin.alterReassignments(asked.filter((one) => !refused.has(one)))
    if (results === undefined) {
      const errorMessage = 'This is not the correct controller for this cluster.'
      return { throttleTimeMs: 0, ...may, errorCode: ErrorCode.NOT_CONTROLLER, errorMessage, responses: [] }
    }
    // Answers come in the order of the questions: as often, and under as many topics.
    let next = 0
    const rows = asked.map((one) => (refused.has(one) ? NOT_THE_SAME_FACTOR : (results[next++] as ReassignmentResult)))
    let at = 0
    const responses = request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => {
        const { error, message } = rows[at++] as Outcome
        return { partitionIndex, errorCode: error, errorMessage: message === null ? null : sentence(message) }
      }),
    }))
    return { throttleTimeMs: 0, ...may, errorCode: ErrorCode.NONE, errorMessage: null, responses }
  },
}

function changesFactor(broker: BrokerServices, { topic, index, replicas }: Asked): boolean {
  // Replicas that cannot be are refused as that.
  if (replicas?.some((id) => !broker.metadata.current().brokers.has(id)) === true) return false
  const now = partitionOf(broker.metadata.current().topics.get(topic), index)
  const ongoing = broker.admin.listReassignments([{ topic, index }])?.[0]?.assignment
  const factor = ongoing === undefined ? now?.replicas.length : ongoing.replicas.length - ongoing.adding.length
  return replicas !== null && factor !== undefined && factor !== replicas.length
}
