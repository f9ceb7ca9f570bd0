/**
 * A cluster of one test: topics in memory, consumers that rebalance, fail and commit on command, and a clock that moves
 * when it is told. What MockCluster and MockConsumer are to Reactor Kafka's own tests.
 */
import { KafkaError } from '@odradek/client'
import type { ConsumerFactory } from '../receiver/consumer/consumer-factory.ts'
import type { ConsumedRecord, RebalanceEvents, ReceivingConsumer, RecordSlice } from '../receiver/consumer/consumer-port.ts'
import { type TopicPartition, type TopicPartitionOffset, partitionKey, samePartition } from '../topic-partition.ts'
import type { StreamWorld, Timer } from '../world.ts'

interface PendingTimer extends Timer {
  readonly atMs: number
  readonly fn: () => void
}

/** Lets everything that is ready run: promises, and what they start. */
export async function settle(turns: number = 3): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

export class ManualWorld implements StreamWorld {
  readonly warnings: { readonly fields: Readonly<Record<string, unknown>>; readonly message: string }[] = []
  #nowMs = 1000
  #timers: PendingTimer[] = []
  readonly clock: StreamWorld['clock'] = { wallMs: () => 1_700_000_000_000 + this.#nowMs, monotonicMs: () => this.#nowMs }
  readonly scheduler: StreamWorld['scheduler'] = {
    after: (delayMs, fn) => this.#after(delayMs, fn),
    nextTurn: (fn) => this.#after(0, fn),
    sleep: (delayMs, options) =>
      new Promise((resolve, reject) => {
        const timer = this.#after(delayMs, resolve)
        options?.signal?.addEventListener('abort', () => {
          timer.cancel()
          reject(options.signal?.reason as Error)
        })
      }),
  }
  readonly log: StreamWorld['log'] = {
    debug() {}, info() {}, error() {},
    warn: (fields: unknown, message?: string) => void this.warnings.push({ fields: fields as Readonly<Record<string, unknown>>, message: message ?? '' }),
  } as StreamWorld['log']

  #after(delayMs: number, fn: () => void): PendingTimer {
    const timer: PendingTimer = { atMs: this.#nowMs + delayMs, fn, cancel: () => void (this.#timers = this.#timers.filter((other) => other !== timer)) }
    this.#timers.push(timer)
    return timer
  }

  get now(): number {
    return this.#nowMs
  }

  /** Lets time pass: timers fire in order, and what they start runs in between. */
  async pass(ms: number): Promise<void> {
    const end = this.#nowMs + ms
    await settle()
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined || next.atMs > end) break
      next.cancel()
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.fn()
      await settle()
    }
    this.#nowMs = end
    await settle()
  }
}

export class ScriptedCluster implements ConsumerFactory {
  readonly world: ManualWorld = new ManualWorld()
  readonly logs: Map<string, ConsumedRecord<number, string>[]> = new Map()
  readonly committed: Map<string, number> = new Map()
  /** Every commit that was asked for, failed ones included. */
  readonly commits: (readonly TopicPartitionOffset[])[] = []
  /** What the next commits answer. */
  commitFailures: Error[] = []
  /** Held back until `releaseCommits`. */
  holdCommits: (() => void)[] | undefined
  readonly consumers: ScriptedConsumer[] = []
  /** Partitions that the next consumer is assigned at once; undefined: all of its topics. */
  autoAssign: boolean = true

  constructor(topics: Readonly<Record<string, number>>) {
    for (const [topic, partitions] of Object.entries(topics)) {
      for (let partition = 0; partition < partitions; partition++) this.logs.set(partitionKey({ topic, partition }), [])
    }
  }

  createConsumer<K, V>(): ReceivingConsumer<K, V> {
    const made = new ScriptedConsumer(this)
    this.consumers.push(made)
    return made as unknown as ReceivingConsumer<K, V>
  }

  get last(): ScriptedConsumer {
    return this.consumers.at(-1)!
  }

  partitions(): TopicPartition[] {
    return [...this.logs.keys()].map((key) => ({ topic: key.slice(key.indexOf('/') + 1), partition: Number(key.slice(0, key.indexOf('/'))) }))
  }

  /** Appends records with values `from`, `from + 1`, ... to a partition. */
  append(topic: string, partition: number, count: number): void {
    const log = this.logs.get(partitionKey({ topic, partition }))!
    for (let added = 0; added < count; added++) {
      const offset = log.length
      log.push({ topic, partition, offset, timestamp: 1000 + offset, timestampType: 'CreateTime', leaderEpoch: 0, key: offset, value: `${partition}:${offset}`, headers: [], size: 10 })
    }
    for (const consumer of this.consumers) consumer.wake()
  }

  /** The committed offset of a partition, or undefined. */
  offset(topic: string, partition: number): number | undefined {
    return this.committed.get(partitionKey({ topic, partition }))
  }

  releaseCommits(): void {
    const held = this.holdCommits ?? []
    this.holdCommits = undefined
    for (const release of held) release()
  }
}

export class ScriptedConsumer implements ReceivingConsumer<number, string> {
  readonly cluster: ScriptedCluster
  closed: boolean = false
  polls: number = 0
  alive: number = 0
  failPoll: Error | undefined
  readonly pausedNow: Set<string> = new Set()
  readonly positions: Map<string, number> = new Map()
  #subscription: readonly string[] | RegExp = []
  #assigned: TopicPartition[] = []
  #events: RebalanceEvents | undefined
  #waiters: (() => void)[] = []
  #turn = 0

  constructor(cluster: ScriptedCluster) {
    this.cluster = cluster
  }

  subscribe(topics: readonly string[] | RegExp, events: RebalanceEvents): void {
    this.#subscription = topics
    this.#events = events
    if (this.cluster.autoAssign) void this.rebalance(this.cluster.partitions().filter(({ topic }) => this.#wants(topic))).catch(() => {})
  }

  #wants(topic: string): boolean {
    return this.#subscription instanceof RegExp ? this.#subscription.test(topic) : this.#subscription.includes(topic)
  }

  async assign(partitions: readonly TopicPartition[], events: RebalanceEvents): Promise<void> {
    this.#events = events
    await this.rebalance(partitions)
  }

  /** `eager`: everything is revoked first, as the classic protocol's eager assignors do. */
  async rebalance(wanted: readonly TopicPartition[], eager: boolean = false): Promise<void> {
    const leaves = this.#assigned.filter((had) => eager || !wanted.some((item) => samePartition(item, had)))
    if (leaves.length > 0) {
      await this.#events?.revoked(leaves)
      this.#assigned = this.#assigned.filter((had) => !leaves.includes(had))
      for (const partition of leaves) this.pausedNow.delete(partitionKey(partition))
    }
    const comes = wanted.filter((item) => !this.#assigned.some((had) => samePartition(had, item)))
    this.#assigned = [...this.#assigned, ...comes]
    for (const partition of comes) this.positions.delete(partitionKey(partition))
    try {
      await this.#events?.assigned(comes)
    } catch (error) {
      this.failPoll = error as Error
    }
    for (const partition of comes) if (!this.positions.has(partitionKey(partition))) this.positions.set(partitionKey(partition), this.cluster.committed.get(partitionKey(partition)) ?? 0)
    this.wake()
  }

  async lose(partitions: readonly TopicPartition[]): Promise<void> {
    await this.#events?.lost(partitions)
    this.#assigned = this.#assigned.filter((had) => !partitions.some((item) => samePartition(item, had)))
  }

  wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter()
  }

  async poll(maxRecords: number, signal: AbortSignal): Promise<readonly RecordSlice<number, string>[]> {
    this.polls++
    signal.addEventListener('abort', () => this.wake(), { once: true })
    for (;;) {
      if (this.failPoll !== undefined) throw this.failPoll
      if (signal.aborted || this.closed) return []
      const slices = this.#take(maxRecords)
      if (slices.length > 0) return slices
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
    }
  }

  #take(maxRecords: number): RecordSlice<number, string>[] {
    const slices: RecordSlice<number, string>[] = []
    let left = maxRecords
    const count = this.#assigned.length
    for (let step = 0; step < count && left > 0; step++) {
      const partition = this.#assigned[(this.#turn + step) % count]!
      const key = partitionKey(partition)
      const position = this.positions.get(key)
      if (position === undefined || this.pausedNow.has(key)) continue
      const log = this.cluster.logs.get(key)!
      const records = log.slice(position, position + left)
      if (records.length === 0) continue
      left -= records.length
      this.positions.set(key, position + records.length)
      slices.push({ ...partition, records, bytes: records.length * 10, highWatermark: log.length })
    }
    this.#turn++
    return slices
  }

  keepAlive(): void {
    this.alive++
  }

  async commit(offsets: readonly TopicPartitionOffset[]): Promise<void> {
    this.cluster.commits.push(offsets)
    const held = this.cluster.holdCommits
    if (held !== undefined) await new Promise<void>((resolve) => held.push(resolve))
    const failure = this.cluster.commitFailures.shift()
    if (failure !== undefined) throw failure
    for (const item of offsets) {
      if (!this.cluster.logs.has(partitionKey(item))) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `no ${item.topic}-${item.partition}`)
    }
    for (const item of offsets) this.cluster.committed.set(partitionKey(item), item.offset)
  }

  assignment(): readonly TopicPartition[] {
    return this.#assigned
  }

  subscription(): readonly string[] {
    return this.#subscription instanceof RegExp ? [] : this.#subscription
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.pausedNow.add(partitionKey(partition))
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.pausedNow.delete(partitionKey(partition))
    this.wake()
  }

  seek(partition: TopicPartition, offset: number): void {
    if (!(offset >= 0)) throw new KafkaError('INVALID_ARGUMENT', `${offset} is no offset`)
    this.positions.set(partitionKey(partition), offset)
    this.wake()
  }

  async seekToBeginning(partitions: readonly TopicPartition[]): Promise<void> {
    for (const partition of partitions) this.seek(partition, 0)
  }

  async seekToEnd(partitions: readonly TopicPartition[]): Promise<void> {
    for (const partition of partitions) this.seek(partition, this.cluster.logs.get(partitionKey(partition))!.length)
  }

  async position(partition: TopicPartition): Promise<number> {
    return this.positions.get(partitionKey(partition)) ?? 0
  }

  async committed(partitions: readonly TopicPartition[]): Promise<readonly TopicPartitionOffset[]> {
    return partitions.flatMap((partition) => {
      const offset = this.cluster.committed.get(partitionKey(partition))
      return offset === undefined ? [] : [{ ...partition, offset }]
    })
  }

  async beginningOffsets(partitions: readonly TopicPartition[]): Promise<readonly TopicPartitionOffset[]> {
    return partitions.map((partition) => ({ ...partition, offset: 0 }))
  }

  async endOffsets(partitions: readonly TopicPartition[]): Promise<readonly TopicPartitionOffset[]> {
    return partitions.map((partition) => ({ ...partition, offset: this.cluster.logs.get(partitionKey(partition))!.length }))
  }

  async offsetsForTimes(wanted: Parameters<ReceivingConsumer<number, string>['offsetsForTimes']>[0]): ReturnType<ReceivingConsumer<number, string>['offsetsForTimes']> {
    return wanted.map(({ topic, partition, timestamp }) => {
      const found = this.cluster.logs.get(partitionKey({ topic, partition }))!.find((record) => record.timestamp >= timestamp)
      return found === undefined ? { topic, partition, offset: null } : { topic, partition, offset: found.offset, timestamp: found.timestamp }
    })
  }

  async partitionsFor(topic: string): ReturnType<ReceivingConsumer<number, string>['partitionsFor']> {
    return this.cluster.partitions().filter((item) => item.topic === topic).map((item) => ({ ...item, leader: 0, replicas: [0], isr: [0] }))
  }

  async listTopics(): ReturnType<ReceivingConsumer<number, string>['listTopics']> {
    return {}
  }

  currentLag(partition: TopicPartition): number | undefined {
    const position = this.positions.get(partitionKey(partition))
    return position === undefined ? undefined : this.cluster.logs.get(partitionKey(partition))!.length - position
  }

  metrics(): Readonly<Record<string, number>> {
    return {}
  }

  groupMetadata(): { readonly groupId: string; readonly memberId: string; readonly generationId: number } {
    return { groupId: 'g', memberId: 'm', generationId: 1 }
  }

  async close(): Promise<void> {
    if (this.closed) return
    if (this.#assigned.length > 0) await this.#events?.revoked(this.#assigned)
    this.closed = true
    this.#assigned = []
    this.wake()
  }
}
