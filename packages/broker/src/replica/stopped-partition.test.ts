// A bug in the work of one partition, seen by clients: who waits on it is told, the rest of the same request is answered,
// other partitions and the groups of other partitions go on, the topic can be deleted, and a restart serves all of it.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  BatchBuilder, CreateTopicsApi, DeleteTopicsApi, ErrorCode, FetchApi, FindCoordinatorApi, ListOffsetsApi, OffsetCommitApi, OffsetFetchApi, ProduceApi,
} from '@odradek/protocol/internal'
import { simWorld } from '@odradek/platform/sim'
import { startBroker, type Broker } from '../broker.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'

const bug = (): never => {
  throw Object.assign(new RangeError('out of range'), { code: 'ERR_OUT_OF_RANGE' })
}

class Scene {
  readonly errors: object[] = []
  readonly simulation = simWorld(23, {
    onLog: ({ level, fields, message }) => {
      if (level === 'error') this.errors.push({ ...fields as object, message })
    },
  })
  broker!: Broker
  client!: RawClient

  async start(): Promise<void> {
    const { simulation } = this
    this.broker = await simulation.settle(startBroker({
      world: simulation.host('broker'),
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'offsets.topic.num.partitions': 2,
      },
    }))
    this.client = await this.connect()
  }

  connect(): Promise<RawClient> {
    return this.simulation.settle(RawClient.connect(this.simulation.host('client').transport, 'broker', 9092))
  }

  async ask<Response>(api: Parameters<typeof answerOf<Response>>[0], version: number, input: unknown): Promise<Response> {
    const { client } = this
    const before = client.frames.length
    client.send(requestFrame(api as never, version, input))
    await this.simulation.run({ until: () => client.frames.length > before || client.isClosed, withinMs: 60_000 })
    assert.equal(client.isClosed, false)
    return answerOf(api, version, client.frames[before] as Buffer)
  }

  log(topic: string, partition = 0): NonNullable<ReturnType<Broker['services']['logs']['log']>> {
    const log = this.broker.services.logs.log(topic, partition)
    assert.ok(log)
    return log
  }

  async produce(...topics: readonly string[]): Promise<[string, number][]> {
    const topicData = topics.map((name) => {
      const builder = new BatchBuilder()
      builder.append('k', 'v', undefined, Date.UTC(2026, 0, 1))
      return { name, partitionData: [{ index: 0, records: builder.build() }] }
    })
    const { responses } = await this.ask(ProduceApi, 8, { acks: -1, timeoutMs: 5000, topicData })
    return responses.map(({ name, partitionResponses }) => [name, partitionResponses[0]!.errorCode])
  }

  async commit(groupId: string): Promise<number> {
    const answer = await this.ask(OffsetCommitApi, 8, { groupId, memberId: '', topics: [{ name: 'good', partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }] })
    return answer.topics[0]!.partitions[0]!.errorCode
  }
}

describe('a partition that a bug stopped', () => {
  it('costs nobody else anything, and is there again after a restart', async () => {
    const scene = new Scene()
    await scene.start()
    const created = ['bad', 'good', 'waste'].map((name) => ({ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }))
    await scene.ask(CreateTopicsApi, 5, { topics: created, timeoutMs: 1000 })
    assert.deepEqual(await scene.produce('bad', 'good', 'waste'), [['bad', 0], ['good', 0], ['waste', 0]])

    // A fetch waits, and a produce for both is under way when the write of one goes wrong.
    const reader = await scene.connect()
    const topics = [{ topic: 'bad', partitions: [{ partition: 0, fetchOffset: 1, partitionMaxBytes: 1000 }] }]
    reader.send(requestFrame(FetchApi, 4, { replicaId: -1, maxWaitMs: 30_000, minBytes: 1, maxBytes: 1000, isolationLevel: 0, topics }))
    await scene.simulation.advance(100)
    assert.equal(reader.frames.length, 0)
    scene.log('bad').segments.active.file.append = bug
    assert.deepEqual(await scene.produce('bad', 'good'), [['bad', ErrorCode.KAFKA_STORAGE_ERROR], ['good', 0]])
    await scene.simulation.advance(100)
    const fetched = answerOf(FetchApi, 4, reader.frames[0] as Buffer)
    assert.equal(fetched.responses[0]!.partitions[0]!.errorCode, ErrorCode.KAFKA_STORAGE_ERROR)
    assert.deepEqual(await scene.produce('bad', 'good'), [['bad', ErrorCode.KAFKA_STORAGE_ERROR], ['good', 0]])
    assert.deepEqual(scene.errors.map((line) => (line as { topic?: string }).topic), ['bad'], JSON.stringify(scene.errors))
    const listed = await scene.ask(ListOffsetsApi, 5, { replicaId: -1, isolationLevel: 0, topics: [{ name: 'bad', partitions: [{ partitionIndex: 0, timestamp: -1 }] }] })
    assert.equal(listed.topics[0]!.partitions[0]!.errorCode, ErrorCode.KAFKA_STORAGE_ERROR)

    // One whose log is stopped can be deleted; its name is free again.
    scene.log('waste').segments.active.file.append = bug
    assert.deepEqual(await scene.produce('waste'), [['waste', ErrorCode.KAFKA_STORAGE_ERROR]])
    const deleted = await scene.ask(DeleteTopicsApi, 5, { topicNames: ['waste'], timeoutMs: 5000 })
    assert.equal(deleted.responses[0]!.errorCode, 0)
    await scene.ask(CreateTopicsApi, 5, { topics: created.slice(2), timeoutMs: 1000 })
    assert.deepEqual(await scene.produce('waste'), [['waste', 0]])

    await scene.simulation.settle(scene.broker.close())
    await scene.start()
    assert.deepEqual(await scene.produce('bad', 'good', 'waste'), [['bad', 0], ['good', 0], ['waste', 0]])
    assert.deepEqual([scene.log('bad').logEndOffset, scene.log('good').logEndOffset], [2, 4])
    await scene.simulation.settle(scene.broker.close())
  })

  it('of __consumer_offsets: its groups are told that nobody coordinates them, those of the other partition go on', async () => {
    const scene = new Scene()
    await scene.start()
    await scene.ask(CreateTopicsApi, 5, { topics: [{ name: 'good', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 1000 })
    await scene.ask(FindCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['a', 'b'] })
    await scene.simulation.advance(1000)
    const { groups } = scene.broker.services
    const [a, b] = ['a', 'b'] as const
    assert.notEqual(groups.partitionFor(a), groups.partitionFor(b))
    assert.deepEqual([await scene.commit(a), await scene.commit(b)], [0, 0])
    scene.log('__consumer_offsets', groups.partitionFor(a)).segments.active.file.append = bug
    assert.notEqual(await scene.commit(a), 0)
    assert.deepEqual([await scene.commit(a), await scene.commit(b)], [ErrorCode.NOT_COORDINATOR, 0])
    await scene.simulation.settle(scene.broker.close())
    await scene.start()
    await scene.ask(FindCoordinatorApi, 4, { keyType: 0, coordinatorKeys: [a] })
    await scene.simulation.advance(1000)
    const fetched = await scene.ask(OffsetFetchApi, 5, { groupId: a, topics: [{ name: 'good', partitionIndexes: [0] }] })
    assert.equal(fetched.topics![0]!.partitions[0]!.committedOffset, 1)
    assert.equal(await scene.commit(a), 0)
    await scene.simulation.settle(scene.broker.close())
  })
})
