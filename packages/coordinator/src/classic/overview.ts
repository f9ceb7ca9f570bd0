/** What DescribeGroups and ListGroups say of a classic group. Source: GroupMetadataManager.java, ClassicGroup.java. */
import { ErrorCode, type DescribeGroupsResponseInput, type ListGroupsResponseInput } from '@odradek/protocol/internal'
import type { ClassicGroup } from './group.ts'
import { metadataOf, NO_BYTES } from './member.ts'

export type DescribedGroup = DescribeGroupsResponseInput['groups'][number]
export type ListedGroup = ListGroupsResponseInput['groups'][number]

/** The only type of group that is served. */
export const CLASSIC_TYPE = 'classic'

/** From this version on a missing group is an error; before, it was described as dead. */
const GROUP_ID_NOT_FOUND_FROM = 6

/** Read, delete, describe, and describe and alter its settings: what a group allows where nothing is forbidden (bit n: operation n). */
const GROUP_OPERATIONS = (1 << 3) | (1 << 6) | (1 << 8) | (1 << 10) | (1 << 11)

/** Members show metadata and assignment only while these belong together, in a stable group. */
export function describeGroup(group: ClassicGroup, withOperations: boolean): DescribedGroup {
  const stable = group.state === 'Stable'
  return {
    errorCode: ErrorCode.NONE,
    groupId: group.groupId,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: stable ? (group.protocolName ?? '') : '',
    ...(withOperations ? { authorizedOperations: GROUP_OPERATIONS } : {}),
    members: [...group.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: stable ? metadataOf(member, group.protocolName) : NO_BYTES,
      memberAssignment: stable ? member.assignment : NO_BYTES,
    })),
  }
}

/** Bytes of the description in an answer, at most. */
export function describedBytes({ groupId, members }: DescribedGroup): number {
  let bytes = 3 * groupId.length + 256
  for (const member of members) {
    const texts = member.memberId.length + (member.groupInstanceId?.length ?? 0) + member.clientId.length + member.clientHost.length
    bytes += 64 + 3 * texts + member.memberMetadata.length + member.memberAssignment.length
  }
  return bytes
}

/** A group that cannot be described: with an error, or simply dead. */
export function describeFailure(groupId: string, errorCode: number, groupState: string = ''): DescribedGroup {
  return { errorCode, groupId, groupState, protocolType: '', protocolData: '', members: [] }
}

export function describeMissing(groupId: string, apiVersion: number): DescribedGroup {
  if (apiVersion < GROUP_ID_NOT_FOUND_FROM) return describeFailure(groupId, ErrorCode.NONE, 'Dead')
  const failure = describeFailure(groupId, ErrorCode.GROUP_ID_NOT_FOUND, 'Dead')
  return { ...failure, errorMessage: `Group ${shown(groupId)} not found.` }
}

/** A name of any length, in a sentence whose length is limited. */
const shown = (name: string): string => (name.length > 1000 ? `${name.slice(0, 1000)}...` : name)

/** Whether the group is wanted by the filters (empty: all), which disregard case. */
export function isListed(group: ClassicGroup, states: ReadonlySet<string>, types: ReadonlySet<string>): boolean {
  return (states.size === 0 || states.has(group.state.toLowerCase())) && (types.size === 0 || types.has(CLASSIC_TYPE))
}

export function listGroup(group: ClassicGroup): ListedGroup {
  return {
    groupId: group.groupId,
    protocolType: group.protocolType ?? '',
    groupState: group.state,
    groupType: CLASSIC_TYPE,
  }
}
