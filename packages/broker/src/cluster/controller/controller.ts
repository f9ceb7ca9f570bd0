/**
 * The controller: a queue of events, handled one at a time, around the pure decisions in this folder. It does the I/O
 * they do not do: watches and reads, fenced writes, requests to brokers. Every broker runs one; the elected one is
 * active.
 *
 * Invariants:
 * - Only the queue touches the image. An event is done before the next begins.
 * - A write that the store refuses because of /controller_epoch ends the term at once: nothing more is written or
 *   sent.
 * - Watches are armed before the state they watch is read; an event says only "look again".
 */
import type { BrokerId, Uuid } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import type { Clock, Log, Random, Scheduler, Timer } from '@odradek/platform'
import type { Watch, ZnodeStore } from '@odradek/zookeeper/internal'
import type { BrokerChannel } from '../controller-channel.ts'
import { encodeNoFeatures, paths } from '../znodes.ts'
import { BrokerSender } from './broker-sender.ts'
import type { Answered } from './broker-sender.ts'
import { decideOffline, decideStarted } from './brokers.ts'
import type { ControlRequest } from './control-batch.ts'
import { elect } from './controller-election.ts'
import { ControllerImage } from './controller-image.ts'
import type { PartitionRef } from './controller-image.ts'
import type { Decision } from './decision.ts'
import { decideDeletionRequests, decideReplicasDeleted, deletionFailed, startDeletions } from './deletion.ts'
import { decideElectLeaders, unbalanced } from './elect-leaders.ts'
import { ControllerMovedError, FencedStore } from './fenced-store.ts'
import { childNames, loadImage, loadStates, readBrokers, readTopics } from './image-loader.ts'
import type { ControllerWatches } from './image-loader.ts'
import { decideReassignments, dueReassignments } from './reassignment.ts'
import { decideOnline, decideTopicIds } from './topics.ts'
import type { AllowsUnclean } from './topics.ts'

const RETRY_MS = 100

export interface ControllerOptions {
  readonly brokerId: BrokerId
  readonly store: ZnodeStore
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly log: Log
  /** How the controller reaches a broker; called once per broker and epoch. */
  readonly channelTo: (broker: BrokerId) => BrokerChannel
  readonly allowsUnclean: AllowsUnclean
  /** auto.leader.rebalance.enable and its interval; undefined: off. */
  readonly rebalance: { readonly intervalMs: number; readonly limitPercent: number } | undefined
}

/** One term as the active controller. */
interface Term {
  readonly image: ControllerImage
  readonly writes: FencedStore
  readonly senders: Map<BrokerId, { readonly epoch: number; readonly sender: BrokerSender }>
}

export class Controller {
  private readonly options: ControllerOptions
  private term: Term | undefined
  private tail: Promise<void> = Promise.resolve()
  private stopped = false
  /** Looks that are queued already: many events, one look. */
  private readonly queued = new Set<string>()
  private readonly dirtyTopics = new Set<string>()
  private readonly changeListeners = new Set<() => void>()
  private readonly watches: ControllerWatches
  private readonly controllerWatch: Watch
  private rebalanceTimer: Timer | undefined
  private unsubscribe: (() => void) | undefined

  constructor(options: ControllerOptions) {
    this.options = options
    this.controllerWatch = () => this.once('elect', () => this.elect())
    this.watches = {
      brokers: () => this.once('brokers', () => this.lookAtBrokers()),
      topics: () => this.once('topics', () => this.lookAtTopics()),
      topic: (event) => {
        this.dirtyTopics.add(event.path.slice(paths.topics.length + 1))
        this.once('topic', () => this.lookAtChangedTopics())
      },
      deletions: () => this.once('deletions', () => this.lookAtDeletions()),
    }
  }

  /** Takes part in elections from now on. Resolves when the first one has been decided, for whomever. */
  async start(): Promise<void> {
    this.unsubscribe = this.options.store.onSession((state) => {
      // First of all nothing more may be sent (Z6): the new session begins as a plain broker.
      if (state === 'expired') this.resign('the session has expired')
    })
    await this.enqueue(() => this.elect())
    this.armRebalance()
  }

  /** A new session has begun and this broker has registered again. */
  async sessionRenewed(): Promise<void> {
    await this.enqueue(() => this.elect())
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.unsubscribe?.()
    this.rebalanceTimer?.cancel()
    this.resign('the broker stops')
    await this.tail
  }

  get active(): boolean {
    return this.term !== undefined
  }

  /** Resolves when a broker has taken everything that this controller has sent it so far. At once when not active. */
  delivered(broker: BrokerId): Promise<void> {
    return this.term?.senders.get(broker)?.sender.delivered() ?? Promise.resolve()
  }

  /** For reading only, by those who answer clients on the active controller. Undefined elsewhere. */
  get image(): ControllerImage | undefined {
    return this.term?.image
  }

  /** The fenced hand on the store, for the admin path. Undefined when not active. */
  get writes(): FencedStore | undefined {
    return this.term?.writes
  }

  /** Called after every event of the queue. Returns how to stop. */
  onChange(listener: () => void): () => void {
    this.changeListeners.add(listener)
    return () => void this.changeListeners.delete(listener)
  }

  /** Decides, writes, replays, tells. Undefined when this is not (or no longer) the active controller. */
  decide<Reply>(decide: (image: ControllerImage) => Decision<Reply>): Promise<Reply | undefined> {
    return this.enqueue(async () => {
      const { term } = this
      if (term === undefined) return undefined
      const reply = await this.perform(term, decide(term.image))
      await this.completeReassignments(term)
      return reply
    })
  }

  /**
   * The disks of a broker are well again: it is told anew what it holds, and may lead it. The logs of `returned` were
   * read anew from what the disk had kept, which may be less than a leader has seen of them: whether or not anybody has
   * noticed, they leave the in-sync sets and the leaderships, and a new leader epoch begins. Resolves to the leader
   * epoch of each that goes by that, -1 where it does not (the store has refused it, the topic is being deleted).
   * Undefined when this is not the active controller.
   */
  disksRecovered(broker: BrokerId, returned: readonly PartitionRef[]): Promise<number[] | undefined> {
    return this.enqueue(async () => {
      const { term } = this
      if (term === undefined) return undefined
      const { image } = term
      const held = returned.filter(
        ({ topic, index }) => image.partition(topic, index)?.assignment.replicas.includes(broker) === true,
      )
      for (const { topic, index } of held) image.setFailed(broker, topic, index)
      await this.perform(term, decideOffline(image, held, this.options.allowsUnclean, { renew: true }))
      const epochs = returned.map(({ topic, index }) => {
        const state = image.partition(topic, index)?.state
        return state === undefined || state.leader === broker ? -1 : state.leaderEpoch
      })
      if (!image.failedReplicas.delete(broker)) return epochs
      await this.perform(term, decideStarted(image, [broker]))
      await this.perform(term, decideOnline(image, image.partitionsOf(broker), this.options.allowsUnclean))
      return epochs
    })
  }

  /** Runs `fn` in the queue on the active controller. */
  inQueue<T>(fn: (image: ControllerImage, writes: FencedStore) => Promise<T>): Promise<T | undefined> {
    return this.enqueue(async () => (this.term === undefined ? undefined : fn(this.term.image, this.term.writes)))
  }

  // ---- the queue ---------------------------------------------------------------------------------------------

  private enqueue<T>(event: () => Promise<T>): Promise<T | undefined> {
    const result = this.tail.then(() => (this.stopped ? undefined : this.guarded(event)))
    this.tail = result.then(() => {
      for (const listener of this.changeListeners) listener()
    })
    return result
  }

  private async guarded<T>(event: () => Promise<T>): Promise<T | undefined> {
    try {
      return await event()
    } catch (error) {
      if (error instanceof ControllerMovedError) {
        this.resign(error.message)
        this.once('elect', () => this.elect())
        return undefined
      }
      if (this.stopped) return undefined
      // The store went away in the middle: what the image says may be old. A term begins anew from the znodes.
      this.options.log.warn({ error: String(error) }, 'the controller starts over')
      this.resign('an event failed')
      this.options.scheduler.after(RETRY_MS, () => this.once('elect', () => this.elect()), { background: true })
      return undefined
    }
  }

  private once(name: string, event: () => Promise<void>): void {
    if (this.queued.has(name)) return
    this.queued.add(name)
    void this.enqueue(() => {
      this.queued.delete(name)
      return event()
    })
  }

  private async perform<Reply>(term: Term, decision: Decision<Reply>): Promise<Reply> {
    const outcomes = decision.writes.length === 0 ? [] : await term.writes.perform(decision.writes)
    if (this.term !== term) throw new ControllerMovedError('the term ended during a write')
    const stale: PartitionRef[] = []
    for (const [at, write] of decision.writes.entries()) {
      const outcome = outcomes[at]
      if (outcome?.taken) term.image.replayWrite(write, outcome.version)
      else if (write.kind === 'partitionState') stale.push(write)
      else if (write.kind === 'topic') {
        this.dirtyTopics.add(write.topic)
        for (const { index } of write.states ?? []) stale.push({ topic: write.topic, index })
      }
    }
    if (this.dirtyTopics.size > 0) this.once('topic', () => this.lookAtChangedTopics())
    if (stale.length > 0) await loadStates(this.options.store, term.image, stale)
    const { requests, reply } = decision.finish(outcomes)
    this.send(term, requests)
    return reply
  }

  private send(term: Term, requests: readonly ControlRequest[]): void {
    for (const request of requests) this.senderFor(term, request.to)?.send(request)
  }

  private senderFor(term: Term, id: BrokerId): BrokerSender | undefined {
    const broker = term.image.brokers.get(id)
    if (broker === undefined) return undefined
    const there = term.senders.get(id)
    if (there?.epoch === broker.epoch) return there.sender
    there?.sender.stop()
    const { scheduler, log, channelTo } = this.options
    const sender = new BrokerSender(channelTo(id), scheduler, log, (answer) => this.answered(term, id, answer))
    term.senders.set(id, { epoch: broker.epoch, sender })
    return sender
  }

  // ---- terms -------------------------------------------------------------------------------------------------

  private async elect(): Promise<void> {
    const { store, brokerId, clock, log, scheduler } = this.options
    if (this.stopped || store.state === 'expired' || store.state === 'closed') return
    if (await this.isStillOurs()) return
    const outcome = await elect(store, brokerId, clock.wallMs(), this.controllerWatch)
    if (!outcome.elected) {
      // The watch tells when the leader goes; without one we have to look again.
      if (outcome.leader === undefined) {
        scheduler.after(RETRY_MS, () => this.once('elect', () => this.elect()), { background: true })
      }
      return
    }
    log.info({ controllerEpoch: outcome.epoch }, 'elected controller')
    const image = new ControllerImage(brokerId, outcome.epoch)
    const term: Term = { image, writes: new FencedStore(store, scheduler, outcome.epochVersion), senders: new Map() }
    this.term = term
    await store.create(paths.feature, encodeNoFeatures())
    await loadImage(store, image, this.watches)
    await this.perform(
      term,
      decideTopicIds(image, [...image.topics.keys()], () => this.options.random.uuid() as Uuid),
    )
    // Brokers hear who is alive, and everything else, before any order is given under this epoch.
    await this.perform(term, decideStarted(image, [...image.brokers.keys()]))
    await this.perform(term, decideOffline(image, image.allPartitions(), this.options.allowsUnclean))
    await this.perform(term, decideOnline(image, image.allPartitions(), this.options.allowsUnclean))
    this.send(term, startDeletions(image))
    await this.lookAtDeletions()
    await this.completeReassignments(term)
  }

  /** Somebody may have deleted /controller to have another one elected; our own creation of it wakes us too. */
  private async isStillOurs(): Promise<boolean> {
    if (this.term === undefined) return false
    const { store } = this.options
    const seen = await store.get(paths.controller, this.controllerWatch)
    if (seen.error === undefined && seen.stat.ephemeralOwner === store.sessionId) return true
    this.resign(
      seen.error === undefined ? 'another controller has been elected' : `/controller cannot be read: ${seen.error}`,
    )
    return false
  }

  /** Ends the term. Synchronous: from here on nothing is sent. */
  private resign(reason: string): void {
    const { term } = this
    if (term === undefined) return
    this.term = undefined
    term.writes.end()
    for (const { sender } of term.senders.values()) sender.stop()
    this.options.log.info({ controllerEpoch: term.image.controllerEpoch, reason }, 'resigned as controller')
  }

  private armRebalance(): void {
    const { rebalance, scheduler } = this.options
    if (rebalance === undefined) return
    this.rebalanceTimer = scheduler.after(
      rebalance.intervalMs,
      () => {
        void this.decide((image) => decideElectLeaders(image, 'preferred', unbalanced(image, rebalance.limitPercent)))
        this.armRebalance()
      },
      { background: true },
    )
  }

  // ---- events ------------------------------------------------------------------------------------------------

  private async lookAtBrokers(): Promise<void> {
    const { term } = this
    if (term === undefined) return
    const { image } = term
    const found = new Map(
      (await readBrokers(this.options.store, this.watches.brokers)).map((broker) => [broker.id, broker]),
    )
    const gone = [...image.brokers.values()].filter((broker) => found.get(broker.id)?.epoch !== broker.epoch)
    const started = [...found.values()].filter((broker) => image.brokers.get(broker.id)?.epoch !== broker.epoch)
    const affected = new Map<string, PartitionRef>()
    for (const { id } of gone) {
      image.brokers.delete(id)
      image.shuttingDown.delete(id)
      image.failedReplicas.delete(id)
      term.senders.get(id)?.sender.stop()
      term.senders.delete(id)
      for (const ref of image.partitionsOf(id)) affected.set(`${ref.topic}-${ref.index}`, ref)
    }
    if (gone.length > 0) {
      deletionFailed(
        image,
        [...affected.values()].map(({ topic }) => topic),
      )
      await this.perform(term, decideOffline(image, affected.values(), this.options.allowsUnclean))
    }
    if (started.length === 0) return
    for (const broker of started) image.brokers.set(broker.id, broker)
    await this.perform(
      term,
      decideStarted(
        image,
        started.map(({ id }) => id),
      ),
    )
    await this.perform(term, decideOnline(image, image.allPartitions(), this.options.allowsUnclean))
    await this.completeReassignments(term)
    this.send(term, startDeletions(image))
  }

  private async lookAtTopics(): Promise<void> {
    const { term } = this
    if (term === undefined) return
    const { image } = term
    const names = await childNames(this.options.store, paths.topics, this.watches.topics)
    const fresh = names.filter((name) => !image.topics.has(name))
    const added = await this.readTopics(term, fresh)
    await this.perform(
      term,
      decideTopicIds(image, fresh, () => this.options.random.uuid() as Uuid),
    )
    await this.perform(term, decideOnline(image, added, this.options.allowsUnclean))
  }

  private async lookAtChangedTopics(): Promise<void> {
    const { term } = this
    const names = [...this.dirtyTopics]
    this.dirtyTopics.clear()
    if (term === undefined) return
    const added = await this.readTopics(
      term,
      names.filter((name) => term.image.topics.has(name)),
    )
    await this.perform(term, decideOnline(term.image, added, this.options.allowsUnclean))
  }

  /** Reads topics into the image. Returns the partitions that are new there. */
  private async readTopics(term: Term, names: readonly string[]): Promise<PartitionRef[]> {
    const added: PartitionRef[] = []
    for (const { name, znode, version } of await readTopics(this.options.store, names, this.watches.topic)) {
      for (const index of term.image.putTopic(name, znode, version)) added.push({ topic: name, index })
    }
    await loadStates(this.options.store, term.image, added)
    return added
  }

  private async lookAtDeletions(): Promise<void> {
    const { term } = this
    if (term === undefined) return
    const names = await childNames(this.options.store, paths.deleteTopics, this.watches.deletions)
    if (names.some((name) => !term.image.topics.has(name))) await this.lookAtTopics()
    await this.perform(term, decideDeletionRequests(term.image, names))
  }

  private answered(term: Term, broker: BrokerId, answer: Answered): void {
    if (this.term !== term) return
    if ('topicStates' in answer.sent.request && answer.sent.type === 'stopReplica') {
      void this.enqueue(() =>
        this.replicasStopped(term, broker, answer as Answered & { sent: { type: 'stopReplica' } }),
      )
    } else if (answer.sent.type === 'leaderAndIsr') {
      void this.enqueue(() =>
        this.leaderAndIsrAnswered(term, broker, answer as Answered & { sent: { type: 'leaderAndIsr' } }),
      )
    }
  }

  private async replicasStopped(
    term: Term,
    broker: BrokerId,
    answer: Answered & { sent: { type: 'stopReplica' } },
  ): Promise<void> {
    if (this.term !== term) return
    const refused = new Set(
      answer.response.errorCode === ErrorCode.NONE
        ? (
            answer.response as { partitionErrors: { topicName: string; partitionIndex: number; errorCode: number }[] }
          ).partitionErrors
            .filter(({ errorCode }) => errorCode !== ErrorCode.NONE)
            .map((one) => `${one.topicName}-${one.partitionIndex}`)
        : [],
    )
    if (answer.response.errorCode !== ErrorCode.NONE) return
    const deleted: PartitionRef[] = []
    const failed = new Set<string>()
    for (const { topicName, partitionStates } of answer.sent.request.topicStates) {
      for (const { partitionIndex, deletePartition } of partitionStates) {
        if (!deletePartition || !term.image.deletions.has(topicName)) continue
        if (refused.has(`${topicName}-${partitionIndex}`)) failed.add(topicName)
        else deleted.push({ topic: topicName, index: partitionIndex })
      }
    }
    deletionFailed(term.image, failed)
    if (deleted.length > 0) await this.perform(term, decideReplicasDeleted(term.image, broker, deleted))
  }

  private async leaderAndIsrAnswered(
    term: Term,
    broker: BrokerId,
    answer: Answered & { sent: { type: 'leaderAndIsr' } },
  ): Promise<void> {
    if (this.term !== term || answer.response.errorCode !== ErrorCode.NONE) return
    const { image } = term
    const names = new Map(answer.sent.request.topicStates.map(({ topicId, topicName }) => [topicId, topicName]))
    const failed: PartitionRef[] = []
    const rows = (
      answer.response as {
        topics: { topicId: Uuid; partitionErrors: { partitionIndex: number; errorCode: number }[] }[]
      }
    ).topics
    for (const { topicId, partitionErrors } of rows) {
      for (const { partitionIndex, errorCode } of partitionErrors) {
        const topic = names.get(topicId)
        if (topic === undefined || errorCode !== ErrorCode.KAFKA_STORAGE_ERROR) continue
        image.setFailed(broker, topic, partitionIndex)
        failed.push({ topic, index: partitionIndex })
      }
    }
    if (failed.length > 0) await this.perform(term, decideOffline(image, failed, this.options.allowsUnclean))
  }

  /** Reassignments whose new replicas are all in sync are brought to their end, step by step. */
  private async completeReassignments(term: Term): Promise<void> {
    for (let due = dueReassignments(term.image); due.length > 0; due = dueReassignments(term.image)) {
      const reply = await this.perform(term, decideReassignments(term.image, due))
      if (reply === 'stuck') break
    }
    if (term.image.deletions.size > 0) this.send(term, startDeletions(term.image))
  }
}
