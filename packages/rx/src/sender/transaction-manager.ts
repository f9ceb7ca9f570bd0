/**
 * The transactions of one sender, as Monos. One transaction is open at a time; begin, commit, abort and sendOffsets
 * wait for each other, and the producer refuses records outside a transaction.
 */
import { KafkaError } from '@odradek/client'
import type { Observable, SchedulerLike } from 'rxjs'
import { mono } from '../mono.ts'
import type { TopicPartitionOffset } from '../topic-partition.ts'
import type { ConsumerGroupMetadata, TransactionalProducer } from './producer-port.ts'

export class TransactionManager {
  readonly #producer: () => Promise<TransactionalProducer>
  readonly #scheduler: SchedulerLike | undefined
  readonly #transactionalId: string
  readonly #listeners = new Set<(committed: boolean) => void>()
  #open = false
  /** Tail of the queue of control calls. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(transactionalId: string, producer: () => Promise<TransactionalProducer>, scheduler: SchedulerLike | undefined) {
    this.#transactionalId = transactionalId
    this.#producer = producer
    this.#scheduler = scheduler
  }

  /** A transaction was begun and neither committed nor aborted. */
  get isOpen(): boolean {
    return this.#open
  }

  transactionalId(): string {
    return this.#transactionalId
  }

  /** @throws KafkaError when a transaction is open already, or the producer was fenced. */
  begin(): Observable<void> {
    return mono(() =>
      this.#inTurn(async (producer) => {
        await producer.beginTransaction()
        this.#open = true
      }),
    )
  }

  /** Commits consumer offsets as part of the transaction. A bare group id serves consumers without a group membership. */
  sendOffsets(offsets: readonly TopicPartitionOffset[], group: ConsumerGroupMetadata | string): Observable<void> {
    const metadata = typeof group === 'string' ? { groupId: group } : group
    return mono(() => this.#inTurn((producer) => producer.sendOffsetsToTransaction(offsets, metadata)))
  }

  /** Waits for what was sent, then commits. */
  commit(): Observable<void> {
    return mono(() => this.#end(true))
  }

  abort(): Observable<void> {
    return mono(() => this.#end(false))
  }

  /** The scheduler of the sender; undefined means where the answer arrived. */
  scheduler(): SchedulerLike | undefined {
    return this.#scheduler
  }

  /** Calls `listener` after each transaction: true when it was committed. Each of several is called. */
  transactionComplete(listener: (committed: boolean) => void): this {
    this.#listeners.add(listener)
    return this
  }

  /** The same until the answer is called. */
  onTransactionComplete(listener: (committed: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #end(commit: boolean): Promise<void> {
    await this.#inTurn(async (producer) => {
      await (commit ? producer.commitTransaction() : producer.abortTransaction())
      this.#open = false
    })
    for (const listener of this.#listeners) listener(commit)
  }

  #inTurn(work: (producer: TransactionalProducer) => void | Promise<void>): Promise<void> {
    const mine = this.#last.then(async () => {
      await work(await this.#producer())
    })
    this.#last = mine.catch(() => {})
    return mine
  }
}

export function notTransactional(): KafkaError {
  return new KafkaError('INVALID_CONFIG', "Transactions are not enabled: set the producer property 'transactional.id'")
}
