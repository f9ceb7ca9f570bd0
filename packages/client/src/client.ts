/** The door: `createKafka` and what it makes. Producers, consumers and admins of one client share nothing but options. */
import { nodeWorld } from '@odradek/platform/node'
import { Admin } from './admin/admin.ts'
import { Cluster } from './cluster.ts'
import { type ClientOptions, resolveOptions } from './options.ts'
import { Producer, type ProducerOptions } from './producer/producer.ts'

export class Kafka {
  readonly options: ClientOptions

  constructor(options: ClientOptions) {
    this.options = options
    // Bad options are said here, not at the first request.
    resolveOptions(options, options.world ?? nodeWorld())
  }

  /** A cluster connection of its own; the caller closes it. */
  cluster(): Cluster {
    return new Cluster(resolveOptions(this.options, this.options.world ?? nodeWorld()))
  }

  producer(options: ProducerOptions = {}): Producer {
    const cluster = this.cluster()
    return new Producer(cluster, options, () => cluster.close())
  }

  admin(): Admin {
    return new Admin(this.cluster())
  }
}

/** Options in, a client out; nothing is connected until it is used. */
export function createKafka(options: ClientOptions): Kafka {
  return new Kafka(options)
}
