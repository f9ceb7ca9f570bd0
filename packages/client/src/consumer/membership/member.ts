/** What the two group protocols have in common: a member that keeps itself in the group, and the host it works for. */
import type { PartitionRef } from '../../admin/by-leader.ts'
import type { KafkaError } from '../../errors.ts'

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
