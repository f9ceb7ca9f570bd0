/**
 * Topic deletion (TopicDeletionManager): everybody forgets the topic, every replica deletes its files and confirms,
 * then the znodes go. A topic is not touched while one of its replicas' brokers is away or a reassignment is under
 * way; it waits. Pure.
 *
 * The request for deletion is itself a znode, removed last: whatever happens in between, the next controller goes on.
 */
import type { BrokerId } from '@odradek/protocol'
import { ControlBatch, EPOCH_DURING_DELETE } from './control-batch.ts'
import type { ControllerImage, TopicRecord } from './controller-image.ts'
import { isReassigning } from './controller-image.ts'
import type { Decision } from './decision.ts'
import type { ZnodeWrite } from './writes.ts'
import { paths } from '../znodes.ts'

/** Requests for deletion as they lie in the store. Those of unknown topics are cleared away. */
export function decideDeletionRequests(image: ControllerImage, names: readonly string[]): Decision {
  const writes: ZnodeWrite[] = []
  for (const name of names) {
    if (!image.topics.has(name)) writes.push({ kind: 'removeRequest', path: paths.deleteTopic(name) })
    else if (!image.deletions.has(name)) image.deletions.set(name, { waitingFor: undefined })
  }
  return { writes, finish: () => ({ requests: startDeletions(image), reply: undefined }) }
}

/** Orders every deletion that can begin now. Called again when a broker comes back or a reassignment ends. */
export function startDeletions(
  image: ControllerImage,
): Decision['finish'] extends (o: never) => { requests: infer R } ? R : never {
  const batch = new ControlBatch(image)
  for (const [name, deletion] of image.deletions) {
    const topic = image.topics.get(name)
    if (topic === undefined || deletion.waitingFor !== undefined || !canStart(image, topic)) continue
    deletion.waitingFor = new Set()
    for (const [index, { assignment }] of topic.partitions) {
      batch.metadataChanged(name, index)
      for (const id of assignment.replicas) {
        deletion.waitingFor.add(`${id}-${index}`)
        batch.stopReplica(id, { topic: name, index, leaderEpoch: EPOCH_DURING_DELETE, deletePartition: true })
      }
    }
  }
  return batch.requests()
}

function canStart(image: ControllerImage, topic: TopicRecord): boolean {
  for (const [index, { assignment }] of topic.partitions) {
    if (isReassigning(assignment)) return false
    for (const id of assignment.replicas)
      if (!image.brokers.has(id) || image.hasFailed(id, topic.name, index)) return false
  }
  return true
}

/** A broker has confirmed that it deleted these replicas; where it was the last one, the topic's znodes go. */
export function decideReplicasDeleted(
  image: ControllerImage,
  broker: BrokerId,
  deleted: readonly { topic: string; index: number }[],
): Decision<string[]> {
  const touched = new Set<string>()
  for (const { topic, index } of deleted) {
    image.deletions.get(topic)?.waitingFor?.delete(`${broker}-${index}`)
    touched.add(topic)
  }
  const done = [...touched].filter((name) => image.deletions.get(name)?.waitingFor?.size === 0)
  const writes = done.map((topic): ZnodeWrite => ({
    kind: 'deleteTopic',
    topic,
    partitions: [...(image.topics.get(topic)?.partitions.keys() ?? [])],
  }))
  return { writes, finish: (outcomes) => ({ requests: [], reply: done.filter((_, at) => outcomes[at]?.taken) }) }
}

/** A replica could not be deleted or its broker went away: the topic waits and is ordered anew later. */
export function deletionFailed(image: ControllerImage, topics: Iterable<string>): void {
  for (const name of topics) {
    const deletion = image.deletions.get(name)
    if (deletion !== undefined) deletion.waitingFor = undefined
  }
}
