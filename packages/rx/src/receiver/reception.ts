/**
 * One receive: a consumer, what it delivered, what is acknowledged and committed, and the credit that is left. The
 * drivers take records from it; it knows nothing of Observables.
 *
 * Invariants: a partition's records are delivered only between its assign and revoke listeners; what is acknowledged is
 * committed before a partition goes and before the consumer is closed, what is not never is; outstanding records never
 * exceed the limits by more than one poll; credit of a partition that goes away comes back.
 */
import { type TopicPartition, partitionKey } from '../topic-partition.ts'
import type { StreamWorld, Timer } from '../world.ts'
import { CommitQueue } from './accounts/commit-queue.ts'
import { Credit } from './accounts/credit.ts'
import type { ReceivingConsumer, RecordSlice } from './consumer/consumer-port.ts'
import { type ConsumerViewSource, intersection } from './consumer/consumer-view.ts'
import type { ReceiverOptions } from './options/receiver-options.ts'
import { AssignedPartition, type Mode } from './partitions/assigned-partition.ts'
import { type RebalancedReceive, Rebalancer } from './partitions/rebalancer.ts'

const WATCH_MS = 1000
const NO_CREDIT_WARNING_MS = 30_000
/** As long as it takes: Java's longest int of milliseconds. */
const LONGEST_WAIT_MS = 2_147_483_647

export interface ReceptionSettings<K, V> {
  readonly options: ReceiverOptions<K, V>
  readonly consumer: ReceivingConsumer<K, V>
  readonly world: StreamWorld
  readonly mode: Mode
  /** Exactly once: whether a transaction is open. */
  readonly transactionOpen: () => boolean
  /** The end of the receive before this one: the group is joined after it. */
  readonly after: Promise<void>
}

export class Reception<K, V> implements ConsumerViewSource, RebalancedReceive {
  readonly consumer: ReceivingConsumer<K, V>
  readonly options: ReceiverOptions<K, V>
  readonly world: StreamWorld
  readonly mode: Mode
  readonly credit: Credit
  readonly commits: CommitQueue
  readonly isInOrder: boolean
  readonly partitions: Map<string, AssignedPartition> = new Map()
  /** What ended it, when it was an error. */
  failure: { readonly error: unknown } | undefined
  /** What went wrong at its end: a commit that was lost, mostly. */
  endFailure: unknown
  readonly #rebalancer: Rebalancer
  readonly #userPaused = new Map<string, TopicPartition>()
  readonly #stopped = new AbortController()
  #hasDemand = true
  #retryingCommit = false
  #blockedSinceMs: number | undefined
  #waiters: (() => void)[] = []
  #drainUntilMs: number | undefined
  #watch: Timer | undefined
  readonly #after: Promise<void>
  /** Resolves when it has ended and the consumer is closed. */
  readonly closed: Promise<void>
  #hasClosed!: () => void
  #ready: Promise<void> | undefined
  #closing: Promise<void> | undefined

  constructor(settings: ReceptionSettings<K, V>) {
    const { options, consumer, world, mode } = settings
    this.options = options
    this.consumer = consumer
    this.world = world
    this.mode = mode
    this.#after = settings.after
    this.closed = new Promise((resolve) => (this.#hasClosed = resolve))
    this.isInOrder = options.maxDeferredCommits() === 0
    this.credit = new Credit(options.inFlight())
    const periodic = mode === 'auto' || mode === 'manual'
    this.commits = new CommitQueue(
      {
        hasGroup: options.groupId() !== undefined,
        intervalMs: periodic ? options.commitInterval() : 0,
        batchSize: periodic ? options.commitBatchSize() : 0,
        maxAttempts: options.maxCommitAttempts(),
        retryIntervalMs: options.commitRetryInterval(),
      },
      world,
      {
        send: (offsets) => consumer.commit(offsets),
        failed: (error) => this.fail(error),
        retrying: (retrying) => {
          this.#retryingCommit = retrying
          this.changed()
        },
      },
    )
    this.#rebalancer = new Rebalancer(this, settings.transactionOpen)
  }

  /** Subscribes the consumer; resolves when that is done, not when partitions are there. */
  start(): Promise<void> {
    this.#ready ??= this.#start()
    return this.#ready
  }

  async #start(): Promise<void> {
    await this.#after
    if (this.isOver) return
    this.commits.start()
    this.#keepWatch()
    await this.options.subscriber(this.#rebalancer)(this.consumer)
  }

  get isOver(): boolean {
    return this.#stopped.signal.aborted
  }

  get isClosing(): boolean {
    return this.#closing !== undefined
  }

  /** Stops taking records; what was delivered may still be acknowledged until all of it is, or time is up. */
  drain(timeoutMs: number): void {
    this.#drainUntilMs = this.world.clock.monotonicMs() + timeoutMs
    this.stop()
  }

  /** Resolves when a drain is over; at once when none was asked for. */
  async drained(): Promise<void> {
    const { clock, scheduler } = this.world
    const isBusy = (): boolean => [...this.partitions.values()].some((partition) => !partition.isIdle)
    while (!this.isClosing && this.#drainUntilMs !== undefined && clock.monotonicMs() < this.#drainUntilMs && isBusy()) {
      const timeUp = new AbortController()
      const limit = scheduler.sleep(this.#drainUntilMs - clock.monotonicMs(), { signal: timeUp.signal }).catch(() => {})
      await Promise.race([this.nextChange(), limit])
      timeUp.abort()
    }
  }

  /** Nothing is taken any more; who waits for records or credit is told. */
  stop(): void {
    this.#stopped.abort()
    this.changed()
  }

  fail(error: unknown): void {
    if (this.failure !== undefined || this.isOver) return
    this.failure = { error }
    this.stop()
  }

  /** Waits for records. Empty when it is over. @throws what the consumer cannot go on for. */
  async poll(maxRecords: number): Promise<readonly RecordSlice<K, V>[]> {
    this.#hasDemand = true
    const slices = await this.consumer.poll(maxRecords, this.#stopped.signal)
    return this.isOver ? [] : slices
  }

  /** Nobody asks: partitions count as paused until somebody does. */
  noDemand(): void {
    this.#hasDemand = false
  }

  /** The partition of a slice, if it is still here to be delivered. */
  partitionOf(slice: TopicPartition): AssignedPartition | undefined {
    const partition = this.partitions.get(partitionKey(slice))
    return partition === undefined || partition.isLeaving ? undefined : partition
  }

  /** The next record of a partition is handed out. */
  hand(partition: AssignedPartition, offset: number, bytes: number): void {
    if (offset <= partition.account.delivered) this.#restart(partition)
    partition.account.hand(offset, bytes)
    this.#handed(partition, 1, bytes)
  }

  handAll(partition: AssignedPartition, { records, bytes }: RecordSlice<K, V>): void {
    if (records[0]!.offset <= partition.account.delivered) this.#restart(partition)
    for (const { offset } of records) partition.account.hand(offset, bytes / records.length)
    this.#handed(partition, records.length, bytes)
  }

  /** The position went back without anybody's seek: an offset was out of range, and was reset. */
  #restart({ account }: AssignedPartition): void {
    this.credit.take(-account.records, -account.bytes)
    this.credit.deferred -= account.deferred
    account.restart()
  }

  #handed(partition: AssignedPartition, records: number, bytes: number): void {
    const { account } = partition
    this.credit.take(records, bytes)
    if (account.isStarved || !this.credit.isStarved(account)) return
    account.isStarved = true
    partition.starvedSinceMs = this.world.clock.monotonicMs()
    this.consumer.pause([partition])
  }

  /** Records that may be asked for now; 0 while there is no credit. */
  get available(): number {
    if (this.#retryingCommit) return 0
    const maxDeferred = this.options.maxDeferredCommits()
    if (maxDeferred > 0 && this.credit.deferred >= maxDeferred) return 0
    return Math.min(this.credit.available, this.options.maxPollRecords())
  }

  /** Resolves with the records to ask for; 0 when it is over. */
  async demand(): Promise<number> {
    for (;;) {
      if (this.isOver) return 0
      const available = this.available
      if (available > 0 && (this.#blockedSinceMs === undefined || this.credit.isWorthwhile)) {
        this.#blockedSinceMs = undefined
        return available
      }
      this.#blockedSinceMs ??= this.world.clock.monotonicMs()
      await this.nextChange()
    }
  }

  /** Resolves at the next acknowledgement, revocation, or end. */
  nextChange(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve))
  }

  changed(): void {
    if (this.#waiters.length === 0) return
    for (const waiter of this.#waiters.splice(0)) waiter()
  }

  /** After an acknowledgement: what came back may let the partition, or everybody, go on. */
  released(partition: AssignedPartition): void {
    const { account } = partition
    if (account.isStarved && this.credit.isFed(account)) {
      account.isStarved = false
      if (!partition.isGone && !this.#userPaused.has(partition.key)) this.consumer.resume([partition])
    }
    this.changed()
  }

  // What a listener or doOnConsumer does to partitions.

  moved(partition: TopicPartition): void {
    const key = partitionKey(partition)
    const known = this.partitions.get(key)
    if (known === undefined || known.isLeaving) return
    const due = known.dueOffset
    const fresh = new AssignedPartition(known, this)
    known.retire()
    // What was acknowledged before is still to be committed, until something is acknowledged at the new place.
    if (due >= 0) this.commits.acknowledged(fresh, due, 0)
    this.partitions.set(key, fresh)
    if (known.account.isStarved && !this.#userPaused.has(key)) this.consumer.resume([known])
    this.changed()
  }

  pausedByUser(partitions: readonly TopicPartition[], paused: boolean): void {
    for (const partition of partitions) {
      const { topic, partition: index } = partition
      if (paused) this.#userPaused.set(partitionKey(partition), { topic, partition: index })
      else this.#userPaused.delete(partitionKey(partition))
    }
    if (paused) this.consumer.pause(partitions)
    else this.consumer.resume(partitions.filter((partition) => this.partitions.get(partitionKey(partition))?.account.isStarved !== true))
  }

  get userPaused(): ReadonlyMap<string, TopicPartition> {
    return this.#userPaused
  }

  paused(): readonly TopicPartition[] {
    const assigned = this.consumer.assignment()
    if (!this.#hasDemand || this.#blockedSinceMs !== undefined || this.available === 0) return assigned
    const keys = new Set([...this.#userPaused.keys(), ...[...this.partitions.values()].filter(({ account }) => account.isStarved).map(({ key }) => key)])
    return assigned.filter((partition) => keys.has(partitionKey(partition)))
  }

  pending<T>(work: Promise<T>): Promise<T> {
    return this.#rebalancer.pending(work)
  }

  /** Pauses of the application for partitions that did not stay. */
  keepPauses(kept: readonly TopicPartition[]): readonly TopicPartition[] {
    const staying = intersection([...this.#userPaused.values()], kept)
    this.#userPaused.clear()
    for (const partition of staying) this.#userPaused.set(partitionKey(partition), partition)
    return staying
  }

  // The end.

  /** Commits what is acknowledged, leaves the group, closes the consumer. Idempotent; never throws: see `endFailure`. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.stop()
    this.#watch?.cancel()
    const timeoutMs = this.options.closeTimeout()
    const timeUp = new AbortController()
    // A beginning that nobody waits for any more ends with the consumer.
    this.#ready?.catch(() => {})
    const orderly = async (): Promise<void> => {
      await this.#rebalancer.beforeClose()
      await this.commits.finish()
      this.#failedAtEnd(this.commits.lost())
      await this.consumer.close({ timeoutMs: Math.min(timeoutMs, LONGEST_WAIT_MS) })
    }
    const failed = (error: unknown): void => this.#failedAtEnd(error)
    if (Number.isFinite(timeoutMs)) {
      const limit = this.world.scheduler.sleep(timeoutMs, { signal: timeUp.signal }).catch(() => {})
      await Promise.race([orderly().catch(failed), limit])
    } else await orderly().catch(failed)
    timeUp.abort()
    this.#failedAtEnd(this.commits.lost())
    this.commits.close()
    for (const partition of this.partitions.values()) partition.retire()
    this.partitions.clear()
    this.changed()
    this.#hasClosed()
  }

  #failedAtEnd(error: unknown): void {
    if (error === undefined || this.endFailure !== undefined) return
    this.world.log.warn({ error: String(error) }, 'the receive did not end in order')
    // The stream has told it already.
    if (this.failure === undefined || this.failure.error !== (error as Partial<Error>).cause) this.endFailure = error
  }

  #keepWatch(): void {
    this.#watch = this.world.scheduler.after(WATCH_MS, () => {
      this.consumer.keepAlive()
      this.#warnOfStarvation()
      if (!this.isOver) this.#keepWatch()
    }, { background: true })
  }

  #warnOfStarvation(): void {
    const now = this.world.clock.monotonicMs()
    const everybody = this.#blockedSinceMs !== undefined && now - this.#blockedSinceMs >= NO_CREDIT_WARNING_MS
    for (const partition of this.partitions.values()) {
      const { account } = partition
      const alone = account.isStarved && now - partition.starvedSinceMs >= NO_CREDIT_WARNING_MS
      if (partition.isWarned || account.records === 0 || !(alone || everybody)) continue
      partition.isWarned = true
      this.world.log.warn(
        { topic: partition.topic, partition: partition.partition, oldestUnacknowledged: account.oldest, outstanding: account.records },
        'no record has been delivered for 30 s for want of credit: acknowledge what is processed (acknowledge() or commit() of the last of several is enough), or raise inFlight(...)',
      )
    }
  }
}
