/**
 * FindCoordinator (10), versions 0-6. Which broker coordinates a group: the leader of the group's partition of
 * __consumer_offsets, which is created when somebody first asks.
 *
 * Transactions are not served yet: TRANSACTIONAL_ID_AUTHORIZATION_FAILED is the error that every client takes for
 * final. Share groups (key type 2) neither: INVALID_REQUEST.
 */
import {
  ErrorCode,
  FindCoordinatorApi,
  type ErrorName,
  type FindCoordinatorRequest,
  type FindCoordinatorResponseInput,
} from '@odradek/protocol/internal'
import { partitionOf } from '../cluster/image.ts'
import { AnswerWork } from '../limits/answer-work.ts'
import type { BrokerServices, Handler, RequestContext } from '../services.ts'

const GROUP = 0
const TRANSACTION = 1
const OFFSETS_TOPIC = '__consumer_offsets'
const BATCHED_FROM = 4

interface Coordinator {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

const none = (error: ErrorName, errorMessage: string | null = null): Coordinator =>
  ({ nodeId: -1, host: '', port: -1, errorCode: ErrorCode[error], errorMessage })

export const findCoordinator: Handler<FindCoordinatorRequest, FindCoordinatorResponseInput> = {
  api: FindCoordinatorApi,
  versions: { min: 0, max: 6 },
  async handle(context, request, broker) {
    const batched = context.apiVersion >= BATCHED_FROM
    const keys = batched ? request.coordinatorKeys : [request.key]
    const refusal = refuse(request.keyType)
    if (refusal === undefined) await broker.admin.ensureInternalTopic(OFFSETS_TOPIC)
    const coordinators = await new AnswerWork(broker.turns).map(keys, (key) => ({ key, ...(refusal ?? coordinatorOf(context, broker, key)) }))
    if (batched) return { throttleTimeMs: 0, coordinators }
    const { key: _, ...only } = coordinators[0] as (typeof coordinators)[number]
    return { throttleTimeMs: 0, ...only }
  },
}

function refuse(keyType: number): Coordinator | undefined {
  if (keyType === GROUP) return undefined
  if (keyType === TRANSACTION) {
    return none('TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'this broker does not serve transactions yet')
  }
  return none('INVALID_REQUEST', `coordinators of key type ${keyType} are not served`)
}

function coordinatorOf(context: RequestContext, broker: BrokerServices, groupId: string): Coordinator {
  const image = broker.metadata.current()
  const partition = partitionOf(image.topics.get(OFFSETS_TOPIC), broker.groups.partitionFor(groupId))
  const leader = partition === undefined ? undefined : image.brokers.get(partition.leader)
  const endpoint = leader?.endpoints.find((one) => one.listenerName === context.connection.listenerName)
  if (leader === undefined || endpoint === undefined) return none('COORDINATOR_NOT_AVAILABLE')
  return { nodeId: leader.id, host: endpoint.host, port: endpoint.port, errorCode: 0, errorMessage: null }
}
