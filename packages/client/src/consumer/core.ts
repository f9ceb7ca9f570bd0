/**
 * The consumer behind its face: wires membership, positions, fetching, delivery and commits, and owns what is assigned.
 * As host of the group membership it decides the order in which a partition comes and goes:
 *
 * comes: state → listeners (may seek) → committed offset, or reset → fetch
 * goes:  no more deliveries → records in flight are waited for → listeners → acknowledged offsets committed → forgotten
 *
 * Invariants: changes of the assignment happen one after the other; after a fatal error or `close` nothing is delivered.
 */
import type { Timer, World } from '@odradek/platform'
import type { PartitionRef } from '../admin/by-leader.ts'
import type { Cluster } from '../cluster.ts'
import { KafkaError, toKafkaError } from '../errors.ts'
import { AssignedPartitions } from './membership/assignment.ts'
import { rebalanceChannel } from './channels.ts'
import { ClassicMember } from './membership/classic-member.ts'
import { Committer, type CommitOptions, type OffsetToCommit } from './positions/committer.ts'
import { ConsumerMember } from './membership/consumer-member.ts'
import { Departure, type Departed, type DepartureLimits } from './membership/departure.ts'
import { asListener, callerOf } from './delivery/callers.ts'
import { Delivery } from './delivery/delivery.ts'
import { Fetcher } from './fetching/fetcher.ts'
import { GroupLink } from './membership/group-link.ts'
import type { GroupHost, GroupIdentity, GroupMember } from './membership/member.ts'
import type { ResolvedConsumerOptions } from './options.ts'
import type { PartitionState } from './positions/partition-state.ts'
import { type DeadLetterSend, Poison } from './delivery/poison.ts'
import type { RebalanceListener } from './membership/rebalance-listener.ts'
import { Positions } from './positions/positions.ts'
import { Shutdown, type StopOptions } from './shutdown.ts'
import { SubscribedTopics, type SubscriptionSpec } from './membership/subscribed-topics.ts'
import { Topics } from './delivery/topics.ts'

/**
 * 'idle': nothing is subscribed or assigned; 'joining': outside the group, on the way into it (or again, when something
 * is asked for); 'failed': it cannot go on, and is still to be stopped.
 */
export type ConsumerState = 'idle' | 'joining' | 'running' | 'failed' | 'stopping' | 'stopped'

const NOBODY: GroupIdentity = { memberId: '', generation: -1, groupInstanceId: null }
const MISSING_TOPIC_CHECK_MS = 1000
/** A consumer that cannot go on does not try for long. */
const LAST_COMMIT_MS = 5000

export class ConsumerCore implements GroupHost {
  readonly cluster: Cluster
  readonly options: ResolvedConsumerOptions
  readonly assigned: AssignedPartitions = new AssignedPartitions()
  readonly topics: Topics = new Topics()
  readonly delivery: Delivery
  readonly positions: Positions
  readonly committer: Committer | undefined
  readonly subscribed: SubscribedTopics
  readonly listeners: Set<RebalanceListener> = new Set()
  /** For the metrics. */
  rebalances: number = 0
  readonly #world: World
  readonly #fetcher: Fetcher
  readonly #member: GroupMember | undefined
  readonly #departure: Departure
  readonly shutdown: Shutdown
  #changes: Promise<void> = Promise.resolve()
  #timers: Timer[] = []
  #isSuspended = false
  /** Paused by the user when they were revoked: they are again when the same rebalance gives them back. */
  #pausedBefore = new Set<string>()
  #hasManual = false
  #lastActivityMs = -1
  #lastSign = '0/0'
  /** A fatal error's last commit, and the leaving of the group. */
  #dying: Promise<void> = Promise.resolve()
  readonly #ending = new AbortController()

  constructor(cluster: Cluster, options: ResolvedConsumerOptions, deadLetter: DeadLetterSend, onClose: () => Promise<void>) {
    this.cluster = cluster
    this.options = options
    this.#world = cluster.options.world
    this.delivery = new Delivery(options, this.#world, this.topics, new Poison(options.onPoison, deadLetter), {
      spaceFreed: () => this.#fetcher.poke(),
      starved: () => this.#starved(),
      assigned: this.assigned,
    })
    this.positions = new Positions(cluster, options, { located: () => this.#fetcher.poke(), fatal: (error) => this.fatal(error) })
    this.#fetcher = new Fetcher(cluster, options, this.assigned, {
      arrived: (state) => this.delivery.enqueue(state),
      offsetOutOfRange: (state) => this.#reset(state),
      needsValidation: (state) => this.positions.needsValidation(state),
      isTyped: (topic) => this.topics.isTyped(topic),
      fatal: (error) => this.fatal(error),
    })
    this.subscribed = new SubscribedTopics(cluster, options)
    if (options.groupId !== undefined) {
      const link = new GroupLink(cluster, options.groupId)
      this.#member = options.protocol === 'consumer' ? new ConsumerMember(link, options, this) : new ClassicMember(link, options, this)
      this.committer = new Committer(link, {
        identity: () => this.identity,
        owns: (partition) => this.assigned.get(partition) !== undefined,
        committed: (item) => this.#committed(item),
      })
    }
    this.#departure = this.#newDeparture()
    this.shutdown = this.#newShutdown(onClose)
  }

  get identity(): GroupIdentity {
    return this.#member?.identity ?? NOBODY
  }

  get isClosing(): boolean {
    return this.shutdown.isBegun
  }

  get state(): ConsumerState {
    if (this.shutdown.isDone) return 'stopped'
    if (this.isClosing) return 'stopping'
    if (this.delivery.error !== undefined) return 'failed'
    if (this.#hasManual) return 'running'
    if (!this.subscribed.isActive) return 'idle'
    return this.identity.generation > 0 ? 'running' : 'joining'
  }

  checkOpen(): void {
    if (this.isClosing) throw new KafkaError('CLOSED', 'the consumer is closed')
    if (this.delivery.error !== undefined) throw this.delivery.error
  }

  /** Group membership begins, or learns of the new subscription. */
  subscribe(spec: SubscriptionSpec): void {
    const isFirst = !this.subscribed.isActive
    this.subscribed.set(spec)
    void this.#refreshTopics().then(() => {
      if (this.isClosing || this.delivery.error !== undefined) return
      if (isFirst) this.#member?.start()
      else this.#member?.subscriptionChanged()
    })
    if (isFirst) this.#startTimers()
  }

  /** Replaces the partitions of a consumer without subscription. */
  assignManually(partitions: readonly PartitionRef[]): Promise<void> {
    this.#hasManual = true
    if (this.#timers.length === 0) this.#startTimers()
    const wanted = new Set(partitions.map(({ topic, partition }) => `${topic}-${partition}`))
    return this.#exclusive(async () => {
      const gone = [...this.assigned].filter((state) => !wanted.has(state.name))
      const added = partitions.filter((item) => this.assigned.get(item) === undefined)
      if (gone.length > 0) await this.#goAway(gone, 'revoked')
      await this.#come(added)
    })
  }

  // As host of the membership.

  subscribedTopics(): readonly string[] {
    return this.subscribed.names()
  }

  subscribedPattern(): string | undefined {
    return this.subscribed.serverPattern
  }

  owned(): readonly PartitionRef[] {
    return this.assigned.refs()
  }

  assign(partitions: readonly PartitionRef[]): Promise<void> {
    return this.#exclusive(() => this.#come(partitions))
  }

  revoke(partitions: readonly PartitionRef[]): Promise<void> {
    return this.#exclusive(() => this.#goAway(this.#states(partitions), 'revoked'))
  }

  lose(partitions: readonly PartitionRef[]): Promise<void> {
    return this.#exclusive(() => this.#goAway(this.#states(partitions), 'lost'))
  }

  /** The consumer is dead: every iterator is rejected with this, and others get the partitions. */
  fatal(error: KafkaError): void {
    if (this.delivery.error !== undefined || this.isClosing) return
    this.#world.log.error({ group: this.options.groupId, code: error.code }, `the consumer cannot go on: ${error.message}. ${error.remedy}`)
    this.delivery.fail(error)
    this.#fetcher.close()
    this.#stopTimers()
    this.#dying = this.#die(error)
  }

  /** What was acknowledged before is committed, while we are somebody to the group. */
  async #die(error: KafkaError): Promise<void> {
    if (this.options.autoCommit && (this.#member === undefined || !this.subscribed.isActive || this.identity.generation >= 0)) await this.#commitQuietly(undefined, LAST_COMMIT_MS)
    await this.#member?.stop(true).catch(() => {})
    this.shutdown.failed(error)
  }

  // Commits.

  /** Commits what is acknowledged without a gap. */
  async commitAcknowledged(options: CommitOptions = {}, states: Iterable<PartitionState> = this.assigned): Promise<void> {
    const offsets = [...states].filter((state) => state.isDirty).map((state) => ({
      topic: state.topic, partition: state.partition, offset: state.committable, leaderEpoch: state.positionEpoch,
    }))
    await this.committer?.commit(offsets, options)
  }

  #committed({ topic, partition, offset }: OffsetToCommit): void {
    const state = this.assigned.get({ topic, partition })
    if (state !== undefined) state.committed = offset
  }

  // Positions.

  seek(state: PartitionState, offset: number, leaderEpoch: number): void {
    this.delivery.forget(state)
    state.moveTo(offset, leaderEpoch)
    state.isLocating = false
    this.#fetcher.poke()
  }

  async seekToTime(state: PartitionState, timestamp: number): Promise<void> {
    this.delivery.forget(state)
    await this.positions.locate(state, timestamp)
  }

  setPaused(states: Iterable<PartitionState>, paused: boolean): void {
    for (const state of states) {
      state.pausedByUser = paused
      if (!paused) this.delivery.enqueue(state)
    }
    if (!paused) this.#fetcher.poke()
  }

  #reset(state: PartitionState): void {
    // What was fetched before is delivered first; the reset would throw it away.
    if (state.hasData) {
      state.notBeforeMs = this.#world.clock.monotonicMs() + this.cluster.options.retryBackoffMs
      return
    }
    this.positions.reset(state).catch((error: unknown) => this.fatal(toKafkaError(error, state.name)))
  }

  // How partitions come and go.

  #states(partitions: readonly PartitionRef[]): PartitionState[] {
    return partitions.flatMap((partition) => this.assigned.get(partition) ?? [])
  }

  /** One change of the assignment after the other; what is thrown ends the consumer. */
  #exclusive(change: () => Promise<void>): Promise<void> {
    const run = this.#changes.then(change).catch((error: unknown) => this.fatal(toKafkaError(error, 'a change of the assignment')))
    this.#changes = run
    return run
  }

  async #come(partitions: readonly PartitionRef[]): Promise<void> {
    if (this.isClosing) return
    const states = partitions.map(({ topic, partition }) => this.delivery.newState(topic, partition))
    for (const state of states) {
      state.isLocating = true
      state.isComing = true
      state.pausedByUser = this.#pausedBefore.has(state.name)
      this.assigned.add(state)
    }
    this.#pausedBefore.clear()
    this.#publish('assigned', partitions)
    for (const listener of this.listeners) await asListener(this.delivery, () => listener.assigned?.(partitions))
    for (const state of states) state.isComing = false
    await this.#begin(states.filter(isUnplaced))
    this.#fetcher.poke()
  }

  async #begin(states: readonly PartitionState[]): Promise<void> {
    if (states.length === 0) return
    const unplaced = new Set(states)
    if (this.committer !== undefined) {
      for (const { topic, partition, offset, leaderEpoch } of await this.#committedOffsets(states)) {
        const state = this.assigned.get({ topic, partition })
        if (state === undefined || !unplaced.delete(state) || !isUnplaced(state)) continue
        state.moveTo(offset, leaderEpoch)
        state.committed = offset
        state.isLocating = false
      }
    }
    await this.positions.resetAll([...unplaced].filter(isUnplaced))
  }

  /** Finds the position of a partition that is being assigned: for a listener that asks for it before the others have run. */
  async place(state: PartitionState): Promise<void> {
    if (isUnplaced(state)) await this.#begin([state])
  }

  /** Tried for as long as they are wanted: a coordinator that is away comes back. */
  async #committedOffsets(states: readonly PartitionState[]): ReturnType<Committer['committed']> {
    for (;;) {
      try {
        return await this.committer!.committed(states.map(({ topic, partition }) => ({ topic, partition })), { signal: this.#ending.signal })
      } catch (error) {
        if (!(error instanceof KafkaError) || !error.retriable || this.isClosing) throw error
        if (states.every(({ isGone }) => isGone)) return []
      }
    }
  }

  #newDeparture(): Departure {
    const { options } = this
    return new Departure({
      world: this.#world,
      delivery: this.delivery,
      listeners: this.listeners,
      commit: options.autoCommit ? (states, timeoutMs) => this.commitAcknowledged({ timeoutMs }, states) : undefined,
      told: (kind, partitions) => this.#publish(kind, partitions),
      gone: (state) => {
        if (state.pausedByUser) this.#pausedBefore.add(state.name)
        this.assigned.delete(state)
      },
    })
  }

  /** While the consumer goes on: a lost commit means that somebody reads these records again, and the committer has said so. */
  async #goAway(states: readonly PartitionState[], kind: 'revoked' | 'lost'): Promise<void> {
    const { thrown } = await this.#departure.of(states, kind, { drainMs: this.options.revokeDrainMs, commitMs: () => this.#commitMs, callers: [] })
    if (thrown !== undefined) throw thrown
  }

  get #commitMs(): number {
    return Math.min(this.options.rebalanceTimeoutMs / 2, this.cluster.options.defaultTimeoutMs)
  }

  async #commitQuietly(states?: readonly PartitionState[], timeoutMs: number = this.#commitMs): Promise<void> {
    try {
      await this.commitAcknowledged({ timeoutMs }, states)
    } catch {
      // The committer has said it.
    }
  }

  #publish(kind: 'assigned' | 'revoked' | 'lost', partitions: readonly PartitionRef[]): void {
    this.rebalances++
    if (!rebalanceChannel.hasSubscribers) return
    const { memberId, generation } = this.identity
    rebalanceChannel.publish({ groupId: this.options.groupId, memberId, generation, kind, partitions })
  }

  // What happens by itself.

  #startTimers(): void {
    const { maxPollIntervalMs, autoCommit, autoCommitIntervalMs } = this.options
    if (autoCommit) this.#every(autoCommitIntervalMs, () => this.#commitQuietly())
    this.#every(1000, async () => {
      this.delivery.warnOfStarvation()
      this.#watchActivity()
    })
    if (this.#member !== undefined) this.#watchLiveness(maxPollIntervalMs)
    this.#watchMetadata()
  }

  /** Again and again, with the pause between the end of one and the start of the next. */
  #every(periodMs: number | (() => number), work: () => Promise<void>): void {
    const slot = this.#timers.length
    const next = (): void => {
      const delay = typeof periodMs === 'number' ? periodMs : periodMs()
      this.#timers[slot] = this.#world.scheduler.after(delay, () => {
        void work().finally(() => this.#timers[slot] !== undefined && next())
      }, { background: true })
    }
    next()
  }

  #stopTimers(): void {
    for (const timer of this.#timers) timer?.cancel()
    this.#timers = []
  }

  #watchMetadata(): void {
    const { metadataMaxAgeMs } = this.cluster.options
    this.#every(() => (this.subscribed.isComplete ? metadataMaxAgeMs : Math.min(MISSING_TOPIC_CHECK_MS, metadataMaxAgeMs)), async () => {
      const changed = await this.#refreshTopics()
      const isStale = this.#member instanceof ClassicMember && this.#member.hasStaleAssignment()
      if ((changed || isStale) && !this.isClosing) this.#member?.subscriptionChanged()
      this.#fetcher.poke()
    })
  }

  /** True when other topics match than before. What may pass is tried again later. */
  async #refreshTopics(): Promise<boolean> {
    try {
      if (this.subscribed.isActive) return await this.subscribed.refresh()
      if (this.assigned.size > 0) await this.cluster.refreshMetadata(this.assigned.topics())
      return false
    } catch (thrown) {
      const error = toKafkaError(thrown, 'metadata of the subscribed topics')
      if (!error.retriable) this.fatal(error)
      return false
    }
  }

  /** Wall time at which somebody was last seen to ask for records, or to acknowledge them; -1 before. */
  get lastActivityMs(): number {
    this.#watchActivity()
    return this.#lastActivityMs
  }

  #watchActivity(): void {
    const { delivery } = this
    if (delivery.signOfLife === this.#lastSign && !delivery.isAwaited && delivery.pauses === 0) return
    this.#lastSign = delivery.signOfLife
    this.#lastActivityMs = this.#world.clock.wallMs()
  }

  /** An application that has stopped asking gives its partitions to others. */
  #watchLiveness(maxPollIntervalMs: number): void {
    let seen = ''
    let seenAtMs = this.#world.clock.monotonicMs()
    this.#every(Math.min(maxPollIntervalMs / 4, 5000), async () => {
      const now = this.#world.clock.monotonicMs()
      const isIdle = [...this.assigned].every((state) => !state.isDeliverable && state.isSettled)
      const sign = this.delivery.signOfLife
      if (sign !== seen || this.delivery.isAwaited || this.delivery.pauses > 0 || isIdle) {
        seen = sign
        seenAtMs = now
      } else if (now - seenAtMs > maxPollIntervalMs && !this.#isSuspended) {
        this.#world.log.warn({ group: this.options.groupId, maxPollIntervalMs }, 'no record was asked for or acknowledged for too long: the member leaves its group until one is')
        this.#isSuspended = true
        await this.#member?.suspend()
        await this.lose(this.owned())
      }
    })
  }

  /** Somebody waits for records. @throws KafkaError INVALID_ARGUMENT where none can ever come. */
  #starved(): void {
    if (!this.subscribed.isActive && !this.#hasManual) {
      throw new KafkaError('INVALID_ARGUMENT', 'there is nothing to consume: call subscribe(topic), or assign(partitions), before records are asked for')
    }
    if (!this.#isSuspended || this.isClosing) return
    this.#isSuspended = false
    this.#member?.start()
  }

  // The end.

  stop(options: StopOptions = {}): Promise<void> {
    return this.shutdown.stop(options, callerOf(this.delivery))
  }

  #newShutdown(onClose: () => Promise<void>): Shutdown {
    return new Shutdown({
      world: this.#world,
      halt: () => {
        this.#ending.abort(new KafkaError('CLOSED', 'the consumer is stopped'))
        this.#fetcher.close()
        this.delivery.end()
        this.delivery.returns.takeBackLeft()
        this.#stopTimers()
      },
      wake: () => this.delivery.wake(),
      depart: (limits) => this.#departAll(limits),
      leave: async () => {
        await this.#dying
        await this.#member?.stop(true)
      },
      isDirty: () => this.options.autoCommit && this.delivery.error === undefined && [...this.assigned].some(({ isDirty }) => isDirty),
      close: async () => {
        this.positions.close()
        for (const state of this.assigned) state.close()
        await onClose()
      },
    })
  }

  /** After the change of the assignment that is under way; one that failed has had its last commit. */
  #departAll(limits: DepartureLimits): Promise<Departed> {
    const departed = this.#changes.then(() => (this.delivery.error === undefined ? this.#departure.of([...this.assigned], 'revoked', limits) : {}))
    this.#changes = departed.then(() => {})
    return departed
  }
}

/** Nobody has said yet where to begin. */
function isUnplaced(state: PartitionState): boolean {
  return !state.isGone && state.isLocating && state.position < 0 && state.resetTimestamp === undefined
}
