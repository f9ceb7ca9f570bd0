/**
 * A group coordinator on simulated time with a log in memory, for transcripts, unit tests and property tests. Appends
 * are committed at once unless held; the next ones can be made to fail.
 */
import {
  BatchBuilder, decodeOffsetCommitRequest, encodeOffsetCommitRequest, Reader, Writer,
  type ErrorName, type HeartbeatRequest, type JoinGroupRequest, type JoinGroupResponseInput, type LeaveGroupRequestMemberIdentity,
  type OffsetCommitRequestInput, type SyncGroupResponseInput, type Uuid,
} from '@odradek/protocol/internal'
import { defaultGroupConfig, GroupCoordinator, type EncodedRecord, type GroupConfig, type TopicDirectory } from '../src/internal.ts'

/** Errors after which the batch lies in the log all the same. */
const IN_LOG: readonly ErrorName[] = ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'REQUEST_TIMED_OUT']

interface HeldAppend {
  readonly batch: StoredBatch
  readonly resolve: (error: ErrorName) => void
}

export interface StoredBatch {
  readonly partition: number
  readonly leaderEpoch: number
  readonly records: readonly EncodedRecord[]
  readonly baseOffset: number
}

interface SimulatedTimer {
  readonly dueMs: number
  readonly order: number
  readonly fn: () => void
}

function note(to: string[], told: (message: string) => void = ignore): (fields: object | string, message?: string) => void {
  return (fields, message) => {
    const text = message ?? (typeof fields === 'string' ? fields : JSON.stringify(fields))
    to.push(text)
    told(text)
  }
}

function ignore(): void {}

export class Harness {
  nowMs = 1_000
  wallMs: number = Date.UTC(2026, 0, 1)
  config: GroupConfig
  partitions = 1
  /** The log of all partitions, in append order. */
  readonly log: StoredBatch[] = []
  readonly errors: string[] = []
  readonly warnings: string[] = []
  topics: TopicDirectory | undefined
  coordinator: GroupCoordinator
  /** Called at every append, before anything else. */
  onAppend: ((records: readonly EncodedRecord[], failure: ErrorName | undefined) => void) | undefined
  /** Called whenever a timer is set, with its delay. */
  onTimer: ((ms: number) => void) | undefined
  onWarning: ((message: string) => void) | undefined
  timersSet = 0
  held: HeldAppend[] = []
  hold = false
  readonly failures: ErrorName[] = []
  #timers: SimulatedTimer[] = []
  #order = 0
  #ids = 0
  #endOffset = 0

  constructor(config: Partial<GroupConfig> = {}) {
    this.config = { ...defaultGroupConfig, ...config }
    this.coordinator = this.newCoordinator()
  }

  /** A coordinator over this world; the one in `coordinator` unless the test wants more. */
  newCoordinator(): GroupCoordinator {
    return new GroupCoordinator({
      writer: { append: (partition, leaderEpoch, records) => this.#append(partition, leaderEpoch, records) },
      timer: { after: (ms, fn) => this.#after(ms, fn) },
      clock: { wallMs: () => this.wallMs, monotonicMs: () => this.nowMs },
      newMemberId: (prefix) => `${prefix}-${++this.#ids}`,
      config: () => this.config,
      partitionCount: () => this.partitions,
      log: { debug: ignore, info: ignore, warn: note(this.warnings, (message) => this.onWarning?.(message)), error: note(this.errors) },
      topics: this.topics && {
        exists: (name) => this.topics!.exists(name), hasPartition: (name, index) => this.topics!.hasPartition(name, index), idOf: (name) => this.topics!.idOf(name), nameOf: (id: Uuid) => this.topics!.nameOf(id),
      },
    })
  }

  /** Loads all partitions from the log. */
  async load(epoch = 1): Promise<void> {
    for (let partition = 0; partition < this.partitions; partition++) {
      await this.coordinator.load(partition, epoch, this.batchesOf(partition))
    }
  }

  /** The process dies and comes back: a new coordinator over the same log. Held appends stay in the log. */
  async restart(): Promise<void> {
    this.coordinator.shutdown()
    this.#timers = []
    this.held = []
    this.coordinator = this.newCoordinator()
    await this.load()
  }

  /** The log of a partition as bytes, one chunk per batch. */
  batchesOf(partition: number): Buffer[] {
    return this.log.filter((batch) => batch.partition === partition).map(({ baseOffset, records }) => {
      const builder = new BatchBuilder({ baseOffset })
      for (const { key, value } of records) builder.append(key, value, [], this.wallMs)
      return builder.build()
    })
  }

  /** Lets time pass: timers fire at their times, promises settle in between. */
  async advance(ms: number): Promise<void> {
    const endMs = this.nowMs + ms
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0]
      if (next === undefined || next.dueMs > endMs) break
      this.#timers.splice(this.#timers.indexOf(next), 1)
      this.#moveTo(Math.max(next.dueMs, this.nowMs))
      next.fn()
      await this.settle()
    }
    this.#moveTo(endMs)
    await this.settle()
  }

  /** The process stands still: time passes, nothing runs; afterwards whatever is due runs at once. */
  stall(ms: number): void {
    this.#moveTo(this.nowMs + ms)
  }

  /** Fires what is due now. */
  async fireDue(): Promise<void> {
    await this.advance(0)
  }

  get pendingTimers(): number {
    return this.#timers.length
  }

  async settle(): Promise<void> {
    for (let turns = 0; turns < 20; turns++) await Promise.resolve()
  }

  /** Ends held appends, all or the first `count`. An error that means "not in the log" takes the batch out again. */
  async release(error: ErrorName = 'NONE', count: number = this.held.length): Promise<void> {
    for (const { batch, resolve } of this.held.splice(0, count)) {
      if (error !== 'NONE' && !IN_LOG.includes(error)) this.log.splice(this.log.indexOf(batch), 1)
      resolve(error)
    }
    await this.settle()
  }

  #append(partition: number, leaderEpoch: number, records: readonly EncodedRecord[]): Promise<ErrorName> {
    const failure = this.failures.shift()
    this.onAppend?.(records, failure)
    const batch: StoredBatch = { partition, leaderEpoch, records, baseOffset: this.#endOffset }
    if (failure !== undefined && !IN_LOG.includes(failure)) return Promise.resolve(failure)
    this.#endOffset += records.length
    this.log.push(batch)
    if (!this.hold) return Promise.resolve(failure ?? 'NONE')
    return new Promise((resolve) => this.held.push({ batch, resolve }))
  }

  #after(ms: number, fn: () => void): { cancel(): void } {
    this.timersSet++
    this.onTimer?.(ms)
    const timer: SimulatedTimer = { dueMs: this.nowMs + ms, order: this.#order++, fn }
    this.#timers.push(timer)
    return { cancel: () => { this.#timers = this.#timers.filter((other) => other !== timer) } }
  }

  #moveTo(nowMs: number): void {
    this.wallMs += nowMs - this.nowMs
    this.nowMs = nowMs
  }
}

/** A consumer's subscription, version 0 of the consumer protocol, with optional user data. */
export function subscription(...topics: string[]): Buffer {
  const parts = topics.flatMap((topic) => [int16(topic.length), Buffer.from(topic)])
  return Buffer.concat([int16(0), int32(topics.length), ...parts, int32(-1)])
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export interface Asked<Response> {
  response: Response | undefined
  readonly promise: Promise<Response>
}

/** A promise whose outcome can be looked at. */
export function asked<Response>(promise: Promise<Response>): Asked<Response> {
  const result: Asked<Response> = { response: undefined, promise }
  void promise.then((response) => { result.response = response })
  return result
}

/** Whether a request has no answer yet. */
export function isParked(request: Asked<unknown>): boolean {
  return request.response === undefined
}

/** One consumer of a group, as a client library would keep it. */
export class TestMember {
  readonly harness: Harness
  readonly groupId: string
  readonly clientId: string
  readonly instanceId: string | null
  memberId = ''
  generation = -1
  protocol: string | null = null
  isLeader = false
  assignment = ''
  sessionTimeoutMs = 10_000
  rebalanceTimeoutMs = 30_000
  protocols: [name: string, metadata: Buffer][]
  protocolType = 'consumer'
  joinVersion = 9

  constructor(harness: Harness, groupId: string, clientId: string, instanceId: string | null = null, topics: string[] = ['t']) {
    this.harness = harness
    this.groupId = groupId
    this.clientId = clientId
    this.instanceId = instanceId
    this.protocols = [['range', subscription(...topics)]]
  }

  context(apiVersion: number): { clientId: string, clientHost: string, apiVersion: number } {
    return { clientId: this.clientId, clientHost: '/127.0.0.1', apiVersion }
  }

  joinRequest(): JoinGroupRequest {
    return {
      groupId: this.groupId, sessionTimeoutMs: this.sessionTimeoutMs, rebalanceTimeoutMs: this.rebalanceTimeoutMs,
      memberId: this.memberId, groupInstanceId: this.instanceId, protocolType: this.protocolType,
      protocols: this.protocols.map(([name, metadata]) => ({ name, metadata })), reason: null,
    }
  }

  /** Sends one JoinGroup and takes note of the answer when it comes. */
  join(): Asked<JoinGroupResponseInput> {
    return asked(this.harness.coordinator.joinGroup(this.context(this.joinVersion), this.joinRequest()).then((response) => {
      if (response.errorCode === 79 || response.errorCode === 0) this.memberId = response.memberId
      if (response.errorCode === 0) {
        this.generation = response.generationId ?? -1
        this.protocol = response.protocolName ?? null
        this.isLeader = response.leader === this.memberId
      }
      return response
    }))
  }

  /** Sends SyncGroup; a leader gives its assignments as member id → text. */
  sync(assignments: Record<string, string> = {}): Asked<SyncGroupResponseInput> {
    return asked(this.harness.coordinator.syncGroup(this.context(5), {
      groupId: this.groupId, generationId: this.generation, memberId: this.memberId, groupInstanceId: this.instanceId,
      protocolType: this.protocolType, protocolName: this.protocol ?? '',
      assignments: Object.entries(assignments).map(([memberId, text]) => ({ memberId, assignment: Buffer.from(text) })),
    }).then((response) => {
      if (response.errorCode === 0) this.assignment = Buffer.from(response.assignment).toString()
      return response
    }))
  }

  heartbeatRequest(): HeartbeatRequest {
    return { groupId: this.groupId, generationId: this.generation, memberId: this.memberId, groupInstanceId: this.instanceId }
  }

  async heartbeat(): Promise<number> {
    return (await this.harness.coordinator.heartbeat(this.context(4), this.heartbeatRequest())).errorCode
  }

  async leave(): Promise<number> {
    const members: LeaveGroupRequestMemberIdentity[] = [{ memberId: this.memberId, groupInstanceId: this.instanceId, reason: null }]
    const response = await this.harness.coordinator.leaveGroup(this.context(5), { groupId: this.groupId, memberId: '', members })
    return response.errorCode || response.members![0]!.errorCode
  }

  /** Commits one offset as this member; resolves with the partition's error. */
  async commit(topic: string, partition: number, offset: number, more: Partial<OffsetCommitRequestInput> = {}): Promise<number> {
    const request = commitRequest({
      groupId: this.groupId, generationIdOrMemberEpoch: this.generation, memberId: this.memberId, groupInstanceId: this.instanceId,
      topics: [{ name: topic, partitions: [{ partitionIndex: partition, committedOffset: offset, committedMetadata: '' }] }],
      ...more,
    })
    const response = await this.harness.coordinator.offsetCommit(this.context(9), request)
    return response.topics[0]!.partitions[0]!.errorCode
  }
}

/** A commit request as the decoder would hand it over: all fields present. */
export function commitRequest(input: OffsetCommitRequestInput): ReturnType<typeof decodeOffsetCommitRequest> {
  const version = input.retentionTimeMs === undefined ? 9 : 4
  const writer = new Writer()
  encodeOffsetCommitRequest(writer, input, version)
  return decodeOffsetCommitRequest(new Reader(writer.toBuffer()), version)
}

/** The committed offset of a partition, -1 for none; throws the error code of the answer. */
export async function committed(harness: Harness, groupId: string, topic: string, partition: number): Promise<number> {
  const response = await harness.coordinator.offsetFetch({ clientId: 'admin', clientHost: '/127.0.0.1', apiVersion: 8 }, {
    groupId: '', topics: null, requireStable: false,
    groups: [{ groupId, memberId: null, memberEpoch: -1, topics: [{ name: topic, topicId: '', partitionIndexes: [partition] }] }],
  })
  const group = response.groups![0]!
  if (group.errorCode !== undefined && group.errorCode !== 0) throw new Error(`error ${group.errorCode}`)
  return group.topics[0]!.partitions[0]!.committedOffset
}

/** State of a group as DescribeGroups tells it. */
export async function stateOf(harness: Harness, groupId: string): Promise<string> {
  const response = await harness.coordinator.describeGroups({ clientId: 'admin', clientHost: '', apiVersion: 5 }, {
    groups: [groupId], includeAuthorizedOperations: false,
  })
  return response.groups[0]!.groupState
}

/** Brings members into a stable group: all join, the first leads and assigns each its own name. */
export async function formGroup(members: readonly TestMember[]): Promise<void> {
  const { harness } = members[0]!
  for (const member of members) {
    if (member.instanceId !== null || member.memberId !== '') continue
    await member.join().promise // MEMBER_ID_REQUIRED
  }
  for (const member of members) member.join()
  await harness.settle()
  if (members[0]!.generation < 0) await harness.advance(harness.config.initialRebalanceDelayMs * 3)
  const leader = members.find((member) => member.isLeader)!
  const assignments = Object.fromEntries(members.map((member) => [member.memberId, `for ${member.clientId}`]))
  for (const member of members) if (member !== leader) member.sync()
  leader.sync(assignments)
  await harness.settle()
}
