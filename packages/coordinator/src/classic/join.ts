/**
 * JoinGroup of the classic protocol: who is let in, under which id, and whether that starts a rebalance.
 * Source: GroupMetadataManager.java (classicGroupJoin…), KIP-394 (member id first), KIP-345 (static members),
 * KIP-814 (SkipAssignment), KIP-800 (reasons).
 */
import {
  ErrorCode, type ErrorName, type JoinGroupRequest, type JoinGroupResponseInput,
} from '@odradek/protocol/internal'
import { isInLogDespite, metadataWriteError } from '../append-errors.ts'
import type { Ticket, Turn } from '../runtime/turn.ts'
import { joinError, type ClassicGroup } from './group.ts'
import { matchesProtocols, NEVER, NO_BYTES, type ClassicMember, type MemberProtocol } from './member.ts'
import { memberFence } from './membership.ts'
import {
  describeMembersToLeader, joinSuccess, maybeCompleteJoin, prepareRebalance, prepareRebalanceOrCompleteJoin, removeMember,
} from './rebalance.ts'
import { renewSession } from './sessions.ts'

/** Who asks, as far as the connection knows. */
export interface ClientIdentity {
  readonly clientId: string
  /** As Apache Kafka shows it: a slash and the address. */
  readonly clientHost: string
  readonly apiVersion: number
}

/** A JoinGroup with its bytes copied out of the request frame and version differences ironed out. */
export interface Joining extends ClientIdentity {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly protocolType: string
  readonly protocols: readonly MemberProtocol[]
  readonly reason: string
  readonly ticket: Ticket<JoinGroupResponseInput>
}

/** From this version on a dynamic member must come with the id that the coordinator gave it (KIP-394). */
const MEMBER_ID_REQUIRED_FROM = 4
/** From this version on a client understands that it leads but need not assign (KIP-814). */
const SKIP_ASSIGNMENT_FROM = 9

/** Copies what outlives the request; protocols named twice count once. */
export function joiningOf(client: ClientIdentity, request: JoinGroupRequest): Omit<Joining, 'ticket'> {
  const protocols = new Map<string, MemberProtocol>()
  for (const { name, metadata } of request.protocols) {
    if (!protocols.has(name)) protocols.set(name, { name, metadata: new Uint8Array(metadata) })
  }
  return {
    clientId: client.clientId,
    clientHost: client.clientHost,
    apiVersion: client.apiVersion,
    memberId: request.memberId,
    groupInstanceId: request.groupInstanceId,
    sessionTimeoutMs: request.sessionTimeoutMs,
    // Version 0 knows one timeout for both.
    rebalanceTimeoutMs: client.apiVersion === 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
    protocolType: request.protocolType,
    protocols: [...protocols.values()],
    reason: request.reason === null || request.reason === '' ? 'not provided' : request.reason,
  }
}

/** Decides a JoinGroup for an existing group object. The ticket is answered now or when the join phase ends. */
export function joinGroup(turn: Turn, group: ClassicGroup, joining: Joining): void {
  const refuse = (error: ErrorName): void => {
    turn.answer(joining.ticket, joinError(joining.memberId, ErrorCode[error]))
  }
  if (!hasRoomFor(turn, group, joining.memberId)) {
    group.remove(joining.memberId)
    maybeCompleteJoin(turn, group)
    turn.answer(joining.ticket, joinError('', ErrorCode.GROUP_MAX_SIZE_REACHED))
  } else if (group.state === 'Dead') {
    refuse('COORDINATOR_NOT_AVAILABLE') // the client looks for the coordinator again and finds a new group
  } else if (!group.supportsProtocols(joining.protocolType, joining.protocols)) {
    refuse('INCONSISTENT_GROUP_PROTOCOL')
  } else if (joining.memberId === '') {
    joinAsUnknown(turn, group, joining)
  } else if (group.pendingMembers.has(joining.memberId)) {
    // Ids are promised to dynamic members only; a static member does not come this way.
    if (joining.groupInstanceId !== null) refuse('UNKNOWN_MEMBER_ID')
    else addMember(turn, group, joining, joining.memberId)
  } else {
    const fence = memberFence(group, joining.memberId, joining.groupInstanceId)
    if (fence !== undefined) refuse(fence)
    else rejoin(turn, group, joining, group.members.get(joining.memberId)!)
  }
}

/**
 * Nobody waits for this JoinGroup any more. A dynamic member that has never been told of a generation will not come back
 * as it is (it does not know its id, or is told that it is unknown and joins anew), and need not be waited for.
 */
export function abandonJoin(turn: Turn, group: ClassicGroup, ticket: Joining['ticket']): void {
  if (group.state === 'Dead') return
  for (const member of group.members.values()) {
    if (member.joining !== ticket) continue
    if (member.isNew && member.groupInstanceId === null) {
      removeMember(turn, group, member.memberId, `removing member ${member.memberId}, whose client has gone while it joined`)
    }
    return
  }
}

/**
 * Whether one more may come. While members gather, those that wait count: they came first, and a group whose
 * maximum was lowered lets its slowest go.
 */
function hasRoomFor(turn: Turn, group: ClassicGroup, memberId: string): boolean {
  const member = group.members.get(memberId)
  switch (group.state) {
    case 'Empty':
    case 'Dead':
      return true
    case 'PreparingRebalance':
      return member?.joining !== undefined || group.awaitingJoin < turn.config.maxSize
    case 'CompletingRebalance':
    case 'Stable':
      return member !== undefined || group.members.size < turn.config.maxSize
  }
}

function joinAsUnknown(turn: Turn, group: ClassicGroup, joining: Joining): void {
  const instanceId = joining.groupInstanceId
  const newMemberId = turn.newMemberId(instanceId ?? joining.clientId)
  if (instanceId !== null) {
    const existing = group.staticMembers.get(instanceId)
    if (existing === undefined) addMember(turn, group, joining, newMemberId)
    else replaceStaticMember(turn, group, joining, existing, newMemberId)
  } else if (joining.apiVersion < MEMBER_ID_REQUIRED_FROM) {
    addMember(turn, group, joining, newMemberId)
  } else if (group.pendingMembers.size >= turn.config.maxPendingMembers) {
    turn.answer(joining.ticket, joinError('', ErrorCode.GROUP_MAX_SIZE_REACHED))
  } else {
    const lapsesMs = turn.nowMs + joining.sessionTimeoutMs
    group.promise(newMemberId, lapsesMs)
    group.noticeDeadline(turn, lapsesMs)
    turn.answer(joining.ticket, joinError(newMemberId, ErrorCode.MEMBER_ID_REQUIRED))
  }
}

function rejoin(turn: Turn, group: ClassicGroup, joining: Joining, member: ClassicMember): void {
  const sameAsBefore = matchesProtocols(member, joining.protocols)
  switch (group.state) {
    case 'PreparingRebalance':
      updateMember(turn, group, joining, member, 'is joining')
      return
    case 'CompletingRebalance':
      // The same words again: the member has not received the first answer.
      if (!sameAsBefore) updateMember(turn, group, joining, member, 'changed its protocols')
      else turn.answer(joining.ticket, joinSuccess(group, member.memberId, group.isLeader(member.memberId)))
      return
    case 'Stable':
      // A leader that joins again has seen something that the members' metadata do not say (new partitions, mostly).
      if (group.isLeader(member.memberId)) updateMember(turn, group, joining, member, 'is the leader and rejoins')
      else if (!sameAsBefore) updateMember(turn, group, joining, member, 'changed its protocols')
      else turn.answer(joining.ticket, joinSuccess(group, member.memberId, false))
      return
    case 'Empty':
    case 'Dead':
      turn.answer(joining.ticket, joinError(joining.memberId, ErrorCode.UNKNOWN_MEMBER_ID))
  }
}

function updateMember(turn: Turn, group: ClassicGroup, joining: Joining, member: ClassicMember, why: string): void {
  // A repeated JoinGroup takes the place of the parked one, to which hardly anybody listens; but it must not leak.
  group.answerJoin(turn, member, joinError(member.memberId, ErrorCode.REBALANCE_IN_PROGRESS))
  group.update(member, joining, joining.ticket)
  prepareRebalanceOrCompleteJoin(turn, group, `member ${member.memberId} ${why}; client reason: ${joining.reason}`)
}

function addMember(turn: Turn, group: ClassicGroup, joining: Joining, memberId: string): void {
  const member: ClassicMember = {
    memberId,
    groupInstanceId: joining.groupInstanceId,
    clientId: joining.clientId,
    clientHost: joining.clientHost,
    rebalanceTimeoutMs: joining.rebalanceTimeoutMs,
    sessionTimeoutMs: joining.sessionTimeoutMs,
    protocolType: joining.protocolType,
    protocols: joining.protocols,
    assignment: NO_BYTES,
    isNew: true,
    joining: joining.ticket,
    syncing: undefined,
    deadlineMs: NEVER,
  }
  if (group.state === 'PreparingRebalance' && group.previousState === 'Empty') group.newMemberAdded = true
  group.add(member)
  // A new member has no session: it does not know its id yet. Nor would a closed connection be noticed while the
  // JoinGroup is parked, and a client that gives up and retries would pile up dead members; so the join itself lapses.
  renewSession(turn, group, memberId, turn.config.newMemberJoinTimeoutMs)
  prepareRebalanceOrCompleteJoin(turn, group, `adding member ${memberId}; client reason: ${joining.reason}`)
}

/**
 * A restarted static member takes over its place under a new id. In a stable group that changes nothing but the id,
 * which is persisted before the member learns of it; if that fails the old id is restored.
 */
function replaceStaticMember(turn: Turn, group: ClassicGroup, joining: Joining, oldId: string, newId: string): void {
  const leaderBefore = group.leaderId
  const { protocols, rebalanceTimeoutMs, sessionTimeoutMs } = group.members.get(oldId)!
  const said = { protocols, rebalanceTimeoutMs, sessionTimeoutMs }
  const member = group.replaceStaticMember(turn, oldId, newId)
  group.update(member, joining, joining.ticket)
  group.identify(member, joining.clientId, joining.clientHost)
  renewSession(turn, group, newId)
  const who = `static member ${newId} of instance ${joining.groupInstanceId}, until now ${oldId},`
  turn.log.info(`group ${group.groupId}: ${who} is back`)
  switch (group.state) {
    case 'Stable':
      if (group.selectProtocol() === group.protocolName) {
        persistReplacement(turn, group, { joining, oldId, newId, leaderBefore, said })
        return
      }
      prepareRebalance(turn, group, `${who} changes the selected protocol; client reason: ${joining.reason}`)
      return
    case 'CompletingRebalance':
      // The leader may already be assigning to the old id; its assignment would miss the new one.
      prepareRebalance(turn, group, `${who} is back; client reason: ${joining.reason}`)
      return
    case 'PreparingRebalance':
      maybeCompleteJoin(turn, group)
      return
    case 'Empty':
    case 'Dead':
      throw new Error(`group ${group.groupId} in state ${group.state} has a static member ${oldId}`)
  }
}

interface Replacement {
  readonly joining: Joining
  readonly oldId: string
  readonly newId: string
  readonly leaderBefore: string | null
  /** What the member had said under its old id. */
  readonly said: Pick<ClassicMember, 'protocols' | 'rebalanceTimeoutMs' | 'sessionTimeoutMs'>
}

function persistReplacement(turn: Turn, group: ClassicGroup, replacement: Replacement): void {
  const generation = group.generation
  turn.append({
    records: [group.record((member) => member.assignment)],
    written: (later, error) => {
      // Time has passed: the group may rebalance, the member may be gone or replaced once more. Then its ticket has
      // been answered or is parked with the rebalance, and there is nothing to say or to undo here.
      const member = group.members.get(replacement.newId)
      const unchanged = group.state === 'Stable' && group.generation === generation && member !== undefined
      if (!unchanged || member.joining !== replacement.joining.ticket) return
      if (error === 'NONE') answerReplacement(later, group, member, replacement)
      else revertReplacement(later, group, member, replacement, error)
    },
  })
}

/**
 * KIP-814: a leader that comes back is told that it leads, with the members, but need not assign. Older clients are
 * told of the old leader id, which is nobody, so that none starts an assignment that a stable group would ignore.
 */
function answerReplacement(turn: Turn, group: ClassicGroup, member: ClassicMember, replacement: Replacement): void {
  const answer = joinSuccess(group, member.memberId, false)
  const leads = group.isLeader(member.memberId)
  member.isNew = false
  if (replacement.joining.apiVersion >= SKIP_ASSIGNMENT_FROM) {
    const members = leads ? describeMembersToLeader(group) : []
    group.answerJoin(turn, member, { ...answer, skipAssignment: leads, members })
  } else {
    group.answerJoin(turn, member, { ...answer, leader: replacement.leaderBefore ?? '' })
  }
}

function revertReplacement(
  turn: Turn, group: ClassicGroup, member: ClassicMember, replacement: Replacement, error: ErrorName,
): void {
  const { joining, oldId, newId, said } = replacement
  const answer = joinSuccess(group, '', false)
  group.answerJoin(turn, member, {
    ...answer, leader: replacement.leaderBefore ?? '', errorCode: ErrorCode[metadataWriteError(error)],
  })
  // Not confirmed, but in the log: the state follows the log, and the client's next try replaces the id once more.
  if (isInLogDespite(error)) return
  turn.log.warn(`group ${group.groupId}: static member ${newId} was not persisted (${error}), going back to ${oldId}`)
  group.update(member, said, undefined)
  group.replaceStaticMember(turn, newId, oldId)
  renewSession(turn, group, oldId)
  turn.log.debug(`group ${group.groupId}: instance ${joining.groupInstanceId} is ${oldId} again`)
}
