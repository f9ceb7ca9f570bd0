/**
 * Topics as clients change them: create, delete, add partitions. On the active controller this writes the request into
 * the store, as Apache Kafka's admin path does; the controller hears of it through its watches, and the answer waits
 * until the change is in this broker's metadata. Everything written is durable before anything is answered.
 */
import type { Random, Scheduler, World } from '@odradek/platform'
import type { BrokerId, Uuid } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import type { ErrorName } from '@odradek/protocol/internal'
import type { ZnodeOp } from '@odradek/zookeeper/internal'
import type { BrokerConfig } from '../config/broker-config.ts'
import { AnswerWork } from '../limits/answer-work.ts'
import { requestLimits, TOO_MANY_RECORDS } from '../limits/request-limits.ts'
import type { Turns } from '../limits/turns.ts'
import type { PartitionRef } from './controller/controller-image.ts'
import type { Controller } from './controller/controller.ts'
import { decideElectLeaders } from './controller/elect-leaders.ts'
import type { ElectionKind, ElectionResult } from './controller/elect-leaders.ts'
import { ControllerMovedError } from './controller/fenced-store.ts'
import { decideStartReassignments, ongoingReassignments } from './controller/reassignment.ts'
import type { OngoingReassignment, ReassignmentRequest, ReassignmentResult } from './controller/reassignment.ts'
import { MAX_WAIT_MS } from '../replica/waiting.ts'
import { partitionOf } from './image.ts'
import type { ClusterImage, MetadataCache } from './image.ts'
import { collisionKey, isInternalTopic, mayCollide, OFFSETS_TOPIC } from './topic-names.ts'
import { settleTopic } from './topic-spec.ts'
import type { Problem, SettledSpec, TopicSpec } from './topic-spec.ts'
import { encodeConfig, encodeTopic, paths } from './znodes.ts'
import { settleNewPartitions } from './new-partitions.ts'
import type { NewPartitionsSpec } from './new-partitions.ts'

export type { NewPartitionsSpec } from './new-partitions.ts'
export type { TopicSpec } from './topic-spec.ts'

/** How long Metadata and FindCoordinator wait for a topic that they have made; then clients ask again. */
const AUTO_CREATE_WAIT_MS = 5000
const NOTHING = Buffer.alloc(0)

export type AdminResult = { readonly error: undefined } | Problem

export interface CreatedTopic {
  readonly name: string
  /** Undefined: created (or would be). */
  readonly error: ErrorName | undefined
  readonly message: string | null
  readonly topicId: Uuid | undefined
  readonly replicas: readonly (readonly BrokerId[])[]
  readonly configs: Readonly<Record<string, string>>
}

export interface TopicAdmin {
  /** False: another broker is the controller; clients are told NOT_CONTROLLER. */
  readonly isController: boolean
  /**
   * Answers in the order of `specs`. A topic that is not ready in time is REQUEST_TIMED_OUT and goes on being made.
   */
  createTopics(specs: readonly TopicSpec[], timeoutMs: number, validateOnly: boolean): Promise<CreatedTopic[]>
  /** Resolves per topic when it is gone, or with REQUEST_TIMED_OUT; the deletion goes on. */
  deleteTopics(names: readonly string[], timeoutMs: number): Promise<AdminResult[]>
  createPartitions(
    specs: readonly NewPartitionsSpec[],
    timeoutMs: number,
    validateOnly: boolean,
  ): Promise<AdminResult[]>
  /** For Metadata: makes topics with the broker's defaults. Undefined: it is there; else why not. */
  autoCreate(names: readonly string[]): Promise<ReadonlyMap<string, ErrorName | undefined>>
  /** Makes an internal topic unless it is there. Undefined: it is there. */
  ensureInternalTopic(name: string): Promise<ErrorName | undefined>
  /** `partitions` null: all that need one. Undefined: not the controller; so below. */
  electLeaders(
    kind: ElectionKind,
    partitions: readonly PartitionRef[] | null,
    timeoutMs: number,
  ): Promise<ElectionResult[] | undefined>
  alterReassignments(requests: readonly ReassignmentRequest[]): Promise<ReassignmentResult[] | undefined>
  /** `partitions` null: all. */
  listReassignments(partitions: readonly PartitionRef[] | null): OngoingReassignment[] | undefined
}

export interface TopicAdminOptions {
  readonly world: Pick<World, 'clock' | 'scheduler' | 'random' | 'log'>
  readonly config: BrokerConfig
  readonly controller: Controller
  readonly metadata: MetadataCache
  readonly turns: Turns
  /**
   * Called before a topic or partitions are made: folders that have these names and are nobody's are set aside, durably.
   * False when a disk refused.
   */
  readonly makeRoom?: ((topic: string, fromPartition: number) => Promise<boolean>) | undefined
}

export class StoreTopicAdmin implements TopicAdmin {
  private readonly options: TopicAdminOptions
  private readonly scheduler: Scheduler
  private readonly random: Random
  private readonly inFlight = new Map<string, Promise<ErrorName | undefined>>()
  /** Ends each wait that is under way. */
  private readonly waits = new Set<() => void>()
  private stopped = false

  constructor(options: TopicAdminOptions) {
    this.options = options
    this.scheduler = options.world.scheduler
    this.random = options.world.random
  }

  get isController(): boolean {
    return this.options.controller.active
  }

  async createTopics(specs: readonly TopicSpec[], timeoutMs: number, validateOnly: boolean): Promise<CreatedTopic[]> {
    const around = {
      image: this.options.metadata.current(),
      config: this.options.config,
      random: (bound: number) => this.random.below(bound),
      collisions: specs.some(({ name }) => mayCollide(name))
        ? collisionsOf(this.options.metadata.current())
        : new Map<string, string>(),
    }
    const work = new AnswerWork(this.options.turns)
    const settled = await work.map(specs, (spec) => settleTopic(spec, around))
    const isTooMuch = recordsOf(settled) > requestLimits.createdPartitions.limit
    return work.all(settled, async (one, at): Promise<CreatedTopic> => {
      const { name } = specs[at] as TopicSpec
      const failed = ({ error, message }: Problem): CreatedTopic => ({
        name,
        error,
        message,
        topicId: undefined,
        replicas: [],
        configs: {},
      })
      if (isTooMuch) return failed({ error: 'POLICY_VIOLATION', message: TOO_MANY_RECORDS })
      if (one.error !== undefined) return failed(one)
      const created = { name, error: undefined, message: null, replicas: one.replicas, configs: one.configs }
      if (validateOnly) return { ...created, topicId: undefined }
      const topicId = this.random.uuid() as Uuid
      const noRoom = await this.noRoom(name, 0)
      if (noRoom !== undefined) return failed(noRoom)
      const written = await this.writeTopic(one, topicId)
      if (written.error !== undefined) return failed(written)
      const ready = await this.waitFor(timeoutMs, () => {
        const topic = this.options.metadata.current().topics.get(name)
        return (
          topic?.id === topicId &&
          topic.partitions.length === one.replicas.length &&
          topic.partitions.every(({ leader }) => leader >= 0)
        )
      })
      return ready
        ? { ...created, topicId }
        : failed({ error: 'REQUEST_TIMED_OUT', message: 'The topic was not ready in time; it goes on being made.' })
    })
  }

  async deleteTopics(names: readonly string[], timeoutMs: number): Promise<AdminResult[]> {
    const { controller, metadata } = this.options
    return new AnswerWork(this.options.turns).all(names, async (name): Promise<AdminResult> => {
      if (!metadata.current().topics.has(name) && !controller.image?.topics.has(name)) {
        return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'This server does not host this topic-partition.' }
      }
      const id = controller.image?.topics.get(name)?.id
      const written = await this.write([{ op: 'create', path: paths.deleteTopic(name), data: NOTHING }])
      // Somebody has asked for it before: wait with them.
      if (written !== undefined && written.refusal !== 'NODEEXISTS') return written
      const gone = await this.waitFor(timeoutMs, () => {
        const topic = controller.image?.topics.get(name)
        return !metadata.current().topics.has(name) && controller.active && (topic === undefined || topic.id !== id)
      })
      return gone
        ? { error: undefined }
        : { error: 'REQUEST_TIMED_OUT', message: 'The topic was not gone in time; its deletion goes on.' }
    })
  }

  async createPartitions(
    specs: readonly NewPartitionsSpec[],
    timeoutMs: number,
    validateOnly: boolean,
  ): Promise<AdminResult[]> {
    const { controller, metadata } = this.options
    return new AnswerWork(this.options.turns).all(specs, async (spec): Promise<AdminResult> => {
      const topic = controller.image?.topics.get(spec.name)
      if (topic === undefined || controller.image?.deletions.has(spec.name)) {
        return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `The topic '${spec.name}' does not exist.` }
      }
      const { version } = topic
      const settled = settleNewPartitions(spec, topic, metadata.current())
      if (settled.error !== undefined) return settled
      if (validateOnly) return { error: undefined }
      const noRoom = await this.noRoom(spec.name, topic.partitions.size)
      if (noRoom !== undefined) return noRoom
      const written = await this.write([
        { op: 'set', path: paths.topic(spec.name), data: encodeTopic(settled.znode), version },
      ])
      if (written !== undefined) return written
      const ready = await this.waitFor(timeoutMs, () => {
        const partitions = metadata.current().topics.get(spec.name)?.partitions ?? []
        return partitions.length >= spec.count && partitions.every(({ leader }) => leader >= 0)
      })
      return ready
        ? { error: undefined }
        : { error: 'REQUEST_TIMED_OUT', message: 'The partitions were not ready in time.' }
    })
  }

  async autoCreate(names: readonly string[]): Promise<ReadonlyMap<string, ErrorName | undefined>> {
    const outcomes = await Promise.all(names.map(async (name) => [name, await this.createOnce(name)] as const))
    return new Map(outcomes)
  }

  ensureInternalTopic(name: string): Promise<ErrorName | undefined> {
    return this.options.metadata.current().topics.has(name) ? Promise.resolve(undefined) : this.createOnce(name)
  }

  async electLeaders(
    kind: ElectionKind,
    partitions: readonly PartitionRef[] | null,
    timeoutMs: number,
  ): Promise<ElectionResult[] | undefined> {
    const results = await this.options.controller.decide((image) => decideElectLeaders(image, kind, partitions))
    const elected = (results ?? []).filter(({ error }) => error === ErrorCode.NONE)
    const { controller, metadata } = this.options
    // Answered when this broker's metadata shows the new leaders (DelayedElectLeader).
    await this.waitFor(timeoutMs, () =>
      elected.every(
        ({ topic, index }) =>
          partitionOf(metadata.current().topics.get(topic), index)?.leader ===
          controller.image?.partition(topic, index)?.state?.leader,
      ),
    )
    return results
  }

  alterReassignments(requests: readonly ReassignmentRequest[]): Promise<ReassignmentResult[] | undefined> {
    return this.options.controller.decide((image) => decideStartReassignments(image, requests))
  }

  listReassignments(partitions: readonly PartitionRef[] | null): OngoingReassignment[] | undefined {
    const { image } = this.options.controller
    return image === undefined ? undefined : ongoingReassignments(image, partitions)
  }

  /** Many clients ask for a new topic at the same time; one of them makes it. */
  private createOnce(name: string): Promise<ErrorName | undefined> {
    const underWay = this.inFlight.get(name)
    if (underWay !== undefined) return underWay
    const started = this.createWithDefaults(name).finally(() => this.inFlight.delete(name))
    this.inFlight.set(name, started)
    return started
  }

  private async createWithDefaults(name: string): Promise<ErrorName | undefined> {
    if (!this.isController) return 'LEADER_NOT_AVAILABLE'
    // Internal topics have settings of their own, known to those who serve them; nobody serves the others yet.
    if (isInternalTopic(name) && name !== OFFSETS_TOPIC) return 'UNKNOWN_TOPIC_OR_PARTITION'
    const [created] = await this.createTopics([defaultSpec(name, this.options.config)], AUTO_CREATE_WAIT_MS, false)
    const error = created?.error
    if (error === 'TOPIC_ALREADY_EXISTS') return undefined
    return error === 'REQUEST_TIMED_OUT' || error === 'NOT_CONTROLLER' ? 'LEADER_NOT_AVAILABLE' : error
  }

  private async writeTopic(spec: SettledSpec, topicId: Uuid): Promise<AdminResult> {
    const partitions = new Map(spec.replicas.map((replicas, index) => [index, { replicas, adding: [], removing: [] }]))
    const config = encodeConfig(spec.configs)
    const topic: ZnodeOp = {
      op: 'create',
      path: paths.topic(spec.name),
      data: encodeTopic({ id: topicId, partitions }),
    }
    const configPath = paths.config('topics', spec.name)
    let outcome = await this.write([topic, { op: 'create', path: configPath, data: config }])
    // Settings may have been left there by somebody, or be older than the topic.
    if (outcome?.refusal === 'NODEEXISTS' && outcome.failedAt === 1) {
      outcome = await this.write([topic, { op: 'set', path: configPath, data: config, version: -1 }])
    }
    if (outcome === undefined) return { error: undefined }
    return outcome.refusal === 'NODEEXISTS'
      ? { error: 'TOPIC_ALREADY_EXISTS', message: `Topic '${spec.name}' already exists.` }
      : outcome
  }

  private async noRoom(topic: string, fromPartition: number): Promise<Problem | undefined> {
    if ((await this.options.makeRoom?.(topic, fromPartition)) !== false) return undefined
    return { error: 'KAFKA_STORAGE_ERROR', message: `The folder of an earlier topic '${topic}' could not be set aside.` }
  }

  /** Undefined when it was taken. */
  private async write(
    ops: readonly ZnodeOp[],
  ): Promise<(Problem & { refusal?: string; failedAt?: number }) | undefined> {
    const notController: Problem = {
      error: 'NOT_CONTROLLER',
      message: 'This is not the correct controller for this cluster.',
    }
    const { writes } = this.options.controller
    if (writes === undefined) return notController
    try {
      const outcome = await writes.multi(ops)
      if (outcome.error === undefined) return undefined
      if (outcome.error === 'CONNECTIONLOSS') {
        return {
          error: 'REQUEST_TIMED_OUT',
          message: 'The metadata store did not answer; it is not known whether the change was made.',
        }
      }
      if (outcome.error === 'BADVERSION')
        return { error: 'REQUEST_TIMED_OUT', message: 'The topic has just been changed by somebody else; try again.' }
      return {
        error: 'UNKNOWN_SERVER_ERROR',
        message: outcome.error,
        refusal: outcome.error,
        failedAt: outcome.failedAt,
      }
    } catch (error) {
      if (error instanceof ControllerMovedError) return notController
      throw error
    }
  }

  /** The broker stops: whoever waits for a change hears that it goes on without them, now and from now on. */
  stop(): void {
    this.stopped = true
    for (const end of this.waits) end()
  }

  /** Looks after every change of metadata and controller; false when `timeoutMs` have passed before it was so, or at the stop. */
  private waitFor(timeoutMs: number, isSo: () => boolean): Promise<boolean> {
    if (isSo()) return Promise.resolve(true)
    if (timeoutMs <= 0 || this.stopped) return Promise.resolve(false)
    const waitMs = Math.min(timeoutMs, MAX_WAIT_MS)
    return new Promise((resolve) => {
      const done = (outcome: boolean): void => {
        timer.cancel()
        for (const stop of stops) stop()
        this.waits.delete(end)
        resolve(outcome)
      }
      const look = (): void => {
        if (isSo()) done(true)
      }
      const end = (): void => done(false)
      const timer = this.scheduler.after(waitMs, end, { background: true })
      const stops = [this.options.metadata.onChange(look), this.options.controller.onChange(look)]
      this.waits.add(end)
    })
  }
}

/** What Apache Kafka's controller would write for them (QuorumController.MAX_RECORDS_PER_USER_OP). */
function recordsOf(settled: readonly (SettledSpec | Problem)[]): number {
  let records = 0
  for (const one of settled) {
    if (one.error === undefined) records += 1 + Object.keys(one.configs).length + one.replicas.length
  }
  return records
}

function collisionsOf(image: ClusterImage): Map<string, string> {
  const found = new Map<string, string>()
  for (const name of image.topics.keys()) if (mayCollide(name)) found.set(collisionKey(name), name)
  return found
}

/** What a topic is when nobody says (AutoTopicCreationManager.creatableTopic). */
function defaultSpec(name: string, config: BrokerConfig): TopicSpec {
  if (name !== OFFSETS_TOPIC) return { name, partitions: -1, replicationFactor: -1, assignments: [], configs: [] }
  return {
    name,
    partitions: config.get('offsets.topic.num.partitions'),
    replicationFactor: config.get('offsets.topic.replication.factor'),
    assignments: [],
    configs: [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'compression.type', value: 'producer' },
      { name: 'segment.bytes', value: String(config.get('offsets.topic.segment.bytes')) },
    ],
  }
}
