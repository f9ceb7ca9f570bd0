/**
 * The door: `createKafka` and what it makes. Each producer, consumer and admin has a Cluster (connections and metadata)
 * of its own; what they share is options, and the end: `close` closes them all.
 */
import { type World, withLog } from '@odradek/platform'
import { nodeWorld, stderrLog } from '@odradek/platform/node'
import { MetadataApi } from '@odradek/protocol/internal'
import { Admin } from './admin/admin.ts'
import { abortSignal, callOptions, milliseconds, orInfinity, verify } from './checks.ts'
import { Cluster, type WaitOptions } from './cluster.ts'
import { Consumer } from './consumer/consumer.ts'
import { sendToDeadLetterTopic } from './consumer/delivery/dead-letter.ts'
import { type ConsumerOptions, resolveConsumerOptions } from './consumer/options.ts'
import { withTimeLeft } from './deadline.ts'
import { KafkaError } from './errors.ts'
import type { BrokerAddress } from './metadata.ts'
import { adminOptions, type ClientOptions, type GivenOptions, resolveOptions, type ResolvedOptions } from './options.ts'
import type { ProducerOptions, TransactionalProducerOptions } from './producer/options.ts'
import { Producer } from './producer/producer.ts'
import { TransactionalProducer } from './producer/transactional-producer.ts'
import { logFor } from './telemetry/logger.ts'
import { type ConnectionMetrics, Counters } from './telemetry/metrics.ts'

export class Kafka {
  readonly options: ClientOptions
  /** Clock, timers, network, randomness and log of everything this client makes. */
  readonly world: World
  readonly #counters = new Counters()

  readonly #resolved: ResolvedOptions

  constructor(options: ClientOptions) {
    // Bad options are said here, not at the first request.
    this.#resolved = resolveOptions(options, worldOf)
    this.options = options
    this.world = this.#resolved.world
  }

  /** What all connections of this client have counted, those of everything that was made from it and is closed included. */
  metrics(): ConnectionMetrics {
    return this.#counters.snapshot()
  }

  /** @internal A cluster connection of its own; the caller closes it. @throws KafkaError CLOSED. */
  cluster(): Cluster {
    return this.#cluster()
  }

  /** @throws KafkaError INVALID_CONFIG, CLOSED. */
  producer(options: ProducerOptions = {}): Producer {
    return this.#producer(options, this.#cluster())
  }

  /** Records that become visible together; `initTransactions` comes first. @throws KafkaError INVALID_CONFIG, CLOSED. */
  transactionalProducer(options: TransactionalProducerOptions): TransactionalProducer {
    const cluster = this.#cluster()
    return this.#made(cluster, new TransactionalProducer(cluster, options, () => cluster.close()))
  }

  /** @throws KafkaError INVALID_CONFIG, CLOSED. */
  consumer(options: ConsumerOptions = {}): Consumer {
    const resolved = resolveConsumerOptions(options)
    const cluster = this.#cluster(resolved.reuseBuffers)
    let producer: Producer | undefined
    // A consumer that is being closed with the client still puts aside what it has to.
    const send = sendToDeadLetterTopic(() => (producer ??= this.#producer({}, this.#newCluster())))
    return this.#made(cluster, new Consumer(cluster, resolved, send, async () => {
      try {
        // What it still has is of a handler that was not waited for: its record comes again.
        await producer?.close({ timeoutMs: 0 })
      } finally {
        await cluster.close()
      }
    }))
  }

  /** It has no options of its own. @throws KafkaError CLOSED. */
  admin(options: Readonly<Record<string, never>> = {}): Admin {
    adminOptions.take(options)
    const cluster = this.#cluster()
    return this.#made(cluster, new Admin(cluster))
  }

  /**
   * Asks the cluster who it is, over a connection made for this: shows that brokers can be reached and take our
   * credentials. For health checks.
   * @param options `timeoutMs`: default 5,000.
   * @throws KafkaError CONNECTION_FAILED, AUTHENTICATION_FAILED, TIMEOUT, ABORTED, CLOSED.
   */
  async ping(options: WaitOptions = {}): Promise<PingReport> {
    verify(waitOptions, options, 'ping: options')
    const { timeoutMs = 5000, signal } = options
    const cluster = this.#cluster()
    const { clock } = this.world
    try {
      return await cluster.within('ping', { timeoutMs, signal }, async () => {
        const connection = await cluster.anyConnection()
        const startedAt = clock.monotonicMs()
        const response = await connection.request(MetadataApi, { topics: [], allowAutoTopicCreation: false })
        const latencyMs = clock.monotonicMs() - startedAt
        cluster.metadata.update(response, startedAt)
        const { clusterId, controllerId } = cluster.metadata
        return { clusterId, controllerId, brokers: cluster.metadata.brokers(), latencyMs }
      })
    } finally {
      await cluster.close()
    }
  }

  /**
   * Closes everything that was made from this: consumers first, which may still need the producers to finish what they
   * were handed, then the rest. Nothing can be made from it afterwards.
   * @param options `timeoutMs`: for all of it, default 30,000.
   * @throws KafkaError of the first that did not close in order; all are closed then.
   */
  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    try {
      verify(closeOptions, options, 'close: options')
    } catch (error) {
      return Promise.reject(error as KafkaError)
    }
    this.#closing ??= this.#close(options.timeoutMs ?? 30_000)
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** What was made, until its cluster is closed. */
  readonly #open = new Map<Cluster, Closes>()
  #closing: Promise<void> | undefined

  async #close(timeoutMs: number): Promise<void> {
    const left = withTimeLeft(this.world.clock, { timeoutMs })
    const isConsumer = (each: Closes): each is Consumer => each instanceof Consumer
    const consumers = await Promise.allSettled([...this.#open.values()].filter(isConsumer).map((each) => each.stop({ timeoutMs: left.timeoutMs })))
    const others = await Promise.allSettled([...this.#open.values()].map((each) => each.close({ timeoutMs: left.timeoutMs })))
    for (const outcome of [...consumers, ...others]) if (outcome.status === 'rejected') throw outcome.reason
  }

  /** @throws KafkaError CLOSED. */
  #cluster(reusesFrames = false): Cluster {
    if (this.#closing !== undefined) throw new KafkaError('CLOSED', 'this client was closed')
    return this.#newCluster(reusesFrames)
  }

  #newCluster(reusesFrames = false): Cluster {
    const cluster: Cluster = new Cluster(this.#resolved, { reusesFrames, counters: new Counters(this.#counters), onClose: () => void this.#open.delete(cluster) })
    return cluster
  }

  #producer(options: ProducerOptions, cluster: Cluster): Producer {
    return this.#made(cluster, new Producer(cluster, options, () => cluster.close()))
  }

  #made<T extends Closes>(cluster: Cluster, made: T): T {
    this.#open.set(cluster, made)
    return made
  }
}

const limit = orInfinity(milliseconds, 'as long as it takes')
const waitOptions = callOptions<WaitOptions>({ timeoutMs: limit, signal: abortSignal })
const closeOptions = callOptions<{ readonly timeoutMs?: number }>({ timeoutMs: limit })

interface Closes {
  close(options?: { readonly timeoutMs?: number }): Promise<void>
}

/** What a cluster says of itself. */
export interface PingReport {
  /** Null from brokers that do not say. */
  readonly clusterId: string | null
  /** Node id; -1 while there is none. */
  readonly controllerId: number
  readonly brokers: readonly BrokerAddress[]
  /** How long the answer took, connecting not counted. */
  readonly latencyMs: number
}

/** A `logger` goes before the log of a given world, and that before stderr. */
function worldOf({ logger, world, clientId }: GivenOptions): World {
  if (logger === undefined) return world ?? nodeWorld({ log: stderrLog('warn', clientId) })
  const real = world ?? nodeWorld()
  return withLog(real, logFor(logger, clientId, () => real.clock.wallMs()))
}

/** Options in, a client out; nothing is connected until it is used. */
export function createKafka(options: ClientOptions): Kafka {
  return new Kafka(options)
}
