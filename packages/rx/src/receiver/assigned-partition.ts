/**
 * A partition between its assignment (or a seek) and its end, as the receive knows it. Records hold on to it, so that an
 * acknowledgement that comes too late reaches the account it belongs to, and has no effect.
 */
import { type TopicPartition, partitionKey } from '../topic-partition.ts'
import type { ConsumedRecord } from './consumer-port.ts'
import type { Committable } from './commit-queue.ts'
import { PartitionAccount } from './partition-account.ts'
import type { Acknowledgements } from './receiver-record.ts'
import type { Reception } from './reception.ts'

export type Mode = 'manual' | 'auto' | 'atmost-once' | 'exactly-once'

export class AssignedPartition<K, V> implements Acknowledgements, Committable {
  readonly topic: string
  readonly partition: number
  readonly key: string
  readonly account: PartitionAccount
  /** Batches with records of it whose stream has not ended. */
  openBatches: number = 0
  /** To be committed; the commit queue's to write. */
  dueOffset: number = -1
  /** Being revoked: nothing more is delivered, acknowledgements still count. */
  isLeaving: boolean = false
  isGone: boolean = false
  isWarned: boolean = false
  starvedSinceMs: number = 0
  /** At most once: committed up to here, and delivered up to here. */
  committedAhead: number = -1
  dispatched: number = -1
  readonly #reception: Reception<K, V>

  constructor(partition: TopicPartition, reception: Reception<K, V>) {
    this.topic = partition.topic
    this.partition = partition.partition
    this.key = partitionKey(partition)
    this.#reception = reception
    this.account = new PartitionAccount(this.topic, this.partition, reception.options.maxDeferredCommits() === 0)
  }

  /** Nothing of it is being processed. */
  get isIdle(): boolean {
    return this.account.records === 0 && this.openBatches === 0
  }

  acknowledge(record: Pick<ConsumedRecord<unknown, unknown>, 'offset'>): void {
    if (this.isGone) return
    const { account } = this
    const { credit, commits } = this.#reception
    const { records, bytes, deferred, committable } = account
    if (!account.acknowledge(record.offset)) return
    credit.take(account.records - records, account.bytes - bytes)
    credit.deferred += account.deferred - deferred
    if (account.committable !== committable) {
      commits.acknowledged(this, account.committable!)
      this.done(account.committable! - 1)
    } else commits.deferred()
    this.#reception.released(this)
  }

  /** Nobody looks at its records up to there any more. */
  done(offset: number): void {
    this.#reception.consumer.done?.(this, offset)
  }

  async commit(record: ConsumedRecord<unknown, unknown>): Promise<void> {
    if (this.isGone) throw this.#reception.tooLate(this, record.offset)
    this.acknowledge(record)
    await this.#reception.commits.commit()
  }

  /** It is somebody else's, or read from elsewhere: credit comes back, late acknowledgements are void. */
  retire(): void {
    if (this.isGone) return
    this.isGone = true
    this.isLeaving = true
    const { account } = this
    this.#reception.credit.take(-account.records, -account.bytes)
    this.#reception.credit.deferred -= account.deferred
  }
}
