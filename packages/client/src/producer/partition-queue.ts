/**
 * The batches of one partition, oldest first, and those in flight. Knows the rules that keep the order (KIP-98,
 * KIP-360) and does no I/O.
 *
 * Invariants: at most `maxInFlight` batches of a partition are in flight; batches that have a sequence lie in the order
 * of their sequences and in front of all that have none; a batch with a sequence is drained again only when no lower
 * one is unresolved; a queue changes its producer epoch only while nothing of it is in flight, and a batch that may have
 * been written keeps epoch and sequence until the broker has said what became of it: with new ones it could be written
 * a second time. Only `restart`, when the broker lost our place or refused a batch for good, counts anew. A broker that
 * does not know the producer takes any sequence for its first: until one batch is acknowledged, one is in flight.
 */
import { incrementSequence } from '@odradek/protocol/internal'
import type { PendingBatch } from './pending-batch.ts'

export interface ProducerIdentity {
  readonly producerId: number
  readonly epoch: number
  readonly isTransactional?: boolean
}

export class PartitionQueue {
  readonly topic: string
  readonly partition: number
  readonly batches: PendingBatch[] = []
  readonly inFlight: PendingBatch[] = []
  /** Size of the batch that was closed last, before compression. */
  lastBytes: number = 0
  /** Identity under which sequences are counted; undefined before the first drain and without idempotence. */
  #identity: ProducerIdentity | undefined
  #nextSequence = 0
  #restarting = false
  /** The producer id of which the broker has acknowledged a batch here. */
  #knownId = -1

  constructor(topic: string, partition: number) {
    this.topic = topic
    this.partition = partition
  }

  /** The batch that still takes records. */
  get open(): PendingBatch | undefined {
    const last = this.batches.at(-1)
    return last !== undefined && last.closeReason === undefined && !last.isEncoded ? last : undefined
  }

  get queuedBytes(): number {
    let sum = 0
    for (const batch of this.batches) sum += batch.bytes
    return sum
  }

  /** The next batch to send, or undefined when order or backoff forbid it. Does not remove it. */
  next(nowMs: number, maxInFlight: number, identity: ProducerIdentity | undefined): PendingBatch | undefined {
    const first = this.batches[0]
    if (first === undefined || first.closeReason === undefined || first.isCompressing || first.notBeforeMs > nowMs) return undefined
    if (this.inFlight.length >= maxInFlight) return undefined
    if (identity === undefined) return first
    if (this.inFlight.length > 0 && this.#knownId !== this.#identity?.producerId) return undefined
    const keepsPlace = first.sequence >= 0 && !this.#restarting
    if (!keepsPlace && this.#mustCountAnew(identity)) return this.inFlight.length === 0 ? first : undefined
    if (first.sequence >= 0 && this.inFlight.some((other) => precedes(other.sequence, first.sequence))) return undefined
    return first
  }

  /** The broker lost our place, or a sequence will never be written: all that is queued gets new sequences. */
  restart(): void {
    this.#restarting = true
  }

  #mustCountAnew(identity: ProducerIdentity): boolean {
    return this.#restarting || this.#identity?.producerId !== identity.producerId || this.#identity.epoch !== identity.epoch
  }

  /** Takes the first batch out and puts it in flight, with its sequence assigned. Answers the identity it goes under. */
  drain(identity: ProducerIdentity | undefined): { readonly batch: PendingBatch; readonly identity: ProducerIdentity | undefined } {
    const batch = this.batches.shift()
    if (batch === undefined) throw new Error(`nothing to drain for ${this.topic}-${this.partition}`)
    this.inFlight.push(batch)
    if (identity === undefined) return { batch, identity }
    if (this.#mustCountAnew(identity) && (this.#restarting || batch.sequence < 0)) {
      this.#identity = identity
      this.#nextSequence = 0
      this.#restarting = false
      for (const other of [batch, ...this.batches]) if (other.sequence >= 0) other.sequence = -1
    }
    const under = this.#identity!
    if (batch.sequence < 0) {
      batch.encode(under.producerId, under.epoch, this.#nextSequence, under.isTransactional ?? false)
      this.#nextSequence = incrementSequence(this.#nextSequence, batch.recordCount)
    }
    return { batch, identity: under }
  }

  /** Out of flight, answered one way or the other. */
  landed(batch: PendingBatch): void {
    const at = this.inFlight.indexOf(batch)
    if (at >= 0) this.inFlight.splice(at, 1)
  }

  /** Out of flight, and written. */
  acknowledged(batch: PendingBatch): void {
    this.landed(batch)
    if (batch.sequence >= 0 && this.#identity !== undefined) this.#knownId = this.#identity.producerId
  }

  /** Back to its place: by sequence among those that have one, else in front. */
  requeue(batch: PendingBatch): void {
    this.landed(batch)
    this.#place(batch)
  }

  /** Parts in the place of a batch in flight. With a sequence they fill its own, which was never written. */
  replace(batch: PendingBatch, parts: readonly PendingBatch[]): void {
    this.landed(batch)
    if (batch.sequence < 0) return void this.batches.unshift(...parts)
    let sequence = batch.sequence
    for (const part of parts) {
      part.sequence = sequence
      sequence = incrementSequence(sequence, part.recordCount)
      this.#place(part)
    }
  }

  #place(batch: PendingBatch): void {
    let at = 0
    while (at < this.batches.length && comesBefore(this.batches[at]!, batch)) at++
    this.batches.splice(at, 0, batch)
  }

  /** Whether an unresolved batch (queued or in flight) comes before this one. */
  hasEarlier(batch: PendingBatch): boolean {
    const earlier = (other: PendingBatch): boolean => other !== batch && other.sequence >= 0 && precedes(other.sequence, batch.sequence)
    return this.inFlight.some(earlier) || this.batches.some(earlier)
  }
}

/** By sequence where both have one; else what was sent before and opened no later stays in front. */
function comesBefore(other: PendingBatch, batch: PendingBatch): boolean {
  if (batch.sequence >= 0 && other.sequence >= 0) return precedes(other.sequence, batch.sequence)
  return batch.sequence < 0 && other.attempts > 0 && other.openedAtMs <= batch.openedAtMs
}

/** Whether sequence `a` comes before `b`, across the wrap at 2^31. */
export function precedes(a: number, b: number): boolean {
  const distance = (b - a) | 0
  return distance > 0 && distance < 0x40000000 ? true : distance < -0x40000000
}
