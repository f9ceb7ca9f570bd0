/**
 * A producer whose records become visible together, or not at all. One transaction at a time; a failure in it leaves
 * only `abortTransaction`; a signal ends the wait only, and what was begun goes on; another producer with the same transactional id ends this one (PRODUCER_FENCED).
 */
import { abortable } from '../abort.ts'
import type { Cluster } from '../cluster.ts'
import { KafkaError } from '../errors.ts'
import type { ProducerOptions } from './options.ts'
import { Producer, type WaitForProducer } from './producer.ts'
import { type OffsetToSend, type TransactionGroup, Transactions } from './transactions.ts'

export interface TransactionalProducerOptions extends Omit<ProducerOptions, 'acks' | 'idempotent'> {
  /** The same across restarts of what plays this part, and used by nobody else. */
  readonly transactionalId: string
  /** The coordinator aborts a transaction that is open for longer. Default 60,000. */
  readonly transactionTimeoutMs?: number
}

export class TransactionalProducer extends Producer {
  readonly transactionalId: string
  readonly #transactions: Transactions

  constructor(cluster: Cluster, options: TransactionalProducerOptions, onClose: () => Promise<void> = async () => {}) {
    const { transactionalId, transactionTimeoutMs = 60_000, ...rest } = options
    if (transactionalId === '') throw new KafkaError('INVALID_CONFIG', 'transactionalId: an empty name is none')
    const transactions = new Transactions(cluster, { transactionalId, transactionTimeoutMs, maxBlockMs: rest.maxBlockMs ?? 60_000 })
    super(cluster, rest, onClose, transactions)
    this.transactionalId = transactionalId
    this.#transactions = transactions
  }

  /** Takes the transactional id: whoever had it is fenced, and what they left open is aborted. Once, before anything else. */
  initTransactions(options: WaitForProducer = {}): Promise<void> {
    return abortable(this.#transactions.init(), options.signal)
  }

  /** @throws KafkaError INVALID_TXN_STATE when one is open, PRODUCER_FENCED. */
  beginTransaction(): void {
    this.#transactions.begin()
  }

  /** The offsets of a group are committed with the transaction. Give `consumer.groupMetadata()`, so that a member that lost its partitions is refused. */
  sendOffsetsToTransaction(offsets: readonly OffsetToSend[], group: TransactionGroup | string, options: WaitForProducer = {}): Promise<void> {
    return abortable(this.#transactions.sendOffsets(offsets, typeof group === 'string' ? { groupId: group } : group), options.signal)
  }

  /** Resolves when everything sent is delivered and the transaction is committed. @throws KafkaError; then abort. */
  commitTransaction(options: WaitForProducer = {}): Promise<void> {
    return abortable(this.#transactions.commit(), options.signal)
  }

  abortTransaction(options: WaitForProducer = {}): Promise<void> {
    return abortable(this.#transactions.abort(), options.signal)
  }
}
