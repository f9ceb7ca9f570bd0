/** For tests: a delivery over partitions whose logs lie in memory, fed as a fetcher does it. */
import { BatchBuilder } from '@odradek/protocol/internal'
import { silentLog, type World } from '@odradek/platform'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import { Delivery } from '../consumer/delivery/delivery.ts'
import { FetchedData, summarize } from '../consumer/fetching/fetched-data.ts'
import { type ConsumerOptions, type PoisonRecord, resolveConsumerOptions } from '../consumer/options.ts'
import type { PartitionState } from '../consumer/positions/partition-state.ts'
import { Poison } from '../consumer/delivery/poison.ts'
import { Topics } from '../consumer/delivery/topics.ts'

export interface Bench {
  readonly simulation: Simulation
  readonly delivery: Delivery
  readonly topics: Topics
  readonly buried: PoisonRecord[]
  readonly freed: () => number
  state(partition: number): PartitionState
  fill(state: PartitionState, values: readonly string[]): void
}

export function bench(options: ConsumerOptions = {}): Bench {
  const resolved = resolveConsumerOptions(options)
  const topics = new Topics()
  const buried: PoisonRecord[] = []
  const states: PartitionState[] = []
  const logs = new Map<PartitionState, string[]>()
  let freed = 0
  /** As a fetcher does: what lies in the log behind what was fetched. */
  const feed = (state: PartitionState): void => {
    const values = (logs.get(state) ?? []).slice(state.fetchOffset)
    if (values.length === 0) return
    const builder = new BatchBuilder({ baseOffset: state.fetchOffset })
    for (const value of values) builder.append(null, value, undefined, 0)
    const bytes = builder.build()
    const { nextOffset, end } = summarize(bytes, state.fetchOffset)
    const data = new FetchedData(bytes, end, {
      topic: 't', partition: state.partition, offset: state.fetchOffset, highWatermark: nextOffset, isBroken: false, aborted: undefined, checkCrcs: true,
      maxDecompressedBytes: 1e6, typed: topics.isTyped('t'), ledger: state.ledger, frame: undefined,
    })
    state.fetchOffset = nextOffset
    state.bufferedBytes += data.bytesLeft
    state.fetched.push(data)
    delivery.enqueue(state)
  }
  const simulation = simWorld(1)
  const host = simulation.host('client')
  const world: World = { ...host, clock: host.clock, random: host.random, log: silentLog, scheduler: { ...host.scheduler, nextTurn: (fn) => (setImmediate(fn), { cancel() {} }) } } as World
  const delivery = new Delivery(resolved, world, topics, new Poison(resolved.onPoison, async (_, poison) => void buried.push(poison)), {
    spaceFreed() {
      freed++
      queueMicrotask(() => states.forEach(feed))
    },
    starved: () => {},
    assigned: states,
  })
  return {
    simulation,
    delivery,
    topics,
    buried,
    freed: () => freed,
    state(partition) {
      const state = delivery.newState('t', partition)
      state.moveTo(0, -1)
      states.push(state)
      return state
    },
    fill(state, values) {
      const log = logs.get(state) ?? []
      logs.set(state, log)
      log.push(...values)
      feed(state)
    },
  }
}

export const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => String(from + index))
