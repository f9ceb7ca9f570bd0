/**
 * Groups of every kind as the admin describes them. Each kind has a request of its own, and nobody says beforehand of
 * which kind a group is: it is asked for as a classic group (which every broker knows), then as each other that the
 * broker knows, until one of them is it.
 */
import {
  ConsumerGroupDescribeApi, DescribeGroupsApi, type DescribeGroupsResponse, ErrorCode, Reader, ShareGroupDescribeApi, StreamsGroupDescribeApi,
  consumerProtocolAssignmentCodec, decodeConsumerProtocolAssignment,
} from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { KafkaError } from '../errors.ts'
import type { PartitionRef } from './by-leader.ts'
import { type Answer, type Call, resultsOfEach } from './each.ts'
import { type AdminResult, valuesOf } from './outcomes.ts'
import { toCoordinator } from './routes.ts'

export type GroupType = 'classic' | 'consumer' | 'share' | 'streams'

export interface DescribedMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly host: string
  /** Empty in streams groups, where members have tasks instead. */
  readonly assignment: readonly PartitionRef[]
}

export interface DescribedGroup {
  readonly groupId: string
  /** 'consumer' is the protocol of KIP-848: `describeConsumerGroup` tells more of such a group. */
  readonly type: GroupType
  /** 'Stable', 'Empty', 'PreparingRebalance', 'CompletingRebalance'; in the newer kinds also 'Assigning', 'Reconciling', 'NotReady'. */
  readonly state: string
  /** 'consumer' for groups of consumers of either protocol, 'share', 'streams', 'connect', ...; '' when nobody has joined yet. */
  readonly protocolType: string
  /** The assignor of the group. */
  readonly protocol: string
  readonly coordinator: number
  readonly members: readonly DescribedMember[]
}

/** In the order of the names. @throws AdminError GROUP_ID_NOT_FOUND for a group that is not there, of whatever kind. */
export async function describeGroups(cluster: Cluster, groupIds: readonly string[], options: WaitOptions = {}, what: string = 'describeGroups'): Promise<readonly DescribedGroup[]> {
  const results = new Map<string, AdminResult<DescribedGroup>>()
  let left: readonly string[] = [...new Set(groupIds)]
  for (const ask of kinds) {
    if (left.length === 0) break
    for (const result of await ask(cluster, what, left, options)) {
      // Who does not know the kind has no such group.
      if (result.error?.code !== 'UNSUPPORTED' || !results.has(result.name)) results.set(result.name, result)
    }
    left = left.filter((groupId) => results.get(groupId)?.error?.code === 'GROUP_ID_NOT_FOUND')
  }
  return valuesOf(what, groupIds.map((groupId) => withReason(results.get(groupId)!)))
}

export async function describeGroup(cluster: Cluster, groupId: string, options: WaitOptions = {}): Promise<DescribedGroup> {
  return (await describeGroups(cluster, [groupId], options, 'describeGroup'))[0]!
}

/** Each kind says that the group is none of that kind. */
function withReason(result: AdminResult<DescribedGroup>): AdminResult<DescribedGroup> {
  if (result.error?.code !== 'GROUP_ID_NOT_FOUND') return result
  return { ...result, error: new KafkaError('GROUP_ID_NOT_FOUND', `describe group ${result.name}: GROUP_ID_NOT_FOUND (69): there is no group "${result.name}" of any kind`, { errorCode: 69 }) }
}

type Ask = (cluster: Cluster, what: string, groupIds: readonly string[], options: WaitOptions) => Promise<readonly AdminResult<DescribedGroup>[]>
type About = Pick<Call<string, DescribedGroup, unknown, object>, 'what' | 'verb' | 'items' | 'nameOf' | 'options' | 'changes' | 'route'>

const about = (cluster: Cluster, what: string, groupIds: readonly string[], options: WaitOptions): About => ({
  what, verb: 'describe group', items: groupIds, nameOf: (groupId) => groupId, options, changes: false,
  route: toCoordinator(cluster, 'group', (groupId: string) => groupId, options),
})

interface Told {
  readonly groupId: string
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly groupState: string
}

function tell<Group extends Told>(
  groups: readonly Group[], answer: Answer<string, DescribedGroup>, type: GroupType, rest: (group: Group) => Pick<DescribedGroup, 'protocolType' | 'protocol' | 'members'>,
): void {
  for (const group of groups) {
    const { groupId, errorCode, errorMessage, groupState } = group
    if (errorCode !== 0) answer.refused(answer.named(groupId), errorCode, errorMessage)
    // A classic group that is not there, said by brokers that have no code for it.
    else if (groupState === 'Dead') answer.refused(answer.named(groupId), ErrorCode.GROUP_ID_NOT_FOUND)
    else answer.done(answer.named(groupId), { groupId, type, state: groupState, ...rest(group), coordinator: Number(answer.node) })
  }
}

const classic: Ask = (cluster, what, groupIds, options) => resultsOfEach(cluster, {
  ...about(cluster, what, groupIds, options), api: DescribeGroupsApi,
  request: (groups) => ({ groups }),
  take: ({ groups }, answer) => tell(groups, answer, 'classic', ({ protocolType, protocolData, members }) => ({
    protocolType, protocol: protocolData, members: members.map((member) => classicMember(member, protocolType)),
  })),
})

function classicMember(
  { memberId, groupInstanceId, clientId, clientHost, memberAssignment }: DescribeGroupsResponse['groups'][number]['members'][number], protocolType: string,
): DescribedMember {
  return { memberId, groupInstanceId, clientId, host: clientHost, assignment: protocolType === 'consumer' ? decodeAssignment(memberAssignment) : [] }
}

const consumer: Ask = (cluster, what, groupIds, options) => resultsOfEach(cluster, {
  ...about(cluster, what, groupIds, options), api: ConsumerGroupDescribeApi,
  request: (ids) => ({ groupIds: ids, includeAuthorizedOperations: false }),
  take: ({ groups }, answer) => tell(groups, answer, 'consumer', ({ assignorName, members }) => ({
    protocolType: 'consumer', protocol: assignorName,
    members: members.map(({ memberId, instanceId, clientId, clientHost, assignment }) => ({
      memberId, groupInstanceId: instanceId, clientId, host: clientHost, assignment: partitionsIn(assignment),
    })),
  })),
})

const share: Ask = (cluster, what, groupIds, options) => resultsOfEach(cluster, {
  ...about(cluster, what, groupIds, options), api: ShareGroupDescribeApi,
  request: (ids) => ({ groupIds: ids, includeAuthorizedOperations: false }),
  take: ({ groups }, answer) => tell(groups, answer, 'share', ({ assignorName, members }) => ({
    protocolType: 'share', protocol: assignorName,
    members: members.map(({ memberId, clientId, clientHost, assignment }) => ({
      memberId, groupInstanceId: null, clientId, host: clientHost, assignment: partitionsIn(assignment),
    })),
  })),
})

const streams: Ask = (cluster, what, groupIds, options) => resultsOfEach(cluster, {
  ...about(cluster, what, groupIds, options), api: StreamsGroupDescribeApi,
  request: (ids) => ({ groupIds: ids, includeAuthorizedOperations: false }),
  take: ({ groups }, answer) => tell(groups, answer, 'streams', ({ assignorName, members }) => ({
    protocolType: 'streams', protocol: assignorName ?? '',
    members: members.map(({ memberId, instanceId, clientId, clientHost }) => ({ memberId, groupInstanceId: instanceId, clientId, host: clientHost, assignment: [] })),
  })),
})

const kinds: readonly Ask[] = [classic, consumer, share, streams]

interface Assigned {
  readonly topicPartitions: readonly { readonly topicName: string; readonly partitions: readonly number[] }[]
}

export const partitionsIn = ({ topicPartitions }: Assigned): readonly PartitionRef[] =>
  topicPartitions.flatMap(({ topicName, partitions }) => partitions.map((partition) => ({ topic: topicName, partition })))

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
