/**
 * The door of the group coordinator: finds the shard that a group belongs to, answers for shards that are loading or
 * elsewhere (G3), checks what needs no group, and turns tickets into promises. Holds no group state itself.
 *
 * Source: GroupCoordinatorService.java; validation of requests partly from KafkaApis.scala.
 */
import {
  ErrorCode, type DeleteGroupsRequest, type DeleteGroupsResponseInput, type DescribeGroupsRequest,
  type DescribeGroupsResponseInput, type ErrorName, type HeartbeatRequest, type HeartbeatResponseInput,
  type JoinGroupRequest, type JoinGroupResponseInput, type LeaveGroupRequest, type LeaveGroupResponseInput,
  type ListGroupsRequest, type ListGroupsResponseInput, type OffsetCommitRequest, type OffsetCommitResponseInput,
  type OffsetDeleteRequest, type OffsetDeleteResponseInput, type OffsetFetchRequest, type OffsetFetchResponseInput,
  type SyncGroupRequest, type SyncGroupResponseInput,
} from '@odradek/protocol/internal'
import { joinError, syncError, type ClassicGroup } from './classic/group.ts'
import { bytesOfProtocols } from './classic/group-memory.ts'
import { abandonJoin, joinGroup, joiningOf } from './classic/join.ts'
import { heartbeat, leaveGroup, type Leaving } from './classic/membership.ts'
import { describedBytes, describeFailure, describeGroup, describeMissing, isListed, listGroup, type DescribedGroup } from './classic/overview.ts'
import { syncGroup } from './classic/sync.ts'
import type { GroupConfig } from './config.ts'
import { partitionForGroup } from './java-hash.ts'
import { commitOffsets, responseOf } from './offsets/commit.ts'
import { deleteFailure, deleteGroup, deleteOffsets, deleteTopicOffsets } from './offsets/deletion.ts'
import { expireOffsets } from './offsets/expiry.ts'
import { fetchResponse, topicsToCommit } from './offsets/requests.ts'
import { PauseLedger } from './runtime/pause-ledger.ts'
import { unhurried, type AnswerPace, type CoordinatorTimer, type PartitionWriter, type TimerHandle, type TopicDirectory } from './runtime/ports.ts'
import type { Shard } from './runtime/shard.ts'
import type { ShardRunner } from './runtime/shard-runner.ts'
import type { CoordinatorLog, Ticket, Turn } from './runtime/turn.ts'
import { ShardDirectory, type LogChunks } from './shard-directory.ts'

export interface GroupCoordinatorOptions {
  readonly writer: PartitionWriter
  readonly timer: CoordinatorTimer
  readonly clock: { wallMs(): number, monotonicMs(): number }
  /** A member id nobody has: the prefix (client id or group instance id), a dash, something unguessable. */
  newMemberId(prefix: string): string
  /** Read at every decision. */
  config(): GroupConfig
  /** Partitions of __consumer_offsets; does not change while groups exist. */
  partitionCount(): number
  readonly log: CoordinatorLog
  /** Left out: every topic exists, and topic ids are not understood. */
  readonly topics?: TopicDirectory | undefined
}

/** Who sent the request. `clientHost` as Kafka shows it: a slash and the address. */
export interface GroupRequestContext {
  readonly clientId: string | null
  readonly clientHost: string
  readonly apiVersion: number
}

/** Why a group is not served, or not here. */
type NotServed =
  'INVALID_GROUP_ID' | 'NOT_COORDINATOR' | 'COORDINATOR_LOAD_IN_PROGRESS' | 'COORDINATOR_NOT_AVAILABLE'

/** A member that says less still finds room when there is none for others. */
const SMALL_MEMBER_BYTES = 16 * 1024
const SMALL_MEMBERS_SHARE = 1.25

export class GroupCoordinator {
  readonly #options: GroupCoordinatorOptions
  readonly #shards: ShardDirectory
  readonly #pauses: PauseLedger = new PauseLedger()
  #lastHeardMs: number
  #expiryTimer: TimerHandle | undefined
  #stopped = false

  constructor(options: GroupCoordinatorOptions) {
    this.#options = options
    this.#lastHeardMs = options.clock.monotonicMs()
    this.#shards = new ShardDirectory({
      writer: options.writer,
      timer: options.timer,
      clock: options.clock,
      log: options.log,
      config: () => options.config(),
      newMemberId: (prefix) => options.newMemberId(prefix),
      // The pause began after the last request: what that overstates, a dead member lives longer.
      stalled: () => this.paused(options.clock.monotonicMs() - this.#lastHeardMs),
    })
    this.#scheduleExpiry()
  }

  /** The partition of __consumer_offsets that holds the group; its leader is the group's coordinator. */
  partitionFor(groupId: string): number {
    return partitionForGroup(groupId, this.#options.partitionCount())
  }

  /**
   * Takes over a partition: reads its log up to the end and then serves its groups; until then requests are answered
   * COORDINATOR_LOAD_IN_PROGRESS. Rejects when the log cannot be read (requests get NOT_COORDINATOR from then on).
   * Loading what is already served just notes a newer epoch.
   */
  load(partition: number, leaderEpoch: number, batches: LogChunks): Promise<void> {
    return this.#shards.load(partition, leaderEpoch, batches)
  }

  /** Gives a partition up: everything parked is answered NOT_COORDINATOR, at once. */
  unload(partition: number): void {
    this.#shards.unload(partition)
  }

  /** Gives up everything; the coordinator answers COORDINATOR_NOT_AVAILABLE from then on. */
  shutdown(): void {
    this.#stopped = true
    this.#expiryTimer?.cancel()
    this.#shards.unloadAll()
  }

  /**
   * The process did not run for `durationMs` up to now (a stalled loop, a suspended machine): deadlines move by that
   * much. Told twice of one pause, it counts once.
   */
  paused(durationMs: number): void {
    const byMs = this.#pauses.enter(durationMs, this.#options.clock.monotonicMs())
    if (byMs === 0) return
    this.#options.log.warn(`the process stood still for ${Math.round(byMs)} ms; group deadlines move accordingly`)
    for (const runner of this.#shards.active()) runner.postpone(byMs)
  }

  /** Memory of the members of all groups, in bytes. */
  get memberBytes(): number {
    return this.#shards.memory.usedBytes
  }

  /** `whenAbandoned`: takes what is to be called when nobody waits for the answer any more. */
  joinGroup(
    context: GroupRequestContext, request: JoinGroupRequest, whenAbandoned?: (forget: () => void) => void,
  ): Promise<JoinGroupResponseInput> {
    const runner = this.#runnerFor(request.groupId)
    const { memberId } = request
    if (typeof runner === 'string') return Promise.resolve(forOldJoin(context, joinError(memberId, ErrorCode[runner])))
    const refusal = this.#joinRefusal(request)
    if (refusal !== undefined) return Promise.resolve(forOldJoin(context, joinError(memberId, ErrorCode[refusal])))
    // No closure below may name the request: its frame, of any size, would be kept for as long as the JoinGroup is parked.
    const { groupId } = request
    const said = joiningOf({ ...context, clientId: context.clientId ?? '' }, request)
    return park<JoinGroupResponseInput>((ticket) => runner.run((turn) => {
      const { shard } = runner
      // Only who has no member id yet may bring a group into being.
      const group = memberId === '' ? shard.groupOrNew(turn, groupId) : shard.group(groupId)
      if (group === undefined) {
        turn.answer(ticket, joinError(memberId, ErrorCode.UNKNOWN_MEMBER_ID))
        return
      }
      joinGroup(turn, group, { ...said, ticket })
      shard.dropIfIdle(turn, group)
      whenAbandoned?.(() => runner.run((later) => {
        abandonJoin(later, group, ticket)
        shard.dropIfIdle(later, group)
      }))
    })).then((response) => forOldJoin(context, response))
  }

  syncGroup(context: GroupRequestContext, request: SyncGroupRequest): Promise<SyncGroupResponseInput> {
    // KIP-559: from version 5 on both must be there.
    if (context.apiVersion >= 5 && (request.protocolType === null || request.protocolName === null)) {
      return Promise.resolve(syncError(ErrorCode.INCONSISTENT_GROUP_PROTOCOL))
    }
    const runner = this.#runnerFor(request.groupId)
    if (typeof runner === 'string') {
      // Old clients do not know LOAD_IN_PROGRESS here; the rebalance is lost anyway, so they join again.
      const error = runner === 'COORDINATOR_LOAD_IN_PROGRESS' ? 'REBALANCE_IN_PROGRESS' : runner
      return Promise.resolve(syncError(ErrorCode[error]))
    }
    const group = runner.shard.group(request.groupId)
    if (group === undefined) return Promise.resolve(syncError(ErrorCode.UNKNOWN_MEMBER_ID))
    return park((ticket) => runner.run((turn) => syncGroup(turn, group, request, ticket)))
  }

  heartbeat(_context: GroupRequestContext, request: HeartbeatRequest): Promise<HeartbeatResponseInput> {
    const runner = this.#runnerFor(request.groupId)
    if (typeof runner === 'string') {
      // While loading nothing can be said against the member, and its session starts anew afterwards (G3).
      const error = runner === 'COORDINATOR_LOAD_IN_PROGRESS' ? 'NONE' : runner
      return Promise.resolve({ errorCode: ErrorCode[error] })
    }
    const group = runner.shard.group(request.groupId)
    if (group === undefined) return Promise.resolve({ errorCode: ErrorCode.UNKNOWN_MEMBER_ID })
    return Promise.resolve({ errorCode: ErrorCode[runner.run((turn) => heartbeat(turn, group, request))] })
  }

  leaveGroup(context: GroupRequestContext, request: LeaveGroupRequest): Promise<LeaveGroupResponseInput> {
    const batched = context.apiVersion >= 3
    const single: Leaving = { memberId: request.memberId, groupInstanceId: null, reason: null }
    const leaving: Leaving[] = batched ? request.members : [single]
    const runner = this.#runnerFor(request.groupId)
    if (typeof runner === 'string') return Promise.resolve({ errorCode: ErrorCode[runner] })
    const group = runner.shard.group(request.groupId)
    if (group?.state === 'Dead') return Promise.resolve({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE })
    const errorCode = ErrorCode.UNKNOWN_MEMBER_ID
    const members = group === undefined
      ? leaving.map(({ memberId, groupInstanceId }) => ({ memberId, groupInstanceId, errorCode }))
      : runner.run((turn) => leaveGroup(turn, group, leaving))
    if (batched) return Promise.resolve({ errorCode: ErrorCode.NONE, members })
    return Promise.resolve({ errorCode: members[0]!.errorCode }) // one member then, and its error was the request's
  }

  offsetCommit(context: GroupRequestContext, request: OffsetCommitRequest): Promise<OffsetCommitResponseInput> {
    const { apiVersion } = context
    const topics = topicsToCommit(request, apiVersion, this.#options.topics)
    const runner = this.#runnerFor(request.groupId, true)
    if (typeof runner === 'string') return Promise.resolve(responseOf(topics, () => runner))
    const { shard } = runner
    return park((ticket) => runner.run((turn) => commitOffsets(turn, shard, apiVersion, request, topics, ticket)))
  }

  offsetFetch(
    context: GroupRequestContext, request: OffsetFetchRequest, pace: AnswerPace = unhurried,
  ): Promise<OffsetFetchResponseInput> {
    const shardOf = (groupId: string): ShardRunner['shard'] | ErrorName => {
      const runner = this.#runnerFor(groupId, true)
      return typeof runner === 'string' ? runner : runner.shard
    }
    return fetchResponse(request, context.apiVersion, shardOf, this.#options.topics, pace)
  }

  offsetDelete(_context: GroupRequestContext, request: OffsetDeleteRequest): Promise<OffsetDeleteResponseInput> {
    const runner = this.#runnerFor(request.groupId)
    if (typeof runner === 'string') return Promise.resolve(deleteFailure(runner))
    const errorOf = (topic: string, index: number): ErrorName => {
      return this.#options.topics?.hasPartition(topic, index) === false ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'NONE'
    }
    return park((ticket) => runner.run((turn) => deleteOffsets(turn, runner.shard, request, errorOf, ticket)))
  }

  /** A group is described as often as it is named, as long as `pace` has room. */
  async describeGroups(
    context: GroupRequestContext, request: DescribeGroupsRequest, pace: AnswerPace = unhurried,
  ): Promise<DescribeGroupsResponseInput> {
    const told = new Map<ClassicGroup, DescribedGroup>()
    const groups = await pace.map(request.groups, (groupId) => {
      const runner = this.#runnerFor(groupId, true)
      if (typeof runner === 'string') return describeFailure(groupId, ErrorCode[runner])
      const group = runner.shard.group(groupId)
      if (group === undefined) return describeMissing(groupId, context.apiVersion)
      const before = told.get(group)
      const described = before ?? describeGroup(group, request.includeAuthorizedOperations)
      told.set(group, described)
      const hasRoom = pace.take(describedBytes(described), before !== undefined)
      return hasRoom ? described : describeFailure(groupId, ErrorCode.INVALID_REQUEST)
    })
    return { groups }
  }

  /** Groups of all partitions that are served here; COORDINATOR_LOAD_IN_PROGRESS says that some are still to come. */
  listGroups(_context: GroupRequestContext, request: ListGroupsRequest): Promise<ListGroupsResponseInput> {
    if (this.#stopped) return Promise.resolve({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, groups: [] })
    const states = new Set(request.statesFilter.map((state) => state.toLowerCase()))
    const types = new Set(request.typesFilter.map((type) => type.toLowerCase()))
    const groups: ListGroupsResponseInput['groups'][number][] = []
    for (const { shard } of this.#shards.active()) {
      for (const group of shard.groups.values()) if (isListed(group, states, types)) groups.push(listGroup(group))
    }
    const error = this.#shards.isLoading ? 'COORDINATOR_LOAD_IN_PROGRESS' : 'NONE'
    return Promise.resolve({ errorCode: ErrorCode[error], groups })
  }

  async deleteGroups(
    _context: GroupRequestContext, request: DeleteGroupsRequest, pace: AnswerPace = unhurried,
  ): Promise<DeleteGroupsResponseInput> {
    const begun = await pace.map([...new Set(request.groupsNames)], (groupId) => {
      const runner = this.#runnerFor(groupId, true)
      const error = typeof runner === 'string' ? runner : park<ErrorName>((ticket) => runner.run((turn) => {
        deleteGroup(turn, runner.shard, groupId, (later: Turn, outcome) => later.answer(ticket, outcome))
      }))
      return { groupId, error }
    })
    const errors = await pace.map(begun, ({ error }) => error)
    const results = begun.map(({ groupId }, at) => ({ groupId, errorCode: ErrorCode[errors[at]!] }))
    return { throttleTimeMs: 0, results }
  }

  /** Topics are gone: their offsets are removed from every group served here, in the background. */
  topicsDeleted(names: readonly string[]): void {
    const topics = new Set(names)
    for (const runner of this.#shards.active()) runner.run((turn) => deleteTopicOffsets(turn, runner.shard, topics))
  }

  /** The state behind the door, for figures and tests; to be looked at, not touched, and not across an await. */
  * shards(): Generator<Shard, void> {
    for (const { shard } of this.#shards.active()) yield shard
  }

  /** Where a group is served, or the error that says why not here. Old offset requests may name the empty group. */
  #runnerFor(groupId: string, emptyAllowed = false): ShardRunner | NotServed {
    this.#lastHeardMs = this.#options.clock.monotonicMs()
    if (groupId === '' && !emptyAllowed) return 'INVALID_GROUP_ID'
    if (this.#stopped) return 'COORDINATOR_NOT_AVAILABLE'
    return this.#shards.find(this.partitionFor(groupId))
  }

  #joinRefusal(request: JoinGroupRequest): ErrorName | undefined {
    const config = this.#options.config()
    const { sessionTimeoutMs } = request
    if (sessionTimeoutMs < config.minSessionTimeoutMs || sessionTimeoutMs > config.maxSessionTimeoutMs) {
      return 'INVALID_SESSION_TIMEOUT'
    }
    let bytes = 0
    for (const { name, metadata } of request.protocols) bytes += name.length + metadata.length
    if (bytes > config.maxMemberMetadataBytes) return 'INVALID_REQUEST'
    const held = bytesOfProtocols(request.protocols)
    // Who is a member already takes the place of its own words: others must not keep it from its next generation.
    const more = held - this.#bytesSaidBy(request)
    if (more <= 0) return undefined
    const most = config.maxGroupBytes * (held < SMALL_MEMBER_BYTES ? SMALL_MEMBERS_SHARE : 1)
    return this.memberBytes + more > most ? 'COORDINATOR_NOT_AVAILABLE' : undefined
  }

  /** What is held of the words of this member, if it is one. */
  #bytesSaidBy({ groupId, memberId, groupInstanceId }: JoinGroupRequest): number {
    const runner = this.#runnerFor(groupId)
    const group = typeof runner === 'string' ? undefined : runner.shard.group(groupId)
    const known = memberId === '' && groupInstanceId !== null ? group?.staticMembers.get(groupInstanceId) : memberId
    const member = known === undefined ? undefined : group?.members.get(known)
    return member === undefined ? 0 : bytesOfProtocols(member.protocols)
  }

  #scheduleExpiry(): void {
    this.#expiryTimer = this.#options.timer.after(this.#options.config().offsetsRetentionCheckIntervalMs, () => {
      if (this.#stopped) return
      for (const runner of this.#shards.active()) runner.run((turn) => expireOffsets(turn, runner.shard))
      this.#scheduleExpiry()
    })
  }
}

/** A promise for the one answer of a ticket. */
function park<Response>(start: (ticket: Ticket<Response>) => void): Promise<Response> {
  return new Promise((resolve) => start({ answer: resolve }))
}

/** Before version 7 the protocol name could not be null. */
function forOldJoin(context: GroupRequestContext, response: JoinGroupResponseInput): JoinGroupResponseInput {
  return context.apiVersion < 7 && response.protocolName === null ? { ...response, protocolName: '' } : response
}
