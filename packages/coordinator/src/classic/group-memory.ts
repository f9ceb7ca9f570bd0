/**
 * What the members of groups take in memory: counted by each group as members come, change and go, and summed up over
 * all groups of a coordinator in one place. An estimate from above of what matters (bytes that clients send, and the
 * objects that they are cut into), the same when a member comes as when it goes.
 */
import type { ClassicMember, MemberProtocol } from './member.ts'

/** A member without its words, and an id that was promised. */
const MEMBER_BYTES = 1024
const PENDING_BYTES = 256
/** A protocol without its name and words: the objects that stand for it, and its place in what the group counts. */
const PROTOCOL_BYTES = 512

/** The sum over all groups; one for a coordinator. */
export class GroupMemory {
  usedBytes = 0
}

export function bytesOfMember(member: ClassicMember): number {
  const { memberId, clientId, clientHost, groupInstanceId, protocolType } = member
  const ids = memberId.length + (groupInstanceId?.length ?? 0)
  const names = ids + clientId.length + clientHost.length + protocolType.length
  return MEMBER_BYTES + 2 * names + member.assignment.length + bytesOfProtocols(member.protocols)
}

/** Of one that is named twice, the first is kept. */
export function bytesOfProtocols(protocols: readonly MemberProtocol[]): number {
  const names = new Set<string>()
  let bytes = 0
  for (const { name, metadata } of protocols) {
    if (names.has(name)) continue
    names.add(name)
    bytes += PROTOCOL_BYTES + 2 * name.length + metadata.length
  }
  return bytes
}

export function bytesOfPending(memberId: string): number {
  return PENDING_BYTES + 2 * memberId.length
}
