/**
 * The data of one classic group and the moves that keep it consistent. What to do when is decided in join.ts, sync.ts,
 * membership.ts and rebalance.ts; here lies what must hold after each step:
 *
 * - `supportedProtocols` counts, per protocol, the members that know it; `awaitingJoin` counts the parked JoinGroups;
 * - the leader is a member, or null when there is none;
 * - `bytes` is what members and promised ids take, and is in the sum of all groups until the group is let go;
 * - every static instance id points to a member that carries it; a pending member is no member;
 * - `wakeAtMs` is never later than the earliest deadline (a heartbeat only moves a deadline back, and costs no timer).
 *
 * Source: ClassicGroup.java of Apache Kafka.
 */
import { ErrorCode, type JoinGroupResponseInput, type SyncGroupResponseInput } from '@odradek/protocol/internal'
import type { GroupImage, GroupRecord } from '../records/coordinator-record.ts'
import type { Turn } from '../runtime/turn.ts'
import { subscribedTopicsOf } from '../records/subscription.ts'
import { bytesOfMember, bytesOfPending, GroupMemory } from './group-memory.ts'
import { metadataOf, NEVER, voteOf, type ClassicMember, type MemberProtocol } from './member.ts'

export type ClassicGroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead'

/** The protocol type of Kafka consumers, whose subscriptions the coordinator can read. */
export const CONSUMER_PROTOCOL_TYPE = 'consumer'

const allowedPrevious: Record<ClassicGroupState, readonly ClassicGroupState[]> = {
  Empty: ['PreparingRebalance'],
  PreparingRebalance: ['Stable', 'CompletingRebalance', 'Empty'],
  CompletingRebalance: ['PreparingRebalance'],
  Stable: ['CompletingRebalance'],
  Dead: ['Stable', 'PreparingRebalance', 'CompletingRebalance', 'Empty', 'Dead'],
}

/** The deadline of the join phase: the growing delay of an empty group's first rebalance, or the rebalance timeout. */
export type JoinDeadline =
  | { readonly kind: 'initial', dueMs: number, readonly delayMs: number, readonly remainingMs: number }
  | { readonly kind: 'rebalance', dueMs: number }

export class ClassicGroup {
  readonly groupId: string
  generation = 0
  protocolType: string | null = null
  protocolName: string | null = null
  leaderId: string | null = null
  /** Joining order, which is also the order of leader succession. */
  readonly members: Map<string, ClassicMember> = new Map()
  readonly staticMembers: Map<string, string> = new Map()
  /** Ids handed out with MEMBER_ID_REQUIRED, with the monotonic time at which they lapse. */
  readonly pendingMembers: Map<string, number> = new Map()
  /** Members of this generation whose SyncGroup has not come yet. */
  readonly pendingSync: Set<string> = new Set()
  /** A member came during the initial delay, so it is extended. */
  newMemberAdded = false
  joinDeadline: JoinDeadline | undefined = undefined
  syncDueMs: number = NEVER
  /** Topics of all members; undefined when unknown (not a consumer group, or unreadable subscriptions). */
  subscribedTopics: ReadonlySet<string> | undefined = undefined
  /** Wall time at which the group entered its state; undefined for records that did not say. */
  stateTimestampMs: number | undefined
  previousState: ClassicGroupState
  /** A record of the group is in the log or on its way there: removing the group takes a tombstone. */
  isRecorded = false
  /** When the group's timer is to fire; NEVER when nothing can expire. */
  wakeAtMs: number = NEVER
  #state: ClassicGroupState
  #awaitingJoin = 0
  readonly #supported: Map<string, number> = new Map()
  #memory: GroupMemory
  #bytes = 0

  /** A new, empty group. `stateTimestampMs` is wall time. */
  constructor(
    groupId: string, stateTimestampMs: number | undefined, state: 'Empty' | 'Stable' = 'Empty', memory: GroupMemory = new GroupMemory(),
  ) {
    this.groupId = groupId
    this.#memory = memory
    this.stateTimestampMs = stateTimestampMs
    this.#state = state
    this.previousState = state
  }

  get state(): ClassicGroupState {
    return this.#state
  }

  /** JoinGroups parked in this group. */
  get awaitingJoin(): number {
    return this.#awaitingJoin
  }

  /** Memory of its members and of ids that were promised. */
  get bytes(): number {
    return this.#bytes
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    this.#memory.usedBytes += bytes
  }

  /** The group is let go as it is: what it holds counts no more, whatever else becomes of it. */
  released(): void {
    this.#memory.usedBytes -= this.#bytes
    this.#memory = new GroupMemory()
  }

  /** Who a static member is now. */
  identify(member: ClassicMember, clientId: string, clientHost: string): void {
    this.#count(-bytesOfMember(member))
    member.clientId = clientId
    member.clientHost = clientHost
    this.#count(bytesOfMember(member))
  }

  /** Promises a place to an id, until then. */
  promise(memberId: string, lapsesMs: number): void {
    if (!this.pendingMembers.has(memberId)) this.#count(bytesOfPending(memberId))
    this.pendingMembers.set(memberId, lapsesMs)
  }

  #unpromise(memberId: string): void {
    if (this.pendingMembers.delete(memberId)) this.#count(-bytesOfPending(memberId))
  }

  assign(member: ClassicMember, assignment: Uint8Array): void {
    if (this.members.get(member.memberId) === member) this.#count(assignment.length - member.assignment.length)
    member.assignment = assignment
  }

  transitionTo(state: ClassicGroupState, wallMs: number): void {
    if (!allowedPrevious[state].includes(this.#state)) {
      throw new Error(`group ${this.groupId} cannot go from ${this.#state} to ${state}`)
    }
    this.previousState = this.#state
    this.#state = state
    this.stateTimestampMs = wallMs
  }

  /** A group whose deletion could not be written lives on. */
  reviveAsEmpty(stateTimestampMs: number | undefined): void {
    if (this.#state !== 'Dead' || this.members.size > 0) throw new Error(`group ${this.groupId} cannot be revived`)
    this.#state = 'Empty'
    this.stateTimestampMs = stateTimestampMs
  }

  get canRebalance(): boolean {
    return allowedPrevious.PreparingRebalance.includes(this.#state)
  }

  isLeader(memberId: string): boolean {
    return this.leaderId === memberId
  }

  /** Adds a member, parked with its JoinGroup if `ticket` is given. */
  add(member: ClassicMember): void {
    if (this.members.size === 0) this.protocolType = member.protocolType
    if (this.protocolType !== member.protocolType) throw new Error(`member of another protocol type in ${this.groupId}`)
    if (member.groupInstanceId !== null) {
      if (this.staticMembers.has(member.groupInstanceId)) throw new Error(`instance id ${member.groupInstanceId} twice`)
      this.staticMembers.set(member.groupInstanceId, member.memberId)
    }
    this.leaderId ??= member.memberId
    this.members.set(member.memberId, member)
    this.#countProtocols(member, 1)
    this.#count(bytesOfMember(member))
    if (member.joining !== undefined) this.#awaitingJoin++
    this.#unpromise(member.memberId)
  }

  /** Removes a member or a pending id; leadership passes to the member that has been here longest. */
  remove(memberId: string): void {
    const member = this.members.get(memberId)
    if (member !== undefined) {
      this.members.delete(memberId)
      this.#countProtocols(member, -1)
      this.#count(-bytesOfMember(member))
      if (member.joining !== undefined) this.#awaitingJoin--
      if (member.groupInstanceId !== null) this.staticMembers.delete(member.groupInstanceId)
    }
    if (this.leaderId === memberId) this.leaderId = this.members.keys().next().value ?? null
    this.#unpromise(memberId)
    this.pendingSync.delete(memberId)
  }

  /** Takes over what a JoinGroup says anew about a known member, and its ticket. */
  update(
    member: ClassicMember,
    said: { protocols: readonly MemberProtocol[], rebalanceTimeoutMs: number, sessionTimeoutMs: number },
    ticket: ClassicMember['joining'],
  ): void {
    this.#countProtocols(member, -1)
    this.#count(-bytesOfMember(member))
    member.protocols = said.protocols
    this.#countProtocols(member, 1)
    this.#count(bytesOfMember(member))
    member.rebalanceTimeoutMs = said.rebalanceTimeoutMs
    member.sessionTimeoutMs = said.sessionTimeoutMs
    if (ticket !== undefined && member.joining === undefined) this.#awaitingJoin++
    else if (ticket === undefined && member.joining !== undefined) this.#awaitingJoin--
    member.joining = ticket
  }

  /**
   * Gives a static member a new id, keeping its place, leadership and assignment. Requests parked under the old id are
   * answered FENCED_INSTANCE_ID: two processes claim to be this instance, and the later one wins.
   */
  replaceStaticMember(turn: Turn, oldMemberId: string, newMemberId: string): ClassicMember {
    const old = this.members.get(oldMemberId)
    if (old === undefined || old.groupInstanceId === null) throw new Error(`${oldMemberId} is no static member`)
    this.answerJoin(turn, old, joinError(oldMemberId, ErrorCode.FENCED_INSTANCE_ID))
    this.answerSync(turn, old, syncError(ErrorCode.FENCED_INSTANCE_ID))
    const replacement: ClassicMember = { ...old, memberId: newMemberId }
    this.#count(bytesOfMember(replacement) - bytesOfMember(old))
    // Rebuild the map so that the replacement stands where the old id stood: succession must not depend on restarts.
    const entries = [...this.members.values()]
    this.members.clear()
    for (const member of entries) {
      if (member === old) this.members.set(newMemberId, replacement)
      else this.members.set(member.memberId, member)
    }
    if (this.leaderId === oldMemberId) this.leaderId = newMemberId
    this.staticMembers.set(old.groupInstanceId, newMemberId)
    if (this.pendingSync.delete(oldMemberId)) this.pendingSync.add(newMemberId)
    return replacement
  }

  answerJoin(turn: Turn, member: ClassicMember, response: JoinGroupResponseInput): boolean {
    if (member.joining === undefined) return false
    turn.answer(member.joining, response)
    member.joining = undefined
    if (this.members.get(member.memberId) === member) this.#awaitingJoin--
    return true
  }

  answerSync(turn: Turn, member: ClassicMember, response: SyncGroupResponseInput): boolean {
    if (member.syncing === undefined) return false
    turn.answer(member.syncing, response)
    member.syncing = undefined
    return true
  }

  /** All members have sent their JoinGroup, and nobody who was promised a place is still to come. */
  get hasAllMembersJoined(): boolean {
    return this.members.size === this.#awaitingJoin && this.pendingMembers.size === 0
  }

  /** The longest rebalance timeout of all members. */
  get rebalanceTimeoutMs(): number {
    let longest = 0
    for (const member of this.members.values()) longest = Math.max(longest, member.rebalanceTimeoutMs)
    return longest
  }

  /** Keeps a leader that has joined, else elects the first that has; false when nobody has. */
  electJoinedLeader(): boolean {
    const leader = this.leaderId === null ? undefined : this.members.get(this.leaderId)
    if (leader === undefined) return false
    if (leader.joining !== undefined) return true
    for (const member of this.members.values()) {
      if (member.joining === undefined) continue
      this.leaderId = member.memberId
      return true
    }
    return false
  }

  /** Whether a member with these protocols finds common ground with all others. */
  supportsProtocols(protocolType: string, protocols: readonly MemberProtocol[]): boolean {
    if (this.#state === 'Empty') return protocolType !== '' && protocols.length > 0
    if (this.protocolType !== protocolType) return false
    return protocols.some((protocol) => (this.#supported.get(protocol.name) ?? 0) === this.members.size)
  }

  /**
   * Each member votes for the first protocol of its list that all know; most votes win, the earlier vote breaks a tie
   * (Apache Kafka leaves ties to the order of a hash map).
   */
  selectProtocol(): string {
    const candidates = new Set<string>()
    for (const [name, count] of this.#supported) if (count === this.members.size) candidates.add(name)
    const votes = new Map<string, number>()
    for (const member of this.members.values()) {
      const vote = voteOf(member, candidates)
      votes.set(vote, (votes.get(vote) ?? 0) + 1)
    }
    let winner = ''
    let most = 0
    for (const [name, count] of votes) {
      if (count <= most) continue
      winner = name
      most = count
    }
    return winner
  }

  /** The next generation: with members it awaits the leader's assignment, without it is empty. */
  startNextGeneration(wallMs: number): void {
    this.generation = this.generation === 0x7fffffff ? 1 : this.generation + 1
    this.protocolName = this.members.size > 0 ? this.selectProtocol() : null
    this.subscribedTopics = this.computeSubscribedTopics()
    this.transitionTo(this.members.size > 0 ? 'CompletingRebalance' : 'Empty', wallMs)
    this.pendingSync.clear()
  }

  /** Topics of all members' subscriptions; undefined when this is no consumer group or one cannot be read. */
  computeSubscribedTopics(): ReadonlySet<string> | undefined {
    if (this.protocolType !== CONSUMER_PROTOCOL_TYPE) return undefined
    const topics = new Set<string>()
    for (const member of this.members.values()) {
      const subscribed = subscribedTopicsOf(metadataOf(member, this.protocolName))
      if (subscribed === undefined) return undefined
      for (const topic of subscribed) topics.add(topic)
    }
    return topics
  }

  /** A consumer group whose subscriptions are unknown is taken to be subscribed to everything. */
  isSubscribedTo(topic: string): boolean {
    return this.subscribedTopics?.has(topic) ?? this.protocolType === CONSUMER_PROTOCOL_TYPE
  }

  /** The record that persists the group with these assignments. */
  record(assignmentOf: (member: ClassicMember) => Uint8Array): GroupRecord {
    this.isRecorded = true
    return { kind: 'group', group: this.groupId, value: this.image(assignmentOf) }
  }

  /** The group as it is to be persisted. */
  image(assignmentOf: (member: ClassicMember) => Uint8Array): GroupImage {
    return {
      protocolType: this.protocolType ?? '',
      generation: this.generation,
      protocol: this.protocolName,
      leader: this.leaderId,
      stateTimestampMs: this.stateTimestampMs ?? -1,
      members: [...this.members.values()].map((member) => ({
        memberId: member.memberId,
        groupInstanceId: member.groupInstanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        rebalanceTimeoutMs: member.rebalanceTimeoutMs,
        sessionTimeoutMs: member.sessionTimeoutMs,
        subscription: metadataOf(member, this.protocolName),
        assignment: assignmentOf(member),
      })),
    }
  }

  /** Notes a deadline; the runner moves the timer only when it became the earliest. */
  noticeDeadline(turn: Turn, dueMs: number): void {
    if (dueMs >= this.wakeAtMs) return
    this.wakeAtMs = dueMs
    turn.touch(this)
  }

  /** Throws when something that the head of this file promises does not hold. Costs a walk over all members. */
  assertConsistent(): void {
    const counts = new Map<string, number>()
    let awaitingJoin = 0
    let earliestMs = Math.min(this.syncDueMs, this.joinDeadline?.dueMs ?? NEVER, ...this.pendingMembers.values())
    for (const [memberId, member] of this.members) {
      this.#expect(memberId === member.memberId, `${memberId} is filed under another id`)
      this.#expect(!this.pendingMembers.has(memberId), `${memberId} is a member and pending`)
      if (member.joining !== undefined) awaitingJoin++
      if (member.groupInstanceId !== null) {
        const current = this.staticMembers.get(member.groupInstanceId)
        this.#expect(current === memberId, `${memberId} is not its instance's member`)
      }
      for (const { name } of member.protocols) counts.set(name, (counts.get(name) ?? 0) + 1)
      earliestMs = Math.min(earliestMs, member.deadlineMs)
    }
    const statics = [...this.members.values()].filter((member) => member.groupInstanceId !== null).length
    this.#expect(this.staticMembers.size === statics, 'an instance id without member')
    const state = this.#state
    const settled = state === 'CompletingRebalance' || state === 'Stable'
    const leads = this.leaderId !== null && this.members.has(this.leaderId)
    const counted = [...counts].every(([name, count]) => this.#supported.get(name) === count)
    this.#expect(awaitingJoin === this.#awaitingJoin, `${this.#awaitingJoin} parked joins counted, not ${awaitingJoin}`)
    let bytes = 0
    for (const member of this.members.values()) bytes += bytesOfMember(member)
    for (const memberId of this.pendingMembers.keys()) bytes += bytesOfPending(memberId)
    this.#expect(bytes === this.#bytes, `${this.#bytes} bytes counted, not ${bytes}`)
    this.#expect(counted && counts.size === this.#supported.size, 'protocols are counted wrongly')
    this.#expect(this.members.size === 0 ? this.leaderId === null : leads, `leader ${this.leaderId}`)
    this.#expect(state === 'Dead' || this.wakeAtMs <= earliestMs, `wakes at ${this.wakeAtMs}, due at ${earliestMs}`)
    this.#expect(state !== 'Empty' || this.members.size === 0, 'it has members')
    this.#expect(!settled || this.members.size > 0, 'it has no members')
    this.#expect(settled || this.pendingSync.size === 0, 'it awaits SyncGroups')
  }

  #expect(condition: boolean, what: string): void {
    if (!condition) throw new Error(`group ${this.groupId} in ${this.#state}: ${what}`)
  }

  #countProtocols(member: ClassicMember, by: number): void {
    for (const { name } of member.protocols) {
      const count = (this.#supported.get(name) ?? 0) + by
      if (count === 0) this.#supported.delete(name)
      else this.#supported.set(name, count)
    }
  }
}

export function joinError(memberId: string, errorCode: number): JoinGroupResponseInput {
  return { errorCode, memberId, generationId: -1, protocolType: null, protocolName: null, leader: '', members: [] }
}

export function syncError(errorCode: number): SyncGroupResponseInput {
  return { errorCode, assignment: new Uint8Array(0) }
}
