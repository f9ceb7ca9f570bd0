/**
 * The rebalance itself: starting it, completing the join phase, handing out assignments or the error that stopped
 * them, and what happens when members are lost on the way. Source: GroupMetadataManager.java, classic part.
 */
import { ErrorCode, type JoinGroupResponseInput } from '@odradek/protocol/internal'
import type { Turn } from '../runtime/turn.ts'
import { joinError, type ClassicGroup, type JoinDeadline } from './group.ts'
import { metadataOf, NEVER, NO_BYTES } from './member.ts'
import { renewSession } from './sessions.ts'

/** A round of a rebalance to which nobody came is not repeated faster, whatever timeout the members have chosen. */
const NOBODY_JOINED_WAIT_MS = 1_000

/** Starts a rebalance if the state allows, else sees whether the running join phase can end. */
export function prepareRebalanceOrCompleteJoin(turn: Turn, group: ClassicGroup, reason: string): void {
  if (group.canRebalance) prepareRebalance(turn, group, reason)
  else maybeCompleteJoin(turn, group)
}

/** From Empty, Stable or CompletingRebalance: members are told to rejoin, the clock starts. */
export function prepareRebalance(turn: Turn, group: ClassicGroup, reason: string): void {
  if (group.state === 'CompletingRebalance') resetAssignments(turn, group, ErrorCode.REBALANCE_IN_PROGRESS)
  group.pendingSync.clear()
  group.syncDueMs = NEVER
  const wasEmpty = group.state === 'Empty'
  group.transitionTo('PreparingRebalance', turn.wallMs)
  turn.log.info(`group ${group.groupId}: preparing to rebalance, old generation ${group.generation} (${reason})`)
  if (wasEmpty) startInitialDelay(turn, group)
  else if (group.hasAllMembersJoined) completeJoin(turn, group)
  else awaitJoins(turn, group)
}

/** Ends the join phase when everybody is there, except during the initial delay, which only time ends. */
export function maybeCompleteJoin(turn: Turn, group: ClassicGroup): void {
  if (group.state === 'PreparingRebalance' && group.hasAllMembersJoined && group.previousState !== 'Empty') {
    completeJoin(turn, group)
  }
}

/**
 * Ends the join phase: dynamic members that did not come are dropped, static ones keep their place until their
 * session ends, and the next generation starts. Without a single joined member a group of absent static members
 * waits another round.
 */
export function completeJoin(turn: Turn, group: ClassicGroup): void {
  group.joinDeadline = undefined
  for (const member of group.members.values()) {
    if (member.joining === undefined && member.groupInstanceId === null) {
      turn.log.info(`group ${group.groupId}: member ${member.memberId} did not rejoin in time`)
      group.remove(member.memberId)
    }
  }
  if (group.state === 'Dead') return
  if (!group.electJoinedLeader() && group.members.size > 0) {
    turn.log.warn(`group ${group.groupId} could not complete its rebalance because no member rejoined`)
    awaitJoins(turn, group, NOBODY_JOINED_WAIT_MS)
    return
  }
  group.startNextGeneration(turn.wallMs)
  if (group.state === 'Empty') persistEmptyGeneration(turn, group)
  else answerJoins(turn, group)
}

/** What a member is told of the current generation. Only the leader learns of the others. */
export function joinSuccess(group: ClassicGroup, memberId: string, withMembers: boolean): JoinGroupResponseInput {
  return {
    errorCode: ErrorCode.NONE,
    memberId,
    generationId: group.generation,
    protocolType: group.protocolType,
    protocolName: group.protocolName,
    leader: group.leaderId ?? '',
    skipAssignment: false,
    members: withMembers ? describeMembersToLeader(group) : [],
  }
}

export function describeMembersToLeader(group: ClassicGroup): JoinGroupResponseInput['members'] {
  return [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    metadata: metadataOf(member, group.protocolName),
  }))
}

/** Takes a member out for good. A parked JoinGroup is answered UNKNOWN_MEMBER_ID: a living client comes back. */
export function removeMember(turn: Turn, group: ClassicGroup, memberId: string, reason: string): void {
  dropMember(turn, group, memberId)
  if (group.state === 'Stable' || group.state === 'CompletingRebalance') prepareRebalance(turn, group, reason)
  else if (group.state === 'PreparingRebalance' && group.hasAllMembersJoined) completeUnlessInitial(turn, group)
}

/** As removeMember, but the caller decides about the rebalance. */
export function dropMember(turn: Turn, group: ClassicGroup, memberId: string): void {
  const member = group.members.get(memberId)!
  group.answerJoin(turn, member, joinError('', ErrorCode.UNKNOWN_MEMBER_ID))
  group.answerSync(turn, member, { errorCode: ErrorCode.UNKNOWN_MEMBER_ID, assignment: NO_BYTES })
  group.remove(memberId)
}

/** Forgets an id that was promised a place; the join phase may have waited for it alone. */
export function removePendingMember(turn: Turn, group: ClassicGroup, memberId: string): void {
  group.remove(memberId)
  if (group.state === 'PreparingRebalance' && group.hasAllMembersJoined) completeUnlessInitial(turn, group)
}

/** Nobody may stay in a generation without asking for its assignment: those who did not are removed. */
export function expirePendingSync(turn: Turn, group: ClassicGroup): void {
  group.syncDueMs = NEVER
  if (group.state !== 'CompletingRebalance' && group.state !== 'Stable') return
  if (group.pendingSync.size === 0) return
  const absent = [...group.pendingSync]
  for (const memberId of absent) dropMember(turn, group, memberId)
  prepareRebalance(turn, group, `removing ${absent.join(', ')} on pending sync request expiration`)
}

/** Notes that a member's SyncGroup came; once all have, the sync deadline is off. */
export function syncReceived(group: ClassicGroup, memberId: string): void {
  group.pendingSync.delete(memberId)
  if (group.pendingSync.size === 0) group.syncDueMs = NEVER
}

/** The initial delay is over: extend it if somebody came meanwhile, as long as the rebalance timeout allows. */
export function expireInitialDelay(turn: Turn, group: ClassicGroup, due: JoinDeadline & { kind: 'initial' }): void {
  if (!group.newMemberAdded || due.remainingMs === 0) {
    completeJoin(turn, group)
    return
  }
  group.newMemberAdded = false
  const delayMs = Math.min(turn.config.initialRebalanceDelayMs, due.remainingMs)
  const remainingMs = Math.max(due.remainingMs - due.delayMs, 0)
  setJoinDeadline(turn, group, { kind: 'initial', dueMs: turn.nowMs + delayMs, delayMs, remainingMs })
}

/** Empties all assignments and answers every parked SyncGroup with the error. */
export function resetAssignments(turn: Turn, group: ClassicGroup, errorCode: number): void {
  for (const member of group.members.values()) group.assign(member, NO_BYTES)
  propagateAssignments(turn, group, errorCode)
}

/** Answers every parked SyncGroup; the sessions of those who waited start anew. */
export function propagateAssignments(turn: Turn, group: ClassicGroup, errorCode: number): void {
  const succeeded = errorCode === ErrorCode.NONE
  for (const member of group.members.values()) {
    const answered = group.answerSync(turn, member, {
      errorCode,
      protocolType: succeeded ? group.protocolType : null,
      protocolName: succeeded ? group.protocolName : null,
      assignment: member.assignment,
    })
    if (answered) renewSession(turn, group, member.memberId)
  }
}

function startInitialDelay(turn: Turn, group: ClassicGroup): void {
  const delayMs = turn.config.initialRebalanceDelayMs
  group.newMemberAdded = false
  const remainingMs = Math.max(group.rebalanceTimeoutMs - delayMs, 0)
  if (delayMs === 0) completeJoin(turn, group)
  else setJoinDeadline(turn, group, { kind: 'initial', dueMs: turn.nowMs + delayMs, delayMs, remainingMs })
}

function completeUnlessInitial(turn: Turn, group: ClassicGroup): void {
  // An emptied group need not wait for the delay; one with members left gives latecomers their chance.
  if (group.previousState !== 'Empty' || group.members.size === 0) completeJoin(turn, group)
}

function awaitJoins(turn: Turn, group: ClassicGroup, atLeastMs = 0): void {
  const waitMs = Math.max(group.rebalanceTimeoutMs, atLeastMs)
  setJoinDeadline(turn, group, { kind: 'rebalance', dueMs: turn.nowMs + waitMs })
}

function setJoinDeadline(turn: Turn, group: ClassicGroup, deadline: JoinDeadline): void {
  group.joinDeadline = deadline
  group.noticeDeadline(turn, deadline.dueMs)
}

function answerJoins(turn: Turn, group: ClassicGroup): void {
  turn.log.info(`group ${group.groupId}: generation ${group.generation} with ${group.members.size} members`)
  for (const member of group.members.values()) {
    const response = joinSuccess(group, member.memberId, group.isLeader(member.memberId))
    group.answerJoin(turn, member, response)
    renewSession(turn, group, member.memberId)
    member.isNew = false
    group.pendingSync.add(member.memberId)
  }
  group.syncDueMs = turn.nowMs + group.rebalanceTimeoutMs
  group.noticeDeadline(turn, group.syncDueMs)
}

/**
 * Writes down that the group is empty. A failure is tolerated: after a crash the previous generation comes back, finds
 * no members alive and empties again (G9).
 */
function persistEmptyGeneration(turn: Turn, group: ClassicGroup): void {
  turn.log.info(`group ${group.groupId}: generation ${group.generation} is empty`)
  turn.append({
    records: [group.record((member) => member.assignment)],
    written: (later, error) => {
      if (error !== 'NONE') later.log.warn(`group ${group.groupId}: its being empty was not written (${error})`)
    },
  })
}
