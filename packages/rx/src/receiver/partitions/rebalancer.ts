/**
 * What a receive does when partitions come and go:
 *
 * come: entry → pauses of the application that stay → assign listeners (may seek)
 * go:   no more deliveries → commit → wait for what is being processed, committing → revoke listeners → forgotten
 *
 * Invariant: a rebalance is held up for `maxDelayRebalance` at most, and not at all when nothing is being processed or
 * the receive is ending.
 */
import { type TopicPartition, partitionKey } from '../../topic-partition.ts'
import type { StreamWorld } from '../../world.ts'
import type { RebalanceEvents, ReceivingConsumer } from '../consumer/consumer-port.ts'
import type { PartitionListener } from '../options/receiver-options.ts'
import { AssignedPartition, type Mode, type PartitionOwner } from './assigned-partition.ts'
import { type PartitionControl, ReceiverPartition } from './receiver-partition.ts'

/** Those of the options that a rebalance follows. */
interface RebalanceSettings {
  assignListeners(): readonly PartitionListener[]
  revokeListeners(): readonly PartitionListener[]
  pauseAllAfterRebalance(): boolean
  maxDelayRebalance(): number
  commitIntervalDuringDelay(): number
}

/** The receive whose partitions come and go. */
export interface RebalancedReceive extends PartitionOwner, PartitionControl {
  readonly options: RebalanceSettings
  readonly consumer: ReceivingConsumer<unknown, unknown>
  readonly world: StreamWorld
  readonly mode: Mode
  readonly partitions: Map<string, AssignedPartition>
  readonly isClosing: boolean
  readonly userPaused: ReadonlyMap<string, TopicPartition>
  keepPauses(kept: readonly TopicPartition[]): readonly TopicPartition[]
  changed(): void
  nextChange(): Promise<void>
  fail(error: unknown): void
}

export class Rebalancer implements RebalanceEvents {
  readonly #reception: RebalancedReceive
  readonly #transactionOpen: () => boolean
  /** Seeks that a listener began and did not wait for. */
  #pending: Promise<unknown>[] = []
  /** Partitions revoked since the last assignment: with the eager protocol those that stay come back at once. */
  #justRevoked: TopicPartition[] = []

  constructor(reception: RebalancedReceive, transactionOpen: () => boolean) {
    this.#reception = reception
    this.#transactionOpen = transactionOpen
  }

  pending<T>(work: Promise<T>): Promise<T> {
    work.catch(() => {})
    this.#pending.push(work)
    return work
  }

  async assigned(partitions: readonly TopicPartition[]): Promise<void> {
    const reception = this.#reception
    if (reception.isClosing) return
    const before = [...reception.partitions.values()]
    for (const partition of partitions) reception.partitions.set(partitionKey(partition), new AssignedPartition(partition, reception))
    this.#restorePauses(before)
    await this.#call(reception.options.assignListeners(), partitions)
  }

  #restorePauses(before: readonly TopicPartition[]): void {
    const reception = this.#reception
    const hadPauses = reception.userPaused.size > 0
    const kept = reception.keepPauses([...before, ...this.#justRevoked])
    this.#justRevoked = []
    if (!hadPauses) return
    const here = new Set(reception.partitions.keys())
    const paused = reception.options.pauseAllAfterRebalance() ? [...reception.partitions.values()] : kept.filter((partition) => here.has(partitionKey(partition)))
    reception.keepPauses(paused)
    if (paused.length > 0) reception.pausedByUser(paused, true)
  }

  async revoked(partitions: readonly TopicPartition[]): Promise<void> {
    const reception = this.#reception
    const entries = partitions.flatMap((partition) => reception.partitions.get(partitionKey(partition)) ?? [])
    for (const entry of entries) entry.isLeaving = true
    reception.changed()
    if (reception.mode === 'atmost-once') this.#undoAhead(entries)
    if (!reception.isClosing) {
      await reception.commits.flush()
      await this.#settle(entries)
    }
    await this.#gone(partitions, entries)
  }

  async lost(partitions: readonly TopicPartition[]): Promise<void> {
    const entries = partitions.flatMap((partition) => this.#reception.partitions.get(partitionKey(partition)) ?? [])
    this.#forget(entries)
    await this.#gone(partitions, entries)
  }

  /** The receive ends: what was committed ahead of delivery is taken back. */
  async beforeClose(): Promise<void> {
    if (this.#reception.mode === 'atmost-once') this.#undoAhead([...this.#reception.partitions.values()])
  }

  /** Waits until nothing of these is being processed, and commits what gets done meanwhile. */
  async #settle(entries: readonly AssignedPartition[]): Promise<void> {
    const reception = this.#reception
    const { clock, scheduler } = reception.world
    const deadline = clock.monotonicMs() + reception.options.maxDelayRebalance()
    const isBusy = (): boolean =>
      !reception.isClosing && (entries.some((entry) => !entry.isIdle) || (reception.mode === 'exactly-once' && this.#transactionOpen()))
    if (reception.mode === 'atmost-once' || !isBusy()) return
    let commitAt = clock.monotonicMs() + reception.options.commitIntervalDuringDelay()
    while (isBusy() && clock.monotonicMs() < deadline) {
      const timeUp = new AbortController()
      const wait = Math.max(1, Math.min(deadline, commitAt) - clock.monotonicMs())
      await Promise.race([reception.nextChange(), scheduler.sleep(wait, { signal: timeUp.signal }).catch(() => {})])
      timeUp.abort()
      if (clock.monotonicMs() < commitAt) continue
      await reception.commits.flush()
      commitAt = clock.monotonicMs() + reception.options.commitIntervalDuringDelay()
    }
    await reception.commits.flush()
  }

  async #gone(partitions: readonly TopicPartition[], entries: readonly AssignedPartition[]): Promise<void> {
    const reception = this.#reception
    try {
      await this.#call(reception.options.revokeListeners(), partitions)
    } finally {
      this.#forget(entries)
      for (const entry of entries) {
        entry.retire()
        if (reception.partitions.get(entry.key) === entry) reception.partitions.delete(entry.key)
      }
      this.#justRevoked.push(...partitions)
      reception.changed()
    }
  }

  /** Somebody else's from now on: a commit that comes later would undo theirs. */
  #forget(entries: readonly AssignedPartition[]): void {
    const reception = this.#reception
    for (const { partition: { topic, partition }, offset } of reception.commits.forget(entries)) {
      // At the end of a receive its error says so.
      if (!reception.isClosing) reception.world.log.warn({ topic, partition, offset }, 'acknowledged offsets could not be committed before their partition went: their records are delivered again')
    }
  }

  #undoAhead(entries: readonly AssignedPartition[]): void {
    for (const entry of entries) {
      const next = entry.dispatched + 1
      if (entry.dispatched >= 0 && entry.committedAhead > next) {
        entry.committedAhead = next
        this.#reception.commits.acknowledged(entry, next)
      }
    }
  }

  async #call(listeners: readonly PartitionListener[], partitions: readonly TopicPartition[]): Promise<void> {
    if (listeners.length === 0 || partitions.length === 0) return
    const handles = partitions.map((partition) => new ReceiverPartition(partition, this.#reception))
    try {
      for (const listener of listeners) await listener(handles)
      await Promise.all(this.#pending.splice(0))
    } catch (error) {
      // The stream's error is what was thrown, not what the consumer makes of it.
      this.#reception.fail(error)
      throw error
    }
  }
}
