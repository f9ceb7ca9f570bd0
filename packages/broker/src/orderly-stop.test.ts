// The order of an orderly stop: nothing new is begun, what waits for a topic hears that it is made without them, what has
// been appended becomes durable and is answered, and only then does everybody go.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BatchBuilder, CreateTopicsApi, ErrorCode, MetadataApi, ProduceApi } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { startBroker, type Broker } from './broker.ts'
import type { BrokerConfigInput } from './config/index.ts'
import { answerOf, RawClient, requestFrame } from './testing/raw-client.ts'

const connect = (simulation: Simulation): Promise<RawClient> =>
  simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))

function start(simulation: Simulation, config: BrokerConfigInput = {}): Promise<Broker> {
  return simulation.settle(startBroker({
    world: simulation.host('broker'),
    config: { 'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', ...config },
  }), { withinMs: 60_000 })
}

async function ask<Response>(simulation: Simulation, api: Parameters<typeof answerOf<Response>>[0], version: number, input: unknown): Promise<Response> {
  const client = await connect(simulation)
  client.send(requestFrame(api as never, version, input))
  await simulation.run({ until: () => client.frames.length > 0 || client.isClosed, withinMs: 60_000 })
  const [frame] = client.frames
  client.close()
  assert.ok(frame)
  return answerOf(api, version, frame)
}

const topicsOf = (partitions: number, ...names: string[]): object[] =>
  names.map((name) => ({ name, numPartitions: partitions, replicationFactor: 1, assignments: [], configs: [] }))

function produceFrame(topic: string, value: string): Buffer {
  const builder = new BatchBuilder()
  builder.append(null, value, undefined, Date.UTC(2026, 0, 1))
  return requestFrame(ProduceApi, 8, { acks: -1, timeoutMs: 60_000, topicData: [{ name: topic, partitionData: [{ index: 0, records: builder.build() }] }] })
}

const outcome = (frame: Buffer): [number, number] => {
  const { errorCode, baseOffset } = answerOf(ProduceApi, 8, frame).responses[0]!.partitionResponses[0]!
  return [errorCode, baseOffset]
}

describe('an orderly stop', () => {
  it('answers what it has made durable, then closes; what comes later is not begun', async () => {
    const simulation = simWorld(31)
    const flushed = { 'log.flush.interval.messages': 1 }
    const broker = await start(simulation, flushed)
    await ask(simulation, CreateTopicsApi, 5, { topics: topicsOf(1, 'a', 'b'), timeoutMs: 1000 })
    const log = broker.services.logs.log('a', 0)!
    const clients = [await connect(simulation), await connect(simulation), await connect(simulation)]
    // The first round is durable: what follows waits for a device that is slow by then.
    for (const client of clients) client.send(produceFrame('a', 'first'))
    await simulation.run({ until: () => clients.every(({ frames }) => frames.length === 1) })
    simulation.machine('broker').fs.faults.stallMs = 300
    for (const client of clients) client.send(produceFrame('a', 'waits'), produceFrame('b', 'waits'), produceFrame('a', 'waits'))
    await simulation.run({ until: () => log.logEndOffset === 9 })
    assert.deepEqual([log.writtenEndOffset, ...clients.map(({ frames }) => frames.length)], [3, 1, 1, 1], 'appended, not durable, not answered')
    const closing = broker.close()
    const late = clients[0]!
    late.send(produceFrame('a', 'too late'))
    await simulation.run({ until: () => clients.every(({ isClosed }) => isClosed) })
    const answers = clients.flatMap(({ frames }) => frames.slice(1).map(outcome))
    assert.equal(answers.length, 9, 'everything appended is answered before the connections end, nothing else is')
    assert.deepEqual(answers.filter(([error]) => error !== 0), [])
    // Three of b, and six of a after the first three.
    assert.deepEqual(answers.map(([, offset]) => offset).toSorted((x, y) => x - y), [0, 1, 2, 3, 4, 5, 6, 7, 8])
    await simulation.settle(closing)
    simulation.machine('broker').powerLoss()
    const again = await start(simulation, flushed)
    assert.deepEqual([again.services.logs.log('a', 0)!.logEndOffset, again.services.logs.log('b', 0)!.logEndOffset], [9, 3])
    await simulation.settle(again.close())
  })

  for (const [how, api, version, input, timedOut] of [
    ['CreateTopics', CreateTopicsApi, 5, { topics: topicsOf(50, 'made'), timeoutMs: 30_000 }, ErrorCode.REQUEST_TIMED_OUT],
    ['a Metadata request', MetadataApi, 4, { topics: [{ name: 'made' }], allowAutoTopicCreation: true }, ErrorCode.LEADER_NOT_AVAILABLE],
  ] as const) {
    it(`does not wait for a topic that ${how} makes: that is told so, and the topic is whole after the next start`, async () => {
      const simulation = simWorld(32)
      const broker = await start(simulation)
      const client = await connect(simulation)
      // The controller makes the topic; that it is there does not reach who waits for it.
      broker.services.metadata.update = () => {}
      client.send(requestFrame(api as never, version, input))
      await simulation.advance(1000)
      assert.equal(client.frames.length, 0)
      const closing = broker.close()
      await simulation.settle(closing)
      const [frame] = client.frames
      assert.ok(frame, 'answered before its time is up')
      const answer = answerOf(api as typeof CreateTopicsApi, version, frame) as { topics: readonly { errorCode: number }[] }
      assert.deepEqual(answer.topics.map(({ errorCode }) => errorCode), [timedOut])
      // Nothing is left that would keep the process.
      const closedMs = simulation.nowMs
      await simulation.run()
      assert.ok(simulation.nowMs - closedMs < 4000, `something was waited for until ${simulation.nowMs - closedMs} ms after the end`)
      simulation.machine('broker').kill()
      const again = await start(simulation)
      const metadata = await ask(simulation, MetadataApi, 4, { topics: [{ name: 'made' }], allowAutoTopicCreation: false })
      const [topic] = metadata.topics
      assert.equal(topic!.errorCode, 0)
      assert.ok(topic!.partitions.length > 0 && topic!.partitions.every(({ errorCode, leaderId }) => errorCode === 0 && leaderId === 0))
      assert.deepEqual(outcome(await produceOnce(simulation)), [0, 0])
      await simulation.settle(again.close())
    })
  }
})

async function produceOnce(simulation: Simulation): Promise<Buffer> {
  const client = await connect(simulation)
  client.send(produceFrame('made', 'x'))
  await simulation.run({ until: () => client.frames.length > 0 })
  const [frame] = client.frames
  client.close()
  return frame as Buffer
}
