/**
 * Who leads: the four election rules (PartitionLeaderElectionAlgorithms), and the new state of a partition after each.
 * Pure.
 *
 * Invariants: a clean election takes a replica that is online *and* in sync; the in-sync set is never emptied; every
 * election raises the leader epoch by one.
 */
import type { BrokerId } from '@odradek/protocol'
import type { PartitionStateZnode } from '../znodes.ts'
import { NO_LEADER } from '../znodes.ts'

type Ids = readonly BrokerId[]
type Online = (id: BrokerId) => boolean

/** Unclean is the last resort, where the topic allows it: a replica that may lack committed records. */
export const electOffline = (replicas: Ids, isr: Ids, online: Online, allowUnclean: boolean): BrokerId | undefined =>
  replicas.find((id) => online(id) && isr.includes(id)) ?? (allowUnclean ? replicas.find(online) : undefined)

export const electReassigned = (target: Ids, isr: Ids, online: Online): BrokerId | undefined =>
  target.find((id) => online(id) && isr.includes(id))

export const electPreferred = (replicas: Ids, isr: Ids, online: Online): BrokerId | undefined =>
  replicas.slice(0, 1).find((id) => online(id) && isr.includes(id))

/** `online` says no to brokers that shut down. */
export const electForShutdown = (replicas: Ids, isr: Ids, online: Online): BrokerId | undefined =>
  replicas.find((id) => online(id) && isr.includes(id))

/**
 * The state under a leader, in the next epoch. A leader from outside the in-sync replicas starts alone and recovers.
 */
export function ledBy(
  leader: BrokerId,
  before: PartitionStateZnode,
  isr: Ids,
  controllerEpoch: number,
): PartitionStateZnode {
  const clean = before.isr.includes(leader)
  return {
    leader,
    leaderEpoch: before.leaderEpoch + 1,
    isr: clean ? isr : [leader],
    controllerEpoch,
    recovering: clean ? before.recovering : true,
  }
}

/** The same leader and replicas in the next epoch: what was sent under the old one is void. */
export function nextEpoch(before: PartitionStateZnode, controllerEpoch: number): PartitionStateZnode {
  return { ...before, leaderEpoch: before.leaderEpoch + 1, controllerEpoch }
}

/** A partition that was just made: led by the first online replica, all online ones in sync (they are all empty). */
export function firstState(replicas: Ids, online: Online, controllerEpoch: number): PartitionStateZnode | undefined {
  const live = replicas.filter(online)
  const [leader] = live
  return leader === undefined ? undefined : { leader, leaderEpoch: 0, isr: live, controllerEpoch, recovering: false }
}

/**
 * A partition some of whose replicas have gone offline. Undefined when nothing changes. A leader that is there goes on
 * leading; a new one is elected among those who may lead, and only they stay in sync with it. The last in-sync replica
 * stays in the set although it is gone: only it has everything (ReplicaStateMachine.doRemoveReplicasFromIsr).
 */
export function withoutOffline(
  before: PartitionStateZnode,
  replicas: Ids,
  { isThere, mayLead }: { isThere: Online; mayLead: Online },
  allowUnclean: boolean,
  controllerEpoch: number,
): PartitionStateZnode | undefined {
  const left = before.isr.filter(isThere)
  if (before.leader !== NO_LEADER && isThere(before.leader)) {
    if (left.length === before.isr.length) return undefined
    return { ...before, isr: left, leaderEpoch: before.leaderEpoch + 1, controllerEpoch }
  }
  const leader = electOffline(replicas, before.isr, mayLead, allowUnclean)
  if (leader !== undefined) return ledBy(leader, before, before.isr.filter(mayLead), controllerEpoch)
  if (before.leader === NO_LEADER) return undefined
  const isr = left.length > 0 ? left : before.isr.length === 1 ? before.isr : before.isr.slice(-1)
  return { ...before, leader: NO_LEADER, isr, leaderEpoch: before.leaderEpoch + 1, controllerEpoch }
}
