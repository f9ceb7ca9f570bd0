/** Groups of the new protocol (KIP-848) as the admin sees them. */
import { ConsumerGroupDescribeApi, type ConsumerGroupDescribeResponse } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import type { PartitionRef } from './by-leader.ts'
import { partitionsIn } from './described-groups.ts'
import { atCoordinator } from './groups.ts'

export interface DescribedConsumerMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly rack: string | null
  readonly memberEpoch: number
  readonly clientId: string
  readonly host: string
  readonly subscribedTopics: readonly string[]
  readonly subscribedPattern: string | null
  readonly assignment: readonly PartitionRef[]
  /** What it moves towards. */
  readonly targetAssignment: readonly PartitionRef[]
  /** A member of the classic protocol in a group that is being moved over; undefined when the broker does not say. */
  readonly isClassic: boolean | undefined
}

export interface DescribedConsumerGroup {
  readonly groupId: string
  /** 'Empty', 'Assigning', 'Reconciling', 'Stable', 'Dead'. */
  readonly state: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignor: string
  readonly coordinator: number
  readonly members: readonly DescribedConsumerMember[]
}

type Told = ConsumerGroupDescribeResponse['groups'][number]['members'][number]

function memberOf(told: Told): DescribedConsumerMember {
  return {
    memberId: told.memberId,
    groupInstanceId: told.instanceId,
    rack: told.rackId,
    memberEpoch: told.memberEpoch,
    clientId: told.clientId,
    host: told.clientHost,
    subscribedTopics: told.subscribedTopicNames,
    subscribedPattern: told.subscribedTopicRegex,
    assignment: partitionsIn(told.assignment),
    targetAssignment: partitionsIn(told.targetAssignment),
    isClassic: told.memberType < 0 ? undefined : told.memberType === 0,
  }
}

/** @throws KafkaError GROUP_ID_NOT_FOUND, also for a group of the classic protocol: `describeGroup` tells of those. */
export async function describeConsumerGroup(cluster: Cluster, groupId: string, options: WaitOptions = {}): Promise<DescribedConsumerGroup> {
  return atCoordinator(cluster, groupId, options, async (coordinator, wait) => {
    const response = await cluster.send(coordinator, ConsumerGroupDescribeApi, { groupIds: [groupId], includeAuthorizedOperations: false }, wait)
    const group = response.groups[0]
    if (group === undefined || group.errorCode !== 0) throw protocolError(group?.errorCode ?? -1, `group ${groupId}`, group?.errorMessage)
    return {
      groupId,
      state: group.groupState,
      groupEpoch: group.groupEpoch,
      assignmentEpoch: group.assignmentEpoch,
      assignor: group.assignorName,
      coordinator,
      members: group.members.map(memberOf),
    }
  })
}
