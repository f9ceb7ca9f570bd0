/**
 * Starting and stopping a broker: the only place that wires. Everything a part needs is handed to it here; nothing
 * else in this package makes a LogManager, a store, a coordinator or a server.
 *
 * Order of the start: ports, data directories, metadata store, cluster membership, and only then are requests read. So
 * a port that is taken leaves the disk untouched, and a client never sees a broker that does not know its cluster.
 */
import { invariant, type World } from '@odradek/platform'
import { GroupCoordinator } from '@odradek/coordinator/internal'
import { LogManager, readMetaProperties, type LogConfig, type PartitionLog } from '@odradek/storage/internal'
import { EmbeddedZnodeStore } from '@odradek/zookeeper/internal'
import { brokerSources, openAdminEndpoint, type AdminEndpoint } from './admin-endpoint/index.ts'
import type { FoundPartition } from './cluster/adoption.ts'
import { ClusterNode } from './cluster/cluster-node.ts'
import { BrokerConfig, descriptorsLeft, logManagerSettings, type BrokerConfigInput } from './config/index.ts'
import { NO_GIVEN_ID } from './cluster/controller/producer-id-blocks.ts'
import { groupConfigOf } from './groups/group-config.ts'
import { followLeadership } from './groups/leadership.ts'
import { OFFSETS_TOPIC, OffsetsWriter } from './groups/offsets-log.ts'
import { servedHandlers } from './handlers/index.ts'
import { Turns } from './limits/turns.ts'
import { createMetrics } from './metrics/index.ts'
import { FetchSessions } from './replica/fetch-sessions.ts'
import type { Partition } from './replica/partition.ts'
import { partitionOf } from './cluster/image.ts'
import { readTopics } from './cluster/known-topics.ts'
import { ownerIn, ownerNow, tellLateOrphans, tellOrphans } from './orphans.ts'
import { ReplicaManager } from './replica/replica-manager.ts'
import { advertisedEndpoints, listenersToBind, loopbackWarnings } from './server/endpoints.ts'
import { Server, type BoundListener } from './server/server.ts'
import type { BrokerServices } from './services.ts'
import { BrokerStartError, dataError, listenError } from './start-error.ts'
import { StartCleanup } from './start-cleanup.ts'
import { startUpkeep, type Upkeep } from './upkeep.ts'
import { version } from './version.ts'

export interface StartBrokerOptions {
  readonly world: World
  /** Checked, or Kafka's keys with values (`{ 'log.dirs': '/data', listeners: 'PLAINTEXT://127.0.0.1:9092' }`). */
  readonly config: BrokerConfig | BrokerConfigInput
  /**
   * Takes over what the metadata store does not know: folders (of Apache Kafka, or of metadata that is lost) become topics, and
   * damaged metadata is gone on from as far as it can be read. Default false.
   */
  readonly adopt?: boolean
}

export interface Broker {
  readonly brokerId: number
  readonly clusterId: string
  /** Where it really listens (port 0 has become a number). */
  readonly listeners: readonly { readonly name: string; readonly host: string; readonly port: number }[]
  /** What clients are told about them. */
  readonly advertised: readonly { readonly name: string; readonly host: string; readonly port: number }[]
  /** Of the admin endpoint, when there is one. */
  readonly adminUrl: string | undefined
  /** What the parts see of one another; for tests and tools of this repository. */
  readonly services: BrokerServices
  /** Ends in order: no request is cut in the middle, everything is on disk. Idempotent. */
  close(): Promise<void>
}

/**
 * The files of the metadata store lie in the first data directory itself: Apache Kafka, started on the same directory,
 * passes over files it does not know and refuses folders that are no partition's.
 */
export const METADATA_PREFIX = 'metadata-'

/** How long a stop waits for appends to be durable, before those who wait for them are told that it is not known. */
const SETTLE_WAIT_MS = 5000

/** Of the machine's memory, what fetches that wait may take. */
const PARKED_FETCHES_SHARE = 0.05
/** The same for fetch sessions and for the members of groups, when nothing was said. */
const FETCH_SESSIONS_SHARE = 0.02
const GROUPS_SHARE = 0.1

function bytesOrShare(bytes: number, { process }: World, share: number): number {
  return bytes >= 0 ? bytes : Math.floor(process.memoryBytes() * share)
}

/**
 * Starts a broker that is ready to serve when the promise resolves.
 * @throws ConfigError, BrokerStartError: a sentence for a person; nothing is left behind then.
 */
export async function startBroker(options: StartBrokerOptions): Promise<Broker> {
  const { world } = options
  const config = options.config instanceof BrokerConfig ? options.config : BrokerConfig.from(options.config)
  const directories = config.dataDirectories
  if (directories.length === 0) throw new BrokerStartError('NO_DIRECTORY', 'No data directory is set; set log.dirs.')
  const server = new Server(world, config)
  const bound = await bindAll(world, server, config)
  const cleanup = new StartCleanup(world.fs, directories)
  try {
    return await new Assembly(world, config, server, bound, cleanup, options.adopt === true).start()
  } catch (error) {
    await server.close()
    throw dataError(error, directories)
  }
}

async function bindAll(world: World, server: Server, config: BrokerConfig): Promise<BoundListener[]> {
  const admin = config.get('odradek.admin.listener')
  const bound: BoundListener[] = []
  for (const listener of listenersToBind(config)) {
    try {
      bound.push(...(await server.bind([listener])))
    } catch (error) {
      await server.close()
      throw listenError(error, listener, 'listeners')
    }
  }
  if (admin !== null && admin !== '') {
    const colon = admin.lastIndexOf(':')
    const address = { host: admin.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(admin.slice(colon + 1)) }
    try {
      // Taken for good when there is something to show; a port that is not free shall be noticed before that.
      const trial = await world.transport.listen(address, (connection) => connection.destroy())
      await trial.close()
    } catch (error) {
      await server.close()
      throw listenError(error, address, 'odradek.admin.listener')
    }
  }
  return bound
}

/** The parts, while they are being put together and until they are taken apart. */
class Assembly {
  private readonly world: World
  private readonly config: BrokerConfig
  private readonly turns: Turns
  private readonly server: Server
  private readonly bound: readonly BoundListener[]
  private readonly cleanup: StartCleanup
  private readonly adopt: boolean
  private logs: LogManager | undefined
  private store: EmbeddedZnodeStore | undefined
  /**
   * Rejects when the metadata store cannot write. Later it waits for a disk that fails to come back; at the start
   * that would be a broker that never says why it does not get ready.
   */
  private readonly storeFailed: Promise<never>
  private failStore: (reason: Error | undefined) => void = () => {}
  private node: ClusterNode | undefined
  private replicas: ReplicaManager | undefined
  private groups: GroupCoordinator | undefined
  private upkeep: Upkeep | undefined
  private admin: AdminEndpoint | undefined
  private leadershipChanged: (partition: Partition) => void = () => {}
  private closing: Promise<void> | undefined

  constructor(world: World, config: BrokerConfig, server: Server, bound: readonly BoundListener[], cleanup: StartCleanup, adopt: boolean) {
    this.world = world
    this.config = config
    this.turns = new Turns(world)
    this.server = server
    this.bound = bound
    this.cleanup = cleanup
    this.adopt = adopt
    this.storeFailed = new Promise((_resolve, reject) => {
      this.failStore = reject
    })
    this.storeFailed.catch(() => {}) // nobody listens any more once the broker is ready
  }

  async start(): Promise<Broker> {
    try {
      const services = await Promise.race([this.assemble(), this.storeFailed])
      return {
        brokerId: services.brokerId,
        clusterId: services.clusterId,
        listeners: this.bound.map(({ name, host, port }) => ({ name, host, port })),
        advertised: services.endpoints.map(({ listenerName, host, port }) => ({ name: listenerName, host, port })),
        adminUrl: this.admin?.url,
        services,
        close: () => (this.closing ??= this.close()),
      }
    } catch (error) {
      await this.abandon()
      throw error
    }
  }

  private async assemble(): Promise<BrokerServices> {
    const { world, config, server, bound } = this
    const brokerId = this.chooseBrokerId()
    const logs = await this.openLogs(brokerId)
    const node = await this.openNode(brokerId, logs)
    const metrics = createMetrics()
    const replicas = this.openReplicas(brokerId, logs, node)
    const groups = this.openGroups(replicas, node)
    const endpoints = await advertisedEndpoints(world, config, bound)
    for (const warning of loopbackWarnings(bound, endpoints)) world.log.warn(warning)
    const services: BrokerServices = {
      world,
      config,
      brokerId,
      clusterId: node.clusterId,
      endpoints,
      metadata: node.metadata,
      configStore: node.configStore,
      logs,
      replicas,
      fetchSessions: new FetchSessions(world, (topicId) => replicas.nameOf(topicId), {
        slots: config.get('max.incremental.fetch.session.cache.slots'),
        maxBytes: bytesOrShare(config.get('odradek.fetch.sessions.bytes.max'), world, FETCH_SESSIONS_SHARE),
      }),
      groups,
      controller: node.channel,
      admin: node.admin,
      producerIds: node.producerIds,
      connections: server,
      events: metrics,
      turns: this.turns,
      handlers: servedHandlers,
    }
    this.leadershipChanged = followLeadership(groups, world)
    await node.start(endpoints, replicas)
    this.upkeep = startUpkeep({ world, config, logs, replicas, groups })
    const listener = config.get('odradek.admin.listener')
    if (listener !== null && listener !== '') {
      this.admin = await openAdminEndpoint({ world, config, metrics, sources: brokerSources(services, version), listener })
    }
    shareDescriptors(server, logs, world)
    server.serve(services)
    return services
  }

  /** The configured one, else that of the data directory, else 0. */
  private chooseBrokerId(): number {
    const { config, world } = this
    if (config.brokerId >= 0) return config.brokerId
    for (const directory of config.dataDirectories) {
      const nodeId = readMetaProperties(world.fs, directory)?.nodeId
      if (nodeId !== undefined) return nodeId
    }
    return 0
  }

  private async openLogs(brokerId: number): Promise<LogManager> {
    const { world, config } = this
    this.logs = await LogManager.open({
      world,
      directories: config.dataDirectories,
      brokerId,
      // Before the store is open nobody knows what was set for a topic; `followConfigs` catches up.
      configFor: (topic) => config.logConfigFor(this.node?.configStore.topicOverrides(topic)),
      listener: {
        written: (log: PartitionLog) => this.replicas?.written(log),
        logStartMoved: (log: PartitionLog) => this.replicas?.logStartMoved(log),
        directoryFailed: (path, error) => {
          world.log.error({ directory: path, error: error.message }, 'a data directory has failed; its partitions are offline')
          this.replicas?.directoryFailed(path)
        },
        logFailed: (log: PartitionLog) => this.replicas?.logFailed(log),
        directoryRecovered: (path) => {
          world.log.warn({ directory: path }, 'a data directory is back')
          if (this.node !== undefined) tellLateOrphans(world.log, this.logs?.recognize(ownerNow(this.replicas, this.node), path) ?? [])
          this.replicas?.directoryRecovered(path)
        },
      },
      settings: logManagerSettings(config, world.process),
    })
    this.cleanup.locked()
    return this.logs
  }

  private async openNode(brokerId: number, logs: LogManager): Promise<ClusterNode> {
    const { world, config, turns } = this
    const { fs, clock, scheduler, log } = world
    const path = config.dataDirectories[0] as string
    moveOldMetadata(fs, path)
    const store = await EmbeddedZnodeStore.open({ fs, path, prefix: METADATA_PREFIX, clock, scheduler, log, salvage: this.adopt })
    this.store = store
    store.onSession((state) => state === 'disconnected' && this.failStore(store.failure))
    const adopt = this.adopt ? foundIn(logs) : undefined
    const highestProducerId = highestProducerIdIn(logs)
    const makeRoom = (topic: string, fromPartition: number): Promise<boolean> => logs.setAside(topic, fromPartition)
    this.node = await ClusterNode.open({ world, config, brokerId, store, proposedClusterId: logs.clusterId, adopt, highestProducerId, makeRoom, turns })
    const { clusterId, configStore, metadata } = this.node
    if (logs.clusterId !== undefined && logs.clusterId !== clusterId) {
      const message = `The data directory ${config.dataDirectories.join(', ')} belongs to cluster ${logs.clusterId}, ` +
        `and the metadata in ${path} (${METADATA_PREFIX}*) to cluster ${clusterId}.`
      throw new BrokerStartError('CLUSTER_ID_MISMATCH', message)
    }
    logs.setClusterId(clusterId)
    await recognizeFolders(log, logs, store, brokerId)
    followConfigs(config, configStore, logs)
    // Now every topic's `flush.messages` is known.
    await logs.settled()
    metadata.onChange(({ deletedTopics }) => {
      for (const { name } of deletedTopics) logs.forgetConfig(name)
      if (deletedTopics.length > 0) this.groups?.topicsDeleted(deletedTopics.map(({ name }) => name))
    })
    return this.node
  }

  private openReplicas(brokerId: number, logs: LogManager, node: ClusterNode): ReplicaManager {
    const { metadata } = node
    this.replicas = new ReplicaManager(logs, {
      world: this.world,
      brokerId,
      replicaLagTimeMaxMs: this.config.get('replica.lag.time.max.ms'),
      parkedFetchBytes: Math.floor(this.world.process.memoryBytes() * PARKED_FETCHES_SHARE),
      brokerEpoch: () => node.brokerEpoch,
      isKnown: (topic, index) => partitionOf(metadata.current().topics.get(topic), index) !== undefined,
      isKnownId: (topicId) => metadata.current().topicById.has(topicId),
      isAlive: (id) => metadata.current().brokers.has(id),
      alterPartition: (request) => node.channel.alterPartition(request),
      disksRecovered: (partitions) => node.controller.disksRecovered(brokerId, partitions),
      leadershipChanged: (partition) => this.leadershipChanged(partition),
    })
    return this.replicas
  }

  private openGroups(replicas: ReplicaManager, node: ClusterNode): GroupCoordinator {
    const { world, config } = this
    const { metadata } = node
    const maxGroupBytes = bytesOrShare(config.get('odradek.groups.bytes.max'), world, GROUPS_SHARE)
    this.groups = new GroupCoordinator({
      writer: new OffsetsWriter(replicas, world.clock, () => config.get('offsets.commit.timeout.ms')),
      timer: { after: (ms, fn) => world.scheduler.after(ms, fn, { background: true }) },
      clock: world.clock,
      newMemberId: (prefix) => `${prefix}-${world.random.uuid()}`,
      config: () => groupConfigOf(config, maxGroupBytes),
      partitionCount: () => metadata.current().topics.get(OFFSETS_TOPIC)?.partitions.length ?? config.get('offsets.topic.num.partitions'),
      log: world.log,
      topics: {
        exists: (name) => metadata.current().topics.has(name),
        hasPartition: (name, index) => partitionOf(metadata.current().topics.get(name), index) !== undefined,
        idOf: (name) => metadata.current().topics.get(name)?.id,
        nameOf: (id) => metadata.current().topicById.get(id)?.name,
      },
    })
    return this.groups
  }

  private async close(): Promise<void> {
    const { logs, node } = this
    invariant(logs !== undefined && node !== undefined, 'a broker that was never started is closed')
    const { scheduler } = this.world
    this.upkeep?.stop()
    // First nothing new is begun, and what would take long is left to the next start.
    this.server.quieten()
    this.replicas?.stopOrders()
    this.turns.hurry()
    await this.admin?.close()
    await this.server.stopListening()
    await node.stop()
    // What has been appended is written, made durable where that is waited for, and answered, before everybody who still
    // waits is sent away. A device that hangs is not waited for here.
    await this.turns.next()
    const enough = new AbortController()
    await Promise.race([logs.settled(), scheduler.sleep(SETTLE_WAIT_MS, { background: true, signal: enough.signal }).catch(() => {})])
    enough.abort()
    await new Promise<void>((resolve) => void scheduler.nextTurn(resolve))
    this.groups?.shutdown()
    this.replicas?.close()
    await this.server.close()
    await this.store?.close()
    await logs.close(node.brokerEpoch)
  }

  /** The start has failed half-way: gives everything back, and removes what was made. */
  private async abandon(): Promise<void> {
    this.upkeep?.stop()
    await this.admin?.close().catch(() => {})
    await this.server.close()
    await this.node?.stop().catch(() => {})
    this.groups?.shutdown()
    this.replicas?.close()
    await this.store?.close().catch(() => {})
    await this.logs?.close().catch(() => {})
    this.cleanup.undo()
  }
}

/**
 * The store once had a folder of its own. A start that is cut off in here is gone on with by the next. A file that has its
 * place already is newer, and what is not the store's stays where it is.
 */
function moveOldMetadata(fs: World['fs'], directory: string): void {
  const old = `${directory}/metadata`
  if (fs.stat(old)?.isDirectory !== true) return
  const files = fs.list(old)
  const own = files.filter(({ name }) => /^\d+\.(snapshot|journal)(\.tmp)?$/.test(name))
  if (own.length === 0 && files.length > 0) return
  for (const { name } of own) {
    const place = `${directory}/${METADATA_PREFIX}${name}`
    if (name.endsWith('.tmp') || fs.exists(place)) fs.remove(`${old}/${name}`)
    else fs.rename(`${old}/${name}`, place)
  }
  // First the folder that gains names: at no moment shall a file have none.
  fs.syncDirectory(directory)
  fs.syncDirectory(old)
  if (own.length < files.length) return
  fs.removeTree(old)
  fs.syncDirectory(directory)
}

async function recognizeFolders(log: World['log'], logs: LogManager, store: EmbeddedZnodeStore, brokerId: number): Promise<void> {
  const topics = await readTopics(store)
  if (topics === undefined) throw new BrokerStartError('STORE_UNAVAILABLE', 'The metadata store does not tell which topics there are.')
  const replicas = new Set([...topics.values()].flatMap((topic) => [...topic?.partitions.values() ?? []].flatMap((one) => one.replicas)))
  if (replicas.size > 0 && !replicas.has(brokerId)) {
    const message = `The metadata is of broker ${[...replicas].join(', ')}, and this is broker ${brokerId}: none of its partitions ` +
      'would be served. Set broker.id to that number.'
    throw new BrokerStartError('BROKER_ID_MISMATCH', message)
  }
  tellOrphans(log, logs.recognize(ownerIn(topics)), logs.strays(), topics)
}

/** Connections come first: a process whose log files took all descriptors would accept nobody. */
function shareDescriptors(server: Server, logs: LogManager, { process }: World): void {
  const limit = process.openFilesLimit()
  if (limit === undefined) return
  server.countChanged = (connections) => logs.leaveDescriptors(descriptorsLeft(connections, limit))
}

function highestProducerIdIn(logs: LogManager): number {
  let highest = -1
  for (const log of logs.everyLog()) highest = Math.max(highest, log.producers.highestId(NO_GIVEN_ID))
  return highest
}

/** What lies in the data directories, for a broker that takes it over. */
function foundIn(logs: LogManager): FoundPartition[] {
  return [...logs.everyLog()].map((log) => (
    { topic: log.topic, index: log.partition, topicId: log.topicId, leaderEpoch: log.leaderEpochs.latestEpoch() }))
}

/** Logs follow the settings of their topics, and the broker's where the topic has none of its own. */
function followConfigs(config: BrokerConfig, configStore: ClusterNode['configStore'], logs: LogManager): void {
  const update = (topic: string): void => logs.updateConfig(topic, config.logConfigFor(configStore.topicOverrides(topic)))
  const updateAll = (): void => {
    const configs = new Map<string, LogConfig>()
    // Most topics have no settings of their own and share one object.
    const plain = config.logConfigFor({})
    for (const { topic } of logs.allLogs()) {
      const overrides = configStore.topicOverrides(topic)
      if (!configs.has(topic)) configs.set(topic, Object.keys(overrides).length === 0 ? plain : config.logConfigFor(overrides))
    }
    logs.updateConfigs(configs)
  }
  configStore.onTopicConfigChange(update)
  config.onChange(updateAll)
  updateAll()
}
