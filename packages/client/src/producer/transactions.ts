/**
 * The transactions of one producer: KIP-98, and KIP-890 where the cluster has finalized `transaction.version` 2. A state
 * machine with requests; the accumulator and the dispatcher ask it for identity and permission.
 *
 *   new → ready ⇄ in transaction → (committing | aborting) → ready;  any failure in between: only abort is left;
 *   fenced or unauthorized: nothing is left.
 *
 * Invariants: no record is sent outside a transaction, nor (version 1) to a partition the coordinator was not told of;
 * a transaction in which anything failed is never committed; the epoch changes only while nothing is in flight.
 */
import {
  AddOffsetsToTxnApi, AddPartitionsToTxnApi, type Api, EndTxnApi, ErrorCode, InitProducerIdApi, TxnOffsetCommitApi,
} from '@odradek/protocol/internal'
import { byLeader, type PartitionRef } from '../admin/by-leader.ts'
import type { Cluster, CoordinatorType } from '../cluster.ts'
import { Deadline, within } from '../deadline.ts'
import { KafkaError, protocolError, toKafkaError } from '../errors.ts'
import { withRetries } from '../retry.ts'
import type { ProducerIdentities, TransactionGate } from './idempotence.ts'
import type { ProducerIdentity } from './partition-queue.ts'

export interface OffsetToSend extends PartitionRef {
  /** The next record to read. */
  readonly offset: number
  readonly leaderEpoch?: number
  readonly metadata?: string
}

/** Whose offsets: `consumer.groupMetadata()`; a bare group id serves consumers without membership. */
export interface TransactionGroup {
  readonly groupId: string
  readonly generationId?: number
  readonly memberId?: string
  readonly groupInstanceId?: string | null
}

export interface TransactionsOptions {
  readonly transactionalId: string
  readonly transactionTimeoutMs: number
  /** How long each call goes on trying. */
  readonly maxBlockMs: number
}

/** What the producer lends. */
export interface TransactionsHost {
  poll(): void
  /** Sends what is held back, waits until everything is delivered or has failed, what has no place in a batch yet included. */
  flush(): Promise<void>
  /** What has no place in a batch yet gets none. */
  drop(error: KafkaError): void
}

type State = 'new' | 'ready' | 'in transaction' | 'ending'

/** The producer is of no more use. */
const FATAL: ReadonlySet<string> = new Set([
  'PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED', 'INVALID_PRODUCER_ID_MAPPING',
  'TRANSACTION_COORDINATOR_FENCED', 'INVALID_TRANSACTION_TIMEOUT', 'UNSUPPORTED_VERSION', 'UNSUPPORTED', 'INVALID_TXN_STATE',
])
/** Of a call that fails by itself. */
const OF_THE_CALL: ReadonlySet<string> = new Set(['SERIALIZATION', 'INVALID_ARGUMENT', 'ABORTED', 'CLOSED'])
/** Produce, TxnOffsetCommit and EndTxn of the first protocol end here; the next version is what tells the second. */
const V1 = { produce: 11, txnOffsetCommit: 4, endTxn: 4 } as const
const V2 = { produce: 12, txnOffsetCommit: 5, endTxn: 5 } as const
const RETRY_PACE = { firstMs: 20, maxMs: 500 } as const

export class Transactions implements ProducerIdentities, TransactionGate {
  readonly transactionalId: string
  readonly #cluster: Cluster
  readonly #options: TransactionsOptions
  #host: TransactionsHost = { poll() {}, flush: async () => {}, drop() {} }
  #state: State = 'new'
  /** Counts the transactions. */
  #number = 0
  #identity: ProducerIdentity | undefined
  /** Ended for good. */
  #fatal: KafkaError | undefined
  /** Of this transaction: it can only be aborted. */
  #failure: KafkaError | undefined
  #isV2 = false
  #added = new Set<string>()
  #toAdd = new Map<string, PartitionRef>()
  #adding: Promise<void> | undefined
  /** The coordinator knows of this transaction, so it has to be ended there. */
  #started = false
  #needsEpoch = false
  /** The end has begun: what was accepted so far is all. */
  #sealed = false
  /** Commit or abort that could not be finished: only the same can be tried again. */
  #unfinished: 'commit' | 'abort' | undefined
  /** Offsets under way to the coordinators. */
  readonly #offsets = new Set<Promise<void>>()
  /** What was asked for and nobody has seen the end of: it goes on when those who asked have waited long enough, and who asks again waits for the same. */
  readonly #underWay = new Map<string, Promise<void>>()
  /** Of the one who waits now: told what fails meanwhile. */
  #deadline: Deadline | undefined

  constructor(cluster: Cluster, options: TransactionsOptions) {
    this.#cluster = cluster
    this.#options = options
    this.transactionalId = options.transactionalId
  }

  attach(host: TransactionsHost): void {
    this.#host = host
  }

  // What the dispatcher asks.

  get identity(): ProducerIdentity | undefined {
    return this.#identity
  }

  /** `init` does this; a batch cannot be there before. */
  ensure(): Promise<void> {
    return Promise.reject(new KafkaError('INVALID_TXN_STATE', 'initTransactions comes first'))
  }

  /** A gap in the sequences: what was accepted cannot all be delivered. */
  bump(failed: ProducerIdentity): void {
    if (this.#identity?.epoch !== failed.epoch) return
    this.#needsEpoch = true
    // The batch that was given up says why in this turn; only where none was is this the reason.
    queueMicrotask(() => this.#fail(new KafkaError('TRANSACTION_ABORTABLE', 'records of the transaction were lost')))
  }

  get failure(): KafkaError | undefined {
    return this.#fatal ?? this.#failure
  }

  get maxProduceVersion(): number {
    return this.#isV2 ? V2.produce : V1.produce
  }

  /** Version 1: the coordinator is told first, and the dispatcher polled when it knows. */
  mayProduce(topic: string, partition: number): boolean {
    if (this.#isV2) {
      this.#started = true
      return true
    }
    const key = `${partition}/${topic}`
    if (this.#added.has(key)) return true
    this.#toAdd.set(key, { topic, partition })
    this.#adding ??= Promise.resolve().then(() => this.#addPartitions())
    return false
  }

  /** A batch was given up. */
  batchFailed(error: KafkaError): void {
    this.#fail(error)
  }

  /** A record got no place in a batch. What its caller gave wrong, or ended himself, is his alone, as what `send` throws is in Java. */
  refused(ticket: number, error: KafkaError): void {
    if (ticket === this.#number && !OF_THE_CALL.has(error.code)) this.#fail(error)
  }

  // What the application asks.

  get isNew(): boolean {
    return this.#state === 'new'
  }

  /** It is not committed, and never will be, though the coordinator is not known to have aborted it. */
  get isToBeAborted(): boolean {
    return this.#unfinished === 'abort'
  }

  /** The number of the open transaction, which a record belongs to from the call on. @throws KafkaError when none is open, or it has failed. */
  ticket(): number {
    this.#checkSend()
    return this.#number
  }

  /** @throws KafkaError when the transaction of the ticket is over, or has failed. */
  checkTicket(ticket: number): void {
    if (this.#fatal !== undefined) throw this.#fatal
    if (ticket !== this.#number || this.#state !== 'in transaction') throw dropped()
    if (this.#failure !== undefined) throw this.#mustAbort()
  }

  #checkSend(): void {
    if (this.#fatal !== undefined) throw this.#fatal
    if (this.#state !== 'in transaction' || this.#sealed) throw new KafkaError('INVALID_TXN_STATE', `no transaction is open (${this.#state}): begin one first`)
    if (this.#failure !== undefined) throw this.#mustAbort()
  }

  /** @throws KafkaError; TIMEOUT after `maxBlockMs`: asked again, it goes on waiting. */
  init(): Promise<void> {
    return this.#wait('initTransactions', () => this.#init())
  }

  async #init(): Promise<void> {
    if (this.#fatal !== undefined) throw this.#fatal
    if (this.#state !== 'new') throw new KafkaError('INVALID_TXN_STATE', 'initTransactions was called before')
    await this.#newEpoch(-1, -1)
    this.#state = 'ready'
  }

  begin(): void {
    if (this.#fatal !== undefined) throw this.#fatal
    if (this.#state === 'new') throw new KafkaError('INVALID_TXN_STATE', 'initTransactions comes first')
    if (this.#state !== 'ready' || this.#unfinished !== undefined) throw new KafkaError('INVALID_TXN_STATE', 'a transaction is open: commit or abort it first')
    this.#underWay.clear()
    this.#state = 'in transaction'
    this.#number++
  }

  /** The offsets become part of the transaction. @throws KafkaError; then the transaction can only be aborted. */
  async sendOffsets(offsets: readonly OffsetToSend[], group: TransactionGroup): Promise<void> {
    this.#checkSend()
    if (offsets.length === 0) return
    const sending = this.#sendOffsets(offsets, group)
    this.#offsets.add(sending)
    await sending.finally(() => this.#offsets.delete(sending))
  }

  async #sendOffsets(offsets: readonly OffsetToSend[], group: TransactionGroup): Promise<void> {
    const limit = { what: 'sendOffsetsToTransaction', timeoutMs: this.#options.maxBlockMs }
    try {
      await within(this.#cluster.options.world, limit, async (signal) => {
        if (!this.#isV2) {
          await this.#request('transaction', this.transactionalId, AddOffsetsToTxnApi, { ...this.#ids(), groupId: group.groupId }, undefined, ({ errorCode }) => errorCode, signal)
        }
        this.#started = true
        await this.#commitOffsets(offsets, group, signal)
      })
    } catch (thrown) {
      const error = toKafkaError(thrown, 'sendOffsets')
      this.#fail(error)
      throw error
    }
  }

  /**
   * Everything accepted is delivered, then the transaction is committed. @throws KafkaError; abort is what is left. After
   * TIMEOUT (`maxBlockMs`) the commit goes on: asked for again it is waited for, and it can be aborted until its end was sent.
   */
  commit(): Promise<void> {
    return this.#wait('commitTransaction', () => this.#commit())
  }

  /** What is not sent yet is dropped, the rest is undone. @throws KafkaError; after TIMEOUT (`maxBlockMs`) it goes on, and can be asked for again. */
  abort(): Promise<void> {
    return this.#wait('abortTransaction', () => this.#abort())
  }

  /** Does again the commit or abort that is not known to be done, where nobody waits for it. */
  async finish(): Promise<void> {
    if (this.#unfinished === undefined || this.#deadline !== undefined) return
    await (this.#unfinished === 'commit' ? this.commit() : this.abort())
  }

  /** The producer closes: a transaction that is open is undone, one that ends is waited for. Never rejects. */
  async leave(): Promise<void> {
    await Promise.allSettled(this.#underWay.values())
    if (this.#fatal === undefined && this.#state === 'in transaction') await this.abort().catch(() => {})
  }

  async #commit(): Promise<void> {
    this.#checkEnd('commit')
    if (this.#failure !== undefined) throw this.#mustAbort()
    this.#sealed = true
    await this.#host.flush()
    await Promise.allSettled(this.#offsets)
    if (this.#fatal !== undefined) throw this.#fatal
    if (this.#failure !== undefined) throw this.#mustAbort()
    await this.#end(true)
  }

  async #abort(): Promise<void> {
    this.#checkEnd('abort')
    this.#sealed = true
    this.#failure ??= new KafkaError('TRANSACTION_ABORTED', 'the transaction was aborted')
    this.#host.drop(dropped())
    await this.#host.flush()
    // An addition that reached the coordinator after the end would begin a transaction that nobody ends, offsets be part of the next.
    await this.#adding
    await Promise.allSettled(this.#offsets)
    // A commit that nobody waits for any more finds that it must not go on.
    await this.#underWay.get('commitTransaction')?.catch(() => {})
    if (this.#fatal !== undefined) throw this.#fatal
    await this.#end(false)
  }

  /** Begins it, unless it is under way, and waits for `maxBlockMs`. */
  async #wait(what: string, begin: () => Promise<void>): Promise<void> {
    const deadline = new Deadline(this.#cluster.options.world, { what, timeoutMs: this.#options.maxBlockMs })
    this.#deadline = deadline
    let underWay = this.#underWay.get(what)
    if (underWay === undefined) {
      underWay = begin()
      this.#underWay.set(what, underWay)
      // Asked for again it is tried again, or told why not.
      underWay.catch(() => this.#underWay.delete(what))
    }
    try {
      await deadline.race(underWay)
      this.#underWay.delete(what)
    } finally {
      if (this.#deadline === deadline) this.#deadline = undefined
      deadline.end()
    }
  }

  #checkEnd(what: 'commit' | 'abort'): void {
    if (this.#fatal !== undefined) throw this.#fatal
    if (this.#unfinished !== undefined && this.#unfinished !== what) {
      throw new KafkaError('INVALID_TXN_STATE', `the ${this.#unfinished} of this transaction is not known to be done: ${this.#unfinished} again`)
    }
    if (this.#state !== 'in transaction' && this.#unfinished === undefined) throw new KafkaError('INVALID_TXN_STATE', `${what}: no transaction is open`)
  }

  #mustAbort(): KafkaError {
    const { code, message } = this.#failure!
    return new KafkaError(code, `the transaction can only be aborted: ${message}`, { cause: this.#failure })
  }

  #fail(error: KafkaError): void {
    if (this.failure !== undefined) return
    if (FATAL.has(error.code)) this.#fatal = error
    else if (this.#state === 'in transaction') this.#failure = error
    // In a turn of its own: this is called while the dispatcher gives up batches.
    queueMicrotask(() => this.#host.poll())
  }

  async #end(committed: boolean): Promise<void> {
    this.#unfinished = committed ? 'commit' : 'abort'
    this.#state = 'ending'
    if (this.#started) {
      const maxVersion = this.#isV2 ? V2.endTxn : V1.endTxn
      const answer = await this.#request('transaction', this.transactionalId, EndTxnApi, { ...this.#ids(), committed }, maxVersion, ({ errorCode }) => errorCode)
        .catch((error: unknown) => {
          this.#fatalIf(error)
          this.#mayAbortAfter(error)
          throw error
        })
      if (this.#isV2 && answer.producerId >= 0) {
        this.#identity = { producerId: answer.producerId, epoch: answer.producerEpoch, isTransactional: true }
        this.#needsEpoch = false
      }
    }
    if (this.#needsEpoch && this.#identity !== undefined) await this.#newEpoch(this.#identity.producerId, this.#identity.epoch)
    this.#unfinished = undefined
    this.#failure = undefined
    this.#started = false
    this.#sealed = false
    this.#needsEpoch = false
    this.#added = new Set()
    this.#toAdd.clear()
    this.#state = 'ready'
  }

  /** The coordinator will not commit it: abort is left, as it is of one that failed before. */
  #mayAbortAfter(error: unknown): void {
    if (!(error instanceof KafkaError) || error.code !== 'TRANSACTION_ABORTABLE') return
    this.#unfinished = undefined
    this.#state = 'in transaction'
    this.#failure = error
  }

  #ids(): { readonly transactionalId: string; readonly producerId: number; readonly producerEpoch: number } {
    const { producerId, epoch } = this.#identity!
    return { transactionalId: this.transactionalId, producerId, producerEpoch: epoch }
  }

  #fatalIf(error: unknown): void {
    if (error instanceof KafkaError && FATAL.has(error.code)) this.#fatal ??= error
  }

  /** A producer id and epoch; with the current ones, the next epoch (KIP-360). */
  async #newEpoch(producerId: number, producerEpoch: number): Promise<void> {
    const { transactionalId, transactionTimeoutMs } = this.#options
    const request = { transactionalId, transactionTimeoutMs, producerId, producerEpoch }
    try {
      const answer = await this.#request('transaction', transactionalId, InitProducerIdApi, request, 5, ({ errorCode }) => errorCode)
      this.#identity = { producerId: answer.producerId, epoch: answer.producerEpoch, isTransactional: true }
      const limit = { what: 'InitProducerId', timeoutMs: this.#options.maxBlockMs }
      const connection = await within(this.#cluster.options.world, limit, async (signal) => (
        this.#cluster.connection(await this.#cluster.coordinator('transaction', transactionalId, { signal }), 'coordinator')))
      this.#isV2 = connection.feature('transaction.version') >= 2 && connection.versionOf(EndTxnApi) >= V2.endTxn
    } catch (error) {
      this.#fatalIf(error)
      throw error
    }
  }

  async #addPartitions(): Promise<void> {
    while (this.#toAdd.size > 0 && this.failure === undefined) {
      const wanted = [...this.#toAdd]
      this.#toAdd.clear()
      try {
        await this.#add(wanted.map(([, partition]) => partition))
        for (const [key] of wanted) this.#added.add(key)
      } catch (thrown) {
        this.#fail(toKafkaError(thrown, 'AddPartitionsToTxn'))
      }
    }
    this.#adding = undefined
    this.#host.poll()
  }

  async #add(partitions: readonly PartitionRef[]): Promise<void> {
    const topics = byLeader.group(partitions).map(([name, list]) => ({ name, partitions: list.map(({ partition }) => partition) }))
    const { transactionalId, producerId, producerEpoch } = this.#ids()
    this.#started = true
    await this.#request('transaction', transactionalId, AddPartitionsToTxnApi, {
      v3AndBelowTransactionalId: transactionalId, v3AndBelowProducerId: producerId, v3AndBelowProducerEpoch: producerEpoch, v3AndBelowTopics: topics,
    }, 3, ({ resultsByTopicV3AndBelow }) => (
      worst(resultsByTopicV3AndBelow.flatMap(({ resultsByPartition }) => resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode)))))
  }

  async #commitOffsets(offsets: readonly OffsetToSend[], group: TransactionGroup, signal: AbortSignal): Promise<void> {
    const { groupId, generationId = -1, memberId = '', groupInstanceId = null } = group
    const topics = byLeader.group(offsets).map(([name, list]) => ({
      name,
      partitions: list.map(({ partition, offset, leaderEpoch, metadata }) => ({
        partitionIndex: partition, committedOffset: offset, committedLeaderEpoch: leaderEpoch ?? -1, committedMetadata: metadata ?? '',
      })),
    }))
    const request = { ...this.#ids(), groupId, generationIdOrMemberEpoch: generationId, memberId, groupInstanceId, topics }
    await this.#request('group', groupId, TxnOffsetCommitApi, request, this.#isV2 ? V2.txnOffsetCommit : V1.txnOffsetCommit,
      (response) => worst(response.topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))), signal)
  }

  /** To a coordinator, until it succeeds, fails for good, or `maxBlockMs` have passed; what is part of a transaction, no longer than that may be committed. */
  async #request<Request, RequestInput, Response, ResponseInput>(
    type: CoordinatorType, key: string, api: Api<Request, RequestInput, Response, ResponseInput>, request: RequestInput,
    maxVersion: number | undefined, errorOf: (response: Response) => number, ending?: AbortSignal,
  ): Promise<Response> {
    const { world } = this.#cluster.options
    const isPart = api.name !== EndTxnApi.name && api.name !== InitProducerIdApi.name
    return withRetries(world, { what: api.name, timeoutMs: this.#options.maxBlockMs, pace: RETRY_PACE, signal: ending }, async (remaining, signal) => {
      try {
        if (isPart) this.#checkPart()
        const node = await this.#cluster.coordinator(type, key, { timeoutMs: remaining, signal })
        const response = await this.#cluster.send(node, api, request, { maxVersion, purpose: 'coordinator', signal })
        const errorCode = errorOf(response)
        if (errorCode !== 0) throw this.#errorOf(errorCode, `${api.name} of ${this.transactionalId}`)
        return response
      } catch (error) {
        if (this.#deadline !== undefined && error instanceof KafkaError) this.#deadline.last = error
        if (isPart) this.#checkPart()
        if (error instanceof KafkaError && error.retriable && error.code !== 'CONCURRENT_TRANSACTIONS') this.#cluster.forgetCoordinator(type, key)
        throw error
      }
    })
  }

  #checkPart(): void {
    if (this.#fatal !== undefined) throw this.#fatal
    if (this.#failure !== undefined) throw this.#mustAbort()
  }

  #errorOf(errorCode: number, context: string): KafkaError {
    // An older word for the same: somebody else has the transactional id.
    if (errorCode === ErrorCode.INVALID_PRODUCER_EPOCH) return protocolError(ErrorCode.PRODUCER_FENCED, context)
    return protocolError(errorCode, context)
  }
}

function dropped(): KafkaError {
  return new KafkaError('TRANSACTION_ABORTED', 'the transaction that the record belongs to was aborted before the record had its place in a batch')
}

/** The error that decides: one that is for good before one that may pass, and those before "not attempted". */
function worst(errorCodes: readonly number[]): number {
  const failed = errorCodes.filter((code) => code !== 0)
  if (failed.length === 0) return 0
  const rank = (code: number): number => (code === ErrorCode.OPERATION_NOT_ATTEMPTED ? 2 : protocolError(code, '').retriable ? 1 : 0)
  return failed.toSorted((a, b) => rank(a) - rank(b))[0]!
}
