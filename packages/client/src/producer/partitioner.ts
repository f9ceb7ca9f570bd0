/**
 * Which partition a record goes to. Stage two of the producer.
 *
 * Invariants: a keyed record goes to `toPositive(murmur2(key)) % all partitions`, as in Java, whatever is available;
 * `partition` is called exactly once per record, so a round-robin is exact (the Java client calls it again when a
 * batch is full and skips partitions, KAFKA-9964); retries never ask again.
 */
import type { Random } from '@odradek/platform'
import { partitionForKey } from './murmur2.ts'

export interface PartitionerContext {
  readonly topic: string
  /** Serialized; null for a keyless record. */
  readonly key: Uint8Array | string | null
  readonly partitionCount: number
  /** Bytes the record will take in a batch as it is sent, about. */
  readonly recordBytes: number
}

export interface Partitioner {
  /** A partition from 0 up. Called once per record that does not name its partition. */
  partition(context: PartitionerContext): number
  /** Tells queue lengths (bytes by partition) so that slow partitions get less; optional. */
  observe?(topic: string, queuedBytes: readonly number[], available: readonly boolean[]): void
}

export type PartitionerChoice = 'default' | 'round-robin' | Partitioner

/** 'default': murmur2 for keys, uniform sticky for the rest (KIP-794). 'round-robin': one after the other, keys ignored. */
export function partitionerFor(choice: PartitionerChoice, options: { random: Random; stickyBytes: number }): Partitioner {
  if (choice === 'default') return new DefaultPartitioner(options.random, options.stickyBytes)
  if (choice === 'round-robin') return new RoundRobinPartitioner()
  return choice
}

interface Sticky {
  partition: number
  bytes: number
  /** Cumulative weights by partition, undefined while all are alike. */
  weights: readonly number[] | undefined
}

/**
 * KIP-794: keyless records stay with one partition until it got `stickyBytes`, then a partition is drawn uniformly, or
 * by the inverse of the queue lengths when those are known, so that every batch fills and slow brokers get less.
 */
export class DefaultPartitioner implements Partitioner {
  readonly #random: Random
  readonly #stickyBytes: number
  readonly #topics = new Map<string, Sticky>()

  constructor(random: Random, stickyBytes: number) {
    this.#random = random
    this.#stickyBytes = stickyBytes
  }

  partition(context: PartitionerContext): number {
    const { key } = context
    if (key !== null) return partitionForKey(typeof key === 'string' ? Buffer.from(key, 'utf8') : key, context.partitionCount)
    let sticky = this.#topics.get(context.topic)
    if (sticky === undefined) {
      this.#topics.set(context.topic, (sticky = { partition: this.#random.below(context.partitionCount), bytes: 0, weights: undefined }))
    } else if (sticky.bytes >= this.#stickyBytes || sticky.partition >= context.partitionCount) {
      sticky.partition = this.#draw(sticky, context.partitionCount)
      sticky.bytes = 0
    }
    sticky.bytes += context.recordBytes
    return sticky.partition
  }

  #draw(sticky: Sticky, partitionCount: number): number {
    const weights = sticky.weights
    const total = weights?.length === partitionCount ? weights[partitionCount - 1] ?? 0 : 0
    if (weights === undefined || total <= 0) return this.#random.below(partitionCount)
    const drawn = this.#random.float() * total
    const found = weights.findIndex((sum) => drawn < sum)
    return found < 0 ? partitionCount - 1 : found
  }

  observe(topic: string, queuedBytes: readonly number[], available: readonly boolean[]): void {
    const sticky = this.#topics.get(topic)
    if (sticky === undefined) return
    const longest = Math.max(...queuedBytes)
    if (longest === 0 && available.every(Boolean)) {
      sticky.weights = undefined
      return
    }
    // Queue lengths 0, 3, 1 give weights 4, 1, 3: a partition is drawn more often the less waits for it.
    let sum = 0
    sticky.weights = queuedBytes.map((bytes, partition) => (sum += available[partition] === true ? longest + 1 - bytes : 0))
  }
}

export class RoundRobinPartitioner implements Partitioner {
  readonly #next = new Map<string, number>()

  partition(context: PartitionerContext): number {
    const next = (this.#next.get(context.topic) ?? 0) % context.partitionCount
    this.#next.set(context.topic, next + 1)
    return next
  }
}
