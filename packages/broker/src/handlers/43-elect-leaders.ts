/**
 * ElectLeaders (43), versions 0-2. Preferred leaders (type 0, the only one version 0 knows) or unclean ones (type 1);
 * null partitions mean all that need it. Only the controller serves it.
 */
import { ElectLeadersApi, ErrorCode } from '@odradek/protocol/internal'
import type { ElectLeadersRequest, ElectLeadersResponseInput } from '@odradek/protocol/internal'
import type { ElectionResult } from '../cluster/controller/elect-leaders.ts'
import type { Handler } from '../services.ts'
import { byTopic } from './partitions-by-topic.ts'

type PartitionRow = ElectLeadersResponseInput['replicaElectionResults'][number]['partitionResult'][number]

const PREFERRED = 0
const UNCLEAN = 1

export const electLeaders: Handler<ElectLeadersRequest, ElectLeadersResponseInput> = {
  api: ElectLeadersApi,
  versions: { min: 0, max: 2 },
  async handle(context, request, broker) {
    const asked =
      request.topicPartitions?.flatMap(({ topic, partitions }) => partitions.map((index) => ({ topic, index }))) ?? null
    const refuse = (errorCode: ErrorCode): ElectLeadersResponseInput => ({
      throttleTimeMs: 0,
      // Version 0 has no error of its own: every partition carries it.
      ...(context.apiVersion >= 1 ? { errorCode } : {}),
      replicaElectionResults: [...byTopic(asked ?? [])].map(([topic, rows]) => ({
        topic,
        partitionResult: rows.map(({ index }) => ({ partitionId: index, errorCode, errorMessage: null })),
      })),
    })
    if (request.electionType !== PREFERRED && request.electionType !== UNCLEAN) return refuse(ErrorCode.INVALID_REQUEST)
    const kind = request.electionType === PREFERRED ? 'preferred' : 'unclean'
    const results = await broker.admin.electLeaders(kind, asked, request.timeoutMs)
    if (results === undefined) return refuse(ErrorCode.NOT_CONTROLLER)
    const row = ({ index, error, message }: ElectionResult): PartitionRow => ({ partitionId: index, errorCode: error, errorMessage: message })
    // Answers come in the order of the questions: as often, and under as many topics.
    let at = 0
    const replicaElectionResults = request.topicPartitions === null
      ? [...byTopic(results)].map(([topic, rows]) => ({ topic, partitionResult: rows.map(row) }))
      : request.topicPartitions.map(({ topic, partitions }) => ({ topic, partitionResult: partitions.map(() => row(results[at++] as ElectionResult)) }))
    return {
      throttleTimeMs: 0,
      ...(context.apiVersion >= 1 ? { errorCode: ErrorCode.NONE } : {}),
      replicaElectionResults,
    }
  },
}
