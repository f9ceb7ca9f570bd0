/**
 * Metadata (3), versions 0-13. Brokers, topics, partitions and their leaders as this broker's image has them, seen
 * through the listener that the client came in by. Topics that do not exist are made when the client and the broker
 * allow it, and answered as made when that takes no longer than a moment.
 *
 * Version notes: 0 knows no empty list, so an empty one means all topics, and unavailable replicas are an error there;
 * from 1 on null means all. 4 lets the client refuse auto-creation. 6 tells a missing listener apart. 10 knows topic
 * ids, and 12 asks by them.
 */
import { ErrorCode, MetadataApi } from '@odradek/protocol/internal'
import type { MetadataRequest, MetadataResponseInput } from '@odradek/protocol/internal'
import { ZERO_UUID } from '@odradek/protocol'
import type { BrokerId, Uuid } from '@odradek/protocol'
import type { BrokerImage, ClusterImage, PartitionImage, TopicImage } from '../cluster/image.ts'
import { isInternalTopic, topicNameProblem } from '../cluster/topic-names.ts'
import type { BrokerServices, Endpoint, Handler } from '../services.ts'
import { clusterOperations, NOT_ASKED, topicOperations } from './authorized-operations.ts'
import { requestLimits } from '../limits/request-limits.ts'

type TopicResponse = MetadataResponseInput['topics'][number]
type PartitionResponse = TopicResponse['partitions'][number]

const NO_LEADER = -1
/** First version in which topics may be asked for by id; 10 and 11 only have the field. */
const IDS_ASKED_FROM = 12

export const metadata: Handler<MetadataRequest, MetadataResponseInput> = {
  api: MetadataApi,
  versions: { min: 0, max: 13 },
  handle(context, request, broker) {
    const version = context.apiVersion
    const answer = (failed: ReadonlyMap<string, number>): MetadataResponseInput =>
      respond(broker, context.connection.listenerName, version, request, failed)
    if (version < IDS_ASKED_FROM && (request.topics ?? []).some(({ name, topicId }) => name === null || topicId !== ZERO_UUID)) return refused(request)
    const missing = missingTopics(broker.metadata.current(), version, request)
    if (missing.length === 0) return answer(new Map())
    // One request, one creation: as many as CreateTopics would take.
    const isModest = missing.length * broker.config.get('num.partitions') <= requestLimits.createdPartitions.limit
    const mayCreate = isModest && (version < 4 || request.allowAutoTopicCreation) && broker.config.get('auto.create.topics.enable')
    return mayCreate ? createThenAnswer(broker, missing, answer) : answer(new Map())
  },
}

async function createThenAnswer(
  broker: BrokerServices,
  missing: readonly string[],
  answer: (failed: ReadonlyMap<string, number>) => MetadataResponseInput,
): Promise<MetadataResponseInput> {
  const outcomes = await broker.admin.autoCreate(missing)
  return answer(
    new Map(
      [...outcomes].map(([name, error]) => [
        name,
        error === undefined ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode[error],
      ]),
    ),
  )
}

function asksForAll(version: number, request: MetadataRequest): boolean {
  return request.topics === null || (version === 0 && request.topics.length === 0)
}

function asksById(request: MetadataRequest): boolean {
  return (request.topics ?? []).some(({ topicId }) => topicId !== ZERO_UUID)
}

/** Names asked for that could be topics and are not. */
function missingTopics(image: ClusterImage, version: number, request: MetadataRequest): string[] {
  if (asksForAll(version, request) || asksById(request)) return []
  const names = (request.topics ?? []).flatMap(({ name }) => name ?? [])
  return [...new Set(names)].filter((name) => !image.topics.has(name) && topicNameProblem(name) === undefined)
}

function respond(
  broker: BrokerServices,
  listener: string,
  version: number,
  request: MetadataRequest,
  failed: ReadonlyMap<string, number>,
): MetadataResponseInput {
  const image = broker.metadata.current()
  const view = new ListenerView(image, listener, version)
  const operations = request.includeTopicAuthorizedOperations ? topicOperations : NOT_ASKED
  const topics = asksForAll(version, request)
    ? [...image.topics.values()].map((topic) => view.topic(topic, operations))
    : asked(request).map(({ name, id }) => {
        const topic = name === null ? image.topicById.get(id) : image.topics.get(name)
        return topic === undefined ? missingTopic(name, id, failed) : view.topic(topic, operations)
      })
  const response: MetadataResponseInput = {
    throttleTimeMs: 0,
    brokers: view.brokers(),
    clusterId: broker.clusterId,
    controllerId: view.controllerId(),
    topics,
  }
  if (version < 8 || version > 10) return response
  return {
    ...response,
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations ? clusterOperations : NOT_ASKED,
  }
}

/** All that a request gets that asks by id before its version lets it. */
function refused(request: MetadataRequest): MetadataResponseInput {
  const topics = (request.topics ?? []).map(({ name, topicId }) => ({
    errorCode: ErrorCode.INVALID_REQUEST, name: name ?? '', topicId, isInternal: false, partitions: [], topicAuthorizedOperations: NOT_ASKED,
  }))
  return { throttleTimeMs: 0, brokers: [], clusterId: null, controllerId: NO_LEADER, topics }
}

/** Each topic once, as Apache Kafka's sets have it. Who asks by id for one topic asks so for all: names are passed over. */
function asked(request: MetadataRequest): { name: string | null; id: Uuid }[] {
  const seen = new Map<string, { name: string | null; id: Uuid }>()
  const byId = asksById(request)
  for (const { name, topicId } of request.topics ?? []) {
    if (!byId && name !== null) seen.set(name, { name, id: topicId })
    else if (topicId !== ZERO_UUID) seen.set(`/${topicId}`, { name: null, id: topicId })
  }
  return [...seen.values()]
}

function missingTopic(name: string | null, topicId: Uuid, failed: ReadonlyMap<string, number>): TopicResponse {
  const base = { isInternal: false, partitions: [], topicAuthorizedOperations: NOT_ASKED }
  if (name === null) return { ...base, name: null, topicId, errorCode: ErrorCode.UNKNOWN_TOPIC_ID }
  const errorCode =
    topicNameProblem(name) === undefined
      ? (failed.get(name) ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
      : ErrorCode.INVALID_TOPIC_EXCEPTION
  return { ...base, name, topicId: ZERO_UUID, errorCode, isInternal: isInternalTopic(name) }
}

/** The image as clients of one listener see it. */
class ListenerView {
  private readonly image: ClusterImage
  private readonly listener: string
  private readonly version: number
  private readonly reachable = new Map<BrokerId, Endpoint>()

  constructor(image: ClusterImage, listener: string, version: number) {
    this.image = image
    this.listener = listener
    this.version = version
    for (const broker of image.brokers.values()) {
      const endpoint = this.endpointOf(broker)
      if (endpoint !== undefined) this.reachable.set(broker.id, endpoint)
    }
  }

  private endpointOf(broker: BrokerImage): Endpoint | undefined {
    return broker.endpoints.find(({ listenerName }) => listenerName === this.listener)
  }

  brokers(): MetadataResponseInput['brokers'] {
    return [...this.reachable].map(([nodeId, { host, port }]) => ({
      nodeId,
      host,
      port,
      rack: this.image.brokers.get(nodeId)?.rack ?? null,
    }))
  }

  /** One that the client can reach by its listener. */
  controllerId(): BrokerId {
    return this.reachable.has(this.image.controllerId) ? this.image.controllerId : NO_LEADER
  }

  topic(topic: TopicImage, operations: number): TopicResponse {
    return {
      errorCode: ErrorCode.NONE,
      name: topic.name,
      topicId: topic.id,
      isInternal: isInternalTopic(topic.name),
      partitions: topic.partitions.map((partition) => this.partition(partition)),
      ...(this.version >= 8 ? { topicAuthorizedOperations: operations } : {}),
    }
  }

  private partition(partition: PartitionImage): PartitionResponse {
    const { index: partitionIndex, leader, leaderEpoch, isr, replicas, offline } = partition
    // Version 0 lists only what can be reached, and says so; later ones list everything.
    const reach = (ids: readonly BrokerId[]): readonly BrokerId[] =>
      this.version === 0 ? ids.filter((id) => this.reachable.has(id)) : ids
    const row = {
      partitionIndex,
      leaderEpoch,
      replicaNodes: reach(replicas),
      isrNodes: reach(isr),
      offlineReplicas: offline,
    }
    if (this.reachable.has(leader)) {
      const complete = row.replicaNodes.length === replicas.length && row.isrNodes.length === isr.length
      return { ...row, leaderId: leader, errorCode: complete ? ErrorCode.NONE : ErrorCode.REPLICA_NOT_AVAILABLE }
    }
    const listenerMissing = this.version >= 6 && this.image.brokers.has(leader)
    return {
      ...row,
      leaderId: NO_LEADER,
      errorCode: listenerMissing ? ErrorCode.LISTENER_NOT_FOUND : ErrorCode.LEADER_NOT_AVAILABLE,
    }
  }
}
