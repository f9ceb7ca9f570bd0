/**
 * A partition between its assignment (or a seek) and its end, as the receive knows it. Records hold on to it, so that an
 * acknowledgement that comes too late reaches the account it belongs to, and has no effect.
 */
import { type TopicPartition, partitionKey } from '../../topic-partition.ts'
import { type CommitQueue, type Committable, tooLate } from '../accounts/commit-queue.ts'
import type { Credit } from '../accounts/credit.ts'
import { PartitionAccount } from '../accounts/partition-account.ts'
import type { ConsumedRecord, ReceivingConsumer } from '../consumer/consumer-port.ts'
import type { Acknowledgements } from '../receiver-record.ts'

export type Mode = 'manual' | 'auto' | 'atmost-once' | 'exactly-once'

/** What a partition asks of the receive that it belongs to. */
export interface PartitionOwner {
  readonly consumer: Pick<ReceivingConsumer<unknown, unknown>, 'done'>
  readonly credit: Credit
  readonly commits: CommitQueue
  /** Acknowledging an offset acknowledges everything before it. */
  readonly isInOrder: boolean
  /** Credit of it came back. */
  released(partition: AssignedPartition): void
}

export class AssignedPartition implements Acknowledgements, Committable {
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
  readonly #owner: PartitionOwner

  constructor(partition: TopicPartition, owner: PartitionOwner) {
    this.topic = partition.topic
    this.partition = partition.partition
    this.key = partitionKey(partition)
    this.#owner = owner
    this.account = new PartitionAccount(this.topic, this.partition, owner.isInOrder)
  }

  /** Nothing of it is being processed. */
  get isIdle(): boolean {
    return this.account.records === 0 && this.openBatches === 0
  }

  acknowledge(record: Pick<ConsumedRecord<unknown, unknown>, 'offset'>): void {
    if (this.isGone) return
    const { account } = this
    const { credit, commits } = this.#owner
    const { records, bytes, deferred, committable } = account
    if (!account.acknowledge(record.offset)) return
    credit.take(account.records - records, account.bytes - bytes)
    credit.deferred += account.deferred - deferred
    if (account.committable !== committable) {
      commits.acknowledged(this, account.committable!)
      this.done(account.committable! - 1)
    } else commits.deferred()
    this.#owner.released(this)
  }

  /** Nobody looks at its records up to there any more. */
  done(offset: number): void {
    this.#owner.consumer.done?.(this, offset)
  }

  async commit(record: ConsumedRecord<unknown, unknown>): Promise<void> {
    if (this.isGone) throw tooLate(this, record.offset)
    this.acknowledge(record)
    await this.#owner.commits.commit({ partition: this, offset: record.offset })
  }

  /** It is somebody else's, or read from elsewhere: credit comes back, late acknowledgements are void. */
  retire(): void {
    if (this.isGone) return
    this.isGone = true
    this.isLeaving = true
    const { account } = this
    this.#owner.credit.take(-account.records, -account.bytes)
    this.#owner.credit.deferred -= account.deferred
  }
}
