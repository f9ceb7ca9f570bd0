/**
 * DeleteRecords (21), versions 0-2. Moves the start of a log forward; -1 means up to the high watermark. Answered with
 * the smallest start among the live replicas, when the new starts are durable: what was said to be deleted does not
 * come back after a crash. A partition that is named twice is answered once, and the last offset counts.
 */
import {
  DeleteRecordsApi,
  ErrorCode,
  type DeleteRecordsRequest,
  type DeleteRecordsResponseInput,
  type ErrorName,
} from '@odradek/protocol/internal'
import { AnswerWork } from '../limits/answer-work.ts'
import type { Leadership } from '../replica/leadership.ts'
import type { BrokerServices, Handler } from '../services.ts'

const HIGH_WATERMARK = -1
const internalTopics: ReadonlySet<string> = new Set(['__consumer_offsets', '__transaction_state'])

export const deleteRecords: Handler<DeleteRecordsRequest, DeleteRecordsResponseInput> = {
  api: DeleteRecordsApi,
  versions: { min: 0, max: 2 },
  async handle(_context, request, broker) {
    const asked = new Map<string, Map<number, number>>()
    for (const { name, partitions } of request.topics) {
      const offsets = asked.get(name) ?? new Map<number, number>()
      asked.set(name, offsets)
      for (const { partitionIndex, offset } of partitions) offsets.set(partitionIndex, offset)
    }
    const work = new AnswerWork(broker.turns)
    const topics = await work.all([...asked], async ([name, offsets]) => ({
      name,
      partitions: await work.all([...offsets], async ([partitionIndex, offset]) => {
        const outcome = await deleteBefore(broker, name, partitionIndex, offset)
        return typeof outcome === 'number'
          ? { partitionIndex, lowWatermark: outcome, errorCode: 0 }
          : { partitionIndex, lowWatermark: -1, errorCode: ErrorCode[outcome] }
      }),
    }))
    return { throttleTimeMs: 0, topics }
  },
}

async function deleteBefore(broker: BrokerServices, topic: string, index: number, asked: number): Promise<number | ErrorName> {
  if (internalTopics.has(topic)) return 'INVALID_TOPIC_EXCEPTION'
  const partition = broker.replicas.leaderOf(topic, index, -1)
  if (typeof partition === 'string') return partition
  const leadership = partition.leadership as Leadership
  const { log } = leadership
  if (!log.config.cleanupPolicy.delete) return 'POLICY_VIOLATION'
  const offset = asked === HIGH_WATERMARK ? log.highWatermark : asked
  if (offset < 0 || offset > log.highWatermark) return 'OFFSET_OUT_OF_RANGE'
  const result = await log.deleteRecordsBefore(offset)
  if (result.error !== undefined) return result.error
  return leadership.inSync.lowWatermark(result.logStartOffset, (id) => broker.metadata.current().brokers.has(id))
}
