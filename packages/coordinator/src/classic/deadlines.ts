/**
 * Everything in a classic group that can run out, worked off in the order in which it fell due. One timer per group
 * (see runtime/group-timers.ts) fires at `wakeAtMs`, a lower bound: a heartbeat writes a later deadline into its member
 * and nothing else, and the timer that fires too early just looks again.
 */
import type { Turn } from '../runtime/turn.ts'
import { expireInitialDelay, expirePendingSync, completeJoin, removeMember, removePendingMember } from './rebalance.ts'
import { isExcusedFromHeartbeat, NEVER, type ClassicMember } from './member.ts'
import type { ClassicGroup, JoinDeadline } from './group.ts'

/** Something that has run out; looked at again before it is acted on, for what came before may have settled it. */
interface Due {
  readonly dueMs: number
  readonly act: () => void
}

/**
 * Works off what is due at `turn.nowMs`, in the order in which it fell due, and sets when to look again. What becomes
 * due by that itself waits for the next timer, so one look ends whatever timeouts clients have chosen.
 */
export function expireDue(turn: Turn, group: ClassicGroup): void {
  const due = dueNow(turn, group)
  due.sort((a, b) => a.dueMs - b.dueMs)
  for (const { act } of due) act()
  group.wakeAtMs = earliestDeadline(group)
  if (group.wakeAtMs !== NEVER) turn.touch(group)
}

/** Moves all deadlines of a group by the time for which this process did not run. */
export function postponeDeadlines(group: ClassicGroup, byMs: number): void {
  for (const member of group.members.values()) member.deadlineMs += byMs
  for (const [memberId, dueMs] of group.pendingMembers) group.pendingMembers.set(memberId, dueMs + byMs)
  if (group.joinDeadline !== undefined) group.joinDeadline.dueMs += byMs
  group.syncDueMs += byMs
}

function dueNow(turn: Turn, group: ClassicGroup): Due[] {
  const { nowMs } = turn
  const due: Due[] = []
  if (group.syncDueMs <= nowMs) {
    due.push({ dueMs: group.syncDueMs, act: () => { if (group.syncDueMs <= nowMs) expirePendingSync(turn, group) } })
  }
  const join = group.joinDeadline
  if (join !== undefined && join.dueMs <= nowMs) {
    due.push({ dueMs: join.dueMs, act: () => { if (group.joinDeadline === join) expireJoin(turn, group, join) } })
  }
  for (const [memberId, dueMs] of group.pendingMembers) {
    if (dueMs <= nowMs) due.push({ dueMs, act: () => expirePendingMember(turn, group, memberId) })
  }
  for (const member of group.members.values()) {
    if (member.deadlineMs <= nowMs) due.push({ dueMs: member.deadlineMs, act: () => expireMember(turn, group, member) })
  }
  return due
}

function earliestDeadline(group: ClassicGroup): number {
  let earliestMs = Math.min(group.syncDueMs, group.joinDeadline?.dueMs ?? NEVER)
  for (const dueMs of group.pendingMembers.values()) earliestMs = Math.min(earliestMs, dueMs)
  for (const { deadlineMs } of group.members.values()) earliestMs = Math.min(earliestMs, deadlineMs)
  return earliestMs
}

function expireJoin(turn: Turn, group: ClassicGroup, join: JoinDeadline): void {
  if (join.kind === 'initial') expireInitialDelay(turn, group, join)
  else completeJoin(turn, group)
}

function expirePendingMember(turn: Turn, group: ClassicGroup, memberId: string): void {
  if (!group.pendingMembers.has(memberId)) return
  turn.log.info(`group ${group.groupId}: member id ${memberId} was not used in time`)
  removePendingMember(turn, group, memberId)
}

function expireMember(turn: Turn, group: ClassicGroup, member: ClassicMember): void {
  const { memberId } = member
  if (group.members.get(memberId) !== member || member.deadlineMs > turn.nowMs) return
  member.deadlineMs = NEVER
  if (isExcusedFromHeartbeat(member)) return // a new session starts when the parked request is answered
  turn.log.info(`group ${group.groupId}: member ${memberId} has failed, removing it`)
  removeMember(turn, group, memberId, `removing member ${memberId} on heartbeat expiration`)
}
