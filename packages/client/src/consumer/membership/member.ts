/** What the two group protocols have in common: a member that keeps itself in the group, and the host it works for. */
import type { PartitionRef } from '../../admin/by-leader.ts'
import type { KafkaError } from '../../errors.ts'
import type { GroupLink } from './group-link.ts'

/** Who we are in the group, for commits and transactions. */
export interface GroupIdentity {
  readonly memberId: string
  /** Generation, or member epoch with the consumer protocol; -1 outside the group. */
  readonly generation: number
  readonly groupInstanceId: string | null
}

/** The consumer, as its group membership sees it. All of these are awaited before the group is told. */
export interface GroupHost {
  /** Topics that exist or not, by name. */
  subscribedTopics(): readonly string[]
  /** A pattern that the broker applies (consumer protocol only). */
  subscribedPattern(): string | undefined
  owned(): readonly PartitionRef[]
  assign(partitions: readonly PartitionRef[]): Promise<void>
  /** They are still ours: what is done can be committed. */
  revoke(partitions: readonly PartitionRef[]): Promise<void>
  /** They may already be somebody else's. */
  lose(partitions: readonly PartitionRef[]): Promise<void>
  fatal(error: KafkaError): void
}

export interface GroupMember {
  readonly identity: GroupIdentity
  /** Joins, and stays in the group until `stop`. */
  start(): void
  /** The subscription, or the partitions of its topics, are not what they were. */
  subscriptionChanged(): void
  /** Leaves the group for now, without giving up: `start` joins again. */
  suspend(): Promise<void>
  /** Ends it; `leave` tells the coordinator (a static member does not). */
  stop(leave: boolean): Promise<void>
}

export const nameOf = ({ topic, partition }: PartitionRef): string => `${topic}-${partition}`

/** Those of `from` that are not in `without`. */
export function difference(from: readonly PartitionRef[], without: readonly PartitionRef[]): PartitionRef[] {
  const names = new Set(without.map(nameOf))
  return from.filter((item) => !names.has(nameOf(item)))
}

/** A timer that came so much later than it should: whoever computes for that long keeps heartbeats from being sent. */
const LATE_MS = 1000

export const PUT_OUT: string = 'the group went on without this member: its partitions are given up as lost and it joins anew; what was not committed is read again, here or elsewhere. '
  + 'Keep the event loop free and the network whole, or raise sessionTimeoutMs'

/** Says that a heartbeat which was slept for since `sinceMs` comes late. */
export function warnIfLate({ cluster, groupId }: GroupLink, sinceMs: number, intervalMs: number): void {
  const { clock, log } = cluster.options.world
  const lateMs = clock.monotonicMs() - sinceMs - intervalMs
  if (lateMs < Math.max(LATE_MS, intervalMs)) return
  log.warn({ group: groupId, lateMs: Math.round(lateMs) },
    'the event loop was busy or the process stopped, and a heartbeat came late: move what computes for long to a worker thread, or the member is put out of its group')
}
