/**
 * What each call of the admin takes: one row a method, looked at before anybody is asked. What does not fit is
 * INVALID_ARGUMENT and says where it lies, what fits there, what was given and how the call is written; so the calls of
 * other clients (`createTopics({ topics })`, `fetchOffsets`) are answered with ours.
 */
import { abortSignal as signal, fits, flag, name, refuse } from '../checks.ts'
import { KafkaError, reasonOf } from '../errors.ts'
import {
  type Check, checking, configValue, eachOnce, listOf, names, oneOf, onlyFields, orNull, partitionRefs, partitionsOnce, recordOf, text, withFields,
} from './arguments.ts'
import { operations, patternTypes, permissions, resourceTypes as aclResourceTypes } from './acls.ts'
import { resourceTypes } from './configs.ts'
import { special } from './offsets.ts'
import { mechanisms } from './quotas.ts'

const whole = (min: number, max: number = Number.MAX_SAFE_INTEGER): Check =>
  fits(`a whole number from ${min} ${max === Number.MAX_SAFE_INTEGER ? 'up' : `to ${max}`}`, (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max)

const INT16 = 32_767
const INT32 = 2_147_483_647
const partition = whole(0, INT32)
const brokerId = whole(0, INT32)
const offset = whole(0)
const milliseconds = fits('milliseconds above 0', (value) => Number.isFinite(value) && (value as number) > 0)
const finite = fits('a number', (value) => Number.isFinite(value))
const orDefault = (max: number): Check =>
  fits(`a whole number from 1 to ${max}, or -1 for the broker's default`, (value) => value === -1 || (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= max))

const topics = listOf(name)
const topicPartition = { topic: name, partition }
const resource = withFields({ type: oneOf(Object.keys(resourceTypes)), name: text })

const newTopics = eachOnce(({ name: one }: { readonly name: string }) => one, listOf(onlyFields({ name }, {
  partitions: orDefault(INT32), replicationFactor: orDefault(INT16), assignments: listOf(listOf(brokerId)), configs: recordOf(orNull(configValue)),
})))

const specialName = oneOf(Object.keys(special))
const at = checking(`${specialName.allowed}, or a time in milliseconds`, (value, where) => (typeof value === 'number' ? whole(-6) : specialName)(value, where))

const configResource = checking(resource.allowed, (value, where) => {
  resource(value, where)
  const { type, name: which } = value as { readonly type: string; readonly name: string }
  if (type === 'broker' && !/^\d*$/.test(which)) throw new KafkaError('INVALID_ARGUMENT', `${where}.name of a broker is its id, or empty for all, not "${which}"`)
})

const aclFields = {
  resourceType: oneOf(aclResourceTypes), resourceName: text, patternType: oneOf(patternTypes), principal: text, host: text, operation: oneOf(operations), permission: oneOf(permissions),
}
const { resourceType, resourceName, principal, operation, ...aclDefaults } = aclFields
const acl = onlyFields({ resourceType, resourceName, principal, operation }, aclDefaults)
const aclFilter = onlyFields({}, aclFields)
const entity = recordOf(orNull(text))

interface Row {
  /** How the call is written. */
  readonly usage: string
  /** Name and check; those from `optional` on may be left out. */
  readonly takes: readonly (readonly [name: string, check: Check])[]
  readonly optional?: number
  /** Options besides `timeoutMs` and `signal`. */
  readonly options?: Readonly<Record<string, Check>>
}

const group: Row['takes'][number] = ['groupId', text]
const validateOnly = { validateOnly: flag }

export type AdminCall =
  | 'createTopics' | 'deleteTopics' | 'listTopics' | 'describeTopic' | 'describeTopicPartitions'
  | 'createPartitions' | 'deleteRecords' | 'listOffsets' | 'listGroups' | 'describeGroup' | 'describeGroups'
  | 'describeConsumerGroup' | 'deleteGroups' | 'fetchGroupOffsets' | 'setGroupOffsets' | 'deleteGroupOffsets'
  | 'removeGroupMembers' | 'describeConfigs' | 'alterConfigs' | 'replaceConfigs' | 'listConfigResources'
  | 'describeAcls' | 'createAcls' | 'deleteAcls' | 'describeClientQuotas' | 'alterClientQuotas'
  | 'describeScramCredentials' | 'alterScramCredentials' | 'listTransactions' | 'describeTransaction'
  | 'abortTransaction' | 'describeProducers' | 'describeLogDirectories' | 'alterReplicaLogDirectories'
  | 'electLeaders' | 'alterPartitionReassignments' | 'listPartitionReassignments' | 'describeCluster'

const rows: Readonly<Record<AdminCall, Row>> = {
  createTopics: { usage: "createTopics([{ name: 'orders', partitions: 3 }])", takes: [['topics', newTopics]], options: { validateOnly: flag, ifNotExists: flag } },
  deleteTopics: { usage: "deleteTopics(['orders'])", takes: [['names', topics]], options: { ifExists: flag } },
  listTopics: { usage: 'listTopics({ internal: true })', takes: [], options: { internal: flag } },
  describeTopic: { usage: "describeTopic('orders')", takes: [['name', name]] },
  describeTopicPartitions: { usage: "describeTopicPartitions(['orders'], { pageSize: 1000 })", takes: [['names', topics]], options: { pageSize: whole(1, INT32) } },
  createPartitions: { usage: 'createPartitions({ orders: 6 })', takes: [['topics', recordOf(whole(1, INT32))]], options: validateOnly },
  deleteRecords: {
    usage: "deleteRecords([{ topic: 'orders', partition: 0, offset: 100 }])",
    takes: [['before', partitionsOnce(listOf(withFields({ ...topicPartition, offset: whole(-1) })))]],
  },
  listOffsets: {
    usage: "listOffsets([{ topic: 'orders', partition: 0, at: 'latest' }])",
    takes: [['wanted', listOf(withFields({ ...topicPartition, at }))]], options: { isolation: oneOf(['read_committed', 'read_uncommitted']) },
  },
  listGroups: { usage: "listGroups({ states: ['Stable'] })", takes: [], options: { states: names, types: names } },
  describeGroup: { usage: "describeGroup('billing')", takes: [group] },
  describeGroups: { usage: "describeGroups(['billing'])", takes: [['groupIds', names]] },
  describeConsumerGroup: { usage: "describeConsumerGroup('billing')", takes: [group] },
  deleteGroups: { usage: "deleteGroups(['billing'])", takes: [['groupIds', names]], options: { ifExists: flag } },
  fetchGroupOffsets: {
    usage: "fetchGroupOffsets('billing', [{ topic: 'orders', partition: 0 }])", takes: [group, ['partitions', partitionRefs]], optional: 1, options: { requireStable: flag },
  },
  setGroupOffsets: {
    usage: "setGroupOffsets('billing', [{ topic: 'orders', partition: 0, offset: 100 }])",
    takes: [group, ['offsets', partitionsOnce(listOf(withFields({ ...topicPartition, offset }, { metadata: text })))]],
  },
  deleteGroupOffsets: { usage: "deleteGroupOffsets('billing', [{ topic: 'orders', partition: 0 }])", takes: [group, ['partitions', partitionRefs]] },
  removeGroupMembers: {
    usage: "removeGroupMembers('billing', [{ groupInstanceId: 'worker-1' }])",
    takes: [group, ['members', listOf(checking('a member', memberToRemove))]], options: { reason: text },
  },
  describeConfigs: {
    usage: "describeConfigs({ type: 'topic', name: 'orders' })", takes: [['resource', configResource]], options: { keys: names, documentation: flag },
  },
  alterConfigs: {
    usage: "alterConfigs({ type: 'topic', name: 'orders' }, { set: { 'retention.ms': 60000 } })",
    takes: [['resource', configResource], ['changes', onlyFields({}, { set: recordOf(configValue), delete: names, append: recordOf(text), subtract: recordOf(text) })]],
    options: validateOnly,
  },
  replaceConfigs: {
    usage: "replaceConfigs({ type: 'topic', name: 'orders' }, { 'retention.ms': 60000 })",
    takes: [['resource', configResource], ['values', recordOf(configValue)]], options: validateOnly,
  },
  listConfigResources: { usage: "listConfigResources(['topic'])", takes: [['types', listOf(oneOf(Object.keys(resourceTypes)))]], optional: 0 },
  describeAcls: { usage: "describeAcls({ resourceType: 'topic' })", takes: [['filter', aclFilter]], optional: 0 },
  createAcls: { usage: "createAcls([{ resourceType: 'topic', resourceName: 'orders', principal: 'User:ann', operation: 'read' }])", takes: [['acls', listOf(acl)]] },
  deleteAcls: { usage: "deleteAcls([{ principal: 'User:ann' }])", takes: [['filters', listOf(aclFilter)]] },
  describeClientQuotas: { usage: "describeClientQuotas({ match: { user: 'ann' } })", takes: [['filter', onlyFields({}, { match: entity, strict: flag })]], optional: 0 },
  alterClientQuotas: {
    usage: "alterClientQuotas([{ entity: { user: 'ann' }, quotas: { producer_byte_rate: 1000 } }])",
    takes: [['changes', listOf(withFields({ entity, quotas: recordOf(orNull(finite)) }))]], options: validateOnly,
  },
  describeScramCredentials: { usage: "describeScramCredentials(['ann'])", takes: [['users', names]], optional: 0 },
  alterScramCredentials: {
    usage: "alterScramCredentials([{ user: 'ann', mechanism: 'SCRAM-SHA-256', password: '...' }])",
    takes: [['changes', eachOnce(({ user }: { readonly user: string }) => user, listOf(onlyFields(
      { user: name, mechanism: oneOf(Object.keys(mechanisms)) }, { password: name, iterations: whole(4096, 16_384) })))]],
  },
  listTransactions: {
    usage: "listTransactions({ states: ['Ongoing'] })",
    takes: [['filter', onlyFields({}, { states: names, producerIds: listOf(whole(0)), runningForMs: whole(0), pattern: text })]], optional: 0,
  },
  describeTransaction: { usage: "describeTransaction('transfers-1')", takes: [['transactionalId', name]] },
  abortTransaction: { usage: "abortTransaction({ topic: 'orders', partition: 0 }, 100)", takes: [['partition', withFields(topicPartition)], ['startOffset', offset]] },
  describeProducers: { usage: "describeProducers([{ topic: 'orders', partition: 0 }])", takes: [['partitions', partitionRefs]] },
  describeLogDirectories: { usage: 'describeLogDirectories({ brokers: [1] })', takes: [], options: { brokers: listOf(brokerId), partitions: partitionRefs } },
  alterReplicaLogDirectories: {
    usage: "alterReplicaLogDirectories(1, [{ topic: 'orders', partition: 0, path: '/data/b' }])",
    takes: [['brokerId', brokerId], ['moves', partitionsOnce(listOf(withFields({ ...topicPartition, path: name })))]],
  },
  electLeaders: {
    usage: "electLeaders('preferred', [{ topic: 'orders', partition: 0 }])", takes: [['kind', oneOf(['preferred', 'unclean'])], ['partitions', partitionRefs]], optional: 1,
  },
  alterPartitionReassignments: {
    usage: "alterPartitionReassignments([{ topic: 'orders', partition: 0, replicas: [1, 2] }])",
    takes: [['changes', partitionsOnce(listOf(withFields({ ...topicPartition, replicas: orNull(listOf(brokerId)) })))]],
  },
  listPartitionReassignments: { usage: "listPartitionReassignments([{ topic: 'orders', partition: 0 }])", takes: [['partitions', partitionRefs]], optional: 0 },
  describeCluster: { usage: 'describeCluster()', takes: [] },
}

function memberToRemove(value: unknown, where: string): void {
  withFields({}, { memberId: name, groupInstanceId: name })(value, where)
  const { memberId, groupInstanceId } = value as { readonly memberId?: string; readonly groupInstanceId?: string }
  if ((memberId === undefined) === (groupInstanceId === undefined)) refuse(where, 'an object of either memberId or groupInstanceId', value)
}

/** @throws KafkaError INVALID_ARGUMENT. The options stand behind the arguments. */
export function checkCall(call: AdminCall, given: readonly unknown[]): void {
  const { usage, takes, optional, options } = rows[call]
  try {
    for (const [index, [argument, check]] of takes.entries()) {
      if (given[index] !== undefined || index < (optional ?? takes.length)) check(given[index], `${call}: ${argument}`)
    }
    if (given[takes.length] !== undefined) onlyFields({}, { timeoutMs: milliseconds, signal, ...options })(given[takes.length], `${call}: options`)
  } catch (error) {
    const reason = error instanceof KafkaError ? error.message : `${call}: an argument cannot be read: ${reasonOf(error)}`
    throw new KafkaError('INVALID_ARGUMENT', `${reason}; the call is ${usage}`)
  }
}

/** Methods of other clients' admins, and what there is instead. */
export const elsewhere: Readonly<Record<string, string>> = {
  connect: 'there is nothing to connect: the first call does',
  disconnect: 'write close()',
  fetchTopicMetadata: `write ${rows.describeTopic.usage}, or listTopics() for all`,
  describeTopics: `write ${rows.describeTopic.usage}, or listTopics() for all`,
  metadata: `write ${rows.describeTopic.usage}, or listTopics() for all`,
  fetchTopicOffsets: `write ${rows.listOffsets.usage}`,
  fetchTopicOffsetsByTimestamp: "write listOffsets([{ topic: 'orders', partition: 0, at: Date.now() }])",
  deleteTopicRecords: `write ${rows.deleteRecords.usage}`,
  fetchOffsets: `write ${rows.fetchGroupOffsets.usage}`,
  listConsumerGroupOffsets: `write ${rows.fetchGroupOffsets.usage}`,
  setOffsets: `write ${rows.setGroupOffsets.usage}`,
  resetOffsets: `read where to go with ${rows.listOffsets.usage}, and then write ${rows.setGroupOffsets.usage}`,
  alterConsumerGroupOffsets: `write ${rows.setGroupOffsets.usage}`,
  alterOffsets: `write ${rows.setGroupOffsets.usage}`,
  deleteOffsets: `write ${rows.deleteGroupOffsets.usage}`,
  deleteConsumerGroupOffsets: `write ${rows.deleteGroupOffsets.usage}`,
  listConsumerGroups: 'write listGroups()',
  describeConsumerGroups: `write ${rows.describeGroups.usage}`,
  deleteConsumerGroups: `write ${rows.deleteGroups.usage}`,
  removeMembersFromConsumerGroup: `write ${rows.removeGroupMembers.usage}`,
  incrementalAlterConfigs: `write ${rows.alterConfigs.usage}`,
  describeLogDirs: 'write describeLogDirectories()',
}
