// Several brokers over one simulated ensemble, with everything going wrong that ZooKeeper lets go wrong.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import type { Simulation } from '@odradek/platform/sim'
import { ErrorCode } from '@odradek/protocol/internal'
import { SimulatedEnsemble } from '@odradek/zookeeper/internal'
import type { SimulatedFaults, SimulatedZnodeStore } from '@odradek/zookeeper/internal'
import { BrokerConfig } from '../config/broker-config.ts'
import { ClusterNode } from './cluster-node.ts'
import type { BrokerChannel, LeaderAndIsrRequest, ReplicaControl, StopReplicaRequest } from './controller-channel.ts'
import { ControllerMovedError, FencedStore } from './controller/fenced-store.ts'
import { elect } from './controller/controller-election.ts'
import { createRoots } from './registration.ts'
import { decodeControllerEpoch, decodePartitionState, decodeTopic, encodeTopic, paths } from './znodes.ts'

const none = Buffer.alloc(0)

/** Replicas without logs: they remember, in order, what they were told. */
class RememberedReplicas implements ReplicaControl {
  readonly partitions = new Map<
    string,
    { leader: number; leaderEpoch: number; isr: number[]; partitionEpoch: number; replicas: number[] }
  >()
  highestControllerEpoch = 0

  leaderAndIsr(request: LeaderAndIsrRequest): ReturnType<ReplicaControl['leaderAndIsr']> {
    assert.ok(request.controllerEpoch >= this.highestControllerEpoch, 'an order of a replaced controller came through')
    this.highestControllerEpoch = request.controllerEpoch
    const topics = request.topicStates.map(({ topicName, topicId, partitionStates }) => ({
      topicId,
      partitionErrors: partitionStates.map((state) => {
        this.partitions.set(`${topicName}-${state.partitionIndex}`, state)
        return { topicName, partitionIndex: state.partitionIndex, errorCode: 0 }
      }),
    }))
    return { errorCode: 0, partitionErrors: [], topics }
  }

  stopReplica(request: StopReplicaRequest): ReturnType<ReplicaControl['stopReplica']> {
    const partitionErrors = request.topicStates.flatMap(({ topicName, partitionStates }) =>
      partitionStates.map(({ partitionIndex }) => {
        this.partitions.delete(`${topicName}-${partitionIndex}`)
        return { topicName, partitionIndex, errorCode: 0 }
      }),
    )
    return { errorCode: 0, partitionErrors }
  }
}

interface Member {
  readonly id: number
  readonly node: ClusterNode
  readonly store: SimulatedZnodeStore
  readonly replicas: RememberedReplicas
}

class TestCluster {
  readonly simulation: Simulation
  readonly ensemble: SimulatedEnsemble
  readonly members = new Map<number, Member>()
  /** Probability that a request of the controller, or its answer, is lost. */
  lostOrders = 0

  constructor(simulation: Simulation, faults: Partial<SimulatedFaults> = {}) {
    this.simulation = simulation
    const { clock, scheduler, random } = simulation.host('ensemble')
    this.ensemble = new SimulatedEnsemble({ clock, scheduler, random, faults })
    this.watchWrites()
  }

  /** Every partition state that is ever written comes from the controller of that moment, and epochs only rise. */
  private watchWrites(): void {
    const { tree } = this.ensemble
    const execute = tree.execute.bind(tree)
    tree.execute = (ops, session, timeMs) => {
      const before = new Map(ops.map(({ path }) => [path, tree.nodes.get(path)?.data]))
      const outcome = execute(ops, session, timeMs)
      if (outcome.error !== undefined) return outcome
      const epoch = decodeControllerEpoch(tree.nodes.get(paths.controllerEpoch)?.data ?? none)
      for (const op of ops) {
        if (op.op !== 'set' && op.op !== 'create') continue
        const state = op.path.endsWith('/state') ? decodePartitionState(op.data) : undefined
        if (state === undefined) continue
        const old = before.get(op.path) === undefined ? undefined : decodePartitionState(before.get(op.path) as Buffer)
        assert.equal(
          state.controllerEpoch,
          epoch,
          `${op.path} written under epoch ${state.controllerEpoch} in ${epoch}`,
        )
        assert.ok(state.isr.length > 0, `${op.path}: nobody in sync`)
        assert.ok(state.leader === -1 || state.isr.includes(state.leader), `${op.path}: the leader is not in sync`)
        assert.ok(old === undefined || state.leaderEpoch >= old.leaderEpoch, `${op.path}: the epoch falls`)
      }
      return outcome
    }
  }

  async start(id: number, sessionTimeoutMs = 6000): Promise<Member> {
    const world = this.simulation.host(`b${id}`)
    const store = this.ensemble.connect({ sessionTimeoutMs })
    const config = BrokerConfig.from({ 'listeners': 'PLAINTEXT://127.0.0.1:9092', 'broker.id': id })
    const node = await ClusterNode.open({ world, config, brokerId: id, store, peers: (peer) => this.wayTo(peer) })
    const replicas = new RememberedReplicas()
    const member = { id, node, store, replicas }
    this.members.set(id, member)
    await node.start(
      [{ listenerName: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: `b${id}`, port: 9092 }],
      replicas,
    )
    return member
  }

  /** The network between a controller and another broker. */
  private wayTo(peer: number): BrokerChannel {
    const lossy = async <T>(send: (inbox: BrokerChannel) => Promise<T>): Promise<T> => {
      const inbox = this.members.get(peer)?.node.inbox
      const { random } = this.simulation
      if (inbox === undefined || random.float() < this.lostOrders) throw new Error('the request was lost')
      const answer = await send(inbox)
      if (random.float() < this.lostOrders) throw new Error('the answer was lost')
      return answer
    }
    return {
      leaderAndIsr: (request) => lossy((inbox) => inbox.leaderAndIsr(request)),
      updateMetadata: (request) => lossy((inbox) => inbox.updateMetadata(request)),
      stopReplica: (request) => lossy((inbox) => inbox.stopReplica(request)),
    }
  }

  async stop(id: number): Promise<void> {
    const member = this.members.get(id) as Member
    await member.node.stop()
    await member.store.close()
    this.members.delete(id)
  }

  get controllers(): Member[] {
    return [...this.members.values()].filter(({ node }) => node.controller.active)
  }

  async createTopic(name: string, replicas: number[][]): Promise<string | undefined> {
    const [controller] = this.controllers
    const assignments = replicas.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds }))
    const [made] = await (controller as Member).node.admin.createTopics(
      [{ name, partitions: -1, replicationFactor: -1, assignments, configs: [] }],
      30_000,
      false,
    )
    return made?.error
  }

  state(topic: string, index: number): ReturnType<typeof decodePartitionState> {
    const data = this.ensemble.tree.nodes.get(paths.partitionState(topic, index))?.data
    return data === undefined ? undefined : decodePartitionState(data)
  }

  /** Everything a quiet cluster must agree on. */
  assertAgreed(where: string): void {
    const { tree } = this.ensemble
    assert.equal(this.controllers.length, 1, `${where}: ${this.controllers.length} controllers`)
    const epoch = decodeControllerEpoch(tree.nodes.get(paths.controllerEpoch)?.data ?? none)
    assert.equal(this.controllers[0]?.node.controller.image?.controllerEpoch, epoch, where)
    assert.deepEqual([...(tree.nodes.get(paths.deleteTopics)?.children ?? [])], [], `${where}: deletions are stuck`)
    const topics = [...(tree.nodes.get(paths.topics)?.children ?? [])].sort()
    for (const { id, node, replicas } of this.members.values()) {
      const image = node.metadata.current()
      assert.equal(image.controllerId, this.controllers[0]?.id, `${where}: ${id} knows another controller`)
      assert.deepEqual([...image.brokers.keys()].sort(), [...this.members.keys()].sort(), `${where}: brokers of ${id}`)
      assert.deepEqual([...image.topics.keys()].sort(), topics, `${where}: topics of ${id}`)
      for (const name of topics) {
        const znode = decodeTopic(tree.nodes.get(paths.topic(name))?.data ?? none)
        assert.equal(image.topics.get(name)?.id, znode?.id, `${where}: id of ${name} at ${id}`)
        for (const [index, assignment] of znode?.partitions ?? []) {
          const state = this.state(name, index)
          const seen = image.topics.get(name)?.partitions[index]
          const at = `${where}: ${name}-${index} at ${id}`
          assert.ok(state !== undefined && state.leader !== -1 && this.members.has(state.leader), `${at}: no leader`)
          assert.deepEqual(
            [seen?.leader, seen?.leaderEpoch, seen?.isr],
            [state.leader, state.leaderEpoch, state.isr],
            at,
          )
          if (!assignment.replicas.includes(id)) continue
          const told = replicas.partitions.get(`${name}-${index}`)
          assert.deepEqual(
            [told?.leader, told?.leaderEpoch],
            [state.leader, state.leaderEpoch],
            `${at}: as it was told`,
          )
        }
      }
    }
  }
}

async function threeBrokers(simulation: Simulation): Promise<TestCluster> {
  const cluster = new TestCluster(simulation)
  for (const id of [1, 2, 3]) await simulation.settle(cluster.start(id))
  return cluster
}

test('many brokers start at once, answers get lost: one controller', async () => {
  for (let seed = 0; seed < 10; seed++) {
    const simulation = simWorld(seed)
    const cluster = new TestCluster(simulation, { maxDelayMs: 20, lostReply: 0.05, lostRequest: 0.05, maxDownMs: 50 })
    await simulation.settle(Promise.all([1, 2, 3, 4].map((id) => cluster.start(id))))
    cluster.ensemble.faults.lostReply = 0
    cluster.ensemble.faults.lostRequest = 0
    await simulation.advance(20_000)
    cluster.assertAgreed(`seed ${seed}`)
  }
})

test('a replaced controller cannot write', async () => {
  const simulation = simWorld(1)
  const { clock, scheduler, random } = simulation.host('a')
  const ensemble = new SimulatedEnsemble({ clock, scheduler, random })
  const [first, second] = [ensemble.connect(), ensemble.connect()]
  await simulation.settle(createRoots({ store: first, clock, scheduler, random }))
  const won = await simulation.settle(elect(first, 1, 0, () => {}))
  assert.ok(won.elected && won.epoch === 1)
  const lost = await simulation.settle(elect(second, 2, 0, () => {}))
  assert.deepEqual(lost, { elected: false, leader: 1 })
  const old = new FencedStore(first, scheduler, won.epochVersion)
  const znode = {
    id: 'AAAAAAAAAAAAAAAAAAAAAQ',
    partitions: new Map([[0, { replicas: [1], adding: [], removing: [] }]]),
  }
  await simulation.settle(first.create(paths.topic('t'), encodeTopic(znode)))
  first.expire()
  await simulation.advance(100)
  const next = await simulation.settle(elect(second, 2, 0, () => {}))
  assert.ok(next.elected && next.epoch === 2)
  await simulation.settle(first.renew())
  // Its session is new, its belief is old.
  const write = {
    kind: 'partitionState',
    topic: 't',
    index: 0,
    expectedVersion: -1,
    state: { leader: 1, leaderEpoch: 0, isr: [1], controllerEpoch: 1, recovering: false },
  } as const
  await assert.rejects(simulation.settle(old.perform([write])), ControllerMovedError)
  await assert.rejects(
    simulation.settle(old.perform([{ kind: 'topic', topic: 't', znode, expectedVersion: 0 }])),
    ControllerMovedError,
  )
  assert.equal(ensemble.tree.nodes.has(paths.partitions('t')), false)
  assert.equal(ensemble.tree.stat(paths.topic('t'))?.version, 0)
})

test('a write whose answer was lost is found done, not done twice', async () => {
  for (let seed = 0; seed < 30; seed++) {
    const simulation = simWorld(seed)
    const { clock, scheduler, random } = simulation.host('a')
    const ensemble = new SimulatedEnsemble({ clock, scheduler, random })
    const store = ensemble.connect()
    await simulation.settle(createRoots({ store, clock, scheduler, random }))
    const won = await simulation.settle(elect(store, 1, 0, () => {}))
    assert.ok(won.elected)
    const znode = {
      id: 'AAAAAAAAAAAAAAAAAAAAAQ',
      partitions: new Map([[0, { replicas: [1], adding: [], removing: [] }]]),
    }
    await simulation.settle(store.create(paths.topic('t'), encodeTopic(znode)))
    Object.assign(ensemble.faults, { maxDelayMs: 10, lostReply: 0.3, lostRequest: 0.3, maxDownMs: 50 })
    const writes = new FencedStore(store, scheduler, won.epochVersion)
    const state = { leader: 1, leaderEpoch: 0, isr: [1], controllerEpoch: 1, recovering: false }
    const created = await simulation.settle(
      writes.perform([{ kind: 'partitionState', topic: 't', index: 0, expectedVersion: -1, state }]),
    )
    assert.deepEqual(created, [{ taken: true, version: 0 }], `seed ${seed}`)
    const changed = await simulation.settle(
      writes.perform([
        { kind: 'partitionState', topic: 't', index: 0, expectedVersion: 0, state: { ...state, leaderEpoch: 1 } },
      ]),
    )
    assert.deepEqual(changed, [{ taken: true, version: 1 }], `seed ${seed}`)
    assert.equal(ensemble.tree.stat(paths.partitionState('t', 0))?.version, 1)
  }
})

test('a broker that dies loses its leaderships; one that bounces unseen comes back in a new epoch', async () => {
  const simulation = simWorld(3)
  const cluster = await threeBrokers(simulation)
  assert.equal(
    await simulation.settle(
      cluster.createTopic('t', [
        [2, 3, 1],
        [3, 1, 2],
      ]),
    ),
    undefined,
  )
  const two = cluster.members.get(2) as Member
  const epoch = two.node.brokerEpoch
  two.store.expire(60_000)
  await simulation.advance(1000)
  assert.deepEqual([cluster.state('t', 0)?.leader, cluster.state('t', 0)?.isr], [3, [3, 1]])
  await simulation.advance(90_000)
  assert.ok(two.node.brokerEpoch > epoch)
  cluster.assertAgreed('after the long absence')
  // So short that nobody sees it away: what it led gets a new leader epoch all the same.
  const three = cluster.members.get(3) as Member
  await simulation.settle((cluster.controllers[0] as Member).node.admin.electLeaders('preferred', null, 1000))
  const before = cluster.state('t', 1)
  assert.equal(before?.leader, 3)
  const data = cluster.ensemble.tree.nodes.get(paths.brokerId(3))?.data ?? none
  cluster.ensemble.execute(
    [
      { op: 'delete', path: paths.brokerId(3), version: -1 },
      { op: 'create', path: paths.brokerId(3), data, options: { ephemeral: true } },
    ],
    three.store.sessionId,
  )
  three.node.brokerEpoch = cluster.ensemble.tree.zxid
  await simulation.advance(5000)
  assert.ok((cluster.state('t', 1)?.leaderEpoch ?? 0) > (before?.leaderEpoch ?? 0))
  cluster.assertAgreed('after the bounce')
})

test('the controller dies: another one takes over with everything', async () => {
  const simulation = simWorld(4)
  const cluster = await threeBrokers(simulation)
  assert.equal(
    await simulation.settle(
      cluster.createTopic('t', [
        [1, 2, 3],
        [2, 3, 1],
        [3, 1, 2],
      ]),
    ),
    undefined,
  )
  const [old] = cluster.controllers as [Member]
  old.store.expire(30_000)
  await simulation.advance(2000)
  assert.equal(cluster.controllers.filter(({ id }) => id !== old.id).length, 1)
  await simulation.advance(60_000)
  cluster.assertAgreed('after the controller came back')
})

test('an election by hand: /controller is deleted, somebody is elected anew', async () => {
  for (let seed = 0; seed < 5; seed++) {
    const simulation = simWorld(seed)
    const cluster = await threeBrokers(simulation)
    assert.equal(await simulation.settle(cluster.createTopic('t', [[1, 2, 3]])), undefined)
    const epoch = cluster.controllers[0]?.node.controller.image?.controllerEpoch ?? 0
    cluster.ensemble.faults.maxDelayMs = 20
    cluster.ensemble.execute([{ op: 'delete', path: paths.controller, version: -1 }], 0n)
    await simulation.advance(2000)
    cluster.assertAgreed(`seed ${seed}`)
    assert.equal(cluster.controllers[0]?.node.controller.image?.controllerEpoch, epoch + 1)
  }
})

test('controlled shutdown moves every leadership that can move', async () => {
  const simulation = simWorld(5)
  const cluster = await threeBrokers(simulation)
  assert.equal(
    await simulation.settle(
      cluster.createTopic('t', [
        [2, 3],
        [2, 1],
        [3, 2],
      ]),
    ),
    undefined,
  )
  await simulation.settle(cluster.stop(2))
  await simulation.advance(1000)
  assert.deepEqual(
    [0, 1, 2].map((index) => cluster.state('t', index)?.leader),
    [3, 1, 3],
  )
  cluster.assertAgreed('after the shutdown')
})

test('disks that come back: what lay there goes on in new epochs, without whom it is missing, noticed or not', async () => {
  const simulation = simWorld(5)
  const cluster = await threeBrokers(simulation)
  assert.equal(await simulation.settle(cluster.createTopic('t', [[1, 2], [2, 1]])), undefined)
  assert.equal(await simulation.settle(cluster.createTopic('u', [[1], [3]])), undefined)
  const [active] = cluster.controllers as [Member]
  const returned = ['t', 'u'].flatMap((topic) => [0, 1].map((index) => ({ topic, index })))
  assert.deepEqual(await simulation.settle(active.node.controller.disksRecovered(1, returned)), [1, 1, 1, 0])
  const states = returned.map(({ topic, index }) => cluster.state(topic, index))
  const expected = [[2, [2], 1], [2, [2], 1], [1, [1], 2], [3, [3], 0]]
  assert.deepEqual(states.map((state) => [state?.leader, state?.isr, state?.leaderEpoch]), expected)
  await simulation.advance(1000)
  cluster.assertAgreed('after the disks')
  const [other] = [...cluster.members.values()].filter(({ node }) => !node.controller.active)
  assert.equal(await simulation.settle((other as Member).node.controller.disksRecovered(1, returned)), undefined)
})

test('unclean elections allowed for all topics bring leaders back at once, but where a topic says otherwise', async () => {
  const ignored: unknown[] = []
  const simulation = simWorld(5, { onLog: ({ fields, message }) => void (message === 'a dynamic setting is ignored' && ignored.push(fields)) })
  const cluster = await threeBrokers(simulation)
  assert.equal(await simulation.settle(cluster.createTopic('t', [[2, 3]])), undefined)
  assert.equal(await simulation.settle(cluster.createTopic('u', [[2, 3]])), undefined)
  const [controller] = cluster.controllers as [Member]
  assert.equal(controller.id, 1)
  await simulation.settle(controller.node.configStore.update('topics', 'u', () => ({ 'unclean.leader.election.enable': 'false' })))
  // 3 falls behind, then 2, the only one in sync, goes.
  const { brokerEpoch } = (cluster.members.get(2) as Member).node
  for (const topicName of ['t', 'u']) {
    const change = { partitionIndex: 0, leaderEpoch: 0, newIsr: [2], newIsrWithEpochs: [], leaderRecoveryState: 0, partitionEpoch: 0 }
    await simulation.settle(
      controller.node.channel.alterPartition({ brokerId: 2, brokerEpoch, topics: [{ topicName, topicId: '', partitions: [change] }] }),
    )
  }
  ;(cluster.members.get(2) as Member).store.expire(10_000_000)
  await simulation.advance(10_000)
  assert.deepEqual(['t', 'u'].map((topic) => cluster.state(topic, 0)?.leader), [-1, -1])
  const update = (settings: Record<string, string>): Promise<unknown> =>
    simulation.settle(controller.node.configStore.update('brokers', '<default>', () => settings))
  await update({ 'unclean.leader.election.enable': 'true' })
  await simulation.advance(1000)
  assert.deepEqual(['t', 'u'].map((topic) => cluster.state(topic, 0)?.leader), [3, -1])
  // What cannot be followed is said, once, by each.
  for (const count of ['10', '20']) await update({ 'unclean.leader.election.enable': 'true', 'broker.id': '7', 'num.io.threads': count })
  await simulation.advance(1000)
  assert.deepEqual(ignored, Array.from({ length: 2 }, () => ({ reason: 'broker.id cannot be changed while the broker runs.' })))
})

test('AlterPartition: what is already so is confirmed before its epoch is judged; stale ones are told apart', async () => {
  const simulation = simWorld(6)
  const cluster = await threeBrokers(simulation)
  assert.equal(await simulation.settle(cluster.createTopic('t', [[1, 2, 3]])), undefined)
  const [controller] = cluster.controllers as [Member]
  const leader = cluster.members.get(1) as Member
  const topicId = leader.node.metadata.current().topics.get('t')?.id ?? ''
  const alter = async (
    isr: number[],
    leaderEpoch: number,
    partitionEpoch: number,
    brokerEpoch = leader.node.brokerEpoch,
  ): Promise<[number, number, number[]]> => {
    const answer = await simulation.settle(
      controller.node.channel.alterPartition({
        brokerId: 1,
        brokerEpoch,
        topics: [
          {
            topicName: 't',
            topicId,
            partitions: [
              {
                partitionIndex: 0,
                leaderEpoch,
                newIsr: isr,
                newIsrWithEpochs: [],
                leaderRecoveryState: 0,
                partitionEpoch,
              },
            ],
          },
        ],
      }),
    )
    const row = answer.topics[0]?.partitions[0]
    return [row?.errorCode ?? answer.errorCode, row?.partitionEpoch ?? -1, row?.isr ?? []]
  }
  assert.deepEqual(await alter([1, 2], 0, 0), [ErrorCode.NONE, 1, [1, 2]])
  assert.deepEqual(await alter([1, 2], 0, 0), [ErrorCode.NONE, 1, [1, 2]], 'the same again')
  assert.equal((await alter([1], 0, 0))[0], ErrorCode.INVALID_UPDATE_VERSION)
  assert.equal((await alter([1], 0, 9))[0], ErrorCode.NOT_CONTROLLER)
  assert.equal((await alter([1], 5, 1))[0], ErrorCode.NOT_CONTROLLER)
  assert.equal((await alter([1, 2, 3], 0, 1, 1))[0], ErrorCode.STALE_BROKER_EPOCH)
  assert.equal((await alter([1, 2, 7], 0, 1))[0], ErrorCode.INELIGIBLE_REPLICA)
  assert.deepEqual(await alter([1, 2, 3], 0, 1), [ErrorCode.NONE, 2, [1, 2, 3]])
  // An election in between.
  await simulation.settle(cluster.stop(3))
  await simulation.advance(1000)
  assert.equal((await alter([1, 2], 0, 3))[0], ErrorCode.FENCED_LEADER_EPOCH)
})

test('reassignment: the new replicas join, the old ones leave, and a controller that dies in between is survived', async () => {
  const simulation = simWorld(7)
  const cluster = await threeBrokers(simulation)
  assert.equal(await simulation.settle(cluster.createTopic('t', [[1, 2]])), undefined)
  let [controller] = cluster.controllers as [Member]
  const results = await simulation.settle(
    controller.node.admin.alterReassignments([{ topic: 't', index: 0, replicas: [3, 2] }]),
  )
  assert.deepEqual(results, [{ topic: 't', index: 0, error: ErrorCode.NONE, message: null }])
  const znode = (): string => cluster.ensemble.tree.nodes.get(paths.topic('t'))?.data.toString() ?? ''
  assert.match(
    znode(),
    /"partitions":\{"0":\[3,2,1\]\}.*"adding_replicas":\{"0":\[3\]\},"removing_replicas":\{"0":\[1\]\}/,
  )
  assert.deepEqual(
    controller.node.admin.listReassignments(null)?.map(({ assignment }) => assignment),
    [{ replicas: [3, 2, 1], adding: [3], removing: [1] }],
  )
  await simulation.advance(100)
  assert.equal(cluster.members.get(3)?.replicas.partitions.get('t-0')?.leader, 1, 'the new replica follows')
  controller.store.expire(1000)
  await simulation.advance(20_000)
  ;[controller] = cluster.controllers as [Member]
  // The leader reports that everybody has caught up.
  const state = cluster.state('t', 0)
  const leader = cluster.members.get(state?.leader ?? 0) as Member
  const version = cluster.ensemble.tree.stat(paths.partitionState('t', 0))?.version ?? -1
  await simulation.settle(
    controller.node.channel.alterPartition({
      brokerId: leader.id,
      brokerEpoch: leader.node.brokerEpoch,
      topics: [
        {
          topicName: 't',
          topicId: '',
          partitions: [
            {
              partitionIndex: 0,
              leaderEpoch: state?.leaderEpoch ?? 0,
              newIsr: [1, 2, 3],
              newIsrWithEpochs: [],
              leaderRecoveryState: 0,
              partitionEpoch: version,
            },
          ],
        },
      ],
    }),
  )
  await simulation.advance(1000)
  assert.match(znode(), /"partitions":\{"0":\[3,2\]\}.*"adding_replicas":\{\},"removing_replicas":\{\}/)
  assert.deepEqual([...(cluster.state('t', 0)?.isr ?? [])].sort(), [2, 3])
  assert.equal(cluster.members.get(1)?.replicas.partitions.has('t-0'), false, 'the old replica is gone')
  cluster.assertAgreed('after the move')
})

test('a deletion waits for a replica that is away, and is finished by whoever is controller then', async () => {
  const simulation = simWorld(8)
  const cluster = await threeBrokers(simulation)
  assert.equal(await simulation.settle(cluster.createTopic('t', [[1, 2, 3]])), undefined)
  const away = [...cluster.members.values()].find(({ node }) => !node.controller.active) as Member
  away.store.expire(40_000)
  await simulation.advance(1000)
  const [controller] = cluster.controllers as [Member]
  const [outcome] = await simulation.settle(controller.node.admin.deleteTopics(['t'], 5000))
  assert.equal(outcome?.error, 'REQUEST_TIMED_OUT')
  controller.store.expire(0)
  await simulation.advance(80_000)
  cluster.assertAgreed('after everybody is back')
  for (const { replicas } of cluster.members.values()) assert.deepEqual([...replicas.partitions.keys()], [])
})

test('random faults: what is written is always fenced, and a quiet cluster agrees', async () => {
  for (let seed = 100; seed < 112; seed++) {
    const simulation = simWorld(seed)
    const cluster = await threeBrokers(simulation)
    Object.assign(cluster.ensemble.faults, { maxDelayMs: 30, lostReply: 0.01, lostRequest: 0.01, maxDownMs: 4000 })
    cluster.lostOrders = 0.2
    const { random } = simulation
    const underWay: Promise<unknown>[] = []
    for (let step = 0; step < 40; step++) {
      const member = cluster.members.get(1 + random.below(3)) as Member
      const [controller] = cluster.controllers
      const topic = `t${random.below(6)}`
      const choice = random.below(8)
      if (choice === 0) member.store.disconnect(random.below(10_000))
      else if (choice === 1) member.store.expire(random.below(3000))
      else if (choice === 2 && controller !== undefined)
        underWay.push(controller.node.admin.deleteTopics([topic], 1000))
      else if (choice === 3 && controller !== undefined) {
        underWay.push(
          controller.node.admin.createPartitions(
            [{ name: topic, count: 3 + random.below(3), assignments: null }],
            1000,
            false,
          ),
        )
      } else if (choice === 4 && controller !== undefined) {
        underWay.push(controller.node.admin.electLeaders('preferred', null, 1000))
      } else if (controller !== undefined) {
        const replicas = [
          [1, 2, 3],
          [2, 3, 1],
          [3, 1, 2],
        ].slice(random.below(3))
        underWay.push(cluster.createTopic(topic, replicas))
      }
      await simulation.advance(random.below(1500))
    }
    Object.assign(cluster.ensemble.faults, { lostReply: 0, lostRequest: 0, maxDelayMs: 5 })
    cluster.lostOrders = 0
    await simulation.advance(120_000)
    await simulation.settle(Promise.all(underWay))
    cluster.assertAgreed(`seed ${seed}`)
  }
})
