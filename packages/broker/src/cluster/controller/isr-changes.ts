/**
 * AlterPartition: a leader asks for another set of in-sync replicas (KIP-497; KafkaController.processAlterPartition).
 * Pure. The order of the checks matters: a request whose answer was lost comes again with an old partition epoch, and
 * must hear that its wish is already so before it is told that its epoch is old (KAFKA-2729 and its kin).
 */
import type { BrokerId } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import type { AlterPartitionRequest, AlterPartitionResponse } from '../controller-channel.ts'
import type { PartitionStateZnode } from '../znodes.ts'
import { ControlBatch } from './control-batch.ts'
import type { ControllerImage, PartitionRecord } from './controller-image.ts'
import type { Decision } from './decision.ts'
import type { WriteOutcome, ZnodeWrite } from './writes.ts'

type StateWrite = ZnodeWrite & { kind: 'partitionState' }
type TopicRequest = AlterPartitionRequest['topics'][number]
type PartitionRequest = TopicRequest['partitions'][number]
type PartitionResponse = AlterPartitionResponse['topics'][number]['partitions'][number]

/** Decided at once, or by the outcome of a write. */
interface Row {
  readonly request: PartitionRequest
  readonly error: ErrorCode
  readonly write: StateWrite | undefined
}

export function decideAlterPartition(
  image: ControllerImage,
  request: AlterPartitionRequest,
): Decision<AlterPartitionResponse> {
  const broker = image.brokers.get(request.brokerId)
  if (broker === undefined || request.brokerEpoch !== broker.epoch) {
    const reply = { throttleTimeMs: 0, errorCode: ErrorCode.STALE_BROKER_EPOCH, topics: [] }
    return { writes: [], finish: () => ({ requests: [], reply }) }
  }
  const topics = request.topics.map((topic) => {
    const name = topicNameOf(image, topic)
    return { topic, name, rows: topic.partitions.map((one): Row => row(image, request.brokerId, topic, name, one)) }
  })
  const writes = topics.flatMap(({ rows }) => rows.flatMap(({ write }) => write ?? []))
  return {
    writes,
    finish: (outcomes) => {
      const outcomeOf = new Map<ZnodeWrite, WriteOutcome | undefined>(writes.map((write, at) => [write, outcomes[at]]))
      const batch = new ControlBatch(image)
      const answered = topics.map(({ topic, name, rows }) => ({
        topicName: topic.topicName,
        topicId: topic.topicId,
        partitions: rows.map(({ request: asked, error, write }) => {
          if (write !== undefined && outcomeOf.get(write)?.taken) batch.metadataChanged(write.topic, write.index)
          const refused = write !== undefined && !outcomeOf.get(write)?.taken
          return response(
            asked,
            refused ? ErrorCode.INVALID_UPDATE_VERSION : error,
            image.partition(name ?? '', asked.partitionIndex),
          )
        }),
      }))
      return { requests: batch.requests(), reply: { throttleTimeMs: 0, errorCode: ErrorCode.NONE, topics: answered } }
    },
  }
}

function topicNameOf(image: ControllerImage, topic: TopicRequest): string | undefined {
  if (topic.topicName !== '') return image.topics.has(topic.topicName) ? topic.topicName : undefined
  for (const { name, id } of image.topics.values()) if (id === topic.topicId) return name
  return undefined
}

function row(
  image: ControllerImage,
  brokerId: BrokerId,
  topic: TopicRequest,
  name: string | undefined,
  request: PartitionRequest,
): Row {
  const refuse = (error: ErrorCode): Row => ({ request, error, write: undefined })
  if (name === undefined)
    return refuse(topic.topicName === '' ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  const partition = image.partition(name, request.partitionIndex)
  if (partition?.state === undefined || image.deletions.has(name)) return refuse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  const { state: current, version } = partition
  const isr = request.newIsrWithEpochs.length > 0 ? request.newIsrWithEpochs.map((one) => one.brokerId) : request.newIsr
  const wanted: PartitionStateZnode = {
    ...current,
    leader: brokerId,
    isr,
    recovering: request.leaderRecoveryState === 1,
    controllerEpoch: image.controllerEpoch,
  }
  // It knows more than we do: somebody else is the controller by now.
  if (request.partitionEpoch > version || request.leaderEpoch > current.leaderEpoch)
    return refuse(ErrorCode.NOT_CONTROLLER)
  if (request.leaderEpoch < current.leaderEpoch) return refuse(ErrorCode.FENCED_LEADER_EPOCH)
  if (isSo(current, wanted)) return refuse(ErrorCode.NONE)
  if (request.partitionEpoch < version) return refuse(ErrorCode.INVALID_UPDATE_VERSION)
  if (current.leader !== brokerId || isr.length === 0) return refuse(ErrorCode.INVALID_REQUEST)
  if (wanted.recovering && (isr.length > 1 || !current.recovering)) return refuse(ErrorCode.INVALID_REQUEST)
  const joins = (id: BrokerId): boolean => {
    const epoch = request.newIsrWithEpochs.find((one) => one.brokerId === id)?.brokerEpoch ?? -1
    return image.isOnline(id, name, request.partitionIndex) && (epoch === -1 || epoch === image.brokers.get(id)?.epoch)
  }
  if (!isr.every((id) => current.isr.includes(id) || joins(id))) return refuse(ErrorCode.INELIGIBLE_REPLICA)
  return {
    request,
    error: ErrorCode.NONE,
    write: {
      kind: 'partitionState',
      topic: name,
      index: request.partitionIndex,
      state: wanted,
      expectedVersion: version,
    },
  }
}

function isSo(current: PartitionStateZnode, wanted: PartitionStateZnode): boolean {
  return (
    current.leader === wanted.leader &&
    current.recovering === wanted.recovering &&
    current.isr.length === wanted.isr.length &&
    current.isr.every((id, at) => id === wanted.isr[at])
  )
}

function response(
  request: PartitionRequest,
  errorCode: ErrorCode,
  partition: PartitionRecord | undefined,
): PartitionResponse {
  const { partitionIndex } = request
  if (errorCode !== ErrorCode.NONE || partition?.state === undefined) {
    return {
      partitionIndex,
      errorCode,
      leaderId: 0,
      leaderEpoch: 0,
      isr: [],
      leaderRecoveryState: 0,
      partitionEpoch: 0,
    }
  }
  const { leader, leaderEpoch, isr, recovering } = partition.state
  return {
    partitionIndex,
    errorCode,
    leaderId: leader,
    leaderEpoch,
    isr: [...isr],
    leaderRecoveryState: recovering ? 1 : 0,
    partitionEpoch: partition.version,
  }
}
