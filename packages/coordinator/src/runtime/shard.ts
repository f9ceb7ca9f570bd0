/**
 * One coordinator state machine: all groups and offsets of one partition of __consumer_offsets.
 *
 * Durable state (`images`, committed offsets, open transactions) is what the committed log says, and only `replay` and
 * `replayMarker` change it. Everything else (members, sessions, running rebalances, parked requests) is soft: it grows
 * from the durable state on load and dies with the leadership. An append that fails was never replayed, so there is
 * nothing to take back.
 */
import { prepareRebalance } from '../classic/rebalance.ts'
import { GroupMemory } from '../classic/group-memory.ts'
import { ClassicGroup, joinError, syncError } from '../classic/group.ts'
import { NEVER, type ClassicMember } from '../classic/member.ts'
import { renewSession } from '../classic/sessions.ts'
import { ErrorCode } from '@odradek/protocol/internal'
import { OffsetStore } from '../offsets/offset-store.ts'
import type { CoordinatorRecord, GroupImage } from '../records/coordinator-record.ts'
import type { Turn } from './turn.ts'

export class Shard {
  readonly partition: number
  /** Live groups by id. */
  readonly groups: Map<string, ClassicGroup> = new Map()
  /** Groups as of their last committed record. */
  readonly images: Map<string, GroupImage> = new Map()
  readonly offsets: OffsetStore = new OffsetStore()
  /** Order of replayed records; offsets in the log while loading, counted on from there afterwards. */
  #nextRecordOffset = 0

  readonly #memory: GroupMemory

  /** `memory` counts what the members of its groups take, with those of other shards. */
  constructor(partition: number, memory: GroupMemory = new GroupMemory()) {
    this.partition = partition
    this.#memory = memory
  }

  /** The live group; undefined when there is none. */
  group(groupId: string): ClassicGroup | undefined {
    return this.groups.get(groupId)
  }

  /** The live group, made when missing. It is not durable before its first record. */
  groupOrNew(turn: Turn, groupId: string): ClassicGroup {
    let group = this.groups.get(groupId)
    if (group === undefined) this.groups.set(groupId, (group = new ClassicGroup(groupId, turn.wallMs, 'Empty', this.#memory)))
    return group
  }

  /** Applies a committed record. `producerId` is given for records of transactional batches (found on load only). */
  replay(record: CoordinatorRecord, recordOffset: number = this.#nextRecordOffset, producerId?: number): void {
    this.#nextRecordOffset = Math.max(this.#nextRecordOffset, recordOffset + 1)
    const { group } = record
    if (record.kind === 'group') {
      if (record.value === null) this.images.delete(group)
      else this.images.set(group, record.value)
    } else if (record.value === null) {
      this.offsets.delete(group, record.topic, record.partition)
    } else {
      const stored = { value: record.value, recordOffset }
      if (producerId === undefined) this.offsets.put(group, record.topic, record.partition, stored)
      else this.offsets.putTransactional(producerId, group, record.topic, record.partition, stored)
    }
  }

  /** Applies a transaction marker. */
  replayMarker(producerId: number, committed: boolean): void {
    this.offsets.endTransaction(producerId, committed)
  }

  /** The log has been read: groups come alive, the sessions of their members start now. */
  loaded(turn: Turn): void {
    for (const [groupId, image] of this.images) this.groups.set(groupId, groupFromImage(groupId, image, this.#memory))
    for (const groupId of [...this.offsets.groupIds(), ...this.offsets.groupIdsInTransactions()]) {
      if (!this.groups.has(groupId)) this.groups.set(groupId, new ClassicGroup(groupId, undefined, 'Empty', this.#memory))
    }
    for (const group of this.groups.values()) {
      for (const memberId of group.members.keys()) renewSession(turn, group, memberId)
      if (group.members.size > turn.config.maxSize) {
        prepareRebalance(turn, group, `loaded with ${group.members.size} members, more than ${turn.config.maxSize}`)
      }
    }
  }

  /** The leadership is gone: every parked request is answered NOT_COORDINATOR, every group is dead. */
  unloaded(turn: Turn): void {
    for (const group of this.groups.values()) {
      group.transitionTo('Dead', turn.wallMs)
      group.wakeAtMs = NEVER
      turn.touch(group)
      for (const member of group.members.values()) {
        group.answerJoin(turn, member, joinError(member.memberId, ErrorCode.NOT_COORDINATOR))
        group.answerSync(turn, member, syncError(ErrorCode.NOT_COORDINATOR))
      }
      group.released()
    }
    this.groups.clear()
  }

  /**
   * Drops a group of which nothing is left or was ever written: a refused JoinGroup under a random name, a member id
   * that lapsed. Without this such names would pile up until the next expiry.
   */
  dropIfIdle(turn: Turn, group: ClassicGroup): void {
    if (group.state !== 'Empty' || group.isRecorded || group.pendingMembers.size > 0) return
    if (!this.offsets.hasAny(group.groupId)) this.forget(turn, group)
  }

  /** Takes a deleted group out for good; nobody is parked in it. */
  forget(turn: Turn, group: ClassicGroup): void {
    if (this.groups.get(group.groupId) === group) {
      this.groups.delete(group.groupId)
      group.released()
    }
    group.wakeAtMs = NEVER
    turn.touch(group)
  }
}

function groupFromImage(groupId: string, image: GroupImage, memory: GroupMemory): ClassicGroup {
  const stateTimestampMs = image.stateTimestampMs === -1 ? undefined : image.stateTimestampMs
  const group = new ClassicGroup(groupId, stateTimestampMs, image.members.length > 0 ? 'Stable' : 'Empty', memory)
  group.isRecorded = true
  group.generation = image.generation
  if (image.protocolType !== '' || image.members.length > 0) group.protocolType = image.protocolType
  group.protocolName = image.protocol
  for (const member of image.members) group.add(memberFromImage(image, member))
  // The persisted leader, unless the record names one that is no member.
  if (image.leader !== null && group.members.has(image.leader)) group.leaderId = image.leader
  group.subscribedTopics = group.computeSubscribedTopics()
  return group
}

function memberFromImage(image: GroupImage, member: GroupImage['members'][number]): ClassicMember {
  return {
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    sessionTimeoutMs: member.sessionTimeoutMs,
    protocolType: image.protocolType,
    protocols: [{ name: image.protocol ?? '', metadata: member.subscription }],
    assignment: member.assignment,
    isNew: false,
    joining: undefined,
    syncing: undefined,
    deadlineMs: NEVER,
  }
}
