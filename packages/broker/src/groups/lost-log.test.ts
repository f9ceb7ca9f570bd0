// What a coordinator says while the disk of its log is gone, and what it knows when the disk is back.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  CreateTopicsApi, ErrorCode, FindCoordinatorApi, HeartbeatApi, OffsetFetchApi, ZERO_UUID,
} from '@odradek/protocol/internal'
import { simWorld, type SimProcess, type Simulation } from '@odradek/platform/sim'
import { startBroker, type Broker } from '../broker.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'
import { OFFSETS_TOPIC } from './offsets-log.ts'

class Scene {
  readonly simulation: Simulation
  readonly world: SimProcess
  broker!: Broker
  private client!: RawClient

  constructor(seed: number) {
    this.simulation = simWorld(seed)
    this.world = this.simulation.host('broker')
  }

  /** The metadata store lies in /one; the offsets must lie in /two. */
  static async open(): Promise<Scene> {
    const scene = new Scene(11)
    await scene.start()
    for (let i = 0; i < 3; i++) await scene.ask(CreateTopicsApi, 5, { topics: [{ name: `t${i}`, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000 })
    await scene.ask(FindCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['g'] })
    await scene.simulation.advance(1000)
    assert.equal(scene.offsetsLog?.directory.path, '/two')
    return scene
  }

  async start(): Promise<void> {
    const config = {
      'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/one,/two', 'offsets.topic.num.partitions': 1,
    }
    this.broker = await this.simulation.settle(startBroker({ world: this.world, config }))
    this.client = await this.simulation.settle(RawClient.connect(this.simulation.host('client').transport, 'broker', 9092))
  }

  get offsetsLog(): ReturnType<Broker['services']['logs']['log']> {
    return this.broker.services.logs.log(OFFSETS_TOPIC, 0)
  }

  async ask<Response>(api: Parameters<typeof answerOf<Response>>[0], version: number, input: unknown): Promise<Response> {
    const before = this.client.frames.length
    this.client.send(requestFrame(api as never, version, input))
    await this.simulation.run({ until: () => this.client.frames.length > before })
    return answerOf(api, version, this.client.frames[before] as Buffer)
  }

  /** Commits of one offset each, as [topic, offset], all in one turn of the loop. */
  async commit(...offsets: (readonly [number, number])[]): Promise<number[]> {
    const { groups } = this.broker.services
    const answers = await this.simulation.settle(Promise.all(offsets.map(([topic, committedOffset]) => {
      const partition = { partitionIndex: 0, committedOffset, committedLeaderEpoch: -1, committedMetadata: '' }
      return groups.offsetCommit({ clientId: 'c', clientHost: '/client', apiVersion: 7 }, {
        groupId: 'g', generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null, retentionTimeMs: -1,
        topics: [{ name: `t${topic}`, topicId: ZERO_UUID, partitions: [partition] }],
      })
    })))
    return answers.map(({ topics }) => topics[0]?.partitions[0]?.errorCode ?? -1)
  }

  /** Offsets of t0, t1, t2, or the error. */
  async fetch(): Promise<number[] | number> {
    const topics = [0, 1, 2].map((i) => ({ name: `t${i}`, partitionIndexes: [0] }))
    const answer = await this.ask(OffsetFetchApi, 7, { groupId: 'g', topics })
    if (answer.errorCode !== 0) return answer.errorCode
    return answer.topics.map(({ partitions }) => partitions[0]?.committedOffset ?? -9)
  }

  async heartbeat(): Promise<number> {
    return (await this.ask(HeartbeatApi, 3, { groupId: 'g', generationId: 1, memberId: 'nobody' })).errorCode
  }
}

describe('a coordinator whose log is lost', () => {
  it('says that it is none, and knows after the recovery what the log holds, and nothing else', async () => {
    const scene = await Scene.open()
    const { fs } = scene.world
    assert.deepEqual(await scene.commit([0, 10]), [0])
    assert.equal(await scene.heartbeat(), ErrorCode.UNKNOWN_MEMBER_ID)
    // Two commits are written together; the disk takes the first and fails in the second. Both are refused.
    let heal = (): void => {}
    fs.faults.partOf = (length) => {
      if (length > 200) heal = fs.faults.fail({ path: '/two' })
      return length > 200 ? length >> 1 : length
    }
    assert.deepEqual(await scene.commit([1, 21], [2, 22]), [ErrorCode.NOT_COORDINATOR, ErrorCode.NOT_COORDINATOR])
    assert.equal(await scene.heartbeat(), ErrorCode.NOT_COORDINATOR)
    assert.equal(await scene.fetch(), ErrorCode.NOT_COORDINATOR)
    assert.deepEqual(await scene.commit([0, 11]), [ErrorCode.NOT_COORDINATOR])
    Reflect.deleteProperty(fs.faults, 'partOf')
    heal()
    await scene.simulation.advance(20_000)
    const found = await scene.fetch()
    assert.deepEqual(found, [10, 21, -1], 'the first of the two lies in the log')
    await scene.simulation.settle(scene.broker.close())
    await scene.start()
    assert.deepEqual(await scene.fetch(), found, 'a restart reads the same')
    await scene.simulation.settle(scene.broker.close())
  })
})
