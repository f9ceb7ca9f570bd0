// Every API that is served, with one element of its request 10,000 times: the answer stays in proportion to the request.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CreateTopicsApi, FindCoordinatorApi, OffsetCommitApi, type AnyApi } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { startBroker, type Broker } from '../broker.ts'
import { servedHandlers } from '../handlers/index.ts'
import { ANSWER_FACTOR, arrayCount, multiplied } from '../testing/multiplied.ts'
import { RawClient, requestFrame } from '../testing/raw-client.ts'
import type { Names } from '../testing/valid-requests.ts'
import { requestLimits } from './request-limits.ts'

const TIMES = 10_000

describe('answers in proportion', () => {
  let simulation: Simulation
  let broker: Broker
  let client: RawClient
  let names: Names

  /** Bytes of the answer. */
  const ask = async (api: AnyApi, version: number, input: unknown): Promise<{ readonly asked: number; readonly got: number }> => {
    const frame = requestFrame(api, version, input)
    const at = client.frames.length
    client.send(frame)
    await simulation.run({ until: () => client.frames.length > at || client.isClosed, withinMs: 60_000 })
    return { asked: frame.length, got: (client.frames[at] ?? assert.fail(`${api.name} ${version} closed the connection`)).length }
  }

  before(async () => {
    simulation = simWorld(11)
    broker = await simulation.settle(startBroker({
      world: simulation.host('broker'),
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data',
        'offsets.topic.num.partitions': 1, 'group.initial.rebalance.delay.ms': 0, 'auto.create.topics.enable': false,
      },
    }))
    client = await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))
    await ask(CreateTopicsApi, 5, { topics: [{ name: 'there', numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000 })
    names = { topic: 'there', id: broker.services.replicas.partition('there', 0)?.topicId ?? '', group: 'group' }
    await ask(FindCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['group'] })
    await simulation.advance(1000)
    const partitions = [0, 1].map((partitionIndex) => ({ partitionIndex, committedOffset: 1, committedMetadata: 'x'.repeat(4000) }))
    await ask(OffsetCommitApi, 5, { groupId: 'group', generationIdOrMemberEpoch: -1, memberId: '', topics: [{ name: 'there', partitions }] })
  })
  after(async () => {
    await simulation.settle(broker.close())
  })

  for (const { api, versions: { max } } of servedHandlers) {
    it(api.name, async () => {
      for (let array = 0; array < arrayCount(api.key, max, names); array++) {
        for (const differs of [false, true]) {
          const { asked, got } = await ask(api, max, multiplied(api.key, max, names, { array, times: TIMES, differs }))
          const most = ANSWER_FACTOR * asked + requestLimits.repeatedBytes.limit
          assert.ok(got <= most, `${api.name} ${max}: ${got} bytes for ${asked}`)
        }
      }
    })
  }
})
