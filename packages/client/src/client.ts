/** The door: `createKafka` and what it makes. Producers, consumers and admins of one client share nothing but options. */
import { type World, withLog } from '@odradek/platform'
import { nodeWorld, stderrLog } from '@odradek/platform/node'
import { Admin } from './admin/admin.ts'
import { Cluster } from './cluster.ts'
import { Consumer } from './consumer/consumer.ts'
import { sendToDeadLetterTopic } from './consumer/delivery/dead-letter.ts'
import type { ConsumerOptions } from './consumer/options.ts'
import { checkNames } from './known-options.ts'
import { type ClientOptions, resolveOptions } from './options.ts'
import type { ProducerOptions } from './producer/options.ts'
import { Producer } from './producer/producer.ts'
import { logFor } from './telemetry/logger.ts'
import { TransactionalProducer, type TransactionalProducerOptions } from './producer/transactional-producer.ts'

export class Kafka {
  readonly options: ClientOptions
  /** Clock, timers, network, randomness and log of everything this client makes. */
  readonly world: World

  constructor(options: ClientOptions) {
    checkNames('createKafka', options)
    this.options = options
    this.world = worldOf(options)
    // Bad options are said here, not at the first request.
    resolveOptions(options, this.world)
  }

  /** A cluster connection of its own; the caller closes it. */
  cluster(): Cluster {
    return new Cluster(resolveOptions(this.options, this.world))
  }

  /** @throws KafkaError INVALID_CONFIG. */
  producer(options: ProducerOptions = {}): Producer {
    checkNames('producer', options)
    const cluster = this.cluster()
    return new Producer(cluster, options, () => cluster.close())
  }

  /** Records that become visible together; `initTransactions` comes first. @throws KafkaError INVALID_CONFIG. */
  transactionalProducer(options: TransactionalProducerOptions): TransactionalProducer {
    checkNames('transactionalProducer', options)
    const cluster = this.cluster()
    return new TransactionalProducer(cluster, options, () => cluster.close())
  }

  /** @throws KafkaError INVALID_CONFIG. */
  consumer(options: ConsumerOptions = {}): Consumer {
    checkNames('consumer', options)
    const cluster = new Cluster(resolveOptions(this.options, this.world), { reusesFrames: options.reuseBuffers ?? false })
    let producer: Producer | undefined
    const send = sendToDeadLetterTopic(() => (producer ??= this.producer()))
    return new Consumer(cluster, options, send, async () => {
      await producer?.close()
      await cluster.close()
    })
  }

  /** It has no options of its own. */
  admin(options: Readonly<Record<string, never>> = {}): Admin {
    checkNames('admin', options)
    return new Admin(this.cluster())
  }
}

/** A `logger` goes before the log of a given world, and that before stderr. */
function worldOf({ logger, world, clientId = 'odradek' }: ClientOptions): World {
  if (logger === undefined) return world ?? nodeWorld({ log: stderrLog('warn', clientId) })
  const real = world ?? nodeWorld()
  return withLog(real, logFor(logger, clientId, () => real.clock.wallMs()))
}

/** Options in, a client out; nothing is connected until it is used. */
export function createKafka(options: ClientOptions): Kafka {
  return new Kafka(options)
}
