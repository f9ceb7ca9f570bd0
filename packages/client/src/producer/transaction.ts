/**
 * One transaction, as the function that does its work has it. Sends go into it and no other: once it is over it takes
 * nothing more. Knows which consumers' offsets are part of it, and takes those back when it was aborted.
 */
import type { PartitionRef } from '../admin/by-leader.ts'
import { KafkaError } from '../errors.ts'
import type { Producer, WaitForProducer } from './producer.ts'
import type { OffsetToSend, TransactionGroup } from './transactions.ts'

export interface TransactionOptions extends WaitForProducer {
  /** How often the work is done at most: again after an error that may pass, from the beginning. Default 1. */
  readonly attempts?: number
}

/** The part of a consumer whose offsets are sent: what it read is read again when the transaction is aborted. */
export interface OffsetsConsumer {
  groupMetadata(): TransactionGroup
  assignment(): readonly PartitionRef[]
  committed(partitions: readonly PartitionRef[]): Promise<readonly (PartitionRef & { readonly offset: number })[]>
  seek(partition: PartitionRef, offset: number): void
}

export interface ReadRecord extends PartitionRef {
  readonly offset: number
  readonly value: unknown
}

export interface ReadBatch extends PartitionRef {
  readonly nextOffset: number
  readonly firstOffset: number
}

/** What was read: a batch, a record, several of either, or positions (the next offset to read of each partition). */
export type OffsetsOf = ReadBatch | ReadRecord | OffsetToSend | readonly (ReadBatch | ReadRecord | OffsetToSend)[]

/** Up to where a partition was read, and the first that is known to belong to this transaction. */
interface Span extends OffsetToSend {
  readonly first: number | undefined
}

interface TransactionHost {
  send: Producer['send']
  enqueue: Producer['enqueue']
  sendBatch: Producer['sendBatch']
  sendOffsetsToTransaction(offsets: readonly OffsetToSend[], group: TransactionGroup | string, options?: WaitForProducer): Promise<void>
}

export class Transaction {
  /** As `producer.send`, in this transaction. */
  readonly send: Producer['send']
  /** As `producer.enqueue`, in this transaction. */
  readonly enqueue: Producer['enqueue']
  /** As `producer.sendBatch`, in this transaction. */
  readonly sendBatch: Producer['sendBatch']
  /** That of the call of `transaction`. */
  readonly signal: AbortSignal | undefined
  readonly #host: TransactionHost
  readonly #read = new Map<OffsetsConsumer, Map<string, Span>>()
  #isOver = false

  /** @internal */
  constructor(host: TransactionHost, signal: AbortSignal | undefined) {
    this.#host = host
    this.signal = signal
    const within = <T>(call: (...given: never[]) => Promise<T>) => async (first: unknown, second: unknown, options?: WaitForProducer): Promise<T> => {
      this.#checkOpen()
      return (call as (...given: unknown[]) => Promise<T>).call(host, first, second, { signal, ...options })
    }
    this.send = within(host.send) as Producer['send']
    this.enqueue = within(host.enqueue) as Producer['enqueue']
    this.sendBatch = within(host.sendBatch) as Producer['sendBatch']
  }

  /**
   * What was read counts as done when the transaction is committed, and is read again when it is not. Give the consumer, so
   * that a member that lost its partitions is refused; with a group's metadata or name alone nothing is read again by itself.
   * @throws KafkaError; then the transaction can only be aborted.
   */
  async sendOffsets(of: OffsetsOf, from: OffsetsConsumer | TransactionGroup | string): Promise<void> {
    this.#checkOpen()
    const spans = spansOf(Array.isArray(of) ? of as readonly unknown[] : [of])
    const consumer = isConsumer(from) ? from : undefined
    if (consumer !== undefined) {
      const known = this.#read.get(consumer) ?? new Map<string, Span>()
      for (const [key, span] of spans) known.set(key, { ...span, first: least(known.get(key)?.first, span.first) })
      this.#read.set(consumer, known)
    }
    const group = consumer === undefined ? from as TransactionGroup | string : consumer.groupMetadata()
    const offsets = [...spans.values()].map(({ first: _first, ...offset }) => offset)
    await this.#host.sendOffsetsToTransaction(offsets, group, { signal: this.signal })
  }

  /** Nothing more is taken. @internal */
  end(): void {
    this.#isOver = true
  }

  /** Of an aborted one: consumers go back to what their group has committed, in the partitions that were part of it. @internal */
  async rewind(): Promise<void> {
    for (const [consumer, spans] of this.#read) {
      const partitions = [...spans.values()].map(({ topic, partition }) => ({ topic, partition }))
      const committed = await consumer.committed(partitions).catch(() => [])
      const assigned = new Set(consumer.assignment().map(keyOf))
      for (const [key, { topic, partition, first }] of spans) {
        const offset = committed.find((found) => keyOf(found) === key)?.offset ?? first
        if (offset !== undefined && assigned.has(key)) consumer.seek({ topic, partition }, offset)
      }
    }
  }

  #checkOpen(): void {
    if (this.#isOver) throw new KafkaError('INVALID_TXN_STATE', 'this transaction is over: what belongs to it is awaited in the function that was given to `transaction`')
  }
}

const keyOf = ({ topic, partition }: PartitionRef): string => `${partition}/${topic}`

function isConsumer(from: unknown): from is OffsetsConsumer {
  return typeof from === 'object' && from !== null && typeof (from as Partial<OffsetsConsumer>).groupMetadata === 'function'
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? a ?? b : Math.min(a, b)
}

/** One of each partition: the furthest. @throws KafkaError INVALID_ARGUMENT. */
function spansOf(given: readonly unknown[]): Map<string, Span> {
  const spans = new Map<string, Span>()
  for (const one of given) {
    const span = spanOf(one)
    const before = spans.get(keyOf(span))
    const furthest = before !== undefined && before.offset > span.offset ? before : span
    spans.set(keyOf(span), { ...furthest, first: least(before?.first, span.first) })
  }
  return spans
}

function spanOf(given: unknown): Span {
  const { topic, partition, offset, nextOffset, firstOffset, leaderEpoch, metadata } = (typeof given === 'object' && given !== null ? given : {}) as Partial<ReadBatch & OffsetToSend>
  if (typeof topic === 'string' && Number.isSafeInteger(partition)) {
    const place = { topic, partition: partition! }
    if (Number.isSafeInteger(nextOffset)) return { ...place, offset: nextOffset!, first: firstOffset }
    if (Number.isSafeInteger(offset) && offset! >= 0) {
      // A record is done when the next one is to be read.
      if ('value' in (given as object)) return { ...place, offset: offset! + 1, first: offset! }
      return { ...place, offset: offset!, first: undefined, ...(leaderEpoch === undefined ? {} : { leaderEpoch }), ...(metadata === undefined ? {} : { metadata }) }
    }
  }
  throw new KafkaError('INVALID_ARGUMENT', 'sendOffsets: give what was read, a batch or records, or positions { topic, partition, offset }, and then the consumer')
}
