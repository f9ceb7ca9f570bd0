// Small requests whose answers would be huge: each gets an error code or a closed connection, and the broker goes on.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  CreatePartitionsApi, CreateTopicsApi, DescribeConfigsApi, DescribeGroupsApi, ErrorCode, FindCoordinatorApi, IncrementalAlterConfigsApi, JoinGroupApi, ListOffsetsApi, MetadataApi, OffsetCommitApi,
  OffsetFetchApi, SyncGroupApi, type AnyApi, type DescribeConfigsResponse, type DescribeGroupsResponse, type DescribeProducersResponseInput,
  type IncrementalAlterConfigsResponse, type OffsetFetchResponse,
} from '@odradek/protocol/internal'
import { nodeWorld } from '@odradek/platform/node'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { startBroker, type Broker } from '../broker.ts'
import { brokerKeys } from '../config/keys.ts'
import { describeProducers } from '../handlers/61-describe-producers.ts'
import type { AnyHandler, BrokerServices, RequestContext } from '../services.ts'
import { openHarness } from '../testing/harness.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'
import { AnswerWork } from './answer-work.ts'
import { NO_ROOM, requestLimits } from './request-limits.ts'
import { Turns } from './turns.ts'

const OVER = requestLimits.repeatedBytes.limit + 1024 * 1024

describe('limits of requests', () => {
  let simulation: Simulation
  let broker: Broker
  let client: RawClient
  const lines: { readonly level: string; readonly text: string }[] = []

  const connect = (): Promise<RawClient> => simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))

  /** The whole answer frame; undefined when the connection was closed instead. */
  const send = async (api: AnyApi, version: number, input: unknown): Promise<Buffer | undefined> => {
    if (client.isClosed) client = await connect()
    const at = client.frames.length
    client.send(requestFrame(api, version, input, at))
    await simulation.run({ until: () => client.frames.length > at || client.isClosed, withinMs: 60_000 })
    return client.frames[at]
  }
  const ask = async <Response>(api: AnyApi, version: number, input: unknown): Promise<Response & { readonly bytes: number }> => {
    const frame = await send(api, version, input)
    assert.ok(frame, `${api.name} closed the connection: ${JSON.stringify(lines)}`)
    return { ...(answerOf(api, version, frame) as Response), bytes: frame.length }
  }

  before(async () => {
    simulation = simWorld(5, { onLog: (line) => void lines.push({ level: line.level, text: JSON.stringify(line) }) })
    broker = await simulation.settle(startBroker({
      world: simulation.host('broker'),
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data',
        'offsets.topic.num.partitions': 1, 'group.initial.rebalance.delay.ms': 0,
      },
    }))
    client = await connect()
    await ask(CreateTopicsApi, 5, { topics: [{ name: 'there', numPartitions: 100, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000 })
    await ask(FindCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['group'] })
    await simulation.advance(1000)
  })
  after(async () => {
    await simulation.settle(broker.close())
  })

  it('DescribeConfigs: one broker, 5,000 times', async () => {
    const resources = Array.from({ length: 5000 }, () => ({ resourceType: 4, resourceName: '0', configurationKeys: null }))
    const { results, bytes } = await ask<DescribeConfigsResponse>(DescribeConfigsApi, 3, { resources, includeSynonyms: true, includeDocumentation: true })
    assert.ok(bytes < OVER, `${bytes} bytes`)
    assert.equal(results.length, 5000)
    const described = results.filter(({ errorCode }) => errorCode === ErrorCode.NONE)
    assert.ok(described.length > 50, `${described.length} described`)
    assert.ok(described.every(({ configs }) => configs.length > 200))
    assert.deepEqual(results.at(-1), { ...results.at(-1), errorCode: ErrorCode.INVALID_REQUEST, errorMessage: NO_ROOM, configs: [] })
  })

  it('CreateTopics: 2,000 topics of 100,000 partitions, only validated', async () => {
    const topics = Array.from({ length: 2000 }, (_, i) => ({ name: `huge-${i}`, numPartitions: 100_000, replicationFactor: 1, assignments: [], configs: [] }))
    const answer = await ask<{ topics: { errorCode: number }[] }>(CreateTopicsApi, 5, { topics, timeoutMs: 5000, validateOnly: true })
    assert.equal(answer.topics.length, 2000)
    assert.ok(answer.topics.every(({ errorCode }) => errorCode === ErrorCode.POLICY_VIOLATION))
  })

  it('CreateTopics and CreatePartitions: 10,000 partitions a request, topics and settings of CreateTopics included, and none more', async () => {
    type Row = readonly [errorCode: number, errorMessage: string | null]
    const create = async (numPartitions: number, settings: number = 0, others: readonly object[] = []): Promise<Row[]> => {
      const configs = [{ name: 'retention.ms', value: '1000' }, { name: 'segment.bytes', value: '1048576' }].slice(0, settings)
      const topic = { name: 'large', numPartitions, replicationFactor: 1, assignments: [], configs }
      const answer = await ask<{ topics: { errorCode: number; errorMessage: string | null }[] }>(CreateTopicsApi, 5, { topics: [topic, ...others], timeoutMs: 5000, validateOnly: true })
      return answer.topics.map(({ errorCode, errorMessage }) => [errorCode, errorMessage])
    }
    const fine: Row = [ErrorCode.NONE, null]
    const tooLarge: Row = [ErrorCode.POLICY_VIOLATION, 'Unable to perform excessively large batch operation.']
    assert.deepEqual(await create(9_999), [fine])
    assert.deepEqual(await create(10_000), [tooLarge])
    assert.deepEqual(await create(10_001), [[ErrorCode.POLICY_VIOLATION, 'Excessively large number of partitions per request.']])
    assert.deepEqual(await create(9_997, 2), [fine])
    assert.deepEqual(await create(9_998, 2), [tooLarge])
    const other = { name: 'other', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }
    assert.deepEqual(await create(9_997, 0, [other]), [fine, fine])
    assert.deepEqual(await create(9_998, 0, [other]), [tooLarge, tooLarge])
    // One that would not be made takes no room.
    const [first, second] = await create(9_999, 0, [{ ...other, name: 'there' }])
    assert.deepEqual([first, second?.[0]], [fine, ErrorCode.TOPIC_ALREADY_EXISTS])
    const grow = async (count: number): Promise<number | undefined> => {
      const answer = await ask<{ results: { errorCode: number }[] }>(CreatePartitionsApi, 1, { topics: [{ name: 'there', count, assignments: null }], timeoutMs: 5000, validateOnly: true })
      return answer.results[0]?.errorCode
    }
    assert.equal(await grow(10_100), ErrorCode.NONE)
    assert.equal(await grow(10_101), ErrorCode.POLICY_VIOLATION)
  })

  it('IncrementalAlterConfigs: more settings of one resource than there are', async () => {
    assert.ok(brokerKeys.size < requestLimits.settings.limit)
    const alter = async (count: number): Promise<number | undefined> => {
      const configs = Array.from({ length: count }, (_, i) => ({ name: `unknown-${i}`, configOperation: 0, value: '' }))
      const request = { resources: [{ resourceType: 2, resourceName: 'there', configs }], validateOnly: true }
      const { responses, bytes } = await ask<IncrementalAlterConfigsResponse>(IncrementalAlterConfigsApi, 1, request)
      assert.ok(bytes < 2000, `${bytes} bytes`)
      return responses[0]?.errorCode
    }
    assert.equal(await alter(1000), ErrorCode.INVALID_CONFIG)
    assert.equal(await alter(1001), ErrorCode.INVALID_REQUEST)
  })

  it('Metadata that names more missing topics than may be made makes none', async () => {
    const topics = Array.from({ length: 10_001 }, (_, i) => ({ name: `missing-${i}` }))
    const answer = await ask<{ topics: { errorCode: number }[] }>(MetadataApi, 4, { topics, allowAutoTopicCreation: true })
    assert.ok(answer.topics.every(({ errorCode }) => errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION))
    assert.equal(broker.services.metadata.current().topics.has('missing-0'), false)
  })

  it('OffsetFetch: one group, 5,000 times; one partition, 90,000 times', async () => {
    const partitions = Array.from({ length: 100 }, (_, partitionIndex) => ({ partitionIndex, committedOffset: 7, committedMetadata: 'x'.repeat(4000) }))
    await ask(OffsetCommitApi, 5, { groupId: 'group', generationIdOrMemberEpoch: -1, memberId: '', topics: [{ name: 'there', partitions }] })
    const all = await ask<OffsetFetchResponse>(OffsetFetchApi, 8, { groups: Array.from({ length: 5000 }, () => ({ groupId: 'group', topics: null })) })
    assert.ok(all.bytes < OVER, `${all.bytes} bytes`)
    assert.equal(all.groups.length, 5000)
    assert.deepEqual(all.groups.slice(0, 2).map(({ errorCode, topics }) => [errorCode, topics[0]?.partitions.length]), [[0, 100], [0, 100]])
    const last = all.groups.at(-1)
    assert.deepEqual([last?.errorCode, last?.topics], [ErrorCode.INVALID_REQUEST, []])

    const topics = [{ name: 'there', partitionIndexes: Array.from({ length: 90_000 }, () => 3) }]
    const one = await ask<OffsetFetchResponse>(OffsetFetchApi, 8, { groups: [{ groupId: 'group', topics }] })
    assert.deepEqual([one.groups[0]?.errorCode, one.groups[0]?.topics], [ErrorCode.INVALID_REQUEST, []])
    const old = await ask<OffsetFetchResponse>(OffsetFetchApi, 5, { groupId: 'group', topics })
    assert.deepEqual([old.errorCode, old.topics], [ErrorCode.INVALID_REQUEST, []])
    const few = await ask<OffsetFetchResponse>(OffsetFetchApi, 5, { groupId: 'group', topics: [{ name: 'there', partitionIndexes: [3, 3] }] })
    assert.deepEqual(few.topics[0]?.partitions.map(({ committedOffset }) => committedOffset), [7, 7])
  })

  it('DescribeGroups: a group with a member of 500 kB, 1,000 times', async () => {
    const protocols = [{ name: 'range', metadata: Buffer.alloc(500_000, 'm') }]
    const join = { groupId: 'heavy', sessionTimeoutMs: 300_000, rebalanceTimeoutMs: 300_000, memberId: '', protocolType: 'consumer', protocols }
    const { errorCode, memberId, generationId } = await ask<{ errorCode: number; memberId: string; generationId: number }>(JoinGroupApi, 2, join)
    assert.equal(errorCode, ErrorCode.NONE)
    await ask(SyncGroupApi, 1, { groupId: 'heavy', generationId, memberId, assignments: [{ memberId, assignment: Buffer.alloc(10) }] })
    const { groups, bytes } = await ask<DescribeGroupsResponse>(DescribeGroupsApi, 1, { groups: Array.from({ length: 1000 }, () => 'heavy') })
    assert.ok(bytes < OVER, `${bytes} bytes`)
    const told = groups.filter(({ members }) => members[0]?.memberMetadata.length === 500_000)
    assert.equal(told.length, 1 + Math.floor(requestLimits.repeatedBytes.limit / 501_000))
    assert.deepEqual([groups.length, groups.at(-1)?.errorCode, groups.at(-1)?.members], [1000, ErrorCode.INVALID_REQUEST, []])
  })

  it('a request with more elements than any needs closes the connection, with one line', async () => {
    lines.length = 0
    const partitions = Array.from({ length: requestLimits.requestElements.limit }, () => ({ partitionIndex: 0, timestamp: -1 }))
    assert.equal(await send(ListOffsetsApi, 1, { replicaId: -1, topics: [{ name: 'there', partitions }] }), undefined)
    assert.equal(lines.filter(({ level }) => level !== 'debug' && level !== 'info').length, 1)
  })

  it('an error that repeats what was named stays short enough to be said', async () => {
    const name = 'x'.repeat(32_767)
    const answer = await ask<{ topics: { errorCode: number }[] }>(CreateTopicsApi, 5, { topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000 })
    assert.equal(answer.topics[0]?.errorCode, ErrorCode.INVALID_TOPIC_EXCEPTION)
    const described = await ask<DescribeConfigsResponse>(DescribeConfigsApi, 1, { resources: [{ resourceType: 2, resourceName: name, configurationKeys: null }] })
    assert.equal(described.results[0]?.errorCode, ErrorCode.INVALID_TOPIC_EXCEPTION)
    const group = await ask<{ groups: { errorCode: number }[] }>(DescribeGroupsApi, 6, { groups: [name] })
    assert.equal(group.groups[0]?.errorCode, ErrorCode.GROUP_ID_NOT_FOUND)
  })
})

it('DescribeProducers: one partition of 100,000 producers, 300 times', async () => {
  const producers = Array.from({ length: 100_000 }, (_, producerId) => ({
    producerId, producerEpoch: 0, lastSequence: 0, lastTimestamp: 0, coordinatorEpoch: -1, currentTxnStartOffset: -1,
  }))
  let calls = 0
  const log = { producers: { describe: () => (calls++, producers) } }
  const broker = { turns: new Turns(nodeWorld()), replicas: { leaderOf: () => ({ log }) } } as unknown as BrokerServices
  const request = { topics: [{ name: 't', partitionIndexes: Array.from({ length: 300 }, () => 0) }] }
  const answer = await describeProducers.handle({ apiVersion: 0 } as RequestContext, request, broker) as DescribeProducersResponseInput
  const partitions = answer.topics[0]?.partitions ?? []
  assert.equal(partitions.length, 300)
  assert.equal(calls, 1)
  const told = partitions.filter(({ activeProducers }) => activeProducers.length > 0)
  assert.equal(told.length, 1 + Math.floor(requestLimits.repeatedBytes.limit / 4_000_000))
  assert.equal(partitions.at(-1)?.errorCode, ErrorCode.INVALID_REQUEST)
})

it('long work lets others in', async () => {
  let nowMs = 0
  const turns: number[] = []
  const work = new AnswerWork(new Turns({
    clock: { monotonicMs: () => nowMs },
    scheduler: { nextTurn: (fn: () => void) => (turns.push(nowMs), queueMicrotask(fn), { cancel() {} }) },
  } as never))
  const squares = await work.map([1, 2, 3, 4, 5], (value) => {
    nowMs += 6
    return value * value
  })
  assert.deepEqual(squares, [1, 4, 9, 16, 25])
  assert.deepEqual(turns, [12, 24])
})

describe('an answer that became too large', () => {
  it('closes its connection with one line, and others are served', async () => {
    const lines: string[] = []
    const simulation = simWorld(9, { onLog: (line) => void (line.level !== 'debug' && line.level !== 'info' && lines.push(JSON.stringify(line))) })
    const bytes = Buffer.alloc(1024 * 1024)
    const member = { memberId: 'm', groupInstanceId: null, clientId: 'c', clientHost: '/h', memberMetadata: bytes, memberAssignment: bytes }
    const group = { errorCode: 0, groupId: 'g', groupState: 'Stable', protocolType: '', protocolData: '', members: Array.from({ length: 60 }, () => member) }
    const handlers: readonly AnyHandler[] = [{ api: DescribeGroupsApi, versions: { min: 0, max: 5 }, handle: (_, { groups }) => ({ groups: groups.map(() => group) }) }]
    const harness = await simulation.settle(openHarness({ world: simulation.host('broker'), directory: '/data', handlers, host: '0.0.0.0' }))
    const { transport } = simulation.host('client')
    const [bad, good] = [await simulation.settle(RawClient.connect(transport, 'broker', harness.port)), await simulation.settle(RawClient.connect(transport, 'broker', harness.port))]
    bad.send(requestFrame(DescribeGroupsApi, 1, { groups: ['g'] }))
    await simulation.run({ until: () => bad.isClosed, withinMs: 10_000 })
    assert.equal(bad.isClosed, true)
    assert.equal(lines.length, 1)
    assert.match(lines[0] ?? '', /the answer to DescribeGroups is too large/)
    good.send(requestFrame(DescribeGroupsApi, 1, { groups: [] }))
    await simulation.run({ until: () => good.frames.length > 0, withinMs: 10_000 })
    assert.equal(good.frames.length, 1)
    await simulation.settle(harness.close())
  })
})
