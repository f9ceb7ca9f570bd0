/**
 * SyncGroup of the classic protocol: the leader brings the assignment, which is persisted before anybody gets it.
 * Source: GroupMetadataManager.java (classicGroupSync), KIP-559 (protocol type and name are checked).
 */
import {
  ErrorCode, type ErrorName, type SyncGroupRequest, type SyncGroupResponseInput,
} from '@odradek/protocol/internal'
import { metadataWriteError } from '../append-errors.ts'
import type { Ticket, Turn } from '../runtime/turn.ts'
import { syncError, type ClassicGroup } from './group.ts'
import { NO_BYTES } from './member.ts'
import { memberFence } from './membership.ts'
import { prepareRebalance, propagateAssignments, resetAssignments, syncReceived } from './rebalance.ts'
import { renewSession } from './sessions.ts'

/** Decides a SyncGroup. The ticket is answered now, or when the leader's assignment has been committed. */
export function syncGroup(
  turn: Turn, group: ClassicGroup, request: SyncGroupRequest, ticket: Ticket<SyncGroupResponseInput>,
): void {
  const refusal = refusalOf(group, request)
  if (refusal !== undefined) {
    turn.answer(ticket, syncError(ErrorCode[refusal]))
    return
  }
  const member = group.members.get(request.memberId)!
  if (group.state === 'Stable') {
    syncReceived(group, member.memberId)
    renewSession(turn, group, member.memberId)
    turn.answer(ticket, {
      errorCode: ErrorCode.NONE,
      protocolType: group.protocolType,
      protocolName: group.protocolName,
      assignment: member.assignment,
    })
    return
  }
  // A repeated SyncGroup takes the place of the parked one.
  group.answerSync(turn, member, syncError(ErrorCode.REBALANCE_IN_PROGRESS))
  member.syncing = ticket
  syncReceived(group, member.memberId)
  if (group.isLeader(member.memberId)) persistAssignment(turn, group, request)
}

function refusalOf(group: ClassicGroup, request: SyncGroupRequest): ErrorName | undefined {
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE'
  const fence = memberFence(group, request.memberId, request.groupInstanceId)
  if (fence !== undefined) return fence
  if (request.generationId !== group.generation) return 'ILLEGAL_GENERATION'
  if (differs(request.protocolType, group.protocolType) || differs(request.protocolName, group.protocolName)) {
    return 'INCONSISTENT_GROUP_PROTOCOL'
  }
  if (group.state === 'Empty') return 'UNKNOWN_MEMBER_ID'
  if (group.state === 'PreparingRebalance') return 'REBALANCE_IN_PROGRESS'
  return undefined
}

function differs(said: string | null, actual: string | null): boolean {
  return said !== null && actual !== null && said !== actual
}

/**
 * The assignments are copied out of the request and go into one record with the group. Until it is committed others
 * may join and start the next rebalance, whose members must not get this assignment: state and generation are looked
 * at again (G2).
 */
function persistAssignment(turn: Turn, group: ClassicGroup, request: SyncGroupRequest): void {
  const assignments = new Map<string, Uint8Array>()
  for (const { memberId, assignment } of request.assignments) assignments.set(memberId, new Uint8Array(assignment))
  const generation = group.generation
  turn.append({
    records: [group.record((member) => assignments.get(member.memberId) ?? NO_BYTES)],
    written: (later, error) => {
      if (group.state !== 'CompletingRebalance' || group.generation !== generation) return
      if (error !== 'NONE') {
        resetAssignments(later, group, ErrorCode[metadataWriteError(error)])
        prepareRebalance(later, group, `error ${error} when storing the assignment of generation ${generation}`)
        return
      }
      for (const member of group.members.values()) group.assign(member, assignments.get(member.memberId) ?? NO_BYTES)
      group.transitionTo('Stable', later.wallMs)
      propagateAssignments(later, group, ErrorCode.NONE)
    },
  })
}
