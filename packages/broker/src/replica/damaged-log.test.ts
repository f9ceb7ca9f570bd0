// Damage of a log, as clients see it: a refusal they can act on, and offsets that are given once.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { BatchBuilder, CreateTopicsApi, DeleteRecordsApi, ErrorCode, FetchApi, ListOffsetsApi, ProduceApi } from '@odradek/protocol/internal'
import { simWorld } from '@odradek/platform/sim'
import { startBroker, type Broker } from '../broker.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'

class Scene {
  readonly simulation = simWorld(41)
  broker!: Broker
  client!: RawClient

  async start(): Promise<void> {
    const { simulation } = this
    this.broker = await simulation.settle(startBroker({
      world: simulation.host('broker'),
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'log.segment.bytes': 1_048_576,
      },
    }))
    this.client = await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))
  }

  async ask<Response>(api: Parameters<typeof answerOf<Response>>[0], version: number, input: unknown): Promise<Response> {
    const { client } = this
    const before = client.frames.length
    client.send(requestFrame(api as never, version, input))
    await this.simulation.run({ until: () => client.frames.length > before || client.isClosed, withinMs: 60_000 })
    assert.equal(client.isClosed, false)
    return answerOf(api, version, client.frames[before] as Buffer)
  }

  async produce(count: number, bytes: number): Promise<number> {
    let last = -1
    for (let i = 0; i < count; i++) {
      const builder = new BatchBuilder()
      builder.append('k', 'v'.repeat(bytes), undefined, Date.UTC(2026, 0, 1))
      const { responses } = await this.ask(ProduceApi, 8, { acks: -1, timeoutMs: 5000, topicData: [{ name: 't', partitionData: [{ index: 0, records: builder.build() }] }] })
      const { errorCode, baseOffset } = responses[0]!.partitionResponses[0]!
      assert.equal(errorCode, 0)
      last = baseOffset
    }
    return last
  }

  async fetch(fetchOffset: number): Promise<{ errorCode: number; bytes: number }> {
    const { responses } = await this.ask(FetchApi, 11, { replicaId: -1, maxWaitMs: 100, minBytes: 1, maxBytes: 1_000_000, isolationLevel: 0, sessionId: 0,
      sessionEpoch: -1, topics: [{ topic: 't', partitions: [{ partition: 0, currentLeaderEpoch: -1, fetchOffset, logStartOffset: -1, partitionMaxBytes: 1_000_000 }] }],
      forgottenTopicsData: [], rackId: '' })
    const { errorCode, records } = responses[0]!.partitions[0]!
    return { errorCode, bytes: (records as Buffer | null)?.length ?? 0 }
  }

  async offsets(): Promise<[number, number]> {
    const found: number[] = []
    for (const timestamp of [-2, -1]) {
      const { topics } = await this.ask(ListOffsetsApi, 5, { replicaId: -1, isolationLevel: 0, topics: [{ name: 't', partitions: [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp }] }] })
      found.push(topics[0]!.partitions[0]!.offset)
    }
    return found as [number, number]
  }

  create(): Promise<unknown> {
    return this.ask(CreateTopicsApi, 5, { topics: [{ name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000, validateOnly: false })
  }
}

it('a consumer that meets damage gets CORRUPT_MESSAGE at once, and reads on behind it', async () => {
  const scene = new Scene()
  await scene.start()
  await scene.create()
  await scene.produce(40, 60_000)
  await scene.simulation.settle(scene.broker.close())
  const machine = scene.simulation.machine('broker')
  machine.kill()
  const { fs } = scene.simulation.host('broker')
  const names = fs.list('/data/t-0').map(({ name }) => name).filter((name) => name.endsWith('.log')).toSorted()
  assert.ok(names.length > 2)
  const file = fs.open(`/data/t-0/${names[1]}`, 'rw')
  file.writeSync(Buffer.from([0x77, 0x35, 0x94, 0x00]), 0, 4, 8)
  file.closeSync()
  await scene.start()
  const damaged = Number(names[1]!.slice(0, 20))
  assert.equal((await scene.fetch(damaged - 1)).errorCode, 0)
  for (let again = 0; again < 3; again++) assert.deepEqual(await scene.fetch(damaged), { errorCode: ErrorCode.CORRUPT_MESSAGE, bytes: 0 })
  const next = await scene.fetch(Number(names[2]!.slice(0, 20)))
  assert.ok(next.errorCode === 0 && next.bytes > 60_000)
  await scene.simulation.settle(scene.broker.close())
})

it('offsets that a checkpoint knew of are not given again, although the power took the records', async () => {
  const scene = new Scene()
  await scene.start()
  await scene.create()
  for (let round = 0; round < 6; round++) {
    const last = await scene.produce(5, 100)
    await scene.simulation.advance(6000)
    assert.equal((await scene.offsets())[1], last + 1)
    scene.simulation.machine('broker').powerLoss()
    await scene.start()
    const [, end] = await scene.offsets()
    assert.ok(end > last, `the end went from ${last + 1} to ${end}`)
    assert.ok(await scene.produce(1, 100) > last)
    // A reader is led past what is lost.
    const { errorCode, bytes } = await scene.fetch(last)
    assert.ok(errorCode === 0 && bytes > 0)
  }
  await scene.simulation.settle(scene.broker.close())
})

it('DeleteRecords is answered when no crash takes it back', async () => {
  const scene = new Scene()
  await scene.start()
  await scene.create()
  await scene.produce(20, 100)
  for (const offset of [3, 7, 20]) {
    const { topics } = await scene.ask(DeleteRecordsApi, 2, { topics: [{ name: 't', partitions: [{ partitionIndex: 0, offset }] }], timeoutMs: 5000 })
    assert.deepEqual(topics[0]!.partitions[0], { partitionIndex: 0, lowWatermark: offset, errorCode: 0 })
    scene.simulation.machine('broker').powerLoss()
    await scene.start()
    assert.deepEqual(await scene.offsets(), [offset, 20])
  }
  await scene.simulation.settle(scene.broker.close())
})
