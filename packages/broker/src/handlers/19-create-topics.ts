/**
 * CreateTopics (19), versions 2-7. Only the controller serves it. The answer leaves when the topic is durable and this
 * broker can serve it, or with REQUEST_TIMED_OUT when the client's time is up (the topic goes on being made).
 *
 * From version 5 the answer carries the topic's settings; from 7 its id.
 */
import { CreateTopicsApi, ErrorCode } from '@odradek/protocol/internal'
import type { CreateTopicsRequest, CreateTopicsResponseInput } from '@odradek/protocol/internal'
import { ZERO_UUID } from '@odradek/protocol'
import type { CreatedTopic, TopicSpec } from '../cluster/topic-admin.ts'
import { describeTopic } from '../config/describe.ts'
import type { BrokerServices, Handler } from '../services.ts'
import { AnswerWork } from '../limits/answer-work.ts'
import { requestLimits, sentence, TOO_MANY_PARTITIONS } from '../limits/request-limits.ts'

type TopicResponse = CreateTopicsResponseInput['topics'][number]

const failed = (name: string, errorCode: number, errorMessage: string): TopicResponse => ({
  name,
  topicId: ZERO_UUID,
  errorCode,
  errorMessage: sentence(errorMessage),
  numPartitions: -1,
  replicationFactor: -1,
  configs: [],
})

export const createTopics: Handler<CreateTopicsRequest, CreateTopicsResponseInput> = {
  api: CreateTopicsApi,
  versions: { min: 2, max: 7 },
  async handle(context, request, broker) {
    if (!broker.admin.isController) {
      const message = 'This is not the correct controller for this cluster.'
      return {
        throttleTimeMs: 0,
        topics: request.topics.map(({ name }) => failed(name, ErrorCode.NOT_CONTROLLER, message)),
      }
    }
    const counts = new Map<string, number>()
    for (const { name } of request.topics) counts.set(name, (counts.get(name) ?? 0) + 1)
    const twice = [...counts].filter(([, count]) => count > 1).map(([name]) => name)
    const specs = request.topics
      .filter(({ name }) => counts.get(name) === 1)
      .map((topic) => ({
        name: topic.name,
        partitions: topic.numPartitions,
        replicationFactor: topic.replicationFactor,
        assignments: topic.assignments,
        configs: topic.configs,
      }))
    if (partitionsOf(broker, specs) > requestLimits.createdPartitions.limit) {
      return { throttleTimeMs: 0, topics: [...counts.keys()].map((name) => failed(name, ErrorCode.POLICY_VIOLATION, TOO_MANY_PARTITIONS)) }
    }
    const created = await broker.admin.createTopics(specs, request.timeoutMs, request.validateOnly)
    const message =
      `Create topics request from client \`${context.clientId ?? ''}\` contains multiple entries for the ` +
      `following topics: ${twice.join(',')}`
    const refused = twice.map((name) => failed(name, ErrorCode.INVALID_REQUEST, message))
    const topics = await new AnswerWork(broker.turns).map(created, (topic) =>
      topic.error === undefined
        ? success(broker, topic, context.apiVersion)
        : failed(topic.name, ErrorCode[topic.error], topic.message ?? ''),
    )
    return { throttleTimeMs: 0, topics: [...topics, ...refused] }
  },
}

/** What they would have together (ReplicationControlManager.validateTotalNumberOfPartitions). */
function partitionsOf(broker: BrokerServices, specs: readonly TopicSpec[]): number {
  const byDefault = broker.config.get('num.partitions')
  let total = 0
  for (const { partitions, assignments } of specs) {
    total += assignments.length > 0 ? assignments.length : partitions === -1 ? byDefault : Math.max(0, partitions)
  }
  return total
}

function success(broker: BrokerServices, topic: CreatedTopic, version: number): TopicResponse {
  const row = { name: topic.name, topicId: topic.topicId ?? ZERO_UUID, errorCode: ErrorCode.NONE, errorMessage: null }
  if (version < 5) return row
  const configs = describeTopic(broker.config, topic.configs, null, 'written').map(
    ({ name, value, readOnly, configSource, isSensitive }) => ({ name, value, readOnly, configSource, isSensitive }),
  )
  return { ...row, numPartitions: topic.replicas.length, replicationFactor: topic.replicas[0]?.length ?? -1, configs }
}
