// The calls that administer topics, settings and the cluster, through their codecs at every version they are served
// in.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import { ErrorCode, Reader, Writer } from '@odradek/protocol/internal'
import type { AnyApi } from '@odradek/protocol/internal'
import { ZERO_UUID } from '@odradek/protocol'
import { startBroker } from '../broker.ts'
import type { Broker } from '../broker.ts'
import type { AnyHandler, RequestContext } from '../services.ts'
import { listOffsets } from './02-list-offsets.ts'
import { metadata } from './03-metadata.ts'
import { createTopics } from './19-create-topics.ts'
import { deleteTopics } from './20-delete-topics.ts'
import { initProducerId } from './22-init-producer-id.ts'
import { describeConfigs } from './32-describe-configs.ts'
import { alterConfigs } from './33-alter-configs.ts'
import { createPartitions } from './37-create-partitions.ts'
import { electLeaders } from './43-elect-leaders.ts'
import { incrementalAlterConfigs } from './44-incremental-alter-configs.ts'
import { alterPartitionReassignments } from './45-alter-partition-reassignments.ts'
import { listPartitionReassignments } from './46-list-partition-reassignments.ts'
import { describeCluster } from './60-describe-cluster.ts'
import { listConfigResources } from './74-list-config-resources.ts'
import { describeTopicPartitions } from './75-describe-topic-partitions.ts'

const TOPIC = 2
const BROKER = 4
const BROKER_LOGGER = 8

const simulation = simWorld(1)
const config = {
  'log.dirs': '/data',
  'broker.id': 0,
  'listeners': 'INSIDE://127.0.0.1:9092,OUTSIDE://127.0.0.1:9093',
  'inter.broker.listener.name': 'INSIDE',
  'listener.security.protocol.map': 'INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT',
  'advertised.listeners': 'INSIDE://in:9092,OUTSIDE://out:9093',
}
let broker: Broker

before(async () => {
  broker = await simulation.settle(startBroker({ world: simulation.host('a'), config }))
})
after(() => simulation.settle(broker.close()))

/** The request as the wire has it, the answer as the wire has it. */
// oxlint-disable-next-line typescript/no-explicit-any -- the tests look into answers of every kind
async function ask(handler: AnyHandler, version: number, input: object, listenerName = 'OUTSIDE'): Promise<any> {
  const api = handler.api as unknown as AnyApi
  const out = new Writer(256)
  api.encodeRequest(out, input, version)
  const request = api.decodeRequest(new Reader(out.toBuffer()), version)
  const context = { apiVersion: version, clientId: 'test', connection: { listenerName } } as RequestContext
  const response = await simulation.settle(Promise.resolve(handler.handle(context, request, broker.services)))
  const back = new Writer(256)
  api.encodeResponse(back, response, version)
  return api.decodeResponse(new Reader(back.toBuffer()), version)
}

function versions(handler: AnyHandler): number[] {
  const { min, max } = handler.versions
  return Array.from({ length: max - min + 1 }, (_, i) => min + i)
}

const create = (name: string, more: object = {}): object => ({
  topics: [{ name, numPartitions: 2, replicationFactor: 1, assignments: [], configs: [], ...more }],
  timeoutMs: 5000,
})
const name = (label: string, version: number): string => `${label}-${version}`

describe('admin handlers', () => {
  for (const version of versions(createTopics)) {
    it(`CreateTopics ${version}, and DeleteTopics`, async () => {
      const topic = name('made', version)
      const configs = [{ name: 'retention.ms', value: '77' }]
      const made = await ask(createTopics, version, create(topic, { configs }))
      assert.equal(made.topics[0].errorCode, 0)
      if (version >= 5) {
        assert.deepEqual([made.topics[0].numPartitions, made.topics[0].replicationFactor], [2, 1])
        const [retention] = made.topics[0].configs.filter((one: { name: string }) => one.name === 'retention.ms')
        assert.deepEqual([retention.value, retention.configSource], ['77', 1])
      }
      const { id } = broker.services.metadata.current().topics.get(topic) ?? { id: '' }
      if (version >= 7) assert.equal(made.topics[0].topicId, id)
      assert.equal(
        (await ask(createTopics, version, create(topic))).topics[0].errorCode,
        ErrorCode.TOPIC_ALREADY_EXISTS,
      )
      const gone =
        version < 6
          ? await ask(deleteTopics, Math.max(1, version), { topicNames: [topic], timeoutMs: 5000 })
          : await ask(deleteTopics, 6, { topics: [{ name: null, topicId: id }], timeoutMs: 5000 })
      assert.deepEqual([gone.responses[0].errorCode, gone.responses[0].name], [0, topic])
      assert.equal(broker.services.metadata.current().topics.has(topic), false)
    })
  }

  it('CreateTopics: twice in one request, validation only, no time', async () => {
    const topics = ['x1', 'x2', 'x1'].map((one) => ({
      name: one,
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [],
    }))
    const twice = await ask(createTopics, 7, { topics, timeoutMs: 5000, validateOnly: true })
    assert.deepEqual(
      twice.topics.map((one: { name: string; errorCode: number }) => [one.name, one.errorCode]),
      [
        ['x2', 0],
        ['x1', ErrorCode.INVALID_REQUEST],
      ],
    )
    assert.equal(broker.services.metadata.current().topics.has('x2'), false)
    const hurried = await ask(createTopics, 7, { ...create('hurried'), timeoutMs: 0 })
    assert.equal(hurried.topics[0].errorCode, ErrorCode.REQUEST_TIMED_OUT)
  })

  it('DeleteTopics: unknown names and ids, twice, both name and id', async () => {
    const unknown = await ask(deleteTopics, 6, {
      topics: [
        { name: 'nothing', topicId: ZERO_UUID },
        { name: null, topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' },
      ],
      timeoutMs: 1000,
    })
    const codes = new Map(
      unknown.responses.map((one: { name: string | null; errorCode: number }) => [one.name, one.errorCode]),
    )
    assert.deepEqual(
      [codes.get('nothing'), codes.get(null)],
      [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_ID],
    )
    const twice = await ask(deleteTopics, 5, { topicNames: ['a', 'a'], timeoutMs: 1000 })
    assert.deepEqual(
      twice.responses.map((one: { errorCode: number }) => one.errorCode),
      [ErrorCode.INVALID_REQUEST],
    )
    const both = await ask(deleteTopics, 6, {
      topics: [{ name: 'a', topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' }],
      timeoutMs: 1000,
    })
    assert.equal(both.responses[0].errorCode, ErrorCode.INVALID_REQUEST)
  })

  for (const version of versions(metadata)) {
    it(`Metadata ${version}`, async () => {
      await ask(createTopics, 7, create('seen'))
      const named = await ask(metadata, version, { topics: [{ name: 'seen' }], allowAutoTopicCreation: true })
      assert.deepEqual(
        named.brokers.map(({ nodeId, host, port }: { nodeId: number; host: string; port: number }) => [
          nodeId,
          host,
          port,
        ]),
        [[0, 'out', 9093]],
      )
      const [topic] = named.topics
      assert.deepEqual([topic.errorCode, topic.name, topic.partitions.length], [0, 'seen', 2])
      assert.deepEqual(
        [topic.partitions[1].leaderId, topic.partitions[1].replicaNodes, topic.partitions[1].isrNodes],
        [0, [0], [0]],
      )
      if (version >= 1) assert.equal(named.controllerId, 0)
      if (version >= 2) assert.equal(named.clusterId, broker.clusterId)
      const all = await ask(metadata, version, { topics: version === 0 ? [] : null })
      assert.equal(all.topics.length, broker.services.metadata.current().topics.size)
      if (version >= 1) assert.equal((await ask(metadata, version, { topics: [] })).topics.length, 0)
      const made = name('by-itself', version)
      const auto = await ask(metadata, version, { topics: [{ name: made }], allowAutoTopicCreation: true })
      assert.deepEqual([auto.topics[0].errorCode, auto.topics[0].partitions.length], [0, 1])
      const bad = await ask(metadata, version, { topics: [{ name: 'no/such' }] })
      assert.equal(bad.topics[0].errorCode, ErrorCode.INVALID_TOPIC_EXCEPTION)
      if (version >= 4) {
        const not = await ask(metadata, version, { topics: [{ name: 'absent' }], allowAutoTopicCreation: false })
        assert.equal(not.topics[0].errorCode, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
        assert.equal(broker.services.metadata.current().topics.has('absent'), false)
      }
      if (version >= 12) {
        const byId = await ask(metadata, version, {
          topics: [
            { name: null, topicId: topic.topicId },
            { name: null, topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' },
          ],
        })
        assert.deepEqual(
          byId.topics.map((one: { name: string | null; errorCode: number }) => [one.name, one.errorCode]),
          [
            ['seen', 0],
            [null, ErrorCode.UNKNOWN_TOPIC_ID],
          ],
        )
      }
    })
  }

  it('Metadata shows each listener its own addresses, and nothing to one that nobody listens on', async () => {
    const inside = await ask(metadata, 9, { topics: [{ name: 'seen' }] }, 'INSIDE')
    assert.deepEqual([inside.brokers[0].host, inside.brokers[0].port], ['in', 9092])
    const nowhere = await ask(metadata, 9, { topics: [{ name: 'seen' }] }, 'ELSEWHERE')
    assert.deepEqual([nowhere.brokers, nowhere.controllerId], [[], -1])
    assert.deepEqual(
      [nowhere.topics[0].partitions[0].errorCode, nowhere.topics[0].partitions[0].leaderId],
      [ErrorCode.LISTENER_NOT_FOUND, -1],
    )
    const old = await ask(metadata, 5, { topics: [{ name: 'seen' }] }, 'ELSEWHERE')
    assert.equal(old.topics[0].partitions[0].errorCode, ErrorCode.LEADER_NOT_AVAILABLE)
  })

  it('Metadata by id: refused before 12, and from there on ids pass names over', async () => {
    await ask(createTopics, 7, create('by-id'))
    const id = (await ask(metadata, 9, { topics: [{ name: 'by-id' }] })).topics.length === 1
      ? (await ask(metadata, 10, { topics: [{ name: 'by-id' }] })).topics[0].topicId : ''
    const stranger = 'AAAAAAAAAAAAAAAAAAAAZw'
    for (const version of [10, 11]) {
      const refused = await ask(metadata, version, { topics: [{ name: null, topicId: stranger }, { name: 'by-id', topicId: id }] })
      assert.deepEqual(refused.topics.map((one: { name: string; errorCode: number }) => [one.name, one.errorCode]),
        [['', ErrorCode.INVALID_REQUEST], ['by-id', ErrorCode.INVALID_REQUEST]])
    }
    const mixed = await ask(metadata, 12, { topics: [{ name: null, topicId: id }, { name: 'seen', topicId: ZERO_UUID }], allowAutoTopicCreation: true })
    assert.deepEqual(mixed.topics.map((one: { name: string }) => one.name), ['by-id'])
  })

  it('ListOffsets: a partition that is asked for twice is refused, once; the others are answered', async () => {
    await ask(createTopics, 7, create('offsets'))
    const partitions = [1, 0, 1].map((partitionIndex) => ({ partitionIndex, currentLeaderEpoch: -1, timestamp: -1 }))
    const { topics } = await ask(listOffsets, 9, { replicaId: -1, isolationLevel: 0, topics: [{ name: 'offsets', partitions }] })
    assert.deepEqual(topics[0].partitions.map((one: { partitionIndex: number; errorCode: number }) => [one.partitionIndex, one.errorCode]),
      [[1, ErrorCode.INVALID_REQUEST], [0, 0]])
  })

  it('DescribeTopicPartitions: a cursor that names no topic of the request, or no partition, is refused', async () => {
    await ask(createTopics, 7, create('cursor'))
    for (const cursor of [{ topicName: 'other', partitionIndex: 0 }, { topicName: 'cursor', partitionIndex: -1 }]) {
      const { topics } = await ask(describeTopicPartitions, 0, { topics: [{ name: 'cursor' }], responsePartitionLimit: 10, cursor })
      assert.deepEqual(topics.map((one: { name: string; errorCode: number }) => [one.name, one.errorCode]), [['cursor', ErrorCode.INVALID_REQUEST]])
    }
  })

  it('a resource named twice is changed by neither', async () => {
    await ask(createTopics, 7, create('double'))
    const resource = { resourceType: TOPIC, resourceName: 'double', configs: [{ name: 'flush.ms', configOperation: 0, value: '5' }] }
    for (const handler of [incrementalAlterConfigs, alterConfigs]) {
      const configs = resource.configs.map(({ name: key, value }) => ({ name: key, value }))
      const one = handler === alterConfigs ? { ...resource, configs } : resource
      const { responses } = await ask(handler, 1, { validateOnly: false, resources: [one, one] })
      assert.deepEqual(responses.map((row: { errorCode: number }) => row.errorCode), [ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_REQUEST])
    }
    const { results } = await ask(describeConfigs, 4, { resources: [{ resourceType: TOPIC, resourceName: 'double', configurationKeys: [] }] })
    const flush = results[0].configs.find((row: { name: string }) => row.name === 'flush.ms')
    assert.equal(flush.configSource, 5)
  })

  for (const version of versions(initProducerId)) {
    it(`InitProducerId ${version}`, async () => {
      const first = await ask(initProducerId, version, { transactionalId: null, transactionTimeoutMs: 1000 })
      const second = await ask(initProducerId, version, { transactionalId: null, transactionTimeoutMs: 1000 })
      assert.deepEqual(
        [first.errorCode, second.errorCode, second.producerId - first.producerId, first.producerEpoch],
        [0, 0, 1, 0],
      )
      const transactional = await ask(initProducerId, version, { transactionalId: 'tx', transactionTimeoutMs: 1000 })
      assert.equal(transactional.errorCode, ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
    })
  }

  for (const version of versions(describeConfigs)) {
    it(`DescribeConfigs ${version}`, async () => {
      await ask(createTopics, 7, create('described', { configs: [{ name: 'retention.ms', value: '5' }] }))
      const resources = [
        {
          resourceType: TOPIC,
          resourceName: 'described',
          configurationKeys: ['retention.ms', 'segment.bytes', 'no.such'],
        },
        { resourceType: BROKER, resourceName: '0', configurationKeys: null },
        { resourceType: BROKER, resourceName: '5', configurationKeys: null },
        { resourceType: TOPIC, resourceName: 'nothing', configurationKeys: null },
        { resourceType: BROKER_LOGGER, resourceName: '0', configurationKeys: null },
      ]
      const { results } = await ask(describeConfigs, version, {
        resources,
        includeSynonyms: true,
        ...(version >= 3 ? { includeDocumentation: true } : {}),
      })
      assert.deepEqual(
        results.map((one: { errorCode: number }) => one.errorCode),
        [0, 0, ErrorCode.INVALID_REQUEST, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.INVALID_REQUEST],
      )
      const [retention, segment] = results[0].configs
      assert.deepEqual(
        [results[0].configs.length, retention.name, retention.value, retention.configSource],
        [2, 'retention.ms', '5', 1],
      )
      assert.deepEqual([segment.configSource, segment.synonyms[0].name], [5, 'log.segment.bytes'])
      const listeners = results[1].configs.find((one: { name: string }) => one.name === 'listeners')
      assert.deepEqual([listeners.configSource, listeners.readOnly], [4, true])
      if (version >= 3) assert.ok(retention.configType === 5 && retention.documentation.length > 0)
    })
  }

  for (const version of versions(alterConfigs)) {
    it(`AlterConfigs ${version} replaces, IncrementalAlterConfigs changes`, async () => {
      const topic = name('altered', version)
      await ask(createTopics, 7, create(topic, { configs: [{ name: 'retention.ms', value: '5' }] }))
      const overrides = (): object => broker.services.configStore.topicOverrides(topic)
      const alter = async (configs: object[], validateOnly = false): Promise<number> =>
        (
          await ask(alterConfigs, version, {
            resources: [{ resourceType: TOPIC, resourceName: topic, configs }],
            validateOnly,
          })
        ).responses[0].errorCode
      assert.equal(await alter([{ name: 'segment.bytes', value: '2000000' }], true), 0)
      assert.deepEqual(overrides(), { 'retention.ms': '5' })
      assert.equal(await alter([{ name: 'segment.bytes', value: '2000000' }]), 0)
      assert.deepEqual(overrides(), { 'segment.bytes': '2000000' })
      assert.equal(await alter([{ name: 'segment.bytes', value: 'many' }]), ErrorCode.INVALID_CONFIG)
      assert.equal(await alter([{ name: 'segment.bytes', value: null }]), ErrorCode.INVALID_REQUEST)
      assert.deepEqual(overrides(), { 'segment.bytes': '2000000' })
      const change = async (...configs: [string, number, string | null][]): Promise<number> =>
        (
          await ask(incrementalAlterConfigs, Math.min(1, version), {
            resources: [
              {
                resourceType: TOPIC,
                resourceName: topic,
                configs: configs.map(([key, configOperation, value]) => ({ name: key, configOperation, value })),
              },
            ],
            validateOnly: false,
          })
        ).responses[0].errorCode
      assert.equal(await change(['cleanup.policy', 2, 'compact'], ['segment.bytes', 1, null]), 0)
      assert.deepEqual(overrides(), { 'cleanup.policy': 'delete,compact' })
      assert.equal(await change(['cleanup.policy', 3, 'delete']), 0)
      assert.deepEqual(overrides(), { 'cleanup.policy': 'compact' })
      assert.equal(await change(['retention.ms', 2, '5']), ErrorCode.INVALID_CONFIG)
      assert.equal(await change(['retention.ms', 0, '5'], ['retention.ms', 0, '6']), ErrorCode.INVALID_REQUEST)
      assert.equal(await change(['retention.ms', 9, '5']), ErrorCode.INVALID_REQUEST)
    })
  }

  it('settings of this broker and of all brokers take effect at once, weaker ones shine through', async () => {
    const change = async (
      resourceName: string,
      key: string,
      configOperation: number,
      value: string | null,
    ): Promise<number> =>
      (
        await ask(incrementalAlterConfigs, 1, {
          resources: [{ resourceType: BROKER, resourceName, configs: [{ name: key, configOperation, value }] }],
          validateOnly: false,
        })
      ).responses[0].errorCode
    const now = (): number => broker.services.config.get('message.max.bytes')
    const initially = now()
    assert.equal(await change('', 'message.max.bytes', 0, '2000'), 0)
    assert.equal(now(), 2000)
    assert.equal(await change('0', 'message.max.bytes', 0, '3000'), 0)
    assert.equal(now(), 3000)
    const { results } = await ask(describeConfigs, 4, {
      resources: [
        { resourceType: BROKER, resourceName: '0', configurationKeys: ['message.max.bytes'] },
        { resourceType: BROKER, resourceName: '', configurationKeys: null },
      ],
      includeSynonyms: true,
    })
    assert.deepEqual(
      results[0].configs[0].synonyms.map((one: { value: string; source: number }) => [one.value, one.source]),
      [
        ['3000', 2],
        ['2000', 3],
        [String(initially), 5],
      ],
    )
    assert.deepEqual(
      results[1].configs.map((one: { name: string; value: string }) => [one.name, one.value]),
      [['message.max.bytes', '2000']],
    )
    // What stands behind the default of the cluster differs from broker to broker and is not told.
    assert.deepEqual(
      results[1].configs[0].synonyms.map((one: { value: string; source: number }) => [one.value, one.source]),
      [['2000', 3]],
    )
    assert.equal(await change('0', 'message.max.bytes', 1, null), 0)
    assert.equal(await change('', 'message.max.bytes', 1, null), 0)
    assert.equal(now(), initially)
    assert.equal(await change('0', 'log.dirs', 0, '/elsewhere'), ErrorCode.INVALID_REQUEST)
    assert.equal(await change('7', 'message.max.bytes', 0, '1'), ErrorCode.INVALID_REQUEST)
  })

  for (const version of versions(createPartitions)) {
    it(`CreatePartitions ${version}`, async () => {
      const topic = name('grown', version)
      await ask(createTopics, 7, create(topic))
      const grow = async (count: number, assignments: object[] | null = null): Promise<number> =>
        (
          await ask(createPartitions, version, {
            topics: [{ name: topic, count, assignments }],
            timeoutMs: 5000,
            validateOnly: false,
          })
        ).results[0].errorCode
      assert.equal(await grow(4), 0)
      assert.equal(await grow(5, [{ brokerIds: [0] }]), 0)
      assert.equal(broker.services.metadata.current().topics.get(topic)?.partitions.length, 5)
      assert.equal(await grow(5), ErrorCode.INVALID_PARTITIONS)
      assert.equal(await grow(3), ErrorCode.INVALID_PARTITIONS)
      assert.equal(await grow(6, [{ brokerIds: [9] }]), ErrorCode.INVALID_REPLICA_ASSIGNMENT)
    })
  }

  it('ElectLeaders 0-2, reassignments, cluster description, resources', async () => {
    await ask(createTopics, 7, create('admin'))
    for (const version of versions(electLeaders)) {
      const asked = await ask(electLeaders, version, {
        topicPartitions: [{ topic: 'admin', partitions: [0, 9] }],
        timeoutMs: 1000,
      })
      assert.deepEqual(
        asked.replicaElectionResults[0].partitionResult.map((one: { errorCode: number }) => one.errorCode),
        [ErrorCode.ELECTION_NOT_NEEDED, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      )
      assert.deepEqual(
        (await ask(electLeaders, version, { topicPartitions: null, timeoutMs: 1000 })).replicaElectionResults,
        [],
      )
    }
    for (const version of versions(alterPartitionReassignments)) {
      const partitions = [
        { partitionIndex: 0, replicas: [0] },
        { partitionIndex: 1, replicas: [4] },
        { partitionIndex: 5, replicas: null },
      ]
      const moved = await ask(alterPartitionReassignments, version, {
        timeoutMs: 1000,
        topics: [{ name: 'admin', partitions }],
      })
      assert.deepEqual(
        moved.responses[0].partitions.map((one: { errorCode: number }) => one.errorCode),
        [0, ErrorCode.INVALID_REPLICA_ASSIGNMENT, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      )
    }
    assert.deepEqual((await ask(listPartitionReassignments, 0, { timeoutMs: 1000, topics: null })).topics, [])
    for (const version of versions(describeCluster)) {
      const cluster = await ask(describeCluster, version, { includeClusterAuthorizedOperations: true })
      assert.deepEqual(
        [cluster.clusterId, cluster.controllerId, cluster.brokers[0].host, cluster.clusterAuthorizedOperations > 0],
        [broker.clusterId, 0, 'out', true],
      )
      if (version >= 1)
        assert.equal(
          (await ask(describeCluster, version, { includeClusterAuthorizedOperations: false, endpointType: 2 }))
            .errorCode,
          ErrorCode.MISMATCHED_ENDPOINT_TYPE,
        )
    }
    const { configResources } = await ask(listConfigResources, 1, { resourceTypes: [BROKER] })
    assert.deepEqual(
      configResources.map((one: { resourceName: string; resourceType: number }) => [
        one.resourceName,
        one.resourceType,
      ]),
      [['0', BROKER]],
    )
    assert.equal((await ask(listConfigResources, 1, { resourceTypes: [99] })).errorCode, ErrorCode.UNSUPPORTED_VERSION)
    assert.deepEqual((await ask(listConfigResources, 0, {})).configResources, [])
  })

  it('DescribeTopicPartitions goes through everything, page by page', async () => {
    const seen: string[] = []
    let cursor: { topicName: string; partitionIndex: number } | null = null
    for (let page = 0; page < 200; page++) {
      const answer = await ask(describeTopicPartitions, 0, { topics: [], responsePartitionLimit: 3, cursor })
      for (const topic of answer.topics)
        for (const one of topic.partitions) seen.push(`${topic.name}-${one.partitionIndex}`)
      cursor = answer.nextCursor
      if (cursor === null) break
    }
    const { topics } = broker.services.metadata.current()
    const all = [...topics.values()]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((topic) => topic.partitions.map(({ index }) => `${topic.name}-${index}`))
    assert.deepEqual(seen, all)
    const missing = await ask(describeTopicPartitions, 0, { topics: [{ name: 'nothing' }], responsePartitionLimit: 10 })
    assert.equal(missing.topics[0].errorCode, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  })
})
