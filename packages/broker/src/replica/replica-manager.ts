/**
 * All partitions that this broker holds: applies what the controller says, finds partitions for requests, passes on
 * what happens in the logs, and owns everything that waits. (Apache Kafka: ReplicaManager.scala.)
 *
 * The controller's word comes in messages (LeaderAndIsr, StopReplica) also in one process, after the inbox has checked
 * controller and broker epoch. A partition's state is applied first and its epoch stored last, so that a message that
 * comes twice is applied twice to the same end.
 */
import { ErrorCode, ZERO_UUID, type BrokerId, type ErrorName, type Uuid } from '@odradek/protocol/internal'
import type { Clock, Log, Scheduler } from '@odradek/platform'
import type { LogManager, PartitionLog } from '@odradek/storage/internal'
import type {
  AlterPartitionRequest,
  AlterPartitionResponse,
  LeaderAndIsrRequest,
  LeaderAndIsrResponse,
  ReplicaControl,
  StopReplicaRequest,
  StopReplicaResponse,
} from '../cluster/controller-channel.ts'
import type { FetchTarget } from './fetch-target.ts'
import type { PendingFetch } from './fetch.ts'
import { IsrProposals } from './isr-proposals.ts'
import type { PartitionState, PartitionSurroundings } from './leadership.ts'
import { ParkedFetches } from './parked-fetches.ts'
import { Partition } from './partition.ts'
import { Deadlines } from './waiting.ts'

type PartitionStateMessage = LeaderAndIsrRequest['topicStates'][number]['partitionStates'][number]

/** How long an order of the controller may keep the loop. */
const SLICE_MS = 10

/** Between two reports of what has returned: when nobody has taken the first, and when its effect is still to come. */
const RETRY_MS = 1000
const EPOCH_WAIT_MS = 10_000

/** Leader epochs of StopReplica that outrank every other (LeaderAndIsr.EpochDuringDelete, NoEpoch). */
const EPOCH_DURING_DELETE = -2
const NO_EPOCH = -1

export interface ReplicaManagerOptions {
  readonly world: { readonly clock: Clock; readonly scheduler: Scheduler; readonly log: Log }
  readonly brokerId: BrokerId
  readonly replicaLagTimeMaxMs: number
  /** Memory that waiting fetches may take. */
  readonly parkedFetchBytes: number
  brokerEpoch(): number
  /** Whether the cluster knows such a partition, wherever it lives. */
  isKnown(topic: string, index: number): boolean
  isKnownId(topicId: Uuid): boolean
  isAlive(brokerId: BrokerId): boolean
  alterPartition(request: AlterPartitionRequest): Promise<AlterPartitionResponse>
  /**
   * A directory is in service again, with these partitions: tells the controller, which begins new leader epochs where
   * that matters. Resolves to the epoch of each that goes by it, -1: none does as yet. Undefined when there is nobody to tell.
   */
  disksRecovered(partitions: readonly { topic: string; index: number }[]): Promise<readonly number[] | undefined>
  /** A partition has got a new leader or epoch here, has gone or is offline: what was built on its log is void. */
  leadershipChanged(partition: Partition): void
}

interface HostedTopic {
  readonly name: string
  readonly id: Uuid
  readonly partitions: (Partition | undefined)[]
  /** How many of `partitions` are here: a deleted topic goes with its last one. */
  hosted: number
}

export class ReplicaManager implements ReplicaControl {
  readonly deadlines: Deadlines
  readonly parkedFetches: ParkedFetches
  private readonly options: ReplicaManagerOptions
  private readonly logs: LogManager
  private readonly topics: Map<string, HostedTopic> = new Map()
  private readonly topicsById: Map<Uuid, HostedTopic> = new Map()
  private readonly byLog: Map<PartitionLog, Partition> = new Map()
  private readonly surroundings: PartitionSurroundings
  private readyFetches: PendingFetch[] = []
  private closed: boolean = false
  private stopping: boolean = false

  constructor(logs: LogManager, options: ReplicaManagerOptions) {
    this.logs = logs
    this.options = options
    this.deadlines = new Deadlines(options.world)
    this.parkedFetches = new ParkedFetches(options.parkedFetchBytes)
    const { clock, scheduler } = options.world
    const proposals = new IsrProposals(options, scheduler)
    this.surroundings = {
      localId: options.brokerId,
      replicaLagTimeMaxMs: options.replicaLagTimeMaxMs,
      monotonicMs: () => clock.monotonicMs(),
      isEligible: (brokerId) => options.isAlive(brokerId),
      proposeIsr: (leadership, change) => proposals.propose(leadership, change),
    }
  }

  // ---- finding -----------------------------------------------------------------------------------------------

  partition(topic: string, index: number): Partition | undefined {
    return this.topics.get(topic)?.partitions[index]
  }

  partitionById(topicId: Uuid, index: number): Partition | undefined {
    return this.topicsById.get(topicId)?.partitions[index]
  }

  nameOf(topicId: Uuid): string | undefined {
    return this.topicsById.get(topicId)?.name
  }

  *partitions(): Generator<Partition> {
    for (const topic of this.topics.values()) {
      for (const partition of topic.partitions) if (partition !== undefined) yield partition
    }
  }

  /** The partition that a fetch means; remembered in the target for the next time. */
  resolve(target: FetchTarget): Partition | undefined {
    if (target.partition?.hosted === true) return target.partition
    const byId = target.topicId !== ZERO_UUID
    const topic = byId ? this.topicsById.get(target.topicId) : this.topics.get(target.topic)
    target.partition = topic?.partitions[target.index]
    // An id may become known after the session began.
    if (topic !== undefined && byId) target.topic = topic.name
    return target.partition
  }

  /** What to say about a partition that is not here. */
  missing(topic: string, topicId: Uuid | undefined, index: number): ErrorName {
    if (topicId !== undefined && !this.options.isKnownId(topicId)) return 'UNKNOWN_TOPIC_ID'
    return topic !== '' && this.options.isKnown(topic, index) ? 'NOT_LEADER_OR_FOLLOWER' : 'UNKNOWN_TOPIC_OR_PARTITION'
  }

  /** A partition led here under the epoch that the client knows (-1: none), or the error to answer. */
  leaderOf(topic: string, index: number, currentLeaderEpoch: number): Partition | ErrorName {
    const partition = this.partition(topic, index)
    if (partition === undefined) return this.missing(topic, undefined, index)
    return partition.leaderError(currentLeaderEpoch) ?? partition
  }

  // ---- the controller's messages -----------------------------------------------------------------------------

  /**
   * Applies the order. Thousands of new partitions are thousands of folders: after `SLICE_MS` the rest waits for the next
   * turn of the loop, so that nobody else's requests do. The inbox hands over nothing else meanwhile.
   */
  leaderAndIsr(request: LeaderAndIsrRequest): LeaderAndIsrResponse | Promise<LeaderAndIsrResponse> {
    const topics: LeaderAndIsrResponse['topics'] = request.topicStates.map(({ topicId }) => ({ topicId, partitionErrors: [] }))
    const rest = this.applyAll(request, topics)
    const answer: LeaderAndIsrResponse = { errorCode: 0, partitionErrors: [], topics }
    if (rest.next().done === true) return answer
    return this.goOn(rest).then(() => answer)
  }

  private async goOn(rest: Generator<void>): Promise<void> {
    const { scheduler } = this.options.world
    do await new Promise<void>((resolve) => void scheduler.nextTurn(resolve))
    while (!this.stopping && rest.next().done !== true)
  }

  /** Yields when a slice of time is over. */
  private *applyAll(request: LeaderAndIsrRequest, answers: LeaderAndIsrResponse['topics']): Generator<void> {
    const { clock } = this.options.world
    let untilMs = clock.monotonicMs() + SLICE_MS
    for (const [at, topic] of request.topicStates.entries()) {
      for (const state of topic.partitionStates) {
        const changed: Partition[] = []
        const error = this.applyState(topic.topicName, topic.topicId, state, changed)
        const { partitionIndex } = state
        answers[at]?.partitionErrors.push({ topicName: topic.topicName, partitionIndex, errorCode: ErrorCode[error] })
        for (const partition of changed) this.options.leadershipChanged(partition)
        if (clock.monotonicMs() < untilMs) continue
        yield
        untilMs = clock.monotonicMs() + SLICE_MS
      }
    }
  }

  private applyState(name: string, topicId: Uuid, state: PartitionStateMessage, changed: Partition[]): ErrorName | 'NONE' {
    const { brokerId, world } = this.options
    if (!state.replicas.includes(brokerId)) return 'UNKNOWN_TOPIC_OR_PARTITION'
    let partition = this.partition(name, state.partitionIndex)
    if (partition !== undefined && partition.topicId !== topicId) return 'INCONSISTENT_TOPIC_ID'
    if (partition !== undefined && state.leaderEpoch < partition.leaderEpoch) return 'STALE_CONTROLLER_EPOCH'
    const next = partitionState(state)
    const log = this.openLog(name, topicId, state)
    if (typeof log === 'string') {
      world.log.error({ topic: name, partition: state.partitionIndex, error: log }, 'no log for this partition')
      if (log === 'INCONSISTENT_TOPIC_ID') return log
      partition ??= this.host(name, topicId, state.partitionIndex)
      partition.cannotFollow(next)
      changed.push(partition)
      return log
    }
    if (partition === undefined) partition = this.host(name, topicId, state.partitionIndex)
    // Nobody else has what this log has lost: its offsets are not given again.
    if (state.leader === brokerId && next.replicas.length === 1) log.damage.skipLost(state.leaderEpoch)
    const isNew = state.leader === brokerId ? partition.becomeLeader(log, next) : partition.becomeFollower(log, next)
    if (!partition.offline) this.byLog.set(log, partition)
    partition.controllerEpoch = state.controllerEpoch
    if (isNew) changed.push(partition)
    return 'NONE'
  }

  /**
   * The log of an assigned partition. One that is not new and is not found while a directory is out of service lies
   * there: an empty one must not take its place.
   */
  private openLog(name: string, topicId: Uuid, state: PartitionStateMessage): PartitionLog | ErrorName {
    const there = this.logs.log(name, state.partitionIndex)
    if (there === undefined && !state.isNew && this.logs.directories().some(({ offline }) => offline)) return 'KAFKA_STORAGE_ERROR'
    const log = this.logs.create(name, state.partitionIndex, topicId, state.isNew)
    if ('error' in log) return log.error
    return log.online ? log : 'KAFKA_STORAGE_ERROR'
  }

  private host(name: string, topicId: Uuid, index: number): Partition {
    let topic = this.topics.get(name)
    if (topic === undefined) {
      topic = { name, id: topicId, partitions: [], hosted: 0 }
      this.topics.set(name, topic)
      this.topicsById.set(topicId, topic)
    }
    const partition = new Partition(this.surroundings, name, topicId, index)
    while (topic.partitions.length < index) topic.partitions.push(undefined)
    topic.partitions[index] = partition
    topic.hosted++
    return partition
  }

  /** A partition counts as deleted when its folder cannot come back: its name may be another topic's soon. */
  async stopReplica(request: StopReplicaRequest): Promise<StopReplicaResponse> {
    const stopped = request.topicStates.flatMap(({ topicName, partitionStates }) =>
      partitionStates.map(({ partitionIndex, leaderEpoch, deletePartition }) => {
        const directory = deletePartition ? this.logs.log(topicName, partitionIndex)?.directory : undefined
        return { topicName, partitionIndex, error: this.stopOne(topicName, partitionIndex, leaderEpoch, deletePartition), directory }
      }),
    )
    await this.logs.foldersDurable()
    const partitionErrors = stopped.map(({ topicName, partitionIndex, error, directory }) => {
      const errorCode = error === 'NONE' && directory?.offline === true ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode[error]
      return { topicName, partitionIndex, errorCode }
    })
    return { errorCode: 0, partitionErrors }
  }

  private stopOne(name: string, index: number, leaderEpoch: number, remove: boolean): ErrorName | 'NONE' {
    const partition = this.partition(name, index)
    if (partition !== undefined) {
      const outranks = leaderEpoch === EPOCH_DURING_DELETE || leaderEpoch === NO_EPOCH || leaderEpoch >= partition.leaderEpoch
      if (!outranks) return 'FENCED_LEADER_EPOCH'
      // A log that a bug stopped can go, as one that waits for its epoch; a directory that is away cannot be reached.
      const reachable = !partition.offline || this.hasLog(partition) || this.logs.log(name, index)?.broken === true
      if (remove && !reachable) return 'KAFKA_STORAGE_ERROR'
      this.unhost(partition)
    }
    const log = this.logs.log(name, index)
    // The order has only a name: a log of another topic of that name is not meant.
    const isMeant = partition === undefined || log?.topicId === undefined || log.topicId === partition.topicId
    if (remove && log !== undefined && isMeant) this.logs.delete(name, index)
    return 'NONE'
  }

  private unhost(partition: Partition): void {
    const topic = this.topics.get(partition.topic)
    if (topic !== undefined) {
      topic.partitions[partition.index] = undefined
      if (--topic.hosted === 0) {
        this.topics.delete(topic.name)
        this.topicsById.delete(topic.id)
      }
    }
    if (partition.log !== undefined) this.byLog.delete(partition.log)
    partition.stop('NOT_LEADER_OR_FOLLOWER')
    this.options.leadershipChanged(partition)
  }

  // ---- the logs' events --------------------------------------------------------------------------------------

  written(log: PartitionLog): void {
    this.byLog.get(log)?.written()
  }

  logStartMoved(log: PartitionLog): void {
    this.byLog.get(log)?.logStartMoved(log.logStartOffset)
  }

  /** This one log is out of service; its directory is not. */
  logFailed(log: PartitionLog): void {
    const partition = this.byLog.get(log)
    if (partition === undefined) return
    this.byLog.delete(log)
    partition.goOffline()
    this.options.leadershipChanged(partition)
  }

  /** Every partition of the directory goes offline; the others are not touched. */
  directoryFailed(path: string): void {
    const lost: Partition[] = []
    for (const [log, partition] of this.byLog) {
      if (log.directory.path !== path) continue
      this.byLog.delete(log)
      partition.goOffline()
      lost.push(partition)
    }
    for (const partition of lost) this.options.leadershipChanged(partition)
  }

  /**
   * The directory is in service again, and its logs are what the disk has kept, which may be less than others have seen:
   * the controller is told. A leader goes on when it knows, and in an epoch of its choice.
   */
  directoryRecovered(path: string): void {
    const returned: Partition[] = []
    for (const partition of this.partitions()) {
      const log = this.logs.log(partition.topic, partition.index)
      if (!partition.offline || log === undefined || !log.online) continue
      if (log.directory.path === path && log.topicId === partition.topicId) returned.push(partition)
    }
    void this.tellReturned(returned)
  }

  /** The controller may be changing, or its store away: tells until what has returned is in service, or gone again. */
  private async tellReturned(returned: readonly Partition[]): Promise<void> {
    for (let left = returned; ; left = left.filter((one) => one.hosted && one.offline && this.hasLog(one))) {
      if (this.closed || (left.length === 0 && left !== returned)) return
      const told = left.map((partition) => ({ partition, losses: partition.losses }))
      const names = left.map(({ topic, index }) => ({ topic, index }))
      const epochs = await this.options.disksRecovered(names).catch(() => undefined)
      for (const [at, { partition, losses }] of told.entries()) {
        const epoch = epochs?.[at] ?? -1
        // If it was lost once more meanwhile, that is another story, and another report.
        if (epoch >= 0 && partition.losses === losses && partition.knownReturned(epoch)) this.nowLed(partition)
      }
      await this.options.world.scheduler.sleep(epochs === undefined ? RETRY_MS : EPOCH_WAIT_MS, { background: true })
    }
  }

  private nowLed(partition: Partition): void {
    if (partition.log !== undefined) this.byLog.set(partition.log, partition)
    this.options.leadershipChanged(partition)
  }

  private hasLog({ topic, index }: Partition): boolean {
    return this.logs.log(topic, index)?.online === true
  }

  // ---- waiting -----------------------------------------------------------------------------------------------

  /** Runs the fetch when the appends of this turn have all been told: one read for all of them. */
  readSoon(fetch: PendingFetch): void {
    if (this.readyFetches.push(fetch) > 1) return
    queueMicrotask(() => {
      const ready = this.readyFetches
      this.readyFetches = []
      for (const one of ready) one.readAgain()
    })
  }

  /** To be called every replica.lag.time.max.ms / 2. */
  shrinkInSyncReplicas(): void {
    for (const partition of this.partitions()) partition.leadership?.maybeShrinkIsr()
  }

  /** The broker stops: no more of a long order is followed. The next start does the rest of it. */
  stopOrders(): void {
    this.stopping = true
  }

  get isStopping(): boolean {
    return this.stopping
  }

  /** Ends all waiting; the partitions accept nothing from now on. */
  close(): void {
    this.closed = true
    this.stopping = true
    for (const partition of this.partitions()) partition.stop('NOT_LEADER_OR_FOLLOWER')
    this.deadlines.close()
  }
}

function partitionState(state: PartitionStateMessage): PartitionState {
  return {
    leader: state.leader,
    leaderEpoch: state.leaderEpoch,
    partitionEpoch: state.partitionEpoch,
    isr: state.isr,
    replicas: state.replicas,
    addingReplicas: state.addingReplicas,
    removingReplicas: state.removingReplicas,
  }
}
