/** Sessions of members: the one write that a heartbeat costs. */
import type { Turn } from '../runtime/turn.ts'
import type { ClassicGroup } from './group.ts'

/** Moves the session of a member on by `timeoutMs` from now. */
export function renewSession(turn: Turn, group: ClassicGroup, memberId: string, timeoutMs?: number): void {
  const member = group.members.get(memberId)
  if (member === undefined) return
  member.deadlineMs = turn.nowMs + (timeoutMs ?? member.sessionTimeoutMs)
  group.noticeDeadline(turn, member.deadlineMs)
}
