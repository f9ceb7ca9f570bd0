/**
 * Brokers that come, go, and go in good order (KafkaController.onBrokerStartup, onBrokerFailure, doControlledShutdown).
 * Pure, but for the note of who is shutting down. A broker that was away for so short a time that nobody saw it (its
 * epoch is another) is handled as gone, then as started.
 */
import type { BrokerId } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import type { ControlledShutdownRequest, ControlledShutdownResponse } from '../controller-channel.ts'
import { ControlBatch } from './control-batch.ts'
import type { ControllerImage, PartitionRef } from './controller-image.ts'
import type { Decision } from './decision.ts'
import { electForShutdown, ledBy, nextEpoch, withoutOffline } from './election.ts'
import type { AllowsUnclean } from './topics.ts'
import type { ZnodeWrite } from './writes.ts'
import { NO_LEADER } from '../znodes.ts'

type StateWrite = ZnodeWrite & { kind: 'partitionState' }

/**
 * Brokers or single replicas have gone offline; the image already says so. `affected`: the partitions they hold. With
 * `renew` each of these gets a new leader epoch although its leader and its in-sync set stay: what the leader knows of
 * a replica that has lost records, and has asked for on that ground, is void.
 */
export function decideOffline(
  image: ControllerImage,
  affected: Iterable<PartitionRef>,
  allowsUnclean: AllowsUnclean,
  { renew = false }: { renew?: boolean } = {},
): Decision {
  const writes: StateWrite[] = []
  const seen: PartitionRef[] = []
  for (const { topic, index } of affected) {
    const partition = image.partition(topic, index)
    if (partition?.state === undefined || image.deletions.has(topic)) continue
    seen.push({ topic, index })
    const { replicas } = partition.assignment
    const who = {
      // One that is shutting down still leads what nobody else could take, and still has its records.
      isThere: (id: BrokerId): boolean => image.brokers.has(id) && !image.hasFailed(id, topic, index),
      mayLead: (id: BrokerId): boolean => image.isOnline(id, topic, index),
    }
    const { state } = partition
    const next =
      withoutOffline(state, replicas, who, allowsUnclean(topic), image.controllerEpoch) ??
      (renew && state.leader !== NO_LEADER ? nextEpoch(state, image.controllerEpoch) : undefined)
    if (next !== undefined)
      writes.push({ kind: 'partitionState', topic, index, state: next, expectedVersion: partition.version })
  }
  return {
    writes,
    finish: (outcomes) => {
      const batch = new ControlBatch(image)
      batch.brokersChanged()
      for (const [at, write] of writes.entries())
        if (outcomes[at]?.taken) batch.partitionChanged(write.topic, write.index)
      // Offline replicas are part of everybody's metadata, whether or not the state changed.
      for (const { topic, index } of seen) batch.metadataChanged(topic, index)
      return { requests: batch.requests(), reply: undefined }
    },
  }
}

/** Brokers have started; the image has them. Everybody hears of them, and they hear of everything. */
export function decideStarted(image: ControllerImage, started: readonly BrokerId[]): Decision {
  return {
    writes: [],
    finish: () => {
      const news = new ControlBatch(image)
      news.brokersChanged([...image.brokers.keys()].filter((id) => !started.includes(id)))
      // Who is alive comes first: a follower must know its leader's address when it is told to follow.
      const alive = new ControlBatch(image)
      alive.brokersChanged(started)
      const whole = new ControlBatch(image)
      whole.brokersChanged(started)
      const everything = new ControlBatch(image)
      for (const id of started) {
        for (const { topic, index } of image.partitionsOf(id)) {
          if (!image.deletions.has(topic)) everything.partitionChanged(topic, index, { brokers: [id] })
        }
      }
      for (const { topic, index } of image.allPartitions()) everything.metadataChanged(topic, index)
      const toStarted = everything.requests().filter((request) => started.includes(request.to))
      return { requests: [...news.requests(), ...alive.requests(), ...toStarted], reply: undefined }
    },
  }
}

/**
 * A broker wants to go: from here on it leads and joins nothing new. A late request of an earlier incarnation does not
 * touch the one that runs now.
 */
export function beginControlledShutdown(
  image: ControllerImage,
  request: ControlledShutdownRequest,
): Decision<ControlledShutdownResponse> {
  if (shutdownError(image, request) === ErrorCode.NONE) image.shuttingDown.add(request.brokerId)
  return decideControlledShutdown(image, request)
}

/**
 * A broker wants to go: its leaderships move to other in-sync replicas, it leaves the in-sync sets, and it is told to
 * stop following. The answer lists the replicated partitions that it still leads; it asks again until there are none,
 * or gives up.
 */
function decideControlledShutdown(
  image: ControllerImage,
  request: ControlledShutdownRequest,
): Decision<ControlledShutdownResponse> {
  const { brokerId } = request
  const refused = shutdownError(image, request)
  if (refused !== ErrorCode.NONE) {
    return { writes: [], finish: () => ({ requests: [], reply: { errorCode: refused, remainingPartitions: [] } }) }
  }
  const writes: StateWrite[] = []
  const stopping: PartitionRef[] = []
  for (const { topic, index, partition } of image.partitionsOf(brokerId)) {
    const { state, assignment } = partition
    if (state === undefined || assignment.replicas.length < 2 || image.deletions.has(topic)) continue
    const online = (id: BrokerId): boolean => id !== brokerId && image.isOnline(id, topic, index)
    const isr = state.isr.filter((id) => id !== brokerId)
    if (state.leader === brokerId) {
      const leader = electForShutdown(assignment.replicas, state.isr, online)
      if (leader === undefined) continue
      const next = ledBy(leader, state, isr, image.controllerEpoch)
      writes.push({ kind: 'partitionState', topic, index, state: next, expectedVersion: partition.version })
    } else {
      stopping.push({ topic, index })
      if (!state.isr.includes(brokerId) || isr.length === 0) continue
      const next = { ...state, isr, leaderEpoch: state.leaderEpoch + 1, controllerEpoch: image.controllerEpoch }
      writes.push({ kind: 'partitionState', topic, index, state: next, expectedVersion: partition.version })
    }
  }
  return {
    writes,
    finish: (outcomes) => {
      const batch = new ControlBatch(image)
      for (const [at, write] of writes.entries())
        if (outcomes[at]?.taken) batch.partitionChanged(write.topic, write.index)
      for (const { topic, index } of stopping) {
        const leaderEpoch = image.partition(topic, index)?.state?.leaderEpoch ?? -1
        batch.stopReplica(brokerId, { topic, index, leaderEpoch, deletePartition: false })
      }
      const remainingPartitions = [...image.partitionsOf(brokerId)]
        .filter(({ partition }) => partition.state?.leader === brokerId && partition.assignment.replicas.length > 1)
        .map(({ topic, index }) => ({ topicName: topic, partitionIndex: index }))
      return { requests: batch.requests(), reply: { errorCode: ErrorCode.NONE, remainingPartitions } }
    },
  }
}

function shutdownError(image: ControllerImage, request: ControlledShutdownRequest): ErrorCode {
  const broker = image.brokers.get(request.brokerId)
  if (broker === undefined) return ErrorCode.BROKER_NOT_AVAILABLE
  return request.brokerEpoch !== -1 && request.brokerEpoch !== broker.epoch
    ? ErrorCode.STALE_BROKER_EPOCH
    : ErrorCode.NONE
}
