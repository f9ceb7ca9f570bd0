/**
 * Dynamic settings: what lies in /config/topics/* and /config/brokers/*, read at start and again on every notification
 * below /config/changes (ZkConfigRepository, ZkNodeChangeNotificationListener). Readers get plain objects at once;
 * writers compare and set.
 *
 * Invariant: a topic's settings are here before the replica layer hears of the topic (the control inbox sees to it).
 */
import type { Clock, Log, Scheduler } from '@odradek/platform'
import type { BrokerId } from '@odradek/protocol'
import type { ErrorName } from '@odradek/protocol/internal'
import type { Watch, ZnodeOp, ZnodeStore } from '@odradek/zookeeper/internal'
import type { DynamicSettings } from '../config/broker-config.ts'
import { decodeConfig, decodeConfigChange, DEFAULT_ENTITY, encodeConfig, encodeConfigChange, paths } from './znodes.ts'
import type { ConfigEntityType } from './znodes.ts'

export type Overrides = Readonly<Record<string, string>>

const NONE: Overrides = Object.freeze({})
/** Notifications older than this have been heard by everybody and are removed (Apache Kafka's figure). */
const NOTIFICATION_LIFE_MS = 15 * 60_000
const ATTEMPTS = 20
const RETRY_MS = 100

export interface ConfigStoreOptions {
  readonly store: ZnodeStore
  readonly brokerId: BrokerId
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly log: Log
}

/** Settings of one kind of entity that readers hold: topics, brokers. */
type HeldType = 'topics' | 'brokers'

export class ConfigStore {
  private readonly options: ConfigStoreOptions
  private readonly held: Record<HeldType, Map<string, Overrides>> = { topics: new Map(), brokers: new Map() }
  private readonly topicListeners = new Set<(topic: string) => void>()
  private readonly brokerListeners = new Set<() => void>()
  /** Topics whose settings have been read, and are kept up to date by notifications from then on. */
  private readonly knownTopics = new Set<string>()
  private lastChange = -1
  private readonly changesWatch: Watch
  private reading: Promise<void> = Promise.resolve()

  private constructor(options: ConfigStoreOptions) {
    this.options = options
    this.changesWatch = () => {
      this.reading = this.reading.then(() => this.readChanges())
    }
  }

  /** Reads everything that is there. */
  static async open(options: ConfigStoreOptions): Promise<ConfigStore> {
    const store = new ConfigStore(options)
    await store.reload()
    return store
  }

  /** What was set for the topic; empty when nothing was. */
  topicOverrides(name: string): Overrides {
    return this.held.topics.get(name) ?? NONE
  }

  /** What was set for this broker and for all brokers while they run. */
  brokerOverrides(): Required<DynamicSettings> {
    return { broker: this.overridesOf(String(this.options.brokerId)), cluster: this.overridesOf(DEFAULT_ENTITY) }
  }

  /** What was set for a broker; `<default>`: for all. */
  overridesOf(broker: string): Overrides {
    return this.held.brokers.get(broker) ?? NONE
  }

  /** Called when a topic's settings have changed. Returns how to stop. */
  onTopicConfigChange(listener: (topic: string) => void): () => void {
    this.topicListeners.add(listener)
    return () => void this.topicListeners.delete(listener)
  }

  onBrokerConfigChange(listener: () => void): () => void {
    this.brokerListeners.add(listener)
    return () => void this.brokerListeners.delete(listener)
  }

  /** Everything anew: at start, and after a session that was away. Tries again for as long as the store is away. */
  async reload(): Promise<void> {
    while (!(await this.readAll())) {
      if (this.options.store.state === 'expired' || this.options.store.state === 'closed') return
      await this.options.scheduler.sleep(RETRY_MS)
    }
  }

  private async readAll(): Promise<boolean> {
    const { store } = this.options
    // The watch first: what changes while we read is read again.
    const changes = await store.children(paths.configChanges, this.changesWatch)
    if (changes.error !== undefined) return false
    this.lastChange = Math.max(this.lastChange, ...changes.names.map(sequenceOf))
    for (const type of ['topics', 'brokers'] as const) {
      const entities = await store.children(paths.configType(type))
      if (entities.error !== undefined) return false
      const read = await Promise.all(entities.names.map((name) => this.read(type, name)))
      if (read.includes(false)) return false
    }
    return true
  }

  /** Reads the settings of topics that have just been made. Nobody is notified of those. */
  async loadTopics(names: readonly string[]): Promise<void> {
    for (let left = names; left.length > 0;) {
      const read = await Promise.all(left.map((name) => this.read('topics', name)))
      left = left.filter((_, at) => !read[at])
      if (this.options.store.state === 'closed') return
      if (left.length > 0) await this.options.scheduler.sleep(RETRY_MS)
    }
  }

  knowsTopic(name: string): boolean {
    return this.knownTopics.has(name)
  }

  forgetTopic(name: string): void {
    this.held.topics.delete(name)
    this.knownTopics.delete(name)
  }

  /**
   * Changes the settings of an entity: `change` gets what is there now and returns what shall be, or undefined to
   * leave it. Resolves when it is durable and known here. It may be asked again when somebody else came first.
   */
  async update(
    type: ConfigEntityType,
    name: string,
    change: (now: Overrides) => Overrides | undefined,
  ): Promise<ErrorName | 'NONE'> {
    const { store } = this.options
    const path = paths.config(type, name)
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (store.state === 'disconnected') await this.options.scheduler.sleep(RETRY_MS)
      const there = await store.get(path)
      if (there.error !== undefined && there.error !== 'NONODE') continue
      const now = there.error === undefined ? (decodeConfig(there.data) ?? NONE) : NONE
      const next = change(now)
      if (next === undefined || (there.error === undefined && same(now, next))) return 'NONE'
      const data = encodeConfig(next)
      const write: ZnodeOp =
        there.error === undefined
          ? { op: 'set', path, data, version: there.stat.version }
          : { op: 'create', path, data }
      const outcome = await store.multi([
        write,
        {
          op: 'create',
          path: paths.configChange,
          data: encodeConfigChange(`${type}/${name}`),
          options: { sequential: true },
        },
      ])
      if (outcome.error !== undefined) continue
      if (type === 'topics' || type === 'brokers') await this.read(type, name)
      return 'NONE'
    }
    return 'REQUEST_TIMED_OUT'
  }

  /** False when the store did not answer. */
  private async read(type: HeldType, name: string): Promise<boolean> {
    const outcome = await this.options.store.get(paths.config(type, name))
    if (outcome.error !== undefined && outcome.error !== 'NONODE') return false
    const settings = outcome.error === undefined ? decodeConfig(outcome.data) : NONE
    if (settings === undefined) {
      this.options.log.warn({ type, name }, 'settings in the store cannot be read')
      return true
    }
    if (type === 'topics') this.knownTopics.add(name)
    const before = this.held[type].get(name) ?? NONE
    if (Object.keys(settings).length === 0) this.held[type].delete(name)
    else this.held[type].set(name, settings)
    if (same(before, settings)) return true
    if (type === 'topics') for (const listener of this.topicListeners) listener(name)
    else for (const listener of this.brokerListeners) listener()
    return true
  }

  private async readChanges(): Promise<void> {
    const { store, clock } = this.options
    const changes = await store.children(paths.configChanges, this.changesWatch)
    // Nothing is known of what was missed, and no watch is armed: everything anew.
    if (changes.error !== undefined) return this.reload()
    for (const name of changes.names.sort()) {
      const sequence = sequenceOf(name)
      const path = `${paths.configChanges}/${name}`
      const change = await store.get(path)
      if (change.error === 'NONODE') continue
      if (change.error !== undefined) return this.reload()
      if (sequence > this.lastChange) {
        this.lastChange = sequence
        const [type, ...entity] = (decodeConfigChange(change.data) ?? '').split('/')
        if ((type === 'topics' || type === 'brokers') && !(await this.read(type, entity.join('/'))))
          return this.reload()
      }
      if (clock.wallMs() - change.stat.createdMs > NOTIFICATION_LIFE_MS) await store.delete(path, -1)
    }
  }
}

function sequenceOf(name: string): number {
  return Number.parseInt(name.slice(name.lastIndexOf('_') + 1), 10)
}

function same(a: Overrides, b: Overrides): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}
