/**
 * How partitions go, and how a consumer ends: no more deliveries, records at work are waited for, listeners are told,
 * what is acknowledged is committed, the account is closed.
 *
 * Invariants: a listener that throws keeps nothing from being committed; what was acknowledged and could not be
 * committed is told, never passed over.
 */
import type { World } from '@odradek/platform'
import type { PartitionRef } from '../../admin/by-leader.ts'
import { type KafkaError, toKafkaError } from '../../errors.ts'
import { asListener, type Caller } from '../delivery/callers.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { PartitionState } from '../positions/partition-state.ts'
import type { RebalanceListener } from './rebalance-listener.ts'

export interface DepartureHost {
  readonly world: World
  readonly delivery: Delivery
  readonly listeners: Iterable<RebalanceListener>
  /** Undefined: nothing is committed by itself. */
  readonly commit: ((states: readonly PartitionState[], timeoutMs: number) => Promise<void>) | undefined
  readonly told: (kind: 'revoked' | 'lost', partitions: readonly PartitionRef[]) => void
  readonly gone: (state: PartitionState) => void
}

export interface DepartureLimits {
  /** How long records at work are waited for. */
  readonly drainMs: number
  readonly commitMs: () => number
  /** Code that may wait for the end: what it is at cannot be acknowledged before. One for each place. */
  readonly callers: readonly Caller[]
  /** Nobody wants to wait for records any more. */
  readonly isHurried?: () => boolean
}

/** What went wrong; partitions go nevertheless. */
export interface Departed {
  /** What the first listener threw. */
  readonly thrown?: KafkaError
  /** Why what was acknowledged could not be committed. */
  readonly uncommitted?: KafkaError
}

export class Departure {
  readonly #host: DepartureHost

  constructor(host: DepartureHost) {
    this.#host = host
  }

  /** Never rejects. */
  async of(states: readonly PartitionState[], kind: 'revoked' | 'lost', limits: DepartureLimits): Promise<Departed> {
    if (states.length === 0) return {}
    for (const state of states) {
      state.isLeaving = true
      this.#host.delivery.forget(state)
      if (kind === 'lost') state.closeLedgers()
    }
    if (kind === 'revoked') await this.#drain(states, limits)
    const thrown = await this.#tell(states, kind)
    const uncommitted = kind === 'revoked' ? await this.#commit(states, limits.commitMs()) : undefined
    for (const state of states) {
      state.close()
      this.#host.gone(state)
    }
    return { ...(thrown === undefined ? {} : { thrown }), ...(uncommitted === undefined ? {} : { uncommitted }) }
  }

  /** Until nothing of these is at work that can still be acknowledged, or time is up. */
  async #drain(states: readonly PartitionState[], { drainMs, callers, isHurried = () => false }: DepartureLimits): Promise<void> {
    const { clock, scheduler } = this.#host.world
    const deadline = clock.monotonicMs() + drainMs
    while (!isDrained(states, callers) && clock.monotonicMs() < deadline && !isHurried()) {
      for (const { ledgers } of states) for (const ledger of ledgers) ledger.isAwaited = true
      const timeUp = new AbortController()
      await Promise.race([
        this.#host.delivery.changed(),
        scheduler.sleep(deadline - clock.monotonicMs(), { signal: timeUp.signal }).catch(() => {}),
      ])
      timeUp.abort()
    }
  }

  async #tell(states: readonly PartitionState[], kind: 'revoked' | 'lost'): Promise<KafkaError | undefined> {
    const partitions = states.map(({ topic, partition }) => ({ topic, partition }))
    this.#host.told(kind, partitions)
    let first: KafkaError | undefined
    for (const listener of this.#host.listeners) {
      try {
        await asListener(this.#host.delivery, () => (kind === 'lost' && listener.lost !== undefined ? listener.lost(partitions) : listener.revoked?.(partitions)))
      } catch (error) {
        first ??= toKafkaError(error, `a listener that was told of ${kind} partitions`)
      }
    }
    return first
  }

  async #commit(states: readonly PartitionState[], timeoutMs: number): Promise<KafkaError | undefined> {
    try {
      await this.#host.commit?.(states, timeoutMs)
      return undefined
    } catch (error) {
      return toKafkaError(error, 'commit of what was acknowledged')
    }
  }
}

function isDrained(states: readonly PartitionState[], callers: readonly Caller[]): boolean {
  const owners = new Map(callers.map((caller) => [caller.owner, { caller, held: 0 }]))
  for (const { ledgers } of states) {
    for (const { tracker } of ledgers) {
      if (tracker.isEmpty) continue
      let others = tracker.held()
      for (const [owner, own] of owners) {
        const held = tracker.held(owner)
        own.held += held
        others -= held
      }
      if (others > 0) return false
    }
  }
  return [...owners.values()].every(({ caller, held }) => held <= caller.atWork(callers.filter(({ owner }) => owner === caller.owner).length))
}
