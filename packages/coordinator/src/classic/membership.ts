/**
 * Heartbeat and LeaveGroup, and the fence that stands before every request of a member (G1).
 * Source: ClassicGroup.java (validateMember), GroupMetadataManager.java (classicGroupHeartbeat, classicGroupLeave).
 */
import {
  ErrorCode, type ErrorName, type HeartbeatRequest, type LeaveGroupRequestMemberIdentity,
  type LeaveGroupResponseMemberResponseInput,
} from '@odradek/protocol/internal'
import type { Turn } from '../runtime/turn.ts'
import type { ClassicGroup } from './group.ts'
import { dropMember, maybeCompleteJoin, prepareRebalanceOrCompleteJoin } from './rebalance.ts'
import { renewSession } from './sessions.ts'

/**
 * UNKNOWN_MEMBER_ID when the member (or the instance) is not in the group, FENCED_INSTANCE_ID when the instance lives
 * on under another member id, undefined when all is well.
 */
export function memberFence(
  group: ClassicGroup, memberId: string, groupInstanceId: string | null,
): ErrorName | undefined {
  if (groupInstanceId !== null) {
    const current = group.staticMembers.get(groupInstanceId)
    if (current === undefined) return 'UNKNOWN_MEMBER_ID'
    if (current !== memberId) return 'FENCED_INSTANCE_ID'
  }
  return group.members.has(memberId) ? undefined : 'UNKNOWN_MEMBER_ID'
}

/** The error of a Heartbeat, NONE included. A member that may stay has its session renewed. */
export function heartbeat(turn: Turn, group: ClassicGroup, request: HeartbeatRequest): ErrorName {
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE'
  const fence = memberFence(group, request.memberId, request.groupInstanceId)
  if (fence !== undefined) return fence
  if (request.generationId !== group.generation) return 'ILLEGAL_GENERATION'
  if (group.state === 'Empty') return 'UNKNOWN_MEMBER_ID'
  renewSession(turn, group, request.memberId)
  return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE'
}

/** One leaving member, as asked and as answered. */
export type Leaving = Pick<LeaveGroupRequestMemberIdentity, 'memberId' | 'groupInstanceId' | 'reason'>

/**
 * Takes out all that ask, then looks once whether that means a rebalance. A member is named by its id, a static one
 * also by its instance id alone (an administrator removes it so).
 */
export function leaveGroup(
  turn: Turn, group: ClassicGroup, leaving: readonly Leaving[],
): LeaveGroupResponseMemberResponseInput[] {
  const gone: string[] = []
  const responses = leaving.map(({ memberId, groupInstanceId, reason }) => {
    const error = leaveOne(turn, group, memberId, groupInstanceId)
    if (error === 'NONE') {
      gone.push(memberId === '' ? `instance ${groupInstanceId}` : memberId)
      turn.log.info(`group ${group.groupId}: ${gone.at(-1)} left; client reason: ${reason ?? 'not provided'}`)
    }
    return { memberId, groupInstanceId, errorCode: ErrorCode[error] }
  })
  if (gone.length === 0) return responses
  if (group.state === 'Stable' || group.state === 'CompletingRebalance') {
    prepareRebalanceOrCompleteJoin(turn, group, `explicit LeaveGroup of ${gone.join(', ')}`)
  } else if (group.state === 'PreparingRebalance') maybeCompleteJoin(turn, group)
  return responses
}

function leaveOne(turn: Turn, group: ClassicGroup, memberId: string, groupInstanceId: string | null): ErrorName {
  if (memberId === '') {
    const current = groupInstanceId === null ? undefined : group.staticMembers.get(groupInstanceId)
    if (current === undefined) return 'UNKNOWN_MEMBER_ID'
    dropMember(turn, group, current)
    return 'NONE'
  }
  if (group.pendingMembers.has(memberId)) {
    group.remove(memberId)
    return 'NONE'
  }
  const fence = memberFence(group, memberId, groupInstanceId)
  if (fence !== undefined) return fence
  dropMember(turn, group, memberId)
  return 'NONE'
}
