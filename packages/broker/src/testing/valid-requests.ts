/**
 * For tests: by API key, a request that a client may send at a version, about things that exist or about things that do
 * not, and what an answer says of errors.
 */
import { BatchBuilder } from '@odradek/protocol/internal'

export interface Names {
  readonly topic: string
  readonly id: string
  readonly group: string
}

function batch(): Buffer {
  const builder = new BatchBuilder()
  builder.append('key', 'value', undefined, Date.UTC(2026, 0, 1))
  return builder.build()
}

const topicAt = (version: number, idsFrom: number, { topic, id }: Names, name: string): object => (version >= idsFrom ? { topicId: id } : { [name]: topic })
const broker0 = { resourceType: 4, resourceName: '0' }

/** What to ask, by key. Only fields that the version knows. */
export const validRequests: Record<number, (version: number, names: Names) => unknown> = {
  0: (v, n) => ({ acks: -1, timeoutMs: 1000, topicData: [{ ...topicAt(v, 13, n, 'name'), partitionData: [{ index: 0, records: batch() }] }] }),
  1: (v, n) => ({
    maxWaitMs: 0, minBytes: 1, maxBytes: 1000, isolationLevel: 1, sessionId: 0, sessionEpoch: v >= 7 ? 0 : -1,
    topics: [{ ...topicAt(v, 13, n, 'topic'), partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000, ...(v >= 9 ? { currentLeaderEpoch: 7 } : {}) }] }],
    forgottenTopicsData: [],
  }),
  2: (v, n) => ({
    replicaId: -1, isolationLevel: 0,
    topics: [{ name: n.topic, partitions: [-2, -1, 0, v >= 7 ? -3 : 1].map((timestamp, partitionIndex) => ({ partitionIndex, timestamp })) }],
  }),
  3: (v, n) => ({ topics: [v >= 12 ? { topicId: n.id, name: null } : { name: n.topic }], ...(v >= 4 ? { allowAutoTopicCreation: false } : {}) }),
  8: (v, n) => ({
    groupId: n.group, memberId: '', topics: [{ ...topicAt(v, 10, n, 'name'), partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }],
  }),
  9: (v, n) => {
    const topics = [{ ...topicAt(v, 10, n, 'name'), partitionIndexes: [0, 1] }]
    return v >= 8 ? { groups: [{ groupId: n.group, topics }] } : { groupId: n.group, topics }
  },
  10: (v, n) => (v >= 4 ? { keyType: 0, coordinatorKeys: [n.group, 'other'] } : { key: n.group }),
  11: (_, n) => ({
    groupId: n.group, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, memberId: 'nobody', protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.alloc(8) }],
  }),
  12: (_, n) => ({ groupId: n.group, generationId: 1, memberId: 'nobody' }),
  13: (v, n) => (v >= 3 ? { groupId: n.group, members: [{ memberId: 'nobody', groupInstanceId: null }] } : { groupId: n.group, memberId: 'nobody' }),
  14: (v, n) => ({
    groupId: n.group, generationId: 1, memberId: 'nobody', assignments: [{ memberId: 'nobody', assignment: Buffer.alloc(4) }],
    ...(v >= 5 ? { protocolType: 'consumer', protocolName: 'range' } : {}),
  }),
  15: (_, n) => ({ groups: [n.group] }),
  16: () => ({}),
  18: (v) => (v >= 3 ? { clientSoftwareName: 'test', clientSoftwareVersion: '1' } : {}),
  19: (v, n) => ({ topics: [{ name: `${n.topic}-${v}`, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }, { name: '..', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 1000 }),
  20: (v) => (v >= 6 ? { topics: [{ name: 'missing', topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }], timeoutMs: 1000 } : { topicNames: ['missing'], timeoutMs: 1000 }),
  21: (_, n) => ({ topics: [{ name: n.topic, partitions: [{ partitionIndex: 0, offset: 0 }, { partitionIndex: 9, offset: 0 }] }], timeoutMs: 1000 }),
  22: () => ({ transactionTimeoutMs: 1000 }),
  23: (v, n) => ({ ...(v >= 3 ? { replicaId: -1 } : {}), topics: [{ topic: n.topic, partitions: [{ partition: 0, leaderEpoch: 0 }, { partition: 7, leaderEpoch: 0 }] }] }),
  32: (_, n) => ({ resources: [{ resourceType: 2, resourceName: n.topic, configurationKeys: null }, { ...broker0, configurationKeys: ['log.retention.ms'] }] }),
  33: (_, n) => ({ resources: [{ resourceType: 2, resourceName: n.topic, configs: [{ name: 'retention.ms', value: '100000' }, { name: 'nonsense', value: '1' }] }], validateOnly: false }),
  35: (_, n) => ({ topics: [{ topic: n.topic, partitions: [0] }] }),
  37: (v, n) => ({ topics: [{ name: n.topic, count: 1, assignments: null }], timeoutMs: 1000, validateOnly: v >= 1 }),
  42: (_, n) => ({ groupsNames: [n.group] }),
  43: (v, n) => ({ ...(v >= 1 ? { electionType: 0 } : {}), topicPartitions: [{ topic: n.topic, partitions: [0, 9] }], timeoutMs: 1000 }),
  44: (_, n) => ({ resources: [{ resourceType: 2, resourceName: n.topic, configs: [{ name: 'retention.ms', configOperation: 0, value: '200000' }] }], validateOnly: false }),
  45: (_, n) => ({ topics: [{ name: n.topic, partitions: [{ partitionIndex: 0, replicas: [0] }, { partitionIndex: 9, replicas: [0, 0] }] }] }),
  46: (_, n) => ({ topics: [{ name: n.topic, partitionIndexes: [0] }] }),
  47: (_, n) => ({ groupId: n.group, topics: [{ name: n.topic, partitions: [{ partitionIndex: 0 }] }] }),
  60: () => ({ includeClusterAuthorizedOperations: true }),
  61: (_, n) => ({ topics: [{ name: n.topic, partitionIndexes: [0, 9] }] }),
  74: () => ({}),
  75: (_, n) => ({ topics: [{ name: n.topic }, { name: 'missing' }], responsePartitionLimit: 3 }),
}

/** Error codes anywhere in an answer. */
export function errorsIn(value: unknown, found: Set<number> = new Set()): Set<number> {
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return found
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'errorCode' && typeof inner === 'number') found.add(inner)
    else errorsIn(inner, found)
  }
  return found
}
