/**
 * New topics and partitions get their first state; partitions without a leader get one as soon as somebody can lead
 * (PartitionStateMachine). Pure.
 */
import type { Uuid } from '@odradek/protocol'
import { ZERO_UUID } from '@odradek/protocol'
import { NO_LEADER } from '../znodes.ts'
import { ControlBatch } from './control-batch.ts'
import type { ControllerImage, PartitionRef } from './controller-image.ts'
import type { Decision } from './decision.ts'
import { electOffline, firstState, ledBy } from './election.ts'
import type { ZnodeWrite } from './writes.ts'

/** Whether a topic's settings allow an unclean election. */
export type AllowsUnclean = (topic: string) => boolean

/** Topics that an old version made without an id get one. */
export function decideTopicIds(image: ControllerImage, names: readonly string[], newId: () => Uuid): Decision {
  const writes = names.flatMap((name): ZnodeWrite[] => {
    const topic = image.topics.get(name)
    if (topic === undefined || topic.id !== ZERO_UUID) return []
    const partitions = new Map([...topic.partitions].map(([index, { assignment }]) => [index, assignment]))
    return [{ kind: 'topic', topic: name, znode: { id: newId(), partitions }, expectedVersion: topic.version }]
  })
  return { writes, finish: () => ({ requests: [], reply: undefined }) }
}

/** Gives new partitions their first state and leaderless ones a leader, where that can be. */
export function decideOnline(
  image: ControllerImage,
  partitions: Iterable<PartitionRef>,
  allowsUnclean: AllowsUnclean,
): Decision {
  const writes: (ZnodeWrite & { kind: 'partitionState' })[] = []
  const created = new Set<ZnodeWrite>()
  for (const { topic, index } of partitions) {
    const partition = image.partition(topic, index)
    if (partition === undefined || image.deletions.has(topic)) continue
    const online = (id: number): boolean => image.isOnline(id, topic, index)
    const { state, assignment } = partition
    if (state === undefined) {
      const first = firstState(assignment.replicas, online, image.controllerEpoch)
      if (first === undefined) continue
      const write = { kind: 'partitionState', topic, index, state: first, expectedVersion: -1 } as const
      created.add(write)
      writes.push(write)
    } else if (state.leader === NO_LEADER || !image.brokers.has(state.leader)) {
      const leader = electOffline(assignment.replicas, state.isr, online, allowsUnclean(topic))
      if (leader === undefined) continue
      const next = ledBy(leader, state, state.isr.filter(online), image.controllerEpoch)
      writes.push({ kind: 'partitionState', topic, index, state: next, expectedVersion: partition.version })
    }
  }
  return {
    writes,
    finish: (outcomes) => {
      const batch = new ControlBatch(image)
      for (const [at, write] of writes.entries()) {
        if (outcomes[at]?.taken) batch.partitionChanged(write.topic, write.index, { isNew: created.has(write) })
      }
      return { requests: batch.requests(), reply: undefined }
    },
  }
}
