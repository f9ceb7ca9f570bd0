/**
 * Fetch (1), versions 4-18. Reads batches as they lie in the log, up to the high watermark (the last stable offset for
 * read_committed), and waits for `minBytes` up to `maxWaitMs`.
 *
 * - From 7 on with fetch sessions (KIP-227): an incremental answer leaves out partitions with nothing new.
 * - From 9 on the client's leader epoch is checked, from 12 on its last fetched epoch (diverging logs).
 * - From 13 on topics are ids, from 15 on the replica id is a tagged field, from 16 on answers name other leaders.
 * - The first batch is given whole, however large (KIP-74), so that no consumer gets stuck.
 */
import {
  ErrorCode,
  FetchApi,
  type FetchRequest,
  type FetchResponseableTopicResponseInput,
  type FetchResponseInput,
  type FetchResponsePartitionDataInput,
} from '@odradek/protocol/internal'
import { MAX_UNKNOWN_PARTITIONS, type FetchPlan } from '../replica/fetch-sessions.ts'
import { PendingFetch, type FetchedPartition, type FetchParameters } from '../replica/fetch.ts'
import { LATER, type BrokerServices, type Handler, type RequestContext } from '../services.ts'
import { nodeEndpoints } from './current-leader.ts'

const REPLICA_STATE_FROM = 15
const NODE_ENDPOINTS_FROM = 16

export const fetch: Handler<FetchRequest, FetchResponseInput> = {
  api: FetchApi,
  versions: { min: 4, max: 18 },
  handle(context, request, broker) {
    const plan = broker.fetchSessions.plan(request, context.apiVersion, context.connection)
    if (plan.kind === 'error') {
      return { throttleTimeMs: 0, errorCode: ErrorCode[plan.error], sessionId: plan.sessionId, responses: [] }
    }
    const parameters = parametersOf(context, request, broker)
    const respond = (_: RequestContext, fetched: FetchedPartition[]): void => {
      context.complete(answer(context, broker, plan, parameters, fetched))
    }
    new PendingFetch(context, broker.replicas, [...plan.targets], parameters, respond).start()
    return LATER
  },
}

function parametersOf(context: RequestContext, request: FetchRequest, broker: BrokerServices): FetchParameters {
  const { apiVersion } = context
  const maxBytes = Math.max(0, Math.min(request.maxBytes, broker.config.get('fetch.max.bytes')))
  const { replicaId, replicaEpoch } = apiVersion >= REPLICA_STATE_FROM ? request.replicaState : { replicaId: request.replicaId, replicaEpoch: -1 }
  return {
    apiVersion,
    replicaId,
    replicaEpoch,
    maxWaitMs: request.maxWaitMs,
    minBytes: Math.min(request.minBytes, maxBytes),
    maxBytes,
    readCommitted: request.isolationLevel === 1 && replicaId < 0,
  }
}

function answer(
  context: RequestContext,
  broker: BrokerServices,
  plan: Exclude<FetchPlan, { kind: 'error' }>,
  parameters: FetchParameters,
  fetched: FetchedPartition[],
): FetchResponseInput {
  const { fetchSessions } = broker
  let told = fetched
  let sessionId = 0
  if (plan.kind === 'incremental') {
    const { session, epoch } = plan
    // Thrown out, or moved on by another request, while this one waited.
    if (!fetchSessions.isCurrent(session, epoch)) {
      return { throttleTimeMs: 0, errorCode: ErrorCode.INVALID_FETCH_SESSION_EPOCH, sessionId: 0, responses: [] }
    }
    sessionId = session.id
    told = fetched.filter((one) => isNews(one))
    for (const one of told) if (one.byteLength > 0) fetchSessions.moveToEnd(session, one.target)
    if (unknownAmong(told) > MAX_UNKNOWN_PARTITIONS) fetchSessions.end(session)
  } else if (plan.kind === 'full' && context.apiVersion >= 7 && unknownAmong(fetched) <= MAX_UNKNOWN_PARTITIONS) {
    sessionId = fetchSessions.create(fetched.map((one) => one.target), parameters.replicaId >= 0, context.apiVersion, context.connection)
    if (sessionId !== 0) for (const one of fetched) remember(one)
  }
  for (const one of told) count(broker, one)
  const response: FetchResponseInput = { throttleTimeMs: 0, errorCode: 0, sessionId, responses: byTopic(told) }
  return context.apiVersion >= NODE_ENDPOINTS_FROM ? withLeaders(response, broker, context, told) : response
}

function unknownAmong(fetched: readonly FetchedPartition[]): number {
  let count = 0
  for (const { data } of fetched) if (data.errorCode !== 0) count++
  return count
}

/** Whether an incremental answer has to mention the partition; remembers what it says. */
function isNews(one: FetchedPartition): boolean {
  const { target, data } = one
  const changed = one.byteLength > 0 || data.errorCode !== 0 || data.divergingEpoch !== undefined ||
    data.highWatermark !== target.toldHighWatermark || data.logStartOffset !== target.toldLogStartOffset
  if (changed) remember(one)
  return changed
}

function remember({ target, data }: FetchedPartition): void {
  // After an error the partition is told again when it is well, whatever its offsets are.
  target.toldHighWatermark = data.errorCode === 0 ? data.highWatermark : -1
  target.toldLogStartOffset = data.logStartOffset ?? -1
}

function count(broker: BrokerServices, { target, data, byteLength }: FetchedPartition): void {
  if (data.errorCode !== 0) broker.events.fetchFailed(target.topic)
  else if (byteLength > 0) broker.events.fetched(target.topic, byteLength)
}

/** In the order of reading: neighbours of the same topic share an entry. */
function byTopic(fetched: readonly FetchedPartition[]): FetchResponseableTopicResponseInput[] {
  const topics: FetchResponseableTopicResponseInput[] = []
  let partitions: FetchResponsePartitionDataInput[] = []
  let name: string | undefined
  let id: string | undefined
  for (const { target, data } of fetched) {
    if (target.topic !== name || target.topicId !== id) {
      name = target.topic
      id = target.topicId
      partitions = []
      topics.push({ topic: name, topicId: id, partitions })
    }
    partitions.push(data)
  }
  return topics
}

function withLeaders(
  response: FetchResponseInput,
  broker: BrokerServices,
  context: RequestContext,
  fetched: readonly FetchedPartition[],
): FetchResponseInput {
  let leaders: Set<number> | undefined
  for (const { data } of fetched) {
    const leaderId = data.currentLeader?.leaderId
    if (leaderId !== undefined) (leaders ??= new Set()).add(leaderId)
  }
  return leaders === undefined ? response : { ...response, nodeEndpoints: nodeEndpoints(broker, context, leaders) }
}
