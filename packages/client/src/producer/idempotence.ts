/**
 * The producer id of an idempotent producer (KIP-98) and its epoch bumps (KIP-360). Transactions add their own state
 * on top. One request is under way at a time; the dispatcher waits for `identity`.
 */
import { InitProducerIdApi } from '@odradek/protocol/internal'
import type { Cluster } from '../cluster.ts'
import { KafkaError, protocolError } from '../errors.ts'
import { withRetries } from '../retry.ts'
import type { ProducerIdentity } from './partition-queue.ts'

const MAX_EPOCH = 0x7fff

/** Where producer id and epoch come from: the idempotent producer's own, or its transactions. */
export interface ProducerIdentities {
  readonly identity: ProducerIdentity | undefined
  /** Asks for an id when there is none. */
  ensure(timeoutMs: number): Promise<void>
  /** Sequences of this identity have a gap. */
  bump(failed: ProducerIdentity): void
}

/** What transactions have to say about sending. */
export interface TransactionGate {
  readonly transactionalId: string
  /** Set when nothing of the open transaction can be sent any more. */
  readonly failure: KafkaError | undefined
  readonly maxProduceVersion: number
  mayProduce(topic: string, partition: number): boolean
}

export class Idempotence implements ProducerIdentities {
  readonly #cluster: Cluster
  #identity: ProducerIdentity | undefined
  #asking: Promise<void> | undefined

  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  get identity(): ProducerIdentity | undefined {
    return this.#identity
  }

  /** Asks for an id when there is none. */
  ensure(timeoutMs: number): Promise<void> {
    if (this.#identity !== undefined) return Promise.resolve()
    this.#asking ??= this.#ask(timeoutMs).finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #ask(timeoutMs: number): Promise<void> {
    const { options } = this.#cluster
    const pace = { firstMs: options.retryBackoffMs, maxMs: options.retryBackoffMaxMs }
    const retry = { what: 'InitProducerId', timeoutMs, pace }
    this.#identity = await withRetries(options.world, retry, async (_, signal) => {
      const response = await this.#cluster.send('any', InitProducerIdApi, {
        transactionalId: null,
        transactionTimeoutMs: 0x7fffffff,
        producerId: -1,
        producerEpoch: -1,
      }, { signal })
      if (response.errorCode !== 0) throw protocolError(response.errorCode, 'InitProducerId')
      return { producerId: response.producerId, epoch: response.producerEpoch }
    })
  }

  /**
   * A gap in the sequences cannot be filled: the epoch goes up and every partition counts from 0 again as soon as
   * nothing of it is in flight. Done without asking the broker, as the Java client does.
   */
  bump(failed: ProducerIdentity): void {
    const current = this.#identity
    if (current === undefined || current.epoch !== failed.epoch || current.producerId !== failed.producerId) return
    this.#identity = current.epoch >= MAX_EPOCH ? undefined : { producerId: current.producerId, epoch: current.epoch + 1 }
  }
}

export function isFatalForIdempotence(error: KafkaError): boolean {
  return ['CLUSTER_AUTHORIZATION_FAILED', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH'].includes(error.code)
}
