/**
 * DeleteTopics (20), versions 1-6. Only the controller serves it. The answer leaves when the topic is gone, from the
 * disk's folders and from the store, or with REQUEST_TIMED_OUT when the client's time is up (the deletion goes on).
 *
 * From version 6 a topic may be named by its id; before 3 TOPIC_DELETION_DISABLED is unknown to clients.
 */
import { DeleteTopicsApi, ErrorCode } from '@odradek/protocol/internal'
import type { DeleteTopicsRequest, DeleteTopicsResponseInput } from '@odradek/protocol/internal'
import { ZERO_UUID } from '@odradek/protocol'
import type { BrokerServices, Handler, TopicRef } from '../services.ts'

type Row = DeleteTopicsResponseInput['responses'][number]

export const deleteTopics: Handler<DeleteTopicsRequest, DeleteTopicsResponseInput> = {
  api: DeleteTopicsApi,
  versions: { min: 1, max: 6 },
  async handle(context, request, broker) {
    const version = context.apiVersion
    const asked = version >= 6 ? request.topics : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }))
    const refusal = refuseAll(broker, version)
    const row = (
      topic: TopicRef | { name: string | null; id: string },
      errorCode: number,
      errorMessage: string | null,
    ): Row => ({ name: topic.name, topicId: topic.id, errorCode, ...(version >= 5 ? { errorMessage } : {}) })
    if (refusal !== undefined) {
      return {
        throttleTimeMs: 0,
        responses: asked.map(({ name, topicId }) => row({ name, id: topicId }, refusal, null)),
      }
    }
    const counts = new Map<string | undefined, number>()
    for (const { name, topicId } of asked) {
      const resolved = resolveName(broker, name, topicId)
      counts.set(resolved, (counts.get(resolved) ?? 0) + 1)
    }
    const found: TopicRef[] = []
    const responses: Row[] = []
    const told = new Set<string>()
    for (const { name, topicId } of asked) {
      const topic = resolve(broker, name, topicId)
      if (typeof topic === 'number') responses.push(row({ name, id: topicId }, topic, null))
      else if (counts.get(topic.name) !== 1) {
        if (told.has(topic.name)) continue
        told.add(topic.name)
        responses.push(row({ name, id: topicId }, ErrorCode.INVALID_REQUEST, 'The topic is named more than once.'))
      } else found.push({ name: topic.name, id: topic.id })
    }
    const outcomes = await broker.admin.deleteTopics(
      found.map(({ name }) => name),
      request.timeoutMs,
    )
    for (const [at, topic] of found.entries()) {
      const outcome = outcomes[at]
      responses.push(
        outcome?.error === undefined
          ? row(topic, ErrorCode.NONE, null)
          : row(topic, ErrorCode[outcome.error], outcome.message),
      )
    }
    return { throttleTimeMs: 0, responses }
  },
}

function refuseAll(broker: BrokerServices, version: number): number | undefined {
  if (!broker.admin.isController) return ErrorCode.NOT_CONTROLLER
  if (broker.config.get('delete.topic.enable')) return undefined
  return version < 3 ? ErrorCode.INVALID_REQUEST : ErrorCode.TOPIC_DELETION_DISABLED
}

function resolveName(broker: BrokerServices, name: string | null, id: string): string | undefined {
  return name ?? broker.metadata.current().topicById.get(id)?.name
}

function resolve(broker: BrokerServices, name: string | null, id: string): TopicRef | number {
  if ((name === null) === (id === ZERO_UUID)) return ErrorCode.INVALID_REQUEST
  const { topics, topicById } = broker.metadata.current()
  if (name !== null) return { name, id: topics.get(name)?.id ?? ZERO_UUID }
  return topicById.get(id) ?? ErrorCode.UNKNOWN_TOPIC_ID
}
