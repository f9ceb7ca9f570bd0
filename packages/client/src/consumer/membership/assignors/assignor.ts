/**
 * How the leader of a classic group divides partitions among the members. An assignor is pure: subscriptions and
 * partition counts in, partitions per member out. Names and user data are those of the Java consumer, so that groups
 * may have members of both.
 */
import type { PartitionRef } from '../../../admin/by-leader.ts'

export interface MemberSubscription {
  readonly memberId: string
  /** Set for a static member. */
  readonly groupInstanceId: string | null
  readonly topics: readonly string[]
  readonly userData: Buffer | null
  readonly ownedPartitions: readonly PartitionRef[]
  /** -1 when the member's version of the protocol does not tell. */
  readonly generationId: number
  readonly rack: string | null
}

export interface AssignorInput {
  readonly members: readonly MemberSubscription[]
  /** Of every topic that a member subscribes to and that exists. */
  readonly partitionCounts: ReadonlyMap<string, number>
}

/** By member id; every member has an entry. */
export type Assignment = ReadonlyMap<string, readonly PartitionRef[]>

export interface Assignor {
  /** As it stands in JoinGroup: members of a group must have one in common. */
  readonly name: string
  /** 'cooperative': members keep what they have while the group rebalances. */
  readonly protocols: readonly ('eager' | 'cooperative')[]
  assign(input: AssignorInput): Assignment
  /** What this member tells the next leader. */
  userData?(owned: readonly PartitionRef[], generation: number): Uint8Array | null
}

/** Java's order of members: static ones first, by instance id; the others by member id (`MemberInfo.compareTo`). */
export function compareMembers(a: MemberSubscription, b: MemberSubscription): number {
  if (a.groupInstanceId !== null && b.groupInstanceId !== null) return compareText(a.groupInstanceId, b.groupInstanceId)
  if (a.groupInstanceId !== null) return -1
  if (b.groupInstanceId !== null) return 1
  return compareText(a.memberId, b.memberId)
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function emptyAssignment(members: readonly MemberSubscription[]): Map<string, PartitionRef[]> {
  return new Map(members.map(({ memberId }) => [memberId, []]))
}
