/**
 * What the members of groups take in memory: counted by each group as members come, change and go, and summed up over
 * all groups of a coordinator in one place. An estimate from above of what matters (bytes that clients send), the same
 * when a member comes as when it goes.
 */
import type { ClassicMember, MemberProtocol } from './member.ts'

/** A member without its words, and an id that was promised. */
const MEMBER_BYTES = 1024
const PENDING_BYTES = 256

/** The sum over all groups; one for a coordinator. */
export class GroupMemory {
  usedBytes = 0
}

export function bytesOfMember(member: ClassicMember): number {
  const names = member.memberId.length + member.clientId.length + member.clientHost.length + (member.groupInstanceId?.length ?? 0)
  return MEMBER_BYTES + 2 * names + member.assignment.length + bytesOfProtocols(member.protocols)
}

export function bytesOfProtocols(protocols: readonly MemberProtocol[]): number {
  let bytes = 0
  for (const { name, metadata } of protocols) bytes += 64 + 2 * name.length + metadata.length
  return bytes
}

export function bytesOfPending(memberId: string): number {
  return PENDING_BYTES + 2 * memberId.length
}
