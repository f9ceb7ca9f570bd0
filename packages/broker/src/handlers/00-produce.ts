/**
 * Produce (0), versions 3-13. Appends each partition's batch and answers when it is written (acks=1), committed
 * (acks=all) or not at all (acks=0).
 *
 * - 0-2 are advertised, because old librdkafka takes a broker without them for one that cannot compress (KAFKA-18659),
 *   and refused. From 13 on topics are ids.
 * - Transactions are not served yet. TRANSACTIONAL_ID_AUTHORIZATION_FAILED is the one error that every client takes
 *   for final, where most others would be retried for ever.
 * - A batch is checked and appended in one step; a request of many is cut between them when it has taken long.
 * - A failed acks=0 closes the connection: there is no other way to tell.
 */
import {
  batchIsTransactional,
  batchMagic,
  batchRecordCount,
  batchSizeInBytes,
  ProduceApi,
  type ErrorName,
  type ProduceRequest,
  type ProduceResponseInput,
} from '@odradek/protocol/internal'
import { partitionOf } from '../cluster/image.ts'
import type { Partition } from '../replica/partition.ts'
import { failedPartition, PendingProduce, type PartitionAnswer } from '../replica/produce.ts'
import { TURN_MS } from '../limits/turns.ts'
import { LATER, type BrokerServices, type Handler, type RequestContext } from '../services.ts'
import { nodeEndpoints } from './current-leader.ts'

/** Bytes of a batch header: less is no batch. */
const BATCH_HEADER_BYTES = 61
const CURRENT_LEADER_FROM = 10
const IDS_FROM = 13
const LOG_START_FROM = 5
const RECORD_ERRORS_FROM = 8

const internalTopics: ReadonlySet<string> = new Set(['__consumer_offsets', '__transaction_state'])
/** Kafka's own tools may write to internal topics. */
const ADMIN_CLIENT_ID = '__admin_client'

export const produce: Handler<ProduceRequest, ProduceResponseInput> = {
  api: ProduceApi,
  versions: { min: 3, max: 13 },
  advertisedMin: 0,
  handle(context, request, broker) {
    const appending = new Appending(context, request, broker)
    // It begins when the request came: no clock is asked for one batch.
    return appending.isDone(context.receivedAtMs + TURN_MS) ? LATER : appending.finish()
  },
}

/**
 * Appends one batch after the other. To check a batch is one step, and takes as long as the batch has records; a request of
 * many is cut between them, and the others are let in.
 */
class Appending {
  private readonly context: RequestContext
  private readonly request: ProduceRequest
  private readonly broker: BrokerServices
  private readonly responses: Answers[] = []
  private readonly response: ProduceResponseInput
  private readonly pending: PendingProduce
  private readonly refusal: ErrorName | undefined
  /** The next batch. */
  private topicAt: number = 0
  private partitionAt: number = 0

  constructor(context: RequestContext, request: ProduceRequest, broker: BrokerServices) {
    this.context = context
    this.request = request
    this.broker = broker
    this.response = { responses: this.responses, throttleTimeMs: 0 }
    const { acks, timeoutMs } = request
    this.pending = new PendingProduce(context, this.response, acks, timeoutMs, broker.replicas.deadlines)
    this.refusal = refuseAll(request)
  }

  /** Goes on until all is appended or the time is over. */
  isDone(untilMs: number): boolean {
    const { context, broker } = this
    const { topicData } = this.request
    for (; this.topicAt < topicData.length; this.topicAt++, this.partitionAt = 0) {
      const topic = topicData[this.topicAt]!
      const name = context.apiVersion >= IDS_FROM ? (broker.replicas.nameOf(topic.topicId) ?? '') : topic.name
      const refusal = this.refusal ?? refuseTopic(context, name)
      if (this.responses.length === this.topicAt) this.responses.push({ name: topic.name, topicId: topic.topicId, partitionResponses: [] })
      const { partitionResponses } = this.responses[this.topicAt]!
      while (this.partitionAt < topic.partitionData.length) {
        if (partitionResponses.length + this.topicAt > 0 && broker.turns.nowMs() >= untilMs) return false
        const { index, records } = topic.partitionData[this.partitionAt++]!
        // Who has gone is told nothing, and may not have the loop any longer. With acks=0 nobody waits to be told.
        const isOver = broker.replicas.isStopping || (context.isGone && this.request.acks !== 0)
        const error = isOver ? 'NOT_LEADER_OR_FOLLOWER' : refusal
        const answer = error === undefined
          ? append(context, broker, this.pending, this.request.acks, { name, topicId: topic.topicId, index, records })
          : failedPartition(index, error)
        if (answer.errorCode !== 0) {
          this.pending.refuse()
          broker.events.produceFailed(name)
        }
        partitionResponses.push(answer)
      }
    }
    if (context.apiVersion >= CURRENT_LEADER_FROM) addLeaders(this.response, context, broker)
    this.pending.start()
    return true
  }

  async finish(): Promise<typeof LATER> {
    this.pending.keep()
    const { turns } = this.broker
    do await turns.next()
    while (!this.isDone(turns.end()))
    return LATER
  }
}

interface Answers {
  readonly name: string
  readonly topicId: string
  readonly partitionResponses: PartitionAnswer[]
}

interface PartitionData {
  readonly name: string
  readonly topicId: string
  readonly index: number
  readonly records: Buffer | null
}

function refuseAll(request: ProduceRequest): ErrorName | undefined {
  if (request.transactionalId !== null) return 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'
  return request.acks === -1 || request.acks === 1 || request.acks === 0 ? undefined : 'INVALID_REQUIRED_ACKS'
}

function refuseTopic(context: RequestContext, name: string): ErrorName | undefined {
  return internalTopics.has(name) && context.clientId !== ADMIN_CLIENT_ID ? 'INVALID_TOPIC_EXCEPTION' : undefined
}

function append(context: RequestContext, broker: BrokerServices, pending: PendingProduce, acks: number, data: PartitionData): PartitionAnswer {
  const { name, index, records } = data
  const byId = context.apiVersion >= IDS_FROM
  const partition = byId ? broker.replicas.partitionById(data.topicId, index) : broker.replicas.partition(name, index)
  if (partition === undefined) return failedPartition(index, broker.replicas.missing(name, byId ? data.topicId : undefined, index))
  if (records === null || records.length < BATCH_HEADER_BYTES) {
    return failedPartition(index, 'INVALID_RECORD', 'a produce request holds exactly one record batch per partition')
  }
  if (batchMagic(records, 0) === 2 && batchIsTransactional(records, 0)) {
    return failedPartition(index, 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED')
  }
  const recordCount = batchRecordCount(records, 0)
  const result = partition.append(records, acks, 'client', context.apiVersion)
  if (result.error !== undefined) {
    return refused(index, partition, result, context.apiVersion, batchSizeInBytes(records, 0) === records.length, pending)
  }
  const answer: PartitionAnswer = {
    index,
    errorCode: 0,
    baseOffset: result.baseOffset,
    logAppendTimeMs: result.logAppendTimeMs,
    logStartOffset: result.logStartOffset,
  }
  pending.add(partition, result, answer)
  broker.events.produced(name, records.length, recordCount)
  return answer
}

interface Refusal {
  readonly error: ErrorName
  readonly message?: string
  readonly recordErrors?: readonly { readonly batchIndex: number; readonly message: string | null }[]
}

/** Index, length of the reason, tags. */
const NAMED_RECORD_BYTES = 7
/** Where the room is used up a batch names so many, as examples. */
const EXAMPLES = 3

/** Few bytes decompress to many records: what an answer names of them is limited, over all of its batches. */
function namedRecords(errors: NonNullable<Refusal['recordErrors']>, pending: PendingProduce): NonNullable<PartitionAnswer['recordErrors']> {
  let bytes = 0
  for (const { message } of errors) bytes += NAMED_RECORD_BYTES + (message === null ? 0 : Buffer.byteLength(message))
  const haveRoom = bytes <= pending.recordNamesRoomBytes
  if (haveRoom) pending.recordNamesRoomBytes -= bytes
  return (haveRoom ? errors : errors.slice(0, EXAMPLES)).map(({ batchIndex, message }) => ({ batchIndex, batchIndexErrorMessage: message }))
}

function refused(
  index: number, partition: Partition, result: Refusal, version: number, isOneBatch: boolean, pending: PendingProduce,
): PartitionAnswer {
  const answer = failedPartition(index, result.error, result.message)
  // A batch that breaks a rule is told with where the log starts (ReplicaManager's RecordValidationException).
  if (isOneBatch && (result.error === 'INVALID_RECORD' || result.error === 'INVALID_TIMESTAMP') && version >= LOG_START_FROM) {
    answer.logStartOffset = partition.log?.logStartOffset ?? -1
  }
  if (result.recordErrors !== undefined && version >= RECORD_ERRORS_FROM) answer.recordErrors = namedRecords(result.recordErrors, pending)
  if (result.error === 'NOT_LEADER_OR_FOLLOWER' && version >= CURRENT_LEADER_FROM) {
    answer.currentLeader = { leaderId: partition.leader, leaderEpoch: partition.leaderEpoch }
  }
  return answer
}

/** KIP-951: where the partitions that are not led here are led. */
function addLeaders(response: ProduceResponseInput, context: RequestContext, broker: BrokerServices): void {
  const leaders = new Set<number>()
  for (const topic of response.responses as readonly Answers[]) {
    for (const answer of topic.partitionResponses) {
      if (answer.currentLeader !== undefined) leaders.add(answer.currentLeader.leaderId)
      else if (answer.errorCode === 6) {
        const image = broker.metadata.current()
        const partition = partitionOf(image.topics.get(topic.name) ?? image.topicById.get(topic.topicId), answer.index)
        if (partition === undefined) continue
        answer.currentLeader = { leaderId: partition.leader, leaderEpoch: partition.leaderEpoch }
        leaders.add(partition.leader)
      }
    }
  }
  if (leaders.size > 0) Object.assign(response, { nodeEndpoints: nodeEndpoints(broker, context, leaders) })
}
