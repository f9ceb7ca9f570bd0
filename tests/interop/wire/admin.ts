/** Topics, metadata, configuration, log directories, elections and reassignments: step by step. */
import {
  AlterConfigsApi, AlterPartitionReassignmentsApi, CreatePartitionsApi, CreateTopicsApi, DeleteTopicsApi, DescribeClusterApi, DescribeConfigsApi,
  DescribeLogDirsApi, DescribeTopicPartitionsApi, ElectLeadersApi, FindCoordinatorApi, IncrementalAlterConfigsApi, ListConfigResourcesApi,
  ListPartitionReassignmentsApi, MetadataApi, OffsetFetchApi,
} from '@odradek/protocol/internal'
import type { Peer } from './peer.ts'

const NOBODY = 'AAAAAAAAAAAAAAAAAAAAZw'
const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA'
const TOPIC = 2
const BROKER = 4

interface Created {
  readonly topics: readonly { readonly name: string; readonly topicId: string }[]
}

const byName = <T extends { readonly name: string | null }>(rows: readonly T[]): readonly T[] => rows.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1))

function topic(name: string, numPartitions: number = 1, more: object = {}): object {
  return { name, numPartitions, replicationFactor: 1, assignments: [], configs: [], ...more }
}

const configs = (values: Readonly<Record<string, string | null>>): object[] => Object.entries(values).map(([name, value]) => ({ name, value }))

/** The topics that all steps stand on; the id of the first. */
export async function prepare(peer: Peer): Promise<{ readonly name: string; readonly id: string }> {
  const made = await peer.send<Created>(CreateTopicsApi, 7, { timeoutMs: 10_000, topics: [
    topic('plain', 3), topic('empty'), topic('unread'), topic('compacted', 1, { configs: configs({ 'cleanup.policy': 'compact' }) }), topic('small', 1, { configs: configs({ 'max.message.bytes': '500' }) }),
    topic('strict', 1, { configs: configs({ 'cleanup.policy': 'compact', 'message.timestamp.before.max.ms': '86400000' }) }),
    topic('appendtime', 1, { configs: configs({ 'message.timestamp.type': 'LogAppendTime' }) }),
  ] })
  if (typeof made === 'string') throw new Error(`CreateTopics: ${made}`)
  for (const { name, topicId } of made.topics) peer.learn(topicId, name)
  await coordinatorIsThere(peer)
  return { name: 'plain', id: made.topics.find(({ name }) => name === 'plain')?.topicId ?? '' }
}

/** Asking for a coordinator makes Apache Kafka create its topic; groups are served some moments later. */
async function coordinatorIsThere(peer: Peer): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const found = await peer.send<{ errorCode: number }>(FindCoordinatorApi, 3, { key: 'any', keyType: 0 })
    const codes: number[] = []
    for (const groupId of 'abcdefghijkl') {
      const answer = await peer.send<{ errorCode: number }>(OffsetFetchApi, 7, { groupId, topics: null })
      codes.push(typeof answer === 'string' ? -1 : answer.errorCode)
    }
    if (typeof found !== 'string' && found.errorCode === 0 && codes.every((code) => code === 0)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('no coordinator')
}

async function creation(peer: Peer): Promise<void> {
  const wrong: readonly (readonly [string, object])[] = [
    ['exists', topic('plain')], ['..', topic('..')], ['slash', topic('a/b')], ['empty name', topic('')], ['long name', topic('x'.repeat(250))], ['collides', topic('with.dot')], ['collides 2', topic('with_dot')],
    ['0 partitions', topic('bad', 0)], ['-2 partitions', topic('bad', -2)], ['default partitions', topic('default-partitions', -1, { replicationFactor: -1 })], ['factor 0', topic('bad', 1, { replicationFactor: 0 })], ['factor 5', topic('bad', 1, { replicationFactor: 5 })],
    ['factor -2', topic('bad', 1, { replicationFactor: -2 })],
    ['unknown config', topic('bad', 1, { configs: configs({ nonsense: '1' }) })], ['bad value', topic('bad', 1, { configs: configs({ 'retention.ms': 'x' }) })], ['null value', topic('bad', 1, { configs: configs({ 'retention.ms': null }) })],
    ['bad policy', topic('bad', 1, { configs: configs({ 'cleanup.policy': 'nothing' }) })], ['min isr 0', topic('bad', 1, { configs: configs({ 'min.insync.replicas': '0' }) })],
    ['lag bounds', topic('bad', 1, { configs: configs({ 'min.compaction.lag.ms': '100', 'max.compaction.lag.ms': '10' }) })],
    ['assigned', topic('assigned', -1, { replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [1] }, { partitionIndex: 1, brokerIds: [1] }] })],
    ['assigned and counted', topic('bad', 1, { assignments: [{ partitionIndex: 0, brokerIds: [1] }] })],
    ['assigned to nobody', topic('bad', -1, { replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [] }] })], ['assigned to a stranger', topic('bad', -1, { replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [44] }] })],
    ['assigned twice', topic('bad', -1, { replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [1, 1] }] })], ['assigned with a hole', topic('bad', -1, { replicationFactor: -1, assignments: [{ partitionIndex: 1, brokerIds: [1] }] })],
    ['internal', topic('__consumer_offsets')], ['cluster metadata', topic('__cluster_metadata')],
  ]
  for (const version of [2, 4, 5, 7]) {
    for (const [step, one] of wrong) {
      const only = (answer: { topics: { configs?: readonly unknown[]; errorCode: number }[] }): unknown => answer.topics.map((row) => ({ ...row, configs: row.configs?.length }))
      if (version > 2 && /^(?:default|assigned$)/.test(step)) continue
      await peer.ask(step, CreateTopicsApi, version, { timeoutMs: 10_000, topics: [one] }, only)
    }
    await peer.ask('twice', CreateTopicsApi, version, { timeoutMs: 10_000, topics: [topic('twice'), topic('twice')] })
    await peer.ask('validated only', CreateTopicsApi, version, { timeoutMs: 10_000, validateOnly: true, topics: [topic('validated', 2)] }, (answer: { topics: { configs?: readonly unknown[] }[] }) => answer.topics.map((row) => ({ ...row, configs: row.configs?.length })))
    await peer.ask('no topics', CreateTopicsApi, version, { timeoutMs: 10_000, topics: [] })
  }
  await peer.ask('12,000 partitions', CreateTopicsApi, 4, { timeoutMs: 10_000, validateOnly: true, topics: [topic('large', 6000), topic('larger', 6000)] })
  await peer.ask('settings in the answer', CreateTopicsApi, 7, { timeoutMs: 10_000, topics: [topic('told', 2, { configs: configs({ 'retention.ms': '5000' }) })] }, (answer: { topics: { configs: { name: string }[] }[] }) => byName(answer.topics[0]?.configs ?? []).filter(({ name }) => !/^(?:remote|errors|local|min\.insync)/.test(name)))
  for (const version of [0, 1, 2, 3]) {
    for (const [step, name, count, assignments] of [['fewer', 'plain', 1, null], ['the same', 'plain', 3, null], ['unknown', 'nosuch', 4, null], ['invalid', '..', 4, null], ['a stranger', 'plain', 4, [{ brokerIds: [77] }]], ['too few assigned', 'plain', 6, [{ brokerIds: [1] }]], ['two replicas', 'plain', 4, [{ brokerIds: [1, 1] }]], ['0', 'plain', 0, null], ['-1', 'plain', -1, null]] as const) {
      await peer.ask(step, CreatePartitionsApi, version, { timeoutMs: 5000, validateOnly: false, topics: [{ name, count, assignments }] })
    }
    await peer.ask('validated only', CreatePartitionsApi, version, { timeoutMs: 5000, validateOnly: true, topics: [{ name: 'plain', count: 9, assignments: null }] })
    await peer.ask('twice', CreatePartitionsApi, version, { timeoutMs: 5000, validateOnly: true, topics: [{ name: 'plain', count: 9, assignments: null }, { name: 'plain', count: 8, assignments: null }] })
    await peer.ask('two more', CreatePartitionsApi, version, { timeoutMs: 5000, validateOnly: false, topics: [{ name: 'told', count: 4 + 2 * version, assignments: null }] })
  }
  for (const version of [1, 3, 5, 6]) {
    const named = (...names: (string | null)[]): object => (version >= 6 ? { topics: names.map((name) => ({ name, topicId: NO_ID })), timeoutMs: 5000 } : { topicNames: names, timeoutMs: 5000 })
    await peer.ask('unknown', DeleteTopicsApi, version, named('nosuch'))
    await peer.ask('invalid', DeleteTopicsApi, version, named('..'))
    await peer.ask('twice', DeleteTopicsApi, version, named('empty', 'empty'))
    await peer.ask('none', DeleteTopicsApi, version, named())
  }
  await peer.ask('unknown id', DeleteTopicsApi, 6, { topics: [{ name: null, topicId: NOBODY }], timeoutMs: 5000 })
  await peer.ask('no id', DeleteTopicsApi, 6, { topics: [{ name: null, topicId: NO_ID }], timeoutMs: 5000 })
  await peer.ask('name and id', DeleteTopicsApi, 6, { topics: [{ name: 'plain', topicId: NOBODY }], timeoutMs: 5000 })
  await peer.ask('one that is there', DeleteTopicsApi, 4, { topicNames: ['told'], timeoutMs: 5000 })
}

interface MetadataAnswer {
  readonly topics: readonly { readonly name: string | null; readonly partitions: readonly { readonly partitionIndex: number }[] }[]
}

async function metadata(peer: Peer, plain: { readonly name: string; readonly id: string }): Promise<void> {
  const sorted = (answer: MetadataAnswer): unknown => ({ ...answer, topics: byName(answer.topics).filter(({ name }) => !/^(?:__|auto-)/.test(name ?? '')).map((one) => ({ ...one, partitions: one.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex) })) })
  for (let version = 0; version <= 13; version++) {
    const names = (...list: string[]): object => ({ topics: list.map((name) => ({ name })), ...(version >= 4 ? { allowAutoTopicCreation: false } : {}) })
    await peer.ask('one', MetadataApi, version, names('plain'), sorted)
    await peer.ask('all', MetadataApi, version, version === 0 ? names() : { topics: null }, sorted)
    if (version > 0) await peer.ask('none', MetadataApi, version, names(), sorted)
    if (version >= 4) await peer.ask('unknown', MetadataApi, version, names('nosuch', 'plain', 'plain'), sorted)
    await peer.ask('invalid', MetadataApi, version, names('..', 'a/b', 'x'.repeat(250)), sorted)
    await peer.ask('empty name', MetadataApi, version, names(''), sorted)
    await peer.ask('made by asking', MetadataApi, version, { topics: [{ name: `auto-${version}` }], ...(version >= 4 ? { allowAutoTopicCreation: true } : {}) }, (answer: MetadataAnswer) => answer.topics.map((one) => ({ ...one, partitions: one.partitions.length })))
    if (version >= 8) await peer.ask('operations', MetadataApi, version, { topics: [{ name: 'plain' }], ...(version <= 10 ? { includeClusterAuthorizedOperations: true } : {}), includeTopicAuthorizedOperations: true }, sorted)
    if (version >= 10) await peer.ask('by id', MetadataApi, version, { topics: [{ topicId: plain.id, name: null }] }, sorted)
    if (version >= 10) await peer.ask('by an unknown id', MetadataApi, version, { topics: [{ topicId: NOBODY, name: null }] }, sorted)
    if (version >= 12) await peer.ask('id and name', MetadataApi, version, { topics: [{ topicId: plain.id, name: 'empty' }] }, sorted)
    if (version >= 12) await peer.ask('an id and a name', MetadataApi, version, { topics: [{ topicId: plain.id, name: null }, { name: 'empty' }] }, sorted)
  }
  for (const version of [0, 1, 2]) {
    await peer.ask('cluster', DescribeClusterApi, version, { includeClusterAuthorizedOperations: true })
    await peer.ask('no operations', DescribeClusterApi, version, { includeClusterAuthorizedOperations: false })
    if (version >= 1) for (const endpointType of [2, 9]) await peer.ask(`endpoint type ${endpointType}`, DescribeClusterApi, version, { endpointType })
  }
  const described = (answer: { topics: { name: string }[]; nextCursor: unknown }): unknown => ({ ...answer, topics: answer.topics.filter(({ name }) => !/^(?:auto|__)/.test(name)) })
  await peer.ask('named', DescribeTopicPartitionsApi, 0, { topics: [{ name: 'plain' }, { name: 'empty' }, { name: 'nosuch' }, { name: '..' }, { name: 'plain' }], responsePartitionLimit: 100 }, described)
  for (const limit of [0, 1, 2, 3, 4, -5, 5000]) await peer.ask(`limit ${limit}`, DescribeTopicPartitionsApi, 0, { topics: [{ name: 'plain' }, { name: 'small' }], responsePartitionLimit: limit }, described)
  for (const cursor of [{ topicName: 'plain', partitionIndex: 1 }, { topicName: 'plain', partitionIndex: 3 }, { topicName: 'plain', partitionIndex: 9 }, { topicName: 'plain', partitionIndex: -1 }, { topicName: 'pm', partitionIndex: 5 }, { topicName: 'zzz', partitionIndex: 0 }, { topicName: 'nosuch', partitionIndex: 2 }, { topicName: '..', partitionIndex: 0 }, { topicName: '', partitionIndex: 0 }]) {
    await peer.ask(`cursor ${JSON.stringify(cursor)}`, DescribeTopicPartitionsApi, 0, { topics: [{ name: 'plain' }, { name: 'small' }, { name: 'nosuch' }], responsePartitionLimit: 2, cursor }, described)
    await peer.ask(`all from ${JSON.stringify(cursor)}`, DescribeTopicPartitionsApi, 0, { topics: [], responsePartitionLimit: 200, cursor }, described)
  }
}

interface Described {
  readonly results: readonly { readonly configs: readonly { readonly name: string; readonly synonyms?: readonly { readonly name: string }[] }[] }[]
}

async function configuration(peer: Peer): Promise<void> {
  const describe = (resourceType: number, resourceName: string, configurationKeys: readonly string[] | null = ['retention.ms', 'cleanup.policy', 'segment.bytes']): object =>
    ({ resources: [{ resourceType, resourceName, configurationKeys }], includeSynonyms: true })
  const sorted = (answer: Described): unknown => answer.results.map((one) => ({ ...one, configs: byName(one.configs.filter(({ name }) => name !== 'min.insync.replicas')) }))
  for (const version of [1, 2, 3, 4]) {
    await peer.ask('a topic', DescribeConfigsApi, version, describe(TOPIC, 'plain'), sorted)
    await peer.ask('a topic with a setting', DescribeConfigsApi, version, describe(TOPIC, 'small', ['max.message.bytes', 'nonsense']), sorted)
    await peer.ask('no keys', DescribeConfigsApi, version, describe(TOPIC, 'plain', []), sorted)
    await peer.ask('unknown topic', DescribeConfigsApi, version, describe(TOPIC, 'nosuch'), sorted)
    await peer.ask('invalid topic', DescribeConfigsApi, version, describe(TOPIC, '..'), sorted)
    await peer.ask('empty topic', DescribeConfigsApi, version, describe(TOPIC, ''), sorted)
    await peer.ask('this broker', DescribeConfigsApi, version, describe(BROKER, '1', ['log.retention.ms', 'log.segment.bytes', 'num.io.threads', 'log.cleanup.policy', 'message.max.bytes']), sorted)
    await peer.ask('all brokers', DescribeConfigsApi, version, describe(BROKER, '', null), sorted)
    for (const [type, name] of [[BROKER, '9'], [BROKER, 'x'], [0, 'x'], [1, 'x'], [3, 'x'], [77, 'x'], [16, ''], [16, 'x'], [32, 'x'], [32, '']] as const) await peer.ask(`type ${type} "${name}"`, DescribeConfigsApi, version, describe(type, name, version > 1 ? ['none'] : ['none']), sorted)
    await peer.ask('twice', DescribeConfigsApi, version, { resources: [{ resourceType: TOPIC, resourceName: 'plain', configurationKeys: ['retention.ms'] }, { resourceType: TOPIC, resourceName: 'plain', configurationKeys: ['retention.ms'] }] }, sorted)
  }
  await alterations(peer, sorted)
}

async function alterations(peer: Peer, sorted: (answer: Described) => unknown): Promise<void> {
  const look = async (step: string, resourceType: number, resourceName: string, keys: readonly string[]): Promise<void> => {
    // Apache Kafka's broker follows its controller some moments after the answer.
    await new Promise((resolve) => setTimeout(resolve, 150))
    await peer.ask(`after ${step}`, DescribeConfigsApi, 4, { resources: [{ resourceType, resourceName, configurationKeys: [...new Set(keys)] }], includeSynonyms: true }, sorted)
  }
  const change = async (step: string, resourceType: number, resourceName: string, rows: readonly (readonly [string, number, string | null])[], validateOnly: boolean = false, version: number = 1): Promise<void> => {
    await peer.ask(step, IncrementalAlterConfigsApi, version, { validateOnly, resources: [{ resourceType, resourceName, configs: rows.map(([name, configOperation, value]) => ({ name, configOperation, value })) }] })
    await look(step, resourceType, resourceName, rows.map(([name]) => name))
  }
  const [SET, DELETE, APPEND, SUBTRACT] = [0, 1, 2, 3]
  await change('set', TOPIC, 'plain', [['retention.ms', SET, '1000000']], false, 0)
  await change('set again', TOPIC, 'plain', [['retention.ms', SET, '2000000'], ['segment.bytes', SET, '2000000']])
  await change('validated only', TOPIC, 'plain', [['retention.ms', SET, '1']], true)
  await change('validated only, wrong', TOPIC, 'plain', [['retention.ms', SET, 'x']], true)
  await change('delete', TOPIC, 'plain', [['retention.ms', DELETE, null]])
  await change('delete with a value', TOPIC, 'plain', [['segment.bytes', DELETE, 'x']])
  await change('delete what is not set', TOPIC, 'plain', [['flush.ms', DELETE, null]])
  await change('delete what is unknown', TOPIC, 'plain', [['nonsense', DELETE, null]])
  await change('append', TOPIC, 'plain', [['cleanup.policy', APPEND, 'compact']])
  await change('append what is there', TOPIC, 'plain', [['cleanup.policy', APPEND, 'compact']])
  await change('subtract', TOPIC, 'plain', [['cleanup.policy', SUBTRACT, 'compact']])
  await change('subtract the last', TOPIC, 'plain', [['cleanup.policy', SUBTRACT, 'delete']])
  await change('subtract what is not there', TOPIC, 'plain', [['cleanup.policy', SUBTRACT, 'compact']])
  await change('append to a number', TOPIC, 'plain', [['retention.ms', APPEND, '1']])
  await change('subtract from a number', TOPIC, 'plain', [['retention.ms', SUBTRACT, '1']])
  await change('append nonsense', TOPIC, 'plain', [['cleanup.policy', APPEND, 'nonsense']])
  await change('append to an unknown', TOPIC, 'plain', [['nonsense', APPEND, 'nonsense']])
  await change('operation 9', TOPIC, 'plain', [['retention.ms', 9, '1']])
  await change('null', TOPIC, 'plain', [['retention.ms', SET, null]])
  await change('empty', TOPIC, 'plain', [['retention.ms', SET, '']])
  await change('same key twice', TOPIC, 'plain', [['retention.ms', SET, '1'], ['retention.ms', SET, '2']])
  await change('a good and a bad one', TOPIC, 'plain', [['retention.ms', SET, '77777'], ['segment.bytes', SET, 'x']])
  await change('unknown topic', TOPIC, 'nosuch', [['retention.ms', SET, '1']])
  await change('invalid topic', TOPIC, '..', [['retention.ms', SET, '1']])
  await change('cleared', TOPIC, 'plain', [['cleanup.policy', DELETE, null], ['segment.bytes', DELETE, null]])
  await change('of the broker', BROKER, '1', [['log.retention.ms', SET, '500000000']])
  await change('inherited by topics', TOPIC, 'empty', [['flush.ms', DELETE, null], ['retention.ms', DELETE, null]])
  await change('of all brokers', BROKER, '', [['message.max.bytes', SET, '2000000']])
  await look('a default for all', BROKER, '1', ['message.max.bytes', 'log.retention.ms'])
  await change('both', BROKER, '1', [['message.max.bytes', SET, '3000000']])
  await look('both, topic', TOPIC, 'empty', ['max.message.bytes', 'retention.ms'])
  await change('broker cleared', BROKER, '1', [['message.max.bytes', DELETE, null], ['log.retention.ms', DELETE, null]])
  await change('all cleared', BROKER, '', [['message.max.bytes', DELETE, null]])
  await change('read only', BROKER, '1', [['log.dirs', SET, '/x']])
  await change('read only, all', BROKER, '', [['num.partitions', SET, '7']])
  await change('broker.id', BROKER, '1', [['broker.id', SET, '7']])
  await change('per broker only', BROKER, '', [['listeners', SET, 'PLAINTEXT://127.0.0.1:1']])
  await change('unknown for a broker', BROKER, '1', [['my.own.setting', SET, '7']])
  await change('unknown for a broker, gone', BROKER, '1', [['my.own.setting', DELETE, null]])
  await change('bad for a broker', BROKER, '1', [['log.retention.ms', SET, 'x']])
  await change('another broker', BROKER, '8', [['log.retention.ms', SET, '5']])
  await change('no number', BROKER, 'x', [['log.retention.ms', SET, '5']])
  for (const [type, name] of [[0, 'x'], [1, 'x'], [3, 'x'], [77, 'x']] as const) await change(`type ${type}`, type, name, [['a', SET, 'b']])
  await peer.ask('a resource twice', IncrementalAlterConfigsApi, 1, { validateOnly: false, resources: [0, 1].map(() => ({ resourceType: TOPIC, resourceName: 'plain', configs: [{ name: 'flush.ms', configOperation: 0, value: '5' }] })) })
  await look('a resource twice', TOPIC, 'plain', ['flush.ms'])
  for (const version of [0, 1, 2]) {
    const alter = (step: string, resourceType: number, resourceName: string, values: Record<string, string | null>, validateOnly: boolean = false): Promise<unknown> =>
      peer.ask(step, AlterConfigsApi, version, { validateOnly, resources: [{ resourceType, resourceName, configs: configs(values) }] })
    await alter('two', TOPIC, 'plain', { 'retention.ms': '99999', 'segment.bytes': '2000000' })
    await look('two', TOPIC, 'plain', ['retention.ms', 'segment.bytes'])
    await alter('one: the other goes', TOPIC, 'plain', { 'retention.ms': '88888' })
    await look('one', TOPIC, 'plain', ['retention.ms', 'segment.bytes'])
    await alter('validated only', TOPIC, 'plain', {}, true)
    await alter('bad', TOPIC, 'plain', { 'retention.ms': 'x' })
    await alter('null', TOPIC, 'plain', { 'retention.ms': null })
    await alter('unknown', TOPIC, 'plain', { nonsense: '1' })
    await alter('unknown topic', TOPIC, 'nosuch', { 'retention.ms': '1' })
    await alter('none: all go', TOPIC, 'plain', {})
    await look('none', TOPIC, 'plain', ['retention.ms', 'segment.bytes'])
    await alter('broker', BROKER, '1', { 'log.retention.ms': '400000000' })
    await alter('broker none', BROKER, '1', {})
    await alter('broker bad', BROKER, '1', { 'log.dirs': '/x' })
    for (const [type, name] of [[0, 'x'], [3, 'x'], [77, 'x'], [BROKER, '5']] as const) await alter(`type ${type}`, type, name, { a: 'b' })
  }
}

async function placement(peer: Peer): Promise<void> {
  interface Dirs { readonly results: readonly { readonly topics: readonly { readonly name: string; readonly partitions: readonly { readonly partitionSize: number; readonly partitionIndex: number }[] }[] }[] }
  const dirs = (answer: Dirs): unknown => ({ ...answer, results: answer.results.map((one) => ({ ...one, topics: byName(one.topics).map((row) => ({ ...row, partitions: row.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex).map((part) => ({ ...part, partitionSize: part.partitionSize > 0 })) })) })) })
  for (const version of [1, 2, 3, 4, 5]) {
    await peer.ask('one', DescribeLogDirsApi, version, { topics: [{ topic: 'plain', partitions: [0, 99] }, { topic: 'nosuch', partitions: [0] }] }, dirs)
    await peer.ask('none', DescribeLogDirsApi, version, { topics: [] }, dirs)
  }
  for (const version of [0, 1, 2]) {
    for (const electionType of version === 0 ? [0] : [0, 1, 5]) {
      await peer.ask(`type ${electionType}`, ElectLeadersApi, version, { ...(version >= 1 ? { electionType } : {}), timeoutMs: 5000, topicPartitions: [{ topic: 'plain', partitions: [0, 99] }, { topic: 'nosuch', partitions: [0] }] })
      await peer.ask(`type ${electionType}, all`, ElectLeadersApi, version, { ...(version >= 1 ? { electionType } : {}), timeoutMs: 5000, topicPartitions: null })
      await peer.ask(`type ${electionType}, none`, ElectLeadersApi, version, { ...(version >= 1 ? { electionType } : {}), timeoutMs: 5000, topicPartitions: [] })
    }
  }
  for (const version of [0, 1]) {
    for (const replicas of [[1], [], [1, 1], [44], [-1], [1, 44], null]) {
      await peer.ask(`to ${JSON.stringify(replicas)}`, AlterPartitionReassignmentsApi, version, { timeoutMs: 5000, topics: [{ name: 'plain', partitions: [{ partitionIndex: 0, replicas }, { partitionIndex: 99, replicas }] }, { name: 'nosuch', partitions: [{ partitionIndex: 0, replicas }] }] })
    }
    await peer.ask('none', AlterPartitionReassignmentsApi, version, { timeoutMs: 5000, topics: [] })
    if (version === 1) await peer.ask('no change of factor', AlterPartitionReassignmentsApi, version, { timeoutMs: 5000, allowReplicationFactorChange: false, topics: [{ name: 'plain', partitions: [{ partitionIndex: 0, replicas: [1] }, { partitionIndex: 1, replicas: [1, 2] }] }] })
  }
  await peer.ask('some', ListPartitionReassignmentsApi, 0, { timeoutMs: 5000, topics: [{ name: 'plain', partitionIndexes: [0, 99] }, { name: 'nosuch', partitionIndexes: [0] }] })
  await peer.ask('all', ListPartitionReassignmentsApi, 0, { timeoutMs: 5000, topics: null })
  interface Resources { readonly configResources: readonly { readonly resourceName: string; readonly resourceType: number }[] }
  const list = (answer: Resources): unknown => ({ ...answer, configResources: answer.configResources.filter(({ resourceName }) => !/^(?:auto|__)/.test(resourceName)).map((one) => `${one.resourceType} ${one.resourceName}`).toSorted() })
  await peer.ask('metrics', ListConfigResourcesApi, 0, {}, list)
  for (const resourceTypes of [[], [2], [4], [8], [16], [32], [2, 4], [0], [99]]) await peer.ask(`types ${resourceTypes.join(' ')}`, ListConfigResourcesApi, 1, { resourceTypes }, list)
}

export async function adminSteps(peer: Peer, plain: { readonly name: string; readonly id: string }): Promise<void> {
  await metadata(peer, plain)
  await creation(peer)
  await configuration(peer)
  await placement(peer)
}
