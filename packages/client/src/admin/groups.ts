/** Group calls of the admin: list, describe, delete, offsets read, set and deleted. */
import {
  DeleteGroupsApi, ErrorCode, LeaveGroupApi, ListGroupsApi, OffsetCommitApi, OffsetDeleteApi, OffsetFetchApi,
  type OffsetFetchResponse,
} from '@odradek/protocol/internal'
import type { Cluster, CoordinatorType, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import { withRetries } from '../retry.ts'
import { type Answer, forEachOf } from './each.ts'
import { byLeader, nameOfPartition, type PartitionRef } from './by-leader.ts'
import { eachBroker, toCoordinator } from './routes.ts'

export interface ListedGroup {
  readonly groupId: string
  /** 'consumer' for groups of consumers of either protocol, 'share', 'streams', 'connect', ...; '' when nobody has joined yet. */
  readonly protocolType: string
  /** 'Stable', 'Empty', ...; '' from brokers before 2.6. */
  readonly state: string
  /** 'classic', 'consumer' (KIP-848), 'share' or 'streams'; '' from brokers before 3.7. */
  readonly type: string
}

/** @throws AdminError with a row for each broker, when one of them could not say. */
export async function listGroups(
  cluster: Cluster, options: WaitOptions & { readonly states?: readonly string[]; readonly types?: readonly string[] } = {},
): Promise<readonly ListedGroup[]> {
  await cluster.fetchMetadata([], options)
  const answers: readonly (readonly ListedGroup[])[] = await forEachOf(cluster, {
    ...eachBroker(cluster, options), what: 'listGroups', verb: 'groups of', api: ListGroupsApi,
    request: () => ({ statesFilter: [...(options.states ?? [])], typesFilter: [...(options.types ?? [])] }),
    take: ({ errorCode, groups }, answer) => {
      if (errorCode !== 0) return answer.refused(answer.items[0], errorCode)
      answer.done(answer.items[0], groups.map(({ groupId, protocolType, groupState, groupType }) => ({ groupId, protocolType, state: groupState, type: groupType })))
    },
  })
  return answers.flat().toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1))
}

/** Runs a call at the coordinator of a group or transactional id; one that moved is looked up again. */
export async function atCoordinator<T>(
  cluster: Cluster, key: string, options: WaitOptions, call: (node: number, wait: WaitOptions) => Promise<T>, type: CoordinatorType = 'group',
): Promise<T> {
  const { world, retryBackoffMs, retryBackoffMaxMs, defaultTimeoutMs, requestTimeoutMs } = cluster.options
  return withRetries(world, {
    what: `a call about ${type} ${key}`,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    pace: { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs },
    signal: options.signal,
    between: () => cluster.forgetCoordinator(type, key),
  }, async (remainingMs) => {
    const wait = { ...options, timeoutMs: Math.min(remainingMs, requestTimeoutMs) }
    return call(await cluster.coordinator(type, key, { ...options, timeoutMs: remainingMs }), wait)
  })
}

/** Answers those that were deleted now: all, but for those that were not there with `ifExists`. */
export async function deleteGroups(cluster: Cluster, groupIds: readonly string[], options: WaitOptions & { readonly ifExists?: boolean } = {}): Promise<readonly string[]> {
  const deleted: readonly (string | undefined)[] = await forEachOf(cluster, {
    what: 'deleteGroups', verb: 'delete group', items: [...new Set(groupIds)], nameOf: (groupId) => groupId, options, changes: true,
    route: toCoordinator(cluster, 'group', (groupId: string) => groupId, options), api: DeleteGroupsApi,
    request: (items) => ({ groupsNames: items }),
    take: ({ results }, answer) => {
      for (const { groupId, errorCode } of results) {
        const group = answer.named(groupId)
        if (errorCode === 0) answer.done(group, group)
        else if (errorCode === ErrorCode.GROUP_ID_NOT_FOUND && options.ifExists === true) answer.done(group, undefined)
        else answer.refused(group, errorCode)
      }
    },
  })
  return deleted.filter((groupId) => groupId !== undefined)
}

/** A dynamic member by its id, a static one by the name of its instance. */
export interface MemberToRemove {
  readonly memberId?: string
  readonly groupInstanceId?: string
}

const nameOfMember = ({ memberId, groupInstanceId }: MemberToRemove): string => groupInstanceId ?? memberId ?? ''

/** Takes members out of a group, as if they had left; for static members that will not come back. */
export async function removeGroupMembers(
  cluster: Cluster, groupId: string, members: readonly MemberToRemove[], options: WaitOptions & { readonly reason?: string } = {},
): Promise<void> {
  await forEachOf(cluster, {
    what: 'removeGroupMembers', verb: `remove from group ${groupId} member`, items: members, nameOf: nameOfMember, options, changes: true,
    route: toCoordinator(cluster, 'group', () => groupId, options), api: LeaveGroupApi,
    request: (items) => ({
      groupId,
      members: items.map(({ memberId, groupInstanceId }) => ({ memberId: memberId ?? '', groupInstanceId: groupInstanceId ?? null, reason: options.reason ?? 'removed by an admin' })),
    }),
    take: (response, answer) => {
      if (response.errorCode !== 0) for (const item of answer.items) answer.refused(item, response.errorCode)
      for (const { memberId, groupInstanceId, errorCode } of response.members) {
        const item = answer.items.find((one) => (one.groupInstanceId === undefined ? one.memberId === memberId : one.groupInstanceId === groupInstanceId))
        if (errorCode === 0) answer.done(item, undefined)
        else answer.refused(item, errorCode)
      }
    },
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
  return atCoordinator(cluster, groupId, options, async (node, wait) => {
    const topics = partitions === undefined ? null
      : byLeader.group(partitions).map(([name, list]) => ({ name, partitionIndexes: list.map((item) => item.partition) }))
    const connection = await cluster.connection(node)
    const batched = connection.versionOf(OffsetFetchApi, 9) >= 8
    const request = batched ? { groups: [{ groupId, topics }] } : { groupId, topics }
    const response = await connection.request(OffsetFetchApi, { ...request, requireStable: options.requireStable ?? false }, { maxVersion: 9, timeoutMs: wait.timeoutMs, signal: wait.signal })
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


/** Sets offsets of a group without members. */
export async function setGroupOffsets(
  cluster: Cluster, groupId: string, offsets: readonly (PartitionRef & { readonly offset: number; readonly metadata?: string })[], options: WaitOptions = {},
): Promise<void> {
  await forEachOf(cluster, {
    what: 'setGroupOffsets', verb: `set in group ${groupId} the offset of`, items: offsets, nameOf: nameOfPartition, options, changes: true,
    route: toCoordinator(cluster, 'group', () => groupId, options), api: OffsetCommitApi, maxVersion: 9,
    request: (items) => ({
      groupId,
      generationIdOrMemberEpoch: -1,
      memberId: '',
      topics: byLeader.group(items).map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, offset, metadata }) => ({ partitionIndex: partition, committedOffset: offset, committedMetadata: metadata ?? '' })),
      })),
    }),
    take: ({ topics }, answer) => tellPartitions(topics, answer),
  })
}

export async function deleteGroupOffsets(cluster: Cluster, groupId: string, partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<void> {
  await forEachOf(cluster, {
    what: 'deleteGroupOffsets', verb: `delete in group ${groupId} the offset of`, items: partitions, nameOf: nameOfPartition, options, changes: true,
    route: toCoordinator(cluster, 'group', () => groupId, options), api: OffsetDeleteApi,
    request: (items) => ({
      groupId,
      topics: byLeader.group(items).map(([name, list]) => ({ name, partitions: list.map(({ partition }) => ({ partitionIndex: partition })) })),
    }),
    take: ({ errorCode, topics }, answer) => {
      if (errorCode !== 0) for (const item of answer.items) answer.refused(item, errorCode)
      tellPartitions(topics, answer)
    },
  })
}

type ToldTopics = readonly { readonly name: string; readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[] }[]

function tellPartitions(topics: ToldTopics, answer: Answer<PartitionRef, undefined>): void {
  for (const { name: topic, partitions } of topics) {
    for (const { partitionIndex: partition, errorCode } of partitions) {
      const item = answer.named(nameOfPartition({ topic, partition }))
      if (errorCode === 0) answer.done(item, undefined)
      else answer.refused(item, errorCode)
    }
  }
}
