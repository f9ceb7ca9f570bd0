/** Group calls of the admin: list, describe, delete, offsets read, set and deleted. */
import {
  DeleteGroupsApi, DescribeGroupsApi, LeaveGroupApi, ListGroupsApi, OffsetCommitApi, OffsetDeleteApi, OffsetFetchApi,
  type OffsetFetchResponse, Reader,
  consumerProtocolAssignmentCodec, decodeConsumerProtocolAssignment,
} from '@odradek/protocol/internal'
import type { Cluster, CoordinatorType, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import { withRetries } from '../retry.ts'
import { listOf, names, partitionRefs, text, whole, withFields } from './arguments.ts'
import { byLeader, type PartitionRef } from './by-leader.ts'

export interface ListedGroup {
  readonly groupId: string
  readonly protocolType: string
  readonly state: string
  /** 'classic' or 'consumer'; '' from brokers that do not say. */
  readonly type: string
}

export async function listGroups(
  cluster: Cluster, options: WaitOptions & { readonly states?: readonly string[]; readonly types?: readonly string[] } = {},
): Promise<readonly ListedGroup[]> {
  await cluster.fetchMetadata([], options)
  const request = { statesFilter: [...(options.states ?? [])], typesFilter: [...(options.types ?? [])] }
  const answers = await Promise.all(cluster.metadata.brokers().map(async ({ nodeId }) => {
    const { groups } = await cluster.sendWithRetries(() => nodeId, ListGroupsApi, request, ({ errorCode }) => {
      if (errorCode !== 0) throw protocolError(errorCode, `groups of broker ${nodeId}`)
    }, options)
    return groups
  }))
  return answers
    .flat()
    .map(({ groupId, protocolType, groupState, groupType }) => ({ groupId, protocolType, state: groupState, type: groupType }))
    .toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1))
}

/** Runs a call at the coordinator of a group or transactional id; one that moved is looked up again. */
export async function atCoordinator<T>(
  cluster: Cluster, key: string, options: WaitOptions, call: (node: number) => Promise<T>, type: CoordinatorType = 'group',
): Promise<T> {
  const { world, retryBackoffMs, retryBackoffMaxMs, defaultTimeoutMs } = cluster.options
  return withRetries(world, {
    what: `a call about ${type} ${key}`,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    pace: { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs },
    signal: options.signal,
    between: () => cluster.forgetCoordinator(type, key),
  }, async () => call(await cluster.coordinator(type, key, options)))
}

export interface DescribedMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly host: string
  readonly assignment: readonly PartitionRef[]
}

export interface DescribedGroup {
  readonly groupId: string
  readonly state: string
  readonly protocolType: string
  /** The assignor of a consumer group. */
  readonly protocol: string
  readonly coordinator: number
  readonly members: readonly DescribedMember[]
}

export async function describeGroup(cluster: Cluster, groupId: string, options: WaitOptions = {}): Promise<DescribedGroup> {
  text(groupId, 'describeGroup: groupId')
  return atCoordinator(cluster, groupId, options, async (node) => {
    const response = await cluster.send(node, DescribeGroupsApi, { groups: [groupId] })
    const group = response.groups[0]
    if (group === undefined || group.errorCode !== 0) throw protocolError(group?.errorCode ?? -1, `group ${groupId}`, group?.errorMessage)
    return {
      groupId,
      state: group.groupState,
      protocolType: group.protocolType,
      protocol: group.protocolData,
      coordinator: node,
      members: group.members.map((member) => ({
        memberId: member.memberId,
        groupInstanceId: member.groupInstanceId,
        clientId: member.clientId,
        host: member.clientHost,
        assignment: group.protocolType === 'consumer' ? decodeAssignment(member.memberAssignment) : [],
      })),
    }
  })
}

/** The partitions in a member's assignment bytes; none when they cannot be read (another tool's group). */
export function decodeAssignment(bytes: Buffer): readonly PartitionRef[] {
  if (bytes.length < 2) return []
  try {
    const reader = new Reader(bytes)
    const version = Math.min(reader.int16(), consumerProtocolAssignmentCodec.versions.max)
    const { assignedPartitions } = decodeConsumerProtocolAssignment(reader, version)
    return assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))
  } catch {
    return []
  }
}

export async function deleteGroups(cluster: Cluster, groupIds: readonly string[], options: WaitOptions = {}): Promise<void> {
  names(groupIds, 'deleteGroups: groupIds')
  for (const groupId of groupIds) {
    await atCoordinator(cluster, groupId, options, async (node) => {
      const response = await cluster.send(node, DeleteGroupsApi, { groupsNames: [groupId] })
      const result = response.results[0]
      if (result === undefined || result.errorCode !== 0) throw protocolError(result?.errorCode ?? -1, `delete group ${groupId}`, result?.errorMessage)
    })
  }
}

/** A dynamic member by its id, a static one by the name of its instance. */
export interface MemberToRemove {
  readonly memberId?: string
  readonly groupInstanceId?: string
}

const membersToRemove = listOf(withFields({}, { memberId: text, groupInstanceId: text }))

/** Takes members out of a group, as if they had left; for static members that will not come back. */
export async function removeGroupMembers(
  cluster: Cluster, groupId: string, members: readonly MemberToRemove[], options: WaitOptions & { readonly reason?: string } = {},
): Promise<void> {
  text(groupId, 'removeGroupMembers: groupId')
  membersToRemove(members, 'removeGroupMembers: members')
  await atCoordinator(cluster, groupId, options, async (node) => {
    const response = await cluster.send(node, LeaveGroupApi, {
      groupId,
      members: members.map(({ memberId, groupInstanceId }) => ({ memberId: memberId ?? '', groupInstanceId: groupInstanceId ?? null, reason: options.reason ?? 'removed by an admin' })),
    }, { signal: options.signal })
    if (response.errorCode !== 0) throw protocolError(response.errorCode, `members of group ${groupId}`)
    const failed = response.members.find(({ errorCode }) => errorCode !== 0)
    if (failed !== undefined) throw protocolError(failed.errorCode, `member ${failed.groupInstanceId ?? failed.memberId} of group ${groupId}`)
  })
}

export interface CommittedOffset extends PartitionRef {
  readonly offset: number
  readonly leaderEpoch: number
  readonly metadata: string
}

/** What a group has committed: of the given partitions, or of all. Partitions without a commit are left out. */
export async function fetchGroupOffsets(
  cluster: Cluster, groupId: string, partitions?: readonly PartitionRef[], options: WaitOptions & { readonly requireStable?: boolean } = {},
): Promise<readonly CommittedOffset[]> {
  text(groupId, 'fetchGroupOffsets: groupId')
  if (partitions !== undefined) partitionRefs(partitions, 'fetchGroupOffsets: partitions')
  return atCoordinator(cluster, groupId, options, async (node) => {
    const topics = partitions === undefined ? null
      : byLeader.group(partitions).map(([name, list]) => ({ name, partitionIndexes: list.map((item) => item.partition) }))
    const connection = await cluster.connection(node)
    const batched = connection.versionOf(OffsetFetchApi, 9) >= 8
    const request = batched ? { groups: [{ groupId, topics }] } : { groupId, topics }
    const response = await connection.request(OffsetFetchApi, { ...request, requireStable: options.requireStable ?? false }, { maxVersion: 9, signal: options.signal })
    return committedIn(response, batched, groupId)
  })
}

function committedIn(response: OffsetFetchResponse, batched: boolean, groupId: string): CommittedOffset[] {
  const group = batched ? response.groups[0] : response
  if (group === undefined || group.errorCode !== 0) throw protocolError(group?.errorCode ?? -1, `offsets of group ${groupId}`)
  const offsets: CommittedOffset[] = []
  for (const topic of group.topics) {
    for (const { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode } of topic.partitions) {
      if (errorCode !== 0) throw protocolError(errorCode, `offset of ${topic.name}-${partitionIndex} in group ${groupId}`)
      if (committedOffset < 0) continue
      offsets.push({ topic: topic.name, partition: partitionIndex, offset: committedOffset, leaderEpoch: committedLeaderEpoch, metadata: metadata ?? '' })
    }
  }
  return offsets
}

const offsetsToSet = listOf(withFields({ topic: text, partition: whole, offset: whole }, { metadata: text }))

/** Sets offsets of a group without members. */
export async function setGroupOffsets(
  cluster: Cluster, groupId: string, offsets: readonly (PartitionRef & { readonly offset: number; readonly metadata?: string })[], options: WaitOptions = {},
): Promise<void> {
  text(groupId, 'setGroupOffsets: groupId')
  offsetsToSet(offsets, 'setGroupOffsets: offsets')
  await atCoordinator(cluster, groupId, options, async (node) => {
    const response = await cluster.send(node, OffsetCommitApi, {
      groupId,
      generationIdOrMemberEpoch: -1,
      memberId: '',
      topics: byLeader.group(offsets).map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, offset, metadata }) => ({ partitionIndex: partition, committedOffset: offset, committedMetadata: metadata ?? '' })),
      })),
    }, { maxVersion: 9, signal: options.signal })
    for (const topic of response.topics) {
      for (const { partitionIndex, errorCode } of topic.partitions) {
        if (errorCode !== 0) throw protocolError(errorCode, `set offset of ${topic.name}-${partitionIndex} in group ${groupId}`)
      }
    }
  })
}

export async function deleteGroupOffsets(cluster: Cluster, groupId: string, partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<void> {
  text(groupId, 'deleteGroupOffsets: groupId')
  partitionRefs(partitions, 'deleteGroupOffsets: partitions')
  await atCoordinator(cluster, groupId, options, async (node) => {
    const response = await cluster.send(node, OffsetDeleteApi, {
      groupId,
      topics: byLeader.group(partitions).map(([name, list]) => ({ name, partitions: list.map(({ partition }) => ({ partitionIndex: partition })) })),
    })
    if (response.errorCode !== 0) throw protocolError(response.errorCode, `delete offsets of group ${groupId}`)
    for (const topic of response.topics) {
      for (const { partitionIndex, errorCode } of topic.partitions) {
        if (errorCode !== 0) throw protocolError(errorCode, `delete offset of ${topic.name}-${partitionIndex}`)
      }
    }
  })
}
