/**
 * Everything in a classic group that can run out, worked off in the order in which it fell due. One timer per group
 * (see runtime/group-timers.ts) fires at `wakeAtMs`, a lower bound: a heartbeat writes a later deadline into its member
 * and nothing else, and the timer that fires too early just looks again.
 */
import type { Turn } from '../runtime/turn.ts'
import { expireInitialDelay, expirePendingSync, completeJoin, removeMember, removePendingMember } from './rebalance.ts'
import { isExcusedFromHeartbeat, NEVER, type ClassicMember } from './member.ts'
import type { ClassicGroup } from './group.ts'

interface Due {
  readonly dueMs: number
  readonly run: () => void
}

/** Works off what is due at `turn.nowMs` and says when to look again. */
export function expireDue(turn: Turn, group: ClassicGroup): void {
  for (;;) {
    const due = earliest(turn, group)
    if (due === undefined || due.dueMs > turn.nowMs) {
      group.wakeAtMs = due?.dueMs ?? NEVER
      if (group.wakeAtMs !== NEVER) turn.touch(group)
      return
    }
    due.run() // removes or moves the deadline it is about, so this loop ends
  }
}

/** Moves all deadlines of a group by the time for which this process did not run. */
export function postponeDeadlines(group: ClassicGroup, byMs: number): void {
  for (const member of group.members.values()) member.deadlineMs += byMs
  for (const [memberId, dueMs] of group.pendingMembers) group.pendingMembers.set(memberId, dueMs + byMs)
  if (group.joinDeadline !== undefined) group.joinDeadline.dueMs += byMs
  group.syncDueMs += byMs
}

function earliest(turn: Turn, group: ClassicGroup): Due | undefined {
  let found: Due | undefined
  const consider = (dueMs: number, run: () => void): void => {
    if (dueMs !== NEVER && (found === undefined || dueMs < found.dueMs)) found = { dueMs, run }
  }
  consider(group.syncDueMs, () => expirePendingSync(turn, group))
  const join = group.joinDeadline
  if (join !== undefined) {
    consider(join.dueMs, () => {
      if (join.kind === 'initial') expireInitialDelay(turn, group, join)
      else completeJoin(turn, group)
    })
  }
  for (const [memberId, dueMs] of group.pendingMembers) {
    consider(dueMs, () => {
      turn.log.info(`group ${group.groupId}: member id ${memberId} was not used in time`)
      removePendingMember(turn, group, memberId)
    })
  }
  for (const member of group.members.values()) consider(member.deadlineMs, () => expireMember(turn, group, member))
  return found
}

function expireMember(turn: Turn, group: ClassicGroup, member: ClassicMember): void {
  const { memberId } = member
  member.deadlineMs = NEVER
  if (isExcusedFromHeartbeat(member)) return // a new session starts when the parked request is answered
  turn.log.info(`group ${group.groupId}: member ${memberId} has failed, removing it`)
  removeMember(turn, group, memberId, `removing member ${memberId} on heartbeat expiration`)
}
