/**
 * At most once: a record's offset is committed before the record is handed out. With a commit-ahead of n, one commit
 * covers the n records after it too; a crash then loses what was covered and not handed out, n + 1 records of a
 * partition at most. An orderly end, or a revocation, takes the uncovered part back.
 */
import { type ObservableInput, defer, finalize, tap } from 'rxjs'
import { inputFrom } from '../../mono.ts'
import type { Observation } from '../../observation.ts'
import type { ConsumedRecord, RecordSlice } from '../consumer/consumer-port.ts'
import type { AssignedPartition } from '../partitions/assigned-partition.ts'
import type { Pulled } from './pull.ts'
import type { Reception } from '../reception.ts'
import type { ObserveReceive } from './records.ts'

export interface Uncommitted<K, V> {
  readonly record: ConsumedRecord<K, V>
  readonly partition: AssignedPartition
  readonly highWatermark: number
  readonly reception: Reception<K, V>
}

export function* uncommitted<K, V>(reception: Reception<K, V>, slices: readonly RecordSlice<K, V>[]): Generator<Uncommitted<K, V>, void> {
  for (const slice of slices) {
    const partition = reception.partitionOf(slice)
    if (partition === undefined) continue
    for (const record of slice.records) {
      if (partition.isLeaving || reception.isOver) break
      yield { record, partition, highWatermark: slice.highWatermark, reception }
    }
  }
}

export class AtmostOnceIterator<K, V> implements AsyncIterableIterator<ConsumedRecord<K, V>> {
  readonly #source: Pulled<K, V, Uncommitted<K, V>>
  readonly #observe: ObserveReceive
  /** Of the record that was handed out last: open until the next one is asked for. */
  #observation: Observation | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(source: Pulled<K, V, Uncommitted<K, V>>, observe: ObserveReceive) {
    this.#source = source
    this.#observe = observe
  }

  /** Calls that overlap are answered in order: a record is handed out after those before it were committed. */
  next(): Promise<IteratorResult<ConsumedRecord<K, V>, undefined>> {
    const mine = this.#last.then(() => this.#next())
    this.#last = mine.catch(() => {})
    return mine
  }

  async #next(): Promise<IteratorResult<ConsumedRecord<K, V>, undefined>> {
    this.#observed()
    for (;;) {
      const step = await this.#source.next()
      if (step.done === true) return step
      const { record, partition, reception } = step.value
      await this.#cover(step.value)
      // Revoked while its commit was under way: it may be lost, which is what at most once means, never seen twice.
      if (partition.isGone || reception.failure !== undefined) continue
      partition.dispatched = record.offset
      this.#observation = this.#observe?.(record)
      return { done: false, value: record }
    }
  }

  async #cover({ record, partition, highWatermark, reception }: Uncommitted<K, V>): Promise<void> {
    const ahead = reception.options.atmostOnceCommitAheadSize()
    const next = record.offset + 1
    // Not beyond the end of the log: an offset out of range would be reset, and everything read again.
    const target = Math.max(next, highWatermark < 0 ? next + ahead : Math.min(next + ahead, highWatermark))
    const left = partition.committedAhead - next
    if (left >= 0 && (left > ahead / 2 || target <= partition.committedAhead)) return
    reception.commits.acknowledged(partition, target)
    const committed = reception.commits.commit().then(() => {
      partition.committedAhead = Math.max(partition.committedAhead, target)
    })
    if (left >= 0) committed.catch((error: unknown) => reception.fail(error))
    else await committed.catch((error: unknown) => reception.fail(error))
  }

  async return(): Promise<IteratorResult<ConsumedRecord<K, V>, undefined>> {
    this.#observed()
    await this.#source.return()
    return { done: true, value: undefined }
  }

  #observed(): void {
    this.#observation?.stop()
    this.#observation = undefined
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.return().then(() => {})
  }
}

/** The handler with its record observed from its start to its end. */
export function observedHandler<K, V, R>(
  observe: ObserveReceive, handler: (record: ConsumedRecord<K, V>) => ObservableInput<R>,
): (record: ConsumedRecord<K, V>) => ObservableInput<R> {
  if (observe === undefined) return handler
  return (record) => {
    const observation = observe(record)
    const work = defer(() => inputFrom(handler(record)))
    return work.pipe(tap({ error: (error: unknown) => observation.error(error) }), finalize(() => observation.stop()))
  }
}
