// What a request names twice: the table says what becomes of it, and a broker is asked.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ErrorCode } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { startBroker, type Broker } from '../broker.ts'
import { servedHandlers } from '../handlers/index.ts'
import { listPartitionReassignments } from '../handlers/46-list-partition-reassignments.ts'
import type { BrokerServices, RequestContext } from '../services.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'
import { validRequests } from '../testing/valid-requests.ts'
import { namedTwice } from './request-limits.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- answers of thirty APIs, each looked at in its own way
type Answer = any

interface Case {
  readonly version: number
  readonly request: unknown
  /** An error code for each time that the thing stands in the answer. */
  readonly told: (answer: Answer) => readonly number[]
  /** Where it is not 0, or INVALID_REQUEST for what is refused. */
  readonly codes?: readonly number[]
}

const codesOf = (rows: readonly { readonly errorCode: number }[]): number[] => rows.map(({ errorCode }) => errorCode)
const inTopics = (rows: readonly { readonly partitions: readonly { readonly errorCode: number }[] }[]): number[] => rows.flatMap(({ partitions }) => codesOf(partitions))

function produced(): object {
  const request = validRequests[0]?.(9, { topic: 't', id: '', group: 'g' }) as { topicData: { partitionData: object[] }[] } | undefined
  return request?.topicData[0]?.partitionData[0] ?? assert.fail('no request')
}
const twice = (one: unknown): unknown[] => [one, one]
const topic = { name: 'new', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }
const setting = { resourceType: 2, resourceName: 't', configs: [{ name: 'retention.ms', value: '100000' }] }
const increment = { ...setting, configs: [{ name: 'retention.ms', configOperation: 0, value: '100000' }] }

/** By `API what`. The topic is `t`, with two partitions, the group `g`. */
const cases: Readonly<Record<string, Case>> = {
  'Produce partition': {
    version: 9, request: { acks: -1, timeoutMs: 1000, topicData: [{ name: 't', partitionData: twice(produced()) }] },
    told: ({ responses }) => codesOf(responses[0].partitionResponses),
  },
  'Fetch partition': {
    version: 11, request: { maxWaitMs: 0, minBytes: 0, maxBytes: 1000, isolationLevel: 0, sessionId: 0, sessionEpoch: -1, forgottenTopicsData: [], topics: twice({ topic: 't', partitions: twice({ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }) }) },
    told: ({ responses }) => inTopics(responses),
  },
  'ListOffsets partition': { version: 1, request: { replicaId: -1, topics: [{ name: 't', partitions: twice({ partitionIndex: 0, timestamp: -1 }) }] }, told: ({ topics }) => inTopics(topics) },
  'Metadata topic': { version: 4, request: { topics: twice({ name: 't' }), allowAutoTopicCreation: false }, told: ({ topics }) => codesOf(topics) },
  'OffsetCommit partition': {
    version: 5, request: { groupId: 'g', generationIdOrMemberEpoch: -1, memberId: '', topics: twice({ name: 't', partitions: twice({ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }) }) },
    told: ({ topics }) => inTopics(topics).slice(2),
  },
  'OffsetFetch group': { version: 8, request: { groups: twice({ groupId: 'g', topics: null }) }, told: ({ groups }) => codesOf(groups) },
  'OffsetFetch partition': { version: 8, request: { groups: [{ groupId: 'g', topics: [{ name: 't', partitionIndexes: [0, 0] }] }] }, told: ({ groups }) => inTopics(groups[0].topics) },
  'FindCoordinator key': { version: 4, request: { keyType: 0, coordinatorKeys: ['g', 'g'] }, told: ({ coordinators }) => codesOf(coordinators) },
  'LeaveGroup member': {
    version: 3, request: { groupId: 'g', members: twice({ memberId: 'nobody', groupInstanceId: null }) }, told: ({ members }) => codesOf(members),
    codes: [ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.UNKNOWN_MEMBER_ID],
  },
  'DescribeGroups group': { version: 1, request: { groups: ['g', 'g'] }, told: ({ groups }) => codesOf(groups) },
  'CreateTopics topic': { version: 5, request: { timeoutMs: 1000, topics: twice(topic) }, told: ({ topics }) => codesOf(topics) },
  'DeleteTopics topic': { version: 5, request: { timeoutMs: 1000, topicNames: ['t', 't'] }, told: ({ responses }) => codesOf(responses) },
  'DeleteRecords partition': {
    version: 1, request: { timeoutMs: 1000, topics: twice({ name: 't', partitions: [{ partitionIndex: 0, offset: 99 }, { partitionIndex: 0, offset: 0 }] }) },
    told: ({ topics }) => inTopics(topics),
  },
  'OffsetForLeaderEpoch partition': { version: 3, request: { replicaId: -1, topics: [{ topic: 't', partitions: twice({ partition: 0, leaderEpoch: 0 }) }] }, told: ({ topics }) => inTopics(topics) },
  'DescribeConfigs resource': { version: 1, request: { resources: twice({ resourceType: 2, resourceName: 't', configurationKeys: null }) }, told: ({ results }) => codesOf(results) },
  'DescribeConfigs key': {
    version: 1, request: { resources: [{ resourceType: 2, resourceName: 't', configurationKeys: ['retention.ms', 'retention.ms'] }] },
    told: ({ results }) => results[0].configs.map(() => results[0].errorCode),
  },
  'AlterConfigs resource': { version: 1, request: { validateOnly: false, resources: twice(setting) }, told: ({ responses }) => codesOf(responses).slice(1) },
  'AlterConfigs setting': { version: 1, request: { validateOnly: false, resources: [{ ...setting, configs: twice(setting.configs[0]) }] }, told: ({ responses }) => codesOf(responses) },
  'DescribeLogDirs partition': { version: 1, request: { topics: twice({ topic: 't', partitions: [1, 1] }) }, told: ({ results }) => results[0].topics.flatMap((one: Answer) => one.partitions.map(() => 0)) },
  'CreatePartitions topic': { version: 1, request: { timeoutMs: 1000, validateOnly: true, topics: twice({ name: 't', count: 5, assignments: null }) }, told: ({ results }) => codesOf(results) },
  'DeleteGroups group': { version: 1, request: { groupsNames: ['nobody', 'nobody'] }, told: ({ results }) => codesOf(results), codes: [ErrorCode.GROUP_ID_NOT_FOUND] },
  'ElectLeaders partition': {
    version: 1, request: { electionType: 0, timeoutMs: 1000, topicPartitions: [{ topic: 't', partitions: [0, 0] }] }, told: ({ replicaElectionResults: [row] }) => codesOf(row.partitionResult),
    codes: [ErrorCode.ELECTION_NOT_NEEDED, ErrorCode.ELECTION_NOT_NEEDED],
  },
  'IncrementalAlterConfigs resource': { version: 0, request: { validateOnly: false, resources: twice(increment) }, told: ({ responses }) => codesOf(responses).slice(1) },
  'IncrementalAlterConfigs setting': { version: 0, request: { validateOnly: false, resources: [{ ...increment, configs: twice(increment.configs[0]) }] }, told: ({ responses }) => codesOf(responses) },
  'AlterPartitionReassignments partition': {
    version: 0, request: { timeoutMs: 1000, topics: [{ name: 't', partitions: twice({ partitionIndex: 0, replicas: [0] }) }] }, told: ({ responses }) => inTopics(responses),
  },
  'OffsetDelete partition': { version: 0, request: { groupId: 'g', topics: [{ name: 't', partitions: twice({ partitionIndex: 0 }) }] }, told: ({ topics }) => inTopics(topics) },
  'DescribeProducers partition': { version: 0, request: { topics: [{ name: 't', partitionIndexes: [0, 0] }] }, told: ({ topics }) => inTopics(topics) },
  'ListConfigResources type': { version: 1, request: { resourceTypes: [4, 4] }, told: ({ configResources }) => configResources.map(() => 0) },
  'DescribeTopicPartitions topic': { version: 0, request: { topics: twice({ name: 't' }), responsePartitionLimit: 10 }, told: ({ topics }) => codesOf(topics) },
}

describe('named twice', () => {
  let simulation: Simulation
  let broker: Broker
  let client: RawClient

  const ask = async (name: string, version: number, input: unknown): Promise<Answer> => {
    const { api } = servedHandlers.find((handler) => handler.api.name === name) ?? assert.fail(`${name} is not served`)
    const at = client.frames.length
    client.send(requestFrame(api, version, input, at))
    await simulation.run({ until: () => client.frames.length > at || client.isClosed, withinMs: 60_000 })
    return answerOf(api, version, client.frames[at] ?? assert.fail(`${name} closed the connection`))
  }

  before(async () => {
    simulation = simWorld(7)
    broker = await simulation.settle(startBroker({
      world: simulation.host('broker'),
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data',
        'offsets.topic.num.partitions': 1, 'group.initial.rebalance.delay.ms': 0,
      },
    }))
    client = await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))
    await ask('CreateTopics', 5, { topics: [{ ...topic, name: 't', numPartitions: 2 }], timeoutMs: 5000 })
    await ask('FindCoordinator', 4, { keyType: 0, coordinatorKeys: ['g'] })
    await simulation.advance(1000)
    await ask('OffsetCommit', 5, { groupId: 'g', generationIdOrMemberEpoch: -1, memberId: '', topics: [{ name: 't', partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }] })
  })
  after(async () => {
    await simulation.settle(broker.close())
  })

  for (const { api, what, outcome } of namedTwice) {
    if (api === 'ListPartitionReassignments') continue // nothing moves here: below
    it(`${api}: a ${what} is ${outcome === 'each' ? 'answered each time' : outcome === 'once' ? 'answered once' : 'refused'}`, async () => {
      const { version, request, told, codes } = cases[`${api} ${what}`] ?? assert.fail(`no case for ${api} ${what}: add one`)
      const expected = outcome === 'once' ? [0] : outcome === 'each' ? [0, 0] : [ErrorCode.INVALID_REQUEST]
      assert.deepEqual(told(await ask(api, version, request)), codes ?? expected)
    })
  }

  it('ListPartitionReassignments: a partition is answered each time', () => {
    const admin = { listReassignments: (asked: { topic: string; index: number }[]) => asked.map((one) => ({ ...one, assignment: { replicas: [0, 1], adding: [1], removing: [] } })) }
    const answer: Answer = listPartitionReassignments.handle({ apiVersion: 0 } as RequestContext, { timeoutMs: 0, topics: [{ name: 't', partitionIndexes: [0, 0] }] }, { admin } as unknown as BrokerServices)
    assert.equal(answer.topics[0].partitions.length, 2)
  })

  it('has a row for every API that takes more than one thing', () => {
    const rows = new Set(namedTwice.map(({ api }) => api))
    // A member's own protocols and assignments, filters, and requests about one thing.
    const without = ['JoinGroup', 'Heartbeat', 'SyncGroup', 'ListGroups', 'ApiVersions', 'InitProducerId', 'DescribeCluster']
    assert.deepEqual(servedHandlers.map(({ api }) => api.name).filter((name) => !rows.has(name)), without)
  })
})
