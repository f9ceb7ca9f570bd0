/**
 * Checks that look at more than one key, and what to say about a key that is not in the table.
 * Source of the rules: KafkaConfig.validateValues, LogConfig.validateValues.
 */
import { likelySpelling } from '@odradek/platform/internal'
import type { BrokerConfig } from './broker-config.ts'
import { brokerKeys, topicKeyRows } from './keys.ts'
import { checkAdvertised, parseListeners, parseProtocolMap, portClashes } from './listeners.ts'

/**
 * Keys outside of the table that are nobody's mistake: those of Apache Kafka 4, of plug-ins and of clients that
 * share the file. They are passed over with a warning.
 */
const foreignPrefixes = [
  'confluent.', 'consumer.', 'producer.', 'admin.', 'client.', 'connect.', 'cruise.control.', 'controller.', 'metadata.',
  'group.consumer.', 'group.share.', 'group.streams.', 'group.coordinator.', 'share.coordinator.', 'offsets.topic.',
  'quota.', 'remote.', 'rlmm.config.', 'rsm.config.', 'sasl.', 'ssl.', 'zookeeper.', 'unstable.', 'metrics.', 'ldap.',
]
const foreignKeys = new Set([
  'advertised.host.name', 'advertised.port', 'bootstrap.servers', 'client.id', 'host.name', 'port',
  'config.providers', 'enable.fetch.from.follower', 'group.id', 'log.initial.task.delay.ms', 'log.message.format.version',
  'request.logger.class.name', 'security.protocol', 'super.users', 'allow.everyone.if.no.acl.found',
  'transaction.two.phase.commit.enable', 'unclean.leader.election.interval.ms', 'cordoned.log.dirs',
])

export type UnknownKey = { readonly problem: string; readonly warning?: undefined } |
  { readonly problem?: undefined; readonly warning: string }

/** A sentence about a key that no row has: a problem, or a warning when it belongs to something else. */
export function unknownKey(key: string, text: string): UnknownKey {
  const topicRow = topicKeyRows.get(key)
  const suggestion = topicRow?.broker ?? likelySpelling(key, brokerKeys.keys())
  const hint = suggestion ? ` Did you mean ${suggestion}?` : ''
  if (key.startsWith('config.providers.') || foreignKeys.has(key) ||
    (foreignPrefixes.some((prefix) => key.startsWith(prefix)) && !topicRow)) {
    return { warning: `${key} is not a setting of this broker; it is passed over.${hint}` }
  }
  return { problem: `${key}=${text} is not a broker setting.${hint || ' See docs/reference/config.md for all of them.'}` }
}

/** Sentences about settings that do not go together. Every single value has been checked before. */
export function checkSettings(config: BrokerConfig): string[] {
  return [...checkListeners(config), ...checkLog(config), ...checkRest(config)]
}

function checkListeners(config: BrokerConfig): string[] {
  const { map, problems } = parseProtocolMap(config.get('listener.security.protocol.map'))
  const listeners = parseListeners('listeners', config.get('listeners'), map)
  problems.push(...listeners.problems, ...portClashes('listeners', listeners.listeners))
  const text = config.get('advertised.listeners')
  if (text !== null && text !== '') {
    const advertised = parseListeners('advertised.listeners', text, map)
    problems.push(...advertised.problems, ...checkAdvertised(advertised.listeners, listeners.listeners))
  }
  if (problems.length > 0) return problems
  if (config.listeners.length === 0) {
    return [`listeners=${config.get('listeners')} leaves no listener for clients: controller.listener.names names all of them.`]
  }
  for (const one of config.listeners) {
    if (one.protocol !== 'PLAINTEXT') {
      problems.push(`listeners=${config.get('listeners')} cannot be used yet: ${one.name} asks for ${one.protocol}, ` +
        'and only PLAINTEXT is served so far.')
    }
  }
  const name = config.interBrokerListenerName
  if (problems.length === 0 && !config.listeners.some((one) => one.name === name)) {
    problems.push(config.get('inter.broker.listener.name')
      ? `inter.broker.listener.name=${name} is not among listeners (${config.get('listeners')}).`
      : `No listener has the protocol of security.inter.broker.protocol=${name}; set inter.broker.listener.name.`)
  }
  return problems
}

function checkLog(config: BrokerConfig): string[] {
  const problems: string[] = []
  if (config.isSet('log.dirs') && config.dataDirectories.length === 0) {
    problems.push('log.dirs is empty: give at least one data directory.')
  }
  const directories = config.dataDirectories
  const twice = directories.find((path, index) => directories.indexOf(path) !== index)
  if (twice !== undefined) problems.push(`log.dirs names ${twice} twice.`)
  for (const key of ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'] as const) {
    const value = config.get(key)
    if (value !== null && (value === 0 || value < -1)) {
      problems.push(`${key}=${value} is not allowed: it takes -1 (no limit) or a whole number of at least 1.`)
    }
  }
  for (const key of ['log.roll.ms', 'log.roll.jitter.ms'] as const) {
    const value = config.get(key)
    if (value !== null && value < (key === 'log.roll.ms' ? 1 : 0)) {
      problems.push(`${key}=${value} is not allowed: it takes a whole number of at least ${key === 'log.roll.ms' ? 1 : 0}.`)
    }
  }
  if (config.get('log.cleaner.min.compaction.lag.ms') > config.get('log.cleaner.max.compaction.lag.ms')) {
    problems.push('log.cleaner.min.compaction.lag.ms is larger than log.cleaner.max.compaction.lag.ms.')
  }
  if (config.get('log.cleaner.enable') && config.get('log.cleaner.dedupe.buffer.size') < 1_048_576) {
    problems.push(`log.cleaner.dedupe.buffer.size=${config.text('log.cleaner.dedupe.buffer.size')} is not allowed: ` +
      'the cleaner needs at least 1048576 bytes.')
  }
  return problems
}

function checkRest(config: BrokerConfig): string[] {
  const problems: string[] = []
  const ordered = (small: number, large: number, sentence: string): void => {
    if (small > large) problems.push(sentence)
  }
  ordered(config.get('group.min.session.timeout.ms'), config.get('group.max.session.timeout.ms'),
    `group.min.session.timeout.ms=${config.get('group.min.session.timeout.ms')} is larger than ` +
    `group.max.session.timeout.ms=${config.get('group.max.session.timeout.ms')}.`)
  ordered(config.get('replica.fetch.wait.max.ms'), config.get('replica.lag.time.max.ms'),
    'replica.fetch.wait.max.ms is larger than replica.lag.time.max.ms; followers would leave the in-sync set while ' +
    'they wait.')
  const queued = config.get('queued.max.request.bytes')
  if (queued > 0 && queued < config.get('socket.request.max.bytes')) {
    problems.push(`queued.max.request.bytes=${queued} is not allowed: it takes at least socket.request.max.bytes ` +
      `(${config.get('socket.request.max.bytes')}), or -1 for 512 MiB.`)
  }
  const [brokerId, nodeId] = [config.get('broker.id'), config.get('node.id')]
  for (const [key, id] of [['broker.id', brokerId], ['node.id', nodeId]] as const) {
    if (id < -1) problems.push(`${key}=${id} is not allowed: it takes a whole number of at least 0, or -1 for none.`)
  }
  if (brokerId >= 0 && nodeId >= 0 && brokerId !== nodeId) {
    problems.push(`broker.id=${brokerId} and node.id=${nodeId} are two names of one thing; set one of them.`)
  }
  const admin = config.get('odradek.admin.listener')
  if (admin && !/^(?:\[[0-9a-fA-F:.]+\]|[^:/[\]]+):\d{1,5}$/.test(admin)) {
    problems.push(`odradek.admin.listener=${admin} is not allowed: it takes host:port, 127.0.0.1:9644 for example.`)
  }
  if (config.get('max.connections.per.ip') === 0 && config.get('max.connections.per.ip.overrides') === '') {
    problems.push('max.connections.per.ip=0 lets nobody in; name addresses in max.connections.per.ip.overrides.')
  }
  return problems
}
