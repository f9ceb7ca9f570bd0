// A broker that is cut off at any write of its metadata comes back with what it has answered, and with nothing
// half-done.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FileSystem } from '@odradek/platform'
import { RecordingFileSystem, simWorld } from '@odradek/platform/sim'
import type { Simulation } from '@odradek/platform/sim'
import { EmbeddedZnodeStore } from '@odradek/zookeeper/internal'
import { BrokerConfig } from '../config/broker-config.ts'
import { alterConfigs, Operation, ResourceType } from './config-admin.ts'
import { ClusterNode } from './cluster-node.ts'
import type { LeaderAndIsrRequest, ReplicaControl, StopReplicaRequest } from './controller-channel.ts'
import { paths } from './znodes.ts'

const agreeing: ReplicaControl = {
  leaderAndIsr: (request: LeaderAndIsrRequest) => ({
    errorCode: 0,
    partitionErrors: [],
    topics: request.topicStates.map(({ topicId, topicName, partitionStates }) => ({
      topicId,
      partitionErrors: partitionStates.map(({ partitionIndex }) => ({ topicName, partitionIndex, errorCode: 0 })),
    })),
  }),
  stopReplica: (request: StopReplicaRequest) => ({
    errorCode: 0,
    partitionErrors: request.topicStates.flatMap(({ topicName, partitionStates }) =>
      partitionStates.map(({ partitionIndex }) => ({ topicName, partitionIndex, errorCode: 0 })),
    ),
  }),
}

interface Started {
  readonly node: ClusterNode
  readonly store: EmbeddedZnodeStore
  readonly config: BrokerConfig
}

async function start(simulation: Simulation, fs: FileSystem): Promise<Started> {
  const world = simulation.host('a')
  // Rolled often, so that a snapshot is on its way through most of the story.
  const store = await EmbeddedZnodeStore.open({
    fs,
    path: '/meta',
    clock: world.clock,
    scheduler: world.scheduler,
    log: world.log,
    rollBytes: 2000,
  })
  const config = BrokerConfig.from({ listeners: 'PLAINTEXT://127.0.0.1:9092' })
  const node = await ClusterNode.open({ world, config, brokerId: 1, store })
  await node.start(
    [{ listenerName: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: '127.0.0.1', port: 9092 }],
    agreeing,
  )
  return { node, store, config }
}

/** Number of partitions and retention.ms of each topic that has been answered for. */
type Answered = Record<string, [partitions: number, retention: string | undefined]>

test('crashes at every write of creating, changing, growing, deleting', async () => {
  const simulation = simWorld(1)
  const { scheduler } = simulation.host('a')
  const fs = new RecordingFileSystem({ scheduler, syncLatencyMs: [1, 20] })
  const { node, config } = await simulation.settle(start(simulation, fs))
  let answered: Answered = {}
  let next: Answered = {}
  const step = async (change: () => Promise<unknown>, outcome: Answered): Promise<void> => {
    next = outcome
    fs.mark({ answered, next })
    await simulation.settle(change())
    answered = outcome
    fs.mark({ answered, next })
  }
  const create = (name: string, partitions: number): Promise<unknown> =>
    node.admin.createTopics(
      [{ name, partitions, replicationFactor: 1, assignments: [], configs: [{ name: 'retention.ms', value: '1' }] }],
      5000,
      false,
    )
  const { configStore, metadata } = node
  const retain = (value: string): Promise<unknown> =>
    alterConfigs(
      { config, configStore, metadata, brokerId: 1 },
      ResourceType.topic,
      'a',
      [{ name: 'retention.ms', operation: Operation.set, value }],
      { whole: false, validateOnly: false },
    )
  fs.mark({ answered, next })
  await step(() => create('a', 2), { a: [2, '1'] })
  await step(() => create('b', 3), { a: [2, '1'], b: [3, '1'] })
  await step(() => retain('2'), { a: [2, '2'], b: [3, '1'] })
  await step(() => node.admin.createPartitions([{ name: 'a', count: 4, assignments: null }], 5000, false), {
    a: [4, '2'],
    b: [3, '1'],
  })
  await step(() => node.admin.deleteTopics(['b'], 5000), { a: [4, '2'] })
  await step(() => create('b', 1), { a: [4, '2'], b: [1, '1'] })

  let states = 0
  for (const state of fs.crashStates('cluster', 2)) {
    if (state.mark === undefined) continue
    const { answered: before, next: after } = state.mark as { answered: Answered; next: Answered }
    const where = `step ${state.step}, ${state.kind}, after ${state.operation}`
    const again = await simulation.settle(start(simulation, state.fs))
    await simulation.advance(2000)
    const now: Answered = {}
    for (const topic of again.node.metadata.current().topics.values()) {
      assert.ok(
        topic.partitions.every(({ leader }) => leader === 1),
        `${where}: ${topic.name} has no leader`,
      )
      now[topic.name] = [topic.partitions.length, again.node.configStore.topicOverrides(topic.name)['retention.ms']]
    }
    const fits = [before, after].some((one) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(now)))
    assert.ok(
      fits,
      `${where}: ${JSON.stringify(now)}, answered ${JSON.stringify(before)}, asked ${JSON.stringify(after)}`,
    )
    const requests = await simulation.settle(again.store.children(paths.deleteTopics))
    const settings = await simulation.settle(again.store.children(paths.configType('topics')))
    assert.deepEqual(requests.error === undefined && requests.names, [], `${where}: deletions left over`)
    assert.deepEqual(
      settings.error === undefined && settings.names.sort(),
      Object.keys(now).sort(),
      `${where}: settings left over`,
    )
    await simulation.settle(again.node.stop())
    await simulation.settle(again.store.close())
    states++
  }
  assert.ok(states > 80, `${states} states`)
})

function sorted(rows: Answered): [string, unknown][] {
  return Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1))
}
