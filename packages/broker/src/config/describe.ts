/**
 * What DescribeConfigs says: every key with its effective value, where it comes from, and the weaker values behind
 * it. Numbers are Kafka's ConfigSource and ConfigType; the wire needs no further translation.
 *
 * As at Apache Kafka the effective value is the parsed one, and so is a topic's own among the synonyms; those of a broker
 * are told as they were written, and so is everything in the answer of CreateTopics.
 */
import type { BrokerConfig, BrokerConfigSource } from './broker-config.ts'
import type { ConfigType, KeyRow } from './definition.ts'
import { brokerKeys, brokerSynonyms, topicKeyRows } from './keys.ts'
import { shownValue } from './parse-value.ts'
import { topicText, visibleTopicKeys } from './topic-config.ts'

export const configSource: Readonly<Record<BrokerConfigSource | 'TOPIC_CONFIG', number>> = {
  TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
}

const wireType: Readonly<Record<ConfigType, number>> = {
  boolean: 1, string: 2, int: 3, short: 4, long: 5, double: 6, list: 7, class: 8, password: 9,
}

export interface ConfigSynonym {
  readonly name: string
  readonly value: string | null
  readonly source: number
}

export interface ConfigEntry {
  readonly name: string
  /** Null when not set, and for secrets. */
  readonly value: string | null
  readonly readOnly: boolean
  readonly isDefault: boolean
  readonly configSource: number
  readonly isSensitive: boolean
  readonly configType: number
  readonly documentation: string
  /** The values behind the effective one, the strongest first, itself included. */
  readonly synonyms: readonly ConfigSynonym[]
}

/** Entries of a broker; `names` undefined or null for all. Unknown names are left out, as Apache Kafka does. */
export function describeBroker(config: BrokerConfig, names?: readonly string[] | null): ConfigEntry[] {
  const wanted = names ?? [...brokerKeys.keys()]
  const entries: ConfigEntry[] = []
  for (const name of wanted) {
    const row = brokerKeys.get(name)
    if (!row || row.hidden) continue
    const synonyms = brokerSynonymsOf(config, name)
    const own = config.layers(name)[0]
    const source = configSource[own?.source ?? 'DEFAULT_CONFIG']
    const text = own === undefined ? null : shownValue(row, own.text)
    entries.push(entry(name, row, text, row.update === 'read-only', source, synonyms))
  }
  return entries
}

/** Entries of a topic with these overrides, parsed or as they were written. */
export function describeTopic(
  config: BrokerConfig,
  overrides: Readonly<Record<string, string>>,
  names?: readonly string[] | null,
  values: 'parsed' | 'written' = 'parsed',
): ConfigEntry[] {
  const said = (row: KeyRow, text: string): string => (values === 'written' ? text : shownValue(row, text))
  const entries: ConfigEntry[] = []
  for (const name of names ?? visibleTopicKeys()) {
    const row = topicKeyRows.get(name)
    if (!row || row.hidden) continue
    const override = overrides[name]
    const synonyms = row.broker ? brokerSynonymsOf(config, row.broker) : []
    if (override !== undefined) synonyms.unshift({ name, value: said(row, override), source: configSource.TOPIC_CONFIG })
    const source = synonyms[0]?.source ?? configSource.DEFAULT_CONFIG
    const text = topicText(config, overrides, name)
    entries.push(entry(name, row, text === null ? null : said(row, text), false, source, synonyms))
  }
  return entries
}

/**
 * What stands before the key's own name is dropped (ConfigHelper.configSynonyms): `log.retention.ms` shows nothing while
 * only the default of `log.retention.hours` holds. One that somebody set is shown, where Apache Kafka hides it too.
 */
function brokerSynonymsOf(config: BrokerConfig, name: string): ConfigSynonym[] {
  const keys = brokerSynonyms[name]?.map(([key]) => key as string) ?? [name]
  const all = keys.flatMap((key) => config.layers(key).map((layer) => ({
    name: key,
    value: brokerKeys.get(key)?.type === 'password' ? null : layer.text,
    source: configSource[layer.source],
  })))
  const own = all.findIndex((synonym) => synonym.name === name)
  if (own >= 0) return all.slice(own)
  return all.some(({ source }) => source !== configSource.DEFAULT_CONFIG) ? all : []
}

function entry(
  name: string,
  row: KeyRow,
  text: string | null,
  readOnly: boolean,
  source: number,
  synonyms: ConfigSynonym[],
): ConfigEntry {
  const secret = row.type === 'password'
  return {
    name,
    value: secret ? null : text,
    readOnly,
    isDefault: source === configSource.DEFAULT_CONFIG,
    configSource: source,
    isSensitive: secret,
    configType: wireType[row.type],
    documentation: row.doc,
    synonyms,
  }
}
