// Every API at every version it is served in: a request about things that exist and about things that do not gets an
// answer that decodes at that very version, and nothing is left over.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { BatchBuilder, ErrorCode } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { startBroker, type Broker } from '../broker.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'
import { servedHandlers } from './index.ts'

interface Names {
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
const requests: Record<number, (version: number, names: Names) => unknown> = {
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
function errorsIn(value: unknown, found: Set<number> = new Set()): Set<number> {
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return found
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'errorCode' && typeof inner === 'number') found.add(inner)
    else errorsIn(inner, found)
  }
  return found
}

describe('every API at every version', () => {
  let simulation: Simulation
  let broker: Broker
  let client: RawClient
  let there: Names
  const missing: Names = { topic: 'missing', id: 'BBBBBBBBBBBBBBBBBBBBBA', group: 'nobody' }
  const problems: unknown[] = []

  const ask = async (key: number, version: number, input: unknown): Promise<unknown> => {
    const handler = servedHandlers.find(({ api }) => api.key === key)
    assert.ok(handler)
    const { api } = handler
    const before = client.frames.length
    client.send(requestFrame(api, version, input, before))
    await simulation.run({ until: () => client.frames.length > before || client.isClosed, withinMs: 60_000 })
    assert.equal(client.isClosed, false, `${api.name} ${version} closed the connection: ${JSON.stringify(problems)}`)
    const frame = client.frames[before] as Buffer
    assert.equal(frame.readInt32BE(0), before)
    return answerOf(api, version, frame)
  }

  before(async () => {
    simulation = simWorld(3, {
      onLog: (line) => {
        if (line.level === 'warn' || line.level === 'error') problems.push(line)
      },
    })
    const world = simulation.host('broker')
    broker = await simulation.settle(startBroker({
      world,
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data',
        'offsets.topic.num.partitions': 2, 'group.initial.rebalance.delay.ms': 0,
      },
    }))
    client = await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))
    await ask(19, 5, { topics: [{ name: 'there', numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 1000 })
    there = { topic: 'there', id: broker.services.replicas.partition('there', 0)?.topicId ?? '', group: 'group' }
    assert.notEqual(there.id, '')
    // The group's partitions are made and loaded.
    await ask(10, 4, { keyType: 0, coordinatorKeys: ['group'] })
    await simulation.advance(1000)
  })
  after(async () => {
    await simulation.settle(broker.close())
  })

  for (const handler of servedHandlers) {
    const { min, max } = handler.versions
    it(`${handler.api.name} ${min}-${max}`, async () => {
      const request = requests[handler.api.key]
      assert.ok(request, `no request for ${handler.api.name} here: add one`)
      for (let version = min; version <= max; version++) {
        for (const names of [there, missing]) {
          const answer = await ask(handler.api.key, version, request(version, names))
          assert.equal(errorsIn(answer).has(ErrorCode.UNKNOWN_SERVER_ERROR), false, `${handler.api.name} ${version}: ${JSON.stringify(answer)}`)
        }
      }
      assert.deepEqual(problems, [])
    })
  }

  it('serves the versions down to which old clients go', () => {
    const lowest = new Map(servedHandlers.map(({ api, versions }) => [api.name, versions.min]))
    const needed = {
      Produce: 3, Fetch: 4, ListOffsets: 1, Metadata: 0, OffsetCommit: 2, OffsetFetch: 1, FindCoordinator: 0, JoinGroup: 2,
      Heartbeat: 0, LeaveGroup: 0, SyncGroup: 0, DescribeGroups: 0, ListGroups: 0, ApiVersions: 0, CreateTopics: 2, DeleteTopics: 1,
    }
    for (const [name, version] of Object.entries(needed)) {
      assert.ok((lowest.get(name) ?? 99) <= version, `${name} is served from ${lowest.get(name)}, ${version} is needed`)
    }
  })
})
