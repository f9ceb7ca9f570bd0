/**
 * A broker's part in the cluster, wired: metadata, settings, registration, controller, admin. `open` reads what the
 * log layer needs (cluster id, settings) and promises nothing to anybody; `start` makes the broker a member; `stop`
 * lets it go.
 *
 * A session that ends is followed by a new one: the controller resigns first, then the broker registers again under a
 * new epoch, reads its settings anew and takes part in elections.
 */
import type { World } from '@odradek/platform'
import type { BrokerId } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import type { ZnodeStore } from '@odradek/zookeeper/internal'
import type { BrokerConfig } from '../config/broker-config.ts'
import { Turns } from '../limits/turns.ts'
import { topicValue } from '../config/topic-config.ts'
import type { Endpoint } from '../services.ts'
import { adoptTopics } from './adoption.ts'
import type { FoundPartition } from './adoption.ts'
import { ConfigStore } from './config-store.ts'
import { ControlInbox } from './control-inbox.ts'
import type { BrokerChannel, ControllerChannel, ReplicaControl } from './controller-channel.ts'
import { Controller } from './controller/controller.ts'
import { decideOnline } from './controller/topics.ts'
import { passProducerIds } from './controller/producer-id-blocks.ts'
import { LocalControllerChannel } from './controller/local-channel.ts'
import { MetadataCache } from './image.ts'
import { BlockProducerIds } from './producer-ids.ts'
import type { ProducerIds } from './producer-ids.ts'
import { clusterId, createRoots, register } from './registration.ts'
import { StoreTopicAdmin } from './topic-admin.ts'

export interface ClusterNodeOptions {
  readonly world: World
  readonly config: BrokerConfig
  readonly brokerId: BrokerId
  /** Owned by the caller, who closes it after `stop`. */
  readonly store: ZnodeStore
  /** Of a data directory that is taken over; only used when the store has none. */
  readonly proposedClusterId?: string | undefined
  /** Partitions of a data directory that is taken over: those that the store does not know become its topics. */
  readonly adopt?: readonly FoundPartition[] | undefined
  /** The highest producer id that a log has seen; default -1. No id up to it is given out again. */
  readonly highestProducerId?: number
  /** See TopicAdminOptions. */
  readonly makeRoom?: (topic: string, fromPartition: number) => Promise<boolean>
  /** For what takes long; default its own. */
  readonly turns?: Turns
  /** How other brokers are reached; undefined for one that cannot be. */
  readonly peers?: (broker: BrokerId) => BrokerChannel | undefined
}

const SHUTDOWN_WAIT_MS = 5000
const UNCLEAN = 'unclean.leader.election.enable'

/** The directory cannot be taken over; the message is a sentence for a person. */
export class AdoptionError extends Error {
  override readonly name = 'AdoptionError'
}

export class ClusterNode {
  readonly clusterId: string
  readonly metadata: MetadataCache
  readonly configStore: ConfigStore
  readonly controller: Controller
  readonly channel: ControllerChannel
  readonly admin: StoreTopicAdmin
  readonly producerIds: ProducerIds
  /** czxid of this broker's znode; -1 until it is registered. */
  brokerEpoch = -1
  private readonly options: ClusterNodeOptions
  /** Where the controller's orders for this broker arrive; undefined before `start`. */
  inbox: BrokerChannel | undefined
  private endpoints: readonly Endpoint[] = []
  private unsubscribe: (() => void) | undefined
  private stopping = false
  /** Sentences about dynamic settings that are ignored now. */
  private ignored: ReadonlySet<string> = new Set()

  private constructor(options: ClusterNodeOptions, id: string, configStore: ConfigStore) {
    const { world, config, brokerId, store } = options
    this.options = options
    this.clusterId = id
    this.configStore = configStore
    this.metadata = new MetadataCache()
    this.takeDynamicSettings()
    configStore.onBrokerConfigChange(() => this.takeDynamicSettings())
    this.metadata.onChange(({ deletedTopics }) => {
      for (const { name } of deletedTopics) configStore.forgetTopic(name)
    })
    this.controller = new Controller({
      brokerId,
      store,
      clock: world.clock,
      scheduler: world.scheduler,
      random: world.random,
      log: world.log,
      channelTo: (broker) => this.channelTo(broker),
      allowsUnclean: (topic) => this.allowsUnclean(topic),
      rebalance: config.get('auto.leader.rebalance.enable')
        ? {
            intervalMs: config.get('leader.imbalance.check.interval.seconds') * 1000,
            limitPercent: config.get('leader.imbalance.per.broker.percentage'),
          }
        : undefined,
    })
    configStore.onTopicConfigChange((topic) => this.electWhereAllowed(topic))
    config.onChange((changed) => {
      if (changed.includes(UNCLEAN) && config.get(UNCLEAN)) this.electWhereAllowed()
    })
    this.channel = new LocalControllerChannel(this.controller, store)
    this.admin = new StoreTopicAdmin({
      world, config, controller: this.controller, metadata: this.metadata, makeRoom: options.makeRoom,
      turns: options.turns ?? new Turns(world),
    })
    this.producerIds = new BlockProducerIds(brokerId, () => this.brokerEpoch, this.channel)
  }

  /** Creates the roots, reads cluster id and settings. */
  static async open(options: ClusterNodeOptions): Promise<ClusterNode> {
    const { world, store, brokerId } = options
    const around = { store, clock: world.clock, scheduler: world.scheduler, random: world.random }
    await createRoots(around)
    const id = await clusterId(around, options.proposedClusterId)
    // A directory of another cluster is refused by the caller.
    const isOurs = options.proposedClusterId === undefined || options.proposedClusterId === id
    if (options.adopt !== undefined && isOurs) await adopt(options, options.adopt)
    await passProducerIds(store, brokerId, options.highestProducerId ?? -1)
    const configStore = await ConfigStore.open({
      store,
      brokerId,
      clock: world.clock,
      scheduler: world.scheduler,
      log: world.log,
    })
    return new ClusterNode(options, id, configStore)
  }

  /**
   * Registers, takes part in elections, and resolves when the controller has told this broker of the cluster.
   * @throws BrokerIdInUseError
   */
  async start(endpoints: readonly Endpoint[], replicas: ReplicaControl): Promise<void> {
    const { metadata, configStore } = this
    this.endpoints = endpoints
    this.inbox = new ControlInbox({ brokerEpoch: () => this.brokerEpoch, metadata, configStore, replicas })
    const { store } = this.options
    let session = store.sessionId
    // Before registering: the controller may be quicker than the answer to the registration.
    const known = this.untilKnown()
    await this.register(0n)
    this.unsubscribe = store.onSession((state) => {
      if (state !== 'expired' || this.stopping) return
      const previous = session
      void this.renew(previous).then(() => {
        session = store.sessionId
      })
    })
    await this.controller.start()
    await known
    // The first message says who is alive; what this broker holds comes after it.
    await this.controller.delivered(this.options.brokerId)
  }

  /** Leaderships move away where they can (controlled shutdown); then the broker leaves the cluster. */
  async stop(): Promise<void> {
    this.stopping = true
    this.unsubscribe?.()
    this.admin.stop()
    const { config, brokerId, store } = this.options
    // With nobody else there, nothing can move.
    const others = this.metadata.current().brokers.size > 1
    if (others && this.brokerEpoch !== -1 && store.state === 'connected' && config.get('controlled.shutdown.enable')) {
      const asked = this.channel.controlledShutdown({ brokerId, brokerEpoch: this.brokerEpoch }).catch(() => undefined)
      // The store may go away meanwhile; the others will do without our word.
      const { scheduler } = this.options.world
      const enough = new AbortController()
      await Promise.race([
        asked,
        scheduler.sleep(SHUTDOWN_WAIT_MS, { background: true, signal: enough.signal }).catch(() => {}),
      ])
      enough.abort()
    }
    await this.controller.stop()
    if (store.state === 'connected' && this.brokerEpoch !== -1) await store.delete(`/brokers/ids/${brokerId}`, -1)
  }

  /** What the store says that cannot be followed (another version wrote it) is named once. */
  private takeDynamicSettings(): void {
    const { config, world } = this.options
    const ignored = config.setDynamic(this.configStore.brokerOverrides())
    for (const reason of ignored) if (!this.ignored.has(reason)) world.log.warn({ reason }, 'a dynamic setting is ignored')
    this.ignored = new Set(ignored)
  }

  private allowsUnclean(topic: string): boolean {
    return topicValue(this.options.config, this.configStore.topicOverrides(topic), UNCLEAN)
  }

  /**
   * A topic, or every topic without a setting of its own, now allows unclean elections and may get its leaders back
   * (TopicUncleanLeaderElectionEnable, UncleanLeaderElectionEnable).
   */
  private electWhereAllowed(topic?: string): void {
    if (!this.controller.active || (topic !== undefined && !this.allowsUnclean(topic))) return
    void this.controller.decide((image) => {
      const indexes = image.topics.get(topic ?? '')?.partitions.keys() ?? []
      const partitions = topic === undefined ? image.allPartitions() : [...indexes].map((index) => ({ topic, index }))
      return decideOnline(image, partitions, (name) => this.allowsUnclean(name))
    })
  }

  private async register(previousSession: bigint): Promise<void> {
    const { world, config, brokerId, store } = this.options
    const around = { store, clock: world.clock, scheduler: world.scheduler, random: world.random }
    const broker = { endpoints: this.endpoints, rack: config.get('broker.rack') }
    this.brokerEpoch = await register(around, brokerId, broker, previousSession)
  }

  private async renew(previousSession: bigint): Promise<void> {
    const { log } = this.options.world
    log.warn({}, 'the session with the metadata store has expired; registering again')
    await this.options.store.renew()
    try {
      await this.register(previousSession)
      await this.configStore.reload()
      await this.controller.sessionRenewed()
    } catch (error) {
      log.error({ error: String(error) }, 'could not join the cluster again')
    }
  }

  private untilKnown(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.metadata.onChange(({ image }) => {
        if (!image.brokers.has(this.options.brokerId)) return
        stop()
        resolve()
      })
    })
  }

  private channelTo(broker: BrokerId): BrokerChannel {
    if (broker === this.options.brokerId && this.inbox !== undefined) return this.inbox
    const peer = this.options.peers?.(broker)
    if (peer !== undefined) return peer
    const unreachable = (): Promise<never> =>
      Promise.reject(new Error(`broker ${broker} cannot be reached: ${ErrorCode.BROKER_NOT_AVAILABLE}`))
    return { leaderAndIsr: unreachable, updateMetadata: unreachable, stopReplica: unreachable }
  }
}

async function adopt({ store, brokerId, world }: ClusterNodeOptions, found: readonly FoundPartition[]): Promise<void> {
  const outcome = await adoptTopics({ store, brokerId, random: world.random }, found)
  if (outcome.error !== undefined) throw new AdoptionError(outcome.message)
  const { topics, partitions, gaps, left } = outcome
  if (partitions > 0) {
    const sentence = 'took over the topics of the data directory; those that are new keep everything until retention.ms is set'
    world.log.warn({ topics, partitions }, sentence)
  }
  if (gaps.length > 0) world.log.warn({ partitions: gaps.join(', ') }, 'partitions without a folder begin empty')
  if (left.length > 0) {
    world.log.warn({ folders: left.join(', ') }, 'not taken over: another topic has the name of the one that these folders are of')
  }
}
