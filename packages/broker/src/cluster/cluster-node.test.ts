import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import type { Simulation } from '@odradek/platform/sim'
import { ErrorCode } from '@odradek/protocol/internal'
import { EmbeddedZnodeStore } from '@odradek/zookeeper/internal'
import { BrokerConfig } from '../config/broker-config.ts'
import { ClusterNode } from './cluster-node.ts'
import type { LeaderAndIsrRequest, ReplicaControl, StopReplicaRequest } from './controller-channel.ts'
import type { TopicSpec } from './topic-admin.ts'
import { decodePartitionState, decodeTopic, paths } from './znodes.ts'

/** Replicas that remember what they were told and agree to everything. */
class ObedientReplicas implements ReplicaControl {
  readonly led: string[] = []
  readonly deleted: string[] = []

  leaderAndIsr(request: LeaderAndIsrRequest): ReturnType<ReplicaControl['leaderAndIsr']> {
    const topics = request.topicStates.map(({ topicName, topicId, partitionStates }) => ({
      topicId,
      partitionErrors: partitionStates.map(({ partitionIndex, leaderEpoch }) => {
        this.led.push(`${topicName}-${partitionIndex}@${leaderEpoch}`)
        return { topicName, partitionIndex, errorCode: 0 }
      }),
    }))
    return { errorCode: 0, partitionErrors: [], topics }
  }

  stopReplica(request: StopReplicaRequest): ReturnType<ReplicaControl['stopReplica']> {
    const partitionErrors = request.topicStates.flatMap(({ topicName, partitionStates }) =>
      partitionStates.map(({ partitionIndex, deletePartition }) => {
        if (deletePartition) this.deleted.push(`${topicName}-${partitionIndex}`)
        return { topicName, partitionIndex, errorCode: 0 }
      }),
    )
    return { errorCode: 0, partitionErrors }
  }
}

interface Node {
  readonly node: ClusterNode
  readonly replicas: ObedientReplicas
  readonly store: EmbeddedZnodeStore
  stop(): Promise<void>
}

async function startNode(simulation: Simulation): Promise<Node> {
  const world = simulation.host('a')
  const store = await EmbeddedZnodeStore.open({
    fs: world.fs,
    path: '/data',
    prefix: 'metadata-',
    clock: world.clock,
    scheduler: world.scheduler,
    log: world.log,
  })
  const config = BrokerConfig.from({ listeners: 'PLAINTEXT://127.0.0.1:9092' })
  const node = await ClusterNode.open({ world, config, brokerId: 1, store })
  const replicas = new ObedientReplicas()
  await node.start(
    [{ listenerName: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: '127.0.0.1', port: 9092 }],
    replicas,
  )
  return {
    node,
    replicas,
    store,
    async stop() {
      await node.stop()
      await store.close()
    },
  }
}

const spec = (name: string, partitions: number, more: Partial<TopicSpec> = {}): TopicSpec => ({
  name,
  partitions,
  replicationFactor: 1,
  assignments: [],
  configs: [],
  ...more,
})

test('one broker: topics are made, survive a restart, grow and go', async () => {
  const simulation = simWorld(1)
  let { node, replicas, store, stop } = await simulation.settle(startNode(simulation))
  const { clusterId } = node
  assert.equal(node.controller.active, true)
  const [created] = await simulation.settle(
    node.admin.createTopics([spec('t', 3, { configs: [{ name: 'retention.ms', value: '1000' }] })], 5000, false),
  )
  assert.equal(created?.error, undefined)
  assert.deepEqual(replicas.led, ['t-0@0', 't-1@0', 't-2@0'])
  assert.deepEqual(node.configStore.topicOverrides('t'), { 'retention.ms': '1000' })
  const image = node.metadata.current().topics.get('t')
  assert.deepEqual(
    image?.partitions.map(({ leader, isr, replicas: ids }) => [leader, isr, ids]),
    [
      [1, [1], [1]],
      [1, [1], [1]],
      [1, [1], [1]],
    ],
  )

  await simulation.settle(stop())
  ;({ node, replicas, store, stop } = await simulation.settle(startNode(simulation)))
  assert.equal(node.clusterId, clusterId)
  assert.equal(node.metadata.current().topics.get('t')?.id, created?.topicId)
  assert.deepEqual(node.configStore.topicOverrides('t'), { 'retention.ms': '1000' })
  assert.equal(replicas.led.length, 3)

  const [grown] = await simulation.settle(
    node.admin.createPartitions([{ name: 't', count: 5, assignments: null }], 5000, false),
  )
  assert.equal(grown?.error, undefined)
  assert.equal(node.metadata.current().topics.get('t')?.partitions.length, 5)
  const znode = await simulation.settle(store.get(paths.topic('t')))
  assert.equal(znode.error === undefined && decodeTopic(znode.data)?.partitions.size, 5)
  const state = await simulation.settle(store.get(paths.partitionState('t', 4)))
  assert.equal(state.error === undefined && decodePartitionState(state.data)?.controllerEpoch, 2)

  const [gone] = await simulation.settle(node.admin.deleteTopics(['t'], 5000))
  assert.equal(gone?.error, undefined)
  assert.deepEqual(replicas.deleted, ['t-0', 't-1', 't-2', 't-3', 't-4'])
  assert.equal(node.metadata.current().topics.has('t'), false)
  for (const path of [paths.topic('t'), paths.config('topics', 't'), paths.deleteTopic('t')]) {
    const there = await simulation.settle(store.exists(path))
    assert.deepEqual(there, { error: undefined, stat: undefined }, path)
  }
  const [again] = await simulation.settle(node.admin.createTopics([spec('t', 1)], 5000, false))
  assert.equal(again?.error, undefined)
  assert.notEqual(again?.topicId, created?.topicId)
  assert.deepEqual(node.configStore.topicOverrides('t'), {})
  await simulation.settle(stop())
})

test('what cannot be made is refused, and nothing is left behind', async () => {
  const simulation = simWorld(2)
  const { node, stop } = await simulation.settle(startNode(simulation))
  await simulation.settle(node.admin.createTopics([spec('a.b', 1)], 5000, false))
  const refusals: [TopicSpec, string][] = [
    [spec('a.b', 1), 'TOPIC_ALREADY_EXISTS'],
    [spec('a_b', 1), 'INVALID_TOPIC_EXCEPTION'],
    [spec('..', 1), 'INVALID_TOPIC_EXCEPTION'],
    [spec('x/y', 1), 'INVALID_TOPIC_EXCEPTION'],
    [spec('n', 0), 'INVALID_PARTITIONS'],
    [spec('n', 1, { replicationFactor: 2 }), 'INVALID_REPLICATION_FACTOR'],
    [spec('n', 1, { configs: [{ name: 'retention.ms', value: 'soon' }] }), 'INVALID_CONFIG'],
    [spec('n', 1, { assignments: [{ partitionIndex: 0, brokerIds: [1] }] }), 'INVALID_REQUEST'],
    [
      spec('n', -1, { replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [7] }] }),
      'INVALID_REPLICA_ASSIGNMENT',
    ],
    [
      spec('n', -1, { replicationFactor: -1, assignments: [{ partitionIndex: 1, brokerIds: [1] }] }),
      'INVALID_REPLICA_ASSIGNMENT',
    ],
  ]
  for (const [wrong, error] of refusals) {
    const [outcome] = await simulation.settle(node.admin.createTopics([wrong], 5000, false))
    assert.equal(outcome?.error, error, JSON.stringify(wrong))
  }
  const [dry] = await simulation.settle(node.admin.createTopics([spec('dry', 4)], 5000, true))
  assert.deepEqual([dry?.error, dry?.replicas.length], [undefined, 4])
  assert.deepEqual([...node.metadata.current().topics.keys()], ['a.b'])
  const [missing] = await simulation.settle(node.admin.deleteTopics(['nothing'], 5000))
  assert.equal(missing?.error, 'UNKNOWN_TOPIC_OR_PARTITION')
  await simulation.settle(stop())
})

test('a disk that fails: nothing is promised, service again after it, and the broker stops all the same', async () => {
  const simulation = simWorld(6)
  const { fs } = simulation.host('a')
  const { node, stop } = await simulation.settle(startNode(simulation))
  const fail = (): (() => void) => fs.faults.fail({ on: ['write', 'sync', 'open', 'truncate'], code: 'EIO' })
  const repair = fail()
  const [lost] = await simulation.settle(node.admin.createTopics([spec('t', 1)], 3000, false))
  assert.equal(lost?.error, 'REQUEST_TIMED_OUT')
  repair()
  await simulation.advance(10_000)
  const [made] = await simulation.settle(node.admin.createTopics([spec('u', 1)], 3000, false))
  assert.equal(made?.error, undefined)
  // Whether the first one was made was not known; now it is, and it is whole.
  const first = node.metadata.current().topics.get('t')
  assert.ok(first === undefined || first.partitions.every(({ leader }) => leader === 1))
  fail()
  const underWay = node.admin.createTopics([spec('v', 1)], 60_000, false)
  const before = simulation.nowMs
  await simulation.settle(stop())
  assert.ok(simulation.nowMs - before < 30_000)
  await simulation.settle(underWay)
})

test('producer ids come in blocks and never twice, restarts included', async () => {
  const simulation = simWorld(3)
  const seen = new Set<number>()
  for (let round = 0; round < 3; round++) {
    const { node, stop } = await simulation.settle(startNode(simulation))
    const ids = await simulation.settle(Promise.all(Array.from({ length: 1500 }, () => node.producerIds.next())))
    for (const id of ids) {
      assert.ok(id !== undefined && !seen.has(id), `${id} twice`)
      seen.add(id)
    }
    await simulation.settle(stop())
  }
  assert.equal(Math.max(...seen), 4 * 1000 + 1499)
})

test('many clients that ask for the same new topic make it once', async () => {
  const simulation = simWorld(4)
  const { node, stop } = await simulation.settle(startNode(simulation))
  const outcomes = await simulation.settle(
    Promise.all(Array.from({ length: 20 }, () => node.admin.autoCreate(['auto']))),
  )
  for (const outcome of outcomes) assert.equal(outcome.get('auto'), undefined)
  await simulation.settle(node.admin.ensureInternalTopic('__consumer_offsets'))
  assert.equal(node.metadata.current().topics.get('__consumer_offsets')?.partitions.length, 50)
  assert.equal(node.configStore.topicOverrides('__consumer_offsets')['cleanup.policy'], 'compact')
  await simulation.settle(stop())
})

test('orders of a replaced controller and for an earlier incarnation are refused', async () => {
  const simulation = simWorld(5)
  const { node, replicas, stop } = await simulation.settle(startNode(simulation))
  const { inbox } = node as unknown as {
    inbox: { leaderAndIsr(request: LeaderAndIsrRequest): Promise<{ errorCode: number }> }
  }
  const order = (controllerEpoch: number, brokerEpoch: number): LeaderAndIsrRequest => ({
    controllerId: 9,
    isKRaftController: false,
    controllerEpoch,
    brokerEpoch,
    type: 0,
    ungroupedPartitionStates: [],
    topicStates: [],
    liveLeaders: [],
  })
  const send = async (request: LeaderAndIsrRequest): Promise<number> =>
    (await simulation.settle(inbox.leaderAndIsr(request))).errorCode
  assert.equal(await send(order(1, node.brokerEpoch - 1)), ErrorCode.STALE_BROKER_EPOCH)
  assert.equal(await send(order(0, node.brokerEpoch)), ErrorCode.STALE_CONTROLLER_EPOCH)
  assert.equal(await send(order(5, node.brokerEpoch)), ErrorCode.NONE)
  assert.equal(await send(order(4, node.brokerEpoch)), ErrorCode.STALE_CONTROLLER_EPOCH)
  assert.deepEqual(replicas.led, [])
  await simulation.settle(stop())
})
