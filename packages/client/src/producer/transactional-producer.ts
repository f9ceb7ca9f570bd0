/**
 * A producer whose records become visible together, or not at all. One transaction at a time; a failure in it leaves
 * only `abortTransaction`; a signal ends the wait only, and what was begun goes on; another producer with the same transactional id ends this one (PRODUCER_FENCED).
 */
import { abortable, checkSignal } from '../abort.ts'
import { abortSignal, either, int32, listOf, name, onlyFields, orInfinity, verify, whole, withFields } from '../checks.ts'
import type { Cluster } from '../cluster.ts'
import { KafkaError } from '../errors.ts'
import { type TransactionalProducerOptions, transactionalProducerOptions } from './options.ts'
import { backoffMs } from '../retry.ts'
import { Producer, signalOf, type WaitForProducer } from './producer.ts'
import { Transaction, type TransactionOptions } from './transaction.ts'
import { type OffsetToSend, type TransactionGroup, Transactions } from './transactions.ts'

export class TransactionalProducer extends Producer {
  readonly transactionalId: string
  readonly #transactions: Transactions
  readonly #cluster: Cluster
  #taking: Promise<void> | undefined

  /** @internal `kafka.transactionalProducer()` makes them. */
  constructor(cluster: Cluster, options: TransactionalProducerOptions, onClose: () => Promise<void> = async () => {}) {
    const { transactionalId, transactionTimeoutMs, maxBlockMs } = transactionalProducerOptions.take(options)
    const { transactionalId: _id, transactionTimeoutMs: _limit, ...rest } = options
    const transactions = new Transactions(cluster, { transactionalId, transactionTimeoutMs, maxBlockMs })
    super(cluster, rest, onClose, transactions)
    this.transactionalId = transactionalId
    this.#transactions = transactions
    this.#cluster = cluster
  }

  /** Takes the transactional id: whoever had it is fenced, and what they left open is aborted. Once, before anything else. */
  initTransactions(options: WaitForProducer = {}): Promise<void> {
    return this.#begun(() => this.#take(), options)
  }

  /** Joins what is under way: a second request would fence what the first one got. */
  #take(): Promise<void> {
    if (this.#taking !== undefined) return this.#taking
    const taking = this.#transactions.init().finally(() => (this.#taking = undefined))
    this.#taking = taking
    return taking
  }

  /** Nothing is begun for a caller whose signal has aborted already. */
  async #begun(work: () => Promise<void>, options: WaitForProducer): Promise<void> {
    const signal = signalOf(options)
    await abortable(work(), signal)
  }

  /**
   * Begins a transaction, does the work, and commits; when the work throws, aborts and throws what it threw, and consumers
   * whose offsets were sent in it go back to what is committed. With `attempts` the work is done again after an error that
   * may pass. Takes the transactional id by itself, the first time.
   * @throws what the work threw; KafkaError INVALID_TXN_STATE while another transaction is open, PRODUCER_FENCED, ABORTED.
   */
  async transaction<T>(work: (tx: Transaction) => T | Promise<T>, options: TransactionOptions = {}): Promise<T> {
    verify(trying, options, 'options')
    const { attempts = 1, signal } = options
    checkSignal(signal)
    if (typeof work !== 'function') throw new KafkaError('INVALID_ARGUMENT', 'transaction takes the function that does the work: producer.transaction(async (tx) => { await tx.send(…) })')
    if (this.#transactions.isNew) await abortable(this.#take(), signal)
    await abortable(this.#transactions.finish(), signal)
    for (let attempt = 1; ; attempt++) {
      const tx = new Transaction(this, signal)
      this.#transactions.begin()
      try {
        const result = await work(tx)
        checkSignal(signal)
        tx.end()
        await this.#transactions.commit()
        return result
      } catch (error) {
        tx.end()
        const isUndone = await this.#undo()
        if (isUndone && attempt < attempts && mayPass(error) && await this.#pause(attempt, signal)) continue
        if (isUndone || this.#transactions.isToBeAborted) await tx.rewind()
        throw error
      }
    }
  }

  async #undo(): Promise<boolean> {
    try {
      await this.#transactions.abort()
      return true
    } catch (error) {
      this.#cluster.options.world.log.warn({ transactionalId: this.transactionalId, error: String(error) }, 'a transaction could not be aborted; its coordinator does it when its time is up')
      return false
    }
  }

  /** Before the work is done again. False: the caller wants it no more. */
  async #pause(attempt: number, signal: AbortSignal | undefined): Promise<boolean> {
    const { world, retryBackoffMs, retryBackoffMaxMs } = this.#cluster.options
    const ms = backoffMs(attempt, { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs }, world.random)
    await abortable(world.scheduler.sleep(ms, signal === undefined ? {} : { signal }), signal).catch(() => {})
    return signal?.aborted !== true
  }

  /** @throws KafkaError INVALID_TXN_STATE when one is open, PRODUCER_FENCED. */
  beginTransaction(): void {
    this.#transactions.begin()
  }

  /** The offsets of a group are committed with the transaction. Give `consumer.groupMetadata()`, so that a member that lost its partitions is refused. */
  sendOffsetsToTransaction(offsets: readonly OffsetToSend[], group: TransactionGroup | string, options: WaitForProducer = {}): Promise<void> {
    return this.#begun(async () => {
      verify(places, offsets, 'offsets')
      verify(ofGroup, group, 'group')
      await this.#transactions.sendOffsets(offsets, typeof group === 'string' ? { groupId: group } : group)
    }, options)
  }

  /**
   * Resolves when everything sent is delivered and the transaction is committed. @throws KafkaError; then abort. After
   * TIMEOUT (`maxBlockMs`) the commit goes on: call it again to wait for it.
   */
  commitTransaction(options: WaitForProducer = {}): Promise<void> {
    return this.#begun(() => this.#transactions.commit(), options)
  }

  /** What is not sent yet is dropped, the rest is undone. @throws KafkaError; after TIMEOUT (`maxBlockMs`) it goes on: call it again. */
  abortTransaction(options: WaitForProducer = {}): Promise<void> {
    return this.#begun(() => this.#transactions.abort(), options)
  }
}

const places = listOf(withFields({ topic: name, partition: int32(0), offset: whole(0) }))
const ofGroup = either((value) => (typeof value === 'string' ? name : withFields({ groupId: name })), 'what `consumer.groupMetadata()` answers, or a group id')
const trying = onlyFields({}, { signal: abortSignal, attempts: orInfinity(whole(1), 'for as long as it takes') })

/** Of the errors behind it, too: what a transaction can only be aborted for has its reason as cause. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof KafkaError)) return false
  return error.retriable || error.code === 'TRANSACTION_ABORTABLE' || mayPass(error.cause)
}
