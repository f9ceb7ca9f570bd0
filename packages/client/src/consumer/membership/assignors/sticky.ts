/**
 * Balanced, and as little moved as that allows (Java `StickyAssignor`, `CooperativeStickyAssignor`). The balance and
 * the formats are Java's; which of several equally good assignments comes out is ours.
 *
 * Invariants: a partition has one owner; no partition could move to an eligible member that has two or more fewer.
 * Cooperative: a partition is given to nobody in the round in which its owner has to give it up.
 */
import type { PartitionRef } from '../../../admin/by-leader.ts'
import { byLeader } from '../../../admin/by-leader.ts'
import { Reader, Writer } from '@odradek/protocol/internal'
import { type Assignor, type AssignorInput, compareMembers, compareText, emptyAssignment, type MemberSubscription } from './assignor.ts'

interface Claims {
  readonly partitions: readonly PartitionRef[]
  readonly generation: number
}

export const sticky: Assignor = {
  name: 'sticky',
  protocols: ['eager'],
  assign: (input) => balance(input, (member) => decodeStickyUserData(member.userData)),
  userData: encodeStickyUserData,
}

export const cooperativeSticky: Assignor = {
  name: 'cooperative-sticky',
  protocols: ['cooperative', 'eager'],
  assign(input) {
    const assignment = balance(input, (member) => ({ partitions: member.ownedPartitions, generation: cooperativeGeneration(member) }))
    return withholdTransfers(input.members, assignment)
  },
  userData(_owned, generation) {
    const writer = new Writer(4)
    writer.int32(generation)
    return writer.toBuffer()
  },
}

/** `STICKY_ASSIGNOR_USER_DATA_V1`: an array of (topic, partitions), then the generation. */
export function encodeStickyUserData(owned: readonly PartitionRef[], generation: number): Uint8Array | null {
  if (generation < 0) return null
  const writer = new Writer(256)
  const topics = byLeader.group(owned)
  writer.arrayLength(topics.length)
  for (const [topic, partitions] of topics) {
    writer.string(topic)
    writer.arrayLength(partitions.length)
    for (const { partition } of partitions) writer.int32(partition)
  }
  writer.int32(generation)
  return writer.toBuffer()
}

/** Unreadable data counts as none: a member of another kind must not stop the group. */
export function decodeStickyUserData(data: Buffer | null): Claims {
  if (data === null || data.length === 0) return { partitions: [], generation: -1 }
  try {
    const reader = new Reader(data)
    const partitions: PartitionRef[] = []
    for (let topics = reader.arrayLength(6); topics > 0; topics--) {
      const topic = reader.string()
      for (let count = reader.arrayLength(4); count > 0; count--) partitions.push({ topic, partition: reader.int32() })
    }
    return { partitions, generation: reader.remaining >= 4 ? reader.int32() : -1 }
  } catch {
    return { partitions: [], generation: -1 }
  }
}

function cooperativeGeneration(member: MemberSubscription): number {
  if (member.generationId >= 0) return member.generationId
  return member.userData !== null && member.userData.length >= 4 ? member.userData.readInt32BE(0) : -1
}

/** A member's share while it is worked out. */
interface Share {
  readonly memberId: string
  readonly topics: ReadonlySet<string>
  readonly partitions: Map<string, PartitionRef>
}

const nameOf = ({ topic, partition }: PartitionRef): string => `${topic}/${partition}`

function balance(input: AssignorInput, claimsOf: (member: MemberSubscription) => Claims): Map<string, PartitionRef[]> {
  const shares: Share[] = input.members.toSorted(compareMembers).map(({ memberId, topics }) => ({ memberId, topics: new Set(topics), partitions: new Map() }))
  const owners = previousOwners(input, claimsOf)
  const byId = new Map(shares.map((share) => [share.memberId, share]))
  const unassigned: PartitionRef[] = []
  for (const [topic, count] of [...input.partitionCounts].toSorted((a, b) => compareText(a[0], b[0]))) {
    if (!shares.some(({ topics }) => topics.has(topic))) continue
    for (let partition = 0; partition < count; partition++) {
      const item = { topic, partition }
      const owner = byId.get(owners.get(nameOf(item)) ?? '')
      if (owner === undefined) unassigned.push(item)
      else owner.partitions.set(nameOf(item), item)
    }
  }
  const eligible = new Map<string, number>()
  for (const { topics } of shares) for (const topic of topics) eligible.set(topic, (eligible.get(topic) ?? 0) + 1)
  // Those with the least choice first, so that the others can even out what they leave.
  for (const item of unassigned.toSorted((a, b) => eligible.get(a.topic)! - eligible.get(b.topic)!)) {
    let least: Share | undefined
    for (const share of shares) {
      if (share.topics.has(item.topic) && (least === undefined || share.partitions.size < least.partitions.size)) least = share
    }
    least?.partitions.set(nameOf(item), item)
  }
  evenOut(shares, owners)
  const assignment = emptyAssignment(input.members)
  for (const { memberId, partitions } of shares) assignment.set(memberId, [...partitions.values()])
  return assignment
}

/** Who had a partition last: the claim of the highest generation; nobody where two claims are equally new. */
function previousOwners(input: AssignorInput, claimsOf: (member: MemberSubscription) => Claims): Map<string, string> {
  const owners = new Map<string, { memberId: string | undefined; generation: number }>()
  for (const member of input.members) {
    const { partitions, generation } = claimsOf(member)
    for (const item of partitions) {
      if (!member.topics.includes(item.topic) || item.partition >= (input.partitionCounts.get(item.topic) ?? 0)) continue
      const before = owners.get(nameOf(item))
      if (before === undefined || before.generation < generation) owners.set(nameOf(item), { memberId: member.memberId, generation })
      else if (before.generation === generation) before.memberId = undefined
    }
  }
  return new Map([...owners].flatMap(([name, { memberId }]) => (memberId === undefined ? [] : [[name, memberId] as const])))
}

/** Moves one partition at a time from who has most to who has least, until nobody is two apart who could share. */
function evenOut(shares: Share[], owners: ReadonlyMap<string, string>): void {
  for (let moved = true; moved;) {
    moved = false
    const ascending = shares.toSorted((a, b) => a.partitions.size - b.partitions.size)
    for (const taker of ascending) {
      for (let index = ascending.length - 1; index >= 0 && !moved; index--) {
        const giver = ascending[index]!
        if (giver.partitions.size <= taker.partitions.size + 1) break
        const item = movable(giver, taker, owners)
        if (item === undefined) continue
        giver.partitions.delete(nameOf(item))
        taker.partitions.set(nameOf(item), item)
        moved = true
      }
      if (moved) break
    }
  }
}

/** What the giver has and the taker may have: best its own of before, then what the giver had not before, then any. */
function movable(giver: Share, taker: Share, owners: ReadonlyMap<string, string>): PartitionRef | undefined {
  let fresh: PartitionRef | undefined
  let any: PartitionRef | undefined
  for (const [name, item] of giver.partitions) {
    if (!taker.topics.has(item.topic)) continue
    const owner = owners.get(name)
    if (owner === taker.memberId) return item
    if (owner !== giver.memberId) fresh ??= item
    any = item
  }
  return fresh ?? any
}

/** Takes out what would change hands between two members that are both here: it is assigned in the next round. */
function withholdTransfers(members: readonly MemberSubscription[], assignment: Map<string, PartitionRef[]>): Map<string, PartitionRef[]> {
  const holders = new Map<string, string[]>()
  for (const { memberId, ownedPartitions } of members) {
    for (const item of ownedPartitions) holders.set(nameOf(item), [...(holders.get(nameOf(item)) ?? []), memberId])
  }
  for (const [memberId, partitions] of assignment) {
    assignment.set(memberId, partitions.filter((item) => {
      const held = holders.get(nameOf(item))
      return held === undefined || held.includes(memberId)
    }))
  }
  return assignment
}
