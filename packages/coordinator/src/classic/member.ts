/**
 * One member of a classic group. Owned by its group; identity is the member id, which a restarted static member
 * exchanges for a new one (the group then holds a new object).
 */
import type { JoinGroupResponseInput, SyncGroupResponseInput } from '@odradek/protocol/internal'
import type { Ticket } from '../runtime/turn.ts'

/** No deadline. */
export const NEVER: number = Number.POSITIVE_INFINITY

export const NO_BYTES: Uint8Array = new Uint8Array(0)

/** One assignment strategy that a member supports, with its opaque subscription. The bytes are owned copies. */
export interface MemberProtocol {
  readonly name: string
  readonly metadata: Uint8Array
}

export interface ClassicMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  clientId: string
  clientHost: string
  rebalanceTimeoutMs: number
  sessionTimeoutMs: number
  protocolType: string
  /** In the member's order of preference, names unique. */
  protocols: readonly MemberProtocol[]
  assignment: Uint8Array
  /** True until the first generation that the member is part of: it has no session yet, only a parked JoinGroup. */
  isNew: boolean
  /** The parked JoinGroup. */
  joining: Ticket<JoinGroupResponseInput> | undefined
  /** The parked SyncGroup. */
  syncing: Ticket<SyncGroupResponseInput> | undefined
  /** Monotonic time at which the session ends; moved by heartbeats without touching any timer. */
  deadlineMs: number
}

/** Subscription bytes under the given protocol; empty when the member does not know it. */
export function metadataOf(member: ClassicMember, protocolName: string | null): Uint8Array {
  for (const protocol of member.protocols) if (protocol.name === protocolName) return protocol.metadata
  return NO_BYTES
}

/** Whether a JoinGroup repeats exactly what the member said before, order included. */
export function matchesProtocols(member: ClassicMember, protocols: readonly MemberProtocol[]): boolean {
  if (member.protocols.length !== protocols.length) return false
  return member.protocols.every(({ name, metadata }, at) => {
    return name === protocols[at]!.name && sameBytes(metadata, protocols[at]!.metadata)
  })
}

/** The first protocol of the member's list that all support. */
export function voteOf(member: ClassicMember, candidates: ReadonlySet<string>): string {
  for (const protocol of member.protocols) if (candidates.has(protocol.name)) return protocol.name
  throw new Error(`member ${member.memberId} supports no candidate protocol`)
}

/** Members that await the coordinator are alive by definition; new ones must not stay parked for ever. */
export function isExcusedFromHeartbeat(member: ClassicMember): boolean {
  return !member.isNew && (member.joining !== undefined || member.syncing !== undefined)
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}
