/**
 * Elections that somebody asks for: the preferred leader, or an unclean one (KIP-460; KafkaController
 * processReplicaLeaderElection), and the balancing of leaders by the broker itself. Pure.
 */
import type { BrokerId } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import { NO_LEADER } from '../znodes.ts'
import { ControlBatch } from './control-batch.ts'
import type { ControllerImage, PartitionRef } from './controller-image.ts'
import type { Decision } from './decision.ts'
import { electOffline, electPreferred, ledBy } from './election.ts'
import type { ZnodeWrite } from './writes.ts'

export type ElectionKind = 'preferred' | 'unclean'

export interface ElectionResult extends PartitionRef {
  readonly error: ErrorCode
  readonly message: string | null
}

type Verdict =
  { readonly write: ZnodeWrite & { kind: 'partitionState' } } | { readonly error: ErrorCode; readonly message: string }

/**
 * `partitions` null: all; those that need no election are then left out of the answer. A partition that is named twice
 * is elected once and answered twice.
 */
export function decideElectLeaders(
  image: ControllerImage,
  kind: ElectionKind,
  partitions: readonly PartitionRef[] | null,
): Decision<ElectionResult[]> {
  const asked = partitions ?? [...image.allPartitions()]
  const judged = new Map<string, Verdict>()
  const judgeOnce = (topic: string, index: number): Verdict => {
    const key = `${topic}/${index}`
    const verdict = judged.get(key) ?? judge(image, kind, topic, index)
    judged.set(key, verdict)
    return verdict
  }
  const verdicts = asked.map(({ topic, index }) => ({ topic, index, verdict: judgeOnce(topic, index) }))
  const writes = [...judged.values()].flatMap((verdict) => ('write' in verdict ? [verdict.write] : []))
  return {
    writes,
    finish: (outcomes) => {
      const batch = new ControlBatch(image)
      const taken = new Set(writes.filter((_, at) => outcomes[at]?.taken))
      for (const write of taken) batch.partitionChanged(write.topic, write.index)
      const reply = verdicts.map(({ topic, index, verdict }): ElectionResult => {
        if (!('write' in verdict)) return { topic, index, ...verdict }
        return taken.has(verdict.write)
          ? { topic, index, error: ErrorCode.NONE, message: null }
          : {
              topic,
              index,
              error: ErrorCode.LEADER_NOT_AVAILABLE,
              message: 'The partition has just changed; try again.',
            }
      })
      const shown = reply.filter(({ error }) => partitions !== null || error !== ErrorCode.ELECTION_NOT_NEEDED)
      return { requests: batch.requests(), reply: shown }
    },
  }
}

function judge(image: ControllerImage, kind: ElectionKind, topic: string, index: number): Verdict {
  const partition = image.partition(topic, index)
  if (partition?.state === undefined || image.deletions.has(topic)) {
    return { error: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message: 'The partition does not exist.' }
  }
  const {
    state,
    assignment: { replicas },
  } = partition
  const online = (id: BrokerId): boolean => image.isOnline(id, topic, index)
  const led = state.leader !== NO_LEADER && image.brokers.has(state.leader)
  if (kind === 'preferred' ? led && state.leader === replicas[0] : led) {
    return { error: ErrorCode.ELECTION_NOT_NEEDED, message: 'Leader election not needed for topic partition.' }
  }
  const leader =
    kind === 'preferred' ? electPreferred(replicas, state.isr, online) : electOffline(replicas, state.isr, online, true)
  if (leader === undefined) {
    return kind === 'preferred'
      ? { error: ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE, message: 'The preferred leader is offline or not in sync.' }
      : { error: ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE, message: 'No replica of the partition is online.' }
  }
  const next = ledBy(leader, state, state.isr.filter(online), image.controllerEpoch)
  return { write: { kind: 'partitionState', topic, index, state: next, expectedVersion: partition.version } }
}

/**
 * The partitions whose preferred leader should take over: of brokers where the share of partitions led by somebody
 * else is above `limitPercent` (auto.leader.rebalance.enable).
 */
export function unbalanced(image: ControllerImage, limitPercent: number): PartitionRef[] {
  const byPreferred = new Map<BrokerId, { all: number; elsewhere: PartitionRef[] }>()
  for (const { topic, index, partition } of image.allPartitions()) {
    const [preferred] = partition.assignment.replicas
    if (preferred === undefined || image.deletions.has(topic)) continue
    const row = byPreferred.get(preferred) ?? { all: 0, elsewhere: [] }
    byPreferred.set(preferred, row)
    row.all++
    if (partition.state !== undefined && partition.state.leader !== preferred) row.elsewhere.push({ topic, index })
  }
  return [...byPreferred].flatMap(([preferred, { all, elsewhere }]) =>
    image.brokers.has(preferred) && elsewhere.length / all > limitPercent / 100 ? elsewhere : [],
  )
}
