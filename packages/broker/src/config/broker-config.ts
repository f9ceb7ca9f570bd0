/**
 * The configuration of one broker: typed values by Kafka's key, from what was given at start (static), what was
 * changed for this broker or for all brokers while running (dynamic), and the defaults, in this order of strength:
 * dynamic per broker, dynamic for the cluster, static, default.
 *
 * Invariants: a value that `get` returns has passed its row's checks; static values never change.
 */
import type { LogConfig } from '@odradek/storage/internal'
import { checkSettings, unknownKey } from './check.ts'
import { ConfigError } from './config-error.ts'
import type { BrokerKeyRow, ConfigValue } from './definition.ts'
import { brokerKeys, brokerSynonyms } from './keys.ts'
import type { BrokerKey, BrokerValue } from './keys.ts'
import { parseListeners, parseProtocolMap } from './listeners.ts'
import type { ListenerSetting } from './listeners.ts'
import { allowed, parseValue } from './parse-value.ts'
import { logConfigFor } from './topic-config.ts'

/** Kafka keys with values as in a properties file, or already as numbers, booleans, lists. Undefined is "not given". */
export type BrokerConfigInput = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** Where an effective value comes from. Names of Kafka's ConfigSource. */
export type BrokerConfigSource = 'DYNAMIC_BROKER_CONFIG' | 'DYNAMIC_DEFAULT_BROKER_CONFIG' | 'STATIC_BROKER_CONFIG' |
  'DEFAULT_CONFIG'

export interface DynamicSettings {
  /** From /config/brokers/<id>. */
  readonly broker?: Readonly<Record<string, string>>
  /** From /config/brokers/<default>. */
  readonly cluster?: Readonly<Record<string, string>>
}

const listenerPrefix = /^listener\.name\.[^.]+\.(.+)$/

export class BrokerConfig {
  /** Sentences about keys that were accepted and do nothing, for the log at start. */
  readonly warnings: readonly string[]
  readonly #static: ReadonlyMap<string, string>
  #dynamicBroker: ReadonlyMap<string, string> = new Map()
  #dynamicCluster: ReadonlyMap<string, string> = new Map()
  readonly #values = new Map<string, ConfigValue>()
  readonly #listeners = new Set<(changed: readonly string[]) => void>()

  private constructor(settings: ReadonlyMap<string, string>, warnings: readonly string[]) {
    this.#static = settings
    this.warnings = warnings
  }

  /** Checks everything at once. Throws ConfigError with a sentence for each problem. */
  static from(input: BrokerConfigInput): BrokerConfig {
    const settings = new Map<string, string>()
    for (const [key, value] of Object.entries(input)) if (value !== undefined) settings.set(key, textOf(value))
    const problems: string[] = []
    const warnings: string[] = []
    for (const [key, text] of settings) {
      const row = brokerKeys.get(key) ?? brokerKeys.get(listenerPrefix.exec(key)?.[1] ?? '')
      if (!row) {
        const unknown = unknownKey(key, text)
        if (unknown.problem !== undefined) problems.push(unknown.problem)
        else warnings.push(unknown.warning)
        continue
      }
      const problem = valueProblem(key, row, text)
      if (problem) problems.push(problem)
      else if (row.status === 'accepted' && text !== (row.default ?? '')) {
        warnings.push(`${key} is accepted and has no effect here: ${row.doc}`)
      }
    }
    if (problems.length > 0) throw new ConfigError(problems)
    const config = new BrokerConfig(settings, warnings)
    problems.push(...checkSettings(config))
    if (problems.length > 0) throw new ConfigError(problems)
    return config
  }

  /** The effective value of exactly this key; see `logRetentionMs` and its like for keys that complete one another. */
  get<K extends BrokerKey>(key: K): BrokerValue<K> {
    let value = this.#values.get(key)
    if (value === undefined) {
      value = this.#parse(key)
      this.#values.set(key, value)
    }
    return value as BrokerValue<K>
  }

  #parse(key: string): ConfigValue {
    const row = brokerKeys.get(key)
    if (!row) throw new Error(`no configuration key ${key}`)
    const text = this.text(key)
    if (text === null) return null
    const parsed = parseValue(row, text)
    if (parsed.problem !== undefined) throw new Error(`unchecked value of ${key}`)
    return parsed.value
  }

  /** The effective text of a key, as it would stand in a properties file; null when it is not set. */
  text(key: string): string | null {
    return this.#dynamicBroker.get(key) ?? this.#dynamicCluster.get(key) ?? this.#static.get(key) ??
      brokerKeys.get(key)?.default ?? null
  }

  /** The texts given for a key, the strongest first, each with its source; the default is last. */
  layers(key: string): { text: string; source: BrokerConfigSource }[] {
    const found: { text: string; source: BrokerConfigSource }[] = []
    const add = (text: string | null | undefined, source: BrokerConfigSource): void => {
      if (text !== undefined && text !== null) found.push({ text, source })
    }
    add(this.#dynamicBroker.get(key), 'DYNAMIC_BROKER_CONFIG')
    add(this.#dynamicCluster.get(key), 'DYNAMIC_DEFAULT_BROKER_CONFIG')
    add(this.#static.get(key), 'STATIC_BROKER_CONFIG')
    add(brokerKeys.get(key)?.default, 'DEFAULT_CONFIG')
    return found
  }

  /** True when somebody set the key, statically or dynamically. */
  isSet(key: string): boolean {
    return this.#dynamicBroker.has(key) || this.#dynamicCluster.has(key) || this.#static.has(key)
  }

  /** Every key given at start, known or not (listener-prefixed ones included), for DescribeConfigs. */
  staticKeys(): Iterable<string> {
    return this.#static.keys()
  }

  /**
   * The first set one of keys that set the same thing, in the unit of the first (`log.retention.ms` looks at minutes
   * and hours too); null when none is set and none has a default.
   */
  resolved(key: string): number | null {
    for (const [name, factor] of brokerSynonyms[key] ?? [[key as BrokerKey, 1] as const]) {
      const value = this.get(name)
      if (value !== null) return Number(value) * factor
    }
    return null
  }

  /** Milliseconds; -1 for no limit. Milliseconds go before minutes before hours; negative means no limit. */
  get logRetentionMs(): number {
    const value = this.resolved('log.retention.ms') ?? -1
    return value < 0 ? -1 : value
  }

  /** -1 when nobody chose one. */
  get brokerId(): number {
    return this.get('broker.id') >= 0 ? this.get('broker.id') : this.get('node.id')
  }

  /** Data directories in the given order; empty when none is set. */
  get dataDirectories(): readonly string[] {
    const text = this.text('log.dirs') ?? this.text('log.dir') ?? ''
    return text.split(',').map((part) => part.trim()).filter((part) => part !== '')
  }

  get listeners(): readonly ListenerSetting[] {
    return this.#parseListeners('listeners', this.get('listeners'))
  }

  /** What clients are told; the listeners themselves unless `advertised.listeners` says otherwise. */
  get advertisedListeners(): readonly ListenerSetting[] {
    const text = this.get('advertised.listeners')
    return text === null || text === '' ? this.listeners : this.#parseListeners('advertised.listeners', text)
  }

  /** Listeners of a KRaft controller are not for clients, and there is no such controller here: they are left out. */
  #parseListeners(key: string, text: string): readonly ListenerSetting[] {
    const controllers = (this.get('controller.listener.names') ?? '').split(',').map((name) => name.trim().toUpperCase())
    const { listeners } = parseListeners(key, text, parseProtocolMap(this.get('listener.security.protocol.map')).map)
    return listeners.filter(({ name }) => !controllers.includes(name))
  }

  /** The listener that other brokers use. */
  get interBrokerListenerName(): string {
    const named = this.get('inter.broker.listener.name')
    if (named) return named.toUpperCase()
    const protocol = this.get('security.inter.broker.protocol')
    return this.listeners.find((one) => one.protocol === protocol)?.name ?? protocol
  }

  /** What a topic with these overrides means to its logs. */
  logConfigFor(overrides: Readonly<Record<string, string>> = {}): LogConfig {
    return logConfigFor(this, overrides)
  }

  /**
   * Replaces the dynamic settings. Values that do not fit their row, and keys that a running broker cannot change,
   * are left out (the returned sentences say which): the store may hold what another version wrote.
   */
  setDynamic(settings: DynamicSettings): string[] {
    const ignored: string[] = []
    const keep = (given: Readonly<Record<string, string>> | undefined): Map<string, string> => {
      const kept = new Map<string, string>()
      for (const [key, text] of Object.entries(given ?? {})) {
        const row = brokerKeys.get(key) ?? brokerKeys.get(listenerPrefix.exec(key)?.[1] ?? '')
        const problem = !row ? `${key} is not a configuration key.` : row.update === 'read-only'
          ? `${key} cannot be changed while the broker runs.` : valueProblem(key, row, text)
        if (problem) ignored.push(problem)
        else kept.set(key, text)
      }
      return kept
    }
    const before = new Map([...brokerKeys.keys()].map((key) => [key, this.text(key)]))
    this.#dynamicBroker = keep(settings.broker)
    this.#dynamicCluster = keep(settings.cluster)
    this.#values.clear()
    const changed = [...before].filter(([key, text]) => this.text(key) !== text).map(([key]) => key)
    if (changed.length > 0) for (const listener of this.#listeners) listener(changed)
    return ignored
  }

  /** Called after dynamic settings changed, with the keys whose effective value did. Returns how to stop. */
  onChange(listener: (changed: readonly string[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

function textOf(value: string | number | boolean | readonly string[]): string {
  return typeof value === 'string' ? value : typeof value === 'object' ? value.join(',') : String(value)
}

/** A sentence that names key, value and what is allowed, or undefined. Secrets are not repeated. */
export function valueProblem(key: string, row: BrokerKeyRow, text: string): string | undefined {
  const shown = row.type === 'password' ? '(hidden)' : text
  if (row.status === 'refused' && text.trim() !== '' && text !== row.default) {
    return `${key}=${shown} cannot be used yet. ${row.doc} To go on without it, take it out or set it to nothing (${key}=).`
  }
  if (parseValue(row, text).problem === undefined) return undefined
  return `${key}=${shown} is not allowed: it takes ${allowed(row)}.`
}
