/**
 * Topic settings: what one override may be, and what overrides and broker settings together mean to a log.
 * Where a topic says nothing, the broker's value holds (ServerTopicConfigSynonyms of Apache Kafka).
 */
import { likelySpelling } from '@odradek/platform/internal'
import type { LogConfig } from '@odradek/storage/internal'
import type { BrokerConfig } from './broker-config.ts'
import type { ConfigValue } from './definition.ts'
import { brokerSynonyms, topicKeyRows } from './keys.ts'
import type { TopicKey, TopicValue } from './keys.ts'
import { allowed, parseValue } from './parse-value.ts'

/**
 * Undefined when a topic may have this setting, else a sentence for INVALID_CONFIG that names the key, the value,
 * what is allowed and, for an unknown key, a likely spelling.
 */
export function validateTopicConfig(name: string, value: string | null): string | undefined {
  const row = topicKeyRows.get(name)
  if (!row) {
    const fromBroker = [...topicKeyRows].find(([, one]) => one.broker === name)?.[0]
    const suggestion = fromBroker ?? likelySpelling(name, visibleTopicKeys())
    return `${name} is not a topic setting.${suggestion ? ` Did you mean ${suggestion}?` : ''}`
  }
  if (value === null) return `${name} has no value: it takes ${allowed(row)}.`
  return parseValue(row, value).problem === undefined
    ? undefined : `${name}=${value} is not allowed: it takes ${allowed(row)}.`
}

/** Checks all overrides of a topic, and how they go together with the broker's settings. First problem found. */
export function validateTopicConfigs(
  config: BrokerConfig,
  overrides: Readonly<Record<string, string>>,
): string | undefined {
  for (const [name, value] of Object.entries(overrides)) {
    const problem = validateTopicConfig(name, value)
    if (problem) return problem
  }
  const log = logConfigFor(config, overrides)
  if (log.minCompactionLagMs > log.maxCompactionLagMs) {
    return `min.compaction.lag.ms=${log.minCompactionLagMs} is larger than max.compaction.lag.ms=${log.maxCompactionLagMs}.`
  }
  return undefined
}

export function visibleTopicKeys(): string[] {
  return [...topicKeyRows].filter(([, row]) => !row.hidden).map(([name]) => name)
}

/** The effective text of a topic's key: its override, else the broker's value, else the default. */
export function topicText(
  config: BrokerConfig,
  overrides: Readonly<Record<string, string>>,
  name: string,
): string | null {
  const override = overrides[name]
  if (override !== undefined) return override
  const row = topicKeyRows.get(name)
  if (!row?.broker) return row?.default ?? null
  return brokerText(config, row.broker) ?? row.default
}

/** The broker's value for a topic key, in the topic key's unit (hours become milliseconds). */
export function brokerText(config: BrokerConfig, brokerKey: string): string | null {
  for (const [key, factor] of brokerSynonyms[brokerKey] ?? []) {
    const text = config.text(key)
    // -1 means no limit in every unit
    if (text !== null) return factor === 1 || Number(text) < 0 ? text : String(Number(text) * factor)
  }
  return config.text(brokerKey)
}

/** Parsed values by topic key; an override that does not fit its row is passed over (the store may hold anything). */
export function topicValue<K extends TopicKey>(
  config: BrokerConfig,
  overrides: Readonly<Record<string, string>>,
  name: K,
): TopicValue<K> {
  const row = topicKeyRows.get(name)
  if (!row) throw new Error(`no topic key ${name}`)
  for (const text of [overrides[name] ?? null, topicText(config, {}, name), row.default]) {
    if (text === null) continue
    const parsed = parseValue(row, text)
    if (parsed.problem === undefined) return parsed.value as TopicValue<K>
  }
  return null satisfies ConfigValue as TopicValue<K>
}

/** What a topic with these overrides means to its logs. */
export function logConfigFor(config: BrokerConfig, overrides: Readonly<Record<string, string>>): LogConfig {
  const value = <K extends TopicKey>(name: K): TopicValue<K> => topicValue(config, overrides, name)
  const policy = value('cleanup.policy')
  const retentionMs = value('retention.ms')
  return {
    segmentBytes: value('internal.segment.bytes') ?? value('segment.bytes'),
    segmentMs: value('segment.ms'),
    segmentJitterMs: value('segment.jitter.ms'),
    segmentIndexBytes: value('segment.index.bytes'),
    indexIntervalBytes: value('index.interval.bytes'),
    retentionMs: retentionMs < 0 ? -1 : retentionMs,
    retentionBytes: value('retention.bytes'),
    cleanupPolicy: { compact: policy.includes('compact'), delete: policy.includes('delete') },
    deleteRetentionMs: value('delete.retention.ms'),
    minCleanableDirtyRatio: value('min.cleanable.dirty.ratio'),
    minCompactionLagMs: value('min.compaction.lag.ms'),
    maxCompactionLagMs: value('max.compaction.lag.ms'),
    fileDeleteDelayMs: value('file.delete.delay.ms'),
    flushMessages: value('flush.messages'),
    flushMs: value('flush.ms'),
    maxMessageBytes: value('max.message.bytes'),
    maxDecompressedBytes: config.get('odradek.decompression.max.bytes'),
    compressionType: value('compression.type') as LogConfig['compressionType'],
    gzipLevel: value('compression.gzip.level'),
    lz4Level: value('compression.lz4.level'),
    zstdLevel: value('compression.zstd.level'),
    messageTimestampType: value('message.timestamp.type') as LogConfig['messageTimestampType'],
    messageTimestampBeforeMaxMs: value('message.timestamp.before.max.ms'),
    messageTimestampAfterMaxMs: value('message.timestamp.after.max.ms'),
    preallocate: value('preallocate'),
    uncleanLeaderElectionEnable: value('unclean.leader.election.enable'),
    minInsyncReplicas: value('min.insync.replicas'),
  }
}
