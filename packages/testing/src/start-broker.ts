/**
 * A whole broker in this process, for tests: on a free port, in a scratch directory that goes with it, without output.
 * Several can run at once. Owned by the test that started it; `close` leaves no handle and no file behind.
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBroker as start } from '@odradek/broker'
import type { World } from '@odradek/platform'
import { nodeWorld } from '@odradek/platform/node'
import { type Kafka, createKafka } from '@odradek/client'

export interface TestBrokerOptions {
  /** 0 (default) takes a free one. */
  readonly port?: number
  /** Keeps its data here, and leaves it. Default: a scratch directory, removed on close. */
  readonly dataDir?: string
  /** Topics to create before the broker is handed over: name to number of partitions. */
  readonly topics?: Readonly<Record<string, number>>
  /** Kafka's broker keys, over the defaults of a test broker. */
  readonly config?: Readonly<Record<string, string | number | boolean>>
  /** A simulated world, for example. Default: the real one, silent. */
  readonly world?: World
}

export interface TestBroker {
  /** `127.0.0.1:<port>`, for `bootstrap.servers` of any client. */
  readonly bootstrap: string
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly clusterId: string
  /** A client of this broker; what it makes is the caller's to close. */
  client(): Kafka
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Few partitions and no flush timers worth the name: a test wants a broker that is there at once and gone at once. */
const testDefaults = {
  'group.initial.rebalance.delay.ms': 0,
  'offsets.topic.num.partitions': 1,
  'group.min.session.timeout.ms': 100,
}

/** Starts a broker. Ready in tens of milliseconds. @throws BrokerStartError, ConfigError; KafkaError when a topic cannot be made */
export async function startBroker(options: TestBrokerOptions = {}): Promise<TestBroker> {
  const world = options.world ?? nodeWorld()
  const dataDir = options.dataDir ?? join(tmpdir(), `odradek-test-${world.random.uuid()}`)
  const broker = await start({
    world,
    config: { ...testDefaults, listeners: `PLAINTEXT://127.0.0.1:${options.port ?? 0}`, 'log.dirs': dataDir, ...options.config },
  })
  const listener = broker.listeners[0]
  if (listener === undefined) throw new Error('the broker has no listener')
  const bootstrap = `${listener.host}:${listener.port}`
  const client = (): Kafka => createKafka({ brokers: [bootstrap], ...(options.world === undefined ? {} : { world }) })
  const close = async (): Promise<void> => {
    await broker.close()
    if (options.dataDir === undefined) world.fs.removeTree(dataDir)
  }
  try {
    await createTopics(client, options.topics)
  } catch (error) {
    // Nobody else holds the broker yet.
    await close()
    throw error
  }
  return { bootstrap, host: listener.host, port: listener.port, dataDir, clusterId: broker.clusterId, client, close, [Symbol.asyncDispose]: close }
}

async function createTopics(client: () => Kafka, topics: Readonly<Record<string, number>> | undefined): Promise<void> {
  if (topics === undefined) return
  const admin = client().admin()
  try {
    await admin.createTopics(Object.entries(topics).map(([name, partitions]) => ({ name, partitions })))
  } finally {
    await admin.close()
  }
}

